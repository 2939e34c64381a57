"""Whatever file is handed in, it gets a verdict: a mark, or a reason why there is none."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course import overlooked, submissions
from autograder.engine import grade_all
from autograder.errors import UnreadableNotebook
from autograder.grade import Grader
from autograder.limits import DEFAULTS
from autograder.sandbox import Sandbox
from autograder.verdict import Verdict
from tests import exam
from tests.making import code_cell, notebook
from tests.siege import FULL, KEY, LIMITS

MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": "x"}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Sandbox(LIMITS) as sandbox:
        yield Grader(KEY, sandbox)


def right(**more: Any) -> bytes:
    return notebook(exam.RIGHT, **more)


def statuses(verdict: Verdict) -> set[str]:
    return {exercise.status.value for exercise in verdict.exercises}


def content(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def archive(fill: Callable[[zipfile.ZipFile], object]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        fill(file)
    return data.getvalue()


def _link(name: str, target: str) -> Callable[[zipfile.ZipFile], object]:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return lambda file: file.writestr(info, target)


def _many(file: zipfile.ZipFile) -> None:
    for number in range(1000):
        file.writestr(f"{number}.ipynb", "")


# JSON of a kind that is not expected in its place.
NO_LISTS: tuple[Any, ...] = (1, None, {}, "x", True)
NO_CELLS: tuple[Any, ...] = (None, 1, [], {}, {"cell_type": 1}, {"cell_type": ["code"]})
NO_SOURCES: tuple[Any, ...] = (1, {"a": 1}, [1, 2], [None], [["x"]], True)
NO_FORMATS: tuple[Any, ...] = (1, 2, "4", 99, -1, None, 1e9, [])
NO_METADATA: tuple[Any, ...] = (
    None,
    [],
    {"kernelspec": {"name": "../../evil", "language": "R"}, "language_info": {"name": "bash"}},
    {"items": 1, "get": 2, "__class__": "dict", "nbgrader": []},
)

NO_NOTEBOOK: dict[str, tuple[Callable[[], bytes], str]] = {
    # What students hand in by mistake.
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \r\n" * 100, "empty"),
    "zeros, as a full disk leaves them": (lambda: bytes(4096), "empty"),
    "a login page": (lambda: b"\xef\xbb\xbf\n<!DOCTYPE HTML><html><title>Log in</title></html>", "web page"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "a document": (lambda: archive(lambda file: file.writestr("word/document.xml", "<w/>")), "zip"),
    "a script": (lambda: b"import numpy as np\n\ndef f(): ...\n", "Python script"),
    "half a notebook": (lambda: right()[: len(right()) // 2], "cut off"),
    "a conflict": (lambda: b"{\n<<<<<<< HEAD\n" + right()[1:] + b"\n>>>>>>> main\n", "conflict"),
    # Archives are never opened, whatever is in them.
    "a zip with a way up": (lambda: archive(lambda file: file.writestr("../../x.ipynb", "{}")), "zip"),
    "a zip with an absolute name": (lambda: archive(lambda file: file.writestr("/x.ipynb", "{}")), "zip"),
    "a zip with a link": (lambda: archive(_link("x.ipynb", "/etc/passwd")), "zip"),
    "a zip of many": (lambda: archive(_many), "zip"),
    "a bomb": (lambda: archive(lambda file: file.writestr("x.ipynb", bytes(2**26))), "zip"),
    # Encodings.
    "an odd byte of UTF-16": (lambda: right().decode().encode("utf-16")[:-1], "cut off"),
    "EBCDIC": (lambda: right().decode().encode("cp500"), "not a notebook"),
    # JSON that is none, or far too much.
    "deep lists": (lambda: b"[" * 10**6, "not a notebook"),
    "deep dicts": (lambda: b'{"cells":' * 10**5 + b"1" + b"}" * 10**5, "not a notebook"),
    "a long number": (lambda: b'{"cells": ' + b"7" * 10**6 + b"}", "not a notebook"),
    "null": (lambda: b"null", "not a notebook"),
    "a list": (lambda: b"[]", "not a notebook"),
    "a text": (lambda: b'"x"', "not a notebook"),
    "a number": (lambda: b"1e999", "not a notebook"),
    "an object": (lambda: b"{}", "not a notebook"),
    # Cells that are none.
    **{f"cells: {value!r}": (partial(content, cells=value), "not a notebook") for value in NO_LISTS},
    **{f"a cell: {value!r}": (partial(content, cells=[value]), "Cell 1") for value in NO_CELLS},
    **{f"a source: {value!r}": (partial(notebook, code_cell(value)), "Cell 1") for value in NO_SOURCES},
    # Sizes.
    "100,000 cells": (lambda: notebook(*["1"] * 100_000), "100000 cells"),
    "20 MB of code": (lambda: notebook("x = 1\n" * (DEFAULTS.notebook_bytes // 8)), "characters"),
    "an attachment of 50 MB": (lambda: notebook(MARKDOWN | {"attachments": {"a": "A" * 50_000_000}}), "MiB"),
    "outputs without end": (lambda: notebook(code_cell("1", outputs=["A" * DEFAULTS.notebook_bytes])), "MiB"),
}


@pytest.mark.parametrize(("make", "reason"), NO_NOTEBOOK.values(), ids=NO_NOTEBOOK.keys())
def test_what_is_no_notebook_is_told_so(make: Callable[[], bytes], reason: str, grader: Grader) -> None:
    verdict = grader.grade(make())
    assert verdict.problem is not None
    assert reason in verdict.problem
    assert "\n" not in verdict.problem and verdict.problem.endswith(".")
    assert (verdict.score, verdict.max_score, statuses(verdict)) == (0.0, FULL, {"missing"})


RIGHT: dict[str, Callable[[], bytes]] = {
    "a mark of UTF-8": lambda: b"\xef\xbb\xbf" + right(),
    "UTF-16": lambda: right().decode().encode("utf-16"),
    "UTF-16 without a mark": lambda: right().decode().encode("utf-16-le"),
    "Latin-1": lambda: notebook("# é\n" + exam.RIGHT).replace(rb"\u00e9", b"\xe9"),
    "lines of Windows": lambda: json.dumps(json.loads(right()), indent=1).replace("\n", "\r\n").encode(),
    "lines of Windows in the code": lambda: notebook(exam.RIGHT.replace("\n", "\r\n")),
    "sources as lists": lambda: notebook(code_cell(exam.RIGHT.splitlines(keepends=True))),
    "a cell each": lambda: notebook(
        *("import numpy\n\ndef" + part for part in exam.RIGHT.split("\ndef")[1:])
    ),
    **{f"nbformat {value!r}": partial(right, nbformat=value) for value in NO_FORMATS},
    **{f"nbformat_minor {value!r}": partial(right, nbformat_minor=value) for value in (10**9, "5", -1)},
    "format 3": lambda: json.dumps(
        {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": exam.RIGHT}]}]}
    ).encode(),
    **{f"metadata {value!r}": partial(right, metadata=value) for value in NO_METADATA},
    **{
        f"a cell with {more!r:.60}": partial(notebook, code_cell(exam.RIGHT, **more))
        for more in (
            {"metadata": None},
            {
                "metadata": {
                    "items": 1,
                    "keys": 2,
                    "__class__": {},
                    "nbgrader": {"grade_id": [], "points": "x"},
                }
            },
            {"id": "../x" * 2500},
            {"outputs": None, "execution_count": "∞"},
            {"attachments": {"../../x": {"image/png": "no"}}},
        )
    },
    "two cells of one id": lambda: notebook(code_cell(exam.RIGHT, id="a"), code_cell("1", id="a"), MARKDOWN),
    "1 MB of markdown": lambda: notebook(MARKDOWN | {"source": "# " + "x" * 10**6}, exam.RIGHT),
    "18 MB of outputs": lambda: notebook(code_cell(exam.RIGHT, outputs=[{"data": "A" * 18_000_000}])),
    "a cell that raises before": lambda: notebook("1 / 0", "import nothing_of_the_kind", exam.RIGHT),
    "a cell that raises after": lambda: notebook(exam.RIGHT, "raise SystemExit", "def (", "open('data.csv')"),
    "a cell without end before": lambda: notebook("while True: pass", exam.RIGHT),
    "a cell without end after": lambda: notebook(exam.RIGHT, "while True: pass"),
    "cells of a notebook that was tried out": lambda: notebook(
        "%matplotlib notebook",
        "%pip install scipy",
        "!ls",
        "import ipywidgets",
        "import torch; torch.cuda.init()",
        "import urllib.request; urllib.request.urlopen('http://localhost')",
        "input('name? ')",
        exam.RIGHT,
        "%%bash\nls",
        "%load_ext autoreload",
        "output_size?",
        "await nothing",
    ),
}


@pytest.mark.parametrize("make", RIGHT.values(), ids=RIGHT.keys())
def test_damage_beside_right_answers_costs_nothing(make: Callable[[], bytes], grader: Grader) -> None:
    verdict = grader.grade(make())
    assert (verdict.problem, verdict.score) == (None, FULL)


@pytest.mark.parametrize(
    "make",
    [
        notebook,
        lambda: notebook("1 + 1"),
        lambda: notebook(MARKDOWN | {"source": exam.RIGHT}),
        lambda: notebook({"cell_type": "raw", "metadata": {}, "source": exam.RIGHT}),
        lambda: notebook(code_cell(exam.RIGHT, cell_type="Code")),
        lambda: notebook('"""' + exam.RIGHT + '"""'),
        lambda: notebook("\0" + exam.RIGHT),
    ],
    ids=[
        "no cells",
        "no function",
        "in markdown",
        "in a raw cell",
        "in a cell of no kind",
        "in a text",
        "NUL",
    ],
)
def test_functions_that_are_in_no_code_are_missing(make: Callable[[], bytes], grader: Grader) -> None:
    verdict = grader.grade(make())
    assert (verdict.problem, verdict.score, statuses(verdict)) == (None, 0.0, {"missing"})


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6), st.sampled_from([b"", b"\0", b'"', b"{", b"]", b"\xff", b"9" * 400])
        ),
        max_size=6,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_a_file_raises(grader: Grader, damage: list[tuple[int, bytes]]) -> None:
    data = notebook("def output_size(n, k, stride=1): return 7", MARKDOWN)
    for place, piece in damage:
        at = place % (len(data) + 1)
        data = data[:at] + piece + data[at + 1 :]
    verdict = grader.grade(data)
    assert verdict.score is not None
    if verdict.problem is not None:
        assert (verdict.score, statuses(verdict)) == (0.0, {"missing"})


# Names.


@pytest.mark.parametrize(
    "name",
    [
        "-rf.ipynb",
        "$(id).ipynb",
        "a\nb.ipynb",
        "\x1b[2J.ipynb",
        "CON.ipynb",
        "🙂.ipynb",
        "x" * 249 + ".ipynb",
    ],
)
def test_a_notebooks_name_is_just_a_name(name: str, tmp_path: Path, grader: Grader) -> None:
    folder = tmp_path / "submitted" / "=cmd|' ;..%2F" / exam.ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / name).write_bytes(right())
    (submission,) = submissions(tmp_path, exam.ASSIGNMENT)
    assert grader.grade(submission.read()).score == FULL


def test_a_name_that_is_no_text_is_told_and_stops_nobody(tmp_path: Path) -> None:
    submitted = os.fsencode(tmp_path) + b"/submitted/"
    for name in (b"a\xff", b"zoe"):
        os.makedirs(submitted + name + b"/" + exam.ASSIGNMENT.encode())  # noqa: PTH103  # no text names it
    assert [submission.student for submission in submissions(tmp_path, exam.ASSIGNMENT)] == ["zoe"]
    assert "UTF-8" in overlooked(tmp_path, exam.ASSIGNMENT)[0]


# Batches.


def test_each_of_many_is_reported_whatever_the_others_are(tmp_path: Path) -> None:
    files: dict[str, dict[str, bytes]] = {f"right-{n}": {"sliding-window.ipynb": right()} for n in range(5)}
    files |= {
        "nothing": {"sliding-window.ipynb": b""},
        "two": {"a.ipynb": right(), "b.ipynb": right()},
        "none": {"notes.txt": b"sorry"},
        "page": {"sliding-window.ipynb": b"<html>"},
        "cut": {"sliding-window.ipynb": right()[:99]},
    }
    for student, contents in files.items():
        folder = tmp_path / "submitted" / student / exam.ASSIGNMENT
        folder.mkdir(parents=True)
        for name, data in contents.items():
            (folder / name).write_bytes(data)
    found = submissions(tmp_path, exam.ASSIGNMENT)
    graded = grade_all(found, lambda each: each.read(), KEY, jobs=2, sandbox=lambda: Sandbox(LIMITS))
    verdicts = {judged.submission.student: judged.verdict for judged in chain.from_iterable(graded)}
    assert {s for s, v in verdicts.items() if v.score == FULL} == {f"right-{n}" for n in range(5)}
    assert {s for s, v in verdicts.items() if v.problem} == {"nothing", "two", "none", "page", "cut"}


def test_a_file_that_vanishes_is_a_problem_of_its_own(grader: Grader) -> None:
    def read(name: str) -> bytes:
        if name == "gone":
            raise UnreadableNotebook("It is gone.")
        return right()

    judged = grade_all(["a", "gone", "b"], read, KEY, jobs=1, sandbox=lambda: Sandbox(LIMITS))
    graded = {each.submission: each.verdict for each in chain.from_iterable(judged)}
    assert [graded[name].problem for name in ("a", "gone", "b")] == [None, "It is gone.", None]
