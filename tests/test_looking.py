"""Check cells: what they say and draw of an answer, right, wrong or none, before it is graded."""

import base64
import contextlib
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode

from autograder import targets
from autograder.course import PROJECT, solution
from autograder.exercises import exercises
from autograder.verify import own
from autograder.verify.answers import right_answers
from tests import masters
from tests.making import code_cell
from tests.masters import ASSIGNMENTS, FUNCTIONS

Function = Callable[..., Any]
ASSIGNMENT = {name: assignment for assignment, name in FUNCTIONS}
each_function = pytest.mark.parametrize("name", ASSIGNMENT)


@cache
def right(assignment: str) -> dict[str, Any]:
    return masters.solved(assignment)


def said(name: str, function: Function | None, **others: Any) -> str:
    """What the check says of a function; "" if it says that all is right.

    Args:
        function: None for a notebook that has none of this name.
    """
    names = {**right(ASSIGNMENT[name]), name: function, **others}
    try:
        printed = masters.check(ASSIGNMENT[name], name, names)
    except (AssertionError, NotImplementedError) as told:
        return str(told)
    assert printed.endswith(f"Well done! {name}: the examples come out right.\n")
    return ""


def changed(name: str, change: Callable[[Any], Any]) -> Function:
    """The right function, with something done to what it gives."""
    function = right(ASSIGNMENT[name])[name]
    return lambda *args, **kwargs: change(function(*args, **kwargs))


def stub(*_args: Any, **_kwargs: Any) -> Any:
    raise NotImplementedError


# --- Before anything is written ----------------------------------------------------------------------


@each_function
def test_a_stub_is_told_what_to_do_first_and_that_nothing_is_wrong(name: str) -> None:
    told = said(name, stub)
    assert told.startswith(f"{name} is still to be written, so nothing is wrong yet. ")
    assert "A first step: " in told


def test_no_two_exercises_begin_with_the_same_step() -> None:
    steps = {said(name, stub).partition("A first step: ")[2] for name in ASSIGNMENT}
    assert len(steps) == len(ASSIGNMENT)


def test_where_nothing_is_drawn_the_number_stands_in_the_sentence() -> None:
    assert "memory_bytes(335_114) should give 1340456." in said("memory_bytes", stub)


def test_a_function_that_is_not_there_is_told_so() -> None:
    assert said("conv2d", None) == (
        "There is no conv2d here yet: run the cell above, which defines it, and then this one again."
    )


def test_a_function_that_calls_an_unwritten_one_is_not_taken_for_unwritten() -> None:
    def window(*_args: Any) -> Any:
        raise NotImplementedError

    def conv2d_single(_x: Any, _kernel: Any, _stride: Any = 1) -> Any:
        return window()

    assert said("conv2d_single", conv2d_single, window=window) == (
        "conv2d_single calls window, and window is still to be written. Begin there."
    )


# --- What differs: shape first, then kind, then place and value --------------------------------------


CALL = "conv2d_single(GREY, KERNEL)"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda out: np.zeros((5, 5)),
            ": expected the shape (3, 3), yours (5, 5). A 3 × 3 kernel on a 5 × 5",
        ),
        (lambda out: np.array(7), ": expected the shape (3, 3), yours is a single number."),
        (lambda out: 7, ": expected a NumPy array, yours is of type int. What does the function return?"),
        (lambda out: out.tolist(), ": expected a NumPy array, yours is of type list."),
        (lambda out: None, " gives None. Does your function end with a return?"),
        (np.ma.masked_array, ": expected a NumPy array, yours is of type MaskedArray."),
        (
            lambda out: np.array(out.astype(int).tolist(), object),
            ": expected numbers, yours is of type object.",
        ),
        (lambda out: out * (1 + 1e-5), ": at row 0, column 0 expected 7, yours 7.00007."),
        (lambda out: out > 0, ": expected numbers, yours is of type bool."),
        (lambda out: out * 1j, ": expected numbers, yours is of type complex128."),
        (lambda out: out.astype(str), ": expected numbers, yours is of type <U"),
        (
            lambda out: np.where(out == 4, np.nan, out),
            ": at row 1, column 1 expected 4, yours nan. 2 of 9 numbers differ. The first row is right.",
        ),
        (
            lambda out: np.where(out == 15, 15.001, out),
            ": at row 2, column 2 expected 15, yours 15.001. The rows above are right.",
        ),
        (
            lambda out: np.where(out == -13, 0, out),
            ": at row 2, column 1 expected −13, yours 0. The rows above are right. Does your loop",
        ),
    ],
)
def test_a_matrix_is_told_what_differs_in_it(change: Callable[[Any], Any], told: str) -> None:
    assert said("conv2d_single", changed("conv2d_single", change)).startswith(CALL + told)


