"""Convolution of several channels with several kernels (chapter 10.2.3)."""

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
    constant_channels,
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
from autograder.exercises._slips.channels import depthwise, many_kernels
from autograder.exercises._slips.convolution import convolution
from autograder.exercises._slips.models import channel_maps, conv2d
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import by_kernel, overwriting
from autograder.exercises._slips.sliding import further, told
from autograder.language import N_

_COUNTING = np.stack([COUNTING, 10 * COUNTING], axis=-1)[:, :, np.newaxis]
"""(3, 3, 1, 2)"""


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
    yield Case((pattern(2, 2, 5), pattern(1, 1, 5, 2)), public=True)
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
    yield Case((impulse(5, 5, 2, 2)[..., np.newaxis], _COUNTING), public=True)
    row, col = distinct(rng, 2, 1, 5)
    yield Case((impulse(7, 7, row, col)[..., np.newaxis], whole(rng, 3, 3, 1, 2)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 7, 2), pattern(2, 3, 2, 4)), public=True)
    yield Case((pattern(7, 3, 2), pattern(3, 2, 2, 4)), public=True)
    yield Case((pattern(4, 7, 1), _COUNTING), public=True)
    yield Case((pattern(7, 4, 1), _COUNTING), public=True)
    yield Case((pattern(5, 5, 1), _COUNTING[:2]), public=True)
    yield Case((pattern(5, 5, 1), _COUNTING[:, :2]), public=True)
    yield Case((pattern(2, 6, 1), pattern(1, 4, 1, 2)), public=True)
    yield Case((pattern(6, 2, 1), pattern(4, 1, 1, 2)), public=True)
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
    yield Case(((IMAGE + 200).astype(np.uint8), -KERNELS / 4), public=True)
    # No fixed number of decimals and no fixed tolerance is right for both.
    yield Case((IMAGE / 3e6, KERNELS), public=True)
    yield Case((IMAGE * 1e6, KERNELS / 8), public=True)
    yield Case((real(rng, 5, 5, 3), real(rng, 3, 3, 3, 2)))
    yield Case((real(rng, 5, 5, 2).astype(np.float32), real(rng, 3, 3, 2, 3).astype(np.float32)))
    yield Case((real(rng, 4, 5, 2) * 1e-6, real(rng, 3, 2, 2, 3)))
    yield Case((real(rng, 4, 5, 2) * 1e6, real(rng, 3, 2, 2, 3)))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, KERNELS), 2)
    yield from strided((pattern(7, 7, 2), pattern(3, 3, 2, 2)), 4)
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2, 2)), 5)
    yield from strided((pattern(5, 7, 2), pattern(1, 1, 2, 3)), 2)
    yield _drawn(rng, stride=2)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)


def _leftover(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2, 2)), 2, 4)
    # Room for one window only: what is left over is less than a step.
    yield from strided((IMAGE, KERNELS), 3)
    # Cut off at the border, a window of two would be broadcast.
    yield from strided((pattern(5, 5, 2), pattern(2, 2, 2, 3)), 2)
    yield _drawn(rng, stride=2, leftover=True)
    yield _drawn(rng, stride=5, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, KERNELS), (1, 2), (2, 1))
    yield from strided((pattern(6, 8, 2), pattern(2, 3, 2, 4)), (3, 2))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, KERNELS), public=True, twice=True)
    yield twice(_drawn(rng))


def _each_channel(x: Any, kernels: Any, stride: Any = 1) -> Any:
    """(h', w', c_in, c_out): what the channels give on their own."""
    return np.stack([channel_maps(x, kernels[..., n], stride) for n in range(kernels.shape[3])], axis=-1)


EXERCISE = Exercise(
    name="conv2d",
    assignment="03-multi-kernel",
    order=2,
    signature="conv2d(x, kernels, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 0.5, _book),
        Group("channels", N_("more or fewer channels, or channels that hold 1, 10 and 100"), 1.0, _channels),
        Group("kernels", N_("one kernel, or four"), 1.0, _kernels),
        Group("orientation", N_("a single 1 in an image of zeros"), 0.5, _orientation),
        Group("sizes", N_("images or kernels that are not square"), 1.0, _sizes),
        Group("whole", N_("kernels of one pixel, or as large as the image"), 0.5, _whole),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _stride),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Name the four axes of `kernels` aloud before you index one. Which part of the array is one kernel, "
        "what does it give on its own, and on which axis do these results meet?"
    ),
    section="10.2.3",
    tolerance=SUMMATION,
    mistakes=(
        *convolution(conv2d),
        *further(many_kernels(conv2d), "depthwise", depthwise(conv2d, "abio,ij->abjio")),
        Mistake(
            "channels-multiplied",
            N_("You multiply what the channels give, where it should be added."),
            N_("If one channel gives 0 at some place, what should be left of the others there?"),
            lambda x, kernels, stride=1: _each_channel(x, kernels, stride).prod(axis=2),
        ),
        Mistake(
            "channels-not-added-up",
            N_("Your result still has a map for each channel."),
            N_("How many axes should the result have? Which one is left of those for channels and kernels?"),
            _each_channel,
        ),
        *told(
            "first-map-only",
            N_("Only the first map is in your result."),
            N_("Where does `return` stand: within the loop over the kernels, or behind it?"),
            lambda x, kernels, stride=1: conv2d(x, kernels, stride)[..., 0],
            lambda x, kernels, stride=1: conv2d(x, kernels, stride)[..., :1],
        ),
        *told(
            "last-map-only",
            N_("Only the last map is left in your result."),
            N_("Where is the map of the first kernel kept while the second has its turn?"),
            lambda x, kernels, stride=1: conv2d(x, kernels, stride)[..., -1],
            lambda x, kernels, stride=1: conv2d(x, kernels, stride)[..., -1:],
        ),
        Mistake(
            "maps-added-up",
            N_("You add the maps up."),
            N_("How many channels should the result of four kernels have?"),
            lambda x, kernels, stride=1: conv2d(x, kernels, stride).sum(axis=-1),
        ),
        *from_the_notebook(conv2d, IMAGE, KERNELS),
        *overwriting(by_kernel),
    ),
    laws=_laws.convolution((2,), (2, 3), maps=True),
    probes=_probes.KERNELS,
)
