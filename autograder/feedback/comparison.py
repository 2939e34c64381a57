"""Two values beside each other: what a student's function gave, and what was expected.

What the page and the terminal share: which cells differ, and which slices are worth a look.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.feedback import digits
from autograder.feedback.digits import Grid
from autograder.feedback.matrix import MOST_SLICES, Side, Slice, alone, places_of, side
from autograder.verdict import Counterexample, Shown

_MOST_CELLS = 2_500  # of all slices; larger values are written as text, which is cut
# Numbers closer than this, beside the largest expected one, are drawn as equal: far above the noise of
# float32, far below any slip in the logic. For drawing only; judging is `compare`'s.
_CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both values, ready to draw.

    Attributes:
        yours: None when the student's function gave nothing.
        differing: number of cells that differ from the one at the same place in the other value; 0 where
            the two cannot be laid over each other because their shapes are not the same.
        total: number of cells that were compared.
        left_out: number of slices that differ and are not shown.
        alike: number of slices that do not differ, and so are not shown.
        first: the place of the first cell that differs; None where none does.
    """

    yours: Side | None
    expected: Side
    differing: int = 0
    total: int = 0
    left_out: int = 0
    alike: int = 0
    first: tuple[int, ...] | None = None

    @property
    def pairs(self) -> list[tuple[Slice, Slice]]:
        """Slices of both values at the same places; empty where the two cannot be laid over each other."""
        if self.yours is None or not self.total:
            return []
        return list(zip(self.yours.slices, self.expected.slices, strict=True))


def comparison(example: Counterexample) -> Comparison:
    """Lay out both values of a counterexample."""
    expected = _grid(example.expected)
    if example.yours is None:
        return Comparison(None, _by_itself(example.expected, expected))
    yours = _grid(example.yours)
    if yours is None or expected is None or yours.shape != expected.shape:
        return Comparison(
            _by_itself(example.yours, yours, expected), _by_itself(example.expected, expected, yours)
        )
    if not expected.ndim:
        style = _telling(yours, expected, np.ones((), dtype=bool))
        return Comparison(
            alone(example.yours, yours, style, 0.0),
            alone(example.expected, expected, style, 0.0),
            first=None if _same(yours.item(), expected.item(), 0.0) else (),
        )
    return _laid_over(yours, expected, (example.yours.kind, example.expected.kind))


def _by_itself(shown: Shown, grid: Grid | None, other: Grid | None = None) -> Side:
    """A value that cannot be laid over the other one, but is written with as many digits."""
    grids = [each for each in (grid, other) if each is not None]
    scale = digits.largest(*grids)
    style = digits.style([digits.settled(each, scale) for each in grids], digits.DIGITS[0])
    return alone(shown, grid, style, scale)


def _laid_over(yours: Grid, expected: Grid, kinds: tuple[str, str]) -> Comparison:
    scale = digits.largest(expected, yours)
    differs = _differences(yours, expected, _CLOSE * scale)
    if differs.any():
        yours, expected = digits.settled(yours, scale), digits.settled(expected, scale)
    else:
        differs = _differences(yours, expected, 0.0)
    style = _telling(yours, expected, differs)
    places = list(places_of(expected.shape))
    differing = [place for place in places if differs[place].any()]
    shown = (differing or places)[:MOST_SLICES]
    return Comparison(
        side(kinds[0], yours, differs, style, scale, shown),
        side(kinds[1], expected, differs, style, scale, shown),
        differing=int(differs.sum()),
        total=differs.size,
        left_out=len(differing or places) - len(shown),
        alike=len(places) - len(differing) if differing else 0,
        first=tuple(map(int, np.argwhere(differs)[0])) if differing else None,
    )


def _grid(shown: Shown) -> Grid | None:
    """The value as an array of objects; None if it is no number and no regular array of elements."""
    try:
        grid = np.array(shown.values, dtype=object)
    except ValueError:  # ragged
        return None
    if grid.ndim > 4 or grid.size > _MOST_CELLS or any(isinstance(each, list | tuple) for each in grid.flat):
        return None
    return grid


def _differences(yours: Grid, expected: Grid, margin: float) -> np.ndarray[Any, Any]:
    """Which elements differ by more than a margin, as an array of bool."""
    flags = [not _same(a, b, margin) for a, b in zip(yours.flat, expected.flat, strict=True)]
    return np.array(flags, dtype=bool).reshape(expected.shape)


def _same(a: object, b: object, margin: float) -> bool:
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    x, y = digits.number(a), digits.number(b)
    if x is None or y is None:
        return a == b
    return x == y or (math.isnan(x) and math.isnan(y)) or abs(x - y) <= margin


def _telling(yours: Grid, expected: Grid, differs: np.ndarray[Any, Any]) -> str:
    """The style with the fewest digits in which elements that differ look different."""
    pairs = list(zip(yours[differs], expected[differs], strict=True))
    for count in digits.DIGITS:
        style = digits.style([yours, expected], count)
        if all(digits.written(a, style) != digits.written(b, style) for a, b in pairs):
            return style
    return digits.EVERY_DIGIT
