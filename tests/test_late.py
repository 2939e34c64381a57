"""Late work costs what the course's rule says, by whichever command it is graded."""

import itertools
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook as NbgradersGradebook

from autograder.course import PROJECT
from autograder.errors import CourseError
from autograder.gradebook import Gradebook
from autograder.late import late_rule
from tests.course import ASSIGNMENT, MASTER, QUESTION, as_bytes, released, verdict
from tests.test_preprocessors import run, submit

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

DUE = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001  # in UTC, as nbgrader keeps it
CONFIGURATION = f"""
c = get_config()
load_subconfig("nbgrader_config.py", path={str(PROJECT)!r})
"""
PLUGIN = '''
from nbgrader.plugins import BasePlugin


class TenPercentADay(BasePlugin):
    """A tenth of the score for each day that was begun; nothing for those who are excused."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "excused":
            return None
        return score * 0.1 * -(-total_seconds_late // 86_400)
'''
RULE = '\nc.AssignLatePenalties.plugin_class = "late_days.TenPercentADay"\n'
_number = itertools.count()  # a process imports a module once, and each test has its own


def course_with(tmp_path: Path, rule: str, plugin: str = PLUGIN) -> Path:
    course = tmp_path / "course"
    course.mkdir(parents=True)
    module = f"late_days_{next(_number)}"
    (course / "nbgrader_config.py").write_text(CONFIGURATION + rule.replace("late_days", module))
    (course / f"{module}.py").write_text(plugin)
    return course


def due(course: Path, extensions: dict[str, timedelta] | None = None) -> None:
    """What an instructor sets in the formgrader, and with `nbgrader db`."""
    with Gradebook(course) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as theirs:
        theirs.find_assignment(ASSIGNMENT).duedate = DUE
        for student, extension in (extensions or {}).items():
            theirs.add_student(student)
            theirs.add_submission(ASSIGNMENT, student, timestamp=DUE)
            theirs.grant_extension(ASSIGNMENT, student, hours=extension / timedelta(hours=1))
        theirs.db.commit()


def graded(course: Path, student: str, moment: datetime | None) -> tuple[float, float | None]:
    """The score before the penalty, and the penalty, after grading by us with the course's rule."""
    with Gradebook(course) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        gradebook.record(student, ASSIGNMENT, verdict(), moment, late=late_rule(course))
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as theirs:
        found = theirs.find_submission_notebook(MASTER.name, ASSIGNMENT, student)
        return found.score, found.late_submission_penalty


@pytest.mark.parametrize(
    ("late", "penalty"),
    [(-timedelta(hours=1), None), (timedelta(0), None), (timedelta(hours=1), 2.0), (timedelta(days=2), 4.0)],
    ids=str,
)
def test_a_rule_in_the_course_folder_takes_points_off(
    tmp_path: Path, late: timedelta, penalty: float | None
) -> None:
    course = course_with(tmp_path, RULE)
    due(course)
    assert graded(course, "ada", DUE + late) == (20.0, penalty)


def test_a_student_with_an_extension_is_late_when_that_is_over(tmp_path: Path) -> None:
    course = course_with(tmp_path, RULE)
    due(course, {"ada": timedelta(hours=36)})
    assert graded(course, "ada", DUE + timedelta(hours=36)) == (20.0, None)
    assert graded(course, "ada", DUE + timedelta(hours=37)) == (20.0, 2.0)


def test_nothing_is_taken_off_where_nobody_knows_when_or_the_rule_excuses(tmp_path: Path) -> None:
    course = course_with(tmp_path, RULE)
    due(course)
    assert graded(course, "ada", None) == (20.0, None)
    assert graded(course, "excused", DUE + timedelta(days=1)) == (20.0, None)


def test_a_penalty_goes_when_the_due_date_is_moved(tmp_path: Path) -> None:
    course = course_with(tmp_path, RULE)
    due(course)
    late = DUE + timedelta(hours=1)
    assert graded(course, "ada", late)[1] == 2.0
    with sqlite3.connect(course / "gradebook.db") as db:
        db.execute("UPDATE assignment SET duedate = NULL")
    assert graded(course, "ada", late)[1] is None


