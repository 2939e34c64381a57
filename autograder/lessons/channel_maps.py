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
            "channel_maps(IMAGE, COLOUR_KERNEL, stride=2)",
            (Say(N_("Stride 2 keeps every other place. After one step, where does the window start?")),),
            shape=N_(
                "With stride 2 there are fewer places. Do the loops walk over the image or over the output?"
            ),
            draw="sliding",
        ),
        Example(
            "channel_maps(np.full((4, 7, 2), 0.25), np.ones((2, 3, 2)), stride=(1, 3))",
            (
                Say(
                    N_(
                        "Under a kernel of 2 × 3 ones each channel of quarters gives 1.5 everywhere. Does "
                        "each window have the size of the kernel, wherever it lies, and can the result "
                        "hold decimals?"
                    )
                ),
            ),
            shape=N_("Strides (1, 3), vertical and horizontal: which number of a pair goes with the rows?"),
            draw="sliding",
        ),
    ),
)
