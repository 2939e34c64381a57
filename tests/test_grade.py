"""The order in which a notebook is judged, on a small exam of the test's own."""

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from autograder import wording
from autograder.exercise import Answer, Call, Case, Exercise, Expected, Group, Law, Mistake
from autograder.grade import Grader
from autograder.key import PROBES, Key, Question
from autograder.marking import Marking
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, Limits, Request, Sandbox
from autograder.verdict import ExerciseResult, Status, Verdict
from tests.making import notebook

# Time on the clock is generous: on a busy machine the processor time must be what runs out.
LIMITS = Limits(
    call_cpu=0.5, call_wall=10.0, cell_cpu=0.5, cell_wall=10.0, memory=256 * 2**20, notebook_cells=20
)


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


def questions(public: int = 3) -> Iterator[Question]:
    for name, answer in ANSWERS.items():
        cases = {"open": [Case((public,), public=True)], "closed": [Case((1000,)), Case((1234,))]}
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
    assert (verdict.assignment, verdict.isolated) == ("00-exam", True)
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


def test_a_line_ends_where_python_ends_it(grader: Grader) -> None:
    """Text may hold what ends lines elsewhere: a form feed, or U+2028."""
    source = "# one \x0c two \u2028 three\ndef double(n):\n    n = n.size\n    return n"
    assert "at “n = n.size” (line 3 of cell 1" in grade(grader, source)[1]["double"].message


def test_over_a_hidden_case_not_even_the_line_is_told(grader: Grader) -> None:
    """A thousand lines that raise, chosen by the input, would tell ten bits of it."""
    many = "def double(n):\n    if n < 100: return 2 * n\n" + "\n".join(
        f"    if n == {n}: raise ValueError" for n in range(990, 1300)
    )
    _verdict, results = grade(grader, RIGHT, many)
    assert results["double"].message.endswith("it raised ValueError.")


def test_where_no_group_passes_one_is_only_an_example(grader: Grader) -> None:
    _verdict, results = grade(grader, RIGHT, "def double(n): return n + 2")
    assert results["double"].message.startswith("In all 2 groups of cases, for example with small numbers: ")


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


@pytest.mark.parametrize("near", ["Double", "dubble", "_double", "double_"])
def test_a_name_that_is_nearly_right_is_told(grader: Grader, near: str) -> None:
    _verdict, results = grade(grader, f"def {near}(n): return 2 * n\ndef square(n): return n * n")
    assert results["double"].status is Status.MISSING
    assert f"your notebook has {near}. If that is it, call it double" in results["double"].message


@pytest.mark.parametrize("other", ["half", "triple", "square", "doubled_by_hand_for_every_case"])
def test_a_name_that_means_something_else_is_no_near_miss(grader: Grader, other: str) -> None:
    _verdict, results = grade(grader, f"def {other}(n): return 2 * n")
    assert results["double"].message == "There is no function double after all cells of your notebook ran."


def test_a_name_that_a_failed_cell_was_to_make_is_told_with_that_cell(grader: Grader) -> None:
    cells = ("import tensorflow as tf", "def double(n): return tf.add(n, n)", "def square(n): return m * n")
    _verdict, results = grade(grader, *cells)
    assert "NameError: name 'tf' is not defined" in results["double"].message
    cell = "That name was to come from cell 1 (from the top), which raised ModuleNotFoundError"
    assert cell in results["double"].message
    assert "was to come from" not in results["square"].message


def test_what_failed_beside_the_exercises_is_told_and_costs_nothing(grader: Grader) -> None:
    cells = ("import missing", RIGHT, "plot(", "def square(n): return n * n\n1 / 0", "import looking\n1 / 0")
    verdict, _results = grade(grader, *cells)
    assert verdict.score == 6.0
    first, second, third = verdict.asides
    assert first == "Cell 1 (from the top) raised ModuleNotFoundError: No module named 'missing'."
    assert second.startswith("Cell 3 (from the top) raised SyntaxError")
    assert third == "Cell 4 (from the top) raised ZeroDivisionError: division by zero."
    assert "asides" not in verdict.as_json()


def test_what_is_said_of_a_missing_function_is_not_said_twice(grader: Grader) -> None:
    verdict, results = grade(grader, RIGHT.replace("def double", "def other"), "def double(n:")
    assert "cell 2 (from the top), which defines it, raised SyntaxError" in results["double"].message
    assert verdict.asides == ()


