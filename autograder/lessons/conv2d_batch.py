"""The check of `conv2d_batch`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_SETUP = "images = np.stack([IMAGE, np.zeros((5, 5, 3)), 2 * IMAGE])"

LESSON = Lesson(
    first_step=N_(
        "take the first image of the batch alone, x[0]: conv2d takes it as it is. Print the shape of "
        "what comes out, beside that of the target. Which axis is still missing?"
    ),
    examples=(
        Example(
            "conv2d_batch(images, KERNELS)",
            (
                Say(N_("The first image is the one of the figure and starts with −5 and 7."), "[0]"),
                Say(N_("The second image is black, and without biases all of its numbers are 0."), "[1]"),
                Say(
                    N_(
                        "The third image is twice the first and starts with −10 and 14. What becomes of"
                        " the images after the first?"
                    ),
                    "[2]",
                ),
            ),
            shape=N_("Three images, two kernels: the batch is the first axis, the kernels make the last."),
            setup=_SETUP,
            draw="sliding",
        ),
        Example(
            "conv2d_batch(images, KERNELS, bias=np.array([1, 10]))",
            (
                Say(
                    N_(
                        "The second image is black: its first map is all 1 and its second all 10, the "
                        "biases. How often is a bias added, and to which map?"
                    ),
                    "[1]",
                ),
                Say(N_("At the second place 50 and 0 with the biases 1 and 10 are 51 and 10.")),
            ),
            shape=N_("A bias changes numbers, and no shape."),
            setup=_SETUP,
            draw="sliding",
        ),
        Example(
            "conv2d_batch(images, KERNELS, stride=(2, 1))",
            (Say(N_("Does the stride reach the convolution?")),),
            shape=N_("With strides (2, 1) there are fewer rows. Does the stride reach the convolution?"),
            setup=_SETUP,
            draw="sliding",
        ),
    ),
)
