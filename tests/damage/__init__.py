"""Solved notebooks, damaged as real classes damage them, and what each must come to.

A *way* of damage is a small function. It changes the metadata of a solved notebook (`looks`), its cells
(`cells`), its file (`files`), or the folder that it is handed in with (`folders`):

    @cells.way(FULL)                          no right answer is lost
    @cells.way(Loses("is no code cell"))      the last function of the assignment, and the verdict says so
    @files.way(Problem("cut off"))            nothing can be graded, and the verdict says why

A way's name is its function's. Each way is tried on one assignment, in turn, and those that lose nothing are
also tried together on all of them, drawn with a fixed seed.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from autograder.course import solution
from autograder.exercises import assignments, exercises, notebook_name
from tests.making import code_cell

Folder = Mapping[str, bytes]
"""What is handed in: files by their path."""


@dataclass(frozen=True)
class Outcome:
    """What a submission comes to.

    Attributes:
        loses: whether its last function loses its points; the others never do.
        problem: whether nothing can be graded.
        says: words that the student must read about it.
    """

    loses: bool = False
    problem: bool = False
    says: tuple[str, ...] = ()


FULL = Outcome()


def Loses(*says: str) -> Outcome:  # noqa: N802  # reads as the outcome that it makes
    return Outcome(loses=True, says=says)


def Problem(*says: str) -> Outcome:  # noqa: N802  # as above
    return Outcome(problem=True, says=says)


class Work:
    """A solved notebook, to be damaged.

    Attributes:
        last: the function that the assignment ends with; no other function uses it.
    """

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment
        self.name = notebook_name(assignment)
        self.functions = [exercise.name for exercise in exercises(assignment)]
        self.last = self.functions[-1]
        self.content: dict[str, Any] = json.loads(solution(assignment))
        for cell in self.cells:
            cell["source"] = "".join(cell["source"])

    @property
    def cells(self) -> list[dict[str, Any]]:
        return self.content["cells"]  # type: ignore[no-any-return]

    @cells.setter
    def cells(self, cells: list[dict[str, Any]]) -> None:
        self.content["cells"] = cells

    @property
    def code(self) -> list[dict[str, Any]]:
        return [cell for cell in self.cells if cell["cell_type"] == "code"]

    def cell(self, function: str) -> dict[str, Any]:
        """The cell that a function is written in."""
        return next(cell for cell in self.code if f"def {function}(" in cell["source"])

    def at(self, function: str) -> int:
        """The place of that cell, from 0."""
        return self.cells.index(self.cell(function))

    def add(self, source: str, place: int | None = None, **more: Any) -> None:
        """A code cell more; at the end unless a place is given."""
        self.cells.insert(len(self.cells) if place is None else place, code_cell(source, **more))

    def above(self, line: str) -> None:
        """A line above every function, in its cell."""
        for function in self.functions:
            cell = self.cell(function)
            cell["source"] = f"{line}\n{cell['source']}"

    def below(self, line: str) -> None:
        """A line below every function, in its cell."""
        for function in self.functions:
            self.cell(function)["source"] += f"\n{line}"

    def stub(self) -> str:
        """The last function as the assignment gives it out."""
        return f"def {self.last}(*args, **kwargs):\n    raise NotImplementedError"

    def as_bytes(self) -> bytes:
        return json.dumps(self.content, indent=1).encode()


T = TypeVar("T", bound=Callable[..., Any])


class Ways:
    """Ways of one kind, by name."""

    def __init__(self) -> None:
        self.all: dict[str, tuple[Outcome, Callable[..., Any]]] = {}

    def way(self, outcome: Outcome) -> Callable[[T], T]:
        def keep(function: T) -> T:
            self.add(function.__name__, outcome, function)
            return function

        return keep

    def add(self, name: str, outcome: Outcome, function: Callable[..., Any]) -> None:
        assert name not in self.all, name
        self.all[name] = (outcome, function)

    def harmless(self) -> list[str]:
        """Those that lose nothing."""
        return [name for name, (outcome, _) in self.all.items() if outcome == FULL]


looks = Ways()
"""`way(work)` changes what grading does not look at: metadata, ids, outputs."""
cells = Ways()
"""`way(work)` changes cells and what stands in them."""
files = Ways()
"""`way(data)` gives the damaged file."""
folders = Ways()
"""`way(data, work)` gives the folder."""


@dataclass(frozen=True)
class Damaged:
    """A damaged submission."""

    name: str
    outcome: Outcome
    folder: Folder


MIXED = 40
"""Draws of several harmless ways, for each assignment."""


def damaged(assignment: str) -> Iterator[Damaged]:
    """The ways whose turn it is with this assignment, then mixed ones."""
    turn = assignments().index(assignment)
    ways = list(_all())
    for number, (kind, name, outcome) in enumerate(ways):
        if number % len(assignments()) == turn:
            yield Damaged(name, outcome, _handed_in(Work(assignment), {kind: [name]}))
    draw = random.Random(f"damage to {assignment}")  # noqa: S311  # the same on every machine
    for _number in range(MIXED):
        drawn = {
            "looks": [draw.choice(looks.harmless())],
            "cells": [draw.choice(cells.harmless())],
            "files": [draw.choice(files.harmless())],
            "folders": [draw.choice(folders.harmless())],
        }
        names = ", ".join(name for kind in drawn.values() for name in kind)
        yield Damaged(names, FULL, _handed_in(Work(assignment), drawn))


def _all() -> Iterator[tuple[str, str, Outcome]]:
    for module in ("in_looks", "in_cells", "in_code", "in_files", "in_folders"):
        import_module(f"{__name__}.{module}")  # each adds its ways
    kinds = {"looks": looks, "cells": cells, "files": files, "folders": folders}
    for kind, ways in kinds.items():
        for name, (outcome, _way) in ways.all.items():
            yield kind, name, outcome


def _handed_in(work: Work, ways: Mapping[str, list[str]]) -> Folder:
    for name in ways.get("looks", ()):
        looks.all[name][1](work)
    for name in ways.get("cells", ()):
        cells.all[name][1](work)
    data = work.as_bytes()
    for name in ways.get("files", ()):
        data = files.all[name][1](data)
    folder: Folder = {work.name: data}
    for name in ways.get("folders", ()):
        folder = folders.all[name][1](data, work)
    return folder
