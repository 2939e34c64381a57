"""Reading what students hand in: notebooks of every kind give their cells, other files a reason."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import UnreadableNotebook
from autograder.limits import DEFAULTS
from autograder.notebook import read
from tests.making import code_cell, notebook


def sources(data: bytes) -> list[str]:
    return [cell.source for cell in read(data).cells]


def test_code_cells_come_in_order_with_their_place_among_all_cells() -> None:
    data = notebook({"cell_type": "markdown", "source": "# Title", "metadata": {}}, "a = 1", "b = 2")
    assert [(cell.source, cell.place) for cell in read(data).cells] == [("a = 1", 2), ("b = 2", 3)]


def test_a_source_may_be_a_list_of_lines() -> None:
    assert sources(notebook(code_cell(["a = 1\n", "b = 2"]))) == ["a = 1\nb = 2"]


def test_raw_and_markdown_cells_and_empty_ones_are_left_out() -> None:
    raw = {"cell_type": "raw", "source": "a = 1", "metadata": {}}
    assert sources(notebook(raw, raw | {"cell_type": "markdown"}, "", "  \n")) == []


def test_cells_that_only_show_something_take_no_part() -> None:
    assert sources(notebook(code_cell("import keras", metadata={"tags": ["no-grading"]}), "a = 1")) == [
        "a = 1"
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"metadata": None},
        {"metadata": {"kernelspec": {"name": "../../evil"}}},
        {"nbformat": 99},
        {"nbformat": "4"},
        {"nbformat_minor": 10**9},
    ],
    ids=str,
)
def test_damage_that_grading_does_not_look_at_costs_nothing(more: dict[str, object]) -> None:
    assert sources(notebook("a = 1", **more)) == ["a = 1"]


@pytest.mark.parametrize(
    "metadata", [None, 1, [], {"tags": 3}, {"nbgrader": {"points": 1e9, "grade_id": "__class__"}}], ids=str
)
def test_damaged_metadata_of_a_cell_costs_nothing(metadata: object) -> None:
    cell = code_cell("a = 1", metadata=metadata, id="../x" * 5000)
    assert sources(notebook(cell, cell)) == ["a = 1", "a = 1"]
    del cell["metadata"]
    assert sources(notebook(cell)) == ["a = 1"]


def test_a_damaged_cell_costs_itself_and_is_remembered() -> None:
    found = read(notebook("a = 1", code_cell(7), "b = 2", {"source": "c = 3"}))
    assert [(cell.source, cell.place) for cell in found.cells] == [("a = 1", 1), ("b = 2", 3)]
    assert found.damaged == (2, 4)


@pytest.mark.parametrize("source", [None, [], ""], ids=str)
def test_a_code_cell_with_nothing_in_it_is_empty_and_not_damaged(source: object) -> None:
    found = read(notebook(code_cell(source), {"cell_type": "code", "metadata": {}}))
    assert (found.cells, found.damaged) == ((), ())


def test_a_function_in_a_cell_that_takes_no_part_is_found_there() -> None:
    markdown = {"cell_type": "markdown", "metadata": {}, "source": "def f(): ..."}
    found = read(notebook("a = 1", markdown, "g = f"))
    assert found.defining("f") is None
    aside = found.written_aside("f")
    assert aside is not None
    assert (aside.place, aside.kind) == (2, "markdown")


def test_a_tag_does_not_take_a_function_out_of_grading() -> None:
    tagged = code_cell("import keras\n\ndef f(): ...", metadata={"tags": ["no-grading"]})
    assert read(notebook(tagged)).definition("f") is not None


def test_format_3_keeps_its_cells_in_worksheets() -> None:
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "a = 1"}]}]}
    assert sources(json.dumps(old).encode()) == ["a = 1"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_start_of_the_file_is_accepted(encoding: str) -> None:
    assert sources(notebook("a = 'é'").decode().encode(encoding)) == ["a = 'é'"]


def test_windows_line_ends_are_accepted() -> None:
    text = json.dumps(json.loads(notebook("a = 1")), indent=1).replace("\n", "\r\n")
    assert sources(text.encode()) == ["a = 1"]


@pytest.mark.parametrize(
    "source",
    ["a = 1\r\nb = 2", "a = 1\rb = 2", ["a = 1\r\n", "b = 2"], ["a = 1", "b = 2"], "\ufeffa = 1\nb = 2"],
)
def test_lines_of_code_end_in_one_way(source: object) -> None:
    assert sources(notebook(code_cell(source))) == ["a = 1\nb = 2"]


def test_half_a_surrogate_pair_does_not_travel_on() -> None:
    assert sources(notebook("a = '\ud800'")) == ["a = '?'"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0\0\0", "empty"),
        (b"<!DOCTYPE html><html>login</html>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "zip archive"),
        (b"import numpy as np\n", "Python script"),
        (notebook("a = 1")[:-10], "cut off"),
        (b"\xff\xff\xff", "not a notebook"),
        (b"[" * 200_000, "not a notebook"),
        (b'{"cells":' * 200_000, "not a notebook"),
        (b'{"cells": ' + b"9" * 10_000 + b"}", "not a notebook"),
        (b'{"cells":\n[1 2], "nbformat": 4}', "damaged in line 2"),
        (b'{\n<<<<<<< HEAD\n"cells": []\n=======\n>>>>>>> theirs\n}', "conflict"),
        (b"null", "not a notebook"),
        (b"[]", "not a notebook"),
        (b'"x"', "not a notebook"),
        (b"{}", "not a notebook"),
        (b'{"cells": 1}', "not a notebook"),
        (b'{"cells": null}', "not a notebook"),
        (b'{"cells": {}}', "not a notebook"),
        (b'{"cells": [null]}', "Cell 1"),
        (b'{"cells": [{}]}', "Cell 1"),
        (notebook(code_cell(1)), "Cell 1"),
        (notebook(code_cell([1, 2])), "Cell 1"),
        (notebook(code_cell({"a": 1})), "Cell 1"),
        (notebook(*["a"] * (DEFAULTS.notebook_cells + 1)), "2001 cells"),
        (notebook("a" * 1_000_001), "1000001 characters"),
        (b" " * DEFAULTS.notebook_bytes + b"{}", "20.1 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_notebook_says_why_in_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableNotebook) as caught:
        read(data, DEFAULTS)
    assert reason in str(caught.value)
    assert str(caught.value).endswith(".")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "source", "metadata", "cell_type"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_at_all_raises_anything_else(value: object) -> None:
    with suppress(UnreadableNotebook):
        read(json.dumps(value).encode())


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n  pass",
        "async def f(): ...",
        "@cache\ndef f(x): ...",
        "f = lambda x: x",
        "class f: ...",
        "f: int = 3",
    ],
)
def test_the_cell_that_defines_a_name_is_found(source: str) -> None:
    assert read(notebook("def f(): 'first'", source, "y = f(x=1)\nif f == 2: pass")).definition("f") == source


def test_a_name_that_is_only_used_is_not_defined() -> None:
    assert read(notebook("f(1)\nf == 3\ndef ff(): ...")).definition("f") is None


def test_what_a_function_calls_is_followed_through_as_many_cells_as_it_takes() -> None:
    chain = [f"def f{n}(x): return f{n + 1}(x) + f{n // 2}(x)" for n in range(1_000)]
    whole = read(notebook("def end(x): return x", *chain, "def f1000(x): return end (x)"))
    assert whole.calls("f0", ["end"])
    assert not whole.calls("end", ["f0"])
    assert not read(notebook(*chain)).calls("f0", ["end"])
    assert not whole.calls("g", ["end"]), "what is not there calls nothing"


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("def f(x): return g(x)", True),
        ("def f(x):\n    return g (x)", True),
        ("f = lambda x: g(x)", True),
        ("def f(x): return x  # as g(x) does", False),
        ("def f(g): return g", False),
        ("def f(x): return map(g, x)", False),
        ("def f(x): return go(x)", None),
        ("def f(x): return x.g2(x)", None),
        ("def f(x): return x\ndef g(x): return x", None),
    ],
)
def test_a_name_that_is_called_is_told_from_one_that_is_there(source: str, calls: bool | None) -> None:
    """Only who waits for what never ends has to be sure; None: it is not even there."""
    found = read(notebook("def g(x): return x", source))
    assert found.calls("f", ["g"]) is (calls is True)
    assert found.mentions("f", ["g"]) is (calls is not None)


def test_a_file_of_empty_lists_is_not_read() -> None:
    """Each costs many times the bytes that it has in the file."""
    data = b'{"cells": [], "metadata": {"x": [' + b"[]," * 1_000_000 + b"[]]}}"
    with pytest.raises(UnreadableNotebook, match="far more lists and objects"):
        read(data)
