"""nbgrader's database: opened, created where there is none, and its errors said in one sentence.

SQLite is put into write-ahead logging, so that the formgrader reads on while marks are written, and every
transaction takes the one writer's place at its beginning: it waits for another writer there, and never fails
half-way.

The tables are nbgrader's own. They are read back from the database instead of taken from `nbgrader.api`,
because importing nbgrader takes four seconds; it is imported to create a new database, and only then.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    Table,
    create_engine,
    event,
    inspect,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from autograder.errors import CourseError
from autograder.language import _

BUSY_SECONDS = 30.0
"""How long another program may keep the database to itself before grading gives up."""

_TABLES = (
    "course assignment notebook base_cell grade_cells solution_cells source_cell student "
    "submitted_assignment submitted_notebook grade comment"
).split()


class Database:
    """A connection to nbgrader's database; for one thread."""

    def __init__(self, url: str | URL) -> None:
        """Opens the database, and creates it where there is none.

        Raises:
            CourseError: it cannot be opened, or it is not nbgrader's.
        """
        self._engine = _engine(url)
        with self._trouble():
            self._tables = _tables(self._engine)
            self._connection = self._engine.connect()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator["Rows"]:
        """All that is written inside is written, or none of it.

        Raises:
            CourseError: the database is locked, read-only or damaged.
        """
        with self._trouble(), self._connection.begin():
            yield Rows(self._connection, self._tables)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        # From setting up a connection, SQLite's own errors come through unwrapped.
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise CourseError(_sentence(error, self._engine.url)) from error


class Rows:
    """The rows of nbgrader's tables, within one transaction."""

    def __init__(self, connection: Connection, tables: Mapping[str, Table]) -> None:
        self._connection = connection
        self._tables = tables

    def rows(self, table: str, **where: Any) -> list[Any]:
        columns = self._tables[table].c
        query = select(self._tables[table]).where(*(columns[key] == value for key, value in where.items()))
        return list(self._connection.execute(query))

    def row(self, table: str, **where: Any) -> Any | None:
        return next(iter(self.rows(table, **where)), None)

    def find(self, table: str, **where: Any) -> str | None:
        row = self.row(table, **where)
        return None if row is None else row.id

    def add(self, table: str, **columns: Any) -> str:
        """Adds a row and gives its id, which is a fresh one unless the columns name it."""
        columns = {"id": uuid4().hex} | columns
        self._connection.execute(self._tables[table].insert().values(**columns))
        return str(columns["id"])

    def change(self, table: str, row: str, **columns: Any) -> None:
        if columns:
            target = self._tables[table]
            self._connection.execute(target.update().where(target.c.id == row).values(**columns))

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
                added.append({"id": uuid4().hex, key: name, **columns, **place})
            elif any(getattr(row, column) != value for column, value in columns.items()):
                self.change(table, row.id, **columns)
        if added:
            self._connection.execute(self._tables[table].insert(), added)

    def remove(self, table: str, row: str) -> None:
        target = self._tables[table]
        self._connection.execute(target.delete().where(target.c.id == row))


def _engine(url: str | URL) -> Engine:
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the module would begin late, and fail where it should wait
        connection.execute("PRAGMA journal_mode = WAL")  # the formgrader reads on while marks are written
        connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, a crash loses no consistency

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _tables(engine: Engine) -> dict[str, Table]:
    found = inspect(engine).get_table_names()
    if not found:
        _create(engine)
    elif missing := sorted(set(_TABLES) - set(found)):
        raise CourseError(
            _(
                "The gradebook {place} has no table {table}: it is not nbgrader's, or an old one. "
                "Move it aside, or run: nbgrader db upgrade"
            ).format(place=_place(engine.url), table=missing[0])
        )
    tables = MetaData()
    tables.reflect(engine, only=_TABLES)
    return {name: tables.tables[name] for name in _TABLES}


def _create(engine: Engine) -> None:
    """The tables of nbgrader, all at once, as its own `Gradebook` makes them.

    That one asks the program `alembic` for the schema's version, which is not on the path unless the
    virtual environment was activated.
    """
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR

    version = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})


def _place(url: URL) -> str:
    return (url.database or "") if url.get_backend_name() == "sqlite" else url.render_as_string()


def _sentence(error: Exception, url: URL) -> str:
    cause = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    if "locked" in cause:
        return _(
            "The gradebook {place} is in use: another program has kept it for {seconds:.0f} seconds. "
            "Wait for that program or end it, then grade again."
        ).format(place=_place(url), seconds=BUSY_SECONDS)
    if "readonly" in cause or "unable to open" in cause:
        return _(
            "The gradebook {place} cannot be written. "
            "Check that its folder exists and that you may write to both."
        ).format(place=_place(url))
    return _(
        "The gradebook {place} cannot be used: {cause}. "
        "If nbgrader was upgraded, back the gradebook up and run: nbgrader db upgrade"
    ).format(place=_place(url), cause=cause)
