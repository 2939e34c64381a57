"""The commands, as one types them."""

import csv
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder import batch, course
from autograder.cli import main
from autograder.demo import ASSIGNMENT, STUDENTS, make_class
from autograder.exercises import assignments, exercises, notebook_name
from autograder.key import Key

EXPECTED = {
    "ada": 20.0,
    "bao": 20.0,
    "carla": 20.0,
    "deniz": 14.0,
    "farah": 15.0,
    "jonas": 18.0,
    "kofi": 0.0,
    "lena": 0.0,
}


@pytest.fixture(autouse=True)
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are made once for all tests."""
    monkeypatch.setattr(course, "STATE", state)
    monkeypatch.setattr(batch, "STATE", state)


@pytest.fixture(scope="module")
def demo_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "class"
    make_class(folder)
    return folder


@pytest.fixture(scope="module")
def graded(demo_class: Path, state: Path, keys: Mapping[str, Key]) -> Path:
    """The demo's class, graded by the command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "STATE", state)
        assert main(["grade", ASSIGNMENT, "--course-dir", str(demo_class)]) == 0
    return demo_class


def as_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


# check


@pytest.mark.parametrize("assignment", assignments())
def test_a_solution_earns_everything(assignment: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = course.PROJECT / "solutions" / assignment / notebook_name(assignment)
    assert main(["check", str(path), "--assignment", assignment, "--json"]) == 0
    verdict = as_json(capsys)
    assert (verdict["score"], verdict["max_score"]) == (20.0, 20.0)
    assert {exercise["status"] for exercise in verdict["exercises"]} == {"passed"}


@pytest.mark.parametrize("assignment", assignments())
def test_an_untouched_notebook_earns_nothing(assignment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(course.released(assignment)), "--assignment", assignment, "--json"]) == 0
    verdict = as_json(capsys)
    assert (verdict["score"], verdict["max_score"]) == (0.0, 20.0)
    assert {exercise["status"] for exercise in verdict["exercises"]} == {"missing"}


def test_the_json_of_a_verdict_has_the_fields_that_others_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(course.released(ASSIGNMENT)), "--assignment", ASSIGNMENT, "--json"])
    verdict = as_json(capsys)
    assert list(verdict) == ["format", "assignment", "score", "max_score", "problem", "exercises"]
    assert verdict["format"] == 1
    for exercise, known in zip(verdict["exercises"], exercises(ASSIGNMENT), strict=True):
        assert list(exercise) == [
            "name", "status", "score", "max_score", "message", "mistake", "counterexample",
        ]  # fmt: skip
        assert (exercise["name"], exercise["max_score"]) == (known.name, known.points)


def test_a_file_that_is_no_notebook_is_graded_as_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.ipynb").write_bytes(b"%PDF")
    assert main(["check", str(tmp_path / "x.ipynb"), "--assignment", ASSIGNMENT, "--json"]) == 0
    verdict = as_json(capsys)
    assert "PDF" in verdict["problem"]
    assert verdict["score"] == 0


def test_check_prints_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(course.released(ASSIGNMENT)), "--assignment", ASSIGNMENT])
    out = capsys.readouterr().out
    assert "0 / 20" in out
    assert "\x1b" not in out  # no colours: this is no terminal


def test_without_the_wall_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(course.released(ASSIGNMENT)), "--assignment", ASSIGNMENT, "--no-sandbox"])
    assert "without" in capsys.readouterr().out.lower()


