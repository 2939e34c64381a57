"""Right answers to topk_forward."""

import heapq
import math
from typing import Any

import numpy as np


def argsort_by_columns(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    heard = np.zeros(w.shape)
    for j in range(w.shape[1]):
        top = np.argsort(importance[:, j])[::-1][:k]
        heard[top, j] = w[top, j]
    return 1 / (1 + np.exp(-(x @ heard + b)))


def argpartition(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    top = np.argpartition(-importance, k - 1, axis=0)[:k]
    mask = np.zeros(w.shape, bool)
    np.put_along_axis(mask, top, values=True, axis=0)
    return 1 / (1 + np.exp(-np.where(mask, w, 0).T @ x.T - b[:, None])).T


def threshold_of_each_column(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    lowest = np.sort(importance, axis=0)[-k]
    return 0.5 * (1 + np.tanh((x @ (w * (importance >= lowest)) + b) / 2))


def how_many_are_higher(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    higher = (importance[None, :, :] > importance[:, None, :]).sum(axis=1)
    z = np.einsum("ni,ij,ij->nj", x, w, (higher < k).astype(w.dtype)) + b
    return np.exp(-np.logaddexp(0, -z))


def ranks_by_sorting_twice(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    ranks = importance.argsort(axis=0).argsort(axis=0)
    w = w.copy()
    w[ranks < len(w) - k] = 0
    return 1 / (1 + np.exp(-(x.dot(w) + b)))


def sorted_lists(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    out: Any = []
    for row in x.tolist():
        out.append([])
        for j, bias in enumerate(b.tolist()):
            order = sorted(((importance[i][j], i) for i in range(len(row))), reverse=True)
            z = sum(row[i] * w[i][j] for _, i in order[:k]) + bias
            out[-1].append(1 / (1 + math.exp(-z)))
    return out


def heap_of_the_largest(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    columns = []
    for j in range(w.shape[1]):
        best = heapq.nlargest(k, range(len(w)), key=importance[:, j].__getitem__)
        columns.append(1 / (1 + np.exp(-(x[:, best] @ w[best, j] + b[j]))))
    return np.column_stack(columns)


def largest_again_and_again(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    left = importance.astype(float)
    z = np.tile(b.astype(float), (len(x), 1))
    outputs = np.arange(w.shape[1])
    for _ in range(k):
        best = left.argmax(axis=0)
        z += x[:, best] * w[best, outputs]
        left[best, outputs] = -np.inf
    return 1 / (1 + np.exp(-z))


def lowest_taken_away(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    columns = []
    for j, column in enumerate(importance.T):
        heard = list(range(len(column)))
        while len(heard) > k:
            heard.remove(min(heard, key=column.__getitem__))
        columns.append([1 / (1 + math.exp(-(row[heard] @ w[heard, j] + b[j]))) for row in x])
    return np.array(columns).T


def gathered_in_float32(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    top = np.argsort(-importance, axis=0)[:k]
    weights = np.take_along_axis(w, top, axis=0).astype(np.float32)
    inputs = x[:, top].astype(np.float32)
    z = (inputs * weights).sum(axis=1) + b.astype(np.float32)
    return 1 / (1 + np.exp(-z))


def fortran_order(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    out = np.empty((len(x), len(b)), order="F")
    for j in range(len(b)):
        pairs = sorted(zip(importance[:, j], range(len(w)), strict=True))[-k:]
        chosen = [i for _, i in pairs]
        out[:, j] = np.tanh((np.take(x, chosen, axis=1) @ w[chosen, j] + b[j]) / 2) / 2 + 0.5
    return out


def recursive(x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
    def sums(left: Any, k: Any) -> Any:
        if k == 0:
            return b
        best = left.argmax(axis=0, keepdims=True)
        once = np.zeros_like(w)
        np.put_along_axis(once, best, np.take_along_axis(w, best, axis=0), axis=0)
        left = left.copy()
        np.put_along_axis(left, best, left.min() - 1, axis=0)
        return x @ once + sums(left, k - 1)

    return 1 / (1 + np.exp(-sums(importance, k)))


class ClassWithCall:
    def top(self, column: Any, k: Any) -> Any:
        order = {value: i for i, value in enumerate(column)}
        return [order[value] for value in sorted(order)[-k:]]

    def __call__(self, x: Any, w: Any, b: Any, importance: Any, k: Any) -> Any:
        out = []
        for row in x:
            tops = [self.top(column, k) for column in importance.T.tolist()]
            z = [np.dot(row[top], w[top, j]) + b[j] for j, top in enumerate(tops)]
            out.append(tuple(1 / (1 + np.exp(-np.array(z)))))
        return tuple(out)
