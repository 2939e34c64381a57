"""What one submission earns and is told, by how its calls end: functions answer, without a wall."""

import itertools
import weakref
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Call, Case, Exercise, Expected, Group, Law, Mistake
from autograder.key import PROBES, Question
from autograder.limits import Limits
from autograder.marking import Marking, by_order, without_groups
from autograder.notebook import Notebook, read
from autograder.sandbox import End, Ending, Request
from autograder.verdict import ExerciseResult, GroupResult, Status
from tests.making import notebook as made

NO_NOTEBOOK = Notebook(())
SMALL, LARGE, HUGE = (
    Group(name, f"{name} numbers", n, lambda rng: [])
    for n, name in ((1.0, "small"), (2.0, "large"), (3.0, "huge"))
)
DOUBLE = Exercise("double", "00-exam", 1, "double(n)", Answer.INTEGER, (SMALL, LARGE), "Count again.", "1.1")
SQUARE = Exercise("square", "00-exam", 2, "square(n)", Answer.INTEGER, (SMALL,), "Multiply.", "1.2")
RIGHT: Mapping[str, Callable[[Any], Any]] = {"double": lambda n: 2 * n, "square": lambda n: n * n}

OVERTIME = Ending(End.OVERTIME, text="cpu")
ENDINGS = {
    Status.OVERTIME: OVERTIME,
    Status.OVERMEMORY: Ending(End.OVERMEMORY),
    Status.CRASHED: Ending(End.DIED),
    Status.MISSING: Ending(End.MISSING),
    Status.REFUSED: Ending(End.REFUSED, text="type", detail="set"),
}


def raising(name: str, text: str = "", cell: int | None = None, line: int | None = None) -> Ending:
    return Ending(End.RAISED, exception=name, text=text, cell=cell, line=line)


