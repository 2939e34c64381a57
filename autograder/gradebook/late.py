"""The penalty for late work: what nbgrader's `AssignLatePenalties` writes, within our own transaction."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from autograder.gradebook.database import Rows

LateRule = Callable[[str, float, float], float | None]
"""What a student loses: from their id, their score and the seconds they were late; None for nothing."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # times are in UTC and without a time zone, as nbgrader's are


def take_off(db: Rows, student: str, submission_id: str, notebook_id: str, late: LateRule) -> None:
    """Sets the penalty for late work as nbgrader's `AssignLatePenalties` does, from the score as it is."""
    submission = db.row("submitted_assignment", id=submission_id)
    assignment = db.row("assignment", id=submission.assignment_id)  # type: ignore[union-attr]
    seconds = _seconds_late(assignment, submission)
    penalty = None
    if seconds > 0:
        marks = db.rows("grade", notebook_id=notebook_id)
        penalty = late(student, math.fsum(_score(mark) for mark in marks), seconds)
    if db.row("submitted_notebook", id=notebook_id).late_submission_penalty != penalty:  # type: ignore[union-attr]
        db.change("submitted_notebook", notebook_id, late_submission_penalty=penalty)


def _score(mark: Any) -> float:
    """What nbgrader counts for a grade."""
    given = mark.auto_score if mark.manual_score is None else mark.manual_score
    return 0.0 if given is None else given + (mark.extra_credit or 0.0)


def _seconds_late(assignment: Any, submission: Any) -> float:
    """Seconds from the due date, with the student's extension, to the submission; 0 where one is unknown."""
    due, extension = assignment.duedate, submission.extension
    if due is None or submission.timestamp is None:
        return 0.0
    if isinstance(extension, datetime):
        extension -= _EPOCH  # SQLite has no intervals: SQLAlchemy keeps them as times since then
    late: float = (submission.timestamp - due - (extension or timedelta())).total_seconds()
    return max(0.0, late)
