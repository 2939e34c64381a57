"""Every attack gets its word, leaves nothing behind, and the right submission after it gets full marks."""

import math
from collections.abc import Iterator
from itertools import chain

import pytest

from autograder.engine import grade_all
from autograder.sandbox import Sandbox
from autograder.verdict import ExerciseResult, GroupResult, Status, Verdict
from tests.bait import Bait
from tests.corpus import ATTACKS, FOLDER, Attack
from tests.siege import FULL, KEY, LIMITS, facts, faults, right_neighbour

pytestmark = pytest.mark.xdist_group("attacks")


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    with Bait(tmp_path_factory.mktemp("bait")) as bait:
        yield bait


@pytest.fixture(scope="module")
def sandbox(bait: Bait) -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(attack: Attack, bait: Bait, sandbox: Sandbox) -> None:
    assert faults(attack, bait, sandbox) == []


def test_a_batch_of_attacks_and_right_submissions_is_graded_to_its_end(bait: Bait, sandbox: Sandbox) -> None:
    """Two at a time, and in any order: no attack reaches the submission beside it."""
    known, slow = facts(bait, sandbox), {"overtime", "overmemory"}
    quick = [a for a in ATTACKS if not any(slow & statuses for statuses in a.expected.values())]
    attacks = {attack.name: attack for attack in quick[::4]}
    submissions = {name: attack.notebook(known) for name, attack in attacks.items()}
    submissions |= {f"{name}, a right one": right_neighbour() for name in attacks}
    graded = grade_all(
        sorted(submissions), submissions.__getitem__, KEY, jobs=2, sandbox=lambda: Sandbox(LIMITS)
    )
    verdicts = {judged.submission: judged.verdict for judged in chain.from_iterable(graded)}
    assert verdicts.keys() == submissions.keys()
    for name, verdict in verdicts.items():
        if name not in attacks:
            assert verdict.score == FULL
        elif not attacks[name].changes_nothing:
            for exercise in verdict.exercises:
                assert exercise.status.value in attacks[name].allowed(exercise.name), (name, exercise)


@pytest.mark.parametrize("points", [math.nan, -1.0, math.inf, -math.inf, 0.1])
def test_whatever_the_weights_a_mark_is_a_number_within_its_bounds(points: float) -> None:
    groups = tuple(GroupResult(name, name, points, Status.PASSED) for name in "abc")
    result = ExerciseResult("x", Status.PASSED, 2.0, "", groups=groups)
    assert Verdict("a", (result,)).score in (0.0, 2.0, math.fsum([0.1] * 3))


def test_each_file_of_the_corpus_is_an_attack_and_each_number_of_the_list_is_tried() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"_tools", "conftest"}
    assert {attack.name for attack in ATTACKS} == files
    listed = [f"{section}{n}" for section, last in (("A", 32), ("B", 45), ("C", 64), ("D", 76))
              for n in range({"A": 1, "B": 33, "C": 46, "D": 65}[section], last + 1)]  # fmt: skip
    assert [number for number in listed if number not in {attack.number for attack in ATTACKS}] == []
