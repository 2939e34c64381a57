"""A value as a person may see it."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.compare.numbers import KINDS, MAX_DEPTH
from autograder.language import _
from autograder.verdict import Shown

MAX_ELEMENTS = 600
"""Of a value, that are shown."""

_SHOWN = (*KINDS, "c")  # NumPy's letters for kinds of dtypes
_MAX_SIDE = 16  # elements that are shown along one axis
_MAX_TEXT = 200  # characters
_MAX_BITS = 512  # of an int that is written out: Python refuses decimals of any length


def shown(value: object) -> Shown:
    """A value as a person may see it: its kind, and as many of its elements as one wants to read.

    Never raises. Long axes are cut; `kind` tells the full size.

    >>> shown([1, 2.5])
    Shown(kind='list of 2', values=[1, 2.5])
    """
    if type(value) is np.ndarray or isinstance(value, np.generic):
        array = np.asarray(value)
        if array.dtype.kind not in _SHOWN:
            return Shown(_("array of something else than numbers"), None)
        kind = f"array {array.shape} {array.dtype}" if array.ndim else str(array.dtype)
        return Shown(kind, _json(array, [MAX_ELEMENTS]))
    if isinstance(value, list | tuple):
        # Translators: the number stands last, after a blank: so `feedback.matrix` finds it.
        name = _("list of {count}") if isinstance(value, list) else _("tuple of {count}")
        return Shown(name.format(count=len(value)), _json(value, [MAX_ELEMENTS]))
    kinds = {bool: "bool", int: "int", float: "float", complex: "complex", type(None): "None"}
    if type(value) in kinds:
        return Shown(kinds[type(value)], _json(value, [MAX_ELEMENTS]))
    if type(value) is str:
        return Shown(_("text"), _json(value, [MAX_ELEMENTS]))
    return Shown(_("something else"), None)


def _json(value: object, left: list[int], depth: int = MAX_DEPTH) -> Any:
    """A value for JSON; `left` holds how many more elements may be shown."""
    if isinstance(value, list | tuple):
        items = []
        for item in value[:_MAX_SIDE] if depth else ():
            if left[0] <= 0:
                break
            items.append(_json(item, left, depth - 1))
        return items
    if isinstance(value, np.ndarray | np.generic):
        piece = _cut(np.asarray(value), left[0])
        return _json(piece.tolist(), left) if piece.dtype.kind in _SHOWN else None
    left[0] -= 1
    if value is None or type(value) is bool:
        return value
    if type(value) is int:
        return value if value.bit_length() <= _MAX_BITS else integer_text(value)
    if type(value) is float:
        return value if math.isfinite(value) else str(value)
    if type(value) is complex:
        return str(value)
    if type(value) is str:
        # A lone surrogate is no text, and could not be written to any page.
        return value[:_MAX_TEXT].encode(errors="backslashreplace").decode()
    return None


def _cut(array: NDArray[Any], most: int) -> NDArray[Any]:
    """The first elements along each axis, `most` of them in all."""
    side = _MAX_SIDE
    while side > 1 and math.prod(min(side, n) for n in array.shape) > most:
        side -= 1
    piece = array[tuple(slice(side) for _axis in array.shape)]
    if piece.dtype.kind != "f":
        return piece
    with np.errstate(all="ignore"):  # a long double beyond float64 is shown as infinity
        return piece.astype(np.float64)


def integer_text(number: int) -> str:
    """An int in decimals, or, where nobody would read them, its size."""
    if number.bit_length() <= _MAX_BITS:
        return str(number)
    return _("an integer of {bits} bits").format(bits=number.bit_length())
