"""nbgrader's own commands, and the formgrader's buttons, give our marks and our pages."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook as NbgradersGradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import notebook_hash
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder import preprocessors
from autograder.course import PROJECT
from autograder.exercise import Answer, Case, Exercise, Expected, Group
from autograder.feedback.html import page
from autograder.feedback.people import Part, People
from autograder.feedback.reading import headings
from autograder.grade import Grader
from autograder.journal import one_at_a_time
from autograder.key import Key, Question
from autograder.master import CHECK
from autograder.notebook import read
from autograder.returned import verdict_of
from autograder.sandbox import Limits, Sandbox
from autograder.verdict import Verdict
from tests.course import ASSIGNMENT, MASTER, POINTS, QUESTION, answered, as_bytes, released
from tests.making import code_cell, notebook

NAME = f"{MASTER.name}.ipynb"
# nbgrader adds submissions to the database in an order that SQLAlchemy has been warning of.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

WHEN = "2026-03-01 12:00:00.000000 UTC"


def questions() -> Iterator[Question]:
    """An easy exam: every function gives 42, for half of its points with any argument, for all with none."""
    for order, (name, points) in enumerate(POINTS.items()):
        groups = tuple(
            Group(title, f"{title} arguments", points / 2, lambda rng: []) for title in ("some", "no")
        )
        exercise = Exercise(name, ASSIGNMENT, order, f"{name}()", Answer.INTEGER, groups, "Which?", "10.1")
        for number, args in enumerate([(1,), ()]):
            yield Question(exercise, groups[number], number, Case(args), Expected(42))


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    limits = Limits(call_cpu=0.5, call_wall=10.0, cell_cpu=0.5, cell_wall=1.0)
    with Sandbox(limits) as sandbox:
        yield Grader(Key(ASSIGNMENT, "cpu", tuple(questions())), sandbox)


@pytest.fixture(autouse=True)
def easy_exam(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preprocessors, "_grader", lambda _assignment, _limits: grader)
    # nbgrader would start the program alembic, and a kernel: neither is to be found.
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tmp_path


def configuration(course: Path) -> Config:
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(PROJECT)).load_config()
    config.CourseDirectory.root = str(course)
    config.Exchange.root = str(course / "exchange")
    Path(config.Exchange.root).mkdir(exist_ok=True)
    return config


def submit(course: Path, student: str, data: bytes, when: str = WHEN) -> Path:
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(data)
    (folder / "timestamp.txt").write_text(when)
    (folder / "submission_secret.txt").write_text(f"secret of {student}")
    return folder


def autograde(course: Path, student: str = "*") -> str:
    """What the formgrader's button does; gives the log."""
    outcome: dict[str, Any] = NbGraderAPI(config=configuration(course)).autograde(ASSIGNMENT, student)
    assert outcome["success"], outcome
    return str(outcome["log"])


def feedback(course: Path, student: str = "ada") -> str:
    outcome = NbGraderAPI(config=configuration(course)).generate_feedback(ASSIGNMENT, student)
    assert outcome["success"], outcome
    return (course / "feedback" / student / ASSIGNMENT / f"{MASTER.name}.html").read_text()


def theirs(course: Path) -> NbgradersGradebook:
    return NbgradersGradebook(f"sqlite:///{course}/gradebook.db")


def scores(course: Path) -> dict[str, float]:
    with theirs(course) as gradebook:
        submissions = gradebook.assignment_submissions(ASSIGNMENT)
        return {submission.student.id: submission.score for submission in submissions}


def autograded(course: Path, student: str = "ada") -> dict[str, Any]:
    file = course / "autograded" / student / ASSIGNMENT / NAME
    content: dict[str, Any] = nbformat.read(file, 4)
    return content


def partly() -> bytes:
    """Everything right, but one function for half of its points and one that never ends."""
    content = answered(released())
    for cell in content["cells"]:
        match cell["metadata"].get("nbgrader", {}).get("grade_id"):
            case "conv2d_single":
                cell["source"] = "def conv2d_single(n):\n    return 42"
            case "window":
                cell["source"] = "def window(*n):\n    while True: pass"
    return as_bytes(content)


