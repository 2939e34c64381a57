"""Weights and biases of a chain of fully connected layers (chapter 10.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import WIDTHS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import distinct
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((list(WIDTHS),), public=True)
    yield Case((distinct(rng, len(WIDTHS), 5, 300),))


def _one_layer(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([3, 2],), public=True)
    yield Case((distinct(rng, 2, 5, 300),))


def _depth(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([4, 3, 2],), public=True)
    yield Case(([2, 3, 4, 5, 4, 3, 1],), public=True)
    # An odd count above 2**24, where float32 holds only even ones.
    yield Case(([4098, 4097, 1],), public=True)
    for _ in range(2):
        yield Case((distinct(rng, int(rng.integers(6, 10)), 1, 200),))


def _no_bias(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([4, 3, 2],), {"bias": False}, public=True)
    yield Case(([4, 3, 2],), {"bias": True}, public=True)
    yield Case((distinct(rng, int(rng.integers(3, 6)), 5, 300),), {"bias": False})


EXERCISE = Exercise(
    name="mlp_params",
    assignment="01-parameter-counting",
    order=2,
    signature="mlp_params(widths, bias=True)",
    answer=Answer.INTEGERS,
    groups=(
        Group("book", N_("networks of the chapter's depth"), 1.0, _book),
        Group("one-layer", N_("a single layer"), 0.5, _one_layer),
        Group("depth", N_("networks of other depths"), 1.0, _depth),
        Group("no-bias", N_("bias switched on and off"), 0.5, _no_bias),
    ),
    hint=N_(
        "Write the widths in a row and draw an arrow from each to the next: every arrow is one layer. How "
        "many arrows are there, and what does each need?"
    ),
    section="10.1",
)
