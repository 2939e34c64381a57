"""Convolution of several channels with one kernel (chapter 10.2.2)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import (
    AGAIN,
    BLUR,
    COUNTING,
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
from autograder.exercises._slips.channels import channels
from autograder.exercises._slips.depth import added_up, depth
from autograder.exercises._slips.models import channel_maps, conv2d_channels, conv2d_single
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import overwriting, single
from autograder.exercises._slips.results import numbers, results
from autograder.exercises._slips.sliding import chosen, further, sliding, told
from autograder.exercises._slips.strides import strides
from autograder.exercises._slips.sums import NOT_SUMS, met, sums
from autograder.exercises._slips.windows import windows
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
    yield Case((constant_channels(3, 3), pattern(2, 2, 3)), public=True)
    yield Case((whole(rng, 6, 6, 4), whole(rng, 3, 3, 4)))
    yield Case((whole(rng, 6, 6, 2), whole(rng, 3, 3, 2)))


def _orientation(rng: np.random.Generator) -> Iterator[Case]:
    kernel = np.stack([COUNTING, 10 * COUNTING], axis=-1)
    yield Case((np.stack([impulse(5, 5, 2, 2), np.zeros((5, 5), np.int64)], axis=-1), kernel), public=True)
    yield Case((np.stack([np.zeros((5, 5), np.int64), impulse(5, 5, 2, 2)], axis=-1), kernel), public=True)
    row, col = distinct(rng, 2, 1, 5)
    spot = impulse(7, 7, row, col)
    yield Case((np.stack([spot, -spot], axis=-1), whole(rng, 3, 3, 2)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 7, 2), pattern(2, 3, 2)), public=True)
    yield Case((pattern(7, 3, 2), pattern(3, 2, 2)), public=True)
    yield Case((pattern(3, 4, 3), pattern(1, 1, 3)), public=True)
    yield Case((pattern(3, 4, 2), pattern(3, 4, 2)), public=True)
    yield Case((pattern(1, 6, 2), pattern(1, 3, 2)), public=True)
    yield Case((pattern(6, 1, 2), pattern(3, 1, 2)), public=True)
    for _ in range(3):
        yield _drawn(rng)


def _one_channel(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE[..., :1], _KERNEL[..., :1]), public=True)
    yield Case((pattern(3, 3, 1), pattern(3, 3, 1)), public=True)
    yield Case((50 * pattern(4, 4, 1), np.array([[[-140]]])), public=True)
    yield Case((IMAGE[..., :1] * 1e6, _KERNEL[..., :1]), public=True)
    yield Case((whole(rng, 6, 6, 1), whole(rng, 3, 3, 1)))
    yield Case((large(rng, 5, 5, 1), heavy(rng, 1, 1, 1)))
    yield Case((large(rng, 5, 5, 1), whole(rng, 3, 3, 1)))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, np.stack([BLUR, -BLUR, 2 * BLUR], axis=-1)), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((IMAGE / 2, np.stack([COUNTING] * 3, axis=-1)), public=True)
    # No fixed number of decimals and no fixed tolerance is right for these.
    yield Case((IMAGE * 1e-6, _KERNEL / 4), public=True)
    yield Case((real(rng, 6, 6, 3), real(rng, 3, 3, 3)))
    yield Case((real(rng, 6, 6, 2).astype(np.float32), real(rng, 3, 3, 2).astype(np.float32)))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, _KERNEL), 2)
    yield from strided((pattern(6, 6, 2), pattern(3, 3, 2)), 2)
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2)), 5)
    # Cut off at the border, a window of two would be broadcast.
    yield from strided((pattern(5, 5, 2), pattern(2, 2, 2)), 2)
    # 1¼ steps: rounding is not the same as rounding up.
    yield from strided((pattern(8, 8, 2), pattern(3, 3, 2)), 4)
    # Room for one window only: what is left over is less than a step.
    yield from strided((pattern(4, 5, 2), pattern(3, 3, 2)), 3)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)
    yield _drawn(rng, stride=2, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((IMAGE, _KERNEL), (1, 2), (2, 1))
    yield from strided((pattern(9, 9, 2), pattern(3, 3, 2)), (2, 3), (3, 2))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))
    yield _drawn(rng, stride=(horizontal, vertical), leftover=True)


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE, _KERNEL), public=True, twice=True)
    yield twice(_drawn(rng))


EXERCISE = Exercise(
    name="conv2d_channels",
    assignment="02-sliding-window",
    order=6,
    signature="conv2d_channels(x, kernel, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 0.5, _book),
        Group("channels", N_("channels that hold 1, 10 and 100"), 1.0, _channels),
        Group("orientation", N_("a single 1 in one channel"), 0.5, _orientation),
        Group("sizes", N_("all sizes different"), 0.5, _sizes),
        Group("one-channel", N_("a single channel"), 0.5, _one_channel),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Begin with the maps that the channels give on their own. How many maps does one kernel leave "
        "behind, and what happens to numbers that lie at the same place?"
    ),
    section="10.2.2",
    tolerance=SUMMATION,
    mistakes=(
        *sliding(conv2d_channels),
        *strides(conv2d_channels),
        *windows(conv2d_channels),
        *sums(conv2d_channels),
        *results(conv2d_channels),
        *numbers(conv2d_channels),
        # Wrong in the map of each channel, and so in their sum; not the same as wrong in the sum.
        *added_up(
            (
                *chosen(
                    (*sliding(channel_maps), *numbers(channel_maps)),
                    "integer-buffer",
                    "image-dtype-buffer",
                    "kernel-dtype-buffer",
                    "wrapped-to-bytes",
                    "negatives-clipped",
                    "clipped-to-bytes",
                    "absolute-values",
                    "rounded",
                ),
                *further(
                    sliding(channel_maps),
                    "mean-not-sum",
                    met(lambda windows, kernel: (windows * kernel).mean((-2, -1))),
                ),
                *NOT_SUMS,
            )
        ),
        *further(
            sums(conv2d_channels),
            "divided-by-the-kernel",
            lambda x, kernel, stride=1: conv2d_channels(x, kernel, stride) / kernel.sum(),
        ),
        *channels(conv2d_channels),
        *depth(lambda maps: maps.sum(-1)),
        *further(
            channels(conv2d_channels),
            "channels-summed-first",
            lambda x, kernel, stride=1: conv2d_single(x.mean(-1), kernel.sum(-1), stride),
        ),
        *told(
            "channels-not-added-up",
            N_("Your result still has a map for each channel."),
            N_("How many maps does one kernel make, however many channels go in?"),
            channel_maps,
            lambda x, kernel, stride=1: np.moveaxis(channel_maps(x, kernel, stride), -1, 0),
        ),
        *told(
            "channels-multiplied",
            N_("You multiply what the channels give, where it should be added."),
            N_("What is left of your result if one of the channels is black?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).prod(-1),
        ),
        *told(
            "largest-channel-only",
            N_("You keep the largest of what the channels give."),
            N_("Which of the channels have a say in your result? Which should?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).max(-1),
        ),
        *told(
            "rows-or-columns-added-up",
            N_("You add up rows or columns of the maps, where the channels should be added."),
            N_("Print the shape of your maps: which of its axes should be gone after the sum?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(0),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(1),
        ),
        *told(
            "everything-added-up",
            N_("You add up all numbers of the maps, and one number is left."),
            N_("Over how many axes does your sum go? Which of them should stay?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(),
        ),
        *told(
            "axis-of-the-channels-kept",
            N_("Your result still has an axis for the channels, of length 1."),
            N_("How many axes has a map? Print the shape of your result."),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(-1, keepdims=True),
        ),
        *from_the_notebook(conv2d_channels, IMAGE, _KERNEL),
        *overwriting(single),
    ),
    laws=_laws.convolution((3,), (3,)),
    probes=_probes.CHANNELS,
)
