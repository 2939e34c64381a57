"""The check of `dense_params`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "draw 3 inputs and 2 outputs on paper, join each input to each output, and count the lines. Which "
        "numbers does that come from?"
    ),
    kind=N_("Is there a / or a decimal point in your calculation?"),
    examples=(
        Example(
            "dense_params(3, 2)",
            (Say(N_("Draw the layer and count its lines, then ask what each output owns besides them.")),),
            draw="layer",
        ),
        Example(
            "dense_params(3, 2, bias=False)",
            (Say(N_("Without biases only the lines are left.")),),
            draw="layer",
        ),
        Example(
            "dense_params(784, 256)",
            (Say(N_("To which side does a bias belong, to the input or to the output?")),),
        ),
    ),
)
