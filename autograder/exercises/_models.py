"""Right answers in NumPy, for mistakes to be made in.

No mark comes from here: answers are judged by TensorFlow's.
"""

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
    # One window for each seat of the result, with the axes (batch, rows, cols, c_in, kh, kw).
    windows = np.lib.stride_tricks.sliding_window_view(x, kernels.shape[:2], (1, 2))[:, ::down, ::right]
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
