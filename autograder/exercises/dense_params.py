"""Weights and biases of one fully connected layer (chapter 10.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import WIDTHS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws
from autograder.exercises._inputs import distinct
from autograder.exercises._slips.counting import fully_connected, numbers
from autograder.exercises._slips.models import dense_params
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((WIDTHS[0], WIDTHS[1]), public=True)
    yield Case((WIDTHS[-2], WIDTHS[-1]), public=True)
    # An odd count above 2**24, where float32 holds only even ones.
    yield Case((4098, 4097), public=True)
    yield Case(tuple(distinct(rng, 2, 20, 900)))
    yield Case(tuple(distinct(rng, 2, 20, 900)))


def _single_unit(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 1), public=True)
    yield Case((1, 3), public=True)
    yield Case((1, 1), public=True)
    yield Case((*distinct(rng, 1, 2, 900), 1))
    yield Case((1, *distinct(rng, 1, 2, 900)))


def _no_bias(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 2), {"bias": False}, public=True)
    yield Case((3, 2), {"bias": True}, public=True)
    yield Case(tuple(distinct(rng, 2, 2, 900)), {"bias": False})


EXERCISE = Exercise(
    name="dense_params",
    assignment="01-parameter-counting",
    order=1,
    signature="dense_params(n_in, n_out, bias=True)",
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("layers such as the chapter's"), 1.0, _book),
        Group("single-unit", N_("a single unit on one side"), 0.5, _single_unit),
        Group("no-bias", N_("bias switched on and off"), 0.5, _no_bias),
    ),
    hint=N_(
        "Draw three inputs and two outputs and count the lines between them; then ask which units own a "
        "number that belongs to no line."
    ),
    section="10.1",
    mistakes=(
        *numbers(dense_params),
        *fully_connected(lambda layer: lambda n_in, n_out, bias=True: layer(n_in, n_out, bias)),
    ),
    laws=_laws.DENSE_PARAMS,
)