class Answers:
    """A run whose functions are here: each gives a value, or says how the call ended."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        self.cell_endings: Mapping[int, Ending] = MappingProxyType({})
        self.asked: list[tuple[str, Any]] = []
        self.foreseen: list[list[tuple[str, Any]]] = []  # with each call, those that are likely to follow
        self._functions = {**RIGHT, **functions}

    def afresh(self) -> None:
        pass

    def ask(self, request: Request, ahead: Iterable[Request] = (), /) -> Ending:
        self.foreseen.append([(each.name, each.args[0]) for each in ahead])
        name, kwargs = request.name, request.kwargs
        args = deepcopy(request.args)  # a student's function never has the course's own
        self.asked.append((name, args[0] if len(args) == 1 else args))
        found = self._functions[name](*args, **kwargs)
        if request.twice and not isinstance(found, Ending):
            found = [self._functions[name](*args, **kwargs), list(args)]
        return found if isinstance(found, Ending) else Ending(End.VALUE, found)


def ask(exercise: Exercise, group: Group, *numbers: int, public: bool = False) -> list[Question]:
    right = RIGHT[exercise.name]
    return [
        Question(exercise, group, place, Case((n,), public=public), Expected(right(n)))
        for place, n in enumerate(numbers, start=1)
    ]


# double: one public case of each group, and two hidden ones; square: one of each.
QUESTIONS = [
    *ask(DOUBLE, SMALL, 3, public=True),
    *ask(DOUBLE, SMALL, 5, 7),
    *ask(DOUBLE, LARGE, 100, public=True),
    *ask(DOUBLE, LARGE, 1000, 1234),
    *ask(SQUARE, SMALL, 4, public=True),
    *ask(SQUARE, SMALL, 9),
]


def mark(run: Answers, questions: list[Question] = QUESTIONS, **more: Any) -> dict[str, ExerciseResult]:
    marking = Marking(questions, more.pop("notebook", NO_NOTEBOOK), run, Limits(), **more)
    return {result.name: result for result in marking.results()}


def groups(result: ExerciseResult) -> list[tuple[str, Status, float]]:
    return [(group.name, group.status, group.score) for group in result.groups]


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


# --- What is told --------------------------------------------------------------------------------------


def test_the_smallest_public_case_that_failed_is_told_and_shown() -> None:
    run = Answers(double=lambda n: n + 2 if n > 3 else 6)
    questions = [*ask(DOUBLE, LARGE, 1000, 10, 100, public=True), *ask(DOUBLE, SMALL, 3, public=True)]
    result = mark(run, questions)["double"]
    assert result.message.startswith("In cases with large numbers: yours is 12, expected 20.")
    assert result.counterexample is not None
    assert (result.counterexample.call, result.hint) == ("double(10)", "Count again.")
    assert result.counterexample.yours is not None
    assert result.counterexample.yours.values == 12


def test_a_public_case_is_told_before_a_hidden_one_of_an_earlier_group() -> None:
    result = mark(Answers(double=lambda n: 2 * n if n in (3, 7) else 1))["double"]
    assert "yours is 1, expected 200." in result.message
    assert result.message.startswith("In all 2 groups of cases, for example with large numbers: ")


def test_of_hidden_cases_the_first_group_is_told_and_nothing_is_shown() -> None:
    result = mark(Answers(double=lambda n: 2 * n if n in (3, 100, 1000) else 4711))["double"]
    assert result.message == (
        "In all 2 groups of cases, for example with small numbers: yours is another number than expected."
    )
    assert (result.counterexample, result.hint) == (None, "Count again.")


def test_where_one_group_passed_the_other_is_the_clue() -> None:
    result = mark(Answers(double=lambda n: 2 * n if n < 100 else 1))["double"]
    assert result.message.startswith("In cases with large numbers: yours is 1, expected 200.")


def test_of_many_groups_it_is_told_how_many_failed_and_in_what_other_ways() -> None:
    three = [*QUESTIONS[:6], *ask(replace(DOUBLE, groups=(SMALL, LARGE, HUGE)), HUGE, 10**6, public=True)]
    three = [replace(question, exercise=three[-1].exercise) for question in three]
    result = mark(Answers(double=lambda n: 2 * n if n < 100 else 1), three)["double"]
    assert result.message.startswith("In 2 of 3 groups of cases, for example with large numbers: yours is 1")
    result = mark(Answers(double=lambda n: 1 if n < 10**6 else ENDINGS[Status.CRASHED]), three)["double"]
    assert result.message.startswith("In all 3 groups of cases, for example with small numbers: yours is 1")
    assert result.message.endswith(" 1 of these groups ended in another way.")


@pytest.mark.parametrize(
    ("others", "status", "call"), [(3, Status.CRASHED, "double(3)"), (4, Status.WRONG, "double(10)")]
)
def test_what_happened_in_hardly_a_group_is_not_what_is_told(others: int, status: Status, call: str) -> None:
    more = tuple(Group(f"more-{n}", "more numbers", 1.0, lambda rng: []) for n in range(others))
    exercise = replace(DOUBLE, groups=(SMALL, *more))
    asked = ask(exercise, SMALL, 3, public=True)
    for place, group in enumerate(more, start=1):
        asked += ask(exercise, group, 10**place, public=True)
    result = mark(Answers(double=lambda n: 1 if n > 3 else ENDINGS[Status.CRASHED]), asked)["double"]
    assert result.counterexample is not None
    assert (result.status, result.counterexample.call) == (status, call)


def test_an_only_group_is_named_by_its_title() -> None:
    result = mark(Answers(square=lambda n: 1))["square"]
    assert result.message.startswith("In cases with small numbers: yours is 1, expected 16.")


@pytest.mark.parametrize("status", [Status.OVERTIME, Status.OVERMEMORY, Status.CRASHED, Status.REFUSED])
def test_who_ended_otherwise_is_told_that_and_no_hint(status: Status) -> None:
    result = mark(Answers(double=lambda n: ENDINGS[status]))["double"]
    assert (result.status, result.hint, result.score) == (status, "", 0.0)
    assert result.counterexample is not None
    assert result.counterexample.yours is None


SAYS: Mapping[Status, str] = {
    Status.OVERTIME: "it computed for more than 2 seconds in one call.",
    Status.OVERMEMORY: "it needed more than 1 GiB of memory.",
    Status.CRASHED: "it ended Python itself, by an exit or a crash in compiled code.",
    Status.REFUSED: "it gave a set, which cannot be judged",
}


@pytest.mark.parametrize("status", SAYS)
@pytest.mark.parametrize("n", [3, 5], ids=["public", "hidden"])
def test_each_end_has_its_sentence(status: Status, n: int) -> None:
    result = mark(Answers(double=lambda m: ENDINGS[status] if m == n else 2 * m))["double"]
    assert SAYS[status] in result.message


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (raising("ValueError", "saw 4711"), "4711"),
        (Ending(End.OVERMEMORY, text="Unable to allocate 4.711 GiB for an array with shape (4711,)"), "4711"),
        (Ending(End.REFUSED, text="items", detail="4711000"), "4711000"),
    ],
    ids=["exception", "memory", "size"],
)
def test_what_a_function_says_is_repeated_of_public_cases_alone(ending: Ending, text: str) -> None:
    def result(failing: int) -> str:
        return repr(mark(Answers(double=lambda n: ending if n == failing else 2 * n))["double"])

    assert text in result(3)
    assert text not in result(5)


def test_why_a_function_is_missing_is_told_with_text_over_public_cases_alone() -> None:
    def result(failing: int) -> ExerciseResult:
        run = Answers(double=lambda n: Ending(End.MISSING) if n == failing else 2 * n)
        run.cell_endings = {0: raising("ValueError", "saw 4711")}
        return mark(run, notebook=read(made("def double(n): return 2 * n")))["double"]

    assert "ValueError: saw 4711" in result(3).message
    assert "ValueError" in result(5).message
    assert "4711" not in result(5).message


def test_how_a_cell_of_our_own_ended_is_not_told() -> None:
    """Right functions run after the student's cells where errors are carried forward."""
    run = Answers(double=lambda n: Ending(End.MISSING))
    run.cell_endings = {1: raising("ValueError", "saw 4711")}
    message = mark(run, notebook=read(made("def double(n): return 2 * n")))["double"].message
    assert message.startswith("There is no function double")
    assert "ValueError" not in message


