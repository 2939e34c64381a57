"""Nothing is lost: batches, databases in trouble, and a whole course in PostgreSQL."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Base
from nbgrader.api import Gradebook as NbgradersGradebook
from sqlalchemy import URL, create_engine, make_url, text

from autograder.cli import main
from autograder.course import PROJECT, solution
from autograder.doctor import nbgrader
from autograder.errors import CourseError, UsageError
from autograder.exercises import notebook_name
from autograder.feedback.people import Part
from autograder.gradebook import Gradebook, database
from autograder.gradebook.ledger import read_ledger
from autograder.gradebook.tables import TABLES
from autograder.settings import gradebook_of
from autograder.verdict import Status
from tests import places, postgresql
from tests.course import ASSIGNMENT, MASTER, QUESTION, verdict
from tests.postgresql import alone
from tests.test_gradebook import MORNING, on_both

# nbgrader adds submissions to the database in an order that SQLAlchemy has been warning of.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


@pytest.fixture
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path}/gradebook.db"
    found: str = request.getfixturevalue("on_postgresql")
    return found


@pytest.fixture
def gradebook(tmp_path: Path, db_url: str) -> Iterator[Gradebook]:
    with Gradebook(tmp_path, db_url) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        yield gradebook


def there(db_url: str) -> list[str]:
    """Who has a mark for each exercise, as someone else sees it."""
    try:
        entries = read_ledger(Path(), db_url).entries.get(ASSIGNMENT, {})
    except UsageError:
        return []
    assert all(len(entry.marks) == len(verdict().exercises) for entry in entries.values())
    return sorted(entries)


# --- Batches ----------------------------------------------------------------------------------------


@on_both
def test_a_batch_is_there_when_it_ends_and_not_before(gradebook: Gradebook, db_url: str) -> None:
    with gradebook.together():
        for student in ("ada", "bob"):
            gradebook.record(student, ASSIGNMENT, verdict(), answered={QUESTION})
            assert [type(part) for part in gradebook.people(student, ASSIGNMENT).parts] == [Part]
        assert there(db_url) == []
    assert there(db_url) == ["ada", "bob"]


@on_both
def test_of_a_batch_that_ends_in_an_exception_nothing_is_there(gradebook: Gradebook, db_url: str) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict())
    with pytest.raises(KeyboardInterrupt), gradebook.together():  # noqa: PT012  # what a batch is
        gradebook.record("bob", ASSIGNMENT, verdict())
        raise KeyboardInterrupt
    assert there(db_url) == ["ada"]
    gradebook.record("cem", ASSIGNMENT, verdict())
    assert there(db_url) == ["ada", "cem"]


def test_what_cannot_be_recorded_leaves_itself_out_of_a_batch(gradebook: Gradebook, db_url: str) -> None:
    unknown = replace(verdict().exercises[0], name="conv9d")
    with gradebook.together():
        gradebook.record("ada", ASSIGNMENT, verdict())
        with pytest.raises(CourseError, match="conv9d"):
            gradebook.record("bob", ASSIGNMENT, replace(verdict(), exercises=(unknown,)))
    assert sorted(read_ledger(Path(), db_url).entries[ASSIGNMENT]) == ["ada"]


BATCHES = """
import sys
from pathlib import Path
from autograder.gradebook import Gradebook
from tests.course import ASSIGNMENT, MASTER, verdict
with Gradebook(Path(), sys.argv[1]) as gradebook:
    gradebook.prepare(ASSIGNMENT, MASTER)
    for batch in range(2):
        with gradebook.together():
            for student in range(10):
                gradebook.record(f"{batch}-{student}", ASSIGNMENT, verdict())
            if batch:
                print("in the middle", flush=True)
                sys.stdin.read()
"""


@on_both
def test_who_is_killed_in_the_middle_of_a_batch_leaves_the_batches_before(
    gradebook: Gradebook, db_url: str
) -> None:
    command = [sys.executable, "-c", BATCHES, db_url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "in the middle\n"
        writer.kill()
    assert there(db_url) == [f"0-{student}" for student in range(10)]
    gradebook.record("1-0", ASSIGNMENT, verdict())  # and nobody waits for the dead


# --- Speed ------------------------------------------------------------------------------------------


def test_the_tables_are_nbgraders() -> None:
    for name, table in TABLES.items():
        theirs = Base.metadata.tables[name]
        for column in table.c:
            assert isinstance(theirs.c[column.name].type, type(column.type)), (name, column.name)
            assert getattr(column.type, "name", "") == getattr(theirs.c[column.name].type, "name", "")


def test_no_query_of_a_submission_reads_through_a_table_that_grows(gradebook: Gradebook, db_url: str) -> None:
    """An index of nbgrader's finds each row: else ten thousand students would cost their square."""
    gradebook.record("ada", ASSIGNMENT, verdict())
    statements: list[tuple[str, Any]] = []
    connection = gradebook._database._connection.connection.dbapi_connection
    assert connection
    connection.set_trace_callback(statements.append)
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG)), MORNING)
    gradebook.record("bob", ASSIGNMENT, verdict())
    gradebook.people("bob", ASSIGNMENT)
    connection.set_trace_callback(None)
    asked = [str(each) for each in statements if str(each).split()[0] in ("SELECT", "UPDATE")]
    assert len(asked) > 8
    with sqlite3.connect(make_url(db_url).database or "") as db:
        for statement in asked:
            for *_where, step in db.execute(f"EXPLAIN QUERY PLAN {statement}"):
                assert "SCAN" not in step, statement
    db.close()


