"""A notebook becomes a verdict.

The questions of a key are put to the student's functions one at a time, through the wall. Public cases
come first: until a child has been given a hidden one it has nothing to give away, so what it raises there
may be shown; after that only the kind of exception is.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from autograder import notebook as notebooks
from autograder import wording
from autograder.compare import judge, shown
from autograder.counterexample import counterexample
from autograder.errors import UnreadableNotebook, WallError
from autograder.exercise import Case, Exercise, Group
from autograder.key import Key, Question
from autograder.language import _
from autograder.sandbox import End, Ending, Sandbox
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status, Verdict

_log = logging.getLogger(__name__)

# After these the rest of an exercise is not asked: it would cost the same again, or there is nothing to ask.
_FINAL = frozenset({Status.MISSING, Status.OVERTIME, Status.BROKEN})


@dataclass(frozen=True, slots=True)
class _Failure:
    """A case that did not pass.

    Attributes:
        yours: what may be shown of the answer, if there was one. The answer itself is not kept: it may be
            large, and there is one for each group.
    """

    question: Question
    status: Status
    message: str
    yours: Shown | None = None


class Grader:
    """Grades submissions of one assignment, one at a time."""

    def __init__(self, key: Key, sandbox: Sandbox, checks: Collection[str] = ()) -> None:
        """Gets ready for an assignment.

        Args:
            checks: sources of the course's own check cells. An unchanged copy of one is not run: it would
                only tell the student again what they saw, and cost its time on every run.
        """
        self._checks = frozenset(checks)
        self._key = key
        self._sandbox = sandbox
        # Stable: among the public and among the hidden cases, from simple to hard.
        self._questions = sorted(key.questions, key=lambda question: not question.case.public)

    def grade(self, data: bytes) -> Verdict:
        """What a submitted file earned; never raises for anything that is in it."""
        try:
            notebook = notebooks.read(data).without(self._checks)
        except UnreadableNotebook as unreadable:
            return self.unreadable(str(unreadable))
        for attempt in (1, 2):
            try:
                return self._verdict(_Marking(self._questions, notebook, self._sandbox).results())
            except WallError:
                _log.exception("the wall failed, attempt %d of 2", attempt)
                if attempt == 1:
                    self._sandbox.restart()
        return self.broken()

    def broken(self) -> Verdict:
        """The verdict on a submission that could not be graded, by no fault of the student's."""
        return self._all(Status.BROKEN, wording.our_fault())

    def unreadable(self, problem: str) -> Verdict:
        """The verdict on a submission in which there is nothing to run.

        Args:
            problem: why, as a sentence for the student.
        """
        return self._all(Status.MISSING, wording.nothing_to_grade(), problem)

    def _all(self, status: Status, message: str, problem: str | None = None) -> Verdict:
        exercises = _exercises(self._questions)
        return self._verdict((_without_groups(exercise, status, message) for exercise in exercises), problem)

    def _verdict(self, results: Iterable[ExerciseResult], problem: str | None = None) -> Verdict:
        return Verdict(self._key.assignment, tuple(results), problem, self._sandbox.isolated)


