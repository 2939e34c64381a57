"""Slips that students make with the stride, in every kind of convolution."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.loops import loops
from autograder.exercises._slips.models import output_size, pair
from autograder.exercises._slips.sliding import Convolution
from autograder.language import N_

Size = Callable[[int, int, int], int]
"""How many windows there are, from the lengths of image and kernel and the stride."""


def strides(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in moving a window by more than one pixel.

    Args:
        conv: the right function, from `models`.
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """

    def shape(x: Any, kernel: Any, stride: Any, size: Size = output_size) -> tuple[int, int]:
        """How many rows and columns the result has."""
        down, right = pair(stride)
        height, width = x.shape[axis : axis + 2]
        return size(height, len(kernel), down), size(width, len(kernel[0]), right)

    def seats(rows: int, cols: int) -> tuple[Any, ...]:
        return (*(slice(None),) * axis, slice(rows), slice(cols))

    def plus_one_divided(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        rows, cols = shape(x, kernel, stride, lambda n, k, step: (n - k + 1) // step)
        return conv(x, kernel, *bias, stride=stride)[seats(rows, cols)]

    def gaps(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        every = conv(x, kernel, *bias)
        down, right = pair(stride)
        out = np.zeros_like(every)
        visited = (*(slice(None),) * axis, slice(None, None, down), slice(None, None, right))
        out[visited] = every[visited]
        return out

    def in_image_steps(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        sides = zip(pair(stride), shape(x, kernel, stride), strict=True)
        if any(step > 1 and places > 1 for step, places in sides):
            raise IndexError("the result has no such seat")
        return conv(x, kernel, *bias, stride=stride)

    def leftovers_refused(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        sizes = zip(x.shape[axis:], kernel.shape[:2], pair(stride), strict=False)
        assert all((n - k) % step == 0 for n, k, step in sizes)
        return conv(x, kernel, *bias, stride=stride)

    def ints_only(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        if isinstance(stride, tuple):
            raise TypeError("unsupported operand type(s) for //: 'int' and 'tuple'")
        return conv(x, kernel, *bias, stride=stride)

    def pairs_only(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        down, right = stride
        return conv(x, kernel, *bias, stride=(down, right))

    return (
        Mistake(
            "end-not-moved",
            N_("Your windows begin at the right places, but their ends do not move with the stride."),
            N_("A window begins at row 4 and is 3 high: which rows of the image does it hold?"),
            loops(conv, axis, sliced=True, span=lambda place, stride, k: (place * stride, place + k)),
        ),
        Mistake(
            "size-of-stride-one",
            N_(
                "Your result is as large as it is for a stride of 1, and so the last windows leave the image."
            ),
            N_("Lay a strip of 3 on a strip of 7 and move it by 2: how often does it find a place?"),
            loops(conv, axis, sliced=True, size=lambda n, k, stride: n - k + 1),
        ),
        Mistake(
            "one-window-too-many",
            N_("Where the stride leaves pixels over, you count one window too many."),
            N_("What does the book's formula do with the remainder of the division?"),
            loops(conv, axis, sliced=True, size=lambda n, k, stride: math.ceil((n - k) / stride) + 1),
        ),
        Mistake(
            "windows-rounded",
            N_("You round the number of windows to the nearest whole number."),
            N_("Is there such a thing as three quarters of a window? What is to become of it?"),
            loops(conv, axis, sliced=True, size=lambda n, k, stride: round((n - k) / stride) + 1),
        ),
        Mistake(
            "plus-one-divided",
            N_("You divide one window too much by the stride, and lose the last one at times."),
            N_("Count the start positions by hand for 7 pixels, a window of 3 and a stride of 2."),
            plus_one_divided,
        ),
        Mistake(
            "gaps-between",
            N_("Your result has the size for a stride of 1, and zeros where no window was."),
            N_("Which grid do your loops walk on: that of the image, or that of the result?"),
            gaps,
        ),
        Mistake(
            "row-that-is-not-there",
            N_("With strides above 1 you ask for a row or column that is not there."),
            N_(
                "With a stride of 2: on which row of the image does the window of row 2 begin, and in which "
                "row of the result does its number belong?"
            ),
            in_image_steps,
        ),
        Mistake(
            "leftovers-refused",
            N_("You refuse images in which the stride leaves pixels over."),
            N_("A strip of 6, a window of 3, a stride of 2: are there no places for it at all?"),
            leftovers_refused,
        ),
        Mistake(
            "stride-is-one-number",
            N_("You take the stride for a single number, and it may be a pair."),
            N_("What is `4 // (1, 2)` in Python? What may `stride` be, by the text above the function?"),
            ints_only,
        ),
        Mistake(
            "stride-is-a-pair",
            N_("You take the stride for a pair, and it may be a single number."),
            N_("What is `(2)[0]` in Python? What may `stride` be, by the text above the function?"),
            pairs_only,
        ),
        Mistake(
            "horizontal-stride-only",
            N_("You use the horizontal stride in both directions."),
            N_("Two directions, two step lengths: which of them moves the window down?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=pair(stride)[1]),
        ),
        Mistake(
            "stride-rightwards-only",
            N_("You use the stride to the right, and move by one pixel downwards."),
            N_("Which line of your code moves the window down, and by how much?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel, *bias, stride=(1, pair(stride)[1])),
        ),
    )
