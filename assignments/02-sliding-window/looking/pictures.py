"""The picture of an example: what goes in, the target, and yours beside it, in one colour key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .answers import as_array, kind_of, shape_of, texts
from .parts import kernels, layer, strip
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
    sign,
    titled,
    words,
)

MOST = 12  # rows, columns; what lies beyond is left out
MOST_SLICES = 4  # channels and images
NOTHING = object()
"""Yours, before anything is written."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """A drawing, and how wide and high it is on the page, in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Seen:
    """What is drawn.

    Attributes:
        target: an array or a number, and so is `yours`, if it can be drawn.
        differs: which elements do, in the target's shape; None if that cannot be said.
        wrong: the first element that does, of all in the order of reading; None if there is none.
    """

    args: Mapping[str, Any]
    target: Any
    yours: Any
    view: Mapping[str, Any]
    differs: Any = None
    wrong: int | None = None

    @property
    def place(self) -> tuple[int, ...]:
        """Where the first wrong element lies, or else the first of all."""
        shape = np.shape(self.target)
        return tuple(int(n) for n in np.unravel_index(self.wrong or 0, shape)) if shape else ()


def picture(seen: Seen, say: Words) -> Picture:
    """What goes in, the target and yours."""
    slides = seen.view["kind"] == "sliding"
    chosen = seen.place if seen.wrong is not None or (seen.yours is NOTHING and slides) else None
    both = beside([_target(seen, say, chosen), _yours(seen, say, chosen)], gap=1.6, top=True)
    draw = _INPUTS.get(seen.view["kind"])
    inputs = draw(seen, say) if draw else None
    if inputs and inputs.width + both.width < 24:
        whole = beside([inputs, both], gap=1.6)
    else:
        whole = above([inputs, both], gap=1.0) if inputs else both
    if "sums" in seen.view and chosen is not None:
        whole = above([whole, _sum(seen, say)])
    return _painted(above([whole, _key(seen, say)], gap=0.7), largest=34)


def praise(target: Any, say: Words) -> Picture:
    """The target, small, which yours is equal to."""
    name = f"{say['target']} = {say['yours']}"
    return _painted(titled(name, _slices(np.asarray(target), say)), largest=20)


def _painted(block: Block, largest: float) -> Picture:
    sheet, margin = Sheet(), 0.35
    block.draw(sheet, margin, margin)
    return Picture(*sheet.png(block.width + 2 * margin, block.height + 2 * margin, largest))


# --- Target and yours -------------------------------------------------------------------------------


def _target(seen: Seen, say: Words, chosen: tuple[int, ...] | None) -> Block:
    if seen.view["kind"] == "strip":
        return titled(say["target"], strip(seen.view, int(seen.target), say))
    array = np.asarray(seen.target)
    other = None if seen.differs is None else seen.yours
    return titled(_named(say["target"], array), _slices(array, say, other, chosen=chosen))


def _yours(seen: Seen, say: Words, chosen: tuple[int, ...] | None) -> Block:
    if seen.yours is NOTHING:
        return titled(say["yours"], _still_empty(seen, say))
    array = as_array(seen.yours)
    if seen.view["kind"] == "strip" and array is not None and array.ndim == 0:
        return titled(say["yours"], strip(seen.view, float(array), say, wrong=True))
    if array is None or array.size == 0 or array.ndim > 4:
        what = (
            shape_of(seen.yours)
            if array is not None
            else "None"
            if seen.yours is None
            else kind_of(seen.yours)
        )
        return titled(say["yours"], _box(what))
    marks = None if seen.differs is None else (seen.differs, chosen)
    other = None if seen.differs is None else seen.target
    return titled(_named(say["yours"], array), _slices(array, say, other, marks=marks, chosen=chosen))


def _named(name: str, array: Any) -> str:
    return f"{name} {shape_of(array)}" if array.ndim else name


def _still_empty(seen: Seen, say: Words) -> Block:
    if seen.view["kind"] == "strip":
        return _box(say["nothing_yet"])
    return _slices(np.asarray(seen.target), say, empty=True)


def _box(text: str) -> Block:
    """A dashed box, where there is nothing to draw."""
    width = max(2.4, len(text) * 0.23 + 0.6)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.frame(x, y, width, 1.4, RULE, 0.03, dashed=True)
        sheet.text(x + width / 2, y + 0.7, text, 0.36, QUIET)

    return Block(width, 1.4, draw)


