"""The numbers of a class report, against values that were worked out by hand, as told beside each."""

import math
from datetime import datetime, timedelta

import pytest

from autograder.report import charts
from autograder.report.statistics import correlation, counts, interval, items, summary

# Ten submissions, five of which solve the first exercise; of these four solve the second, of the others one.
FIRST = [0.0] * 5 + [1.0] * 5
SECOND = [0.0] * 4 + [1.0, 0.0] + [1.0] * 4


def test_a_distribution_of_marks() -> None:
    # Sum 40, mean 5. Squared distances 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 8 - 1. In order, the ends of
    # the quarters lie at places 1.75, 3.5 and 5.25 from 0: 4, between 4 and 5, and a quarter from 5 to 7.
    found = summary([2, 4, 4, 4, 5, 5, 7, 9])
    assert found is not None
    assert (found.count, found.mean, found.lowest, found.highest) == (8, 5.0, 2, 9)
    assert found.deviation == pytest.approx(math.sqrt(32 / 7))
    assert found.quartiles == (4.0, 4.5, 5.5)
    assert found.median == 4.5


def test_a_single_mark_is_its_own_distribution() -> None:
    found = summary([7.5])
    assert found is not None
    assert (found.mean, found.deviation, found.quartiles) == (7.5, 0.0, (7.5, 7.5, 7.5))
    assert summary([]) is None


def test_marks_count_in_the_part_that_they_begin() -> None:
    # Tenths of 1: 0.3 begins the fourth, though 0.3 / 0.1 is less than 3 in binary; 1 belongs to the last.
    assert counts([0.0, 0.05, 0.1, 0.3, 0.7, 0.99, 1.0], 1.0, 10) == [2, 1, 0, 1, 0, 0, 0, 1, 0, 2]


def test_extra_credit_and_penalties_stay_within_the_chart() -> None:
    assert counts([-1.0, 21.5], 20.0, 10) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    rows = [[4.0, 0.0], [2.0, 0.5], [0.0, 2.0], [6.0, 0.0]]
    first, second = items(rows, [6.0, 2.0])
    # 12 of 24 points, one of four with all; 2.5 of 8, one of four.
    assert (first.share, first.solved) == (0.5, 1)
    assert (second.share, second.solved) == (0.3125, 1)


def test_an_exercise_is_left_out_of_the_total_that_it_is_compared_with() -> None:
    # Of 2 × 2 counts (4, 1; 1, 4), phi = (4 · 4 - 1 · 1) / √(5 · 5 · 5 · 5) = 0.6. With the exercise
    # itself in the total it would be (1 + 0.6) / √(2 · 1.6) = 0.894.
    first, second = items([list(row) for row in zip(FIRST, SECOND, strict=True)], [1.0, 1.0])
    assert first.discrimination == pytest.approx(0.6)
    assert second.discrimination == pytest.approx(0.6)


def test_an_interval_by_fishers_z() -> None:
    # artanh 0.6 = ln 4 / 2 = 0.6931; 1.96 / √7 = 0.7408; tanh(-0.0477) = -0.0476, tanh(1.4339) = 0.8924.
    first, _second = items([list(row) for row in zip(FIRST, SECOND, strict=True)], [1.0, 1.0])
    assert first.within is not None
    low, high = first.within
    assert low == pytest.approx(-0.0476, abs=5e-4)
    assert high == pytest.approx(0.8924, abs=5e-4)
    assert interval(1.0, 50) == (1.0, 1.0)


def test_who_does_well_elsewhere_and_fails_here_counts_against_an_exercise() -> None:
    assert correlation([float(n) for n in range(10)], [float(9 - n) for n in range(10)]) == -1.0


@pytest.mark.parametrize("rests", [[5.0] * 10, [0.1 + 0.2, 0.3] * 5], ids=["equal", "equal but for rounding"])
def test_where_all_did_the_same_nothing_can_be_told(rests: list[float]) -> None:
    assert correlation(FIRST, rests) is None
    assert correlation(rests, FIRST) is None


def test_a_few_submissions_tell_nothing() -> None:
    assert correlation(FIRST[1:], SECOND[1:]) is None
    assert correlation(FIRST, SECOND) is not None


def test_of_no_submission_nothing_is_told() -> None:
    [item] = items([], [2.0])
    assert (item.share, item.solved, item.discrimination, item.within) == (None, 0, None, None)


# --- Charts -----------------------------------------------------------------------------------------


def test_the_highest_bar_is_as_high_as_the_chart_and_a_single_one_can_be_seen() -> None:
    chart = charts.marks([20.0] * 9_999 + [0.0], 20.0)
    assert [bar.count for bar in chart.bars] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 9_999]
    assert chart.bars[-1].height == charts.HEIGHT
    assert chart.bars[0].height > 1
    assert chart.bars[1].height == 0
    assert chart.bars[-1].x + chart.bars[-1].width <= charts.WIDTH


def test_marks_are_counted_in_tenths_of_what_can_be_earned() -> None:
    chart = charts.marks([3.0, 4.0], 20.0)
    assert [bar.tick for bar in chart.bars] == ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"]
    assert (chart.end, chart.bars[1].said, chart.bars[-1].said) == ("20", "from 2 to less than 4", "from 18")
    assert chart.mark == pytest.approx(3.5 / 20 * charts.WIDTH)


BEGIN = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  # as the gradebook keeps it


@pytest.mark.parametrize(
    ("span", "tick"),
    [
        (timedelta(0), "03-02 09:30"),
        (timedelta(hours=10), "03-02 09:00"),
        (timedelta(days=3), "03-02 06:00"),
        (timedelta(days=13), "2026-03-02"),
        (timedelta(days=60), "2026-03-02"),
    ],
)
def test_times_are_counted_in_steps_that_people_use(span: timedelta, tick: str) -> None:
    chart = charts.times([BEGIN, BEGIN + span])
    assert chart is not None
    assert 5 <= len(chart.bars) <= 14
    assert sum(bar.count for bar in chart.bars) == 2
    assert chart.bars[0].tick == tick


@pytest.mark.parametrize("other", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)])  # noqa: DTZ001
def test_a_time_that_cannot_be_is_one_bar_far_off(other: datetime) -> None:
    chart = charts.times([BEGIN, BEGIN, other])
    assert chart is not None
    assert sorted(bar.count for bar in chart.bars if bar.count) == [1, 2]
    assert len(chart.bars) <= 14


def test_a_line_is_drawn_where_it_was_due_if_that_is_among_them() -> None:
    times = [BEGIN, BEGIN + timedelta(days=4)]
    for due, there in ((BEGIN + timedelta(days=1), True), (BEGIN + timedelta(days=40), False)):
        chart = charts.times(times, due)
        assert chart is not None
        assert (chart.mark is not None) is there


def test_where_no_time_is_known_there_is_no_chart() -> None:
    assert charts.times([]) is None