def test_cells_count_as_they_ended_before_any_hidden_input_was_given() -> None:
    run = Answers()
    run.cell_endings = {0: raising("ValueError", "before")}

    def double(n: int) -> int:
        if n == 5:  # the first hidden one; the child dies, and the next runs the cells again
            run.cell_endings = {0: raising("KeyError", "saw 5"), 1: raising("KeyError")}
        return 2 * n

    run._functions["double"] = double
    marking = Marking(QUESTIONS, read(made("x = 1", "y = 2")), run, Limits())
    assert marking.cell_endings == {0: raising("ValueError", "before")}


def test_a_limit_is_told_as_the_run_was_held_to_it() -> None:
    limits = Limits(cell_cpu=7.0, answer_bytes=3 * 2**20)

    def message(run: Answers) -> str:
        cells = read(made("def double(n): return 2 * n"))
        return Marking(QUESTIONS[:1], cells, run, limits).results()[0].message

    missing = Answers(double=lambda n: Ending(End.MISSING))
    missing.cell_endings = {0: OVERTIME}
    assert "7 seconds" in message(missing)
    assert "3 MiB" in message(Answers(double=lambda n: Ending(End.REFUSED, text="size")))


def test_an_exception_is_told_with_its_line() -> None:
    run = Answers(double=lambda n: raising("ValueError", "oh", cell=0, line=2))
    result = mark(run, notebook=read(made("def double(n):\n    raise ValueError('oh')")))["double"]
    assert (
        "it raised ValueError: oh, at “raise ValueError('oh')” (line 2 of cell 1, from the top)."
        in result.message
    )


def test_a_name_that_a_failed_cell_was_to_make_is_told_with_that_cell() -> None:
    run = Answers(double=lambda n: raising("NameError", "name 'm' is not defined", cell=1, line=2))
    run.cell_endings = {0: raising("ImportError", "no such module")}
    message = mark(run, notebook=read(made("import m", "def double(n):\n    return m * n")))["double"].message
    assert message.endswith(
        "That name was to come from cell 1 (from the top), which raised ImportError: no such module."
    )


# --- Stubs -----------------------------------------------------------------------------------------------

STUBS = read(made("def double(n):\n    raise NotImplementedError", "def square(n): return double(n)"))


