"""What takes part in the comparison."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.measured import Cost


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to grade the class, by its own command.

    Attributes:
        sizes: of the classes that it grades, the smaller first.
        grade: grades a class of that size anew, and gives what that took.
        marks: what part of the points each student got the last time, by name.
    """

    name: str
    sizes: tuple[int, int]
    grade: Callable[[int], Cost]
    marks: Callable[[int], Mapping[str, float]]


def check(marks: Mapping[str, float]) -> None:
    """Sees to it that what was timed is grading: right is right, wrong is wrong, and nothing is nothing.

    Raises:
        AssertionError: it was not.
    """
    for student, mark in marks.items():
        who = student.partition("-")[0]
        right = mark == 1 if who in ("ada", "bao", "carla") else mark == 0 if who == "kofi" else 0 < mark < 1
        assert right, f"{student} got {mark:.0%}"
