"""Damaged notebooks lose nothing: no right answer its marks, and no student the sentence that helps."""

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

import pytest

from autograder.course import Submission, material, submissions
from autograder.engine import grade_all
from autograder.key import Key
from autograder.sandbox import Limits, Sandbox
from autograder.verdict import Status, Verdict
from tests.damage import Damaged, Outcome, Work, damaged
from tests.masters import ASSIGNMENTS

# Short for cells that never end; all of a solved notebook in one cell takes a tenth of it.
LIMITS = Limits(cell_cpu=1.0, cell_wall=2.0)


def grade(
    course: Path, assignment: str, key: Key, ways: Iterable[Damaged]
) -> Iterable[tuple[Damaged, Verdict]]:
    """Each handed in by a student of its own, and all graded as one batch."""
    students = {f"{number:03}": way for number, way in enumerate(ways)}
    for student, way in students.items():
        folder = course / "submitted" / student / assignment
        folder.mkdir(parents=True)
        for name, data in way.folder.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    found = submissions(course, assignment)
    graded = grade_all(
        found, Submission.read, key, material=material(assignment), jobs=2, sandbox=lambda: Sandbox(LIMITS)
    )
    for judged in chain.from_iterable(graded):
        yield students[judged.submission.student], judged.verdict


def fault(outcome: Outcome, verdict: Verdict, last: str) -> str | None:
    """What is wrong with the verdict on a damaged submission; None if it is what it should be."""
    lost = {exercise.name: exercise.message for exercise in verdict.exercises if _is_lost(exercise.status)}
    told = verdict.problem or " ".join(lost.values())
    if (verdict.problem is not None) != outcome.problem:
        return f"problem {verdict.problem}, lost {lost}"
    if not outcome.problem and set(lost) != ({last} if outcome.loses else set()):
        return f"lost {lost}"
    missing = [words for words in outcome.says if words not in told]
    return f"does not say {missing} but: {told}" if missing else None


def _is_lost(status: Status) -> bool:
    return status is not Status.PASSED


def faults(graded: Iterable[tuple[Damaged, Verdict]], assignment: str) -> dict[str, str]:
    last = Work(assignment).last
    return {
        way.name: told for way, verdict in graded if (told := fault(way.outcome, verdict, last)) is not None
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_damage_costs_no_right_answer_and_what_cannot_be_graded_is_explained(
    assignment: str, keys: Mapping[str, Key], tmp_path: Path
) -> None:
    graded = grade(tmp_path, assignment, keys[assignment], damaged(assignment))
    assert faults(graded, assignment) == {}


def test_hundreds_of_submissions_are_damaged_each_in_another_way() -> None:
    folders = {tuple(sorted(way.folder.items())) for assignment in ASSIGNMENTS for way in damaged(assignment)}
    assert len(folders) >= 300
