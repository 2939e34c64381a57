"""How the numbers of two values are written, so that they can be compared by eye.

One number of decimals for all of them, as few as show what differs. What rounding leaves beside larger
numbers (5.6e-17, where 0 was meant) is written as zero. For showing only; judging is `compare`'s.
"""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.compare.showing import integer_text
from autograder.feedback.untrusted import one_line, visible

Grid = np.ndarray[Any, Any]
"""A value as an array of elements: bool, int, float, text or None, as `Shown` holds them."""

DIGITS = (4, 7)
"""Significant digits; more only where fewer would hide a difference."""
EVERY_DIGIT = ".17g"
"""The format that hides no difference."""

_NOISE = 1e-6  # of the largest number: above what rounding in float32 leaves of zero
_SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def number(element: object) -> float | None:
    """The element as a number; None for anything else."""
    if isinstance(element, str):
        return _SPECIAL.get(element)
    if isinstance(element, int | float):
        try:
            return float(element)
        except OverflowError:
            return -math.inf if element < 0 else math.inf
    return None


def finite(grids: Iterable[Grid]) -> list[float]:
    """The numbers among the elements of some values, but for NaN and infinities."""
    numbers = (number(element) for grid in grids for element in grid.flat)
    return [each for each in numbers if each is not None and math.isfinite(each)]


def largest(*grids: Grid) -> float:
    """The largest number of the first value that has any but 0, without its sign; 0.0 if none has."""
    sizes = (max(map(abs, finite([grid])), default=0.0) for grid in grids)
    return next(filter(None, sizes), 0.0)


def settled(grid: Grid, scale: float) -> Grid:
    """The value, with 0.0 in place of each float that is too small to mean anything.

    Args:
        scale: the size of numbers that mean something.
    """
    if not any(isinstance(each, float) and 0 < abs(each) <= _NOISE * scale for each in grid.flat):
        return grid
    calm = grid.copy()
    for place, each in np.ndenumerate(grid):
        if isinstance(each, float) and abs(each) <= _NOISE * scale:
            calm[place] = 0.0
    return calm


def style(grids: Iterable[Grid], digits: int) -> str:
    """How floats are written, as a format specification; with exponents where decimals would cost digits."""
    sizes = [abs(each) for each in finite(grids) if each]
    magnitude = math.floor(math.log10(max(sizes, default=1.0)))
    if all(size.is_integer() for size in sizes) and magnitude < 15:
        return ".0f"
    decimals = max(0, digits - 1 - magnitude)
    if magnitude >= 6 or decimals >= 8 or min(sizes) < 10**-decimals:
        return f".{digits}g"
    # As many as there are, where there are few: 12.125 is not 12.12.
    few = next((d for d in range(1, digits) if all(_ends(size, d) for size in sizes)), decimals)
    return f".{few}f"


def _ends(size: float, decimals: int) -> bool:
    """Whether a number has no more decimals than these, but for rounding."""
    return abs(round(size, decimals) - size) <= 1e-9 * size


def written(element: Any, style: str) -> str:
    """One element, in few characters, as Python writes it."""
    if type(element) is int:
        return integer_text(element)
    if not isinstance(element, float) or not math.isfinite(element):
        return one_line(str(element), 40)
    return format(element, style) if element else "0"  # never "-0"


def written_out(value: Any, style: str) -> str:
    """A value that no table is drawn for."""
    if isinstance(value, list | tuple):
        inside = ", ".join(written_out(each, style) for each in value)
        return visible(f"[{inside}]")
    if isinstance(value, str) and value not in _SPECIAL:
        return visible(value)
    return written(value, style)
