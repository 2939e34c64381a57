"""The masters: NumPy alone solves what they ask, what they state is true, no cell is out of place."""

import ast
import doctest
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Any

import nbclient
import nbformat
import numpy as np
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder import book, course
from autograder.course import PROJECT
from autograder.exercises import assignments, exercises, notebook_name
from autograder.verify.stated import untrue
from tests import masters
from tests.masters import ASSIGNMENTS, FUNCTIONS, TABLE
from tests.right import topk_forward

each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)
each_function = pytest.mark.parametrize(
    ("assignment", "name"), FUNCTIONS, ids=[name for _, name in FUNCTIONS]
)


@cache
def _solved(assignment: str) -> MappingProxyType[str, Any]:
    return MappingProxyType(masters.solved(assignment))


def solved(assignment: str) -> dict[str, Any]:
    """The solved master's names; a copy that a test may change."""
    return dict(_solved(assignment))


# --- Running ----------------------------------------------------------------------------------------


@each_assignment
def test_a_master_runs_from_top_to_bottom_and_every_check_says_so(assignment: str) -> None:
    namespace: dict[str, Any] = {}
    for cell, source in masters.graded(assignment).items():
        name = cell.removeprefix("check_")
        if name == cell:
            masters.run(source, namespace, name)
        else:
            printed = masters.check(assignment, name, namespace, "solutions")
            assert printed.endswith(f"Well done! {name}: the examples come out right.\n")


