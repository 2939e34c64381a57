"""What a notebook shows of a check: the picture with its description, a window to be moved, your lines."""

from __future__ import annotations

import textwrap
import traceback
from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from IPython.core.getipython import get_ipython
from IPython.display import display

from .answers import Difference, as_array
from .lessons import Example, Lesson

_NOTHING = object()


class _Shown:
    """Something for a notebook, in each form that it may want: HTML with a description, a PNG, or text."""

    def __init__(self, html: str, text: str, drawn: Any = None) -> None:
        self._html, self._text, self._drawn = html, text, drawn

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **_wanted: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data = {"text/html": self._html, "text/plain": self._text}
        if self._drawn is None:
            return data, {}
        data["image/png"] = b64encode(self._drawn.png).decode()
        return data, {"image/png": {"width": self._drawn.width, "height": self._drawn.height}}


def show(
    lesson: Lesson,
    example: Example,
    yours: Any = _NOTHING,
    found: Difference | None = None,
    *,
    first_step: str = "",
    right: bool = False,
) -> None:
    """Show the target of an example and, where there is one, yours beside it.

    Args:
        found: how yours differs.
        first_step: a sentence to begin with, for who has not begun.
        right: whether all is right: then the target alone, small.
    """
    begin = f"<p>{escape(first_step)}</p>" if first_step else ""
    if not example.view["kind"]:  # a number or two: a sentence says it all
        if first_step:
            display(_Shown(begin, wrapped(first_step)))
        return
    text = "\n".join([*([wrapped(first_step), ""] if first_step else []), _text(lesson, example, yours)])
    try:
        from . import pictures
        from .seen import NOTHING, Seen
        from .slider import slider

        if right:
            drawn, moving = pictures.praise(example.target, lesson.say), ""
        else:
            nothing = yours is _NOTHING
            seen = Seen(
                example.args(),
                example.target,
                NOTHING if nothing else yours,
                example.view,
                None if found is None else found.differs,
                None if found is None or not np.ndim(example.target) else found.first,
            )
            drawn = pictures.picture(seen, lesson.say)
            moving = slider(lesson.name, seen, lesson.say, opened=bool(first_step))
    except Exception:  # noqa: BLE001  # no drawing is worth more than the sentence that comes with it
        display(_Shown(f"{begin}<pre>{escape(text)}</pre>", text))
        return
    described = escape(" ".join(_text(lesson, example, yours).split()), quote=True)
    image = (
        f'<img alt="{described}" width="{drawn.width}" height="{drawn.height}" '
        f'src="data:image/png;base64,{b64encode(drawn.png).decode()}">'
    )
    display(_Shown(begin + _code(example, right=right) + image + moving, text, drawn))


def _code(example: Example, *, right: bool) -> str:
    """The lines to paste into a cell, where the call alone would not run."""
    return (
        f"<pre>{escape(example.setup)}\n{escape(example.call)}</pre>" if example.setup and not right else ""
    )


def _text(lesson: Lesson, example: Example, yours: Any) -> str:
    """What the picture shows, as text."""
    lines = [f"{example.call}", f"{lesson.say['target']}:", _numbers(example.target)]
    if yours is not _NOTHING:
        array = as_array(yours)
        lines += [f"{lesson.say['yours']}:", _numbers(yours) if array is not None else type(yours).__name__]
    return "\n".join(lines)


def _numbers(value: Any) -> str:
    return np.array2string(np.asarray(value), threshold=400, precision=4, suppress_small=True)


def wrapped(sentence: str) -> str:
    """A sentence in lines that fit on a page."""
    return "\n".join(textwrap.wrap(sentence, 88, break_long_words=False, break_on_hyphens=False))


def student_frames(error: BaseException) -> list[str]:
    """The traceback of an error, from the student's function on."""
    trace = error.__traceback__
    while trace is not None and Path(trace.tb_frame.f_code.co_filename).parent == Path(__file__).parent:
        trace = trace.tb_next
    shell = get_ipython()
    if shell is not None:
        lines: list[str] = shell.InteractiveTB.structured_traceback(type(error), error, trace)
        return lines
    return traceback.format_exception(type(error), error, trace)
