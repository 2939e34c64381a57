"""The pixels that an output unit sees (chapter 10.1.1, figure 10.3).

The chapter describes the window by a Euclidean distance of at most k/√2. For k = 3 a pixel two steps to the
right lies within that distance and outside the window; what is asked for here is the window.
"""

from collections.abc import Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises._inputs import distinct
from autograder.language import N_


def _inside(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((5, 5, 2, 2, 3), public=True)
    yield Case((7, 7, 3, 3, 5), public=True)
    yield Case((7, 7, 2, 4, 3), public=True)
    # From 7 on, a disc that reaches to the corners holds pixels outside the window.
    yield Case((15, 15, 7, 7, 7), public=True)
    k = int(rng.choice([7, 9, 11]))
    height, width = distinct(rng, 2, 2 * k + 1, 2 * k + 6)
    row, col = (int(rng.integers(k // 2, side - k // 2)) for side in (height, width))
    yield Case((height, width, row, col, k))
    yield Case((9, 9, int(rng.integers(2, 7)), int(rng.integers(2, 7)), 5))


def _border(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((5, 5, 0, 0, 3), public=True)
    yield Case((5, 5, 4, 4, 3), public=True)
    yield Case((5, 5, 0, 2, 5), public=True)
    side = int(rng.integers(7, 12))
    yield Case((side, side, 1, side - 1, 5))
    yield Case((side, side, side - 2, 0, 5))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((4, 8, 1, 6, 3), public=True)
    yield Case((8, 4, 6, 1, 3), public=True)
    for _ in range(2):
        height, width = distinct(rng, 2, 6, 13)
        yield Case((height, width, int(rng.integers(height)), int(rng.integers(width)), 5))


def _window_sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((4, 5, 2, 3, 1), public=True)
    yield Case((4, 5, 2, 3, 9), public=True)
    for k in rng.choice([1, 7, 9, 11], 2, replace=False):
        height, width = distinct(rng, 2, 6, 13)
        yield Case((height, width, int(rng.integers(height)), int(rng.integers(width)), int(k)))


EXERCISE = Exercise(
    name="receptive_field_mask",
    assignment="01-parameter-counting",
    order=6,
    signature="receptive_field_mask(height, width, row, col, k)",
    answer=Answer.MASK,
    groups=(
        Group("inside", N_("a window that lies within the image"), 1.0, _inside),
        Group("border", N_("a window that reaches over the border"), 1.0, _border),
        Group("rectangle", N_("images that are wider than high, or higher than wide"), 0.5, _rectangle),
        Group(
            "window-sizes", N_("windows of one pixel, and windows larger than the image"), 0.5, _window_sizes
        ),
    ),
    hint=N_(
        "Put the square on paper with its middle on (row, col): how many steps is it to its edge? The "
        "corners belong to it. What remains of it where the paper ends?"
    ),
    section="10.1.1",
)
