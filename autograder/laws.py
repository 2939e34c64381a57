"""The laws of an exercise, tried on a submission with inputs that no one has seen."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
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
    right = right_answer(exercise.name)
    if right is None:
        rng = _generator(seed)

        def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
            return _value(_ending(run, Request(exercise.name, args, kwargs)))

        return _first_broken((law, partial(law.holds, call, rng)) for law in exercise.laws)
    trials = _trials(exercise.name, exercise.laws, right, seed)
    following = deque(each.request for trial in trials for each in trial.calls)
    return _first_broken((trial.law, partial(_holds, trial, run, following)) for trial in trials)


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@lru_cache(maxsize=1_000)
def _trials(name: str, laws: Iterable[Law], right: Callable[..., Any], seed: int) -> Sequence[_Trial]:
    """What the laws of an exercise are tried with; the same for all whose inputs come of this seed."""
    rng = _generator(seed)
    return [_foreseen(law, name, right, rng) for law in laws]


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


def _holds(trial: _Trial, run: _Run, following: deque[Request]) -> bool:
    """Whether a law holds for a submission, whose answers must be the right ones but for roundings.

    Args:
        following: this trial's requests and those after it; the student's process may have them at once.
    """
    values, exact = [], True
    for request, right in trial.calls:
        following.popleft()
        ending = _ending(run, request, following)
        value = right if ending.right else _value(ending)
        if not equal(value, right):
            raise NoAnswer
        if np.array_equal(value, right):
            request.ended_right(ending)
        else:
            exact = False
        values.append(value)
    if exact:
        return True  # as it held for the very same answers
    rng = _generator(0)
    rng.bit_generator.state = trial.state
    given = iter(values)
    return trial.law.holds(lambda *_args, **_kwargs: next(given), rng)


def _ending(run: _Run, request: Request, ahead: Iterable[Request] = ()) -> Ending:
    """How a call ends.

    Raises:
        _OutOfTime: the submission as a whole may take no more time.
    """
    ending = run.ask(request, ahead)
    if ending.end is End.OVERTIME and ending.text == "submission":
        raise _OutOfTime
    if ending.end in _BY_THE_WAY:
        run.afresh()
        ending = run.ask(request)
    return ending


def _value(ending: Ending) -> NDArray[np.float64]:
    """The numbers that a call gave.

    Raises:
        NoAnswer: it gave none, or none that a law could be tried on.
    """
    try:
        yours = numbers(ending.value)
    except NotNumbersError as error:
        raise NoAnswer from error
    # Before anything is computed with it: a law may add a column to a row. And zeros keep most laws.
    if math.prod(yours.shape) > _LARGEST:
        raise NoAnswer
    return yours.as_float64()
