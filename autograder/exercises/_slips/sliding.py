"""Slips that students make in every kind of convolution.

Each is written once, for all exercises that slide a window, so that it has one name, one title and one hint.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.models import pair
from autograder.language import N_

Convolution = Callable[..., Any]
"""Called as (x, kernel, …, stride=…), with bias or nothing between."""


def told(name: str, title: str, hint: str, *models: Convolution) -> tuple[Mistake, ...]:
    """One mistake with a model for each way to make it."""
    return tuple(Mistake(name, title, hint, model) for model in models)


def further(known: Iterable[Mistake], name: str, *models: Convolution) -> tuple[Mistake, ...]:
    """Further ways to make a mistake that is known."""
    mistake = next(mistake for mistake in known if mistake.name == name)
    return tuple(replace(mistake, model=model) for model in models)


def chosen(known: Iterable[Mistake], *names: str) -> tuple[Mistake, ...]:
    """Those of the mistakes that have one of the names."""
    return tuple(mistake for mistake in known if mistake.name in names)


def sliding(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips of a sliding window.

    Args:
        conv: the right function, from `models`.
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """
    # What stands before the index of a row, and of a column.
    rows: tuple[Any, ...] = (slice(None),) * axis
    cols: tuple[Any, ...] = (slice(None),) * (axis + 1)

    def windows_over_the_border(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        down, right = pair(stride)
        padding = [(0, 0)] * x.ndim
        padding[axis], padding[axis + 1] = (0, down - 1), (0, right - 1)
        return conv(np.pad(x, padding), kernel, *bias, stride=stride)

    def start_not_moved(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        every = conv(x, kernel, *bias)
        down, right = conv(x, kernel, *bias, stride=stride).shape[axis : axis + 2]
        return every[(*rows, slice(down), slice(right))]

    def dilated(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        down, right = pair(stride)
        wide = np.zeros(
            ((len(kernel) - 1) * down + 1, (len(kernel[0]) - 1) * right + 1, *kernel.shape[2:]), kernel.dtype
        )
        wide[::down, ::right] = kernel
        return conv(x, wide, *bias)

    def square(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        side = min(x.shape[axis : axis + 2])
        return conv(x[(*rows, slice(side), slice(side))], kernel, *bias, stride=stride)

    def last_dropped(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        return conv(x, kernel, *bias, stride=stride)[(*rows, slice(-1), slice(-1))]

    def last_zero(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        out = np.array(conv(x, kernel, *bias, stride=stride), float)
        out[(*rows, -1)] = out[(*cols, -1)] = 0
        return out

    return (
        Mistake(
            "flipped-kernel",
            N_("Your kernel is turned by half a turn."),
            N_("Put a single 1 in the image: in which order do the kernel's numbers come out, and why?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel[::-1, ::-1], *bias, stride=stride),
        ),
        Mistake(
            "kernel-upside-down",
            N_("Your kernel stands on its head."),
            N_("Compare corner by corner: which row of the kernel meets the first row of the window?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel[::-1], *bias, stride=stride),
        ),
        Mistake(
            "kernel-mirrored",
            N_("Left and right of your kernel are swapped."),
            N_("Compare corner by corner: which column of the kernel meets the first column of the window?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel[:, ::-1], *bias, stride=stride),
        ),
        Mistake(
            "output-transposed",
            N_("Rows and columns of your result are swapped."),
            N_("Is the first index of an array its row or its column?"),
            lambda x, kernel, *bias, stride=1: np.swapaxes(
                conv(x, kernel, *bias, stride=stride), axis, axis + 1
            ),
        ),
        Mistake(
            "stride-ignored",
            N_("Your window moves by one pixel whatever the stride."),
            N_("Where does `stride` stand in your code? After two moves of length 3, where is the window?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias),  # noqa: PLW0108
        ),
        Mistake(
            "start-not-moved",
            N_("Your result has the right size, but your window moves by one pixel whatever the stride."),
            N_(
                "If the stride is 3, at which row of the image does the window for row 2 of the result begin?"
            ),
            start_not_moved,
        ),
        Mistake(
            "stride-two-only",
            N_("You move the window by 2 wherever the stride is not 1."),
            N_("Change the stride to 3: which number in your code has to change?"),
            lambda x, kernel, *bias, stride=1: conv(
                x, kernel, *bias, stride=tuple(min(step, 2) for step in pair(stride))
            ),
        ),
        Mistake(
            "vertical-stride-only",
            N_("You use the vertical stride in both directions."),
            N_("Two directions, two step lengths: which of them moves the window to the right?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=pair(stride)[0]),
        ),
        Mistake(
            "strides-swapped",
            N_("The vertical and the horizontal stride are swapped."),
            N_("`stride` is (vertical, horizontal): which of them moves the window down?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=pair(stride)[::-1]),
        ),
        Mistake(
            "stride-downwards-only",
            N_("You use the stride downwards, and move by one pixel to the right."),
            N_("Which line of your code moves the window to the right, and by how much?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=(pair(stride)[0], 1)),
        ),
        Mistake(
            "dilated",
            N_("You use the stride between the pixels of a window, and not between windows."),
            N_("Are two neighbours in a window neighbours in the image?"),
            dilated,
        ),
        Mistake(
            "over-the-border",
            N_("Your last windows hang over the border of the image."),
            N_("The step is 2 and only 1 pixel is left: is there room for another window?"),
            windows_over_the_border,
        ),
        Mistake(
            "last-row-dropped",
            N_("Your result lacks its last row and column."),
            N_("How many places can a window of 3 take on a strip of 3?"),
            last_dropped,
        ),
        Mistake(
            "last-row-zero",
            N_("The last row and column of your result were never written."),
            N_("May the window touch the last row of the image? Look at where your loops end."),
            last_zero,
        ),
        Mistake(
            "square-images-only",
            N_("You take the image for a square."),
            N_("How does your code know how wide the image is, and how high?"),
            square,
        ),
        Mistake(
            "mean-not-sum",
            N_("You take the mean of the products, and not their sum."),
            N_("What did you do with the products of one window once you had them?"),
            lambda x, kernel, *bias, stride=1: conv(
                x, kernel / math.prod(kernel.shape[:3]), *bias, stride=stride
            ),
        ),
        Mistake(
            "integer-buffer",
            N_("Your result has lost its decimals."),
            N_("Which dtype has the array that you write into? Try a kernel of ninths."),
            lambda x, kernel, *bias, stride=1: np.asarray(conv(x, kernel, *bias, stride=stride)).astype(
                np.int64
            ),
        ),
        Mistake(
            "kernel-dtype-buffer",
            N_("Your result has the dtype of the kernel, in which its values do not fit."),
            N_("An image of floats and a kernel of ints: which dtype has the array that you write into?"),
            lambda x, kernel, *bias, stride=1: np.asarray(conv(x, kernel, *bias, stride=stride)).astype(
                kernel.dtype
            ),
        ),
        Mistake(
            "negatives-clipped",
            N_("You make negative values 0."),
            N_("Was the activation part of this step? Can a sum of products be negative?"),
            lambda x, kernel, *bias, stride=1: np.maximum(conv(x, kernel, *bias, stride=stride), 0),
        ),
        Mistake(
            "clipped-to-bytes",
            N_("You clip values to 0 … 255."),
            N_("Is the result an image to look at, or numbers to go on with?"),
            lambda x, kernel, *bias, stride=1: np.clip(conv(x, kernel, *bias, stride=stride), 0, 255),
        ),
    )
