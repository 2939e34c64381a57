"""Convolution of several channels with several kernels (chapter 10.2.3)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import (
    BLUR,
    COUNTING,
    DIGITS,
    SUMMATION,
    Stride,
    constant_channels,
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
from autograder.language import N_


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    c_in, c_out = size.channels
    return Case((whole(rng, *size.image, c_in), whole(rng, *size.kernel, c_in, c_out)), kwargs)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, KERNELS), public=True)
    yield Case((whole(rng, 5, 5, 3), whole(rng, 3, 3, 3, 2)))


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((constant_channels(3, 3), np.ones((2, 2, 3, 2), np.int64)), public=True)
    yield Case((np.ones((3, 3, 3), np.int64), np.stack([constant_channels(2, 2)] * 2, axis=-1)), public=True)
    yield Case((pattern(3, 3, 2), pattern(2, 2, 2, 2)), public=True)
    yield Case((whole(rng, 5, 5, 4), whole(rng, 3, 3, 4, 4)))
    yield Case((whole(rng, 5, 5, 1), whole(rng, 3, 3, 1, 3)))


def _kernels(rng: np.random.Generator) -> Iterator[Case]:
    ones = np.ones((2, 2, 2, 1), np.int64)
    yield Case((np.ones((3, 3, 2), np.int64), ones * np.array([*DIGITS, 1000])), public=True)
    yield Case((IMAGE, KERNELS[..., :1]), public=True)
    yield Case((IMAGE, KERNELS[..., 1:]), public=True)
    yield Case((whole(rng, 5, 5, 3), whole(rng, 3, 3, 3, 4)))
    yield Case((whole(rng, 5, 5, 3), whole(rng, 3, 3, 3, 1)))


def _orientation(rng: np.random.Generator) -> Iterator[Case]:
    kernels = np.stack([COUNTING, 10 * COUNTING], axis=-1)[:, :, np.newaxis]
    yield Case((impulse(5, 5, 2, 2)[..., np.newaxis], kernels), public=True)
    row, col = distinct(rng, 2, 1, 5)
    yield Case((impulse(7, 7, row, col)[..., np.newaxis], whole(rng, 3, 3, 1, 2)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 7, 2), pattern(2, 3, 2, 4)), public=True)
    yield Case((pattern(7, 3, 2), pattern(3, 2, 2, 4)), public=True)
    for _ in range(3):
        yield _drawn(rng)


def _whole(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 3, 2), pattern(1, 1, 2, 3)), public=True)
    yield Case((pattern(3, 3, 2), pattern(3, 3, 2, 3)), public=True)
    yield Case((50 * pattern(4, 4, 1), np.array([[[[-140, 140]]]])), public=True)
    side = int(rng.integers(4, 6))
    yield Case((whole(rng, side, side, 3), whole(rng, 1, 1, 3, 2)))
    yield Case((whole(rng, side, side, 3), whole(rng, side, side, 3, 2)))
    yield Case((large(rng, side, side, 1), heavy(rng, 1, 1, 1, 2)))
    yield Case((large(rng, side, side, 1), whole(rng, side, side, 1, 2)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE[..., :1], np.stack([BLUR, -BLUR], axis=-1)[:, :, np.newaxis]), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((IMAGE / 2, KERNELS), public=True)
    yield Case((real(rng, 5, 5, 3), real(rng, 3, 3, 3, 2)))
    yield Case((real(rng, 5, 5, 2).astype(np.float32), real(rng, 3, 3, 2, 3).astype(np.float32)))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, KERNELS), 2)
    yield from strided((pattern(7, 7, 2), pattern(3, 3, 2, 2)), 4)
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2, 2)), 5)
    yield _drawn(rng, stride=2)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)


def _leftover(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2, 2)), 2, 4)
    yield _drawn(rng, stride=2, leftover=True)
    yield _drawn(rng, stride=5, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, KERNELS), (1, 2), (2, 1))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


EXERCISE = Exercise(
    name="conv2d",
    assignment="03-multi-kernel",
    order=2,
    signature="conv2d(x, kernels, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 1.0, _book),
        Group("channels", N_("one channel, or channels that hold 1, 10 and 100"), 1.0, _channels),
        Group("kernels", N_("one kernel, or four"), 1.0, _kernels),
        Group("orientation", N_("a single 1 in an image of zeros"), 0.5, _orientation),
        Group("sizes", N_("all sizes different"), 1.0, _sizes),
        Group("whole", N_("kernels of one pixel, or as large as the image"), 0.5, _whole),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _stride),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "Name the four axes of `kernels` aloud before you index one. Which part of the array is one kernel, "
        "what does it give on its own, and on which axis do these results meet?"
    ),
    section="10.2.3",
    tolerance=SUMMATION,
)
