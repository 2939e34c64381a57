"""Grading again after a case was mended: first it is shown whose mark changes and why, then it is asked."""

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook as NbgradersGradebook

from autograder import batch
from autograder.batch import Batch
from autograder.cli import main
from autograder.course import released, solution
from autograder.exercise import Expected
from autograder.exercises import notebook_name
from autograder.gradebook.ledger import Entry, Mark, read_ledger
from autograder.key import Key, Parcel, Question, packed_key
from autograder.master import CHECK
from autograder.records import Record
from autograder.regrade import regrade, shown
from autograder.regrade.changes import change
from autograder.verdict import ExerciseResult, GroupResult, Status, Verdict
from tests.classroom import MORNING, submit, with_slips
from tests.course import ASSIGNMENT, MASTER
from tests.test_named import SLIPS

# nbgrader adds submissions to the database in an order that SQLAlchemy has been warning of.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

FLIPPED = next(number for number, slip in enumerate(SLIPS) if slip[2] == "flipped-kernel")
RIGHT = "ada"
CLASS = {
    RIGHT: with_slips(),
    "bob": with_slips(FLIPPED),
    "pdf": b"%PDF-1.7",
    "zoe": released(ASSIGNMENT).read_bytes(),
}


@pytest.fixture(autouse=True)
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "STATE", state)


def with_a_slip(question: Question) -> Question:
    """A case of output_size whose answer is one too many, in the group of strides that end at the border."""
    if (question.exercise.name, question.group.name) != ("output_size", "stride"):
        return question
    return replace(question, expected=Expected(question.expected.value + 1))


def that_cannot_be_judged(question: Question) -> Question:
    return replace(question, expected=Expected("?")) if question.exercise.name == "output_size" else question


def with_key(patch: pytest.MonkeyPatch, change: Any) -> None:
    """Has the course's answers be others."""

    def packed(*arguments: Any) -> tuple[Key, Parcel]:
        key, parcel = packed_key(*arguments)
        return replace(key, questions=tuple(map(change, key.questions))), parcel

    patch.setattr(batch, "packed_key", packed)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Path:
    """A class that was graded when a case of the course was wrong; it has been mended since."""
    folder = tmp_path_factory.mktemp("once")
    for student, data in CLASS.items():
        submit(folder, student, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "STATE", state)
        with_key(patch, with_a_slip)
        assert main(["grade", ASSIGNMENT, "--course-dir", str(folder)]) == 0
    return folder


