"""The pixels that an output unit sees (chapter 10.1.1, figure 10.3).

The chapter describes the window by a Euclidean distance of at most k/√2. For k = 3 a pixel two steps to the
right lies within that distance and outside the window; what is asked for here is the window.
"""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import distinct
from autograder.exercises._slips.distances import distances
from autograder.exercises._slips.models import receptive_field_mask
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


def _sliced(reach: Any, height: int, width: int, row: int, col: int, k: int) -> Any:
    """A mask made by one slice for the rows and one for the columns."""
    mask = np.zeros((height, width), bool)
    mask[reach(row, k), reach(col, k)] = True
    return mask


def _pixel_by_pixel(at_border: Any, height: int, width: int, row: int, col: int, k: int) -> Any:
    """A mask made by a loop over the window; `at_border` maps an index to one within the length."""
    mask, steps = np.zeros((height, width), bool), range(-(k // 2), k // 2 + 1)
    for down, right in product(steps, steps):
        mask[at_border(row + down, height), at_border(col + right, width)] = True
    return mask


def _pushed_back(height: int, width: int, row: int, col: int, k: int) -> Any:
    top, left = (max(min(n - k // 2, length - k), 0) for n, length in ((row, height), (col, width)))
    mask = np.zeros((height, width), bool)
    mask[top : top + k, left : left + k] = True
    return mask


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
    mistakes=(
        *distances(),
        Mistake(
            "rows-and-columns-swapped",
            N_("You take the row for the column, and the column for the row."),
            N_("mask[a, b]: which of the two counts downwards?"),
            lambda height, width, row, col, k: receptive_field_mask(height, width, col, row, k),
        ),
        Mistake(
            "height-and-width-swapped",
            N_("Your mask is as high as the image is wide, and as wide as it is high."),
            N_("In which order does np.zeros take a shape?"),
            lambda height, width, row, col, k: receptive_field_mask(width, height, row, col, k),
        ),
        Mistake(
            "output-transposed",
            N_("Rows and columns of your result are swapped."),
            N_("Is the first index of an array its row or its column?"),
            lambda height, width, row, col, k: receptive_field_mask(height, width, row, col, k).T,
        ),
        *(
            Mistake(name, title, hint, partial(_sliced, reach))
            for name, title, hint, reach in (
                (
                    "last-row-left-out",
                    N_("You leave out the last row and the last column of the window."),
                    N_("How many elements does a[2:4] have?"),
                    lambda n, k: slice(max(n - k // 2, 0), max(n + k // 2, 0)),
                ),
                (
                    "window-from-the-middle",
                    N_("Your window begins at the pixel that should be its middle."),
                    N_("Which pixels lie to the left of the middle, and does your window hold them?"),
                    lambda n, k: slice(n, n + k),
                ),
                (
                    "negative-start",
                    N_("At the upper or left border your slice begins with a negative number."),
                    N_("Which pixel is a[-1]?"),
                    lambda n, k: slice(n - k // 2, n + k // 2 + 1),
                ),
            )
        ),
        *(
            Mistake(name, title, hint, partial(_pixel_by_pixel, at_border))
            for name, title, hint, at_border in (
                (
                    "around-to-the-other-side",
                    N_("What hangs over the border comes in again on the other side."),
                    N_("Are the leftmost and the rightmost pixel of an image neighbours?"),
                    lambda n, length: n % length,
                ),
                (
                    "border-not-checked",
                    N_("You never ask whether a pixel of the window lies within the image."),
                    N_("What does mask[-1, 0] mean in Python, and what mask[99, 0]?"),
                    lambda n, length: n,
                ),
            )
        ),
        Mistake(
            "pushed-back-inside",
            N_("Where the window hangs over the border, you push it back until it is whole."),
            N_("Does the output in the corner of an image move when there are no pixels around it?"),
            _pushed_back,
        ),
        Mistake(
            "nothing-at-the-border",
            N_("Where a part of the window hangs over the border, you mark nothing at all."),
            N_("What remains of a sheet of paper that hangs over the edge of a table when you cut along it?"),
            lambda height, width, row, col, k: (
                receptive_field_mask(height, width, row, col, k)
                & (min(row, col, height - 1 - row, width - 1 - col) >= k // 2)
            ),
        ),
    ),
    laws=_laws.RECEPTIVE_FIELD_MASK,
    probes=_probes.MASK,
)
