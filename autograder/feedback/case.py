"""The inputs of a case, read back from the code that a student may paste.

A verdict keeps a case as code. It is ours (`counterexample`) and yet not run: only literals and arrays of
literals are read, and code in which anything else stands has no picture.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LONGEST = 4_000  # characters of code: more numbers than anybody wants to see drawn
_OURS = "import numpy as np\n"  # begins the code of every case in which there is an array


@dataclass(frozen=True, slots=True)
class Case:
    """What a function was called with.

    Attributes:
        arrays: by the parameter's name, in order; those of a list as "maps[0]", "maps[1]".
        options: all other named arguments, such as a stride.
    """

    arrays: Mapping[str, NDArray[Any]]
    options: Mapping[str, Any]


def case(code: str) -> Case | None:
    r"""The inputs that stand in the code of a counterexample; None if they cannot be drawn.

    >>> case("import numpy as np\n\nx = np.array([[1, 2]])\nconv2d_single(x, np.zeros(3))") is None
    True
    >>> case("import numpy as np\n\nx = np.array([[1, 2]])\nwindow(x, 0, 0, 1, stride=2)").options
    {'stride': 2}
    """
    if len(code) > _LONGEST or not code.startswith(_OURS):
        return None
    try:
        *lines, call = ast.parse(code.removeprefix(_OURS)).body
        return Case(dict(pair for line in lines for pair in _named(line)), _options(call))
    except (SyntaxError, ValueError, TypeError):
        return None


def _named(line: ast.stmt) -> list[tuple[str, NDArray[Any]]]:
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=items)):
            return [(f"{name}[{place}]", _array(item)) for place, item in enumerate(items)]
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return [(name, _array(value))]
    raise ValueError("something else than an array")


def _array(value: ast.expr) -> NDArray[Any]:
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr="array"), args=[numbers]):
            return np.array(ast.literal_eval(numbers))
    raise ValueError("an array of something else than literals")


def _options(call: ast.stmt) -> dict[str, Any]:
    match call:
        case ast.Expr(value=ast.Call(args=positional, keywords=named)):
            for argument in positional:
                if not isinstance(argument, ast.Name):
                    ast.literal_eval(argument)
            return {each.arg: ast.literal_eval(each.value) for each in named if each.arg}
    raise ValueError("something else than a call")
