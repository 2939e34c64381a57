"""Slips in which a function uses what stands in the notebook, and not what it is given."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Mistake
from autograder.exercises._slips.models import output_shape
from autograder.exercises._slips.sliding import Convolution, told
from autograder.language import N_


def from_the_notebook(
    conv: Convolution, image: NDArray[Any], kernel: NDArray[Any], *, axis: int = 0
) -> tuple[Mistake, ...]:
    """The slips of names that are known where the student works, and mean something else when called.

    Args:
        conv: the right function, from `models`.
        image: the notebook's, such as its IMAGE.
        kernel: the notebook's.
        axis: of an image's rows; columns are the next one.
    """

    def with_its_kernel(x: Any, _kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        rows, cols = output_shape(x[(0,) * axis], kernel, stride)
        if min(rows, cols) < 1:  # no place for a window: a loop finds nothing to do
            return np.zeros((*x.shape[:axis], rows, cols, *kernel.shape[3:]))
        return conv(x, kernel, *bias, stride=stride)

    return (
        *told(
            "notebooks-kernel",
            N_("You use the kernel that stands in the notebook, whatever kernel your function is given."),
            N_("Which names stand in the first line of your function, and which does it use further down?"),
            with_its_kernel,
        ),
        *told(
            "notebooks-image",
            N_("You use the image that stands in the notebook, whatever image your function is given."),
            N_("Would your function give anything else if it were called with another image?"),
            lambda x, kernel, *bias, stride=1: conv(image, kernel, *bias, stride=stride),
        ),
    )
