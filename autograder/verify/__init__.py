"""The course checks itself: it can be solved, right answers are accepted, wrong ones caught and named.

Its modules:

    check       one thing that the course is held to, and what came of it
    mistakes    the models of mistakes, each marked as a submission that makes it
    answers     right answers (right/), run behind the wall
    stated      what the notebooks' text states, computed
    notebooks   the solution, the untouched notebook, and their text
    report      the checks as a table
    junit       the same for a CI to read
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder import release
from autograder.course import PROJECT, STATE
from autograder.exercises import assignments, exercises
from autograder.key import load_key
from autograder.language import _
from autograder.sandbox import Sandbox
from autograder.settings import limits_of
from autograder.verify import answers, mistakes, notebooks
from autograder.verify.check import Check, Kind

__all__ = ["Check", "Kind", "verify"]


def verify(*, device: str = "auto") -> Iterator[Check]:
    """Looks at every assignment.

    Raises:
        CourseError: what is set in nbgrader_config.py cannot be, or a file of the course is missing.
        WallError: the wall cannot stand on this machine.
        ReferenceUnavailable: there is no key, and no TensorFlow to make one.
    """
    return _timed(_verify(device))


def _verify(device: str) -> Iterator[Check]:
    with Sandbox(limits_of()) as sandbox:
        for assignment in assignments():
            key = load_key(assignment, STATE, device)
            yield Check(
                assignment,
                _("TensorFlow's answers"),
                found=_("{count}, computed on {device}").format(count=len(key.questions), device=key.device),
            )
            yield from notebooks.checks(assignment, key, sandbox)
            for exercise in exercises(assignment):
                yield from mistakes.checks(exercise, key)
                yield from answers.checks(exercise, key, sandbox)
    yield from _assignments()


def _assignments(project: Path = PROJECT) -> Iterator[Check]:
    group, remedy = "assignments/", _("Run `make release`, look at the difference, and commit it.")
    yield Check(
        group,
        _("up to date"),
        found=_("they are what solutions/ make"),
        faults=tuple(release.outdated(project)),
        remedy=remedy,
    )
    yield Check(
        group,
        _("nothing given away"),
        found=_("no line of a solution, reference or case"),
        faults=tuple(release.given_away(project)),
        remedy=_("Take the line out of the text for students, in solutions/, and run `make release`."),
    )


def _timed(checks: Iterable[Check]) -> Iterator[Check]:
    """Each with the seconds from when it was asked for until it came."""
    start = time.perf_counter()
    for check in checks:
        yield replace(check, seconds=time.perf_counter() - start)
        start = time.perf_counter()
