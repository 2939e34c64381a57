"""Weights and biases of a chain of fully connected layers (chapter 10.1)."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

import numpy as np

from autograder.book import WIDTHS
from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws
from autograder.exercises._inputs import AGAIN, distinct
from autograder.exercises._slips.counting import Count, Layer, fully_connected, numbers
from autograder.exercises._slips.models import dense_params, mlp_params
from autograder.exercises._slips.overwriting import overwriting
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


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([4, 3, 2],), public=True, twice=True)
    yield Case((distinct(rng, 4, 5, 300),), twice=True)


def _of_layers(layer: Layer) -> Count:
    """Each layer counted by the same rule."""
    return lambda widths, bias=True: [layer(n_in, n_out, bias) for n_in, n_out in pairwise(widths)]


def _hidden_alike(widths: list[int], bias: bool = True) -> list[int]:
    """As one counts who has seen three columns of 256 units."""
    counts = mlp_params(widths, bias)
    between = dense_params(widths[1], widths[1], bias)
    return [counts[0], *[between] * (len(counts) - 2), *counts[1:][-1:]]


def _emptied(widths: list[int], bias: bool = True) -> list[int]:
    counts = []
    while len(widths) > 1:
        n_in = widths.pop(0)
        counts.append(dense_params(n_in, widths[0], bias))
    return counts


EXERCISE = Exercise(
    name="mlp_params",
    assignment="01-parameter-counting",
    order=2,
    signature="mlp_params(widths, bias=True)",
    answer=Answer.INTEGERS,
    groups=(
        Group("book", N_("networks of the chapter's depth"), 1.0, _book),
        Group("one-layer", N_("a single layer"), 0.5, _one_layer),
        Group("depth", N_("networks of other depths"), 0.5, _depth),
        Group("no-bias", N_("bias switched on and off"), 0.5, _no_bias),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Write the widths in a row and draw an arrow from each to the next: every arrow is one layer. How "
        "many arrows are there, and what does each need?"
    ),
    section="10.1",
    mistakes=(
        *numbers(mlp_params),
        *fully_connected(_of_layers),
        Mistake(
            "last-layer-left-out",
            N_("You leave the last layer out."),
            N_("Which layer makes the ten scores, and has it weights?"),
            lambda widths, bias=True: mlp_params(widths[:-1], bias),
        ),
        Mistake(
            "first-layer-left-out",
            N_("You leave the first layer out."),
            N_("Which of the layers touches the pixels? With which index does your loop begin?"),
            lambda widths, bias=True: mlp_params(widths[1:], bias),
        ),
        Mistake(
            "inputs-as-a-layer",
            N_("You count the inputs as a layer of their own."),
            N_("A layer is a step from one column to the next: how many steps are there?"),
            lambda widths, bias=True: [0, *mlp_params(widths, bias)],
        ),
        Mistake(
            "outputs-joined-to-the-inputs",
            N_("Your first layer leads from the outputs back to the inputs."),
            N_("What does Python give for widths[-1]? With which index does your loop begin?"),
            lambda widths, bias=True: mlp_params([widths[-1], *widths], bias),
        ),
        Mistake(
            "four-layers-only",
            N_("You count four layers, however many there are."),
            N_("Where in your code does the number of layers come from?"),
            lambda widths, bias=True: [
                dense_params(widths[place], widths[place + 1], bias) for place in range(4)
            ],
        ),
        Mistake(
            "hidden-layers-alike",
            N_("You take all layers but the first and the last for alike."),
            N_("Must the columns in the middle be equally wide? Try [2, 3, 4, 5]."),
            _hidden_alike,
        ),
        Mistake(
            "every-layer-from-the-inputs",
            N_("You join every layer to the inputs of the network."),
            N_("What does the second layer get: the pixels, or what the first one gave?"),
            lambda widths, bias=True: [dense_params(widths[0], width, bias) for width in widths[1:]],
        ),
        Mistake(
            "no-bias-in-the-last-layer",
            N_("You count no biases in the last layer."),
            N_("Is there anything that makes the ten scores an exception?"),
            lambda widths, bias=True: [
                *mlp_params(widths[:-1], bias),
                dense_params(widths[-2], widths[-1], bias=False),
            ],
        ),
        Mistake(
            "weights-and-biases-apart",
            N_("You list weights and biases apart."),
            N_("How many numbers should the list hold for a single layer?"),
            lambda widths, bias=True: [
                n for a, b in pairwise(widths) for n in ([a * b, b] if bias else [a * b])
            ],
        ),
        Mistake(
            "layers-backwards",
            N_("You list the layers from the outputs to the inputs."),
            N_("Which layer should your list begin with?"),
            lambda widths, bias=True: mlp_params(widths, bias)[::-1],
        ),
        Mistake(
            "running-total",
            N_("Each of your counts holds those of the layers before it as well."),
            N_("What is in your sum when the next layer begins?"),
            lambda widths, bias=True: list(accumulate(mlp_params(widths, bias))),
        ),
        Mistake(
            "only-the-total",
            N_("You give the sum over all layers, and not one count for each."),
            N_("What does the example under the function's name give for three columns?"),
            lambda widths, bias=True: sum(mlp_params(widths, bias)),
        ),
        Mistake(
            "only-the-last-count",
            N_("You give the count of the last layer alone."),
            N_("What becomes of a layer's count when your loop goes on to the next?"),
            lambda widths, bias=True: mlp_params(widths, bias)[-1],
        ),
        Mistake(
            "total-at-the-end",
            N_("You list the sum over all layers after their counts."),
            N_("How long must the list be for a network of two layers?"),
            lambda widths, bias=True: [*(counts := mlp_params(widths, bias)), sum(counts)],
        ),
        *overwriting(_emptied),
    ),
    laws=_laws.MLP_PARAMS,
)
