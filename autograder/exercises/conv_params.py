"""Weights and biases of a convolutional layer (chapters 10.1.2 and 10.2.3)."""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import distinct
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 3, 2), public=True)
    yield Case((3, 3, 32), public=True)
    # An odd count above 2**24, where float32 holds only even ones.
    yield Case((3, 1366, 1367), public=True)
    for k in rng.choice([2, 4, 5, 6, 7], 2, replace=False):
        yield Case((int(k), *distinct(rng, 2, 8, 64)))


def _single(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 1, 1), public=True)
    yield Case((1, 3, 2), public=True)
    yield Case((int(rng.integers(2, 8)), 1, *distinct(rng, 1, 8, 64)))
    yield Case((int(rng.integers(2, 8)), *distinct(rng, 1, 8, 64), 1))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(((2, 3), 3, 2), public=True)
    yield Case(((1, 5), 1, 4), public=True)
    for _ in range(2):
        height, width = distinct(rng, 2, 1, 7)
        yield Case(((height, width), *distinct(rng, 2, 8, 64)))


def _no_bias(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 3, 32), {"bias": False}, public=True)
    yield Case((3, 3, 32), {"bias": True}, public=True)
    yield Case((int(rng.integers(2, 8)), *distinct(rng, 2, 8, 64)), {"bias": False})


EXERCISE = Exercise(
    name="conv_params",
    assignment="01-parameter-counting",
    order=8,
    signature="conv_params(kernel_size, c_in, c_out, bias=True)",
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("layers such as the chapter's"), 1.0, _book),
        Group("single", N_("one channel, one kernel or one pixel"), 0.5, _single),
        Group("non-square-kernel", N_("kernels that are not square"), 1.0, _rectangle),
        Group("no-bias", N_("bias switched on and off"), 0.5, _no_bias),
    ),
    hint=N_(
        "How thick is one kernel when the image has several channels? How many kernels are there? And by how "
        "many numbers can the finished maps be shifted up or down?"
    ),
    section="10.2.3",
)
