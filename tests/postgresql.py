"""A PostgreSQL server of the tests' own: in a temporary folder, behind a socket there, gone when they end.

Session-wide and started at first use, which takes three seconds. PostgreSQL refuses to run as root, so root
starts it as `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from autograder.gradebook.database import Database

alone = pytest.mark.xdist_group("postgresql")
"""For tests that use the server: they run in one process, so that one is started."""

PLACES = (*os.get_exec_path(), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))
PROGRAMS = {name: shutil.which(name, path=os.pathsep.join(PLACES)) for name in ("initdb", "pg_ctl")}
NONE_HERE = "there is no PostgreSQL here; on Debian and Ubuntu: apt install postgresql"

_QUICK = {
    "listen_addresses": "",  # nothing but the socket
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "20",
    "shared_buffers": "16MB",
}


def installed() -> bool:
    return None not in PROGRAMS.values()


@contextmanager
def server() -> Iterator[URL]:
    """A running server, as the address of an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as place:  # a socket's path must be short
        folder = Path(place)
        nobody = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            nobody = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

        def call(program: str, *arguments: str) -> None:
            command = [str(PROGRAMS[program]), "--pgdata", str(folder / "data"), *arguments]
            # To a file: pg_ctl's server would hold a pipe open.
            with (folder / f"{program}.txt").open("w") as said:
                done = subprocess.run(command, stdout=said, stderr=said, cwd=folder, check=False, **nobody)  # type: ignore[call-overload]
            assert done.returncode == 0, (folder / f"{program}.txt").read_text()

        call("initdb", "--username=grader", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        settings = " ".join(f"-c {name}='{value}'" for name, value in _QUICK.items())
        call("pg_ctl", "start", "-w", "-s", "-o", f"-k {folder} {settings}", "-l", str(folder / "log.txt"))
        try:
            yield URL.create(
                "postgresql+psycopg", username="grader", database="postgres", query={"host": str(folder)}
            )
        finally:
            call("pg_ctl", "stop", "-w", "-s", "-m", "immediate")


def database(server: URL, name: str, options: str = "") -> URL:
    """A new and empty database; its address."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" {options}'))
    engine.dispose()
    return server.set(database=name)


def emptied(gradebook: URL) -> URL:
    """A gradebook that has nobody in it: a hundred times as quick as a new one."""
    database = Database(gradebook)
    with database.transaction():
        database._connection.execute(text("TRUNCATE course, student CASCADE"))
    database.close()
    return gradebook
