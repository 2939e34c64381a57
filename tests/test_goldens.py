"""Whole submissions, from file to verdict: each golden one gets exactly the verdict that lies beside it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.exercises import assignments, exercises
from autograder.key import Key
from autograder.sandbox import Sandbox
from tests.goldens import FOLDER, LIMITS, assignment_of, expected, verdict

GOLDENS = sorted(FOLDER.iterdir())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@pytest.mark.parametrize("golden", GOLDENS, ids=[golden.name for golden in GOLDENS])
def test_a_golden_submission_gets_its_verdict(
    golden: Path, keys: Mapping[str, Key], sandbox: Sandbox
) -> None:
    assert verdict(golden, keys[assignment_of(golden)], sandbox) == expected(golden)


@pytest.mark.parametrize("golden", GOLDENS, ids=[golden.name for golden in GOLDENS])
def test_a_golden_submission_is_named_after_its_exercise(golden: Path) -> None:
    names = {exercise.name for assignment in assignments() for exercise in exercises(assignment)}
    assert golden.name.partition("-")[0] in names
    assert {path.suffix for path in golden.iterdir()} == {".ipynb", ".json"}


def test_what_happens_in_them_covers_every_status_but_our_own_fault() -> None:
    seen = {exercise["status"] for golden in GOLDENS for exercise in expected(golden)["exercises"]}
    assert seen == {"passed", "wrong", "missing", "crashed", "overtime", "overmemory", "refused"}
