"""The values in feedback: how numbers are written, laid out in tables, and worked out."""

from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.feedback.case import case
from autograder.feedback.comparison import comparison
from autograder.feedback.drawing import Drawing, drawing
from autograder.feedback.html import page
from autograder.feedback.matrix import MOST_SLICES, STRONGEST, Slice, Tone, picture
from autograder.verdict import Counterexample, Shown
from tests.verdicts import EXPECTED, example, verdict

# Two values beside each other.


def cells(matrix: Slice) -> list[list[str]]:
    return [[cell.text + "*" * cell.differs for cell in row] for row in matrix.rows]


def test_an_image_is_laid_out_in_a_matrix_for_each_channel() -> None:
    laid_out = comparison(example([[[1, 20], [30, 40]]], [[[1, 2], [3, 4]]]))
    assert laid_out.yours is not None
    assert [(each.place, cells(each)) for each in laid_out.yours.slices] == [
        ("[:, :, 0]", [["1", "30*"]]),
        ("[:, :, 1]", [["20*", "40*"]]),
    ]


def test_of_a_batch_only_the_slices_that_differ_are_laid_out() -> None:
    expected = [[[[10 * n + c for c in range(4)]]] for n in range(3)]  # (3, 1, 1, 4)
    yours = [*expected[:2], [[[20, 21, 22, -23]]]]
    laid_out = comparison(example(yours, expected))
    assert [(a.place, b.place) for a, b in laid_out.pairs] == [("[2, :, :, 3]", "[2, :, :, 3]")]
    assert (laid_out.differing, laid_out.total, laid_out.alike, laid_out.left_out) == (1, 12, 11, 0)
    assert laid_out.first == (2, 0, 0, 3)


def test_of_many_slices_that_differ_the_first_are_laid_out() -> None:
    laid_out = comparison(example([[[1] * 9]], [[[0] * 9]]))
    assert len(laid_out.pairs) == MOST_SLICES
    assert (laid_out.left_out, laid_out.alike) == (9 - MOST_SLICES, 0)


def test_values_of_other_shapes_are_not_compared_cell_by_cell() -> None:
    laid_out = comparison(example([[1.0, 2.0]], EXPECTED))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1", "2"]]
    assert not laid_out.differing


