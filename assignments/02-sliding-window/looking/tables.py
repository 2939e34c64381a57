"""Matrices: coloured by sign, hatched where negative, marked where they differ; arrays as their slices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .answers import texts
from .sheet import (
    DIFFERS,
    FAINT,
    FILL,
    HATCH,
    INK,
    PAPER,
    QUIET,
    RULE,
    WINDOW,
    Block,
    Sheet,
    above,
    beside,
    words,
)

MOST = 12  # rows, columns; what lies beyond is left out
MOST_SLICES = 4  # channels and images

Words = Mapping[str, str]


def slices(
    array: Any,
    say: Words,
    other: Any = None,
    *,
    marks: tuple[Any, tuple[int, ...] | None] | None = None,
    chosen: tuple[int, ...] | None = None,
    empty: bool = False,
) -> Block:
    """An array of up to four axes: channels side by side, images below each other.

    Args:
        array: what is drawn.
        say: the words.
        other: an array of the same shape, for numbers to look different where they are.
        marks: which elements differ, and the first that does.
        chosen: the element that the window makes.
        empty: whether to leave the numbers out.
    """
    inside = chosen is not None and len(chosen) == array.ndim
    focus = chosen if chosen is not None and inside else (0,) * array.ndim
    # What is not drawn is not written out either: there may be millions of numbers.
    drawn = _drawn(array.shape, focus)
    array = np.asarray(array[drawn])
    shown = np.asarray(texts(array, None if other is None else np.asarray(other)[drawn]), object).reshape(
        array.shape
    )
    differs = None if marks is None else np.asarray(marks[0][drawn])
    ours = tuple(n - part.start for n, part in zip(focus, drawn)) if inside else None  # noqa: B905

    def one(place: tuple[int | slice, ...]) -> Block:
        return table(
            np.atleast_2d(array[place]),
            np.atleast_2d(shown[place]),
            axes=min(array.ndim, 2),
            longest=max(map(len, shown.ravel())),
            differs=None if differs is None else np.atleast_2d(differs[place]),
            chosen=None if ours is None else _within(place, ours),
            wrong=marks is not None,
            empty=empty,
        )

    every = slice(None)
    if array.ndim <= 2:
        return one((every,) * array.ndim)
    named = [
        (say["channel"].format(index=drawn[-1].start + channel), channel)
        for channel in range(array.shape[-1])
    ]
    if array.ndim == 3:
        return beside([labelled(name, one((every, every, c))) for name, c in named])
    return above(
        [
            labelled(
                say["image_of"].format(index=drawn[0].start + image),
                beside([labelled(name, one((image, every, every, c))) for name, c in named]),
            )
            for image in range(array.shape[0])
        ],
        gap=0.5,
    )


def _drawn(shape: tuple[int, ...], focus: Sequence[int]) -> tuple[slice, ...]:
    """The part of an array that there is room for: of images and channels, those around the focus."""
    few = {0, 3} if len(shape) == 4 else {2}
    return tuple(
        _some(size, at) if axis in few else slice(0, MOST)
        for axis, (size, at) in enumerate(zip(shape, focus))  # noqa: B905  # of one length
    )


def _within(place: Sequence[int | slice], chosen: Sequence[int]) -> tuple[int, int] | None:
    """Where an element lies in a slice; None if it lies in another."""
    if any(isinstance(n, int) and n != c for n, c in zip(place, chosen)):  # noqa: B905  # of one length
        return None
    inside = [c for n, c in zip(place, chosen) if isinstance(n, slice)]  # noqa: B905
    inside = [0] * (2 - len(inside)) + inside
    return inside[0], inside[1]


def _some(count: int, focus: int) -> slice:
    """At most a few of so many, with one of them in it."""
    start = max(0, min(focus - MOST_SLICES // 2, count - MOST_SLICES))
    return slice(start, min(count, start + MOST_SLICES))


def labelled(name: str, block: Block) -> Block:
    return above([words(name, 0.3, QUIET), block], gap=0.05)


def table(
    values: Any,
    shown: Any,
    *,
    axes: int = 2,
    longest: int = 0,
    differs: Any = None,
    chosen: tuple[int, int] | None = None,
    wrong: bool = False,
    window: tuple[int, int, int, int] | None = None,
    empty: bool = False,
) -> Block:
    """A matrix with the numbers of its rows and columns.

    Args:
        values: the numbers, which colour the cells by their sign, or bools, which fill them.
        shown: their texts.
        axes: how many the whole has: a single number has no row and no column to be named.
        longest: text of a table beside this one, which is to be as wide.
        differs: which of them are marked as wrong.
        chosen: the one that the window makes.
        wrong: whether that one is wrong.
        window: a frame around some of them: (top, left, height, width).
        empty: whether to leave the numbers out.
    """
    values, shown = values[:MOST, :MOST], shown[:MOST, :MOST]
    rows, cols = values.shape
    longest = max(longest, *(len(text) for text in shown.ravel()))
    wide = 1.0 if values.dtype == bool else max(1.0, min(0.27 * longest + 0.4, 2.8))
    left, over = 0.42 * (axes > 1), 0.42 * (axes > 0)  # room for the numbers of rows and columns

    def draw(sheet: Sheet, x: float, y: float) -> None:
        x, y = x + left, y + over
        for row, col in np.ndindex(rows, cols):
            at = (x + col * wide, y + row)
            mine = not wrong and (row, col) == chosen
            if empty:
                sheet.fill(*at, wide, 1.0, PAPER)
            else:
                _cell(sheet, at, wide, values[row, col], str(shown[row, col]), chosen=mine)
            if differs is not None and differs[row, col]:
                _differing(sheet, at, wide, heavy=(row, col) == chosen)
        for col in range(cols if axes > 0 else 0):
            sheet.text(x + (col + 0.5) * wide, y - 0.2, str(col), 0.26, QUIET)
        for row in range(rows if axes > 1 else 0):
            sheet.text(x - 0.2, y + row + 0.5, str(row), 0.26, QUIET)
        colour = FAINT if empty else RULE
        for row in range(1, rows):
            sheet.line(((x, y + row), (x + cols * wide, y + row)), colour)
        for col in range(1, cols):
            sheet.line(((x + col * wide, y), (x + col * wide, y + rows)), colour)
        sheet.frame(x, y, cols * wide, rows, INK if not empty else RULE, 0.035, dashed=empty)
        if window is not None:
            down, right, high, across = window
            sheet.frame(x + right * wide, y + down, across * wide, high, WINDOW, 0.11)

    return Block(cols * wide + left, rows + over, draw)


def _cell(sheet: Sheet, at: tuple[float, float], wide: float, value: Any, text: str, *, chosen: bool) -> None:
    x, y = at
    size = min(0.44, 1.5 * wide / max(1, len(text)))
    if isinstance(value, (bool, np.bool_)):
        sheet.fill(x, y, wide, 1.0, INK if value else PAPER)
        if chosen:
            sheet.frame(x, y, wide, 1.0, WINDOW, 0.1)
        return
    sign_of = 0 if value == 0 or value != value else (1 if value > 0 else -1)  # noqa: PLR0124  # NaN
    if chosen:
        sheet.fill(x, y, wide, 1.0, WINDOW)
        sheet.text(x + wide / 2, y + 0.5, text, size, PAPER, bold=True)
        return
    sheet.fill(x, y, wide, 1.0, FILL[sign_of])
    if sign_of < 0:
        hatch(sheet, x, y, wide)
    sheet.text(x + wide / 2, y + 0.5, text, size, INK if sign_of else QUIET, bold=sign_of != 0)


def hatch(sheet: Sheet, x: float, y: float, wide: float, high: float = 1.0) -> None:
    """Slanted lines over a cell."""
    for along in np.arange(0.25, wide + high, 0.25):
        low, across = max(0.0, along - high), min(along, wide)
        sheet.line(((x + low, y + along - low), (x + across, y + along - across)), HATCH, 0.02)


def _differing(sheet: Sheet, at: tuple[float, float], wide: float, *, heavy: bool) -> None:
    x, y = at
    inset = 0.06
    sheet.frame(x + inset, y + inset, wide - 2 * inset, 1 - 2 * inset, DIFFERS, 0.12 if heavy else 0.05)
    sheet.disc(x + wide - 0.06, y + 0.06, 0.19, DIFFERS, PAPER)
    sheet.text(x + wide - 0.06, y + 0.06, "≠", 0.28, PAPER, bold=True)