def test_code_to_copy_is_not_cut_off_where_the_terminal_is_narrow(
    demo_class: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(demo_class / "submitted" / "deniz" / ASSIGNMENT / notebook_name(ASSIGNMENT))
    monkeypatch.setenv("COLUMNS", "20")
    assert main(["check", path, "--assignment", ASSIGNMENT, "--json"]) == 0
    found = [e["counterexample"]["code"] for e in as_json(capsys)["exercises"] if e["counterexample"]]
    assert main(["check", path, "--assignment", ASSIGNMENT]) == 0
    assert max(map(len, found[0].split("\n"))) > 20
    assert found[0] in capsys.readouterr().out


# grade


def test_a_class_is_graded(demo_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", ASSIGNMENT, "--course-dir", str(demo_class), "--json"]) == 0
    found = as_json(capsys)
    assert list(found) == ["format", "assignment", "submissions"]
    scores = {submission["student"]: submission["score"] for submission in found["submissions"]}
    assert list(scores) == sorted(scores)
    assert len(scores) == len(list(STUDENTS.glob("*.py"))) + 2
    assert {student: scores[student] for student in EXPECTED} == EXPECTED


def test_each_student_has_a_page_a_notebook_and_rows(graded: Path) -> None:
    for student in EXPECTED:
        assert (graded / "feedback" / student / ASSIGNMENT / "sliding-window.html").is_file()
        assert (graded / "autograded" / student / ASSIGNMENT / notebook_name(ASSIGNMENT)).is_file()
    with sqlite3.connect(graded / "gradebook.db") as database:
        rows = database.execute(
            "SELECT s.student_id, sum(g.auto_score) FROM grade g"
            " JOIN submitted_notebook n ON n.id = g.notebook_id"
            " JOIN submitted_assignment s ON s.id = n.assignment_id GROUP BY s.student_id"
        ).fetchall()
    assert {student: score for student, score in rows if student in EXPECTED} == EXPECTED


def test_nbgrader_exports_the_same_marks(graded: Path) -> None:
    """nbgrader itself, as an instructor runs it."""
    command = [sys.executable, "-m", "nbgrader", "export", f"--to={graded / 'grades.csv'}"]
    database = f"--CourseDirectory.db_url=sqlite:///{graded / 'gradebook.db'}"
    subprocess.run([*command, database], cwd=graded, check=True, capture_output=True)
    with (graded / "grades.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = {row["student_id"]: float(row["score"]) for row in rows}
    assert {student: found[student] for student in EXPECTED} == EXPECTED


@pytest.mark.parametrize("assignment", assignments())
def test_grade_gives_the_same_marks_as_check(
    assignment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted = {"solved": course.solution(assignment), "blank": course.released(assignment).read_bytes()}
    for student, data in submitted.items():
        folder = tmp_path / "submitted" / student / assignment
        folder.mkdir(parents=True)
        (folder / notebook_name(assignment)).write_bytes(data)
    assert main(["grade", assignment, "--course-dir", str(tmp_path), "--json"]) == 0
    blank, solved = as_json(capsys)["submissions"]
    assert (blank["score"], solved["score"]) == (0.0, 20.0)
    assert {exercise["status"] for exercise in blank["exercises"]} == {"missing"}


def test_only_the_students_who_are_named(graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(
        ["grade", ASSIGNMENT, "--course-dir", str(graded), "--student", "kofi", "--student", "ada", "--json"]
    )
    assert [submission["student"] for submission in as_json(capsys)["submissions"]] == ["ada", "kofi"]


# Wrong calls


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "autograder --help"),
        (["grade"], "ASSIGNMENT"),
        (["mark"], "mark"),
        (["grade", "02", "--course-dir", "{tmp}"], "02-sliding-window"),
        (["grade", ASSIGNMENT, "--course-dir", "{tmp}"], "no folder"),
        (["grade", ASSIGNMENT, "--jobs", "0"], "0"),
        (["check", "{tmp}/none.ipynb", "--assignment", ASSIGNMENT], "none.ipynb"),
        (["check", "{tmp}", "--assignment", ASSIGNMENT], "is a folder"),
        (["check", "/dev/null", "--assignment", ASSIGNMENT], "no ordinary file"),
        (["check", "{tmp}/none.ipynb"], "--assignment"),
        (["check", "{tmp}/none.ipynb", "--assignment", "no"], "02-sliding-window"),
        (["key", "no"], "02-sliding-window"),
        (["explain", "no_such_exercise"], "autograder explain"),
        (["verify", "--junit", "{tmp}/none/report.xml"], "cannot be written"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert says in captured.err


def test_a_device_that_is_not_there_is_a_clear_refusal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if Path("/dev/nvidiactl").exists():
        pytest.skip("there is a GPU here")
    monkeypatch.setattr(course, "STATE", tmp_path)
    assert main(["key", ASSIGNMENT, "--device", "gpu"]) == 2
    assert "GPU" in capsys.readouterr().err


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "autograder", *arguments], check=False, **options)


def test_a_full_disk_is_one_line_and_status_2(state: Path, keys: Mapping[str, Key]) -> None:
    with Path("/dev/full").open("w") as full:
        done = check_in_a_process(state, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, b"autograder: [Errno 28] No space left on device\n")


def test_a_reader_who_has_seen_enough_is_no_fault(state: Path, keys: Mapping[str, Key]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = check_in_a_process(state, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, b"")


def test_who_closed_the_output_hears_nothing() -> None:
    command = [sys.executable, "-m", "autograder", "explain"]
    done = subprocess.run(["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], check=False)
    assert done.returncode == 0


def test_a_terminal_that_does_not_know_its_size_can_be_read() -> None:
    done = run("explain", capture_output=True, env={**os.environ, "COLUMNS": "0"})
    assert b"conv2d_single" in done.stdout


def test_the_demo_takes_no_submission_away_that_it_has_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_class(tmp_path)
    (tmp_path / "submitted" / "mia" / ASSIGNMENT).mkdir(parents=True)
    assert main(["demo", "--course-dir", str(tmp_path)]) == 2
    assert f"submitted/mia/{ASSIGNMENT}" in capsys.readouterr().err
    assert (tmp_path / "submitted" / "mia").is_dir()


def test_json_is_ascii_whatever_is_in_it(graded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["grade", ASSIGNMENT, "--course-dir", str(graded), "--student", "deniz", "--json"])
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out)["submissions"][0]["student"] == "deniz"


def test_a_verdict_without_the_wall_says_so_in_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(course.released(ASSIGNMENT))
    main(["check", path, "--assignment", ASSIGNMENT, "--json", "--no-sandbox"])
    assert as_json(capsys)["isolated"] is False


# Without the wall, and where it cannot stand


def test_where_the_wall_cannot_stand_nothing_is_graded_and_nothing_written(
    tmp_path: Path,
) -> None:
    """A machine that allows fewer open files than the wall is told to: one layer is enough to refuse."""
    make_class(tmp_path / "class")
    before = sorted(tmp_path.rglob("*"))
    for arguments in (
        ["grade", ASSIGNMENT, "--course-dir", str(tmp_path / "class")],
        ["grade", ASSIGNMENT, "--course-dir", str(tmp_path / "class"), "--json"],
        ["check", str(course.released(ASSIGNMENT)), "--assignment", ASSIGNMENT],
        ["verify"],
    ):
        done = run(*arguments, capture_output=True, preexec_fn=few_files)
        assert (done.returncode, done.stdout) == (2, b"")
        said = done.stderr.decode()
        assert said.count("\n") == 1
        assert "layer “files” failed" in said
    assert sorted(tmp_path.rglob("*")) == before


def few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))


def test_verify_knows_no_way_around_the_wall(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--no-sandbox"]) == 2
    assert "--no-sandbox" in capsys.readouterr().err


def test_all_that_is_written_without_the_wall_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / notebook_name(ASSIGNMENT)).write_bytes(course.solution(ASSIGNMENT))
    says = "Graded without isolation"
    for option, count in (("--no-sandbox", 1), ("--json", 0)):  # and is told anew once there is a wall
        assert main(["grade", ASSIGNMENT, "--course-dir", str(tmp_path), option]) == 0
        assert ("not isolated" in capsys.readouterr().out) == bool(count)
        page = tmp_path / "feedback" / "ada" / ASSIGNMENT / "sliding-window.html"
        assert (says in page.read_text()) == bool(count)
        returned = json.loads(
            (tmp_path / "autograded" / "ada" / ASSIGNMENT / notebook_name(ASSIGNMENT)).read_text()
        )
        assert (says in returned["cells"][0]["source"]) == bool(count)
        with sqlite3.connect(tmp_path / "gradebook.db") as database:
            comments = [text for (text,) in database.execute("SELECT auto_comment FROM comment") if text]
        database.close()
        assert comments
        assert all((says in comment) == bool(count) for comment in comments)


def test_the_version_is_told() -> None:
    assert run("--version", capture_output=True).stdout.startswith(b"autograder ")


# demo


def test_the_demo_empties_no_folder_that_it_did_not_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    assert main(["demo", "--course-dir", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert main(["demo", "--course-dir", str(tmp_path / "thesis.txt")]) == 2
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").exists()


def test_a_check_imports_neither_tensorflow_nor_what_only_a_class_needs(
    state: Path, keys: Mapping[str, Key]
) -> None:
    unwanted = {*"tensorflow keras nbgrader nbformat sqlalchemy jinja2 matplotlib IPython".split()}
    after = f"found = {unwanted} & set(sys.modules)\nassert not found, found\n"
    done = check_in_a_process(state, after, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def check_in_a_process(state: Path, after: str = "", **options: Any) -> subprocess.CompletedProcess[bytes]:
    """`check` of an untouched notebook, with a key at hand, in a process of its own."""
    arguments = ["check", str(course.released(ASSIGNMENT)), "--assignment", ASSIGNMENT]
    script = (
        "import sys; from pathlib import Path\n"
        "from autograder import cli, course\n"
        f"course.STATE = Path({str(state)!r})\n"
        f"status = cli.main({arguments!r})\n{after}sys.exit(status)\n"
    )
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run([sys.executable, "-c", script], check=False, env=environment, **options)