def test_a_stub_is_missing_and_not_asked_again() -> None:
    run = Answers(double=lambda n: raising("NotImplementedError", cell=0, line=2))
    result = mark(run, notebook=STUBS)["double"]
    assert (result.status, result.groups) == (Status.MISSING, ())
    assert result.message == "double is still to be written: it ends in `raise NotImplementedError`."
    assert [n for name, n in run.asked if name == "double"] == [3]


def test_who_uses_a_stub_is_told_which() -> None:
    run = Answers(square=lambda n: raising("NotImplementedError", cell=0, line=2))
    result = mark(run, notebook=STUBS)["square"]
    assert result.status is Status.CRASHED
    assert "it uses double, which is still to be written." in result.message


def test_so_is_who_uses_it_in_some_cases_alone() -> None:
    run = Answers(square=lambda n: 9 if n == 3 else raising("NotImplementedError", cell=0, line=2))
    asked = ask(SQUARE, SMALL, 3, 4, public=True) + ask(DOUBLE, SMALL, 3)
    result = mark(run, asked, notebook=STUBS)["square"]
    assert result.status is Status.CRASHED
    assert "it uses double, which is still to be written." in result.message


def test_of_several_functions_in_a_cell_the_line_tells_the_stub() -> None:
    cell = read(made("def double(n):\n    raise NotImplementedError\ndef square(n):\n    return double(n)"))
    run = Answers(square=lambda n: raising("NotImplementedError", cell=0, line=2))
    assert mark(run, notebook=cell)["square"].status is Status.CRASHED
    run = Answers(square=lambda n: raising("NotImplementedError", cell=0, line=4))
    assert mark(run, notebook=cell)["square"].status is Status.MISSING


@pytest.mark.parametrize(
    "where",
    [{}, {"cell": 0}, {"line": 2}, {"cell": 2, "line": 1}, {"cell": 7, "line": 2}],
    ids=["nowhere", "no line", "no cell", "one cell too far", "no such cell"],
)
def test_a_stub_that_was_raised_at_no_known_place_is_ones_own(where: dict[str, int]) -> None:
    result = mark(
        Answers(square=lambda n: raising("NotImplementedError", "", where.get("cell"), where.get("line"))),
        notebook=STUBS,
    )["square"]
    assert result.status is Status.MISSING
    assert result.message.startswith("square is still to be written")


def test_a_helper_of_ones_own_that_is_still_to_be_written_is_no_exercise() -> None:
    helper = read(made("def helper(n):\n    raise NotImplementedError", "def square(n): return helper(n)"))
    run = Answers(square=lambda n: raising("NotImplementedError", cell=0, line=2))
    assert mark(run, notebook=helper)["square"].status is Status.MISSING


def test_of_a_hidden_case_it_is_not_told_which_stub() -> None:
    run = Answers(square=lambda n: raising("NotImplementedError", cell=0, line=2))
    result = mark(run, ask(SQUARE, SMALL, 9) + ask(DOUBLE, SMALL, 3), notebook=STUBS)["square"]
    assert result.status is Status.MISSING


@pytest.mark.parametrize("first", [0, 6], ids=["after a wrong answer", "after a right one"])
def test_a_function_that_has_answered_once_is_no_stub(first: int) -> None:
    run = Answers(double=lambda n: first if n == 3 else raising("NotImplementedError", "later"))
    result = mark(run)["double"]
    assert result.status is (Status.CRASHED if first else Status.WRONG)
    assert groups(result)[1] == ("large", Status.CRASHED, 0.0)


def test_another_function_that_has_answered_says_nothing_of_this_one() -> None:
    questions = [*ask(SQUARE, SMALL, 4, public=True), *ask(DOUBLE, SMALL, 3, public=True)]
    result = mark(Answers(double=lambda n: raising("NotImplementedError")), questions)["double"]
    assert result.status is Status.MISSING


# --- Mistakes ------------------------------------------------------------------------------------------


def mistake(name: str, model: Callable[..., Any]) -> Mistake:
    return Mistake(name, f"This is {name}.", f"Think of {name}.", model)


