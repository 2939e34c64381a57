"""Right answers to conv2d_single."""

import itertools
from typing import Any

import numpy as np


def window_by_window(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    (h, w), (kh, kw) = x.shape, kernel.shape
    out = np.zeros(((h - kh) // sh + 1, (w - kw) // sw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i * sh : i * sh + kh, j * sw : j * sw + kw] * kernel)
    return out


def nested_loops_on_lists(x: Any, kernel: Any, stride: Any = 1) -> Any:
    if not isinstance(stride, tuple):
        stride = (stride, stride)
    image, weights = x.tolist(), kernel.tolist()
    result = []
    for top in range(0, len(image) - len(weights) + 1, stride[0]):
        line = []
        for left in range(0, len(image[0]) - len(weights[0]) + 1, stride[1]):
            total = 0.0
            for a in range(len(weights)):
                for b in range(len(weights[0])):
                    total += image[top + a][left + b] * weights[a][b]
            line.append(total)
        result.append(line)
    return result


def sliding_window_view(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::sh, ::sw]
    return (views * kernel).sum(axis=(-2, -1))


def as_strided(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x = np.ascontiguousarray(x)
    rows, cols = (x.shape[0] - kernel.shape[0]) // sh + 1, (x.shape[1] - kernel.shape[1]) // sw + 1
    views = np.lib.stride_tricks.as_strided(
        x,
        (rows, cols, *kernel.shape),
        (x.strides[0] * sh, x.strides[1] * sw, *x.strides),
    )
    return np.einsum("ijab,ab->ij", views, kernel)


def tensordot(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.tensordot(views, kernel, axes=([2, 3], [0, 1]))[::sh, ::sw]


def im2col(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw = kernel.shape
    tops, lefts = range(0, x.shape[0] - kh + 1, sh), range(0, x.shape[1] - kw + 1, sw)
    columns = np.array([x[i : i + kh, j : j + kw].ravel() for i in tops for j in lefts]).T
    return (kernel.reshape(1, -1) @ columns).reshape(len(tops), len(lefts))


def fft(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    # The transforms convolve, so the kernel is turned, and what wraps around the border is cut off.
    spectrum = np.fft.fft2(x) * np.fft.fft2(kernel[::-1, ::-1], x.shape)
    return np.fft.ifft2(spectrum).real[kernel.shape[0] - 1 :: sh, kernel.shape[1] - 1 :: sw]


def accumulated_over_the_kernel_in_float32(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x, kernel = np.asarray(x, np.float32), np.asarray(kernel, np.float32)
    height, width = x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1
    out = np.zeros((height, width), np.float32)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            out += kernel[a, b] * x[a : a + height, b : b + width]
    return out[::sh, ::sw]


class WithCall:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, x: Any, kernel: Any, stride: Any = 1) -> Any:
        self.calls += 1
        steps = self.both(stride)
        places = [range(0, n - k + 1, s) for n, k, s in zip(x.shape, kernel.shape, steps)]
        return np.array([[self.see(x, kernel, top, left) for left in places[1]] for top in places[0]])

    def both(self, stride: Any) -> Any:
        return stride if isinstance(stride, tuple) else (stride, stride)

    def see(self, x: Any, kernel: Any, top: Any, left: Any) -> Any:
        return np.vdot(x[top : top + len(kernel), left : left + len(kernel[0])], kernel)


def recursive(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    kh, kw = kernel.shape

    def line(strip: Any) -> Any:
        if strip.shape[1] < kw:
            return []
        return [(strip[:, :kw] * kernel).sum(), *line(strip[:, sw:])]

    def table(image: Any) -> Any:
        return [] if len(image) < kh else [line(image[:kh]), *table(image[sh:])]

    return np.array(table(x))


def generator_made_into_an_array(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = (stride, stride) if np.ndim(stride) == 0 else stride
    rows, cols = (x.shape[0] - kernel.shape[0]) // sh + 1, (x.shape[1] - kernel.shape[1]) // sw + 1

    def values() -> Any:
        for place in range(rows * cols):
            i, j = divmod(place, cols)
            seen = x[i * sh :, j * sw :][: kernel.shape[0], : kernel.shape[1]]
            yield np.einsum("ab,ab", seen, kernel)

    return np.fromiter(values(), float, rows * cols).reshape(rows, cols)


def fortran_order(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    x, kernel = np.asfortranarray(x), np.asfortranarray(kernel)
    rows, cols = 1 + (np.subtract(x.shape, kernel.shape) // (sh, sw))
    out = np.empty((rows, cols), order="F")
    for j, i in itertools.product(range(cols), range(rows)):
        seen = x[i * sh : i * sh + kernel.shape[0], j * sw : j * sw + kernel.shape[1]]
        out[i, j] = seen.ravel(order="F") @ kernel.ravel(order="F")
    return out


def correlated_row_by_row(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    out = []
    for top in range(0, len(x) - len(kernel) + 1, sh):
        # np.correlate swaps its arguments if the second is longer, which it never is here.
        lines = [np.correlate(x[top + a], kernel[a], mode="valid") for a in range(len(kernel))]
        out.append(np.sum(lines, axis=0)[::sw])
    return np.vstack(out)


def list_comprehension(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernel.shape
    return [
        [
            sum(x[i + a, j + b] * kernel[a, b] for a in range(kh) for b in range(kw))
            for j in range(0, x.shape[1] - kw + 1, sw)
        ]
        for i in range(0, x.shape[0] - kh + 1, sh)
    ]


def np_vectorize(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    rows, cols = np.indices([(n - k) // s + 1 for n, k, s in zip(x.shape, kernel.shape, (sh, sw))])

    def at(i: Any, j: Any) -> Any:
        return float((x[i * sh : i * sh + kernel.shape[0], j * sw : j * sw + kernel.shape[1]] * kernel).sum())

    return np.vectorize(at, otypes=[float])(rows, cols)


def matrix_of_toeplitz(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    (h, w), (kh, kw) = x.shape, kernel.shape
    rows, cols = (h - kh) // sh + 1, (w - kw) // sw + 1
    matrix = np.zeros((rows * cols, h * w))
    for place in range(rows * cols):
        at = np.zeros((h, w))
        top, left = place // cols * sh, place % cols * sw
        at[top : top + kh, left : left + kw] = kernel
        matrix[place] = at.ravel()
    return (matrix @ x.ravel()).reshape(rows, cols)


def pixels_that_scatter(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    out = np.zeros((x.shape[0] + kernel.shape[0] - 1, x.shape[1] + kernel.shape[1] - 1))
    turned = np.rot90(kernel, 2)
    for (i, j), pixel in np.ndenumerate(x):
        out[i : i + kernel.shape[0], j : j + kernel.shape[1]] += pixel * turned
    return out[kernel.shape[0] - 1 : x.shape[0] : sh, kernel.shape[1] - 1 : x.shape[1] : sw]


def flat_indices(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    (h, w), (kh, kw) = x.shape, kernel.shape
    inside = (np.arange(kh)[:, None] * w + np.arange(kw)).ravel()
    starts = np.arange(0, h - kh + 1, sh)[:, None] * w + np.arange(0, w - kw + 1, sw)
    return x.ravel()[starts[..., None] + inside] @ kernel.ravel()


def singular_values(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2)
    u, s, v = np.linalg.svd(np.asarray(kernel, float))
    out: Any = 0
    for k in range(len(s)):
        # Each part of the kernel is a column times a row: first all columns, then all rows.
        down = np.array([np.correlate(line, u[:, k], "valid") for line in np.asarray(x, float).T]).T
        out = out + s[k] * np.array([np.correlate(line, v[k], "valid") for line in down])
    return out[::sh, ::sw]


def tuples_of_tuples(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = np.broadcast_to(stride, 2).tolist()
    views = np.lib.stride_tricks.sliding_window_view(x.astype(float), kernel.shape)[::sh, ::sw]
    return tuple(tuple(np.inner(seen.ravel(), kernel.ravel()) for seen in line) for line in views)
