"""A course for tests: verdicts on a real assignment, and the notebooks they are about."""

import json
from typing import Any

from autograder.course import PROJECT
from autograder.exercises import notebook_name
from autograder.master import CHECK, read_master
from autograder.verdict import ExerciseResult, GroupResult, Status, Verdict

ASSIGNMENT = "02-sliding-window"
RELEASED = PROJECT / "assignments" / ASSIGNMENT / notebook_name(ASSIGNMENT)
MASTER = read_master(RELEASED)
POINTS = {
    cell.name.removeprefix(CHECK): float(cell.nbgrader["points"])
    for cell in MASTER.cells
    if cell.graded and not cell.manual
}
"""What each exercise of the assignment is worth, in order."""

QUESTION = "answer_flipped_kernel"
"""The assignment's question, worth 2 points more, that a person marks."""


def verdict(
    *statuses: tuple[str, Status],
    otherwise: Status = Status.PASSED,
    message: str = "",
    problem: str | None = None,
) -> Verdict:
    """A verdict on every exercise; those that passed have all of their points, the others none."""
    status_of = dict(statuses)
    return Verdict(
        ASSIGNMENT,
        tuple(
            _result(name, points, status_of.get(name, otherwise), message or f"About {name}.")
            for name, points in POINTS.items()
        ),
        problem,
    )


def _result(name: str, points: float, status: Status, message: str) -> ExerciseResult:
    return ExerciseResult(
        name, status, points, message, groups=(GroupResult("all", "all cases", points, status),)
    )


def released() -> dict[str, Any]:
    """The assignment's notebook as a student finds it, to be worked on."""
    content: dict[str, Any] = json.loads(RELEASED.read_text(encoding="utf-8"))
    return content


def answered(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with something in every exercise; the question is left as it is."""
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("solution") and not nbgrader.get("grade"):
            cell["source"] = f"def {nbgrader['grade_id']}(*args):\n    return 42"
    return notebook


def as_bytes(notebook: dict[str, Any]) -> bytes:
    return json.dumps(notebook).encode()