def test_while_another_grader_is_at_work_it_grades_nobody(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    with one_at_a_time(course):
        outcome = NbGraderAPI(config=configuration(course)).autograde(ASSIGNMENT, "*")
    assert not outcome["success"]
    assert f"Another grader is at work in {course} (process {os.getpid()})" in outcome["log"]
    assert not (course / "autograded").exists()
    autograde(course)


def test_nbgrader_autograde_gives_our_marks_in_a_folder_with_nothing_but_submissions(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    submit(course, "bob", partly())
    submit(course, "eve", as_bytes(released()))
    autograde(course)
    assert scores(course) == {"ada": 20.0, "bob": 20.0 - 3.0 - 2.0, "eve": 0.0}


def test_the_marks_and_the_notebook_are_those_of_the_verdict(course: Path, grader: Grader) -> None:
    submit(course, "bob", partly())
    autograde(course)
    judged: Verdict = grader.grade(partly())
    found = verdict_of(autograded(course, "bob"))
    assert found == judged
    with theirs(course) as gradebook:
        for result in judged.exercises:
            grade = gradebook.find_grade(CHECK + result.name, MASTER.name, ASSIGNMENT, "bob")
            comment = gradebook.find_comment(result.name, MASTER.name, ASSIGNMENT, "bob")
            assert (grade.auto_score, grade.needs_manual_grade) == (result.score, False)
            assert comment.auto_comment == f"{result.message} {result.hint}".strip()


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"\xff\xfe", b'{"cells": 3}', b"null", json.dumps({"cells": [None]}).encode()],
    ids=repr,
)
def test_what_is_no_notebook_gets_zero_with_a_reason_and_stops_nobody(course: Path, data: bytes) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    submit(course, "abe", data)
    autograde(course)
    assert scores(course) == {"abe": 0.0, "ada": 20.0}
    assert autograded(course, "abe")["cells"][0]["source"].startswith("# This submission could not be read")


def test_a_link_in_place_of_a_notebook_is_not_followed(course: Path) -> None:
    folder = submit(course, "ada", b"")
    (course / "secret.ipynb").write_bytes(as_bytes(answered(released())))
    (folder / NAME).unlink()
    (folder / NAME).symlink_to(course / "secret.ipynb")
    autograde(course)
    assert scores(course) == {"ada": 0.0}


@pytest.mark.parametrize("name", ["timestamp.txt", "data/notes.txt"])
def test_nbgrader_follows_no_link_that_lies_beside_a_notebook(course: Path, name: str) -> None:
    (course / "secret.txt").write_text("not for ada")
    link = submit(course, "ada", as_bytes(answered(released()))) / name
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(course / "secret.txt")
    submit(course, "bob", as_bytes(answered(released())))
    log = autograde(course)
    assert f"ada is not graded: {name} is a link" in log
    assert scores(course) == {"bob": 20.0}
    assert not (course / "autograded" / "ada").exists()


def test_a_pipe_in_place_of_the_time_keeps_nobody_waiting(course: Path) -> None:
    folder = submit(course, "ada", as_bytes(answered(released())))
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    submit(course, "bob", as_bytes(answered(released())))
    autograde(course)
    assert scores(course) == {"bob": 20.0}


def test_the_only_notebook_counts_whatever_its_name(course: Path) -> None:
    folder = submit(course, "ada", as_bytes(answered(released())))
    (folder / NAME).rename(folder / "sliding-window (1).ipynb")
    autograde(course)
    assert scores(course) == {"ada": 20.0}
    assert autograded(course)["cells"]


def test_other_notebooks_beside_the_right_one_are_left_out(course: Path) -> None:
    folder = submit(course, "ada", as_bytes(answered(released())))
    (folder / "a-draft.ipynb").write_bytes(b"{")
    autograde(course)
    assert scores(course) == {"ada": 20.0}


def test_a_submission_without_a_notebook_gets_zero_with_a_reason(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    (submit(course, "bob", b"") / NAME).unlink()
    autograde(course)
    assert scores(course) == {"ada": 20.0, "bob": 0.0}
    assert "There is no notebook in this submission." in autograded(course, "bob")["cells"][0]["source"]


def test_stripped_metadata_and_forged_points_cost_and_give_nothing(course: Path) -> None:
    content = answered(released())
    for cell in content["cells"]:
        cell["metadata"] = {}
    submit(course, "ada", as_bytes(content))
    forged = released()
    for cell in forged["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"]["points"] = 1e9
            cell["source"] = "1e9"
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "1e9"}, "metadata": {}}
            ]
    submit(course, "eve", as_bytes(forged))
    autograde(course)
    assert scores(course) == {"ada": 20.0, "eve": 0.0}


def test_a_new_submission_is_graded_anew(course: Path) -> None:
    submit(course, "ada", as_bytes(released()))
    autograde(course)
    submit(course, "ada", as_bytes(answered(released())), "2026-03-02 12:00:00.000000 UTC")
    autograde(course)
    assert scores(course) == {"ada": 20.0}
    with theirs(course) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "ada").timestamp.day == 2


