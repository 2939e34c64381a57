"""A mistake is named where it alone explains every answer, and nowhere else: questions of our own."""

import math
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
import pytest

from autograder.diagnosis import Outcome, Suspects, changed, outcome
from autograder.exercise import Answer, Case, Exercise, Expected, Group, Mistake
from autograder.key import Question

GROUP = Group("all", "numbers", 1.0, lambda rng: [])


def mistake(name: str, model: Callable[..., Any]) -> Mistake:
    return Mistake(name, f"This is {name}.", "Think.", model)


def question(answer: Answer, expected: Expected, *mistakes: Mistake, case: Case | None = None) -> Question:
    exercise = Exercise("f", "00-exam", 1, "f(n)", answer, (GROUP,), "Think.", "1", mistakes=mistakes)
    return Question(exercise, GROUP, 1, case or Case((3,)), expected)


def is_named(answer: Answer, model: Any, got: Outcome, slack: float = 0.0) -> bool:
    """Whether one answer is explained by the only mistake that there is, which gives `model`."""
    asked = question(answer, Expected(0, slack), mistake("slip", lambda n: model))
    suspects = Suspects(asked.exercise)
    suspects.failed(asked, got)
    return suspects.found() is not None


# --- What a model gives ----------------------------------------------------------------------------------


def test_a_model_is_given_the_case_and_gives_a_value() -> None:
    asked = question(Answer.INTEGER, Expected(12), case=Case((3,), {"times": 4}))
    assert outcome(mistake("slip", lambda n, times: [n, times]), asked) == Outcome([3, 4])


def test_a_model_may_end_in_an_exception() -> None:
    asked = question(Answer.INTEGER, Expected(12))
    assert outcome(mistake("slip", lambda n: [][n]), asked) == Outcome(None, "IndexError")


def test_an_exception_that_python_does_not_have_is_known_by_the_one_it_is_a_kind_of() -> None:
    asked = question(Answer.INTEGER, Expected(12))
    assert outcome(mistake("slip", lambda n: np.sum([n], axis=1)), asked) == Outcome(None, "ValueError")


def test_a_model_may_divide_by_zero_as_a_student_may() -> None:
    asked = question(Answer.NUMBER, Expected(12.0))
    assert outcome(mistake("slip", lambda n: np.float64(n) / 0), asked) == Outcome(math.inf)


def test_a_model_is_asked_once_for_all_submissions() -> None:
    calls: list[int] = []
    slip, asked = mistake("slip", calls.append), question(Answer.INTEGER, Expected(12))
    assert outcome(slip, asked) is outcome(slip, asked)
    assert calls == [3]


# --- What a call has changed -----------------------------------------------------------------------------


def twice(*args: Any) -> Question:
    """A call f(a, b, c=1) that is made twice."""
    exercise = Exercise("f", "00-exam", 1, "f(a, b, c=1)", Answer.INTEGER, (GROUP,), "Think.", "1")
    return Question(exercise, GROUP, 1, Case(args, twice=True), Expected(0))


@pytest.mark.parametrize(
    "argument",
    [7, 7.0, True, None, "same", [], [1, 2, 5], [[1], [2.0]], np.array([[1, 2]]), [np.array([1]), np.eye(2)]],
)
def test_an_equal_argument_of_the_same_kind_is_unchanged(argument: Any) -> None:
    assert changed(twice(argument, 1), [deepcopy(argument), 1]) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (1, 2),
        (1, True),
        (1, 1.0),
        (1, None),
        ([1, 2, 5], [1, 2, 6]),
        ([1, 2, 5], [1, 2]),
        ([1, 2], [1, 2, 5]),
        ([1, 2, 5], [1.0, 2, 5]),
        ([1, 2, 5], [True, 2, 5]),
        ([1, 2, 5], (1, 2, 5)),
        ([1, 2, 5], np.array([1, 2, 5])),
        ([1, 2, 5], None),
        ([[1], [2]], [[1], [3]]),
        ([np.array([1, 2])], [np.array([1, 3])]),
        (np.array([1, 2]), np.array([1, 3])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([1, 2]), np.array([[1, 2]])),
        (np.array([1, 2]), [1, 2]),
        (np.array([1, 2]), None),
    ],
)
def test_an_argument_of_another_kind_or_value_has_changed(before: Any, after: Any) -> None:
    assert changed(twice(before, 1), [after, 1]) == ("a",)


