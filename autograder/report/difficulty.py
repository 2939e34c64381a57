"""How difficult each exercise was, and whether it tells those who can from those who cannot."""

from collections import Counter
from dataclasses import dataclass

from autograder.language import _
from autograder.report.classroom import Classroom, Work
from autograder.report.statistics import Item, items
from autograder.verdict import Status


def counted(room: Classroom) -> list[Work]:
    """Submissions that tell something about exercises: with all marks, and a file that could be read."""
    names = {exercise.name for exercise in room.exercises}
    return [
        work
        for work in room.works
        if not work.problem and work.entry.score is not None and names <= work.entry.marks.keys()
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise, with what is told of it.

    Attributes:
        unwritten: how many left it as it was.
        groups: title, points and how many passed it, of those whose verdict is known.
        known: how many those are.
    """

    name: str
    points: float
    item: Item
    unwritten: int
    groups: tuple[tuple[str, float, int], ...]
    known: int

    @property
    def discriminates(self) -> str:
        """How well, in a word, by the bounds of Ebel and Frisbie; "" where it cannot be told."""
        r = self.item.discrimination
        if r is None:
            return ""
        bounds = ((0.4, _("very good")), (0.3, _("good")), (0.2, _("marginal")))
        return next((word for bound, word in bounds if round(r, 2) >= bound), _("poor"))


def rows(room: Classroom) -> list[Row]:
    """A row for each exercise, in their order."""
    its = room.exercises
    scores = [[work.entry.marks[e.name].score or 0.0 for e in its] for work in counted(room)]
    read = [work.done for work in room.works if not work.problem]
    found = []
    for exercise, item in zip(its, items(scores, [e.points for e in its]), strict=True):
        done = [each[exercise.name] for each in read if exercise.name in each]
        passed = Counter(name for each in done for name in each.passed)
        unwritten = sum(each.status is Status.MISSING for each in done)
        groups = tuple((_(group.title), group.points, passed[group.name]) for group in exercise.groups)
        found.append(Row(exercise.name, exercise.points, item, unwritten, groups, len(done)))
    return found
