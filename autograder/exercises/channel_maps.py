"""The intermediate matrix of each channel, not yet summed (chapter 10.2.2)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws, _probes
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
from autograder.exercises._slips.channels import channels
from autograder.exercises._slips.depth import depth
from autograder.exercises._slips.maps import stacking
from autograder.exercises._slips.models import channel_maps
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import by_channel, overwriting
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
    yield Case((IMAGE, _KERNEL), public=True, twice=True)
    yield Case((whole(rng, 5, 5, 3), whole(rng, 3, 3, 3)))


def _channels(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((constant_channels(3, 3), np.ones((2, 2, 3), np.int64)), public=True)
    yield Case((np.ones((3, 3, 3), np.int64), constant_channels(2, 2)), public=True)
    yield Case((whole(rng, 6, 6, 1), whole(rng, 3, 3, 1)))
    yield Case((pattern(4, 4, 1), COUNTING[..., np.newaxis]), public=True)
    yield Case((50 * pattern(4, 4, 1), np.array([[[-140]]])), public=True)
    yield Case((IMAGE[..., :1] * 1e6, _KERNEL[..., :1]), public=True)
    yield Case((pattern(3, 3, 4), pattern(2, 2, 4)), public=True)
    yield Case((whole(rng, 6, 6, 5), whole(rng, 3, 3, 5)))
    yield Case((large(rng, 5, 5, 1), heavy(rng, 1, 1, 1)))
    yield Case((large(rng, 5, 5, 1), whole(rng, 3, 3, 1)))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 7, 2), pattern(2, 3, 2)), public=True)
    yield Case((pattern(7, 3, 2), pattern(3, 2, 2)), public=True)
    yield Case((pattern(3, 4, 3), pattern(1, 1, 3)), public=True)
    yield Case((pattern(3, 4, 2), pattern(3, 4, 2)), public=True)
    yield Case((pattern(1, 6, 2), pattern(1, 3, 2)), public=True)
    yield Case((pattern(6, 1, 2), pattern(3, 1, 2)), public=True)
    for _ in range(2):
        yield _drawn(rng)


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
    mistakes=(
        *sliding(channel_maps),
        *strides(channel_maps),
        *windows(channel_maps),
        *sums(channel_maps),
        *results(channel_maps),
        *numbers(channel_maps),
        *NOT_SUMS,
        *further(
            sliding(channel_maps),
            "mean-not-sum",
            met(lambda windows, kernel: (windows * kernel).mean((-2, -1))),
        ),
        *stacking(channel_maps),
        *chosen(
            channels(channel_maps),
            "first-channel-only",
            "last-channel-only",
            "channels-reversed",
            "first-kernel-slice-for-all",
            "unlike-order",
            "three-channels-only",
        ),
        *depth(lambda maps: maps),
        *further(
            channels(channel_maps),
            "first-channel-only",
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride)[..., 0],
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride) * (np.arange(x.shape[2]) == 0),
        ),
        *further(
            channels(channel_maps),
            "last-channel-only",
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride)[..., -1],
        ),
        *further(
            channels(channel_maps),
            "channels-reversed",
            lambda x, kernel, stride=1: channel_maps(x, kernel[..., ::-1], stride),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride)[..., ::-1],
        ),
        *told(
            "channels-added-up",
            N_("You have added up the channels, which is the step after this one."),
            N_("How many maps are there in the figure before the sum: one, or one for each channel?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(-1),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).sum(-1, keepdims=True),
            lambda x, kernel, stride=1: np.repeat(
                channel_maps(x, kernel, stride).sum(-1, keepdims=True), x.shape[2], axis=2
            ),
        ),
        *told(
            "sum-goes-on-to-the-next-channel",
            N_("Your sum goes on from one channel to the next."),
            N_("What is in your sum when the next channel begins?"),
            lambda x, kernel, stride=1: channel_maps(x, kernel, stride).cumsum(-1),
        ),
        *from_the_notebook(channel_maps, IMAGE, _KERNEL),
        *overwriting(by_channel),
    ),
    laws=_laws.convolution((3,), (3,)),
    probes=_probes.CHANNELS,
)