COUNT = "a count is a whole number (int), yours is of type "


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("dense_params", lambda n: n + 1, "dense_params(3, 2): expected 8, yours 9. Draw the layer and"),
        ("dense_params", float, f"dense_params(3, 2): {COUNT}float. Is there a / or a decimal point"),
        ("dense_params", lambda n: [n], "expected one number, yours is an array of shape (1,)."),
        ("dense_params", lambda n: True, f"{COUNT}bool."),
        ("dense_params", lambda n: 10**30, "expected 8, yours 1e+30."),
        ("dense_params", lambda n: 10**400, "expected 8, yours 1e+400."),
        ("hadamard_sum", lambda n: 10**400, "expected 7, yours 1e+400."),
        ("mlp_params", lambda n: [*n, 1], "expected a list of 4 numbers, yours has 5. Five columns make 4"),
        ("mlp_params", lambda n: [*n[:-1], 0], "at place 3 expected 2570, yours 0. Which two widths"),
        ("mlp_params", lambda n: [[1, 2], [3]], f"{COUNT}list."),
        ("hadamard_sum", lambda n: "seven", "expected a number, yours is of type str."),
        ("receptive_field_mask", lambda m: m.astype(int), "(dtype bool), yours is int64. Which dtype"),
        (
            "receptive_field_mask",
            lambda m: m | np.eye(5, 7, 4, dtype=bool),
            "at row 0, column 4 expected False, yours True. In the target 9 pixels are True, in yours 12.",
        ),
        (
            "channel_maps",
            lambda m: m[..., ::-1],
            "at row 0, column 0, channel 0 expected 7, yours −1. 18 of 27 numbers differ. The first",
        ),
        (
            "conv2d_batch",
            lambda m: m[::-1],
            "in image 0 at row 0, column 0, channel 0 expected −5, yours −10.",
        ),
    ],
)
def test_counts_masks_and_maps_are_told_in_their_own_words(
    name: str, change: Callable[[Any], Any], told: str
) -> None:
    assert told in said(name, changed(name, change))


@pytest.mark.parametrize(
    ("name", "slip", "told"),
    [
        ("conv2d_single", lambda the: lambda x, k, s=1: the(x, k[::-1, ::-1], s), "turned by half a circle"),
        ("conv2d_single", lambda the: lambda x, k, s=1: the(x, k.T, s), "with rows and columns swapped"),
        ("conv2d_single", lambda the: lambda x, k, s=1: the(x, k, s).T, "All numbers are there"),
        ("conv2d_single", lambda the: lambda x, k, s=1: the(x, k, s) / 9, "means of the nine products"),
        ("conv2d_single", lambda the: lambda x, k, stride=1: the(x, k), "is the result of stride 1."),
        ("conv2d_channels", lambda the: lambda x, k, s=1: the(x, k, s) / 3, "means of the three channels"),
        ("conv2d", lambda the: lambda x, k, s=1: the(x, k[..., [0, 0]], s), "Both maps are those of kernel"),
    ],
)  # fmt: skip
def test_a_slip_of_which_yours_is_the_outcome_is_named(
    name: str, slip: Callable[[Function], Function], told: str
) -> None:
    assert told in said(name, slip(right(ASSIGNMENT[name])[name]))


def test_a_function_that_writes_to_its_inputs_spoils_no_later_example() -> None:
    function = right("02-sliding-window")["conv2d_single"]

    def greedy(x: Any, kernel: Any, stride: Any = 1) -> Any:
        out = function(x, kernel, stride)
        x[:] = 0
        kernel[:] = 0
        return out

    assert said("conv2d_single", greedy) == ""


def test_parameters_may_have_other_names() -> None:
    function = right("02-sliding-window")["conv2d_single"]
    assert said("conv2d_single", lambda image, weights, stride=1: function(image, weights, stride)) == ""


