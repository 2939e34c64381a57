"""The sum of the element-wise product of a window and a kernel (chapter 10.2.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import GREY, KERNEL
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import BLUR, COUNTING, SUMMATION, distinct, impulse, pattern, real, whole
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY[:3, :3], KERNEL), public=True)
    yield Case((GREY[:3, 1:4], KERNEL), public=True)
    yield Case((impulse(3, 3, 0, 2), COUNTING), public=True)
    yield Case((whole(rng, 3, 3), whole(rng, 3, 3)))
    yield Case((whole(rng, 3, 3), whole(rng, 3, 3)))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(2, 3), COUNTING[:2]), public=True)
    yield Case((pattern(3, 2), COUNTING[:, :2]), public=True)
    yield Case((pattern(5, 4), pattern(5, 4)[::-1]), public=True)
    yield Case((pattern(1, 1), COUNTING[:1, :1]), public=True)
    shape = distinct(rng, 2, 2, 7)
    yield Case((whole(rng, *shape), whole(rng, *shape)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY[2:, 2:], BLUR), public=True)
    yield Case(((GREY[2:, 2:] + 200).astype(np.uint8), -BLUR), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((GREY[:3, 1:4] / 2, COUNTING), public=True)
    shape = distinct(rng, 2, 2, 7)
    yield Case((real(rng, *shape), real(rng, *shape)))
    yield Case((real(rng, *shape).astype(np.float32), real(rng, *shape).astype(np.float32)))


EXERCISE = Exercise(
    name="hadamard_sum",
    assignment="02-sliding-window",
    order=3,
    signature="hadamard_sum(window, kernel)",
    answer=Answer.NUMBER,
    groups=(
        Group("book", N_("windows such as the chapter's"), 1.0, _book),
        Group("rectangle", N_("windows that are not 3×3"), 0.5, _rectangle),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
    ),
    hint=N_(
        "Lay the kernel over the window: each cell meets exactly one other. What becomes of a pair, and what "
        "of all the pairs together?"
    ),
    section="10.2.1",
    tolerance=SUMMATION,
)
