"""One submission while it is being marked: questions are put to its functions, and answers judged.

Public cases come first: until a child has been given a hidden one it has nothing to give away, so what it
raises there may be shown; after that only the kind of exception is. Where one failed, a smaller one that
fails in the same way is looked for (`Exercise.probes`), before any hidden case is asked and for that reason.
"""

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from autograder import wording
from autograder.compare import judge, shown
from autograder.compare.evidence import Wrong, evidence, wrong
from autograder.compare.numbers import NotNumbersError, numbers
from autograder.counterexample import counterexample, size
from autograder.diagnosis import Outcome, Suspects
from autograder.exercise import Exercise, Group, NoAnswer
from autograder.exercises import agrees
from autograder.key import PROBES, Question
from autograder.language import _
from autograder.limits import Limits
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status

_log = logging.getLogger(__name__)

# After these the rest of an exercise is not asked: it would cost the same again, or there is nothing to ask.
_FINAL = frozenset({Status.MISSING, Status.OVERTIME, Status.BROKEN})


_LARGEST_IN_A_LAW = 1_000  # numbers; inputs of laws are small, and so is every right answer


class _OutOfTime(Exception):
    """The submission as a whole may take no more time."""


class Run(Protocol):
    """What answers: a submission behind the wall (`sandbox.Run`), or a course that checks itself."""

    @property
    def cell_endings(self) -> Mapping[int, Ending]:
        """How each cell that did not end well ended, by its place."""

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any] | None = None, /) -> Ending:
        """Calls a function."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """A case that did not pass.

    Attributes:
        yours: what may be shown of the answer, if there was one. The answer itself is not kept: it may be
            large, and there is one for each case.
        wrong: a wrong answer to a public case, as far as something may be learnt from it.
        exception: name of the exception that was raised, if one was.
    """

    question: Question
    status: Status
    message: str
    yours: Shown | None = None
    wrong: Wrong | None = None
    exception: str = ""

    @property
    def way(self) -> tuple[Status, str]:
        """How it failed: what another failure must have in common with this one to be an example of it."""
        return self.status, self.exception


class Marking:
    """One submission while it is being marked."""

    def __init__(
        self,
        questions: Sequence[Question],
        notebook: Notebook,
        run: Run,
        limits: Limits,
        seed: int = 0,
        probes: Sequence[Question] = (),
    ) -> None:
        """Asks all that is to be asked.

        Args:
            questions: public ones are asked first.
            notebook: that the functions come from.
            limits: that the run is held to.
            seed: for the inputs that laws are tried with.
            probes: small public cases, of which one may stand for a larger one that failed.

        Raises:
            WallError: our own side of the wall failed.
        """
        self._questions, self._notebook, self._run, self._limits = questions, notebook, run, limits
        self._asked = Counter(map(_place, questions))  # cases, by exercise and group
        self._passed: Counter[tuple[str, str]] = Counter()
        self._failures: dict[tuple[str, str], _Failure] = {}  # the first of each group
        self._public_failures: dict[str, list[_Failure]] = {}  # all of them, by exercise
        self._final: dict[str, _Failure] = {}  # what ended an exercise early
        self._suspects = {exercise.name: Suspects(exercise) for exercise in by_order(questions)}
        for question in questions:
            if question.case.public:
                self._ask(question)
        self._shrunk = {
            name: smaller
            for name in self._public_failures
            if (smaller := self._smaller(name, [probe for probe in probes if probe.exercise.name == name]))
        }
        for question in questions:
            if not question.case.public:
                self._ask(question)
        self._broken_laws = {
            exercise.name: title
            for exercise in by_order(questions)
            if self._has_passed_all(exercise) and (title := self._broken_law(exercise, seed))
        }

    def results(self) -> list[ExerciseResult]:
        """What each exercise earned, in their order."""
        return [self._result(exercise) for exercise in by_order(self._questions)]

    def _ask(self, question: Question) -> None:
        name, place = question.exercise.name, _place(question)
        # A group that failed has earned nothing, but its public cases still tell which mistake it was.
        if name in self._final or (place in self._failures and not question.case.public):
            return
        ending = self._run.call(name, question.case.args, dict(question.case.kwargs))
        failure = self._judge(question, ending)
        if failure is None:
            self._passed[place] += 1
            self._suspects[name].passed(question)
            return
        self._suspects[name].failed(question, _outcome(ending))
        self._failures.setdefault(place, failure)
        if question.case.public:
            self._public_failures.setdefault(name, []).append(failure)
        if failure.status in _FINAL:
            self._final[name] = failure

    def _smaller(self, name: str, probes: Sequence[Question]) -> _Failure | None:
        """The smallest probe that fails as a public case did, if it is smaller than all of those that did."""
        told = min(self._public_failures[name], key=_size)
        if name in self._final:
            return None
        for probe in sorted(probes, key=lambda probe: size(probe.case, probe.expected)):
            if size(probe.case, probe.expected) >= _size(told):
                return None
            ending = self._run.call(name, probe.case.args, dict(probe.case.kwargs))
            failure = self._judge(probe, ending)
            if failure is None:
                self._suspects[name].passed(probe)
                continue
            self._suspects[name].failed(probe, _outcome(ending))
            if failure.way == told.way:
                return failure
            if _outcome(ending) is None:
                return None  # it ran into a limit, or died: each more would cost as much
        return None

    def _broken_law(self, exercise: Exercise, seed: int) -> str:
        """The title of a law that does not hold for inputs which no one has seen; "" if all do.

        Whoever breaks one after all cases passed has fitted their answers to those cases.
        """

        def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
            ending = self._run.call(exercise.name, args, kwargs)
            if ending.end is End.OVERTIME and ending.text == "submission":
                raise _OutOfTime
            try:
                yours = numbers(ending.value)
            except NotNumbersError as error:
                raise NoAnswer from error
            # Before anything is computed with it: a law may add a column to a row. And zeros keep most laws.
            if math.prod(yours.shape) > _LARGEST_IN_A_LAW:
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

    def _judge(self, question: Question, ending: Ending) -> _Failure | None:
        if ending.end is not End.VALUE:
            return _Failure(question, *self._explain(question, ending), exception=ending.exception)
        public = question.case.public
        try:
            mismatch = judge(question.exercise.answer, question.expected, ending.value, public=public)
        except Exception:  # noqa: BLE001
            # Whatever a student's value does to our code is our fault, and never a mark.
            _log.exception("judging an answer of %s failed", question.exercise.name)
            return _Failure(question, Status.BROKEN, wording.our_fault())
        if mismatch is None:
            return None
        if not public:
            return _Failure(question, mismatch.status, mismatch.message)
        learnt = wrong(question.exercise.answer, question.expected, ending.value)
        return _Failure(question, mismatch.status, mismatch.message, shown(ending.value), learnt)

    def _explain(self, question: Question, ending: Ending) -> tuple[Status, str]:
        """Status and sentence for a call that gave no value."""
        name = question.exercise.name
        match ending.end:
            case End.MISSING:
                # In a hidden case the cells may have run again, in a process that an earlier one, which was
                # given hidden inputs, could tell something by the time of its end.
                return Status.MISSING, wording.missing(
                    name, self._notebook, self._students_cells(), self._limits, with_text=question.case.public
                )
            case End.RAISED if ending.exception == "NotImplementedError" and not self._was_asked(name):
                other = self._exercise_at(ending) if question.case.public else None
                if other is not None and other != name:
                    return Status.CRASHED, wording.uses_unwritten(other)
                return Status.MISSING, wording.unwritten(name, self._notebook)
            case End.RAISED:
                public = question.case.public
                return Status.CRASHED, wording.raised(ending, self._notebook, with_text=public)
            case End.DIED:
                return Status.CRASHED, wording.died()
            case End.OVERMEMORY:
                return Status.OVERMEMORY, wording.over_memory(
                    ending, self._limits, with_text=question.case.public
                )
            case End.OVERTIME:
                return Status.OVERTIME, wording.over_time(ending, self._limits)
            case _:
                return Status.REFUSED, wording.refused(ending, self._limits, with_text=question.case.public)

    def _students_cells(self) -> dict[int, Ending]:
        """How the student's cells ended that did not end well; cells of our own may follow them."""
        count = len(self._notebook.cells)
        return {place: ending for place, ending in self._run.cell_endings.items() if place < count}

    def _exercise_at(self, ending: Ending) -> str | None:
        """The exercise in whose function something was raised, if it was in one."""
        if ending.cell is None or ending.line is None or ending.cell >= len(self._notebook.cells):
            return None
        name = self._notebook.function_at(ending.cell, ending.line)
        return name if any(name == question.exercise.name for question in self._questions) else None

    def _was_asked(self, name: str) -> bool:
        return name in self._public_failures or any(exercise == name for exercise, _group in self._passed)

    def _has_passed_all(self, exercise: Exercise) -> bool:
        places = [(exercise.name, group.name) for group in exercise.groups]
        return all(self._passed[place] == self._asked[place] for place in places)

    def _result(self, exercise: Exercise) -> ExerciseResult:
        final = self._final.get(exercise.name)
        if final and final.status in (Status.BROKEN, Status.MISSING):
            return without_groups(exercise, final.status, final.message)
        groups = tuple(self._group(exercise, group, final) for group in exercise.groups)
        if title := self._broken_laws.get(exercise.name):
            message = wording.unlawful(title)
            return ExerciseResult(exercise.name, Status.WRONG, exercise.points, message, groups=groups)
        told = self._failure_to_tell(exercise)
        if told is None:
            message = wording.passed(len(groups))
            return ExerciseResult(exercise.name, Status.PASSED, exercise.points, message, groups=groups)
        mistake = self._suspects[exercise.name].found()
        found = "" if mistake else self._evidence(told)
        message = wording.failed(
            self._larger(told).question.group,
            f"{told.message} {found}".rstrip(),
            everywhere=len(groups) > 1 and all(g.status is not Status.PASSED for g in groups),
            shrunk=told.question.group is PROBES,
        )
        # What ended otherwise, and by no mistake we know, has been told its own next step.
        hint = _(exercise.hint) if told.status is Status.WRONG else ""
        return ExerciseResult(
            exercise.name,
            told.status,
            exercise.points,
            f"{_(mistake.title)} {message}" if mistake else message,
            mistake=mistake.name if mistake else None,
            counterexample=_counterexample(told),
            groups=groups,
            hint=_(mistake.hint) if mistake else hint,
        )

    def _group(self, exercise: Exercise, group: Group, final: _Failure | None) -> GroupResult:
        place = (exercise.name, group.name)
        if exercise.name in self._broken_laws:
            return GroupResult(group.name, group.title, group.points, Status.WRONG)
        failure = self._failures.get(place)
        if failure is None and self._passed[place] < self._asked[place]:
            failure = final  # not asked in full
        status = failure.status if failure else Status.PASSED
        return GroupResult(group.name, group.title, group.points, status)

    def _evidence(self, told: _Failure) -> str:
        """What the wrong answers to public cases show, where no mistake explains them."""
        if told.wrong is None:
            return ""
        others = [each for each in self._public_failures[told.question.exercise.name] if each is not told]
        return evidence(told.wrong, [other.wrong for other in others])

    def _larger(self, told: _Failure) -> _Failure:
        """The failure of a case in a group: the one that is told, or that which it is an example of."""
        if told.question.group is not PROBES:
            return told
        return min(self._public_failures[told.question.exercise.name], key=_size)

    def _failure_to_tell(self, exercise: Exercise) -> _Failure | None:
        """The smallest public case that failed, which can be shown; else the first hidden one."""
        if smaller := self._shrunk.get(exercise.name):
            return smaller
        if public := self._public_failures.get(exercise.name):
            return min(public, key=_size)
        places = ((exercise.name, group.name) for group in exercise.groups)
        return next((self._failures[place] for place in places if place in self._failures), None)


def _outcome(ending: Ending) -> Outcome | None:
    """What a call came to; None if that was an end which no function gives of its own."""
    match ending.end:
        case End.VALUE:
            return Outcome(ending.value)
        case End.RAISED:
            return Outcome(exception=ending.exception)
    return None


def _counterexample(failure: _Failure) -> Counterexample | None:
    question = failure.question
    if not question.case.public:
        return None
    return counterexample(question.exercise, question.case, question.expected, failure.yours)


def _size(failure: _Failure) -> tuple[int, int]:
    return size(failure.question.case, failure.question.expected)


def _place(question: Question) -> tuple[str, str]:
    return question.exercise.name, question.group.name


def by_order(questions: Iterable[Question]) -> list[Exercise]:
    """The exercises that questions are about, in their order."""
    return sorted(
        {q.exercise.name: q.exercise for q in questions}.values(), key=lambda exercise: exercise.order
    )


def without_groups(exercise: Exercise, status: Status, message: str) -> ExerciseResult:
    """The result of an exercise of which nothing was asked."""
    return ExerciseResult(exercise.name, status, exercise.points, message)
