"""Verdicts in a terminal: complete, and with nothing of a student's that a terminal would obey."""

import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from typing import Literal

import pytest
from rich.console import Console, RenderableType

from autograder.cli.printing import print_text
from autograder.feedback.class_table import ClassTable, Row
from autograder.feedback.terminal import text
from autograder.verdict import Counterexample, ExerciseResult, Shown, Status, Verdict
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


def summary(rows: Sequence[tuple[str, Verdict]]) -> ClassTable:
    names = [exercise.name for exercise in rows[0][1].exercises] if rows else []
    return ClassTable([Row.of(student, verdict) for student, verdict in rows], names)


def test_text_shows_every_exercise_with_status_score_and_message() -> None:
    lines = printed(text(verdict(hint="Which window?"), student="ada"), width=140).splitlines()
    assert lines[0].strip() == "02-sliding-window  4 / 8  ada"
    assert any(re.match(r"✓ +output_size +Passed +2 / 2 +Right, with every case\.", line) for line in lines)
    assert any(
        re.match(r"✗ +conv2d_single +Wrong +2 / 6 +In cases with .* right\. Which window\?", line)
        for line in lines
    )


def test_text_shows_a_counterexample_ready_to_copy() -> None:
    out = printed(text(verdict(counterexample=example())), width=20)
    assert "\nx = 1\nconv2d_single(x)\n" in out
    out = printed(text(verdict(counterexample=example())))
    assert re.search(r"2 +13\* +0 +2 +4 +0", out)
    assert "* 6 of 9 values differ." in out


def test_what_differs_is_marked_in_yours_alone() -> None:
    for yours, expected in (([[1.0]], [[2.0]]), ([1, 2], [1, 3]), ([[[1]], [[2]]], [[[1]], [[3]]])):
        out = printed(text(verdict(counterexample=example(yours, expected))))
        assert len(re.findall(r"\d\*", out)) == 1


def test_slices_of_yours_stand_beside_those_that_were_expected() -> None:
    out = printed(text(verdict(counterexample=example([[[1, 2, 3]]], [[[1, 4, 9]]]))))
    lines = [line.split() for line in out.splitlines()]
    place = lines.index(["[:,", ":,", "1]", "[:,", ":,", "1]"])
    assert lines[place - 1 : place + 2] == [
        ["yours", "array", "(3,", "3)", "float64", "expected", "array", "(3,", "3)", "float64"],
        ["[:,", ":,", "1]", "[:,", ":,", "1]"],
        ["2*", "4"],
    ]
    assert "1 slice is as expected, and not shown." in out


def test_text_tells_a_flipped_kernel_by_its_products() -> None:
    code = "import numpy as np\n\nx = np.array([[1, 2]])\nkernel = np.array([[1, 10]])\nf(x, kernel)"
    flipped = Counterexample(code, "f(x, kernel)", Shown("list of 1", [[12]]), Shown("list of 1", [[21]]))
    out = printed(text(verdict(counterexample=flipped)))
    assert "\nexpected [0, 0]: 1·1 + 2·10 = 21\nyours [0, 0]: 1·10 + 2·1 = 12\n" in out


def test_text_says_what_failed_elsewhere() -> None:
    out = printed(text(verdict(status=Status.PASSED, asides=("Cell 3 raised\nSCORE: 8/8.",))))
    assert "\nElsewhere in your notebook" in out
    assert re.search(r"^  Cell 3 raised SCORE: 8/8\. *$", out, re.MULTILINE)
    assert "Elsewhere" not in printed(text(verdict()))


def test_text_shows_the_cases_of_three_exercises_and_names_the_others() -> None:
    results = [
        ExerciseResult(name, Status.WRONG, 1.0, "A sentence.", counterexample=example())
        for name in ("first", "second", "third", "fourth", "fifth")
    ]
    out = printed(text(Verdict("02-sliding-window", tuple(results))))
    assert re.findall(r"^(\w+): the simplest case", out, re.MULTILINE) == ["first", "second", "third"]
    assert "Such cases of fourth, fifth as well: with --json." in out


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


@pytest.mark.parametrize("students", [0, 1, 97, 98, 250])
def test_however_many_there_are_a_command_prints_all_in_order(
    students: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    table = summary([(f"student-{number:03}", verdict()) for number in range(students)])
    print_text(table)
    out = capsys.readouterr().out
    assert re.findall(r"student-(\d+)", out) == [f"{number:03}" for number in range(students)]
    assert out == "\n".join(line.rstrip() for line in printed(table).split("\n"))


def test_every_status_has_a_mark_of_its_own() -> None:
    marks = set()
    for status in Status:
        row = printed(summary([("ada", verdict(status=status))])).splitlines()[1]
        marks.add(row.split()[-1])
    assert len(marks) == len(Status)


def test_an_empty_class_is_said_to_be_empty() -> None:
    assert printed(summary([])).strip() == "No submissions."
