"""What people added to a verdict: marks for what no program grades, and remarks on what one did.

The page shows both beside the verdict, which they never change.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from autograder.verdict import ExerciseResult, Verdict


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an assignment that a person grades, such as a question that is answered in words.

    Attributes:
        title: what it is, in a few words for the student.
        score: points given; None while it waits for its mark.
        comment: the person's, as they typed it.
        blank: whether nothing was handed in for it, so that nobody had to read it.
    """

    title: str
    max_score: float
    score: float | None = None
    comment: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person added to an exercise that the grader graded.

    Attributes:
        score: points that hold in place of the grader's; None to leave those.
        extra: points beyond the exercise's own.
        comment: the person's, as they typed it.
    """

    score: float | None = None
    extra: float = 0.0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """All that people added to one submission's verdict.

    Attributes:
        parts: in the order of the notebook.
        remarks: by the exercise's name.
        penalty: points taken off, for a submission that came late.
    """

    parts: tuple[Part, ...] = ()
    remarks: Mapping[str, Remark] = field(default_factory=lambda: MappingProxyType({}))
    penalty: float = 0.0

    @property
    def waiting(self) -> float:
        """Points of the parts that nobody has graded yet."""
        return math.fsum(part.max_score for part in self.parts if part.score is None)

    def points(self, exercise: ExerciseResult) -> float | None:
        """What an exercise earns; None where neither the grader nor a person could say."""
        remark = self.remarks.get(exercise.name, Remark())
        score = exercise.score if remark.score is None else remark.score
        return None if score is None else score + remark.extra

    def score(self, verdict: Verdict) -> float | None:
        """Points in all, so far; None where an exercise has none, by our own fault."""
        earned = [self.points(exercise) for exercise in verdict.exercises]
        known = [points for points in earned if points is not None]
        if len(known) < len(earned):
            return None
        return max(0.0, math.fsum([*known, *(part.score or 0.0 for part in self.parts), -self.penalty]))

    def max_score(self, verdict: Verdict) -> float:
        return math.fsum([verdict.max_score, *(part.max_score for part in self.parts)])
