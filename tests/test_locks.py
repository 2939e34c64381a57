"""The locks in `requirements/`: complete, hashed, and without an address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
NAMES = ("run.txt", "dev.txt", "fuzz.txt", "mutation.txt")
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())
CONFIG = PYPROJECT["project"]


def entries(lock: Path) -> list[str]:
    """One text for each package: its requirement, its hashes and who asked for it."""
    return re.split(r"\n(?=\S)", lock.read_text())


def pins(lock: Path) -> list[Requirement]:
    return [Requirement(entry.partition(" \\\n")[0]) for entry in entries(lock)]


def asked_for(*extras: str) -> list[Requirement]:
    if extras == ("peers",):
        return [Requirement(text) for text in PYPROJECT["dependency-groups"]["peers"]]  # nothing of ours
    lists = [CONFIG["dependencies"], *(CONFIG["optional-dependencies"][extra] for extra in extras)]
    return [Requirement(text) for requirements in lists for text in requirements]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_one_version_and_its_hashes(lock: Path) -> None:
    for entry in entries(lock):
        assert re.match(r"[\w.-]+==[\w.]+ ", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_says_where_packages_come_from(lock: Path) -> None:
    assert "://" not in lock.read_text()
    assert not re.search(r"^\s*--(?!hash=)", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("run.txt", ("cpu", "build")),
        ("dev.txt", ("cpu", "build", "dev")),
        ("fuzz.txt", ("build", "fuzz")),
        ("mutation.txt", ("build", "mutation")),
        ("peers.txt", ("peers",)),
    ],
)
def test_a_lock_holds_what_pyproject_asks_for(name: str, extras: tuple[str, ...]) -> None:
    locked = pins(PROJECT / "requirements" / name)
    for wanted in asked_for(*extras):
        found = [pin for pin in locked if pin.name == wanted.name]
        assert found, f"{wanted.name} is not in {name}: make lock"
        for pin in found:
            (version,) = pin.specifier
            assert wanted.specifier.contains(version.version), f"{wanted} is not {pin} in {name}: make lock"


def test_tests_run_with_the_versions_that_grading_runs_with() -> None:
    # Without their markers: one may want on all machines what another wants on some.
    run, dev, fuzz, mutation = (
        {f"{pin.name}{pin.specifier}" for pin in pins(PROJECT / "requirements" / name)} for name in NAMES
    )
    assert run <= dev
    assert {pin.partition("==")[0] for pin in fuzz - run} == {"atheris"}
    # What mutmut brings besides: nothing that tests run with, so that .venv stays what it was.
    assert not {pin.partition("==")[0] for pin in mutation - dev} & {pin.partition("==")[0] for pin in dev}
