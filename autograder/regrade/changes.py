"""One submission: what stands in the gradebook, what would, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from autograder.gradebook.ledger import Mark, total
from autograder.records import Record
from autograder.verdict import ExerciseResult, GroupResult, Status, Verdict


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group of cases that ends otherwise, or has other points.

    Attributes:
        before, after: how it ended; None where there was, or is, no such group.
        points: that it was worth before, and is now.
    """

    title: str
    before: Status | None
    after: Status | None
    points: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """An exercise that is marked otherwise.

    Attributes:
        before, after: points as they are computed; before is None where there were none.
        was: how it ended before; None where that is not known.
        mistakes: named before and now; "" for none.
        kept: what a person gave in place of the computed points, which holds; None where nobody did.
    """

    name: str
    before: float | None
    after: float | None
    max_score: float
    was: Status | None
    now: Status
    mistakes: tuple[str, str]
    groups: tuple[GroupChange, ...]
    kept: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """A submission that is marked otherwise.

    Attributes:
        before, after: its mark, as the gradebook counts; before is None where there was none.
        first: whether it was never graded before.
        another: whether another file was handed in since it was graded.
        known: whether it is known what led to the marks before.
    """

    student: str
    before: float | None
    after: float | None
    max_score: float
    first: bool
    another: bool
    known: bool
    exercises: tuple[ExerciseChange, ...]


def change(student: str, old: Record, verdict: Verdict, *, another: bool) -> Change | None:
    """What changes for a student; None if no mark does, nor any that a person's stands in place of.

    Args:
        verdict: without a `broken` exercise.
        another: whether another file was handed in since the last grading.
    """
    marks = old.entry.marks
    results = {result.name: result for result in (old.verdict.exercises if old.verdict else ())}
    exercises = tuple(
        _exercise(results.get(result.name), marks.get(result.name, Mark(None)), result)
        for result in verdict.exercises
        if marks.get(result.name, Mark(None)).computed != result.score
    )
    if not exercises:
        return None
    after = {
        result.name: replace(marks.get(result.name, Mark(None)), computed=result.score)
        for result in verdict.exercises
    }
    return Change(
        student,
        old.entry.score,
        total({**marks, **after}, old.entry.penalty),
        verdict.max_score,
        not marks,
        another,
        old.verdict is not None,
        exercises,
    )


def _exercise(was: ExerciseResult | None, mark: Mark, result: ExerciseResult) -> ExerciseChange:
    return ExerciseChange(
        result.name,
        mark.computed,
        result.score,
        result.max_score,
        was.status if was else None,
        result.status,
        ((was.mistake if was else None) or "", result.mistake or ""),
        tuple(_groups(was, result)) if was else (),
        mark.manual,
    )


def _groups(was: ExerciseResult, result: ExerciseResult) -> Iterator[GroupChange]:
    before, after = _outcomes(was, result), _outcomes(result, was)
    for name in {**before, **after}:
        one, other = before.get(name), after.get(name)
        change = GroupChange(
            other.title if other else one.title if one else "",
            one.status if one else None,
            other.status if other else None,
            (one.points if one else 0.0, other.points if other else 0.0),
        )
        if change.before is not change.after or change.points[0] != change.points[1]:
            yield change


def _outcomes(result: ExerciseResult, beside: ExerciseResult) -> Mapping[str, GroupResult]:
    """A result's groups by name; where nothing was asked, all of the other's ended as the exercise did."""
    groups = result.groups or tuple(replace(group, status=result.status) for group in beside.groups)
    return {group.name: group for group in groups}
