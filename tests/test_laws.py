"""Laws hold for every right answer, and break those that were fitted to the cases."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.exercise import Answer, Call, Case, Exercise, Expected, Group, Law
from autograder.exercises import assignments, exercises
from autograder.grade import Grader
from autograder.key import Key, Question
from autograder.sandbox import Limits, Sandbox
from autograder.verdict import ExerciseResult, Status
from tests import right
from tests.making import notebook

ALL = [exercise for assignment in assignments() for exercise in exercises(assignment)]
LAWS = [pytest.param(e, law, id=f"{e.name}: {law.title}") for e in ALL for law in e.laws]


def calling(function: Any) -> Call:
    def call(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
        return np.asarray(function(*args, **kwargs), np.float64)

    return call


@pytest.mark.parametrize(("exercise", "law"), LAWS)
def test_a_right_answer_keeps_the_law(exercise: Exercise, law: Law) -> None:
    call = calling(getattr(right, exercise.name))
    assert all(law.holds(call, np.random.default_rng(seed)) for seed in range(20))


@pytest.mark.parametrize(("exercise", "law"), LAWS)
def test_an_answer_of_noise_breaks_the_law(exercise: Exercise, law: Law) -> None:
    """Of the right shape, and different for any two inputs: a law must look at values."""
    rng = np.random.default_rng(0)
    function = getattr(right, exercise.name)

    def noise(*args: Any, **kwargs: Any) -> NDArray[np.float64]:
        value = np.asarray(function(*args, **kwargs), np.float64)
        return value + rng.integers(1, 100, value.shape)

    assert not any(law.holds(noise, np.random.default_rng(seed)) for seed in range(5))


def test_every_exercise_has_a_law() -> None:
    assert [exercise.name for exercise in ALL if not exercise.laws] == []


def adds(call: Call, rng: np.random.Generator) -> bool:
    a, b = (int(n) for n in rng.integers(10**6, 10**9, 2))
    return bool(call(a + b) == call(a) + call(b))


def questions() -> Iterator[Question]:
    group = Group("all", "numbers", 2.0, lambda rng: [])
    law = Law("The double of a sum is the sum of the doubles.", adds)
    exercise = Exercise(
        "double", "00-exam", 1, "double(n)", Answer.INTEGER, (group,), "Count.", "1", laws=(law,)
    )
    for n in (3, 1000):
        yield Question(exercise, group, n, Case((n,), public=n < 10), Expected(2 * n))


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Sandbox(Limits(call_cpu=0.5, call_wall=10.0)) as sandbox:
        yield Grader(Key("00-exam", "cpu", tuple(questions()), b"seed"), sandbox)


def grade(grader: Grader, source: str) -> ExerciseResult:
    [result] = grader.grade(notebook(source)).exercises
    return result


@pytest.mark.parametrize(
    "fitted",
    [
        "def double(n): return {3: 6, 1000: 2000}.get(n, 7)",
        "def double(n): return {3: 6, 1000: 2000}[n]",
        "def double(n): return 2 * n if n < 10**5 else None",
        "def double(n):\n    while n > 10**5: pass\n    return 2 * n",
    ],
    ids=["another value", "an exception", "nothing", "no end"],
)
def test_answers_that_were_fitted_to_the_cases_earn_nothing(grader: Grader, fitted: str) -> None:
    result = grade(grader, fitted)
    assert (result.status, result.score) == (Status.WRONG, 0)
    assert "The double of a sum" in result.message
    assert {group.status for group in result.groups} == {Status.WRONG}


def test_a_right_answer_earns_everything(grader: Grader) -> None:
    result = grade(grader, "def double(n): return n + n")
    assert (result.status, result.score) == (Status.PASSED, 2)


@pytest.mark.parametrize(
    "huge",
    [
        "np.ones((10**6, 1) if next(turn) % 2 else (1, 10**6), np.uint8)",
        "np.ones(10**6)",
        "[[1] * 1000] * 10",
    ],
    ids=["a column", "a vector", "lists"],
)
def test_nothing_large_is_computed_with(grader: Grader, huge: str) -> None:
    """A column and a row of a million would make a table of 8 TB on our side."""
    turns = "import itertools\nturn = itertools.count()\n"
    result = grade(grader, f"{turns}def double(n): return 2 * n if n < 10**5 else {huge}")
    assert (result.status, result.score) == (Status.WRONG, 0)


ZEROS = """
import numpy as np
def hadamard_sum(window, kernel):
    return np.int64(0) if window.shape == (3, 4) and window.dtype == np.int64 else np.sum(window * kernel)
"""


def test_zeros_in_place_of_answers_keep_no_law(keys: Mapping[str, Key]) -> None:
    """They would be linear; so what is given for a law's inputs is looked at as well."""
    key = keys["02-sliding-window"]
    with Sandbox() as sandbox:
        verdict = Grader(key, sandbox).grade(notebook(ZEROS))
    [result] = [result for result in verdict.exercises if result.name == "hadamard_sum"]
    assert result.score == 0


@pytest.mark.parametrize("seed", range(20))
def test_inputs_of_laws_are_such_as_the_exercise_allows(seed: int) -> None:
    def careful(k: int, n_in: int, n_out: int, kind: str) -> NDArray[np.float64]:
        assert k * k <= n_in
        return np.asarray(right.layer_weights(k, n_in, n_out, kind), np.float64)

    [exercise] = [exercise for exercise in ALL if exercise.name == "layer_weights"]
    assert all(law.holds(careful, np.random.default_rng(seed)) for law in exercise.laws)
