"""The sentences that tell a student how a call ended when it gave no value.

Each says what happened, where, and what to look at next. Sentences about wrong values are `compare`'s.
"""

import builtins
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.exercise import Group
from autograder.exercises import assignments, exercises
from autograder.language import _, ngettext, sentences
from autograder.limits import GIB, KIB, MIB, Limits, compared, in_units
from autograder.notebook import Cell, Notebook
from autograder.sandbox import End, Ending, frames

_CODE_LENGTH = 100  # characters of a line that are quoted; a line may be as long as a notebook


def passed(groups: int) -> str:
    return ngettext("Right, with every case.", "Right, in all {count} groups of cases.", groups).format(
        count=groups
    )


def failed(
    group: Group,
    what: str,
    *,
    failed: int,
    otherwise: int,
    count: int,
    untried: int = 0,
    shrunk: bool = False,
) -> str:
    """What went wrong, and among which cases.

    Args:
        group: that `what` is an example of.
        failed: groups that did not pass.
        otherwise: those of them that ended in another way than `what` says.
        count: groups in all.
        untried: groups that neither passed nor failed, because nothing more was asked.
        shrunk: whether `what` is of a smaller case, which belongs to no group.
    """
    title = _(group.title)
    if failed == 1:
        where = _("In cases with {title}").format(title=title)
    elif failed < count:
        where = _("In {failed} of {count} groups of cases, for example with {title}").format(
            failed=failed, count=count, title=title
        )
    elif shrunk:  # the small case is example enough
        where = _("In all {count} groups of cases").format(count=count)
    else:
        where = _("In all {count} groups of cases, for example with {title}").format(count=count, title=title)
    if shrunk:
        told = _("{where}. In the small case that is shown: {what}").format(where=where, what=what)
    else:
        told = _("{where}: {what}").format(where=where, what=what)
    more = [told]
    if otherwise:
        more.append(
            ngettext(
                "{count} of these groups ended in another way.",
                "{count} of these groups ended in other ways.",
                otherwise,
            ).format(count=otherwise)
        )
    if untried:
        more.append(
            ngettext(
                "{count} more group was not tried after that.",
                "{count} more groups were not tried after that.",
                untried,
            ).format(count=untried)
        )
    return sentences(*more)


def second_time(what: str) -> str:
    """What is wrong with the second of two calls that are alike."""
    return _("called a second time with the same arguments, {what}").format(what=what)


def changed(names: Sequence[str]) -> str:
    """The answer is right, but the function has written to its arguments.

    Args:
        names: of these arguments; none may be told of a hidden case.
    """
    if not names:
        return _("it changes an array or a list that it was given. Work on a copy of it.")
    return ngettext(
        "it changes {names}, which it was given. Who calls it may need that again: work on a copy.",
        "it changes {names}, which it was given. Who calls it may need them again: work on copies.",
        len(names),
    ).format(names=", ".join(f"`{name}`" for name in names))


def not_to_be_judged() -> str:
    return _("what it gave cannot be judged: give a plain number, list or NumPy array.")


def unlawful(title: str) -> str:
    """All cases passed, but the answers were fitted to them."""
    return _(
        "Your answers are right in the course's own cases and wrong for other inputs, and earn nothing. {law}"
    ).format(law=_(title))


def carried(names: Sequence[str]) -> str:
    """Graded with right functions in place of wrong ones that it calls."""
    return ngettext(
        "This was graded with a right {names} in place of yours: what is wrong there costs nothing here.",
        "This was graded with right {names} in place of yours: what is wrong there costs nothing here.",
        len(names),
    ).format(names=", ".join(names))


def our_fault() -> str:
    return _("The grader itself failed here. That is not your fault: it will be graded again.")


def nothing_to_grade() -> str:
    return _("There was nothing to grade.")


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
            "cell {place} (from the top), which defines it, computed for more than {seconds:g} seconds and "
            "was stopped. Does every loop come to an end? Put what takes long into a cell of its own."
        ).format(place=cell.place, seconds=limits.cell_cpu)
    if ending.end is End.OVERTIME:
        return _(
            "cell {place} (from the top), which defines it, did not end within {seconds:g} seconds and was "
            "stopped. Does it wait for something? Put what takes long into a cell of its own."
        ).format(place=cell.place, seconds=limits.cell_wall)
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
        place=cell.place, error=_error(ending, with_text=with_text)
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


