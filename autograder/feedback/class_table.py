"""A class in a terminal: a row for each student, with their score and one mark for each exercise.

Rows are small and laid out one by one: a table that looks at ten thousand of them at once takes seconds. As
in `terminal`, whatever a student wrote is cleaned first, and colour is never the only sign.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.columns import Columns
from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from autograder.feedback import words
from autograder.feedback.untrusted import one_line
from autograder.language import _
from autograder.verdict import Status, Verdict

_LONGEST_NAME, _SHORTEST_NAME = 40, 8  # columns for a student's
_GAP = "  "

_MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.WRONG: ("✗", "red"),
    Status.MISSING: ("·", "dim"),
    Status.CRASHED: ("!", "yellow"),
    Status.OVERTIME: ("T", "yellow"),
    Status.OVERMEMORY: ("M", "yellow"),
    Status.REFUSED: ("?", "yellow"),
    Status.BROKEN: ("#", "magenta"),
}


def mark(status: Status) -> Text:
    """A status's sign: one column wide in every font, and told from the others without colour."""
    return Text(*_MARKS[status])


def mark_style(status: Status) -> str:
    return _MARKS[status][1]


def out_of(score: float | None, max_score: float) -> str:
    return f"{words.points(score)} / {words.points(max_score)}"


@dataclass(frozen=True, slots=True)
class Row:
    """What a table of a class shows of one submission.

    Attributes:
        student: as it is to be shown.
        score: and what could be had.
        marks: the status of each exercise, in order.
        remark: and its style.
    """

    student: str
    score: str
    marks: tuple[Status, ...]
    remark: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, student: str, verdict: Verdict) -> "Row":
        remark = ("", "")
        if verdict.problem is not None:
            remark = _("could not be read"), "red"
        elif not verdict.isolated:
            remark = _("not isolated"), "yellow"
        return cls(
            one_line(student, _LONGEST_NAME),
            out_of(verdict.score, verdict.max_score),
            tuple(exercise.status for exercise in verdict.exercises),
            remark,
        )


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A table of rows; below it stands what numbers and marks mean.

    Attributes:
        names: of the exercises, in order.
    """

    rows: Sequence[Row]
    names: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        if not self.rows:
            yield Text(_("No submissions."))
            return
        numbers = [str(number) for number in range(1, len(self.names) + 1)]
        student, score = _("student"), _("score")
        scores = max(cell_len(text) for text in (score, *(row.score for row in self.rows)))
        longest = max(cell_len(text) for text in (student, *(row.student for row in self.rows)))
        others = scores + sum(len(_GAP) + len(number) for number in numbers)
        students = min(longest, max(_SHORTEST_NAME, options.max_width - len(_GAP) - others))
        heading = [_cell(student, students), _cell(score, scores, right=True), *map(Text, numbers)]
        yield _line(heading, "bold")
        for row in self.rows:
            marks = zip(row.marks, numbers, strict=False)
            yield _line(
                [
                    _cell(row.student, students),
                    _cell(row.score, scores, right=True),
                    *(_cell(mark(status), len(number)) for status, number in marks),
                    *([Text(*row.remark)] if row.remark[0] else []),
                ]
            )
        yield Text()
        yield from self._legend()

    def _legend(self) -> Iterator[RenderableType]:
        exercises = [Text(f"{number} {one_line(name)}") for number, name in enumerate(self.names, 1)]
        seen = {status for row in self.rows for status in row.marks}
        told = {each: _(words.STATUS[each]) for each in Status if each in seen}
        marks = [mark(each).append(f" {word}", style="default") for each, word in told.items()]
        yield Columns(exercises, padding=(0, 3))
        yield Columns(marks, padding=(0, 3))


def _cell(content: str | Text, width: int, *, right: bool = False) -> Text:
    """A text of exactly so many columns; letters may be two of them wide."""
    text = Text(content) if isinstance(content, str) else content
    text.truncate(width, overflow="ellipsis")
    text.pad_left(width - text.cell_len) if right else text.pad_right(width - text.cell_len)
    return text


def _line(cells: Sequence[Text], style: str = "") -> Text:
    line = Text(_GAP, style, no_wrap=True, overflow="ellipsis").join(cells)
    line.rstrip()
    return line
