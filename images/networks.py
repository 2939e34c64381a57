"""Figures 10_01 and 10_02: networks in which everything is connected with everything, and what that costs."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from autograder.book import GREY, WIDTHS
from images import worked
from images.matrices import number, pixels
from images.shapes import INK, QUIET, RULE, WINDOW, Point, arrow, canvas, dot, lines, node, text
from images.words import WORDS

LINE = "#b4b4b4"


def four_layers() -> Figure:
    """10_01: the chapter's network and the parameters of each layer."""
    figure, axes = canvas(10.0)
    at = [float(x) for x in np.linspace(1.4, 16.6, len(WIDTHS))]
    middle = 4.35
    columns = [_column(x, middle, units) for x, units in zip(at, WIDTHS, strict=True)]
    for left, right in pairwise(columns):
        lines(axes, [(a, b) for a in left for b in right], colour=LINE, line=0.012)
    for index, (x, units, column) in enumerate(zip(at, WIDTHS, columns, strict=True)):
        for place in column:
            node(axes, *place, radius=0.24)
        for away in (-0.2, 0.0, 0.2):
            dot(axes, x, middle + away, radius=0.055, colour=INK)
        name = WORDS["layer"].format(index=index) if index else WORDS["network_input"]
        text(axes, x, 0.4, name, size=0.38, colour=QUIET)
        text(axes, x, 0.97, number(units), size=0.54, bold=True)
    counts = worked.layer_parameters()
    between = [(a + b) / 2 for a, b in pairwise(at)]
    for x, (n_in, n_out), count in zip(between, pairwise(WIDTHS), counts, strict=True):
        text(axes, x, 7.45, f"{n_in}·{n_out} + {n_out}", size=0.38, colour=QUIET)
        text(axes, x, 8.05, number(count), size=0.5, bold=True)
    for left_x, right_x in pairwise(between):
        text(axes, (left_x + right_x) / 2, 8.05, "+", size=0.5, bold=True)
    total = sum(counts)
    lines(axes, [((0.9, 8.5), (17.1, 8.5))], colour=RULE, line=0.025)
    text(axes, 9, 8.98, WORDS["total"].format(total=number(total)), size=0.5, bold=True)
    size = worked.float32_bytes(total)
    each = worked.float32_bytes(1)
    stored = WORDS["bytes"].format(each=each, bytes=number(size), megabytes=size / 1e6)
    text(axes, 9, 9.62, stored, size=0.36, colour=QUIET)
    return figure


def _column(x: float, middle: float, units: int) -> list[Point]:
    """Place the few units that stand for a layer, half above and half below its dots."""
    half = 4 if units > 300 else 3 if units > 30 else 2
    away = [0.72 + 0.62 * i for i in range(half)]
    return [(x, middle - d) for d in reversed(away)] + [(x, middle + d) for d in away]


def dense() -> Figure:
    """10_02: every pixel of the flattened image is connected to every output."""
    figure, axes = canvas(9.5)
    side, outputs = GREY.shape[0], worked.output_side() ** 2
    middle = 4.55
    left, top = 0.3, middle - side / 2
    text(axes, left + side / 2, top - 0.45, WORDS["image"].format(side=side), bold=True)
    pixels(axes, left, top, side)
    for index, (row, col) in enumerate(np.ndindex(side, side)):
        text(axes, left + col + 0.5, top + row + 0.5, number(index), size=0.36, colour=QUIET)
    pitch = 0.305
    inputs = [(9.2, middle + pitch * (i - (GREY.size - 1) / 2)) for i in range(GREY.size)]
    results = [(17.0, middle + 0.8 * (j - (outputs - 1) / 2)) for j in range(outputs)]
    chosen = results[outputs // 2]
    lines(axes, [(a, b) for a in inputs for b in results if b != chosen], colour=LINE, line=0.012)
    lines(axes, [(a, chosen) for a in inputs], colour=WINDOW, line=0.03)
    for place in inputs:
        node(axes, *place, radius=0.12)
    for place in results:
        node(axes, *place, radius=0.27, chosen=place == chosen)
    for index in (0, GREY.size - 1):
        text(
            axes,
            inputs[index][0] - 0.35,
            inputs[index][1],
            number(index),
            size=0.36,
            colour=QUIET,
            align="right",
        )
    arrow(axes, (left + side + 0.3, middle), (8.8, middle))
    text(axes, 7.2, middle - 0.4, WORDS["flattened"], size=0.38)
    text(axes, 9.2, 0.4, WORDS["inputs"], bold=True)
    text(axes, 16.9, 0.4, WORDS["outputs"], bold=True)
    count = WORDS["dense_count"].format(
        inputs=GREY.size, outputs=outputs, weights=worked.connections()["dense"]
    )
    text(axes, 9, 9.05, count, size=0.5, bold=True)
    return figure
