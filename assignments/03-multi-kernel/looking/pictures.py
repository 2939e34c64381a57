"""The picture of an example: what goes in, the target, and yours beside it, in one colour key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .answers import as_array, kind_of, shape_of
from .parts import strip
from .seen import INPUTS, NOTHING, Seen
from .sheet import DIFFERS, FILL, INK, PAPER, QUIET, RULE, WINDOW, Block, Sheet, above, beside, titled, words
from .tables import Words, hatch, slices


@dataclass(frozen=True)
class Picture:
    """A drawing, and how wide and high it is on the page, in pixels."""

    png: bytes
    width: int
    height: int


def picture(seen: Seen, say: Words) -> Picture:
    """What goes in, the target and yours."""
    slides = seen.view["kind"] == "sliding"
    chosen = seen.place if seen.wrong is not None or (seen.yours is NOTHING and slides) else None
    both = beside([_target(seen, say, chosen), _yours(seen, say, chosen)], gap=1.6, top=True)
    draw = INPUTS.get(seen.view["kind"])
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
    return _painted(titled(name, slices(np.asarray(target), say)), largest=20)


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
    return titled(_named(say["target"], array), slices(array, say, other, chosen=chosen))


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
    return titled(_named(say["yours"], array), slices(array, say, other, marks=marks, chosen=chosen))


def _named(name: str, array: Any) -> str:
    return f"{name} {shape_of(array)}" if array.ndim else name


def _still_empty(seen: Seen, say: Words) -> Block:
    if seen.view["kind"] == "strip":
        return _box(say["nothing_yet"])
    return slices(np.asarray(seen.target), say, empty=True)


def _box(text: str) -> Block:
    """A dashed box, where there is nothing to draw."""
    width = max(2.4, len(text) * 0.23 + 0.6)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        sheet.frame(x, y, width, 1.4, RULE, 0.03, dashed=True)
        sheet.text(x + width / 2, y + 0.7, text, 0.36, QUIET)

    return Block(width, 1.4, draw)


def _sum(seen: Seen, say: Words) -> Block:
    row, col = seen.place[-3:-1] if len(seen.place) > 2 else seen.place[-2:]
    at = say["window_at"].format(row=seen.view["tops"][row], column=seen.view["lefts"][col])
    return words(f"{at}: {seen.view['sums'][seen.wrong or 0]}", 0.36)


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
