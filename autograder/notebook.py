"""A submitted file becomes code cells.

Reads what students really hand in: metadata stripped, ids duplicated, cells of other tools, old formats.
Only what grading needs is looked at (the order of cells, which are code, and their source), so damage
elsewhere costs nothing, and a damaged cell costs itself. What is no notebook at all raises
`UnreadableNotebook` with a sentence that tells the student what to do. Nothing here compiles or runs what
it reads.
"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.errors import UnreadableNotebook
from autograder.language import _
from autograder.limits import Limits, compared
from autograder.opened import no_notebook, opened

# A cell with this tag shows something (Keras, a plot) and takes no part in grading.
NOT_GRADED = "no-grading"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Attributes:
        source: what the student wrote; a line ends as in Python, whatever the file says.
        place: among all cells of the notebook, from 1, as a student would count.
        kind: "code", "markdown", "raw", or what else a file may say.
        label: what the course called it, as far as the file still says so; else "". A student can have
            changed it: for finding what people will look at, and for nothing else.
    """

    source: str
    place: int
    kind: str = "code"
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Notebook:
    """What a notebook holds for grading, and beside it.

    Attributes:
        cells: the code cells that take part in grading, in order.
        aside: the other cells, in order. To explain a missing function by.
        damaged: places of cells that could not be read.
        every: all cells, in order, for people to read; one that could not be read is of kind "damaged".
    """

    cells: tuple[Cell, ...]
    aside: tuple[Cell, ...] = ()
    damaged: tuple[int, ...] = ()
    every: tuple[Cell, ...] = ()

    def without(self, sources: Container[str]) -> "Notebook":
        """The notebook without the code cells that hold exactly one of these sources."""
        return replace(self, cells=tuple(cell for cell in self.cells if cell.source not in sources))

    def defining(self, name: str) -> Cell | None:
        """The last cell that defines a name by `def`, `class` or assignment; None if none does.

        Found by its look, for people to read; what counts in grading is the name after all cells ran.
        """
        # What starts at the margin first: inside of other functions a local variable may have the same name.
        for pattern in (rf"^(?:{_heading(name)}|{_assignment(name)})", rf"^[ \t]+{_heading(name)}"):
            if (cell := _last(self.cells, name, pattern)) is not None:
                return cell
        return None

    def written(self, name: str) -> list[Cell]:
        """The cells with a `def` or `class` of this name at the margin, in order."""
        heading = re.compile(rf"^{_heading(name)}", re.MULTILINE)
        return [cell for cell in self.cells if heading.search(cell.source)]

    def functions(self) -> list[str]:
        """Names of the functions and classes that stand at the margin, each once, in order."""
        heading = re.compile(rf"^{_heading(_NAME)}", re.MULTILINE)
        return list(dict.fromkeys(name for cell in self.cells for name in heading.findall(cell.source)))

    def written_aside(self, name: str) -> Cell | None:
        """The last of such cells among those that take no part in grading; None if there is none."""
        return _last(self.aside, name, rf"^{_heading(name)}")

    def function_at(self, index: int, line: int) -> str | None:
        """The name of the function at the margin that a line is in; None if there is none.

        Args:
            index: the cell's, among `cells`.
            line: of its source, from 1.
        """
        above = "\n".join(self.cells[index].source.split("\n")[:line])
        found = re.findall(r"^(?:async[ \t]+)?def[ \t]+(\w+)", above, re.MULTILINE)
        return found[-1] if found else None

    def definitions(self, names: Iterable[str]) -> dict[str, str]:
        """The source of the cell that defines each name; without those that none defines."""
        return {name: source for name in names if (source := self.definition(name)) is not None}

    def definition(self, name: str) -> str | None:
        """The source of the last cell that defines a name (see `defining`); None if none does."""
        cell = self.defining(name)
        return None if cell is None else cell.source

    def calls(self, name: str, others: Collection[str]) -> bool:
        """Whether a function calls one of these, itself or by helpers, as far as their cells' text tells."""
        return self._leads_to(name, others, lambda source: _CALL.findall(_COMMENT.sub("", source)))

    def mentions(self, name: str, others: Collection[str]) -> bool:
        """Whether a function may use one of these in any way: it or a helper names one.

        That may mean nothing, since an argument can have the name, or a comment.
        """
        return self._leads_to(name, others, _WORD.findall)

    def _leads_to(self, name: str, others: Collection[str], named: Callable[[str], list[str]]) -> bool:
        """Whether a cell that binds a name names one of these, or a cell does that binds what is named there.

        A name counts wherever it is bound: after `window = window(x, 0, 0, 3)` the function is still what is
        called in grading. Each name and each cell is looked at once, since there may be very many.
        """
        if not others:
            return False
        # By `def` or `class` anywhere, or by assignment at the margin.
        binding = re.compile(rf"^(?:[ \t]*{_heading(_NAME)}|{_assignment(_NAME)})", re.MULTILINE)
        bound: dict[str, list[Cell]] = {}
        for cell in self.cells:
            for each in {headed or assigned for headed, assigned in binding.findall(cell.source)}:
                bound.setdefault(each, []).append(cell)
        waiting, seen, read = [name], {name}, set[int]()
        while waiting:
            for cell in bound.get(waiting.pop(), []):
                if cell.place in read:
                    continue
                read.add(cell.place)
                names = set(named(cell.source))
                if not names.isdisjoint(others):
                    return True
                waiting.extend((names & bound.keys()) - seen)
                seen |= names
        return False


