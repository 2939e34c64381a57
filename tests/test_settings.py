"""What an instructor sets in `nbgrader_config.py` holds for every command; what cannot be is refused."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder import batch, course
from autograder.batch import Batch
from autograder.cli import main
from autograder.course import PROJECT
from autograder.errors import CourseError
from autograder.key import Key
from autograder.limits import DEFAULTS, GIB, KIB, MIB, Limits, settable
from autograder.settings import FILE, limits_of, read_settings
from tests.course import ASSIGNMENT, MASTER
from tests.making import notebook

PAGE = PROJECT / "docs" / "limits.md"


def write(folder: Path, *lines: str) -> Path:
    file = folder / FILE
    file.write_text("c = get_config()\n" + "\n".join(lines) + "\n")
    return file


def refusal(folder: Path, *lines: str) -> str:
    """What is said of these lines: one that names the file."""
    file = write(folder, *lines)
    with pytest.raises(CourseError) as caught:
        limits_of(folder)
    message = str(caught.value)
    assert str(file) in message
    assert "\n" not in message
    return message


# --- What is read -----------------------------------------------------------------------------------


def test_where_nothing_is_set_limits_are_the_defaults(tmp_path: Path) -> None:
    assert limits_of(tmp_path) == DEFAULTS  # this project's own file
    write(tmp_path, "c.CourseDirectory.course_id = 'other'")
    assert limits_of(tmp_path) == DEFAULTS
    assert limits_of(tmp_path / "not-there") == DEFAULTS


def test_what_is_set_holds_and_the_rest_stays(tmp_path: Path) -> None:
    write(tmp_path, "c.AutograderLimits.call_cpu = 5", "c.AutograderLimits.memory = 2e9")
    limits = limits_of(tmp_path)
    assert (limits.call_cpu, limits.memory, limits.notebook_cells) == (5.0, 2_000_000_000, 2_000)
    assert type(limits.memory) is int


def test_the_kernels_bound_follows_the_time_of_a_submission(tmp_path: Path) -> None:
    """It would end a process before the clock does, as if the student had ended it."""
    write(tmp_path, "c.AutograderLimits.submission_wall = 3600")
    assert limits_of(tmp_path).submission_cpu > 3600
    assert DEFAULTS.submission_cpu > DEFAULTS.submission_wall


def test_a_part_that_is_included_counts(tmp_path: Path) -> None:
    (tmp_path / "part.py").write_text("c.AutograderLimits.call_cpu = 3.0\n")
    write(tmp_path, "load_subconfig('part.py')", "load_subconfig('not-there.py')")
    assert limits_of(tmp_path).call_cpu == 3.0


def test_what_a_file_prints_is_no_result_of_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "print('hello')")
    limits_of(tmp_path)
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize("folder", ["submitted/ada/02-sliding-window", "autograded/ada", "feedback/ada"])
def test_a_file_among_submissions_is_not_run(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    message = refusal(tmp_path / folder, f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert "a student may have written it" in message
    assert not (tmp_path / "ran").exists()


def test_neither_nbgrader_nor_ipython_is_imported_for_it() -> None:
    script = (
        "import sys; from autograder.settings import limits_of; limits_of();"
        "sys.exit(bool({'nbgrader', 'IPython', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_other_sections_are_there_for_who_needs_them(tmp_path: Path) -> None:
    file = write(tmp_path, "c.Exchange.root = '/srv/exchange'")
    settings = read_settings(tmp_path)
    assert (settings.file, settings.sections["Exchange"]["root"]) == (file, "/srv/exchange")


def test_the_file_is_run_once_for_all_that_grading_needs(tmp_path: Path) -> None:
    (tmp_path / "submitted" / "ada" / ASSIGNMENT).mkdir(parents=True)
    write(tmp_path, f"with open({str(tmp_path / 'runs')!r}, 'a') as file: file.write('x')")
    Batch(tmp_path, ASSIGNMENT)
    assert (tmp_path / "runs").read_text() == "x"


# --- What cannot be ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", ["0", "-1", "float('nan')", "float('inf')", "'2'", "None", "True", "[2]", "4e9"]
)
def test_a_time_that_cannot_be_is_refused(tmp_path: Path, value: str) -> None:
    message = refusal(tmp_path, f"c.AutograderLimits.call_cpu = {value}")
    assert f"c.AutograderLimits.call_cpu is {eval(value)!r}, and must be" in message  # noqa: S307
    assert "a number of seconds from 0.1 to 3600" in message


@pytest.mark.parametrize(
    "value", ["1024", "0.5", "-(2**30)", "2**60", "2**30 + 0.5", "float('nan')", "'1 GiB'"]
)
def test_a_memory_that_cannot_be_is_refused(tmp_path: Path, value: str) -> None:
    message = refusal(tmp_path, f"c.AutograderLimits.memory = {value}")
    assert "a whole number of bytes from 268435456 to 1099511627776" in message


@pytest.mark.parametrize("name", [limit.name for limit in settable()])
def test_each_limit_may_be_its_least_and_its_most_and_nothing_beyond(tmp_path: Path, name: str) -> None:
    (limit,) = (each for each in settable() if each.name == name)
    for value, may in (
        (limit.metadata["least"], True),
        (limit.metadata["most"], True),
        (limit.metadata["least"] * 0.99, False),
        (limit.metadata["most"] + 1, False),
    ):
        # What it must not be longer or shorter than gets out of its way.
        others = {
            "call_cpu": 0.1,
            "cell_cpu": 0.1,
            "call_wall": 0.1,
            "cell_wall": 0.1,
            "submission_wall": 86400,
        }
        if name.endswith("cpu"):
            others[name.replace("cpu", "wall")] = 3600
        lines = [f"c.AutograderLimits.{key} = {other}" for key, other in others.items()]
        lines.append(f"c.AutograderLimits.{name} = {value}")
        if may:
            write(tmp_path, *lines)
            assert getattr(limits_of(tmp_path), name) == value
        else:
            assert f"c.AutograderLimits.{name} is {value}" in refusal(tmp_path, *lines)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("call_cpu = 11", "call_wall is 10.0, and must be at least call_cpu, which is 11 seconds"),
        ("cell_wall = 5", "cell_wall is 5, and must be at least cell_cpu, which is 30 seconds"),
        (
            "submission_wall = 9",
            "submission_wall is 9, and must be at least cell_wall, which is 90 seconds",
        ),
        ("call_wal = 3", "there is no limit call_wal. Did you mean call_wall?"),
        ("submission_cpu = 3", "there is no limit submission_cpu. Did you mean submission_wall?"),
        ("frobnicate = 3", "there is no limit frobnicate. There are call_cpu, call_wall, "),
    ],
)
def test_what_does_not_fit_together_and_unknown_names_are_refused(
    tmp_path: Path, line: str, says: str
) -> None:
    assert says in refusal(tmp_path, f"c.AutograderLimits.{line}")


@pytest.mark.parametrize(
    "section", ["AutograderLimit", "AutograderLimts", "AutoGraderLimits", "AutogradeLimits"]
)
def test_a_section_that_is_misspelt_is_not_passed_over(tmp_path: Path, section: str) -> None:
    says = refusal(tmp_path, f"c.{section}.call_cpu = 3")
    assert f"there is no c.{section}; write c.AutograderLimits." in says


@pytest.mark.parametrize("section", ["Autograder", "AutograderGradebook"])
def test_a_section_that_only_begins_like_ours_is_told_which_there_are(tmp_path: Path, section: str) -> None:
    says = refusal(tmp_path, f"c.{section}.call_cpu = 3")
    assert f"there is no c.{section}. There are c.AutograderLimits, c.AutograderLanguage." in says


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("c.AutograderLimits.call_cpu =", "SyntaxError: invalid syntax (line 3)"),
        ("c.x = undefined", "NameError: name 'undefined' is not defined (line 3)"),
        ("raise SystemExit(3)", "SystemExit: 3 (line 3)"),
        ("c.AutograderLimits = 3", "(line 3)"),
        ("import json; json.loads('{')", "JSONDecodeError: Expecting property name"),
        ("'\0'", "cannot be run"),
    ],
)
def test_a_file_that_cannot_be_run_is_one_sentence_with_its_line(
    tmp_path: Path, line: str, says: str
) -> None:
    assert says in refusal(tmp_path, "", line)


# --- What it does -----------------------------------------------------------------------------------

WAITS = "import time\ndef output_size(n, k, stride=1):\n    time.sleep(60)"
SLOW = ["c.AutograderLimits.call_cpu = 0.5", "c.AutograderLimits.call_wall = 1.0"]


@pytest.fixture
def class_of_one(
    tmp_path: Path, keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A course folder with a limit of its own and a student who waits for a minute."""
    monkeypatch.setattr(course, "STATE", state)
    monkeypatch.setattr(batch, "STATE", state)
    write(tmp_path, *SLOW)
    folder = tmp_path / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{MASTER.name}.ipynb").write_bytes(notebook(WAITS))
    return tmp_path


