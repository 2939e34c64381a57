"""How far a right answer may be from the reference: no less than rounding explains, and no more."""

import math

import numpy as np
import pytest

from autograder.reference import tolerance
from autograder.reference.tolerance import EPS32, EPS64, of_sigmoid, of_sums


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_one_product_may_be_off_by_four_roundings_of_float32() -> None:
    assert EPS32 == 2.0**-23
    assert EPS64 == 2.0**-52
    assert tolerance.C == 4.0
    assert of_sums([1.0], 1).tolist() == [4 * (EPS32 + EPS64)]


def test_the_slack_of_a_sum_grows_with_the_root_of_its_terms_and_with_its_magnitudes() -> None:
    assert of_sums([2.0, 1.0], 9) == pytest.approx([12 * 2 * EPS32, 12 * EPS32], rel=1e-6)


def test_next_to_a_large_element_a_small_one_has_the_slack_of_float64() -> None:
    """A convolution by Fourier transforms spreads the rounding of the largest over all."""
    large, none = of_sums([2.0**40, 0.0], 4)
    assert none == 4 * 2 * EPS64 * 2.0**40
    assert large == 4 * 2 * (EPS32 + EPS64) * 2.0**40


def test_the_slack_is_float64_whatever_the_magnitudes_are() -> None:
    assert of_sums(np.array([3], np.uint8), 1).dtype == np.float64
    assert of_sums(np.array([1], np.float16), 1).tolist() == of_sums([1], 1).tolist()


@pytest.mark.parametrize("z", [0.0, 0.05, -0.05, 0.5, -0.5, 3.0, -3.0, 40.0, -40.0])
@pytest.mark.parametrize("slack", [1e-6, 0.1])
def test_a_sigmoid_passes_on_no_more_than_its_steepest_place_lets_through(z: float, slack: float) -> None:
    (found,) = of_sigmoid(np.array([slack]), [z])
    off = max(abs(sigmoid(z + by) - sigmoid(z)) for by in np.linspace(-slack, slack, 101))
    assert found >= off
    steepest = max(sigmoid(z + by) * sigmoid(-z - by) for by in np.linspace(-slack, slack, 101))
    assert found == pytest.approx(slack * steepest + 4 * EPS32, rel=1e-3)


def test_a_sigmoid_adds_roundings_of_its_own() -> None:
    assert of_sigmoid(np.array([0.0]), 0).tolist() == [4 * EPS32]


def test_far_from_0_a_sigmoid_is_flat() -> None:
    assert of_sigmoid(np.array([0.5, 0.5]), [1e4, -1e4]).tolist() == [4 * EPS32] * 2
