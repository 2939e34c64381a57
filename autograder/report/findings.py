"""Mistakes that students share, and who needs a word before the next lecture."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.exercise import Mistake
from autograder.gradebook.ledger import total
from autograder.language import _, ngettext
from autograder.report.classroom import Classroom, Work
from autograder.verdict import Status

SAME_MISTAKE = 3
"""Exercises in which one makes the same mistake before it is more than a slip."""

FAR_BELOW = 0.3
"""How much less of the points than before is far less: 30 of 100."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistake that was made.

    Attributes:
        title: as the student reads it, in the exercise where most made it.
        students: who made it, in any exercise.
        exercises: how many made it in each, in the order of exercises.
    """

    name: str
    title: str
    hint: str
    students: tuple[str, ...]
    exercises: tuple[tuple[str, int], ...]


def misconceptions(room: Classroom) -> list[Misconception]:
    """The mistakes that were named in verdicts, the commonest first."""
    known = {(e.name, m.name): m for e in room.exercises for m in reversed(e.mistakes)}
    students: dict[str, list[str]] = {}
    made: dict[str, Counter[str]] = {}
    for work in room.works:
        for exercise, done in work.done.items():
            if (exercise, done.mistake) in known:
                made.setdefault(done.mistake, Counter())[exercise] += 1
                who = students.setdefault(done.mistake, [])
                if who[-1:] != [work.student]:
                    who.append(work.student)
    order = [exercise.name for exercise in room.exercises]
    found = []
    for name, where in made.items():
        [(most, _count)] = where.most_common(1)
        told: Mistake = known[most, name]
        its = tuple((exercise, where[exercise]) for exercise in order if exercise in where)
        found.append(Misconception(name, _(told.title), _(told.hint), tuple(students[name]), its))
    return sorted(found, key=lambda each: (-len(each.students), each.name))


@dataclass(frozen=True, slots=True)
class Concern:
    """A reason to talk to someone.

    Attributes:
        rule: as a phrase that says who is meant.
        students: whom it holds for.
    """

    rule: str
    students: tuple[str, ...]


def concerns(room: Classroom) -> list[Concern]:
    """Every rule, with whom it holds for; the first that holds for one silences those about less."""
    found: dict[str, list[str]] = {rule: [] for rule in _rules()}
    for work in room.works:
        for rule in _reasons(work, room):
            found[rule].append(work.student)
    found[_nothing()] = list(room.absent)
    return [Concern(rule, tuple(students)) for rule, students in found.items()]


def _rules() -> Iterator[str]:
    yield from (_nothing(), _unreadable(), _untouched(), _zero(), _same(), _below())


def _nothing() -> str:
    return _("handed in nothing")


def _unreadable() -> str:
    return _("handed in a file that could not be read")


def _untouched() -> str:
    return _("handed in the notebook with no exercise written")


def _zero() -> str:
    return _("wrote something and has no point for it")


def _same() -> str:
    return ngettext(
        "makes the same mistake in {count} exercise or more",
        "makes the same mistake in {count} exercises or more",
        SAME_MISTAKE,
    ).format(count=SAME_MISTAKE)


def _below() -> str:
    return _(
        "earned a share of the points that is at least {percent} percentage points below that of earlier "
        "assignments"
    ).format(percent=round(100 * FAR_BELOW))


def _reasons(work: Work, room: Classroom) -> Iterator[str]:
    score = work.entry.score
    if work.problem:
        yield _unreadable()
        return
    if total(work.entry.marks) == 0:  # before what coming late costs
        untouched = work.done and all(done.status is Status.MISSING for done in work.done.values())
        yield _untouched() if untouched else _zero()
    elif score is not None and _falls(room.before.get(work.student), score / room.points):
        yield _below()
    mistakes = Counter(done.mistake for done in work.done.values() if done.mistake)
    if any(count >= SAME_MISTAKE for count in mistakes.values()):
        yield _same()


def _falls(before: float | None, share: float) -> bool:
    # Rounded, or 0.8 - 0.5 would be less than 0.3.
    return before is not None and round(before - share, 9) >= FAR_BELOW
