"""The smallest inputs on which something can go wrong: cases that earn nothing, for a student to look at.

Where a function fails in a public case, the grader looks among these for a smaller one that it fails in too
(`Exercise.probes`). They are legal inputs, at most `MOST` for an exercise, and can be worked out by hand.
Pixels count up, and kernels are 1, 10, 100, …: the digits of a result tell which pixel met which weight.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Case
from autograder.exercises._inputs import Stride

MOST = 30
"""Probes of an exercise: each is a call, where something is wrong."""

Image = NDArray[Any]
Plane = tuple[Image, Image, Stride]
"""An image (h, w), a kernel (kh, kw) and a stride."""


def _counting(*shape: int) -> Image:
    return np.arange(1, 1 + np.prod(shape)).reshape(shape)


def _digits(*shape: int) -> Image:
    return 10 ** np.arange(np.prod(shape)).reshape(shape)


def _planes() -> Iterator[Plane]:
    three = np.array([[3]])
    yield _counting(1, 1), three, 1
    yield _counting(1, 2), three, 1
    yield _counting(2, 1), three, 1
    yield _counting(2, 2), three, 1
    yield _counting(1, 2), _digits(1, 2), 1
    yield _counting(2, 1), _digits(2, 1), 1
    yield _counting(1, 3), _digits(1, 2), 1
    yield _counting(1, 3), _digits(1, 3), 1
    yield _counting(2, 2), _digits(2, 2), 1
    yield _counting(3, 1), _digits(3, 1), 1
    yield _counting(1, 2), three, 2
    yield _counting(2, 1), three, 2
    yield _counting(1, 3), three, 2
    yield _counting(1, 4), three, 3
    yield _counting(2, 2), three, (1, 2)
    yield _counting(2, 2), three, (2, 1)
    yield _counting(1, 5), _digits(1, 2), 2
    yield _counting(1, 4), _digits(1, 2), 2
    yield _counting(1, 5), _digits(1, 3), 3
    yield from _scales()


def _scales() -> Iterator[Plane]:
    """Single numbers that some kind of number, or some rounding, does not hold."""
    for pixel, weight in ((0.5, 1), (1, 0.5), (-1, 1), (1e-6, 0.25)):
        yield np.array([[pixel]]), np.array([[weight]]), 1


def _case(*args: Any, stride: Stride = 1, **kwargs: Any) -> Case:
    return Case(args, kwargs if stride == 1 else {**kwargs, "stride": stride}, public=True)


def _deep(image: Image) -> Image:
    """The same with a channel of its own, at the end."""
    return image[..., np.newaxis]


SINGLE = tuple(_case(x, kernel, stride=stride) for x, kernel, stride in _planes())
"""Of image (h, w), kernel (kh, kw)."""

CHANNELS = (
    *(_case(_deep(x), _deep(kernel), stride=stride) for x, kernel, stride in _planes()),
    _case(_counting(1, 1, 2), _digits(1, 1, 2)),
    _case(_counting(1, 1, 4), _digits(1, 1, 4)),
    _case(_counting(1, 2, 2), _digits(1, 1, 2)),
    _case(_counting(1, 2, 2), _digits(1, 2, 2)),
    _case(_counting(2, 1, 2), _digits(2, 1, 2)),
)
"""Of image (h, w, c), kernel (kh, kw, c)."""

KERNELS = (
    *(_case(_deep(x), _deep(_deep(kernel)), stride=stride) for x, kernel, stride in _planes()),
    _case(_counting(1, 1, 1), _digits(1, 1, 1, 3)),
    _case(_counting(1, 1, 2), _digits(1, 1, 2, 1)),
    _case(_counting(1, 1, 2), _digits(1, 1, 2, 2)),
    _case(_counting(1, 1, 4), _digits(1, 1, 4, 1)),
    _case(_counting(1, 2, 1), _digits(1, 1, 1, 2)),
    _case(_counting(1, 2, 2), _digits(1, 2, 2, 1)),
)
"""Of image (h, w, c_in), kernels (kh, kw, c_in, c_out)."""


def _batched(planes: Iterator[Plane]) -> Iterator[tuple[Image, Image, Stride]]:
    for x, kernel, stride in planes:
        yield _deep(x)[np.newaxis], _deep(_deep(kernel)), stride


BATCH = (
    *(_case(x, kernels, stride=stride) for x, kernels, stride in _batched(_planes())),
    _case(_counting(2, 1, 1, 1), np.array([[[[3]]]])),
    _case(_counting(1, 1, 1, 2), _digits(1, 1, 2, 2)),
    _case(_counting(1, 1, 1, 4), _digits(1, 1, 4, 1)),
    _case(_counting(1, 1, 1, 1), np.array([[[[3]]]]), np.array([0.5])),
    _case(_counting(1, 1, 2, 2), _digits(1, 2, 2, 1), np.array([5])),
    _case(_counting(1, 1, 2, 1), _digits(1, 1, 1, 2), np.array([3, 4])),
    _case(_counting(1, 1, 1, 2), _digits(1, 1, 2, 3), np.array([4, 5, 6])),
)
"""Of images (batch, h, w, c_in), kernels (kh, kw, c_in, c_out), and a bias (c_out,) or none."""

LAYER = (
    *(_case(x, kernels, np.zeros(1, np.int64), stride=stride) for x, kernels, stride in _batched(_planes())),
    _case(_counting(2, 1, 1, 1), np.array([[[[3]]]]), np.array([1])),
    _case(_counting(1, 1, 2, 2), _digits(1, 2, 2, 1), np.array([5])),
    _case(_counting(1, 1, 1, 4), _digits(1, 1, 4, 1), np.array([0])),
    _case(_counting(1, 1, 1, 1), np.array([[[[-3]]]]), np.array([3.5])),
    _case(_counting(1, 1, 1, 1), np.array([[[[3]]]]), np.array([-2])),
    _case(_counting(1, 1, 1, 1), _digits(1, 1, 1, 3), np.array([4, 5, 6])),
    _case(_counting(1, 1, 1, 2), _digits(1, 1, 2, 3), np.array([4, 5, 6])),
)
"""As `BATCH`, always with a bias; where that is 0, it has no say."""

PATCH = tuple(
    _case(x, kernel)
    for x, kernel in (
        *(
            (_counting(*shape), _digits(*shape))
            for shape in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (2, 3), (3, 2))
        ),
        (np.array([[2]]), np.array([[3]])),
        (np.array([[2, 3]]), np.array([[4, 5]])),
        *((x, kernel) for x, kernel, _stride in _scales()),
        (np.array([[200]], np.uint8), np.array([[2]])),
    )
)
"""Of window and kernel of one shape."""

WINDOW = tuple(
    _case(_counting(*shape), row, col, size, stride=stride)
    for shape, row, col, size, stride in (
        ((1, 1), 0, 0, 1, 1),
        ((1, 2), 0, 0, 1, 1),
        ((1, 2), 0, 1, 1, 1),
        ((2, 1), 1, 0, 1, 1),
        ((2, 1), 0, 0, 1, 1),
        ((1, 2), 0, 0, (1, 2), 1),
        ((2, 1), 0, 0, (2, 1), 1),
        ((1, 3), 0, 1, (1, 2), 1),
        ((3, 1), 1, 0, (2, 1), 1),
        ((2, 2), 0, 0, 2, 1),
        ((2, 2), 1, 0, 1, 1),
        ((2, 2), 0, 1, 1, 1),
        ((3, 3), 1, 1, 2, 1),
        ((1, 3), 0, 1, 1, 2),
        ((1, 4), 0, 1, 1, 3),
        ((3, 1), 1, 0, 1, 2),
        ((1, 4), 0, 1, (1, 2), 2),
        ((1, 3), 0, 1, 1, (1, 2)),
        ((3, 1), 1, 0, 1, (2, 1)),
        ((3, 2), 1, 1, 1, (2, 1)),
        ((2, 3), 1, 1, 1, (1, 2)),
    )
)
"""Of image (h, w), place, size and stride."""

MAPS = tuple(
    _case(maps)
    for maps in (
        [np.array([[1]])],
        [np.array([[1]]), np.array([[2]])],
        [np.array([[1]]), np.array([[2]]), np.array([[3]])],
        [np.array([[1, 2]])],
        [np.array([[1], [2]])],
        [np.array([[1, 2]]), np.array([[3, 4]])],
        [np.array([[1], [2]]), np.array([[3], [4]])],
        [np.array([[1, 2], [3, 4]])],
        [np.array([[0.5]])],
        [np.array([[1]]), np.array([[0.5]])],
    )
)
"""Of maps of one shape."""

MASK = tuple(
    Case(args, public=True)
    for args in (
        (1, 1, 0, 0, 1),
        (1, 2, 0, 0, 1),
        (1, 2, 0, 1, 1),
        (2, 1, 1, 0, 1),
        (1, 2, 0, 0, 3),
        (2, 1, 0, 0, 3),
        (1, 3, 0, 0, 3),
        (3, 1, 0, 0, 3),
        (1, 3, 0, 2, 3),
        (3, 1, 2, 0, 3),
        (1, 3, 0, 1, 3),
        (2, 2, 0, 0, 3),
        (2, 3, 0, 2, 1),
        (2, 3, 0, 0, 3),
        (3, 2, 0, 0, 3),
        (3, 3, 1, 1, 3),
        (1, 5, 0, 0, 7),
        (3, 3, 0, 0, 5),
    )
)
"""Of height, width, row, column and k."""


def _layer(x: Any, w: Any, b: Any, *more: Any) -> Case:
    return _case(*(np.array(part, np.float64) for part in (x, w, b)), *more)


DENSE = tuple(
    _layer(*arrays)
    for arrays in (
        ([[0]], [[1]], [0]),
        ([[1]], [[2]], [0]),
        ([[0]], [[1]], [1]),
        ([[1]], [[2]], [3]),
        ([[1, 2]], [[1], [0]], [1]),
        ([[1]], [[1, 2]], [0, 0]),
        ([[1]], [[1, 2]], [0, 1]),
        ([[1], [2]], [[1]], [0]),
        ([[1, 2]], [[1, 0], [-1, 1]], [0, 0]),
        ([[1000]], [[1]], [0]),
        ([[-1000]], [[1]], [0]),
        ([[12]], [[1]], [0]),
        ([[-12]], [[1]], [0]),
    )
)
"""Of x (batch, n_in), w (n_in, n_out), b (n_out,)."""

TOP_K = tuple(
    _layer(x, w, b, np.array(importance), k)
    for x, w, b, importance, k in (
        ([[1]], [[1]], [0], [[0.5]], 1),
        ([[1]], [[1]], [1], [[0.5]], 1),
        ([[1]], [[1]], [0], [[-0.5]], 1),
        ([[1]], [[-1]], [0], [[0.5]], 1),
        ([[1, 1]], [[1], [2]], [0], [[0.2], [0.1]], 1),
        ([[1, 1]], [[1], [2]], [1], [[0.1], [0.2]], 1),
        ([[1, 1]], [[1], [-2]], [0], [[0.1], [0.2]], 1),
        ([[3, 1]], [[1], [1]], [0], [[0.1], [0.2]], 1),
        ([[1, 1]], [[1], [2]], [0], [[-0.1], [-0.2]], 1),
        ([[1, 1]], [[1], [2]], [0], [[-0.1], [-0.2]], 2),
        ([[1, 1]], [[1], [2]], [0], [[-10], [-20]], 2),
        ([[1, 1]], [[1], [2]], [1], [[0.1], [0.2]], 2),
        ([[1], [0]], [[1]], [0], [[0.5]], 1),
        ([[1]], [[1, 2]], [0, 1], [[0.5, 0.6]], 1),
        ([[1, 1]], [[1, 2], [3, 4]], [0, 0], [[0.1, 0.4], [0.2, 0.3]], 1),
        ([[1, 1, 1]], [[1], [2], [-4]], [0], [[0.1], [0.3], [0.2]], 1),
        ([[1, 1, 1]], [[1], [2], [-4]], [0], [[0.1], [0.3], [0.2]], 2),
    )
)
"""As `DENSE`, with importance (n_in, n_out) and k."""
