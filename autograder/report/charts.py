"""Bars, laid out for the page: where each begins and how high it is, in the units of its drawing.

Drawings are as wide as a phone, so that their numbers can be read there, and grow with the page.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from autograder.feedback.words import points
from autograder.language import _
from autograder.report.statistics import counts

WIDTH, HEIGHT = 300.0, 130.0
"""Of the bars; what is written stands above and below."""
_GAP = 2.0
_LEAST = 1.5  # so that one in ten thousand can be seen

_PARTS = 10
_FEWEST_TIMES, _MOST_TIMES = 5, 14
_STEPS = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 3, 6, 12)),
    *(timedelta(days=days) for days in (1, 2, 7, 28, 91, 365, 3650, 36500, 365000)),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        said: what it counts, in words: "from 4 to less than 6".
        tick: what stands below its left edge.
    """

    said: str
    tick: str
    count: int
    x: float
    width: float
    height: float

    @property
    def y(self) -> float:
        return round(HEIGHT - self.height, 2)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside each other.

    Attributes:
        end: what stands below the right edge of the last.
        mark: where a line goes through the bars; None for no line.
    """

    bars: tuple[Bar, ...]
    end: str
    mark: float | None = None


def marks(values: Sequence[float], top: float) -> Chart:
    """How often each mark was given, in tenths of what can be earned."""
    edges = [points(top * part / _PARTS) for part in range(_PARTS + 1)]
    said = [
        *(
            _("from {low} to less than {high}").format(low=low, high=high)
            for low, high in itertools.pairwise(edges[:-1])
        ),
        _("from {low}").format(low=edges[-2]),
    ]
    mean = math.fsum(values) / len(values) / top * WIDTH if values and top > 0 else None
    return Chart(
        _bars(counts(values, top, _PARTS), said, edges[:-1]),
        edges[-1],
        None if mean is None else round(min(WIDTH, mean), 2),
    )


def times(values: Sequence[datetime], due: datetime | None = None) -> Chart | None:
    """How much came when; None where nothing did.

    Args:
        due: where a line is drawn, if that is among them.
    """
    if not values:
        return None
    step = next(step for step in _STEPS if _steps(values, step) <= _MOST_TIMES)
    first, number = _floor(min(values), step), max(_FEWEST_TIMES, _steps(values, step))
    found = [0] * number
    for value in values:
        found[(value - first) // step] += 1
    form = "%m-%d %H:%M" if step < timedelta(days=1) else "%Y-%m-%d"
    ticks = [(first + place * step).strftime(form) for place in range(number)]
    end = _end(first, number * step).strftime(form)
    said = [
        _("from {low} to before {high}").format(low=low, high=high)
        for low, high in zip(ticks, [*ticks[1:], end], strict=True)
    ]
    at = None if due is None else (due - first) / (number * step)
    return Chart(
        _bars(found, said, ticks), end, round(at * WIDTH, 2) if at is not None and 0 <= at <= 1 else None
    )


def _floor(moment: datetime, step: timedelta) -> datetime:
    """The last full step before a time, counted from a Monday."""
    monday = datetime(1, 1, 1, tzinfo=moment.tzinfo)
    return moment - (moment - monday) % step


def _end(first: datetime, span: timedelta) -> datetime:
    try:
        return first + span
    except OverflowError:
        return datetime.max.replace(tzinfo=first.tzinfo)


def _steps(values: Sequence[datetime], step: timedelta) -> int:
    return (max(values) - _floor(min(values), step)) // step + 1


def _bars(found: Sequence[int], said: Sequence[str], ticks: Sequence[str]) -> tuple[Bar, ...]:
    width, most = WIDTH / len(found), max(1, *found, 1)
    return tuple(
        Bar(
            words,
            tick,
            count,
            round(place * width + _GAP / 2, 2),
            round(width - _GAP, 2),
            round(max(_LEAST, count / most * HEIGHT), 2) if count else 0.0,
        )
        for place, (count, words, tick) in enumerate(zip(found, said, ticks, strict=True))
    )


def now() -> datetime:
    """The time, in UTC and without saying so, as the gradebook keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
