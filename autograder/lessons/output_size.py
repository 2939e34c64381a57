"""The check of `output_size`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "write down the pixels at which a window of 3 can start on a strip of 5, as in the picture. "
        "Which is the last of them, and how does it follow from 5 and 3?"
    ),
    kind=N_("What does / give in Python?"),
    examples=(
        Example(
            "output_size(5, 3)",
            (Say(N_("A window of 3 on a strip of 5: write down the pixels at which it can start.")),),
            draw="strip",
        ),
        Example(
            "output_size(3, 3)",
            (Say(N_("A window as long as the strip has exactly one place.")),),
            draw="strip",
        ),
        Example(
            "output_size(7, 3, stride=2)",
            (Say(N_("It starts at pixels 0, 2 and 4.")),),
            draw="strip",
        ),
        Example(
            "output_size(6, 3, stride=2)",
            (Say(N_("It starts at pixels 0 and 2. May a window hang over the edge?")),),
            draw="strip",
        ),
    ),
)
