"""The check of `conv2d`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "take kernel 0 alone: kernels[:, :, :, 0] is one kernel with three channels, and makes one map,"
        " channel 0 of the target. Compute its first number, for the window in the upper left corner, "
        "and print it."
    ),
    examples=(
        Example(
            "conv2d(IMAGE, KERNELS)",
            (
                Say(
                    N_("Both maps are those of kernel 0. Does each kernel use its own weights?"),
                    like="conv2d(IMAGE, KERNELS[:, :, :, [0, 0]])",
                ),
                Say(
                    N_(
                        "That is what kernels turned by half a circle give. In which order do weights "
                        "meet the pixels?"
                    ),
                    like="conv2d(IMAGE, KERNELS[::-1, ::-1])",
                ),
                Say(
                    N_(
                        "At the first place kernel 0 gives −5 and kernel 1 gives 7. Does each kernel "
                        "use its own weights?"
                    ),
                    "[0, 0]",
                ),
                Say(N_("At the second place they give 50 and 0."), "[0, 1]"),
                Say(N_("Channel 0 starts right. What is different at this place?"), "[:, :, 0]"),
                Say(N_("Channel 1 starts right. What is different at this place?"), "[:, :, 1]"),
            ),
            shape=N_(
                "Two 3 × 3 kernels on a 5 × 5 image: how many places has the window, and how many maps "
                "are there?"
            ),
            draw="sliding",
        ),
        Example(
            "conv2d(IMAGE, KERNELS, stride=2)",
            (
                Say(N_("Where does the last window start?"), "[1, 1]"),
                Say(N_("Stride 2 keeps every other place: where does this window start?")),
            ),
            shape=N_(
                "With stride 2 there are fewer places. Do the loops walk over the image or over the output?"
            ),
            draw="sliding",
        ),
        Example(
            "conv2d(np.ones((4, 7, 2)), np.full((3, 2, 2, 5), 0.25), stride=(1, 2))",
            (
                Say(
                    N_(
                        "Twelve quarters under each kernel make 3 everywhere. Does each window have the"
                        " height, the width and all the channels of the kernel?"
                    )
                ),
            ),
            shape=N_(
                "Ones of shape (4, 7, 2), five 3 × 2 kernels of quarters, strides (1, 2): which axis "
                "must fit the image, and which one numbers the kernels?"
            ),
            draw="sliding",
        ),
    ),
)
