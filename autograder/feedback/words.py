"""The words that the page and the terminal share."""

from autograder.language import _
from autograder.verdict import Status, Verdict

STATUS = {
    Status.PASSED: _("Passed"),
    Status.WRONG: _("Wrong"),
    Status.MISSING: _("Missing"),
    Status.CRASHED: _("Crashed"),
    Status.OVERTIME: _("Out of time"),
    Status.OVERMEMORY: _("Out of memory"),
    Status.REFUSED: _("Refused"),
    Status.BROKEN: _("Our fault"),
}
"""One or two words for each status."""


def points(score: float | None) -> str:
    """Points as people write them; a dash where there is no mark.

    >>> points(2.0), points(2.5), points(None)
    ('2', '2.5', '–')
    """
    return "–" if score is None else f"{round(score, 2):g}"


def title(assignment: str) -> str:
    """An assignment's name as a heading.

    >>> title("02-sliding-window")
    'Sliding window'
    """
    return assignment.lstrip("0123456789-").replace("-", " ").capitalize() or assignment


def overview(verdict: Verdict) -> str:
    """One sentence on the whole submission."""
    total = len(verdict.exercises)
    if verdict.problem is not None:
        return _("Nothing could be graded.")
    if verdict.score is None:
        return _("The grader itself failed, so there is no mark yet. Nothing of yours is lost.")
    passed = sum(exercise.status is Status.PASSED for exercise in verdict.exercises)
    if passed == total:
        return _("Every exercise passed.")
    return _("{passed} of {total} exercises passed.").format(passed=passed, total=total)


def not_isolated() -> str:
    return _(
        "Graded without isolation: this code could have seen what it was compared with, and changed its mark."
    )
