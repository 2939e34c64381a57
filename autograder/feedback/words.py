"""The words that the page and the terminal share."""

from autograder.language import N_, _
from autograder.verdict import Status, Verdict

STATUS = {
    Status.PASSED: N_("Passed"),
    Status.WRONG: N_("Wrong"),
    Status.MISSING: N_("Missing"),
    Status.CRASHED: N_("Crashed"),
    Status.OVERTIME: N_("Out of time"),
    Status.OVERMEMORY: N_("Out of memory"),
    Status.REFUSED: N_("Refused"),
    Status.BROKEN: N_("Our fault"),
}
"""One or two words for each status, in English: `_` translates them where they are shown."""

TITLES = (N_("Parameter counting"), N_("Sliding window"), N_("Multi kernel"))
"""What `title` makes of the names of assignments, for translators to find."""


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
    plain = assignment.lstrip("0123456789-").replace("-", " ").capitalize()
    return _(plain) if plain else assignment


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
