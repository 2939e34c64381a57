"""Slips that students make in counting, whatever is counted."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.models import dense_params
from autograder.language import N_

Count = Callable[..., Any]
"""What students write: gives an int, or a list of ints."""

Layer = Callable[[int, int, bool], int]
"""Counts the parameters of one layer, knowing its inputs, its outputs and whether it has biases."""


def numbers(count: Count) -> tuple[Mistake, ...]:
    """The slips in the kind of number that a count is.

    Args:
        count: the right function, from `models`.
    """

    def made(kind: Callable[[int], Any]) -> Count:
        def model(*args: Any, **kwargs: Any) -> Any:
            counts = count(*args, **kwargs)
            return [kind(n) for n in counts] if isinstance(counts, list) else kind(counts)

        return model

    return (
        Mistake(
            "count-as-a-float",
            N_("You give a count as a float."),
            N_("What does Python print for 6 / 2, and what for 6 // 2?"),
            made(float),
        ),
        Mistake(
            "counted-in-float32",
            N_("You count in float32, which has no room for every whole number."),
            N_("What does np.float32(2**24) + np.float32(1) give? How many digits does a float32 keep?"),
            made(lambda n: int(np.float32(n))),
        ),
    )


def biases(using: Callable[[Layer], Count]) -> tuple[Mistake, ...]:
    """The slips in counting a layer's biases.

    Args:
        using: makes the exercise's function, right but for the layer that it counts with.
    """
    return (
        Mistake(
            "biases-not-counted",
            N_("You count no biases."),
            N_("Feed the layer nothing but zeros: which numbers still decide what comes out?"),
            using(lambda n_in, n_out, bias: n_in * n_out),
        ),
        Mistake(
            "bias-switch-ignored",
            N_("You count biases even where there are none."),
            N_("Call your function with bias=True and with bias=False: what should change?"),
            using(lambda n_in, n_out, bias: dense_params(n_in, n_out)),
        ),
        Mistake(
            "bias-switch-reversed",
            N_("You count biases where there are none, and leave them out where there are some."),
            N_("Read the line about `bias` aloud, with True in its place."),
            using(lambda n_in, n_out, bias: dense_params(n_in, n_out, not bias)),
        ),
        Mistake(
            "one-bias-in-all",
            N_("You count a single bias for a whole layer."),
            N_("If all outputs had one bias in common, could they differ where every input is zero?"),
            using(lambda n_in, n_out, bias: n_in * n_out + bias),
        ),
        Mistake(
            "a-bias-for-each-weight",
            N_("You count a bias for each weight."),
            N_("To what is a bias added: to each product, or to something that comes later?"),
            using(lambda n_in, n_out, bias: n_in * n_out * (1 + bias)),
        ),
        Mistake(
            "only-the-biases",
            N_("Where there are biases, you count nothing else."),
            N_("What is in your variable before the biases come, and what is in it afterwards?"),
            using(lambda n_in, n_out, bias: n_out if bias else n_in * n_out),
        ),
    )


def fully_connected(using: Callable[[Layer], Count]) -> tuple[Mistake, ...]:
    """The slips in counting layers in which every input is joined to every output.

    Args:
        using: as for `biases`.
    """
    return (
        *biases(using),
        Mistake(
            "a-bias-for-each-input",
            N_("You count a bias for each input, and not for each output."),
            N_("To which side of a connection does a bias belong, the sender or the receiver?"),
            using(lambda n_in, n_out, bias: n_in * n_out + n_in * bias),
        ),
        Mistake(
            "biases-on-both-sides",
            N_("You count biases for the inputs as well as for the outputs."),
            N_("Is anything added to a pixel before it enters the layer?"),
            using(lambda n_in, n_out, bias: n_in * n_out + (n_in + n_out) * bias),
        ),
        Mistake(
            "a-bias-unit-on-both-sides",
            N_("You count the bias as one more unit among the inputs, and among the outputs as well."),
            N_("Draw the unit that always gives 1: does any line end in it?"),
            using(lambda n_in, n_out, bias: (n_in + bias) * (n_out + bias)),
        ),
        Mistake(
            "units-added",
            N_("You add the widths of a layer's two sides, and do not multiply them."),
            N_("How many numbers are in a table with 784 rows and 256 columns?"),
            using(lambda n_in, n_out, bias: n_in + n_out + n_out * bias),
        ),
        Mistake(
            "units-counted",
            N_("You count the units on both sides, and not the lines between them."),
            N_("Draw 3 inputs and 2 outputs, with all their lines: what of it does the layer learn?"),
            using(lambda n_in, n_out, bias: n_in + n_out),
        ),
        Mistake(
            "outputs-counted",
            N_("You count one parameter for each output."),
            N_("How many lines end in one output?"),
            using(lambda n_in, n_out, bias: n_out),
        ),
    )
