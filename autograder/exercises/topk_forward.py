"""A layer in which each output hears only its most important inputs (chapter 10.1.1)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import ACTIVATION, distinct, real
from autograder.language import N_

_X = np.array([[1.0, 2.0, -1.0, 0.5]])
_W = np.array([[0.5, -1.0], [0.25, 0.5], [2.0, 1.0], [-1.0, 0.5]])
_B = np.array([0.1, -0.2])
_IMPORTANCE = np.array([[0.9, 0.1], [0.2, 0.4], [0.7, 0.3], [0.1, 0.8]])


def _ranks(rng: np.random.Generator, n_in: int, n_out: int) -> NDArray[np.float64]:
    """Importances (n_in, n_out) without ties: with ties there would be several right answers."""
    return rng.permutation(np.arange(1.0, n_in * n_out + 1)).reshape(n_in, n_out)


def _drawn(rng: np.random.Generator, batch: int, n_in: int, n_out: int, k: int, shift: float = 0.0) -> Case:
    w, b = rng.normal(0, 0.4, (n_in, n_out)), rng.normal(0, 1, n_out)
    return Case((real(rng, batch, n_in), w, b, _ranks(rng, n_in, n_out) + shift, k))


def _far(rng: np.random.Generator) -> int:
    """A shift that is large beside all ranks, of which there are 72 at most, and exact in float32."""
    return int(rng.integers(10_000, 1_000_000))


def _one_picture(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B, _IMPORTANCE, 2), public=True)
    n_in, n_out = distinct(rng, 2, 4, 9)
    yield _drawn(rng, 1, n_in, n_out, int(rng.integers(2, n_in)))


def _extremes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B, _IMPORTANCE, 1), public=True)
    yield Case((_X, _W, _B, _IMPORTANCE, 4), public=True)
    batch, n_in, n_out = distinct(rng, 3, 2, 7)
    yield _drawn(rng, batch, n_in, n_out, 1)
    yield _drawn(rng, batch, n_in, n_out, n_in)


def _negative(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B, _IMPORTANCE - 1, 2), public=True)
    # Below any number by which one might mark an input as taken, such as -1 or -9.
    yield Case((_X, _W, _B, _IMPORTANCE - 1000, 2), public=True)
    n_in, n_out = distinct(rng, 2, 4, 9)
    yield _drawn(rng, 3, n_in, n_out, 2, shift=-n_in * n_out / 2)
    yield _drawn(rng, 3, n_in, n_out, 3, shift=-_far(rng))


def _batch(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.repeat(_X, 3, axis=0) * [[1], [0], [-1]], _W, _B, _IMPORTANCE, 3), public=True)
    for _ in range(2):
        k, batch, n_out, n_in = sorted(distinct(rng, 4, 2, 10))
        yield _drawn(rng, batch, n_in, n_out, k)
    yield _drawn(rng, batch, n_in, n_out, k, shift=_far(rng))


EXERCISE = Exercise(
    name="topk_forward",
    assignment="01-parameter-counting",
    order=5,
    signature="topk_forward(x, w, b, importance, k)",
    answer=Answer.ARRAY,
    groups=(
        Group("one-picture", N_("a batch of one"), 1.0, _one_picture),
        Group("extremes", N_("a single input heard, and all of them"), 0.5, _extremes),
        Group("negative-importance", N_("importances below zero"), 0.5, _negative),
        Group("batch", N_("several inputs at once"), 1.0, _batch),
    ),
    hint=N_(
        "Each output has a column of importances of its own, and so its own choice of inputs. Try it for one "
        "output alone; an input that was not chosen adds nothing to the sum, but the bias stays."
    ),
    section="10.1.1",
    tolerance=ACTIVATION,
)
