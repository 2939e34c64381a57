"""Slips in telling by its distance whether a pixel lies in a window."""

import math
from functools import partial
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.language import N_


def _by_distance(inside: Any, height: int, width: int, row: int, col: int, k: int) -> Any:
    """A mask of what is inside by its distances down and to the right, (height, width) each, and k."""
    rows, cols = np.indices((height, width))
    return inside(abs(rows - row), abs(cols - col), k)


def _outside(down: Any, right: Any, k: int) -> Any:
    """How far pixels lie outside of the window; 0 within it."""
    return np.maximum(np.maximum(down, right) - k // 2, 0)


def _marks(dtype: type, down: Any, right: Any, k: int) -> Any:
    return (_outside(down, right, k) == 0).astype(dtype)


def distances() -> tuple[Mistake, ...]:
    """The slips in what `receptive_field_mask` lets in."""
    return tuple(
        Mistake(name, title, hint, partial(_by_distance, inside))
        for name, title, hint, inside in (
            (
                "disc-around-the-window",
                N_("You mark a disc that goes around the window."),
                N_("For k = 3, how far from the middle is the pixel two steps to the right?"),
                lambda down, right, k: np.hypot(down, right) <= k / math.sqrt(2),
            ),
            (
                "disc-to-the-corners",
                N_("You mark a disc that reaches to the window's corners."),
                N_("For k = 7 your mask is right in the corners: is it right four steps to the right?"),
                lambda down, right, k: down**2 + right**2 <= 2 * (k // 2) ** 2,
            ),
            (
                "disc-in-the-window",
                N_("You mark a disc of radius k/2 within the window."),
                N_("Look at the corners of a window for k = 5: do they belong to it?"),
                lambda down, right, k: np.hypot(down, right) <= k / 2,
            ),
            (
                "disc-to-the-edges",
                N_("You mark a disc that touches the window's edges from within."),
                N_("Look at the corners of a window for k = 3: do they belong to it?"),
                lambda down, right, k: np.hypot(down, right) <= k // 2,
            ),
            (
                "disc-of-radius-k",
                N_("You mark a disc of radius k."),
                N_("k is how wide the window is: how far does it reach to one side?"),
                lambda down, right, k: np.hypot(down, right) <= k,
            ),
            (
                "disc-of-a-whole-diagonal",
                N_("You mark a disc whose radius is a whole diagonal of the window."),
                N_("Does the diagonal of a square run from its middle?"),
                lambda down, right, k: np.hypot(down, right) <= k * math.sqrt(2),
            ),
            (
                "diamond",
                N_("You mark a square that stands on its tip."),
                N_("Is a pixel one step down and one step to the right one step away, or two?"),
                lambda down, right, k: down + right <= k // 2,
            ),
            (
                "cross",
                N_("You mark a cross through the middle."),
                N_("Does the window hold pixels that lie neither in the row nor in the column asked?"),
                lambda down, right, k: np.minimum(down, right) + _outside(down, right, k) == 0,
            ),
            (
                "rows-or-columns",
                N_("You mark whole rows and whole columns."),
                N_("Must both distances be small, or is one of them enough?"),
                lambda down, right, k: np.minimum(down, right) <= k // 2,
            ),
            (
                "whole-rows",
                N_("You mark whole rows, from the left border to the right."),
                N_("Which line of your code looks at columns?"),
                lambda down, right, k: down <= k // 2,
            ),
            (
                "whole-columns",
                N_("You mark whole columns, from the top to the bottom."),
                N_("Which line of your code looks at rows?"),
                lambda down, right, k: right <= k // 2,
            ),
            (
                "middle-only",
                N_("You mark the middle of the window, and nothing else."),
                N_("How many pixels does a window of 3 × 3 hold?"),
                lambda down, right, k: down + right == 0,
            ),
            (
                "middle-left-out",
                N_("You leave out the middle of the window."),
                N_("Does an output look at the pixel right above it?"),
                lambda down, right, k: (_outside(down, right, k) == 0) & (down + right > 0),
            ),
            (
                "inside-out",
                N_("You mark what lies outside of the window."),
                N_("What should the middle be: True or False?"),
                lambda down, right, k: _outside(down, right, k) > 0,
            ),
            (
                "window-of-three-only",
                N_("You mark a window of 3 × 3, whatever k is."),
                N_("Change k: which number in your code has to change with it?"),
                lambda down, right, k: np.maximum(down, right) <= 1,
            ),
            (
                "k-to-each-side",
                N_("You mark k pixels to each side of the middle."),
                N_("k is how wide the window is: how much of that lies to the left of its middle?"),
                lambda down, right, k: np.maximum(down, right) <= k,
            ),
            (
                "one-pixel-too-wide",
                N_("Your window is one pixel too wide on each side."),
                N_("Three pixels in a row: how many steps is it from the middle one to the last?"),
                lambda down, right, k: np.maximum(down, right) <= k // 2 + 1,
            ),
            (
                "one-pixel-too-narrow",
                N_("Your window is one pixel too narrow on each side."),
                N_("Does a pixel at the window's edge belong to it? Are < and <= the same there?"),
                lambda down, right, k: np.maximum(down, right) < k // 2,
            ),
            *(
                (
                    "zeros-and-ones",
                    N_("Your mask holds 0 and 1, and not False and True."),
                    N_("Which dtype has the array that you write into, and which has np.zeros by itself?"),
                    partial(_marks, dtype),
                )
                for dtype in (int, float)
            ),
        )
    )