class _Marking:
    """One submission while it is being marked."""

    def __init__(self, questions: list[Question], notebook: notebooks.Notebook, sandbox: Sandbox) -> None:
        self._questions = questions
        self._notebook = notebook
        self._limits = sandbox.limits
        self._asked = Counter(map(_place, questions))  # cases, by exercise and group
        self._passed: Counter[tuple[str, str]] = Counter()
        self._failures: dict[tuple[str, str], _Failure] = {}  # the first of each group
        self._final: dict[str, _Failure] = {}  # what ended an exercise early
        with sandbox.run([cell.source for cell in notebook.cells]) as self._run:
            for question in questions:
                self._ask(question)

    def results(self) -> list[ExerciseResult]:
        return [self._result(exercise) for exercise in _exercises(self._questions)]

    def _ask(self, question: Question) -> None:
        name, place = question.exercise.name, _place(question)
        if place in self._failures or name in self._final:
            return
        ending = self._run.call(name, question.case.args, dict(question.case.kwargs))
        failure = self._judge(question, ending)
        if failure is None:
            self._passed[place] += 1
            return
        self._failures[place] = failure
        if failure.status in _FINAL:
            self._final[name] = failure

    def _judge(self, question: Question, ending: Ending) -> _Failure | None:
        if ending.end is not End.VALUE:
            return _Failure(question, *self._explain(question, ending))
        public = question.case.public
        try:
            mismatch = judge(question.exercise.answer, question.expected, ending.value, public=public)
        except Exception:  # noqa: BLE001
            # Whatever a student's value does to our code is our fault, and never a mark.
            _log.exception("judging an answer of %s failed", question.exercise.name)
            return _Failure(question, Status.BROKEN, wording.our_fault())
        if mismatch is None:
            return None
        yours = shown(ending.value) if public else None
        return _Failure(question, mismatch.status, mismatch.message, yours)

    def _explain(self, question: Question, ending: Ending) -> tuple[Status, str]:
        """Status and sentence for a call that gave no value."""
        name = question.exercise.name
        match ending.end:
            case End.MISSING:
                # In a hidden case the cells may have run again, in a process that an earlier one, which was
                # given hidden inputs, could tell something by the time of its end.
                return Status.MISSING, wording.missing(
                    name, self._notebook, self._run.cell_endings, with_text=question.case.public
                )
            case End.RAISED if ending.exception == "NotImplementedError" and not self._has_passed(name):
                return Status.MISSING, wording.unwritten(name)
            case End.RAISED:
                public = question.case.public
                return Status.CRASHED, wording.raised(ending, self._notebook, with_text=public)
            case End.DIED:
                return Status.CRASHED, wording.died()
            case End.OVERMEMORY:
                return Status.OVERMEMORY, wording.over_memory(self._limits)
            case End.OVERTIME:
                return Status.OVERTIME, wording.over_time(ending, self._limits)
            case _:
                return Status.REFUSED, wording.refused(ending)

    def _has_passed(self, name: str) -> bool:
        return any(exercise == name for exercise, _group in self._passed)

    def _result(self, exercise: Exercise) -> ExerciseResult:
        final = self._final.get(exercise.name)
        if final and final.status in (Status.BROKEN, Status.MISSING):
            return _without_groups(exercise, final.status, final.message)
        groups = tuple(self._group(exercise, group, final) for group in exercise.groups)
        told = self._failure_to_tell(exercise)
        if told is None:
            message = wording.passed(len(groups))
            return ExerciseResult(exercise.name, Status.PASSED, exercise.points, message, groups=groups)
        return ExerciseResult(
            exercise.name,
            told.status,
            exercise.points,
            wording.failed(
                told.question.group,
                told.message,
                everywhere=len(groups) > 1 and all(g.status is not Status.PASSED for g in groups),
            ),
            counterexample=_counterexample(told),
            groups=groups,
            # What ended otherwise has been told its own next step.
            hint=_(exercise.hint) if told.status is Status.WRONG else "",
        )

    def _group(self, exercise: Exercise, group: Group, final: _Failure | None) -> GroupResult:
        place = (exercise.name, group.name)
        failure = self._failures.get(place)
        if failure is None and self._passed[place] < self._asked[place]:
            failure = final  # not asked in full
        status = failure.status if failure else Status.PASSED
        return GroupResult(group.name, group.title, group.points, status)

    def _failure_to_tell(self, exercise: Exercise) -> _Failure | None:
        """The smallest public case that failed, which can be shown; else the first hidden one."""
        places = ((exercise.name, group.name) for group in exercise.groups)
        failures = [self._failures[place] for place in places if place in self._failures]
        public = [failure for failure in failures if failure.question.case.public]
        if public:
            return min(public, key=lambda failure: _size(failure.question.case))
        return failures[0] if failures else None


def _counterexample(failure: _Failure) -> Counterexample | None:
    question = failure.question
    if not question.case.public:
        return None
    return counterexample(question.exercise, question.case, question.expected, failure.yours)


def _size(case: Case) -> int:
    """How many numbers one has to look at."""
    return sum(np.size(part) for arg in case.args for part in (arg if isinstance(arg, list) else [arg]))


def _place(question: Question) -> tuple[str, str]:
    return question.exercise.name, question.group.name


def _exercises(questions: Iterable[Question]) -> list[Exercise]:
    """The exercises that questions are about, in their order."""
    return sorted(
        {q.exercise.name: q.exercise for q in questions}.values(), key=lambda exercise: exercise.order
    )


def _without_groups(exercise: Exercise, status: Status, message: str) -> ExerciseResult:
    return ExerciseResult(exercise.name, status, exercise.points, message)
