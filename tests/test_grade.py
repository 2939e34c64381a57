"""The order in which a notebook is judged, on a small exam of the test's own."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise, Expected, Group
from autograder.grade import Grader
from autograder.key import Key, Question
from autograder.sandbox import Limits, Sandbox
from autograder.verdict import ExerciseResult, Status, Verdict
from tests.making import notebook

# Time on the clock is generous: on a busy machine the processor time must be what runs out.
LIMITS = Limits(call_cpu=0.5, call_wall=10.0, cell_cpu=0.5, cell_wall=10.0, memory=256 * 2**20)


def exercise(name: str, order: int) -> Exercise:
    groups = (
        Group("open", "small numbers", 1.0, lambda rng: []),
        Group("closed", "large numbers", 2.0, lambda rng: []),
    )
    return Exercise(name, "00-exam", order, f"{name}(n)", Answer.INTEGER, groups, "Count again.", "1.1")


# double(n) and square(n): one public case and two hidden ones each.
EXERCISES = {"double": exercise("double", 1), "square": exercise("square", 2)}
RIGHT = "def double(n): return 2 * n\ndef square(n): return n * n"


ANSWERS: dict[str, Callable[[int], int]] = {"double": lambda n: 2 * n, "square": lambda n: n * n}


def questions() -> Iterator[Question]:
    for name, answer in ANSWERS.items():
        cases = {"open": [Case((3,), public=True)], "closed": [Case((1000,)), Case((1234,))]}
        for group in EXERCISES[name].groups:
            for number, case in enumerate(cases[group.name]):
                expected = Expected(answer(case.args[0]))
                yield Question(EXERCISES[name], group, number, case, expected)


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Sandbox(LIMITS) as sandbox:
        yield Grader(Key("00-exam", "cpu", tuple(questions())), sandbox)


def grade(grader: Grader, *cells: str) -> tuple[Verdict, dict[str, ExerciseResult]]:
    verdict = grader.grade(notebook(*cells))
    return verdict, {result.name: result for result in verdict.exercises}


def test_right_answers_earn_everything(grader: Grader) -> None:
    verdict, results = grade(grader, RIGHT)
    assert (verdict.score, verdict.max_score, verdict.problem) == (6.0, 6.0, None)
    assert [result.status for result in results.values()] == [Status.PASSED] * 2
    assert results["double"].message == "Right, in all 2 groups of cases."


def test_exercises_come_in_their_order(grader: Grader) -> None:
    assert [result.name for result in grade(grader, RIGHT)[0].exercises] == ["double", "square"]


def test_a_group_earns_its_points_alone(grader: Grader) -> None:
    verdict, results = grade(grader, RIGHT, "def double(n): return 2 * n if n < 100 else 0")
    assert verdict.score == 4.0
    assert results["double"].status is Status.WRONG
    assert [(group.name, group.score) for group in results["double"].groups] == [
        ("open", 1.0),
        ("closed", 0.0),
    ]
    assert "large numbers" in results["double"].message
    assert results["double"].hint == "Count again."


def test_a_public_case_that_fails_is_shown(grader: Grader) -> None:
    _verdict, results = grade(grader, RIGHT, "def double(n): return n + 2")
    example = results["double"].counterexample
    assert example is not None
    assert example.code == "double(3)"
    assert example.yours is not None
    assert (example.yours.values, example.expected.values) == (5, 6)


def test_a_hidden_case_that_fails_is_not(grader: Grader) -> None:
    verdict, results = grade(grader, RIGHT, "def double(n): return 2 * n + (n > 100)")
    assert results["double"].counterexample is None
    shown = str(verdict.as_json())
    for hidden in ("1000", "2000", "2001", "1234", "2468"):
        assert hidden not in shown


def test_nothing_that_is_raised_over_a_hidden_case_is_shown_but_its_kind(grader: Grader) -> None:
    telling = (
        "def double(n):\n"
        "    if n > 100: raise type(f'Saw{n}', (ValueError,), {})(f'saw {n}')\n"
        "    return 2 * n"
    )
    verdict, results = grade(grader, RIGHT, telling)
    assert results["double"].status is Status.CRASHED
    assert "ValueError" in results["double"].message
    assert "1000" not in str(verdict.as_json())


def test_what_is_kept_from_a_hidden_case_does_not_come_out_in_a_public_one(grader: Grader) -> None:
    """Public cases of all exercises come first: no later call may show a text."""
    leaking = (
        "seen = []\n"
        "def double(n): seen.append(n); return 2 * n\n"
        "def square(n):\n    raise KeyError(str(seen))"
    )
    verdict, results = grade(grader, leaking)
    assert "[3]" in results["square"].message
    assert "1000" not in str(verdict.as_json())


def test_an_error_over_a_public_case_is_shown_with_its_place(grader: Grader) -> None:
    _verdict, results = grade(grader, "a = 1", "def double(n):\n    return [][n]", RIGHT.splitlines()[1])
    message = results["double"].message
    assert (
        "IndexError: list index out of range, at “return [][n]” (line 2 of cell 2, from the top)" in message
    )


def test_over_a_hidden_case_not_even_the_line_is_told(grader: Grader) -> None:
    """A thousand lines that raise, chosen by the input, would tell ten bits of it."""
    many = "def double(n):\n    if n < 100: return 2 * n\n" + "\n".join(
        f"    if n == {n}: raise ValueError" for n in range(990, 1300)
    )
    _verdict, results = grade(grader, RIGHT, many)
    assert results["double"].message.endswith("it raised ValueError.")


def test_where_no_group_passes_one_is_only_an_example(grader: Grader) -> None:
    _verdict, results = grade(grader, RIGHT, "def double(n): return n + 2")
    assert results["double"].message.startswith("In every group of cases; for example with small numbers: ")


def test_a_syntax_error_names_one_cell_and_its_line(grader: Grader) -> None:
    _verdict, results = grade(grader, "import numpy", "x = 1\ndef double(n) return n")
    assert "cell 2 (from the top)" in results["double"].message
    assert "(line 2)" in results["double"].message
    assert "<cell" not in results["double"].message


def test_a_line_that_does_not_exist_is_not_repeated(grader: Grader) -> None:
    forged = "exec(compile('\\n' * 4711 + 'def double(n): return [][0]', '<cell 0>', 'exec'))"
    _verdict, results = grade(grader, forged)
    assert "4712" not in results["double"].message


def test_a_stub_is_missing_and_so_is_what_is_not_there(grader: Grader) -> None:
    verdict, results = grade(grader, "def double(n):\n    raise NotImplementedError")
    assert verdict.score == 0
    assert [result.status for result in results.values()] == [Status.MISSING] * 2
    assert "still to be written" in results["double"].message
    assert "no function square" in results["square"].message


def test_a_function_that_gives_up_in_a_later_case_is_not_missing(grader: Grader) -> None:
    later = "def double(n):\n    if n > 100: raise NotImplementedError\n    return 2 * n"
    _verdict, results = grade(grader, later)
    assert results["double"].status is Status.CRASHED
    assert results["double"].score == 1.0


def test_a_missing_function_names_the_cell_that_failed_to_define_it(grader: Grader) -> None:
    _verdict, results = grade(grader, "import numpy", "@undefined\ndef double(n): return 2 * n")
    assert results["double"].status is Status.MISSING
    assert "cell 2" in results["double"].message
    assert "NameError" in results["double"].message


def test_a_loop_without_end_costs_its_exercise_alone(grader: Grader) -> None:
    endless = "def double(n):\n    while n > 100: pass\n    return 2 * n"
    verdict, results = grade(grader, RIGHT, endless)
    assert results["double"].status is Status.OVERTIME
    assert results["double"].score == 1.0
    assert "0.5 seconds" in results["double"].message
    assert results["square"].status is Status.PASSED
    assert verdict.score == 4.0


def test_an_exit_earns_only_what_was_earned_before(grader: Grader) -> None:
    leaving = "import os\ndef double(n):\n    if n > 100: os._exit(0)\n    return 2 * n"
    _verdict, results = grade(grader, RIGHT, leaving)
    assert (results["double"].status, results["double"].score) == (Status.CRASHED, 1.0)
    assert results["square"].status is Status.PASSED


def test_too_much_memory_names_the_limit(grader: Grader) -> None:
    _verdict, results = grade(grader, RIGHT, "def double(n): return [bytes(10**6) for _ in range(10**6)]")
    assert results["double"].status is Status.OVERMEMORY
    assert "256 MiB" in results["double"].message


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("{1, 2}", "a set"),
        ("type('Leak1000', (), {})()", "cannot be judged"),
        ("iter([])", "cannot be judged"),
    ],
)
def test_what_cannot_be_judged_is_refused_and_says_why(grader: Grader, value: str, says: str) -> None:
    verdict, results = grade(grader, RIGHT, f"def double(n): return {value}")
    assert results["double"].status is Status.REFUSED
    assert says in results["double"].message
    assert "Leak1000" not in str(verdict.as_json())


def test_a_file_that_is_no_notebook_is_a_problem_with_every_exercise_missing(grader: Grader) -> None:
    verdict = grader.grade(b"%PDF-1.7")
    assert verdict.problem is not None
    assert "PDF" in verdict.problem
    assert (verdict.score, verdict.max_score) == (0.0, 6.0)
    assert {result.status for result in verdict.exercises} == {Status.MISSING}


def test_our_own_fault_gives_no_score(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.marking.judge", failing)
    verdict, results = grade(grader, RIGHT)
    assert results["double"].status is Status.BROKEN
    assert results["double"].score is None
    assert verdict.score is None
    assert verdict.as_json()["score"] is None


def test_a_zygote_that_died_is_replaced_and_nobody_notices() -> None:
    with Sandbox(LIMITS) as sandbox:
        grader = Grader(Key("00-exam", "cpu", tuple(questions())), sandbox)
        assert sandbox._zygote is not None
        sandbox._zygote.kill()
        assert grade(grader, RIGHT)[0].score == 6.0


def test_changed_inputs_do_not_reach_the_next_case(grader: Grader) -> None:
    array = Case((np.arange(3),), public=True)
    exam = [
        Question(EXERCISES["double"], EXERCISES["double"].groups[0], n, array, Expected(3)) for n in range(2)
    ]
    with Sandbox(LIMITS) as sandbox:
        changing = Grader(Key("00-exam", "cpu", tuple(exam)), sandbox)
        verdict = changing.grade(notebook("def double(n):\n    n += 1\n    return int(n.max())"))
    assert verdict.exercises[0].groups[0].status is Status.PASSED


def test_the_verdict_says_whether_there_was_a_wall() -> None:
    from autograder.sandbox.harden import LAYERS

    with Sandbox(LIMITS, without=LAYERS) as sandbox:
        verdict = Grader(Key("00-exam", "cpu", tuple(questions())), sandbox).grade(notebook(RIGHT))
    assert verdict.score == 6.0
    assert not verdict.isolated
