"""What is asked of a submission and what it earns, by how its calls end: functions answer without a wall."""

import itertools
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise, Expected, Mistake
from autograder.key import Question
from autograder.limits import Limits
from autograder.marking import Marking, by_order, without_groups
from autograder.notebook import read
from autograder.sandbox import End, Ending
from autograder.verdict import ExerciseResult, GroupResult, Status
from tests.making import notebook as made
from tests.marks import (
    DOUBLE,
    ENDINGS,
    HUGE,
    LARGE,
    NO_NOTEBOOK,
    OVERTIME,
    QUESTIONS,
    SMALL,
    SQUARE,
    Answers,
    ask,
    groups,
    mark,
)

# --- What is asked, and when -------------------------------------------------------------------------------


def test_public_cases_of_all_exercises_are_asked_before_any_hidden_one() -> None:
    run = Answers()
    mark(run)
    assert run.asked == [
        *[("double", 3), ("double", 100), ("square", 4)],
        *[("double", 5), ("double", 7), ("double", 1000), ("double", 1234), ("square", 9)],
    ]


def foreseen(run: Answers) -> dict[Any, list[int]]:
    """With each call, the numbers that its function is to be asked next."""
    following = dict(zip(run.asked, run.foreseen, strict=True))
    assert all(other == name for (name, _n), ahead in following.items() for other, _m in ahead)
    return {asked: [n for _name, n in ahead] for asked, ahead in following.items()}


def test_the_cases_of_a_function_are_foreseen_and_no_hidden_one_before_the_public_ones() -> None:
    run = Answers()
    mark(run)
    assert foreseen(run) == {
        ("double", 3): [100],
        ("double", 100): [],
        ("square", 4): [],
        ("double", 5): [7, 1000, 1234],
        ("double", 7): [1000, 1234],
        ("double", 1000): [1234],
        ("double", 1234): [],
        ("square", 9): [],
    }


def test_what_a_failed_group_has_left_is_not_foreseen() -> None:
    run = Answers(double=lambda n: 0 if n in (3, 1000) else 2 * n)
    mark(run)
    assert foreseen(run)["double", 1000] == [1234], "it has not failed yet"
    assert ("double", 5) not in foreseen(run)
    first = Answers(double=lambda n: 0 if n == 100 else 2 * n)
    mark(first)
    assert foreseen(first)["double", 5] == [7]


def test_of_a_group_that_failed_no_hidden_case_is_asked() -> None:
    run = Answers(double=lambda n: 0 if n == 3 else 2 * n)
    mark(run)
    assert [n for name, n in run.asked if name == "double"] == [3, 100, 1000, 1234]


def test_a_hidden_case_that_failed_ends_its_group_alone() -> None:
    run = Answers(double=lambda n: 0 if n == 5 else 2 * n)
    assert groups(mark(run)["double"]) == [("small", Status.WRONG, 0.0), ("large", Status.PASSED, 2.0)]
    assert [n for name, n in run.asked if name == "double"] == [3, 100, 5, 1000, 1234]


def test_what_calls_a_function_that_never_ends_waits_for_whoever_can_replace_that() -> None:
    run = Answers(double=lambda n: OVERTIME)
    notebook = read(made("def double(n): ...", "def square(n): return double(n)"))
    marking = Marking(QUESTIONS, notebook, run, Limits(), replaceable=["double"])
    assert marking.held_up == {"square"}
    assert run.asked == [("double", 3)]
    [_double, square] = marking.results()
    assert (square.status, square.score, square.message) == (Status.OVERTIME, 0.0, "")


@pytest.mark.parametrize("status", [Status.MISSING, Status.OVERTIME])
def test_what_would_end_so_again_is_not_asked_again(status: Status) -> None:
    run = Answers(double=lambda n: ENDINGS[status])
    results = mark(run)
    assert [n for name, n in run.asked if name == "double"] == [3]
    assert (results["double"].status, results["double"].score) == (status, 0.0)
    assert results["square"].status is Status.PASSED


@pytest.mark.parametrize("status", [Status.OVERMEMORY, Status.CRASHED, Status.REFUSED])
def test_after_any_other_end_the_next_group_has_its_chance(status: Status) -> None:
    run = Answers(double=lambda n: ENDINGS[status] if n < 100 else 2 * n)
    assert groups(mark(run)["double"]) == [("small", status, 0.0), ("large", Status.PASSED, 2.0)]


def test_arguments_by_name_arrive_by_name() -> None:
    question = Question(DOUBLE, SMALL, 1, Case((3,), {"times": 4}, public=True), Expected(12))
    assert mark(Answers(double=lambda n, times: n * times), [question])["double"].status is Status.PASSED


# --- The same call twice -----------------------------------------------------------------------------------


