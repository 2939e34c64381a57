"""Convolution of one channel with one kernel (chapters 10.2.1 and 10.2.4)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.book import GREY, KERNEL
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import (
    AGAIN,
    BLUR,
    COUNTING,
    SUMMATION,
    Stride,
    distinct,
    heavy,
    impulse,
    large,
    pattern,
    real,
    sizes,
    strided,
    twice,
    whole,
)
from autograder.exercises._slips.models import conv2d_single
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import overwriting, single
from autograder.exercises._slips.results import numbers, results
from autograder.exercises._slips.sliding import sliding, told
from autograder.exercises._slips.strides import strides
from autograder.exercises._slips.sums import NOT_SUMS, sums
from autograder.exercises._slips.windows import windows
from autograder.language import N_


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    return Case((whole(rng, *size.image), whole(rng, *size.kernel)), kwargs)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, KERNEL), public=True)
    yield Case((whole(rng, 5, 5), whole(rng, 3, 3)))


def _orientation(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((impulse(5, 5, 2, 2), COUNTING), public=True)
    yield Case((impulse(5, 5, 0, 4), COUNTING), public=True)
    row, col = distinct(rng, 2, 1, 5)
    yield Case((impulse(7, 7, row, col), whole(rng, 3, 3)))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(1, 6), COUNTING[:1]), public=True)
    yield Case((pattern(6, 1), COUNTING[:, :1]), public=True)
    yield Case((pattern(3, 7), COUNTING), public=True)
    yield Case((pattern(7, 3), COUNTING), public=True)
    yield Case((pattern(5, 5), COUNTING[:2]), public=True)
    yield Case((pattern(5, 5), COUNTING[:, :2]), public=True)
    yield _drawn(rng)


def _whole(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(4, 4), np.array([[-2]])), public=True)
    yield Case((COUNTING, COUNTING), public=True)
    yield Case((50 * pattern(4, 4), np.array([[-140]])), public=True)
    yield Case((GREY[:3, :3] * 1e6, KERNEL), public=True)
    side = int(rng.integers(4, 8))
    yield Case((whole(rng, side, side), whole(rng, 1, 1)))
    yield Case((whole(rng, side, side), whole(rng, side, side)))
    yield Case((large(rng, side, side), heavy(rng, 1, 1)))
    yield Case((large(rng, 5, 5), whole(rng, 3, 3)))
    yield Case((real(rng, 3, 4) * 1e6, real(rng, 3, 4)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, BLUR), public=True)
    yield Case(((GREY + 200).astype(np.uint8), -BLUR), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((GREY / 2, COUNTING), public=True)
    # No fixed number of decimals and no fixed tolerance is right for these.
    yield Case((GREY * 1e-6, KERNEL / 4), public=True)
    yield Case((real(rng, 6, 6), real(rng, 3, 3)))
    yield Case((real(rng, 6, 6).astype(np.float32), real(rng, 3, 3).astype(np.float32)))
    yield Case((real(rng, 4, 5) * 1e-6, real(rng, 3, 2)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(6, 8), pattern(4, 3)), public=True)
    for _ in range(3):
        yield _drawn(rng)


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((GREY, KERNEL), 2)
    yield from strided((pattern(7, 7), COUNTING), 4)
    yield from strided((pattern(8, 8), COUNTING), 5)
    yield _drawn(rng, stride=2)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)


def _leftover(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(8, 8), COUNTING), 2, 4)
    # Cut off at the border, a window of two would be broadcast.
    yield from strided((pattern(5, 5), COUNTING[:2, :2]), 2)
    # Room for one window only: what is left over is less than a step.
    yield from strided((pattern(4, 5), COUNTING), 3)
    yield _drawn(rng, stride=2, leftover=True)
    yield _drawn(rng, stride=5, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(5, 5), COUNTING), (1, 2), (2, 1))
    yield from strided((pattern(9, 9), COUNTING), (2, 3), (3, 2))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, KERNEL), public=True, twice=True)
    yield twice(_drawn(rng))


def _by_height(x: NDArray[Any], kernel: NDArray[Any], stride: Stride = 1) -> NDArray[Any]:
    """A convolution that looks pixels up at row · height + column; an IndexError beyond the last one."""
    rows, cols = np.indices(x.shape)
    return conv2d_single(x.ravel()[rows * len(x) + cols], kernel, stride)


EXERCISE = Exercise(
    name="conv2d_single",
    assignment="02-sliding-window",
    order=4,
    signature="conv2d_single(x, kernel, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 1.0, _book),
        Group("orientation", N_("a single 1 in an image of zeros"), 1.0, _orientation),
        Group("rectangle", N_("images or kernels that are not square"), 0.5, _rectangle),
        Group("whole", N_("kernels of one pixel, or as large as the image"), 0.5, _whole),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("sizes", N_("all sizes different"), 0.5, _sizes),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _stride),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Take one seat of the result at a time: which window of the image belongs to it, and what does that "
        "window give under the kernel? Print the shape that you expect before you fill it."
    ),
    section="10.2.1",
    tolerance=SUMMATION,
    mistakes=(
        *sliding(conv2d_single),
        *strides(conv2d_single),
        *windows(conv2d_single),
        *sums(conv2d_single),
        *results(conv2d_single),
        *numbers(conv2d_single),
        *NOT_SUMS,
        *told(
            "lists-not-tables",
            N_("You run through image and kernel as if each were one long list."),
            N_("Are two pixels below each other neighbours in the flat list?"),
            lambda x, kernel, stride=1: np.correlate(x.ravel(), kernel.ravel(), "valid"),
            lambda x, kernel, stride=1: np.convolve(x.ravel(), kernel.ravel(), "valid"),
        ),
        *told(
            "row-as-long-as-a-column",
            N_("In the flat list of pixels you take a row to be as long as the image is high."),
            N_("How many numbers lie between a pixel and the one below it?"),
            _by_height,
        ),
        *told(
            "unlike-order",
            N_("Your windows and your kernels are lined up in different orders."),
            N_("Do both lists walk through rows and columns in the same order?"),
            lambda x, kernel, stride=1: conv2d_single(
                x, kernel.ravel(order="F").reshape(kernel.shape), stride
            ),
        ),
        *from_the_notebook(conv2d_single, GREY, KERNEL),
        *overwriting(single),
    ),
    laws=_laws.convolution((), ()),
    probes=_probes.SINGLE,
)
