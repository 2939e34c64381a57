"""What pictures are drawn with: blocks that know their size, set beside or above each other on a sheet.

Lengths are in cells of a matrix, counted from the top left corner. Colours are those of the course's figures.
What a colour says is said a second time: negative cells are hatched and bear a minus sign, zeros are white
and thin, what differs has a frame and ≠, and the window has a heavy outline.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from PIL import Image

INK, QUIET, RULE, FAINT, PAPER = "#1a1a1a", "#5c5c5c", "#8c8c8c", "#c9c9c9", "#ffffff"
WINDOW = "#00735a"
DIFFERS = "#b3321f"
FILL = {-1: "#fbdcbc", 0: "#ffffff", 1: "#cfe5f5"}
HATCH = "#e9ae74"
PIXEL = "#f0f0f0"

COLOURS = 64
WIDEST = 860  # pixels of a notebook's page
SHARP = 2  # pixels of the file for each pixel of the page, for fine screens

Point = tuple[float, float]
Line = tuple[Point, Point]


@dataclass
class Sheet:
    """All that one picture is painted with: fills, then lines, then frames, then words."""

    fills: list[tuple[list[Point], str]] = field(default_factory=list)
    lines: list[tuple[Line, str, float, bool]] = field(default_factory=list)
    frames: list[tuple[list[Point], str, float, bool]] = field(default_factory=list)
    words: list[tuple[float, float, str, float, str, bool, str]] = field(default_factory=list)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.fills.append((_corners(x, y, width, height), colour))

    def line(self, line: Line, colour: str, width: float = 0.018, *, dashed: bool = False) -> None:
        self.lines.append((line, colour, width, dashed))

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        line: float,
        *,
        dashed: bool = False,
    ) -> None:
        self.frames.append((_corners(x, y, width, height), colour, line, dashed))

    def disc(self, x: float, y: float, radius: float, fill: str, edge: str) -> None:
        round_it = [
            (x + radius * float(np.cos(turn)), y + radius * float(np.sin(turn)))
            for turn in np.linspace(0, 2 * np.pi, 25)[:-1]
        ]
        self.fills.append((round_it, fill))
        self.frames.append((round_it, edge, 0.03, False))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 0.38,
        colour: str = INK,
        *,
        bold: bool = False,
        align: str = "center",
    ) -> None:
        """Write one line around (x, y), or from x on; `size` is the height of the type."""
        if words:
            self.words.append((x, y, words, size, colour, bold, align))

    def png(self, width: float, height: float, largest: float) -> tuple[bytes, int, int]:
        """The picture, and how wide and high it is on the page, in pixels.

        Args:
            width: of the sheet.
            height: of the sheet.
            largest: pixels of a cell, if there is room for them.
        """
        scale = min(largest, WIDEST / width)
        wide, high = round(width * scale), round(height * scale)
        # At 72 dots an inch, a point is a pixel of the page.
        # Whatever a student has set for plots of their own.
        plain: Any = {
            "path.sketch": None,
            "path.effects": [],
            "lines.scale_dashes": True,
            "figure.autolayout": False,
        }
        with rc_context(plain):
            figure = Figure(figsize=(wide / 72, high / 72), dpi=72 * SHARP, facecolor=PAPER)
            canvas = FigureCanvasAgg(figure)
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
            axes.set_xlim(0, width)
            axes.set_ylim(height, 0)
            axes.axis("off")
            self._paint(axes, scale)
            canvas.draw()
        painted = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
        # A palette makes a third of the bytes, which the notebook keeps, in half of the time.
        few = painted.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        data = io.BytesIO()
        few.save(data, "png", compress_level=4)
        return data.getvalue(), wide, high

    def _paint(self, axes: Any, scale: float) -> None:
        add = axes.add_artist
        add(
            PolyCollection(
                [corners for corners, _ in self.fills],
                facecolors=[colour for _, colour in self.fills],
                edgecolors="none",
                antialiaseds=False,
                zorder=1,
            )
        )
        for dashed in (False, True):
            of_kind = [(line, colour, width) for line, colour, width, d in self.lines if d is dashed]
            add(
                LineCollection(
                    [line for line, _, _ in of_kind],
                    colors=[colour for _, colour, _ in of_kind],
                    linewidths=[width * scale for _, _, width in of_kind],
                    linestyles=(0, (3, 2)) if dashed else "solid",
                    zorder=2,
                )
            )
        for dashed in (False, True):
            framed = [frame for frame in self.frames if frame[3] is dashed]
            add(
                PolyCollection(
                    [corners for corners, _, _, _ in framed],
                    facecolors="none",
                    edgecolors=[colour for _, colour, _, _ in framed],
                    linewidths=[line * scale for _, _, line, _ in framed],
                    linestyles=(0, (2, 1)) if dashed else "solid",
                    joinstyle="miter",
                    zorder=3,
                )
            )
        # As outlines, all at once: a text each would take ten times as long.
        add(
            PathCollection(
                [_type(*word) for word in self.words],
                facecolors=[word[4] for word in self.words],
                edgecolors="none",
                zorder=4,
            )
        )


# The first has all letters and signs that are used here but Chinese ones; of the others, any that is there.
_FAMILIES = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",  # of Noto's collection, matplotlib sees the first face alone
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)
_EM = 100.0  # units in which matplotlib gives outlines


@cache
def _families() -> list[str]:
    there = {font.name for font in fontManager.ttflist}
    return [name for name in _FAMILIES if name in there]


@lru_cache(maxsize=512)
def _outline(words: str, bold: bool) -> tuple[Any, Any, float]:
    """The outlines of one line of words, and how wide it is."""
    font = FontProperties(family=_families(), weight="bold" if bold else "normal", size=_EM)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that no font here has is an empty box, which says it all
        points, codes = text_to_path.get_text_path(font, words)
        width, _, _ = text_to_path.get_text_width_height_descent(words, font, False)
    return np.asarray(points, float).reshape(-1, 2) / _EM, codes, width / _EM


def _type(x: float, y: float, words: str, size: float, _colour: str, bold: bool, align: str) -> Path:
    points, codes, width = _outline(words, bold)
    left = x if align == "left" else x - width * size / 2
    # On the baseline: centring would lift words that have descenders above their neighbours.
    return Path(points * (size, -size) + (left, y + 0.365 * size), codes)


def _corners(x: float, y: float, w: float, h: float) -> list[tuple[float, float]]:
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


@dataclass(frozen=True)
class Block:
    """A part of a picture: how much room it takes, and what draws it from its top left corner on."""

    width: float
    height: float
    draw: Callable[[Sheet, float, float], None]


def beside(blocks: Sequence[Block], gap: float = 0.8, *, top: bool = False) -> Block:
    """Blocks in a row, each half way up, or all from the top on."""
    width = sum(block.width for block in blocks) + gap * (len(blocks) - 1)
    height = max(block.height for block in blocks)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for block in blocks:
            block.draw(sheet, x, y if top else y + (height - block.height) / 2)
            x += block.width + gap

    return Block(width, height, draw)


def above(blocks: Sequence[Block], gap: float = 0.6) -> Block:
    """Blocks below each other, from the left edge on."""
    width = max(block.width for block in blocks)
    height = sum(block.height for block in blocks) + gap * (len(blocks) - 1)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for block in blocks:
            block.draw(sheet, x, y)
            y += block.height + gap

    return Block(width, height, draw)


def words(text: str, size: float = 0.38, colour: str = INK, *, bold: bool = False) -> Block:
    """One line of words."""
    width = _outline(text, bold)[2] * size
    return Block(
        width,
        size * 1.6,
        lambda sheet, x, y: sheet.text(x, y + size * 0.8, text, size, colour, bold=bold, align="left"),
    )


def titled(title: str, block: Block) -> Block:
    """A block with its name above it."""
    return above([words(title, bold=True), block], gap=0.12)


def sign(mark: str) -> Block:
    """A sign of arithmetic between two blocks."""
    return Block(0.5, 1.0, lambda sheet, x, y: sheet.text(x + 0.25, y + 0.5, mark, 0.6))
