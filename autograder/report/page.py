"""The page: one file that loads nothing and runs nothing, made like a student's (`feedback.html`).

Without names, nothing that names anyone reaches the template: `_who` gives counts alone. A student's name is
the only text here that is not the course's own.
"""

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import jinja2

from autograder import feedback
from autograder.feedback import words
from autograder.feedback.inert import environment
from autograder.feedback.untrusted import one_line
from autograder.language import _, ngettext
from autograder.limits import in_seconds
from autograder.report import charts
from autograder.report.classroom import Classroom, Work
from autograder.report.difficulty import counted, rows
from autograder.report.findings import concerns, misconceptions
from autograder.report.notices import notices
from autograder.report.statistics import FEWEST, Summary, summary
from autograder.verdict import Status

_HERE = Path(__file__).parent
_STYLES = (Path(feedback.__file__).parent / "page.css", _HERE / "report.css")
_LONGEST_NAME = 80

_FAILURES = (Status.CRASHED, Status.OVERTIME, Status.OVERMEMORY, Status.REFUSED, Status.BROKEN)


@dataclass(frozen=True, slots=True)
class _Who:
    """Some students: how many, and their names where they may be seen."""

    count: int
    names: tuple[str, ...]


def page(room: Classroom, *, anonymous: bool = False, made: datetime | None = None) -> str:
    """The page on a class, HTML in UTF-8.

    Args:
        anonymous: without a name, or anything else that tells one student from another, but for counts.
        made: the time that stands on it, in UTC; None for now.
    """
    who = _names(room, anonymous=anonymous)
    marks = [score for work in room.works if (score := work.entry.score) is not None]
    mistakes = misconceptions(room)
    return _template().render(
        room=room,
        title=words.title(room.assignment),
        anonymous=anonymous,
        made=made or charts.now(),
        tiles=_tiles(room, summary(marks)),
        notices=[(sentence, who(students)) for sentence, students in notices(room)],
        marks=charts.marks(marks, room.points),
        summary=summary(marks),
        shared=[(each, who(each.students)) for each in mistakes if each.students[1:]],
        single=[(each, who(each.students)) for each in mistakes if not each.students[1:]],
        exercises=rows(room),
        counted=len(counted(room)),
        failures=[(status, where, who(students)) for status, where, students in _failures(room)],
        took=_took(room),
        slowest=who(_slowest(room)),
        times=charts.times(_times(room), room.due),
        late=who(_late(room)),
        first=min(_times(room), default=None),
        last=max(_times(room), default=None),
        concerns=[(each.rule, who(each.students)) for each in concerns(room)],
    )


def _names(room: Classroom, *, anonymous: bool) -> Callable[[Sequence[str]], _Who]:
    def who(students: Sequence[str]) -> _Who:
        return _Who(
            len(students), () if anonymous else tuple(label(s, room.names.get(s, "")) for s in students)
        )

    return who


def label(student: str, name: str) -> str:
    """A student as an instructor knows them: by name, and by the id that folders have.

    >>> label("ada", "Ada Lovelace"), label("ada", "")
    ('Ada Lovelace (ada)', 'ada')
    """
    student = one_line(student, _LONGEST_NAME)
    return f"{one_line(name, _LONGEST_NAME)} ({student})" if name.strip() else student


# --- What is told ------------------------------------------------------------------------------------


def _tiles(room: Classroom, found: Summary | None) -> list[tuple[str, str]]:
    everyone = len(room.works) + len(room.waiting) + len(room.absent)
    everything = sum(_is_full(work, room) for work in room.works)
    mean, median = (found.mean, found.median) if found else (None, None)
    return [
        (
            str(len(room.works)),
            ngettext("graded, of {count} student", "graded, of {count} students", everyone).format(
                count=everyone
            ),
        ),
        (decimal(mean), _("mean, of {points} points").format(points=words.points(room.points))),
        (decimal(median), _("median")),
        (str(everything), _("with every point")),
    ]


def _is_full(work: Work, room: Classroom) -> bool:
    return work.entry.score is not None and work.entry.score >= room.points


def _failures(room: Classroom) -> list[tuple[str, str, list[str]]]:
    """How exercises ended that gave no answer: in words, in which of them, and whose."""
    students: dict[Status, list[str]] = {status: [] for status in _FAILURES}
    where: dict[Status, Counter[str]] = {status: Counter() for status in _FAILURES}
    for work in room.works:
        for name, done in work.done.items():
            if done.status in students:
                where[done.status][name] += 1
        for status in {done.status for done in work.done.values()} & students.keys():
            students[status].append(work.student)
    order = [exercise.name for exercise in room.exercises]
    found = [
        (
            _(words.STATUS[status]),
            ", ".join(f"{name} {where[status][name]}" for name in order if where[status][name]),
            students[status],
        )
        for status in _FAILURES
        if students[status]
    ]
    unreadable = [work.student for work in room.works if work.problem]
    return [*found, *([(_("File could not be read"), "", unreadable)] if unreadable else [])]


def _took(room: Classroom) -> Summary | None:
    """The seconds that grading took, of those submissions of which that is known."""
    return summary(work.seconds for work in room.works if work.seconds is not None)


def _slowest(room: Classroom) -> list[str]:
    """Whose work took longest, if it took longer than most."""
    took = _took(room)
    if took is None or took.highest <= took.median:
        return []
    return [work.student for work in room.works if work.seconds == took.highest]


def _times(room: Classroom) -> list[datetime]:
    return [work.entry.timestamp for work in room.works if work.entry.timestamp is not None]


def _late(room: Classroom) -> list[str]:
    return [work.student for work in room.works if work.entry.late]


# --- How it is written -------------------------------------------------------------------------------


@functools.cache
def _template() -> jinja2.Template:
    made = environment(_HERE, _STYLES)
    made.globals.update(
        ngettext=ngettext,
        width=charts.WIDTH,
        height=charts.HEIGHT,
        fewest=FEWEST,
    )
    made.filters.update(
        points=words.points, decimal=decimal, percent=percent, moment=moment, seconds=in_seconds
    )
    return made.get_template("report.html")


def decimal(value: float | None, digits: int = 1) -> str:
    """A number as people read it; a dash where there is none.

    >>> decimal(13.25), decimal(-0.31, 2), decimal(None)
    ('13.2', '−0.31', '–')
    """
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def moment(time: datetime) -> str:
    """A time that was kept in UTC."""
    return f"{time:%Y-%m-%d %H:%M} UTC"
