"""The parts of an answer to which what differs is confined."""

from collections.abc import Hashable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from autograder.compare.evidence.pair import NONE, Fact, Pair
from autograder.language import N_, _

_OUTSIDE = 2  # right values that there must be, for it to mean something that others are wrong

_PARTS = {
    "value": (N_("the first value"), N_("the last value"), N_("value {index} (counted from 0)")),
    "row": (N_("the first row"), N_("the last row"), N_("row {index} (counted from 0)")),
    "column": (N_("the first column"), N_("the last column"), N_("column {index} (counted from 0)")),
    "channel": (N_("the first channel"), N_("the last channel"), N_("channel {index} (counted from 0)")),
    "image": (
        N_("the first image of the batch"),
        N_("the last image of the batch"),
        N_("image {index} of the batch (counted from 0)"),
    ),
}
AXES: Mapping[int, tuple[str, ...]] = {
    0: (),
    1: ("value",),
    2: ("row", "column"),
    3: ("row", "column", "channel"),
    4: ("image", "row", "column", "channel"),
}
"""By their number, in TensorFlow's layouts."""


def regions(pair: Pair) -> Iterator[tuple[str, frozenset[Hashable]]]:
    """The parts outside of which nothing differs, from small to large, each with what it is seen by."""
    found = []
    for text, part in _parts(pair.differs.shape):
        if not np.any(pair.differs & ~part):
            count = np.count_nonzero(pair.differs)
            clear = np.count_nonzero(~part) >= _OUTSIDE and count * 2 >= np.count_nonzero(part)
            found.append((int(np.count_nonzero(part)), text, pair.places if clear else NONE))
    found.sort(key=lambda each: each[0])  # stable
    yield from ((text, support) for _size, text, support in found)


def _parts(shape: tuple[int, ...]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    names = AXES.get(len(shape), ())
    index = np.indices(shape)
    for axis, name in enumerate(names):
        first, last, other = _PARTS[name]
        for n in range(shape[axis]):
            # Where there is one alone, it may be either.
            if n == 0:
                yield _(first), index[axis] == n
            if n == shape[axis] - 1:
                yield _(last), index[axis] == n
            if 0 < n < shape[axis] - 1:
                yield _(other).format(index=n), index[axis] == n
    if "row" in names:
        (row, rows), (col, cols) = ((index[a], shape[a]) for a in (names.index("row"), names.index("column")))
        yield _("what lies in the last row or the last column"), (row == rows - 1) | (col == cols - 1)
        border = (row == 0) | (col == 0) | (row == rows - 1) | (col == cols - 1)
        yield _("the border"), border
        yield _("the interior"), ~border


def only_right(pair: Pair) -> Iterator[Fact]:
    """The first part alone is right, along some axis."""
    ones = {
        "row": N_("only the first row is right"),
        "column": N_("only the first column is right"),
        "channel": N_("only the first channel is right"),
        "image": N_("only the first image of the batch is right"),
        "value": N_("only the first value is right"),
    }
    index = np.indices(pair.differs.shape)
    for axis, name in enumerate(AXES.get(pair.differs.ndim, ())):
        first = index[axis] == 0
        if not np.any(pair.differs & first):
            rest = np.count_nonzero(~first)
            clear = np.count_nonzero(first) >= _OUTSIDE and np.count_nonzero(pair.differs) == rest
            yield Fact(_(ones[name]), pair.places if clear else NONE)
