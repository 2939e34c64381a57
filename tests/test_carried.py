"""A wrong function costs its own marks, and not those of the functions that call it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from autograder.exercise import Answer, Call, Case, Exercise, Expected, Group, Law, Mistake
from autograder.grade import Grader, Material
from autograder.key import PROBES, Key, Question
from autograder.sandbox import Ending, Limits, Request, Run, Sandbox
from autograder.sandbox.child import Child
from autograder.verdict import ExerciseResult, Status
from tests.making import notebook

LIMITS = Limits(call_cpu=0.5, call_wall=10.0, cell_cpu=0.5, cell_wall=10.0, memory=256 * 2**20)

# Each calls the one before it: double(n) = 2n, quadruple(n) = 4n, octuple(n) = 8n.
FACTORS = {"double": 2, "quadruple": 4, "octuple": 8}
SOLUTIONS = {
    "double": "def double(n): return 2 * n",
    "quadruple": "def quadruple(n): return double(double(n))",
    "octuple": "def octuple(n): return double(quadruple(n))",
}


def questions() -> Iterator[Question]:
    for order, (name, factor) in enumerate(FACTORS.items(), start=1):
        groups = (
            Group("small", "small numbers", 1.0, lambda rng: []),
            Group("large", "large numbers", 1.0, lambda rng: []),
        )
        exercise = Exercise(name, "00-exam", order, f"{name}(n)", Answer.INTEGER, groups, "Count again.", "1")
        for group, case in zip(groups, (Case((3,), public=True), Case((1000,))), strict=True):
            yield Question(exercise, group, 1, case, Expected(factor * case.args[0]))


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Sandbox(LIMITS) as sandbox:
        yield Grader(Key("00-exam", "cpu", tuple(questions())), sandbox, Material(solutions=SOLUTIONS))


def grade(grader: Grader, *cells: str) -> dict[str, ExerciseResult]:
    return {result.name: result for result in grader.grade(notebook(*cells)).exercises}


def scores(results: dict[str, ExerciseResult]) -> list[float | None]:
    return [result.score for result in results.values()]


def test_what_calls_a_wrong_function_is_graded_with_a_right_one(grader: Grader) -> None:
    wrong = "def double(n): return n + 2"
    results = grade(grader, wrong, SOLUTIONS["quadruple"], SOLUTIONS["octuple"])
    assert scores(results) == [0, 2, 2]
    assert results["double"].status is Status.WRONG
    carried = results["quadruple"]
    assert (carried.status, carried.carried) == (Status.PASSED, ("double",))
    assert "with a right double in place of yours" in carried.message
    assert (carried.counterexample, carried.hint) == (None, "")
    assert results["octuple"].carried == ("double",)


def test_a_mistake_that_was_another_functions_is_not_named(grader: Grader) -> None:
    two_steps = Mistake("stepped", "You go two steps.", "How far?", lambda n: n + 4)
    asked = [
        replace(each, exercise=replace(each.exercise, mistakes=(two_steps,)))
        for each in questions()
        if each.exercise.name != "octuple"
    ]
    naming = Grader(Key("00-exam", "cpu", tuple(asked)), grader.sandbox, Material(solutions=SOLUTIONS))
    wrong = "def double(n): return n + 2"
    slip = "def quadruple(n): return n + 4"
    assert grade(naming, wrong, slip)["quadruple"].mistake == "stepped"
    carried = grade(naming, wrong, SOLUTIONS["quadruple"])["quadruple"]
    assert (carried.carried, carried.mistake) == (("double",), None)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[Sandbox]:
    """A place for each process that a submission has, by the sandbox that it is in."""
    found: list[Sandbox] = []
    real = Sandbox.fork

    def fork(sandbox: Sandbox, *, plots: bool = False) -> Child:
        found.append(sandbox)
        return real(sandbox, plots=plots)

    monkeypatch.setattr(Sandbox, "fork", fork)
    return found


def test_all_that_is_carried_is_asked_of_one_process(grader: Grader, forked: list[Sandbox]) -> None:
    grade(grader, "def double(n): return n + 2", SOLUTIONS["quadruple"], SOLUTIONS["octuple"])
    assert len(forked) == 2  # the student's own, and the one with right functions


def test_who_names_no_wrong_function_is_not_asked_again(grader: Grader, forked: list[Sandbox]) -> None:
    grade(grader, "def double(n): return n + 2", "def quadruple(n): return 3 * n", "def octuple(n): return 7")
    assert len(forked) == 1


def test_it_is_a_fresh_one_that_remembers_nothing_of_a_wrong_function(
    grader: Grader, forked: list[Sandbox]
) -> None:
    wrong = "from functools import cache\ndef double(n): return n + 2"
    quadruple, octuple = (f"@cache\n{SOLUTIONS[name]}" for name in ("quadruple", "octuple"))
    results = grade(grader, wrong, quadruple, octuple)
    assert scores(results) == [0, 2, 2]
    assert results["octuple"].carried == ("double",)
    assert len(forked) == 2


def test_who_dies_beside_right_functions_is_given_them_again(grader: Grader) -> None:
    mortal = "import os\ndef quadruple(n): return 4 * n if n < 100 and double(1) == 2 else os._exit(1)"
    results = grade(grader, "def double(n): return n + 2", mortal, "def octuple(n): return 4 * double(n)")
    assert scores(results) == [0, 1, 2]


def test_a_slip_of_ones_own_still_costs(grader: Grader) -> None:
    slip = "def quadruple(n): return double(n) + 1"
    results = grade(grader, "def double(n): return n + 2", slip, SOLUTIONS["octuple"])
    assert scores(results) == [0, 0, 2]
    assert results["quadruple"].carried == ()


def test_a_function_that_is_right_is_not_said_to_have_been_replaced(grader: Grader) -> None:
    results = grade(grader, SOLUTIONS["double"], "def quadruple(n): return 3 * n", SOLUTIONS["octuple"])
    assert scores(results) == [2, 0, 2]
    assert results["octuple"].carried == ("quadruple",)


def test_part_of_the_marks_may_be_carried(grader: Grader) -> None:
    small_only = "def quadruple(n): return double(double(n)) if n < 100 else 0"
    result = grade(grader, "def double(n): return 0", small_only)["quadruple"]
    assert (result.status, result.score, result.carried) == (Status.WRONG, 1, ("double",))
    assert result.message.startswith("In all 2 groups of cases")
    assert "with a right double in place of yours" in result.message


@pytest.mark.parametrize(
    "double",
    ["def double(n): raise NotImplementedError", "def double(n):\n    while True: pass", "double = None", ""],
    ids=["unwritten", "endless", "no function", "not there"],
)
def test_it_may_be_wrong_in_any_way(grader: Grader, double: str) -> None:
    results = grade(grader, double, SOLUTIONS["quadruple"])
    assert results["double"].score == 0
    assert results["quadruple"].score == 2


ENDLESS = "def double(n):\n    while True: pass"


def test_what_calls_a_function_that_never_ends_does_not_wait_for_it(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = Run.ask

    def ask(run: Run, request: Request, ahead: Iterable[Request] = ()) -> Ending:
        found = real(run, request, ahead)
        asked.append(f"{request.name}: {found.end.value}")
        return found

    monkeypatch.setattr(Run, "ask", ask)
    results = grade(grader, ENDLESS, SOLUTIONS["quadruple"], SOLUTIONS["octuple"])
    assert scores(results) == [0, 2, 2]
    assert [each for each in asked if "overtime" in each] == ["double: overtime"]
    assert results["octuple"].carried == ("double",)


def test_what_does_not_pass_beside_a_right_one_is_told_of_what_it_did_by_itself(grader: Grader) -> None:
    results = grade(grader, ENDLESS, "def quadruple(n): return double(n) + 1", SOLUTIONS["octuple"])
    told = results["quadruple"]
    assert (told.status, told.score, told.carried) == (Status.OVERTIME, 0, ())
    assert told.counterexample is not None
    assert scores(results) == [0, 0, 2]


def test_part_of_the_marks_may_be_carried_past_an_endless_function(grader: Grader) -> None:
    small_only = "def quadruple(n): return double(double(n)) if n < 100 else 0"
    told = grade(grader, ENDLESS, small_only)["quadruple"]
    assert (told.status, told.score, told.carried) == (Status.OVERTIME, 1, ("double",))


QUICK = "def double(n, quick=False):\n    while not quick: pass\n    return 2 * n"
QUICK_QUADRUPLE = "def quadruple(n): return 2 * double(n, quick=True)"


def test_a_function_that_ends_for_others_may_be_called_in_ways_that_the_right_one_does_not_know(
    grader: Grader,
) -> None:
    """Nobody loses what works with their own functions, endless as they may be elsewhere."""
    results = grade(grader, QUICK, QUICK_QUADRUPLE, "def octuple(n): return 2 * quadruple(n)")
    assert scores(results) == [0, 2, 2]
    assert [each.carried for each in results.values()] == [(), (), ()]


def test_what_only_stands_beside_an_endless_function_is_told_of_its_own_mistake(grader: Grader) -> None:
    one_cell = (
        f"{ENDLESS}\ndef quadruple(n): raise NotImplementedError\ndef octuple(n): return 8 * n + double(0)"
    )
    results = grade(grader, one_cell)
    assert results["quadruple"].status is Status.MISSING
    assert results["octuple"].score == 2


def test_where_the_course_has_no_right_one_it_is_asked_all_the_same(grader: Grader) -> None:
    alone = Grader(Key("00-exam", "cpu", tuple(questions())), grader.sandbox)
    results = grade(alone, ENDLESS, "def quadruple(n): return 4 * n if n < 100 else double(2 * n)")
    assert scores(results) == [0, 1, 0]


# Each process has to know what was a function: it cannot count on having been asked for it before.


def test_a_name_given_to_something_else_is_a_function_again_beside_a_right_one(grader: Grader) -> None:
    wrong = "def double(n): return n"
    for quadruple in ("def quadruple(n): return 4 * n", SOLUTIONS["quadruple"]):
        results = grade(grader, wrong, quadruple, SOLUTIONS["octuple"], "quadruple = quadruple(3)")
        assert scores(results) == [0, 2, 2], quadruple


def test_a_name_given_to_something_else_is_a_function_again_after_a_process_was_lost(grader: Grader) -> None:
    double = "import os\n" + SOLUTIONS["double"]
    lost = "def quadruple(n): return 4 * n if n < 100 else os._exit(0)"
    octuple = "def octuple(n): return 4 * double(n)"
    assert scores(grade(grader, double, lost, octuple, "double = double(3)")) == [2, 1, 2]


def test_who_does_not_call_it_gets_none_of_it(grader: Grader) -> None:
    results = grade(grader, "def double(n): return n", "def quadruple(n): return 3 * n")
    assert scores(results) == [0, 0, 0]


def test_a_function_that_was_never_written_earns_nothing_by_right_ones_before_it(grader: Grader) -> None:
    stub = "def quadruple(n):\n    # use double\n    raise NotImplementedError"
    results = grade(grader, "def double(n): return n", stub)
    assert results["quadruple"].status is Status.MISSING


def test_the_right_function_is_not_shown_to_who_prints_what_runs_beside_it(grader: Grader) -> None:
    """The course's own solution is in the process then, and may not come out in a message."""
    nosy = (
        "def quadruple(n):\n"
        "    if double(1) == 2: raise ValueError(str(double.__code__.co_consts) + 'leak')\n"
        "    return 0 * double(n)"
    )
    result = grade(grader, "def double(n): return n", nosy)["quadruple"]
    assert "leak" not in repr(result)


