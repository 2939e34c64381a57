"""Many submissions at once: each gets its own verdict, whatever its neighbours do."""

from collections.abc import Iterable
from itertools import chain

import pytest

from autograder.engine import Judged, grade_all
from autograder.errors import CourseError, UnreadableNotebook, WallError
from autograder.key import Key
from autograder.sandbox import Limits, Sandbox
from autograder.verdict import Status, Verdict
from tests.making import notebook
from tests.test_grade import RIGHT, questions

KEY = Key("00-exam", "cpu", tuple(questions()))
CLASS = {
    "right": notebook(RIGHT),
    "half": notebook(RIGHT, "def double(n): return 0"),
    "endless": notebook(RIGHT, "def double(n):\n    while True: pass"),
    "exit": notebook(RIGHT, "import os\ndef double(n): os._exit(0)"),
    "cell": notebook("import os; os._exit(0)", RIGHT),
    "nothing": b"",
    "right too": notebook(RIGHT),
}


def sandbox() -> Sandbox:
    return Sandbox(Limits(call_cpu=0.5, call_wall=1.0))


def read(name: str) -> bytes:
    return CLASS[name]


def by_name(graded: Iterable[list[Judged[str]]]) -> dict[str, Verdict]:
    return {judged.submission: judged.verdict for judged in chain.from_iterable(graded)}


@pytest.mark.parametrize("jobs", [1, 2, 50])
def test_each_submission_gets_its_own_verdict(jobs: int) -> None:
    verdicts = by_name(grade_all(CLASS, read, KEY, jobs=jobs, sandbox=sandbox))
    scores = {name: verdict.score for name, verdict in verdicts.items()}
    assert scores == {
        "right": 6.0, "half": 3.0, "endless": 3.0, "exit": 3.0, "cell": 6.0, "nothing": 0.0, "right too": 6.0,
    }  # fmt: skip


def test_a_file_that_cannot_be_read_is_a_problem_and_the_rest_goes_on() -> None:
    def reading(name: str) -> bytes:
        if name == "half":
            raise UnreadableNotebook("There is no notebook.")
        return CLASS[name]

    verdicts = by_name(grade_all(["right", "half", "exit"], reading, KEY, jobs=1, sandbox=sandbox))
    assert verdicts["half"].problem == "There is no notebook."
    assert {exercise.status for exercise in verdicts["half"].exercises} == {Status.MISSING}
    assert verdicts["exit"].score == 3.0


def test_what_is_our_own_fault_costs_nobody_a_mark() -> None:
    def reading(name: str) -> bytes:
        if name == "half":
            raise CourseError("the folder may not be read")
        return CLASS[name]

    verdicts = by_name(grade_all(["right", "half", "exit"], reading, KEY, jobs=1, sandbox=sandbox))
    assert verdicts["half"].score is None
    assert {exercise.status for exercise in verdicts["half"].exercises} == {Status.BROKEN}
    assert (verdicts["right"].score, verdicts["exit"].score) == (6.0, 3.0)


def test_a_wall_that_cannot_stand_is_one_error_before_anything_is_graded() -> None:
    def falling() -> Sandbox:
        raise WallError("no Landlock")

    with pytest.raises(WallError, match="no Landlock"):
        next(grade_all(CLASS, read, KEY, sandbox=falling))


def test_nobody_has_submitted() -> None:
    assert list(grade_all([], read, KEY)) == []


def test_who_stops_listening_stops_the_work() -> None:
    graded = grade_all(["endless"] * 50, read, KEY, jobs=1, sandbox=sandbox)
    next(graded)
    graded.close()


def test_files_that_cannot_be_read_keep_nothing_from_the_rest() -> None:
    """More of them than are read ahead, before one that can be graded."""

    def reading(name: str) -> bytes:
        if name.startswith("none"):
            raise UnreadableNotebook("There is no notebook.")
        return CLASS[name]

    names = [*(f"none {number}" for number in range(20)), "right"]
    verdicts = by_name(grade_all(names, reading, KEY, jobs=1, sandbox=sandbox))
    assert len(verdicts) == 21 and verdicts["right"].score == 6.0