def test_infinities_and_nan_have_a_place_in_the_grid() -> None:
    laid_out = comparison(example([["nan", "inf", -0.0]], [["nan", "-inf", 0.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["nan", "inf*", "0"]]
    assert [cell.tone for cell in laid_out.yours.slices[0].rows[0]] == [Tone.NONE, Tone.POSITIVE, Tone.ZERO]


def test_rounding_in_the_last_digits_is_not_drawn_as_a_difference() -> None:
    laid_out = comparison(example([[0.1 + 0.2, 5.0]], [[0.3, 6.0]]))
    assert laid_out.yours is not None
    assert [cell.differs for cell in laid_out.yours.slices[0].rows[0]] == [False, True]


def test_a_small_difference_is_given_the_digits_that_show_it() -> None:
    laid_out = comparison(example([[1.00002, 2.0]], [[1.0, 2.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1.00002*", "2.00000"]]
    laid_out = comparison(example([[1.0 + 2**-52, 2.0]], [[1.0, 2.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0])[0][0] == "1.0000000000000002*"


def test_numbers_of_a_matrix_have_one_number_of_decimals() -> None:
    laid_out = comparison(example([[0.35, -2.606]], [[12.0, 0.5]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["0.350*", "-2.606*"]]
    assert cells(laid_out.expected.slices[0]) == [["12.000*", "0.500*"]]


def test_very_small_and_very_large_numbers_keep_their_digits() -> None:
    laid_out = comparison(example([[1e-9, 3e-8]], [[1e-9, 2e-8]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1e-09", "3e-08*"]]
    laid_out = comparison(example([[1.5, 1.2345678e9]], [[1.5, 1.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1.5", "1.235e+09*"]]


def test_numbers_with_few_decimals_are_not_rounded() -> None:
    laid_out = comparison(example([[12.125]], [[0.1]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["12.125*"]]
    assert cells(laid_out.expected.slices[0]) == [["0.100*"]]


@pytest.mark.parametrize("noise", [5.551e-17, -5.551e-17, 4e-8])
def test_what_rounding_leaves_of_zero_is_zero(noise: float) -> None:
    laid_out = comparison(example([[noise, 1.25]], [[0.0, 0.25]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["0", "1.25*"]]
    assert [cell.tone for cell in laid_out.yours.slices[0].rows[0]] == [Tone.ZERO, Tone.POSITIVE]
    assert cells(laid_out.expected.slices[0]) == [["0", "0.25*"]]


def test_a_tiny_number_is_shown_where_it_is_all_that_differs() -> None:
    laid_out = comparison(example([[5.551e-17, 0.25]], [[0.0, 0.25]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["5.551e-17*", "0.25"]]


def test_a_colour_is_the_stronger_the_farther_from_zero() -> None:
    laid_out = comparison(example([[1.0, -5.0, 9.0, 0.0, 900.0, "-inf", "nan"]], [[0.0] * 6 + [9.0]]))
    assert laid_out.yours is not None
    heat = [cell.heat for cell in laid_out.yours.slices[0].rows[0]]
    assert heat == [1, 2, STRONGEST, 0, STRONGEST, STRONGEST, 0]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (True, "True"),
        (None, "None"),
        (0.25, "0.25"),
        ("text", "text"),
        ([], "[]"),
        ([1, [2, 3]], "[1, [2, 3]]"),
        ([[[[[1, 2]]]]], "[[[[[1, 2]]]]]"),
        (["x"] * 5000, "[" + "x, " * 4999 + "x]"),
        (2**128 - 1, str(2**128 - 1)),
        (-(10**150), "-1" + "0" * 150),
    ],
)
def test_what_is_no_table_is_written_out(value: object, written: str) -> None:
    yours = comparison(example(value, 1.0)).yours
    assert yours is not None
    assert (yours.slices, yours.text) == ((), written)


# What a function was called with.

CASE = """import numpy as np

x = np.array([[ 1, -2],
              [ 0,  3]])
kernel = np.array([[0.5]], dtype=np.float32)
conv2d_single(x, kernel, stride=(2, 1))"""


def test_the_inputs_of_a_case_are_read_from_its_code() -> None:
    found = case(CASE)
    assert found is not None
    assert {name: array.tolist() for name, array in found.arrays.items()} == {
        "x": [[1, -2], [0, 3]],
        "kernel": [[0.5]],
    }
    assert found.options == {"stride": (2, 1)}


def test_each_array_of_a_list_has_a_name() -> None:
    found = case(
        "import numpy as np\n\nmaps = [\n    np.array([[1]]),\n    np.array([[2]]),\n]\nstack_maps(maps)"
    )
    assert found is not None
    assert [*found.arrays] == ["maps[0]", "maps[1]"]


@pytest.mark.parametrize(
    "line",
    [
        "x = open('/etc/passwd')",
        "x = np.load('/etc/passwd')",
        "x = np.array(__import__('os').listdir())",
        "x = y = np.array([1])",
        "x = np.array([1",
        "x.y = np.array([1])",
        "import os",
        "x = np.array([[1], [1, 2]])",
        "window(open('x'))",
    ],
)
def test_nothing_in_a_case_is_run(line: str) -> None:
    assert case(f"import numpy as np\n{line}\nwindow(x)") is None


# How one value comes about.


def convolved(code: str, yours: Any, expected: Any) -> Drawing:
    counterexample = Counterexample(
        f"import numpy as np\n\n{code}", "", Shown("array", yours), Shown("array", expected)
    )
    return drawing(counterexample)


def test_a_flipped_kernel_is_drawn_beside_the_kernel() -> None:
    drawn = convolved(
        "x = np.array([[1, 2]])\nkernel = np.array([[ 1, 10]])\nconv2d_single(x, kernel)", [[12]], [[21.0]]
    )
    assert {name: cells(side.slices[0]) for name, side in drawn.inputs.items()} == {
        "x": [["1", "2"]],
        "kernel": [["1", "10"]],
    }
    assert drawn.worked is not None and drawn.worked.kernel is not None
    assert (drawn.worked.place, drawn.worked.expected) == ("[0, 0]", "1·1 + 2·10 = 21")
    assert drawn.worked.yours == "1·10 + 2·1 = 12"
    assert cells(drawn.worked.kernel.slices[0]) == [["10", "1"]]


@pytest.mark.parametrize(
    ("code", "yours", "expected", "written"),
    [
        ("window = np.array([[2]])\nkernel = np.array([[3]])\nhadamard_sum(window, kernel)", 5, 6, "2·3 = 6"),
        (
            "x = np.array([[1, 2, 3]])\nkernel = np.array([[-1]])\nconv2d_single(x, kernel, stride=(1, 2))",
            [[-1, -2]],
            [[-1, -3]],
            "3·(-1) = -3",
        ),
        (
            "x = np.array([[[1, 2]]])\nkernel = np.array([[[3, 4]]])\nchannel_maps(x, kernel)",
            [[[3, 3]]],
            [[[3, 8]]],
            "2·4 = 8",
        ),
        (
            "x = np.array([[[1, 2]]])\nkernel = np.array([[[3, 4]]])\nconv2d_channels(x, kernel)",
            [[3]],
            [[11]],
            "1·3 + 2·4 = 11",
        ),
        (
            "x = np.array([[[1]]])\nkernels = np.array([[[[3, 4]]]])\nconv2d(x, kernels)",
            [[[3, 3]]],
            [[[3, 4]]],
            "1·4 = 4",
        ),
        (
            "x = np.array([[[[1]]]])\nkernels = np.array([[[[-3]]]])\nbias = np.array([3.5])\nf(x)",
            [[[[3.5]]]],
            [[[[0.5]]]],
            "1·(-3) + 3.5 = 0.5",
        ),
        (
            "x = np.array([[[[1]]]])\nkernels = np.array([[[[3]]]])\nbias = np.array([-4])\nf(x)",
            [[[[-1]]]],
            [[[[0]]]],
            "max(0, 1·3 + (-4)) = 0",
        ),
    ],
)
def test_a_value_of_each_convolution_is_worked_out(
    code: str, yours: Any, expected: Any, written: str
) -> None:
    worked = convolved(code, yours, expected).worked
    assert (worked.expected if worked else "") == written


@pytest.mark.parametrize(
    "code",
    [
        "x = np.array([[1, 2]])\nkernel = np.array([[9, 9]])\nf(x, kernel)",
        "x = np.array([[1, 2]])\nkernel = np.array([[1, 10, 3]])\nf(x, kernel)",
        "x = np.array([1, 2])\nkernel = np.array([1, 10])\nf(x, kernel)",
        "x = np.array([[1, 2]])\nkernel = np.array([[1, 10]])\nf(x, kernel, stride='a')",
        "x = np.array([[1, 2]])\nw = np.array([[1, 10]])\nf(x, w)",
        "f(1, 2)",
    ],
)
def test_nothing_is_worked_out_that_does_not_come_to_what_is_expected(code: str) -> None:
    assert convolved(code, [[12]], [[21]]).worked is None


def test_long_sums_are_not_written_out() -> None:
    ones = "np.array([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]])"
    drawn = convolved(f"x = {ones}\nkernel = {ones}\nconv2d_single(x, kernel)", [[11]], [[12]])
    assert drawn.inputs.keys() == {"x", "kernel"}
    assert drawn.worked is None


def test_inputs_larger_than_one_wants_to_look_at_are_not_drawn() -> None:
    drawn = convolved(f"x = np.array({[[1] * 101]})\nkernel = np.array([[2]])\nf(x, kernel)", [[1]], [[2]])
    assert drawn.inputs == {}
    drawn = convolved(f"x = np.array({[[[1] * 4]]})\nkernel = np.array([[2]])\nf(x, kernel)", [[1]], [[2]])
    assert drawn.inputs == {}


def test_kernels_are_drawn_by_channel_and_kernel() -> None:
    kernels = np.arange(8).reshape(2, 1, 2, 2)
    assert [(each.place, cells(each)) for each in picture(kernels, kernels=True).slices] == [
        ("[:, :, 0, 0]", [["0"], ["4"]]),
        ("[:, :, 1, 0]", [["2"], ["6"]]),
        ("[:, :, 0, 1]", [["1"], ["5"]]),
        ("[:, :, 1, 1]", [["3"], ["7"]]),
    ]


# Whatever a student's function gave.

ELEMENTS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**600), 2**600)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["nan", "inf", "-inf", 1e308, -1e308, 5e-324, -0.0, 10**400])
    | st.text(max_size=5)
)
VALUES = st.recursive(ELEMENTS, lambda inner: st.lists(inner, max_size=3), max_leaves=12)
TABLES = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.lists(ELEMENTS, min_size=shape[2], max_size=shape[2]), min_size=shape[1], max_size=shape[1]
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)
CODES = [
    "x = np.array([[1, 2]])\nkernel = np.array([[1, 10]])\nf(x, kernel)",
    "x = np.array([[[1, 2]]])\nkernels = np.array([[[[3, 4], [5, 6]]]])\nf(x, kernels)",
    "window = np.array([[2]])\nkernel = np.array([[3]])\nf(window, kernel)",
]


@settings(deadline=None)  # the first of them makes the template as well
@given(
    VALUES | TABLES, VALUES | TABLES, st.sampled_from(CODES), st.sampled_from(["int", "array (2, 2) int64"])
)
def test_any_two_values_can_be_drawn(yours: Any, expected: Any, code: str, kind: str) -> None:
    both = Counterexample(f"import numpy as np\n\n{code}", "", Shown(kind, yours), Shown(kind, expected))
    html = page(verdict(counterexample=both), "ada", {})
    assert len(BeautifulSoup(html, "html.parser").select("figcaption")) >= 2
