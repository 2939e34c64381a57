"""The simplest case that fails, as lines of Python that a student can paste and run."""

import re
from typing import Any

import numpy as np

from autograder.compare import shown
from autograder.exercise import Case, Exercise, Expected
from autograder.verdict import Counterexample, Shown

_LINE = 88  # characters, up to which an array's pixels stand beside each other


def counterexample(
    exercise: Exercise, case: Case, expected: Expected, yours: Shown | None, changed: str = ""
) -> Counterexample:
    """A public case, with yours beside expected.

    Args:
        changed: name of an argument that the function should have left as it was; `yours` is then what became
            of it.

    Raises:
        ValueError: the case is hidden, and must not be shown.
    """
    if not case.public:
        raise ValueError(f"a hidden case of {exercise.name} was to be shown")
    lines, arguments = [], []
    for name, value in zip(parameters(exercise), case.args, strict=False):
        if isinstance(value, np.ndarray):
            lines.append(f"{name} = " + _literal(value, f"{name} = "))
            arguments.append(name)
        elif isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value):
            items = ",\n".join(f"    {_literal(item, '    ')}" for item in value)
            lines.append(f"{name} = [\n{items},\n]")
            arguments.append(name)
        elif isinstance(value, list) and case.twice:
            lines.append(f"{name} = {value}")
            arguments.append(name)
        else:
            arguments.append(repr(value))
    arguments += [f"{name}={value!r}" for name, value in case.kwargs.items()]
    call = f"{exercise.name}({', '.join(arguments)})"
    if any("np." in line for line in lines):
        lines.insert(0, "import numpy as np\n")
    lines += [call] * (2 if case.twice else 1)
    if changed:
        before = dict(zip(parameters(exercise), case.args, strict=False))[changed]
        return Counterexample("\n".join([*lines, changed]), changed, yours, shown(before))
    return Counterexample("\n".join(lines), call, yours, shown(expected.value))


def size(case: Case, expected: Expected) -> tuple[int, int]:
    """How many numbers of a case there are to look at, what is expected among them, and how long they are.

    For putting cases in order: of as many numbers, those that are written with fewer characters come first.
    """
    values = [*case.args, *case.kwargs.values(), expected.value]
    return sum(map(_count, values)), sum(map(_length, values))


def _count(value: Any) -> int:
    return sum(map(_count, value)) if isinstance(value, list | tuple) else int(np.size(value))


def _length(value: Any) -> int:
    if isinstance(value, list | tuple):
        return sum(map(_length, value))
    # Six digits: what TensorFlow rounds is nothing to look at.
    return sum(
        len(f"{n:.6g}" if isinstance(n, float) else str(n)) for n in np.asarray(value).ravel().tolist()
    )


def parameters(exercise: Exercise) -> list[str]:
    """Names of the parameters, from the signature that the student was given.

    >>> from autograder.exercises import exercises
    >>> parameters(exercises("02-sliding-window")[0])
    ['n', 'k', 'stride']
    """
    inside = exercise.signature.partition("(")[2].rpartition(")")[0]
    names = [part.partition("=")[0].strip() for part in inside.split(",")]
    if not all(name.isidentifier() for name in names):
        raise ValueError(f"{exercise.name}: cannot read the signature {exercise.signature!r}")
    return names


def _literal(array: np.ndarray[Any, Any], before: str = "") -> str:
    """Source that makes an equal array, with the whole of every number.

    Args:
        before: what stands before it on its line, under which its rows are aligned.
    """
    if array.size == 0:
        return f"np.zeros({array.shape}, dtype=np.{array.dtype})"
    text = np.array2string(
        array,
        separator=", ",
        threshold=array.size + 1,
        max_line_width=100,
        floatmode="unique",
        prefix=f"{before}np.array(",
    )
    # A kind that the numbers themselves do not tell.
    dtype = "" if array.dtype in (np.float64, np.int64, np.bool_) else f", dtype=np.{array.dtype}"
    return f"np.array({_compact(text)}{dtype})"


def _compact(text: str) -> str:
    """What NumPy writes for an array, with all pixels of a row on one line, and no empty lines.

    NumPy begins a line for each pixel of an image with channels.
    """
    dense = re.sub(r"\n\n+", "\n", text)
    beside = re.sub(r"\n *(?=\[[^\[])", " ", dense) if text.startswith("[[[") else dense
    return beside if max(map(len, beside.split("\n"))) <= _LINE else dense
