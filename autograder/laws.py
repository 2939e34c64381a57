"""The laws of an exercise, tried on a submission with inputs that no one has seen."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from autograder.compare.numbers import NotNumbersError, numbers
from autograder.exercise import Exercise, Law, NoAnswer
from autograder.exercises import right_answer
from autograder.exercises._laws import equal
from autograder.sandbox import End, Ending, Request

_LARGEST = 1_000  # numbers; inputs of laws are small, and so is every right answer


class _OutOfTime(Exception):
    """The submission as a whole may take no more time."""


class _Run(Protocol):
    def ask(self, request: Request, ahead: Iterable[Request] = (), /) -> Ending:
        """Calls a function; see `sandbox.Run.ask`."""

    def afresh(self) -> None:
        """Has the next call answered by a fresh child."""


# What may come of the calls before it, or of a busy machine, and is tried once more.
_BY_THE_WAY = frozenset({End.OVERTIME, End.OVERMEMORY, End.DIED})


class _Foreseen(NamedTuple):
    """A call that a law makes, whatever the answers to those before it, and its right answer."""

    request: Request
    right: NDArray[np.float64]


class _Trial(NamedTuple):
    """A law, with the calls that it makes, and the state of the generator that it drew its inputs from."""

    law: Law
    calls: Sequence[_Foreseen]
    state: Any


def broken_law(exercise: Exercise, run: _Run, seed: int) -> str:
    """The title of a law that a submission does not keep; "" if it keeps them all.

    Whoever breaks one after all cases passed has fitted their answers to those cases.

    Args:
        seed: for the inputs.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    right = right_answer(exercise.name)
    if right is None:

        def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
            return _answer(run, Request(exercise.name, args, kwargs))

        return _first_broken((law, partial(law.holds, call, rng)) for law in exercise.laws)
    trials = [_foreseen(law, exercise.name, right, rng) for law in exercise.laws]
    following = deque(each.request for trial in trials for each in trial.calls)
    return _first_broken((trial.law, partial(_holds, trial, run, following, rng)) for trial in trials)


def _first_broken(laws: Iterable[tuple[Law, Callable[[], bool]]]) -> str:
    for law, holds in laws:
        try:
            if not holds():
                return law.title
        except _OutOfTime:
            return ""  # what passed has passed
        except (NoAnswer, IndexError, ValueError):  # the last two: of arrays of another shape
            return law.title
    return ""


def _foreseen(law: Law, name: str, right: Callable[..., Any], rng: np.random.Generator) -> _Trial:
    """What a law is tried with, and gets where nothing is wrong."""
    calls: list[_Foreseen] = []

    def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
        answer = np.asarray(right(*args, **kwargs), np.float64)
        calls.append(_Foreseen(Request(name, args, kwargs), answer))
        return answer

    state = rng.bit_generator.state
    law.holds(call, rng)
    return _Trial(law, calls, state)


def _holds(trial: _Trial, run: _Run, following: deque[Request], rng: np.random.Generator) -> bool:
    """Whether a law holds for a submission, whose answers must be the right ones but for roundings.

    Args:
        following: this trial's requests and those after it; the student's process may have them at once.
        rng: that the inputs were drawn from.
    """
    values = []
    for request, right in trial.calls:
        following.popleft()
        value = _answer(run, request, following)
        if not equal(value, right):
            raise NoAnswer
        values.append(value)
    if all(map(np.array_equal, values, (each.right for each in trial.calls))):
        return True  # as it held for the very same answers
    rng.bit_generator.state = trial.state
    given = iter(values)
    return trial.law.holds(lambda *_args, **_kwargs: next(given), rng)


def _answer(run: _Run, request: Request, ahead: Iterable[Request] = ()) -> NDArray[np.float64]:
    """What a submission answers, as numbers.

    Raises:
        NoAnswer: it is none, or none that a law could be tried on.
        _OutOfTime: the submission as a whole may take no more time.
    """
    ending = run.ask(request, ahead)
    if ending.end is End.OVERTIME and ending.text == "submission":
        raise _OutOfTime
    if ending.end in _BY_THE_WAY:
        run.afresh()
        ending = run.ask(request)
    try:
        yours = numbers(ending.value)
    except NotNumbersError as error:
        raise NoAnswer from error
    # Before anything is computed with it: a law may add a column to a row. And zeros keep most laws.
    if math.prod(yours.shape) > _LARGEST:
        raise NoAnswer
    return yours.as_float64()
