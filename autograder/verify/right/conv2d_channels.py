"""Right answers to conv2d_channels."""

import itertools
import math
from typing import Any

import numpy as np


def block_by_block(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    kh, kw, _ = kernel.shape
    out = np.zeros(((x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i * sh : i * sh + kh, j * sw : j * sw + kw, :] * kernel)
    return out


def nested_loops_on_lists(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    image, weights = x.tolist(), kernel.tolist()
    out = []
    for top in range(0, len(image) - len(weights) + 1, sh):
        line = []
        for left in range(0, len(image[0]) - len(weights[0]) + 1, sw):
            total = 0
            for a in range(len(weights)):
                for b in range(len(weights[0])):
                    for c in range(len(weights[0][0])):
                        total += image[top + a][left + b][c] * weights[a][b][c]
            line.append(total)
        out.append(line)
    return out


def sum_of_the_maps(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)

    def single(image: Any, weights: Any) -> Any:
        views = np.lib.stride_tricks.sliding_window_view(image, weights.shape)[::sh, ::sw]
        return np.einsum("ijab,ab->ij", views, weights)

    return sum(single(x[..., c], kernel[..., c]) for c in range(x.shape[-1]))


def einsum_of_views(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::sh, ::sw, 0]
    return np.einsum("ijabc,abc", views, kernel)


def as_strided(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x = np.ascontiguousarray(x)
    shape = [(n - k) // s + 1 for n, k, s in zip(x.shape, kernel.shape, (sh, sw))]
    steps = (x.strides[0] * sh, x.strides[1] * sw, *x.strides)
    views = np.lib.stride_tricks.as_strided(x, (*shape, *kernel.shape), steps)
    return np.tensordot(views, kernel, axes=3)


def im2col(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw, _ = kernel.shape
    tops, lefts = range(0, x.shape[0] - kh + 1, sh), range(0, x.shape[1] - kw + 1, sw)
    columns = np.stack([x[i : i + kh, j : j + kw].flatten() for i in tops for j in lefts])
    return (columns @ kernel.flatten()).reshape(len(tops), len(lefts))


def fft(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    size = x.shape[:2]
    spectrum = np.fft.fft2(x, axes=(0, 1)) * np.conj(np.fft.fft2(kernel, size, axes=(0, 1)))
    # The sum over channels may as well be taken before the transform back.
    full = np.fft.ifft2(spectrum.sum(-1)).real
    return full[: size[0] - len(kernel) + 1, : size[1] - len(kernel[0]) + 1][::sh, ::sw]


def accumulated_over_the_kernel_in_float32(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    rows, cols = (x.shape[0] - len(kernel)) // sh + 1, (x.shape[1] - len(kernel[0])) // sw + 1
    out = np.zeros((rows, cols), np.float32)
    for a, b, c in np.ndindex(kernel.shape):
        seen = x[a : a + rows * sh : sh, b : b + cols * sw : sw, c][:rows, :cols]
        out += np.float32(kernel[a, b, c]) * seen.astype(np.float32)
    return out


def one_by_one_convolutions(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    height, width = x.shape[0] - len(kernel) + 1, x.shape[1] - len(kernel[0]) + 1
    # Each weight of the window is a vector over the channels, and x @ vector a picture of its own.
    shifted = [(x @ kernel[a, b])[a : a + height, b : b + width] for a, b in np.ndindex(kernel.shape[:2])]
    return np.add.reduce(shifted)[::sh, ::sw]


def channels_side_by_side(x: Any, kernel: Any, stride: Any = 1) -> Any:
    # A pixel's channels lie beside each other, so that the image is a wide one with a single channel.
    sh, sw = np.broadcast_to(stride, 2)
    channels = x.shape[2]
    wide, weights = x.reshape(x.shape[0], -1), kernel.reshape(kernel.shape[0], -1)
    views = np.lib.stride_tricks.sliding_window_view(wide, weights.shape)[::sh, :: sw * channels]
    return (views * weights).sum((-1, -2))


class WithCall:
    def __init__(self, stride: Any = 1) -> None:
        self.stride = stride

    def __call__(self, x: Any, kernel: Any, stride: Any = None) -> Any:
        down, right = np.broadcast_to(self.stride if stride is None else stride, 2)
        kh, kw = kernel.shape[:2]
        starts = itertools.product(range(0, len(x) - kh + 1, down), range(0, len(x[0]) - kw + 1, right))
        values = [math.fsum((x[i : i + kh, j : j + kw] * kernel).flat) for i, j in starts]
        return np.reshape(values, ((len(x) - kh) // down + 1, -1))


def recursive(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    if len(x) < len(kernel):
        return []
    line = []
    strip = x[: len(kernel)]
    while strip.shape[1] >= kernel.shape[1]:
        line.append(float(np.vdot(strip[:, : kernel.shape[1]], kernel)))
        strip = strip[:, sw:]
    return [line, *recursive(x[sh:], kernel, stride)]


def generator_made_into_an_array(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw, channels = kernel.shape
    rows, cols = (x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1
    values = (
        sum(
            (x[i * sh : i * sh + kh, j * sw : j * sw + kw, c] * kernel[..., c]).sum() for c in range(channels)
        )
        for i in range(rows)
        for j in range(cols)
    )
    return np.fromiter(values, dtype=np.float64).reshape(rows, cols)


def fortran_order(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    weights = kernel.ravel(order="F")
    out = np.zeros(((x.shape[0] - len(kernel)) // sh + 1, (x.shape[1] - len(kernel[0])) // sw + 1), order="F")
    for (i, j), _ in np.ndenumerate(out):
        block = x[i * sh : i * sh + kernel.shape[0], j * sw : j * sw + kernel.shape[1]]
        out[i, j] = np.dot(block.ravel(order="F"), weights)
    return out


def np_vectorize(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw = kernel.shape[:2]
    at = np.vectorize(lambda i, j: (x[i : i + kh, j : j + kw] * kernel).sum(), otypes=[np.float64])
    rows = np.arange(0, x.shape[0] - kh + 1, sh)
    return at(rows[:, None], np.arange(0, x.shape[1] - kw + 1, sw))


def matrix_of_toeplitz(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    rows, cols = (x.shape[0] - len(kernel)) // sh + 1, (x.shape[1] - len(kernel[0])) // sw + 1
    matrix = np.zeros((rows, cols, *x.shape))
    for i, j in np.ndindex(rows, cols):
        matrix[i, j, i * sh : i * sh + len(kernel), j * sw : j * sw + len(kernel[0])] = kernel
    return (matrix.reshape(rows * cols, -1) @ x.ravel()).reshape(rows, cols)
