"""The check of `hadamard_sum`."""

from autograder.language import N_
from autograder.lessons import Example, Lesson, Say

_REMAINS = N_("What remains to be done with the nine products?")

LESSON = Lesson(
    first_step=N_(
        "lay the window on the kernel and multiply what meets; a * b does that for two arrays of one "
        "shape. Return the products, run this cell again, and see what still has to happen to them."
    ),
    examples=(
        Example(
            "hadamard_sum(GREY[:3, :3], KERNEL)",
            (Say(N_("The first window: does each pixel meet exactly one weight?")),),
            shape=_REMAINS,
            draw="products",
        ),
        Example(
            "hadamard_sum(GREY[:3, 1:4], KERNEL)",
            (Say(N_("The second window, one pixel to the right: the same steps with other pixels.")),),
            shape=_REMAINS,
            draw="products",
        ),
        Example(
            "hadamard_sum(np.array([[1.0, 2.0]]), np.array([[0.5, 0.25]]))",
            (Say(N_("1·0.5 + 2·0.25 = 1. Arrays need not be square, nor numbers whole.")),),
            draw="products",
        ),
    ),
)
