"""nbgrader as it comes, by `nbgrader autograde`: hidden tests run in the kernel of the student's cells."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from autograder.course import solution
from autograder.demo import ASSIGNMENT
from benchmarks.classroom import FILE, submit
from benchmarks.measured import Cost, cost, environment
from benchmarks.peers import hidden
from benchmarks.peers.contender import Contender

NBGRADER = Path(sys.executable).with_name("nbgrader")
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "peer"\n'


def contender(folder: Path, sizes: tuple[int, int], *, tensorflow: bool) -> Contender:
    """Courses with classes of these sizes.

    Args:
        tensorflow: whether hidden tests compute their references, or read stored ones.
    """
    courses = {size: folder / f"class-{size}" for size in sizes}
    for size, course in courses.items():
        _make(course, size, tensorflow=tensorflow)

    def grade(size: int) -> Cost:
        course = courses[size]
        shutil.rmtree(course / "autograded", ignore_errors=True)
        shutil.copy(course / "ungraded.db", course / "gradebook.db")
        return cost(
            [str(NBGRADER), "autograde", ASSIGNMENT],
            course,
            course / "log",
            environment(NBGRADER.parent, course / ".jupyter"),
        )

    def marks(size: int) -> Mapping[str, float]:
        return _marks(courses[size] / "gradebook.db")

    way = "TensorFlow in its hidden tests" if tensorflow else "stored NumPy references"
    return Contender(f"nbgrader, {way}", sizes, grade, marks)


def _make(course: Path, size: int, *, tensorflow: bool) -> None:
    submit(course, size)
    (course / "nbgrader_config.py").write_text(CONFIG)
    source = course / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    master = json.loads(solution(ASSIGNMENT))
    for cell in master["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removeprefix("check_")
        if cell["metadata"].get("nbgrader", {}).get("grade") and name in hidden.CASES:
            test = hidden.test(name, "hidden_tests()", tensorflow=tensorflow)
            cell["source"] = f"### BEGIN HIDDEN TESTS\n{test}\nhidden_tests()\n### END HIDDEN TESTS"
    (source / FILE).write_text(json.dumps(master))
    # nbgrader lays what is beside a master beside each submission that it runs.
    hidden.store(source / hidden.STORED)
    cost(
        [str(NBGRADER), "generate_assignment", ASSIGNMENT],
        course,
        course / "log",
        environment(NBGRADER.parent, course / ".jupyter"),
    )
    (course / "gradebook.db").rename(course / "ungraded.db")


def _marks(gradebook: Path) -> dict[str, float]:
    query = """
        SELECT submitted_assignment.student_id, SUM(COALESCE(grade.auto_score, 0)), SUM(grade_cells.max_score)
        FROM grade
        JOIN grade_cells ON grade_cells.id = grade.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        WHERE grade_cells.cell_type = 'code'
        GROUP BY submitted_assignment.student_id
    """
    with closing(sqlite3.connect(gradebook)) as database:
        return {student: score / most for student, score, most in database.execute(query)}