def test_nbgraders_own_rule_is_known_by_its_setting_alone(tmp_path: Path) -> None:
    course = course_with(tmp_path, '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    due(course)
    assert graded(course, "ada", DUE + timedelta(hours=1)) == (20.0, 20.0)


def test_without_a_rule_late_work_costs_nothing_and_nbgrader_is_not_loaded(tmp_path: Path) -> None:
    course = course_with(tmp_path, "")
    due(course)
    script = (
        "import sys; from pathlib import Path; from autograder.late import late_rule;"
        "assert late_rule(Path(sys.argv[1]))('ada', 20.0, 60.0) is None;"
        "print([name for name in sys.modules if name.startswith('nbgrader')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, course], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert shown.stdout == "[]\n"


@pytest.mark.parametrize(("asked", "taken"), [("-3", 0.0), ("1000", 20.0), ("2.5", 2.5)])
def test_a_penalty_is_never_below_nothing_nor_above_the_score(
    tmp_path: Path, asked: str, taken: float
) -> None:
    course = course_with(
        tmp_path, RULE, PLUGIN.replace("score * 0.1 * -(-total_seconds_late // 86_400)", asked)
    )
    due(course)
    assert graded(course, "ada", DUE + timedelta(hours=1)) == (20.0, taken)


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        (PLUGIN.replace("score * 0.1", "points"), "NameError: name 'points' is not defined"),
        ("class Other: pass", "TraitError"),
    ],
    ids=["fails", "is not there"],
)
def test_a_rule_that_fails_is_said_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, plugin: str, reason: str
) -> None:
    course = course_with(tmp_path, RULE, plugin)
    due(course)
    with pytest.raises(CourseError, match=rf"The rule for late work .* failed for ada \({reason}"):
        graded(course, "ada", DUE + timedelta(hours=1))
    with sqlite3.connect(course / "gradebook.db") as db:
        assert db.execute("SELECT count(*) FROM grade").fetchone() == (0,)


def test_both_commands_take_off_the_same(tmp_path: Path) -> None:
    """Typed, with the real exam: a manual mark and extra credit count, and the penalty is taken from all."""
    totals: list[Any] = []
    content = released()
    content["cells"][-1]["source"] = "It learns the turned kernel."
    for number, command in enumerate(
        (
            ("nbgrader", "autograde", ASSIGNMENT, "--force", "--course-dir={}"),
            ("autograder", "grade", ASSIGNMENT, "--course-dir", "{}"),
        )
    ):
        course = course_with(tmp_path / str(number), RULE)
        due(course)
        submit(course, "ada", as_bytes(content), "2026-03-02 13:00:00.000000 UTC")
        submit(course, "bob", as_bytes(content), "2026-03-01 11:00:00.000000 UTC")
        for _again in range(2):
            done = run(*(part.format(course) for part in command), at=course)
            assert done.returncode == 0, done.stderr
            with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as theirs:
                row = theirs.find_grade(QUESTION, MASTER.name, ASSIGNMENT, "ada")
                row.manual_score, row.extra_credit, row.needs_manual_grade = 1.5, 3.5, False
                theirs.db.commit()
        table = run(
            "nbgrader", "export", f"--CourseDirectory.root={course}", f"--to={course}/grades.csv", at=course
        )
        assert table.returncode == 0, table.stderr
        with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as theirs:
            totals.append(
                [
                    (one.student.id, one.score, one.late_submission_penalty, one.needs_manual_grade)
                    for one in theirs.assignment_submissions(ASSIGNMENT)
                ]
            )
        totals[-1].append(sorted((course / "grades.csv").read_text().splitlines()))
    assert totals[0] == totals[1]
    assert sorted(totals[0][:2]) == [("ada", 5.0, 1.0, False), ("bob", 0.0, 0.0, True)]
