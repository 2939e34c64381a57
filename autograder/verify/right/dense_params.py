"""Right answers to dense_params."""

import functools
import operator
from typing import Any

import numpy as np


def table_and_row(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    weights = n_in * n_out
    if not bias:
        return weights
    return weights + n_out


def bias_as_one_more_input(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return (n_in + bias) * n_out


def output_by_output(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    n_params = 0
    for _output in range(n_out):
        n_params += n_in
        if bias:
            n_params += 1
    return n_params


def recursive_by_halves(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    def count(outputs: Any) -> Any:
        if outputs == 1:
            return n_in + 1 if bias else n_in
        return count(outputs // 2) + count(outputs - outputs // 2)

    return count(n_out)


def sizes_of_arrays(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    arrays = [np.empty((n_in, n_out), np.int8)]
    if bias:
        arrays.append(np.empty(n_out, np.int8))
    return sum(array.size for array in arrays)


def numpy_integer(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return np.prod([n_in + int(bias), n_out])


def unsigned_integer(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return np.uint32(n_in * n_out) + np.uint32(n_out if bias else 0)


def array_without_axes(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return np.array(n_in * n_out + (n_out if bias else 0))


def dot_product(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return np.dot([n_in, int(bias)], [n_out, n_out])


def reduced(n_in: Any, n_out: Any, bias: Any = True) -> Any:
    return functools.reduce(operator.mul, [n_in + bool(bias), n_out], 1)


class ClassWithCall:
    def __init__(self) -> None:
        self.n_params = 0

    def __call__(self, n_in: Any, n_out: Any, bias: Any = True) -> Any:
        self.n_params = n_in * n_out
        self.n_params += n_out * int(bias)
        return self.n_params
