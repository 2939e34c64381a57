"""What check cells compare with: the examples of the lessons, with targets from the course's own solutions.

`looking/`, which students get beside each notebook, tries these examples and draws them. It holds no right
answer: what a picture or a sentence needs (the target, where each window stands, which numbers add up to an
element) is computed here and written down in `examples.json`.

What can be drawn beside a target, the `draw` of an example:

    sliding    the image with a window and the kernel; the sum that makes each element
    window     the image with the window that is asked for
    strip      the strip of pixels with its windows
    layer      the lines of a fully connected layer
    kernels    the kernels of a layer, as squares
    products   the two arrays that are multiplied
    tables     all arrays that go in
    numbers    nothing beside the target
    pixels     the same, for masks
"""

import contextlib
import inspect
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import CourseError
from autograder.exercises import exercises
from autograder.language import _
from autograder.lessons import Example, Lesson, Say, lesson
from autograder.lessons._words import WORDS
from autograder.notebook import read

_CHECKS = re.compile(r"^looking\.check\(", re.MULTILINE)
_MOST_TERMS = 12  # of a sum that is written out


def examples(assignment: str, master: bytes) -> bytes:
    """The file `examples.json` of an assignment, in the language that is spoken here.

    For the same master always the same bytes.

    Args:
        assignment: such as "02-sliding-window".
        master: the solved notebook. It is run here: it is the course's own.

    Raises:
        CourseError: the solution does not run, or an example cannot be called.
    """
    names = solved(master)
    lessons = {
        exercise.name: _lesson(exercise.name, exercise.answer.value, lesson(exercise.name), names)
        for exercise in exercises(assignment)
    }
    words = {name: _(text) for name, text in WORDS.items()}
    return (_laid_out({"words": words, "lessons": lessons}, 4) + "\n").encode()


def solved(master: bytes) -> dict[str, Any]:
    """What a solved notebook's names stand for, without its checks, which need what is made here.

    Raises:
        CourseError: it does not run.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in read(master).cells:
        if _CHECKS.search(cell.source):
            continue
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, f"cell {cell.place}", "exec"), names)  # noqa: S102
        except Exception as error:
            raise CourseError(
                _("cell {place} of the solution ends in {error}").format(
                    place=cell.place, error=f"{type(error).__name__}: {error}"
                )
            ) from error
    return names


def _lesson(name: str, answer: str, taught: Lesson, names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "answer": answer,
        "first_step": _(taught.first_step),
        "examples": [_example(name, each, taught.kind, names) for each in taught.examples],
    }


def called(name: str, example: Example, names: Mapping[str, Any]) -> tuple[inspect.BoundArguments, int, Any]:
    """The arguments of an example's call, how many of them come without their names, and its target.

    Raises:
        CourseError: it cannot be called.
    """
    right = names[name]
    given: list[tuple[inspect.BoundArguments, int]] = []

    def noted(*args: Any, **kwargs: Any) -> Any:
        given.append((inspect.signature(right).bind(*args, **kwargs), len(args)))
        return right(*args, **kwargs)

    try:
        inside = {**names, name: noted}
        exec(example.setup, inside)  # noqa: S102  # our own, as is what follows
        target = eval(example.call, inside)  # noqa: S307
    except Exception as error:
        raise CourseError(
            _("the example {call} ends in {error}").format(
                call=example.call, error=f"{type(error).__name__}: {error}"
            )
        ) from error
    return *given[0], target


def _example(name: str, example: Example, kind: str, names: Mapping[str, Any]) -> dict[str, Any]:
    bound, positional, target = called(name, example, names)
    remarks: list[dict[str, Any]] = [
        {"about": "value", "says": _(said.text), "within": _within(said, target)}
        | _like(said, example, names)
        for said in example.values
    ]
    if example.shape:
        remarks.append({"about": "shape", "says": _(example.shape), "within": None})
    if kind:
        remarks.append({"about": "kind", "says": _(kind), "within": None})
    given = dict(bound.arguments)
    bound.apply_defaults()
    return {
        "call": example.call,
        "setup": example.setup,
        "given": {key: _json(value) for key, value in given.items()},
        "positional": positional,
        "target": _json(_rounded(target)),
        "remarks": remarks,
        "view": {"kind": example.draw, **_VIEWS.get(example.draw, _no_more)(bound.arguments, target)},
    }


def _like(said: Say, example: Example, names: Mapping[str, Any]) -> dict[str, Any]:
    if not said.like:
        return {}
    inside = dict(names)
    exec(example.setup, inside)  # noqa: S102
    return {"like": _json(_rounded(eval(said.like, inside)))}  # noqa: S307


def _within(said: Say, target: Any) -> list[int] | None:
    """The elements that a remark is about, counted as one reads; None for all."""
    if not said.where:
        return None
    places = np.arange(np.size(target)).reshape(np.shape(target))
    return [int(n) for n in np.ravel(eval(f"places{said.where}", {"places": places}))]  # noqa: S307


def _rounded(result: Any) -> Any:
    """A result to twelve digits: the last that NumPy's `exp` gives depend on the processor."""
    if isinstance(result, np.ndarray) and result.dtype.kind == "f":
        return np.array([float(f"{each:.12g}") for each in result.flat], result.dtype).reshape(result.shape)
    return float(f"{result:.12g}") if isinstance(result, float) else result


