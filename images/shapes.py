"""What figures are drawn with: a canvas, words, lines, boxes, nodes and arrows, in the same ink and sizes.

Lengths are in cells of a matrix, counted from the top left corner. All figures are WIDTH cells wide, so
that type and cells keep their size from one figure to the next. Colours are Okabe and Ito's (2008), which
colour-blind people can tell apart, darkened or lightened so that type on them can be read.
Everything is painted in the order of the calls: what comes later lies on top.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle

WIDTH = 18.0
PIXELS = 88
"""Pixels a cell."""
DPI = 100
CAPITAL = 0.73
"""Height of DejaVu Sans's capitals and figures, as a part of the type's size."""

INK = "#1a1a1a"
QUIET = "#5c5c5c"
RULE = "#8c8c8c"
FAINT = "#c9c9c9"
PAPER = "#ffffff"
WINDOW = "#00735a"
"""Bluish green, darkened so that it stands out from both fills and carries white type."""
NODE = "#e8e8e8"

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


def canvas(height: float) -> tuple[Figure, Axes]:
    """Make an empty white figure of WIDTH × height cells."""
    inches = PIXELS / DPI
    figure = Figure(figsize=(WIDTH * inches, height * inches), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return figure, axes


def points(cells: float) -> float:
    """Convert a length in cells to typographic points."""
    return cells * PIXELS / DPI * 72


def text(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    *,
    size: float = 0.38,
    bold: bool = False,
    colour: str = INK,
    align: Align = "center",
    upright: bool = False,
) -> None:
    """Write one line of words around (x, y); size is the height of the type in cells.

    upright: turn it by 90°, to be read from below.
    """
    # Set on the baseline: centring would lift words that have descenders above their neighbours.
    drop = CAPITAL / 2 * size
    axes.text(
        x + (drop if upright else 0),
        y + (0 if upright else drop),
        words,
        fontsize=points(size),
        fontweight="bold" if bold else "normal",
        color=colour,
        ha="right" if upright else align,
        va="center" if upright else "baseline",
        rotation=90 if upright else 0,
        zorder=1,
    )


def rectangle(
    axes: Axes,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    edge: str = RULE,
    line: float = 0.018,
) -> None:
    """Draw a rectangle; line is the width of its edge in cells."""
    axes.add_patch(
        Rectangle(
            (x, y),
            width,
            height,
            facecolor=fill,
            edgecolor=edge,
            linewidth=points(line),
            joinstyle="miter",
            zorder=1,
        )
    )


def outline(
    axes: Axes,
    corners: Sequence[Point],
    *,
    fill: str,
    edge: str,
    line: float,
    dashes: tuple[float, float, float] | None = None,
) -> None:
    """Draw a polygon through the corners; line is the width of its edge in cells.

    dashes: where in a dash and its gap the edge begins, and the lengths of both, in cells.
    """
    start, *pattern = [part / line for part in dashes or (0, 1, 0)]
    axes.add_patch(
        Polygon(
            np.array(corners),
            facecolor=fill,
            edgecolor=edge,
            linewidth=points(line),
            linestyle=(start, pattern) if dashes else "solid",
            joinstyle="round",
            capstyle="butt",
            zorder=1,
        )
    )


def lines(axes: Axes, ends: Sequence[tuple[Point, Point]], *, colour: str, line: float) -> None:
    """Draw straight lines from point to point."""
    axes.add_collection(LineCollection(list(ends), colors=colour, linewidths=points(line), zorder=1))


def node(axes: Axes, x: float, y: float, *, radius: float, chosen: bool = False) -> None:
    """Draw a unit of a network."""
    axes.add_patch(
        Circle(
            (x, y),
            radius,
            facecolor=WINDOW if chosen else NODE,
            edgecolor=WINDOW if chosen else INK,
            linewidth=points(0.025),
            zorder=1,
        )
    )


def dot(axes: Axes, x: float, y: float, *, radius: float, colour: str) -> None:
    """Draw a filled dot."""
    axes.add_patch(Circle((x, y), radius, color=colour, linewidth=0, zorder=1))


def circle(axes: Axes, centre: Point, radius: float, *, colour: str) -> None:
    """Draw the outline of a disc."""
    axes.add_patch(
        Circle(centre, radius, facecolor="none", edgecolor=colour, linewidth=points(0.07), zorder=1)
    )


def arrow(axes: Axes, start: Point, end: Point, *, colour: str = INK, both: bool = False) -> None:
    """Draw a straight arrow."""
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="<|-|>" if both else "-|>",
            mutation_scale=points(0.32),
            shrinkA=0,
            shrinkB=0,
            linewidth=points(0.045),
            color=colour,
            zorder=1,
        )
    )