def test_right_functions_stay_as_they_are(grader: Grader) -> None:
    assert scores(grade(grader, *SOLUTIONS.values())) == [2, 2, 2]


def test_what_breaks_cells_of_the_course_breaks_nothing_else(grader: Grader) -> None:
    """A notebook may change how later cells are read, those of the course among them."""
    saboteur = (
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['raise ValueError\\n'])\n"
        "get_ipython().functions.clear()"
    )
    results = grade(grader, "def double(n): return n", "def quadruple(n): return double(n)", saboteur)
    assert results["quadruple"].score == 0
    assert results["quadruple"].status is Status.WRONG


def test_each_right_function_is_defined_once(grader: Grader) -> None:
    """However many are graded beside it: its cell may hold more than it, and take its time."""
    once = {
        **SOLUTIONS,
        "double": "times = globals().get('times', 0) + 1\ndef double(n): return 2 * n * times",
    }
    counting = Grader(Key("00-exam", "cpu", tuple(questions())), grader.sandbox, Material(solutions=once))
    assert scores(grade(counting, "def double(n): return n", *list(SOLUTIONS.values())[1:])) == [0, 2, 2]


@pytest.mark.parametrize(
    "cells",
    [
        ["def far(n): return double(n)", "def near(n): return far(2 * n) if n else near(n)", "near(n)"],
        ["near = lambda n: double(double(n))", "near(n)"],
        ["def near(n): return double(double(n))", "far = near", "far(n)"],
        ["if True:\n    def near(n): return double(double(n))", "near(n)"],
        ["class Near:\n    def at(self, n): return double(double(n))", "c = Near()", "c.at(n)"],
        ["sum(map(double, [n, n]))"],
        ["(lambda f=double: f(f(n)))()"],
        ["globals()['double'](2 * n)"],
        ["(f'#{n}', double(double(n)))[1]"],
    ],
    ids=lambda cells: cells[-1],
)
def test_it_may_be_called_in_any_way(grader: Grader, cells: list[str]) -> None:
    """By helpers, wherever they stand, under other names, and by what has it for an argument."""
    quadruple = f"def quadruple(n):\n    return {cells[-1]}"
    results = grade(grader, "def double(n): return n + 1", *cells[:-1], quadruple)
    assert (results["quadruple"].carried, results["quadruple"].score) == (("double",), 2)


