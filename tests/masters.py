"""The masters and what students get of them, as tests read them."""

import json
import re
from pathlib import Path
from typing import Any

from autograder.course import PROJECT
from autograder.language import ENGLISH
from autograder.verify import own

# The course as it was designed: in each assignment its functions, in order, with their points.
TABLE: dict[str, dict[str, int]] = {
    "01-parameter-counting": {
        "dense_params(n_in, n_out, bias=True)": 2,
        "mlp_params(widths, bias=True)": 3,
        "memory_bytes(n_params, dtype='float32')": 2,
        "dense_forward(x, w, b)": 2,
        "topk_forward(x, w, b, importance, k)": 3,
        "receptive_field_mask(height, width, row, col, k)": 3,
        "layer_weights(k, n_in, n_out, kind)": 2,
        "conv_params(kernel_size, c_in, c_out, bias=True)": 3,
    },
    "02-sliding-window": {
        "output_size(n, k, stride=1)": 2,
        "window(x, row, col, kernel_size, stride=1)": 2,
        "hadamard_sum(window, kernel)": 2,
        "conv2d_single(x, kernel, stride=1)": 6,
        "channel_maps(x, kernel, stride=1)": 3,
        "conv2d_channels(x, kernel, stride=1)": 5,
    },
    "03-multi-kernel": {
        "stack_maps(maps)": 3,
        "conv2d(x, kernels, stride=1)": 7,
        "conv2d_batch(x, kernels, bias=None, stride=1)": 6,
        "conv_layer(x, kernels, bias, stride=1)": 4,
    },
}
ASSIGNMENTS = tuple(TABLE)
FUNCTIONS = [(a, signature.partition("(")[0]) for a, signatures in TABLE.items() for signature in signatures]


def path(assignment: str, folder: str = "solutions") -> Path:
    """A notebook of the course: its master, or what students get (`folder="assignments"`)."""
    return PROJECT / folder / assignment / f"{assignment[3:]}.ipynb"


def cells(assignment: str, kind: str, folder: str = "solutions") -> list[dict[str, Any]]:
    """The cells of a kind, "code" or "markdown", each with its source as one text."""
    content = json.loads(path(assignment, folder).read_bytes())
    return [
        cell | {"source": "".join(cell["source"])} for cell in content["cells"] if cell["cell_type"] == kind
    ]


def is_shown_only(cell: dict[str, Any]) -> bool:
    """Whether a cell needs TensorFlow and takes no part in grading."""
    return "no-grading" in cell["metadata"].get("tags", [])


def is_answer(cell: dict[str, Any]) -> bool:
    """Whether a cell is for an answer that a person marks."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("grade") and nbgrader.get("solution"))


def graded(assignment: str, folder: str = "solutions") -> dict[str, str]:
    """The source of every code cell that takes part in grading, by the cell's id."""
    return {
        cell["id"]: cell["source"] for cell in cells(assignment, "code", folder) if not is_shown_only(cell)
    }


def text(assignment: str, language: str = ENGLISH) -> str:
    """All that a student reads in the markdown of a notebook, on one long line."""
    told = [cell for cell in cells(assignment, "markdown") if cell["metadata"].get("lang") == language]
    return re.sub(r"\s+", " ", "\n".join(cell["source"] for cell in told))


def run(source: str, namespace: dict[str, Any], name: str = "cell") -> str:
    """Run a cell as a kernel would, and give what it prints."""
    return own.run(source, namespace, name)


def solved(assignment: str) -> dict[str, Any]:
    """The names of a master after all its graded cells ran but the checks, from top to bottom."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for name, source in graded(assignment).items():
        if not name.startswith("check_"):
            run(source, namespace, name)
    return namespace


def check(assignment: str, name: str, namespace: dict[str, Any], folder: str = "assignments") -> str:
    """Run the check cell of an exercise in the folder where it lies, and give what it prints."""
    with own.at_home(assignment, folder):
        return run(graded(assignment, folder)[f"check_{name}"], namespace, f"check_{name}")
