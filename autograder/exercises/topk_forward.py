"""A layer in which each output hears only its most important inputs (chapter 10.1.1)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import ACTIVATION, AGAIN, distinct, real
from autograder.exercises._slips.activation import activation
from autograder.exercises._slips.models import dense_forward, most_important, sigmoid, topk_forward
from autograder.exercises._slips.overwriting import overwriting
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


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_X, _W, _B, _IMPORTANCE, 2), public=True, twice=True)
    yield replace(_drawn(rng, 3, 5, 4, 2), twice=True)


def _hearing(
    choose: Callable[[Any, int], Any], x: Any, w: Any, b: Any, importance: Any, k: int
) -> NDArray[np.float64]:
    """The layer with another choice: factors of the weights (n_in, n_out), or (n_in, 1) for all outputs."""
    return dense_forward(x, w * choose(importance, k), b)


def _by_largest(mark: float, importance: Any, k: int) -> NDArray[np.bool_]:
    """The largest k times over; what is taken gets a number that should never be the largest again."""
    left, heard = np.array(importance, float), np.zeros_like(importance, bool)
    for j in range(left.shape[1]):
        for _ in range(k):
            best = left[:, j].argmax()
            heard[best, j], left[best, j] = True, mark
    return heard


def _first_weights(x: Any, w: Any, b: Any, importance: Any, k: int) -> NDArray[np.float64]:
    best = np.argsort(-importance, axis=0)[:k]  # (k, n_out)
    return sigmoid(np.einsum("nkj,kj->nj", x[:, best], w[:k]) + b)


def _weights_zeroed(x: Any, w: Any, b: Any, importance: Any, k: int) -> NDArray[np.float64]:
    w[~most_important(importance, k)] = 0
    return dense_forward(x, w, b)


def _importance_marked(x: Any, w: Any, b: Any, importance: Any, k: int) -> NDArray[np.float64]:
    heard = np.zeros_like(w)
    for j in range(w.shape[1]):
        for _ in range(k):
            best = importance[:, j].argmax()
            heard[best, j], importance[best, j] = w[best, j], -np.inf
    return dense_forward(x, heard, b)


EXERCISE = Exercise(
    name="topk_forward",
    assignment="01-parameter-counting",
    order=5,
    signature="topk_forward(x, w, b, importance, k)",
    answer=Answer.ARRAY,
    groups=(
        Group("one-picture", N_("a batch of one"), 0.5, _one_picture),
        Group("extremes", N_("a single input heard, and all of them"), 0.5, _extremes),
        Group("negative-importance", N_("importances below zero"), 0.5, _negative),
        Group("batch", N_("several inputs at once"), 1.0, _batch),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Each output has a column of importances of its own, and so its own choice of inputs. Try it for one "
        "output alone; an input that was not chosen adds nothing to the sum, but the bias stays."
    ),
    section="10.1.1",
    tolerance=ACTIVATION,
    mistakes=(
        *activation(
            lambda x, w, importance, k: x @ (w * most_important(importance, k)), lambda *args: args[3]
        ),
        *(
            Mistake(name, title, hint, partial(_hearing, choose))
            for name, title, hint, choose in (
                (
                    "importance-ignored",
                    N_("Your outputs listen to all inputs."),
                    N_("With k = 1, how many numbers does the sum of one output have?"),
                    lambda importance, k: np.ones_like(importance),
                ),
                (
                    "least-important-chosen",
                    N_("Your outputs listen to their least important inputs."),
                    N_("Which end of a sorted column holds the highest numbers?"),
                    lambda importance, k: most_important(-importance, k),
                ),
                (
                    "k-left-out",
                    N_("You leave out the k least important inputs, and keep the rest."),
                    N_("With 4 inputs and k = 1: how many are heard by one output?"),
                    lambda importance, k: most_important(importance, len(importance) - k),
                ),
                (
                    "one-too-few",
                    N_("Your outputs listen to one input too few."),
                    N_("Try k = 1: is anyone heard? Are < and <= the same at the last one chosen?"),
                    lambda importance, k: most_important(importance, k - 1),
                ),
                (
                    "one-too-many",
                    N_("Your outputs listen to one input too many."),
                    N_("How many elements has a[-3:], and how many has a[-3 - 1:]?"),
                    lambda importance, k: most_important(importance, k + 1),
                ),
                (
                    "first-k-inputs",
                    N_("Your outputs listen to the first k inputs, whatever their importance."),
                    N_("Where does `importance` stand in your code, and what becomes of it?"),
                    lambda importance, k: (np.arange(len(importance)) < k)[:, np.newaxis],
                ),
                (
                    "by-the-size-of-importance",
                    N_("You choose by the size of importance, whatever its sign."),
                    N_("Which of -5 and 1 is higher?"),
                    lambda importance, k: most_important(abs(importance), k),
                ),
                (
                    "choice-of-the-first-output",
                    N_("All your outputs listen to what the first of them has chosen."),
                    N_("Which column of `importance` belongs to output 1?"),
                    lambda importance, k: most_important(importance[:, :1], k),
                ),
                (
                    "choice-of-the-last-output",
                    N_("All your outputs listen to what the last of them has chosen."),
                    N_("What does your loop keep of a choice when it goes on to the next output?"),
                    lambda importance, k: most_important(importance[:, -1:], k),
                ),
                (
                    "choice-by-the-mean",
                    N_("Your outputs have one choice in common, made by their mean importance."),
                    N_("If two outputs need different inputs, can one choice suit both?"),
                    lambda importance, k: most_important(importance.mean(axis=1, keepdims=True), k),
                ),
                (
                    "choices-joined",
                    N_("Each of your outputs listens to whatever any of them has chosen."),
                    N_("When you mark what output 1 has chosen, whose marks do you set?"),
                    lambda importance, k: most_important(importance, k).any(axis=1, keepdims=True),
                ),
                (
                    "inputs-choose-outputs",
                    N_("Each of your inputs chooses outputs, and not each output its inputs."),
                    N_("How many inputs does output 0 hear? Do you go through rows, or through columns?"),
                    lambda importance, k: most_important(importance.T, k).T,
                ),
                (
                    "chosen-from-the-whole-table",
                    N_("You choose the k highest of the whole table, and not of each column."),
                    N_("How many inputs does each output listen to? Count them for every column."),
                    lambda importance, k: most_important(importance.reshape(-1, 1), k).reshape(
                        importance.shape
                    ),
                ),
                (
                    "importance-as-a-factor",
                    N_("You multiply what was chosen by its importance."),
                    N_("What does importance decide: whether an input is heard, or how loudly?"),
                    lambda importance, k: most_important(importance, k) * importance,
                ),
                (
                    "taken-marked-with-zero",
                    N_("You mark inputs that are taken by an importance of 0, which may be the highest."),
                    N_("What if all importances are below 0?"),
                    partial(_by_largest, 0),
                ),
                (
                    "taken-marked-below-zero",
                    N_("You mark inputs that are taken by a number that may still be the highest."),
                    N_("Which number is below every importance that there can be? Try -1000 for all."),
                    partial(_by_largest, -1),
                ),
            )
        ),
        Mistake(
            "chosen-by-weight",
            N_("You choose the largest weights, and not the highest importance."),
            N_("Which of the function's arguments tells what matters to an output?"),
            lambda x, w, b, importance, k: topk_forward(x, w, b, abs(w), k),
        ),
        Mistake(
            "chosen-by-input",
            N_("You choose the largest inputs, and not the most important."),
            N_("May the choice change from one input of the batch to the next?"),
            lambda x, w, b, importance, k: sigmoid((x * most_important(x.T, k).T) @ w + b),
        ),
        Mistake(
            "weights-of-the-first-k",
            N_("You multiply the chosen inputs by the weights of the first k."),
            N_("Input 2 was chosen: which row of w belongs to it?"),
            _first_weights,
        ),
        Mistake(
            "bias-left-out-with-the-rest",
            N_("You leave biases out where all inputs are not heard."),
            N_("Is a bias one of the inputs?"),
            lambda x, w, b, importance, k: topk_forward(x, w, b * (k == len(w)), importance, k),
        ),
        *overwriting(_weights_zeroed, _importance_marked),
    ),
    laws=_laws.TOPK_FORWARD,
    probes=_probes.TOP_K,
)
