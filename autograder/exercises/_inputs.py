"""Inputs that the exercises share: constant ones that students may see, and drawn ones that they may not.

Images and kernels hold integers except in groups about fractions, so that a function whose only slip is an
integer buffer loses the points of those groups and no others.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Case
from autograder.language import N_

SUMMATION = N_(
    "Any order of summation in float32 passes: what an element may differ by grows with the square root of "
    "the number of products that it sums, and with their size."
)
COPYING = N_("The numbers themselves, or their nearest float32.")
ACTIVATION = N_(
    "Any order of summation in float32 passes, and any usual way to write the sigmoid: it never enlarges a "
    "difference by more than a quarter, and adds a rounding of its own."
)

AGAIN = N_("arguments that are used a second time")
"""Title of a group in which the same objects are given twice, and must stay as they were."""

Stride = int | tuple[int, int]
"""One step for both directions, or (vertical, horizontal)."""

COUNTING = np.arange(1, 10).reshape(3, 3)
"""(3, 3) int64: 1 … 9 as one reads. Under a single 1 in the image it comes out turned by half a turn."""

DIGITS = (1, 10, 100)
"""Values whose sums tell, digit by digit, which of them took part."""

BLUR = np.full((3, 3), 1 / 9)
"""(3, 3) float64: the mean of nine pixels, which no integer buffer can hold."""


def pattern(*shape: int) -> NDArray[np.int64]:
    """Small constant integers, -5 … 5, without the regularity of a ramp.

    >>> pattern(2, 3)
    array([[-5,  2, -2],
           [ 5,  1, -3]])
    """
    ramp = np.arange(math.prod(shape), dtype=np.int64).reshape(shape)
    return np.subtract(ramp * 7 % 11, 5, dtype=np.int64)


def impulse(height: int, width: int, row: int, col: int) -> NDArray[np.int64]:
    """An image (height, width) of zeros with a single 1."""
    image = np.zeros((height, width), np.int64)
    image[row, col] = 1
    return image


def constant_channels(height: int, width: int) -> NDArray[np.int64]:
    """An image (height, width, 3) whose channels are 1, 10 and 100 everywhere."""
    return np.broadcast_to(np.array(DIGITS), (height, width, len(DIGITS))).copy()


def whole(rng: np.random.Generator, *shape: int) -> NDArray[np.int64]:
    """Integers from -9 to 9, never 0, so that each weight and each pixel has a say."""
    return rng.integers(1, 10, shape) * (2 * rng.integers(0, 2, shape) - 1)


def large(rng: np.random.Generator, *shape: int) -> NDArray[np.int64]:
    """Integers from -300 to 300, none within 99 of 0: sums of them need more than 8 bits, and often 12."""
    return rng.integers(100, 301, shape) * (2 * rng.integers(0, 2, shape) - 1)


def heavy(rng: np.random.Generator, *shape: int) -> NDArray[np.int64]:
    """Integers from -150 to 150, none within 129 of 0, to multiply `large` pixels with, one by one.

    Products come to 45,000 at most: 16 bits do not hold all of them, and what float32 may make of one stays
    far below the distance of two integers.
    """
    return rng.integers(130, 151, shape) * (2 * rng.integers(0, 2, shape) - 1)


def real(rng: np.random.Generator, *shape: int) -> NDArray[np.float64]:
    """Normally distributed float64, of a scale drawn with them."""
    return rng.normal(0.0, rng.uniform(0.5, 4.0), shape)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Drawn lengths of axes: an image and a kernel with their (in, out) channels, and a batch."""

    image: tuple[int, int]
    kernel: tuple[int, int]
    channels: tuple[int, int]
    batch: int


def sizes(rng: np.random.Generator, *, stride: Stride = 1, leftover: bool = False) -> Sizes:
    """Draw sizes such that no array has two axes of one length: none can stand in for another unnoticed.

    That holds for images (batch, height, width, in), kernels (height, width, in, out) and results (batch,
    height, width, out). A result takes at most 120 · 60 products: some 4 ms in a Python loop.

    Args:
        rng: the group's generator.
        stride: of the window.
        leftover: whether rows and columns are left over after the last window, which takes strides above 1;
            else the last window ends at the border.
    """
    steps = stride if isinstance(stride, tuple) else (stride, stride)
    while True:
        kernel_height, kernel_width, c_in, c_out = rng.permutation([2, 3, 4, 5]).tolist()
        rows, cols, batch = rng.permutation([n for n in (2, 3, 4, 5) if n != c_out]).tolist()
        left = [int(rng.integers(1, step)) if leftover else 0 for step in steps]
        height = (rows - 1) * steps[0] + kernel_height + left[0]
        width = (cols - 1) * steps[1] + kernel_width + left[1]
        if len({batch, height, width, c_in}) == 4:
            return Sizes((height, width), (kernel_height, kernel_width), (c_in, c_out), batch)


def distinct(rng: np.random.Generator, count: int, low: int, high: int) -> list[int]:
    """`count` different integers from low to high, both included."""
    return [low + int(n) for n in rng.choice(high - low + 1, count, replace=False)]


def again(*cases: Case) -> Iterator[Case]:
    """Each case asked twice with the same objects: as it is, and with its arrays in float64.

    What turns its arguments into floats first has a copy of integers, and the caller's own array of floats.
    """
    for case in cases:
        yield replace(case, twice=True)
        yield replace(case, args=tuple(map(_in_floats, case.args)), twice=True)


def _in_floats(value: object) -> object:
    if isinstance(value, list):
        return [_in_floats(item) for item in value]
    return value.astype(np.float64) if isinstance(value, np.ndarray) else value


def strided(args: tuple[NDArray[np.int64], ...], *strides: Stride) -> Iterator[Case]:
    """Public cases with the same arrays and each of the strides."""
    for stride in strides:
        yield Case(args, {"stride": stride}, public=True)
