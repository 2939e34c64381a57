"""A verdict becomes rows in nbgrader's database.

One writer, one transaction a submission or a batch of them: all rows of it are there, or none. What a person
decided (a manual score, a manual comment, extra credit) is never touched, and no mark is ever replaced by
nothing: an exercise that could not be judged keeps the mark it had and is flagged for a person.

    database   opened, on SQLite or PostgreSQL; transactions
    tables     nbgrader's, as far as they are used; rows in them
    shared     what submissions have in common
    columns    what is written into a mark and a comment
    late       the penalty for late work
    ledger     a whole class's marks, read in one go
    trouble    what can go wrong, in sentences
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL

from autograder.errors import CourseError
from autograder.feedback.people import People, Remark
from autograder.gradebook import shared
from autograder.gradebook.columns import answer, comment, grade, part, remark
from autograder.gradebook.database import Database, address
from autograder.gradebook.late import LateRule, penalty
from autograder.gradebook.rows import Rows
from autograder.gradebook.shared import Shared
from autograder.language import _
from autograder.master import CHECK, Master
from autograder.verdict import Status, Verdict


class Gradebook:
    """nbgrader's database of a course; a context manager that closes it.

    Not for two threads, nor for two programs at once: others may read while this one writes.
    """

    def __init__(self, course_dir: Path, db_url: str | URL | None = None) -> None:
        """Opens the database, and creates it where there is none.

        Args:
            course_dir: its gradebook.db is used unless `db_url` says otherwise.
            db_url: as nbgrader's `CourseDirectory.db_url`: SQLite or PostgreSQL.

        Raises:
            CourseError: the database cannot be opened, or it is not nbgrader's.
        """
        self._database = Database(address(course_dir, db_url))
        self._shared: dict[str, Shared] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for many submissions: all that is recorded inside is written at its end, or none.

            with gradebook.together():
                for submission in batch:
                    gradebook.record(...)
                    gradebook.people(...)

        That is several times as fast as a transaction for each, which is what `record` has outside of it.
        On an exception nothing of it is written. After an error of the database nothing is either, even where
        it was caught inside; any other exception of `record` leaves its own submission out, and a caller
        may go on. Until the end, others read the gradebook as it was, and who wants to write waits. The
        formgrader does for five seconds: so do not grade inside, only write down.

        Raises:
            CourseError: the database is locked, full, damaged or gone.
        """
        with self._database.transaction():
            yield

    def prepare(self, assignment: str, master: Master) -> None:
        """Makes the rows that all submissions share: assignment, notebook and cells, as the master has them.

        Needed once before `record`; a second time changes nothing. Points and sources follow the master.

        Raises:
            CourseError: students already have marks for a cell that the master no longer has; or the
                database cannot be written.
        """
        with self._database.transaction() as db:
            self._shared[assignment] = shared.prepare(db, assignment, master)

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
        common = self._shared[assignment]
        moment = None if timestamp is None else timestamp.astimezone(UTC) if timestamp.tzinfo else timestamp
        moment = moment and moment.replace(tzinfo=None)
        with self._database.transaction() as db:
            # First all is found out, then it is written: what fails between leaves nothing behind.
            place = db.place(common.assignment, common.notebook, student)
            again = place.submission is not None and place.timestamp == moment
            if unchanged is None:
                unchanged = {name for _kind, name in common.cells} if again else set()
            grades, comments = _rows(db, common, place.notebook)
            new_grades: dict[str, dict[str, Any]] = {}
            new_comments: dict[str, dict[str, str | None]] = {}
            for result in verdict.exercises:
                grade_cell, solution_cell = _cells(common, result.name)
                old = grades.get(grade_cell)
                new_grades[grade_cell] = grade(old, result, same=result.name in unchanged)
                # The comment that is there explains the mark that is there: they stay together.
                if result.status is not Status.BROKEN or old is None or old.auto_score is None:
                    new_comments[solution_cell] = {"auto_comment": comment(result, verdict)}
            for name in common.questions:
                grade_cell, solution_cell = (
                    common.cells["GradeCell", name],
                    common.cells["SolutionCell", name],
                )
                blank = verdict.score is not None and name not in answered
                new_grades[grade_cell] = answer(grades.get(grade_cell), blank=blank, same=name in unchanged)
                new_comments[solution_cell] = {"auto_comment": _("No response.") if blank else None}
            columns: dict[str, Any] = {}
            if late is not None:
                columns["late_submission_penalty"] = penalty(
                    late, student, moment, place.duedate, place.extension, grades, new_grades
                )
            notebook = _hand_in(db, common, student, moment, place, columns)
            db.put("grade", grades, "cell_id", new_grades, notebook_id=notebook)
            db.put("comment", comments, "cell_id", new_comments, notebook_id=notebook)

    def people(self, student: str, assignment: str) -> People:
        """What people and rules added to a submission's verdict; nothing for one that was never graded."""
        common = self._shared[assignment]
        with self._database.transaction() as db:
            place = db.place(common.assignment, common.notebook, student)
            if place.notebook is None:
                return People()
            grades, comments = _rows(db, common, place.notebook)
        parts = tuple(
            part(title, grades.get(common.cells["GradeCell", name]), comments.get(cell), points)
            for name, (title, points) in common.questions.items()
            for cell in [common.cells["SolutionCell", name]]
        )
        remarks = {
            name: remark(grades.get(common.cells.get(("GradeCell", CHECK + name), "")), comments.get(cell))
            for (kind, name), cell in common.cells.items()
            if kind == "SolutionCell" and name not in common.questions
        }
        said = {name: each for name, each in remarks.items() if each != Remark()}
        return People(parts, said, place.penalty or 0.0)


def _rows(db: Rows, common: Shared, notebook: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The grades and the comments of a submitted notebook, by cell."""
    if notebook is None:
        return {}, {}
    cells = common.cells.values()
    return db.of_cells("grade", cells, notebook), db.of_cells("comment", cells, notebook)


def _hand_in(
    db: Rows, common: Shared, student: str, moment: datetime | None, place: Any, columns: dict[str, Any]
) -> str:
    """Makes the rows that a submission's marks hang on as they should be; gives the id of its notebook's."""
    if place.submission is None:
        if db.find("student", id=student) is None:
            db.add("student", id=student)
        submission = db.add(
            "submitted_assignment", assignment_id=common.assignment, student_id=student, timestamp=moment
        )
    else:
        submission = place.submission
        if place.timestamp != moment:
            db.change("submitted_assignment", submission, timestamp=moment)
    if place.notebook is None:
        return db.add(
            "submitted_notebook",
            assignment_id=submission,
            notebook_id=common.notebook,
            flagged=False,
            **columns,
        )
    if columns and columns["late_submission_penalty"] != place.penalty:
        db.change("submitted_notebook", place.notebook, **columns)
    found: str = place.notebook
    return found


def _cells(common: Shared, name: str) -> tuple[str, str]:
    try:
        return common.cells["GradeCell", CHECK + name], common.cells["SolutionCell", name]
    except KeyError:
        raise CourseError(
            _(
                "The released notebook has no cells {name} and {check}. "
                "Add them to the master in solutions/, then run nbgrader generate_assignment."
            ).format(name=name, check=CHECK + name)
        ) from None