def test_what_a_function_raises_is_told_with_the_call() -> None:
    assert said("window", lambda *args, **kwargs: [7].pop(3)).startswith(
        "window(GREY, 0, 0, 3) ends in IndexError: pop index out of range."
    )


class Speechless(Exception):
    def __str__(self) -> str:
        raise ValueError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Speechless, " ends in Speechless. Below"),
        (SystemExit(3), " ends in SystemExit: 3. Below"),
        (KeyboardInterrupt, " was still running when it was stopped. Does every loop come to an end?"),
    ],
)
def test_however_a_function_ends_it_is_told_in_a_sentence(error: BaseException, told: str) -> None:
    def conv2d_single(*_args: Any) -> Any:
        raise error

    assert said("conv2d_single", conv2d_single).startswith(CALL + told)


# --- What is drawn -----------------------------------------------------------------------------------


def shown(cell: NotebookNode) -> NotebookNode:
    """The data that a cell displays, and displays once."""
    (output,) = [each for each in cell.outputs if each.output_type == "display_data"]
    data: NotebookNode = output.data
    return data


def ended(cell: NotebookNode) -> str:
    """What a cell's error says, without colours."""
    (error,) = [each for each in cell.outputs if each.output_type == "error"]
    return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.traceback))


SHAPES = {
    "nothing": "None", "a list": "[1, 2]", "ragged lists": "[[1, 2], [3]]", "text": "'seven'",
    "no numbers": "np.zeros((0, 3))", "one number": "np.array(3)", "a vector": "np.arange(40)",
    "a large matrix": "np.arange(10_000).reshape(100, 100)", "many channels": "np.ones((4, 4, 50))",
    "five axes": "np.zeros((1, 2, 1, 2, 1))", "complex": "np.ones((3, 3)) * 1j",
    "nan and infinity": "np.array([[np.nan, np.inf, -np.inf]] * 3)",
    "large and small": "np.array([[1e300, 1e-300, -1e17]] * 3)",
    "huge integers": "np.array([[10**30] * 3] * 3)",
    "objects": "np.array([[object()] * 3] * 3)", "truth": "np.ones((3, 3), bool)",
}  # fmt: skip


