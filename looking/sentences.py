"""What a check says: facts from what was found, in the words of `examples.json`."""

from __future__ import annotations

from typing import Any

import numpy as np

from .answers import COUNTS, Difference, apart, kind_of, shape_of
from .lessons import Example, Lesson

_AXES = {
    1: ("index",),
    2: ("row", "column"),
    3: ("row", "column", "channel"),
    4: ("image", "row", "column", "channel"),
}


def absent(lesson: Lesson) -> str:
    return lesson.say["absent"].format(name=lesson.name)


def unfinished(lesson: Lesson, example: Example, other: str | None) -> str:
    """What to do first.

    Args:
        other: another function of the student's that is still to be written, if the error came from there.
    """
    if other:
        return lesson.say["other_unfinished"].format(name=lesson.name, other=other)
    key = "unfinished" if example.view["kind"] else "unfinished_number"
    return lesson.say[key].format(
        name=lesson.name, call=example.call, step=lesson.first_step, target=example.target
    )


def short(lesson: Lesson) -> str:
    return lesson.say["short"].format(name=lesson.name)


def praise(lesson: Lesson) -> str:
    return lesson.say["praise"].format(name=lesson.name)


def crashed(lesson: Lesson, example: Example, error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return lesson.say["stopped"].format(call=example.call)
    try:
        text = " ".join(str(error).split())[:200]
    except Exception:  # noqa: BLE001  # theirs, which cannot say what it is about
        text = ""
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return lesson.say["crashed"].format(call=example.call, error=what)


def different(lesson: Lesson, example: Example, yours: Any, found: Difference, remark: str) -> str:
    """How yours differs from the target, and what there is to think about."""
    if found.about == "form":
        sentences = [_form(lesson, example, yours)]
    elif found.about == "shape":
        sentences = [_shape(lesson, example, yours)]
    elif found.about == "kind":
        sentences = [_kind(lesson, example, yours)]
    else:
        sentences = _values(lesson, example, np.asarray(yours), found)
    one, *others = [*sentences, *([remark] if remark else [])]
    for other in others:
        one = lesson.say["joined"].format(one=one, other=other)
    return one


def _values(lesson: Lesson, example: Example, yours: Any, found: Difference) -> list[str]:
    wanted = np.asarray(example.target)
    place = [int(n) for n in np.unravel_index(found.first or 0, wanted.shape)]
    mine, target = apart(yours[tuple(place)], wanted[tuple(place)])
    at = dict(zip(_AXES.get(len(place), ()), place))  # noqa: B905  # of one length
    first = lesson.say[f"value_{len(place)}"].format(call=example.call, yours=mine, target=target, **at)
    count = int(np.count_nonzero(found.differs))
    if wanted.dtype == bool:
        return [first, lesson.say["pixels"].format(target=int(wanted.sum()), yours=int(yours.sum()))]
    if count > 1:
        return [first, lesson.say["several"].format(count=count, total=wanted.size)]
    return [first]


def _form(lesson: Lesson, example: Example, yours: Any) -> str:
    if yours is None:
        return lesson.say["none"].format(call=example.call)
    key = "form_count" if lesson.answer in COUNTS else "form_number" if lesson.answer == "number" else "form"
    return lesson.say[key].format(call=example.call, yours=type(yours).__name__)


def _shape(lesson: Lesson, example: Example, yours: Any) -> str:
    wanted = np.shape(example.target)
    if not wanted:
        return lesson.say["shape_number"].format(call=example.call, yours=shape_of(yours))
    if lesson.answer == "integers" and np.ndim(yours) == 1:
        return lesson.say["length"].format(call=example.call, target=wanted[0], yours=len(yours))
    if not np.ndim(yours):
        return lesson.say["shape_of_number"].format(call=example.call, target=shape_of(example.target))
    return lesson.say["shape"].format(
        call=example.call, target=shape_of(example.target), yours=shape_of(yours)
    )


def _kind(lesson: Lesson, example: Example, yours: Any) -> str:
    if lesson.answer in COUNTS:
        key = "count_kind" if lesson.answer == "integer" else "counts_kind"
        return lesson.say[key].format(call=example.call, yours=kind_of(yours))
    key = "mask_kind" if lesson.answer == "mask" else "number_kind"
    return lesson.say[key].format(call=example.call, yours=kind_of(yours))
