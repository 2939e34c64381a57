"""Right answers to window."""

import itertools
from typing import Any

import numpy as np


def slices(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    return x[row * sh : row * sh + kh, col * sw : col * sw + kw]


def nested_loops_on_lists(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(stride, int):
        stride = (stride, stride)
    seen = []
    for i in range(kernel_size[0]):
        line = []
        for j in range(kernel_size[1]):
            line.append(float(x[row * stride[0] + i][col * stride[1] + j]))
        seen.append(line)
    return seen


def ix_(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    size, step = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    return x[np.ix_(np.arange(size[0]) + row * step[0], np.arange(size[1]) + col * step[1])]


def take_along_both_axes(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = np.ones(2, int) * kernel_size, np.ones(2, int) * stride
    rows = np.take(x, range(row * sh, row * sh + kh), axis=0)
    return np.take(rows, range(col * sw, col * sw + kw), axis=1)


def one_of_the_views(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    size = kernel_size if np.ndim(kernel_size) else (kernel_size, kernel_size)
    down, right = stride if np.ndim(stride) else (stride, stride)
    return np.lib.stride_tricks.sliding_window_view(x, size)[::down, ::right][row, col]


def cropped_by_deleting(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    rows = [i for i in range(x.shape[0]) if not row * sh <= i < row * sh + kh]
    cols = [j for j in range(x.shape[1]) if not col * sw <= j < col * sw + kw]
    return np.delete(np.delete(x, rows, 0), cols, 1)


def with_masks(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    rows, cols = np.indices(x.shape)
    inside = (rows >= row * sh) & (rows < row * sh + kh) & (cols >= col * sw) & (cols < col * sw + kw)
    return x[inside].reshape(kh, kw)


def picked_by_matrices(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    return np.eye(kh, len(x), k=row * sh) @ x @ np.eye(kw, len(x[0]), k=col * sw).T


def islice_of_tuples(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = np.broadcast_to(kernel_size, 2), np.broadcast_to(stride, 2)
    lines = itertools.islice(x.tolist(), int(row * sh), int(row * sh + kh))
    return tuple(tuple(itertools.islice(line, int(col * sw), int(col * sw + kw))) for line in lines)


def float32_in_fortran_order(x: Any, row: Any, col: Any, kernel_size: Any, stride: Any = 1) -> Any:
    kh, kw = (kernel_size, kernel_size) if type(kernel_size) is int else kernel_size
    sh, sw = (stride, stride) if type(stride) is int else stride
    seen = np.empty((kh, kw), np.float32, order="F")
    seen[...] = x[row * sh :, col * sw :][:kh, :kw]
    return seen
