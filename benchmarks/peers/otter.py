"""otter-grader, by `otter run`: its way without containers, one command for each submission.

`otter grade` wants a Docker engine, and starts a container for each submission in which it does the same;
what containers cost beside that is not measured. As many commands run at once as there are cores, by xargs.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from autograder.course import PROJECT, released
from autograder.demo import ASSIGNMENT
from autograder.master import read_master
from benchmarks.classroom import FILE, submit
from benchmarks.measured import Cost, cost, environment
from benchmarks.peers import hidden
from benchmarks.peers.contender import Contender

LOCK = PROJECT / "requirements" / "peers.txt"
HOME = PROJECT / "build" / "otter"
"""Its own environment: it shares no version with ours."""

_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = {points}


@test_case(hidden=True)
{test}"""


def contender(folder: Path, sizes: tuple[int, int]) -> Contender:
    """Classes of these sizes, and the autograder that `otter generate` makes of our hidden tests."""
    programs = _installed()
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for cell in read_master(released(ASSIGNMENT)).cells:
        name = cell.name.removeprefix("check_")
        if cell.graded and name in hidden.CASES:
            test = hidden.test(name, f"test_hidden({name})", tensorflow=True)
            points = cell.nbgrader["points"]
            (tests / f"{name}.py").write_text(_TEST.format(name=name, points=points, test=test))
    subprocess.run(
        [programs / "otter", "generate", "-t", tests, "-o", folder / "autograder.zip"], cwd=folder, check=True
    )
    courses = {size: folder / f"class-{size}" for size in sizes}
    students = {size: submit(course, size) for size, course in courses.items()}

    def grade(size: int) -> Cost:
        course = courses[size]
        shutil.rmtree(course / "results", ignore_errors=True)
        for student in students[size]:
            (course / "results" / student).mkdir(parents=True)
        notebook = f"submitted/{{}}/{ASSIGNMENT}/{FILE}"
        each = f"{programs}/otter run -a ../autograder.zip --no-logo -o results/{{}} {notebook}"
        (course / "students").write_text("\n".join(students[size]))
        cores = str(len(os.sched_getaffinity(0)))
        command = ["xargs", "-a", "students", "-P", cores, "-I", "{}", *each.split(" ")]
        return cost(command, course, course / "log", environment(programs, course / ".jupyter"))

    def marks(size: int) -> Mapping[str, float]:
        return {student: _mark(courses[size] / "results" / student) for student in students[size]}

    return Contender("otter-grader, TensorFlow in its hidden tests", sizes, grade, marks)


def _mark(results: Path) -> float:
    tests = [
        test for test in json.loads((results / "results.json").read_text())["tests"] if "max_score" in test
    ]
    return float(sum(test["score"] for test in tests) / sum(test["max_score"] for test in tests))


def version() -> str:
    """Which release is compared with."""
    found = re.search(r"^otter-grader==(\S+)", LOCK.read_text(), re.MULTILINE)
    assert found
    return found[1]


def _installed() -> Path:
    """The programs of its environment, which is made when the lock has changed."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = HOME / "lock"
    if not stamp.exists() or stamp.read_text() != digest:
        shutil.rmtree(HOME, ignore_errors=True)
        print("Installing what requirements/peers.txt lists in build/otter.", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        pip = [
            str(HOME / "bin" / "python"),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            "-qq",
            "install",
        ]
        subprocess.run(
            [*pip, "--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK)],
            check=True,
        )
        stamp.write_text(digest)
    return HOME / "bin"
