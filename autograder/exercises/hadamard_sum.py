"""The sum of the element-wise product of a window and a kernel (chapter 10.2.1)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.book import GREY, KERNEL
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import (
    AGAIN,
    BLUR,
    COUNTING,
    SUMMATION,
    again,
    distinct,
    impulse,
    pattern,
    real,
    whole,
)
from autograder.exercises._slips.models import conv2d_single
from autograder.exercises._slips.overwriting import overwriting
from autograder.exercises._slips.results import numbers
from autograder.exercises._slips.sliding import Convolution, chosen, further, sliding, told
from autograder.exercises._slips.sums import NOT_SUMS, sums
from autograder.exercises._slips.windows import windows
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
    yield Case((pattern(1, 3), COUNTING[:1]), public=True)
    yield Case((50 * pattern(1, 1), np.array([[-140]])), public=True)
    shape = distinct(rng, 2, 2, 7)
    yield Case((whole(rng, *shape), whole(rng, *shape)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY[2:, 2:], BLUR), public=True)
    yield Case(((GREY[2:, 2:] + 200).astype(np.uint8), -BLUR), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((GREY[:3, 1:4] / 2, COUNTING), public=True)
    # No fixed number of decimals and no fixed tolerance is right for both.
    yield Case((GREY[:3, :3] * 1e-6, KERNEL / 4), public=True)
    yield Case((GREY[:3, :3] * 1e6, KERNEL / 4), public=True)
    shape = distinct(rng, 2, 2, 7)
    yield Case((real(rng, *shape), real(rng, *shape)))
    yield Case((real(rng, *shape).astype(np.float32), real(rng, *shape).astype(np.float32)))


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield from again(Case((GREY[:3, :3], KERNEL), public=True), Case((whole(rng, 4, 3), whole(rng, 4, 3))))


def _one(model: Convolution) -> Convolution:
    """What a slip in a convolution comes to where there is a single window."""
    return lambda window, kernel: model(window, kernel)[0, 0]


def _by_loops(window: NDArray[Any], kernel: NDArray[Any], height: int, width: int) -> Any:
    """Loops over so many rows and columns; an IndexError where there are fewer."""
    return sum(window[i, j] * kernel[i, j] for i in range(height) for j in range(width))


_ALIKE = (
    *chosen(
        (*sliding(conv2d_single), *numbers(conv2d_single)),
        "flipped-kernel",
        "kernel-upside-down",
        "kernel-mirrored",
        "mean-not-sum",
        "integer-buffer",
        "kernel-dtype-buffer",
        "image-dtype-buffer",
        "wrapped-to-bytes",
        "negatives-clipped",
        "clipped-to-bytes",
        "absolute-values",
        "rounded",
    ),
    *sums(conv2d_single),
    *NOT_SUMS,
)
"""The slips that are the same in a convolution, which uses this function."""


def _in_place_in_floats(window: NDArray[Any], kernel: NDArray[Any]) -> Any:
    return _in_place(np.asarray(window, float), kernel)


def _in_place(window: NDArray[Any], kernel: NDArray[Any]) -> Any:
    window *= kernel
    return window.sum()


EXERCISE = Exercise(
    name="hadamard_sum",
    assignment="02-sliding-window",
    order=3,
    signature="hadamard_sum(window, kernel)",
    answer=Answer.NUMBER,
    groups=(
        Group("book", N_("windows such as the chapter's"), 0.5, _book),
        Group("rectangle", N_("windows that are not 3×3"), 0.5, _rectangle),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Lay the kernel over the window: each cell meets exactly one other. What becomes of a pair, and what "
        "of all the pairs together?"
    ),
    section="10.2.1",
    tolerance=SUMMATION,
    mistakes=(
        *(replace(mistake, model=_one(mistake.model)) for mistake in _ALIKE),
        *further(sums(conv2d_single), "matrix-product", lambda window, kernel: window @ kernel),
        *further(
            windows(conv2d_single),
            "three-by-three-only",
            lambda window, kernel: _by_loops(window, kernel, 3, 3),
        ),
        *further(
            windows(conv2d_single),
            "square-kernels-only",
            lambda window, kernel: _by_loops(window, kernel, len(kernel), len(kernel)),
            lambda window, kernel: _by_loops(window, kernel, len(kernel[0]), len(kernel[0])),
        ),
        *told(
            "not-added-up",
            N_("You give the products, and not their sum."),
            N_("How many numbers should be left of one window?"),
            lambda window, kernel: window * kernel,
            lambda window, kernel: (window * kernel).ravel(),
        ),
        *told(
            "columns-added-up",
            N_("You add up each column and stop there."),
            N_("Python's `sum` goes through a table row by row: how many numbers does it leave?"),
            lambda window, kernel: sum(window * kernel),
        ),
        *told(
            "rows-added-up",
            N_("You add up each row and stop there."),
            N_("How many numbers does your sum leave, and how many should it?"),
            lambda window, kernel: (window * kernel).sum(axis=1),
        ),
        *told(
            "kept-in-an-array",
            N_("Your sum is right, but stands in an array of one number."),
            N_("Print the shape of your result: what is the shape of a single number?"),
            lambda window, kernel: np.array([np.sum(window * kernel)]),
            lambda window, kernel: np.array([[np.sum(window * kernel)]]),
        ),
        *overwriting(_in_place, _in_place_in_floats),
    ),
    laws=_laws.HADAMARD_SUM,
    probes=_probes.PATCH,
)
