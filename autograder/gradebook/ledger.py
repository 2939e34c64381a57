"""A whole class's marks, read from nbgrader's database in one go.

Nothing is written, and no database is made where there is none. A mark is what nbgrader takes it to be: a
person's where they gave one, else the computed one, with credit on top, less the penalty for late work.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from autograder.gradebook.database import Database, address
from autograder.gradebook.late import lateness
from autograder.gradebook.rows import Rows
from autograder.master import CHECK


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the gradebook for one exercise of one student.

    Attributes:
        computed: by the grader; None where it could not.
        manual: by a person, in place of the computed one.
        extra: credit on top.
        to_look_at: whether a person is asked to look.
    """

    computed: float | None
    manual: float | None = None
    extra: float = 0.0
    to_look_at: bool = False

    @property
    def score(self) -> float | None:
        """Points for what was asked; None where there is no mark."""
        return self.computed if self.manual is None else self.manual


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the gradebook for one submission.

    Attributes:
        marks: by exercise; empty for one that was never graded.
        penalty: points taken off for late work.
        timestamp: when it was handed in, in UTC; None if that is not known.
        late: how much later than it was due, extensions counted; None where that is not known.
        to_mark: answers in words that wait for a person. What they earn is not among the marks.
    """

    marks: Mapping[str, Mark]
    penalty: float = 0.0
    timestamp: datetime | None = None
    late: timedelta | None = None
    to_mark: int = 0

    @property
    def score(self) -> float | None:
        """Points in all; None while an exercise has no mark."""
        return total(self.marks, self.penalty)


def total(marks: Mapping[str, Mark], penalty: float = 0.0) -> float | None:
    """Points in all, as nbgrader counts them; None while an exercise has no mark, or there is none at all.

    >>> total({"window": Mark(2.0), "conv2d": Mark(3.0, manual=4.0, extra=0.5)}, penalty=1.0)
    5.5
    """
    points = [mark.score + mark.extra for mark in marks.values() if mark.score is not None]
    if not points or len(points) < len(marks):
        return None
    return max(0.0, math.fsum(points) - penalty)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that the gradebook holds.

    Attributes:
        students: the names of all who are enrolled, by the id that nbgrader knows them by; "" without one.
        entries: by assignment and student; of those who handed in something.
        due: when assignments are due, in UTC; those that have such a time.
    """

    students: Mapping[str, str]
    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    due: Mapping[str, datetime] = field(default_factory=dict)


def read_ledger(course_dir: Path, db_url: str | URL | None = None) -> Ledger:
    """The gradebook of a course.

    Args:
        course_dir: its gradebook.db is read unless `db_url` says otherwise.
        db_url: as nbgrader's `CourseDirectory.db_url`: SQLite or PostgreSQL.

    Raises:
        UsageError: there is none yet.
        CourseError: it cannot be read, or it is not nbgrader's.
    """
    database = Database(address(course_dir, db_url), writing=False, creating=False)
    try:
        with database.transaction() as db:
            return _read(db)
    finally:
        database.close()


def _read(db: Rows) -> Ledger:
    assignments = {row.id: row for row in db.rows("assignment")}
    cells = {row.id: row.name for row in db.rows("base_cell") if row.type == "GradeCell"}
    marks: dict[str, dict[str, Mark]] = {}
    to_mark: Counter[str] = Counter()
    for row in db.rows("grade"):
        name = cells.get(row.cell_id, "")
        if name.startswith(CHECK):
            marks.setdefault(row.notebook_id, {})[name.removeprefix(CHECK)] = Mark(
                row.auto_score, row.manual_score, row.extra_credit or 0.0, bool(row.needs_manual_grade)
            )
        elif name and row.needs_manual_grade:
            to_mark[row.notebook_id] += 1
    notebooks: dict[str, list[Any]] = {}
    for row in db.rows("submitted_notebook"):
        notebooks.setdefault(row.assignment_id, []).append(row)
    entries: dict[str, dict[str, Entry]] = {}
    for row in db.rows("submitted_assignment"):
        assignment = assignments[row.assignment_id]
        its = notebooks.get(row.id, [])
        entries.setdefault(assignment.name, {})[row.student_id] = Entry(
            {name: mark for notebook in its for name, mark in marks.get(notebook.id, {}).items()},
            math.fsum(notebook.late_submission_penalty or 0.0 for notebook in its),
            row.timestamp,
            lateness(row.timestamp, assignment.duedate, row.extension),
            sum(to_mark[notebook.id] for notebook in its),
        )
    return Ledger(
        {row.id: " ".join(filter(None, (row.first_name, row.last_name))) for row in db.rows("student")},
        entries,
        {row.name: row.duedate for row in assignments.values() if row.duedate is not None},
    )
