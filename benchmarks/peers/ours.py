"""This course's own grader, by `autograder grade`: marks, returned notebooks and feedback pages."""

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from autograder.demo import ASSIGNMENT
from autograder.gradebook import Gradebook
from benchmarks.classroom import submit
from benchmarks.measured import Cost, cost
from benchmarks.peers.contender import Contender

AUTOGRADER = str(Path(sys.executable).with_name("autograder"))


def contender(folder: Path, sizes: tuple[int, int]) -> Contender:
    """Classes in folders of their own."""
    courses = {size: folder / f"class-{size}" for size in sizes}
    for size, course in courses.items():
        submit(course, size)

    def grade(size: int) -> Cost:
        return grade_anew(courses[size])

    def marks(size: int) -> Mapping[str, float]:
        text = (courses[size] / "log").read_text()
        graded = json.loads(text[text.index("{\n") :])
        return {each["student"]: each["score"] / each["max_score"] for each in graded["submissions"]}

    return Contender("ours", sizes, grade, marks)


def grade_anew(course: Path, *options: str) -> Cost:
    """Grades a class as if it never had been.

    The gradebook is there, and empty: whoever releases an assignment has one before anything is handed in.
    """
    for made in ("autograded", "feedback", ".autograder"):
        shutil.rmtree(course / made, ignore_errors=True)
    for file in course.glob("gradebook.db*"):
        file.unlink()
    empty = course / "ungraded.db"
    if not empty.exists():
        with Gradebook(course, f"sqlite:///{empty}"):
            pass
    shutil.copy(empty, course / "gradebook.db")
    return cost([AUTOGRADER, "grade", ASSIGNMENT, "--json", *options], course, course / "log")