@each_assignment
def test_cells_that_are_graded_import_numpy_and_checks_what_lies_beside_them(assignment: str) -> None:
    for name, source in masters.graded(assignment).items():
        if name.startswith("check_"):
            assert source == (
                "import looking  # the folder beside this notebook\n\n"
                f'looking.check("{name.removeprefix("check_")}")'
            )
    imported = {
        alias.name
        for name, source in masters.graded(assignment).items()
        if not name.startswith("check_")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported == {"numpy"}


def test_a_real_kernel_runs_a_master() -> None:
    notebook = nbformat.read(masters.path("02-sliding-window"), as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        skip_cells_with_tag="no-grading",
        resources={"metadata": {"path": str(masters.path("02-sliding-window").parent)}},
    )
    client.execute()
    printed = {
        # A busy kernel may send a line in two pieces.
        cell.id: "".join(output["text"] for output in cell.outputs if output["output_type"] == "stream")
        for cell in notebook.cells
        if cell.id.startswith("check_")
    }
    names = [name for assignment, name in FUNCTIONS if assignment == "02-sliding-window"]
    assert printed == {
        f"check_{name}": f"Well done! {name}: the examples come out right.\n" for name in names
    }


# --- Stubs and checks -------------------------------------------------------------------------------


@each_function
def test_a_stub_is_typed_and_explained_and_raises_not_implemented(assignment: str, name: str) -> None:
    source = masters.graded(assignment, "assignments")[name]
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert function.returns is not None
    assert all(argument.annotation for argument in function.args.args)
    document = ast.get_docstring(function) or ""
    assert document.splitlines()[0].endswith(".")
    assert f">>> {name}(" in document or f"({name}(" in document
    assert source.endswith('"""\n    raise NotImplementedError')
    assert len(function.body) == 2
    namespace = solved(assignment)
    masters.run(source, namespace)
    with pytest.raises(NotImplementedError):
        namespace[name](*inspect.signature(namespace[name]).parameters)


@each_function
def test_a_check_fails_for_the_stub_even_if_all_else_is_right(assignment: str, name: str) -> None:
    released = masters.graded(assignment, "assignments")
    namespace = solved(assignment)
    masters.run(released[name], namespace)
    with pytest.raises(NotImplementedError, match=f"{name} is still to be written.*A first step: "):
        masters.check(assignment, name, namespace)


def nothing(_right: Any) -> Any:
    return None


def slightly_more(right: Any) -> Any:
    if isinstance(right, list):
        return [value + 1 for value in right]
    return (
        np.logical_not(right) if isinstance(right, np.ndarray) and right.dtype.kind == "b" else right + 0.001
    )


def twice(right: Any) -> Any:
    return np.stack([right, right]) if np.ndim(right) and not isinstance(right, list) else [right, right]


def lists(right: Any) -> Any:
    """Nested lists of the right numbers, or what is no number where one belongs."""
    return right.tolist() if isinstance(right, np.ndarray) else "seven"


@each_function
@pytest.mark.parametrize("slip", [nothing, slightly_more, twice, lists])
def test_a_check_answers_a_wrong_value_with_a_sentence(
    assignment: str, name: str, slip: Callable[[Any], Any]
) -> None:
    namespace = solved(assignment)
    right = namespace[name]
    namespace[name] = lambda *args, **kwargs: slip(right(*args, **kwargs))
    with pytest.raises(AssertionError, match=r"\w+"):
        masters.check(assignment, name, namespace)


COUNTS = [(e.assignment, e.name) for a in assignments() for e in exercises(a) if "INTEGER" in e.answer.name]


@pytest.mark.parametrize(("assignment", "name"), COUNTS, ids=[name for _, name in COUNTS])
def test_a_count_that_is_a_float_is_told_so_before_it_is_graded(assignment: str, name: str) -> None:
    """The grader takes no float for a count, so a check may not call one right."""
    namespace = solved(assignment)
    right = namespace[name]

    def floats(*args: Any, **kwargs: Any) -> Any:
        counts = right(*args, **kwargs)
        return [float(count) for count in counts] if isinstance(counts, list) else float(counts)

    namespace[name] = floats
    with pytest.raises(AssertionError, match=r"is a whole number \(int\), yours (is|are) of type .*float"):
        masters.check(assignment, name, namespace)


@pytest.mark.parametrize(
    ("assignment", "name"), [("02-sliding-window", "channel_maps"), ("03-multi-kernel", "conv2d")]
)
def test_where_the_shape_is_right_a_check_shows_the_values(assignment: str, name: str) -> None:
    namespace = solved(assignment)
    right = namespace[name]
    slips = [lambda out, stride: out if stride == 1 else out + 1000.0]
    if name == "conv2d":  # which is asked with two strides
        slips.append(lambda out, stride: out + 1000.0 if isinstance(stride, tuple) else out)
    for slip in slips:
        namespace[name] = lambda *args, stride=1, slip=slip: slip(right(*args, stride=stride), stride)
        with pytest.raises(AssertionError, match=r"at row 0, column 0, channel 0 expected [−\d]+, yours \d+"):
            masters.check(assignment, name, namespace)


def test_the_check_of_topk_forward_needs_no_other_function() -> None:
    namespace = {"np": np, "topk_forward": topk_forward}
    printed = masters.check("01-parameter-counting", "topk_forward", namespace)
    assert printed.endswith("Well done! topk_forward: the examples come out right.\n")


@each_function
def test_a_function_that_gives_lists_of_the_right_numbers_is_told_so_by_words(
    assignment: str, name: str
) -> None:
    """A check must not fail with an error that only its own code explains."""
    namespace = solved(assignment)
    right = namespace[name]
    namespace[name] = lambda *args, **kwargs: "seven"
    assert callable(right)
    with pytest.raises(AssertionError, match=r"\w+"):
        masters.check(assignment, name, namespace)


@each_function
def test_the_examples_of_a_docstring_are_true(assignment: str, name: str) -> None:
    namespace = solved(assignment)
    (example,) = doctest.DocTestFinder().find(namespace[name], name, module=False, globs=namespace)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


# --- The design -------------------------------------------------------------------------------------


@each_assignment
def test_signatures_and_points_are_those_of_the_design(assignment: str) -> None:
    namespace = solved(assignment)
    found = {}
    for cell in masters.cells(assignment, "code"):
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("grade"):
            name = nbgrader["grade_id"].removeprefix("check_")
            signature = inspect.signature(namespace[name])
            bare = [
                parameter.replace(annotation=inspect.Parameter.empty)
                for parameter in signature.parameters.values()
            ]
            found[f"{name}{inspect.Signature(bare)}"] = nbgrader["points"]
    assert list(found.items()) == list(TABLE[assignment].items())
    assert sum(found.values()) == 20


def test_masters_and_exercises_are_the_same_course() -> None:
    assert assignments() == ASSIGNMENTS
    for assignment in ASSIGNMENTS:
        listed = {exercise.signature.replace('"', "'"): exercise.points for exercise in exercises(assignment)}
        assert list(listed.items()) == list(TABLE[assignment].items())
        assert masters.path(assignment).name == notebook_name(assignment)


@each_assignment
def test_ids_of_cells_are_the_names_of_the_functions(assignment: str) -> None:
    seen: list[str] = []
    functions: list[str] = []
    for cell in masters.cells(assignment, "code"):
        seen.append(cell["id"])
        if masters.is_shown_only(cell):
            assert "nbgrader" not in cell["metadata"]
            continue
        nbgrader = cell["metadata"]["nbgrader"]
        assert cell["id"] == nbgrader["grade_id"]
        state = nbgrader["solution"], nbgrader["grade"], nbgrader["locked"]
        if cell["id"].startswith("check_"):
            assert state == (False, True, True)
            assert cell["id"] == f"check_{functions[-1]}"
        elif nbgrader["solution"]:
            assert state == (True, False, False)
            functions.append(cell["id"])
        else:
            assert state == (False, False, True)
    assert functions == [name for a, name in FUNCTIONS if a == assignment]
    assert len(set(seen)) == len(seen)


@each_assignment
def test_text_stands_in_cells_of_one_language_each(assignment: str) -> None:
    text = told(assignment)
    ids = [cell["id"] for cell in text]
    assert len(set(ids)) == len(ids)
    for cell in text:
        # A translation says of which English it is.
        marked = {"lang", "translates"} if cell["id"].endswith("-zh") else {"lang"}
        assert cell["metadata"].keys() == marked
        assert cell["metadata"]["lang"] == ("zh_CN" if cell["id"].endswith("-zh") else "en")
        assert re.fullmatch(r"[a-z0-9-]+-(en|zh)", cell["id"])


def told(assignment: str) -> list[dict[str, Any]]:
    """The cells with text, in all languages, without those that students fill in."""
    return [cell for cell in masters.cells(assignment, "markdown") if not masters.is_answer(cell)]


@each_assignment
def test_each_text_stands_below_the_one_that_it_translates(assignment: str) -> None:
    ids = [cell["id"] for cell in told(assignment)]
    assert ids[1::2] == [name.removesuffix("-en") + "-zh" for name in ids[::2]]
    assert all(name.endswith("-en") for name in ids[::2])


@each_assignment
def test_a_translation_has_the_figures_formulas_and_code_of_its_text(assignment: str) -> None:
    texts = told(assignment)
    for english, chinese in zip(texts[::2], texts[1::2], strict=True):
        for kept in (r'src="[^"]*"', r"(?m)^#+ ", r"(?m)^\|", r"\$\$", r"`[\x21-\x7e]+`"):
            there = [sorted(set(re.findall(kept, cell["source"]))) for cell in (english, chinese)]
            assert there[0] == there[1], (english["id"], kept)


@each_assignment
def test_chinese_paragraphs_stand_on_one_line_since_browsers_make_a_blank_of_a_break(assignment: str) -> None:
    for cell in told(assignment):
        if cell["metadata"]["lang"] == "zh_CN":
            assert not re.search(r"[\u4e00-\u9fff，。：；、）*]\n *[\u4e00-\u9fff（*`$](?! )", cell["source"])


@each_assignment
def test_a_notebook_ends_with_a_question_that_a_person_marks(assignment: str) -> None:
    question, _chinese, answer = masters.cells(assignment, "markdown")[-3:]
    assert re.search(r"There are 2 points for it, and a person reads your answer\.$", question["source"])
    assert answer["id"] == answer["metadata"]["nbgrader"]["grade_id"]
    assert answer["id"] == "answer_" + question["id"].removesuffix("-question-en").replace("-", "_")
    assert answer["metadata"]["nbgrader"]["points"] == 2
    assert not answer["metadata"]["nbgrader"]["locked"]
    assert [cell for cell in masters.cells(assignment, "markdown") if masters.is_answer(cell)] == [answer]


@each_assignment
def test_a_model_answer_and_notes_for_marking_stand_in_the_master_alone(assignment: str) -> None:
    (answer,) = [cell for cell in masters.cells(assignment, "markdown") if masters.is_answer(cell)]
    assert re.fullmatch(
        r"<!-- BEGIN SOLUTION -->\n.{400,}\n\*\*For the person who marks\.\*\* .+\n<!-- END SOLUTION -->",
        answer["source"],
        re.DOTALL,
    )
    (given,) = [
        cell for cell in masters.cells(assignment, "markdown", "assignments") if masters.is_answer(cell)
    ]
    assert given["source"] == "YOUR ANSWER HERE"


@each_assignment
@pytest.mark.parametrize("folder", ["solutions", "assignments"])
def test_a_notebook_holds_no_traces_of_a_run_and_nbgrader_accepts_it(assignment: str, folder: str) -> None:
    data = masters.path(assignment, folder).read_text(encoding="utf-8")
    content = json.loads(data)
    assert content["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
    notebook = nbformat.reads(data, as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)


# --- What the text states ---------------------------------------------------------------------------


@each_assignment
def test_numbers_in_the_text_are_computed(assignment: str) -> None:
    assert list(untrue(assignment, course.solution(assignment))) == []


def test_a_window_that_would_hang_over_the_border_is_cut_off_there() -> None:
    window = solved("02-sliding-window")["window"]
    assert [window(np.arange(6)[None], 0, col, (1, 3), 2).shape[1] for col in range(3)] == [3, 3, 2]


def test_arrays_in_the_notebooks_are_those_of_the_book_example() -> None:
    two, three = solved("02-sliding-window"), solved("03-multi-kernel")
    for found, right in [
        (two["GREY"], book.GREY),
        (two["KERNEL"], book.KERNEL),
        (two["IMAGE"], book.IMAGE),
        (two["COLOUR_KERNEL"], book.KERNELS[..., 0]),
        (three["IMAGE"], book.IMAGE),
        (three["KERNELS"], book.KERNELS),
    ]:
        np.testing.assert_array_equal(found, right)


# --- Figures ----------------------------------------------------------------------------------------


@each_assignment
def test_every_figure_is_in_the_students_folder_and_described_in_words(assignment: str) -> None:
    images = re.findall(r"<img ([^>]*)>", masters.text(assignment))
    images += re.findall(r"<img ([^>]*)>", masters.text(assignment, "zh_CN"))
    shown = set()
    for image in images:
        described = re.fullmatch(r'src="(images/10_\d\d\.png)" width="\d+" alt="([^"]{15,})"', image)
        assert described is not None, image
        shown.add(described[1])
    folder = masters.path(assignment, "assignments").parent
    given = {path.relative_to(folder).as_posix() for path in (folder / "images").iterdir()}
    assert shown == given
    assert all((folder / path).read_bytes().startswith(b"\x89PNG") for path in given)


def test_every_figure_of_the_course_is_shown() -> None:
    drawn = {path.name for path in (PROJECT / "images").glob("10_*.png")}
    shown = {name for a in ASSIGNMENTS for name in re.findall(r"10_\d\d\.png", masters.text(a))}
    assert shown == drawn


# --- Cells that show TensorFlow ---------------------------------------------------------------------


@each_assignment
def test_without_tensorflow_a_cell_that_shows_it_prints_one_friendly_sentence(
    assignment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    shown = [cell["source"] for cell in masters.cells(assignment, "code") if masters.is_shown_only(cell)]
    assert shown
    for source in shown:
        assert source.startswith("# Only to look at: needs TensorFlow, is not graded.\n")
        assert masters.run(source, solved(assignment)) == (
            "TensorFlow is not installed here, so there is nothing to see. No exercise needs it.\n"
        )


SHOW = """
from tests import masters
for assignment in masters.ASSIGNMENTS:
    names = masters.solved(assignment)
    for cell in masters.cells(assignment, "code"):
        if masters.is_shown_only(cell):
            exec(cell["source"], names)
"""


def test_tensorflow_shows_what_the_text_says() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    for expected in [
        "Total params: 335,114 (1.28 MB)",
        "parameters:               1.34 MB",
        "remembered by Adam:       2.68 MB",
        "Total params: 896 ",
        "Conv2D has 56 parameters.",
        "Largest difference between Keras and yours: 0.0",
    ]:
        assert expected in shown
    theirs, yours = re.findall(r"^(?:TensorFlow|yours):\n((?:\[.*\]\n){3})", shown, re.MULTILINE)
    assert theirs == yours