def test_all_that_have_changed_are_named_in_the_order_of_the_parameters() -> None:
    assert changed(twice([1], [2]), [[3], [4]]) == ("a", "b")
    assert changed(twice([1], [2]), [[1], [4]]) == ("b",)
    assert changed(twice([1], [2], 3), [[1], [2], 4]) == ("c",)


# --- What is the same answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "model", "got"),
    [
        (Answer.INTEGER, 7, 7),
        (Answer.INTEGER, 7, np.int64(7)),
        (Answer.INTEGER, 7.0, 7.0),
        (Answer.INTEGERS, [1, 2], np.array([1, 2])),
        (Answer.INTEGERS, [2**70], [2**70]),
        (Answer.NUMBER, 7, 7.0),
        (Answer.NUMBER, 7.0, 7),
        (Answer.ARRAY, [[1, 2]], np.array([[1.0, 2.0]])),
        (Answer.ARRAY, np.array([1.0, math.nan, math.inf]), [1.0, math.nan, math.inf]),
        (Answer.ARRAY, np.zeros((0, 2)), np.zeros((0, 2))),
        (Answer.ARRAY, [1e6, 1.0], [1e6 + 0.9, 1.9]),
        (Answer.ARRAY, [-1e6, 1.0], [-1e6 + 0.9, 1.9]),
        (Answer.ARRAY, [1e6, math.inf, 1.0], [1e6, math.inf, 1.9]),
        (Answer.MASK, [True, False], np.array([True, False])),
        (Answer.MASK, [1, 0], [1, 0]),
        (Answer.MASK, 0.5, 0.5),
    ],
    ids=repr,
)
def test_the_same_answer_is_known_again(answer: Answer, model: Any, got: Any) -> None:
    assert is_named(answer, model, Outcome(got))


@pytest.mark.parametrize(
    ("answer", "model", "got"),
    [
        (Answer.INTEGER, 7, 8),
        (Answer.INTEGER, 7, 7.0),
        (Answer.INTEGER, 7.0, 7),
        (Answer.INTEGER, 1, True),
        (Answer.INTEGER, 7, [7]),
        (Answer.INTEGER, 7, None),
        (Answer.INTEGER, None, 7),
        (Answer.INTEGER, None, None),
        (Answer.INTEGERS, [1, 2], [1, 3]),
        (Answer.INTEGERS, [2**70], [2**70 + 1]),
        (Answer.INTEGERS, [1.0, 2], [1, 2]),
        (Answer.NUMBER, 1, True),
        (Answer.NUMBER, 7.0, 7.1),
        (Answer.NUMBER, 1e-3, 1e-3 + 5e-7),
        (Answer.NUMBER, math.inf, -math.inf),
        (Answer.NUMBER, math.nan, 0.0),
        (Answer.NUMBER, 0.0, math.nan),
        (Answer.ARRAY, [1.0, 2.0], [1.0, 2.1]),
        (Answer.ARRAY, [1.0, 2.0], [[1.0, 2.0]]),
        (Answer.ARRAY, [1e6, 1.0], [1e6, 2.1]),
        (Answer.ARRAY, [1e6, 1.0], [1e6 + 1.1, 1.0]),
        (Answer.MASK, [True, False], [True, True]),
        (Answer.MASK, [True, False], [1, 0]),
        (Answer.MASK, 1, 1.0),
    ],
    ids=repr,
)
def test_another_answer_is_not(answer: Answer, model: Any, got: Any) -> None:
    assert not is_named(answer, model, Outcome(got))


def test_who_also_changes_an_argument_makes_another_mistake() -> None:
    assert is_named(Answer.INTEGER, 7, Outcome(7))
    assert not is_named(Answer.INTEGER, 7, Outcome(7, changed=("n",)))


@pytest.mark.parametrize(("got", "named"), [(7.09, True), (6.91, True), (7.11, False), (6.89, False)])
def test_an_answer_may_differ_by_the_slack_of_the_expected_one(got: float, named: bool) -> None:
    assert is_named(Answer.NUMBER, 7.0, Outcome(got), slack=0.1) is named


def test_up_to_its_slack_and_including_it_an_answer_is_the_same() -> None:
    assert is_named(Answer.NUMBER, 0.0, Outcome(0.25), slack=0.25)


