"""A value as coloured cells: an array of three or four dimensions is laid out in slices."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from autograder.feedback import digits
from autograder.feedback.digits import Grid
from autograder.feedback.untrusted import one_line
from autograder.verdict import Shown

MOST_SLICES = 4
"""Slices of one value that are shown."""
STRONGEST = 3
"""Of the colours that a number may have by its size, from 1."""

_SHAPE = re.compile(r"^array \([\d, ]+\)| \d+$")  # of an array; the length of a list


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
        heat: how far it is from zero beside the largest expected number, from 1 to `STRONGEST`; 0 for zero
            and what is no number.
    """

    text: str
    tone: Tone
    differs: bool = False
    heat: int = 0

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
    """One of the two values, or one that a function was called with.

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


def picture(value: np.ndarray[Any, Any], *, kernels: bool = False) -> Side:
    """One array by itself, such as a function is called with.

    Args:
        kernels: whether its layout is (height, width, in, out), where that of four axes is else
            (batch, height, width, channels).
    """
    grid = np.array(value.tolist(), dtype=object).reshape(value.shape)
    style = digits.style([grid], digits.DIGITS[0])
    places = list(places_of(grid.shape, kernels=kernels))
    none = np.zeros(grid.shape, dtype=bool)
    return side("", grid, none, style, digits.largest(grid), places[:MOST_SLICES], len(places))


def alone(shown: Shown, grid: Grid | None, style: str, scale: float) -> Side:
    """A value that is compared with none."""
    if grid is None or not grid.ndim or not grid.size:
        return Side(one_line(shown.kind), (), 0, False, digits.written_out(shown.values, style))
    places = list(places_of(grid.shape))
    none = np.zeros(grid.shape, dtype=bool)
    return side(
        shown.kind, digits.settled(grid, scale), none, style, scale, places[:MOST_SLICES], len(places)
    )


def side(
    kind: str,
    grid: Grid,
    differs: np.ndarray[Any, Any],
    style: str,
    scale: float,
    places: Sequence["Place"],
    count: int = 0,
) -> Side:
    """Some slices of a value.

    Args:
        scale: the number that has the strongest colour.
        places: of the slices that are shown.
        count: of all there are; 0 where somebody else says what is left out.
    """
    kind = one_line(kind)
    if not grid.size:
        return Side(kind, (), 0, False, digits.written_out(grid.tolist(), style))
    slices = tuple(
        Slice(
            _written_place(place),
            tuple(
                tuple(_cell(e, bool(d), style, scale) for e, d in zip(*row, strict=True))
                for row in zip(np.atleast_2d(grid[place]), np.atleast_2d(differs[place]), strict=True)
            ),
            vector=grid.ndim == 1,
        )
        for place in places
    )
    full = _full_shape(kind)
    cut = grid.shape[: len(full)] != full
    return Side(kind, slices, max(0, count - len(slices)), cut, "")


def _cell(element: object, differs: bool, style: str, scale: float) -> Cell:
    number = digits.number(element)
    text = digits.written(element, style)
    if number is None or math.isnan(number):
        return Cell(text, Tone.NONE, differs)
    if not number:
        return Cell(text, Tone.ZERO, differs)
    share = 1.0 if not scale or math.isinf(number) else abs(number) / scale
    heat = min(STRONGEST, max(1, math.ceil(min(share, 1.0) * STRONGEST)))
    return Cell(text, Tone.NEGATIVE if number < 0 else Tone.POSITIVE, differs, heat)


def _full_shape(kind: str) -> tuple[int, ...]:
    """The shape that a kind such as "array (20, 20) float64" or "list of 20" tells, as far as it does."""
    written = _SHAPE.search(kind)
    return tuple(map(int, re.findall(r"\d+", written[0]))) if written else ()


Place = tuple[int | slice, ...]


def places_of(shape: tuple[int, ...], *, kernels: bool = False) -> Iterator[Place]:
    """Where the matrices of an array lie, in TensorFlow's layouts.

    (height, width, channels) has one a channel, (batch, height, width, channels) one a picture and channel,
    kernels (height, width, in, out) one for each pair of channels.
    """
    every = slice(None)
    if len(shape) <= 2:
        yield (every,) * len(shape)
    elif len(shape) == 3:
        yield from ((every, every, channel) for channel in range(shape[2]))
    elif kernels:
        yield from ((every, every, i, o) for o in range(shape[3]) for i in range(shape[2]))
    else:
        yield from ((n, every, every, channel) for n in range(shape[0]) for channel in range(shape[3]))


def _written_place(place: Place) -> str:
    if all(isinstance(part, slice) for part in place):
        return ""
    return "[" + ", ".join(":" if isinstance(part, slice) else str(part) for part in place) + "]"
