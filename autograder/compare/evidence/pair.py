"""An answer beside what was expected, and a fact about the two."""

import itertools
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NONE: frozenset[Hashable] = frozenset()
"""The support of a fact that cannot be seen, though nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is true of an answer.

    Attributes:
        text: a clause for the student.
        support: what it can be seen by: different things, so that those of several cases can be put together.
            Empty where the case does not speak against the fact, but is too small to show it.
    """

    text: str
    support: frozenset[Hashable]


@dataclass(frozen=True)
class Pair:
    """An answer of the right shape, and what was expected.

    Attributes:
        mask: whether the values are True and False.
    """

    expected: Array
    slack: Array
    yours: Array
    mask: bool = False
    serial: int = field(default_factory=itertools.count().__next__)

    @cached_property
    def differs(self) -> NDArray[np.bool_]:
        with np.errstate(all="ignore"):
            near = (np.abs(self.yours - self.expected) <= self.slack) | (self.yours == self.expected)
        return np.asarray(~near)

    @cached_property
    def places(self) -> frozenset[Hashable]:
        """Each value that differs."""
        return frozenset((self.serial, int(place)) for place in np.flatnonzero(self.differs))

    @cached_property
    def numbers(self) -> frozenset[Hashable]:
        """The different numbers, other than 0, that were expected where yours differ."""
        return frozenset(f"{number:.6g}" for number in self.expected[self.differs] if number)

    def is_like(self, wanted: Array, where: NDArray[np.bool_] | None = None, scale: float = 1.0) -> bool:
        """Whether yours are these values: all of them, or some.

        Args:
            scale: that the slack is multiplied by.
        """
        with np.errstate(all="ignore"):
            near = self.slack * max(1.0, scale) + 1e-12 * np.abs(wanted)
            fits = np.abs(self.yours - wanted) <= near
        return bool(np.all(fits if where is None else fits[where]))
