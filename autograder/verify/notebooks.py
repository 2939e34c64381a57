"""The notebooks of an assignment: the solution earns all, the stubs nothing, the text is true."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from autograder.course import material, released, solution
from autograder.errors import UnreadableNotebook
from autograder.feedback.words import points
from autograder.grade import Grader
from autograder.key import Key
from autograder.language import _
from autograder.notebook import read
from autograder.sandbox import Sandbox
from autograder.verdict import Status, Verdict
from autograder.verify.check import Check
from autograder.verify.own import at_home, run
from autograder.verify.stated import untrue


def checks(assignment: str, key: Key, sandbox: Sandbox) -> Iterator[Check]:
    """The checks of an assignment's notebooks."""
    course = material(assignment)  # says so if a notebook is missing
    solved, untouched = solution(assignment), released(assignment).read_bytes()
    yield _full_marks(assignment, Grader(key, sandbox).grade(solved))
    yield _zero(assignment, Grader(key, sandbox, course).grade(untouched))
    yield Check(
        assignment,
        _("checks that students run"),
        found=_("hold for the solution, and for no stub"),
        faults=tuple(_wrong_checks(assignment, course.checks, solved, untouched)),
        remedy=_("Mend the check cell in solutions/."),
    )
    yield Check(
        assignment,
        _("numbers in the text"),
        found=_("all computed"),
        faults=tuple(untrue(assignment, solved)),
        remedy=_("Mend the text in solutions/, or what computes it in autograder/verify/stated.py."),
    )


def _full_marks(assignment: str, verdict: Verdict) -> Check:
    wrong = [f"{e.name}: {e.message}" for e in verdict.exercises if e.status is not Status.PASSED]
    return Check(
        assignment,
        _("the solution"),
        found=_points(verdict),
        faults=(*_unread(verdict), *wrong),
        remedy=_("Mend the solution in solutions/, or the exercise's cases."),
    )


def _zero(assignment: str, verdict: Verdict) -> Check:
    earning = [
        f"{e.name}: {e.status.value}, {_of(e.score, e.max_score)}"
        for e in verdict.exercises
        if e.status is not Status.MISSING or e.score
    ]
    return Check(
        assignment,
        _("the untouched notebook"),
        found=_points(verdict),
        faults=(*_unread(verdict), *earning),
        remedy=_("Each stub must end in `raise NotImplementedError` and nothing else."),
    )


def _unread(verdict: Verdict) -> Sequence[str]:
    return [] if verdict.problem is None else [verdict.problem]


def _points(verdict: Verdict) -> str:
    return _of(verdict.score, verdict.max_score)


def _of(score: float | None, max_score: float) -> str:
    return _("{score} of {max_score}").format(score=points(score), max_score=points(max_score))


def _wrong_checks(
    assignment: str, written: Collection[str], solved: bytes, untouched: bytes
) -> Iterator[str]:
    for data, must_hold in ((solved, True), (untouched, False)):
        try:
            cells = read(data).cells
        except UnreadableNotebook as unreadable:
            yield str(unreadable)
            continue
        names: dict[str, Any] = {"__name__": "__main__"}
        with at_home(assignment):
            for cell in cells:
                try:
                    run(cell.source, names, f"cell {cell.place}")
                except Exception as error:  # noqa: BLE001  # whatever ails a cell, others are looked at as well
                    if must_hold:
                        yield _("cell {place} of the solution ends in {how}").format(
                            place=cell.place, how=f"{type(error).__name__}: {error}"
                        )
                else:
                    if not must_hold and cell.source in written:
                        yield _("the check in cell {place} holds for a stub").format(place=cell.place)
