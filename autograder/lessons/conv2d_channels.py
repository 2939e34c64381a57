"""The check of `conv2d_channels`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_DIGITS = N_(
    "Channels that are all 1, all 10, all 100 and all 1000, with a kernel of ones, give 1111 "
    "everywhere: the digits say which channel is missing."
)

LESSON = Lesson(
    first_step=N_(
        "call channel_maps and print the shape of what it gives, beside the shape of the target. Which "
        "axis has to go, and what becomes of the numbers along it?"
    ),
    examples=(
        Example(
            "conv2d_channels(IMAGE, COLOUR_KERNEL)",
            (
                Say(
                    N_(
                        "Those are the means of the three channels. Three experts report 7, −11 and −1:"
                        " what is asked?"
                    ),
                    like="conv2d_channels(IMAGE, COLOUR_KERNEL) / 3",
                ),
                Say(N_("The first window: 7, −11 and −1 give −5. Do you add, or take the mean?"), "[0, 0]"),
                Say(N_("The second: 10, 20 and 20 give 50."), "[0, 1]"),
                Say(N_("The first two numbers are right. What is different at this place?")),
            ),
            shape=N_("How many maps does one kernel make?"),
            draw="sliding",
        ),
        Example(
            "conv2d_channels(hundreds, np.ones((1, 1, 4)), stride=(2, 3))",
            (Say(_DIGITS),),
            shape=N_(
                "Strides (2, 3), vertical and horizontal, on an image 3 high and 5 wide: where can a "
                "pixel-sized window stand?"
            ),
            setup="hundreds = np.ones((3, 5, 4)) * [1, 10, 100, 1000]",
            draw="sliding",
        ),
        Example(
            "conv2d_channels(IMAGE, COLOUR_KERNEL, stride=2)",
            (Say(N_("Stride 2 keeps every other place. After one step, where does the window start?")),),
            shape=N_(
                "With stride 2 there are fewer places. Do the loops walk over the image or over the output?"
            ),
            draw="sliding",
        ),
        Example(
            "conv2d_channels(np.full((4, 7, 2), 0.125), np.ones((2, 3, 2)), stride=(1, 3))",
            (
                Say(
                    N_(
                        "Eighths in two channels, under 2 × 3 ones in each, give 1.5 everywhere. Has each "
                        "window the kernel's size, and can the result hold decimals?"
                    )
                ),
            ),
            shape=N_("Strides (1, 3), vertical and horizontal: which number of a pair goes with the rows?"),
            draw="sliding",
        ),
    ),
)
