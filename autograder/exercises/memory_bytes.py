"""Bytes that parameters take in memory (chapter 10.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.language import N_

_BOOK = 335_114
_DTYPES = ("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8")


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_BOOK,), public=True)
    yield Case((1,), public=True)
    yield Case((int(rng.integers(1000, 1_000_000)),))


def _dtypes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_BOOK, "float32"), public=True)
    for dtype in ("float16", "float64", "int8"):
        yield Case((1000,), {"dtype": dtype}, public=True)
    for dtype in rng.permutation(_DTYPES):
        yield Case((int(rng.integers(1000, 1_000_000)),), {"dtype": str(dtype)})


def _large(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3_000_000_000,), public=True)
    # Above 2**53, where a float no longer holds every integer.
    yield Case((2**53 + 1,), {"dtype": "float16"}, public=True)
    yield Case((int(rng.integers(2**57, 2**58)) * 2 + 1,), {"dtype": "float16"})


EXERCISE = Exercise(
    name="memory_bytes",
    assignment="01-parameter-counting",
    order=3,
    signature='memory_bytes(n_params, dtype="float32")',
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("float32 parameters"), 0.5, _book),
        Group("dtypes", N_("other dtypes"), 1.0, _dtypes),
        Group("large", N_("more parameters than a 32-bit number can count"), 0.5, _large),
    ),
    hint=N_(
        "The digits in a dtype's name count bits. How many of those make a byte? And the answer is asked in "
        "bytes: neither in bits, nor in millions."
    ),
    section="10.1",
)
