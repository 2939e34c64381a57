"""`explain`: what an instructor reads about an exercise, in which nothing hidden stands."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from autograder import course
from autograder.cli import main
from autograder.exercise import Case, Exercise
from autograder.exercises import assignments, exercises
from autograder.explain import call
from autograder.key import Key

ALL = [exercise for assignment in assignments() for exercise in exercises(assignment)]
SINGLE = next(exercise for exercise in ALL if exercise.name == "conv2d_single")
each_exercise = pytest.mark.parametrize("exercise", ALL, ids=[exercise.name for exercise in ALL])


@pytest.fixture(autouse=True)
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "STATE", state)


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Explain":
    return Explain(capsys, monkeypatch)


class Explain:
    """The command; gives what it prints into a pipe, by default 1,000 columns wide: nothing is wrapped."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str, columns: int = 1000) -> str:
        self._monkeypatch.setenv("COLUMNS", str(columns))
        assert main(["explain", *arguments]) == 0
        return self._capsys.readouterr().out


@each_exercise
def test_all_that_is_known_of_an_exercise_is_said(
    exercise: Exercise, keys: Mapping[str, Key], explain: Explain
) -> None:
    text = explain(exercise.name)
    assert f"{exercise.assignment}, exercise {exercise.order} of " in text
    assert exercise.signature in text
    assert f"Section {exercise.section} " in text
    questions = [q for q in keys[exercise.assignment].questions if q.exercise is exercise]
    for group in exercise.groups:
        public = [q.case.public for q in questions if q.group is group]
        counts = rf"{group.points:g} +{sum(public)} +{len(public) - sum(public)}\n"
        assert re.search(rf"  {re.escape(group.title)} +{counts}", text)
    for mistake in exercise.mistakes:
        assert f"\n  {mistake.name}" in text and mistake.title in text and mistake.hint in text
    for law in exercise.laws:
        assert f"\n  {law.title}\n" in text
    assert exercise.hint in text
    assert (exercise.tolerance or "the answer is exact") in text


def test_the_statement_is_what_students_read(explain: Explain) -> None:
    assert "\n  Slide a kernel over an image with one channel.\n" in explain("conv2d_single")
    assert "\n  >>> conv2d_single(np.array([[1.0, 2.0, 3.0]]), " in explain("conv2d_single")


def test_the_allowance_is_told_in_numbers_with_the_values_they_are_for(
    explain: Explain, keys: Mapping[str, Key]
) -> None:
    text = explain("conv2d_single")
    found = re.search(r"from ([\d.e+-]+), for a value of ([\d.e+-]+), up to ([\d.e+-]+), for", text)
    assert found
    small, value, large = map(float, found.groups())
    expected = [
        q.expected for q in keys[SINGLE.assignment].questions if q.exercise is SINGLE and q.case.public
    ]
    assert small == pytest.approx(min(np.min(each.slack) for each in expected), rel=0.05)
    assert large == pytest.approx(max(np.max(each.slack) for each in expected), rel=0.05)
    assert any(np.any(np.isclose(np.abs(each.value), value, rtol=0.01, atol=0)) for each in expected)


@each_exercise
def test_nothing_hidden_is_said_with_whatever_secret(
    exercise: Exercise, explain: Explain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: Path
) -> None:
    """What depended on the secret would differ with it: here there is none, and no key of one."""
    known = explain(exercise.name)
    monkeypatch.setattr(course, "STATE", tmp_path)
    unknown = explain(exercise.name)
    differing = set(known.splitlines()) ^ set(unknown.splitlines())
    assert all("In the public cases" in line or "make a key first" in line for line in differing)
    assert bool(differing) == bool(exercise.tolerance)
    assert list(tmp_path.iterdir()) == []


def test_a_hidden_case_is_not_shown() -> None:
    with pytest.raises(ValueError, match="hidden"):
        call(SINGLE, Case((np.ones((2, 2)), np.ones((1, 1)))))


@pytest.mark.parametrize(
    ("name", "case", "says"),
    [
        ("output_size", Case((7, 3), {"stride": 2}, public=True), "output_size(7, 3, stride=2)"),
        ("mlp_params", Case(([4, 3],), public=True), "mlp_params([4, 3])"),
        (
            "stack_maps",
            Case(([np.ones((4, 5))] * 3,), public=True),
            "stack_maps(maps) with maps a list of 3, each 4×5",
        ),
        (
            "conv2d_batch",
            Case((np.ones((2, 5, 6, 1)), np.ones((3, 3, 1, 4))), {"bias": np.ones(4)}, public=True),
            "conv2d_batch(x, kernels, bias=bias) with x 2×5×6×1, kernels 3×3×1×4, bias 4 long",
        ),
    ],
)
def test_a_public_case_is_told_by_its_call(name: str, case: Case, says: str) -> None:
    [exercise] = [exercise for exercise in ALL if exercise.name == name]
    assert call(exercise, case) == says


def test_what_the_solution_calls_is_told_with_what_comes_of_it(explain: Explain) -> None:
    assert "calls output_size, window, hadamard_sum. Where a student's" in explain("conv2d_single")
    assert "The course's solution calls none." in explain("dense_params")


def test_without_a_name_all_exercises_are_listed_with_points_and_counts(
    explain: Explain, keys: Mapping[str, Key]
) -> None:
    rows = [line.split() for line in explain(columns=80).splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows] == [exercise.name for exercise in ALL]
    for row, exercise in zip(rows, ALL, strict=True):
        public = [q.case.public for q in keys[exercise.assignment].questions if q.exercise is exercise]
        names = {mistake.name for mistake in exercise.mistakes}
        counts = [sum(public), len(public) - sum(public), len(names), len(exercise.laws)]
        assert row[1:] == [f"{exercise.points:g}", *map(str, counts)]


@each_exercise
@pytest.mark.parametrize("columns", [80, 120])
def test_it_fits_its_width_but_for_what_students_read(
    exercise: Exercise, columns: int, explain: Explain
) -> None:
    lines = explain(exercise.name, columns=columns).splitlines()
    start = lines.index("Cases")
    assert max(map(len, lines[start:])) <= columns
    assert sorted(" ".join(lines).split()) == sorted(explain(exercise.name).split())  # nothing is cut off
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("conv2d_singel", "Do you mean conv2d_single, "),
        ("Conv2D", "Do you mean conv2d?"),
        ("stack-maps", "Do you mean stack_maps?"),
        ("03-multi-kernel", "Do you mean stack_maps, conv2d, conv2d_batch or conv_layer?"),
        ("xyzzy", "`autograder explain` lists them all"),
        ("", "`autograder explain` lists them all"),
    ],
)
def test_an_exercise_that_is_not_there_is_one_line_with_near_names(
    name: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert f"“{name}”" in captured.err and says in captured.err


@pytest.mark.parametrize("key_at_hand", [True, False])
def test_tensorflow_is_not_imported(key_at_hand: bool, state: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\nfrom autograder import cli, course\n"
        f"course.STATE = Path({str(state if key_at_hand else tmp_path)!r})\n"
        "status = cli.main(['explain', 'conv2d'])\n"
        "assert not {'tensorflow', 'keras', 'nbgrader'} & set(sys.modules)\nsys.exit(status)\n"
    )
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert (b"autograder key 03-multi-kernel" in done.stdout) != key_at_hand
