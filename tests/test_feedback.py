"""The feedback page: complete, and inert whatever a student wrote."""

import base64
import dataclasses
import functools
import hashlib
import itertools
import re

import pytest
from bs4 import BeautifulSoup

from autograder.feedback.html import page
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status, Verdict
from tests.verdicts import INJECTIONS, PLACES, YOURS, Submission, example, harmless, verdict, with_everywhere


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def seen(html: str) -> str:
    """The text of a page, its white space made single."""
    body = soup(html).body
    assert body is not None
    return " ".join(body.get_text(" ").split())


# What a page shows.


def test_a_page_shows_assignment_student_and_score() -> None:
    html = page(verdict(), "ada", {}, notebook="sliding-window.ipynb")
    assert "<h1>Sliding window</h1>" in html
    for part in (
        "02-sliding-window · sliding-window.ipynb",
        "ada",
        "4 / 8 points",
        "1 of 2 exercises passed.",
    ):
        assert part in seen(html)


def test_a_page_shows_which_groups_earned_their_points() -> None:
    groups = soup(page(verdict(), "ada", {})).select("#exercise-2")[0].find_next("ul")
    assert groups is not None
    lines = [" ".join(line.get_text().split()) for line in groups.select("li")]
    assert lines == ["the chapter's example Passed 2 / 2", "strides that leave a rest Wrong 0 / 4"]
    assert [mark["class"] for mark in groups.select("svg")] == [["mark", "passed"], ["mark", "wrong"]]
    assert "1 of 2 groups of cases passed." in seen(page(verdict(), "ada", {}))


def test_an_exercise_whose_groups_ended_in_several_ways_bears_all_of_them() -> None:
    ended = (Status.CRASHED, Status.PASSED, Status.WRONG, Status.OVERTIME, Status.CRASHED)
    groups = tuple(GroupResult(str(place), "a title", 1.0, status) for place, status in enumerate(ended))
    result = ExerciseResult("conv2d_single", Status.WRONG, 5.0, "A sentence.", groups=groups)
    html = soup(page(Verdict("02-sliding-window", (result,)), "ada", {}))
    for place in (".contents li", "summary"):
        found = [status.get_text(strip=True) for status in html.select(f"{place} .status")]
        assert found == ["Wrong", "Crashed", "Out of time"]


def test_a_page_shows_message_hint_and_the_code_to_paste() -> None:
    html = page(verdict(counterexample=example(), hint="Which window?"), "ada", {})
    assert "Which window?" in seen(html)
    assert "In cases with all sizes different: the shape is right." in seen(html)
    assert soup(html).select("pre")[0].get_text() == "x = 1\nconv2d_single(x)"


def test_a_page_marks_the_cells_that_differ_without_relying_on_colour() -> None:
    yours, expected = soup(page(verdict(counterexample=example()), "ada", {})).select("table.grid")
    assert [cell.get_text() for cell in yours.select("td.differs")] == [
        *("6≠ differs", "-1≠ differs", "-6≠ differs", "13≠ differs", "2≠ differs", "-4≠ differs")
    ]
    assert [cell.get_text() for cell in expected.select("td.wanted")] == ["7", "10", "1", "4", "4", "-13"]


def test_a_page_colours_cells_by_their_sign() -> None:
    yours = soup(page(verdict(counterexample=example()), "ada", {})).select("table.grid")[0]
    signs = [cell["class"][0] for cell in yours.select("tbody td")]
    assert signs == [
        *("positive", "negative", "negative", "positive", "positive", "zero"),
        "positive",
        *signs[7:],
    ]
    assert signs[7:] == ["negative", "positive"]


def test_a_page_says_so_when_a_value_is_cut() -> None:
    cut = dataclasses.replace(example(), yours=Shown("array (20, 20) float64", YOURS))
    html = page(verdict(counterexample=cut), "ada", {})
    assert seen(html).count("Only its first elements are shown.") == 1
    cut = dataclasses.replace(
        example(), yours=Shown("list of 20", [1, 2, 3]), expected=Shown("list of 2", [1, 2])
    )
    html = page(verdict(counterexample=cut), "ada", {})
    assert seen(html).count("Only its first elements are shown.") == 1


def test_a_page_says_so_when_a_function_gave_nothing() -> None:
    nothing = dataclasses.replace(example(), yours=None)
    assert "It gave nothing back." in seen(page(verdict(counterexample=nothing), "ada", {}))


def test_a_mask_is_drawn_in_squares_that_are_read_as_true_and_false() -> None:
    html = page(verdict(counterexample=example([[True, False]], [[True, True]])), "ada", {})
    cells = [cell.get_text() for cell in soup(html).select("td.square")]
    assert cells == ["■True", "□False≠ differs", "■True", "■True"]


def test_a_page_shows_the_students_code() -> None:
    code = {"conv2d_single": "def conv2d_single(x):\n    return x  # kernel?\n"}
    blocks = soup(page(verdict(), "ada", code)).select("pre.code")
    assert [block.get_text() for block in blocks] == [code["conv2d_single"]]
    assert [(span["class"], span.get_text()) for span in blocks[0].select("span")] == [
        (["k"], "def"),
        (["f"], "conv2d_single"),
        (["k"], "return"),
        (["c"], "# kernel?"),
    ]


def test_an_exercise_that_passed_is_folded_and_any_other_open() -> None:
    folds = soup(page(verdict(), "ada", {})).select("details")
    assert [fold.has_attr("open") for fold in folds] == [False, True]


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_word_and_a_shape(status: Status) -> None:
    html = soup(page(verdict(status=status), "ada", {}))
    mark = html.select("summary .status")[1]
    assert mark.get_text(strip=True)
    shape = mark.select("use")[0]["href"]
    assert len(html.select(f"symbol{shape} > *")) >= 1