@pytest.fixture(scope="module")
def notebook() -> dict[str, NotebookNode]:
    """Cells that a real kernel ran beside `looking`, by what they try."""
    folder = masters.path("02-sliding-window", "assignments").parent
    flipped = "return right(x, kernel[::-1, ::-1], stride)"
    bodies = {
        "stub": "raise NotImplementedError",
        "flipped": flipped,
        "crash": "return np.zeros(3)[x.shape[0]]",
        "right": "return right(x, kernel, stride)",
        **{what: f"return {value}" for what, value in SHAPES.items()},
    }
    cells = [
        source
        for name, source in masters.graded("02-sliding-window").items()
        if not name.startswith("check_")
    ]
    sources = [*cells, "right = conv2d_single"]
    check = "import looking\nlooking.check('conv2d_single')"
    sources += [f"def conv2d_single(x, kernel, stride=1):\n    {body}\n\n{check}" for body in bodies.values()]
    content = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [code_cell(s) for s in sources]}
    )
    for number, cell in enumerate(content.cells):
        cell["id"] = f"cell-{number}"
    client = nbclient.NotebookClient(
        content,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return dict(zip(bodies, content.cells[-len(bodies) :], strict=True))


def test_a_wrong_answer_ends_in_its_sentence_and_no_line_of_ours(notebook: dict[str, NotebookNode]) -> None:
    told = ended(notebook["flipped"])
    assert " ".join(told.split()) == (
        "conv2d_single(GREY, KERNEL): at row 0, column 0 expected 7, yours 6. 8 of 9 numbers differ. That is "
        "what a kernel turned by half a circle gives. In which order do its weights meet the pixels?"
    )
    assert max(map(len, told.splitlines())) <= 88


def test_a_crash_shows_the_students_lines_and_none_of_ours(notebook: dict[str, NotebookNode]) -> None:
    told = ended(notebook["crash"])
    assert told.startswith("conv2d_single(GREY, KERNEL) ends in IndexError: index 5 is out of bounds")
    assert "return np.zeros(3)[x.shape[0]]" in told
    assert "looking" not in told.replace("looking.check('conv2d_single')", "").replace("import looking", "")


def test_a_stub_reads_the_first_step_above_the_target_and_still_fails(
    notebook: dict[str, NotebookNode],
) -> None:
    assert ended(notebook["stub"]) == "conv2d_single is still to be written."
    page = shown(notebook["stub"])["text/html"]
    assert re.match(r"<p>conv2d_single is still to be written, so nothing is wrong yet\..*</p><img ", page)


def test_a_right_answer_is_praised_in_a_line_below_a_small_picture(notebook: dict[str, NotebookNode]) -> None:
    cell = notebook["right"]
    (line,) = [output.text for output in cell.outputs if output.output_type == "stream"]
    assert line == "Well done! conv2d_single: the examples come out right.\n"
    width, wrong = (
        int(re.findall(r'<img [^>]*width="(\d+)"', shown(notebook[which])["text/html"])[0])
        for which in ("right", "flipped")
    )
    assert width * 3 < wrong


def test_a_picture_is_described_for_those_who_cannot_see_it(notebook: dict[str, NotebookNode]) -> None:
    data = shown(notebook["flipped"])
    described = unescape(re.findall(r'alt="([^"]*)"', data["text/html"])[0])
    for part in ("target: [[ 7. 10. 1.] [ -9. 4. 7.]", "yours: [[ 6. -1. -6.] [ 2. 13. -4.]"):
        assert part in re.sub(r" +", " ", described)
    assert "[[  7.  10.   1.]\n [ -9.   4.   7.]" in data["text/plain"]


def test_each_form_of_a_picture_is_there_and_none_loads_or_runs_anything(
    notebook: dict[str, NotebookNode],
) -> None:
    for cell in notebook.values():
        data = shown(cell)
        assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
        page = data["text/html"]
        assert "<script" not in page
        assert re.findall(r"\son\w+=", page) == []
        assert {src[:22] for src in re.findall(r'src="([^"]*)', page)} == {"data:image/png;base64,"}
        assert "url(" not in page and "http" not in page


@pytest.mark.parametrize("what", SHAPES)
def test_whatever_a_function_gives_is_drawn(notebook: dict[str, NotebookNode], what: str) -> None:
    assert shown(notebook[what])["text/html"].startswith("<img ")
    assert ended(notebook[what]).startswith("conv2d_single(GREY, KERNEL)")


def test_of_a_large_array_only_what_is_drawn_is_written_out() -> None:
    """Ten million numbers took seven seconds and a gigabyte."""
    large = np.zeros((1000, 10, 10, 10))
    with own.at_home("02-sliding-window", "assignments"):
        from looking.lessons import lesson
        from looking.tables import slices

        tracemalloc.start()
        slices(large, lesson("conv2d_single").say)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < large.nbytes / 2


@each_function
def test_every_example_is_drawn_before_it_is_written_wrong_and_right(name: str) -> None:
    with own.at_home(ASSIGNMENT[name], "assignments"):
        from looking.answers import difference
        from looking.lessons import lesson
        from looking.pictures import picture, praise
        from looking.seen import NOTHING, Seen
        from looking.slider import slider

        taught = lesson(name)
        for example in taught.examples:
            target = np.asarray(example.target)
            wrong = ~target if target.dtype == bool else target + 1
            found = difference("array", target, wrong)
            assert found is not None
            stub = Seen(example.args(), example.target, NOTHING, example.view)
            off = Seen(example.args(), example.target, wrong, example.view, found.differs, found.first)
            drawn = [picture(stub, taught.say), picture(off, taught.say), praise(target, taught.say)]
            assert len({each.png for each in drawn}) == 3
            assert all(0 < each.width <= 860 and each.height < 800 for each in drawn)
            moving = slider(name, off, taught.say, opened=False)
            assert bool(moving) == (len(example.view.get("sums", ())) > 1)


# --- What is shipped ---------------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_sum_beside_a_window_gives_the_number_that_the_window_makes(assignment: str) -> None:
    """Read from what is released, and multiplied anew."""
    found = 0
    with own.at_home(assignment, "assignments"):
        from looking.lessons import lesson

        for exercise in exercises(assignment):
            for example in lesson(exercise.name).examples:
                view, args = example.view, example.args()
                for place, written in enumerate(view.get("sums", ())):
                    target = example.target.ravel()[place]
                    last = re.findall(r"= (−?[\d.]+)$|^(−?[\d.]+)$", written)[0]
                    assert float("".join(last).replace("−", "-")) == pytest.approx(target), example.call
                    if "kernel" in args and args["kernel"].ndim == 2:
                        row, col = np.unravel_index(place, example.target.shape)
                        top, left = view["tops"][row], view["lefts"][col]
                        high, wide = view["window"]
                        seen = args["x"][top : top + high, left : left + wide]
                        assert np.sum(seen * args["kernel"]) == pytest.approx(target)
                    found += 1
    assert (found > 50) == (assignment != "01-parameter-counting")


@each_function
def test_every_example_can_be_pasted_below_the_function(name: str) -> None:
    with own.at_home(ASSIGNMENT[name], "assignments"):
        from looking.lessons import lesson

        for example in lesson(name).examples:
            names = dict(right(ASSIGNMENT[name]))
            exec(example.setup, names)  # noqa: S102
            np.testing.assert_allclose(eval(example.call, names), example.target)  # noqa: S307


def test_there_is_a_lesson_for_each_exercise_and_no_other() -> None:
    files = {path.stem for path in (PROJECT / "autograder" / "lessons").glob("[!_]*.py")}
    assert files == set(ASSIGNMENT)


@each_function
def test_whatever_right_answer_students_write_the_check_takes_it_if_it_is_an_array(name: str) -> None:
    """The grader takes lists as well; a check asks for the array that the exercise asks for."""
    for way, source in right_answers(name).items():
        names = dict(right(ASSIGNMENT[name]))
        exec(source, names)  # noqa: S102
        told = said(name, names[name])
        assert not told or re.search(r"expected a NumPy array, yours is of type (list|tuple)", told), way


@pytest.mark.parametrize("name", ["conv2d_single", "channel_maps", "conv2d_channels", "conv_layer"])
def test_no_check_praises_what_costs_most_points(name: str) -> None:
    with own.at_home(ASSIGNMENT[name], "assignments"):
        from looking.answers import difference
        from looking.lessons import lesson

        def praised(model: Function) -> bool:
            with np.errstate(all="ignore"), contextlib.suppress(Exception):
                return not any(
                    difference(lesson(name).answer, example.target, example.call_of(model))
                    for example in lesson(name).examples
                )
            return False

        (exercise,) = (each for each in exercises(ASSIGNMENT[name]) if each.name == name)
        missed = {mistake.name for mistake in exercise.mistakes if praised(mistake.model)}
    assert missed.isdisjoint(
        "square-kernels-only kernel-sides-swapped square-images-only both-loops-alike integer-buffer "
        "start-not-moved end-not-moved stride-is-one-number vertical-stride-only horizontal-stride-only "
        "over-the-border one-window-too-many first-image-for-all".split()
    )


def test_the_same_folder_lies_beside_every_notebook() -> None:
    for module in (PROJECT / "looking").glob("*.py"):
        for assignment in ASSIGNMENTS:
            link = PROJECT / "solutions" / assignment / "looking" / module.name
            assert link.is_symlink() and link.resolve() == module
            assert (PROJECT / "assignments" / assignment / "looking" / module.name).read_bytes() == (
                module.read_bytes()
            )


def test_the_examples_of_an_assignment_are_the_same_bytes_each_time() -> None:
    first, second = (targets.examples("02-sliding-window", solution("02-sliding-window")) for _ in range(2))
    assert first == second
    path = Path("solutions/02-sliding-window/looking/examples.json")
    assert (PROJECT / path).read_bytes() == first


def test_the_examples_are_the_same_bytes_on_an_older_processor() -> None:
    """Where NumPy computes sigmoid by other instructions, and its last digits differ."""
    assignment = "01-parameter-counting"
    told = (
        "import sys; from autograder import targets; from autograder.course import solution;"
        f"sys.stdout.buffer.write(targets.examples('{assignment}', solution('{assignment}')))"
    )
    wide = "X86_V4 X86_V3 AVX512_ICL AVX512_SPR ASIMDHP"
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told],
        env=os.environ | {"NPY_DISABLE_CPU_FEATURES": wide},
        cwd=PROJECT,
        capture_output=True,
        check=True,
    ).stdout
    assert made == (PROJECT / "solutions" / assignment / "looking" / "examples.json").read_bytes()
