"""A convolution as beginners write it, loop by loop, for slips in where its window stands.

Two ways of writing it are known, since the same slip ends differently in them. `sliced` cuts the window out
and multiplies it with the kernel: a window of another shape is a ValueError, but a single row or column is
silently broadcast. `indexed` takes pixel by pixel: one beyond the border is an IndexError, and one before it
is silently taken from the other side.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder.exercises._slips.models import output_size, pair

Model = Callable[..., Any]
"""Called as (x, kernel, …, stride=…), with bias or nothing between."""

Span = tuple[int, ...]
"""Start and stop of a window along an axis, and the step within it if that is not 1."""


class Sides(NamedTuple):
    """The lengths that a student's code asks for."""

    height: int
    width: int
    kernel_height: int
    kernel_width: int
    down: int
    right: int


def as_they_are(sides: Any) -> Any:
    """No slip."""
    return sides


def at_its_stride(place: int, stride: int, k: int) -> Span:
    """Where the window of a place in the result stands."""
    return place * stride, place * stride + k


def loops(
    conv: Model,
    axis: int,
    *,
    sliced: bool,
    counted: Callable[[Sides], Sides] = as_they_are,
    walked: Callable[[Sides], Sides] = as_they_are,
    size: Callable[[int, int, int], int] = output_size,
    visited: Callable[[tuple[int, int]], tuple[int, int]] = as_they_are,
    span: Callable[[int, int, int], Span] = at_its_stride,
    turned: bool = False,
) -> Model:
    """A convolution by loops over the places of the result, right but for the slips given.

    Args:
        conv: the right function, from `models`.
        axis: of an image's rows, in the image and in the result; columns are the next one.
        sliced: the way of writing it; see above.
        counted: the sides that the size of the result is computed from.
        walked: the sides that the windows are taken by.
        size: how many windows, from the lengths of image and kernel and the stride.
        visited: how far the loops go, from the size of the result.
        span: the window along one axis, from its place in the result, the stride and the kernel's length.
        turned: whether a window's row is taken from the column of its place, and its column from the row.
    """
    rows: tuple[Any, ...] = (slice(None),) * axis  # what stands before the index of a row

    def model(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> NDArray[Any]:
        (height, width), (tall, wide) = x.shape[axis : axis + 2], kernel.shape[:2]
        sides = Sides(height, width, tall, wide, *pair(stride))
        by, shape = counted(sides), list(conv(x, kernel, *bias, stride=stride).shape)
        heights, widths = (by.height, by.kernel_height, by.down), (by.width, by.kernel_width, by.right)
        shape[axis : axis + 2] = size(*heights), size(*widths)
        out = np.zeros(shape)
        by = walked(sides)
        for row, col in np.ndindex(*visited((shape[axis], shape[axis + 1]))):
            top, left = (col, row) if turned else (row, col)
            places = span(top, by.down, by.kernel_height), span(left, by.right, by.kernel_width)
            if sliced:
                window, weights = _broadcast(x[(*rows, *(slice(*place) for place in places))], kernel, axis)
            else:
                window = x.take(np.arange(*places[0]), axis).take(np.arange(*places[1]), axis + 1)
                seen = window.shape[axis : axis + 2]
                weights = kernel.take(range(seen[0]), 0).take(range(seen[1]), 1)
            out[(*rows, row, col)] = conv(window, weights, *bias)[(*rows, 0, 0)]
        return out

    return model


def _broadcast(window: Any, kernel: Any, axis: int) -> tuple[Any, Any]:
    """Window and kernel with the sides that they have in `window * kernel`.

    Raises:
        ValueError: they do not fit together.
    """
    sides = np.broadcast_shapes(window.shape[axis : axis + 2], kernel.shape[:2])
    shape = (*window.shape[:axis], *sides, *window.shape[axis + 2 :])
    return np.broadcast_to(window, shape), np.broadcast_to(kernel, (*sides, *kernel.shape[2:]))
