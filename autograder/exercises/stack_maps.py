"""Matrices stacked along a new axis of channels (chapter 10.2.3)."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import AGAIN, BLUR, COPYING, COUNTING, again, distinct, pattern, real, whole
from autograder.exercises._slips.maps import stacking
from autograder.exercises._slips.models import stack_maps
from autograder.exercises._slips.overwriting import overwriting
from autograder.exercises._slips.sliding import told
from autograder.language import N_


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([COUNTING, 10 * COUNTING],), public=True)
    yield Case(([whole(rng, 3, 3), whole(rng, 3, 3)],))


def _one_map(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([COUNTING],), public=True)
    yield Case(([np.array([[5]])],), public=True)
    yield Case(([whole(rng, *distinct(rng, 2, 2, 6))],))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([pattern(2, 3), 10 * pattern(2, 3), 100 * pattern(2, 3), np.zeros((2, 3))],), public=True)
    yield Case(([pattern(4, 2), 10 * pattern(4, 2), 100 * pattern(4, 2)],), public=True)
    for _ in range(2):
        count, height, width = distinct(rng, 3, 2, 7)
        yield Case(([whole(rng, height, width) for _ in range(count)],))
    side = int(rng.integers(3, 6))
    yield Case(([whole(rng, side, side) for _ in range(side)],))


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(([BLUR, COUNTING * BLUR],), public=True)
    # The first map alone does not tell the dtype of the stack.
    yield Case(([COUNTING, COUNTING * BLUR],), public=True)
    yield Case(([COUNTING / 3e6, COUNTING * 1e6],), public=True)
    height, width = distinct(rng, 2, 2, 6)
    yield Case(([whole(rng, height, width), real(rng, height, width), real(rng, height, width)],))


def _again(rng: np.random.Generator) -> Iterator[Case]:
    drawn = Case(([whole(rng, 3, 4) for _ in range(3)],))
    yield from again(Case(([COUNTING, 10 * COUNTING],), public=True), drawn)


def _square_only(maps: Any) -> Any:
    side = len(maps[0])
    out = np.zeros((side, side, len(maps)))
    for n, one in enumerate(maps):
        out[:, :, n] = one
    return out


def _square_only_by_index(maps: Any) -> Any:
    rows = cols = range(len(maps[0]))
    return np.array([[[one[row, col] for one in maps] for col in cols] for row in rows])


def _two_only(maps: Any) -> Any:
    return stack_maps([maps[0], maps[1]])


def _emptied(maps: Any) -> NDArray[Any]:
    return stack_maps([maps.pop(0) for _ in range(len(maps))])


EXERCISE = Exercise(
    name="stack_maps",
    assignment="03-multi-kernel",
    order=1,
    signature="stack_maps(maps)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("two maps, as in the chapter"), 0.5, _book),
        Group("one-map", N_("a single map"), 0.5, _one_map),
        Group("rectangle", N_("more maps, and maps that are not square"), 1.0, _rectangle),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Which numbers should lie next to each other in the result: those of one map, or those that all maps "
        "have at one place? Write down the shape first."
    ),
    section="10.2.3",
    tolerance=COPYING,
    mistakes=(
        *stacking(stack_maps),
        *told(
            "axes-of-one-dropped",
            N_("An axis of length 1 is missing in your result."),
            N_("One map is still a stack, of one: which line of your code drops its axis?"),
            lambda maps: np.squeeze(stack_maps(maps)),
            lambda maps: stack_maps(maps) if len(maps) > 1 else maps[0],
        ),
        Mistake(
            "output-transposed",
            N_("Rows and columns of your result are swapped."),
            N_("Which axis has to move, and which two have to keep their order?"),
            lambda maps: np.array(maps).T,
        ),
        Mistake(
            "axes-rolled-the-wrong-way",
            N_("The columns come first in your result, then the maps, and the rows last."),
            N_("Label each axis of your result with what it counts: rows, columns or maps."),
            lambda maps: np.moveaxis(np.array(maps), -1, 0),
        ),
        Mistake(
            "flattened",
            N_("Your result is one long row of numbers."),
            N_("What do the rows and columns of a map become in your code? Print the shape of the result."),
            lambda maps: np.concatenate(maps, axis=None),
        ),
        Mistake(
            "first-map-for-all",
            N_("All channels of your result hold the first map."),
            N_("What in the body of your loop changes from one map to the next?"),
            lambda maps: stack_maps([maps[0]] * len(maps)),
        ),
        *told(
            "first-map-only",
            N_("Only the first map is in your result."),
            N_("Where does `return` stand: within the loop over the maps, or behind it?"),
            lambda maps: stack_maps(maps[:1]),
            lambda maps: maps[0],
        ),
        Mistake(
            "last-map-for-all",
            N_("All channels of your result hold the last map."),
            N_("Does something in your loop overwrite what earlier rounds have written?"),
            lambda maps: stack_maps([maps[-1]] * len(maps)),
        ),
        *told(
            "last-map-only",
            N_("Only the last map is left in your result."),
            N_("Where is the first map kept while the second has its turn?"),
            lambda maps: stack_maps(maps[-1:]),
            lambda maps: maps[-1],
        ),
        Mistake(
            "maps-reversed",
            N_("Your maps stand in reverse order."),
            N_("Which channel of the result should be the first map of the list?"),
            lambda maps: stack_maps(maps[::-1]),
        ),
        Mistake(
            "maps-added-up",
            N_("You add the maps up."),
            N_("How many channels should the result of three maps have?"),
            lambda maps: np.sum(maps, axis=0),
        ),
        Mistake(
            "two-maps-only",
            N_("You take it for granted that there are two maps."),
            N_("How many arrays may the list hold? Try it with one, and with four."),
            _two_only,
        ),
        *told(
            "square-maps-only",
            N_("You take the maps for squares."),
            N_("How does your code know how wide a map is, and how high?"),
            _square_only,
            _square_only_by_index,
        ),
        Mistake(
            "integer-buffer",
            N_("Your result has lost its decimals."),
            N_("Which dtype has the array that you write into? Try maps of halves."),
            lambda maps: stack_maps(maps).astype(np.int64),
        ),
        Mistake(
            "wrapped-to-bytes",
            N_("Your result holds bytes, in which values below 0 or above 255 come out as others."),
            N_("Which dtype has the array that you write into? Can it hold -1, or 256?"),
            lambda maps: stack_maps(maps).astype(np.int64).astype(np.uint8),
        ),
        Mistake(
            "first-dtype-buffer",
            N_("Your result has the dtype of the first map, in which the others do not fit."),
            N_("A map of ints, then a map of halves: which dtype has the array that you write into?"),
            lambda maps: stack_maps(maps).astype(maps[0].dtype),
        ),
        *overwriting(_emptied),
    ),
    laws=_laws.STACK_MAPS,
    probes=_probes.MAPS,
)
