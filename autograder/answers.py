"""What a student wrote to the questions that a person marks.

It is looked for where students really put it: in the cell that the course made for it, whatever became of
that cell; in cells that they added below the question; or below the question's own text, in the same cell. A
cell that still holds what the course put into it is no answer. Nothing here is a mark: whether what was found
answers the question is for a person to say, who sees all of the notebook.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.master import Master, MasterCell
from autograder.notebook import Cell, Notebook

_FUNCTION = re.compile(r"^(?:def|class)[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one question was answered.

    Attributes:
        place: of the cell that answers, or of the untouched one; from 1. None if there is neither.
        text: what stands there; "" where nothing was written.
    """

    place: int | None = None
    text: str = ""


def answers(notebook: Notebook, master: Master) -> dict[str, Answer]:
    """The answer to each question of an assignment, by the name of its cell."""
    return {question.name: _answer(question, notebook.every, master) for question in master.questions}


def _answer(question: MasterCell, cells: Sequence[Cell], master: Master) -> Answer:
    named = {cell.place for cell in cells if cell.label == question.name}
    below = _below(_texts_of(question, master), cells, master)
    places = named | below
    # A function is none, whatever its cell is called: names get doubled when cells are split or copied.
    found = [
        cell
        for cell in cells
        if cell.place in places and (cell.kind != "code" or not _FUNCTION.search(cell.source))
    ]
    for cell in found:
        if cell.source.strip() and cell.source.strip() != question.source.strip():
            return Answer(cell.place, cell.source)
    return Answer(next((cell.place for cell in found if cell.place in named), None))


def _texts_of(question: MasterCell, master: Master) -> tuple[str, ...]:
    """The question itself, in each language: what stands above the cell for its answer."""
    return master.cells[master.cells.index(question) - 1].texts


def _below(asked: tuple[str, ...], cells: Sequence[Cell], master: Master) -> set[int]:
    """Places of text between a question and the next cell of the course's own."""
    own = {text for cell in master.cells if not cell.manual for text in cell.texts}
    untouched = {text.strip() for text in asked}
    places = set()
    reached = False
    for cell in cells:
        if cell.source.startswith(asked):
            reached = True
            if cell.source.strip() not in untouched:
                places.add(cell.place)
        elif cell.source in own:
            reached = False
        elif reached and cell.kind != "code":
            places.add(cell.place)
    return places
