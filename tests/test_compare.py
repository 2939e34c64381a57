"""What passes, what does not, and what a student is told."""

import json
import math
import re
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.compare import judge, shown
from autograder.compare.numbers import MAX_DEPTH, Kind, numbers
from autograder.compare.numbers import MAX_ELEMENTS as MOST_IN_LISTS
from autograder.compare.showing import MAX_ELEMENTS
from autograder.exercise import Answer, Expected
from autograder.sandbox import frames
from autograder.verdict import Status

COUNT = Expected(335_114)
COUNTS = Expected([200_960, 65_792, 2_570])
NUMBER = Expected(7.5, 1e-5)
MATRIX = Expected(np.arange(12.0).reshape(3, 4), np.full((3, 4), 1e-5))
MASK = Expected(np.eye(3, dtype=bool))

HUGE = 10**400
"""An int beyond every float."""


def verdict(answer: Answer, expected: Expected, got: object, *, public: bool = True) -> tuple[str, str]:
    """Status and message; both empty for what passes."""
    mismatch = judge(answer, expected, got, public=public)
    return (mismatch.status.value, mismatch.message) if mismatch else ("", "")


# --- What passes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "got",
    [335_114, np.int64(335_114), np.uint32(335_114), np.array(335_114), np.array(335_114, np.int32)],
    ids=repr,
)
def test_a_count_is_any_integer(got: object) -> None:
    assert verdict(Answer.INTEGER, COUNT, got) == ("", "")


@pytest.mark.parametrize(
    "got",
    [
        [200_960, 65_792, 2_570],
        (200_960, 65_792, 2_570),
        np.array([200_960, 65_792, 2_570]),
        np.array([200_960, 65_792, 2_570], np.uint32),
        [np.array(200_960), np.int32(65_792), 2_570],
    ],
    ids=repr,
)
def test_counts_are_any_list_tuple_or_vector_of_integers(got: object) -> None:
    assert verdict(Answer.INTEGERS, COUNTS, got) == ("", "")


@pytest.mark.parametrize(
    "got", [7.5, np.float32(7.5), np.array(7.5), np.array(7.5, np.float16), 7.500001], ids=repr
)
def test_a_number_is_any_real_number(got: object) -> None:
    assert verdict(Answer.NUMBER, NUMBER, got) == ("", "")


def test_an_integer_is_a_real_number() -> None:
    assert verdict(Answer.NUMBER, Expected(7.0, 0.0), 7) == ("", "")
    assert verdict(Answer.NUMBER, Expected(7.0, 0.0), np.uint8(7)) == ("", "")


@pytest.mark.parametrize(
    "got",
    [
        np.arange(12).reshape(3, 4),
        np.arange(12, dtype=np.uint8).reshape(3, 4),
        np.arange(12, dtype=np.float16).reshape(3, 4),
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(24.0).reshape(3, 8)[:, ::2] / 2,
        np.arange(12.0).reshape(3, 4).astype(">f8"),
        np.arange(12).reshape(3, 4).tolist(),
        tuple(map(tuple, np.arange(12.0).reshape(3, 4).tolist())),
        list(np.arange(12.0).reshape(3, 4)),
        [[np.float64(n) for n in row] for row in np.arange(12.0).reshape(3, 4)],
        np.arange(12.0).reshape(3, 4) + 0.9e-5,
    ],
    ids=lambda got: f"{type(got).__name__} {getattr(got, 'dtype', '')}",
)
def test_an_array_is_judged_by_its_values(got: object) -> None:
    assert verdict(Answer.ARRAY, MATRIX, got) == ("", "")


@pytest.mark.parametrize("got", [np.eye(3, dtype=bool), np.eye(3, dtype=bool).tolist(), list(np.eye(3) > 0)])
def test_a_mask_is_an_array_or_lists_of_bool(got: object) -> None:
    assert verdict(Answer.MASK, MASK, got) == ("", "")


def test_minus_zero_is_zero() -> None:
    assert verdict(Answer.NUMBER, Expected(0.0, 0.0), -0.0) == ("", "")


