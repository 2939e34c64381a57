"""Answers in words, which a person marks: how many wait, and what those that were marked have earned."""

import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.gradebook.database import Database
from autograder.gradebook.rows import Rows
from autograder.master import CHECK

if TYPE_CHECKING:
    from sqlalchemy import URL


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is answered in words, in numbers.

    Attributes:
        name: of its cell, such as "answer_flipped_kernel".
        points: that it is worth.
        waiting: answers that no person has marked, or that have changed since.
        marked: answers that have a person's mark.
        mean: points of those that were marked; None where none was.
        blank: submissions in which nothing was written to it.
    """

    name: str
    points: float
    waiting: int
    marked: int
    mean: float | None
    blank: int


def questions(gradebook: "URL", assignment: str) -> tuple[Question, ...]:
    """The questions of an assignment, as they stand in the gradebook.

    Raises:
        UsageError: there is no gradebook.
        CourseError: it cannot be read.
    """
    database = Database(gradebook, writing=False, creating=False)
    with closing(database), database.transaction() as db:
        return tuple(sorted(_questions(db, assignment), key=lambda each: each.name))


def _questions(db: Rows, assignment: str) -> Iterator[Question]:
    for notebook in db.rows("notebook", assignment_id=db.find("assignment", name=assignment)):
        for cell in db.rows("base_cell", notebook_id=notebook.id):
            if cell.type != "GradeCell" or cell.name.startswith(CHECK):
                continue
            worth = db.row("grade_cells", id=cell.id)
            grades = db.rows("grade", cell_id=cell.id)
            marks = [
                grade.manual_score + (grade.extra_credit or 0.0)
                for grade in grades
                if grade.manual_score is not None and not grade.needs_manual_grade
            ]
            waiting = sum(bool(grade.needs_manual_grade) for grade in grades)
            yield Question(
                cell.name,
                (worth.max_score if worth else None) or 0.0,
                waiting,
                len(marks),
                math.fsum(marks) / len(marks) if marks else None,
                len(grades) - waiting - len(marks),
            )