@pytest.fixture
def course(once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The same class, for one test alone."""
    capsys.readouterr()
    return Path(shutil.copytree(once, tmp_path / "course"))


def regraded(course: Path, *options: str) -> int:
    return main(["grade", ASSIGNMENT, "--regrade", "--course-dir", str(course), *options])


def marks(course: Path) -> dict[str, float | None]:
    return {student: entry.score for student, entry in read_ledger(course).entries[ASSIGNMENT].items()}


def everything(course: Path) -> tuple[dict[Path, bytes], list[str]]:
    """All that there is to be changed: files, and what the database says."""
    files = {p: p.read_bytes() for p in course.rglob("*") if p.is_file() and "gradebook" not in p.name}
    with sqlite3.connect(course / "gradebook.db") as db:
        return files, list(db.iterdump())


def as_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def decide(course: Path, student: str, exercise: str, points: float) -> None:
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade(CHECK + exercise, MASTER.name, ASSIGNMENT, student).manual_score = points
        gradebook.db.commit()


# --- First it is shown ------------------------------------------------------------------------------


def test_it_shows_whose_mark_changes_from_what_to_what_and_why(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert marks(course) == {RIGHT: 19.5, "bob": 13.5, "pdf": 0.0, "zoe": 0.0}
    assert regraded(course) == 0
    assert (
        capsys.readouterr().out
        == """\
ada  19.5 → 20 of 20   bob  13.5 → 14 of 20
  output_size  1.5 → 2 of 2
    strides that end exactly at the border: wrong → passed

Marks that go up: 2, that go down: 0, new: 0.
2 are unchanged.
"""
    )


def test_nothing_is_written_without_yes_where_nobody_can_be_asked(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(course)
    assert regraded(course) == 0
    assert "Nothing was written. To write it without being asked, add --yes." in capsys.readouterr().err
    assert regraded(course, "--json") == 0
    assert as_json(capsys)["written"] is False
    assert everything(course) == before


def test_with_yes_it_is_written(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert regraded(course, "--yes") == 0
    assert "Written for 2 students." in capsys.readouterr().err
    assert marks(course) == {RIGHT: 20.0, "bob": 14.0, "pdf": 0.0, "zoe": 0.0}
    page = (course / "feedback" / RIGHT / ASSIGNMENT / "sliding-window.html").read_text()
    assert "Every exercise passed." in page


def test_a_second_time_nothing_changes(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regraded(course, "--yes")
    returned = course / "autograded" / RIGHT / ASSIGNMENT / released(ASSIGNMENT).name
    content = json.loads(returned.read_bytes())
    content["metadata"]["autograder"]["verdict"]["seconds"] += 7
    returned.write_text(json.dumps(content), encoding="utf-8")
    before = everything(course)
    capsys.readouterr()
    assert regraded(course, "--yes") == 0
    captured = capsys.readouterr()
    assert captured.out == "No mark changes.\n4 are unchanged.\n"
    assert captured.err == "There is nothing to write.\n"
    assert everything(course) == before


def test_who_is_not_named_is_left_alone(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert regraded(course, "--yes", "--student", "bob") == 0
    assert "ada" not in capsys.readouterr().out
    assert marks(course) == {RIGHT: 19.5, "bob": 14.0, "pdf": 0.0, "zoe": 0.0}


def test_programs_get_it_as_json(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert regraded(course, "--json", "--yes") == 0
    found = as_json(capsys)
    assert list(found) == [
        "format", "assignment", "written", "changes", "reworded", "unchanged", "broken", "passed_by",
    ]  # fmt: skip
    assert (found["format"], found["assignment"], found["written"]) == (1, ASSIGNMENT, True)
    assert (found["unchanged"], found["reworded"], found["broken"]) == (2, [], [])
    assert [change["student"] for change in found["changes"]] == [RIGHT, "bob"]
    assert found["changes"][0] == {
        "student": RIGHT,
        "before": 19.5,
        "after": 20.0,
        "max_score": 20.0,
        "first": False,
        "resubmitted": False,
        "exercises": [
            {
                "name": "output_size",
                "before": {"status": "wrong", "score": 1.5, "mistake": None},
                "after": {"status": "passed", "score": 2.0, "mistake": None},
                "manual": None,
                "groups": [
                    {
                        "title": "strides that end exactly at the border",
                        "before": "wrong",
                        "after": "passed",
                        "points": [0.5, 0.5],
                    }
                ],
            }
        ],
    }


# --- Then it is asked, at a terminal ----------------------------------------------------------------


_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, course: Path, answer: str) -> tuple[int, str]:
    """The command at a terminal of 80 columns where this is typed; its status, and what is seen."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = bytearray()

    def look() -> None:
        with suppress(OSError):  # the other end is closed
            while data := os.read(ours, 4096):
                seen.extend(data)

    thread = threading.Thread(target=look)
    thread.start()
    os.write(ours, answer.encode())
    with monkeypatch.context() as patch:
        streams = {name: os.fdopen(os.dup(theirs), mode, encoding="utf-8") for name, mode in _STREAMS.items()}
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        patch.setenv("TERM", "xterm")
        patch.delenv("COLUMNS", raising=False)
        status = regraded(course)
    for stream in streams.values():
        stream.close()
    os.close(theirs)
    thread.join()
    os.close(ours)
    return status, seen.decode()


@pytest.mark.parametrize("answer", ["n\n", "\n", "maybe\n", "\x04"])
def test_whoever_does_not_say_yes_has_nothing_written(
    course: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before = everything(course)
    status, seen = at_a_terminal(monkeypatch, course, answer)
    assert status == 0
    assert "Write this for 2 students? [y/N]" in seen
    assert "Nothing was written." in seen
    assert everything(course) == before


def test_whoever_says_yes_has_it_written(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, seen = at_a_terminal(monkeypatch, course, "y\n")
    assert (status, marks(course)[RIGHT]) == (0, 20.0)
    assert "Written for 2 students." in seen


def test_control_c_before_the_answer_writes_nothing(course: Path, state: Path) -> None:
    before = everything(course)
    arguments = ["grade", ASSIGNMENT, "--regrade", "--course-dir", str(course)]
    script = (
        "import sys; from pathlib import Path; from autograder import batch, cli\n"
        f"batch.STATE = Path({str(state)!r})\nsys.exit(cli.main({arguments!r}))\n"
    )
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while b"[y/N]" not in seen:
            seen += os.read(ours, 4096)
        # A signal that comes between the question and the reading of the answer waits for a key.
        while Path(f"/proc/{process.pid}/stat").read_text().split()[2] != "S":
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 2
    with suppress(OSError):
        while data := os.read(ours, 4096):
            seen += data
    os.close(ours)
    assert b"stopped; nothing was written." in seen
    assert everything(course) == before


# --- What else there is to tell ---------------------------------------------------------------------


def test_what_a_person_decided_stays_and_it_is_said_that_they_should_look(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(course, "bob", "output_size", 1.0)
    assert regraded(course, "--yes") == 0
    told = capsys.readouterr().out
    assert (
        "bob  13 → 13 of 20\n  output_size  1.5 → 2 of 2\n    a person gave 1, and that stays: look again\n"
        in told
    )
    assert "Marks that go up: 1, that go down: 0, new: 0." in told
    entry = read_ledger(course).entries[ASSIGNMENT]["bob"]
    assert entry.score == 13.0
    assert entry.marks["output_size"] == Mark(2.0, 1.0, 0.0, to_look_at=True)


def test_another_file_since_then_is_another_reason(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(course, "bob", solution(ASSIGNMENT))
    assert regraded(course) == 0
    told = capsys.readouterr().out
    assert "bob  13.5 → 20 of 20\n  another file was handed in since\n" in told
    assert "mistake named: flipped-kernel → none" in told
    # What changes for others is not mixed with it.
    assert "ada  19.5 → 20 of 20\n  output_size  1.5 → 2 of 2\n" in told
    assert "1 of these students handed in another file since" in told


def test_another_time_tells_of_another_file_where_the_notebook_is_lost(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for student in (RIGHT, "bob"):
        (course / "autograded" / student / ASSIGNMENT / notebook_name(ASSIGNMENT)).unlink()
    submit(course, "bob", solution(ASSIGNMENT), MORNING + timedelta(days=1))
    assert regraded(course) == 0
    told = capsys.readouterr().out
    assert "ada  19.5 → 20 of 20\n  why it had that mark is not known\n  output_size  1.5 → 2 of 2\n" in told
    assert "bob  13.5 → 20 of 20\n  another file was handed in since\n" in told


def test_who_was_never_graded_is_new(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(course, "new", solution(ASSIGNMENT))
    assert regraded(course) == 0
    told = capsys.readouterr().out
    assert "new  – → 20 of 20\n  graded for the first time\n\n" in told
    assert "Marks that go up: 2, that go down: 0, new: 1." in told


def test_what_cannot_be_graded_keeps_what_it_has(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(course)
    with_key(monkeypatch, that_cannot_be_judged)
    assert regraded(course, "--yes", "--student", "ada", "--student", "bob") == 2
    captured = capsys.readouterr()
    assert "2 could not be graded, and keep what they have." in captured.out
    assert "ada, bob: not graded, for a reason that is no student's fault" in captured.err
    assert everything(course) == before


def test_a_page_that_says_something_else_is_written_and_counted(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    regraded(course, "--yes")
    path = course / "autograded" / "bob" / ASSIGNMENT / notebook_name(ASSIGNMENT)
    notebook = json.loads(path.read_text())
    judged = notebook["metadata"]["autograder"]["verdict"]["exercises"][3]
    judged["hint"], judged["mistake"] = "An older hint.", None
    path.write_text(json.dumps(notebook))
    capsys.readouterr()
    assert regraded(course, "--yes") == 0
    told = capsys.readouterr().out
    assert "No mark changes.\n1 keeps the mark, and gets a page that says something else.\n" in told
    assert "An older hint." not in path.read_text()


def test_a_file_that_comes_between_question_and_answer_waits_for_the_next_time(course: Path) -> None:
    again = Batch(course, ASSIGNMENT)
    found = regrade(again, chain.from_iterable(again.judge(jobs=1)))
    submit(course, "bob", solution(ASSIGNMENT))
    assert list(found.write()) == [RIGHT]
    assert "Not for bob: another file came meanwhile." in shown.outcome(found, written=True)
    assert marks(course) == {RIGHT: 20.0, "bob": 13.5, "pdf": 0.0, "zoe": 0.0}


def test_a_decision_between_question_and_answer_stays(course: Path) -> None:
    again = Batch(course, ASSIGNMENT)
    found = regrade(again, chain.from_iterable(again.judge(jobs=1)))
    decide(course, RIGHT, "output_size", 0.5)
    assert list(found.write()) == [RIGHT, "bob"]
    assert marks(course)[RIGHT] == 18.5


@pytest.mark.parametrize(
    ("options", "says"),
    [(["--yes"], "--regrade"), (["--regrade"], "nothing was graded there yet")],
)
def test_a_wrong_call_is_said_in_a_line_before_anything_is_graded(
    tmp_path: Path, options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(tmp_path, RIGHT, solution(ASSIGNMENT))
    before = sorted(tmp_path.rglob("*"))
    assert main(["grade", ASSIGNMENT, "--course-dir", str(tmp_path), *options]) == 2
    told = capsys.readouterr().err
    assert says in told and told.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


# --- One submission ---------------------------------------------------------------------------------


def judged(*groups: tuple[str, float, Status], status: Status = Status.WRONG, mistake: str = "") -> Verdict:
    its = tuple(GroupResult(name, f"cases of {name}", points, how) for name, points, how in groups)
    whole = sum(points for _name, points, _how in groups) or 4.0
    return Verdict(ASSIGNMENT, (ExerciseResult("window", status, whole, "", mistake or None, groups=its),))


def recorded(verdict: Verdict, **more: Any) -> Record:
    return Record("ada", Entry({"window": Mark(verdict.exercises[0].score, **more)}), verdict)


def lines(old: Verdict, new: Verdict, **more: Any) -> list[str]:
    found = change("ada", recorded(old, **more), new, another=False)
    assert found is not None
    [exercise] = found.exercises
    return [f"{group.title}: {shown._ended(group)}" for group in exercise.groups]


def test_a_group_that_is_new_or_gone_or_weighs_more_is_told() -> None:
    old = judged(("one", 1.0, Status.PASSED), ("two", 1.0, Status.WRONG), ("old", 2.0, Status.PASSED))
    new = judged(("one", 2.5, Status.PASSED), ("two", 1.0, Status.WRONG), ("new", 1.0, Status.CRASHED))
    assert lines(old, new) == [
        "cases of one: passed → passed, now worth 2.5 and not 1",
        "cases of old: no longer asked",
        "cases of new: new, crashed",
    ]


def test_where_nothing_was_asked_before_every_group_was_missing() -> None:
    new = judged(("one", 1.0, Status.PASSED), ("two", 1.0, Status.WRONG))
    assert lines(judged(status=Status.MISSING), new) == [
        "cases of one: missing → passed",
        "cases of two: missing → wrong",
    ]


def test_what_was_not_written_before_is_told_in_a_line() -> None:
    new = judged(("one", 1.0, Status.PASSED), ("two", 1.0, Status.PASSED), status=Status.PASSED)
    found = change("ada", recorded(judged(status=Status.MISSING)), new, another=True)
    assert found is not None
    assert list(shown._reasons(found)) == [
        "  another file was handed in since",
        "  window  0 → 2 of 2",
        "    all cases: missing → passed",
    ]


def test_extra_credit_and_penalties_are_in_both_marks() -> None:
    old, new = judged(("one", 2.0, Status.WRONG)), judged(("one", 2.0, Status.PASSED), status=Status.PASSED)
    entry = Entry({"window": Mark(0.0, extra=1.0)}, penalty=0.25)
    found = change("ada", Record("ada", entry, old), new, another=False)
    assert found is not None
    assert (found.before, found.after) == (0.75, 2.75)


def test_where_there_was_no_mark_by_our_fault_there_is_one_now() -> None:
    old = judged(status=Status.BROKEN)
    new = judged(("one", 2.0, Status.PASSED), status=Status.PASSED)
    found = change("ada", recorded(old), new, another=False)
    assert found is not None
    assert (found.before, found.after, found.first) == (None, 2.0, False)


def test_the_same_marks_are_no_change() -> None:
    old = judged(("one", 2.0, Status.PASSED), status=Status.PASSED)
    assert change("ada", recorded(old), old, another=True) is None