def raised(ending: Ending, notebook: Notebook, cell_endings: Mapping[int, Ending], *, with_text: bool) -> str:
    """An exception and its place.

    Args:
        cell_endings: how cells ended that did not end well: one may be why a name is unknown.
        with_text: whether the exception's own text may be shown, and its place. In hidden cases the text may
            hold their inputs, and code of a thousand lines could tell them by the line that it fails in.
    """
    error = _error(ending, with_text=with_text)
    if not with_text:
        return _("it raised {error}.").format(error=error)
    if ending.cell is not None and ending.line is not None and ending.cell < len(notebook.cells):
        cell = notebook.cells[ending.cell]
        # A child can claim any line; only one that exists is repeated.
        if 1 <= ending.line <= len(cell.source.splitlines()):
            told = _("it raised {error}, at “{code}” (line {line} of cell {place}, from the top).").format(
                error=error,
                code=_short(cell.source.splitlines()[ending.line - 1].strip()),
                line=ending.line,
                place=cell.place,
            )
            return sentences(told, _unknown_name(ending, notebook, cell_endings))
    return _("it raised {error}.").format(error=error)


def _unknown_name(ending: Ending, notebook: Notebook, cell_endings: Mapping[int, Ending]) -> str:
    """Why a name is not known, if a cell that should have made it did not come to its end."""
    unknown = re.fullmatch(r"name '(\w{1,40})' is not defined", ending.text)
    if ending.exception != "NameError" or not unknown:
        return ""
    for index, other in cell_endings.items():
        cell = notebook.cells[index]
        if other.end is End.RAISED and other.text != ending.text and _makes(cell.source, unknown[1]):
            return _("That name was to come from cell {place} (from the top), which raised {error}.").format(
                place=cell.place, error=_error(other, with_text=True)
            )
    return ""


def _makes(source: str, name: str) -> bool:
    """Whether a line looks as if it gave something this name."""
    made = rf"\s*(?:def|class|import|from|for|with)\b[^#]*\b{name}\b|[^#=]*\b{name}\b[^#=]*=(?!=)"
    return any(len(line) < 500 and re.match(made, line) for line in source.splitlines())


def _short(code: str) -> str:
    return code if len(code) <= _CODE_LENGTH else code[:_CODE_LENGTH] + "…"


def _error(ending: Ending, *, with_text: bool) -> str:
    # Python adds to a syntax error which file it is in, by the name that we gave the cell.
    text = re.sub(r" \(<cell \d+>, line (\d+)\)$", r" (line \1)", ending.text)
    return f"{ending.exception}: {text}" if with_text and text else ending.exception


def died() -> str:
    return _("it ended Python itself, by an exit or a crash in compiled code.")


_NUMPYS_WORDS = r"Unable to allocate ([\d.]{1,20}) (\wi?B|bytes) for an array with shape (\([\d, ]+\))"


def over_memory(ending: Ending, limits: Limits, *, with_text: bool) -> str:
    """Which limit, and what usually causes it; NumPy says how much was asked for.

    Args:
        with_text: as in `raised`. In hidden cases what was asked for may tell their inputs.
    """
    limit = in_units(limits.memory)
    asked = re.match(_NUMPYS_WORDS, ending.text) if with_text else None
    if asked and _UNITS.get(asked[2], 2**40) * _number(asked[1]) > limits.memory:
        return _(
            "it asked for {asked} of memory in one array of shape {shape}; there is {limit} in all. "
            "Is one of these sizes a mistake?"
        ).format(asked=f"{asked[1]} {asked[2]}", shape=asked[3], limit=limit)
    if asked:
        return _(
            "it needed more than {limit} of memory: the last array that it asked for was one of {asked}, of "
            "shape {shape}. Which list or array grows with every step?"
        ).format(asked=f"{asked[1]} {asked[2]}", shape=asked[3], limit=limit)
    return _(
        "it needed more than {limit} of memory. Which list or array grows with every step, or is too large?"
    ).format(limit=limit)


