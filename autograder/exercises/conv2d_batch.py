"""Convolution of a batch of images, with biases (chapter 10.2.3)."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import (
    AGAIN,
    BLUR,
    COUNTING,
    DIGITS,
    SUMMATION,
    Stride,
    distinct,
    pattern,
    real,
    sizes,
    strided,
    twice,
    whole,
)
from autograder.exercises._slips.batches import bias_afterwards, biases, images
from autograder.exercises._slips.channels import depthwise, many_kernels
from autograder.exercises._slips.convolution import convolution
from autograder.exercises._slips.models import conv2d_batch
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import by_image, overwriting
from autograder.exercises._slips.sliding import further
from autograder.language import N_

_TWO = np.stack([IMAGE, -IMAGE])
_COUNTING = np.stack([COUNTING, -COUNTING], axis=-1)[:, :, np.newaxis]
"""(3, 3, 1, 2)"""


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    c_in, c_out = size.channels
    return Case((whole(rng, size.batch, *size.image, c_in), whole(rng, *size.kernel, c_in, c_out)), kwargs)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE[np.newaxis], KERNELS), public=True)
    yield Case((whole(rng, 1, 5, 5, 3), whole(rng, 3, 3, 3, 2)))


def _batch(rng: np.random.Generator) -> Iterator[Case]:
    images = np.ones((3, 3, 3, 2), np.int64) * np.array(DIGITS)[:, np.newaxis, np.newaxis, np.newaxis]
    yield Case((images, np.ones((2, 2, 2, 2), np.int64)), public=True)
    yield Case((_TWO, KERNELS), public=True)
    yield Case((pattern(3, 2, 2, 5), pattern(1, 1, 5, 2)), public=True)
    yield Case((whole(rng, 3, 5, 5, 2), whole(rng, 3, 3, 2, 4)))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    black = np.zeros((2, 3, 3, 2), np.int64)
    yield Case((black, np.ones((2, 2, 2, 3), np.int64), np.array(DIGITS)), public=True)
    yield Case((_TWO, KERNELS, np.array([10, -100])), public=True)
    yield Case((whole(rng, 2, 5, 5, 3), whole(rng, 3, 3, 3, 4), whole(rng, 4)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 4, 7, 2), pattern(2, 3, 2, 5)), public=True)
    yield Case((pattern(2, 4, 7, 1), _COUNTING), public=True)
    yield Case((pattern(2, 7, 4, 1), _COUNTING), public=True)
    yield Case((pattern(2, 5, 5, 1), _COUNTING[:2]), public=True)
    yield Case((pattern(2, 5, 5, 1), _COUNTING[:, :2]), public=True)
    yield Case((pattern(2, 2, 6, 1), pattern(1, 4, 1, 2)), public=True)
    yield Case((pattern(2, 6, 2, 1), pattern(4, 1, 1, 2)), public=True)
    for _ in range(3):
        yield _drawn(rng)


def _single(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(1, 3, 3, 1), pattern(2, 2, 1, 1)), public=True)
    yield Case((pattern(2, 3, 3, 1), pattern(3, 3, 1, 2), np.array([1, 10])), public=True)
    yield Case((whole(rng, 1, 5, 5, 1), whole(rng, 3, 3, 1, 1), whole(rng, 1)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    blur = np.stack([BLUR, -BLUR], axis=-1)[:, :, np.newaxis]
    yield Case((_TWO[..., :1], blur, np.array([0.5, 0.25])), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((_TWO / 2, KERNELS, np.array([3, -2])), public=True)
    # Of an image and kernels of integers, only the bias brings the fractions.
    yield Case((_TWO, KERNELS, np.array([0.5, -0.25])), public=True)
    # No fixed number of decimals and no fixed tolerance is right for both.
    yield Case((_TWO / 3e6, KERNELS, np.array([1e-6, -3e-6])), public=True)
    yield Case((_TWO * 1e6, KERNELS / 8), public=True)
    yield Case((real(rng, 2, 5, 5, 3), real(rng, 3, 3, 3, 2), real(rng, 2)))
    arrays = (real(rng, 2, 5, 5, 2), real(rng, 3, 3, 2, 3), real(rng, 3))
    yield Case(tuple(array.astype(np.float32) for array in arrays))
    yield Case((real(rng, 2, 4, 5, 2) * 1e-6, real(rng, 3, 2, 2, 3), real(rng, 3) * 1e-6))
    yield Case((real(rng, 2, 4, 5, 2) * 1e6, real(rng, 3, 2, 2, 3), real(rng, 3) * 1e6))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS), 2)
    yield from strided((pattern(2, 8, 8, 2), pattern(3, 3, 2, 2)), 5)
    yield from strided((pattern(2, 5, 7, 2), pattern(1, 1, 2, 3)), 2)
    yield _drawn(rng, stride=2)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)


def _leftover(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(2, 8, 8, 2), pattern(3, 3, 2, 2)), 2, 4)
    # Room for one window only: what is left over is less than a step.
    yield from strided((_TWO, KERNELS), 3)
    # Cut off at the border, a window of two would be broadcast.
    yield from strided((pattern(2, 5, 5, 2), pattern(2, 2, 2, 3)), 2)
    yield _drawn(rng, stride=2, leftover=True)
    yield _drawn(rng, stride=5, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS), (1, 2), (2, 1))
    yield from strided((pattern(3, 6, 8, 2), pattern(2, 3, 2, 4)), (3, 2))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_TWO, KERNELS), public=True, twice=True)
    yield twice(_drawn(rng))


def _none_added(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    if bias is None:
        raise TypeError("unsupported operand type(s) for +: 'float' and 'NoneType'")
    return conv2d_batch(x, kernels, bias, stride)


EXERCISE = Exercise(
    name="conv2d_batch",
    assignment="03-multi-kernel",
    order=3,
    signature="conv2d_batch(x, kernels, bias=None, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the chapter's example as a batch of one"), 0.5, _book),
        Group("batch", N_("several images"), 1.0, _batch),
        Group("biases", N_("a bias for each kernel"), 1.0, _biases),
        Group("sizes", N_("images or kernels that are not square"), 0.5, _sizes),
        Group("single", N_("axes of length one"), 0.5, _single),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _stride),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Does the second image know about the first? And of an image that is black all over, what does each "
        "map of the result consist of?"
    ),
    section="10.2.3",
    tolerance=SUMMATION,
    mistakes=(
        *convolution(conv2d_batch, axis=1),
        *further(many_kernels(conv2d_batch, axis=1), "depthwise", depthwise(conv2d_batch, "abio,ij->abjio")),
        *images(conv2d_batch),
        *bias_afterwards(),
        *biases(conv2d_batch),
        Mistake(
            "bias-none-added",
            N_("You add the bias even where it is None."),
            N_("What may `bias` be, by the text above the function? What is an array plus None?"),
            _none_added,
        ),
        *from_the_notebook(conv2d_batch, IMAGE[np.newaxis], KERNELS, axis=1),
        *overwriting(by_image),
    ),
    laws=(*_laws.convolution((2,), (2, 3), axis=1, maps=True), *_laws.BATCH),
    probes=_probes.BATCH,
)
