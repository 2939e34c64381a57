"""A right solution of every exercise, written as a student might: plainly, and without hurry.

They are not the masters' solutions: two people who solved the same course.
"""

from typing import Any

import numpy as np


def dense_params(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + (n_out if bias else 0)


def mlp_params(widths: list[int], bias: bool = True) -> list[int]:
    return [dense_params(widths[i], widths[i + 1], bias) for i in range(len(widths) - 1)]


def memory_bytes(n_params: int, dtype: str = "float32") -> int:
    return n_params * np.dtype(dtype).itemsize


def sigmoid(z: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def dense_forward(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(x @ w + b)


def topk_forward(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    out = np.zeros((x.shape[0], w.shape[1]))
    for j in range(w.shape[1]):
        best = np.argsort(importance[:, j])[-k:]
        for n in range(x.shape[0]):
            out[n, j] = sigmoid(sum(x[n, i] * w[i, j] for i in best) + b[j])
    return out


def receptive_field_mask(height: int, width: int, row: int, col: int, k: int) -> Any:
    half = k // 2
    rows, cols = np.indices((height, width))
    return (abs(rows - row) <= half) & (abs(cols - col) <= half)


def layer_weights(k: int, n_in: int, n_out: int, kind: str) -> int:
    return {"dense": n_in * n_out, "local": k * k * n_out, "shared": k * k}[kind]


def conv_params(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    height, width = pair(kernel_size)
    return (height * width * c_in + bias) * c_out


def pair(size: Any) -> tuple[int, int]:
    return size if isinstance(size, tuple) else (size, size)


def output_size(n: int, k: int, stride: int = 1) -> int:
    return (n - k) // stride + 1


def window(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return x[row * sh : row * sh + kh, col * sw : col * sw + kw]


def hadamard_sum(window: Any, kernel: Any) -> Any:
    return np.sum(window * kernel)


def conv2d_single(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = pair(stride)
    out = np.zeros(
        (output_size(x.shape[0], kernel.shape[0], sh), output_size(x.shape[1], kernel.shape[1], sw))
    )
    for row in range(out.shape[0]):
        for col in range(out.shape[1]):
            out[row, col] = hadamard_sum(window(x, row, col, kernel.shape, stride), kernel)
    return out


def channel_maps(x: Any, kernel: Any, stride: Any = 1) -> Any:
    maps = [conv2d_single(x[:, :, c], kernel[:, :, c], stride) for c in range(x.shape[2])]
    return np.stack(maps, axis=-1)


def conv2d_channels(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return channel_maps(x, kernel, stride).sum(axis=-1)


def stack_maps(maps: list[Any]) -> Any:
    return np.stack(maps, axis=-1)


def conv2d(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return stack_maps([conv2d_channels(x, kernels[..., n], stride) for n in range(kernels.shape[3])])


def conv2d_batch(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    maps = np.array([conv2d(image, kernels, stride) for image in x])
    return maps if bias is None else maps + bias


def conv_layer(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.maximum(conv2d_batch(x, kernels, bias, stride), 0)
