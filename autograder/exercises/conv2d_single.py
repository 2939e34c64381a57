"""Convolution of one channel with one kernel (chapters 10.2.1 and 10.2.4)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import GREY, KERNEL
from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises._inputs import (
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
    whole,
)
from autograder.exercises._mistakes import sliding
from autograder.exercises._models import conv2d_single
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
    side = int(rng.integers(4, 8))
    yield Case((whole(rng, side, side), whole(rng, 1, 1)))
    yield Case((whole(rng, side, side), whole(rng, side, side)))
    yield Case((large(rng, side, side), heavy(rng, 1, 1)))
    yield Case((large(rng, 5, 5), whole(rng, 3, 3)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, BLUR), public=True)
    yield Case(((GREY + 200).astype(np.uint8), -BLUR), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((GREY / 2, COUNTING), public=True)
    yield Case((real(rng, 6, 6), real(rng, 3, 3)))
    yield Case((real(rng, 6, 6).astype(np.float32), real(rng, 3, 3).astype(np.float32)))


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
    yield _drawn(rng, stride=2, leftover=True)
    yield _drawn(rng, stride=5, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(5, 5), COUNTING), (1, 2), (2, 1))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


EXERCISE = Exercise(
    name="conv2d_single",
    assignment="02-sliding-window",
    order=4,
    signature="conv2d_single(x, kernel, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 1.0, _book),
        Group("orientation", N_("a single 1 in an image of zeros"), 1.0, _orientation),
        Group("rectangle", N_("images or kernels that are not square"), 1.0, _rectangle),
        Group("whole", N_("kernels of one pixel, or as large as the image"), 0.5, _whole),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("sizes", N_("all sizes different"), 0.5, _sizes),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _stride),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "Take one seat of the result at a time: which window of the image belongs to it, and what does that "
        "window give under the kernel? Print the shape that you expect before you fill it."
    ),
    section="10.2.1",
    tolerance=SUMMATION,
    mistakes=(
        *sliding(conv2d_single),
        Mistake(
            "kernel-transposed",
            N_("Rows and columns of your kernel are swapped."),
            N_("Which number of the kernel meets the pixel to the right of the window's first one?"),
            lambda x, kernel, stride=1: conv2d_single(x, kernel.T, stride),
        ),
        Mistake(
            "sum-never-reset",
            N_("Your sum goes on from one window to the next."),
            N_("What is in your sum when the next window begins?"),
            lambda x, kernel, stride=1: np.cumsum(flat := conv2d_single(x, kernel, stride)).reshape(
                flat.shape
            ),
        ),
        Mistake(
            "always-the-first-window",
            N_("Your window never moves: every value of your result is that of the first window."),
            N_("What changes in your formula when you go one step to the right?"),
            lambda x, kernel, stride=1: np.full_like(maps := conv2d_single(x, kernel, stride), maps[0, 0]),
        ),
    ),
)
