"""What a submission is told, by how its calls end: the example shown, stubs, mistakes, smaller cases."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise, Expected, Group, Mistake
from autograder.key import PROBES, Question
from autograder.limits import Limits
from autograder.marking import Marking
from autograder.notebook import read
from autograder.sandbox import End, Ending
from autograder.verdict import ExerciseResult, Status
from tests.making import notebook as made
from tests.marks import (
    DOUBLE,
    ENDINGS,
    HUGE,
    LARGE,
    OVERTIME,
    QUESTIONS,
    SMALL,
    SQUARE,
    Answers,
    ask,
    groups,
    mark,
    raising,
)

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
