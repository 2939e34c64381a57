"""A notebook becomes a verdict.

The questions of a key are put to the student's functions through the wall (`marking`). Where a wrong function
is called by a later one, the later one is graded again with a right one in its place.
"""

import hmac
import logging
import math
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from autograder import notebook as notebooks
from autograder import wording
from autograder.errors import UnreadableNotebook, WallError
from autograder.key import Key
from autograder.language import sentences
from autograder.marking import Marking, by_order, without_groups
from autograder.notebook import Notebook
from autograder.sandbox import Sandbox
from autograder.verdict import ExerciseResult, Status, Verdict

_log = logging.getLogger(__name__)

DRAWS = 16
"""Of inputs for laws, from the course's secret: so many can be made ready once for a whole class."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the course itself has written for an assignment.

    Attributes:
        checks: sources of its check cells. An unchanged copy of one is not run: it would only tell the
            student again what they saw, and cost its time on every run.
        solutions: source of a right function, by its name. Each calls earlier ones at most.
    """

    checks: Collection[str] = frozenset()
    solutions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Grader:
    """Grades submissions of one assignment, one at a time."""

    def __init__(self, key: Key, sandbox: Sandbox, material: Material | None = None) -> None:
        """Gets ready for an assignment."""
        self._material = material or Material()
        self._key = key
        self._sandbox = sandbox
        self._questions = key.questions
        self._names = [exercise.name for exercise in by_order(key.questions)]

    @property
    def sandbox(self) -> Sandbox:
        """Where it has submissions run."""
        return self._sandbox

    def grade(self, data: bytes) -> Verdict:
        """What a submitted file earned; never raises for anything that is in it."""
        try:
            notebook = notebooks.read(data, self._sandbox.limits).without(self._material.checks)
        except UnreadableNotebook as unreadable:
            return self.unreadable(str(unreadable))
        seed = self._seed(data)
        started = time.monotonic()
        for attempt in (1, 2):
            try:
                verdict = self._graded(notebook, seed)
                return replace(verdict, seconds=math.ceil(time.monotonic() - started))
            except WallError:
                if self._sandbox.abandoned:
                    break
                _log.exception("the wall failed, attempt %d of 2", attempt)
                if attempt == 1:
                    self._sandbox.restart()
            except Exception:  # noqa: BLE001  # what a submission makes of our code costs nobody else
                _log.exception("grading failed")
                break
        return self.broken()

    def _seed(self, data: bytes) -> int:
        """Of the inputs that a submission's laws are tried with: one of a few, known to nobody beforehand.

        The same for the same file, so that a mark does not depend on the day.
        """
        draw = hmac.digest(self._key.seed, data, "sha256")[0] % DRAWS
        return int.from_bytes(hmac.digest(self._key.seed, bytes([draw]), "sha256"))

    def _graded(self, notebook: Notebook, seed: int) -> Verdict:
        sources, limits = [cell.source for cell in notebook.cells], self._sandbox.limits
        # One deadline for all that follows: the limit is on a submission.
        anew = partial(self._sandbox.run, sources, time.monotonic() + limits.submission_wall, self._names)
        probes, replaceable = self._key.probes, self._material.solutions
        with anew() as run:
            first = Marking(self._questions, notebook, run, limits, seed, probes, replaceable)
        results = first.results()
        # What is told beside the marks is told by runs without our cells.
        with anew() as beside_ours:
            right: list[str] = []
            for place, result in enumerate(results):
                # In their order: one that has been carried is right for those that call it.
                spoilt_by = self._spoilt_by(result, results[:place], notebook)
                assert spoilt_by or result.name not in first.held_up
                if not spoilt_by:
                    continue
                # Later functions are spoilt by the same ones and more.
                for name in spoilt_by[len(right) :]:
                    beside_ours.add(self._material.solutions[name])
                right = spoilt_by
                questions = [each for each in self._questions if each.exercise.name == result.name]
                [again] = Marking(questions, notebook, beside_ours, limits, seed).results()
                if result.name in first.held_up and again.status is not Status.PASSED:
                    # A right one may not be what it needs: a function that ends for others ends for it.
                    with anew() as alone:
                        [results[place]] = Marking(questions, notebook, alone, limits, seed, probes).results()
                by_themselves = [r.name for r in results[:place] if r.name in spoilt_by and not r.carried]
                results[place] = _carried(results[place], again, by_themselves)
        missing = [result.name for result in results if result.status is Status.MISSING]
        asides = wording.elsewhere(notebook, first.cell_endings, self._sandbox.limits, missing)
        return replace(self._verdict(results), asides=tuple(asides))

    def _spoilt_by(
        self, result: ExerciseResult, earlier: Sequence[ExerciseResult], notebook: Notebook
    ) -> list[str]:
        """The earlier functions that are wrong, if this one does not pass and may use one of them."""
        if result.status in (Status.PASSED, Status.MISSING, Status.BROKEN):
            return []
        wrong = [
            other.name
            for other in earlier
            if other.name in self._material.solutions and (other.status is not Status.PASSED or other.carried)
        ]
        return wrong if notebook.mentions(result.name, wrong) else []

    def broken(self) -> Verdict:
        """The verdict on a submission that could not be graded, by no fault of the student's."""
        return broken(self._key, isolated=self._sandbox.isolated)

    def unreadable(self, problem: str) -> Verdict:
        """The verdict on a submission in which there is nothing to run; see `unreadable`."""
        return unreadable(self._key, problem, isolated=self._sandbox.isolated)

    def _verdict(self, results: Iterable[ExerciseResult]) -> Verdict:
        return Verdict(self._key.assignment, tuple(results), isolated=self._sandbox.isolated)


def broken(key: Key, *, isolated: bool) -> Verdict:
    """The verdict on a submission that could not be graded, by no fault of the student's."""
    return _all(key, Status.BROKEN, wording.our_fault(), None, isolated=isolated)


def unreadable(key: Key, problem: str, *, isolated: bool) -> Verdict:
    """The verdict on a submission in which there is nothing to run.

    Args:
        problem: why, as a sentence for the student.
    """
    return _all(key, Status.MISSING, wording.nothing_to_grade(), problem, isolated=isolated)


def _all(key: Key, status: Status, message: str, problem: str | None, *, isolated: bool) -> Verdict:
    results = (without_groups(exercise, status, message) for exercise in by_order(key.questions))
    return Verdict(key.assignment, tuple(results), problem, isolated)


def _carried(first: ExerciseResult, again: ExerciseResult, wrong: Sequence[str]) -> ExerciseResult:
    """The better of two results; what is told beside the marks is told by the first.

    In the second run the student's process held the course's own solutions: it could have them printed. Where
    our own fault ended it, nobody knows what it would have earned.
    """
    if again.score is None or first.score is None:
        return again
    if again.score <= first.score:
        return first
    if again.status is Status.PASSED:
        message = wording.carried(wrong)
        return replace(
            first,
            status=again.status,
            message=message,
            carried=tuple(wrong),
            groups=again.groups,
            mistake=None,
            counterexample=None,
            hint="",
        )
    message = sentences(first.message, wording.carried(wrong))
    return replace(first, message=message, groups=again.groups, carried=tuple(wrong))
