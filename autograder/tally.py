"""What a run of `grade` has come to, in so little room that ten thousand submissions may be many."""

import json
import zlib
from collections.abc import Iterator
from itertools import count

from autograder.feedback.class_table import ClassTable, Row
from autograder.feedback.words import points
from autograder.language import _, ngettext
from autograder.verdict import FORMAT, Verdict


class Tally:
    """Verdicts, as they come in any order; told by student.

    Attributes:
        broken: students who could not be graded, by our own fault.
    """

    def __init__(self, assignment: str, *, whole: bool) -> None:
        """Begins with none.

        Args:
            whole: whether they will be told as JSON, else as a table.
        """
        self._assignment, self._whole = assignment, whole
        self._rows: dict[str, Row] = {}
        self._verdicts: dict[str, bytes] = {}
        self._names: tuple[str, ...] = ()
        self._scores = self._graded = self._most = 0.0
        self.broken: list[str] = []

    def add(self, student: str, verdict: Verdict) -> None:
        if verdict.score is None:
            self.broken.append(student)
        else:
            self._scores += verdict.score
            self._graded += 1
            self._most = verdict.max_score
        if self._whole:
            content = {"student": student, **verdict.as_json()}
            self._verdicts[student] = zlib.compress(_as_text(content).encode())
        else:
            self._rows[student] = Row.of(student, verdict)
            self._names = tuple(exercise.name for exercise in verdict.exercises)

    def so_far(self) -> str:
        """The marks so far in a few words, for whoever waits."""
        told = []
        if self._graded:
            mean = points(round(self._scores / self._graded, 1))
            told.append(_("mean {mean} of {most}").format(mean=mean, most=points(self._most)))
        if self.broken:
            number = len(self.broken)
            told.append(ngettext("{count} not graded", "{count} not graded", number).format(count=number))
        return ", ".join(told)

    def table(self) -> ClassTable:
        """All of them, for a terminal."""
        return ClassTable([self._rows[student] for student in sorted(self._rows)], self._names)

    def as_json(self) -> Iterator[str]:
        """All of them as one JSON text, piece by piece."""
        head = {"format": FORMAT, "assignment": self._assignment}
        yield _as_text(head)[:-2] + ',\n  "submissions": ['
        for number, student in zip(count(), sorted(self._verdicts), strict=False):
            text = zlib.decompress(self._verdicts[student]).decode()
            yield ("," if number else "") + "\n" + "\n".join(f"    {line}" for line in text.split("\n"))
        yield "\n  ]\n}\n" if self._verdicts else "]\n}\n"


def _as_text(content: object) -> str:
    # ASCII, so that it is the same whatever the terminal or the pipe takes for text.
    return json.dumps(content, allow_nan=False, indent=2)
