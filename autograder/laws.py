"""The laws of an exercise, tried on a submission with inputs that no one has seen."""

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from autograder.compare.numbers import NotNumbersError, numbers
from autograder.exercise import Exercise, NoAnswer
from autograder.exercises import agrees
from autograder.sandbox import End, Ending

_LARGEST = 1_000  # numbers; inputs of laws are small, and so is every right answer


class _OutOfTime(Exception):
    """The submission as a whole may take no more time."""


class _Run(Protocol):
    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], /) -> Ending:
        """Calls a function."""

    def afresh(self) -> None:
        """Has the next call answered by a fresh child."""


# What may come of the calls before it, or of a busy machine, and is tried once more.
_BY_THE_WAY = frozenset({End.OVERTIME, End.OVERMEMORY, End.DIED})


def broken_law(exercise: Exercise, run: _Run, seed: int) -> str:
    """The title of a law that a submission does not keep; "" if it keeps them all.

    Whoever breaks one after all cases passed has fitted their answers to those cases.

    Args:
        seed: for the inputs.
    """

    def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
        ending = run.call(exercise.name, args, kwargs)
        if ending.end is End.OVERTIME and ending.text == "submission":
            raise _OutOfTime
        if ending.end in _BY_THE_WAY:
            run.afresh()
            ending = run.call(exercise.name, args, kwargs)
        try:
            yours = numbers(ending.value)
        except NotNumbersError as error:
            raise NoAnswer from error
        # Before anything is computed with it: a law may add a column to a row. And zeros keep most laws.
        if math.prod(yours.shape) > _LARGEST:
            raise NoAnswer
        value = yours.as_float64()
        if not agrees(exercise.name, value, args, kwargs):
            raise NoAnswer
        return value

    rng = np.random.Generator(np.random.PCG64(seed))
    for law in exercise.laws:
        try:
            if not law.holds(call, rng):
                return law.title
        except _OutOfTime:
            return ""  # what passed has passed
        except (NoAnswer, IndexError, ValueError):  # the last two: of arrays of another shape
            return law.title
    return ""