def test_no_two_statuses_look_or_read_the_same() -> None:
    html = [soup(page(verdict(status=status), "ada", {})) for status in Status]
    marks = [tree.select("summary .status")[1] for tree in html]
    assert len({mark.get_text(strip=True) for mark in marks}) == len(Status)
    shapes = [
        str(html[0].select(f"symbol{mark.select('use')[0]['href']}")[0].decode_contents()) for mark in marks
    ]
    assert len(set(shapes)) == len(Status)


def test_our_own_fault_gives_no_mark_and_says_whose_it_is() -> None:
    html = page(verdict(status=Status.BROKEN), "ada", {})
    assert "– / 8 points" in seen(html)
    assert "The grader itself failed, so there is no mark yet." in seen(html)
    assert "0 / 6" not in seen(html) and "0 / 4" not in seen(html)


def test_a_file_that_could_not_be_read_gets_the_reason_and_no_details() -> None:
    html = page(verdict(problem="The file is empty.", status=Status.MISSING), "ada", {})
    assert "This file could not be read The file is empty." in seen(html)
    assert not soup(html).select("details")
    assert "conv2d_single" in seen(html)


def test_a_page_warns_when_the_code_was_not_isolated() -> None:
    warning = "Graded without isolation"
    assert warning in seen(page(verdict(isolated=False), "ada", {}))
    assert warning not in seen(page(verdict(), "ada", {}))


def test_a_verdict_has_nowhere_to_keep_a_hidden_value() -> None:
    """What a page may show is decided by these fields; a new one is a new decision."""
    fields = {
        kind.__name__: [field.name for field in dataclasses.fields(kind)]
        for kind in (Verdict, ExerciseResult, GroupResult, Counterexample, Shown)
    }
    assert fields == {
        "Verdict": ["assignment", "exercises", "problem", "isolated", "asides", "seconds"],
        "ExerciseResult": [
            "name",
            "status",
            "max_score",
            "message",
            "mistake",
            "counterexample",
            "groups",
            "hint",
            "carried",
        ],
        "GroupResult": ["name", "title", "points", "status"],
        "Counterexample": ["code", "call", "yours", "expected"],
        "Shown": ["kind", "values"],
    }


def test_a_page_is_well_formed() -> None:
    html = page(verdict(counterexample=example()), "ada", {"output_size": "pass"})
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    tree = soup(html)
    names = [element["id"] for element in tree.select("[id]")]
    assert len(names) == len(set(names))
    assert all(link["href"][1:] in names for link in tree.select("[href]"))
    levels = [int(heading.name[1]) for heading in tree.select("h1, h2, h3")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in itertools.pairwise(levels))
    # Every element that is opened is closed, in order: what a browser mends is what it may mend wrongly.
    void = {"meta", "link", "br"}
    stack: list[str] = []
    for closing, name, own in re.findall(r"<(/?)([a-z][a-z0-9]*)(?:\"[^\"]*\"|[^\">])*?(/?)>", html):
        if closing:
            assert stack.pop() == name
        elif name not in void and not own:
            stack.append(name)
    assert not stack


# What a page is proof against.

_ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "svg", "symbol", "circle", "rect", "path", "use"),
    *(
        "header",
        "main",
        "footer",
        "section",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "b",
        "i",
        "em",
        "span",
        "bdi",
        "a",
    ),
    *("ol", "ul", "li", "details", "summary", "figure", "figcaption", "pre", "code"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("injection", INJECTIONS)
def test_nothing_a_student_writes_becomes_part_of_the_page(injection: str, place: str) -> None:
    html = with_everywhere(INJECTIONS[injection])[place].page()
    assert "<script" not in html.lower()
    tree = soup(html)
    for element in tree.find_all(True):
        assert element.name in _ELEMENTS
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc") for name in element.attrs)
        assert str(element.get("href", "#")).startswith("#")
    assert skeleton(tree) == harmless_skeleton(place)
    assert all(map(harmless, html))
    html.encode()  # a lone surrogate would raise


def skeleton(tree: BeautifulSoup) -> list[tuple[str, object]]:
    """The elements of a page, in order, but for the colours of code."""
    return [
        (element.name, element.get("id")) for element in tree.find_all(True) if not element.find_parent("pre")
    ]


@functools.cache
def harmless_skeleton(place: str) -> list[tuple[str, object]]:
    return skeleton(soup(with_everywhere("plain")[place].page()))


def test_what_a_student_wrote_is_shown_as_they_wrote_it() -> None:
    for bad in (INJECTIONS["script"], INJECTIONS["entity"], INJECTIONS["template"], INJECTIONS["percent"]):
        block = soup(Submission(verdict(), code=bad).page()).select("pre.code")[0]
        assert block.get_text() == bad


def test_the_policy_allows_our_style_and_nothing_else() -> None:
    tree = soup(page(verdict(), "ada", {}))
    [style] = tree.select("style")
    digest = base64.b64encode(hashlib.sha256(style.get_text().encode()).digest()).decode()
    [policy] = tree.select('meta[http-equiv="Content-Security-Policy"]')
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    # The policy binds only what follows it.
    assert tree.select("head > *").index(policy) < tree.select("head > *").index(style)
    assert not re.search(r"url\(|@import|expression", style.get_text())


def test_a_cell_of_megabytes_does_not_make_a_page_of_megabytes() -> None:
    assert len(Submission(verdict(), code="x" * 20_000_000).page()) < 100_000
