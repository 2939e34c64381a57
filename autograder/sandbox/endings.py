"""How a cell or a call ended, as a child tells it: to be judged, not believed."""

import builtins
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from autograder.sandbox import frames


class End(StrEnum):
    """How a call, or a cell, ended."""

    VALUE = "value"
    RAISED = "raised"
    MISSING = "missing"
    REFUSED = "refused"  # what came back is no value of a kind that may cross
    OVERTIME = "overtime"
    OVERMEMORY = "overmemory"
    DIED = "died"  # the process ended: a signal, or an exit


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call, or a cell, ended, and with what.

    All of it comes from the student: to be judged, not believed.

    Attributes:
        value: with VALUE, what came back.
        exception: with RAISED, the name of one of Python's own exceptions.
        text: with RAISED, the exception's text; with REFUSED, the reason in one word.
        detail: with REFUSED, the name of the type or dtype that was refused.
        line: with RAISED, the line in the student's cell, from 1, if it was raised there.
        cell: with RAISED, the cell's place among the cells that ran, from 0.
        right: with VALUE, whether the very same was found right before, and so was not read again.
        said: with VALUE, the answer as it crossed the wall.
    """

    end: End
    value: Any = None
    exception: str = ""
    text: str = ""
    detail: str = ""
    line: int | None = None
    cell: int | None = None
    right: bool = False
    said: bytes = field(default=b"", repr=False, compare=False)


NO_ANSWER = Ending(End.REFUSED, text="frame")
"""What came is nothing that an honest child says."""

RIGHT = Ending(End.VALUE, right=True)
"""What came is what was found right before."""


def ending(said: bytes) -> Ending:
    """What a child's answer says, if it says anything that may be said.

    Args:
        said: a frame's body.
    """
    try:
        answer = frames.decode(said)
    except frames.FrameError:
        return NO_ANSWER
    match answer:
        case ("value", value):
            return Ending(End.VALUE, value=value, said=said)
        case ("ran",):
            return Ending(End.VALUE)
        case ("missing",):
            return Ending(End.MISSING)
        case ("refused", str(why), str(what)):
            return Ending(End.REFUSED, text=why[: frames.TEXT_LENGTH], detail=what[: frames.TEXT_LENGTH])
        case ("raised", str(exception), str(text), line, cell):
            end = End.OVERMEMORY if exception == "MemoryError" else End.RAISED
            return Ending(
                end,
                exception=_exception_name(exception),
                text=text[: frames.TEXT_LENGTH],
                line=_natural(line),
                cell=_natural(cell),
            )
    return NO_ANSWER


def _exception_name(name: str) -> str:
    """The name, if it is one of Python's own; a child could say any text."""
    found = getattr(builtins, name, None)
    is_exception = isinstance(found, type) and issubclass(found, BaseException)
    return name if is_exception else "Exception"


def _natural(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 10**6 else None
