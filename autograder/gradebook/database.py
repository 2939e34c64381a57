"""nbgrader's database: found by its address, opened, and created where there is none.

On SQLite and on PostgreSQL alike, a transaction takes the one writer's place at its beginning: it waits for
another writer there, and never fails half-way. Others read on meanwhile. On SQLite that place is the file's,
which is put into write-ahead logging; whoever writes has it, the formgrader too. On PostgreSQL it is a lock
that only we ask for; what people write is kept from changing under us by locks on the rows themselves.

nbgrader is imported to create a new database, and only then: that takes four seconds.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from autograder.errors import CourseError, UsageError
from autograder.gradebook import trouble
from autograder.gradebook.rows import Rows
from autograder.gradebook.tables import TABLES
from autograder.language import _

BUSY_SECONDS = 30.0
"""How long another program may keep the database to itself before grading gives up."""

_CONNECT_SECONDS = 10
_WRITER = 6_301_735_213_486_452_001  # a number that nobody else's locks have; the database is part of a lock


def address(course_dir: Path, db_url: str | URL | None = None) -> URL:
    """Where a course's gradebook is.

    Args:
        course_dir: its gradebook.db, unless `db_url` says otherwise.
        db_url: as nbgrader's `CourseDirectory.db_url`. A path in it that does not begin at the root begins in
            the course's folder, as it does for nbgrader's commands there.

    Raises:
        CourseError: it is no address of an SQLite or PostgreSQL database. It is not repeated: it may hold a
            password.
    """
    if db_url is None:
        return URL.create("sqlite", database=str(course_dir.resolve() / "gradebook.db"))
    try:
        url = make_url(db_url)
    except (ArgumentError, ValueError):
        url = URL.create("")
    if url.get_backend_name() not in ("sqlite", "postgresql") or not url.database:
        raise CourseError(
            _(
                "The gradebook's address, db_url, must be like sqlite:////srv/course/gradebook.db or "
                "postgresql+psycopg://user@host/database."
            )
        )
    if "@" in f"{url.host}{url.database}" and url.get_backend_name() == "postgresql":
        raise CourseError(
            _("In the gradebook's address, db_url, write %40 for an @ in the password, and %2F for a /.")
        )
    if url.get_backend_name() == "sqlite" and not url.database.startswith("file:"):
        url = url.set(database=str(course_dir.resolve() / url.database))
    return url


class Database:
    """A connection to nbgrader's database; for one thread."""

    def __init__(
        self, url: URL, *, writing: bool = True, creating: bool = True, patience: float | None = None
    ) -> None:
        """Opens the database.

        Args:
            writing: takes the writer's place. Without it, transactions see the database as it was when they
                began, and wait for nobody.
            creating: makes it where there is none; without it, it is left as it is.
            patience: seconds to wait for another writer.

        Raises:
            CourseError: it cannot be opened, or it is not nbgrader's.
            UsageError: there is none, and none is to be made.
        """
        self.url = url
        self._patience = BUSY_SECONDS if patience is None else patience
        self._failure: Exception | None = None
        if not creating and _is_missing(url):
            raise UsageError(trouble.none_yet(url))
        with self._trouble():
            self._engine = _engine(url, self._patience, writing=writing, creating=creating)
            with ExitStack() as stack:
                stack.callback(self._engine.dispose)
                self._connection = stack.enter_context(self._engine.connect())
                _be_nbgraders(self._connection, creating=creating)
                self._opened = stack.pop_all()

    def close(self) -> None:
        self._opened.close()

    @contextmanager
    def transaction(self) -> Iterator[Rows]:
        """All that is written inside is written, or none of it; inside another transaction, with that.

        Raises:
            CourseError: the database is locked, read-only, full, damaged or gone.
        """
        if self._connection.in_transaction():
            with self._trouble():
                yield Rows(self._connection)
            return
        self._failure = None
        with self._trouble(), self._connection.begin():
            yield Rows(self._connection)
            if self._failure is not None:
                # Someone went on after it; what they wrote before it is not there any more.
                raise self._failure

    def version(self) -> str:
        """The version of nbgrader's tables; "" where it is not told."""
        with self.transaction():
            return str(
                self._connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
            )

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        # From setting up a connection, SQLite's own errors come through unwrapped.
        except (SQLAlchemyError, sqlite3.Error) as error:
            self._failure = error
            raise CourseError(trouble.sentence(error, self.url, self._patience)) from error


def _is_missing(url: URL) -> bool:
    """Whether there is no file, where the database would be one."""
    is_file = url.get_backend_name() == "sqlite" and not str(url.database).startswith("file:")
    return is_file and not Path(str(url.database)).exists()


def _engine(url: URL, patience: float, *, writing: bool, creating: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, patience, writing=writing, creating=creating)
    return _postgresql(url, patience, writing=writing)


def _sqlite(url: URL, patience: float, *, writing: bool, creating: bool) -> Engine:
    engine = create_engine(url, connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the module would begin late, and fail where it should wait
        if creating:
            connection.execute("PRAGMA journal_mode = WAL")  # others read on while marks are written
            connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, a crash loses no consistency

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql(url: URL, patience: float, *, writing: bool) -> Engine:
    # A server that fell silent is noticed, and not waited for by the hour.
    waits: dict[str, Any] = {"connect_timeout": _CONNECT_SECONDS, "tcp_user_timeout": int(patience * 1000)}
    try:
        engine = create_engine(
            url,
            connect_args={name: value for name, value in waits.items() if name not in url.query},
            isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
        )
    except ModuleNotFoundError as error:
        raise CourseError(trouble.no_driver(error.name or "psycopg")) from None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if writing:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")

    return engine


def _be_nbgraders(connection: Connection, *, creating: bool) -> None:
    """Sees to it that nbgrader's tables are there.

    Raises:
        CourseError: there are others.
        UsageError: there is none, and none is to be made.
    """
    url = connection.engine.url
    with connection.begin():  # where two begin at once, the second finds what the first has made
        found = set(inspect(connection).get_table_names())
        if found:
            if missing := sorted(TABLES.keys() - found):
                raise CourseError(
                    _(
                        "The gradebook {place} has no table {table}: it is not nbgrader's, or an old one. "
                        "Move it aside, or run: nbgrader db upgrade"
                    ).format(place=trouble.place(url), table=missing[0])
                )
        elif creating:
            _create(connection)
        else:
            raise UsageError(trouble.none_yet(url))


def _create(connection: Connection) -> None:
    """The tables of nbgrader, all at once, as its own `Gradebook` makes them.

    That one asks the program `alembic` for the schema's version, which is not on the path unless the
    virtual environment was activated.

    Raises:
        CourseError: names and comments in other scripts would not fit into the database.
    """
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR

    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise CourseError(
                _(
                    "The database {place} keeps text in {encoding}, and names may be in any script. "
                    "Make another: createdb --encoding UTF8 --template template0"
                ).format(place=trouble.place(connection.engine.url), encoding=encoding)
            )
    version = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
