"""Right answers to conv_params."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np


def two_sides(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    if isinstance(kernel_size, tuple):
        height, width = kernel_size
    else:
        height = width = kernel_size
    weights = height * width * c_in * c_out
    return weights + c_out if bias else weights


def bias_as_one_more_weight(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    sides = kernel_size if isinstance(kernel_size, Iterable) else [kernel_size] * 2
    return (math.prod(sides) * c_in + bias) * c_out


def tried_as_a_pair(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    try:
        of_one = kernel_size[0] * kernel_size[1] * c_in
    except TypeError:
        of_one = kernel_size**2 * c_in
    if bias:
        of_one += 1
    return of_one * c_out


def broadcast_to_two(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    area = np.broadcast_to(kernel_size, 2).prod()
    return area * c_in * c_out + (c_out if bias else 0)


def size_of_the_weights(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    height, width = np.ones(2, int) * kernel_size
    kernels = np.empty((height, width, c_in, c_out), np.int8)
    biases = np.empty(c_out if bias else 0)
    return kernels.size + biases.size


def kernel_by_kernel(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    height, width = (kernel_size, kernel_size) if type(kernel_size) is int else kernel_size
    total = 0
    for _kernel in range(c_out):
        for _channel in range(c_in):
            total += height * width
        total += bool(bias)
    return total


def array_without_axes(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    size = np.array(kernel_size)
    area = size**2 if size.ndim == 0 else size[0] * size[1]
    return np.asarray(area * c_in * c_out + c_out * bias, np.int32)


def recursive_over_the_kernels(kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
    if c_out == 0:
        return 0
    if c_out > 1:
        half = c_out // 2
        return sum(recursive_over_the_kernels(kernel_size, c_in, n, bias) for n in (half, c_out - half))
    height, width = kernel_size if hasattr(kernel_size, "__len__") else (kernel_size, kernel_size)
    return sum(height for _ in range(width)) * c_in + int(bias)


class ClassWithCall:
    def area(self, kernel_size: Any) -> Any:
        match kernel_size:
            case [height, width]:
                return height * width
            case side:
                return side * side

    def __call__(self, kernel_size: Any, c_in: Any, c_out: Any, bias: Any = True) -> Any:
        return np.int64(self.area(kernel_size) * c_in * c_out) + [0, c_out][bias]
