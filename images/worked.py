"""The numbers that the figures show, all computed from the worked example in `autograder.book`."""

import math
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from autograder.book import GREY, IMAGE, KERNELS, WIDTHS

Matrix: TypeAlias = npt.NDArray[np.int64]

SIDE = KERNELS.shape[0]
"""Side of the example's square kernels, the chapter's k."""


def layer_parameters() -> list[int]:
    """Count the weights and biases of each layer of the chapter's network."""
    return [n_in * n_out + n_out for n_in, n_out in pairwise(WIDTHS)]


def float32_bytes(parameters: int) -> int:
    """Give the bytes that so many parameters take as float32."""
    return parameters * np.dtype(np.float32).itemsize


def output_side(stride: int = 1) -> int:
    """Count the windows that fit along one side of the example's image."""
    return len(range(0, GREY.shape[0] - SIDE + 1, stride))


def connections() -> dict[str, int]:
    """Count the weights of one layer from the image to its output: dense, local and shared."""
    outputs = output_side() ** 2
    return {"dense": GREY.size * outputs, "local": SIDE * SIDE * outputs, "shared": SIDE * SIDE}


def products(row: int, col: int, channel: int = 0, kernel: int = 0, stride: int = 1) -> Matrix:
    """Multiply the window that output (row, col) looks at by the kernel, element by element: (3, 3)."""
    top, left = row * stride, col * stride
    seen = IMAGE[top : top + SIDE, left : left + SIDE, channel]
    terms: Matrix = seen * KERNELS[:, :, channel, kernel]
    return terms


def channel_maps(kernel: int = 0, stride: int = 1) -> list[Matrix]:
    """Sum the products of every window, one (h', w') map for each channel of the image."""
    side = output_side(stride)
    return [
        np.array([[products(r, c, channel, kernel, stride).sum() for c in range(side)] for r in range(side)])
        for channel in range(IMAGE.shape[2])
    ]


def feature_map(kernel: int = 0) -> Matrix:
    """Add the maps of all channels up to the (3, 3) output of one kernel."""
    total: Matrix = np.sum(channel_maps(kernel), axis=0)
    return total


def steps_in_disc(kernel_side: int) -> list[tuple[int, int]]:
    """List the steps (rows, columns) from the centre to the pixels within k/√2 of it.

    The chapter describes the k×k window by this distance; the list shows that the two differ.
    """
    reach = range(-kernel_side, kernel_side + 1)
    return [(r, c) for r in reach for c in reach if math.hypot(r, c) <= kernel_side / math.sqrt(2)]