# --- SQLite in trouble --------------------------------------------------------------------------------


def submit(course: Path, *students: str) -> None:
    for student in students:
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / notebook_name(ASSIGNMENT)).write_bytes(solution(ASSIGNMENT))


def test_while_another_program_has_the_gradebook_grading_ends_with_a_sentence_and_goes_on_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    submit(tmp_path, "ada", "bob")
    grade = ["grade", ASSIGNMENT, "--course-dir", str(tmp_path)]
    assert main([*grade, "--student", "ada"]) == 0
    db_url = f"sqlite:///{tmp_path}/gradebook.db"
    with sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        capsys.readouterr()
        assert main(grade) == 2
        said = capsys.readouterr().err.splitlines()[-1]
        assert said.startswith("autograder: The gradebook ")
        assert "is in use: another program" in said
        assert there(db_url) == ["ada"]
        other.rollback()
    other.close()
    assert main(grade) == 0
    assert there(db_url) == ["ada", "bob"]


@pytest.fixture
def _places() -> None:
    if not places.can_be_made():
        if os.environ.get("CI") == "true":
            pytest.fail(places.NO_BWRAP, pytrace=False)
        pytest.skip(places.NO_BWRAP)


def test_where_a_file_may_not_grow_what_was_written_stays_and_grading_goes_on_when_it_may(
    tmp_path: Path, gradebook: Gradebook, db_url: str
) -> None:
    """As on a full disk, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    written = 0

    def write_on() -> None:
        nonlocal written
        for _batch in range(100):
            with gradebook.together():
                for student in range(written, written + 20):
                    gradebook.record(str(student), ASSIGNMENT, verdict())
            written += 20

    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, hard))
    try:
        with pytest.raises(CourseError, match=r"gradebook\.db cannot grow \(.*Make room on its disk"):
            write_on()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(there(db_url)) == written >= 20
    with gradebook.together():
        gradebook.record("ada", ASSIGNMENT, verdict())
    assert len(there(db_url)) == written + 1


@pytest.mark.usefixtures("_places")
def test_in_a_folder_for_reading_alone_it_says_so() -> None:
    script = (
        "from pathlib import Path; from autograder.gradebook import Gradebook; "
        "from autograder.errors import CourseError\n"
        "try: Gradebook(Path('/usr'))\nexcept CourseError as error: print(error)"
    )
    done = places.run([sys.executable, "-c", script])
    assert done.stdout == (
        "The gradebook /usr/gradebook.db cannot be written. "
        "Check that its folder exists and that you may write to both.\n"
    )


# --- The address --------------------------------------------------------------------------------------


def test_where_nothing_is_set_it_is_the_file_in_the_course_folder(tmp_path: Path) -> None:
    assert gradebook_of(tmp_path) == URL.create("sqlite", database=f"{tmp_path}/gradebook.db")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("sqlite:////srv/marks.db", "sqlite:////srv/marks.db"),
        ("sqlite:///marks.db", "sqlite:///{course}/marks.db"),
        ("postgresql+psycopg://me:secret@db/x", "postgresql+psycopg://me:secret@db/x"),
    ],
)
def test_what_is_set_for_nbgrader_holds(tmp_path: Path, written: str, found: str) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {written!r}\n"
    )
    assert gradebook_of(tmp_path) == make_url(found.format(course=tmp_path))


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://me:sec@ret@db/x",
        "postgresql://me:sec@r/et@db/x",
        "postgresql://me:secret@db:port/x",
        "postgresql://me:secret@db",
        "mysql://me:secret@db/x",
        "secret",
        "",
        ["secret"],
    ],
)
def test_an_address_that_cannot_be_is_refused_and_not_repeated(tmp_path: Path, written: object) -> None:
    file = tmp_path / "nbgrader_config.py"
    file.write_text(f"c = get_config()\nc.CourseDirectory.db_url = {written!r}\n")
    with pytest.raises(CourseError, match="db_url") as caught:
        gradebook_of(tmp_path)
    assert str(file) in str(caught.value)
    assert not any(part in str(caught.value) for part in ("sec", "ret"))


def test_no_message_shows_a_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:hush@127.0.0.1:1/x?password=hush&connect_timeout=1"
    with pytest.raises(CourseError, match=r"postgresql://me@127\.0\.0\.1:1/x cannot be reached") as caught:
        Gradebook(tmp_path, url)
    assert "hush" not in str(caught.value)


def test_without_psycopg_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CourseError, match=r"needs psycopg.*pip install 'psycopg\[binary\]'"):
        Gradebook(tmp_path, "postgresql+psycopg://me@127.0.0.1:1/x")


# --- PostgreSQL ---------------------------------------------------------------------------------------


@alone
def test_a_whole_course_in_postgresql(
    tmp_path: Path, on_postgresql: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {on_postgresql!r}\n"
        'c.LateSubmissionPlugin.penalty_method = "zero"\n'
    )
    submit(tmp_path, "ada", "李雷")
    grade = ["grade", ASSIGNMENT, "--course-dir", str(tmp_path)]
    assert main(grade) == 0
    assert not list(tmp_path.glob("*.db"))
    with NbgradersGradebook(on_postgresql) as theirs:  # the formgrader's table, and a mark given there
        rows = theirs.submission_dicts(ASSIGNMENT)
        assert {row["student"]: row["score"] for row in rows} == {"ada": 20.0, "李雷": 20.0}
        theirs.find_grade("check_window", MASTER.name, ASSIGNMENT, "ada").manual_score = 0.5
        theirs.find_assignment(ASSIGNMENT).duedate = MORNING.replace(tzinfo=None)
        theirs.db.commit()
        theirs.grant_extension(ASSIGNMENT, "ada", days=10_000)
    for folder in (tmp_path / "submitted").iterdir():
        (folder / ASSIGNMENT / "timestamp.txt").write_text("2026-04-01 09:00:00 UTC")
    capsys.readouterr()
    assert main([*grade, "--regrade", "--yes"]) == 0
    assert main(grade) == 0
    entries = read_ledger(tmp_path, on_postgresql).entries[ASSIGNMENT]
    assert (entries["ada"].score, entries["ada"].late) == (18.5, timedelta(0))
    assert (entries["李雷"].score, entries["李雷"].penalty) == (0.0, 20.0)
    assert main(["report", ASSIGNMENT, "--course-dir", str(tmp_path)]) == 0
    assert "李雷" in (tmp_path / "reports" / f"{ASSIGNMENT}.html").read_text()
    (finding, *_others) = nbgrader.examine(tmp_path)
    assert finding.ok
    assert finding.found.startswith("postgresql://grader@/gradebook: 2 students, schema ")


@alone
def test_whatever_a_student_can_say_fits_into_postgresql(tmp_path: Path, on_postgresql: str) -> None:
    said = "NUL \x00, half a pair \ud83d, \x1b[2J, 😀, " + "long " * 500
    with Gradebook(tmp_path, on_postgresql) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        gradebook.record("ada", ASSIGNMENT, verdict(otherwise=Status.CRASHED, message=said, problem=said))
    with NbgradersGradebook(on_postgresql) as theirs:
        found = theirs.find_comment("window", MASTER.name, ASSIGNMENT, "ada").comment
    assert found.startswith("NUL < U+0000>, half a pair < U+D83D>, ")
    assert "😀" in found


@alone
def test_a_second_grader_waits_and_then_says_that_another_is_at_work(
    tmp_path: Path, on_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with Gradebook(tmp_path, on_postgresql) as first, Gradebook(tmp_path, on_postgresql) as second:
        for each in (first, second):
            each.prepare(ASSIGNMENT, MASTER)
        with first.together():
            first.record("ada", ASSIGNMENT, verdict())
            with pytest.raises(CourseError, match="is in use: another program"):
                second.record("bob", ASSIGNMENT, verdict())
            assert there(on_postgresql) == []  # who reads does not wait
        second.record("bob", ASSIGNMENT, verdict())
    assert there(on_postgresql) == ["ada", "bob"]


@alone
def test_a_lost_connection_loses_the_batch_and_nothing_else(tmp_path: Path, on_postgresql: str) -> None:
    engine = create_engine(on_postgresql)
    end_all = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    with Gradebook(tmp_path, on_postgresql) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        gradebook.record("ada", ASSIGNMENT, verdict())
        with pytest.raises(CourseError, match="was lost"), gradebook.together():  # noqa: PT012  # as above
            gradebook.record("bob", ASSIGNMENT, verdict())
            with engine.connect() as connection:
                connection.execute(end_all)
            with pytest.raises(CourseError, match=r"The connection to the gradebook .* was lost"):
                gradebook.record("cem", ASSIGNMENT, verdict())
        assert there(on_postgresql) == ["ada"]
        gradebook.record("dee", ASSIGNMENT, verdict())  # by another connection
    engine.dispose()
    assert there(on_postgresql) == ["ada", "dee"]


@alone
def test_a_database_that_knows_few_letters_is_refused(tmp_path: Path, server: URL) -> None:
    url = postgresql.database(server, "latin", "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(CourseError, match="createdb --encoding UTF8"):
        Gradebook(tmp_path, url)


@alone
def test_an_empty_database_is_no_gradebook_yet(tmp_path: Path, server: URL) -> None:
    url = postgresql.database(server, "empty")
    with pytest.raises(UsageError, match="There is no gradebook postgresql://grader@/empty"):
        read_ledger(tmp_path, url)
