"""How one call ended, against what was asked: nothing, or a failure with its reason."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from autograder import wording
from autograder.compare import judge, shown
from autograder.compare.evidence import Wrong, wrong
from autograder.counterexample import parameters
from autograder.diagnosis import Outcome, changed
from autograder.key import Question
from autograder.limits import Limits
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending
from autograder.verdict import Shown, Status

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not pass.

    Attributes:
        answer: what the function gave, in a tuple, as far as it may have to be shown; else an empty one. It
            may be large: see `let_go`.
        wrong: a wrong answer to a public case, as far as something may be learnt from it.
        exception: name of the exception that was raised, if one was.
        changed: name of an argument that was written to, where nothing else is wrong; `answer` is that
            argument as it was left.
    """

    question: Question
    status: Status
    message: str
    answer: tuple[()] | tuple[Any] = ()
    wrong: Wrong | None = None
    exception: str = ""
    changed: str = ""

    @property
    def yours(self) -> Shown | None:
        """What may be shown of the answer, if it was kept."""
        return shown(*self.answer) if self.answer else None

    def let_go(self) -> "Failure":
        """The same failure without its answer, for who keeps many."""
        return replace(self, answer=())

    @property
    def way(self) -> tuple[Status, str]:
        """How it failed: what another failure must have in common with this one to be an example of it."""
        return self.status, self.exception


class Judge:
    """Judges the calls of one submission."""

    def __init__(self, names: Collection[str], notebook: Notebook, limits: Limits) -> None:
        """Gets ready for a submission.

        Args:
            names: of all exercises that are asked.
            notebook: that the functions come from.
            limits: that the calls are held to.
        """
        self._names, self._notebook, self._limits = names, notebook, limits

    def failure(
        self, question: Question, ending: Ending, cell_endings: dict[int, Ending], *, asked_before: bool
    ) -> Failure | None:
        """Why a call does not pass; None if it does.

        Args:
            cell_endings: how the student's cells ended that did not end well.
            asked_before: whether a call of this function ended before.
        """
        if ending.end is not End.VALUE:
            status, message = self._reason(question, ending, cell_endings, asked_before=asked_before)
            return Failure(question, status, message, exception=ending.exception)
        try:
            return _judged(question, ending)
        except Exception:  # noqa: BLE001
            # Whatever a student's value does to our code is our fault, and never a mark.
            _log.exception("judging an answer of %s failed", question.exercise.name)
            return Failure(question, Status.BROKEN, wording.our_fault())

    def _reason(
        self, question: Question, ending: Ending, cell_endings: dict[int, Ending], *, asked_before: bool
    ) -> tuple[Status, str]:
        """Status and sentence for a call that gave no value."""
        name, public = question.exercise.name, question.case.public
        match ending.end:
            case End.MISSING:
                # In a hidden case the cells may have run again, in a process that an earlier one, which was
                # given hidden inputs, could tell something by the time of its end.
                return Status.MISSING, wording.missing(
                    name, self._notebook, cell_endings, self._limits, with_text=public
                )
            case End.RAISED:
                if ending.exception == "NotImplementedError":
                    other = self._exercise_at(ending) if public else None
                    if other is not None and other != name:
                        return Status.CRASHED, wording.uses_unwritten(other)
                    if not asked_before:
                        return Status.MISSING, wording.unwritten(name, self._notebook)
                return Status.CRASHED, wording.raised(ending, self._notebook, cell_endings, with_text=public)
            case End.DIED:
                return Status.CRASHED, wording.died()
            case End.OVERMEMORY:
                return Status.OVERMEMORY, wording.over_memory(ending, self._limits, with_text=public)
            case End.OVERTIME:
                return Status.OVERTIME, wording.over_time(ending, self._limits)
            case _:
                return Status.REFUSED, wording.refused(ending, self._limits, with_text=public)

    def _exercise_at(self, ending: Ending) -> str | None:
        """The exercise in whose function something was raised, if it was in one."""
        if ending.cell is None or ending.line is None or ending.cell >= len(self._notebook.cells):
            return None
        name = self._notebook.function_at(ending.cell, ending.line)
        return name if name in self._names else None


def _judged(question: Question, ending: Ending) -> Failure | None:
    public, expected = question.case.public, question.expected
    answer = _answer(question, ending)
    if answer is None:
        return Failure(question, Status.REFUSED, wording.not_to_be_judged())
    mismatch = judge(question.exercise.answer, expected, answer.value, public=public)
    if mismatch:
        message = wording.second_time(mismatch.message) if question.case.twice else mismatch.message
        if not public:
            return Failure(question, mismatch.status, message)
        learnt = wrong(question.exercise.answer, expected, answer.value)
        return Failure(question, mismatch.status, message, (answer.value,), learnt)
    if not answer.changed:
        return None
    if not public:
        return Failure(question, Status.WRONG, wording.changed())
    first = answer.changed[0]
    return Failure(
        question, Status.WRONG, wording.changed(answer.changed), (answer.left[first],), changed=first
    )


def outcome(question: Question, ending: Ending) -> Outcome | None:
    """What a call came to; None if that was an end which no function gives of its own."""
    match ending.end:
        case End.VALUE if answer := _answer(question, ending):
            return Outcome(answer.value, changed=answer.changed)
        case End.RAISED:
            return Outcome(exception=ending.exception)
    return None


class _Answer(NamedTuple):
    """What a function gave, and the arguments that it changed where that was asked, each as it was left."""

    value: Any
    left: Mapping[str, Any] = MappingProxyType({})

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(self.left)


def _answer(question: Question, ending: Ending) -> _Answer | None:
    """None if this is no answer to what was asked: a child can send what it likes."""
    if not question.case.twice:
        return _Answer(ending.value)
    match ending.value:
        case [value, list(args)] if len(args) == len(question.case.args):
            left = dict(zip(parameters(question.exercise), args, strict=False))
            return _Answer(value, {name: left[name] for name in changed(question, args)})
    return None
