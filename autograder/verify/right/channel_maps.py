"""Right answers to channel_maps."""

import itertools
from typing import Any

import numpy as np


def channel_by_channel(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    kh, kw, channels = kernel.shape
    out = np.zeros(((x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1, channels))
    for c in range(channels):
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                seen = x[i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                out[i, j, c] = np.sum(seen * kernel[:, :, c])
    return out


def nested_loops_on_lists(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    image, weights = x.tolist(), kernel.tolist()
    maps: Any = []
    for i in range((len(image) - len(weights)) // sh + 1):
        maps.append([])
        for j in range((len(image[0]) - len(weights[0])) // sw + 1):
            sums = [0.0] * len(weights[0][0])
            for a, line in enumerate(weights):
                for b, cell in enumerate(line):
                    for c, weight in enumerate(cell):
                        sums[c] += weight * image[i * sh + a][j * sw + b][c]
            maps[-1].append(sums)
    return maps


def sum_over_two_axes(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw = kernel.shape[:2]
    return np.array(
        [
            [(x[i : i + kh, j : j + kw] * kernel).sum((0, 1)) for j in range(0, x.shape[1] - kw + 1, sw)]
            for i in range(0, x.shape[0] - kh + 1, sh)
        ]
    )


def einsum_of_views(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(0, 1))
    return np.einsum("ijcab,abc->ijc", views[::sh, ::sw], kernel)


def as_strided(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x = np.array(x, order="C")
    rows, cols = (x.shape[0] - kernel.shape[0]) // sh + 1, (x.shape[1] - kernel.shape[1]) // sw + 1
    views = np.lib.stride_tricks.as_strided(
        x, (rows, cols, *kernel.shape), (x.strides[0] * sh, x.strides[1] * sw, *x.strides), writeable=False
    )
    return np.multiply(views, kernel).sum(2).sum(2)


def accumulated_over_the_kernel_in_float32(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x, kernel = np.float32(x), np.float32(kernel)
    rows, cols = x.shape[0] - len(kernel) + 1, x.shape[1] - len(kernel[0]) + 1
    out = np.zeros((rows, cols, x.shape[2]), np.float32)
    for a, b in np.ndindex(kernel.shape[:2]):
        out += x[a : a + rows, b : b + cols] * kernel[a, b]
    return out[::sh, ::sw]


def batch_of_matrix_products(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw, channels = kernel.shape
    tops, lefts = range(0, x.shape[0] - kh + 1, sh), range(0, x.shape[1] - kw + 1, sw)
    seen = np.array([x[i : i + kh, j : j + kw].reshape(-1, channels) for i in tops for j in lefts])
    # A channel has a matrix of its windows and a vector of its weights.
    sums = np.moveaxis(seen, -1, 0) @ kernel.reshape(-1, channels).T[..., None]
    return sums[..., 0].T.reshape(len(tops), len(lefts), channels)


def fft(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    size = x.shape[:2]
    spectrum = np.fft.rfft2(x, axes=(0, 1)) * np.conj(np.fft.rfft2(kernel, size, axes=(0, 1)))
    full = np.fft.irfft2(spectrum, size, axes=(0, 1))
    return full[: size[0] - len(kernel) + 1 : sh, : size[1] - len(kernel[0]) + 1 : sw]


def dstack_of_maps(x: Any, kernel: Any, stride: Any = 1) -> Any:
    def single(image: Any, weights: Any) -> Any:
        down, right = (stride, stride) if isinstance(stride, int) else stride
        views = np.lib.stride_tricks.sliding_window_view(image, weights.shape)
        return np.tensordot(views, weights, 2)[::down, ::right]

    return np.dstack([single(x[:, :, c], kernel[:, :, c]) for c in range(x.shape[2])])


def map_and_transpose(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)

    def one(planes: Any) -> Any:
        image, weights = planes
        kh, kw = weights.shape
        rows = range(0, image.shape[0] - kh + 1, sh)
        cols = range(0, image.shape[1] - kw + 1, sw)
        return [[np.vdot(image[i : i + kh, j : j + kw], weights) for j in cols] for i in rows]

    return np.array(list(map(one, zip(x.transpose(2, 0, 1), kernel.transpose(2, 0, 1))))).transpose(1, 2, 0)


class WithCall:
    def __call__(self, x: Any, kernel: Any, stride: Any = 1) -> Any:
        self.steps = stride if isinstance(stride, tuple) else (stride, stride)
        self.x, self.kernel = x, kernel
        return [[self.cell(i, j) for j in range(self.places(1))] for i in range(self.places(0))]

    def places(self, axis: Any) -> Any:
        return (self.x.shape[axis] - self.kernel.shape[axis]) // self.steps[axis] + 1

    def cell(self, i: Any, j: Any) -> Any:
        top, left = i * self.steps[0], j * self.steps[1]
        seen = self.x[top : top + self.kernel.shape[0], left : left + self.kernel.shape[1]]
        return (seen * self.kernel).reshape(-1, seen.shape[2]).sum(axis=0)


def recursive_over_the_channels(x: Any, kernel: Any, stride: Any = 1) -> Any:
    channels = x.shape[2]
    if channels > 1:
        halves = (slice(channels // 2), slice(channels // 2, None))
        maps = [recursive_over_the_channels(x[..., part], kernel[..., part], stride) for part in halves]
        return np.concatenate(maps, axis=2)
    sh, sw = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x[..., 0], kernel.shape[:2])[::sh, ::sw]
    return (views * kernel[..., 0]).sum((2, 3))[..., np.newaxis]


def fortran_order(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    sizes = [(n - k) // s + 1 for n, k, s in zip(x.shape, kernel.shape, (sh, sw))]
    out = np.zeros((*sizes, x.shape[2]), order="F")
    for c, j, i in itertools.product(range(x.shape[2]), range(sizes[1]), range(sizes[0])):
        for b, a in itertools.product(range(kernel.shape[1]), range(kernel.shape[0])):
            out[i, j, c] += x[i * sh + a, j * sw + b, c] * kernel[a, b, c]
    return out


def diagonal_of_all_against_all(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], (0, 1))[::sh, ::sw]
    # Each channel of the image with each of the kernel, (h', w', c, c): those of the same number are wanted.
    return np.diagonal(np.tensordot(views, kernel, axes=([3, 4], [0, 1])), axis1=2, axis2=3)
