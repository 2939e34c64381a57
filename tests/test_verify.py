"""`verify`: the course as it is has no fault, and each fault that it could have is found and told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from autograder import verify
from autograder.exercise import Exercise, Mistake
from autograder.exercises import assignments, exercises
from autograder.key import Key
from autograder.limits import Limits
from autograder.sandbox import Sandbox
from autograder.verify import Check, Kind, answers, mistakes, report

SINGLE = next(e for e in exercises("02-sliding-window") if e.name == "conv2d_single")


@pytest.fixture
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "STATE", state)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as sandbox:
        yield sandbox


@pytest.fixture
def key(keys: Mapping[str, Key]) -> Key:
    return keys["02-sliding-window"]


def faults(checks: Sequence[Check]) -> dict[str, str]:
    return {check.name: "; ".join(check.faults) for check in checks if not check.ok}


def printed(checks: Sequence[Check], width: int = 80) -> str:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(report.report(checks))
    return captured.get()


# The whole


@pytest.fixture(scope="module")
def whole(keys: Mapping[str, Key], state: Path) -> list[Check]:
    """What is found in the course as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "STATE", state)
        return list(verify.verify())


@pytest.mark.xdist_group("verify")
def test_the_course_as_it_is_has_no_fault(whole: list[Check]) -> None:
    assert faults(whole) == {}


@pytest.mark.xdist_group("verify")
def test_everything_is_checked_once(whole: list[Check]) -> None:
    named = [(check.group, check.exercise, check.kind, check.name) for check in whole]
    assert len(set(named)) == len(named)
    assert list(dict.fromkeys(check.group for check in whole)) == [*assignments(), "assignments/"]
    for assignment in assignments():
        its = [check for check in whole if check.group == assignment]
        assert [check.found for check in its if check.name == "the solution"] == ["20 of 20"]
        assert [check.found for check in its if check.name == "the untouched notebook"] == ["0 of 20"]
        for exercise in exercises(assignment):
            models = [c for c in its if c.exercise == exercise.name and c.kind is Kind.MISTAKE]
            assert len(models) == len(exercise.mistakes)
            assert all(check.caught for check in models)
            tried = [c.name for c in its if c.exercise == exercise.name and c.kind is Kind.RIGHT]
            assert tried == list(answers.right_answers(exercise.name))


@pytest.mark.xdist_group("verify")
def test_the_table_has_a_line_for_each_exercise_and_a_sum_at_its_end(whole: list[Check]) -> None:
    lines = printed(whole).splitlines()
    rows = {line[1]: line[2:] for line in map(str.split, lines) if line and line[0] == "ok"}
    sums = np.zeros(4, int)
    for assignment in assignments():
        for exercise in exercises(assignment):
            *counts, accepted, of, tried = rows[exercise.name]
            assert (of, accepted) == ("of", tried)
            sums += np.array(counts, int)
    totals = dict(line.rstrip().rsplit("  ", 1) for line in lines[-9:-2])
    assert [int(totals[what.ljust(22)[: len(what)]]) for what in ()] == []
    text = " ".join(" ".join(lines[-9:]).split())
    modelled, caught, right, wrong = sums
    assert f"mistakes modelled {modelled} caught {caught} named right {right} named wrong {wrong} " in text
    assert (modelled, wrong) == (caught, 0)
    assert "right answers accepted" in text and "seconds" in text
    assert text.endswith("No fault was found.")


@pytest.mark.xdist_group("verify")
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_its_width_and_nothing_in_it_is_cut_off(whole: list[Check], width: int) -> None:
    text = printed(whole, width)
    assert max(map(len, map(str.rstrip, text.splitlines()))) <= width
    assert "…" not in text


# Mistakes


def _with(*more: Mistake, key: Key) -> tuple[Exercise, Key]:
    """The exercise conv2d_single with further mistakes."""
    exercise = replace(SINGLE, mistakes=(*SINGLE.mistakes, *more))
    own = [
        tuple(replace(q, exercise=exercise) if q.exercise is SINGLE else q for q in asked)
        for asked in (key.questions, key.probes)
    ]
    return exercise, replace(key, questions=own[0], probes=own[1])


def _model(name: str) -> Mistake:
    return next(mistake for mistake in SINGLE.mistakes if mistake.name == name)


def _right(x: object, kernel: object, stride: object = 1) -> object:
    namespace: dict[str, Callable[..., object]] = {}
    exec(answers.right_answers("conv2d_single")["window_by_window"], namespace)  # noqa: S102
    return namespace["conv2d_single"](x, kernel, stride)


def test_a_model_that_is_right_is_a_fault(key: Key) -> None:
    exercise, its_key = _with(Mistake("none-at-all", "You err.", "Do you?", _right), key=key)
    found = list(mistakes.mistakes(exercise, its_key))
    assert faults(found) == {"none-at-all": "it earns full marks"}
    [check] = [check for check in found if check.name == "none-at-all"]
    assert not check.caught
    assert "Add a case" in check.remedy
    text = printed(found)
    assert "FAULT  conv2d_single, none-at-all: it earns full marks" in text
    assert "1 fault was found." in text


def test_a_model_that_is_called_by_anothers_name_is_a_fault(key: Key) -> None:
    flipped = _model("flipped-kernel")
    exercise = replace(SINGLE, mistakes=(replace(flipped, name="another"),))
    [check] = [c for c in mistakes._checks(exercise, key_of(exercise, key)) if c.kind is Kind.MISTAKE]
    assert check.ok
