"""The check of `conv_layer`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "call conv2d_batch with all four arguments, return what it gives, and run this cell again. What"
        " is left to do with the numbers that differ then?"
    ),
    examples=(
        Example(
            "conv_layer(IMAGE[np.newaxis], KERNELS, np.array([0, 0]))",
            (
                Say(N_("−5 and 7 become 0 and 7. What does ReLU make of a negative number?"), "[0, 0, 0]"),
                Say(N_("What does ReLU make of a negative number, and of a positive one?")),
            ),
            shape=N_("One image is a batch of one."),
            draw="sliding",
        ),
        Example(
            "conv_layer(IMAGE[np.newaxis], KERNELS, np.array([1, -10]))",
            (
                Say(
                    N_("With the biases 1 and −10 both are 0. Which comes first, the bias or ReLU?"),
                    "[0, 0, 0]",
                ),
                Say(N_("50 + 1 stays 51, and 0 − 10 becomes 0."), "[0, 0, 1]"),
                Say(N_("Which comes first, the bias or ReLU?")),
            ),
            shape=N_("A bias changes numbers, and no shape."),
            draw="sliding",
        ),
        Example(
            "conv_layer(IMAGE[np.newaxis], KERNELS, np.array([0, 0]), stride=2)",
            (Say(N_("Stride 2 keeps every other place. Does the stride reach the convolution?")),),
            shape=N_("With stride 2 there are fewer places. Does the stride reach the convolution?"),
            draw="sliding",
        ),
        Example(
            "conv_layer(two, np.full((3, 2, 1, 3), 0.5), np.array([0, 1, -2]), stride=(1, 2))",
            (
                Say(
                    N_(
                        "Halves under a 3 × 2 kernel of halves give 1.5, and ones in the second image give "
                        "3; the biases make 1.5, 2.5, 0 and 3, 4, 1. Has each window the kernel's size, and "
                        "each image its own result?"
                    )
                ),
            ),
            shape=N_("Strides (1, 2), vertical and horizontal: which number of a pair goes with the rows?"),
            setup="two = np.stack([np.full((5, 9, 1), 0.5), np.ones((5, 9, 1))])",
            draw="sliding",
        ),
    ),
)
