"""One value of a convolution, worked out: which pixel meets which weight, for us and for the student.

A kernel that is turned or mirrored shows in no table of results; it shows where every product of the sum
stands. Nothing here knows a mistake by its name: the products are told only if they add up to what was
expected, and the other kernel only if it gives all that the student's function gave.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.feedback.case import Case
from autograder.feedback.matrix import Side, picture

_MOST_VALUES = 100  # of the result; larger ones are nothing to work out by hand
_MOST_TERMS = 9  # of a sum that is written out

_Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """How one value comes about.

    Attributes:
        place: of the value, such as "[0, 1]"; empty for a single number.
        expected: the sum, such as "1·1 + 2·10 = 21".
        yours: the same with another kernel; empty if none gives all that the student's function gave.
        kernel: that other kernel.
    """

    place: str
    expected: str
    yours: str = ""
    kernel: Side | None = None


def worked(case: Case, yours: Any, expected: Any, place: _Place) -> Worked | None:
    """How the expected value at a place comes about; None if the case is no small convolution.

    Args:
        yours: what the student's function gave: a number or nested lists of numbers.
        expected: what was expected, of the same shape.
        place: of a value that differs.
    """
    arrays = case.arrays
    x, kernel = arrays.get("x", arrays.get("window")), arrays.get("kernel", arrays.get("kernels"))
    if x is None or kernel is None or kernel.ndim < 2:
        return None
    try:
        wanted, got = np.asarray(expected, np.float64), np.asarray(yours, np.float64)
        if wanted.size > _MOST_VALUES or wanted.shape != got.shape:
            return None
        for rectified in (False, True):
            right = _Convolution(x, kernel, arrays.get("bias"), case.options.get("stride", 1), rectified)
            if right.gives(wanted) and len(right.products(place)[0]) <= _MOST_TERMS:
                written = "[" + ", ".join(map(str, place)) + "]" if place else ""
                told = Worked(written, right.sum(place))
                for other in _turned(kernel):
                    wrong = replace(right, kernel=other)
                    if wrong.gives(got):
                        drawn = picture(other, kernels=other.ndim == 4)
                        return replace(told, yours=wrong.sum(place), kernel=drawn)
                return told
    except (ValueError, TypeError, IndexError, OverflowError):  # shapes that do not fit, no or huge numbers
        return None
    return None


def _turned(kernel: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """The kernel turned by half a turn, upside down, mirrored and transposed, where that is another one."""
    others = [kernel[::-1, ::-1], kernel[::-1], kernel[:, ::-1]]
    if kernel.shape[0] == kernel.shape[1]:
        others.append(np.swapaxes(kernel, 0, 1))
    yield from (other for other in others if not np.array_equal(other, kernel))


@dataclass(frozen=True, slots=True)
class _Convolution:
    """A convolution as the course has them, in TensorFlow's layouts.

    Attributes:
        x: (h, w), (h, w, c) or (batch, h, w, c).
        kernel: (kh, kw), (kh, kw, c) or (kh, kw, c_in, c_out).
        bias: (c_out,) or none.
        stride: an int, or (vertical, horizontal).
        rectified: whether values below 0 become 0.
    """

    x: NDArray[Any]
    kernel: NDArray[Any]
    bias: NDArray[Any] | None
    stride: Any
    rectified: bool

    def gives(self, values: NDArray[np.float64]) -> bool:
        """Whether these are its values, but for rounding."""
        computed = [self._value(place) for place in np.ndindex(values.shape)]
        with np.errstate(all="ignore"):  # of a student's numbers, a difference may be none
            return np.allclose(np.reshape(computed, values.shape), values, rtol=1e-6, atol=1e-9)

    def products(self, place: _Place) -> tuple[list[float], list[float]]:
        """The pixels and the weights that meet for one value.

        Raises:
            IndexError: the window does not lie within the image.
            ValueError: there is no such convolution.
        """
        down, right = (self.stride, self.stride) if isinstance(self.stride, int) else self.stride
        x, kernel = self.x, self.kernel
        match x.ndim, kernel.ndim, place:
            case 2, 2, ():
                row = col = 0
            case (2, 2, (row, col)) | (3, 3, (row, col)):
                pass
            case 3, 3, (row, col, channel):
                x, kernel = x[:, :, channel], kernel[:, :, channel]
            case 3, 4, (row, col, out):
                kernel = kernel[:, :, :, out]
            case 4, 4, (image, row, col, out):
                x, kernel = x[image], kernel[:, :, :, out]
            case _:
                raise ValueError("no convolution")
        top, left = row * down, col * right
        window = x[top : top + kernel.shape[0], left : left + kernel.shape[1]]
        if window.shape != kernel.shape:
            raise IndexError("beyond the border")
        return window.ravel().tolist(), kernel.ravel().tolist()

    def sum(self, place: _Place) -> str:
        """One value as a sum, such as "1·1 + 2·10 = 21"."""
        pairs = zip(*self.products(place), strict=True)
        terms = " + ".join(f"{_factor(pixel)}·{_factor(weight)}" for pixel, weight in pairs)
        if self.bias is not None and (bias := self._bias(place)):
            terms += f" + {_factor(bias)}"
        if self.rectified:
            terms = f"max(0, {terms})"
        return f"{terms} = {self._value(place):.6g}"

    def _value(self, place: _Place) -> float:
        pixels, weights = self.products(place)
        value = float(np.dot(pixels, weights)) + self._bias(place)
        return max(0.0, value) if self.rectified else value

    def _bias(self, place: _Place) -> float:
        return 0.0 if self.bias is None else float(self.bias[place[-1]])


def _factor(number: float) -> str:
    return f"({number:.6g})" if number < 0 else f"{number:.6g}"
