"""The shape of an exercise: cases in groups from simple to hard, points, tolerance, mistakes and hints.

Adding an exercise means adding one file to `autograder/exercises/` that defines `EXERCISE`, its reference
to `autograder/reference/`, and its cells to a notebook in `solutions/`.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Answer(StrEnum):
    """The kind of value that an exercise asks for; see `compare.judge` for what each accepts."""

    INTEGER = "integer"  # a count: exact
    INTEGERS = "integers"  # a list of counts: exact
    NUMBER = "number"  # a real number
    ARRAY = "array"  # an array of real numbers
    MASK = "mask"  # an array of bool: exact


@dataclass(frozen=True, slots=True)
class Case:
    """One call of the student's function.

    Attributes:
        args: positional arguments; arrays are NumPy arrays. Every call gets copies of its own.
        public: whether a student may see this case: its inputs, the expected value and what their
            function printed or raised. Inputs of public cases are constants; all others come from the
            course secret.
        twice: whether the function is called twice with the very same objects. Then the second answer
            counts, and the arguments must be left as they were.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    public: bool = False
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that earn their points together: all must pass.

    Attributes:
        name: such as "non-square-kernel".
        title: the phrase a student reads after "cases with …", untranslated.
        points: earned when every case passes.
        cases: draws the group's cases. The generator is seeded from the course secret, the exercise's
            name and the group's name, so the same secret gives the same cases.
    """

    name: str
    title: str
    points: float
    cases: Callable[[np.random.Generator], Iterable[Case]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A slip that students make, as a function that makes it and is right in all else.

    An answer that is wrong is compared with what this would have given: see `diagnosis`.

    Attributes:
        name: such as "flipped-kernel"; of one name wherever it is the same misconception.
        title: what went wrong, as a sentence for the student, untranslated.
        hint: what to think about, without giving the answer away, untranslated.
        model: takes what the student's function takes.
    """

    name: str
    title: str
    hint: str
    model: Callable[..., Any]


Call = Callable[..., NDArray[np.float64]]
"""A student's function; it raises `NoAnswer` where it gives no numbers."""


class NoAnswer(Exception):
    """A call of a student's function gave nothing that a law could be tried on."""


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for every right answer whatever its inputs, so that no reference is needed to see it.

    It is tried with inputs that no case has, when all cases have passed: who breaks it has fitted their
    answers to the cases.

    Attributes:
        title: the law, as a sentence for the student, untranslated.
        holds: tries it, with inputs that it draws.
    """

    title: str
    holds: Callable[[Call, np.random.Generator], bool]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One function that students write.

    Attributes:
        name: of the function, of its file here and of its reference.
        assignment: such as "02-sliding-window".
        order: its place in the assignment, from 1.
        signature: as the student writes it, such as "conv2d_single(x, kernel, stride=1)".
        answer: the kind of value it gives.
        tolerance: why an answer may differ from the reference, and by how much, in a sentence; the
            numbers are computed beside each reference value (`reference`). Empty for exact answers.
        hint: what to think about, without giving the answer away; shown when something is wrong.
        section: of the chapter that explains it.
        mistakes: that are known by what they give, no two of them alike in every case. One may stand here
            more than once, with a model for each way in which students make it.
        laws: that every right answer keeps.
        probes: tiny public cases, which earn nothing and are asked where a larger public one failed, for one
            that a student can follow by eye; from the smallest on, not in this order.
    """

    name: str
    assignment: str
    order: int
    signature: str
    answer: Answer
    groups: tuple[Group, ...]
    hint: str
    section: str
    tolerance: str = ""
    mistakes: tuple[Mistake, ...] = ()
    laws: tuple[Law, ...] = ()
    probes: tuple[Case, ...] = ()

    @property
    def points(self) -> float:
        return math.fsum(group.points for group in self.groups)


@dataclass(frozen=True)
class Expected:
    """The reference's answer to one case.

    Attributes:
        value: int, list of int, float or array (float64 or bool), by the exercise's `answer`.
        slack: how far each element may differ, in absolute terms: 0.0 for exact answers, else a number or
            an array of the value's shape.
    """

    value: Any
    slack: Any = 0.0

    # What every answer is compared with, made once for all.

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.value)

    @cached_property
    def exact(self) -> list[Any]:
        """The elements in reading order, as Python's numbers."""
        return np.asarray(self.value, object).ravel().tolist()

    @cached_property
    def real(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The value, and how far each of its elements may differ."""
        value = np.asarray(self.value, np.float64)
        return value, np.broadcast_to(np.asarray(self.slack, np.float64), value.shape)

    @cached_property
    def finite(self) -> bool:
        """Whether neither the value nor its slack holds NaN or infinity."""
        return bool(np.isfinite(self.real).all())
