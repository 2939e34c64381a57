"""What all submissions for an assignment share: the rows of the assignment, its notebook and its cells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.errors import CourseError
from autograder.gradebook.rows import Rows
from autograder.language import _
from autograder.master import Master, MasterCell

_COURSE = "convolution"  # as in nbgrader_config.py
_KINDS = {"GradeCell": "grade_cells", "SolutionCell": "solution_cells"}


@dataclass(frozen=True, slots=True)
class Shared:
    """Where an assignment's rows hang.

    Attributes:
        cells: their ids, by kind and name.
        questions: those that a person marks, as the title and the points of each, by name; in order.
    """

    assignment: str
    notebook: str
    cells: Mapping[tuple[str, str], str]
    questions: Mapping[str, tuple[str, float]]


def prepare(db: Rows, assignment: str, master: Master) -> Shared:
    """Makes these rows, as the master has them.

    Raises:
        CourseError: students already have marks for a cell that the master no longer has.
    """
    if db.find("course", id=_COURSE) is None:
        db.add("course", id=_COURSE)
    assignment_id = db.find("assignment", name=assignment)
    if assignment_id is None:
        # A date (duedate) is the instructor's to set, in the formgrader.
        assignment_id = db.add("assignment", name=assignment, course_id=_COURSE)
    notebook_id = db.find("notebook", name=master.name, assignment_id=assignment_id)
    if notebook_id is None:
        kernel = json.dumps(master.metadata.get("kernelspec", {}))
        notebook_id = db.add("notebook", name=master.name, assignment_id=assignment_id, kernelspec=kernel)
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
    _remove_cells(db, assignment, {key: found.pop(key) for key in sorted(found.keys() - wanted.keys())})
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
    return Shared(assignment_id, notebook_id, found, questions)


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
