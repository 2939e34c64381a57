"""A master in one language, as it is given to students.

A master holds its text once for each language, in markdown cells that say which (`"lang": "zh_CN"` in their
metadata), each below the English one that it translates. Its code cells are for all: what is said in them, in
docstrings, comments and texts that are printed, is translated by the catalogue `notebooks`, and so are the
sentences of JSON files beside a notebook, by that of the program. What a check holds is left as it is: graded
cells have the same checksums in every language, and so are graded alike.
"""

import ast
import inspect
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.course import PROJECT, released
from autograder.exercises import notebook_name
from autograder.language import ENGLISH, catalogue
from autograder.master import Master, MasterCell, read_master

DOMAIN = "notebooks"

_SAID = frozenset({"words", "first_step", "says"})
"""In a JSON file beside a notebook, what stands below these keys is read by people."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A piece of code that people read.

    Attributes:
        text: what it says: of a docstring all above its examples; of an f-string with its {expressions}.
        start: where the piece begins in the source.
        end: where it ends.
        kind: "docstring", "comment", "string" or "f-string".
    """

    text: str
    start: int
    end: int
    kind: str


def in_language(notebook: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A master with the text of one language alone, and code that speaks it; English is left as it stands."""
    cells = []
    for cell in notebook["cells"]:
        if cell["metadata"].get("lang", language) != language:
            continue
        if language != ENGLISH and speaks(cell):
            cell = {**cell, "source": spoken("".join(cell["source"]), language)}  # noqa: PLW2901
        cells.append(cell)
    return {**notebook, "cells": cells}


def master_in(assignment: str, language: str, masters: Path = PROJECT / "solutions") -> Master:
    """The released notebook of an assignment, with its text in a language, whichever was released.

    Students of one class may have been given it in different languages, so each text holds what it says in
    the others as well. One that is not the master's (any more) stays as it was released, and so do all of
    them where no masters are.

    Raises:
        CourseError: the released notebook is missing or cannot be read.
    """
    master = read_master(released(assignment))
    path = masters / assignment / notebook_name(assignment)
    told = list(texts(json.loads(path.read_bytes()))) if path.exists() else []
    by_text = {text: said for said in told for text in said.values()}

    def translated(cell: MasterCell) -> MasterCell:
        said = by_text.get(cell.source, {})
        if cell.kind != "markdown" or language not in said:
            return cell
        also = tuple(text for each, text in said.items() if each != language)
        return replace(cell, source=said[language], also=also)

    return replace(master, cells=tuple(translated(cell) for cell in master.cells))


def texts(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """What each text of a master says, by language: an English cell, and those below that translate it."""
    said: dict[str, str] = {}
    for cell in notebook["cells"]:
        language = cell["metadata"].get("lang")
        if language in (None, ENGLISH) and said:
            yield said
            said = {}
        if language is not None:
            said[language] = "".join(cell["source"])
    if said:
        yield said


def translate_beside(folder: Path, language: str, figures: Path) -> None:
    """Puts what lies beside a notebook into a language: figures, and sentences in JSON files.

    Args:
        figures: the folder of figures, with one of its own for each language but English.
    """
    for file in folder.rglob("*.*"):
        drawn = figures / language / file.name
        if file.parent.name == "images" and drawn.exists():
            file.write_bytes(drawn.read_bytes())
        elif file.suffix == ".json" and language != ENGLISH:
            content = strings_in_language(json.loads(file.read_bytes()), language)
            file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def strings_in_language(value: Any, language: str, *, said: bool = False) -> Any:
    """A JSON value in which what is said is in a language, and all else as it was.

    Args:
        said: whether the value stands below one of the keys that hold what people read: a name such as
            "window" may also say which picture to draw.
    """
    if isinstance(value, str) and value and said:
        return catalogue(language).gettext(value)
    if isinstance(value, dict):
        return {
            key: strings_in_language(each, language, said=said or key in _SAID) for key, each in value.items()
        }
    if isinstance(value, list):
        return [strings_in_language(each, language, said=said) for each in value]
    return value


def speaks(cell: Mapping[str, Any]) -> bool:
    """Whether what a cell says may be translated: it is code, and no check."""
    return cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade")


def spoken(source: str, language: str) -> str:
    """Code that says in a language what it says in English."""
    for saying in sorted(sayings(source), key=lambda saying: saying.start, reverse=True):
        text = catalogue(language, DOMAIN).gettext(saying.text)
        if text != saying.text:
            source = source[: saying.start] + _written(text, saying, source) + source[saying.end :]
    return source


def sayings(source: str) -> Iterator[Saying]:
    r"""What code says, outside of solutions, which students never see.

    >>> [saying.text for saying in sayings('print(f"{n} pixels")  # all of them\nx = "float32"')]
    ['{n} pixels', 'all of them']
    """
    lines = source.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    hidden = _solution_lines(lines)

    def place(line: int, column: int) -> int:
        """A place in the source from `ast`'s, which counts bytes."""
        return offsets[line - 1] + len(lines[line - 1].encode()[:column].decode())

    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and ast.get_docstring(node) is not None
    }
    for node in _texts(tree):
        if node.lineno in hidden:
            continue
        start = place(node.lineno, node.col_offset)
        end = place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        if id(node) in docstrings:
            prose = _prose(source[start:end])
            yield Saying(inspect.cleandoc(prose), start + 3, start + 3 + len(prose), "docstring")
        else:
            text, kind = _text(node)
            if _is_sentence(text):
                yield Saying(text, start, end, kind)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.start[0] not in hidden:
            start = offsets[token.start[0] - 1] + token.start[1]
            yield Saying(token.string.lstrip("# "), start, start + len(token.string), "comment")


def _solution_lines(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that nbgrader cuts out."""
    found, inside = set(), False
    for number, line in enumerate(lines, 1):
        inside |= "### BEGIN SOLUTION" in line
        if inside:
            found.add(number)
        inside &= "### END SOLUTION" not in line
    return found


def _texts(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The strings in code, each whole: not the parts of an f-string."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _text(node: ast.Constant | ast.JoinedStr) -> tuple[str, str]:
    """What a string says, and its kind."""
    if isinstance(node, ast.Constant):
        return str(node.value), "string"
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
        else:
            parts.append(ast.unparse(ast.JoinedStr([part]))[2:-1])
    return "".join(parts), "f-string"


def _prose(literal: str) -> str:
    """A docstring without its quotes and its examples."""
    return re.split(r"^ *>>>", literal[3:-3], maxsplit=1, flags=re.MULTILINE)[0]


def _is_sentence(text: str) -> bool:
    """Whether a string is for people, and no name such as "float32"."""
    words = re.sub(r"\{[^}]*\}", "", text)
    return bool(re.search(r"[A-Za-z]{2}", words) and re.search(r" |:$", words))


def _written(text: str, saying: Saying, source: str) -> str:
    """A translation as it stands in the code, in the place of what it translates."""
    match saying.kind:
        case "comment":
            return f"# {text}"
        case "docstring":
            before = source[saying.start : saying.end]
            indent = re.search(r"\n( +)", before)
            lines = text.split("\n")
            margin = indent[1] if indent else "    "
            laid_out = "\n".join([lines[0], *(line and margin + line for line in lines[1:])])
            return laid_out + before[len(before.rstrip()) :]
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'f"{quoted}"' if saying.kind == "f-string" else f'"{quoted}"'
