"""Figures 10_03 to 10_05: outputs that see a window only, and windows that share their weights."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.book import GREY
from images import worked
from images.matrices import PIXEL, pixels, window, written_cell
from images.shapes import (
    INK,
    PAPER,
    RULE,
    WINDOW,
    Point,
    arrow,
    canvas,
    circle,
    dot,
    lines,
    node,
    outline,
    rectangle,
    text,
)
from images.words import WORDS

TINT = "#d3ebe4"
"""What lies inside a window where there are no values to show."""
SLIP = "#b0440a"
"""Vermilion, darkened: something that is not so."""
SLIP_TINT = "#f4dccf"


def receptive_field() -> Figure:
    """10_03: the k×k window around a pixel, and the disc of radius k/√2, which is not this window."""
    figure, axes = canvas(9.0)
    side, k, top = 7, worked.SIDE, 1.0
    half = side // 2
    window_steps = [(r - k // 2, c - k // 2) for r, c in np.ndindex(k, k)]
    disc_steps = worked.steps_in_disc(k)
    too_many = [step for step in disc_steps if step not in window_steps]
    for left, steps in ((0.6, window_steps), (10.4, disc_steps)):
        pixels(axes, left, top, side)
        for row, col in steps:
            fill = SLIP_TINT if (row, col) in too_many else TINT
            rectangle(axes, left + half + col, top + half + row, 1, 1, fill=fill)
        window(axes, left + half - k // 2, top + half - k // 2, k)
        for row, col in steps:
            centre = (left + half + col + 0.5, top + half + row + 0.5)
            colour = SLIP if (row, col) in too_many else WINDOW
            dot(axes, *centre, radius=0.24 if (row, col) == (0, 0) else 0.08, colour=colour)
    left, start = 0.6, half - k // 2
    arrow(axes, (left + start, top + start - 0.3), (left + start + k, top + start - 0.3), both=True)
    text(axes, left + side / 2, top + start - 0.66, WORDS["window_size"].format(kernel=k), size=0.4)
    text(axes, left + side / 2, 0.5, WORDS["window_rule"].format(kernel=k), bold=True)
    count = WORDS["window_count"].format(count=len(window_steps))
    text(axes, left + side / 2, top + side + 0.55, count, size=0.46, bold=True)
    left, radius = 10.4, k / math.sqrt(2)
    circle(axes, (left + half + 0.5, top + half + 0.5), radius, colour=SLIP)
    text(axes, left + side / 2, 0.5, WORDS["disc"].format(radius=radius), bold=True, colour=SLIP)
    count = WORDS["disc_count"].format(count=len(disc_steps), extra=len(too_many))
    text(axes, left + side / 2, top + side + 0.55, count, size=0.46, bold=True, colour=SLIP)
    return figure


def local() -> Figure:
    """10_04: an output is connected to its own window only."""
    figure, axes = canvas(8.9)
    side, k, out_side = GREY.shape[0], worked.SIDE, worked.output_side()
    row = col = out_side // 2
    image, output = (6.6, 4.3), (6.6, -0.2)  # so that each output hangs above the centre of its window
    _sheet(axes, image, (0, 0), side, fill=PIXEL, edge=INK)
    _sheet(axes, image, (row, col), k, fill=TINT, edge=WINDOW, line=0.11)
    _sheet(axes, output, (k // 2, k // 2), out_side, fill=PAPER, edge=INK)
    chosen = _above(output, row + k / 2, col + k / 2)
    seen = [_above(image, row + r + 0.5, col + c + 0.5) for r, c in np.ndindex(k, k)]
    lines(axes, [(pixel, chosen) for pixel in seen], colour=WINDOW, line=0.035)
    for pixel in seen:
        dot(axes, *pixel, radius=0.09, colour=WINDOW)
    for r, c in np.ndindex(out_side, out_side):
        place = _above(output, r + k / 2, c + k / 2)
        node(axes, *place, radius=0.25, chosen=place == chosen)
    right = _above(image, side / 2, side)[0] + 0.5
    for name, sheet, cells in (("output", output, out_side), ("image", image, side)):
        text(
            axes,
            right,
            _above(sheet, side / 2, 0)[1],
            WORDS[name].format(side=cells),
            bold=True,
            align="left",
        )
    weights = worked.connections()["local"]
    count = WORDS["local_count"].format(outputs=out_side**2, kernel=k, weights=weights)
    text(axes, 9, 8.4, count, size=0.5, bold=True)
    return figure


def _above(origin: Point, row: float, col: float) -> Point:
    """Place a point of a sheet that lies flat and is seen from the front and above."""
    return origin[0] + 1.5 * col - 0.75 * row, origin[1] + 0.66 * row


def _sheet(
    axes: Axes, origin: Point, first: tuple[int, int], side: int, *, fill: str, edge: str, line: float = 0.035
) -> None:
    """Draw a square of side × side cells that lies flat; first is its top left cell."""
    row, col = first
    for r, c in np.ndindex(side, side):
        corners = ((0, 0), (0, 1), (1, 1), (1, 0))
        outline(
            axes,
            [_above(origin, row + r + a, col + c + b) for a, b in corners],
            fill=fill,
            edge=RULE,
            line=0.018,
        )
    corners = ((0, 0), (0, side), (side, side), (side, 0))
    outline(axes, [_above(origin, row + a, col + b) for a, b in corners], fill="none", edge=edge, line=line)


def shared() -> Figure:
    """10_05: the same weights serve the first window and the last."""
    figure, axes = canvas(11.1)
    side, k, out_side = GREY.shape[0], worked.SIDE, worked.output_side()
    size, large = 0.84, 1.15
    last = out_side - 1
    top, middle, out_x = 0.95, 5.4, 15.1
    weights_x, weights_y = 9 - k * large / 2, middle - k * large / 2
    text(axes, 0.5 + side * size / 2, 0.45, WORDS["image"].format(side=side), bold=True)
    text(
        axes, out_x + out_side * size / 2, top + size - 0.45, WORDS["output"].format(side=out_side), bold=True
    )
    for corner, y in ((0, top), (last, 2 * middle - top - side * size)):
        pixels(axes, 0.5, y, side, size=size)
        x, y_window = 0.5 + corner * size, y + corner * size
        _weights(axes, x, y_window, size)
        window(axes, x, y_window, k * size)
        out_y = y + size
        pixels(axes, out_x, out_y, out_side, size=size)
        written_cell(axes, out_x + corner * size, out_y + corner * size, size=size)
        centre = y + side * size / 2
        towards = weights_y + k * large * (0.25 if corner == 0 else 0.75)
        arrow(axes, (0.5 + side * size + 0.25, centre), (weights_x - 0.2, towards), colour=WINDOW)
        arrow(axes, (weights_x + k * large + 0.2, towards), (out_x - 0.25, centre), colour=WINDOW)
    _weights(axes, weights_x, weights_y, large)
    rectangle(axes, weights_x, weights_y, k * large, k * large, line=0.05, edge=INK)
    text(axes, 9, weights_y - 0.5, "W", size=0.5, bold=True)
    count = WORDS["shared_count"].format(kernel=k, weights=worked.connections()["shared"])
    text(axes, 9, 10.6, count, size=0.5, bold=True)
    return figure


def _weights(axes: Axes, x: float, y: float, size: float) -> None:
    """Draw the kernel with the names of its weights, as the chapter numbers them."""
    for row, col in np.ndindex(worked.SIDE, worked.SIDE):
        rectangle(axes, x + col * size, y + row * size, size, size, fill=TINT)
        name = f"$w_{{{row + 1}{col + 1}}}$"
        text(axes, x + (col + 0.5) * size, y + (row + 0.5) * size, name, size=0.42 * size)
