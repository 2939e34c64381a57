"""What a fully connected layer with sigmoid gives (chapter 10.1.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import ACTIVATION, distinct, real, whole
from autograder.language import N_

_X = np.array([[1.0, -2.0, 0.5]])
_W = np.array([[0.5, -1.0], [0.25, 0.5], [2.0, 1.0]])
_B = np.array([0.1, -0.2])


def _drawn(rng: np.random.Generator, batch: int, n_in: int, n_out: int) -> Case:
    # The weights' scale keeps the sums where the sigmoid is steep.
    return Case((real(rng, batch, n_in), rng.normal(0, 0.4, (n_in, n_out)), rng.normal(0, 1, n_out)))


def _one_picture(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B), public=True)
    yield _drawn(rng, 1, *distinct(rng, 2, 2, 9))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.zeros((2, 3)), np.ones((3, 4)), np.array([-1.0, 0.0, 1.0, 2.0])), public=True)
    batch, n_in, n_out = distinct(rng, 3, 2, 7)
    yield Case((np.zeros((batch, n_in)), real(rng, n_in, n_out), rng.normal(0, 1, n_out)))


def _batch(rng: np.random.Generator) -> Iterator[Case]:
    x = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])
    yield Case((x, _W, _B), public=True)
    yield _drawn(rng, *distinct(rng, 3, 2, 12))
    yield _drawn(rng, *distinct(rng, 3, 2, 12))
    yield Case(tuple(array.astype(np.float32) for array in _drawn(rng, *distinct(rng, 3, 2, 12)).args))


def _extremes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([[1000, -1000]]), np.eye(2), np.zeros(2)), public=True)
    batch, n_in, n_out = distinct(rng, 3, 2, 7)
    yield Case((whole(rng, batch, n_in) * 300, whole(rng, n_in, n_out), whole(rng, n_out)))


EXERCISE = Exercise(
    name="dense_forward",
    assignment="01-parameter-counting",
    order=4,
    signature="dense_forward(x, w, b)",
    answer=Answer.ARRAY,
    groups=(
        Group("one-picture", N_("a batch of one"), 0.5, _one_picture),
        Group("biases", N_("inputs of zero, where only the biases speak"), 0.5, _biases),
        Group("batch", N_("several inputs at once"), 0.5, _batch),
        Group("extremes", N_("sums so large that the sigmoid is 0 or 1"), 0.5, _extremes),
    ),
    hint=N_(
        "Three steps in this order: weigh and sum, shift, squash. After each, compare the shape with (batch, "
        "n_out), and ask what the sigmoid makes of 0, of a large and of a very negative number."
    ),
    section="10.1.1",
    tolerance=ACTIVATION,
)
