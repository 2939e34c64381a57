"""A verdict becomes rows in nbgrader's database.

One writer, one transaction a submission: all rows of a submission are there, or none. What a person
decided (a manual score, a manual comment, extra credit) is never touched, and no mark is ever replaced by
nothing: an exercise that could not be judged keeps the mark it had and is flagged for a person.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL

from autograder.errors import CourseError
from autograder.feedback.people import People, Remark
from autograder.gradebook.columns import answer, comment, grade, part, remark
from autograder.gradebook.database import Database, Rows
from autograder.gradebook.late import LateRule, take_off
from autograder.language import _
from autograder.master import CHECK, Master, MasterCell
from autograder.verdict import Status, Verdict

_COURSE = "convolution"  # as in nbgrader_config.py
_KINDS = {"GradeCell": "grade_cells", "SolutionCell": "solution_cells"}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Where an assignment's rows hang.

    Attributes:
        cells: their ids, by kind and name.
        questions: those that a person marks, as the title and the points of each, by name; in order.
    """

    assignment: str
    notebook: str
    cells: Mapping[tuple[str, str], str]
    questions: Mapping[str, tuple[str, float]]


class Gradebook:
    """nbgrader's database of a course; a context manager that closes it.

    Not for two threads, nor for two programs at once: others may read while this one writes.
    """

    def __init__(self, course_dir: Path, db_url: str | None = None) -> None:
        """Opens the database, and creates it where there is none.

        Args:
            course_dir: its gradebook.db is used unless `db_url` says otherwise.
            db_url: as nbgrader's `CourseDirectory.db_url`: SQLite or PostgreSQL.

        Raises:
            CourseError: the database cannot be opened, or it is not nbgrader's.
        """
        path = course_dir.resolve() / "gradebook.db"
        self._database = Database(db_url or URL.create("sqlite", database=str(path)))
        self._prepared: dict[str, _Prepared] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def prepare(self, assignment: str, master: Master) -> None:
        """Makes the rows that all submissions share: assignment, notebook and cells, as the master has them.

        Needed once before `record`; a second time changes nothing. Points and sources follow the master.

        Raises:
            CourseError: students already have marks for a cell that the master no longer has; or the
                database cannot be written.
        """
        with self._database.transaction() as db:
            if db.find("course", id=_COURSE) is None:
                db.add("course", id=_COURSE)
            assignment_id = db.find("assignment", name=assignment)
            if assignment_id is None:
                # A date (duedate) is the instructor's to set, in the formgrader.
                assignment_id = db.add("assignment", name=assignment, course_id=_COURSE)
            notebook_id = db.find("notebook", name=master.name, assignment_id=assignment_id)
            if notebook_id is None:
                kernel = json.dumps(master.metadata.get("kernelspec", {}))
                notebook_id = db.add(
                    "notebook", name=master.name, assignment_id=assignment_id, kernelspec=kernel
                )
            wanted = {
                (kind, cell.name): cell
                for cell in master.cells
                for kind, holds in (("GradeCell", cell.graded), ("SolutionCell", cell.solution))
                if holds
            }
            found = {
                (row.type, row.name): row.id
                for row in db.rows("base_cell", notebook_id=notebook_id)
                if row.type in _KINDS
            }
            _remove_cells(
                db, assignment, {key: found.pop(key) for key in sorted(found.keys() - wanted.keys())}
            )
            for (kind, name), cell in wanted.items():
                columns = {"max_score": _points(cell), "cell_type": cell.kind} if kind == "GradeCell" else {}
                if (kind, name) in found:
                    db.change(_KINDS[kind], found[kind, name], **columns)
                else:
                    row = db.add("base_cell", name=name, type=kind, notebook_id=notebook_id)
                    db.add(_KINDS[kind], id=row, **columns)
                    found[kind, name] = row
            _write_sources(db, notebook_id, master)
        questions = {cell.name: (master.title(cell), _points(cell)) for cell in master.questions}
        self._prepared[assignment] = _Prepared(assignment_id, notebook_id, found, questions)

    def record(
        self,
        student: str,
        assignment: str,
        verdict: Verdict,
        timestamp: datetime | None = None,
        *,
        answered: Collection[str] = (),
        unchanged: Collection[str] | None = None,
        late: LateRule | None = None,
    ) -> None:
        """Writes one submission's marks and messages.

        Args:
            timestamp: when it was handed in; without a time zone it is UTC. None when it is not known.
            answered: questions that something was written to: their marks are a person's to give.
            unchanged: exercises and questions to which the same was written as when it was last graded; None
                where nobody knows: then the timestamp says whether this is the submission of the last time.
            late: the course's rule for late work; None to leave a penalty as it is.

        Raises:
            CourseError: the master has no cells for an exercise, or the database cannot be written. Then
                none of the submission's rows changed.
        """
        shared = self._prepared[assignment]
        moment = None if timestamp is None else timestamp.astimezone(UTC) if timestamp.tzinfo else timestamp
        moment = moment and moment.replace(tzinfo=None)
        new_grades: dict[str, dict[str, Any]] = {}
        new_comments: dict[str, dict[str, str | None]] = {}
        with self._database.transaction() as db:
            if db.find("student", id=student) is None:
                db.add("student", id=student)
            submission = db.row("submitted_assignment", assignment_id=shared.assignment, student_id=student)
            again = submission is not None and submission.timestamp == moment
            if unchanged is None:
                unchanged = {name for _kind, name in shared.cells} if again else set()
            if submission is None:
                submission_id = db.add(
                    "submitted_assignment",
                    assignment_id=shared.assignment,
                    student_id=student,
                    timestamp=moment,
                )
            else:
                submission_id = submission.id
                if not again:
                    db.change("submitted_assignment", submission_id, timestamp=moment)
            notebook_id = db.find(
                "submitted_notebook", assignment_id=submission_id, notebook_id=shared.notebook
            )
            if notebook_id is None:
                notebook_id = db.add(
                    "submitted_notebook",
                    assignment_id=submission_id,
                    notebook_id=shared.notebook,
                    flagged=False,
                )
            grades = {row.cell_id: row for row in db.rows("grade", notebook_id=notebook_id)}
            comments = {row.cell_id: row for row in db.rows("comment", notebook_id=notebook_id)}
            for result in verdict.exercises:
                grade_cell, solution_cell = _cells(shared, result.name)
                old = grades.get(grade_cell)
                new_grades[grade_cell] = grade(old, result, same=result.name in unchanged)
                # The comment that is there explains the mark that is there: they stay together.
                if result.status is not Status.BROKEN or old is None or old.auto_score is None:
                    new_comments[solution_cell] = {"auto_comment": comment(result, verdict)}
            for name in shared.questions:
                grade_cell, solution_cell = (
                    shared.cells["GradeCell", name],
                    shared.cells["SolutionCell", name],
                )
                blank = verdict.score is not None and name not in answered
                new_grades[grade_cell] = answer(grades.get(grade_cell), blank=blank, same=name in unchanged)
                new_comments[solution_cell] = {"auto_comment": _("No response.") if blank else None}
            db.put("grade", grades, "cell_id", new_grades, notebook_id=notebook_id)
            db.put("comment", comments, "cell_id", new_comments, notebook_id=notebook_id)
            if late is not None:
                take_off(db, student, submission_id, notebook_id, late)

    def people(self, student: str, assignment: str) -> People:
        """What people and rules added to a submission's verdict; nothing for one that was never graded."""
        shared = self._prepared[assignment]
        with self._database.transaction() as db:
            submission = db.find("submitted_assignment", assignment_id=shared.assignment, student_id=student)
            notebook = db.row("submitted_notebook", assignment_id=submission, notebook_id=shared.notebook)
            if notebook is None:
                return People()
            grades = {row.cell_id: row for row in db.rows("grade", notebook_id=notebook.id)}
            comments = {row.cell_id: row for row in db.rows("comment", notebook_id=notebook.id)}
        parts = tuple(
            part(title, grades.get(shared.cells["GradeCell", name]), comments.get(cell), points)
            for name, (title, points) in shared.questions.items()
            for cell in [shared.cells["SolutionCell", name]]
        )
        remarks = {
            name: remark(grades.get(shared.cells.get(("GradeCell", CHECK + name), "")), comments.get(cell))
            for (kind, name), cell in shared.cells.items()
            if kind == "SolutionCell" and name not in shared.questions
        }
        said = {name: each for name, each in remarks.items() if each != Remark()}
        return People(parts, said, notebook.late_submission_penalty or 0.0)