_NAME = re.compile(r"(\w+)")
_COMMENT = re.compile("#.*")
_CALL = re.compile(r"(?<!def )\b(\w+)\s*\(")
_WORD = re.compile(r"(?<!def )\b\w+")


def _heading(name: str | re.Pattern[str]) -> str:
    """A pattern for the line that starts a function or a class of this name, or of a name like this."""
    return rf"(?:(?:async[ \t]+)?def|class)[ \t]+{_like(name)}\b"


def _assignment(name: str | re.Pattern[str]) -> str:
    """A pattern for what assigns to a name, or to a name like this, up to its sign of equality."""
    return rf"{_like(name)}[ \t]*(?::[^=\n]*)?=(?!=)"


def _like(name: str | re.Pattern[str]) -> str:
    return re.escape(name) if isinstance(name, str) else name.pattern


def _last(cells: Sequence[Cell], name: str, pattern: str) -> Cell | None:
    """The last cell with a match of a pattern in which a name stands."""
    for cell in reversed(cells):
        if name in cell.source and re.search(pattern, cell.source, re.MULTILINE):
            return cell
    return None


def read(data: bytes, limits: Limits | None = None) -> Notebook:
    """The cells of a notebook file.

    Args:
        limits: that it must keep to; None for a file that did so when it was graded.

    Raises:
        UnreadableNotebook: the bytes are no notebook, or one too large to grade; the student reads why.
    """
    if limits and len(data) > limits.notebook_bytes:
        raise UnreadableNotebook(too_large(len(data), limits.notebook_bytes))
    cells = _cells(opened(data))
    if limits and len(cells) > limits.notebook_cells:
        raise UnreadableNotebook(
            _(
                "The notebook has {count} cells; up to {limit} can be graded. Such a number comes from cells "
                "that were pasted again and again: delete the copies, save, and submit again."
            ).format(count=len(cells), limit=limits.notebook_cells)
        )
    notebook = _sorted(cells)
    code = sum(len(cell.source) for cell in notebook.cells)
    if limits and code > limits.notebook_code:
        raise UnreadableNotebook(
            _(
                "The notebook's code cells hold {size} characters; up to {limit} can be graded. "
                "Usually that is data pasted into a cell: take it out, save, and submit again."
            ).format(size=code, limit=limits.notebook_code)
        )
    return notebook


def too_large(size: int, limit: int) -> str:
    """What to tell a student whose file has more bytes than are read."""
    has, may = compared(size, limit)
    return _(
        "The file has {size}; a notebook may have up to {limit}. Usually that is pictures and long outputs: "
        "clear them (Edit → Clear Outputs of All Cells), save, and submit again."
    ).format(size=has, limit=may)


def _cells(content: dict[str, Any]) -> list[Any]:
    cells = content.get("cells")
    if cells is None and isinstance(content.get("worksheets"), list):
        # Format 3 and before: cells lie in worksheets.
        cells = []
        for sheet in content["worksheets"]:
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
                cells += sheet["cells"]
    if not isinstance(cells, list):
        raise UnreadableNotebook(no_notebook())
    return cells


def _sorted(cells: Iterable[Any]) -> Notebook:
    """The cells by what they are to grading; those without any text are left out.

    Raises:
        UnreadableNotebook: there is damage, and nothing beside it that could be graded.
    """
    code: list[Cell] = []
    aside: list[Cell] = []
    damaged: list[int] = []
    every: list[Cell] = []
    for place, raw in enumerate(cells, start=1):
        cell = _cell(raw, place)
        if cell is None:
            damaged.append(place)
            cell = Cell("", place, "damaged", _label(raw))
        elif cell.source.strip():
            takes_part = cell.kind == "code" and not _is_left_out(raw, cell.source)
            (code if takes_part else aside).append(cell)
        every.append(cell)
    if damaged and not code:
        raise UnreadableNotebook(
            _(
                "Cell {place} of the notebook is damaged: it is not what JupyterLab would save. "
                "Copy your code into a fresh copy of the assignment and submit that."
            ).format(place=damaged[0])
        )
    return Notebook(tuple(code), tuple(aside), tuple(damaged), tuple(every))


def _cell(cell: Any, place: int) -> Cell | None:
    """A cell of a file; None if it is damaged so that code could be lost."""
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return None
    kind = _text(cell["cell_type"]) or ""
    # "input" is what format 3 called it.
    text = _text(cell.get("source", cell.get("input")))
    if text is None and kind == "code":
        return None
    return Cell(text or "", place, kind, _label(cell))


def _label(cell: Any) -> str:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if not isinstance(name, str) and isinstance(cell, dict):
        name = cell.get("id")
    return name if isinstance(name, str) else ""


def _is_left_out(cell: dict[str, Any], source: str) -> bool:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    if not isinstance(tags, list) or NOT_GRADED not in tags:
        return False
    # A cell that is merged with the one below it keeps its tag, and has the other's function.
    return not re.search(r"^(?:(?:async[ \t]+)?def|class)[ \t]", source, re.MULTILINE)


def _text(source: object) -> str | None:
    """A source as one text, which notebooks keep as a text or as a list of lines; None if it is neither."""
    if source is None:
        return ""
    if isinstance(source, list) and {*map(type, source)} <= {str}:
        joined = "".join(source)
        # Some tools drop the ends of lines.
        source = joined if "\n" in joined or "\r" in joined else "\n".join(source)
    if not isinstance(source, str):
        return None
    if source.isascii() and "\r" not in source:
        return source
    lines = source.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    # Half a surrogate pair is no character and cannot be written anywhere again.
    return lines.encode("utf-8", "replace").decode("utf-8")