def test_of_many_cells_that_failed_a_few_are_told(grader: Grader) -> None:
    verdict, _results = grade(grader, RIGHT, *["1 / 0"] * 7, "raise SystemExit")
    assert len(verdict.asides) == 6
    assert verdict.asides[-1] == "3 more cells failed."


def test_a_cell_that_was_stopped_is_told_with_its_limit(grader: Grader) -> None:
    verdict, _results = grade(grader, RIGHT, "while True: pass")
    assert verdict.score == 6.0
    assert verdict.asides == ("Cell 2 (from the top) was stopped after 0.5 seconds.",)


def test_laws_are_tried_on_inputs_that_belong_to_the_file(grader: Grader) -> None:
    """A mark does not depend on the day, and what will be asked is known to nobody beforehand."""
    drawn: list[int] = []

    def noted(call: Call, rng: np.random.Generator) -> bool:
        drawn.append(int(rng.integers(2**60)))
        return True

    double = replace(EXERCISES["double"], laws=(Law("It is noted.", noted),))
    asked = tuple(replace(each, exercise=double) for each in questions() if each.exercise.name == "double")
    for seed, cell in ((b"one", RIGHT), (b"one", RIGHT), (b"one", RIGHT + "\n"), (b"another", RIGHT)):
        Grader(Key("00-exam", "cpu", asked, seed), grader.sandbox).grade(notebook(cell))
    first, again, another_file, another_course = drawn
    assert first == again
    assert len({first, another_file, another_course}) == 3


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
    assert (verdict.assignment, verdict.score, verdict.max_score) == ("00-exam", 0.0, 6.0)
    assert {result.status for result in verdict.exercises} == {Status.MISSING}
    assert {result.message for result in verdict.exercises} == {wording.nothing_to_grade()}


def test_a_notebook_beyond_the_limits_on_it_is_a_problem(grader: Grader) -> None:
    assert grader.grade(notebook(RIGHT, *["1"] * 19)).problem is None
    problem = grader.grade(notebook(RIGHT, *["1"] * 20)).problem
    assert problem is not None
    assert "21 cells" in problem


def test_how_long_grading_took_is_told_in_seconds_rounded_up(grader: Grader) -> None:
    start = time.monotonic()
    seconds = grader.grade(notebook(RIGHT)).seconds
    assert seconds is not None
    assert 1 <= seconds <= math.ceil(time.monotonic() - start)


