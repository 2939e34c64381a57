"""Right answers to layer_weights."""

import math
from typing import Any

import numpy as np


def chain_of_ifs(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    if kind == "dense":
        weights = n_in * n_out
    elif kind == "local":
        weights = k**2 * n_out
    else:
        weights = k**2
    return weights


def table_of_kinds(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    return {"dense": n_in * n_out, "local": k * k * n_out, "shared": k * k}[kind]


def match_statement(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    match kind:
        case "dense":
            return math.prod((n_in, n_out))
        case "local":
            return math.prod((k, k, n_out))
        case "shared":
            return math.prod((k, k))
    raise ValueError(kind)


def output_by_output(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    tables = set()
    for output in range(n_out):
        tables.add(0 if kind == "shared" else output)
    of_one = n_in if kind == "dense" else k * k
    return sum(of_one for _table in tables)


def truths_as_numbers(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    seen = n_in * (kind == "dense") + k * k * (kind != "dense")
    return seen * max(1, n_out * (kind != "shared"))


def numpy_integer(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    sizes = {"dense": [n_in, n_out], "local": [k, k, n_out], "shared": [k, k]}
    return np.prod(sizes[kind])


def array_without_axes(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    shapes = {"dense": (n_in, n_out), "local": (n_out, k, k), "shared": (k, k)}
    return np.array(np.broadcast_to(np.int8(0), shapes[kind]).size)


def functions_of_their_own(k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
    def dense() -> Any:
        return n_in * n_out

    def shared() -> Any:
        return k * k

    def local() -> Any:
        return n_out * shared()

    return locals()[kind]()


class ClassWithCall:
    def dense(self, _k: Any, n_in: Any, n_out: Any) -> Any:
        return n_out * n_in

    def local(self, k: Any, n_in: Any, n_out: Any) -> Any:
        return n_out * self.shared(k, n_in, n_out)

    def shared(self, k: Any, _n_in: Any, _n_out: Any) -> Any:
        return k * k

    def __call__(self, k: Any, n_in: Any, n_out: Any, kind: Any) -> Any:
        return getattr(self, kind)(k, n_in, n_out)
