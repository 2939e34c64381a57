"""What wrong answers show: facts that hold, told only where there is enough to see them by."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.compare.evidence import evidence, wrong
from autograder.exercise import Answer, Expected

MATRIX = np.array([[7.0, 10, -1], [2, 4, 5], [-3, -13, 15], [8, 6, -20]])
SQUARE = np.array([[7.0, 10, -1], [2, 4, 5], [-3, -13, 15]])
MAPS = np.stack([MATRIX, 10 * MATRIX + 1, 3 - MATRIX], axis=-1)
BATCH = np.stack([MAPS, MAPS[::-1] * 2, MAPS - 50])


def told(expected: Any, *yours: Any, answer: Answer = Answer.ARRAY, slack: float = 1e-5) -> str:
    """What one answer shows."""
    (got,) = yours
    return shown(*[(expected, got)], answer=answer, slack=slack)


def shown(*pairs: tuple[Any, Any], answer: Answer = Answer.ARRAY, slack: float = 1e-5) -> str:
    """What the answers to several cases show, of which the first is shown to the student."""
    first, *others = (wrong(answer, Expected(expected, slack), got) for expected, got in pairs)
    assert first is not None
    return evidence(first, others)


def changed(array: Any, *places: Any) -> Any:
    """A copy with other values, of no rule, at some places."""
    got = np.array(array, copy=True)
    for place in places:
        got[place] += np.random.default_rng(3).integers(30, 90, np.shape(got[place])) + 0.3
    return got


@pytest.mark.parametrize(
    ("expected", "yours", "says"),
    [
        (MATRIX, MATRIX * 9, "every value is 9 times what was expected"),
        (MATRIX, MATRIX / 9, "every value is 1/9 of what was expected"),
        (MATRIX, MATRIX * 0.75, "every value is 0.75 times what was expected"),
        (MATRIX, -MATRIX, "every value is what was expected with its sign swapped"),
        (MATRIX, MATRIX - 3, "every value is 3 less than expected"),
        (MATRIX, MATRIX + 12345.5, "every value is 12345.5 more than expected"),
        (MATRIX, MATRIX * 0, "every value is 0"),
        (MATRIX + 0.5, np.trunc(MATRIX + 0.5), "every value is what was expected without its decimals"),
        (MATRIX + 0.7, np.floor(MATRIX + 0.7), "every value is what was expected, rounded down"),
        (MATRIX + 0.7, np.round(MATRIX + 0.7), "every value is what was expected, rounded to a whole number"),
        (MATRIX, np.maximum(MATRIX, 0), "where a negative number was expected, yours is 0, and all else is"),
        (MATRIX, np.abs(MATRIX), "where a negative number was expected, yours has no sign, and all else is"),
        (np.maximum(MATRIX, 0), MATRIX, "where 0 was expected, yours is negative, and all else is right"),
        (SQUARE, SQUARE.T, "it is what was expected, transposed"),
        (MATRIX, MATRIX[::-1], "it is what was expected, upside down"),
        (MATRIX, MATRIX[:, ::-1], "it is what was expected, mirrored"),
        (MATRIX, MATRIX[::-1, ::-1], "it is what was expected, turned by half a turn"),
        (SQUARE, np.rot90(SQUARE), "it is what was expected, turned by a quarter to the left"),
        (MATRIX, MATRIX.T.reshape(4, 3), "all values are right, but in other places"),
        (MAPS, MAPS[..., ::-1], "it is what was expected, with its channels in reverse order"),
        (MAPS, MAPS[::-1], "it is what was expected, upside down"),
        (BATCH, BATCH[::-1], "it is what was expected, with its images in reverse order"),
        (BATCH, BATCH[:, :, ::-1], "it is what was expected, mirrored"),
        (MATRIX[0], MATRIX[0] * 2 - 7, ""),
    ],
)
def test_what_is_true_of_every_value_is_told(expected: Any, yours: Any, says: str) -> None:
    found = told(expected, yours)
    assert found.startswith(f"Here, {says}") if says else found == ""


@pytest.mark.parametrize(
    ("expected", "yours", "says"),
    [
        (MATRIX, changed(MATRIX, np.s_[-1]), "only the last row differs"),
        (MATRIX, changed(MATRIX, np.s_[1]), "only row 1 (counted from 0) differs"),
        (MATRIX, changed(MATRIX, np.s_[:, 0]), "only the first column differs"),
        (
            MATRIX,
            changed(MATRIX, np.s_[:-1, -1], np.s_[-1]),
            "only what lies in the last row or the last col",
        ),
        (MATRIX, changed(MATRIX, np.s_[1:]), "only the first row is right"),
        (MAPS, changed(MAPS, np.s_[..., 1]), "only channel 1 (counted from 0) differs"),
        (MAPS, changed(MAPS, np.s_[..., 1:]), "only the first channel is right"),
        (BATCH, changed(BATCH, np.s_[1]), "only image 1 of the batch (counted from 0) differs"),
        (BATCH, changed(BATCH, np.s_[2]), "only the last image of the batch differs"),
    ],
)
def test_what_differs_in_a_part_alone_is_told_by_its_place(expected: Any, yours: Any, says: str) -> None:
    assert told(expected, yours).startswith(f"Here, {says}")


def test_border_and_interior_are_told_apart() -> None:
    large = np.arange(30.0).reshape(5, 6) ** 2 % 37
    inside = np.pad(np.ones((3, 4), bool), 1)
    assert told(large, np.where(inside, large, 99.5 - large)) == "Here, only the border differs."
    assert told(large, np.where(inside, 99.5 - large, large)) == "Here, only the interior differs."


def test_place_and_rule_are_told_together() -> None:
    rest = MATRIX.copy()
    rest[-1] = 0
    assert told(MATRIX, rest) == "Here, only the last row differs, and what differs there is 0."
    maps = MAPS.copy()
    maps[..., 2] *= 4
    assert told(MAPS, maps) == (
        "Here, only the last channel differs, and what differs there is 4 times what was expected."
    )


def test_a_mask_is_spoken_of_as_true_and_false() -> None:
    mask = MATRIX > 4
    missing = mask & (np.arange(12).reshape(4, 3) % 2 == 1)
    assert (told(mask, ~mask, answer=Answer.MASK, slack=0)) == "Here, True and False are swapped."
    assert "False where True was expected" in told(mask, missing, answer=Answer.MASK, slack=0)
    assert "True where False was expected" in told(missing, mask, answer=Answer.MASK, slack=0)


# --- Where it is too little ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "yours"),
    [
        (8.0, 4.0),
        ([[8.0]], [[4.0]]),
        ([[8.0, 3.0]], [[4.0, 1.5]]),  # two values: halved, or anything else
        ([[8.0, 8.0, 8.0, 8.0]], [[4.0, 4.0, 4.0, 4.0]]),  # halved, or 4 less
        ([[0.0, 0.0, 0.0, 5.0]], [[1.0, 1.0, 1.0, 5.0]]),  # of 0 every number is a multiple of none
        ([[1.0, 2.0]], [[2.0, 1.0]]),  # mirrored, or turned
        (MATRIX, changed(MATRIX, np.s_[3, 2])),  # one value says nothing about a row
        (MATRIX[:2, :2], changed(MATRIX[:2, :2], np.s_[1])),
        (MATRIX, changed(MATRIX, np.s_[0, 0], np.s_[1, 1], np.s_[2, 2])),
    ],
)
def test_what_is_too_little_to_tell_from_says_nothing(expected: Any, yours: Any) -> None:
    assert "factor" not in (found := told(np.array(expected), np.array(yours)))
    for word in ("times", "of what", "less", "row", "mirrored", "turned", "places"):
        assert word not in found


def test_three_different_values_are_enough_for_a_factor_and_two_are_not() -> None:
    three, two = np.array([[2.0, 5, 9]]), np.array([[2.0, 5, 5, 2]])
    assert told(three, three * 6) == "Here, every value is 6 times what was expected."
    assert told(two, two * 6) == ""


def test_turned_and_mirrored_is_told_only_where_they_are_not_the_same() -> None:
    column = np.array([[1.0], [2], [3], [4]])
    # Upside down and by half a turn are one.
    assert told(column, column[::-1]) == "Here, all values are right, but in other places."


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_no_rule_is_read_off_what_is_no_number(value: float) -> None:
    got = MATRIX * 9
    got[0, 0] = value
    assert told(MATRIX, got) == ""
    assert told(MATRIX, np.full_like(MATRIX, value)) == ""


def test_values_within_their_slack_do_not_differ_and_those_beyond_do() -> None:
    noise = np.resize([1e-6, -1e-6], MATRIX.shape)
    assert told(MATRIX, MATRIX * 9 + noise) == "Here, every value is 9 times what was expected."
    assert told(MATRIX, MATRIX * 9 + 1e4 * noise) == ""
    assert told(MATRIX, np.where(MATRIX == 15, 16, MATRIX * 9)) == ""


def test_what_is_no_number_or_of_the_wrong_kind_shows_nothing() -> None:
    assert wrong(Answer.ARRAY, Expected(MATRIX, 1e-5), "text") is None
    assert wrong(Answer.ARRAY, Expected(MATRIX, 1e-5), None) is None
    assert wrong(Answer.INTEGERS, Expected([2**60, 1, 2]), [1, 2, 3]) is None
    assert told(MATRIX > 4, (MATRIX <= 4).astype(int), answer=Answer.MASK, slack=0) == ""
    assert told([3, 4, 5], [6.0, 8.0, 10.0], answer=Answer.INTEGERS, slack=0) == ""


# --- Several cases -------------------------------------------------------------------------------------


def test_what_holds_in_every_case_that_failed_is_told_of_them_all() -> None:
    assert shown(([[4.0]], [[36.0]]), (MATRIX, MATRIX * 9)) == (
        "In all 2 cases that failed and can be shown, every value is 9 times what was expected."
    )


def test_numbers_of_several_cases_support_one_fact_together() -> None:
    cases = [(5, 4), (3, 2), (9, 8)]
    assert shown(*cases, answer=Answer.INTEGER, slack=0) == (
        "In all 3 cases that failed and can be shown, every value is 1 less than expected."
    )
    assert shown(*cases[:2], answer=Answer.INTEGER, slack=0) == ""
    assert shown((5, 4), (5, 4), (5, 4), answer=Answer.INTEGER, slack=0) == "", "one number, three times"


def test_what_one_case_speaks_against_is_not_told_of_them_all() -> None:
    assert shown((MATRIX, MATRIX * 9), ([[4.0]], [[35.0]])).startswith("Here, every value is 9 times")
    assert shown(([[4.0]], [[35.0]]), (MATRIX, MATRIX * 9)) == ""


def test_a_factor_of_its_own_in_each_case_is_told_without_a_number() -> None:
    assert shown(([[4.0]], [[2.0]]), (MATRIX, MATRIX / 9), (SQUARE, SQUARE / 6)) == (
        "In all 3 cases that failed and can be shown, all values of a case are too large or too small by the "
        "same factor."
    )


def test_where_another_case_failed_otherwise_only_the_shown_one_speaks() -> None:
    first = wrong(Answer.ARRAY, Expected(MATRIX, 1e-5), MATRIX * 9)
    assert first is not None
    assert evidence(first, [None]) == "Here, every value is 9 times what was expected."


# --- Another shape -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "yours", "says"),
    [
        (MATRIX, MATRIX.T, "it is what was expected, transposed"),
        (MATRIX, MATRIX.reshape(3, 4), "the axes have the right lengths, but in another order"),
        (np.zeros((4, 3)), np.zeros((3, 4)), "the axes have the right lengths, but in another order"),
        (
            BATCH[..., :2],
            BATCH[..., :2].transpose(0, 3, 1, 2),
            "it is what was expected, with its axes in ano",
        ),
        (BATCH, np.zeros((2, 3, 3, 2)), ""),
        (MATRIX, MATRIX[:-1], "it has one row too few, and is right where both have values"),
        (MATRIX, np.pad(MATRIX, ((0, 0), (0, 1))), "it has one column too many, and is right where both"),
        (MATRIX, np.full((3, 2), 99.5), "it has one row too few and one column too few"),
        (MATRIX, np.full((5, 2), 99.5), "it has one row too many and one column too few"),
        (MATRIX, np.zeros((6, 5)), ""),
        (MATRIX, MATRIX[np.newaxis], "it has an axis of length 1 too many"),
        (MATRIX[np.newaxis], MATRIX, "an axis of length 1 is missing"),
        (MATRIX, MATRIX.ravel(), "it has as many values as expected, in another shape"),
        (MATRIX, np.zeros((2, 6)), "it has as many values as expected, in another shape"),
        (np.array([1.0, 2, 3]), np.array([1.0, 2]), "it has one value too few"),
        (MATRIX, np.zeros((0, 3)), ""),
        (MATRIX, 4.0, ""),
    ],
)
def test_what_a_shape_tells(expected: Any, yours: Any, says: str) -> None:
    found = told(expected, yours)
    assert found.startswith(f"Here, {says}") if says else found == ""


# --- Whatever comes ------------------------------------------------------------------------------------

FLOATS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1.0, -1.0, np.nan, np.inf])


@settings(max_examples=300, deadline=None)
@given(
    expected=npst.arrays(
        np.float64, npst.array_shapes(min_dims=0, max_dims=4, max_side=4), elements=st.integers(-9, 9)
    ),
    yours=st.data(),
)
def test_any_answer_is_looked_at_without_fail(expected: Any, yours: Any) -> None:
    shape = yours.draw(st.just(expected.shape) | npst.array_shapes(min_dims=0, max_dims=5, max_side=4))
    got = yours.draw(npst.arrays(np.float64, shape, elements=FLOATS))
    found = told(expected, got)
    assert found == "" or (found.startswith("Here, ") and found.endswith("."))


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["factor", "shift", "flip", "row"]))
def test_noise_is_never_taken_for_a_rule(seed: int, kind: str) -> None:
    """A rule that one value breaks is not told."""
    rng = np.random.default_rng(seed)
    expected = rng.integers(1, 50, (4, 5)) + rng.random((4, 5))
    made = {
        "factor": expected * 3,
        "shift": expected + 2,
        "flip": expected[::-1].copy(),
        "row": np.vstack([expected[:-1], expected[-1:] * 3]),
    }[kind]
    made[0, 0] += 1000.3
    found = told(expected, made)
    for word in ("every value", "upside", "last row"):
        assert word not in found
