"""What became of a notebook's cells: why a function is not there, and what else failed."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from autograder.exercises import assignments, exercises
from autograder.language import _, ngettext, sentences
from autograder.limits import Limits, in_seconds
from autograder.notebook import Cell, Notebook
from autograder.sandbox import End, Ending
from autograder.wording.endings import error, over_memory

_MOST_CELLS = 5  # that failed are told one by one


def unwritten(name: str, notebook: Notebook) -> str:
    sentence = _("{name} is still to be written: it ends in `raise NotImplementedError`.").format(name=name)
    written = notebook.written(name)
    if len(written) < 2:
        return sentence
    last = _("More than one cell defines it, and the last one counts: cell {place} (from the top).").format(
        place=written[-1].place
    )
    return sentences(sentence, last)


def uses_unwritten(name: str) -> str:
    return _("it uses {name}, which is still to be written.").format(name=name)


def missing(
    name: str, notebook: Notebook, cell_endings: Mapping[int, Ending], limits: Limits, *, with_text: bool
) -> str:
    """Why there is no such function, as far as the notebook and the ends of its cells tell.

    Args:
        with_text: as in `raised`.
    """
    defined = notebook.definition(name)
    for index, ending in cell_endings.items():
        cell = notebook.cells[index]
        if cell.source == defined:
            reason = _cell_failed(cell, ending, limits, with_text=with_text)
            break
    else:
        reason = _gone(name, notebook)
    if not reason:
        return _("There is no function {name} after all cells of your notebook ran.").format(name=name)
    return _("There is no function {name}: {reason}").format(name=name, reason=reason)


def _cell_failed(cell: Cell, ending: Ending, limits: Limits, *, with_text: bool) -> str:
    if ending.end is End.OVERTIME and ending.text == "cpu":
        return _(
            "cell {place} (from the top), which defines it, computed for more than {time} and "
            "was stopped. Does every loop come to an end? Put what takes long into a cell of its own."
        ).format(place=cell.place, time=in_seconds(limits.cell_cpu))
    if ending.end is End.OVERTIME:
        return _(
            "cell {place} (from the top), which defines it, did not end within {time} and was "
            "stopped. Does it wait for something? Put what takes long into a cell of its own."
        ).format(place=cell.place, time=in_seconds(limits.cell_wall))
    if ending.end is End.OVERMEMORY:
        return _("cell {place} (from the top), which defines it: {sentence}").format(
            place=cell.place, sentence=over_memory(ending, limits, with_text=with_text)
        )
    if ending.end is not End.RAISED:
        return _(
            "cell {place} (from the top), which defines it, ended Python. "
            "Take out what does so, such as an exit or far too large an array."
        ).format(place=cell.place)
    sentence = _("cell {place} (from the top), which defines it, raised {error}.").format(
        place=cell.place, error=error(ending, with_text=with_text)
    )
    return sentences(sentence, _next_step(cell, ending if with_text else replace(ending, text="")))


def _next_step(cell: Cell, ending: Ending) -> str:
    """What to do about an exception that keeps a cell from defining its function."""
    if re.search(r"^(<<<<<<<|>>>>>>>)", cell.source, re.MULTILINE):
        return _("It holds conflict markers of git (<<<<<<<): keep one version, and delete the markers.")
    match ending.exception:
        case "SyntaxError" if re.match(r"invalid (non-printable )?character", ending.text):
            return _(
                "This character is no part of Python: it came with copied text or from an input method. "
                "Type it anew on an English keyboard."
            )
        case "SyntaxError" if not ending.text.startswith("incomplete input"):
            return _("Run that cell: Python shows you the place.")
        case "SyntaxError" | "IndentationError":
            return _("A function must stand whole in one cell. Run that cell: Python shows you the place.")
        case "TabError":
            return _("Indent all lines of the cell with spaces.")
        case "ModuleNotFoundError" | "ImportError":
            return _("Keep that import out of this cell.")
    return _("Choose Kernel → Restart Kernel and Run All Cells to see what the grader saw.")


def _gone(name: str, notebook: Notebook) -> str:
    """Where a function is that no cell made; nothing if the notebook does not tell."""
    if written := notebook.written(name):
        cell = notebook.defining(name)
        if cell is not None and cell != written[-1]:
            return _(
                "cell {place} (from the top) gives its name to something else. Choose another name there."
            ).format(place=cell.place)
    elif cell := notebook.written_aside(name):
        return _(
            "cell {place} (from the top), which defines it, is no code cell. "
            "Select it and choose Code in the toolbar."
        ).format(place=cell.place)
    elif notebook.damaged:
        return _(
            "no cell defines it, and cell {place} (from the top) is damaged, so that it could not be read. "
            "Copy your code into a fresh copy of the assignment."
        ).format(place=notebook.damaged[0])
    elif not notebook.cells:
        return _("your notebook has no code. Is it the one that you worked in?")
    elif near := _near_miss(name, notebook):
        return _(
            "your notebook has {near}. If that is it, call it {name}: the grader finds your work by its name."
        ).format(near=near, name=name)
    elif other := _other_assignment(name, notebook):
        return _("your notebook has functions of {other}. Is it the right one?").format(other=other)
    return ""


_MOST_NAMES = 200  # of functions that are looked at for one that is meant; comparing takes time of ours


def _near_miss(name: str, notebook: Notebook) -> str | None:
    """A function of the notebook whose name may be meant to be this one; none that is another exercise's."""
    taken = {exercise.name for assignment in assignments() for exercise in exercises(assignment)}
    plain = {_plain(each): each for each in notebook.functions()[:_MOST_NAMES] if each not in taken}
    found = difflib.get_close_matches(_plain(name), plain, n=1, cutoff=0.75)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def _other_assignment(name: str, notebook: Notebook) -> str | None:
    """The assignment that a notebook is for, if it has functions of it and none of those that are asked."""
    found = [
        assignment
        for assignment in assignments()
        if any(notebook.defining(exercise.name) for exercise in exercises(assignment))
    ]
    asked = [a for a in assignments() if any(exercise.name == name for exercise in exercises(a))]
    return found[0] if found and not set(found) & set(asked) else None


