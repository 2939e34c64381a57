"""Right answers to receptive_field_mask."""

import itertools
from typing import Any

import numpy as np


def slices(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    half = (k - 1) // 2
    mask = np.full((height, width), fill_value=False)
    top, left = max(0, row - half), max(0, col - half)
    bottom, right = min(height, row + half + 1), min(width, col + half + 1)
    mask[top:bottom, left:right] = True
    return mask


def nested_loops_on_lists(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    mask: Any = []
    for r in range(height):
        mask.append([])
        for c in range(width):
            mask[r].append(2 * abs(r - row) < k and 2 * abs(c - col) < k)
    return mask


def pixel_by_pixel_where_there_is_one(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    mask, steps = np.zeros((height, width), dtype="bool"), range(-(k // 2), k // 2 + 1)
    for down, right in itertools.product(steps, steps):
        if 0 <= row + down < height and 0 <= col + right < width:
            mask[row + down][col + right] = True
    return mask


def list_comprehension(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    return [[max(abs(r - row), abs(c - col)) <= k / 2 for c in range(width)] for r in range(height)]


def tuples_of_numpy_bools(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    rows = np.abs(np.arange(height) - row) <= k // 2
    cols = np.abs(np.arange(width) - col) <= k // 2
    return tuple(tuple(down & right for right in cols) for down in rows)


def outer(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    near = [np.abs(np.arange(n) - middle) * 2 <= k - 1 for n, middle in ((height, row), (width, col))]
    return np.logical_and.outer(*near)


def meshgrid(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    cols, rows = np.meshgrid(np.arange(width), np.arange(height))
    far = (np.abs(rows - row) > (k - 1) / 2) | (np.abs(cols - col) > (k - 1) / 2)
    return ~far


def fromfunction(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    def distance(r: Any, c: Any) -> Any:
        return np.maximum(abs(r - row), abs(c - col))

    return np.fromfunction(distance, (height, width)) < k / 2


def padded_and_cut(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    half = k // 2
    padded = np.zeros((height + 2 * half, width + 2 * half), bool)
    padded[row : row + k, col : col + k] = True
    return padded[half : half + height, half : half + width]


def grown_from_the_middle(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    mask = np.zeros((height, width), bool)
    mask[row, col] = True
    for _ in range(k // 2):
        mask[1:] |= mask[:-1].copy()
        mask[:-1] |= mask[1:].copy()
        mask[:, 1:] |= mask[:, :-1].copy()
        mask[:, :-1] |= mask[:, 1:].copy()
    return mask


def grid_of_indices(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    mask = np.zeros((height, width), np.bool_, order="F")
    window = range(-(k // 2), k // 2 + 1)
    rows = [row + step for step in window if row + step in range(height)]
    cols = [col + step for step in window if col + step in range(width)]
    mask[np.ix_(rows, cols)] = 1
    return mask


def flat_set_of_pixels(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    inside = {
        r * width + c
        for r in range(row - k // 2, row + k // 2 + 1)
        for c in range(max(col - k // 2, 0), min(col + k // 2 + 1, width))
    }
    return np.array([pixel in inside for pixel in range(height * width)]).reshape(height, width)


def counted_and_compared(height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
    seen = np.zeros((height, width), int)
    seen[max(row - k // 2, 0) : row + k // 2 + 1] += 1
    seen[:, max(col - k // 2, 0) : col + k // 2 + 1] += 1
    return seen == 2


class ClassWithCall:
    def reach(self, n: Any, middle: Any, k: Any) -> Any:
        return np.array([middle - k // 2 <= i <= middle + k // 2 for i in range(n)])

    def __call__(self, height: Any, width: Any, row: Any, col: Any, k: Any) -> Any:
        return self.reach(height, row, k)[:, np.newaxis] * self.reach(width, col, k)
