"""What benchmarks say is what they measured."""

import json
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest

from autograder.demo import ASSIGNMENT
from benchmarks.classroom import FILE, students, submit
from benchmarks.measured import cost
from benchmarks.page import page
from benchmarks.peers.contender import check
from benchmarks.stages import STAGES, Stopwatch
from benchmarks.tables import Table

# A process that starts another, which computes, holds 60 MB for a while, and says what it took.
PARENT = """\
import subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
"""
CHILD = """\
import time
held = bytearray(60_000_000)
while time.process_time() < 0.3: pass
time.sleep(0.6)
print(time.process_time())
"""


def test_a_command_costs_what_all_cost_that_it_started(tmp_path: Path) -> None:
    took = cost([sys.executable, "-c", PARENT, CHILD], tmp_path, tmp_path / "log")
    childs = float((tmp_path / "log").read_text())
    assert took.cpu > childs
    assert took.wall > 0.6
    assert took.memory > 60_000_000


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="status 3\nno gradebook"):
        cost([sys.executable, "-c", "print('no gradebook'); raise SystemExit(3)"], tmp_path, tmp_path / "log")


def test_no_two_submissions_are_alike_in_any_function(tmp_path: Path) -> None:
    names = submit(tmp_path, 25)
    notebooks = [
        json.loads((tmp_path / "submitted" / name / ASSIGNMENT / FILE).read_text()) for name in names
    ]
    functions = [
        cell["source"]
        for notebook in notebooks
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution")
    ]
    assert len(functions) == 25 * 6
    assert len(set(functions)) == len(functions)


def test_nobody_in_the_class_imports_tensorflow() -> None:
    assert len(students()) == 10
    assert not any("import tensorflow" in json.dumps(notebook["cells"]) for notebook in students().values())


@pytest.mark.parametrize(("student", "mark"), [("ada-00000", 0.9), ("kofi-00009", 0.1), ("emil-00004", 1.0)])
def test_a_grader_that_gives_other_marks_is_not_compared(student: str, mark: float) -> None:
    with pytest.raises(AssertionError, match=student):
        check({student: mark})


@pytest.mark.parametrize("name", [name for names in STAGES.values() for name in names])
def test_what_a_stage_is_named_by_is_there(name: str) -> None:
    assert callable(resolve_name(name))


def test_time_of_a_stage_within_another_counts_once() -> None:
    outer, inner = list(STAGES)[:2]
    stopwatch = Stopwatch()
    with stopwatch.stage(outer):
        with stopwatch.stage(inner):
            so_far = stopwatch.wall[outer]
        assert stopwatch.wall[outer] == so_far
    assert stopwatch.wall[inner] > 0
    assert stopwatch.wall[outer] > so_far > 0


def test_the_page_says_what_was_measured_where_and_at_which_commit() -> None:
    table = Table("Apples", [("", ""), ("weight, g", ".1f")], [("small", 90.26)], "Weighed once.")
    entry = {"commit": "abc1234", "machine": "2 cores", "others": 0.3, "tables": [table.as_json()]}
    text = page({"scaling": json.loads(json.dumps(entry))})
    assert "| small | 90.3 |\n\nWeighed once." in text
    assert "at abc1234, on 2 cores; 0.3 other processes" in text
