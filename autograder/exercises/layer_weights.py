"""Weights of a dense, a locally connected and a weight-sharing layer (chapter 10.1.2)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws
from autograder.exercises._inputs import distinct
from autograder.exercises._slips.counting import numbers
from autograder.exercises._slips.models import layer_weights
from autograder.language import N_


def _of_kind(kind: str, rng: np.random.Generator) -> Iterator[Case]:
    """Cases of one kind: a 5×5 image under a 3×3 window, which has 9 places; further sizes; drawn ones."""
    yield Case((3, 25, 9, kind), public=True)
    yield Case((1, 12, 12, kind), public=True)
    # More outputs than inputs: a layer that makes its image larger.
    yield Case((2, 9, 16, kind), public=True)
    yield Case((5, 784, 576, kind), public=True)
    # The dense count is odd and above 2**24, where float32 holds only even ones.
    yield Case((3, 4099, 4097, kind), public=True)
    for k in rng.choice([2, 3, 4, 5, 6, 7], 2, replace=False):
        n_out, n_in = sorted(distinct(rng, 2, 64, 600))
        yield Case((int(k), n_in, n_out, kind))


def _with(counts: Any, k: int, n_in: int, n_out: int, kind: str) -> int:
    """The weights of a layer, with a count of its own for some kinds."""
    return counts[kind](k, n_in, n_out) if kind in counts else layer_weights(k, n_in, n_out, kind)


def _like(kind: str) -> dict[str, Any]:
    """Every kind counted like this one."""
    return dict.fromkeys(("dense", "local", "shared"), partial(layer_weights, kind=kind))


def _one_side(k: int, n_in: int, n_out: int, kind: str) -> int:
    return layer_weights(k, n_in, n_out, kind) // (1 if kind == "dense" else k)


def _sides_added(k: int, n_in: int, n_out: int, kind: str) -> int:
    return _one_side(k, n_in, n_out, kind) * (1 if kind == "dense" else 2)


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
    mistakes=(
        *numbers(layer_weights),
        *(
            Mistake(name, title, hint, partial(_with, {kind: count}))
            for name, title, hint, kind, count in (
                (
                    "local-without-outputs",
                    N_("For a local layer you count one window only."),
                    N_("How many windows are there, if each output has weights of its own?"),
                    "local",
                    lambda k, n_in, n_out: k * k,
                ),
                (
                    "local-from-each-input",
                    N_("For a local layer you count a window for each input."),
                    N_("Who looks through a window: an input, or an output?"),
                    "local",
                    lambda k, n_in, n_out: k * k * n_in,
                ),
                (
                    "local-from-every-input",
                    N_("For a local layer you count a window for every pair of an input and an output."),
                    N_("Of all the pixels, how many can one output of a local layer see?"),
                    "local",
                    lambda k, n_in, n_out: k * k * n_in * n_out,
                ),
                (
                    "local-as-dense",
                    N_("You count a local layer like a dense one."),
                    N_("Shuffle all pixels: which of the two layers would notice?"),
                    "local",
                    lambda k, n_in, n_out: n_in * n_out,
                ),
                (
                    "shared-at-each-place",
                    N_("You count shared weights again at each place."),
                    N_("The same stamp, many places: how many stamps do you own?"),
                    "shared",
                    lambda k, n_in, n_out: k * k * n_out,
                ),
                (
                    "shared-for-each-input",
                    N_("You count shared weights again for each input."),
                    N_("Make the picture twice as wide: what has to be learnt anew?"),
                    "shared",
                    lambda k, n_in, n_out: k * k * n_in,
                ),
                (
                    "shared-as-one-weight",
                    N_("For shared weights you count a single one."),
                    N_("What is shared: one number, or a table of them?"),
                    "shared",
                    lambda k, n_in, n_out: 1,
                ),
                (
                    "dense-without-outputs",
                    N_("For a dense layer you count the weights of one output only."),
                    N_("Of 9 outputs, does each have weights of its own?"),
                    "dense",
                    lambda k, n_in, n_out: n_in,
                ),
                (
                    "dense-added",
                    N_("For a dense layer you add inputs and outputs, and do not multiply them."),
                    N_("How many lines join 3 inputs to 2 outputs? Draw them."),
                    "dense",
                    lambda k, n_in, n_out: n_in + n_out,
                ),
                (
                    "dense-through-a-window",
                    N_("For a dense layer you count a window as well."),
                    N_("Through what does an output of a dense layer look at its inputs?"),
                    "dense",
                    lambda k, n_in, n_out: k * k * n_in * n_out,
                ),
            )
        ),
        Mistake(
            "local-and-shared-swapped",
            N_("You have swapped local and shared."),
            N_("In which of the two has each output weights of its own?"),
            partial(_with, {"local": _like("shared")["local"], "shared": _like("local")["shared"]}),
        ),
        *(
            Mistake(f"always-{kind}", title, hint, partial(_with, _like(kind)))
            for kind, title, hint in (
                (
                    "dense",
                    N_("You count every kind of layer like a dense one."),
                    N_("Where in your code does `kind` make a difference? Try all three."),
                ),
                (
                    "local",
                    N_("You count every kind of layer like a local one."),
                    N_("In the table of the three kinds, are any two of the counts alike?"),
                ),
                (
                    "shared",
                    N_("You count every kind of layer like one with shared weights."),
                    N_("For which kind should the number of outputs matter, and does it?"),
                ),
            )
        ),
        Mistake(
            "one-side-of-the-window",
            N_("You count k weights for a window, and it is k high and k wide."),
            N_("Count the pixels under a window of 3 × 3."),
            _one_side,
        ),
        Mistake(
            "sides-of-the-window-added",
            N_("You add the two sides of a window, and do not multiply them."),
            N_("How many pixels are there in 5 rows of 5?"),
            _sides_added,
        ),
        Mistake(
            "biases-counted",
            N_("You count biases as well."),
            N_("Which of a layer's numbers does this function ask for, and which not?"),
            lambda k, n_in, n_out, kind: (
                layer_weights(k, n_in, n_out, kind) + (1 if kind == "shared" else n_out)
            ),
        ),
    ),
    laws=_laws.LAYER_WEIGHTS,
)
