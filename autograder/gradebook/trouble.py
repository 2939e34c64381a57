"""What a database complains of, in one sentence that says what to do; a password is in none of them."""

import sys

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from autograder.language import _

_LOCKED = {"55P03", "40P01"}  # lock_not_available, deadlock_detected
_NO_ROOM = {"53100"}  # disk_full
_FORBIDDEN = {"42501", "25006"}  # insufficient_privilege, read_only_sql_transaction


def place(url: URL) -> str:
    """A gradebook as a message may name it: the file, or user, server and database."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    # No query either: it may hold a password as well.
    named = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return named.render_as_string()


def sentence(error: Exception, url: URL, patience: float) -> str:
    """What became of the gradebook, for an error from its database.

    Args:
        patience: seconds that were waited for another program.
    """
    cause = str(getattr(error, "orig", error)).strip().partition("\n")[0].rstrip(".")
    if url.get_backend_name() == "sqlite":
        return _of_sqlite(cause, url, patience)
    return _of_postgresql(error, cause, url, patience)


def _of_sqlite(cause: str, url: URL, patience: float) -> str:
    if "locked" in cause:
        return _in_use(url, patience)
    if "readonly" in cause or "unable to open" in cause:
        return _(
            "The gradebook {place} cannot be written. "
            "Check that its folder exists and that you may write to both."
        ).format(place=place(url))
    # Where a file may not grow, by a quota or `ulimit -f`, SQLite knows only that writing failed.
    if "is full" in cause or "disk I/O error" in cause:
        return _no_room(url, cause)
    if "not a database" in cause or "malformed" in cause:
        return _(
            "The gradebook {place} is damaged ({cause}). "
            "Restore it from a copy, or move it aside and grade again."
        ).format(place=place(url), cause=cause)
    return _(
        "The gradebook {place} cannot be used: {cause}. "
        "If nbgrader was upgraded, back the gradebook up and run: nbgrader db upgrade"
    ).format(place=place(url), cause=cause)


def _of_postgresql(error: Exception, cause: str, url: URL, patience: float) -> str:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state in _LOCKED:
        return _in_use(url, patience)
    if state in _NO_ROOM:
        return _no_room(url, cause)
    if state in _FORBIDDEN:
        return _(
            "The gradebook {place} cannot be written ({cause}). "
            "Make the user that db_url names the owner of the database."
        ).format(place=place(url), cause=cause)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return _(
            "The connection to the gradebook {place} was lost ({cause}). "
            "What was written before is there: give the command again."
        ).format(place=place(url), cause=cause)
    if isinstance(error, OperationalError) and state is None:
        return _(
            "The gradebook {place} cannot be reached: {cause}. "
            "Check that the server runs, and c.CourseDirectory.db_url in nbgrader_config.py."
        ).format(place=place(url), cause=cause)
    return _(
        "The gradebook {place} cannot be used: {cause}. "
        "If nbgrader was upgraded, back the gradebook up and run: nbgrader db upgrade"
    ).format(place=place(url), cause=cause)


def _in_use(url: URL, patience: float) -> str:
    return _(
        "The gradebook {place} is in use: another program has kept it for {seconds:.0f} seconds. "
        "Wait for that program or end it, then grade again."
    ).format(place=place(url), seconds=patience)


def _no_room(url: URL, cause: str) -> str:
    return _(
        "The gradebook {place} cannot grow ({cause}). Make room on its disk, then give the command again: "
        "what was written before is there."
    ).format(place=place(url), cause=cause)


def none_yet(url: URL) -> str:
    return _(
        "There is no gradebook {path}: nothing was graded there yet. "
        "Give `autograder grade` first, or name the course's folder with --course-dir."
    ).format(path=place(url))


def no_driver(module: str) -> str:
    return _(
        "A gradebook in PostgreSQL needs {module}, which is not installed. "
        "Install it: {python} -m pip install '{package}'"
    ).format(
        module=module, python=sys.executable, package="psycopg[binary]" if module == "psycopg" else module
    )
