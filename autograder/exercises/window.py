"""The part of the image that one output looks at (chapter 10.2.1)."""

from collections.abc import Iterator

import numpy as np

from autograder.book import GREY
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import COPYING, distinct, pattern, real, sizes, whole
from autograder.language import N_

_WIDE = pattern(4, 7)
_TALL = pattern(7, 4)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, 0, 0, 3), public=True)
    yield Case((GREY, 0, 1, 3), public=True)
    yield Case((GREY, 2, 2, 3), public=True)
    row, col = distinct(rng, 2, 0, 2)
    yield Case((whole(rng, 5, 5), row, col, 3))
    yield Case((real(rng, 6, 6), col, row, 4))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_WIDE, 1, 3, (2, 3)), public=True)
    yield Case((_TALL, 3, 1, (3, 2)), public=True)
    yield Case((_WIDE, 0, 6, (4, 1)), public=True)
    for _ in range(2):
        size = sizes(rng)
        row = int(rng.integers(size.image[0] - size.kernel[0] + 1))
        col = int(rng.integers(size.image[1] - size.kernel[1] + 1))
        yield Case((whole(rng, *size.image), row, col, size.kernel))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, 1, 1, 3), {"stride": 2}, public=True)
    yield Case((_WIDE, 0, 1, 3), {"stride": 4}, public=True)
    stride = int(rng.integers(2, 5))
    size = sizes(rng, stride=(stride, stride))
    yield Case((whole(rng, *size.image), 1, 1, size.kernel), {"stride": stride})


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_WIDE, 1, 2, 2), {"stride": (1, 2)}, public=True)
    yield Case((_TALL, 2, 1, 2), {"stride": (2, 1)}, public=True)
    vertical, horizontal = distinct(rng, 2, 1, 4)
    size = sizes(rng, stride=(vertical, horizontal))
    yield Case((whole(rng, *size.image), 1, 1, size.kernel), {"stride": (vertical, horizontal)})


EXERCISE = Exercise(
    name="window",
    assignment="02-sliding-window",
    order=2,
    signature="window(x, row, col, kernel_size, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the chapter's image, or one like it"), 0.5, _book),
        Group("rectangle", N_("images and windows that are not square"), 0.5, _rectangle),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "`row` and `col` are a seat in the result, not in the image: on which image row does the window of "
        "that seat begin, and how many rows does it always have?"
    ),
    section="10.2.1",
    tolerance=COPYING,
)
