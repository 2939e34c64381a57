"""Figures 10_20 and 10_21: channels and kernels as a whole."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.book import IMAGE, KERNELS
from images import worked
from images.matrices import key, matrix, operator, sigma, window
from images.shapes import QUIET, arrow, canvas, text
from images.words import WORDS
from images.worked import Matrix

SIZE = 0.7
"""Side of a cell here."""
BEHIND = 0.5
"""How far a sheet stands up and to the right of the one before it."""
STEP = (0, worked.output_side() - 1)
"""The output shown: in the top right corner, where no sheet hides it on the sheets behind."""


def summary() -> Figure:
    """10_20: each channel meets its own channel of the kernel, and the maps add up to one output."""
    figure, axes = canvas(8.6)
    middle, under = 2.95, 5.9
    _stack(axes, 0.3, middle, IMAGE, WORDS["stack_image"], under=under, seen=True)
    operator(axes, 5.3, middle, "⊙")
    _stack(axes, 5.8, middle, KERNELS[..., 0], WORDS["stack_kernel"], under=under)
    sigma(axes, 9.65, middle, over=WORDS["over_window"])
    maps = np.stack(worked.channel_maps(), axis=-1)
    _stack(axes, 10.4, middle, maps, WORDS["stack_maps"], under=under, step=STEP)
    sigma(axes, 14.4, middle, over=WORDS["over_channels"])
    _stack(axes, 15.45, middle, worked.feature_map(), WORDS["stack_sum"], under=under, step=STEP)
    text(axes, 9, 7.2, WORDS["one_kernel_one_map"], size=0.46, bold=True)
    key(axes, 8.2)
    return figure


def two_kernels() -> Figure:
    """10_21: each kernel gives one map, and the maps are stacked."""
    figure, axes = canvas(11.7)
    middle = 4.6
    _stack(axes, 0.3, middle, IMAGE, WORDS["stack_image"], under=middle + 2.85, seen=True)
    maps = [worked.feature_map(kernel) for kernel in range(KERNELS.shape[-1])]
    for index, centre in enumerate((2.1, 7.1)):
        _stack(axes, 6.3, centre, KERNELS[..., index], WORDS["stack_kernel_of"].format(index=index))
        sigma(axes, 10.3, centre)
        _stack(axes, 11.2, centre, maps[index], WORDS["stack_map_of"].format(index=index), step=STEP)
        lean = 0.25 * np.sign(centre - middle)
        arrow(axes, (5.0, middle + lean), (6.1, centre))
        arrow(axes, (13.5, centre), (14.7, middle + lean))
    _stack(axes, 14.95, middle, np.stack(maps, axis=-1), WORDS["stack_output"], step=STEP)
    text(axes, 13.55, middle, WORDS["stacked"], size=0.38)
    count = WORDS["kernels_are_channels"].format(count=len(maps))
    text(axes, 9, 10.35, count, size=0.46, bold=True)
    key(axes, 11.3)
    return figure


def _stack(
    axes: Axes,
    x: float,
    middle: float,
    values: Matrix,
    name: str,
    *,
    under: float | None = None,
    seen: bool = False,
    step: tuple[int, int] | None = None,
) -> None:
    """Draw an array (height, width) or (height, width, channels) as sheets, channel 0 in front.

    Only the front shows its numbers. Name and shape stand below, at `under` or right beneath.
    seen: outline the window that output STEP looks at. step: the cell that is being written.
    """
    sheets = values[:, :, np.newaxis] if values.ndim == 2 else values
    height, width, channels = sheets.shape
    deep = (channels - 1) * BEHIND
    front = middle - height * SIZE / 2 + deep / 2
    for channel in reversed(range(channels)):
        left, top = x + channel * BEHIND, front - channel * BEHIND
        sheet = sheets[:, :, channel]
        matrix(axes, left, top, sheet, size=SIZE, step=step, after="shown", numbers=channel == 0)
        if seen:
            window(axes, left + STEP[1] * SIZE, top + STEP[0] * SIZE, worked.SIDE * SIZE)
        if channels > 1:
            text(axes, left + BEHIND / 2, top - 0.25, str(channel), size=0.32, colour=QUIET)
    label = front + height * SIZE + 0.45 if under is None else under
    centre = x + (width * SIZE + deep) / 2
    text(axes, centre, label, name, size=0.36, bold=True)
    text(axes, centre, label + 0.5, str(values.shape), size=0.34, colour=QUIET)
