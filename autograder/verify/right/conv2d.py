"""Right answers to conv2d."""

import itertools
import math
from typing import Any

import numpy as np


def nested_loops_on_lists(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    image, weights = x.tolist(), kernels.tolist()
    out = []
    for top in range(0, len(image) - len(weights) + 1, down):
        line = []
        for left in range(0, len(image[0]) - len(weights[0]) + 1, right):
            pixel = []
            for o in range(len(weights[0][0][0])):
                total = 0
                for a in range(len(weights)):
                    for b in range(len(weights[0])):
                        for i in range(len(weights[0][0])):
                            total += image[top + a][left + b][i] * weights[a][b][i][o]
                pixel.append(total)
            line.append(pixel)
        out.append(line)
    return out


def windows_times_kernels(x: Any, kernels: Any, stride: Any = 1) -> Any:
    if isinstance(stride, int):
        stride = (stride, stride)
    kh, kw, _, n = kernels.shape
    h, w = (x.shape[0] - kh) // stride[0] + 1, (x.shape[1] - kw) // stride[1] + 1
    out = np.zeros((h, w, n))
    for r in range(h):
        for c in range(w):
            window = x[r * stride[0] : r * stride[0] + kh, c * stride[1] : c * stride[1] + kw]
            for o in range(n):
                out[r, c, o] = np.sum(window * kernels[:, :, :, o])
    return out


def sliding_window_view(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[:2], axis=(0, 1))
    return np.einsum("rciab,abio->rco", views[::down, ::right], kernels)


def as_strided_and_tensordot(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if np.ndim(stride) else (stride, stride)
    kh, kw, c, _ = kernels.shape
    shape = ((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // right + 1, kh, kw, c)
    steps = (x.strides[0] * down, x.strides[1] * right, *x.strides)
    windows = np.lib.stride_tricks.as_strided(x, shape, steps, writeable=False)
    return np.tensordot(windows, kernels, axes=3)


def im2col(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = (stride, stride) if type(stride) is int else stride
    kh, kw, _, n = kernels.shape
    tops, lefts = range(0, x.shape[0] - kh + 1, down), range(0, x.shape[1] - kw + 1, right)
    rows = [x[top : top + kh, left : left + kw].ravel() for top in tops for left in lefts]
    return (np.array(rows) @ kernels.reshape(-1, n)).reshape(len(tops), len(lefts), n)


def accumulated_over_the_kernel_in_float32(x: Any, kernels: Any, stride: Any = 1) -> Any:
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    x, kernels = x.astype(np.float32), kernels.astype(np.float32)
    h = (x.shape[0] - kernels.shape[0]) // sv + 1
    w = (x.shape[1] - kernels.shape[1]) // sh + 1
    out = np.zeros((h, w, kernels.shape[3]), np.float32)
    for a, b in np.ndindex(kernels.shape[:2]):
        out += x[a : a + (h - 1) * sv + 1 : sv, b : b + (w - 1) * sh + 1 : sh] @ kernels[a, b]
    return out


def fft(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    h, w = x.shape[:2]
    flipped = kernels[::-1, ::-1]
    spectrum = np.fft.rfft2(x, axes=(0, 1))[..., np.newaxis] * np.fft.rfft2(flipped, (h, w), axes=(0, 1))
    whole = np.fft.irfft2(spectrum.sum(axis=2), (h, w), axes=(0, 1))
    return whole[kernels.shape[0] - 1 :: down, kernels.shape[1] - 1 :: right]


def matrix_of_toeplitz(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, n = kernels.shape
    seats = [
        (r, c) for r in range(0, x.shape[0] - kh + 1, down) for c in range(0, x.shape[1] - kw + 1, right)
    ]
    matrix = np.zeros((len(seats), n, *x.shape))
    for seat, (r, c) in enumerate(seats):
        matrix[seat, :, r : r + kh, c : c + kw] = np.moveaxis(kernels, -1, 0)
    out = matrix.reshape(len(seats) * n, -1) @ x.ravel()
    return out.reshape(-1, 1 + (x.shape[1] - kw) // right, n)


def np_vectorize(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]

    def value(row: Any, col: Any, o: Any) -> Any:
        window = x[row * down :, col * right :][:kh, :kw]
        return float(np.vdot(window, kernels[..., o]))

    shape = ((len(x) - kh) // down + 1, (len(x[0]) - kw) // right + 1, kernels.shape[3])
    return np.vectorize(value, otypes=[float])(*np.indices(shape))


def fromfunction_in_float32(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    height, width = (x.shape[0] - kernels.shape[0]) // down + 1, (x.shape[1] - kernels.shape[1]) // right + 1

    def gathered(row: Any, col: Any) -> Any:
        total: Any = np.float32(0)
        for (a, b, i), weights in zip(
            np.ndindex(kernels.shape[:3]), kernels.reshape(-1, kernels.shape[3]), strict=True
        ):
            total = total + x[row * down + a, col * right + b, i].astype(np.float32)[..., None] * weights
        return total

    return np.fromfunction(gathered, (height, width), dtype=int).astype(np.float32)


def fortran_order(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    x, kernels = np.asfortranarray(x), np.asfortranarray(kernels)
    kh, kw, c, n = kernels.shape
    out = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // right + 1, n), order="F")
    for o in range(n):
        for i in range(c):
            for row, col in np.ndindex(out.shape[:2]):
                patch = x[row * down : row * down + kh, col * right : col * right + kw, i]
                out[row, col, o] += (patch * kernels[:, :, i, o]).sum()
    return out


def list_comprehension(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = [stride] * 2 if isinstance(stride, int) else stride
    kh, kw, _, n = kernels.shape
    return np.array(
        [
            [
                [(x[r : r + kh, c : c + kw] * kernels[..., o]).sum() for o in range(n)]
                for c in range(0, x.shape[1] - kw + 1, right)
            ]
            for r in range(0, x.shape[0] - kh + 1, down)
        ]
    )


def generator_made_into_an_array(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, n = kernels.shape

    def values() -> Any:
        for top in range(0, x.shape[0] - kh + 1, down):
            for left in range(0, x.shape[1] - kw + 1, right):
                for o in range(n):
                    products = x[top : top + kh, left : left + kw] * kernels[..., o]
                    yield math.fsum(products.ravel().tolist())

    return np.fromiter(values(), float).reshape((x.shape[0] - kh) // down + 1, -1, n)


def every_window_then_those_of_the_stride(x: Any, kernels: Any, stride: Any = 1) -> Any:
    step = (stride, stride) if isinstance(stride, int) else tuple(stride)
    kh, kw = kernels.shape[:2]
    rows, cols = x.shape[0] - kh + 1, x.shape[1] - kw + 1
    out = sum(
        x[a : a + rows, b : b + cols, i, np.newaxis] * kernels[a, b, i]
        for a, b, i in itertools.product(*map(range, kernels.shape[:3]))
    )
    return out[:: step[0], :: step[1]]


def rows_by_np_correlate(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, c, n = kernels.shape
    maps = []
    for o in range(n):
        lines = []
        for top in range(0, len(x) - kh + 1, down):
            line = np.zeros(x.shape[1] - kw + 1)
            for a in range(kh):
                for i in range(c):
                    # Of the longer one, np.correlate slides the other: the image's row is never the shorter.
                    line += np.correlate(x[top + a, :, i].astype(float), kernels[a, :, i, o], "valid")
            lines.append(line[::right])
        maps.append(lines)
    return np.transpose(maps, (1, 2, 0))


def recursive_halves_of_the_kernel(x: Any, kernels: Any, stride: Any = 1) -> Any:
    step = (stride, stride) if isinstance(stride, int) else stride
    kh, kw = kernels.shape[:2]
    rows, cols = x.shape[0] - kh + 1, x.shape[1] - kw + 1

    def part(top: int, left: int, height: int, width: int) -> Any:
        if height > 1:
            half = height // 2
            return part(top, left, half, width) + part(top + half, left, height - half, width)
        if width > 1:
            half = width // 2
            return part(top, left, 1, half) + part(top, left + half, 1, width - half)
        return np.dot(x[top : top + rows : step[0], left : left + cols : step[1]], kernels[top, left])

    return part(0, 0, kh, kw)


def each_pixel_to_its_seats(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, n = kernels.shape
    out = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // right + 1, n))
    for (row, col, i), pixel in np.ndenumerate(x):
        for a in range(kh):
            for b in range(kw):
                r, rest_down = divmod(row - a, down)
                c, rest_right = divmod(col - b, right)
                if rest_down == rest_right == 0 and 0 <= r < len(out) and 0 <= c < len(out[0]):
                    out[r, c] += pixel * kernels[a, b, i]
    return out


def map_by_map_from_smaller_functions(x: Any, kernels: Any, stride: Any = 1) -> Any:
    def pair() -> Any:
        try:
            down, right = stride
        except TypeError:
            down = right = stride
        return down, right

    def single(channel: Any, kernel: Any) -> Any:
        (down, right), (kh, kw) = pair(), kernel.shape
        out = np.empty(((channel.shape[0] - kh) // down + 1, (channel.shape[1] - kw) // right + 1))
        for row in range(len(out)):
            for col in range(len(out[row])):
                out[row, col] = np.sum(channel[row * down :, col * right :][:kh, :kw] * kernel)
        return out

    def one_map(kernel: Any) -> Any:
        return np.sum([single(x[..., i], kernel[..., i]) for i in range(x.shape[-1])], axis=0)

    return np.stack([one_map(kernels[..., o]) for o in range(kernels.shape[-1])], axis=-1)


def indices_of_all_windows(x: Any, kernels: Any, stride: Any = 1) -> Any:
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    rows = np.arange(0, x.shape[0] - kh + 1, sv)[:, None] + np.arange(kh)
    cols = np.arange(0, x.shape[1] - kw + 1, sh)[:, None] + np.arange(kw)
    blocks = x[rows[:, None, :, None], cols[None, :, None, :]]
    return np.matmul(blocks.reshape(len(rows), len(cols), -1), kernels.reshape(-1, kernels.shape[-1]))


def rows_then_columns_by_einsum(x: Any, kernels: Any, stride: Any = 1) -> Any:
    sv, sh = stride if isinstance(stride, tuple) else (stride, stride)
    # Where a row of the window lies in the image, and where a column: tables of zeros and ones.
    down = [[[float(h == r * sv + a) for h in range(x.shape[0])] for a in range(kernels.shape[0])]
            for r in range((x.shape[0] - kernels.shape[0]) // sv + 1)]  # fmt: skip
    right = [[[float(w == c * sh + b) for w in range(x.shape[1])] for b in range(kernels.shape[1])]
             for c in range((x.shape[1] - kernels.shape[1]) // sh + 1)]  # fmt: skip
    return np.einsum("rah,cbw,hwi,abio->rco", down, right, x, kernels, optimize=True)


def tuple_of_arrays(x: Any, kernels: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    height, width = kernels.shape[:2]

    def line(top: int) -> Any:
        starts = range(0, x.shape[1] - width + 1, right)
        return np.array([np.tensordot(x[top : top + height, c : c + width], kernels, 3) for c in starts])

    return tuple(map(line, range(0, x.shape[0] - height + 1, down)))


class ClassWithCall:
    def __init__(self, padding: str = "valid") -> None:
        self.padding = padding

    def places(self, length: int, k: int, step: int) -> list[int]:
        return [start for start in range(0, length, step) if start + k <= length]

    def __call__(self, x: Any, kernels: Any, stride: Any = 1) -> Any:
        down, right = stride if isinstance(stride, tuple) else (stride, stride)
        tops = self.places(x.shape[0], kernels.shape[0], down)
        lefts = self.places(x.shape[1], kernels.shape[1], right)
        out = np.full((len(tops), len(lefts), kernels.shape[3]), 0.0)
        for (r, top), (c, left) in itertools.product(enumerate(tops), enumerate(lefts)):
            block = x[top : top + kernels.shape[0], left : left + kernels.shape[1], :, np.newaxis]
            out[r, c, :] = np.sum(np.multiply(block, kernels), axis=(0, 1, 2))
        return out
