"""Right answers to dense_forward."""

import math
from typing import Any

import numpy as np


def matrix_product(x: Any, w: Any, b: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-(np.dot(x, w) + b)))


def with_a_warning(x: Any, w: Any, b: Any) -> Any:
    return 1 / (1 + np.exp(-(x @ w + b)))


def nested_loops_on_lists(x: Any, w: Any, b: Any) -> Any:
    out = []
    for inputs in x:
        row = []
        for j in range(len(b)):
            z = b[j]
            for i in range(len(inputs)):
                z += inputs[i] * w[i][j]
            row.append(1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)))
        out.append(row)
    return out


def hyperbolic_tangent(x: Any, w: Any, b: Any) -> Any:
    return np.tanh((x @ w + b) / 2) / 2 + 0.5


def by_logarithms(x: Any, w: Any, b: Any) -> Any:
    return np.exp(-np.logaddexp(0, -(x @ w + b)))


def one_branch_for_each_sign(x: Any, w: Any, b: Any) -> Any:
    z = x @ w + b
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1) / (1 + small)


def clipped_sums(x: Any, w: Any, b: Any) -> Any:
    z = np.clip(x @ w + b, -500, 500)
    return np.reciprocal(1 + np.exp(-z))


def einsum_in_float32(x: Any, w: Any, b: Any) -> Any:
    x, w, b = (np.asarray(array, np.float32) for array in (x, w, b))
    z = np.einsum("ni,ij->nj", x, w) + b
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-z))).astype(np.float32)


def fortran_order(x: Any, w: Any, b: Any) -> Any:
    out = np.zeros((x.shape[0], w.shape[1]), order="F")
    for j in range(w.shape[1]):
        out[:, j] = (x * w[:, j]).sum(axis=1) + b[j]
    return np.asfortranarray((1 + np.tanh(out / 2)) / 2)


def inputs_as_columns(x: Any, w: Any, b: Any) -> Any:
    z = w.T @ x.T + b[:, None]
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-z))).T


def bias_as_one_more_weight(x: Any, w: Any, b: Any) -> Any:
    z = np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([w, b])
    return 0.5 * (1 + np.tanh(0.5 * z))


def np_vectorize(x: Any, w: Any, b: Any) -> Any:
    def sigmoid(z: Any) -> Any:
        try:
            return 1 / (1 + math.exp(-z))
        except OverflowError:
            return 0.0

    return np.vectorize(sigmoid)(np.tensordot(x, w, axes=1) + b)


def broadcast_products(x: Any, w: Any, b: Any) -> Any:
    z = np.sum(x[:, :, np.newaxis] * w[np.newaxis], axis=1) + b
    return np.array([[0.5 + math.tanh(value / 2) / 2 for value in row] for row in z])


def generator_of_rows(x: Any, w: Any, b: Any) -> Any:
    def rows() -> Any:
        for inputs in x:
            z = b.astype(float)
            for value, weights in zip(inputs, w, strict=True):
                z = z + value * weights
            yield tuple((1 + np.tanh(z / 2)) / 2)

    return tuple(rows())


def list_of_arrays(x: Any, w: Any, b: Any) -> Any:
    return [np.exp(-np.logaddexp(0, -(np.matmul(row, w) + b))) for row in x]


def recursive_over_the_inputs(x: Any, w: Any, b: Any) -> Any:
    def weighted(inputs: Any, weights: Any) -> Any:
        if inputs.shape[1] == 0:
            return b
        return np.outer(inputs[:, 0], weights[0]) + weighted(inputs[:, 1:], weights[1:])

    return 1 / (1 + np.exp(np.minimum(-weighted(x, w), 700)))


class ClassWithCall:
    def sigmoid(self, z: Any) -> Any:
        out = np.empty_like(z)
        out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
        out[z < 0] = 1 - 1 / (1 + np.exp(z[z < 0]))
        return out

    def __call__(self, x: Any, w: Any, b: Any) -> Any:
        return self.sigmoid(np.inner(x, w.T).astype(float) + b)
