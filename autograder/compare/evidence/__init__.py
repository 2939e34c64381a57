"""What wrong answers show, where no known mistake explains them: facts, and never a guess at their cause.

A fact is a clause such as "every value is 9 times what was expected". It is told if it is true of every value
that differs, within the slack, and if there is enough to see it by:

    - at least `ENOUGH` values that differ support it, in one case or in several together; for a factor or a
      difference, as many different expected values, none of them 0: 6 is twice 3, and 3 more than 3
    - that only a part is wrong takes two right values elsewhere, and half of the part's values wrong
    - that an answer is turned, mirrored or transposed takes that no other of these gives the same

What holds in all public cases that failed is told before what holds in one; where a case is too small to show
a fact, it must at least not speak against it. Of several facts the most specific is told: `values` and
`shapes` name them in that order.

Hidden cases have no part in any of this: a submission could choose the fact.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.compare.evidence.pair import Fact, Pair
from autograder.compare.evidence.shapes import shapes
from autograder.compare.evidence.values import values
from autograder.compare.numbers import Kind, NotNumbersError, numbers
from autograder.exercise import Answer, Expected
from autograder.language import _

ENOUGH = 3
"""Values that must support a fact."""

_MOST = 20_000  # values of an answer that are kept; the largest answer of the course has some thousand
_LARGEST = 2**53  # up to which float64 has every integer

_KINDS: Mapping[Answer, tuple[Kind, ...]] = {
    Answer.INTEGER: (Kind.INT,),
    Answer.INTEGERS: (Kind.INT,),
    Answer.NUMBER: (Kind.INT, Kind.FLOAT),
    Answer.ARRAY: (Kind.INT, Kind.FLOAT),
    Answer.MASK: (Kind.BOOL,),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer to a public case, as far as facts can be read off it.

    Attributes:
        yours: its values; None if they are of the wrong kind, or too many to keep.
    """

    expected: NDArray[np.float64]
    slack: NDArray[np.float64]
    shape: tuple[int, ...]
    yours: NDArray[np.float64] | None
    mask: bool


def wrong(answer: Answer, expected: Expected, got: object) -> Wrong | None:
    """What is kept of an answer; None of one that is no numbers, or beyond float64."""
    try:
        yours = numbers(got)
    except NotNumbersError:
        return None
    if answer in (Answer.INTEGER, Answer.INTEGERS) and not all(abs(n) < _LARGEST for n in expected.exact):
        return None
    value, slack = expected.real
    kept = yours.kind in _KINDS[answer] and math.prod(yours.shape) <= _MOST
    return Wrong(
        value,
        slack,
        yours.shape,
        yours.as_float64() if kept else None,
        answer is Answer.MASK,
    )


def evidence(told: Wrong, others: Sequence[Wrong | None]) -> str:
    """What wrong answers show, as a sentence; "" if they show nothing for sure.

    Args:
        told: the answer to the case that the student is shown.
        others: to all other public cases that failed; None for one that failed in another way.
    """
    here = list(_facts(told))
    if others and None not in others:
        rest = [{fact.text: fact for fact in _facts(other)} for other in others if other is not None]
        for fact in here:
            if all(fact.text in each for each in rest):
                support = fact.support.union(*(each[fact.text].support for each in rest))
                if len(support) >= ENOUGH:
                    return _("In all {count} cases that failed and can be shown, {fact}.").format(
                        count=len(others) + 1, fact=fact.text
                    )
    for fact in here:
        if len(fact.support) >= ENOUGH:
            return _("Here, {fact}.").format(fact=fact.text)
    return ""


def _facts(answer: Wrong) -> Iterator[Fact]:
    if answer.shape != answer.expected.shape:
        arrays = (answer.expected, answer.slack, answer.yours) if answer.yours is not None else None
        yield from shapes(answer.expected.shape, answer.shape, arrays)
    elif answer.yours is not None:
        pair = Pair(answer.expected, answer.slack, answer.yours, answer.mask)
        if pair.differs.any():
            yield from values(pair)
