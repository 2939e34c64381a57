"""Right answers to conv_layer."""

import itertools
from typing import Any

import numpy as np


def nested_loops_on_lists(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, c_in, c_out = kernels.shape
    weights = kernels.tolist()
    out: list[Any] = []
    for image in x.tolist():
        out.append([])
        for top in range(0, len(image) - kh + 1, down):
            out[-1].append([])
            for left in range(0, len(image[0]) - kw + 1, right):
                values = []
                for o in range(c_out):
                    z = float(bias[o])
                    for a in range(kh):
                        for b in range(kw):
                            for i in range(c_in):
                                z += image[top + a][left + b][i] * weights[a][b][i][o]
                    values.append(z if z > 0 else 0.0)
                out[-1][-1].append(values)
    return out


def built_from_smaller_functions(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    def relu(z: Any) -> Any:
        return np.maximum(0, z)

    def conv2d(image: Any) -> Any:
        down, right = (stride, stride) if isinstance(stride, int) else stride
        height = (image.shape[0] - kernels.shape[0]) // down + 1
        width = (image.shape[1] - kernels.shape[1]) // right + 1
        maps = []
        for o in range(kernels.shape[3]):
            one = np.zeros((height, width))
            for r, c in np.ndindex(height, width):
                top, left = r * down, c * right
                window = image[top : top + kernels.shape[0], left : left + kernels.shape[1]]
                one[r, c] = np.sum(window * kernels[..., o])
            maps.append(one)
        return np.stack(maps, axis=-1)

    return relu(np.array([conv2d(image) + bias for image in x]))


def sliding_window_view_and_a_mask(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[:2], (1, 2))[:, ::down, ::right]
    z = np.einsum("nrciab,abio->nrco", views, kernels, optimize=True) + bias
    z[z < 0] = 0
    return z


def as_strided_and_where(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    (n, h, w, c), (kh, kw, _, _) = x.shape, kernels.shape
    s = x.strides
    windows = np.lib.stride_tricks.as_strided(
        x,
        shape=(n, (h - kh) // down + 1, (w - kw) // right + 1, kh, kw, c),
        strides=(s[0], s[1] * down, s[2] * right, s[1], s[2], s[3]),
        writeable=False,
    )
    z = np.tensordot(windows, kernels, 3) + bias
    return np.where(z > 0, z, 0)


def im2col_and_clip(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    tops, lefts = range(0, x.shape[1] - kh + 1, down), range(0, x.shape[2] - kw + 1, right)
    patches = [
        image[top : top + kh, left : left + kw].flatten() for image in x for top in tops for left in lefts
    ]
    z = np.vstack(patches) @ kernels.reshape(-1, c_out) + bias
    return np.clip(z, 0, None).reshape(len(x), len(tops), len(lefts), c_out)


def half_of_z_and_its_size_in_float32(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    x, kernels, bias = (np.asarray(array, np.float32) for array in (x, kernels, bias))
    rows, cols = (x.shape[1] - len(kernels)) // down + 1, (x.shape[2] - len(kernels[0])) // right + 1
    z = np.zeros((len(x), rows, cols, len(bias)), np.float32) + bias
    for a in range(kernels.shape[0]):
        for b in range(kernels.shape[1]):
            z += x[:, a::down, b::right][:, :rows, :cols] @ kernels[a, b]
    return (z + np.abs(z)) / 2


def fft(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    h, w = x.shape[1:3]
    # The conjugate spectrum is the flipped kernel's: what wraps around ends behind the last place.
    images = np.fft.rfft2(x, axes=(1, 2))
    weights = np.conj(np.fft.rfft2(kernels, (h, w), axes=(0, 1)))
    z = np.fft.irfft2((images[..., None] * weights).sum(axis=3), (h, w), axes=(1, 2))
    z = z[:, : h - kernels.shape[0] + 1 : down, : w - kernels.shape[1] + 1 : right]
    return np.fmax(z + bias, 0)


def matrix_of_toeplitz(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    columns = []
    for top in range(0, x.shape[1] - kh + 1, down):
        for left in range(0, x.shape[2] - kw + 1, right):
            for o in range(c_out):
                seat = np.zeros(x.shape[1:])
                seat[top : top + kh, left : left + kw] = kernels[..., o]
                columns.append(seat.ravel())
    z = x.reshape(len(x), -1) @ np.array(columns).T + np.resize(bias, len(columns))
    return (z * (z > 0)).reshape(len(x), -1, (x.shape[2] - kw) // right + 1, c_out)


def np_vectorize(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape

    def value(n: Any, r: Any, c: Any, o: Any) -> Any:
        window = x[n, r * down : r * down + kh, c * right : c * right + kw]
        return max(0.0, float((window * kernels[..., o]).sum() + bias[o]))

    shape = (len(x), (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1, c_out)
    return np.vectorize(value)(*np.ogrid[tuple(slice(side) for side in shape)])


def fortran_order_in_place(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, c_in, c_out = kernels.shape
    shape = (len(x), (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1, c_out)
    out = np.zeros(shape, order="F")
    for o, i, a, b in itertools.product(range(c_out), range(c_in), range(kh), range(kw)):
        for r in range(shape[1]):
            out[:, r, :, o] += x[:, r * down + a, b::right, i][:, : shape[2]] * kernels[a, b, i, o]
    np.add(out, bias, out=out)
    return np.maximum(out, 0, out=out)


def generator_made_into_an_array(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    rows, cols = (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // right + 1

    def values() -> Any:
        for n, r, c in np.ndindex(len(x), rows, cols):
            window = x[n, r * down : r * down + kh, c * right : c * right + kw, :, np.newaxis]
            yield from (max(z, 0) for z in (window * kernels).sum(axis=(0, 1, 2)) + bias)

    return np.fromiter(values(), float, len(x) * rows * cols * c_out).reshape(-1, rows, cols, c_out)


def list_of_comprehensions(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = [stride] * 2 if isinstance(stride, int) else stride
    kh, kw = kernels.shape[:2]
    return [
        [
            [
                np.maximum(np.tensordot(image[r : r + kh, c : c + kw], kernels, axes=3) + bias, 0)
                for c in range(0, image.shape[1] - kw + 1, right)
            ]
            for r in range(0, image.shape[0] - kh + 1, down)
        ]
        for image in x
    ]


def recursive_over_the_kernels(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    if len(bias) > 1:
        first = recursive_over_the_kernels(x, kernels[..., :1], bias[:1], (down, right))
        others = recursive_over_the_kernels(x, kernels[..., 1:], bias[1:], (down, right))
        return np.concatenate([first, others], axis=3)
    kh, kw = kernels.shape[:2]
    rows, cols = x.shape[1] - kh + 1, x.shape[2] - kw + 1
    z: Any = bias[0]
    for a, b, i in np.ndindex(kernels.shape[:3]):
        z = z + x[:, a : a + rows : down, b : b + cols : right, i] * kernels[a, b, i, 0]
    return np.maximum(z, 0)[..., np.newaxis]


def indices_of_all_windows(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    rows = np.add.outer(np.arange(0, x.shape[1] - kh + 1, down), np.arange(kh))
    cols = np.add.outer(np.arange(0, x.shape[2] - kw + 1, right), np.arange(kw))
    windows = x[:, rows[:, None, :, None], cols[None, :, None]]
    z = np.tensordot(windows, kernels, ([3, 4, 5], [0, 1, 2])) + bias
    return z.clip(min=0)


def bias_as_a_channel_of_ones(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw, _, c_out = kernels.shape
    ones = np.ones((*x.shape[:3], 1))
    shares = np.zeros((kh, kw, 1, c_out))
    shares[0, 0, 0] = bias
    x, kernels = np.concatenate([x, ones], axis=3), np.concatenate([kernels, shares], axis=2)
    views = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(1, 2))
    views = np.moveaxis(views[:, ::down, ::right], 3, -1)
    out = views.reshape(*views.shape[:3], -1) @ kernels.reshape(-1, c_out)
    return np.maximum(out, np.zeros_like(out))


def double_negative_of_a_minimum(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    step = stride if isinstance(stride, tuple) else (stride, stride)
    rows, cols = ((n - k) // s + 1 for n, k, s in zip(x.shape[1:3], kernels.shape[:2], step, strict=True))
    out = np.empty((x.shape[0], rows, cols, kernels.shape[-1]))
    for n, image in enumerate(x):
        for o, (kernel, shift) in enumerate(zip(np.rollaxis(kernels, 3), bias, strict=True)):
            for r, c in itertools.product(range(rows), range(cols)):
                window = image[r * step[0] :, c * step[1] :][: kernel.shape[0], : kernel.shape[1]]
                out[n, r, c, o] = -min(-(np.einsum("abi,abi", window, kernel) + shift), 0)
    return out


class ClassWithCall:
    """A layer as frameworks have it: made once, then called."""

    def relu(self, z: Any) -> Any:
        return np.where(z < 0, 0, z)

    def one_image(self, image: Any, kernels: Any, down: int, right: int) -> Any:
        kh, kw, c_in, c_out = kernels.shape
        rows, cols = (image.shape[0] - kh) // down + 1, (image.shape[1] - kw) // right + 1
        maps = np.zeros((rows, cols, c_out))
        for i in range(c_in):
            for r in range(rows):
                for c in range(cols):
                    patch = image[r * down : r * down + kh, c * right : c * right + kw, i]
                    maps[r, c] += np.tensordot(patch, kernels[:, :, i], axes=2)
        return maps

    def __call__(self, x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
        down, right = stride if isinstance(stride, tuple) else (stride, stride)
        return self.relu(np.stack([self.one_image(image, kernels, down, right) for image in x]) + bias)
