"""Weights and biases of a convolutional layer (chapters 10.1.2 and 10.2.3)."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws
from autograder.exercises._inputs import distinct
from autograder.exercises._slips.counting import Count, Layer, biases, numbers
from autograder.exercises._slips.models import conv_params, pair
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 3, 2), public=True)
    yield Case((3, 3, 32), public=True)
    # An odd count above 2**24, where float32 holds only even ones.
    yield Case((3, 1366, 1367), public=True)
    for k in rng.choice([2, 4, 5, 6, 7], 2, replace=False):
        yield Case((int(k), *distinct(rng, 2, 8, 64)))


def _single(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 1, 1), public=True)
    yield Case((1, 3, 2), public=True)
    yield Case((int(rng.integers(2, 8)), 1, *distinct(rng, 1, 8, 64)))
    yield Case((int(rng.integers(2, 8)), *distinct(rng, 1, 8, 64), 1))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(((2, 3), 3, 2), public=True)
    yield Case(((1, 5), 1, 4), public=True)
    for _ in range(2):
        height, width = distinct(rng, 2, 1, 7)
        yield Case(((height, width), *distinct(rng, 2, 8, 64)))


def _no_bias(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3, 3, 32), {"bias": False}, public=True)
    yield Case((3, 3, 32), {"bias": True}, public=True)
    yield Case(((2, 3), 3, 4), {"bias": False}, public=True)
    yield Case((tuple(distinct(rng, 2, 1, 7)), *distinct(rng, 2, 8, 64)), {"bias": False})
    yield Case((int(rng.integers(2, 8)), *distinct(rng, 2, 8, 64)), {"bias": False})


def _weights(kernel_size: Any, c_in: int, c_out: int) -> int:
    return conv_params(kernel_size, c_in, c_out, bias=False)


def _of_kernels(layer: Layer) -> Count:
    """Each kernel counted like an output that is joined to the pixels under it."""
    return lambda kernel_size, c_in, c_out, bias=True: layer(_weights(kernel_size, c_in, 1), c_out, bias)


EXERCISE = Exercise(
    name="conv_params",
    assignment="01-parameter-counting",
    order=8,
    signature="conv_params(kernel_size, c_in, c_out, bias=True)",
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("layers such as the chapter's"), 1.0, _book),
        Group("single", N_("one channel, one kernel or one pixel"), 0.5, _single),
        Group("non-square-kernel", N_("kernels that are not square"), 1.0, _rectangle),
        Group("no-bias", N_("bias switched on and off"), 0.5, _no_bias),
    ),
    hint=N_(
        "How thick is one kernel when the image has several channels? How many kernels are there? And by how "
        "many numbers can the finished maps be shifted up or down?"
    ),
    section="10.2.3",
    mistakes=(
        *numbers(conv_params),
        *biases(_of_kernels),
        Mistake(
            "channels-forgotten",
            N_("You count one table of weights for each kernel, however many channels the input has."),
            N_("How thick is one kernel when the input has three layers?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(kernel_size, 1, c_out, bias),
        ),
        Mistake(
            "one-kernel-only",
            N_("You count one kernel only."),
            N_("How many maps come out, and how many kernels does that take?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(kernel_size, c_in, 1, bias),
        ),
        Mistake(
            "weights-of-one-kernel",
            N_("You count the biases of all kernels, and the weights of one."),
            N_("Two kernels that find different edges: can they have the same weights?"),
            lambda kernel_size, c_in, c_out, bias=True: _weights(kernel_size, c_in, 1) + c_out * bias,
        ),
        Mistake(
            "channels-counted-apart",
            N_("You count one table of weights for each channel, as if each made a map of its own."),
            N_("Do the channels of the input mix in a map of the output?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(kernel_size, 1, c_in, bias),
        ),
        Mistake(
            "channels-added",
            N_("You add the channels of input and output, and do not multiply them."),
            N_("Give each of 2 kernels a table for each of 3 channels: how many tables have you made?"),
            lambda kernel_size, c_in, c_out, bias=True: _weights(kernel_size, c_in + c_out, 1) + c_out * bias,
        ),
        Mistake(
            "kernel-size-ignored",
            N_("You count one weight for each kernel and channel, however large the kernel is."),
            N_("How many pixels lie under a kernel of 3 × 3?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(1, c_in, c_out, bias),
        ),
        Mistake(
            "sides-of-the-kernel-added",
            N_("You add the two sides of a kernel, and do not multiply them."),
            N_("How many numbers stand in 2 rows of 3?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(
                (1, sum(pair(kernel_size))), c_in, c_out, bias
            ),
        ),
        Mistake(
            "one-side-of-the-kernel",
            N_("You count k weights for a kernel, and it is k high and k wide."),
            N_("A single number stands for a pair: for which one?"),
            lambda kernel_size, c_in, c_out, bias=True: kernel_size * c_in * c_out + c_out * bias,
        ),
        Mistake(
            "kernel-height-twice",
            N_("You take the kernel's height for its width as well."),
            N_("A kernel has two sides: which of them does your code ask for?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(pair(kernel_size)[0], c_in, c_out, bias),
        ),
        Mistake(
            "kernel-width-twice",
            N_("You take the kernel's width for its height as well."),
            N_("Try a kernel of 1 × 5: how many weights has it, and how many do you count?"),
            lambda kernel_size, c_in, c_out, bias=True: conv_params(pair(kernel_size)[1], c_in, c_out, bias),
        ),
        Mistake(
            "one-number-only",
            N_("Your code expects one number for the kernel's size, and cannot use a pair."),
            N_("What does Python make of (2, 3) ** 2? How can you tell a pair from a number?"),
            lambda kernel_size, c_in, c_out, bias=True: kernel_size**2 * c_in * c_out + c_out * bias,
        ),
        Mistake(
            "pairs-only",
            N_("Your code expects a pair for the kernel's size, and cannot use one number."),
            N_("What does Python make of `height, width = 3`? How can you tell a number from a pair?"),
            lambda kernel_size, c_in, c_out, bias=True: (
                kernel_size[0] * kernel_size[1] * c_in * c_out + c_out * bias
            ),
        ),
        Mistake(
            "a-bias-for-each-channel",
            N_("You count a bias for each channel of the input, and not for each kernel."),
            N_("Is it what goes in that a bias shifts, or what comes out?"),
            lambda kernel_size, c_in, c_out, bias=True: _weights(kernel_size, c_in, c_out) + c_in * bias,
        ),
        Mistake(
            "a-bias-for-each-table",
            N_("You count a bias for each channel of each kernel."),
            N_("Where in the sum does the bias enter: before the channels are added up, or after?"),
            lambda kernel_size, c_in, c_out, bias=True: (
                _weights(kernel_size, c_in, c_out) + c_in * c_out * bias
            ),
        ),
        Mistake(
            "biases-of-input-and-output",
            N_("You count biases for the channels of the input as well as for the kernels."),
            N_("Whose biases are the ones of the input: this layer's, or those of the one before it?"),
            lambda kernel_size, c_in, c_out, bias=True: (
                _weights(kernel_size, c_in, c_out) + (c_in + c_out) * bias
            ),
        ),
    ),
    laws=_laws.CONV_PARAMS,
)
