"""A student's answer to a question is found where students put it, and reaches the person who marks it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from nbgrader.utils import determine_grade

from autograder.answers import answers
from autograder.language import LANGUAGES
from autograder.notebook import read
from autograder.returned import returned
from autograder.translated import master_in
from tests.course import ASSIGNMENT, MASTER, POINTS, QUESTION, as_bytes, released, verdict
from tests.making import code_cell
from tests.test_returned import by_name, checked

Content = dict[str, Any]
TEXT = "Training finds the turned kernel instead."
STUB = "YOUR ANSWER HERE"


def text_cell(source: str, **metadata: Any) -> Content:
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def own(content: Content) -> Content:
    """The cell that the course made for the answer."""
    cell: Content = content["cells"][-1]
    assert cell["metadata"]["nbgrader"]["grade_id"] == QUESTION
    return cell


def in_its_cell(content: Content) -> None:
    own(content)["source"] = TEXT


def below_the_untouched_line(content: Content) -> None:
    own(content)["source"] = f"{STUB}\n\n{TEXT}"


def in_a_new_cell(content: Content) -> None:
    content["cells"].append(text_cell(TEXT))


def in_a_new_cell_instead(content: Content) -> None:
    content["cells"][-1] = text_cell(TEXT)


def in_the_cell_of_the_question(content: Content) -> None:
    content["cells"].pop()
    content["cells"][-1]["source"] = "".join(content["cells"][-1]["source"]) + f"\n\n{TEXT}"


def with_metadata_stripped(content: Content) -> None:
    in_its_cell(content)
    for cell in content["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def with_all_names_the_same(content: Content) -> None:
    in_its_cell(content)
    for cell in content["cells"]:
        cell["metadata"] = {"nbgrader": {"grade_id": QUESTION}}


def as_raw_text(content: Content) -> None:
    in_its_cell(content)
    own(content)["cell_type"] = "raw"


def as_code(content: Content) -> None:
    content["cells"][-1] = code_cell(f"# {TEXT}", metadata=own(content)["metadata"])


def moved_to_the_top(content: Content) -> None:
    in_its_cell(content)
    content["cells"].insert(0, content["cells"].pop())


WAYS = [
    in_its_cell,
    below_the_untouched_line,
    in_a_new_cell,
    in_a_new_cell_instead,
    in_the_cell_of_the_question,
    with_metadata_stripped,
    as_raw_text,
    as_code,
    moved_to_the_top,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_answer_is_found_wherever_it_was_written(way: Callable[[Content], None]) -> None:
    content = released()
    way(content)
    assert TEXT in answers(read(as_bytes(content)), MASTER)[QUESTION].text
    given = returned(as_bytes(content), verdict(), MASTER)
    cell = by_name(checked(given.content))[QUESTION]
    assert TEXT in cell["source"]
    assert cell["cell_type"] == "markdown"
    assert given.answered == {QUESTION}
    assert determine_grade(cell) == (None, 2.0), "nbgrader's own tools ask for a person as well"


@pytest.mark.parametrize("courses", LANGUAGES)
@pytest.mark.parametrize("readers", LANGUAGES)
def test_a_class_that_reads_two_languages_is_understood_in_both(courses: str, readers: str) -> None:
    content, master = released(), master_in(ASSIGNMENT, readers)
    told = [cell.source for cell in master.cells]
    for cell, source in zip(content["cells"], told, strict=True):
        if cell["cell_type"] == "markdown":
            cell["source"] = source
    in_a_new_cell_instead(content)
    back = checked(returned(as_bytes(content), verdict(), master_in(ASSIGNMENT, courses)).content)
    assert by_name(back)[QUESTION]["source"] == TEXT
    pictures = [cell["source"] for cell in back["cells"] if "<img" in cell["source"]]
    assert pictures == [source for source in told if "<img" in source], "our own text is shown as it is"


@pytest.mark.parametrize("source", [STUB, f"  {STUB}\n", "", " \n"], ids=repr)
def test_an_untouched_or_an_emptied_cell_is_no_answer(source: str) -> None:
    content = released()
    own(content)["source"] = source
    given = returned(as_bytes(content), verdict(), MASTER)
    assert answers(read(as_bytes(content)), MASTER)[QUESTION].text == ""
    assert given.answered == frozenset()
    assert determine_grade(by_name(checked(given.content))[QUESTION]) == (0, 2.0)


def test_a_cell_that_was_deleted_is_no_answer() -> None:
    content = released()
    content["cells"].pop()
    given = returned(as_bytes(content), verdict(), MASTER)
    assert given.answered == frozenset()
    assert by_name(checked(given.content))[QUESTION]["source"] == STUB


def test_no_function_is_taken_for_an_answer() -> None:
    """When ids are doubled, the cell of a function may bear the question's name."""
    content = released()
    with_all_names_the_same(content)
    content["cells"].insert(0, code_cell("def window(): 1", metadata={"nbgrader": {"grade_id": QUESTION}}))
    back = json.loads(returned(as_bytes(content), verdict(), MASTER).content)
    assert by_name(back)["window"]["source"].startswith("def window(")
    assert not by_name(back)[QUESTION]["source"].startswith("def ")


def test_text_that_would_act_is_shown_as_it_was_typed() -> None:
    content = released()
    own(content)["source"] = "It learns <script>alert(1)</script>."
    back = json.loads(returned(as_bytes(content), verdict(), MASTER).content)
    assert by_name(back)[QUESTION]["source"] == "```text\nIt learns <script>alert(1)</script>.\n```"


def test_a_long_paragraph_that_is_shown_as_typed_is_broken_into_lines() -> None:
    words = "It learns $k^2$ numbers, whatever the convolution does with them, and turns them back. " * 5
    content = released()
    own(content)["source"] = words
    shown = by_name(json.loads(returned(as_bytes(content), verdict(), MASTER).content))[QUESTION]["source"]
    assert max(len(line) for line in shown.splitlines()) <= 100
    assert shown.split() == ["```text", *words.split(), "```"]


def test_what_stayed_the_same_is_known_by_its_text() -> None:
    content = released()
    in_its_cell(content)
    given = returned(as_bytes(content), verdict(), MASTER)
    before = given.content
    assert given.unchanged(before) == {*POINTS, QUESTION}
    content["cells"].insert(0, code_cell("def window():\n    return 1"))
    assert QUESTION in returned(as_bytes(content), verdict(), MASTER).unchanged(before)
    own(content)["source"] = f"{TEXT} Or not."
    assert QUESTION not in returned(as_bytes(content), verdict(), MASTER).unchanged(before)


@pytest.mark.parametrize("before", [b"", b"{", b"[]", b'{"cells": [{"metadata": 3}]}'], ids=repr)
def test_nothing_is_the_same_as_before_where_there_is_no_before(before: bytes) -> None:
    assert returned(as_bytes(released()), verdict(), MASTER).unchanged(before) == frozenset()