NAMED = Exercise(
    **{
        field: getattr(DOUBLE, field)
        for field in ("name", "assignment", "order", "signature", "answer", "groups")
    },
    hint="Count again.",
    section="1.1",
    mistakes=(
        mistake("two-more", lambda n: n + 2),
        mistake("index", lambda n: [][n]),
        mistake("small", lambda n: 2 * n if n < 100 else n),
    ),
)
NAMED_QUESTIONS = [
    *ask(NAMED, SMALL, 3, public=True),
    *ask(NAMED, SMALL, 5, 7),
    *ask(NAMED, LARGE, 100, public=True),
    *ask(NAMED, LARGE, 1000),
]


def test_a_mistake_is_named_with_its_own_hint() -> None:
    result = mark(Answers(double=lambda n: n + 2), NAMED_QUESTIONS)["double"]
    assert (result.mistake, result.hint) == ("two-more", "Think of two-more.")
    assert result.message.startswith("This is two-more. In all 2 groups of cases, ")
    assert result.message.endswith("yours is 5, expected 6.")


def test_a_mistake_that_ends_in_an_exception_is_named_too() -> None:
    result = mark(Answers(double=lambda n: raising("IndexError", "list index")), NAMED_QUESTIONS)["double"]
    assert (result.status, result.mistake, result.hint) == (Status.CRASHED, "index", "Think of index.")


def test_a_mistake_has_to_be_right_where_the_answers_are() -> None:
    result = mark(Answers(double=lambda n: n + 2 if n == 3 else 2 * n), NAMED_QUESTIONS)["double"]
    assert (result.mistake, result.hint) == (None, "Count again.")
    assert (
        mark(Answers(double=lambda n: 2 * n if n < 100 else n), NAMED_QUESTIONS)["double"].mistake == "small"
    )


def test_every_public_case_of_a_failed_group_is_asked_for_the_mistakes_sake() -> None:
    questions = [*ask(NAMED, SMALL, 3, 100, public=True)]
    # Two more in the first case, and something else in the second.
    result = mark(Answers(double=lambda n: n + 2 if n == 3 else 1), questions)["double"]
    assert result.mistake is None


def test_an_end_by_a_limit_is_no_mistake_that_we_know() -> None:
    assert (
        mark(Answers(double=lambda n: n + 2 if n == 3 else OVERTIME), NAMED_QUESTIONS)["double"].mistake
        is None
    )


# --- Probes: smaller cases that fail in the same way -----------------------------------------------------


def probes(*numbers: int, exercise: Exercise = NAMED) -> list[Question]:
    return ask(exercise, PROBES, *numbers, public=True)


FAR = [*ask(NAMED, SMALL, 3, public=True), *ask(NAMED, LARGE, 100, 10_000, public=True)]


def test_a_smaller_case_that_fails_alike_is_shown_in_place_of_a_larger() -> None:
    run = Answers(double=lambda n: 6 if n == 3 else 1)
    result = mark(run, FAR, probes=probes(20, 7, 50))["double"]
    assert result.counterexample is not None
    assert result.counterexample.call == "double(7)"
    assert result.message.startswith("In cases with large numbers")
    assert result.message.endswith(" that is shown: yours is 1, expected 14.")
    assert [n for _name, n in run.asked] == [3, 100, 10_000, 7]


def test_a_probe_that_is_no_smaller_is_not_asked() -> None:
    run = Answers(double=lambda n: 6 if n == 3 else 1)
    assert mark(run, FAR, probes=probes(200, 100))["double"].message.endswith("yours is 1, expected 200.")
    assert [n for _name, n in run.asked] == [3, 100, 10_000]


def test_a_probe_that_passes_makes_way_for_the_next() -> None:
    run = Answers(double=lambda n: 2 * n if n < 10 else 1)
    result = mark(run, FAR, probes=probes(7, 20))["double"]
    assert result.counterexample is not None
    assert result.counterexample.call == "double(20)"


