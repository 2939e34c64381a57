"""What a fully connected layer with sigmoid gives (chapter 10.1.1)."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import ACTIVATION, distinct, real, whole
from autograder.exercises._slips.activation import activation
from autograder.exercises._slips.models import sigmoid
from autograder.exercises._slips.sliding import told
from autograder.language import N_

_X = np.array([[1.0, -2.0, 0.5]])
_W = np.array([[0.5, -1.0], [0.25, 0.5], [2.0, 1.0]])
_B = np.array([0.1, -0.2])
_SQUARE = np.array([[0.5, -1.0], [0.25, 2.0]])


def _drawn(rng: np.random.Generator, batch: int, n_in: int, n_out: int) -> Case:
    # The weights' scale keeps the sums where the sigmoid is steep.
    return Case((real(rng, batch, n_in), rng.normal(0, 0.4, (n_in, n_out)), rng.normal(0, 1, n_out)))


def _one_picture(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B), public=True)
    yield Case((_X, _W, _B), public=True, twice=True)
    yield _drawn(rng, 1, *distinct(rng, 2, 2, 9))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.zeros((2, 3)), np.ones((3, 4)), np.array([-1.0, 0.0, 1.0, 2.0])), public=True)
    batch, n_in, n_out = distinct(rng, 3, 2, 7)
    yield Case((np.zeros((batch, n_in)), real(rng, n_in, n_out), rng.normal(0, 1, n_out)))


def _batch(rng: np.random.Generator) -> Iterator[Case]:
    x = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])
    yield Case((x, _W, _B), public=True)
    # Where all sides are equal, a product in the wrong order gives a value, by which it is known.
    yield Case((_SQUARE[::-1] - 1, _SQUARE, _B), public=True)
    yield _drawn(rng, *distinct(rng, 3, 2, 12))
    yield _drawn(rng, *distinct(rng, 3, 2, 12))
    yield Case(tuple(array.astype(np.float32) for array in _drawn(rng, *distinct(rng, 3, 2, 12)).args))


def _extremes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([[1000, -1000]]), np.eye(2), np.zeros(2)), public=True)
    # Not yet 0 and 1: sums that were cut at 10, say, give something else.
    yield Case((np.array([[12, -12]]), np.eye(2), np.zeros(2)), public=True)
    batch, n_in, n_out = distinct(rng, 3, 2, 7)
    yield Case((whole(rng, batch, n_in) * 300, whole(rng, n_in, n_out), whole(rng, n_out)))


def _by_math_exp(x: Any, w: Any, b: Any) -> Any:
    return [[1 / (1 + math.exp(-z)) for z in row] for row in x @ w + b]


def _by_transposed_indices(x: Any, w: Any, b: Any) -> Any:
    n_out, n_in = len(b), x.shape[1]
    sums = [[sum(row[i] * w[j, i] for i in range(n_in)) for j in range(n_out)] for row in x]
    return sigmoid(np.array(sums) + b)


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
    mistakes=(
        *activation(np.matmul, lambda x, w: len(w)),
        *told(
            "overflow",
            N_("Large sums are too much for your sigmoid: a power of e in it grows beyond all floats."),
            N_("What do np.exp(1000) and math.exp(1000) give? For which sums does yours come to that?"),
            lambda x, w, b: (power := np.exp(x @ w + b)) / (1 + power),
            _by_math_exp,
        ),
        *told(
            "weights-transposed",
            N_("Rows and columns of your weights are swapped."),
            N_("w is (n_in, n_out): which of its axes has to meet the inputs?"),
            lambda x, w, b: sigmoid(x @ w.T + b),
            _by_transposed_indices,
        ),
        Mistake(
            "weights-before-inputs",
            N_("You multiply w by x, and not x by w."),
            N_("Do the two orders of a matrix product give the same? Write both with their shapes."),
            lambda x, w, b: sigmoid(w @ x + b),
        ),
        Mistake(
            "inputs-in-columns",
            N_("You take each column of x for an input, and each row is one."),
            N_("x is (batch, n_in): how many inputs hold 3 rows of 2 numbers?"),
            lambda x, w, b: sigmoid((w.T @ x).T + b),
        ),
        Mistake(
            "elementwise-product",
            N_("You multiply element by element, and sum nothing."),
            N_("What is the difference between `*` and `@` for two arrays?"),
            lambda x, w, b: sigmoid(x * w + b),
        ),
        Mistake(
            "a-bias-for-each-row",
            N_("You add a bias to each row of the result, and not to each column."),
            N_("Who owns a bias: an input of the batch, or an output of the layer?"),
            lambda x, w, b: sigmoid(x @ w + b[:, np.newaxis]),
        ),
        Mistake(
            "sum-goes-on-to-the-next-input",
            N_("Your sum goes on from one input of the batch to the next."),
            N_("Where in your loops is the sum set back to 0?"),
            lambda x, w, b: sigmoid(np.cumsum(x @ w, axis=0) + b),
        ),
        Mistake(
            "batch-added-up",
            N_("You add up the whole batch."),
            N_("Three inputs go in: how many rows have to come out?"),
            lambda x, w, b: sigmoid((x @ w).sum(axis=0) + b),
        ),
    ),
    laws=_laws.DENSE_FORWARD,
    probes=_probes.DENSE,
)
