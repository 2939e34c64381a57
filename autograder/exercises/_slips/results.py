"""Slips in what becomes of the numbers that windows have given, in every kind of convolution."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.sliding import Convolution, further, told
from autograder.exercises._slips.sums import sums
from autograder.language import N_


def results(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in writing a result.

    Args:
        conv: the right function, from `models`.
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """

    def kept(out: Any, rows: slice, cols: slice) -> Any:
        """A result with zeros but for some of its rows and columns."""
        seats = (*(slice(None),) * axis, rows, cols)
        left = np.zeros_like(out)
        left[seats] = out[seats]
        return left

    def gone_on(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = conv(x, kernel, *bias, stride=stride)
        flat = out.reshape(*out.shape[:axis], -1, *out.shape[axis + 2 :])
        return flat.cumsum(axis).reshape(out.shape)

    def first_for_all(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = conv(x, kernel, *bias, stride=stride)
        return np.broadcast_to(out[(*(slice(None),) * axis, slice(1), slice(1))], out.shape)

    return (
        *told(
            "sum-never-reset",
            N_("Your sum goes on from one window to the next."),
            N_("What is in your sum when the next window begins?"),
            gone_on,
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=stride).cumsum(axis + 1),
        ),
        *told(
            "always-the-first-window",
            N_("Your window never moves: every value of your result is that of the first window."),
            N_("What changes in your formula when you go one step to the right?"),
            first_for_all,
        ),
        *further(
            sums(conv),
            "returned-too-early",
            lambda x, kernel, *bias, stride=1: kept(
                conv(x, kernel, *bias, stride=stride), slice(1), slice(1)
            ),
            lambda x, kernel, *bias, stride=1: kept(
                conv(x, kernel, *bias, stride=stride), slice(1), slice(None)
            ),
        ),
    )


def numbers(conv: Convolution) -> tuple[Mistake, ...]:
    """The slips in the kind of numbers that a result is kept in.

    Args:
        conv: the right function, from `models`.
    """

    def kept(change: Callable[[Any], Any]) -> Convolution:
        return lambda x, kernel, *bias, stride=1: change(np.asarray(conv(x, kernel, *bias, stride=stride)))

    return (
        *told(
            "image-dtype-buffer",
            N_("Your result has the dtype of the image, in which its values do not fit."),
            N_("An image of ints and a kernel of floats: which dtype has the array that you write into?"),
            lambda x, kernel, *bias, stride=1: np.asarray(conv(x, kernel, *bias, stride=stride)).astype(
                x.dtype
            ),
        ),
        *told(
            "rounded",
            N_("You round the values of your result."),
            N_("Who asked for fewer digits? Try an image whose pixels are all far below 1."),
            *(kept(partial(np.round, decimals=digits)) for digits in range(7)),
        ),
        *told(
            "wrapped-to-bytes",
            N_("Your result holds bytes, in which values below 0 or above 255 come out as others."),
            N_("Which dtype has the array that you write into? Can it hold -1, or 256?"),
            kept(lambda out: out.astype(np.int64).astype(np.uint8)),
        ),
        *told(
            "absolute-values",
            N_("You make negative values positive."),
            N_("Can a sum of products be negative? Did anyone ask for its size alone?"),
            kept(np.abs),
        ),
        *told(
            "axes-of-one-dropped",
            N_("An axis of length 1 is missing in your result."),
            N_("Which line of your code drops an axis, and what if there is a single row, column or map?"),
            kept(np.squeeze),
        ),
    )
