"""Which mistake explains all that is wrong with an answer.

A mistake is a function that makes it (`exercise.Mistake`). It explains a submission if it gives what the
submission gave in every case that was asked: the same wrong values, or the same exception, where those are
wrong, and right values where those are right. If several do, or none does, none is named: never a guess.

A name tells little of a hidden case: which of a dozen known mistakes a function makes.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.compare import judge
from autograder.compare.numbers import Kind, NotNumbersError, Numbers, numbers
from autograder.counterexample import parameters
from autograder.errors import builtin_name
from autograder.exercise import Answer, Exercise, Mistake
from autograder.key import Question

_ROUNDING = 1e-6  # relative to the largest value: a model need not add in a student's order


@dataclass(frozen=True)
class Outcome:
    """What a call came to.

    Attributes:
        value: that it gave.
        exception: name of the exception that it raised; "" if it gave a value.
        changed: names of the arguments that it changed, where that was looked at.
    """

    value: Any = None
    exception: str = ""
    changed: tuple[str, ...] = ()

    # What outcomes are compared by, made once for all that they are compared with.

    @cached_property
    def numbers(self) -> Numbers | None:
        """The value as numbers; None if it cannot be judged."""
        try:
            return numbers(self.value)
        except NotNumbersError:
            return None

    @cached_property
    def real(self) -> NDArray[np.float64]:
        """The value, of which there are `numbers`, in float64."""
        assert self.numbers is not None
        return self.numbers.as_float64()

    @cached_property
    def rounding(self) -> float:
        """How far another's value may be off by its order of adding."""
        finite = np.abs(self.real[np.isfinite(self.real)])
        return _ROUNDING * float(np.max(finite, initial=0.0))


@cache
def outcome(mistake: Mistake, question: Question) -> Outcome:
    """What a mistake's model gives for a question; computed once, for all who are suspected of it."""
    case = question.case
    args = deepcopy(case.args)  # some slips write to them
    try:
        with np.errstate(all="ignore"):
            value = mistake.model(*args, **case.kwargs)
            if not case.twice:
                return Outcome(value)
            value = mistake.model(*args, **case.kwargs)
    except Exception as error:  # noqa: BLE001  # some slips end in one, as a student's do
        return Outcome(exception=builtin_name(type(error)))
    return Outcome(value, changed=changed(question, args))


@cache
def _is_right(mistake: Mistake, question: Question) -> bool:
    made = outcome(mistake, question)
    if made.exception or made.changed:
        return False
    return judge(question.exercise.answer, question.expected, made.value) is None


def changed(question: Question, after: Sequence[Any]) -> tuple[str, ...]:
    """Names of the arguments of a question that are not what they were.

    Args:
        after: as they are now, in the order of the function's parameters.
    """
    given = zip(parameters(question.exercise), question.case.args, after, strict=False)
    return tuple(name for name, before, now in given if not _unchanged(before, now))


def _unchanged(before: Any, now: Any) -> bool:
    if isinstance(before, list):
        return isinstance(now, list) and len(before) == len(now) and all(map(_unchanged, before, now))
    if isinstance(before, np.ndarray):
        return isinstance(now, np.ndarray) and before.dtype == now.dtype and np.array_equal(before, now)
    return type(before) is type(now) and bool(before == now)


class Suspects:
    """The mistakes that may explain one submission's answers to one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        self._left = list(exercise.mistakes)
        self._passed: list[Question] = []

    def passed(self, question: Question) -> None:
        """Takes note of a case that passed."""
        self._passed.append(question)

    def failed(self, question: Question, got: Outcome | None) -> None:
        """Takes note of a case that did not pass.

        Args:
            got: what it came to; None for an end that no model has, such as one by a limit.
        """
        if got is None:
            self._left = []
        else:
            self._left = [m for m in self._left if _same(outcome(m, question), got, question)]

    def found(self) -> Mistake | None:
        """The only mistake that explains all, however it was made; None if there are several, or none."""
        left = [m for m in self._left if all(_is_right(m, question) for question in self._passed)]
        return left[0] if len({mistake.name for mistake in left}) == 1 else None


def _same(model: Outcome, got: Outcome, question: Question) -> bool:
    if model.exception or got.exception:
        return model.exception == got.exception
    if model.changed != got.changed:
        return False
    wanted, yours = model.numbers, got.numbers
    if wanted is None or yours is None or wanted.shape != yours.shape:
        return False
    real = question.exercise.answer in (Answer.NUMBER, Answer.ARRAY)
    kinds = [Kind.FLOAT if real and kind is Kind.INT else kind for kind in (wanted.kind, yours.kind)]
    if kinds[0] is not kinds[1]:
        return False
    if Kind.FLOAT not in kinds:
        return wanted.as_list() == yours.as_list()
    return _close(model, got, _slack(question))


@cache
def _slack(question: Question) -> float:
    return float(np.max(question.expected.slack, initial=0.0))


def _close(model: Outcome, got: Outcome, slack: float) -> bool:
    with np.errstate(all="ignore"):
        a, b = model.real, got.real
        near = np.abs(a - b) <= slack + model.rounding
        return bool(near.all() or np.all(near | (a == b) | (np.isnan(a) & np.isnan(b))))
