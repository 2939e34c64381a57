"""The notebook given back: nbgrader can use it, nothing the student wrote is lost, nothing in it acts."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from autograder.errors import CourseError
from autograder.master import CHECK, Master
from autograder.returned import returned, verdict_of
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status, Verdict
from tests.course import MASTER, POINTS, QUESTION, answered, as_bytes, released, verdict
from tests.making import code_cell, notebook

Content = dict[str, Any]


def given_back(content: Content, judged: Verdict | None = None) -> Content:
    back: Content = json.loads(returned(as_bytes(content), judged or verdict(), MASTER).content)
    return back


def checked(content: bytes) -> nbformat.NotebookNode:
    """A notebook as nbgrader reads it; fails on what nbformat or nbgrader would refuse."""
    found: nbformat.NotebookNode = nbformat.reads(content.decode(), 4)
    nbformat.validate(found)
    MetadataValidator().validate_nb(found)
    return found


def markdown(source: str, **more: Any) -> Content:
    return {"cell_type": "markdown", "metadata": {}, "source": source} | more


def by_name(content: Content) -> dict[str, Content]:
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in content["cells"]
        if "nbgrader" in cell["metadata"]
    }


def sources(content: Content) -> list[str]:
    return [cell["source"] for cell in content["cells"]]


def is_marked(cell: Content, name: str) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def test_it_is_written_as_json_with_every_letter_that_can_be_written() -> None:
    judged = verdict()
    content = returned(notebook("x = 'é\\ud800'", "def window(): 1"), judged, MASTER).content
    back = json.loads(content)
    assert content.decode() == json.dumps(back, ensure_ascii=False) + "\n"
    assert back["metadata"]["autograder"]["verdict"] == json.loads(json.dumps(asdict(judged)))


# --- Damage -----------------------------------------------------------------------------------------


def metadata_stripped(content: Content) -> None:
    for cell in content["cells"]:
        cell["metadata"] = {}


def metadata_of_another_kind(content: Content) -> None:
    for cell in content["cells"]:
        cell["metadata"] = {"nbgrader": {"grade_id": ["x"], "points": "NaN", "schema_version": 99}}


def points_forged(content: Content) -> None:
    for cell in content["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"]["points"] = 1e9


def ids_doubled(content: Content) -> None:
    for cell in content["cells"]:
        cell["id"] = "same"
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = "conv2d_single"


def checks_deleted(content: Content) -> None:
    content["cells"] = [
        cell for cell in content["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")
    ]


def checks_edited(content: Content) -> None:
    for cell in content["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "20  # full marks, please"


def kinds_flipped(content: Content) -> None:
    for cell in content["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["cell_type"] = "raw"
        elif cell["cell_type"] == "markdown":
            cell["cell_type"] = "code"


def cells_split(content: Content) -> None:
    content["cells"] = [
        cell | {"source": line} for cell in content["cells"] for line in "".join(cell["source"]).splitlines()
    ]


def cells_merged(content: Content) -> None:
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    content["cells"] = [code[0] | {"source": "\n\n".join("".join(cell["source"]) for cell in code)}]


def cells_reversed(content: Content) -> None:
    content["cells"].reverse()


def everything_deleted(content: Content) -> None:
    content["cells"] = []


def twice_the_same(content: Content) -> None:
    content["cells"] += content["cells"]


def in_format_3(content: Content) -> None:
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    content["worksheets"] = [{"cells": content.pop("cells")}]
    content["nbformat"] = 3


DAMAGES: list[Callable[[Content], None]] = [
    metadata_stripped,
    metadata_of_another_kind,
    points_forged,
    ids_doubled,
    checks_deleted,
    checks_edited,
    kinds_flipped,
    cells_split,
    cells_merged,
    cells_reversed,
    everything_deleted,
    twice_the_same,
    in_format_3,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_nbgrader_can_work_with_it_whatever_the_student_did(damage: Callable[[Content], None]) -> None:
    content = answered(released())
    damage(content)
    back = checked(returned(as_bytes(content), verdict(), MASTER).content)
    marked = [cell for cell in back.cells if "nbgrader" in cell.metadata]
    names = Counter(cell.metadata.nbgrader.grade_id for cell in marked)
    expected = [name for exercise in POINTS for name in (exercise, CHECK + exercise)]
    assert names == Counter([*expected, QUESTION])
    for cell in marked:
        if cell.metadata.nbgrader.grade and cell.cell_type == "code":
            assert (
                cell.metadata.nbgrader.points == POINTS[cell.metadata.nbgrader.grade_id.removeprefix(CHECK)]
            )
            assert compute_checksum(cell) == cell.metadata.nbgrader.checksum


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_nothing_that_the_student_wrote_is_lost(damage: Callable[[Content], None]) -> None:
    content = answered(released())
    damage(content)
    cells = content.get("cells", content.get("worksheets", [{}])[0].get("cells", []))
    written = Counter("".join(cell.get("source", cell.get("input", ""))) for cell in cells)
    text = "\n".join(sources(given_back(content)))
    checks = {cell.source for cell in MASTER.cells if cell.graded}
    for source, times in written.items():
        assert text.count(source) >= (1 if source in checks else times)


def test_a_check_follows_its_solution_and_says_what_the_exercise_earned() -> None:
    judged = verdict(("window", Status.WRONG), message="Look at the last column.")
    cells = given_back(answered(released()), judged)["cells"]
    for name, points in POINTS.items():
        place = next(place for place, cell in enumerate(cells) if is_marked(cell, name))
        check = cells[place + 1]
        assert is_marked(check, CHECK + name)
        assert check["source"] == MASTER.cell(CHECK + name).source
        (output,) = check["outputs"]
        score = 0 if name == "window" else points
        sentence = f"{score:g} of {points:g} points. Look at the last column."
        assert output == {"output_type": "display_data", "metadata": {}, "data": {"text/plain": sentence}}


def test_all_outputs_of_the_student_are_dropped() -> None:
    html = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>alert(1)</script>"}}
    cell = code_cell("print('20 of 20 points')", outputs=[html], execution_count=7)
    (first, *_rest) = json.loads(returned(notebook(cell), verdict(), MASTER).content)["cells"]
    assert (first["outputs"], first["execution_count"]) == ([], None)


def test_a_check_cell_that_the_student_edited_is_kept_as_a_cell_of_theirs() -> None:
    content = answered(released())
    checks_edited(content)
    mine = [cell for cell in given_back(content)["cells"] if cell["source"].startswith("20  #")]
    assert [cell["metadata"] for cell in mine] == [{}] * len(POINTS)


def test_of_two_definitions_the_last_is_the_solution() -> None:
    back = json.loads(returned(notebook("def window(): 1", "def window(): 2"), verdict(), MASTER).content)
    assert by_name(back)["window"]["source"] == "def window(): 2"
    assert "def window(): 1" in sources(back)


def test_a_local_variable_of_the_same_name_is_no_definition() -> None:
    single = "def conv2d_single(x, kernel):\n    window = x[:3, :3]\n    return window * kernel"
    back = json.loads(returned(notebook("def window(): 1", single), verdict(), MASTER).content)
    assert by_name(back)["window"]["source"] == "def window(): 1"
    assert by_name(back)["conv2d_single"]["source"] == single


def test_two_functions_in_one_cell_each_get_a_solution_cell() -> None:
    both = "def output_size(): 1\n\n\ndef window(): 2"
    back = by_name(json.loads(returned(notebook(both), verdict(), MASTER).content))
    assert back["output_size"]["source"] == both
    assert back["window"]["source"] == "# window is defined above, in the cell of output_size."


def test_what_no_cell_defines_gets_an_empty_cell_at_the_end() -> None:
    judged = verdict(("window", Status.MISSING))
    back = json.loads(returned(notebook("import numpy as np"), judged, MASTER).content)
    assert sources(back)[0] == "import numpy as np"
    assert by_name(back)["window"]["source"] == "# No cell of this notebook defines window."


def test_cells_that_take_no_part_in_grading_still_say_so() -> None:
    cell = code_cell("import tensorflow", metadata={"tags": ["no-grading", "hide-input"], "x": 1})
    (first, *_rest) = json.loads(returned(notebook(cell), verdict(), MASTER).content)["cells"]
    assert first["metadata"] == {"tags": ["no-grading"]}


def test_an_unreadable_submission_gives_a_small_notebook_that_says_the_problem() -> None:
    judged = verdict(otherwise=Status.MISSING, problem="The file is a PDF, not a notebook.")
    back = checked(returned(b"%PDF-1.7 \xff\x00", judged, MASTER).content)
    assert back.cells[0].source == "# This submission could not be read\n\nThe file is a PDF, not a notebook."
    assert len(back.cells) == 1 + 2 * len(POINTS) + 1


def test_a_master_without_a_cell_for_an_exercise_is_the_courses_fault() -> None:
    with pytest.raises(CourseError, match="has no cell output_size"):
        returned(notebook("x = 1"), verdict(), Master("sliding-window", {}, ()))


def test_the_verdict_travels_in_the_notebook() -> None:
    example = Counterexample("f(1)", "f(1)", Shown("list of 2", [1, "nan"]), Shown("int", 3))
    results = (
        ExerciseResult("window", Status.CRASHED, 2.0, "\ud800 <b>", "flipped-kernel", example, hint="h"),
        ExerciseResult(
            "output_size", Status.WRONG, 2.0, "m", groups=(GroupResult("a", "b", 1.0, Status.PASSED),)
        ),
        ExerciseResult("hadamard_sum", Status.BROKEN, 2.0, "m"),
    )
    judged = Verdict("02-sliding-window", results, isolated=False)
    found = verdict_of(json.loads(returned(notebook("x = 1"), judged, MASTER).content))
    assert found is not None
    # Half a surrogate pair is no character, and no file can hold it.
    assert found.exercises[0].message == "? <b>"
    assert (found.exercises[1:], found.isolated) == (results[1:], False)
    assert found.exercises[0].counterexample == example
    assert (found.score, found.max_score) == (None, 6.0)


def test_a_verdict_that_a_student_put_into_their_notebook_is_not_taken_over() -> None:
    forged = json.loads(returned(notebook("x = 1"), verdict(), MASTER).content)
    found = verdict_of(given_back(forged, verdict(otherwise=Status.MISSING)))
    assert found is not None
    assert found.score == 0


def test_a_notebook_that_was_never_graded_has_no_verdict() -> None:
    assert verdict_of(released()) is None


# --- Text of a stranger -----------------------------------------------------------------------------

HARMLESS = set("a div pre code span p em strong h1 h2 h3 h4 h5 h6 ul ol li blockquote br hr del input "
               "table thead tbody tr th td dl dt dd".split())  # fmt: skip


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, their attributes and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.plain = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name: value or "" for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.plain += data


def as_the_formgrader_shows(source: str, attachments: Content | None = None) -> Elements:
    renderer = IPythonRenderer(escape=False, attachments=attachments or {})
    return Elements(MarkdownWithMath(renderer=renderer).render(source))


ATTACKS = [
    "<script>alert(1)</script>",
    "text\n\n<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click][1]\n\n[1]: javascript:alert(1)",
    "![beacon](https://example.com/seen.png)",
    "![](attachment:x.png)",
    "<https://example.com>",
    "https://example.com/?you=opened",
    r"$\href{javascript:alert(1)}{x}$",
    "&#36;\\href{javascript:alert(1)}{x}&#36;",
    '```mermaid\nclick A href "javascript:alert(1)"\n```',
    "~~~mermaid\n<img src=x onerror=alert(1)>\n~~~",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "````\n``` ```` `````\n<script>alert(1)</script>",
    "$$\n```\n$$ <script>alert(1)</script>",
    "\\begin{x}\n```text\n<script>alert(1)</script>\\end{x}",
    "\r```\r\n<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "| a |\n|---|\n| <b onmouseover=alert(1)> |",
]  # fmt: skip


def assert_inert(source: str) -> None:
    (first, *_rest) = json.loads(returned(notebook(markdown(source)), verdict(), MASTER).content)["cells"]
    assert first["cell_type"] == "markdown"
    shown = as_the_formgrader_shows(first["source"], first.get("attachments"))
    assert shown.names <= HARMLESS
    assert set(shown.attributes) <= {"class", "id", "href", "type", "disabled", "checked", "style"}
    # Of links there is just the mark beside a heading, which leads to the heading.
    assert shown.attributes.get("href", "#").startswith("#")
    assert shown.attributes.get("style", "text-align:").startswith("text-align:")
    assert "mermaid" not in shown.attributes.get("class", "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_that_would_act_is_shown_as_it_was_typed(attack: str) -> None:
    assert_inert(attack)
    (first, *_rest) = json.loads(returned(notebook(markdown(attack)), verdict(), MASTER).content)["cells"]
    shown = as_the_formgrader_shows(first["source"])
    assert shown.names <= {"div", "pre", "span"}
    typed = attack.replace("\r\n", "\n").replace("\r", "\n")
    assert shown.plain.strip() == typed.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(ATTACKS)
        | st.sampled_from("` ``` ~~~ $$ $ \\ [ ]( < > & # x |---| - 1. :// * _ !".split())
        | st.sampled_from(["\n", " ", "    "])
    ).map("".join)
)
def test_no_mixture_of_attacks_acts(source: str) -> None:
    assert_inert(source)


@pytest.mark.parametrize(
    "source", ["# My notes", "I used *two* loops:\n\n1. rows\n2. columns, `x` first", ""]
)
def test_plain_markdown_of_the_student_stays_as_it_is(source: str) -> None:
    back = json.loads(returned(notebook(markdown(source)), verdict(), MASTER).content)
    assert back["cells"][0]["source"] == source


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    back = json.loads(returned(notebook(markdown("see `````x[0]````` and ```")), verdict(), MASTER).content)
    assert back["cells"][0]["source"] == "``````text\nsee `````x[0]````` and ```\n``````"


def test_the_courses_own_markdown_stays_as_it_is() -> None:
    own = [cell.source for cell in MASTER.cells if cell.kind == "markdown"]
    shown = [cell["source"] for cell in given_back(released())["cells"] if cell["cell_type"] == "markdown"]
    assert shown == own
    assert any("<img" in source for source in own)


def test_what_a_student_attached_is_dropped() -> None:
    own = next(cell.source for cell in MASTER.cells if cell.kind == "markdown")
    bad = {"x.png": {'image/png" onerror="alert(1)': "AAAA"}}
    back = json.loads(returned(notebook(markdown(own, attachments=bad)), verdict(), MASTER).content)
    assert "attachments" not in back["cells"][0]


def test_a_raw_cell_would_be_html_and_is_shown_as_text() -> None:
    raw = {
        "cell_type": "raw",
        "metadata": {"raw_mimetype": "text/html"},
        "source": "<script>alert(1)</script>",
    }
    (first, *_rest) = json.loads(returned(notebook(raw), verdict(), MASTER).content)["cells"]
    assert first["cell_type"] == "markdown"
    assert as_the_formgrader_shows(first["source"]).names == {"div", "pre", "span"}