def test_an_answer_without_values_has_no_slack() -> None:
    nothing = np.zeros((0, 2))
    asked = question(Answer.ARRAY, Expected(nothing, nothing), mistake("slip", lambda n: nothing.T))
    suspects = Suspects(asked.exercise)
    suspects.failed(asked, Outcome(nothing.T))
    assert suspects.found() is not None


def test_of_many_slacks_the_largest_counts() -> None:
    asked = question(
        Answer.ARRAY, Expected(np.zeros(2), np.array([0.1, 0.3])), mistake("slip", lambda n: [1.0, 2.0])
    )
    suspects = Suspects(asked.exercise)
    suspects.failed(asked, Outcome([1.25, 2.0]))
    assert suspects.found() is not None


def test_exceptions_are_known_by_their_name() -> None:
    def fails(n: int) -> int:
        raise IndexError

    for got, named in (("IndexError", True), ("ValueError", False), ("", False)):
        asked = question(Answer.INTEGER, Expected(1), mistake("slip", fails))
        suspects = Suspects(asked.exercise)
        suspects.failed(asked, Outcome(7 if not got else None, got))
        assert (suspects.found() is not None) is named
    assert not is_named(Answer.INTEGER, 7, Outcome(7, "IndexError"))


# --- Which of several ------------------------------------------------------------------------------------

SLIPS = (
    mistake("two-more", lambda n: n + 2),
    mistake("same", lambda n: n),
    mistake("two-more", lambda n: 2 + n if n < 10 else 0),
)


def ask(n: int) -> Question:
    return question(Answer.INTEGER, Expected(2 * n), *SLIPS, case=Case((n,)))


def found(*answers: tuple[int, Any]) -> str | None:
    """The name that is given to answers: right ones count as passed."""
    suspects = Suspects(ask(0).exercise)
    for n, got in answers:
        if got == 2 * n:
            suspects.passed(ask(n))
        else:
            suspects.failed(ask(n), None if got is None else Outcome(got))
    mistake = suspects.found()
    return mistake.name if mistake else None


def test_the_one_that_explains_all_is_named() -> None:
    assert found((3, 5), (4, 6)) == "two-more"
    assert found((3, 3), (4, 4)) == "same"


def test_it_must_explain_every_failure() -> None:
    assert found((3, 5), (4, 4)) is None
    assert found((3, 5), (4, 7)) is None


def test_it_must_be_right_where_the_answers_are() -> None:
    assert found((3, 5), (2, 4)) == "two-more"
    assert found((3, 5), (4, 8)) is None
    assert found((4, 8), (3, 5)) is None


def test_one_that_is_made_in_two_ways_is_one() -> None:
    assert found((3, 5)) == "two-more"
    assert found((3, 5), (30, 32)) == "two-more"
    assert found((3, 5), (30, 0)) == "two-more"


def test_several_that_explain_it_are_none() -> None:
    slips = (mistake("a", lambda n: 7), mistake("b", lambda n: 7))
    asked = question(Answer.INTEGER, Expected(1), *slips)
    suspects = Suspects(asked.exercise)
    suspects.failed(asked, Outcome(7))
    assert suspects.found() is None


def test_an_end_that_no_model_has_is_never_explained() -> None:
    assert found((3, 5), (4, None)) is None
    assert found((4, None), (3, 5)) is None


def test_a_model_that_raises_is_not_right() -> None:
    def fails_at_four(n: int) -> int:
        if n == 4:
            raise IndexError
        return 7

    slips = (mistake("slip", fails_at_four),)
    asked = [question(Answer.INTEGER, Expected(2 * n), *slips, case=Case((n,))) for n in (3, 4)]
    suspects = Suspects(asked[0].exercise)
    suspects.failed(asked[0], Outcome(7))
    suspects.passed(asked[1])
    assert suspects.found() is None


def test_a_model_that_changes_what_it_was_given_is_not_right() -> None:
    def lengthens(ns: list[int]) -> int:
        ns.append(0)
        return sum(ns)

    slip = mistake("slip", lengthens)
    once, again = (Case(([3, 4],), twice=twice) for twice in (False, True))
    asked = question(Answer.INTEGER, Expected(0), slip, case=once)
    suspects = Suspects(asked.exercise)
    suspects.failed(asked, Outcome(7))
    assert suspects.found() is slip
    suspects.passed(question(Answer.INTEGER, Expected(7), slip, case=again))
    assert suspects.found() is None