_UNITS = {"bytes": 1, "KiB": KIB, "MiB": MIB, "GiB": GIB}
"""NumPy's; every other is larger than any limit."""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # a student's own error may say anything
        return 0.0


def over_time(ending: Ending, limits: Limits) -> str:
    """Which limit, and what usually causes it; `Ending.text` names the limit."""
    if ending.text == "submission":
        return _(
            "your notebook as a whole took more than {seconds:g} seconds, so this was not tried to its end. "
            "Take out the cells that compute for long, and end the loops that never do."
        ).format(seconds=limits.submission_wall)
    if ending.text == "cpu":
        return _(
            "it computed for more than {seconds:g} seconds in one call. Does every loop come to an end?"
        ).format(seconds=limits.call_cpu)
    return _(
        "it gave no answer within {seconds:g} seconds. Does it wait for something, as sleep() does?"
    ).format(seconds=limits.call_wall)


def refused(ending: Ending, limits: Limits, *, with_text: bool) -> str:
    """Why what came back cannot be judged, in words for what `runtime.plain` says in one.

    Args:
        with_text: as in `raised`. In hidden cases a size could tell their inputs, as one number of many.
    """
    kind = _type_name(ending.detail)
    match ending.text:
        case "type" if kind:
            return _(
                "it gave a {kind}, which cannot be judged: give a plain number, list or NumPy array."
            ).format(kind=kind)
        case "dtype" if kind:
            return _("it gave an array with elements of kind {kind}: give an array of numbers.").format(
                kind=kind
            )
        case "size":
            return _too_much(ending.detail if with_text else "", limits)
        case "items":
            count = _claimed(ending.detail if with_text else "", frames.ANSWER_ITEMS)
            return _(
                "it gave lists with {count} items; up to {limit} can be judged, and an array may hold more. "
                "Which shape should the answer have?"
            ).format(count=_("too many") if count is None else count, limit=frames.ANSWER_ITEMS)
        case "depth" if ending.detail == "array":
            return _(
                "it gave an array with more than {limit} axes. Which shape should the answer have?"
            ).format(limit=frames.MAX_NDIM)
        case "depth":
            return _(
                "it gave lists in lists, more than {limit} deep. Which shape should the answer have?"
            ).format(limit=frames.MAX_DEPTH - 1)
        case "int":
            return _(
                "it gave a whole number of more than {limit} bits. Does it grow with every step of a loop?"
            ).format(limit=8 * frames.MAX_INT_BYTES - 2)
        case _:
            return not_to_be_judged()


def _too_much(said: str, limits: Limits) -> str:
    size = _claimed(said, limits.answer_bytes)
    if size is None:
        return _(
            "it gave more than {limit}, which is all that an answer may have. Which shape should it have?"
        ).format(limit=in_units(limits.answer_bytes))
    gave, may = compared(size, limits.answer_bytes)
    return _("it gave {size}; an answer may have up to {limit}. Which shape should it have?").format(
        size=gave, limit=may
    )


def _claimed(said: str, limit: int) -> int | None:
    """The amount that a child says it went over a limit with, if it says one that could be true."""
    return int(said) if re.fullmatch(r"[0-9]{1,15}", said) and int(said) > limit else None


_KNOWN_TYPES = frozenset(
    "MaskedArray matrix memmap recarray chararray object string bytes_ str_ datetime64 timedelta64 void "
    "function generator coroutine method module Fraction Decimal array deque OrderedDict Counter "
    "dict_keys dict_values dict_items".split()
)


def _type_name(name: str) -> str:
    """The name, if it is a known type's; a child could say any text, even the inputs of a hidden case."""
    name = name.rstrip("0123456789") if name.startswith(("str", "bytes", "void")) else name
    return name if name in _KNOWN_TYPES or isinstance(getattr(builtins, name, None), type) else ""