def _json(value: Any) -> Any:
    """A value as JSON, so that `looking` finds out what it was."""
    match value:
        case np.ndarray():
            return {"array": value.ravel().tolist(), "shape": list(value.shape), "dtype": value.dtype.name}
        case np.generic():
            return value.item()
        case tuple():
            return {"pair": [_json(each) for each in value]}
        case list():
            return [_json(each) for each in value]
    return value


def _laid_out(value: Any, depth: int) -> str:
    """JSON with a line for each thing down to a depth, and what lies below on that line."""
    if depth and isinstance(value, dict) and value:
        parts = [f"{json.dumps(key)}: {_laid_out(each, depth - 1)}" for key, each in value.items()]
        return "{\n" + ",\n".join(parts) + "\n}"
    if depth and isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_laid_out(each, depth - 1) for each in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


# --- What pictures need ------------------------------------------------------------------------------


def _no_more(_given: Mapping[str, Any], _target: Any) -> dict[str, Any]:
    return {}


def _pair(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))


def _sliding(given: Mapping[str, Any], target: NDArray[Any]) -> dict[str, Any]:
    kernel = given["kernel"] if "kernel" in given else given["kernels"]
    down, right = _pair(given["stride"])
    rows = target.ndim - (2 if target.ndim == 2 else 3)
    tops = [row * down for row in range(target.shape[rows])]
    lefts = [col * right for col in range(target.shape[rows + 1])]
    return {
        "image": "x",
        "tops": tops,
        "lefts": lefts,
        "window": list(kernel.shape[:2]),
        "apart": target.ndim == 3 and kernel.ndim == 3,
        "sums": list(_sums(given, target, tops, lefts)),
    }


def _sums(given: Mapping[str, Any], target: NDArray[Any], tops: list[int], lefts: list[int]) -> Iterator[str]:
    """For each element of the target, the sum that makes it, written out."""
    for place in np.ndindex(target.shape):
        image = given["x"][place[0]] if target.ndim == 4 else given["x"]
        kernel = given["kernel"] if "kernel" in given else given["kernels"][..., place[-1]]
        rows = target.ndim - (2 if target.ndim == 2 else 3)
        top, left = tops[place[rows]], lefts[place[rows + 1]]
        under = image[top : top + kernel.shape[0], left : left + kernel.shape[1]] * kernel
        if under.ndim == 3:
            under = (
                under.sum(axis=(0, 1)) if target.ndim != 3 or "kernels" in given else under[..., place[-1]]
            )
        yield _written(np.ravel(under), given.get("bias"), place[-1], target[place])


def _written(terms: NDArray[Any], biases: Any, kernel: int, element: Any) -> str:
    total = terms.sum()
    text = f"{_sum_of(terms.tolist())} = {_number(total)}" if len(terms) <= _MOST_TERMS else _number(total)
    if biases is not None:
        with_bias = total + biases[kernel]
        text += f", {_sum_of([total, biases[kernel]])} = {_number(with_bias)}"
        total = with_bias
    return text if np.isclose(total, element) else f"{text}, ReLU({_number(total)}) = {_number(element)}"


def _number(value: Any) -> str:
    return f"{float(value) + 0.0:.6g}".replace("-", "−")


def _sum_of(terms: list[Any]) -> str:
    first, *others = terms
    return _number(first) + "".join(f" {'−' if t < 0 else '+'} {_number(abs(t))}" for t in others)


def _window(given: Mapping[str, Any], _target: Any) -> dict[str, Any]:
    (down, right), (high, wide) = _pair(given["stride"]), _pair(given["kernel_size"])
    return {"image": "x", "frame": [given["row"] * down, given["col"] * right, high, wide]}


def _strip(given: Mapping[str, Any], _target: Any) -> dict[str, Any]:
    n, step = given["n"], given["stride"]
    # Also those that hang over: a student may count them.
    return {"n": n, "k": given["k"], "starts": [place * step for place in range(n + 1)]}


def _layer(given: Mapping[str, Any], _target: Any) -> dict[str, Any]:
    return dict(given)


def _kernels(given: Mapping[str, Any], _target: Any) -> dict[str, Any]:
    high, wide = _pair(given["kernel_size"])
    return {"height": high, "width": wide, **{key: given[key] for key in ("c_in", "c_out", "bias")}}


_VIEWS: Mapping[str, Callable[[Mapping[str, Any], Any], dict[str, Any]]] = {
    "sliding": _sliding,
    "window": _window,
    "strip": _strip,
    "layer": _layer,
    "kernels": _kernels,
}