def elsewhere(
    notebook: Notebook, cell_endings: Mapping[int, Ending], limits: Limits, told: Collection[str]
) -> list[str]:
    """A sentence for each cell that did not end well and that nothing has been said of.

    Args:
        cell_endings: by the cell's place in `notebook.cells`.
        told: names of functions of which it was said why they are missing.
    """
    definitions = set(notebook.definitions(told).values())
    failed = [
        (notebook.cells[index], ending)
        for index, ending in sorted(cell_endings.items())
        if notebook.cells[index].source not in definitions and not _is_check(notebook.cells[index])
    ]
    said = [_failed(cell, ending, limits) for cell, ending in failed[:_MOST_CELLS]]
    if more := len(failed) - len(said):
        said.append(
            ngettext("{count} more cell failed.", "{count} more cells failed.", more).format(count=more)
        )
    return said


def _is_check(cell: Cell) -> bool:
    """Whether it runs one of the notebook's own checks, for which there is nothing here."""
    return bool(re.search(r"^import looking\b", cell.source, re.MULTILINE))


def _failed(cell: Cell, ending: Ending, limits: Limits) -> str:
    match ending.end:
        case End.RAISED:
            return _("Cell {place} (from the top) raised {error}.").format(
                place=cell.place, error=error(ending, with_text=True)
            )
        case End.OVERTIME:
            seconds = limits.cell_cpu if ending.text == "cpu" else limits.cell_wall
            return _("Cell {place} (from the top) was stopped after {time}.").format(
                place=cell.place, time=in_seconds(seconds)
            )
        case End.OVERMEMORY:
            return _("Cell {place} (from the top) needed too much memory.").format(place=cell.place)
        case _:
            return _("Cell {place} (from the top) ended Python.").format(place=cell.place)