def test_a_probe_keeps_the_group_that_it_stands_for_whatever_hidden_cases_come_to() -> None:
    many = [SMALL, LARGE, *(Group(f"group-{n}", f"group {n}", 1.0, lambda rng: []) for n in range(4))]
    exercise = replace(DOUBLE, groups=tuple(many))
    questions = [
        *ask(exercise, SMALL, 30, public=True),
        *ask(exercise, LARGE, 100, public=True),
        *(question for n, group in enumerate(many[2:]) for question in ask(exercise, group, 1000 + n)),
    ]
    # Before the hidden cases one exception stands beside one wrong answer, after them beside four.
    run = Answers(double=lambda n: raising("ValueError") if n < 100 else 0 if n < 1003 else 2 * n)
    result = mark(run, questions, probes=probes(7, exercise=exercise))["double"]
    assert result.status is Status.CRASHED
    assert result.counterexample is not None
    assert result.counterexample.call == "double(7)"
    assert result.message.startswith(
        "In 5 of 6 groups of cases, for example with small numbers. In the small "
    )


@pytest.mark.parametrize(
    ("end", "more"),
    [(raising("ValueError"), [7, 8]), (OVERTIME, [7]), (Ending(End.DIED), [7])],
    ids=lambda e: "",
)
def test_a_probe_that_fails_otherwise_is_no_example(end: Ending, more: list[int]) -> None:
    run = Answers(double=lambda n: 6 if n == 3 else end if n < 10 else 1)
    result = mark(run, FAR, probes=probes(7, 8))["double"]
    assert result.message.endswith("yours is 1, expected 200.")
    assert [n for _name, n in run.asked][3:] == more
    assert (result.status, result.score) == (Status.WRONG, 1.0)


def test_an_exception_is_shown_by_the_same_exception_alone() -> None:
    run = Answers(double=lambda n: raising("KeyError" if n == 7 else "ValueError"))
    result = mark(run, [*ask(NAMED, LARGE, 100, public=True)], probes=probes(7, 8))["double"]
    assert result.counterexample is not None
    assert result.counterexample.call == "double(8)"


def test_after_a_final_end_no_probe_is_asked() -> None:
    run = Answers(double=lambda n: OVERTIME)
    mark(run, FAR, probes=probes(1))
    assert [n for _name, n in run.asked] == [3]


def test_probes_of_another_exercise_are_not_asked() -> None:
    run = Answers(double=lambda n: 1)
    mark(run, FAR, probes=probes(2, exercise=SQUARE))
    assert {name for name, _n in run.asked} == {"double"}


def test_what_a_probe_gave_counts_for_and_against_a_mistake() -> None:
    def named(at_seven: int) -> str | None:
        run = Answers(double=lambda n: at_seven if n == 7 else n + 2)
        return mark(run, [*ask(NAMED, LARGE, 100, public=True)], probes=probes(7))["double"].mistake

    assert named(9) == "two-more"
    assert named(14) is None
    assert named(15) is None


def test_what_the_wrong_answers_have_in_common_is_told_where_no_mistake_explains_them() -> None:
    arrays = Exercise("double", "00-exam", 1, "double(n)", Answer.ARRAY, (SMALL,), "Count.", "1.1")
    values = [np.arange(2.0, 11).reshape(3, 3), np.array([[5.0, -3.0], [1.0, 8.0]])]
    questions = [
        Question(arrays, SMALL, n, Case((value,), public=True), Expected(2 * value, 1e-6))
        for n, value in enumerate(values, start=1)
    ]
    message = mark(Answers(double=lambda n: 6 * n), questions)["double"].message
    assert "3 times what was expected" in message
    both = mark(Answers(double=lambda n: 6 * n if n.size == 4 else n + n.T), questions)["double"].message
    assert "3 times" in both
    assert both != message


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


# --- Laws ------------------------------------------------------------------------------------------------


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


# --- Results of exercises ----------------------------------------------------------------------------------


def test_exercises_come_once_each_and_in_their_order() -> None:
    assert by_order([*ask(SQUARE, SMALL, 1), *QUESTIONS]) == [DOUBLE, SQUARE]
    assert list(mark(Answers(), [*ask(SQUARE, SMALL, 1), *ask(DOUBLE, SMALL, 1)])) == ["double", "square"]


def test_of_what_was_not_asked_there_are_no_groups() -> None:
    result = without_groups(DOUBLE, Status.BROKEN, "A sentence.")
    assert result == ExerciseResult("double", Status.BROKEN, 3.0, "A sentence.")
