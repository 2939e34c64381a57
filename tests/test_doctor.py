"""`doctor` and `verify`: what they say where all is well, and where something is not."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder import cli, course, doctor, release, verify
from autograder.finding import Finding
from autograder.key import Key
from autograder.sandbox import Sandbox
from tests.making import notebook


@pytest.fixture
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "STATE", state)
    monkeypatch.setattr(verify, "STATE", state)
    monkeypatch.setattr(doctor, "STATE", state)


def test_a_sound_machine_has_no_fault(
    at_hand: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.reference.prepare", lambda device: "cpu")  # seconds of TensorFlow
    assert cli.main(["doctor", "--course-dir", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    for word in ("kernel", "Landlock", "sandbox", "user inside", "denied", "TensorFlow", "gradebook"):
        assert word in out
    assert "FAULT" not in out


def faults(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings if not finding.ok}


def test_a_wall_with_a_hole_is_a_fault_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "Sandbox", lambda: Sandbox(without={"landlock"}))
    found = faults(list(doctor._wall()))
    assert list(found) == ["submission tries to read files"]
    assert found["submission tries to read files"].remedy


def test_a_kernel_without_landlock_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.landlock.version", lambda: 0)
    assert not doctor._landlock().ok


def test_a_gradebook_that_another_program_holds_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE student (id TEXT)")
    assert doctor._gradebook(path).ok
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert "locked" in doctor._gradebook(path).found
    holder.close()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert not doctor._gradebook(path).ok


def test_the_course_as_it_is_has_no_fault(at_hand: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify"]) == 0
    out = capsys.readouterr().out
    assert out.count("20 of 20") == 3
    assert out.count("0 of 20") == 6  # each 20 of 20 ends in one


def test_a_solution_that_is_wrong_is_found(
    at_hand: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        verify, "solution", lambda assignment: notebook("def conv2d(x, k, stride=1): return x")
    )
    monkeypatch.setattr(release, "findings", lambda: ["assignments/ is out of date"])
    assert cli.main(["verify"]) == 1
    out = capsys.readouterr().out
    assert out.count("FAULT") == 4
    assert "make release" in out
