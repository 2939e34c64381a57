"""Right answers to mlp_params."""

import itertools
import operator
from typing import Any

import numpy as np


def appended_in_a_loop(widths: Any, bias: Any = True) -> Any:
    counts = []
    for i in range(1, len(widths)):
        n_params = widths[i - 1] * widths[i]
        if bias:
            n_params = n_params + widths[i]
        counts.append(n_params)
    return counts


def list_comprehension(widths: Any, bias: Any = True) -> Any:
    return [(widths[i] + bias) * widths[i + 1] for i in range(len(widths) - 1)]


def tuple_of_pairs(widths: Any, bias: Any = True) -> Any:
    return tuple(a * b + (b if bias else 0) for a, b in itertools.pairwise(widths))


def numpy_slices(widths: Any, bias: Any = True) -> Any:
    widths = np.array(widths)
    return widths[:-1] * widths[1:] + bias * widths[1:]


def sliding_window_view(widths: Any, bias: Any = True) -> Any:
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(widths), 2)
    return np.add(windows, [int(bias), 0]).prod(axis=1)


def beside_the_diagonal(widths: Any, bias: Any = True) -> Any:
    return np.outer(np.add(widths, int(bias)), widths).diagonal(1)


def recursive(widths: Any, bias: Any = True) -> Any:
    if len(widths) < 2:
        return []
    first, second, *_others = widths
    return [first * second + second * bias, *recursive(widths[1:], bias)]


def generator_made_into_a_list(widths: Any, bias: Any = True) -> Any:
    def layers() -> Any:
        before = None
        for width in widths:
            if before is not None:
                yield before * width + (width if bias else 0)
            before = width

    return list(layers())


def mapped(widths: Any, bias: Any = True) -> Any:
    weights = map(operator.mul, widths, widths[1:])
    return list(map(operator.add, weights, widths[1:])) if bias else list(weights)


def list_of_numpy_integers(widths: Any, bias: Any = True) -> Any:
    return [np.int64(a) * b + np.int64(b * bias) for a, b in itertools.pairwise(widths)]


def unsigned_array_filled(widths: Any, bias: Any = True) -> Any:
    counts = np.zeros(len(widths) - 1, np.uint64)
    for i in range(len(counts)):
        counts[i] = (widths[i] + int(bias)) * widths[i + 1]
    return counts


def from_the_last_layer_back(widths: Any, bias: Any = True) -> Any:
    left, counts = list(widths), list[Any]()
    while len(left) > 1:
        n_out = left.pop()
        counts.insert(0, left[-1] * n_out + n_out * bias)
    return counts


class ClassWithCall:
    def layer(self, n_in: Any, n_out: Any, bias: Any) -> Any:
        return {True: n_in * n_out + n_out, False: n_in * n_out}[bias]

    def __call__(self, widths: Any, bias: Any = True) -> Any:
        n_layers = len(widths) - 1
        return [self.layer(widths[i], widths[i + 1], bias) for i in range(n_layers)]