# --- What does not, and the sentence for it ----------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected", "got", "message"),
    [
        (Answer.INTEGER, COUNT, 334_336, "yours is 334336, expected 335114."),
        (
            Answer.INTEGER,
            COUNT,
            335_114.0,
            "yours is of kind float, expected int, even if it is a whole number: `/` gives a float",
        ),
        (Answer.INTEGER, Expected(1), True, "yours is of kind bool, expected int."),
        (Answer.INTEGER, COUNT, [335_114], "yours is a list or vector, expected a single number."),
        (Answer.INTEGER, COUNT, np.array([[335_114]]), "yours is an array, expected a single number."),
        (Answer.INTEGER, COUNT, HUGE, "yours is an integer of 1329 bits, expected 335114."),
        (Answer.INTEGERS, COUNTS, [200_960, 65_792], "yours has the shape (2,), expected (3,)."),
        (Answer.INTEGERS, COUNTS, 269_322, "yours is a single number, expected a list or vector."),
        (
            Answer.INTEGERS,
            COUNTS,
            [200_960, 65_536, 2_560],
            "yours differs in 2 of 3 values: first at [1], where it is 65536, expected 65792.",
        ),
        (Answer.NUMBER, NUMBER, 8, "yours is 8, expected 7.5."),
        (Answer.NUMBER, NUMBER, 7.50002, "yours is 7.50002, expected 7.5."),
        (Answer.NUMBER, NUMBER, 7.5 + 2e-5, "yours is 7.50002, expected 7.5."),
        (Answer.NUMBER, Expected(1.0, 0.0), 1.0000001, "yours is 1.0000001, expected 1."),
        (Answer.NUMBER, Expected(1.0, 0.5), True, "yours is of kind bool, expected numbers."),
        (Answer.NUMBER, NUMBER, HUGE, "yours is inf, expected 7.5. NaN and inf are no numbers: "),
        (Answer.NUMBER, NUMBER, math.nan, "yours is nan, expected 7.5. NaN and inf are no numbers: "),
        (Answer.NUMBER, NUMBER, [7.5], "yours is a list or vector, expected a single number."),
        (Answer.ARRAY, MATRIX, 7.0, "yours is a single number, expected an array."),
        (Answer.ARRAY, MATRIX, MATRIX.value.T, "yours has the shape (4, 3), expected (3, 4)."),
        (Answer.ARRAY, MATRIX, MATRIX.value[np.newaxis], "yours has the shape (1, 3, 4), expected (3, 4)."),
        (Answer.ARRAY, MATRIX, np.zeros(0), "yours has the shape (0,), expected (3, 4)."),
        (Answer.ARRAY, MATRIX, np.zeros(1), "yours has the shape (1,), expected (3, 4)."),
        (Answer.ARRAY, MATRIX, [], "yours has the shape (0,), expected (3, 4)."),
        (Answer.ARRAY, MATRIX, MATRIX.value > -1, "yours is of kind bool, expected numbers."),
        (
            Answer.ARRAY,
            MATRIX,
            MATRIX.value + np.eye(3, 4),
            "yours differs in 3 of 12 values: first at [0, 0], where it is 1, expected 0.",
        ),
        (Answer.MASK, MASK, np.eye(3), "yours is of kind float, expected bool (True and False)."),
        (Answer.MASK, MASK, np.eye(3, dtype=int), "yours is of kind int, expected bool (True and False)."),
        (
            Answer.MASK,
            MASK,
            ~np.eye(3, dtype=bool),
            "yours differs in 9 of 9 values: first at [0, 0], where it is False, expected True.",
        ),
        (
            Answer.MASK,
            Expected(np.array([True])),
            [False],
            "yours differs in 1 of 1 value: at [0] it is False",
        ),
    ],
)
def test_what_differs_is_wrong_and_said_in_one_sentence(
    answer: Answer, expected: Expected, got: object, message: str
) -> None:
    status, found = verdict(answer, expected, got)
    assert status == Status.WRONG
    assert found.startswith(message)
    assert found.endswith(".")


