"""The check of `channel_maps`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "take channel 0 alone: x[:, :, 0] is an image with one channel, and kernel[:, :, 0] a kernel "
        "for it. You have a function for those two. Print what it gives: it is channel 0 of the target."
    ),
    examples=(
        Example(
            "channel_maps(IMAGE, COLOUR_KERNEL)",
            (
                Say(
                    N_(
                        "The first window gives 7, −11 and −1. Does each channel of the image meet its "
                        "own channel of the kernel?"
                    ),
                    "[0, 0]",
                ),
                Say(N_("The second window gives 10, 20 and 20. Is the channel the last axis?"), "[0, 1]"),
                Say(N_("The first two windows come out right. What is different at this place?")),
            ),
            shape=N_("One map for each of the three channels, and the channel is the last axis."),
            draw="sliding",
        ),
        Example(
            "channel_maps(np.ones((4, 6, 2)), np.ones((2, 3, 2)), stride=(1, 3))",
            (
                Say(
                    N_(
                        "Under a kernel of 2 × 3 ones each channel of ones gives 6 everywhere. Does "
                        "each window have the size of the kernel, wherever it lies?"
                    )
                ),
            ),
            shape=N_("Strides (1, 3), vertical and horizontal: which number of a pair goes with the rows?"),
            draw="sliding",
        ),
    ),
)