def test_grade_uses_the_limits_of_the_course_folder(
    class_of_one: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", ASSIGNMENT, "--course-dir", str(class_of_one), "--json"]) == 0
    exercise = json.loads(capsys.readouterr().out)["submissions"][0]["exercises"][0]
    assert exercise["status"] == "overtime"
    assert "no answer within 1 second" in exercise["message"]


def test_check_uses_the_limits_of_the_course_folder_that_is_named(
    class_of_one: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = class_of_one.glob("submitted/*/*/*.ipynb")
    arguments = ["check", str(path), "--assignment", ASSIGNMENT, "--json", "--course-dir", str(class_of_one)]
    assert main(arguments) == 0
    assert "no answer within 1 second" in json.loads(capsys.readouterr().out)["exercises"][0]["message"]


def test_check_runs_no_file_that_lies_beside_a_notebook(
    class_of_one: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unpacked into any folder, with what a student packed in, and checked there."""
    downloads = class_of_one / "downloads"
    downloads.mkdir()
    write(downloads, f"open({str(class_of_one / 'ran')!r}, 'w')")
    (downloads / "x.ipynb").write_bytes(notebook("x = 1"))
    monkeypatch.chdir(downloads)
    assert main(["check", "x.ipynb", "--assignment", ASSIGNMENT]) == 0
    assert not (class_of_one / "ran").exists()


def test_a_larger_notebook_may_be_allowed_in_every_command(
    class_of_one: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = class_of_one.glob("submitted/*/*/*.ipynb")
    path.write_bytes(notebook(*["# a note"] * (DEFAULTS.notebook_cells + 1), "A" * DEFAULTS.notebook_code))
    assert main(["grade", ASSIGNMENT, "--course-dir", str(class_of_one), "--json"]) == 0
    assert "up to 2000 can be graded" in json.loads(capsys.readouterr().out)["submissions"][0]["problem"]
    write(
        class_of_one,
        "c.AutograderLimits.notebook_cells = 5_000",
        "c.AutograderLimits.notebook_code = 5_000_000",
    )
    assert main(["grade", ASSIGNMENT, "--course-dir", str(class_of_one), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["submissions"][0]["problem"] is None


def test_a_file_that_is_too_large_is_told_how_large_it_is_by_grade_and_check(
    class_of_one: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(class_of_one, "c.AutograderLimits.notebook_bytes = 2**20")
    (path,) = class_of_one.glob("submitted/*/*/*.ipynb")
    path.write_bytes(b" " * (5 * MIB))
    at = ["--course-dir", str(class_of_one), "--json"]
    assert main(["grade", ASSIGNMENT, *at]) == 0
    told = json.loads(capsys.readouterr().out)["submissions"][0]["problem"]
    assert told.startswith("The file has 5 MiB; a notebook may have up to 1 MiB.")
    assert main(["check", str(path), "--assignment", ASSIGNMENT, *at]) == 0
    assert json.loads(capsys.readouterr().out)["problem"] == told


def test_what_cannot_be_stops_grading_before_it_begins(
    class_of_one: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(class_of_one, "c.AutograderLimits.call_cpu = 0")
    assert main(["grade", ASSIGNMENT, "--course-dir", str(class_of_one)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "c.AutograderLimits.call_cpu is 0" in told
    assert not (class_of_one / "gradebook.db").exists()


@pytest.mark.parametrize("at", ["project", "course"])
def test_nbgraders_own_command_uses_the_same(class_of_one: Path, at: str) -> None:
    """Typed in the course folder, or elsewhere with the folder named."""
    write(class_of_one, (PROJECT / FILE).read_text(encoding="utf-8"), *SLOW)
    script = (
        "import sys; from pathlib import Path; from autograder import preprocessors;"
        f"preprocessors.STATE = Path({str(course.STATE)!r});"
        "from nbgrader.apps import NbGraderApp; sys.argv[0] = 'nbgrader'; NbGraderApp.launch_instance()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "autograde", ASSIGNMENT, f"--course-dir={class_of_one}"],
        cwd=PROJECT if at == "project" else class_of_one,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (graded,) = class_of_one.glob("autograded/*/*/*.ipynb")
    assert "no answer within 1 second" in graded.read_text()


def test_nbgraders_own_command_says_what_cannot_be(class_of_one: Path) -> None:
    write(class_of_one, (PROJECT / FILE).read_text(encoding="utf-8"), "c.AutograderLimits.call_cpu = 0")
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT],
        cwd=class_of_one, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "c.AutograderLimits.call_cpu is 0, and must be" in done.stderr
    assert not list(class_of_one.glob("autograded/*"))


# --- What is written about it -----------------------------------------------------------------------


def test_the_projects_file_lists_every_limit_with_its_default_and_unit() -> None:
    text = (PROJECT / FILE).read_text(encoding="utf-8")
    lines = re.findall(r"^# c\.AutograderLimits\.(\w+) = (.+?)  # (\w+): .+$", text, re.MULTILINE)
    found = [(name, eval(value), unit) for name, value, unit in lines]  # noqa: S307  # our own file
    assert found == [(each.name, getattr(DEFAULTS, each.name), each.metadata["unit"]) for each in settable()]


def test_its_lines_work_when_they_are_taken_in(tmp_path: Path) -> None:
    lines = re.findall(
        r"^# (c\.AutograderLimits\..+)$", (PROJECT / FILE).read_text(encoding="utf-8"), re.MULTILINE
    )
    write(tmp_path, *lines)
    assert limits_of(tmp_path) == DEFAULTS


def test_the_page_lists_every_limit_with_its_default_unit_and_range() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert rows == [
        (
            each.name,
            amount(getattr(DEFAULTS, each.name), each.metadata["unit"]),
            amount(each.metadata["least"], each.metadata["unit"]),
            amount(each.metadata["most"], each.metadata["unit"]),
        )
        for each in settable()
    ]


def amount(number: float, unit: str) -> str:
    if unit == "bytes":
        size, name = next((s, n) for s, n in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")) if number >= s)
        return f"{number / size:,.0f} {name}"
    if number == 1:
        return f"1 {unit.removesuffix('s')}"
    return f"{number:,g} {unit}" if number < KIB else f"{number:,.0f} {unit}"


def test_limits_stand_in_an_order_that_a_right_answer_meets_last() -> None:
    """A call's clock runs longer than its processor, and a submission's longer than any cell's."""
    limits = Limits()
    assert limits.call_cpu < limits.call_wall < limits.submission_wall
    assert limits.cell_cpu < limits.cell_wall < limits.submission_wall
