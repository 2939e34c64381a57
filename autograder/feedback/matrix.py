"""Two values beside each other: what a student's function gave, and what was expected.

What the page and the terminal share: how a number is written, which cells differ, and how an array of
three or four dimensions is laid out in slices.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from autograder.compare.showing import integer_text
from autograder.feedback.untrusted import one_line, visible
from autograder.verdict import Counterexample, Shown

MOST_SLICES = 6
"""Slices of one value that are shown, those that differ before the others."""
_MOST_CELLS = 2_500  # of all slices; larger values are written as text, which is cut
# Numbers closer than this, beside the largest expected one, are drawn as equal: far above the noise of
# float32, far below any slip in the logic. For drawing only; judging is `compare`'s.
_CLOSE = 1e-5
_DIGITS = (4, 7)  # significant; more only where fewer would hide a difference
_EVERY_DIGIT = ".17g"
_SHAPE = re.compile(r"^array \([\d, ]+\)| \d+$")  # of an array; the length of a list
_SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class Tone(StrEnum):
    """What the colour of a cell says."""

    NEGATIVE = "negative"
    ZERO = "zero"
    POSITIVE = "positive"
    NONE = "none"  # no number


@dataclass(frozen=True, slots=True)
class Cell:
    """One element.

    Attributes:
        text: as written in Python.
        differs: from the element at the same place in the other value.
    """

    text: str
    tone: Tone
    differs: bool

    @property
    def typeset(self) -> str:
        """The text with a minus sign as wide as a plus."""
        return self.text if self.tone is Tone.NONE else self.text.replace("-", "−")

    @property
    def truth(self) -> str:
        """A filled or an open square for True and False; empty for all else."""
        return {"True": "■", "False": "□"}.get(self.text, "")


@dataclass(frozen=True, slots=True)
class Slice:
    """A matrix out of a value.

    Attributes:
        place: where in the array, such as "[:, :, 1]"; empty when it is all of it.
        rows: of equal length.
        vector: whether the value has one dimension, and so one row without a number.
    """

    place: str
    rows: tuple[tuple[Cell, ...], ...]
    vector: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values.

    Attributes:
        kind: such as "array (3, 3) float64".
        slices: of an array or a flat list of numbers; empty for any other value.
        left_out: number of slices that are not shown.
        cut: whether these are only the first elements along some axis.
        text: the value in words where there are no slices.
    """

    kind: str
    slices: tuple[Slice, ...]
    left_out: int
    cut: bool
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both values, ready to draw.

    Attributes:
        yours: None when the student's function gave nothing.
        differing: whether any cell differs from the one at its place in the other value; never so when
            the two cannot be laid over each other because their shapes are not the same.
    """

    yours: Side | None
    expected: Side
    differing: bool

    @property
    def tones(self) -> frozenset[Tone]:
        """The colours that occur, and so need a key; True and False explain themselves."""
        slices = [*self.expected.slices, *(self.yours.slices if self.yours else ())]
        cells = (cell for each in slices for row in each.rows for cell in row)
        return frozenset(cell.tone for cell in cells if not cell.truth)


def comparison(example: Counterexample) -> Comparison:
    """Lay out both values of a counterexample."""
    expected = _grid(example.expected)
    yours = None if example.yours is None else _grid(example.yours)
    grids = [grid for grid in (yours, expected) if grid is not None]
    differs, style = np.zeros(0, dtype=bool), _style(grids, _DIGITS[0])
    if yours is not None and expected is not None and yours.shape == expected.shape:
        differs = _differences(yours, expected)
        styles = [*(_style(grids, digits) for digits in _DIGITS), _EVERY_DIGIT]
        style = next(
            (each for each in styles if _shows(each, yours[differs], expected[differs])), _EVERY_DIGIT
        )
    return Comparison(
        yours=None if example.yours is None else _side(example.yours, yours, differs, style),
        expected=_side(example.expected, expected, differs, style),
        differing=differs.ndim > 0 and bool(differs.any()),
    )


def _grid(shown: Shown) -> np.ndarray | None:
    """The value as an array of objects; None if it is no number and no regular array of elements."""
    try:
        grid = np.array(shown.values, dtype=object)
    except ValueError:  # ragged
        return None
    if grid.ndim > 4 or grid.size > _MOST_CELLS or any(isinstance(each, list | tuple) for each in grid.flat):
        return None
    return grid


def _differences(yours: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Which elements differ, as an array of bool."""
    margin = _CLOSE * max((abs(number) for number in _finite([expected])), default=0.0)
    pairs = list(zip(yours.flat, expected.flat, strict=True))
    flags = [not _same(a, b, margin) for a, b in pairs]
    if not any(flags):
        flags = [not _same(a, b, 0.0) for a, b in pairs]
    return np.array(flags, dtype=bool).reshape(expected.shape)


