"""Slips in which channel of an image meets which of a kernel."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.models import channel_maps, conv2d_single
from autograder.exercises._slips.sliding import Convolution, told
from autograder.language import N_

Finish = Callable[[Any], Any]
"""What is made of the maps (h', w', c)."""


def depth(finish: Finish) -> tuple[Mistake, ...]:
    """The slips in bringing the channels together.

    Args:
        finish: gives the result.
    """

    def by(maps: Convolution) -> Convolution:
        return lambda x, kernel, stride=1: finish(maps(x, kernel, stride))

    def by_rows(x: Any, kernel: Any, stride: Any) -> Any:
        # An IndexError, as a student's, where there are more channels than rows.
        return np.stack([conv2d_single(x[c], kernel[c], stride) for c in range(x.shape[-1])], axis=-1)

    return (
        *told(
            "first-image-channel-for-all",
            N_("You use the first channel of the image for all channels of the kernel."),
            N_("Let the channels be 1, 10 and 100 everywhere: which of them do you find in your maps?"),
            by(
                lambda x, kernel, stride: channel_maps(np.repeat(x[..., :1], x.shape[-1], -1), kernel, stride)
            ),
        ),
        *told(
            "rows-for-channels",
            N_("You take the rows of image and kernel for their channels."),
            N_("Name the three axes of the image aloud: which of them numbers the channels?"),
            by(by_rows),
        ),
    )


def added_up(mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """Slips in the maps of the channels, in what they come to when they are added up."""

    def model(maps: Convolution) -> Convolution:
        return lambda x, kernel, stride=1: np.sum(maps(x, kernel, stride=stride), axis=-1)

    return tuple(replace(mistake, model=model(mistake.model)) for mistake in mistakes)
