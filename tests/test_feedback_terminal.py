"""Verdicts in a terminal: complete, and with nothing of a student's that a terminal would obey."""

import dataclasses
import io
import re
from collections.abc import Mapping
from typing import Literal

import pytest
from rich.console import Console, RenderableType

from autograder.feedback import summary, text
from autograder.verdict import Status, Verdict
from tests.verdicts import INJECTIONS, PLACES, example, harmless, verdict, with_everywhere


def printed(
    shown: RenderableType,
    *,
    terminal: bool = False,
    width: int = 100,
    environ: Mapping[str, str] | None = None,
) -> str:
    file = io.StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    console = Console(
        file=file, width=width, force_terminal=terminal, color_system=colours, _environ=environ or {}
    )
    console.print(shown)
    return file.getvalue()


def test_text_shows_every_exercise_with_status_score_and_message() -> None:
    lines = printed(text(verdict(hint="Which window?"), student="ada"), width=140).splitlines()
    assert lines[0].strip() == "02-sliding-window  4 / 8  ada"
    assert any(re.match(r"✓ +output_size +Passed +2 / 2 +Right, with every case\.", line) for line in lines)
    assert any(
        re.match(r"✗ +conv2d_single +Wrong +2 / 6 +In cases with .* right\. Which window\?", line)
        for line in lines
    )


def test_text_shows_the_first_counterexample_ready_to_copy() -> None:
    out = printed(text(verdict(counterexample=example())), width=20)
    assert "\nx = 1\nconv2d_single(x)\n" in out
    out = printed(text(verdict(counterexample=example())))
    assert "* differs" in out
    assert re.search(r"2 +13\* +0 +2 +4\* +0", out)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (verdict(status=Status.BROKEN), "The grader itself failed"),
        (verdict(problem="The file is empty."), "  The file is empty."),
        (verdict(isolated=False), "Graded without isolation"),
        (verdict(counterexample=dataclasses.replace(example(), yours=None)), "yours: nothing"),
    ],
)
def test_text_says_what_is_special(given: Verdict, says: str) -> None:
    assert says in printed(text(given), width=200)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("injection", INJECTIONS)
def test_nothing_a_student_writes_controls_a_terminal(injection: str, place: str) -> None:
    submission = with_everywhere(INJECTIONS[injection])[place]
    rows = [(submission.student, submission.verdict)]
    for width in (40, 100):
        for shown in (text(submission.verdict, student=submission.student), summary(rows)):
            out = printed(shown, width=width)
            assert all(map(harmless, out))
            # The code to paste has lines of its own; it is made of constants of ours.
            assert place == "call" or not re.search(r"^SCORE", out, re.MULTILINE)


def test_markup_in_a_students_text_is_printed_as_it_stands() -> None:
    out = printed(text(verdict(message="[bold red]x[/bold red] :smile:"), student="[u]ada"), terminal=True)
    assert "[bold red]x[/bold red] :smile:" in out and "[u]ada" in out
    assert "[u]ada" in printed(summary([("[u]ada", verdict())]), terminal=True)


def test_there_is_no_colour_in_a_file_or_under_no_color() -> None:
    shown = text(verdict(counterexample=example(), isolated=False), student="ada")
    assert "\x1b" not in printed(shown)
    assert "\x1b[31m" in printed(shown, terminal=True)
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", printed(shown, terminal=True, environ={"NO_COLOR": "1"}))


def test_a_class_is_a_row_for_each_student_and_a_mark_for_each_exercise() -> None:
    out = printed(
        summary(
            [
                ("ada", verdict()),
                ("grace", verdict(status=Status.OVERTIME)),
                ("kurt", verdict(status=Status.BROKEN)),
                ("emmy", verdict(status=Status.MISSING, problem="The file is empty.")),
            ]
        )
    )
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[:5] == [
        "student score 1 2",
        "ada 4 / 8 ✓ ✗",
        "grace 4 / 8 ✓ T",
        "kurt – / 8 ✓ #",
        "emmy 4 / 8 ✓ · could not be read",
    ]
    assert lines[6:] == [
        "1 output_size 2 conv2d_single",
        "✓ Passed ✗ Wrong · Missing T Out of time # Our fault",
    ]


def test_every_status_has_a_mark_of_its_own() -> None:
    marks = set()
    for status in Status:
        row = printed(summary([("ada", verdict(status=status))])).splitlines()[1]
        marks.add(row.split()[-1])
    assert len(marks) == len(Status)


def test_an_empty_class_is_said_to_be_empty() -> None:
    assert printed(summary([])).strip() == "No submissions."
