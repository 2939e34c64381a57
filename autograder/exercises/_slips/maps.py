"""Slips that students make in putting maps together."""

from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.sliding import Convolution
from autograder.language import N_


def stacking(function: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in stacking maps along a new last axis.

    Args:
        function: the right one, from `models`.
        axis: of the rows, in the result.
    """

    def maps_to(place: int) -> Convolution:
        return lambda *args, **kwargs: np.moveaxis(function(*args, **kwargs), -1, place)

    def reshaped(*args: Any, **kwargs: Any) -> Any:
        out = function(*args, **kwargs)
        return np.moveaxis(out, -1, axis).reshape(out.shape)

    def glued(along: int) -> Convolution:
        return lambda *args, **kwargs: np.concatenate(np.moveaxis(function(*args, **kwargs), -1, 0), along)

    return (
        Mistake(
            "maps-first",
            N_("The maps come first in your result, before rows and columns."),
            N_("Where does TensorFlow put the number of maps? Print the shape of your result."),
            maps_to(axis),
        ),
        Mistake(
            "maps-in-the-middle",
            N_("The maps stand between the rows and the columns of your result."),
            N_("Which axis of the result should be the new one? Print the shape of your result."),
            maps_to(axis + 1),
        ),
        Mistake(
            "reshaped-not-moved",
            N_("All numbers are there, but at wrong places: they were reshaped where an axis had to move."),
            N_("What moves numbers to other seats, reshape or transpose? Try it on two maps of 2 × 2."),
            reshaped,
        ),
        Mistake(
            "glued-side-by-side",
            N_("Your maps are glued side by side, and have no axis of their own."),
            N_("How many axes should the result have? Which of them numbers the maps?"),
            glued(axis + 1),
        ),
        Mistake(
            "glued-below-each-other",
            N_("Your maps are glued below each other, and have no axis of their own."),
            N_("How many axes should the result have, and what does each of them count?"),
            glued(axis),
        ),
    )
