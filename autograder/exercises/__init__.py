"""The exercises: one file for each function that students write, named as the function.

What stands in this folder is what the course has. To add an exercise, add its file here: nothing lists the
files. Modules whose names begin with an underscore are helpers that the exercises share.
"""

import math
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from autograder.errors import CourseError, UsageError
from autograder.exercise import Exercise
from autograder.language import _


def assignments() -> tuple[str, ...]:
    """The names of the assignments, in the order of the course, such as "01-parameter-counting"."""
    return tuple(_course())


def exercises(assignment: str) -> tuple[Exercise, ...]:
    """The exercises of an assignment, in their order.

    Raises:
        UsageError: no exercise belongs to an assignment of this name.
    """
    known = _course()
    if assignment not in known:
        raise UsageError(
            _("There is no assignment “{assignment}”: the assignments are {known}.").format(
                assignment=assignment, known=", ".join(known)
            )
        )
    return known[assignment]


def notebook_name(assignment: str) -> str:
    """The file name of an assignment's notebook.

    >>> notebook_name("01-parameter-counting")
    'parameter-counting.ipynb'

    Raises:
        UsageError: there is no assignment of this name.
    """
    exercises(assignment)
    return assignment.partition("-")[2] + ".ipynb"


def right_answer(name: str) -> Callable[..., Any] | None:
    """What gives right answers to an exercise, in NumPy; None if nothing here does.

    Not what cases are judged by: it tells, for inputs that no one has seen, whether an answer was fitted.
    """
    from autograder.exercises._slips import models

    return getattr(models, name, None)


@cache
def _course() -> Mapping[str, tuple[Exercise, ...]]:
    """All exercises by assignment, read once from this folder's modules, and checked."""
    found: dict[str, list[Exercise]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        exercise = getattr(import_module(f"{__name__}.{module.name}"), "EXERCISE", None)
        if not isinstance(exercise, Exercise):
            raise CourseError(
                _("exercises/{module}.py defines no EXERCISE: every module here must.").format(
                    module=module.name
                )
            )
        _check(module.name, exercise)
        found.setdefault(exercise.assignment, []).append(exercise)
    course = {name: tuple(sorted(found[name], key=lambda e: e.order)) for name in sorted(found)}
    for assignment, members in course.items():
        if [exercise.order for exercise in members] != list(range(1, len(members) + 1)):
            raise CourseError(
                _("The exercises of {assignment} are not numbered 1, 2, 3, …: {found}.").format(
                    assignment=assignment,
                    found=", ".join(f"{exercise.name} {exercise.order}" for exercise in members),
                )
            )
    return MappingProxyType(course)


def _check(module: str, exercise: Exercise) -> None:
    """Hold one exercise to the rules that need no cases.

    Raises:
        CourseError: naming the file and the rule.
    """
    groups = [group.name for group in exercise.groups]
    faults = {
        _("its name must be the file's"): exercise.name != module,
        _("its signature must begin with its name"): not exercise.signature.startswith(f"{module}("),
        _("it needs groups of cases, each named differently"): not groups or len(set(groups)) < len(groups),
        _("each group must be worth a positive, finite number of points"): any(
            not (math.isfinite(group.points) and group.points > 0) for group in exercise.groups
        ),
        _("it needs a hint"): not exercise.hint,
    }
    for fault, holds in faults.items():
        if holds:
            raise CourseError(_("exercises/{module}.py: {fault}.").format(module=module, fault=fault))
