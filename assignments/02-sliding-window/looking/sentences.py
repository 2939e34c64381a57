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
    text = " ".join(str(error).split())[:200]
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return lesson.say["crashed"].format(call=example.call, error=what)


def different(lesson: Lesson, example: Example, array: Any, yours: Any, found: Difference) -> str:
    """How yours differs from the target.

    Args:
        array: yours as an array, if it is one.
        yours: as it was given.
        found: how it differs.
    """
    if found.about == "form":
        return _form(lesson, example, yours)
    if found.about == "shape":
        return _shape(lesson, example, yours)
    if found.about == "kind":
        return _kind(lesson, example, yours)
    wanted = np.asarray(example.target)
    place = [int(n) for n in np.unravel_index(found.first or 0, wanted.shape)]
    mine, target = apart(array[tuple(place)], wanted[tuple(place)])
    sentence = lesson.say[f"value_{len(place)}"].format(
        call=example.call,
        yours=mine,
        target=target,
        **dict(zip(_AXES.get(len(place), ()), place)),  # noqa: B905
    )
    count = int(np.count_nonzero(found.differs))
    if wanted.dtype == bool:
        more = lesson.say["pixels"].format(target=int(wanted.sum()), yours=int(array.sum()))
        return f"{sentence} {more}"
    if count > 1:
        more = lesson.say["several"].format(count=count, total=wanted.size)
        return f"{sentence} {more}"
    return sentence


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
