"""The words that the page and the terminal share."""

from typing import TYPE_CHECKING

from autograder.language import N_, _, ngettext, sentences
from autograder.verdict import ExerciseResult, Status, Verdict

if TYPE_CHECKING:
    from autograder.feedback.comparison import Comparison
    from autograder.feedback.matrix import Slice
    from autograder.feedback.people import People, Remark

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

    >>> points(2.0), points(2.5), points(None), points(-0.0)
    ('2', '2.5', '–', '0')
    """
    return "–" if score is None else f"{round(score, 2) + 0.0:g}"


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


def endings(exercise: ExerciseResult) -> list[Status]:
    """How an exercise ended, and how groups of its cases did that ended otherwise; passed only by itself."""
    others = (group.status for group in exercise.groups)
    return list(dict.fromkeys([exercise.status, *(each for each in others if each is not Status.PASSED)]))


def groups_passed(exercise: ExerciseResult) -> str:
    """How many groups of cases earned their points."""
    passed = sum(group.status is Status.PASSED for group in exercise.groups)
    return ngettext(
        "{passed} of {total} group of cases passed.",
        "{passed} of {total} groups of cases passed.",
        len(exercise.groups),
    ).format(passed=passed, total=len(exercise.groups))


def table(name: str, matrix: "Slice") -> str:
    """What a table holds, for those who do not see it."""
    return _("{name}: {rows} × {columns} values").format(
        name=f"{name} {matrix.place}".rstrip(), rows=len(matrix.rows), columns=len(matrix.rows[0])
    )


def cells_differ(values: "Comparison") -> str:
    """How many values differ, and what of it is not shown."""
    told = [
        ngettext(
            "{count} of {total} value differs.", "{count} of {total} values differ.", values.total
        ).format(count=values.differing, total=values.total)
    ]
    if values.left_out:
        told.append(
            ngettext(
                "{count} more slice that differs is not shown.",
                "{count} more slices that differ are not shown.",
                values.left_out,
            ).format(count=values.left_out)
        )
    if values.alike:
        told.append(
            ngettext(
                "{count} slice is as expected, and not shown.",
                "{count} slices are as expected, and not shown.",
                values.alike,
            ).format(count=values.alike)
        )
    return sentences(*told)


def slices_left_out(count: int) -> str:
    return ngettext("{count} more slice is not shown.", "{count} more slices are not shown.", count).format(
        count=count
    )


def remarked(exercise: ExerciseResult, remark: "Remark") -> str:
    """The points that a person gave, in a sentence; empty if they gave none."""
    if remark.score is not None:
        sentence = _("Marked by a person: {points} of {total} points. The grader had given {graded}.").format(
            points=points(remark.score), total=points(exercise.max_score), graded=points(exercise.score)
        )
    else:
        sentence = ""
    if not remark.extra:
        return sentence
    extra = _("Points of extra credit by a person: {points}.").format(points=points(remark.extra))
    return sentences(sentence, extra)


def sums(people: "People") -> list[str]:
    """What stands between the points of the parts and the total."""
    told = []
    if people.waiting:
        told.append(
            _("So far. Points that still wait for a person: {points}.").format(points=points(people.waiting))
        )
    if people.penalty:
        told.append(_("Points taken off for coming late: {points}.").format(points=points(people.penalty)))
    return told