def _same(a: object, b: object, margin: float) -> bool:
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    x, y = _number(a), _number(b)
    if x is None or y is None:
        return a == b
    return x == y or (math.isnan(x) and math.isnan(y)) or abs(x - y) <= margin


def _number(element: object) -> float | None:
    """The element as a number; None for anything else."""
    if isinstance(element, str):
        return _SPECIAL.get(element)
    if isinstance(element, int | float):
        try:
            return float(element)
        except OverflowError:
            return math.copysign(math.inf, element)
    return None


def _finite(grids: Iterable[np.ndarray]) -> list[float]:
    numbers = (_number(element) for grid in grids for element in grid.flat)
    return [number for number in numbers if number is not None and math.isfinite(number)]


def _style(grids: Iterable[np.ndarray], digits: int) -> str:
    """How floats are written, as a format specification.

    One number of decimals for all of them, so that they line up; with exponents where that would cost
    digits or places.
    """
    sizes = [abs(number) for number in _finite(grids) if number]
    largest = math.floor(math.log10(max(sizes, default=1.0)))
    decimals = max(0, digits - 1 - largest)
    if all(size.is_integer() for size in sizes) and largest < 15:
        return ".0f"
    if largest < 6 and decimals < 8 and min(sizes) >= 10**-decimals:
        return f".{decimals}f"
    return f".{digits}g"


def _shows(style: str, yours: np.ndarray, expected: np.ndarray) -> bool:
    """Whether elements that differ look different."""
    return all(_written(a, style) != _written(b, style) for a, b in zip(yours, expected, strict=True))


def _side(shown: Shown, grid: np.ndarray | None, differs: np.ndarray, style: str) -> Side:
    kind = one_line(shown.kind)
    if grid is None or grid.ndim == 0 or grid.size == 0:
        return Side(kind, (), 0, False, _alone(shown.values, style))
    if differs.shape != grid.shape:
        differs = np.zeros(grid.shape, dtype=bool)
    places = list(_places(grid.shape))
    if len(places) > MOST_SLICES:
        places.sort(key=lambda place: not differs[place].any())  # stable: in order within each half
    slices = tuple(
        Slice(
            _place(place),
            tuple(
                tuple(Cell(_written(e, style), _tone(e), bool(d)) for e, d in zip(*row, strict=True))
                for row in zip(np.atleast_2d(grid[place]), np.atleast_2d(differs[place]), strict=True)
            ),
            vector=grid.ndim == 1,
        )
        for place in places[:MOST_SLICES]
    )
    return Side(kind, slices, len(places) - len(slices), _full_shape(kind) not in (None, grid.shape), "")


def _full_shape(kind: str) -> tuple[int, ...] | None:
    """The shape that a kind such as "array (20, 20) float64" tells; None if it tells none."""
    written = _SHAPE.search(kind)
    return tuple(map(int, re.findall(r"\d+", written[0]))) if written else None


def _places(shape: tuple[int, ...]) -> Iterator[tuple[int | slice, ...]]:
    """Where the matrices of an array lie, in TensorFlow's layouts.

    (height, width, channels) has one a channel, (batch, height, width, channels) one a picture and channel.
    """
    every = slice(None)
    if len(shape) <= 2:
        yield (every,) * len(shape)
    elif len(shape) == 3:
        yield from ((every, every, channel) for channel in range(shape[2]))
    else:
        yield from ((n, every, every, channel) for n in range(shape[0]) for channel in range(shape[3]))


def _place(place: tuple[int | slice, ...]) -> str:
    if all(isinstance(part, slice) for part in place):
        return ""
    return "[" + ", ".join(":" if isinstance(part, slice) else str(part) for part in place) + "]"


def _tone(element: object) -> Tone:
    number = _number(element)
    if number is None or math.isnan(number):
        return Tone.NONE
    return Tone.NEGATIVE if number < 0 else Tone.POSITIVE if number > 0 else Tone.ZERO


def _written(element: Any, style: str) -> str:
    """One element, in few characters."""
    if type(element) is int:
        return integer_text(element)
    if not isinstance(element, float) or not math.isfinite(element):
        return one_line(str(element), 40)
    return format(element + 0.0, style)  # never "-0"


def _alone(value: Any, style: str) -> str:
    """A value that no table is drawn for."""
    if isinstance(value, list | tuple):
        inside = ", ".join(_alone(each, style) for each in value)
        return visible(f"[{inside}]")
    if isinstance(value, str) and value not in _SPECIAL:
        return visible(value)
    return _written(value, style)
