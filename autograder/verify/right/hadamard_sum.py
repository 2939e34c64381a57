"""Right answers to hadamard_sum."""

import math
import operator
from functools import reduce
from typing import Any

import numpy as np


def sum_of_the_product(window: Any, kernel: Any) -> Any:
    return np.sum(window * kernel)


def nested_loops(window: Any, kernel: Any) -> Any:
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
    return total


def einsum(window: Any, kernel: Any) -> Any:
    return np.einsum("ij,ij", window, kernel)


def vdot(window: Any, kernel: Any) -> Any:
    return np.vdot(window, kernel)


def raveled_and_multiplied(window: Any, kernel: Any) -> Any:
    return window.ravel() @ kernel.ravel()


def trace_of_a_matrix_product(window: Any, kernel: Any) -> Any:
    return np.trace(window @ kernel.T)


def tensordot(window: Any, kernel: Any) -> Any:
    return np.tensordot(window, kernel, axes=2)


def python_lists_and_zip(window: Any, kernel: Any) -> Any:
    return float(
        sum(a * b for line, weights in zip(window.tolist(), kernel.tolist()) for a, b in zip(line, weights))
    )


def exactly_rounded(window: Any, kernel: Any) -> Any:
    return math.fsum((window * kernel).flat)


def reduced(window: Any, kernel: Any) -> Any:
    products = map(operator.mul, window.flatten().tolist(), kernel.flatten().tolist())
    return reduce(operator.add, products)


def accumulated_in_float32(window: Any, kernel: Any) -> Any:
    total = np.float32(0)
    for a, b in zip(window.flat, kernel.flat):
        total += np.float32(a) * np.float32(b)
    return total


def recursive(window: Any, kernel: Any) -> Any:
    a, b = np.ravel(window), np.ravel(kernel)
    if a.size == 1:
        return a[0] * b[0]
    half = a.size // 2
    return recursive(a[:half], b[:half]) + recursive(a[half:], b[half:])


class KeepsTheProducts:
    def __init__(self) -> None:
        self.products: Any = None

    def __call__(self, window: Any, kernel: Any) -> Any:
        self.products = np.multiply(window, kernel)
        return self.products.sum(axis=0).sum(axis=0)