def _cells(shared: _Prepared, name: str) -> tuple[str, str]:
    try:
        return shared.cells["GradeCell", CHECK + name], shared.cells["SolutionCell", name]
    except KeyError:
        raise CourseError(
            _(
                "The released notebook has no cells {name} and {check}. "
                "Add them to the master in solutions/, then run nbgrader generate_assignment."
            ).format(name=name, check=CHECK + name)
        ) from None


def _points(cell: MasterCell) -> float:
    return float(cell.nbgrader.get("points", 0.0))


def _remove_cells(db: Rows, assignment: str, gone: Mapping[tuple[str, str], str]) -> None:
    """Takes cells out that the master no longer has; their points would count in every total."""
    for (kind, name), row in gone.items():
        if db.row("grade", cell_id=row) is not None or db.row("comment", cell_id=row) is not None:
            raise CourseError(
                _(
                    "In the gradebook, {assignment} has a cell {cell} that its notebook no longer has, and "
                    "students have marks for it. Put the cell back, or move gradebook.db away and grade anew."
                ).format(assignment=assignment, cell=name)
            )
        db.remove(_KINDS[kind], row)
        db.remove("base_cell", row)


def _write_sources(db: Rows, notebook_id: str, master: Master) -> None:
    """The cells' text as released, from which nbgrader's own tools put locked cells back."""
    old = {row.name: row for row in db.rows("source_cell", notebook_id=notebook_id)}
    new = {
        cell.name: {
            "cell_type": cell.kind,
            "locked": cell.locked,
            "source": cell.source,
            "checksum": cell.nbgrader.get("checksum"),
        }
        for cell in master.cells
        if cell.graded or cell.solution or cell.locked
    }
    db.put("source_cell", old, "name", new, notebook_id=notebook_id)
    for name in sorted(old.keys() - new.keys()):
        db.remove("source_cell", old[name].id)
