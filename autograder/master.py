"""The released notebook of an assignment: what the gradebook and every returned notebook are held against.

Released means made from `solutions/` by `nbgrader generate_assignment`: solutions cut out, checksums set.
It is the course's own file, and so the one source of cell ids, points and checks; a student's metadata is
never believed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.language import _

CHECK = "check_"
"""A check cell is called after its function: check_conv2d checks conv2d."""


@dataclass(frozen=True, slots=True)
class MasterCell:
    """A cell of a released notebook.

    Attributes:
        kind: "code", "markdown" or "raw".
        nbgrader: nbgrader's metadata; empty for a cell that is none of its business.
        attachments: pictures inside a markdown cell, as nbformat keeps them.
        also: what the cell says in the course's other languages (`translated.master_in`).
    """

    kind: str
    source: str
    nbgrader: Mapping[str, Any]
    attachments: Mapping[str, Any]
    also: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What a student's copy of the cell may say, whichever language they were given."""
        return (self.source, *self.also)

    @property
    def name(self) -> str:
        """The id that nbgrader knows it by: "conv2d" or "check_conv2d"; empty when there is none."""
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def solution(self) -> bool:
        return bool(self.nbgrader.get("solution"))

    @property
    def graded(self) -> bool:
        return bool(self.nbgrader.get("grade"))

    @property
    def manual(self) -> bool:
        """Whether a person gives the points: nbgrader's "manually graded answer"."""
        return self.graded and self.solution

    @property
    def locked(self) -> bool:
        """Whether nbgrader puts this source back, whatever a student made of it; its `utils.is_locked`."""
        return not self.solution and (self.graded or bool(self.nbgrader.get("locked")))


@dataclass(frozen=True, slots=True)
class Master:
    """A released notebook.

    Attributes:
        name: of the notebook, without ".ipynb".
        metadata: the notebook's own: its kernel and its language.
    """

    name: str
    metadata: Mapping[str, Any]
    cells: tuple[MasterCell, ...]

    @property
    def checks(self) -> frozenset[str]:
        """The sources of the check cells."""
        return frozenset(cell.source for cell in self.cells if cell.graded and not cell.manual)

    @property
    def questions(self) -> tuple[MasterCell, ...]:
        """The cells for answers that a person marks, in order."""
        return tuple(cell for cell in self.cells if cell.manual)

    def title(self, cell: MasterCell) -> str:
        """The heading under which a cell stands; its name where there is none."""
        for above in reversed(self.cells[: self.cells.index(cell)]):
            if above.kind == "markdown" and (found := re.findall(r"^#+ +(.+)$", above.source, re.MULTILINE)):
                return str(found[-1])
        return cell.name

    def cell(self, name: str) -> MasterCell:
        """The cell with this id.

        Raises:
            CourseError: there is none.
        """
        for cell in self.cells:
            if cell.name == name:
                return cell
        raise CourseError(
            _(
                "The released notebook {notebook}.ipynb has no cell {cell}. "
                "Add it to the master in solutions/, then run nbgrader generate_assignment."
            ).format(notebook=self.name, cell=name)
        )


def read_master(path: Path) -> Master:
    """A released notebook, such as assignments/02-sliding-window/sliding-window.ipynb.

    Raises:
        CourseError: the file is missing or is no notebook of nbformat 4.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        metadata = {
            key: content["metadata"][key]
            for key in ("kernelspec", "language_info")
            if key in content["metadata"]
        }
        cells = tuple(_cell(cell) for cell in content["cells"])
    except FileNotFoundError:
        raise CourseError(
            _("The released notebook {path} is missing. Make it with: nbgrader generate_assignment").format(
                path=path
            )
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(
            _("The released notebook {path} cannot be read ({reason}). Make it anew from solutions/.").format(
                path=path, reason=f"{type(error).__name__}: {error}"
            )
        ) from error
    return Master(path.stem, metadata, cells)


def _cell(cell: Mapping[str, Any]) -> MasterCell:
    source = cell["source"]
    return MasterCell(
        kind=cell["cell_type"],
        source=source if isinstance(source, str) else "".join(source),
        nbgrader=cell["metadata"].get("nbgrader", {}),
        attachments=cell.get("attachments", {}),
    )
