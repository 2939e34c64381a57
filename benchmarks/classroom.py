"""The class that is graded: the demo's students, as often as it takes, no two files alike.

Left out are two of the demo's: the loop that never ends, of which we would measure the limit, and which
some of our peers never come back from; and the file that is no notebook, which costs nothing. Also left out
is the cell that shows TensorFlow's answer: it is not graded, and would have all peers import TensorFlow.
"""

import json
import shutil
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.demo import ASSIGNMENT, make_class
from autograder.exercises import notebook_name

LEFT_OUT = ("jonas", "lena")
FILE = notebook_name(ASSIGNMENT)


def students() -> dict[str, dict[str, Any]]:
    """The notebooks, by name: three are right, six wrong, each in its way, and one is untouched."""
    with TemporaryDirectory() as folder:
        make_class(Path(folder) / "demo")
        found = sorted((Path(folder) / "demo" / "submitted").iterdir())
        notebooks = {
            student.name: json.loads((student / ASSIGNMENT / FILE).read_bytes())
            for student in found
            if student.name not in LEFT_OUT
        }
    for notebook in notebooks.values():
        notebook["cells"] = [
            cell for cell in notebook["cells"] if "no-grading" not in cell["metadata"].get("tags", [])
        ]
    return notebooks


def submit(course: Path, count: int) -> list[str]:
    """Makes a course's folder `submitted/` anew, with so many submissions; gives their students' names."""
    shutil.rmtree(course / "submitted", ignore_errors=True)
    names = []
    for number, (student, notebook) in enumerate(islice(cycle(students().items()), count)):
        names.append(f"{student}-{number:05}")
        folder = course / "submitted" / names[-1] / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / FILE).write_text(json.dumps(varied(notebook, number), ensure_ascii=False), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-03-02 09:00:00 UTC", encoding="utf-8")
    return names


def varied(notebook: dict[str, Any], number: int) -> dict[str, Any]:
    """The same work, with a constant and a comment of its own in each function's cell."""
    cells = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
            source = f"_mine = {number}\n{source}\n# {number}\n"
        cells.append({**cell, "source": source})
    return {**notebook, "cells": cells}
