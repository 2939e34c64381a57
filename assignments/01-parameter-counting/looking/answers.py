"""What a function gave beside what it should give: shape first, then kind, then place and value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

COUNTS = ("integer", "integers")


@dataclass(frozen=True)
class Difference:
    """How yours differs from the target.

    Attributes:
        about: "form" (no array, or no number), "shape", "kind" (of number) or "value".
        differs: which elements do, in the target's shape; None where the two cannot be laid over each other.
    """

    about: str
    differs: Any = None

    @property
    def first(self) -> int | None:
        """The first element that differs, counted as one reads; None where no element can be named."""
        return None if self.differs is None else int(np.flatnonzero(self.differs)[0])


def difference(answer: str, target: Any, yours: Any) -> Difference | None:
    """How yours differs from the target; None if it does not.

    Args:
        answer: the kind of value that is asked for, as `Answer` in the course has it: "integer",
            "integers", "number", "array" or "mask".
        target: the right value.
        yours: what the function gave: any value whatever.
    """
    plain = type(yours) is np.ndarray  # and none of another library, or masked, which grading refuses
    if answer in ("array", "mask") and not plain:
        return Difference("form")
    found = as_array(yours)
    if found is None:
        return Difference("kind" if plain else "form")
    wanted = np.asarray(target)
    if found.shape != wanted.shape:
        return Difference("shape")
    if not _is_of_kind(answer, yours, found):
        return Difference("kind")
    if answer in ("integer", "integers", "mask") or found.dtype == object:
        differs = np.asarray(found != wanted, bool)
    else:
        with np.errstate(invalid="ignore", over="ignore"):
            # As far as float32 carries: what is further off, grading tells from right as well.
            differs = ~np.isclose(found.astype(float), wanted.astype(float), rtol=1e-6, atol=1e-7)
    return Difference("value", differs) if differs.any() else None


def as_array(value: Any) -> Any:
    """The value as an array of numbers or of bool; None if it is none."""
    if isinstance(value, np.ndarray) and type(value) is not np.ndarray:
        return None
    try:
        array = np.asarray(value)
    except Exception:  # noqa: BLE001  # ragged lists, or what the value itself raises
        return None
    numbers = array.dtype == object and not isinstance(value, np.ndarray)
    if numbers and array.size and all(isinstance(each, int) for each in array.flat):
        return array  # whole numbers beyond 64 bits
    return array if array.dtype.kind in "biuf" else None


def _is_of_kind(answer: str, value: Any, array: Any) -> bool:
    if answer == "mask":
        return bool(array.dtype == bool)
    if array.dtype == bool:
        return False
    if answer == "integers" and isinstance(value, (list, tuple)):  # [3, 4.0] is an array of floats
        return all(isinstance(each, (int, np.integer)) for each in value)
    return answer not in COUNTS or array.dtype.kind in "iuO"


def kind_of(value: Any) -> str:
    """The name of a value's type, as Python has it; of a list, the types of what is in it."""
    if isinstance(value, (list, tuple)) and value and not any(isinstance(v, (list, tuple)) for v in value):
        return ", ".join(type(each).__name__ for each in value[:8])
    if type(value) is np.ndarray and value.ndim:
        return str(value.dtype)
    return type(value).__name__


def shape_of(value: Any) -> str:
    """The shape of an array, or the length of a list, in words that a student can read."""
    shape = np.shape(value)
    return str(tuple(int(n) for n in shape))


def written(number: Any, digits: int = 6) -> str:
    """One number, with a minus sign as wide as a plus."""
    if isinstance(number, (bool, np.bool_)):
        return str(bool(number))
    if isinstance(number, (int, np.integer)):
        text = str(int(number)) if abs(int(number)) < 10**18 else f"{Decimal(int(number)).normalize():.6g}"
    else:
        text = f"{float(number) + 0.0:.{digits}g}"  # never "-0"
    return text.replace("-", "−")


def apart(yours: Any, target: Any) -> tuple[str, str]:
    """Two numbers, with as many digits as it takes to tell them apart."""
    for digits in (4, 6, 9, 17):
        a, b = written(yours, digits), written(target, digits)
        if a != b:
            break
    return a, b


def texts(array: Any, other: Any = None) -> list[str]:
    """All numbers of an array, written so that they line up and differ from another's where they do."""
    arrays = [np.asarray(array)] + ([] if other is None else [np.asarray(other)])
    if all(each.dtype.kind in "iubO" for each in arrays):
        return [written(each) for each in arrays[0].ravel().tolist()]
    numbers = np.concatenate([each.ravel().astype(float) for each in arrays])
    decimals = _decimals(numbers[np.isfinite(numbers)])
    plain: list[str] = []
    for number in arrays[0].ravel().tolist():
        text = f"{number:.{decimals}f}" if abs(number) < 1e6 else f"{number:.2g}"
        plain.append(text.replace("-", "−") if number else "0")
    return plain


def _decimals(numbers: Any) -> int:
    """How many decimals tell the numbers, at most three."""
    small = numbers[np.abs(numbers) < 1e6]
    return next((n for n in range(3) if np.allclose(small, np.round(small, n), atol=1e-9)), 3)
