"""The check of `mlp_params`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "take a pencil and mark the pairs of neighbours in the list. Which two widths does the first layer "
        "join? Return a list with the count of that layer alone, and run this cell again."
    ),
    kind=N_("Is there a / or a decimal point in your calculation?"),
    examples=(
        Example(
            "mlp_params([784, 256, 256, 256, 10])",
            (
                Say(
                    N_(
                        "Which two widths belong to the second layer? Together the layers have 335114 "
                        "parameters."
                    )
                ),
            ),
            shape=N_("Five columns make 4 layers: how many arrows are there in 784 → 256 → 256 → 256 → 10?"),
            draw="numbers",
        ),
        Example(
            "mlp_params([784, 256, 256, 256, 10], bias=False)",
            (Say(N_("Without biases there are 334336 in all. Does `bias` reach every layer?")),),
            draw="numbers",
        ),
        Example(
            "mlp_params([6, 4])",
            (Say(N_("Two columns make one layer.")),),
            shape=N_("Two columns make one layer."),
            draw="numbers",
        ),
    ),
)
