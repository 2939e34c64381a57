"""Looks at what your function gives: the target and yours side by side, and in a sentence what differs.

    import looking

    looking.check("conv2d_single")

tries the examples that stand in `examples.json` beside this file, and stops at the first that differs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from . import sentences
from .answers import as_array, difference
from .lessons import Example, Lesson, lesson
from .showing import show, student_frames, wrapped

__all__ = ["Different", "Unfinished", "check"]


class _Told(Exception):
    """Ends a check cell with one sentence, where a traceback would be of this module's code."""

    short = ""
    """What to end with where the sentence has been shown already."""

    def _render_traceback_(self) -> list[str]:
        lines = [wrapped(self.short or str(self))]
        if self.__cause__ is not None:
            lines += ["", *student_frames(self.__cause__)]
        return lines


class Different(_Told, AssertionError):
    """What a function gives is not yet right."""


class Unfinished(_Told, NotImplementedError):
    """A function is still to be written."""


def check(name: str) -> None:
    """Try the examples of an exercise with the function of this name in your notebook.

    Raises:
        Unfinished: it is still to be written.
        Different: it gives something else than the target, or ends in an error.
    """
    names = sys._getframe(1).f_globals
    asked = lesson(name)
    function = names.get(name)
    if not callable(function):
        raise _unfinished(asked, asked.examples[0], sentences.absent(asked))
    for example in asked.examples:
        _try(asked, example, function, names)
    show(asked, asked.examples[0], right=True)
    print(sentences.praise(asked))


def _try(asked: Lesson, example: Example, function: Callable[..., Any], names: Mapping[str, Any]) -> None:
    try:
        yours = example.call_of(function)
    except NotImplementedError as error:
        other = _raised_in(error)
        missing = other if other != asked.name and callable(names.get(other)) else None
        raise _unfinished(asked, example, sentences.unfinished(asked, example, missing)) from None
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # the last when they stop a loop
        show(asked, example)
        raise Different(sentences.crashed(asked, example, error)) from error
    found = difference(asked.answer, example.target, yours)
    if found is None:
        return
    remark = example.remark(found, as_array(yours))
    show(asked, example, yours, found)
    raise Different(sentences.different(asked, example, yours, found, remark.says if remark else ""))


def _unfinished(asked: Lesson, example: Example, sentence: str) -> Unfinished:
    """Show the target and a first step; gives what to raise, which says no more than is needed."""
    show(asked, example, first_step=sentence)
    told = Unfinished(sentence)
    told.short = sentences.short(asked)
    return told


def _raised_in(error: BaseException) -> str:
    """The name of the function that an exception was raised in."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_name if trace else ""
