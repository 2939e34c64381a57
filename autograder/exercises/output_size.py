"""How many places a sliding window takes along one axis (chapters 10.2.1 and 10.2.4)."""

import math
from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws
from autograder.exercises._slips import counting
from autograder.exercises._slips.models import conv2d_single, output_size
from autograder.exercises._slips.sliding import chosen, further, sliding, told
from autograder.exercises._slips.strides import strides
from autograder.exercises._slips.windows import windows
from autograder.language import N_


def _drawn(rng: np.random.Generator, stride: int, leftover: int = 0) -> Case:
    k, places = int(rng.integers(2, 12)), int(rng.integers(3, 60))
    return Case((k + (places - 1) * stride + leftover, k), {"stride": stride} if stride > 1 else {})


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((5, 3), public=True)
    yield Case((6, 4), public=True)
    yield Case((28, 5), public=True)
    yield _drawn(rng, 1)
    yield _drawn(rng, 1)


def _whole(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((4, 4), public=True)
    yield Case((4, 1), public=True)
    yield Case((4, 4, 3), public=True)
    n = int(rng.integers(5, 60))
    yield Case((n, n))
    yield Case((n, 1))


def _divides(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((5, 3), {"stride": 2}, public=True)
    yield Case((10, 4), {"stride": 3}, public=True)
    yield _drawn(rng, 2)
    yield _drawn(rng, int(rng.integers(3, 7)))


def _leftover(rng: np.random.Generator) -> Iterator[Case]:
    # (n - k)/stride is 1.5, 2.5 and 2.67: rounding to the nearest, to the nearest even and up all differ.
    yield Case((6, 3), {"stride": 2}, public=True)
    yield Case((8, 3), {"stride": 2}, public=True)
    yield Case((11, 3), {"stride": 3}, public=True)
    yield _drawn(rng, 2, 1)
    stride = int(rng.integers(4, 8))
    yield _drawn(rng, stride, 1)
    yield _drawn(rng, stride, stride - 1)


def _leftovers_refused(n: int, k: int, stride: int = 1) -> int:
    if (n - k) % stride:
        raise ValueError("it does not divide")
    return output_size(n, k, stride)


def _leftovers_asserted(n: int, k: int, stride: int = 1) -> int:
    assert (n - k) % stride == 0
    return output_size(n, k, stride)


_KNOWN = (*sliding(conv2d_single), *strides(conv2d_single), *windows(conv2d_single))

EXERCISE = Exercise(
    name="output_size",
    assignment="02-sliding-window",
    order=1,
    signature="output_size(n, k, stride=1)",
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("a stride of one"), 0.5, _book),
        Group("whole", N_("windows as long as the image, or of one pixel"), 0.5, _whole),
        Group("stride", N_("strides that end exactly at the border"), 0.5, _divides),
        Group("stride-leftover", N_("strides that leave pixels over at the border"), 0.5, _leftover),
    ),
    hint=N_(
        "Cut a window of 3 out of paper and lay it on a strip of 5: count the places where it may begin. "
        "Then move it in steps of 2, on strips of 5, 6 and 7."
    ),
    section="10.2.4",
    mistakes=(
        *told(
            "one-place-too-few",
            N_("You count one place too few."),
            N_("How many places can a window of 3 take on a strip of 3?"),
            lambda n, k, stride=1: (n - k) // stride,
        ),
        *told(
            "two-places-too-few",
            N_("You count two places too few."),
            N_("How many places can a window of 3 take on a strip of 3, and how many on one of 4?"),
            lambda n, k, stride=1: (n - k) // stride - 1,
        ),
        *told(
            "brackets-missing",
            N_("The stride divides only a part of what it should."),
            N_("Which does Python do first in `7 - 3 // 2`? Count the places by hand for these numbers."),
            lambda n, k, stride=1: n - k // stride + 1,
            lambda n, k, stride=1: n // stride - k + 1,
            lambda n, k, stride=1: n // stride - k // stride + 1,
        ),
        *told(
            "window-left-out",
            N_("Your count does not depend on the size of the window."),
            N_("Lay a window of 2 on a strip of 5, and then one of 4: has each as many places?"),
            lambda n, k, stride=1: n // stride,
            lambda n, k, stride=1: math.ceil(n / stride),
            lambda n, k, stride=1: n // stride + 1,
        ),
        *told(
            "window-and-image-swapped",
            N_("You take the size of the image for that of the window."),
            N_("Which of `n` and `k` is the larger one? Read what the text above the function says of them."),
            lambda n, k, stride=1: (k - n) // stride + 1,
        ),
        *told(
            "stride-multiplied",
            N_("You multiply by the stride."),
            N_("Does a window that moves in larger steps find more places, or fewer?"),
            lambda n, k, stride=1: (n - k) * stride + 1,
        ),
        *told(
            "last-place-not-count",
            N_("You give where the last window begins, and not how many windows there are."),
            N_("On a strip of 7, a window of 3 moves by 2: write down where each one begins, and count."),
            lambda n, k, stride=1: (n - k) // stride * stride,
            lambda n, k, stride=1: (n - k) // stride * stride + 1,
        ),
        *further(_KNOWN, "stride-ignored", lambda n, k, stride=1: n - k + 1),
        *further(_KNOWN, "stride-two-only", lambda n, k, stride=1: output_size(n, k, min(stride, 2))),
        *further(_KNOWN, "plus-one-divided", lambda n, k, stride=1: (n - k + 1) // stride),
        *further(_KNOWN, "one-window-too-many", lambda n, k, stride=1: math.ceil((n - k) / stride) + 1),
        *further(_KNOWN, "windows-rounded", lambda n, k, stride=1: round((n - k) / stride) + 1),
        *further(_KNOWN, "border-never-touched", lambda n, k, stride=1: len(range(0, n - k, stride))),
        *further(_KNOWN, "windows-side-by-side", lambda n, k, stride=1: n // k),
        *further(
            _KNOWN, "even-kernels-cut-short", lambda n, k, stride=1: (n - 2 * (k // 2) - 1) // stride + 1
        ),
        *further(_KNOWN, "leftovers-refused", _leftovers_refused, _leftovers_asserted),
        *further(
            chosen(counting.numbers(output_size), "count-as-a-float"),
            "count-as-a-float",
            lambda n, k, stride=1: (n - k) / stride + 1,
            lambda n, k, stride=1: float(output_size(n, k, stride)),
            lambda n, k, stride=1: math.ceil((n - k) / stride) + 1.0,
        ),
    ),
    laws=_laws.OUTPUT_SIZE,
)
