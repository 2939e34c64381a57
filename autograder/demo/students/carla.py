"""Right: no NumPy in the loops, nested lists to the end, then an array."""

import numpy as np


def output_size(n, k, stride=1):
    count, start = 0, 0
    while start + k <= n:
        count, start = count + 1, start + stride
    return count


def steps(stride):
    return (stride, stride) if isinstance(stride, int) else stride


def window(x, row, col, kernel_size, stride=1):
    kh, kw = steps(kernel_size)
    sv, sh = steps(stride)
    return np.array([[x[row * sv + i, col * sh + j] for j in range(kw)] for i in range(kh)])


def hadamard_sum(window, kernel):
    total = 0
    for row in range(len(kernel)):
        for col in range(len(kernel[0])):
            total += window[row][col] * kernel[row][col]
    return total


def conv2d_single(x, kernel, stride=1):
    sv, sh = steps(stride)
    result = []
    for row in range(output_size(len(x), len(kernel), sv)):
        result.append([])
        for col in range(output_size(len(x[0]), len(kernel[0]), sh)):
            result[row].append(hadamard_sum(window(x, row, col, np.shape(kernel), stride), kernel))
    return np.array(result)


def channel_maps(x, kernel, stride=1):
    maps = []
    for channel in range(x.shape[2]):
        maps.append(conv2d_single(x[:, :, channel], kernel[:, :, channel], stride))
    return np.moveaxis(np.array(maps), 0, 2)


def conv2d_channels(x, kernel, stride=1):
    total = 0
    for channel in range(x.shape[2]):
        total = total + conv2d_single(x[:, :, channel], kernel[:, :, channel], stride)
    return total
