"""Examples in docstrings are true.

pytest's own `--doctest-modules` would import every file it finds, and what lies in `tests/attacks/` and
`autograder/demo/students/` is to be read here, not run.
"""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

import autograder
import benchmarks

PACKAGE = Path(autograder.__file__).parent
EXCLUDED = PACKAGE / "demo" / "students"
MODULES = [
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for package in (PACKAGE, Path(benchmarks.__file__).parent)
    for file in sorted(package.rglob("*.py"))
    if EXCLUDED not in file.parents and re.search(r"^ *>>> ", file.read_text("utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
