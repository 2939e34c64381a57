"""The intermediate matrix of each channel, not yet summed (chapter 10.2.2)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import (
    BLUR,
    COUNTING,
    SUMMATION,
    Stride,
    constant_channels,
    distinct,
    heavy,
    large,
    pattern,
    real,
    sizes,
    strided,
    whole,
)
from autograder.language import N_

_KERNEL = KERNELS[..., 0]


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    return Case(
        (whole(rng, *size.image, size.channels[0]), whole(rng, *size.kernel, size.channels[0])), kwargs
    )


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, _KERNEL), public=True)
    yield Case((whole(rng, 5, 5, 3), whole(rng, 3, 3, 3)))


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((constant_channels(3, 3), np.ones((2, 2, 3), np.int64)), public=True)
    yield Case((np.ones((3, 3, 3), np.int64), constant_channels(2, 2)), public=True)
    yield Case((whole(rng, 6, 6, 1), whole(rng, 3, 3, 1)))
    yield Case((pattern(4, 4, 1), COUNTING[..., np.newaxis]), public=True)
    yield Case((50 * pattern(4, 4, 1), np.array([[[-140]]])), public=True)
    yield Case((pattern(3, 3, 4), pattern(2, 2, 4)), public=True)
    yield Case((whole(rng, 6, 6, 5), whole(rng, 3, 3, 5)))
    yield Case((large(rng, 5, 5, 1), heavy(rng, 1, 1, 1)))
    yield Case((large(rng, 5, 5, 1), whole(rng, 3, 3, 1)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 7, 2), pattern(2, 3, 2)), public=True)
    yield Case((pattern(7, 3, 2), pattern(3, 2, 2)), public=True)
    for _ in range(2):
        yield _drawn(rng)


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, np.stack([BLUR, -BLUR, 2 * BLUR], axis=-1)), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((IMAGE / 2, np.stack([COUNTING] * 3, axis=-1)), public=True)
    yield Case((real(rng, 6, 6, 3), real(rng, 3, 3, 3)))
    yield Case((real(rng, 6, 6, 2).astype(np.float32), real(rng, 3, 3, 2).astype(np.float32)))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, _KERNEL), 2)
    yield from strided((pattern(6, 6, 2), pattern(3, 3, 2)), 2)
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2)), 5)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)
    yield _drawn(rng, stride=2, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, _KERNEL), (1, 2), (2, 1))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


EXERCISE = Exercise(
    name="channel_maps",
    assignment="02-sliding-window",
    order=5,
    signature="channel_maps(x, kernel, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 0.5, _book),
        Group("channels", N_("one channel, or channels that hold 1, 10 and 100"), 0.5, _channels),
        Group("sizes", N_("all sizes different"), 0.5, _sizes),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "One channel of the image meets one channel of the kernel: a task that you have already solved. "
        "Which axis tells the channels apart, in what you are given and in what you give?"
    ),
    section="10.2.2",
    tolerance=SUMMATION,
)
