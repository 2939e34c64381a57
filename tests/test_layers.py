"""What importing costs: import-linter (`make check`) sees who imports whom, these tests what that loads."""

import subprocess
import sys

import pytest

# Each takes half a second to ten, and TensorFlow half a gigabyte as well.
HEAVY = {"tensorflow", "keras", "nbgrader", "matplotlib", "IPython"}


def loaded_by(module: str) -> set[str]:
    """The heavy packages in memory once a fresh Python has imported the module."""
    code = f"import sys, {module}; print(*(name for name in sys.modules if '.' not in name))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return HEAVY & set(done.stdout.split())


def test_the_command_line_starts_without_anything_heavy() -> None:
    assert loaded_by("autograder.cli") == set()


@pytest.mark.parametrize("module", ["grade", "engine", "course", "feedback", "gradebook", "batch"])
def test_grading_starts_without_anything_heavy(module: str) -> None:
    assert loaded_by(f"autograder.{module}") == set()


def test_these_tests_would_see_a_heavy_import() -> None:
    assert loaded_by("matplotlib.pyplot") == {"matplotlib"}
