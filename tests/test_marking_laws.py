"""Laws that answers have to keep once all cases passed, tried on functions that answer without a wall."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Call, Case, Exercise, Expected, Law
from autograder.key import Question
from autograder.sandbox import End, Ending
from autograder.verdict import ExerciseResult, GroupResult, Status
from tests.marks import (
    LARGE,
    OVERTIME,
    SMALL,
    Answers,
    ask,
    mark,
    raising,
)


def lawful(*laws: Law) -> list[Question]:
    exercise = Exercise(
        "double", "00-exam", 1, "double(n)", Answer.INTEGER, (SMALL, LARGE), "Count.", "1", laws=laws
    )
    return [*ask(exercise, SMALL, 3, public=True), *ask(exercise, LARGE, 1000)]


def adds(call: Call, rng: np.random.Generator) -> bool:
    a, b = (int(n) for n in rng.integers(10**6, 10**9, 2))
    return bool(call(a + b) == call(a) + call(b))


ADDS = Law("A law of sums.", adds)


def test_who_breaks_a_law_earns_nothing() -> None:
    result = mark(Answers(double=lambda n: 2 * n if n < 10**5 else 7), lawful(ADDS))["double"]
    assert result.groups == (
        GroupResult("small", "small numbers", 1.0, Status.WRONG),
        GroupResult("large", "large numbers", 2.0, Status.WRONG),
    )
    assert (result.status, result.score, result.max_score) == (Status.WRONG, 0.0, 3.0)
    assert result.message.endswith("and earn nothing. A law of sums.")
    assert (result.hint, result.mistake, result.counterexample) == ("", None, None)


def test_the_first_law_that_is_broken_is_told() -> None:
    holds, breaks = (Law(f"It {ok}.", lambda call, rng, ok=ok: ok) for ok in (True, False))  # type: ignore[misc]
    assert mark(Answers(), lawful(holds, ADDS))["double"].status is Status.PASSED
    assert "It False." in mark(Answers(), lawful(holds, breaks, ADDS))["double"].message


@pytest.mark.parametrize(
    "gives", [None, "text", raising("ValueError"), OVERTIME], ids=["None", "text", "exception", "no end"]
)
def test_no_numbers_keep_no_law(gives: Any) -> None:
    run = Answers(double=lambda n: 2 * n if n < 10**5 else gives)
    assert mark(run, lawful(ADDS))["double"].score == 0.0


@pytest.mark.parametrize("error", [IndexError, ValueError])
def test_an_answer_of_another_shape_keeps_no_law(error: type[Exception]) -> None:
    def shaped(call: Call, rng: np.random.Generator) -> bool:
        raise error

    assert mark(Answers(), lawful(Law("It has a shape.", shaped)))["double"].score == 0.0


def test_who_ran_out_of_time_before_a_law_was_tried_keeps_what_passed() -> None:
    over = Ending(End.OVERTIME, text="submission")
    run = Answers(double=lambda n: 2 * n if n < 10**5 else over)
    assert mark(run, lawful(ADDS, ADDS))["double"].status is Status.PASSED
    assert len(run.asked) == 3


@pytest.mark.parametrize("end", [OVERTIME, Ending(End.OVERMEMORY), Ending(End.DIED)])
def test_a_law_that_ended_by_the_way_is_tried_once_more_in_a_fresh_child(end: Ending) -> None:
    class Forgetful(Answers):
        fresh = 0

        def afresh(self) -> None:
            self.fresh += 1

    hiccups = iter([end])
    run = Forgetful(double=lambda n: 2 * n if n < 10**5 else next(hiccups, None) or 2 * n)
    assert mark(run, lawful(ADDS))["double"].status is Status.PASSED
    assert run.fresh == 1
    run = Forgetful(double=lambda n: 2 * n if n < 10**5 else end)
    assert mark(run, lawful(ADDS))["double"].score == 0.0
    assert run.fresh == 1


def test_a_law_is_tried_on_no_more_numbers_than_a_right_answer_has() -> None:
    def shaped(n: int) -> Any:
        return 2 * n if n < 10**5 else np.full(size, 2 * n)

    size = 1000
    sums = Law("A law of sums.", lambda call, rng: bool((call(10**6) * 2 == call(2 * 10**6)).all()))
    assert mark(Answers(double=shaped), lawful(sums))["double"].status is Status.PASSED
    size = 1001
    assert mark(Answers(double=shaped), lawful(sums))["double"].score == 0.0


def test_a_law_is_tried_only_on_what_passed_every_case() -> None:
    run = Answers(double=lambda n: 2 * n if n < 10 else 1)
    assert mark(run, lawful(ADDS))["double"].score == 1.0
    assert [n for _name, n in run.asked] == [3, 1000]


def test_arguments_of_a_law_arrive_as_it_gives_them() -> None:
    law = Law("By name.", lambda call, rng: bool(call(2, times=3) == 6))
    run = Answers(double=lambda n, times=2: n * times)
    assert mark(run, lawful(law))["double"].status is Status.PASSED


def test_the_seed_chooses_the_inputs_of_a_law() -> None:
    def asked(**seed: int) -> list[Any]:
        run = Answers()
        mark(run, lawful(ADDS), **seed)
        return run.asked[2:]

    assert asked(seed=1) == asked(seed=1) != asked(seed=2)
    assert asked() == asked(seed=0)


# Of an exercise of the course it is known what is right, whatever the inputs.

KNOWN = Exercise(
    "memory_bytes", "00-exam", 1, "memory_bytes(n_params, dtype)", Answer.NUMBER, (SMALL,), "Count.", "1"
)


def twice(call: Call, rng: np.random.Generator) -> bool:
    n = int(rng.integers(10**3, 10**6))
    return bool(abs(call(n, "float64") - 2 * call(n, "float32")) <= 5e-4)


def known(function: Callable[..., Any], *laws: Law, seed: int = 0) -> tuple[ExerciseResult, Answers]:
    """What a function earns that is asked one case before laws are tried, and what it was asked."""
    exercise = replace(KNOWN, laws=laws)
    run = Answers(memory_bytes=function)
    question = Question(exercise, SMALL, 1, Case((3, "float32"), public=True), Expected(12))
    return mark(run, [question], seed=seed)["memory_bytes"], run


FIRST, SECOND = Law("It is the first.", twice), Law("It is the second.", twice)


def right_bytes(n: int, dtype: str) -> int:
    return n * np.dtype(dtype).itemsize


def test_all_calls_that_laws_make_of_a_known_exercise_are_foreseen_with_the_first() -> None:
    result, run = known(right_bytes, FIRST, SECOND)
    assert result.status is Status.PASSED
    asked = [name_and_args[1][0] for name_and_args in run.asked]
    assert len(set(asked[1:])) == 2
    assert asked[1] == asked[2] != asked[3] == asked[4]
    assert [[n for _name, n in ahead] for ahead in run.foreseen[1:]] == [
        asked[2:],
        asked[3:],
        asked[4:],
        [],
    ]


@pytest.mark.parametrize(
    ("by", "status"), [(1e-4, Status.PASSED), (9e-4, Status.WRONG), (2e-3, Status.WRONG)]
)
def test_what_is_right_but_for_roundings_must_keep_the_law_as_it_is(by: float, status: Status) -> None:
    """The second is near enough to what is right, and the third is not."""
    result, _run = known(lambda n, dtype: right_bytes(n, dtype) + (0 if n == 3 else by), FIRST)
    assert result.status is status


def test_for_the_same_answers_as_a_right_functions_no_law_is_tried_again() -> None:
    tried = []

    def counted(call: Call, rng: np.random.Generator) -> bool:
        tried.append(rng.bit_generator.state["state"]["state"])
        return twice(call, rng)

    law = Law("It is counted.", counted)
    assert known(right_bytes, law)[0].status is Status.PASSED
    assert len(tried) == 1
    rounding = known(lambda n, dtype: right_bytes(n, dtype) + (0 if n == 3 else 1e-5), law, law)[0]
    assert rounding.status is Status.PASSED
    first, second, first_again, second_again = tried[1:]
    assert (first, second) == (first_again, second_again)  # the same inputs


def test_the_seed_chooses_the_inputs_of_a_known_exercises_laws() -> None:
    asked = [known(right_bytes, FIRST, seed=seed)[1].asked[1:] for seed in (1, 1, 2)]
    assert asked[0] == asked[1] != asked[2]


def test_the_very_answer_that_was_right_before_keeps_a_law() -> None:
    def again(n: int, dtype: str) -> Any:
        return right_bytes(n, dtype) if n == 3 else Ending(End.VALUE, right=True)

    assert known(again, FIRST)[0].status is Status.PASSED


def test_arguments_of_a_known_exercises_law_arrive_as_it_gives_them() -> None:
    law = Law("By name.", lambda call, rng: bool(call(5, dtype="float64") == 40))
    assert known(right_bytes, law)[0].status is Status.PASSED


def test_a_law_is_given_float64_by_whoever_answers() -> None:
    given = []

    def noted(call: Call, rng: np.random.Generator) -> bool:
        given.append(call(5, "float32").dtype)
        return True

    known(lambda n, dtype: np.float32(right_bytes(n, dtype) + (n != 3) * 1e-5), Law("It is noted.", noted))
    assert given == [np.float64, np.float64], "a right function, and the submission's"


@pytest.mark.parametrize("gives", [None, 1.0, raising("ValueError")], ids=["None", "a number", "exception"])
def test_the_first_law_is_told_whose_calls_are_not_answered_right(gives: Any) -> None:
    calls = itertools.count()

    def fails(n: int, dtype: str) -> Any:
        return right_bytes(n, dtype) if next(calls) < 3 else gives

    result, run = known(fails, FIRST, SECOND)
    assert (result.status, result.score) == (Status.WRONG, 0.0)
    assert "It is the second." in result.message
    assert len(run.asked) == 4