def _slices(
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
    shown = np.asarray(texts(array, other), object).reshape(array.shape)

    def one(place: tuple[int | slice, ...]) -> Block:
        part = np.atleast_2d(array[place])
        ours = None if chosen is None or len(chosen) != array.ndim else _within(place, chosen)
        return table(
            part,
            np.atleast_2d(shown[place]),
            axes=min(array.ndim, 2),
            longest=max(map(len, shown.ravel())),
            differs=None if marks is None else np.atleast_2d(marks[0][place]),
            chosen=ours,
            wrong=marks is not None,
            empty=empty,
        )

    every = slice(None)
    if array.ndim <= 2:
        return one((every,) * array.ndim)
    focus = chosen if chosen is not None and len(chosen) == array.ndim else (0,) * array.ndim
    channels = _some(array.shape[-1], focus[-1])
    named = [(say["channel"].format(index=channel), channel) for channel in channels]
    if array.ndim == 3:
        return beside([_labelled(name, one((every, every, c))) for name, c in named])
    return above(
        [
            _labelled(
                say["image_of"].format(index=image),
                beside([_labelled(name, one((image, every, every, c))) for name, c in named]),
            )
            for image in _some(array.shape[0], focus[0])
        ],
        gap=0.5,
    )


def _within(place: Sequence[int | slice], chosen: Sequence[int]) -> tuple[int, int] | None:
    """Where an element lies in a slice; None if it lies in another."""
    if any(isinstance(n, int) and n != c for n, c in zip(place, chosen)):  # noqa: B905  # of one length
        return None
    inside = [c for n, c in zip(place, chosen) if isinstance(n, slice)]  # noqa: B905
    inside = [0] * (2 - len(inside)) + inside
    return inside[0], inside[1]


def _some(count: int, focus: int) -> range:
    """At most a few of so many, with one of them in it."""
    start = max(0, min(focus - MOST_SLICES // 2, count - MOST_SLICES))
    return range(start, min(count, start + MOST_SLICES))


def _labelled(name: str, block: Block) -> Block:
    return above([words(name, 0.3, QUIET), block], gap=0.05)


# --- A matrix ---------------------------------------------------------------------------------------


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


# --- What goes in -----------------------------------------------------------------------------------


def _sliding(seen: Seen, say: Words) -> Block:
    """The image, with the window that makes the first wrong element, and the kernel that it meets."""
    view, place = seen.view, seen.place
    row, col = place[-3:-1] if len(place) > 2 else place[-2:]
    image = np.asarray(seen.args[view["image"]])
    image = image[place[0]] if image.ndim == 4 else image
    # Of an answer of another shape, no element can be named that the window makes.
    named = seen.wrong is not None or seen.yours is NOTHING
    window = (view["tops"][row], view["lefts"][col], *view["window"]) if named else None
    channels = [place[-1]] if view["apart"] else range(1 if image.ndim == 2 else image.shape[2])
    images = [_channel(image, channel, say, window) for channel in list(channels)[:MOST_SLICES]]
    name = say["image"] if len(place) < 4 else say["image_of"].format(index=place[0])
    blocks = [titled(name, beside(images, gap=0.5))]
    if (kernel := kernel_of(seen)) is not None:
        tables = [_channel(kernel, channel, say) for channel in list(channels)[:MOST_SLICES]]
        which = say["kernel_of"].format(index=place[-1]) if "kernels" in seen.args else say["kernel"]
        blocks += [sign("⊙"), titled(which, beside(tables, gap=0.5))]
    return beside(blocks, gap=0.4)


def kernel_of(seen: Seen) -> Any:
    """The kernel that makes the element: (height, width) or (height, width, channels)."""
    if "kernels" in seen.args:
        return np.asarray(seen.args["kernels"])[..., seen.place[-1]]
    return np.asarray(seen.args["kernel"]) if "kernel" in seen.args else None


def _channel(array: Any, channel: int, say: Words, window: tuple[int, int, int, int] | None = None) -> Block:
    matrix = array if array.ndim == 2 else array[:, :, channel]
    block = table(matrix, np.asarray(texts(matrix), object).reshape(matrix.shape), window=window)
    return block if array.ndim == 2 else _labelled(say["channel"].format(index=channel), block)


def _window(seen: Seen, say: Words) -> Block:
    """The image, with the window that is asked for."""
    image = np.asarray(seen.args[seen.view["image"]])
    return titled(say["image"], _channel(image, 0, say, tuple(seen.view["frame"])))


def _sum(seen: Seen, say: Words) -> Block:
    row, col = seen.place[-3:-1] if len(seen.place) > 2 else seen.place[-2:]
    at = say["window_at"].format(row=seen.view["tops"][row], column=seen.view["lefts"][col])
    return words(f"{at}: {seen.view['sums'][seen.wrong or 0]}", 0.36)


def _products(seen: Seen, say: Words) -> Block:
    """The window and the kernel that is laid on it."""
    return beside(
        [
            titled(say["window"], _channel(np.asarray(seen.args["window"]), 0, say)),
            sign("⊙"),
            titled(say["kernel"], _channel(np.asarray(seen.args["kernel"]), 0, say)),
        ],
        gap=0.4,
    )


def _tables(seen: Seen, say: Words) -> Block:
    """The arrays that go in, by the names of their parameters."""
    arrays = [
        (name, np.atleast_2d(value)) for name, value in seen.args.items() if isinstance(value, np.ndarray)
    ]
    return beside([titled(name, _channel(array, 0, say)) for name, array in arrays], gap=0.9)


_INPUTS: Mapping[str, Callable[[Seen, Words], Block]] = {
    "sliding": _sliding,
    "window": _window,
    "products": _products,
    "tables": _tables,
    "layer": lambda seen, _say: layer(seen.view),
    "kernels": lambda seen, say: kernels(seen.view, say),
}


# --- The key ----------------------------------------------------------------------------------------


def _key(seen: Seen, say: Words) -> Block:
    """What colours, hatches and frames say; only what occurs."""
    size = 0.52
    arrays = [seen.target, *([] if seen.yours is NOTHING else [seen.yours])]
    arrays += [value for value in seen.args.values() if isinstance(value, np.ndarray)]
    found = [array for array in map(as_array, arrays) if array is not None]
    masks = np.asarray(seen.target).dtype == bool
    numbers = np.concatenate([each.ravel().astype(float) for each in found])
    entries: list[tuple[str, Callable[[Sheet, float, float], None]]] = []

    def sample(value: Any, text: str, *, chosen: bool = False) -> Callable[[Sheet, float, float], None]:
        def draw(sheet: Sheet, x: float, y: float) -> None:
            if isinstance(value, bool):
                sheet.fill(x, y, size, size, INK if value else PAPER)
            else:
                sheet.fill(x, y, size, size, WINDOW if chosen else FILL[value])
                if value < 0 and not chosen:
                    hatch(sheet, x, y, size, size)
            sheet.frame(x, y, size, size, RULE, 0.02)
            sheet.text(x + size / 2, y + size / 2, text, 0.3)

        return draw

    if masks:
        entries += [("True", sample(True, "")), ("False", sample(False, ""))]
    elif seen.view["kind"] != "strip" and any(each.ndim for each in found):
        for value, mark, name in ((-1, "−", "negative"), (0, "0", "zero"), (1, "+", "positive")):
            if np.any(np.sign(numbers) == value):
                entries.append((say[name], sample(value, mark)))
    framed = seen.wrong is not None or seen.yours is NOTHING or seen.view["kind"] != "sliding"
    if seen.view["kind"] in ("sliding", "strip", "window") and framed:
        entries.append((say["window"], lambda sheet, x, y: sheet.frame(x, y, size, size, WINDOW, 0.11)))
    if seen.view["kind"] == "sliding" and framed:
        entries.append((say["its_number"], sample(0, "", chosen=True)))
    elif seen.wrong is not None and not masks:
        entries.append((say["first"], sample(0, "", chosen=True)))
    if seen.view["kind"] == "strip" and seen.yours is not NOTHING:
        entries.append(
            (say["hangs_over"], lambda sheet, x, y: sheet.frame(x, y, size, size, DIFFERS, 0.06, dashed=True))
        )
    elif seen.differs is not None and np.any(seen.differs):

        def differing(sheet: Sheet, x: float, y: float) -> None:
            sheet.frame(x, y, size, size, DIFFERS, 0.06)
            sheet.text(x + size / 2, y + size / 2, "≠", 0.34, DIFFERS, bold=True)

        entries.append((say["differs"], differing))
    blocks = [beside([Block(size, size, draw), words(name, 0.32, QUIET)], gap=0.15) for name, draw in entries]
    return beside(blocks, gap=0.35)