LISTS = Exercise("total", "00-exam", 1, "total(ns, start=0)", Answer.INTEGER, (SMALL, LARGE), "Add.", "1.1")
EMPTIED = Mistake("emptied", "You empty it.", "Who holds it?", lambda ns: sum(ns.pop() for _ in list(ns)))
TWICE = [
    Question(LISTS, SMALL, 1, Case(([3, 4],), public=True), Expected(7)),
    Question(LISTS, LARGE, 1, Case(([1, 2, 5],), public=True, twice=True), Expected(8)),
    Question(LISTS, LARGE, 2, Case(([4, 7, 11],), twice=True), Expected(22)),
]


def lengthening(ns: list[int]) -> int:
    ns.append(0)
    return sum(ns)


def total(function: Callable[[list[int]], Any], *questions: Question) -> ExerciseResult:
    return mark(Answers(total=function), [*questions] or TWICE)["total"]


def test_who_leaves_the_arguments_alone_passes_twice() -> None:
    assert total(sum).status is Status.PASSED


def test_the_second_answer_counts() -> None:
    calls = itertools.count(1)
    result = total(lambda ns: sum(ns) + (next(calls) == 3))
    assert groups(result) == [("small", Status.PASSED, 1.0), ("large", Status.WRONG, 0.0)]
    assert result.message == (
        "In cases with large numbers: called a second time with the same arguments, yours is 9, expected 8."
    )
    assert result.counterexample is not None
    assert result.counterexample.code == "ns = [1, 2, 5]\ntotal(ns)\ntotal(ns)"


def test_a_right_answer_that_changes_its_arguments_is_wrong_and_shows_them() -> None:
    def sorting(ns: list[int]) -> int:
        ns.sort(reverse=True)
        return sum(ns)

    result = total(sorting)
    assert groups(result) == [("small", Status.PASSED, 1.0), ("large", Status.WRONG, 0.0)]
    assert "it changes `ns`, which it was given. Who calls it may need that again" in result.message
    assert result.counterexample is not None and result.counterexample.yours is not None
    assert (result.counterexample.call, result.counterexample.yours.values) == ("ns", [5, 2, 1])
    assert result.counterexample.expected.values == [1, 2, 5]


def test_of_a_hidden_case_it_is_not_told_which_argument_changed() -> None:
    hidden = [TWICE[0], TWICE[2]]
    result = total(lengthening, *hidden)
    assert result.status is Status.WRONG
    assert "it changes an array or a list that it was given" in result.message
    assert "ns" not in result.message.replace("cases", "")
    assert result.counterexample is None


def test_a_call_that_fails_in_any_other_way_is_shown_before_one_that_takes_two() -> None:
    result = total(lambda ns: sum(ns) + 1)
    assert result.counterexample is not None
    assert result.counterexample.code == "total([3, 4])"


@pytest.mark.parametrize("forged", [7, [7], [8, 8], [8, []], [8, [[1, 2, 5]], 1], None])
def test_what_is_no_answer_to_a_call_made_twice_is_refused(forged: object) -> None:
    run = Answers(total=lambda ns: sum(ns) if len(ns) == 2 else Ending(End.VALUE, forged))
    result = mark(run, TWICE)["total"]
    assert result.groups[1].status is Status.REFUSED
    assert "what it gave cannot be judged" in result.message


def test_a_mistake_that_shows_in_the_second_call_is_named() -> None:
    exercise = replace(LISTS, mistakes=(EMPTIED,))
    asked = [replace(question, exercise=exercise) for question in TWICE]
    assert total(lambda ns: sum(ns.pop() for _ in list(ns)), *asked).mistake == "emptied"
    assert total(lengthening, *asked).mistake is None
    assert total(lambda ns: sum(ns) + 1, *asked).mistake is None


# --- Points --------------------------------------------------------------------------------------------


def test_right_answers_earn_everything() -> None:
    results = mark(Answers())
    assert list(results) == ["double", "square"]
    assert groups(results["double"]) == [("small", Status.PASSED, 1.0), ("large", Status.PASSED, 2.0)]
    assert [r.message for r in results.values()] == [
        "Right, in all 2 groups of cases.",
        "Right, with every case.",
    ]
    assert [(r.max_score, r.hint, r.mistake, r.counterexample) for r in results.values()] == [
        (3.0, "", None, None),
        (1.0, "", None, None),
    ]


def test_a_group_is_told_with_its_title_and_points() -> None:
    result = mark(Answers(double=lambda n: 2 * n if n < 100 else 1))["double"]
    assert result.groups == (
        GroupResult("small", "small numbers", 1.0, Status.PASSED),
        GroupResult("large", "large numbers", 2.0, Status.WRONG),
    )


@pytest.mark.parametrize("n", [3, 5, 7, 100, 1000, 1234])
def test_one_case_of_a_group_that_fails_costs_the_group(n: int) -> None:
    result = mark(Answers(double=lambda m: 2 * m + (m == n)))["double"]
    failed = int(n >= 100)
    assert [group.status is Status.PASSED for group in result.groups] == [bool(failed), not failed]
    assert (result.status, result.score) == (Status.WRONG, 1.0 if failed else 2.0)


