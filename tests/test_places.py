"""Where it runs: containers and namespaces, and what it says where it cannot."""

import errno
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder import course
from autograder.demo import ASSIGNMENT, make_class
from autograder.exercises import notebook_name
from autograder.key import Key
from tests import places
from tests.places import LANDLOCK, PLACES, run
from tests.siege import FULL
from tests.test_wall import WITNESSES

PYTHON = sys.executable
SOLVED = str(course.PROJECT / "solutions" / ASSIGNMENT / notebook_name(ASSIGNMENT))
CHECK = [PYTHON, "-m", "autograder", "check", SOLVED, "--assignment", ASSIGNMENT]


@pytest.fixture(scope="module", autouse=True)
def _places() -> None:
    """Without bubblewrap these tests are skipped; on CI, where skipped means unseen, they fail."""
    if not places.can_be_made():
        if os.environ.get("CI") == "true":
            pytest.fail(places.NO_BWRAP, pytrace=False)
        pytest.skip(places.NO_BWRAP)


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    make_class(tmp_path / "class")
    (tmp_path / "class" / "nbgrader_config.py").write_bytes(
        (course.PROJECT / "nbgrader_config.py").read_bytes()
    )
    return tmp_path / "class"


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


# Where the wall stands


@pytest.mark.parametrize("place", PLACES)
def test_a_right_submission_gets_full_marks_and_attacks_get_nothing(place: str) -> None:
    names = [names[0] for names in WITNESSES.values()]
    done = run([PYTHON, "-m", "tests.places", *names], *PLACES[place])
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["right"] == FULL
    assert found["faults"] == {name: [] for name in names}


def test_root_of_a_user_namespace_stays_root_and_the_reason_is_known() -> None:
    done = run([PYTHON, "-m", "tests.places"], *PLACES["a user namespace, as root"])
    found = json.loads(done.stdout)
    assert found["user"] is None
    assert found["why"].startswith("error: ")  # there is nobody to become


def test_another_folder_for_passing_files_will_do(tmp_path: Path) -> None:
    done = run(
        [PYTHON, "-m", "tests.places"],
        "--bind",
        tmp_path,
        tmp_path,
        "--setenv",
        "TMPDIR",
        tmp_path,
        tmp=False,
    )
    assert json.loads(done.stdout)["right"] == FULL
    assert everything(tmp_path) == []


# Where it cannot


def one_line(text: str) -> str:
    assert text.count("\n") == 1, text
    return text


@pytest.mark.parametrize(
    ("denied", "error", "layer"),
    [
        (LANDLOCK, errno.ENOSYS, "landlock"),
        (LANDLOCK, errno.EPERM, "landlock"),
        (["seccomp"], errno.EPERM, "seccomp"),
        (["capset"], errno.EPERM, "capabilities"),
        (["pidfd_open"], errno.ENOSYS, "pidfd"),
    ],
)
def test_an_old_container_engine_is_told_by_the_layer_that_it_denies(
    denied: list[str], error: int, layer: str
) -> None:
    done = run(CHECK, denied=denied, error=error)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"layer “{layer}” failed" in one_line(done.stderr)
    assert "doctor" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["grade", ASSIGNMENT, "--course-dir", "{class}"],
        ["verify"],
        ["check", SOLVED, "--assignment", ASSIGNMENT],
    ],
)
def test_every_command_refuses_before_it_computes_or_writes_anything(
    command: list[str], submitted: Path
) -> None:
    before = everything(submitted)
    filled = [part.replace("{class}", str(submitted)) for part in command]
    done = run(
        [PYTHON, "-m", "autograder", *filled],
        *("--bind", submitted, submitted),
        denied=LANDLOCK,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "landlock" in one_line(done.stderr)
    assert everything(submitted) == before


def test_nbgraders_command_refuses_too(submitted: Path) -> None:
    before = everything(submitted)
    done = run(
        [PYTHON, "-m", "nbgrader", "autograde", ASSIGNMENT],
        *("--bind", submitted, submitted, "--chdir", submitted),
        denied=LANDLOCK,
    )
    assert done.returncode != 0
    assert "layer “landlock” failed" in one_line(done.stderr)
    assert everything(submitted) == before


def test_without_the_wall_grading_works_there_and_says_so(state: Path, keys: Mapping[str, Key]) -> None:
    arguments = CHECK[3:]
    script = (
        "import sys; from pathlib import Path\nfrom autograder import cli, course\n"
        f"course.STATE = Path({str(state)!r})\n"
        f"sys.exit(cli.main([*{arguments!r}, '--no-sandbox', '--json']))"
    )
    done = run([PYTHON, "-c", script], "--ro-bind", state, state, denied=[*LANDLOCK, "seccomp", "capset"])
    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    assert (verdict["isolated"], verdict["score"]) == (False, FULL)


def test_without_proc_it_says_what_is_missing() -> None:
    done = run(CHECK, proc=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "/proc" in one_line(done.stderr)


def test_without_a_folder_to_write_to_it_says_what_is_missing() -> None:
    done = run(CHECK, "--ro-bind", "/tmp", "/tmp", "--setenv", "TMPDIR", "/proc", tmp=False)  # noqa: S108
    assert (done.returncode, done.stdout) == (2, "")
    assert "temporary directory" in one_line(done.stderr)


# What the doctor says there


def test_the_doctor_names_each_layer_that_is_denied_with_its_remedy_and_tries_the_rest() -> None:
    script = (
        "import json, sys; from dataclasses import asdict; from autograder.doctor import wall\n"
        "json.dump([asdict(finding) for finding in wall.examine()], sys.stdout)"
    )
    done = run([PYTHON, "-c", script], denied=[*LANDLOCK, "seccomp"], error=errno.EPERM)
    assert done.returncode == 0, done.stderr
    found = {finding["what"]: finding for finding in json.loads(done.stdout)}
    faults = {what: finding["remedy"] for what, finding in found.items() if not finding["ok"]}
    assert list(faults) == ["landlock", "seccomp"]
    assert "seccomp profile that allows landlock_create_ruleset" in faults["landlock"]
    assert "allow the system calls seccomp" in faults["seccomp"]
    assert found["a child opens many files"]["ok"]


def test_where_all_is_missing_the_doctor_still_gives_a_table() -> None:
    done = run(
        [PYTHON, "-m", "autograder", "doctor", "--course-dir", "/nowhere"],
        *("--setenv", "TMPDIR", "/nowhere"),
        denied=[*LANDLOCK, "seccomp"],
        tmp=False,
        proc=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    for row in ("FAULT  start", "FAULT  course folder", "FAULT  grader's own folder", "ok     exchange"):
        assert row in done.stdout
