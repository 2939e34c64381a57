"""Weights of a dense, a locally connected and a weight-sharing layer (chapter 10.1.2)."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import distinct
from autograder.language import N_


def _of_kind(kind: str, rng: np.random.Generator) -> Iterator[Case]:
    """Cases of one kind: a 5×5 image under a 3×3 window, which has 9 places; further sizes; drawn ones."""
    yield Case((3, 25, 9, kind), public=True)
    yield Case((1, 12, 12, kind), public=True)
    yield Case((5, 784, 576, kind), public=True)
    for k in rng.choice([2, 3, 4, 5, 6, 7], 2, replace=False):
        n_out, n_in = sorted(distinct(rng, 2, 64, 600))
        yield Case((int(k), n_in, n_out, kind))


EXERCISE = Exercise(
    name="layer_weights",
    assignment="01-parameter-counting",
    order=7,
    signature="layer_weights(k, n_in, n_out, kind)",
    answer=Answer.INTEGER,
    groups=(
        Group("dense", N_("dense layers"), 0.5, partial(_of_kind, "dense")),
        Group("local", N_("locally connected layers"), 1.0, partial(_of_kind, "local")),
        Group("shared", N_("layers that share their weights"), 0.5, partial(_of_kind, "shared")),
    ),
    hint=N_(
        "For each kind ask two questions: how many weights does one output unit look through, and does the "
        "next output unit bring weights of its own?"
    ),
    section="10.1.2",
)
