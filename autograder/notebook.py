"""Bytes in, code cells out.

Reads what students really hand in: metadata stripped, ids duplicated, cells of other tools, old formats.
Only what grading needs is looked at (the order of cells, which are code, and their source), so damage
elsewhere costs nothing. What is no notebook at all raises `UnreadableNotebook` with a sentence that tells
the student what to do. Nothing here compiles or runs what it reads.
"""

import json
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from autograder.errors import UnreadableNotebook
from autograder.language import N_, _

MAX_BYTES = 20 * 1024 * 1024
MAX_CELLS = 2_000
MAX_CODE = 1_000_000  # characters in all code cells

# A cell with this tag shows something (Keras, a plot) and takes no part in grading.
NOT_GRADED = "no-grading"


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell.

    Attributes:
        source: what the student wrote.
        place: among all cells of the notebook, from 1, as a student would count.
    """

    source: str
    place: int


@dataclass(frozen=True, slots=True)
class Notebook:
    """The code cells that take part in grading, in order."""

    cells: tuple[Cell, ...]

    def without(self, sources: Container[str]) -> "Notebook":
        """The notebook without the cells that hold exactly one of these sources."""
        return Notebook(tuple(cell for cell in self.cells if cell.source not in sources))

    def defining(self, name: str) -> Cell | None:
        """The last cell that defines a name by `def`, `class` or assignment; None if none does.

        Found by its look, for people to read; what counts in grading is the name after all cells ran.
        """
        name = re.escape(name)
        # What starts at the margin first: inside of other functions a local variable may have the same name.
        heading = rf"(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b"
        assignment = rf"{name}[ \t]*(?::[^=\n]*)?=(?!=)"
        for pattern in (rf"^(?:{heading}|{assignment})", rf"^[ \t]+{heading}"):
            for cell in reversed(self.cells):
                if re.search(pattern, cell.source, re.MULTILINE):
                    return cell
        return None

    def definitions(self, names: Iterable[str]) -> dict[str, str]:
        """The source of the cell that defines each name; without those that none defines."""
        return {name: source for name in names if (source := self.definition(name)) is not None}

    def definition(self, name: str) -> str | None:
        """The source of the last cell that defines a name (see `defining`); None if none does."""
        cell = self.defining(name)
        return None if cell is None else cell.source


def read(data: bytes) -> Notebook:
    """The code cells of a notebook file.

    Raises:
        UnreadableNotebook: the bytes are no notebook, or one too large to grade; the student reads why.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableNotebook(
            _(
                "The file has {size} MB; a notebook may have {limit} MB. "
                "Clear all outputs (Edit → Clear Outputs of All Cells), save, and submit again."
            ).format(size=len(data) // 10**6, limit=MAX_BYTES // 10**6)
        )
    content = _parse(data)
    cells = _code_cells(content)
    code = sum(len(cell.source) for cell in cells)
    if code > MAX_CODE:
        raise UnreadableNotebook(
            _(
                "The notebook's code cells hold {size} characters; up to {limit} can be graded. "
                "Remove what you pasted by accident, save, and submit again."
            ).format(size=code, limit=MAX_CODE)
        )
    return Notebook(cells)


def _parse(data: bytes) -> dict[str, Any]:
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableNotebook(
            _("The file is empty. Save your notebook in JupyterLab and submit it again.")
        )
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    for start, what in _OTHER_FILES.items():
        if head.lower().startswith(start):
            raise UnreadableNotebook(
                _(
                    "The file is {what}, not a notebook. "
                    "Submit the .ipynb file itself, as JupyterLab saves it."
                ).format(what=_(what))
            )
    if re.search(rb"^(<<<<<<<|>>>>>>>) ", data, re.MULTILINE):
        raise UnreadableNotebook(
            _(
                "The file holds conflict markers of git (<<<<<<<). "
                "Resolve the conflict, open the notebook once to see that it works, and submit again."
            )
        )
    try:
        content = json.loads(_decode(data))
    except (ValueError, RecursionError):  # ValueError covers bad JSON, bad text and absurdly long numbers
        raise UnreadableNotebook(
            _(
                "The file is not a complete notebook: it may have been cut off while it was copied. "
                "Open it in JupyterLab, save it, and submit again."
            )
        ) from None
    if not isinstance(content, dict):
        raise UnreadableNotebook(_no_notebook())
    return content


# How files start that students submit by mistake.
_OTHER_FILES = {
    b"<!doctype html": N_("a web page"),
    b"<html": N_("a web page"),
    b"%pdf": N_("a PDF"),
    b"pk\x03\x04": N_("a zip archive or an office document"),
    b"{\\rtf": N_("a text document"),
    b"\x89png": N_("a picture"),
    b"import ": N_("a Python script"),
    b"def ": N_("a Python script"),
    b"# ": N_("a text file"),
}


def _no_notebook() -> str:
    return _("The file is not a notebook. Submit the .ipynb file itself, as JupyterLab saves it.")


def _decode(data: bytes) -> str:
    """UTF-8 with or without a mark at its start, or UTF-16 with one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def contents(data: bytes) -> list[tuple[str, str]]:
    """All cells of a notebook file, as their kind ("code", "markdown", "raw" or what else) and their source.

    For people to read: what is no text in a cell that takes no part in grading is left out.

    Raises:
        UnreadableNotebook: as `read`.
    """
    found = []
    for place, cell in enumerate(_cells(_parse(data)), start=1):
        try:
            source = _text(cell.get("source", cell.get("input", "")), place)
        except UnreadableNotebook:
            source = ""
        found.append((cell["cell_type"], source))
    return found


def _cells(content: dict[str, Any]) -> list[dict[str, Any]]:
    cells = content.get("cells")
    if cells is None and isinstance(content.get("worksheets"), list):
        # Format 3 and before: cells lie in worksheets.
        cells = []
        for sheet in content["worksheets"]:
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
                cells += sheet["cells"]
    if not isinstance(cells, list):
        raise UnreadableNotebook(_no_notebook())
    if len(cells) > MAX_CELLS:
        raise UnreadableNotebook(
            _("The notebook has {count} cells; up to {limit} can be graded.").format(
                count=len(cells), limit=MAX_CELLS
            )
        )
    for place, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
            raise UnreadableNotebook(_damaged(place))
    return cells


def _code_cells(content: dict[str, Any]) -> tuple[Cell, ...]:
    found = []
    for place, cell in enumerate(_cells(content), start=1):
        if cell["cell_type"] != "code" or _is_left_out(cell):
            continue
        # "input" is what format 3 called it.
        source = _text(cell.get("source", cell.get("input")), place)
        if source.strip():
            found.append(Cell(source, place))
    return tuple(found)


def _damaged(place: int) -> str:
    return _(
        "Cell {place} of the notebook is damaged: it is not what JupyterLab would save. "
        "Copy your code into a fresh copy of the assignment and submit that."
    ).format(place=place)


def _is_left_out(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and NOT_GRADED in tags


def _text(source: object, place: int) -> str:
    """A source as one text; notebooks keep it as a text or as a list of lines."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise UnreadableNotebook(_damaged(place))
    # Half a surrogate pair is no character and cannot be written anywhere again.
    return source.encode("utf-8", "replace").decode("utf-8")