@pytest.fixture(scope="module")
def probing(grader: Grader) -> Grader:
    """It has a smaller case of `quadruple` to show."""
    exercise = next(each.exercise for each in questions() if each.exercise.name == "quadruple")
    probe = Question(exercise, PROBES, 1, Case((1,), public=True), Expected(4))
    key = Key("00-exam", "cpu", tuple(questions()), probes=(probe,))
    return Grader(key, grader.sandbox, Material(solutions=SOLUTIONS))


def test_no_probe_is_asked_beside_right_functions(probing: Grader) -> None:
    """What is told comes from the first run: here a probe would spoil the only group that can be carried."""
    quadruple = (
        "asked = []\n"
        "def quadruple(n):\n"
        "    asked.append(n)\n"
        "    return double(double(n)) if n > 100 and 1 not in asked else 0"
    )
    result = grade(probing, "def double(n): return n", quadruple)["quadruple"]
    assert (result.score, result.carried) == (1, ("double",))


def test_what_is_asked_by_itself_after_that_is_shown_by_a_smaller_case_as_any(probing: Grader) -> None:
    shown = grade(probing, QUICK, "def quadruple(n): return double(n, quick=True)")[
        "quadruple"
    ].counterexample
    assert shown is not None and shown.call == "quadruple(1)"


