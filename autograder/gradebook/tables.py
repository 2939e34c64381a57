"""nbgrader's tables, as far as they are read or written here.

Written down, since to import `nbgrader.api` takes four seconds, and to read them back from the database a
tenth of one each time that it is opened. A test holds them to nbgrader's own.
"""

from sqlalchemy import Boolean, Column, DateTime, Enum, Float, Interval, MetaData, String, Table, Text

_metadata = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, _metadata, Column("id", String, primary_key=True), *columns)


COURSE = _table("course")
ASSIGNMENT = _table(
    "assignment", Column("name", String), Column("duedate", DateTime), Column("course_id", String)
)
NOTEBOOK = _table(
    "notebook", Column("name", String), Column("assignment_id", String), Column("kernelspec", String)
)
BASE_CELL = _table("base_cell", Column("name", String), Column("notebook_id", String), Column("type", String))
GRADE_CELLS = _table(
    "grade_cells",
    Column("max_score", Float),
    Column("cell_type", Enum("code", "markdown", name="grade_cell_type")),
)
SOLUTION_CELLS = _table("solution_cells")
SOURCE_CELL = _table(
    "source_cell",
    Column("name", String),
    Column("cell_type", Enum("code", "markdown", name="source_cell_type")),
    Column("locked", Boolean),
    Column("source", Text),
    Column("checksum", String),
    Column("notebook_id", String),
)
STUDENT = _table("student", Column("first_name", String), Column("last_name", String))
SUBMITTED_ASSIGNMENT = _table(
    "submitted_assignment",
    Column("assignment_id", String),
    Column("student_id", String),
    Column("timestamp", DateTime),
    Column("extension", Interval),
)
SUBMITTED_NOTEBOOK = _table(
    "submitted_notebook",
    Column("assignment_id", String),
    Column("notebook_id", String),
    Column("flagged", Boolean),
    Column("late_submission_penalty", Float),
)
GRADE = _table(
    "grade",
    Column("cell_id", String),
    Column("notebook_id", String),
    Column("auto_score", Float),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("needs_manual_grade", Boolean),
)
COMMENT = _table(
    "comment",
    Column("cell_id", String),
    Column("notebook_id", String),
    Column("auto_comment", Text),
    Column("manual_comment", Text),
)

TABLES = _metadata.tables
"""By name."""
