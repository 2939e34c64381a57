"""The check of `conv_params`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "begin with the smallest case, one kernel of 3 × 3 on a grey image without a bias: how many "
        "squares has it? Then ask how thick the kernel gets if the image has two channels."
    ),
    kind=N_("Is there a / or a decimal point in your calculation?"),
    examples=(
        Example(
            "conv_params(3, 1, 1, bias=False)",
            (Say(N_("One 3 × 3 kernel on a grey image has 9 weights.")),),
            draw="kernels",
        ),
        Example(
            "conv_params(3, 3, 32)",
            (
                Say(
                    N_(
                        "32 kernels of 3 × 3 on a colour image: how thick is one kernel, and how many "
                        "biases has it?"
                    )
                ),
            ),
        ),
        Example(
            "conv_params(3, 3, 32, bias=False)",
            (Say(N_("Without biases only the weights are left.")),),
        ),
        Example(
            "conv_params((3, 5), 2, 4)",
            (
                Say(
                    N_(
                        "4 kernels, 3 high and 5 wide, on 2 channels: a kernel has two sides, do you "
                        "use both?"
                    )
                ),
            ),
            draw="kernels",
        ),
    ),
)
