"""The check of `window`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "think of place (0, 0) alone, with stride 1: which rows and which columns of x lie under the window? "
        "Return that slice of x, and run this cell again."
    ),
    examples=(
        Example(
            "window(GREY, 0, 0, 3)",
            (Say(N_("The first window is the upper left corner of the image.")),),
            shape=N_("A window of 3 has three rows and three columns: how many numbers has a[0:3]?"),
            draw="window",
        ),
        Example(
            "window(GREY, 0, 1, 3)",
            (
                Say(
                    N_(
                        "The next window lies one pixel to the right. Is the first index the row or the"
                        " column?"
                    )
                ),
            ),
            shape=N_("The window keeps its size wherever it lies."),
            draw="window",
        ),
        Example(
            "window(GREY, 1, 1, 3, stride=2)",
            (
                Say(
                    N_(
                        "With stride 2, place (1, 1) looks at the lower right corner of the image. "
                        "After one move of length 2, where does the window start?"
                    )
                ),
            ),
            shape=N_("After one move of length 2, where does the window start? And how wide is it still?"),
            draw="window",
        ),
        Example(
            "window(GREY, 2, 1, (1, 2), stride=(1, 3))",
            (
                Say(
                    N_(
                        "A window of 1 × 2 at place (2, 1), with strides (1, 3): a pair is (vertical, "
                        "horizontal), so which of its numbers goes with the rows?"
                    )
                ),
            ),
            shape=N_(
                "A window of 1 × 2: a pair is (vertical, horizontal), so which of its numbers goes with"
                " the rows?"
            ),
            draw="window",
        ),
    ),
)
