"""The check of `conv2d_single`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

LESSON = Lesson(
    first_step=N_(
        "make room for the result. How many places has the window, down and across? You have a function"
        " that knows. Fill that shape with zeros, return it, and run this cell again: then the window "
        "shows where to begin."
    ),
    examples=(
        Example(
            "conv2d_single(GREY, KERNEL)",
            (
                Say(
                    N_(
                        "That is what a kernel turned by half a circle gives. In which order do its "
                        "weights meet the pixels?"
                    ),
                    like="conv2d_single(GREY, KERNEL[::-1, ::-1])",
                ),
                Say(
                    N_(
                        "That is what the kernel gives with rows and columns swapped: which of its "
                        "sides is down?"
                    ),
                    like="conv2d_single(GREY, KERNEL.T)",
                ),
                Say(
                    N_(
                        "All numbers are there, with rows and columns swapped. Which index of the "
                        "result is the row?"
                    ),
                    like="conv2d_single(GREY, KERNEL).T",
                ),
                Say(
                    N_("Those are the means of the nine products. What was to be done with them?"),
                    like="conv2d_single(GREY, KERNEL) / 9",
                ),
                Say(
                    N_("Put your finger on that window: which of its nine products is missing or wrong?"),
                    "[0]",
                ),
                Say(N_("The first row is right. Where does the window start in row 1?"), "[1]"),
                Say(
                    N_(
                        "The rows above are right. Does your loop reach the last row, and may the "
                        "window touch it?"
                    )
                ),
            ),
            shape=N_("A 3 × 3 kernel on a 5 × 5 image: how many places has the window in each direction?"),
            draw="sliding",
        ),
        Example(
            "conv2d_single(GREY, KERNEL, stride=2)",
            (
                Say(
                    N_("That is the result of stride 1. Which line uses the stride?"),
                    like="conv2d_single(GREY, KERNEL)",
                ),
                Say(N_("Stride 2 keeps every other place. After one step, where does the window start?")),
            ),
            shape=N_(
                "With stride 2 there are fewer places. Do the loops walk over the image or over the output?"
            ),
            draw="sliding",
        ),
        Example(
            "conv2d_single(single_one, np.array([[1, 2, 3], [4, 5, 6]]))",
            (
                Say(
                    N_(
                        "The window at (1, 1) meets the single 1 with its lower right corner, where the"
                        " kernel has a 6, and the window at (2, 3) with its upper left corner, where it"
                        " has a 1. Is your kernel turned round?"
                    )
                ),
            ),
            shape=N_(
                "A kernel 2 high and 3 wide on an image 5 high and 6 wide: which side belongs to which?"
            ),
            setup="single_one = np.zeros((5, 6))\nsingle_one[2, 3] = 1",
            draw="sliding",
        ),
        Example(
            "conv2d_single(np.full((5, 9), 0.5), np.full((3, 2), 0.5), stride=(1, 2))",
            (
                Say(
                    N_(
                        "Halves under a 3 × 2 kernel of halves give 1.5 everywhere. Has each window the "
                        "kernel's size, and can the result hold decimals?"
                    )
                ),
            ),
            shape=N_("Strides (1, 2), vertical and horizontal: which number of a pair goes with the rows?"),
            draw="sliding",
        ),
    ),
)
