"""Whoever is right earns everything, however they write it: `autograder/verify/right/`, through the wall."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder import verify
from autograder.exercise import Exercise
from autograder.exercises import assignments, exercises
from autograder.grade import Grader
from autograder.key import Key
from autograder.sandbox import Sandbox
from autograder.verdict import Status
from autograder.verify.answers import right_answers
from tests.making import notebook

ALL = [exercise for assignment in assignments() for exercise in exercises(assignment)]
FOLDER = Path(verify.__file__).parent / "right"
CONVOLUTIONS = {"conv2d_single", "channel_maps", "conv2d_channels", "conv2d", "conv2d_batch", "conv_layer"}

WAYS = [
    pytest.param(exercise, source, id=f"{exercise.name}-{way}")
    for exercise in ALL
    if (FOLDER / f"{exercise.name}.py").exists()  # which a test of its own asks
    for way, source in right_answers(exercise.name).items()
]


@pytest.fixture(scope="module")
def graders(keys: Mapping[str, Key]) -> Iterator[Mapping[str, Grader]]:
    with Sandbox() as sandbox:
        yield {assignment: Grader(key, sandbox) for assignment, key in keys.items()}


@pytest.mark.parametrize(("exercise", "source"), WAYS)
def test_a_right_answer_earns_full_marks(
    exercise: Exercise, source: str, graders: Mapping[str, Grader]
) -> None:
    verdict = graders[exercise.assignment].grade(notebook(source))
    [result] = [result for result in verdict.exercises if result.name == exercise.name]
    assert result.status is Status.PASSED, result.message
    assert result.score == exercise.points
    assert verdict.score == exercise.points, "it is the only exercise that was solved"


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_there_are_many_ways_to_be_right(exercise: Exercise) -> None:
    assert len(right_answers(exercise.name)) >= (12 if exercise.name in CONVOLUTIONS else 4)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_no_two_of_them_are_the_same_under_other_names(exercise: Exercise) -> None:
    shapes = [_without_names(source) for source in right_answers(exercise.name).values()]
    assert len(set(shapes)) == len(shapes)


def _without_names(source: str) -> str:
    """What is left of a source when every name in it is the same, without what it imports."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    for node in ast.walk(tree):
        for field in ("name", "id", "arg"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "_")
    return ast.dump(tree)


def test_every_file_belongs_to_an_exercise() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files == {exercise.name for exercise in ALL}
