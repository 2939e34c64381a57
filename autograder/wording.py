"""The sentences that tell a student how a call ended when it gave no value.

Each says what happened, where, and what to look at next. Sentences about wrong values are `compare`'s.
"""

import builtins
import re
from collections.abc import Mapping

from autograder.exercise import Group
from autograder.language import _, ngettext
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, Limits

_CODE_LENGTH = 100  # characters of a line that are quoted; a line may be as long as a notebook


def passed(groups: int) -> str:
    return ngettext("Right, with every case.", "Right, in all {count} groups of cases.", groups).format(
        count=groups
    )


def failed(group: Group, what: str, *, everywhere: bool) -> str:
    """What went wrong, and among which cases.

    Args:
        everywhere: whether no group passed: then this one is an example, and its title no clue.
    """
    if everywhere:
        return _("In every group of cases; for example with {title}: {what}").format(
            title=_(group.title), what=what
        )
    return _("In cases with {title}: {what}").format(title=_(group.title), what=what)


def our_fault() -> str:
    return _("The grader itself failed here. That is not your fault: it will be graded again.")


def nothing_to_grade() -> str:
    return _("There was nothing to grade.")


def unwritten(name: str) -> str:
    return _("{name} is still to be written: it ends in `raise NotImplementedError`.").format(name=name)


def missing(name: str, notebook: Notebook, cell_endings: Mapping[int, Ending], *, with_text: bool) -> str:
    """Why there is no such function: perhaps the cell that defines it did not end well.

    Args:
        with_text: as in `raised`.
    """
    defined = notebook.definition(name)
    for index, ending in cell_endings.items():
        cell = notebook.cells[index]
        if cell.source != defined:
            continue
        if ending.end is End.RAISED:
            return _(
                "There is no function {name}: cell {place} (from the top), which defines it, raised {error}."
            ).format(name=name, place=cell.place, error=_error(ending, with_text=with_text))
        return _(
            "There is no function {name}: cell {place} (from the top), which defines it, did not end."
        ).format(name=name, place=cell.place)
    return _("There is no function {name} after all cells of your notebook ran.").format(name=name)


def raised(ending: Ending, notebook: Notebook, *, with_text: bool) -> str:
    """An exception and its place.

    Args:
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
            return _("it raised {error}, at “{code}” (line {line} of cell {place}, from the top).").format(
                error=error,
                code=_short(cell.source.splitlines()[ending.line - 1].strip()),
                line=ending.line,
                place=cell.place,
            )
    return _("it raised {error}.").format(error=error)


def _short(code: str) -> str:
    return code if len(code) <= _CODE_LENGTH else code[:_CODE_LENGTH] + "…"


def _error(ending: Ending, *, with_text: bool) -> str:
    # Python adds to a syntax error which file it is in, by the name that we gave the cell.
    text = re.sub(r" \(<cell \d+>, line (\d+)\)$", r" (line \1)", ending.text)
    return f"{ending.exception}: {text}" if with_text and text else ending.exception


def died() -> str:
    return _("it ended Python itself, by an exit or a crash in compiled code.")


def over_memory(limits: Limits) -> str:
    return _("it needed more than {limit} MiB of memory. Which array grows with every step?").format(
        limit=limits.memory // 2**20
    )


def over_time(ending: Ending, limits: Limits) -> str:
    """Which limit, and what usually causes it; `Ending.text` names the limit."""
    if ending.text == "submission":
        return _(
            "your notebook as a whole took more than {seconds:g} seconds, so this was not tried."
        ).format(seconds=limits.submission_wall)
    if ending.text == "cpu":
        return _("it computed for more than {seconds:g} seconds. Does every loop come to an end?").format(
            seconds=limits.call_cpu
        )
    return _("it gave no answer within {seconds:g} seconds. Does it wait for something?").format(
        seconds=limits.call_wall
    )


def refused(ending: Ending) -> str:
    """Why what came back cannot be judged, in words for what `runtime.plain` says in one."""
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
            return _("it gave far more than was asked for. Which shape should the answer have?")
        case _:
            return _("what it gave cannot be judged: give a plain number, list or NumPy array.")


_KNOWN_TYPES = frozenset(
    "MaskedArray matrix memmap recarray chararray object string bytes_ str_ datetime64 timedelta64 void "
    "function generator coroutine method module Fraction Decimal array deque OrderedDict Counter "
    "dict_keys dict_values dict_items".split()
)


def _type_name(name: str) -> str:
    """The name, if it is a known type's; a child could say any text, even the inputs of a hidden case."""
    name = name.rstrip("0123456789") if name.startswith(("str", "bytes", "void")) else name
    return name if name in _KNOWN_TYPES or isinstance(getattr(builtins, name, None), type) else ""
