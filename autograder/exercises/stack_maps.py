"""Matrices stacked along a new axis of channels (chapter 10.2.3)."""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import BLUR, COPYING, COUNTING, distinct, pattern, real, whole
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([COUNTING, 10 * COUNTING],), public=True)
    yield Case(([whole(rng, 3, 3), whole(rng, 3, 3)],))


def _one_map(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([COUNTING],), public=True)
    yield Case(([np.array([[5]])],), public=True)
    yield Case(([whole(rng, *distinct(rng, 2, 2, 6))],))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([pattern(2, 3), 10 * pattern(2, 3), 100 * pattern(2, 3), np.zeros((2, 3))],), public=True)
    yield Case(([pattern(4, 2), 10 * pattern(4, 2), 100 * pattern(4, 2)],), public=True)
    for _ in range(2):
        count, height, width = distinct(rng, 3, 2, 7)
        yield Case(([whole(rng, height, width) for _ in range(count)],))
    side = int(rng.integers(3, 6))
    yield Case(([whole(rng, side, side) for _ in range(side)],))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([BLUR, COUNTING * BLUR],), public=True)
    # The first map alone does not tell the dtype of the stack.
    yield Case(([COUNTING, COUNTING * BLUR],), public=True)
    height, width = distinct(rng, 2, 2, 6)
    yield Case(([whole(rng, height, width), real(rng, height, width), real(rng, height, width)],))


EXERCISE = Exercise(
    name="stack_maps",
    assignment="03-multi-kernel",
    order=1,
    signature="stack_maps(maps)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("two maps, as in the chapter"), 1.0, _book),
        Group("one-map", N_("a single map"), 0.5, _one_map),
        Group("rectangle", N_("more maps, and maps that are not square"), 1.0, _rectangle),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
    ),
    hint=N_(
        "Which numbers should lie next to each other in the result: those of one map, or those that all maps "
        "have at one place? Write down the shape first."
    ),
    section="10.2.3",
    tolerance=COPYING,
)
