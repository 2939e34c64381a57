"""What a submission earned, and why.

A verdict has no field for the inputs or the expected answer of a hidden case, so nothing made from it
(a page, JSON, a row in the gradebook) can give one away: a `Counterexample` is made from public cases only.
"""

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FORMAT = 1


class Status(StrEnum):
    """How one exercise ended."""

    PASSED = "passed"
    WRONG = "wrong"
    MISSING = "missing"  # no such function, or the stub untouched
    CRASHED = "crashed"  # an exception, an exit or a signal
    OVERTIME = "overtime"
    OVERMEMORY = "overmemory"
    REFUSED = "refused"  # what came back is not a value that can be judged
    BROKEN = "broken"  # our own fault: no score, never 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a person sees it: what the student's function gave, or what was expected.

    Attributes:
        kind: such as "int", "float", "list of 4", "array (3, 3) float64".
        values: number, bool, text, None or nested lists of these, ready for JSON: non-finite numbers are
            the texts "nan", "inf" and "-inf". Long values are cut; `kind` still tells the full size.
    """

    kind: str
    values: Any

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "values": self.values}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The simplest public case that fails.

    Attributes:
        code: lines of Python that a student can paste below their function to see it for themselves.
        call: the last line of `code`, the call alone.
        yours: what their function gave; None when it gave nothing (it raised, or ran over).
        expected: what TensorFlow gives.
    """

    code: str
    call: str
    yours: Shown | None
    expected: Shown

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "call": self.call,
            "yours": None if self.yours is None else self.yours.as_json(),
            "expected": self.expected.as_json(),
        }


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group of cases: all passed, and its points are earned; or not, and none are.

    Attributes:
        title: a phrase for the student, such as "kernels that are not square".
        status: of its first case that did not pass, else passed.
    """

    name: str
    title: str
    points: float
    status: Status

    @property
    def score(self) -> float:
        return self.points if self.status is Status.PASSED else 0.0


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One exercise, judged.

    Attributes:
        max_score: the exercise's points.
        message: what happened, in a sentence for the student.
        hint: what to think about next; empty when the message already says it.
        mistake: the name of the misconception that explains all that is wrong, if just one does.
        groups: in the order in which they ran; empty when nothing ran.
        carried: names of wrong functions that this one calls, in whose place right ones stood when these
            marks were earned.
    """

    name: str
    status: Status
    max_score: float
    message: str
    mistake: str | None = None
    counterexample: Counterexample | None = None
    groups: tuple[GroupResult, ...] = ()
    hint: str = ""
    carried: tuple[str, ...] = ()

    @property
    def score(self) -> float | None:
        """Points earned; None when our own fault kept us from judging."""
        if self.status is Status.BROKEN:
            return None
        # fsum and the clamp: whatever the weights, a total is finite and within its bounds.
        return min(self.max_score, max(0.0, math.fsum(group.score for group in self.groups)))

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "status": self.status.value,
            "score": self.score,
            "max_score": self.max_score,
            "message": self.message,
            "mistake": self.mistake,
            "counterexample": None if self.counterexample is None else self.counterexample.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """One submission, judged.

    Attributes:
        problem: why the file could not be read as a notebook, as a sentence for the student; else None.
        isolated: whether the student's code ran behind the wall.
        asides: what else happened in the notebook, such as a cell that raised: a sentence each.
        seconds: that grading took, on the grader's clock and rounded up; None where nothing ran. It is for
            the report on a class: neither JSON nor a page has it, since a student could read off it what
            they are not told otherwise. The same work takes another time each time, so it makes no verdict
            another.
    """

    assignment: str
    exercises: tuple[ExerciseResult, ...]
    problem: str | None = None
    isolated: bool = True
    asides: tuple[str, ...] = ()
    seconds: int | None = field(default=None, compare=False)

    @property
    def score(self) -> float | None:
        """Points earned in all; None when an exercise could not be judged by our own fault."""
        total = 0.0
        for exercise in self.exercises:
            if exercise.score is None:
                return None
            total += exercise.score
        return total

    @property
    def max_score(self) -> float:
        return math.fsum(exercise.max_score for exercise in self.exercises)

    def as_json(self) -> dict[str, Any]:
        """The verdict as `--json` prints it; see "JSON" in the README.

        `isolated` stands there only where it is false: a verdict without the wall has to say so.
        """
        return {
            "format": FORMAT,
            "assignment": self.assignment,
            "score": self.score,
            "max_score": self.max_score,
            "problem": self.problem,
            "exercises": [exercise.as_json() for exercise in self.exercises],
            **({} if self.isolated else {"isolated": False}),
        }