def test_the_formgrader_shows_the_class_as_graded(course: Path) -> None:
    for student in ("ada", "bob"):
        submit(course, student, as_bytes(answered(released())))
    autograde(course)
    rows = NbGraderAPI(config=configuration(course)).get_submissions(ASSIGNMENT)
    assert [(row["student"], row["autograded"], row["score"], row["max_score"]) for row in rows] == [
        ("ada", True, 20.0, 22.0),
        ("bob", True, 20.0, 22.0),
    ]


def with_answer(text: str) -> bytes:
    content = answered(released())
    content["cells"][-1]["source"] = text
    return as_bytes(content)


def asked(course: Path) -> bool:
    """Whether the formgrader asks a person to mark ada's work."""
    (row,) = NbGraderAPI(config=configuration(course)).get_submissions(ASSIGNMENT)
    return bool(row["needs_manual_grade"])


def mark_the_answer(course: Path, score: float) -> None:
    with theirs(course) as gradebook:
        row = gradebook.find_grade(QUESTION, MASTER.name, ASSIGNMENT, "ada")
        row.manual_score, row.needs_manual_grade = score, False
        gradebook.find_comment(QUESTION, MASTER.name, ASSIGNMENT, "ada").manual_comment = "Well put."
        gradebook.db.commit()


def test_an_answer_waits_for_a_person_and_its_mark_survives(course: Path) -> None:
    submit(course, "ada", with_answer("It learns the turned kernel."))
    autograde(course)
    assert (asked(course), scores(course)) == (True, {"ada": 20.0})
    mark_the_answer(course, 1.5)
    assert (asked(course), scores(course)) == (False, {"ada": 21.5})
    autograde(course)
    assert (asked(course), scores(course)) == (False, {"ada": 21.5})


@pytest.mark.parametrize("text", ["I know it now.", "YOUR ANSWER HERE"])
def test_a_new_answer_is_to_be_looked_at_anew(course: Path, text: str) -> None:
    submit(course, "ada", with_answer("It learns the turned kernel."))
    autograde(course)
    mark_the_answer(course, 1.5)
    submit(course, "ada", with_answer(text), "2026-03-02 12:00:00.000000 UTC")
    autograde(course)
    assert (asked(course), scores(course)) == (True, {"ada": 21.5})


