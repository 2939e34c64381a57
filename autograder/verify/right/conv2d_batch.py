"""Right answers to conv2d_batch."""

import itertools
from functools import reduce
from typing import Any

import numpy as np


def nested_loops_on_lists(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, c_in, c_out = kernels.shape
    out: list[Any] = []
    for image in x.tolist():
        maps: list[Any] = []
        for top in range(0, len(image) - kh + 1, down):
            line = []
            for left in range(0, len(image[0]) - kw + 1, right):
                line.append([0.0 if bias is None else float(bias[o]) for o in range(c_out)])
                for a, b, i, o in itertools.product(range(kh), range(kw), range(c_in), range(c_out)):
                    line[-1][o] += image[top + a][left + b][i] * float(kernels[a, b, i, o])
            maps.append(line)
        out.append(maps)
    return out


def one_image_at_a_time(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    def conv2d(image: Any) -> Any:
        down, right = (stride, stride) if isinstance(stride, int) else stride
        kh, kw, _, n = kernels.shape
        out = np.zeros(((image.shape[0] - kh) // down + 1, (image.shape[1] - kw) // right + 1, n))
        for row in range(out.shape[0]):
            for col in range(out.shape[1]):
                top, left = row * down, col * right
                for o in range(n):
                    out[row, col, o] = (image[top : top + kh, left : left + kw] * kernels[..., o]).sum()
        return out

    results = np.stack([conv2d(image) for image in x])
    return results if bias is None else results + bias


def sliding_window_view(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[:2], axis=(1, 2))
    out = np.tensordot(views[:, ::down, ::right], kernels, axes=([4, 5, 3], [0, 1, 2]))
    return out + (0 if bias is None else bias)


def as_strided_and_einsum(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    n, h, w, c = x.shape
    kh, kw = kernels.shape[:2]
    per_image, per_row, per_col, per_channel = x.strides
    windows = np.lib.stride_tricks.as_strided(
        x,
        (n, (h - kh) // down + 1, (w - kw) // right + 1, kh, kw, c),
        (per_image, down * per_row, right * per_col, per_row, per_col, per_channel),
    )
    out = np.einsum("nrcabi,abio->nrco", windows, kernels)
    if bias is not None:
        out = out + bias
    return out


def im2col_with_the_bias_as_a_weight(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    rows, cols = (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1
    matrix = np.concatenate([kernels.reshape(-1, c_out), [np.zeros(c_out) if bias is None else bias]])
    patches = np.ones((len(x), rows, cols, len(matrix)))
    for r, c in np.ndindex(rows, cols):
        block = x[:, r * down : r * down + kh, c * right : c * right + kw]
        patches[:, r, c, :-1] = block.reshape(len(x), -1)
    return np.dot(patches, matrix)


def accumulated_over_the_kernel_in_float32(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    x, kernels = np.float32(x), np.float32(kernels)
    rows = (x.shape[1] - kernels.shape[0]) // down + 1
    cols = (x.shape[2] - kernels.shape[1]) // right + 1
    out = np.zeros((x.shape[0], rows, cols, kernels.shape[3]), dtype="float32")
    if bias is not None:
        out += bias.astype("float32")
    for a, b, i in np.ndindex(kernels.shape[:3]):
        seen = x[:, a : a + rows * down : down, b : b + cols * right : right, i][:, :rows, :cols]
        out += seen[..., np.newaxis] * kernels[a, b, i]
    return out


def fft_over_the_whole_batch(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    size = (x.shape[1] + kh - 1, x.shape[2] + kw - 1)
    images = np.fft.fft2(x, size, axes=(1, 2))
    weights = np.fft.fft2(np.flip(kernels, (0, 1)), size, axes=(0, 1))
    full = np.fft.ifft2(np.einsum("nhwi,hwio->nhwo", images, weights), axes=(1, 2)).real
    out = full[:, kh - 1 : x.shape[1] : down, kw - 1 : x.shape[2] : right]
    return out if bias is None else np.add(out, bias)


def matrix_of_toeplitz(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    n, h, w, c = x.shape
    kh, kw, _, c_out = kernels.shape
    rows, cols = (h - kh) // down + 1, (w - kw) // right + 1
    matrix = np.zeros((h, w, c, rows, cols, c_out))
    for r, col in itertools.product(range(rows), range(cols)):
        top, left = r * down, col * right
        matrix[top : top + kh, left : left + kw, :, r, col, :] = kernels
    out = x.reshape(n, -1) @ matrix.reshape(h * w * c, -1)
    out = out.reshape(n, rows, cols, c_out)
    return out if bias is None else out + np.reshape(bias, (1, 1, 1, -1))


def images_stacked_as_channels(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    batch_last = np.moveaxis(x, 0, -1)
    lines = []
    for top in range(0, x.shape[1] - kh + 1, down):
        line = []
        for left in range(0, x.shape[2] - kw + 1, right):
            block = batch_last[top : top + kh, left : left + kw]
            line.append(np.tensordot(kernels, block, axes=([0, 1, 2], [0, 1, 2])))
        lines.append(line)
    out: Any = np.array(lines).transpose(3, 0, 1, 2)
    for o in range(kernels.shape[3]):
        if bias is not None:
            out = out + bias[o] * (np.arange(kernels.shape[3]) == o)
    return out


def fortran_order(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    shape = (len(x), (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1, c_out)
    out = np.empty(shape, order="F")
    for o in range(c_out):
        for r in range(shape[1]):
            for c in range(shape[2]):
                block = x[:, r * down : r * down + kh, c * right : c * right + kw, :]
                out[:, r, c, o] = np.sum(block * kernels[None, ..., o], axis=(1, 2, 3))
        if bias is not None:
            out[..., o] += bias[o]
    return out


def generator_made_into_an_array(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    rows, cols = (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1

    def values() -> Any:
        for image, r, c, o in itertools.product(x, range(rows), range(cols), range(c_out)):
            block = image[r * down : r * down + kh, c * right : c * right + kw]
            yield np.vdot(block, kernels[..., o]) + (bias[o] if bias is not None else 0)

    return np.array(list(values())).reshape(-1, rows, cols, c_out)


def channels_first_inside(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    images, weights = x.transpose(0, 3, 1, 2), kernels.transpose(3, 2, 0, 1)
    n, _, h, w = images.shape
    f, _, kh, kw = weights.shape
    out = np.zeros((n, f, 1 + (h - kh) // down, 1 + (w - kw) // right))
    for i, j in np.ndindex(out.shape[2:]):
        block = images[:, :, i * down : i * down + kh, j * right : j * right + kw]
        out[:, :, i, j] = block.reshape(n, -1) @ weights.reshape(f, -1).T
    if bias is not None:
        out += bias[:, None, None]
    return out.transpose(0, 2, 3, 1)


def recursive_over_the_batch(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    if len(x) > 1:
        half = len(x) // 2
        parts = [recursive_over_the_batch(part, kernels, bias, stride) for part in (x[:half], x[half:])]
        return np.concatenate(parts)
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    tops, lefts = range(0, x.shape[1] - kh + 1, down), range(0, x.shape[2] - kw + 1, right)
    windows = [[x[0, top : top + kh, left : left + kw] for left in lefts] for top in tops]
    maps = np.tensordot(np.array(windows), kernels, axes=3)[None]
    return maps if bias is None else maps + bias


def np_vectorize_with_a_signature(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape

    def one_map(image: Any, kernel: Any) -> Any:
        rows = range(0, image.shape[0] - kh + 1, down)
        cols = range(0, image.shape[1] - kw + 1, right)
        return np.array(
            [[np.inner(image[r : r + kh, c : c + kw].flat, kernel.flat) for c in cols] for r in rows]
        )

    for_all = np.vectorize(one_map, signature="(h,w,i),(a,b,i)->(r,c)")
    out = for_all(x[:, None], np.moveaxis(kernels, -1, 0)).transpose(0, 2, 3, 1)
    return out + np.zeros(c_out) if bias is None else out + bias


def tuple_of_arrays(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]

    def shifted(image: Any, a: int, b: int) -> Any:
        seen = image[a : image.shape[0] - kh + 1 + a, b : image.shape[1] - kw + 1 + b]
        return seen[::down, ::right] @ kernels[a, b]

    start = np.zeros(kernels.shape[-1]) if bias is None else bias
    places = list(np.ndindex(kh, kw))
    return tuple(reduce(lambda total, at: total + shifted(image, *at), places, start) for image in x)


class ClassWithCall:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
        self.calls += 1
        down, right = stride if isinstance(stride, tuple) else (stride, stride)
        rows = np.arange(0, x.shape[1] - kernels.shape[0] + 1, down)
        cols = np.arange(0, x.shape[2] - kernels.shape[1] + 1, right)
        out = np.zeros((len(x), len(rows), len(cols), kernels.shape[3]))
        for a, b in np.ndindex(kernels.shape[:2]):
            out = out + x[:, rows[:, None] + a, cols + b] @ kernels[a, b]
        if bias is not None:
            out = out + bias
        return out
