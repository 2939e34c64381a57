"""Right answers in NumPy, for mistakes to be made in.

No mark comes from here: answers are judged by TensorFlow's.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pair(size: Any) -> tuple[int, int]:
    """An int for both directions, or (vertical, horizontal)."""
    return (size, size) if isinstance(size, int) else tuple(size)


def conv2d_batch(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> NDArray[Any]:
    """(batch, h', w', c_out) from x (batch, h, w, c_in), kernels (kh, kw, c_in, c_out), bias (c_out,).

    Raises:
        ValueError: the shapes do not fit together.
    """
    x, kernels = np.asarray(x), np.asarray(kernels)
    if x.ndim != 4 or kernels.ndim != 4 or x.shape[3] != kernels.shape[2]:
        raise ValueError(f"an image {x.shape} and kernels {kernels.shape} do not fit together")
    down, right = pair(stride)
    (batch, height, width, channels), (tall, wide) = x.shape, kernels.shape[:2]
    if height < tall or width < wide:
        raise ValueError(f"kernels {kernels.shape} are larger than an image {x.shape}")
    # One window for each seat of the result, with the axes (batch, rows, cols, c_in, kh, kw). As NumPy's
    # sliding_window_view has them, in a quarter of its time: laws are tried on each submission.
    windows = np.lib.stride_tricks.as_strided(
        x,
        (batch, height - tall + 1, width - wide + 1, channels, tall, wide),
        (*x.strides, *x.strides[1:3]),
    )[:, ::down, ::right]
    out: NDArray[Any] = np.einsum("nrcipq,pqio->nrco", windows, kernels)
    return out if bias is None else out + bias


def conv2d(x: Any, kernels: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w', c_out) from x (h, w, c_in), kernels (kh, kw, c_in, c_out)."""
    out: NDArray[Any] = conv2d_batch(np.asarray(x)[np.newaxis], kernels, None, stride)[0]
    return out


def conv2d_channels(x: Any, kernel: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w') from x (h, w, c), kernel (kh, kw, c)."""
    return conv2d(x, np.asarray(kernel)[..., np.newaxis], stride)[..., 0]


def channel_maps(x: Any, kernel: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w', c) from x (h, w, c), kernel (kh, kw, c)."""
    channels = range(np.shape(x)[2])
    return np.stack([conv2d_single(x[..., c], kernel[..., c], stride) for c in channels], axis=-1)


def conv2d_single(x: Any, kernel: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w') from x (h, w), kernel (kh, kw)."""
    return conv2d_channels(np.asarray(x)[..., np.newaxis], np.asarray(kernel)[..., np.newaxis], stride)


def output_size(n: int, k: int, stride: int = 1) -> int:
    """How many windows of k fit into n."""
    return (n - k) // stride + 1


def output_shape(x: Any, kernel: Any, stride: Any = 1) -> tuple[int, int]:
    """(h', w') from x (h, w, …), kernel (kh, kw, …)."""
    down, right = pair(stride)
    return output_size(len(x), len(kernel), down), output_size(len(x[0]), len(kernel[0]), right)


def dense_params(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + (n_out if bias else 0)


def mlp_params(widths: Sequence[int], bias: bool = True) -> list[int]:
    return [dense_params(n_in, n_out, bias) for n_in, n_out in pairwise(widths)]


def memory_bytes(n_params: int, dtype: str = "float32") -> int:
    return n_params * np.dtype(dtype).itemsize


def sigmoid(z: Any) -> NDArray[Any]:
    with np.errstate(over="ignore"):
        out: NDArray[Any] = 1 / (1 + np.exp(-z))
        return out


def dense_forward(x: Any, w: Any, b: Any) -> NDArray[Any]:
    """(batch, n_out) from x (batch, n_in), w (n_in, n_out), b (n_out,)."""
    return sigmoid(x @ w + b)


def most_important(importance: Any, k: int) -> NDArray[np.bool_]:
    """Where the k highest of each column stand, in a mask of the table's shape (n_in, n_out)."""
    ranks = np.argsort(np.argsort(importance, axis=0), axis=0)
    return np.asarray(ranks >= len(importance) - k)


def topk_forward(x: Any, w: Any, b: Any, importance: Any, k: int) -> NDArray[Any]:
    return dense_forward(x, w * most_important(importance, k), b)


def receptive_field_mask(height: int, width: int, row: int, col: int, k: int) -> NDArray[np.bool_]:
    rows, cols = np.indices((height, width))
    return np.asarray((abs(rows - row) <= k // 2) & (abs(cols - col) <= k // 2))


def layer_weights(k: int, n_in: int, n_out: int, kind: str) -> int:
    return {"dense": n_in * n_out, "local": k * k * n_out, "shared": k * k}[kind]


def conv_params(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    height, width = pair(kernel_size)
    return dense_params(height * width * c_in, c_out, bias)


def conv_layer(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> NDArray[Any]:
    """(batch, h', w', c_out) without negative values, from what `conv2d_batch` takes."""
    out: NDArray[Any] = np.maximum(conv2d_batch(x, kernels, bias, stride), 0)
    return out


def stack_maps(maps: Any) -> NDArray[Any]:
    """(h, w, n) from n maps (h, w)."""
    return np.stack(maps, axis=-1)


def window(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
    """The part of x (h, w) that output (row, col) looks at."""
    (height, width), (down, right) = pair(kernel_size), pair(stride)
    out: NDArray[Any] = np.asarray(x)[row * down :, col * right :][:height, :width]
    return out


def hadamard_sum(window: Any, kernel: Any) -> Any:
    """The sum of the element-wise product."""
    return np.sum(np.asarray(window) * np.asarray(kernel))
