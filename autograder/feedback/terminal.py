"""Verdicts in a terminal, or wherever plain text goes.

Everything is built of `rich.text.Text`, which interprets no markup, and everything from a student is
cleaned first (`untrusted`), so no submission can colour, clear or overwrite what an instructor reads.
Colour is never the only sign: rich leaves it out in a file, in a pipe and under NO_COLOR.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.feedback import words
from autograder.feedback.class_table import mark, mark_style, out_of
from autograder.feedback.untrusted import one_line, visible
from autograder.language import _, sentences
from autograder.verdict import Counterexample, ExerciseResult, Verdict

if TYPE_CHECKING:
    from autograder.feedback.comparison import Comparison
    from autograder.feedback.matrix import Cell, Side, Slice

_MOST_EXAMPLES = 3


def text(verdict: Verdict, *, student: str | None = None) -> RenderableType:
    """One submission: its exercises, and the counterexamples of the first that have one."""
    parts: list[RenderableType] = [_heading(verdict, student)]
    if not verdict.isolated:
        parts.append(Text(words.not_isolated(), style="yellow"))
    if verdict.problem is not None:
        parts.append(Padding(Text(one_line(verdict.problem), style="red"), (0, 0, 0, 2)))
        return Group(*parts)
    parts += Text(), _exercises(verdict.exercises), Text(), Text(words.overview(verdict))
    if verdict.asides:
        parts += Text(), Text(_("Elsewhere in your notebook"), style="bold")
        parts += (Padding(Text(one_line(sentence)), (0, 0, 0, 2)) for sentence in verdict.asides)
    examples = [(each.name, each.counterexample) for each in verdict.exercises if each.counterexample]
    for name, example in examples[:_MOST_EXAMPLES]:
        parts += Text(), _counterexample(name, example)
    if left_out := ", ".join(one_line(name) for name, _example in examples[_MOST_EXAMPLES:]):
        parts += Text(), Text(_("Such cases of {names} as well: with --json.").format(names=left_out))
    return Group(*parts)


def _heading(verdict: Verdict, student: str | None) -> Text:
    # One line with the name at its end: nothing from a student starts a line, or stands where the score does.
    line = Text(f"{one_line(verdict.assignment)}  ", style="bold", no_wrap=True, overflow="ellipsis")
    line.append(out_of(verdict.score, verdict.max_score))
    return line if student is None else line.append(f"  {one_line(student)}", style="not bold")


def _exercises(exercises: Sequence[ExerciseResult]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold", ratio=1)
    for exercise in exercises:
        table.add_row(
            mark(exercise.status),
            Text(one_line(exercise.name)),
            Text(_(words.STATUS[exercise.status]), style=mark_style(exercise.status)),
            Text(out_of(exercise.score, exercise.max_score)),
            Text(sentences(one_line(exercise.message), one_line(exercise.hint))),
        )
    return table


def _counterexample(name: str, example: Counterexample) -> RenderableType:
    from autograder.feedback.drawing import drawing  # nothing is drawn of what is right

    drawn = drawing(example)
    laid_out = drawn.values
    title = _("{name}: the simplest case that goes wrong. To see it, paste this below your function:")
    parts: list[RenderableType] = [
        Text(title.format(name=one_line(name)), style="bold"),
        Text(),
        # Neither indented nor wrapped, so that what is copied runs.
        Text(visible(example.code).strip("\n"), no_wrap=True, overflow="ignore"),
        Text(),
        *_values(laid_out),
    ]
    if laid_out.differing:
        parts += Text(), Text(f"* {words.cells_differ(laid_out)}")
    if drawn.worked is not None:
        place = drawn.worked.place
        parts += Text(), Text(_("expected {place}: {sum}").format(place=place, sum=drawn.worked.expected))
        if drawn.worked.yours:
            parts.append(Text(_("yours {place}: {sum}").format(place=place, sum=drawn.worked.yours)))
    return Group(*parts)


def _values(laid_out: "Comparison") -> Iterable[RenderableType]:
    """Yours, then expected; side by side where a matrix of one belongs to a matrix of the other."""
    if laid_out.yours is not None and laid_out.pairs and not laid_out.pairs[0][0].vector:
        headings = [_heading_of(_("yours"), laid_out.yours), _heading_of(_("expected"), laid_out.expected)]
        for yours, expected in laid_out.pairs:
            grid = Table.grid(padding=(0, 6))
            sides = zip(headings, (yours, expected), (True, False), strict=True)
            grid.add_row(
                *(Group(heading, *_place(each), _matrix(each, marked)) for heading, each, marked in sides)
            )
            yield Padding(grid, (0, 0, 0, 4))
    else:
        yield Padding(_side(_("yours"), laid_out.yours, marked=True), (0, 0, 0, 4))
        yield Padding(_side(_("expected"), laid_out.expected, marked=False), (0, 0, 0, 4))


def _heading_of(name: str, side: "Side") -> Text:
    return Text(name, style="bold").append(f"  {side.kind}", style="not bold dim")


def _place(each: "Slice") -> list[Text]:
    return [Text(each.place, style="dim")] if each.place else []


def _side(name: str, side: "Side | None", *, marked: bool) -> RenderableType:
    if side is None:
        return Text(name, style="bold").append(": " + _("nothing"), style="not bold")
    heading = _heading_of(name, side)
    if not side.slices:
        return Group(heading, Text(side.text))
    parts: list[RenderableType] = [heading]
    for each in side.slices:
        parts += *_place(each), _matrix(each, marked)
    if side.left_out or side.cut:
        parts.append(Text("…"))
    return Group(*parts)


def _matrix(matrix: "Slice", marked: bool) -> Table:
    table = Table.grid(padding=(0, 1))
    for _cell in matrix.rows[0]:
        table.add_column(justify="right", no_wrap=True)
    for row in matrix.rows:
        table.add_row(*(_element(cell, marked) for cell in row))
    return table


def _element(cell: "Cell", marked: bool) -> Text:
    # The blank keeps columns straight where nothing differs.
    sign = "*" if cell.differs and marked else " "
    return Text(f"{cell.text}{sign}", style="bold" if cell.differs else "")