def test_our_own_fault_gives_no_score(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.judging.judge", failing)
    # Of questions that nobody has answered right before: else there is nothing left to judge.
    unasked = Key("00-exam", "cpu", tuple(questions()), b"seed")
    verdict, results = grade(Grader(unasked, grader.sandbox), RIGHT)
    assert results["double"].status is Status.BROKEN
    assert results["double"].score is None
    assert verdict.score is None
    assert verdict.as_json()["score"] is None


def test_an_error_of_our_own_that_nobody_foresaw_costs_no_marks(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("autograder.wording.elsewhere", failing)
    assert grade(grader, RIGHT)[0] == grader.broken()


def test_what_could_not_be_graded_is_said_of_every_exercise(grader: Grader) -> None:
    verdict = grader.broken()
    assert [result.status for result in verdict.exercises] == [Status.BROKEN] * 2
    assert (verdict.assignment, verdict.score, verdict.max_score) == ("00-exam", None, 6.0)
    assert verdict.problem is None
    assert all(result.message.startswith("The grader itself failed here.") for result in verdict.exercises)


def test_a_zygote_that_died_is_replaced_and_one_that_was_abandoned_is_not() -> None:
    with Sandbox(LIMITS) as sandbox:
        grader = Grader(Key("00-exam", "cpu", tuple(questions())), sandbox)
        assert sandbox._zygote is not None
        sandbox._zygote.process.kill()
        assert grade(grader, RIGHT)[0].score == 6.0
        # Whoever ends a batch wants no other.
        sandbox.abandon()
        assert grade(grader, RIGHT)[0] == grader.broken()


def test_changed_inputs_do_not_reach_the_next_case(grader: Grader) -> None:
    array = Case((np.arange(3),), public=True)
    exam = [
        Question(EXERCISES["double"], EXERCISES["double"].groups[0], n, array, Expected(3)) for n in range(2)
    ]
    with Sandbox(LIMITS) as sandbox:
        changing = Grader(Key("00-exam", "cpu", tuple(exam)), sandbox)
        verdict = changing.grade(notebook("def double(n):\n    n += 1\n    return int(n.max())"))
    assert verdict.exercises[0].groups[0].status is Status.PASSED


def test_every_verdict_says_whether_there_was_a_wall(grader: Grader) -> None:
    from autograder.sandbox.harden import LAYERS

    with Sandbox(LIMITS, without=LAYERS) as sandbox:
        without = Grader(Key("00-exam", "cpu", tuple(questions())), sandbox)
        assert without.grade(notebook(RIGHT)).score == 6.0
        for grades, isolated in ((grader, True), (without, False)):
            for verdict in (grades.grade(notebook(RIGHT)), grades.grade(b"none"), grades.broken()):
                assert verdict.isolated is isolated


# --- The smallest case that fails ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def probing() -> Iterator[Grader]:
    """The same exam, with double(1) and double(2) to look at where double(30) fails."""
    probes = [
        Question(EXERCISES["double"], PROBES, n, Case((n,), public=True), Expected(2 * n)) for n in (1, 2)
    ]
    with Sandbox(LIMITS) as sandbox:
        yield Grader(Key("00-exam", "cpu", tuple(questions(public=30)), probes=tuple(probes)), sandbox)


def shown(probing: Grader, double: str) -> tuple[ExerciseResult, str]:
    """The result of a function, and the call that is shown of it."""
    result = grade(probing, RIGHT, double)[1]["double"]
    return result, result.counterexample.call if result.counterexample else ""


def test_a_smaller_case_that_fails_in_the_same_way_is_shown(probing: Grader) -> None:
    result, call = shown(probing, "def double(n): return 3 * n if n > 1 else 2")
    assert call == "double(2)", "double(1) passes, and double(30) is larger"
    assert result.counterexample is not None
    assert result.counterexample.yours is not None
    assert (result.counterexample.yours.values, result.counterexample.expected.values) == (6, 4)
    assert ". In the small case that is shown: yours is 6, expected 4." in result.message


def test_the_smallest_comes_first(probing: Grader) -> None:
    assert shown(probing, "def double(n): return 3 * n")[1] == "double(1)"


@pytest.mark.parametrize(
    "small",
    [
        "raise ValueError",
        "return None",
        "raise SystemExit",
        "import os; os._exit(0)",
        "[n for n in iter(int, 1)]",
    ],
)
def test_a_smaller_case_that_fails_in_another_way_is_no_example(probing: Grader, small: str) -> None:
    result, call = shown(probing, f"def double(n):\n    if n < 30: {small}\n    return 3 * n")
    assert (result.status, call) == (Status.WRONG, "double(30)")
    assert "small case" not in result.message


def test_an_exception_is_shrunk_to_the_same_exception(probing: Grader) -> None:
    result, call = shown(
        probing,
        "def double(n):\n    if n == 1: raise KeyError(n)\n    raise IndexError(f'no {n}')",
    )
    assert (result.status, call) == (Status.CRASHED, "double(2)")
    assert "IndexError: no 2" in result.message


def test_probes_earn_and_cost_nothing(probing: Grader) -> None:
    result, call = shown(probing, "def double(n): return 2 * n if n > 2 else 0")
    assert (result.status, result.score, call) == (Status.PASSED, 3.0, "")
    hidden, call = shown(probing, "def double(n): return 2 * n if n == 30 else 0")
    assert (hidden.status, hidden.score, call) == (Status.WRONG, 1.0, ""), "only hidden cases fail"
    assert "small case" not in hidden.message


def test_probes_are_asked_before_any_hidden_case(probing: Grader) -> None:
    """What a function was asked so far, it may tell in a probe: no hidden input must be among it."""
    telling = (
        "seen = []\n"
        "def double(n):\n"
        "    seen.append(n)\n"
        "    return sum(seen) * 10000 + 1\n"
        "def square(n):\n"
        "    seen.append(n)\n"
        "    return n * n"
    )
    verdict, results = grade(probing, telling)
    example = results["double"].counterexample
    assert example is not None
    assert example.yours is not None
    assert (example.call, example.yours.values) == ("double(1)", 610001), "30 + 30 of public cases, and 1"
    assert "1000" not in str(verdict.as_json()).replace("610001", "")


class Counting:
    """A function that is always wrong, and how often it was called with what."""

    def __init__(self, answer: Callable[[int], Ending]) -> None:
        self.cell_endings: dict[int, Ending] = {}
        self.asked: list[int] = []
        self._answer = answer

    def afresh(self) -> None:
        pass

    def ask(self, request: Request, _ahead: Iterable[Request] = (), /) -> Ending:
        assert not request.twice
        self.asked.append(request.args[0])
        return self._answer(request.args[0])


def marked(answer: Callable[[int], Ending]) -> list[int]:
    probes = [
        Question(EXERCISES["double"], PROBES, n, Case((n,), public=True), Expected(2 * n)) for n in (20, 1)
    ]
    run = Counting(answer)
    asked = [question for question in questions(public=300) if question.exercise.name == "double"]
    Marking(asked, Notebook(()), run, LIMITS, probes=probes)
    return run.asked


def test_probes_are_asked_only_where_a_public_case_failed_and_until_one_does() -> None:
    assert marked(lambda n: Ending(End.VALUE, 2 * n)) == [300, 1000, 1234]
    assert marked(lambda n: Ending(End.VALUE, 0)) == [300, 1, 1000]
    assert marked(lambda n: Ending(End.VALUE, 2 * n if n < 300 else 0)) == [300, 1, 20, 1000]
    assert marked(lambda n: Ending(End.VALUE, 0) if n > 200 else Ending(End.OVERTIME)) == [300, 1, 1000]
    assert marked(lambda _n: Ending(End.OVERTIME)) == [300], "it would take as long again"


# --- What wrong answers show -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measuring() -> Iterator[Grader]:
    """measure(x), which doubles an array: three public cases and a hidden one."""
    groups = (
        Group("open", "small arrays", 1.0, lambda rng: []),
        Group("closed", "large arrays", 2.0, lambda rng: []),
    )
    other = Mistake("zeroed", "You give zeros.", "Look again.", lambda x: 0 * x)
    measure = Exercise(
        "measure", "00-exam", 1, "measure(x)", Answer.ARRAY, groups, "Look.", "1.1", mistakes=(other,)
    )
    cases = [
        Case((np.array([[1.0, 5.0], [7.0, 4.0]]),), public=True),
        Case((np.arange(12.0).reshape(3, 4) - 3,), public=True),
        Case((np.array([[-3.0]]),), public=True),
        Case((np.arange(20.0).reshape(4, 5) + 4711,)),
    ]
    asked = [
        Question(measure, groups[not case.public], n, case, Expected(2 * case.args[0], 1e-6))
        for n, case in enumerate(cases)
    ]
    with Sandbox(LIMITS) as sandbox:
        yield Grader(Key("00-exam", "cpu", tuple(asked)), sandbox)


def message(measuring: Grader, gives: str) -> str:
    return (
        measuring.grade(notebook(f"import numpy as np\ndef measure(x):\n    return {gives}"))
        .exercises[0]
        .message
    )


def test_what_all_public_answers_show_is_told_after_the_first_difference(measuring: Grader) -> None:
    found = message(measuring, "6 * x")
    assert found.endswith(
        "yours differs in 1 of 1 value: at [0, 0] it is -18, expected -6. "
        "In all 3 cases that failed and can be shown, every value is 3 times what was expected."
    )


def test_nothing_is_added_to_a_mistake_that_has_a_name(measuring: Grader) -> None:
    found = message(measuring, "0 * x")
    assert found.startswith("You give zeros.")
    assert "every value" not in found


def test_nothing_is_read_off_hidden_cases(measuring: Grader) -> None:
    found = message(measuring, "2 * x if x.max() < 4711 else 6 * x")
    assert found == "In cases with large arrays: yours has other values than expected."


@pytest.mark.parametrize("seats", [1, 7, 19])
def test_how_many_values_differ_in_a_hidden_case_is_not_told(measuring: Grader, seats: int) -> None:
    """A submission could choose that number, and so tell an input."""
    found = message(measuring, f"2 * x + (x.max() > 4711) * (np.arange(x.size).reshape(x.shape) < {seats})")
    few = message(measuring, "2 * x + (x.max() > 4711)")
    assert found == few
    assert not re.search(r"\d", found)
