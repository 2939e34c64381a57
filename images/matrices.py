"""Matrices as the figures show them: cells filled by sign, a window, the cell being written, and the key.

What a colour says is said a second time: negative cells are hatched and bear a minus sign, zeros are
white and thin, the window has a heavy outline and the cell that it writes is filled with the same colour.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from images.shapes import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    WINDOW,
    arrow,
    lines,
    outline,
    rectangle,
    text,
)
from images.words import WORDS
from images.worked import Matrix

PALE = "#767676"
"""Still 4.5 times as dark as paper, the least that type may be."""
PIXEL = "#f0f0f0"
FILL = {-1: "#fbdcbc", 0: "#ffffff", 1: "#cfe5f5"}
HATCH = "#e9ae74"


def number(value: int) -> str:
    """Write a whole number with thousands separated and a real minus sign."""
    return f"{value:,}".replace("-", "−")


def sum_of(values: Sequence[int]) -> str:
    """Write a sum out: [-1, 0, 4] gives "−1 + 0 + 4"."""
    first, *others = values
    return number(first) + "".join(f" {'−' if v < 0 else '+'} {number(abs(v))}" for v in others)


def cell(axes: Axes, x: float, y: float, value: int, *, size: float = 1.0, label: str | None = None) -> None:
    """Draw one cell of a matrix: filled by the sign of its value, hatched where that is negative."""
    sign = int(np.sign(value))
    rectangle(axes, x, y, size, size, fill=FILL[sign])
    if sign < 0:
        _hatch(axes, x, y, size)
    shown = number(value) if label is None else label
    _in_cell(axes, x, y, shown, size, bold=sign != 0, colour=INK if sign else QUIET)


def _in_cell(axes: Axes, x: float, y: float, shown: str, size: float, *, bold: bool, colour: str) -> None:
    type_size = 0.44 if len(shown) < 3 else 0.385
    text(axes, x + size / 2, y + size / 2, shown, size=type_size * size, bold=bold, colour=colour)


def _hatch(axes: Axes, x: float, y: float, size: float) -> None:
    strokes = []
    for along in np.arange(0.25, 2.0, 0.25) * size:
        low, high = max(0.0, along - size), min(along, size)
        strokes.append(((x + low, y + along - low), (x + high, y + along - high)))
    lines(axes, strokes, colour=HATCH, line=0.014)
    rectangle(axes, x, y, size, size)


def written_cell(axes: Axes, x: float, y: float, value: int | None = None, *, size: float = 1.0) -> None:
    """Draw the cell that is being written: filled with the colour of the window's outline."""
    rectangle(axes, x, y, size, size, fill=WINDOW, edge=WINDOW, line=0.075)
    if value is not None:
        _in_cell(axes, x, y, number(value), size, bold=True, colour=PAPER)


def matrix(
    axes: Axes,
    x: float,
    y: float,
    values: Matrix,
    *,
    size: float = 1.0,
    step: tuple[int, int] | None = None,
    after: Literal["blank", "shown", "pale"] = "blank",
    numbers: bool = True,
) -> None:
    """Draw a matrix with its top left corner at (x, y).

    step: the (row, column) that is being written, which stands out.
    after: how the cells that come after the step look.
    numbers: False leaves the colours and hatches only.
    """
    height, width = values.shape
    for row, col in np.ndindex(height, width):
        place = (x + col * size, y + row * size)
        value = int(values[row, col])
        if (row, col) == step:
            continue  # drawn last, over its neighbours' edges
        if step is None or (row, col) < step or after == "shown":
            cell(axes, *place, value, size=size, label=None if numbers else "")
        else:
            rectangle(axes, *place, size, size, fill=PAPER, edge=FAINT)
            if after == "pale":
                _in_cell(axes, *place, number(value), size, bold=False, colour=PALE)
    rectangle(axes, x, y, width * size, height * size, line=0.035, edge=INK)
    if step is not None:
        row, col = step
        value = int(values[row, col])
        written_cell(axes, x + col * size, y + row * size, value if numbers else None, size=size)


def window(axes: Axes, x: float, y: float, side: float, *, before: bool = False) -> None:
    """Outline a window with its top left corner at (x, y): heavy, or dashed where it was before."""
    line = 0.11
    if not before:
        rectangle(axes, x, y, side, side, edge=WINDOW, line=line)
        return
    rectangle(axes, x, y, side, side, edge=PAPER, line=line)
    # An odd number of dashes a side, begun in a gap half way along the top, puts a dash round each corner.
    count = 2 * round((3 * side - 1) / 2) + 1
    dash, gap = side / count * 2 / 3, side / count / 3
    middle = x + side / 2
    corners = [(middle, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    outline(axes, corners, fill="none", edge=WINDOW, line=line, dashes=(dash + gap / 2, dash, gap))


def pixels(axes: Axes, x: float, y: float, side: int, *, size: float = 1.0) -> None:
    """Draw a square image whose values do not matter."""
    for row, col in np.ndindex(side, side):
        rectangle(axes, x + col * size, y + row * size, size, size, fill=PIXEL)
    rectangle(axes, x, y, side * size, side * size, line=0.035, edge=INK)


def operator(axes: Axes, x: float, y: float, sign: str) -> None:
    """Write a sign of arithmetic between two matrices."""
    text(axes, x, y, sign, size=0.66)


def sigma(axes: Axes, x: float, y: float, *, over: str = "") -> None:
    """Write Σ on an arrow 1.1 cells wide around (x, y): the sum of what stands before it."""
    text(axes, x, y - 0.42, "Σ", size=0.52, bold=True)
    arrow(axes, (x - 0.53, y), (x + 0.53, y))
    text(axes, x, y + 0.45, over, size=0.3, colour=QUIET)


def key(axes: Axes, y: float, *, before: bool = False) -> None:
    """Explain the cells and outlines in one row around y; before: the window's last place as well."""
    size = 0.52
    top = y - size / 2

    def explain(x: float, word: str) -> None:
        text(axes, x + size + 0.22, y, WORDS[word], size=0.32, colour=QUIET, align="left")

    for x, sign, label, word in (
        (0.3, -1, "−", "negative"),
        (3.1, 0, "0", "zero"),
        (4.9, 1, "+", "positive"),
    ):
        cell(axes, x, top, sign, size=size, label=label)
        explain(x, word)
    window(axes, 7.7, top, size)
    explain(7.7, "window")
    written_cell(axes, 10.2, top, size=size)
    explain(10.2, "written")
    if before:
        window(axes, 13.1, top, size, before=True)
        explain(13.1, "previous")
