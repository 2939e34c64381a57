"""How many places a sliding window takes along one axis (chapters 10.2.1 and 10.2.4)."""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
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
)
