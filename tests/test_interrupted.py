"""Whatever dies on the way: the same command goes on, nothing is lost, nothing done or counted twice."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograder.course import released
from autograder.gradebook.ledger import read_ledger
from autograder.journal import one_at_a_time
from autograder.key import Key
from tests.classroom import submit, with_slips
from tests.course import ASSIGNMENT
from tests.making import notebook
from tests.runs import Runs

KILLS = int(os.environ.get("KILLS") or 2)
"""How many runs of each kind are killed, at random moments."""

CLASS = {
    "ada": with_slips(),
    "bob": with_slips(0),
    "cem": with_slips(1),
    "eve": released(ASSIGNMENT).read_bytes(),
    "kim": with_slips(5),
    "pdf": b"%PDF-1.7",
    "zoe": with_slips(3),
}
MOUNT, UMOUNT = "/bin/mount", "/bin/umount"
MOMENTS = random.Random(20261125)  # noqa: S311  # the same for whoever looks for what went wrong


@pytest.fixture(scope="module")
def runs(keys: Mapping[str, Key], state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with Runs(state, tmp_path_factory.mktemp("runs")) as runs:
        yield runs


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for student, data in CLASS.items():
        submit(tmp_path, student, data)
    return tmp_path


def command(course: Path, *options: str) -> list[str]:
    return ["grade", ASSIGNMENT, "--course-dir", str(course), "--json", *options]


@pytest.fixture(scope="module")
def undisturbed(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, float]:
    """What a run gives that nobody disturbs: all that stays of it, and the seconds it takes."""
    course = tmp_path_factory.mktemp("undisturbed")
    for student, data in CLASS.items():
        submit(course, student, data)
    start = time.monotonic()
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    return (json.loads(out), left(course)), time.monotonic() - start


def assert_as_undisturbed(course: Path, out: str, undisturbed: tuple[Any, float]) -> None:
    """The same JSON, files and rows as if nothing had happened."""
    printed, (files, rows) = undisturbed[0]
    assert json.loads(out) == printed
    assert left(course)[0].keys() == files.keys()
    assert [name for name, content in left(course)[0].items() if content != files[name]] == []
    assert left(course)[1] == rows


def left(course: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """All that a run leaves: its files, and the rows as the report reads them."""
    # How long a submission took is noted, and differs.
    files = {
        str(path.relative_to(course)): re.sub(rb'"seconds": \d+', b"", path.read_bytes())
        for folder in ("autograded", "feedback", ".autograder")
        for path in course.glob(f"{folder}/**/*")
        if path.is_file() and path.name != "lock"
    }
    return files, dict(read_ledger(course).entries[ASSIGNMENT])


def nothing_is_half_written(course: Path) -> None:
    """What must hold after any end: each file whole, and of each submission all rows or none."""
    for path in course.glob("autograded/*/*/*.ipynb"):
        json.loads(path.read_text())
    for path in course.glob("feedback/*/*/*.html"):
        assert path.read_text().rstrip().endswith("</html>")
    if (course / "gradebook.db").exists():
        with sqlite3.connect(course / "gradebook.db") as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            submitted = "SELECT count(*) FROM submitted_assignment"
            exists = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'grade'").fetchone()
            if exists:
                grades = db.execute("SELECT count(*) FROM grade GROUP BY notebook_id").fetchall()
                assert set(grades) <= {(7,)} and len(grades) == db.execute(submitted).fetchone()[0]


# --- Killed -----------------------------------------------------------------------------------------


def test_a_run_that_was_killed_is_continued_by_the_same_command(
    runs: Runs, course: Path, undisturbed: tuple[Any, float]
) -> None:
    seconds = undisturbed[1]
    killed = 0
    while killed < KILLS:
        run = runs.start(*command(course))
        time.sleep(MOMENTS.uniform(0.2, 1.1) * seconds)
        run.kill()
        status, out, _err = run.wait()
        nothing_is_half_written(course)
        if status == 0:  # it was faster: the next begins anew
            assert_as_undisturbed(course, out, undisturbed)
        killed += 1
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    assert_as_undisturbed(course, out, undisturbed)


def test_what_was_finished_is_not_done_again(
    runs: Runs, course: Path, undisturbed: tuple[Any, float]
) -> None:
    finished = interrupted(runs, course)
    pages = {student: _written(course, student) for student in finished}
    status, out, err = runs.start(*command(course)).wait()
    assert status == 0
    assert f"{len(finished)} of {len(CLASS)} were finished" in err
    assert {student: _written(course, student) for student in finished} == pages
    assert_as_undisturbed(course, out, undisturbed)
    # And what came to its end is done anew.
    runs.start(*command(course)).wait()
    assert _written(course, "ada") != pages["ada"]


def test_another_file_since_is_graded(runs: Runs, course: Path) -> None:
    finished = interrupted(runs, course)
    submit(course, "ada", CLASS["bob"])
    status, out, err = runs.start(*command(course)).wait()
    assert status == 0
    assert f"{len(finished) - 1} of {len(CLASS)} were finished" in err
    scores = {each["student"]: each["score"] for each in json.loads(out)["submissions"]}
    assert scores["ada"] == scores["bob"]


def test_where_grading_is_another_since_all_are_graded_anew(runs: Runs, course: Path) -> None:
    interrupted(runs, course)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.AutograderLimits.call_cpu = 3.0\n")
    status, _out, err = runs.start(*command(course)).wait()
    assert (status, err) == (0, "")


def test_a_gradebook_that_was_taken_away_is_made_again(
    runs: Runs, course: Path, undisturbed: tuple[Any, float]
) -> None:
    interrupted(runs, course)
    for path in course.glob("gradebook.db*"):
        path.unlink()
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    assert_as_undisturbed(course, out, undisturbed)


def test_a_zygote_that_dies_costs_nobody_anything(
    runs: Runs, course: Path, undisturbed: tuple[Any, float]
) -> None:
    seconds = undisturbed[1]
    for _kill in range(KILLS):
        run = runs.start(*command(course))
        time.sleep(MOMENTS.uniform(0.5, 1.0) * seconds)
        for zygote in run.children():
            with suppress(ProcessLookupError):
                os.kill(zygote, signal.SIGKILL)
            break
        status, out, err = run.wait()
        nothing_is_half_written(course)
        if status == 0:
            assert_as_undisturbed(course, out, undisturbed)
        else:  # it died before its wall stood, or twice for one submission: said, and the rest is there
            assert status == 2
            assert "again" in err or "autograder doctor" in err
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    assert_as_undisturbed(course, out, undisturbed)


def test_control_c_saves_what_is_finished_and_ends_at_once(
    runs: Runs, course: Path, undisturbed: tuple[Any, float]
) -> None:
    endless = with_slips().replace(b"def output_size", b"while True: pass\\ndef output_size", 1)
    submit(course, "yan", endless)
    run = runs.start(*command(course, "--jobs", "1"))
    _wait_until(lambda: "kim" in _journal(course))
    start = time.monotonic()
    os.kill(run.process, signal.SIGINT)
    status, out, err = run.wait()
    assert time.monotonic() - start < 20  # a cell may run for 30 seconds of processor time, twice
    assert (status, out) == (2, "")
    assert err.strip().splitlines()[-1] == (
        "autograder: stopped; what was graded so far is saved, and the same command goes on from there."
    )
    assert "Traceback" not in err
    assert _journal(course) >= {"ada", "bob", "cem", "kim"}
    shutil.rmtree(course / "submitted" / "yan")
    status, out, _err = runs.start(*command(course)).wait()
    assert status == 0
    assert_as_undisturbed(course, out, undisturbed)


# --- Two at once ------------------------------------------------------------------------------------


def test_a_second_grader_says_that_one_is_at_work(runs: Runs, course: Path) -> None:
    with one_at_a_time(course):
        status, out, err = runs.start(*command(course)).wait()
    assert (status, out) == (2, "")
    assert err == (
        f"autograder: Another grader is at work in {course} (process {os.getpid()}). "
        "Wait until it has ended, then give the command again.\n"
    )
    assert not (course / "gradebook.db").exists()
    assert runs.start(*command(course)).wait()[0] == 0


# --- No room ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_on_a_full_disk_it_says_so_and_goes_on_when_there_is_room(
    runs: Runs, tmp_path: Path, undisturbed: tuple[Any, float]
) -> None:
    mount = [MOUNT, "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    try:
        for student, data in CLASS.items():
            submit(tmp_path, student, data)
        status, out, err = runs.start(*command(tmp_path)).wait()
        assert (status, out) == (2, "")
        assert "Traceback" not in err and err.count("\n") == 1
        nothing_is_half_written(tmp_path)
        subprocess.run([MOUNT, "-o", "remount,size=64m", str(tmp_path)], check=True)
        status, out, _err = runs.start(*command(tmp_path)).wait()
        assert status == 0
        assert_as_undisturbed(tmp_path, out, undisturbed)
    finally:
        subprocess.run([UMOUNT, str(tmp_path)], check=True)


# --- Helpers ----------------------------------------------------------------------------------------


def interrupted(runs: Runs, course: Path) -> set[str]:
    """A run that is killed in its midst; gives those that it had finished."""
    submit(course, "lea", notebook("import time; time.sleep(80)"))
    run = runs.start(*command(course, "--jobs", "1"))
    _wait_until(lambda: "kim" in _journal(course))
    run.kill()
    assert run.wait()[0] == -signal.SIGKILL
    shutil.rmtree(course / "submitted" / "lea")
    finished = _journal(course)
    assert finished == {"ada", "bob", "cem", "eve", "kim"}
    return finished


def _written(course: Path, student: str) -> int:
    """When a student's page was written, in nanoseconds."""
    [page] = (course / "feedback" / student / ASSIGNMENT).glob("*.html")
    return page.stat().st_mtime_ns


def _journal(course: Path) -> set[str]:
    """Those that a run has noted as finished."""
    path = course / ".autograder" / "runs" / f"{ASSIGNMENT}.jsonl"
    text = path.read_text() if path.exists() else ""
    return {json.loads(line)["student"] for line in text.splitlines() if "student" in line and "}" in line}


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