@pytest.mark.parametrize("n", [3, 100, 5, 1000, 1234])
def test_no_group_that_was_not_asked_to_its_end_passes(n: int) -> None:
    """Time runs out at one case: what passed in full before it counts, and nothing else does."""
    run = Answers(double=lambda m: OVERTIME if m == n else 2 * m)
    result = mark(run)["double"]
    passed = {m for name, m in run.asked if name == "double"} - {n}
    in_full = [{3, 5, 7} <= passed, {100, 1000, 1234} <= passed]
    assert [group.status for group in result.groups] == [
        Status.PASSED if ok else Status.OVERTIME for ok in in_full
    ]
    assert result.score == 1.0 * in_full[0] + 2.0 * in_full[1]
    assert result.status is Status.OVERTIME


def test_a_group_has_the_status_of_its_first_failure() -> None:
    run = Answers(double=lambda n: ENDINGS[Status.CRASHED] if n == 100 else 1 if n == 101 else 2 * n)
    questions = [*QUESTIONS, *ask(DOUBLE, LARGE, 101, public=True)]
    assert groups(mark(run, questions)["double"])[1] == ("large", Status.CRASHED, 0.0)


def test_a_function_that_is_not_there_any_more_takes_all_with_it() -> None:
    result = mark(Answers(double=lambda n: ENDINGS[Status.MISSING] if n == 1000 else 2 * n))["double"]
    assert (result.status, result.score, result.groups) == (Status.MISSING, 0.0, ())
    assert result.message.startswith("There is no function double")
    assert result.max_score == 3.0


def test_our_own_fault_is_no_mark_and_ends_the_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.judging.judge", failing)
    run = Answers()
    result = mark(run, QUESTIONS[:6])["double"]
    assert run.asked == [("double", 3)]
    assert (result.status, result.score, result.groups, result.max_score) == (Status.BROKEN, None, (), 3.0)
    assert result.message.startswith("The grader itself failed here.")


# --- What was not tried --------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", list(itertools.permutations([2, 3, 4])), ids=str)
def test_of_wrong_answers_only_the_smallest_is_kept(sizes: tuple[int, ...]) -> None:
    """It alone may be shown, and each may be large."""
    arrays = replace(DOUBLE, answer=Answer.ARRAY)
    asked = [
        Question(arrays, SMALL, n, Case((np.ones(n),), public=n < 5), Expected(2 * np.ones(n), 1e-6))
        for n in (*sizes, 5)
    ]
    answers: dict[int, weakref.ref[Any]] = {}

    def wrong(ones: Any) -> Any:
        answer = ones.astype(np.int64)
        answers[len(answer)] = weakref.ref(answer)
        return answer

    marking = Marking(asked, NO_NOTEBOOK, Answers(double=wrong), Limits())
    assert [n for n, answer in answers.items() if answer() is not None] == [2]
    example = marking.results()[0].counterexample
    assert example is not None and example.yours is not None
    assert example.yours.values == [1, 1]


def test_of_cases_that_are_alike_in_size_the_first_is_shown() -> None:
    example = mark(Answers(double=lambda n: n + 10), ask(DOUBLE, SMALL, 3, 4, public=True))[
        "double"
    ].counterexample
    assert example is not None and example.yours is not None
    assert (example.call, example.yours.values) == ("double(3)", 13)


def test_groups_that_were_not_tried_are_not_said_to_have_failed() -> None:
    three = [*QUESTIONS[:6], *ask(replace(DOUBLE, groups=(SMALL, LARGE, HUGE)), HUGE, 10**6, public=True)]
    three = [replace(question, exercise=three[-1].exercise) for question in three]
    result = mark(Answers(double=lambda n: OVERTIME), three)["double"]
    assert result.message.startswith("In cases with small numbers: it computed for more than")
    assert result.message.endswith(" 2 more groups of cases were not tried after that.")
    assert [group.status for group in result.groups] == [Status.OVERTIME] * 3
    result = mark(Answers(double=lambda n: 1 if n == 3 else OVERTIME), three)["double"]
    assert "In 2 of 3 groups of cases" in result.message
    assert result.message.endswith(" 1 more group of cases was not tried after that.")


# --- Results of exercises ----------------------------------------------------------------------------------


def test_exercises_come_once_each_and_in_their_order() -> None:
    assert by_order([*ask(SQUARE, SMALL, 1), *QUESTIONS]) == [DOUBLE, SQUARE]
    assert list(mark(Answers(), [*ask(SQUARE, SMALL, 1), *ask(DOUBLE, SMALL, 1)])) == ["double", "square"]


def test_of_what_was_not_asked_there_are_no_groups() -> None:
    result = without_groups(DOUBLE, Status.BROKEN, "A sentence.")
    assert result == ExerciseResult("double", Status.BROKEN, 3.0, "A sentence.")
