"""A convolutional layer: convolution, bias and ReLU (chapter 10.2.3)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import (
    BLUR,
    SUMMATION,
    Stride,
    distinct,
    pattern,
    real,
    sizes,
    strided,
    whole,
)
from autograder.language import N_

_TWO = np.stack([IMAGE, -IMAGE])
_BIAS = np.array([3, -2])


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    c_in, c_out = size.channels
    x, kernels = whole(rng, size.batch, *size.image, c_in), whole(rng, *size.kernel, c_in, c_out)
    return Case((x, kernels, whole(rng, c_out)), kwargs)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE[np.newaxis], KERNELS, np.zeros(2, np.int64)), public=True)
    yield Case((_TWO, KERNELS, _BIAS), public=True)
    yield Case((whole(rng, 2, 5, 5, 3), whole(rng, 3, 3, 3, 2), whole(rng, 2)))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    black = np.zeros((2, 3, 3, 2), np.int64)
    yield Case((black, np.ones((2, 2, 2, 3), np.int64), np.array([1, -10, 100])), public=True)
    yield Case((np.zeros((3, 4, 5, 2), np.int64), whole(rng, 2, 3, 2, 4), whole(rng, 4)))


def _negative(rng: np.random.Generator) -> Iterator[Case]:
    ones = np.ones((1, 2, 2, 1), np.int64)
    # The sum is -2 each time; the bias decides whether anything is left.
    yield Case((ones, np.array([[[[-1]], [[-1]]], [[[1]], [[-1]]]]), np.array([5])), public=True)
    yield Case((ones, np.array([[[[-1]], [[-1]]], [[[1]], [[-1]]]]), np.array([1])), public=True)
    x, kernels = np.abs(whole(rng, 2, 4, 4, 2)), np.abs(whole(rng, 2, 2, 2, 3))
    yield Case((-x, kernels, np.array([200, 500, 900])))
    yield Case((x, kernels, np.array([-900, -500, -200])))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 4, 7, 2), pattern(2, 3, 2, 5), pattern(5)), public=True)
    yield Case((pattern(1, 3, 3, 1), pattern(2, 2, 1, 1), pattern(1)), public=True)
    for _ in range(2):
        yield _drawn(rng)


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    blur = np.stack([BLUR, -BLUR], axis=-1)[:, :, np.newaxis]
    yield Case((IMAGE[np.newaxis, ..., :1], blur, np.array([0.5, 0.25])), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((_TWO / 2, KERNELS, _BIAS), public=True)
    # Of an image and kernels of integers, only the bias brings the fractions.
    yield Case((_TWO, KERNELS, np.array([0.5, -0.25])), public=True)
    yield Case((real(rng, 2, 5, 5, 3), real(rng, 3, 3, 3, 2), real(rng, 2)))
    arrays = (real(rng, 2, 5, 5, 2), real(rng, 3, 3, 2, 3), real(rng, 3))
    yield Case(tuple(array.astype(np.float32) for array in arrays))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS, _BIAS), 2)
    yield from strided((pattern(2, 6, 6, 2), pattern(3, 3, 2, 2), _BIAS), 2)
    yield from strided((pattern(2, 8, 8, 2), pattern(3, 3, 2, 2), _BIAS), 5)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)
    yield _drawn(rng, stride=2, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS, _BIAS), (1, 2), (2, 1))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


EXERCISE = Exercise(
    name="conv_layer",
    assignment="03-multi-kernel",
    order=4,
    signature="conv_layer(x, kernels, bias, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 0.5, _book),
        Group("biases", N_("images of zero, where only the biases speak"), 0.5, _biases),
        Group("negative", N_("sums below zero"), 1.0, _negative),
        Group("sizes", N_("all sizes different"), 0.5, _sizes),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "Take a sum of -3 and a bias of 5. What is left if the bias comes before the ReLU, and what if it "
        "comes after? Only one of the two orders is a layer."
    ),
    section="10.2.3",
    tolerance=SUMMATION,
)
