"""Numbers on marks and on exercises.

Names are those of test theory. *Difficulty* of an exercise is the mean share of its points that was earned,
so that a difficult one has a low number. *Discrimination* is the corrected item-total correlation: Pearson's
r between the points for the exercise and those for all others (S. Henrysson, Correction of item-total
correlations in item analysis, Psychometrika 28, 1963). Unlike the difference between the upper and the lower
27 % it uses every submission and every part mark; the exercise itself is left out of the total, or it would
agree with itself. Its interval is Fisher's, by z = artanh r (R. A. Fisher, Metron 1, 1921), and rough here:
marks are not normal.
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 10
"""Submissions that a correlation is computed from: with fewer it says nothing."""

_Z = 1.96  # of 95 percent
_ALIKE = 1e-12  # beside the size of the values: what rounding leaves where all are the same


@dataclass(frozen=True, slots=True)
class Summary:
    """A distribution of marks.

    Attributes:
        deviation: standard deviation of the sample; 0.0 for a single mark.
        quartiles: a quarter of all marks lie below the first, half below the second, …
    """

    count: int
    mean: float
    deviation: float
    lowest: float
    quartiles: tuple[float, float, float]
    highest: float

    @property
    def median(self) -> float:
        return self.quartiles[1]


def summary(marks: Iterable[float]) -> Summary | None:
    """A distribution in six numbers; None where there is no mark.

    >>> found = summary([4.0, 1.0, 3.0, 2.0])
    >>> found.mean, found.quartiles, round(found.deviation, 3)
    (2.5, (1.75, 2.5, 3.25), 1.291)
    """
    marks = sorted(marks)
    if not marks:
        return None
    # Inclusive: the marks are all of the class, and not drawn from more.
    low, middle, high = statistics.quantiles(marks, n=4, method="inclusive") if marks[1:] else marks * 3
    deviation = statistics.stdev(marks) if marks[1:] else 0.0
    return Summary(
        len(marks), math.fsum(marks) / len(marks), deviation, marks[0], (low, middle, high), marks[-1]
    )


def counts(values: Iterable[float], top: float, parts: int) -> list[int]:
    """How many values lie in each of `parts` equal parts from 0 to `top`, which belongs to the last.

    What lies outside counts in the part that is nearest to it.

    >>> counts([0, 1.9, 2, 9.99, 10, 12], top=10, parts=5)
    [2, 1, 0, 0, 3]
    """
    found = [0] * parts
    for value in values:
        # Rounded: a mark of 0.3 belongs to the part that begins at 3 · 0.1.
        place = math.floor(round(value / top * parts, 9)) if top > 0 else 0
        found[min(parts - 1, max(0, place))] += 1
    return found


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; None where there are too few values, or all of one kind are the same."""
    if len(xs) < FEWEST or _same(xs) or _same(ys):
        return None
    return max(-1.0, min(1.0, statistics.correlation(xs, ys)))


def _same(values: Sequence[float]) -> bool:
    low, high = min(values), max(values)
    return high - low <= _ALIKE * max(abs(low), abs(high))


def interval(r: float, count: int) -> tuple[float, float]:
    """Within which a correlation lies with 95 percent, by Fisher's z.

    >>> [round(end, 3) for end in interval(0.5, 28)]
    [0.156, 0.736]
    """
    if abs(r) >= 1.0 or count <= 3:
        return r, r
    z, reach = math.atanh(r), _Z / math.sqrt(count - 3)
    return math.tanh(z - reach), math.tanh(z + reach)


@dataclass(frozen=True, slots=True)
class Item:
    """How an exercise did as a question of a test.

    Attributes:
        share: of its points that was earned, on average; None where nobody's work counts.
        solved: how many have all of its points.
        discrimination: None where it cannot be told.
        within: its interval.
    """

    share: float | None
    solved: int
    discrimination: float | None
    within: tuple[float, float] | None


def items(rows: Sequence[Sequence[float]], points: Sequence[float]) -> list[Item]:
    """An item for each exercise.

    Args:
        rows: the scores of one submission, one an exercise.
        points: that each exercise is worth.
    """
    totals = [math.fsum(row) for row in rows]
    found = []
    for place, worth in enumerate(points):
        scores = [row[place] for row in rows]
        rests = [total - score for total, score in zip(totals, scores, strict=True)]
        r = correlation(scores, rests)
        found.append(
            Item(
                math.fsum(scores) / len(scores) / worth if scores and worth > 0 else None,
                sum(score >= worth for score in scores),
                r,
                None if r is None else interval(r, len(rows)),
            )
        )
    return found
