"""What grading again would change, as text for a terminal and as JSON for programs."""

from collections.abc import Iterator
from typing import Any

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from autograder.feedback import words
from autograder.feedback.untrusted import one_line
from autograder.language import _, ngettext
from autograder.regrade import Regrading
from autograder.regrade.changes import Change, ExerciseChange, GroupChange
from autograder.verdict import Status

_LONGEST_NAME = 40
_ROUNDING = 1e-9  # of a sum of points


def text(found: Regrading) -> RenderableType:
    """Whose mark changes, from what to what and why; then how many of each kind there are.

    Students for whom the same changes stand together, most of them first: so it can be seen at a glance
    whether what was mended moved anything else.
    """
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in found.changes:
        groups.setdefault(tuple(_reasons(change)), []).append(change)
    parts: list[RenderableType] = []
    for reasons, changes in sorted(groups.items(), key=lambda group: -len(group[1])):
        parts.append(Columns([_moved(change) for change in changes], padding=(0, 3)))
        parts += (Padding(Text(line.lstrip()), (0, 0, 0, _indent(line))) for line in reasons)
        parts.append(Text())
    return Group(*parts, *map(Text, _counted(found)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _moved(change: Change) -> Text:
    marks = _("{before} → {after} of {max_score}").format(
        before=words.points(change.before),
        after=words.points(change.after),
        max_score=words.points(change.max_score),
    )
    return Text(f"{one_line(change.student, _LONGEST_NAME)}  {marks}", "bold")


def _reasons(change: Change) -> Iterator[str]:
    """Lines that say why, indented."""
    yield from (f"  {remark}" for remark in _remarks(change))
    if not change.first:
        for exercise in change.exercises:
            yield from _exercise(exercise)


def _remarks(change: Change) -> Iterator[str]:
    if change.first:
        yield _("graded for the first time")
    elif change.another:
        yield _("another file was handed in since")
    if not change.known and not change.first:
        yield _("why it had that mark is not known")


def _exercise(change: ExerciseChange) -> Iterator[str]:
    marks = _("{before} → {after} of {max_score}").format(
        before=words.points(change.before),
        after=words.points(change.after),
        max_score=words.points(change.max_score),
    )
    yield f"  {change.name}  {marks}"
    if change.kept is not None:
        kept = _("a person gave {points}, and that stays: look again")
        yield f"    {kept.format(points=words.points(change.kept))}"
    endings = {_ended(group) for group in change.groups}
    if change.was is Status.MISSING and len(change.groups) > 1 and len(endings) == 1:
        everything = _("all cases")
        yield f"    {everything}: {endings.pop()}"
    else:
        yield from (f"    {_(group.title)}: {_ended(group)}" for group in change.groups)
    if change.was is not None and not change.groups and change.was is not change.now:
        ended = _("{before} → {after}").format(before=_status(change.was), after=_status(change.now))
        yield f"    {ended}"
    before, after = change.mistakes
    if before != after:
        none = _("none")
        named = _("mistake named: {before} → {after}").format(before=before or none, after=after or none)
        yield f"    {named}"


def _ended(group: GroupChange) -> str:
    if group.before is None:
        return _("new, {status}").format(status=_status(group.after))
    if group.after is None:
        return _("no longer asked")
    before, after = group.points
    if before != after:
        return _("{status_before} → {status_after}, now worth {after} and not {before}").format(
            status_before=_status(group.before),
            status_after=_status(group.after),
            after=words.points(after),
            before=words.points(before),
        )
    return _("{before} → {after}").format(before=_status(group.before), after=_status(group.after))


def _status(status: Status | None) -> str:
    return _(words.STATUS[status]).lower() if status else ""


def _counted(found: Regrading) -> Iterator[str]:
    moved = [(change.before or 0.0, change.after or 0.0, change) for change in found.changes]
    firsts = sum(change.first for change in found.changes)
    ups = sum(after - before > _ROUNDING for before, after, change in moved if not change.first)
    downs = sum(before - after > _ROUNDING for before, after, change in moved if not change.first)
    others = sum(change.another for change in found.changes)
    kept = sum(any(e.kept is not None for e in change.exercises) for change in found.changes)
    if not found.changes:
        yield _("No mark changes.")
    else:
        yield _("Marks that go up: {up}, that go down: {down}, new: {first}.").format(
            up=ups, down=downs, first=firsts
        )
    if others:
        yield ngettext(
            "{count} of these students handed in another file since, so the change may be theirs.",
            "{count} of these students handed in another file since, so the change may be theirs.",
            others,
        ).format(count=others)
    if kept:
        yield ngettext(
            "{count} student has a mark from a person, which stays; the formgrader will ask to look again.",
            "{count} students have a mark from a person, which stays; the formgrader will ask to look again.",
            kept,
        ).format(count=kept)
    if found.reworded:
        yield ngettext(
            "{count} keeps the mark, and gets a page that says something else.",
            "{count} keep their marks, and get a page that says something else.",
            len(found.reworded),
        ).format(count=len(found.reworded))
    yield ngettext("{count} is unchanged.", "{count} are unchanged.", found.unchanged).format(
        count=found.unchanged
    )
    if found.broken:
        yield ngettext(
            "{count} could not be graded, and keeps what it has.",
            "{count} could not be graded, and keep what they have.",
            len(found.broken),
        ).format(count=len(found.broken))


def question(found: Regrading) -> str:
    return ngettext(
        "Write this for {count} student? [y/N]", "Write this for {count} students? [y/N]", found.count
    ).format(count=found.count)


def outcome(found: Regrading, *, written: bool) -> str:
    """What was done in the end, in a sentence or two."""
    if not found.count:
        return _("There is nothing to write.")
    if not written:
        return _("Nothing was written. To write it without being asked, add --yes.")
    count = found.count - len(found.passed_by)
    sentence = ngettext("Written for {count} student.", "Written for {count} students.", count).format(
        count=count
    )
    if not found.passed_by:
        return sentence
    passed_by = _("Not for {names}: another file came meanwhile. Give the command again.").format(
        names=", ".join(one_line(name, _LONGEST_NAME) for name in found.passed_by)
    )
    return f"{sentence} {passed_by}"


def as_json(found: Regrading, *, written: bool) -> dict[str, Any]:
    """The same for programs; see "JSON" in the README."""
    return {
        "format": 1,
        "assignment": found.batch.assignment,
        "written": written,
        "changes": [_change_as_json(change) for change in found.changes],
        "reworded": found.reworded,
        "unchanged": found.unchanged,
        "broken": found.broken,
        "passed_by": found.passed_by,
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    return {
        "student": change.student,
        "before": change.before,
        "after": change.after,
        "max_score": change.max_score,
        "first": change.first,
        "resubmitted": change.another,
        "exercises": [
            {
                "name": each.name,
                "before": {"status": each.was, "score": each.before, "mistake": each.mistakes[0] or None},
                "after": {"status": each.now, "score": each.after, "mistake": each.mistakes[1] or None},
                "manual": each.kept,
                "groups": [
                    {
                        "title": group.title,
                        "before": group.before,
                        "after": group.after,
                        "points": list(group.points),
                    }
                    for group in each.groups
                ],
            }
            for each in change.exercises
        ],
    }
