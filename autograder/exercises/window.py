"""The part of the image that one output looks at (chapter 10.2.1)."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.book import GREY
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import COPYING, distinct, pattern, real, sizes, whole
from autograder.exercises._slips.models import conv2d_single, pair
from autograder.exercises._slips.sliding import Convolution, further, sliding, told
from autograder.exercises._slips.strides import strides
from autograder.exercises._slips.windows import windows
from autograder.language import N_

_WIDE = pattern(4, 7)
_TALL = pattern(7, 4)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, 0, 0, 3), public=True)
    yield Case((GREY, 0, 1, 3), public=True)
    yield Case((GREY, 2, 2, 3), public=True)
    yield Case((GREY, 1, 1, 3), public=True, twice=True)
    row, col = distinct(rng, 2, 0, 2)
    yield Case((whole(rng, 5, 5), row, col, 3))
    yield Case((real(rng, 6, 6), col, row, 4))


def _rectangle(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_WIDE, 1, 3, (2, 3)), public=True)
    yield Case((_TALL, 3, 1, (3, 2)), public=True)
    yield Case((_WIDE, 0, 6, (4, 1)), public=True)
    for _ in range(2):
        size = sizes(rng)
        row = int(rng.integers(size.image[0] - size.kernel[0] + 1))
        col = int(rng.integers(size.image[1] - size.kernel[1] + 1))
        yield Case((whole(rng, *size.image), row, col, size.kernel))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((GREY, 1, 1, 3), {"stride": 2}, public=True)
    yield Case((_WIDE, 0, 1, 3), {"stride": 4}, public=True)
    yield Case((_TALL, 1, 1, (3, 2)), {"stride": 2}, public=True)
    stride = int(rng.integers(2, 5))
    size = sizes(rng, stride=(stride, stride))
    yield Case((whole(rng, *size.image), 1, 1, size.kernel), {"stride": stride})


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_WIDE, 1, 2, 2), {"stride": (1, 2)}, public=True)
    yield Case((_TALL, 2, 1, 2), {"stride": (2, 1)}, public=True)
    vertical, horizontal = distinct(rng, 2, 1, 4)
    size = sizes(rng, stride=(vertical, horizontal))
    yield Case((whole(rng, *size.image), 1, 1, size.kernel), {"stride": (vertical, horizontal)})


def _cut(spans: Callable[..., tuple[tuple[int, ...], ...]]) -> Convolution:
    """A model by the spans of rows and columns, from row, col, the kernel's sides and both strides."""

    def model(x: NDArray[Any], row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
        rows, cols = spans(row, col, *pair(kernel_size), *pair(stride))
        return x[slice(*rows), slice(*cols)]

    return model


def _window(x: NDArray[Any], row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
    """The right one."""
    (height, width), (down, right) = pair(kernel_size), pair(stride)
    return x[row * down : row * down + height, col * right : col * right + width]


def _sized(change: Callable[[int, int], tuple[int, int]]) -> Convolution:
    """A model with other sides of the kernel."""
    return lambda x, row, col, kernel_size, stride=1: _window(x, row, col, change(*pair(kernel_size)), stride)


def _stepped(change: Callable[[int, int], tuple[int, int]]) -> Convolution:
    """A model with other strides."""
    return lambda x, row, col, kernel_size, stride=1: _window(x, row, col, kernel_size, change(*pair(stride)))


def _cut_twice(x: NDArray[Any], row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
    (height, width), (down, right) = pair(kernel_size), pair(stride)
    return x[row * down : row * down + height][col * right : col * right + width]


def _one_pixel(x: NDArray[Any], row: int, col: int, _kernel_size: Any, stride: Any = 1) -> Any:
    down, right = pair(stride)
    return x[row * down, col * right]


def _around(x: NDArray[Any], row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
    """By indices, of which those before the border are taken from the other side."""
    (height, width), (down, right) = pair(kernel_size), pair(stride)
    rows = np.arange(height) + row * down - height // 2
    return x.take(rows, 0).take(np.arange(width) + col * right - width // 2, 1)


def _only(kinds: type, name: str) -> Convolution:
    """A model that a size of another kind ends, as Python would."""

    def model(x: NDArray[Any], row: int, col: int, kernel_size: Any, stride: Any = 1) -> NDArray[Any]:
        if not isinstance({"stride": stride, "kernel_size": kernel_size}[name], kinds):
            raise TypeError("unsupported operand, or nothing to unpack")
        return _window(x, row, col, kernel_size, stride)

    return model


_KNOWN = (*sliding(conv2d_single), *strides(conv2d_single), *windows(conv2d_single))


EXERCISE = Exercise(
    name="window",
    assignment="02-sliding-window",
    order=2,
    signature="window(x, row, col, kernel_size, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the chapter's image, or one like it"), 0.5, _book),
        Group("rectangle", N_("images and windows that are not square"), 0.5, _rectangle),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
    ),
    hint=N_(
        "`row` and `col` are a seat in the result, not in the image: on which image row does the window of "
        "that seat begin, and how many rows does it always have?"
    ),
    section="10.2.1",
    tolerance=COPYING,
    mistakes=(
        *further(_KNOWN, "stride-ignored", _cut(lambda r, c, h, w, down, right: ((r, r + h), (c, c + w)))),
        *further(
            _KNOWN,
            "end-not-moved",
            _cut(lambda r, c, h, w, down, right: ((r * down, r + h), (c * right, c + w))),
        ),
        *further(
            _KNOWN,
            "end-is-the-size",
            _cut(lambda r, c, h, w, down, right: ((r * down, h), (c * right, w))),
        ),
        *further(_KNOWN, "one-pixel-too-many", _sized(lambda h, w: (h + 1, w + 1))),
        *further(_KNOWN, "one-pixel-too-few", _sized(lambda h, w: (h - 1, w - 1))),
        *further(_KNOWN, "kernel-sides-swapped", _sized(lambda h, w: (w, h))),
        *further(_KNOWN, "square-kernels-only", _sized(lambda h, w: (h, h)), _sized(lambda h, w: (w, w))),
        *further(_KNOWN, "three-by-three-only", _sized(lambda h, w: (3, 3))),
        *further(_KNOWN, "stride-two-only", _stepped(lambda down, right: (min(down, 2), min(right, 2)))),
        *further(_KNOWN, "strides-swapped", _stepped(lambda down, right: (right, down))),
        *further(_KNOWN, "vertical-stride-only", _stepped(lambda down, right: (down, down))),
        *further(_KNOWN, "horizontal-stride-only", _stepped(lambda down, right: (right, right))),
        *further(_KNOWN, "stride-downwards-only", _stepped(lambda down, right: (down, 1))),
        *further(_KNOWN, "stride-rightwards-only", _stepped(lambda down, right: (1, right))),
        *further(_KNOWN, "stride-used-twice", _stepped(lambda down, right: (down**2, right**2))),
        *further(
            _KNOWN,
            "dilated",
            _cut(lambda r, c, h, w, down, right: ((r, r + h * down, down), (c, c + w * right, right))),
            _cut(
                lambda r, c, h, w, down, right: (
                    (r * down, (r + h) * down, down),
                    (c * right, (c + w) * right, right),
                )
            ),
        ),
        *further(
            _KNOWN,
            "window-centred",
            _around,
            _cut(
                lambda r, c, h, w, down, right: (
                    (r * down - h // 2, r * down - h // 2 + h),
                    (c * right - w // 2, c * right - w // 2 + w),
                )
            ),
        ),
        *further(
            _KNOWN,
            "windows-side-by-side",
            _cut(lambda r, c, h, w, down, right: ((r * h, r * h + h), (c * w, c * w + w))),
        ),
        *further(_KNOWN, "output-transposed", lambda *args, **kwargs: np.transpose(_window(*args, **kwargs))),
        *further(_KNOWN, "stride-is-one-number", _only(int, "stride")),
        *further(_KNOWN, "stride-is-a-pair", _only(tuple, "stride")),
        *told(
            "kernel-size-is-one-number",
            N_("You take the size of the kernel for a single number, and it may be a pair."),
            N_("What is `4 + (2, 3)` in Python? What may `kernel_size` be, by the text above the function?"),
            _only(int, "kernel_size"),
        ),
        *told(
            "kernel-size-is-a-pair",
            N_("You take the size of the kernel for a pair, and it may be a single number."),
            N_("What is `(3)[0]` in Python? What may `kernel_size` be, by the text above the function?"),
            _only(tuple, "kernel_size"),
        ),
        *told(
            "place-transposed",
            N_("Row and column of the place are swapped."),
            N_("Ask for the window at row 0 and column 1: to which side of the first one should it lie?"),
            lambda x, row, col, kernel_size, stride=1: _window(x, col, row, kernel_size, stride),
        ),
        *told(
            "places-counted-from-one",
            N_("You count the places of the result from 1."),
            N_("Where should the window of row 0 begin, and where does yours?"),
            lambda x, row, col, kernel_size, stride=1: _window(x, row - 1, col - 1, kernel_size, stride),
        ),
        *told(
            "cut-twice-in-rows",
            N_("Both of your cuts go through the rows of the image."),
            N_("What is `x[0:2]` of a table: its first rows, or its first columns? And `x[0:2][0:1]`?"),
            _cut_twice,
        ),
        *told(
            "one-pixel-only",
            N_("You give one pixel, and not a window."),
            N_("How many pixels does a window of 3×3 show?"),
            _one_pixel,
        ),
        *told(
            "window-flattened",
            N_("Your window is a flat list of pixels."),
            N_("Which shape should a window of 2×3 have? Print that of yours."),
            lambda *args, **kwargs: _window(*args, **kwargs).ravel(),
        ),
    ),
    laws=_laws.WINDOW,
    probes=_probes.WINDOW,
)
