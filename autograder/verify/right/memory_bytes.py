"""Right answers to memory_bytes."""

import ctypes
import re
from fractions import Fraction
from typing import Any

import numpy as np


def itemsize(n_params: Any, dtype: Any = "float32") -> Any:
    return n_params * np.dtype(dtype).itemsize


def table(n_params: Any, dtype: Any = "float32") -> Any:
    widths = {"8": 1, "16": 2, "32": 4, "64": 8}
    return n_params * widths[dtype.strip("abcdefghijklmnopqrstuvwxyz")]


def digits_of_the_name(n_params: Any, dtype: Any = "float32") -> Any:
    bits = int("".join(letter for letter in dtype if letter.isdigit()))
    return n_params * bits // 8


def regular_expression(n_params: Any, dtype: Any = "float32") -> Any:
    return n_params * (int(re.findall(r"\d+$", dtype)[0]) // 8)


def end_of_the_name(n_params: Any, dtype: Any = "float32") -> Any:
    for bits in (8, 16, 32, 64):
        if dtype.endswith(str(bits)):
            return bits * n_params >> 3
    return None


def bytes_of_one(n_params: Any, dtype: Any = "float32") -> Any:
    return len(np.zeros(1, dtype).tobytes()) * n_params


def scalar_of_that_type(n_params: Any, dtype: Any = "float32") -> Any:
    return getattr(np, dtype)(0).nbytes * n_params


def finfo_and_iinfo(n_params: Any, dtype: Any = "float32") -> Any:
    about = np.finfo if dtype.startswith("float") else np.iinfo
    return n_params * about(dtype).bits // 8


def numpy_integer(n_params: Any, dtype: Any = "float32") -> Any:
    return np.int64(n_params) * np.int64(np.dtype(dtype).itemsize)


def unsigned_array_without_axes(n_params: Any, dtype: Any = "float32") -> Any:
    return np.array(n_params, np.uint64) * np.array(1, dtype).itemsize


def fractions_of_a_byte(n_params: Any, dtype: Any = "float32") -> Any:
    return int(n_params * Fraction(int(dtype.lstrip("uintfloa")), 8))


def doubled_until_wide_enough(n_params: Any, dtype: Any = "float32") -> Any:
    bits = 8
    while not dtype.endswith(f"t{bits}"):
        n_params, bits = 2 * n_params, 2 * bits
    return n_params


class ClassWithCall:
    of_c = (ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64)

    def __call__(self, n_params: Any, dtype: Any = "float32") -> Any:
        sizes = {str(8 * ctypes.sizeof(kind)): ctypes.sizeof(kind) for kind in self.of_c}
        return n_params * next(size for bits, size in sizes.items() if dtype.endswith(bits))