def test_where_nothing_was_answered_the_formgrader_asks_nobody(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    autograde(course)
    assert (asked(course), scores(course)) == (False, {"ada": 20.0})


def test_an_assignment_of_another_course_is_refused(course: Path) -> None:
    folder = course / "submitted" / "ada" / "99-other"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(notebook("x = 1"))
    outcome = NbGraderAPI(config=configuration(course)).autograde("99-other", "*")
    assert not outcome["success"]
    assert "There is no assignment “99-other”" in outcome["log"]


def test_marks_that_cannot_be_written_are_said_and_leave_nothing_half(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    (course / "gradebook.db").write_bytes(b"no database" * 1000)
    outcome = NbGraderAPI(config=configuration(course)).autograde(ASSIGNMENT, "*")
    assert not outcome["success"]
    assert "file is not a database" in outcome["log"]
    assert not (course / "autograded").exists()


# --- Feedback ---------------------------------------------------------------------------------------


def test_generate_feedback_writes_our_page(course: Path) -> None:
    submit(course, "ada", partly())
    autograde(course)
    judged = verdict_of(autograded(course))
    assert judged
    code = {name: source for name in POINTS if (source := read(partly()).definition(name))}
    unanswered = People((Part("A question to answer in words", 2.0, 0.0, blank=True),))
    expected = page(judged, "ada", code, notebook=NAME, headings=headings(MASTER), people=unanswered)
    assert feedback(course) == expected
    folder = course / "feedback" / "ada" / ASSIGNMENT
    assert (folder / "timestamp.txt").read_text() == WHEN
    assert (folder / "submission_secret.txt").read_text() == "secret of ada"


@pytest.mark.parametrize(
    "what", ["manual_score", "extra_credit", "manual_comment", "late_submission_penalty"]
)
def test_where_a_person_decided_something_the_page_shows_it(course: Path, what: str) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    autograde(course)
    with theirs(course) as gradebook:
        row: Any
        match what:
            case "manual_comment":
                row = gradebook.find_comment("window", MASTER.name, ASSIGNMENT, "ada")
            case "late_submission_penalty":
                row = gradebook.find_submission_notebook(MASTER.name, ASSIGNMENT, "ada")
            case _:
                row = gradebook.find_grade("check_window", MASTER.name, ASSIGNMENT, "ada")
        setattr(row, what, "Well spotted." if what == "manual_comment" else 1.0)
        gradebook.db.commit()
    shown = {
        "manual_score": "Marked by a person: 1 of 2 points. The grader had given 2.",
        "extra_credit": "Points of extra credit by a person: 1.",
        "manual_comment": "Well spotted.",
        "late_submission_penalty": "Points taken off for coming late: 1.",
    }
    html = feedback(course)
    assert shown[what] in html
    assert "Not answered" in html


def test_the_page_shows_the_mark_and_the_comment_for_an_answer(course: Path) -> None:
    submit(course, "ada", with_answer("It learns the turned kernel."))
    autograde(course)
    assert "Waiting for a person" in feedback(course)
    mark_the_answer(course, 1.5)
    html = feedback(course)
    assert "Waiting for a person" not in html
    assert "Well put." in html
    assert '<p class="total"><b>21.5</b> <span>/ 22 points</span></p>' in html


def test_feedback_on_a_notebook_that_was_graded_without_us_is_nbgraders(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    autograde(course)
    file = course / "autograded" / "ada" / ASSIGNMENT / NAME
    content = autograded(course)
    del content["metadata"]["autograder"]
    file.chmod(0o644)
    file.write_bytes(as_bytes(content))
    assert "(Score: 20.0 / 22.0)" in feedback(course)


# --- The commands, typed ----------------------------------------------------------------------------


def run(*command: str, at: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(Path(sys.executable).parent), "HOME": os.environ["HOME"]}
    return subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]],
        cwd=at,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def rows(course: Path) -> list[list[str]]:
    """The class as `nbgrader export` tells it."""
    told = run("nbgrader", "export", f"--db=sqlite:///{course}/gradebook.db", f"--to={course / 'grades.csv'}")
    assert told.returncode == 0, told.stderr
    with (course / "grades.csv").open() as file:
        return sorted([row["student_id"], row["score"], row["max_score"]] for row in csv.DictReader(file))


def test_feedback_is_released_under_the_submissions_secret(course: Path) -> None:
    submit(course, "ada", as_bytes(answered(released())))
    autograde(course)
    ours = feedback(course)
    told = run(
        "nbgrader", "release_feedback", ASSIGNMENT, f"--course-dir={course}", f"--Exchange.root={course}"
    )
    assert told.returncode == 0, told.stderr
    (file,) = (course / "convolution" / "feedback").iterdir()
    assert file.stem == notebook_hash(secret="secret of ada", notebook_id=MASTER.name)  # noqa: S106
    assert file.read_text() == ours


def test_both_commands_give_the_same_marks_words_and_files(course: Path, tmp_path: Path) -> None:
    """The real exam, typed: `nbgrader autograde` and `autograder grade`."""
    other = tmp_path / "other"
    solution = json.loads((PROJECT / "solutions" / ASSIGNMENT / NAME).read_text())
    submit(course, "ada", as_bytes(solution))
    solution["cells"].append(code_cell("def conv2d_channels(*args):\n    return 42"))
    submit(course, "bob", as_bytes(solution))
    submit(course, "eve", b"%PDF-1.7")
    shutil.copytree(course / "submitted", other / "submitted")
    first = run("nbgrader", "autograde", ASSIGNMENT, f"--course-dir={course}")
    assert first.returncode == 0, first.stderr
    grade = "import sys; from autograder.cli import main; sys.exit(main(sys.argv[1:]))"
    second = run("python", "-c", grade, "grade", ASSIGNMENT, "--course-dir", str(other))
    assert second.returncode == 0, second.stderr
    assert scores(course) == scores(other)
    assert rows(course) == [["ada", "20.0", "22.0"], ["bob", "15.0", "22.0"], ["eve", "0.0", "22.0"]]
    with theirs(course) as a, theirs(other) as b:
        for student in ("ada", "bob", "eve"):
            for name in POINTS:
                where = (name, MASTER.name, ASSIGNMENT, student)
                assert a.find_comment(*where).auto_comment == b.find_comment(*where).auto_comment
    third = run("nbgrader", "generate_feedback", ASSIGNMENT, f"--course-dir={course}")
    assert third.returncode == 0, third.stderr
    for student in ("ada", "bob", "eve"):
        assert autograded(course, student) == autograded(other, student)
        pages = [
            (folder / "feedback" / student / ASSIGNMENT / f"{MASTER.name}.html").read_text()
            for folder in (course, other)
        ]
        assert pages[0] == pages[1]
