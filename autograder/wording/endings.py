"""How a call ended that gave no value, or none that can be judged."""

import builtins
import re
from collections.abc import Mapping

from autograder.language import _, sentences
from autograder.limits import GIB, KIB, MIB, Limits, compared, in_seconds, in_units
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, frames

_CODE_LENGTH = 100  # characters of a line that are quoted; a line may be as long as a notebook


def raised(ending: Ending, notebook: Notebook, cell_endings: Mapping[int, Ending], *, with_text: bool) -> str:
    """An exception and its place.

    Args:
        cell_endings: how cells ended that did not end well: one may be why a name is unknown.
        with_text: whether the exception's own text may be shown, and its place. In hidden cases the text may
            hold their inputs, and code of a thousand lines could tell them by the line that it fails in.
    """
    what = error(ending, with_text=with_text)
    if not with_text:
        return _("it raised {error}.").format(error=what)
    if ending.cell is not None and ending.line is not None and ending.cell < len(notebook.cells):
        cell = notebook.cells[ending.cell]
        lines = cell.source.split("\n")
        # A child can claim any line; only one that exists is repeated.
        if 1 <= ending.line <= len(lines):
            told = _("it raised {error}, at “{code}” (line {line} of cell {place}, from the top).").format(
                error=what,
                code=_short(lines[ending.line - 1].strip()),
                line=ending.line,
                place=cell.place,
            )
            return sentences(told, _unknown_name(ending, notebook, cell_endings))
    return _("it raised {error}.").format(error=what)


def _unknown_name(ending: Ending, notebook: Notebook, cell_endings: Mapping[int, Ending]) -> str:
    """Why a name is not known, if a cell that should have made it did not come to its end."""
    unknown = re.fullmatch(r"name '(\w{1,40})' is not defined", ending.text)
    if ending.exception != "NameError" or not unknown:
        return ""
    for index, other in cell_endings.items():
        cell = notebook.cells[index]
        if other.end is End.RAISED and other.text != ending.text and _makes(cell.source, unknown[1]):
            return _("That name was to come from cell {place} (from the top), which raised {error}.").format(
                place=cell.place, error=error(other, with_text=True)
            )
    return ""


def _makes(source: str, name: str) -> bool:
    """Whether a line looks as if it gave something this name."""
    made = rf"\s*(?:def|class|import|from|for|with)\b[^#]*\b{name}\b|[^#=]*\b{name}\b[^#=]*=(?!=)"
    return any(len(line) < 500 and re.match(made, line) for line in source.split("\n"))


def _short(code: str) -> str:
    return code if len(code) <= _CODE_LENGTH else code[:_CODE_LENGTH] + "…"


def error(ending: Ending, *, with_text: bool) -> str:
    """An exception's name, with its text where that may be shown."""
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
            "your notebook as a whole took more than {time}, so this was not tried to its end. "
            "Take out the cells that compute for long, and end the loops that never do."
        ).format(time=in_seconds(limits.submission_wall))
    if ending.text == "cpu":
        return _("it computed for more than {time} in one call. Does every loop come to an end?").format(
            time=in_seconds(limits.call_cpu)
        )
    return _("it gave no answer within {time}. Does it wait for something, as sleep() does?").format(
        time=in_seconds(limits.call_wall)
    )


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


def not_to_be_judged() -> str:
    return _("what it gave cannot be judged: give a plain number, list or NumPy array.")
