"""Every limit from both sides, as a student meets it: what is under it counts, what is over it is told.

Limits are set so low here that honest work in the test reaches them in no time.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise, Expected, Group
from autograder.grade import Grader
from autograder.key import Key, Question
from autograder.limits import MIB, Limits
from autograder.sandbox import Sandbox, frames
from autograder.verdict import ExerciseResult, Status, Verdict
from tests.making import code_cell, notebook

LIMITS = Limits(
    call_cpu=0.5,
    call_wall=5.0,
    cell_cpu=0.5,
    cell_wall=5.0,
    memory=256 * MIB,
    answer_bytes=64_000,
    notebook_bytes=50_000,
    notebook_cells=10,
    notebook_code=10_000,
)

PUBLIC, HIDDEN = 3, 7391
SMALL = "import numpy as np\ndef f(n):\n    "


def question(n: int, expected: Any, *, answer: Answer) -> Question:
    group = Group(f"of {n}", f"n of {'few' if n == PUBLIC else 'many'}", 1.0, lambda rng: [])
    exercise = Exercise("f", "00-limits", 1, "f(n)", answer, (group,), "Count again.", "1.1")
    return Question(exercise, group, 0, Case((n,), public=n == PUBLIC), expected)


def key(n: int, expected: Any = None) -> Key:
    """One question: n itself, or an array that is to be given for it."""
    if expected is None:
        return Key("00-limits", "cpu", (question(n, Expected(n), answer=Answer.INTEGER),))
    tolerance = np.zeros(np.shape(expected))
    answer = question(n, Expected(np.asarray(expected), tolerance), answer=Answer.ARRAY)
    return Key("00-limits", "cpu", (answer,))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@contextmanager
def other(**limits: Any) -> Iterator[Sandbox]:
    with Sandbox(Limits(**limits)) as sandbox:
        yield sandbox


def graded(
    sandbox: Sandbox, *cells: str, n: int = PUBLIC, expected: Any = None
) -> tuple[Verdict, ExerciseResult]:
    verdict = Grader(key(n, expected), sandbox).grade(notebook(*cells))
    return verdict, verdict.exercises[0]


def told(sandbox: Sandbox, body: str, n: int = PUBLIC) -> tuple[Status, str]:
    """How a function with this body ended, and what is told of it."""
    _verdict, result = graded(sandbox, SMALL + body, n=n)
    return result.status, result.message


# --- Time -------------------------------------------------------------------------------------------


def busy(seconds: float) -> str:
    return (
        f"import time\n    end = time.process_time() + {seconds}\n    while time.process_time() < end: pass\n"
    )


def test_a_call_that_computes_less_than_its_limit_counts(sandbox: Sandbox) -> None:
    assert told(sandbox, busy(0.2) + "    return n")[0] is Status.PASSED


def test_a_call_that_computes_longer_is_told_which_limit(sandbox: Sandbox) -> None:
    status, message = told(sandbox, busy(30) + "    return n")
    assert status is Status.OVERTIME
    assert message.endswith(
        "it computed for more than 0.5 seconds in one call. Does every loop come to an end?"
    )


def test_a_call_that_waits_is_told_another_limit() -> None:
    with other(call_cpu=0.3, call_wall=1.0) as sandbox:
        assert told(sandbox, "import time; time.sleep(0.1); return n")[0] is Status.PASSED
        status, message = told(sandbox, "import time; time.sleep(60)")
    assert status is Status.OVERTIME
    assert message.endswith("it gave no answer within 1 second. Does it wait for something, as sleep() does?")


def test_a_cell_that_computes_less_than_its_limit_defines_what_it_defines(sandbox: Sandbox) -> None:
    cell = f"def f(n):\n    return n\nif True:\n    {busy(0.2)}"
    assert graded(sandbox, cell)[1].status is Status.PASSED


def test_a_function_that_is_missing_since_its_cell_ran_over_says_so(sandbox: Sandbox) -> None:
    _verdict, result = graded(sandbox, "x = 1", f"if True:\n    {busy(30)}\nf = staticmethod(int)")
    assert result.status is Status.MISSING
    assert result.message == (
        "There is no function f: cell 2 (from the top), which defines it, computed for more than 0.5 seconds "
        "and was stopped. Does every loop come to an end? Put what takes long into a cell of its own."
    )


def test_a_cell_that_waits_is_told_the_limit_on_the_clock() -> None:
    with other(cell_cpu=0.5, cell_wall=0.7) as sandbox:
        _verdict, result = graded(sandbox, "import time\ntime.sleep(60)\nf = staticmethod(int)")
    assert "did not end within 0.7 seconds and was stopped. Does it wait" in result.message


@pytest.mark.parametrize(
    "cells", [["while True: pass", "def f(n): return n"], ["def f(n): return n\nwhile 1: 1"]]
)
def test_a_cell_that_runs_over_costs_nobody_a_function(sandbox: Sandbox, cells: list[str]) -> None:
    assert graded(sandbox, *cells)[1].status is Status.PASSED


def test_a_submission_that_takes_too_long_as_a_whole_is_told_that_and_not_a_calls_limit() -> None:
    with other(call_wall=60.0, submission_wall=2.0) as sandbox:
        assert told(sandbox, "return n")[0] is Status.PASSED
        status, message = told(sandbox, "import time; time.sleep(60)")
    assert status is Status.OVERTIME
    assert "your notebook as a whole took more than 2 seconds" in message
    assert "Take out the cells that compute for long" in message


def test_where_cells_use_up_the_time_it_is_the_submissions_that_is_told() -> None:
    with other(cell_wall=60.0, submission_wall=1.5) as sandbox:
        _verdict, result = graded(sandbox, "import time\ntime.sleep(60)\ndef f(n): return n")
    assert result.status is Status.OVERTIME
    assert "your notebook as a whole took more than 1.5 seconds" in result.message


# --- Memory -----------------------------------------------------------------------------------------


def test_memory_below_the_limit_is_there_to_use(sandbox: Sandbox) -> None:
    assert told(sandbox, "np.ones(100 * 2**17); return n")[0] is Status.PASSED


def test_one_array_that_is_too_large_is_told_with_its_size_and_shape(sandbox: Sandbox) -> None:
    status, message = told(sandbox, "np.ones((20_000, 30_000)); return n")
    assert status is Status.OVERMEMORY
    assert message.endswith(
        "it asked for 4.47 GiB of memory in one array of shape (20000, 30000); there is 256 MiB in all. "
        "Is one of these sizes a mistake?"
    )


def test_arrays_that_are_too_large_together_are_not_told_as_one(sandbox: Sandbox) -> None:
    status, message = told(sandbox, "return [np.ones(2**20) for _ in range(1000)]")
    assert status is Status.OVERMEMORY
    assert message.endswith(
        "it needed more than 256 MiB of memory: the last array that it asked for was one of 8.00 MiB, of "
        "shape (1048576,). Which list or array grows with every step?"
    )


@pytest.mark.parametrize("size", ["1.2.3 GiB", "9.9 QB", "." * 20 + " MiB", "9" * 300 + " GiB"])
def test_a_memory_error_of_the_students_own_may_say_anything(sandbox: Sandbox, size: str) -> None:
    own = f"raise MemoryError('Unable to allocate {size} for an array with shape (3,) and data type x')"
    status, message = told(sandbox, own)
    assert status is Status.OVERMEMORY
    assert "256 MiB" in message


def test_what_grows_step_by_step_is_told_the_limit(sandbox: Sandbox) -> None:
    status, message = told(sandbox, "return [bytes(10**6) for _ in range(10**6)]")
    assert status is Status.OVERMEMORY
    assert "it needed more than 256 MiB of memory. Which list or array grows" in message


def test_of_a_hidden_case_no_size_is_told_that_could_hold_its_inputs(sandbox: Sandbox) -> None:
    status, message = told(sandbox, "np.ones((n, 10**7)); return n", n=HIDDEN)
    assert status is Status.OVERMEMORY
    assert "256 MiB" in message
    assert str(HIDDEN) not in message


def test_a_cell_that_needs_too_much_says_so_of_the_function_that_is_missing(sandbox: Sandbox) -> None:
    _verdict, result = graded(sandbox, "import numpy\nf = (numpy.ones(10**9), int)[1]")
    assert result.status is Status.MISSING
    assert "cell 1 (from the top), which defines it: it asked for 7.45 GiB of memory" in result.message


def test_files_that_a_notebook_writes_count_as_memory(sandbox: Sandbox) -> None:
    writing = "file = open('x', 'wb')\n    for _ in range({}): file.write(bytes(10**6))\n    return n"
    assert told(sandbox, writing.format(20))[0] is Status.PASSED
    assert told(sandbox, writing.format(10_000))[0] is Status.OVERMEMORY


def test_what_is_printed_goes_nowhere_and_takes_no_memory() -> None:
    """More than the memory that there is, in large pieces: so that time is not what ends it."""
    line = "line = 'x' * 10**6\n    for _ in range(1000): print(line)\n    return n"
    with other(call_cpu=60.0, call_wall=120.0, memory=256 * MIB) as patient:
        assert told(patient, line)[0] is Status.PASSED


def test_as_many_files_as_the_limit_can_be_open(sandbox: Sandbox) -> None:
    opening = "import os\n    held = [os.open('/dev/null', 0) for _ in range({})]\n    return n"
    assert told(sandbox, opening.format(40))[0] is Status.PASSED
    status, message = told(sandbox, opening.format(70))
    assert status is Status.CRASHED
    assert "Too many open files" in message


# --- Answers ----------------------------------------------------------------------------------------


def test_an_array_as_large_as_an_answer_may_be_counts(sandbox: Sandbox) -> None:
    _verdict, result = graded(sandbox, SMALL + "return np.ones(8_000)", expected=np.ones(8_000))
    assert result.status is Status.PASSED


def test_an_array_of_one_number_more_is_refused_with_its_size(sandbox: Sandbox) -> None:
    status, message = told(sandbox, "return np.ones(8_001)")
    assert status is Status.REFUSED
    assert message.endswith(
        "it gave 62.6 KiB; an answer may have up to 62.5 KiB. Which shape should it have?"
    )


def test_arrays_in_a_list_count_together(sandbox: Sandbox) -> None:
    assert "an answer may have up to 62.5 KiB" in told(sandbox, "return [np.ones(1000)] * 9")[1]


def test_a_list_of_as_many_items_as_may_be_counts_and_of_one_more_is_refused(sandbox: Sandbox) -> None:
    most = frames.ANSWER_ITEMS
    with other() as patient:
        _verdict, result = graded(patient, SMALL + f"return [1.0] * {most}", expected=np.ones(most))
        assert result.status is Status.PASSED
        status, message = told(patient, f"return [1.0] * {most + 1}")
        hidden = told(patient, f"return [1.0] * ({most} + n)", n=HIDDEN)
    assert status is Status.REFUSED
    assert f"it gave lists with {most + 1} items; up to {most} can be judged" in message
    assert hidden[0] is Status.REFUSED
    assert f"lists with too many items; up to {most} can be judged" in hidden[1]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return np.ones((1,) * 9)", "an array with more than 8 axes"),
        ("return [[[[[[[[n]]]]]]]]", "lists in lists, more than 7 deep"),
        ("return 2**510", "a whole number of more than 510 bits"),
    ],
)
def test_other_bounds_of_an_answer_are_told_too(sandbox: Sandbox, body: str, says: str) -> None:
    status, message = told(sandbox, body)
    assert status is Status.REFUSED
    assert says in message


@pytest.mark.parametrize("body", ["return np.ones((1,) * 8)", "return [[[[[[[n]]]]]]]", "return 2**510 - 1"])
def test_what_is_just_within_them_is_judged(sandbox: Sandbox, body: str) -> None:
    assert told(sandbox, body)[0] is Status.WRONG


def test_of_a_hidden_case_the_size_of_an_answer_is_not_told(sandbox: Sandbox) -> None:
    status, message = told(sandbox, f"return np.ones(n * {10**6 // HIDDEN})", n=HIDDEN)
    assert status is Status.REFUSED
    assert "it gave more than 62.5 KiB" in message
    assert re.findall(r"\d[\d.]*", message) == ["62.5"]


# --- Notebooks --------------------------------------------------------------------------------------

RIGHT = "def f(n): return n"


def filled(size: int) -> bytes:
    """A right notebook of so many bytes."""
    empty = len(notebook(RIGHT, code_cell("", outputs=[""])))
    return notebook(RIGHT, code_cell("", outputs=["A" * (size - empty)]))


def cells(count: int) -> bytes:
    return notebook(RIGHT, *["# a note"] * (count - 1))


def code(length: int) -> bytes:
    return notebook(RIGHT, "#" * (length - len(RIGHT)))


@pytest.mark.parametrize(
    ("make", "most", "says"),
    [
        (filled, LIMITS.notebook_bytes, "The file has 50001 bytes; a notebook may have up to 50000 bytes."),
        (cells, LIMITS.notebook_cells, "The notebook has 11 cells; up to 10 can be graded."),
        (code, LIMITS.notebook_code, "code cells hold 10001 characters; up to 10000 can be graded."),
    ],
    ids=["bytes", "cells", "code"],
)
def test_a_notebook_at_its_limit_is_graded_and_one_above_is_told(
    sandbox: Sandbox, make: Callable[[int], bytes], most: int, says: str
) -> None:
    grader = Grader(key(PUBLIC), sandbox)
    assert grader.grade(make(most)).score == 1.0
    over = grader.grade(make(most + 1))
    assert over.score == 0.0
    assert over.problem is not None
    assert says in over.problem
    assert over.problem.endswith("save, and submit again.")
