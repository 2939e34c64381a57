"""The numbers that the notebooks' text states, in whatever language: computed by the solutions.

Names of what computes are those of the solutions. The order of each tuple is that of the text.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from autograder import book

Names = Mapping[str, Any]
"""What a solved notebook's names stand for, after all its graded cells ran."""


class Counting(NamedTuple):
    """Of 01: the chapter's network, its bytes, the disc beside the window, and kinds of layers.

    Attributes:
        disc: pixels in the disc.
        window: pixels in the window.
        small: weights of a layer that is dense, local or shared, for 25 inputs and 9 outputs.
        large: the same for 784 and 784.
    """

    widths: list[int]
    counts: list[int]
    total: int
    size: int
    disc: int
    window: int
    small: list[int]
    large: list[int]


def counting(the: Names) -> Counting:
    widths = list(book.WIDTHS)
    counts = the["mlp_params"](widths)
    steps = range(-3, 4)
    disc = [(r, c) for r in steps for c in steps if np.hypot(r, c) <= 3 / np.sqrt(2)]
    small, large = [
        [the["layer_weights"](3, n_in, n_out, kind) for kind in ("dense", "local", "shared")]
        for n_in, n_out in ((25, 9), (784, 784))
    ]
    window = the["receptive_field_mask"](7, 7, 3, 3, 3).sum()
    size = the["memory_bytes"](sum(counts))
    return Counting(widths, counts, sum(counts), size, len(disc), window, small, large)


class Sliding(NamedTuple):
    """Of 02: the grey image's map, its first window's sum as it is written, and two windows in colour."""

    grey: Any
    written_sum: str
    summed: int
    side: int
    first: Any
    second: Any


def sliding(the: Names) -> Sliding:
    grey = the["conv2d_single"](book.GREY, book.KERNEL).astype(int)
    maps = the["channel_maps"](book.IMAGE, book.KERNELS[..., 0]).astype(int)
    products = (book.GREY[:3, :3] * book.KERNEL).ravel()
    written_sum = re.sub(r" \+ -", " - ", " + ".join(map(str, products)))
    return Sliding(grey, written_sum, products.sum(), the["output_size"](5, 3), maps[0, 0], maps[0, 1])


class Stacking(NamedTuple):
    """Of 03: two windows under both kernels, with biases before and after the ReLU, and the weights.

    Attributes:
        late: the biases added after the ReLU.
        given: what the layer gives.
    """

    first: Any
    second: Any
    bias: Any
    shifted: Any
    late: Any
    given: Any
    weights: int


def stacking(the: Names) -> Stacking:
    both = the["conv2d"](book.IMAGE, book.KERNELS).astype(int)
    first, second = both[0, 0], both[0, 1]
    bias = np.array([1, -10])
    given = the["conv_layer"](book.IMAGE[np.newaxis], book.KERNELS, bias)[0, 0, 0]
    late = np.maximum(first, 0) + bias
    return Stacking(first, second, bias, first + bias, late, given, book.KERNELS.size)
