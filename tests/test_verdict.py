"""What a verdict adds up to, and what it says as JSON."""

import json
from dataclasses import replace

import pytest

from autograder.feedback.html import page
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status, Verdict
from tests.course import verdict

FAILED = [status for status in Status if status is not Status.PASSED]


def exercise(
    *groups: tuple[float, Status], status: Status = Status.WRONG, points: float = 6.0
) -> ExerciseResult:
    results = tuple(GroupResult(f"g{n}", "a title", *group) for n, group in enumerate(groups))
    return ExerciseResult("f", status, points, "A sentence.", groups=results)


# --- Points ----------------------------------------------------------------------------------------------


def test_a_group_that_passed_earns_its_points() -> None:
    assert GroupResult("g", "a title", 2.5, Status.PASSED).score == 2.5


@pytest.mark.parametrize("status", FAILED)
def test_a_group_that_did_not_earns_none(status: Status) -> None:
    assert GroupResult("g", "a title", 2.5, status).score == 0.0


def test_an_exercise_earns_what_its_groups_do() -> None:
    assert exercise((1.0, Status.PASSED), (2.0, Status.WRONG), (3.0, Status.PASSED)).score == 4.0


def test_an_exercise_of_which_nothing_was_asked_earns_nothing() -> None:
    assert exercise(status=Status.MISSING).score == 0.0


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.BROKEN])
def test_the_groups_count_and_not_the_status(status: Status) -> None:
    assert exercise((1.0, Status.PASSED), (2.0, Status.WRONG), status=status).score == 1.0


def test_our_own_fault_has_no_score_whatever_passed() -> None:
    assert exercise((6.0, Status.PASSED), status=Status.BROKEN).score is None


def test_no_exercise_earns_more_than_its_points_or_less_than_none() -> None:
    assert exercise((4.0, Status.PASSED), (3.0, Status.PASSED)).score == 6.0
    assert exercise((-4.0, Status.PASSED)).score == 0.0
    assert exercise((0.5, Status.PASSED), points=0.5).score == 0.5


def test_tenths_of_points_add_up() -> None:
    assert exercise(*[(0.1, Status.PASSED)] * 10, points=1.0).score == 1.0
    assert Verdict("00-exam", tuple(exercise(points=0.1) for _ in range(10))).max_score == 1.0


def test_a_verdict_earns_what_its_exercises_do() -> None:
    verdict = Verdict("00-exam", (exercise((1.5, Status.PASSED)), exercise((2.0, Status.PASSED), points=4.0)))
    assert (verdict.score, verdict.max_score) == (3.5, 10.0)
    assert (Verdict("00-exam", ()).score, Verdict("00-exam", ()).max_score) == (0.0, 0.0)


@pytest.mark.parametrize("place", [0, 1])
def test_one_exercise_without_a_score_leaves_the_verdict_without_one(place: int) -> None:
    results = [exercise((6.0, Status.PASSED))]
    results.insert(place, exercise(status=Status.BROKEN))
    verdict = Verdict("00-exam", tuple(results))
    assert (verdict.score, verdict.max_score) == (None, 12.0)


# --- JSON: the form that the README gives ------------------------------------------------------------------


def test_a_verdict_as_json_is_what_the_readme_says() -> None:
    example = Counterexample("x = 1\nf(x)", "f(x)", Shown("int", 2), Shown("float", 3.5))
    result = ExerciseResult(
        "f",
        Status.WRONG,
        6.0,
        "A sentence.",
        "flipped-kernel",
        example,
        (GroupResult("g", "a title", 2.0, Status.PASSED),),
        "A hint.",
        ("g",),
    )
    verdict = Verdict("00-exam", (result,), "A problem.")
    assert json.loads(json.dumps(verdict.as_json())) == {
        "format": 1,
        "assignment": "00-exam",
        "score": 2.0,
        "max_score": 6.0,
        "problem": "A problem.",
        "exercises": [
            {
                "name": "f",
                "status": "wrong",
                "score": 2.0,
                "max_score": 6.0,
                "message": "A sentence.",
                "mistake": "flipped-kernel",
                "counterexample": {
                    "code": "x = 1\nf(x)",
                    "call": "f(x)",
                    "yours": {"kind": "int", "values": 2},
                    "expected": {"kind": "float", "values": 3.5},
                },
            }
        ],
    }


def test_what_there_is_none_of_is_null() -> None:
    shown = Counterexample("f()", "f()", None, Shown("int", 1)).as_json()
    assert shown["yours"] is None
    result = exercise(status=Status.BROKEN).as_json()
    assert (result["score"], result["mistake"], result["counterexample"]) == (None, None, None)
    assert Verdict("00-exam", ()).as_json()["problem"] is None


def test_only_a_verdict_without_the_wall_says_so() -> None:
    assert Verdict("00-exam", (), isolated=False).as_json()["isolated"] is False
    assert "isolated" not in Verdict("00-exam", ()).as_json()


def test_how_long_grading_took_is_said_to_no_student() -> None:
    slow = replace(verdict(), seconds=41)
    assert slow == verdict() and slow.as_json() == verdict().as_json()
    assert page(slow, "ada", {}) == page(verdict(), "ada", {})
