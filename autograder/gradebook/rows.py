"""The rows of nbgrader's tables, within one transaction.

Statements are made once and then only given values: to make one costs more than to run it. Each that runs
for every submission finds its rows by an index of nbgrader's, so that in a class of ten thousand a submission
costs no more than in one of ten.
"""

import functools
import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Delete, Insert, Select, Update, and_, bindparam, select

from autograder.gradebook.tables import ASSIGNMENT, SUBMITTED_ASSIGNMENT, SUBMITTED_NOTEBOOK, TABLES


class Rows:
    """The rows of nbgrader's tables, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, table: str, **where: Any) -> Sequence[Any]:
        return self._connection.execute(_select(table, tuple(where)), where).all()

    def row(self, table: str, **where: Any) -> Any | None:
        return self._connection.execute(_select(table, tuple(where)), where).first()

    def find(self, table: str, **where: Any) -> str | None:
        row = self.row(table, **where)
        return None if row is None else row.id

    def place(self, assignment: str, notebook: str, student: str) -> Any:
        """Where a student's rows hang: ids and what is written there, None for what is not there yet.

        Returns:
            A row of duedate, submission, timestamp, extension, notebook and penalty.
        """
        given = {"assignment": assignment, "notebook": notebook, "student": student}
        return self._connection.execute(_PLACE, given).one()

    def of_cells(self, table: str, cells: Collection[str], notebook: str) -> dict[str, Any]:
        """A submitted notebook's rows in `grade` or `comment`, by cell.

        The index is on the cell and then on the notebook; to ask for the notebook alone reads all there are.
        Until the transaction ends, nobody else changes them.
        """
        given = {"cells": tuple(cells), "notebook": notebook}
        return {row.cell_id: row for row in self._connection.execute(_of_cells(table), given)}

    def add(self, table: str, **columns: Any) -> str:
        """Adds a row and gives its id, which is a fresh one unless the columns name it."""
        columns = {"id": uuid4().hex} | columns
        self._connection.execute(_insert(table), columns)
        return str(columns["id"])

    def change(self, table: str, row: str, **columns: Any) -> None:
        if columns:
            self._connection.execute(_update(table, tuple(columns)), {"row": row, **columns})

    def put(
        self,
        table: str,
        old: Mapping[str, Any],
        key: str,
        new: Mapping[str, Mapping[str, Any]],
        **place: str,
    ) -> None:
        """Makes rows as they should be: changes those that differ, and adds those that are not there.

        Args:
            old: the rows that are there, by their column `key`.
            new: columns of each row, by the same; the same columns for all.
            place: the columns that all of the rows share.
        """
        added = []
        for name, columns in new.items():
            row = old.get(name)
            if row is None:
                added.append({"id": _next_id(), key: name, **columns, **place})
            elif any(getattr(row, column) != value for column, value in columns.items()):
                self.change(table, row.id, **columns)
        if added:
            self._connection.execute(_insert(table), added)

    def remove(self, table: str, row: str) -> None:
        self._connection.execute(_delete(table), {"row": row})


def _next_id() -> str:
    """An id for a mark or a comment: as long as nbgrader's, and larger than those before it.

    So rows that are written together lie together in an index; where ids are drawn, each costs a page of the
    file. Those of submissions are drawn: the formgrader shows them in this order to who marks without names.
    """
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


@functools.cache
def _select(table: str, by: Iterable[str]) -> Select[Any]:
    its = TABLES[table]
    return select(its).where(*(its.c[name] == bindparam(name) for name in by))


@functools.cache
def _of_cells(table: str) -> Select[Any]:
    its = TABLES[table]
    of_cells = its.c.cell_id.in_(bindparam("cells", expanding=True))
    return select(its).where(of_cells, its.c.notebook_id == bindparam("notebook")).with_for_update()


@functools.cache
def _insert(table: str) -> Insert:
    return TABLES[table].insert()


@functools.cache
def _update(table: str, columns: Iterable[str]) -> Update:
    its = TABLES[table]
    return (
        its.update().where(its.c.id == bindparam("row")).values({name: bindparam(name) for name in columns})
    )


@functools.cache
def _delete(table: str) -> Delete:
    its = TABLES[table]
    return its.delete().where(its.c.id == bindparam("row"))


_PLACE = (
    select(
        ASSIGNMENT.c.duedate,
        SUBMITTED_ASSIGNMENT.c.id.label("submission"),
        SUBMITTED_ASSIGNMENT.c.timestamp,
        SUBMITTED_ASSIGNMENT.c.extension,
        SUBMITTED_NOTEBOOK.c.id.label("notebook"),
        SUBMITTED_NOTEBOOK.c.late_submission_penalty.label("penalty"),
    )
    .select_from(ASSIGNMENT)
    .outerjoin(
        SUBMITTED_ASSIGNMENT,
        and_(
            SUBMITTED_ASSIGNMENT.c.assignment_id == ASSIGNMENT.c.id,
            SUBMITTED_ASSIGNMENT.c.student_id == bindparam("student"),
        ),
    )
    .outerjoin(
        SUBMITTED_NOTEBOOK,
        and_(
            SUBMITTED_NOTEBOOK.c.assignment_id == SUBMITTED_ASSIGNMENT.c.id,
            SUBMITTED_NOTEBOOK.c.notebook_id == bindparam("notebook"),
        ),
    )
    .where(ASSIGNMENT.c.id == bindparam("assignment"))
)
