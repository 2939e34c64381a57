"""Figures 10_12 to 10_19 and 10_22: a window on its way over the image."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.book import GREY, IMAGE, KERNEL, KERNELS
from images import worked
from images.matrices import key, matrix, number, operator, sigma, sum_of, window
from images.shapes import INK, arrow, canvas, lines, text
from images.words import WORDS


def one_channel(row: int, col: int) -> Figure:
    """10_12 to 10_16: the window at (row, col) of one channel, its products, and the output so far."""
    figure, axes = canvas(7.8)
    _one_step(axes, 1.0, row, col, stride=1)
    key(axes, 7.4)
    return figure


def stride_of_two() -> Figure:
    """10_22: the window has moved on by two columns, from the dashed place to the solid one."""
    figure, axes = canvas(8.5)
    left, top, stride = 0.3, 1.7, 2
    _one_step(axes, top, 0, 1, stride=stride)
    for x in (left, left + stride):
        lines(axes, [((x, top - 0.62), (x, top - 0.18))], colour=INK, line=0.03)
    arrow(axes, (left, top - 0.4), (left + stride, top - 0.4))
    text(
        axes, left + stride + 0.25, top - 0.4, WORDS["stride"].format(stride=stride), size=0.36, align="left"
    )
    key(axes, 8.1, before=True)
    return figure


def _one_step(axes: Axes, top: float, row: int, col: int, *, stride: int) -> None:
    """Draw how the output (row, col) comes about, from left to right; top is where the input begins."""
    terms = worked.products(row, col, stride=stride)
    output = worked.channel_maps(stride=stride)[0]
    side, out_side = GREY.shape[0], output.shape[0]
    middle = top + side / 2
    small = middle - worked.SIDE / 2
    matrix(axes, 0.3, top, GREY)
    if stride > 1:
        window(axes, 0.3 + (col - 1) * stride, top + row * stride, worked.SIDE, before=True)
    window(axes, 0.3 + col * stride, top + row * stride, worked.SIDE)
    operator(axes, 5.8, middle, "⊙")
    matrix(axes, 6.3, small, KERNEL)
    operator(axes, 9.8, middle, "=")
    matrix(axes, 10.3, small, terms)
    sigma(axes, 14.0, middle)
    out_x, out_y = 16.2 - out_side / 2, middle - out_side / 2
    matrix(axes, out_x, out_y, output, step=(row, col), after="blank" if stride == 1 else "pale")
    text(axes, 2.8, top - (0.45 if stride == 1 else 1.15), WORDS["input"].format(side=side), bold=True)
    text(axes, 7.8, small - 0.45, WORDS["kernel"].format(side=worked.SIDE), bold=True)
    text(axes, 11.8, small - 0.45, WORDS["products"], bold=True)
    text(axes, 16.2, out_y - 0.45, WORDS["output"].format(side=out_side), bold=True)
    place = WORDS["window_at"].format(row=row * stride, column=col * stride)
    text(axes, 2.8, top + side + 0.45, place, size=0.36)
    total = f"{sum_of([int(v) for v in terms.flat])} = {number(int(terms.sum()))}"
    text(axes, 17.7, small + worked.SIDE + 0.6, total, size=0.4, align="right")


def many_channels(row: int, col: int) -> Figure:
    """10_17 to 10_19: the same window on every channel, and the sum of the channels."""
    figure, axes = canvas(16.5)
    size, first, pitch = 0.88, 0.95, 4.75
    side, small = GREY.shape[0] * size, worked.SIDE * size
    maps = worked.channel_maps()
    middles = [first + i * pitch + side / 2 for i in range(len(maps))]
    for channel, middle in enumerate(middles):
        top = middle - side / 2
        text(axes, 0.5, middle, WORDS["channel"].format(index=channel), size=0.36, upright=True)
        matrix(axes, 0.9, top, IMAGE[:, :, channel], size=size)
        window(axes, 0.9 + col * size, top + row * size, small)
        operator(axes, 5.85, middle, "⊙")
        matrix(axes, 6.4, middle - small / 2, KERNELS[:, :, channel, 0], size=size)
        sigma(axes, 9.85, middle)
        matrix(axes, 10.65, middle - small / 2, maps[channel], size=size, step=(row, col))
    for above in middles[:-1]:
        operator(axes, 10.65 + small / 2, above + pitch / 2, "+")
    top, centre, bottom = middles
    bracket = [
        ((13.5, top), (13.75, top)),
        ((13.75, top), (13.75, bottom)),
        ((13.5, bottom), (13.75, bottom)),
    ]
    lines(axes, bracket, colour=INK, line=0.045)
    operator(axes, 14.3, centre, "=")
    matrix(axes, 14.85, centre - small / 2, worked.feature_map(), size=size, step=(row, col))
    terms = [int(values[row, col]) for values in maps]
    total = f"{sum_of(terms)} = {number(sum(terms))}"
    text(axes, 17.75, centre + small / 2 + 0.55, total, size=0.38, align="right")
    text(axes, 0.9 + side / 2, 0.45, WORDS["input"].format(side=GREY.shape[0]), bold=True)
    text(axes, 6.4 + small / 2, 0.45, WORDS["kernel"].format(side=worked.SIDE), bold=True)
    text(axes, 10.65 + small / 2, 0.45, WORDS["maps"], bold=True)
    text(
        axes,
        14.85 + small / 2,
        centre - small / 2 - 0.45,
        WORDS["output"].format(side=worked.output_side()),
        bold=True,
    )
    place = WORDS["window_at"].format(row=row, column=col)
    text(axes, 0.9 + side / 2, bottom + side / 2 + 0.4, place, size=0.36)
    key(axes, 16.1)
    return figure
