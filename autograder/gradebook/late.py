"""The penalty for late work: what nbgrader's `AssignLatePenalties` would write."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

LateRule = Callable[[str, float, float], float | None]
"""What a student loses: from their id, their score and the seconds they were late; None for nothing."""


def penalty(
    late: LateRule,
    student: str,
    moment: datetime | None,
    due: datetime | None,
    extension: timedelta | None,
    grades: Mapping[str, Any],
    changes: Mapping[str, Mapping[str, Any]],
) -> float | None:
    """What a submission loses, from the score that it will have.

    Args:
        moment: when it was handed in; None if that is not known, and then nothing is lost.
        grades: those that are there, by cell.
        changes: the columns that they are about to get, by the same.
    """
    by = lateness(moment, due, extension)
    if not by:
        return None
    cells = grades.keys() | changes.keys()
    points = (_score(grades.get(cell), changes.get(cell, {})) for cell in cells)
    return late(student, math.fsum(points), by.total_seconds())


def lateness(moment: datetime | None, due: datetime | None, extension: timedelta | None) -> timedelta | None:
    """How much later than it was due something was handed in, extensions counted; None where unknown."""
    if moment is None or due is None:
        return None
    return max(timedelta(0), moment - due - (extension or timedelta(0)))


def _score(row: Any | None, changes: Mapping[str, Any]) -> float:
    """What nbgrader counts for a grade."""
    manual = None if row is None else row.manual_score
    given = changes.get("auto_score", None if row is None else row.auto_score) if manual is None else manual
    extra = 0.0 if row is None else row.extra_credit or 0.0
    return 0.0 if given is None else given + extra
