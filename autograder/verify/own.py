"""Runs the course's own notebooks: here, not behind the wall, and in their folder, where `looking` lies."""

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import Any

from autograder.course import PROJECT
from autograder.notebook import Notebook


@contextlib.contextmanager
def at_home(assignment: str, folder: str = "solutions") -> Iterator[None]:
    """Lets `import looking` find what lies beside an assignment's notebook."""
    home = str(PROJECT / folder / assignment)
    _forget()
    sys.path.insert(0, home)
    try:
        yield
    finally:
        sys.path.remove(home)
        _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "looking"]:
        del sys.modules[name]


def names_of(assignment: str, notebook: Notebook) -> dict[str, Any]:
    """What a solved notebook's names stand for, after all its graded cells ran; raises what they raise."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with at_home(assignment):
        for cell in notebook.cells:
            run(cell.source, names, f"cell {cell.place}")
    return names


def run(source: str, names: dict[str, Any], cell: str) -> str:
    """Runs a cell as a kernel would, and gives what it prints; raises what it raises."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, cell, "exec"), names)  # noqa: S102
    return printed.getvalue()
