"""What came back through the wall, as numbers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.language import N_

MAX_DEPTH = 16
"""Lists in lists beyond this are refused: no answer of the course has more than four axes."""

MAX_ELEMENTS = 100_000
"""In lists; more are refused before they are looked at, since each takes its time to unpack. The largest
answer of the course has some thousand."""


class NotNumbersError(ValueError):
    """The value cannot be judged; the text says what it is, untranslated."""


class Kind(StrEnum):
    """What a value's elements are."""

    BOOL = "bool"
    INT = "int"
    FLOAT = "float"


KINDS: Mapping[str, Kind] = {"b": Kind.BOOL, "i": Kind.INT, "u": Kind.INT, "f": Kind.FLOAT}
"""By NumPy's letter for a kind of dtype."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A rectangular value.

    Attributes:
        elements: in reading order; Python's numbers where the value was made of Python's numbers, since
            an int may be larger than any integer of NumPy's.
    """

    shape: tuple[int, ...]
    kind: Kind
    elements: Sequence[Any] | NDArray[Any]

    def as_float64(self) -> NDArray[np.float64]:
        if isinstance(self.elements, np.ndarray):
            return np.asarray(self.elements, np.float64)
        return np.array([_as_float(element) for element in self.elements], np.float64).reshape(self.shape)

    def as_list(self) -> list[Any]:
        """The elements as Python's numbers."""
        return (
            self.elements.ravel().tolist() if isinstance(self.elements, np.ndarray) else list(self.elements)
        )


def numbers(got: object) -> Numbers:
    """A value as numbers.

    Raises:
        NotNumbersError: it is none of those that can be judged.
    """
    if type(got) is list or type(got) is tuple:
        shape, leaves = _leaves(got, MAX_DEPTH)
        kinds = {_kind(leaf) for leaf in leaves}
        # One bool among numbers makes it no list of numbers; a list of nothing is as good as any.
        kind = next((kind for kind in (Kind.BOOL, Kind.FLOAT) if kind in kinds), Kind.INT)
        if kind is Kind.BOOL and len(kinds) > 1:
            raise NotNumbersError(N_("a list of both bools and numbers"))
        return Numbers(shape, kind, leaves)
    kind = _kind(got)
    if isinstance(got, np.ndarray | np.generic):
        array = np.asarray(got)
        return Numbers(array.shape, kind, array)
    return Numbers((), kind, [got])


def _kind(got: object) -> Kind:
    """The kind of a number's or an array's elements.

    By the exact type: a subclass could lie about anything, from its length to what it equals.
    """
    if got is None:
        raise NotNumbersError(N_("None"))
    if type(got) is np.ndarray or isinstance(got, np.generic):
        if got.dtype.kind == "c":
            raise NotNumbersError(N_("complex"))
        if got.dtype.kind not in KINDS:
            raise NotNumbersError(N_("an array of something else than numbers"))
        return KINDS[got.dtype.kind]
    if type(got) is bool:
        return Kind.BOOL
    if type(got) is int:
        return Kind.INT
    if type(got) is float:
        return Kind.FLOAT
    if type(got) is complex:
        raise NotNumbersError(N_("complex"))
    if type(got) is str:
        raise NotNumbersError(N_("text"))
    raise NotNumbersError(N_("something else than numbers"))


def _leaves(items: Sequence[object], depth: int) -> tuple[tuple[int, ...], list[Any]]:
    """Shape and elements of lists in lists, which may end in arrays."""
    if depth == 0:
        raise NotNumbersError(N_("a list nested far too deeply"))
    shapes: set[tuple[int, ...]] = set()
    leaves: list[Any] = []
    for item in items:
        shape: tuple[int, ...] = ()
        if type(item) is list or type(item) is tuple:
            shape, inner = _leaves(item, depth - 1)
            leaves += inner
        elif isinstance(item, np.ndarray | np.generic):
            _kind(item)
            shape = item.shape
            if item.size > MAX_ELEMENTS:
                raise NotNumbersError(N_("far more numbers than were asked for"))
            leaves += _python_numbers(np.asarray(item))
        else:
            _kind(item)
            leaves.append(item)
        if len(leaves) > MAX_ELEMENTS:
            raise NotNumbersError(N_("far more numbers than were asked for"))
        shapes.add(shape)
        if len(shapes) > 1:
            raise NotNumbersError(N_("a list whose rows differ in length"))
    return (len(items), *(shapes.pop() if shapes else ())), leaves


def _python_numbers(array: NDArray[Any]) -> list[Any]:
    # A long double's tolist gives NumPy's numbers, not Python's; to cast one beyond float64, or a NaN that
    # signals, is not our warning to give.
    with np.errstate(all="ignore"):
        return (array.astype(np.float64) if array.dtype.kind == "f" else array).ravel().tolist()


def _as_float(number: float) -> float:
    """The nearest float64; infinity for an int beyond them all, which differs from every expected value."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
