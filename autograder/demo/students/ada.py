"""Right: follows the text, each function built on the one before."""

import numpy as np


def output_size(n, k, stride=1):
    return (n - k) // stride + 1


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def window(x, row, col, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sv, sh = pair(stride)
    return x[row * sv : row * sv + kh, col * sh : col * sh + kw]


def hadamard_sum(window, kernel):
    return (window * kernel).sum()


def conv2d_single(x, kernel, stride=1):
    sv, sh = pair(stride)
    rows = output_size(x.shape[0], kernel.shape[0], sv)
    cols = output_size(x.shape[1], kernel.shape[1], sh)
    return np.array(
        [
            [hadamard_sum(window(x, row, col, kernel.shape, stride), kernel) for col in range(cols)]
            for row in range(rows)
        ]
    )


def channel_maps(x, kernel, stride=1):
    return np.dstack([conv2d_single(x[..., c], kernel[..., c], stride) for c in range(x.shape[-1])])


def conv2d_channels(x, kernel, stride=1):
    return channel_maps(x, kernel, stride).sum(axis=2)
