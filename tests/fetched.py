"""An assignment as a student has fetched it, with a notebook for each state that their work may be in."""

import json
import shutil
from pathlib import Path

from autograder.course import PROJECT
from tests import masters

ASSIGNMENT = "02-sliding-window"
SOLVED = masters.graded(ASSIGNMENT)["conv2d_single"]
FLIPPED = SOLVED.replace("hadamard_sum(seen, kernel)", "hadamard_sum(seen, kernel[::-1, ::-1])")
WRITTEN = {
    "stub": masters.graded(ASSIGNMENT, "assignments")["conv2d_single"],
    "flipped": FLIPPED,
    "shape": SOLVED.replace("np.zeros((height, width))", "np.zeros(x.shape)"),
    "crash": SOLVED.replace("range(width)", "range(width + 2)"),
    "right": SOLVED,
}
CELLS = (
    "imports",
    "book_grey",
    "output_size",
    "window",
    "hadamard_sum",
    "conv2d_single",
    "check_conv2d_single",
)


def _write(folder: Path, name: str, conv2d_single: str) -> None:
    """Write the assignment's notebook as far as conv2d_single, and with this in its place."""
    content = json.loads(masters.path(ASSIGNMENT, "assignments").read_bytes())
    solved = masters.graded(ASSIGNMENT) | {"conv2d_single": conv2d_single}
    content["cells"] = [cell for cell in content["cells"] if cell["id"] in CELLS]
    for cell in content["cells"]:
        cell["source"] = solved[cell["id"]]
    (folder / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")


def fetched(folder: Path) -> None:
    """Make the folder, with all that comes with the assignment, and stub.ipynb, flipped.ipynb and so on."""
    shutil.copytree(PROJECT / "assignments" / ASSIGNMENT, folder)
    for name, source in WRITTEN.items():
        _write(folder, name, source)