@pytest.mark.parametrize(
    ("double", "quadruple"),
    [("def double(n): return n", SOLUTIONS["quadruple"]), (QUICK, QUICK_QUADRUPLE)],
    ids=["beside right ones", "by itself after that"],
)
def test_laws_are_tried_wherever_it_is_asked_again_on_inputs_that_belong_to_the_file(
    grader: Grader, double: str, quadruple: str
) -> None:
    drawn: list[int] = []

    def noted(call: Call, rng: np.random.Generator) -> bool:
        drawn.append(int(rng.integers(2**60)))
        return True

    laws = (Law("It is noted.", noted),)
    asked = tuple(replace(each, exercise=replace(each.exercise, laws=laws)) for each in questions())
    lawful = Grader(Key("00-exam", "cpu", asked[:4]), grader.sandbox, Material(solutions=SOLUTIONS))
    for written in (quadruple, quadruple, quadruple + "\n"):
        assert grade(lawful, double, written)["quadruple"].score == 2
    first, again, another_file = drawn
    assert first == again != another_file


def test_who_comes_to_a_limit_only_beside_right_functions_keeps_what_was_told_first(grader: Grader) -> None:
    greedy = "def quadruple(n): return bytes(10**9) if double(1) == 2 else double(double(n))"
    result = grade(grader, "def double(n): return n", greedy)["quadruple"]
    assert (result.status, result.score, result.carried) == (Status.WRONG, 0, ())


def test_our_own_fault_beside_right_functions_gives_no_mark(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would have earned is not known, and zero would be the student's loss."""
    real = Run.add

    def add(run: Run, source: str) -> None:
        real(run, source)
        monkeypatch.setattr("autograder.judging._judged", lambda *_arguments: 1 / 0)

    monkeypatch.setattr(Run, "add", add)
    # Of questions that nobody has answered right before: else there is nothing left to judge.
    key = Key("00-exam", "cpu", tuple(questions()), b"unasked")
    unasked = Grader(key, grader.sandbox, Material(solutions=SOLUTIONS))
    results = grade(unasked, "def double(n): return n", SOLUTIONS["quadruple"])
    assert results["double"].score == 0
    assert results["quadruple"].status is Status.BROKEN
    assert results["octuple"].status is Status.MISSING


def test_all_that_is_run_for_a_submission_has_one_deadline() -> None:
    """A fresh process does not start the clock anew: here there is no time left for its cells."""
    limits = Limits(call_cpu=0.5, call_wall=2.0, submission_wall=2.0)
    remembers = f"import functools\n@functools.cache\n{SOLUTIONS['quadruple']}"
    cells = ["import time\ntime.sleep(1.2)", "def double(n): return n", remembers]
    with Sandbox(limits) as sandbox:
        grader = Grader(Key("00-exam", "cpu", tuple(questions())), sandbox, Material(solutions=SOLUTIONS))
        assert grade(grader, *cells)["quadruple"].carried == ()
