"""Right answers to output_size."""

import math
from typing import Any

import numpy as np


def formula_of_the_book(n: Any, k: Any, stride: Any = 1) -> Any:
    return (n - k) // stride + 1


def counted_in_a_loop(n: Any, k: Any, stride: Any = 1) -> Any:
    places = 0
    start = 0
    while start + k <= n:
        places += 1
        start += stride
    return places


def length_of_a_range(n: Any, k: Any, stride: Any = 1) -> Any:
    return len(range(0, n - k + 1, stride))


def recursive(n: Any, k: Any, stride: Any = 1) -> Any:
    if n < k:
        return 0
    return 1 + recursive(n - stride, k, stride)


def rounded_up_starts(n: Any, k: Any, stride: Any = 1) -> Any:
    return math.ceil((n - k + 1) / stride)


def floor_of_a_quotient(n: Any, k: Any, stride: Any = 1) -> Any:
    return int(math.floor((n - k) / stride) + 1)


def numpy_integer(n: Any, k: Any, stride: Any = 1) -> Any:
    return np.int64(n - k) // np.int64(stride) + 1


def array_without_dimensions(n: Any, k: Any, stride: Any = 1) -> Any:
    return np.array((n - k + stride) // stride)


def size_of_what_a_slice_leaves(n: Any, k: Any, stride: Any = 1) -> Any:
    return np.arange(n)[: n - k + 1 : stride].size


def shape_of_a_view(n: Any, k: Any, stride: Any = 1) -> Any:
    return np.lib.stride_tricks.sliding_window_view(np.zeros(n), k)[::stride].shape[0]


def with_divmod(n: Any, k: Any, stride: Any = 1) -> Any:
    moves, _left = divmod(n - k, stride)
    return moves + 1


def generator_that_counts(n: Any, k: Any, stride: Any = 1) -> Any:
    return sum(1 for start in range(n) if start % stride == 0 and start + k <= n)


class PlacesCount:
    def __call__(self, n: Any, k: Any, stride: Any = 1) -> Any:
        self.last_start = n - k
        return self.last_start // stride + 1