@pytest.mark.parametrize(
    ("got", "message"),
    [
        (None, "yours is None, expected an array of numbers: did you forget `return`?"),
        ("7 10 1", "yours is text, expected an array of numbers."),
        (1 + 0j, "yours is complex, expected an array of numbers."),
        (np.ones((3, 4), complex), "yours is complex, expected an array of numbers."),
        ([[1, 2], [3]], "yours is a list whose rows differ in length, expected an array of numbers."),
        ([1, [2]], "yours is a list whose rows differ in length, expected an array of numbers."),
        ([1, None], "yours is None, expected an array of numbers: did you forget `return`?"),
        ([1, "a"], "yours is text, expected an array of numbers."),
        ([True, 1], "yours is a list of both bools and numbers, expected an array of numbers."),
        (np.array(["a"]), "yours is an array of something else than numbers, expected an array of numbers."),
        (np.array([object()]), "yours is an array of something else than numbers, expected"),
        (np.array(["2020-01-01"], "M8[D]"), "yours is an array of something else than numbers, expected"),
        (np.zeros(2, [("a", "f8")]), "yours is an array of something else than numbers, expected"),
        (
            np.ma.MaskedArray(np.ones((3, 4)), mask=True),
            "yours is something else than numbers, expected an array of numbers.",
        ),
        ({"a": 1}, "yours is something else than numbers, expected an array of numbers."),
        (b"\0", "yours is something else than numbers, expected an array of numbers."),
        (iter([1]), "yours is something else than numbers, expected an array of numbers."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_be_judged_is_refused(got: object, message: str) -> None:
    status, found = verdict(Answer.ARRAY, MATRIX, got)
    assert status == Status.REFUSED
    assert found.startswith(message)


def test_a_list_nested_without_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert verdict(Answer.ARRAY, MATRIX, endless)[0] == Status.REFUSED


# --- Traps that comparers fell into ------------------------------------------------------------------


class Liar(np.ndarray[Any, Any]):
    """Equal to everything, close to everything."""

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> Any:
        return np.zeros((3, 4))

    def __array_function__(self, *args: Any, **kwargs: Any) -> Any:
        return True


class Agreeable:
    """Any number you like."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __float__(self) -> float:
        return 7.5

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        return MATRIX.value


class AlwaysSeven(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "got",
    [
        np.zeros((3, 4)).view(Liar),
        Agreeable(),
        [[Agreeable()] * 4] * 3,
        np.array([[Agreeable()] * 4] * 3, object),
        AlwaysSeven(7),
    ],
    ids=lambda got: type(got).__name__,
)
def test_objects_that_lie_are_refused(got: object) -> None:
    for answer, expected in ((Answer.ARRAY, MATRIX), (Answer.NUMBER, NUMBER), (Answer.INTEGER, COUNT)):
        assert verdict(answer, expected, got)[0] == Status.REFUSED


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_everywhere_are_wrong(value: float) -> None:
    status, message = verdict(Answer.ARRAY, MATRIX, np.full((3, 4), value))
    assert status == Status.WRONG
    assert message.startswith(
        f"yours differs in 12 of 12 values: first at [0, 0], where it is {value:g}, expected 0."
    )


def test_nan_and_infinity_pass_only_where_they_are_expected() -> None:
    expected = Expected(np.array([math.nan, math.inf, -math.inf, 1.0]), 0.5)
    assert verdict(Answer.ARRAY, expected, np.array([math.nan, math.inf, -math.inf, 1.2])) == ("", "")
    for place in range(4):
        for value in (math.nan, math.inf, -math.inf, 5.0):
            got = np.array([math.nan, math.inf, -math.inf, 1.0])
            if str(got[place]) == str(value):
                continue
            got[place] = value
            assert verdict(Answer.ARRAY, expected, got)[0] == Status.WRONG


def test_one_element_of_a_million_beyond_its_slack_is_wrong() -> None:
    expected = Expected(np.ones((1000, 1000)), np.full((1000, 1000), 1e-6))
    got = np.ones((1000, 1000))
    got[123, 456] += 0.9e-6
    assert verdict(Answer.ARRAY, expected, got) == ("", "")
    got[123, 456] = 1 + 2e-6
    assert verdict(Answer.ARRAY, expected, got)[1].startswith(
        "yours differs in 1 of 1000000 values: first at [123, 456]"
    )


def test_slack_belongs_to_each_element() -> None:
    expected = Expected(np.array([1.0, 1000.0]), np.array([1e-6, 1e-3]))
    assert verdict(Answer.ARRAY, expected, [1.0, 1000.0009]) == ("", "")
    assert verdict(Answer.ARRAY, expected, [1.0009, 1000.0])[0] == Status.WRONG


def test_nothing_is_broadcast() -> None:
    expected = Expected(np.full((3, 4), 2.0), 1e-6)
    for shape in [(), (1,), (4,), (1, 4), (3, 1), (1, 1), (1, 3, 4), (3, 4, 1), (12,), (4, 3), (0, 4)]:
        assert verdict(Answer.ARRAY, expected, np.full(shape, 2.0))[0] == Status.WRONG
    assert verdict(Answer.NUMBER, Expected(2.0, 1e-6), np.full((1,), 2.0))[0] == Status.WRONG


def test_integers_that_wrap_around_are_wrong() -> None:
    expected = Expected(np.array([300.0, -1.0]), 1e-3)
    assert verdict(Answer.ARRAY, expected, np.array([300, -1]).astype(np.uint8))[0] == Status.WRONG
    # A difference in uint8 would wrap to 1.
    assert verdict(Answer.ARRAY, Expected(np.array([0.0]), 1.5), np.array([255], np.uint8))[0] == Status.WRONG


def test_counts_beyond_what_floats_can_hold_are_exact() -> None:
    expected = Expected(2**60 + 1)
    assert verdict(Answer.INTEGER, expected, 2**60 + 1) == ("", "")
    assert verdict(Answer.INTEGER, expected, np.uint64(2**60 + 1)) == ("", "")
    assert verdict(Answer.INTEGER, expected, 2**60)[0] == Status.WRONG
    assert verdict(Answer.INTEGERS, Expected([2**80]), [2**80]) == ("", "")
    assert verdict(Answer.INTEGERS, Expected([2**80]), [2**80 + 1])[0] == Status.WRONG


def test_a_long_double_is_judged_by_its_value() -> None:
    assert verdict(Answer.ARRAY, MATRIX, MATRIX.value.astype(np.longdouble)) == ("", "")
    assert verdict(Answer.ARRAY, MATRIX, [list(row) for row in MATRIX.value.astype(np.longdouble)]) == (
        "",
        "",
    )
    # Beyond float64, where there is more than float64.
    assert verdict(Answer.NUMBER, NUMBER, np.longdouble("1e4000"))[0] == Status.WRONG


def test_a_long_double_counts_as_the_nearest_float64() -> None:
    finer = np.nextafter(np.longdouble(1), np.longdouble(2))
    assert verdict(Answer.NUMBER, Expected(1.0, 0.0), finer) == ("", "")
    assert verdict(Answer.ARRAY, Expected(np.ones(2), 0.0), np.full(2, finer)) == ("", "")


def test_a_list_is_judged_down_to_some_depth_and_refused_below() -> None:
    def nested(depth: int) -> Any:
        return 7 if depth == 0 else [nested(depth - 1)]

    assert verdict(Answer.ARRAY, MATRIX, nested(MAX_DEPTH))[0] == Status.WRONG
    assert verdict(Answer.ARRAY, MATRIX, nested(MAX_DEPTH + 1)) == (
        Status.REFUSED,
        "yours is a list nested far too deeply, expected an array of numbers.",
    )


@pytest.mark.parametrize(
    ("enough", "more"),
    [
        ([0] * 20, [0] * 21),
        ([np.zeros(20)], [np.zeros(21)]),
        ([np.zeros(4)] * 5, [np.zeros(3)] * 7),
        ([[[0] * 4] * 5], [[[0] * 3] * 7]),
    ],
    ids=["numbers", "one array", "arrays", "lists"],
)
def test_lists_hold_many_numbers_and_no_more(
    enough: object, more: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_IN_LISTS == 100_000
    # By name, `autograder.compare.numbers` is the function.
    monkeypatch.setattr(sys.modules["autograder.compare.numbers"], "MAX_ELEMENTS", 20)
    assert verdict(Answer.ARRAY, MATRIX, enough)[0] == Status.WRONG
    assert verdict(Answer.ARRAY, MATRIX, more) == (
        Status.REFUSED,
        "yours is far more numbers than were asked for, expected an array of numbers.",
    )


def test_a_list_of_nothing_is_one_of_integers() -> None:
    assert numbers([]).kind is Kind.INT
    assert verdict(Answer.INTEGERS, Expected([]), []) == ("", "")
    assert verdict(Answer.ARRAY, Expected(np.zeros(0)), []) == ("", "")


def test_counts_of_either_sign_are_exact_together() -> None:
    # NumPy makes floats of a list that no integer of its own can hold.
    assert verdict(Answer.INTEGERS, Expected([2**63 + 1, -1]), [2**63 + 1, -1]) == ("", "")
    assert verdict(Answer.INTEGERS, Expected([2**63 + 1, -1]), [2**63, -1])[0] == Status.WRONG


def test_a_number_may_be_expected_that_no_integer_of_numpys_holds() -> None:
    assert verdict(Answer.NUMBER, Expected(2**70), 2.0**70) == ("", "")
    assert verdict(Answer.NUMBER, Expected(2**70), 2.0**69)[0] == Status.WRONG


def test_a_long_double_in_a_list_is_one_of_pythons_numbers() -> None:
    half, beyond = numbers([np.longdouble(0.5), np.longdouble("1e4000")]).elements
    assert (type(half), half, beyond) == (float, 0.5, math.inf)


@pytest.mark.parametrize(
    ("answer", "expected", "got", "message"),
    [
        (
            Answer.INTEGER,
            COUNT,
            1.0,
            (
                "yours is of kind float, expected int, even if it is a whole number: "
                "`/` gives a float, `//` an int."
            ),
        ),
        (
            Answer.NUMBER,
            NUMBER,
            -HUGE,
            (
                "yours is -inf, expected 7.5. NaN and inf are no numbers: "
                "look for a division by 0, an overflow, or a cell never set."
            ),
        ),
        (Answer.NUMBER, Expected(2.0), 1.2345678, "yours is 1.23457, expected 2."),
        (Answer.NUMBER, Expected(1.0), 1.000000012345, "yours is 1.00000001, expected 1."),
        (Answer.NUMBER, Expected(1.0), np.nextafter(1, 2), "yours is 1.0000000000000002, expected 1."),
        (
            Answer.MASK,
            Expected(np.array([True])),
            [False],
            "yours differs in 1 of 1 value: at [0] it is False, expected True.",
        ),
    ],
)
def test_the_whole_sentence_is_right(answer: Answer, expected: Expected, got: object, message: str) -> None:
    assert verdict(answer, expected, got) == (Status.WRONG, message)


# --- Hidden cases ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected", "got", "message"),
    [
        (Answer.INTEGER, COUNT, 4711, "yours is another number than expected."),
        (Answer.NUMBER, NUMBER, 4711.5, "yours is another number than expected."),
        (Answer.INTEGERS, COUNTS, [4711, 65_792, 2_570], "yours has other values than expected."),
        (Answer.INTEGERS, COUNTS, [4711] * 4711, "yours has another shape than expected."),
        (Answer.ARRAY, MATRIX, np.full((3, 4), 4711), "yours has other values than expected."),
        (
            Answer.ARRAY,
            MATRIX,
            np.zeros((4711, 4)),
            "yours has another shape than expected.",
        ),
        (
            Answer.ARRAY,
            MATRIX,
            np.zeros((47, 11)),
            "yours has another shape than expected.",
        ),
        (
            Answer.ARRAY,
            MATRIX,
            np.zeros((47, 1, 1)),
            "yours has too many axes.",
        ),
        (Answer.ARRAY, MATRIX, "4711", "yours is text, expected an array of numbers."),
        (Answer.ARRAY, Expected(np.ones(1)), [4711], "yours has other values than expected."),
    ],
)
def test_of_a_hidden_case_no_number_is_told(
    answer: Answer, expected: Expected, got: object, message: str
) -> None:
    # A submission could give its inputs back, as values, as a shape, or as the number of wrong values.
    assert verdict(answer, expected, got, public=False)[1] == message
    assert not re.search(r"\d", message)


@settings(max_examples=100, deadline=None)
@given(
    got=st.one_of(
        npst.arrays(np.float64, npst.array_shapes(max_dims=4, max_side=4)),
        npst.arrays(np.float64, (3, 4)),
    ),
)
def test_of_a_hidden_case_one_of_few_sentences_is_told(got: Any) -> None:
    numbers_wanted = "NaN and inf are no numbers: look for a division by 0, an overflow, or a cell never set."
    assert verdict(Answer.ARRAY, MATRIX, got, public=False)[1] in {
        "",
        "yours has too few axes.",
        "yours has too many axes.",
        "yours has another shape than expected.",
        "yours has other values than expected.",
        f"yours has other values than expected. {numbers_wanted}",
    }


def test_cases_are_hidden_unless_said_otherwise() -> None:
    mismatch = judge(Answer.INTEGER, COUNT, 4711)
    assert mismatch is not None
    assert not re.search(r"\d", mismatch.message)


# --- Any value whatever --------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**500), 2**500)
    | st.integers(-3, 3)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=20)
)
ARRAYS = st.sampled_from(frames.DTYPES).flatmap(
    lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)
KINDS = st.sampled_from(
    [
        (Answer.INTEGER, COUNT),
        (Answer.INTEGERS, COUNTS),
        (Answer.NUMBER, NUMBER),
        (Answer.ARRAY, MATRIX),
        (Answer.MASK, MASK),
    ]
)


@settings(max_examples=500, deadline=None)
@given(kind=KINDS, got=VALUES, public=st.booleans())
def test_whatever_crosses_the_wall_is_judged(
    kind: tuple[Answer, Expected], got: object, public: bool
) -> None:
    answer, expected = kind
    mismatch = judge(answer, expected, got, public=public)
    # Drawn by chance, none of these values is the right one.
    assert mismatch is not None
    assert mismatch.status in (Status.WRONG, Status.REFUSED)
    assert mismatch.message.startswith("yours ") and mismatch.message.endswith((".", "?"))


@settings(max_examples=200, deadline=None)
@given(
    matrix=npst.arrays(
        np.float64,
        npst.array_shapes(min_dims=1, max_dims=4, min_side=1, max_side=4),
        elements=st.floats(-1e6, 1e6),
    ),
    place=st.integers(0, 10**6),
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_an_element_passes_up_to_its_slack_and_not_beyond(matrix: Any, place: int, sign: float) -> None:
    slack = np.abs(matrix) * 1e-6 + 1e-6
    place %= matrix.size
    for factor, passes in ((0.99, True), (1.01, False)):
        got = matrix.copy()
        got.flat[place] += sign * factor * slack.flat[place]
        assert (judge(Answer.ARRAY, Expected(matrix, slack), got) is None) is passes


# --- Showing a value -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "values"),
    [
        (None, "None", None),
        (True, "bool", True),
        (7, "int", 7),
        (7.5, "float", 7.5),
        (math.nan, "float", "nan"),
        (-math.inf, "float", "-inf"),
        (1 + 2j, "complex", "(1+2j)"),
        ("ab", "text", "ab"),
        pytest.param("\ud800", "text", "\\ud800", id="a lone surrogate"),
        ([1, 2.5], "list of 2", [1, 2.5]),
        ((1, [2]), "tuple of 2", [1, [2]]),
        (np.int64(7), "int64", 7),
        (np.array(7.5), "float64", 7.5),
        (np.array([1.5, math.inf], np.float32), "array (2,) float32", [1.5, "inf"]),
        (np.eye(2, dtype=bool), "array (2, 2) bool", [[True, False], [False, True]]),
        (np.array([1 + 2j]), "array (1,) complex128", ["(1+2j)"]),
        ([np.array([1, 2]), np.array(3)], "list of 2", [[1, 2], 3]),
        (HUGE, "int", "an integer of 1329 bits"),
        (object(), "something else", None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_value_is_shown_with_its_kind(value: object, kind: str, values: Any) -> None:
    found = shown(value)
    assert (found.kind, found.values) == (kind, values)


def test_long_values_are_cut_but_their_size_is_told() -> None:
    array = shown(np.zeros((1000, 1000)))
    assert array.kind == "array (1000, 1000) float64"
    assert np.shape(array.values) == (16, 16)
    assert np.shape(shown(np.zeros((50, 50, 50, 50))).values) == (4, 4, 4, 4)
    assert shown([0] * 1000).kind == "list of 1000"
    assert len(shown([0] * 1000).values) == 16
    assert len(shown("a" * 10_000).values) == 200


@pytest.mark.parametrize(
    ("shape", "side"),
    [((50, 50, 7), (9, 9, 7)), ((15, 10, 4), (15, 10, 4)), ((2,) * 10, (1,) * 10), ((20,), (16,))],
)
def test_as_much_is_shown_as_there_is_room_for(shape: tuple[int, ...], side: tuple[int, ...]) -> None:
    assert np.shape(shown(np.zeros(shape)).values) == side


def test_long_doubles_are_shown_as_floats() -> None:
    assert shown(np.array([1.5, 0], np.longdouble) / np.array([1, 3])).values == [1.5, 0.0]
    assert shown(np.array(["1e4000"], np.longdouble)).values == ["inf"]


def test_an_integer_is_written_out_up_to_some_length() -> None:
    assert shown(2**512 - 1).values == 2**512 - 1
    assert shown(2**512).values == "an integer of 513 bits"
    assert verdict(Answer.INTEGER, COUNT, 2**512 - 1)[1] == f"yours is {2**512 - 1}, expected 335114."
    assert verdict(Answer.INTEGER, COUNT, 2**512)[1] == "yours is an integer of 513 bits, expected 335114."


def test_lists_are_shown_down_to_some_depth_and_no_further() -> None:
    assert shown([[[1]], [2]]).values == [[[1]], [2]]
    endless: list[Any] = []
    endless.append(endless)
    inner = shown(endless).values
    for _level in range(MAX_DEPTH):
        assert len(inner) == 1
        (inner,) = inner
    assert inner == []


def test_of_many_short_lists_no_more_elements_are_shown_than_there_is_room_for() -> None:
    found = shown([[[0] * 16] * 16] * 16).values
    assert elements(found) == MAX_ELEMENTS
    assert [len(part) for part in found] == [16, 16, 6]
    assert len(found[2][5]) == MAX_ELEMENTS - 2 * 256 - 5 * 16
    arrays = shown([np.zeros((16, 16))] * 16).values
    assert elements(arrays) <= MAX_ELEMENTS
    assert np.shape(arrays[1]) == (16, 16)


def test_what_is_no_number_is_not_shown() -> None:
    assert shown(np.array(["a"])).kind == "array of something else than numbers"
    assert shown(np.array(["a"])).values is None
    assert shown([np.array(["a"]), object(), b"a", None, True]).values == [None, None, None, None, True]


def elements(value: Any) -> int:
    return sum(map(elements, value)) if isinstance(value, list) else 1


@settings(max_examples=300, deadline=None)
@given(value=VALUES)
def test_whatever_crosses_the_wall_can_be_shown(value: object) -> None:
    found = shown(value)
    text = json.dumps(found.as_json(), allow_nan=False)
    assert json.loads(text) == found.as_json()
    assert elements(found.values) <= MAX_ELEMENTS
    text.encode()
