"""Right answers of many kinds, as students write them: `right/<exercise>.py`, one function or class each.

The files are read here and never imported: what they hold is run where a student's code is run.
"""

import ast
from pathlib import Path

_FOLDER = Path(__file__).parent / "right"


def right_answers(exercise: str) -> dict[str, str]:
    """The source of a notebook's cell that solves an exercise, by the name of the way in which it does."""
    text = (_FOLDER / f"{exercise}.py").read_text(encoding="utf-8")
    imports, ways = [], {}
    for node in ast.parse(text).body:
        source = ast.get_source_segment(text, node) or ""
        match node:
            case ast.Import() | ast.ImportFrom():
                imports.append(source)
            case ast.FunctionDef(name=name):
                ways[name] = f"{source}\n\n{exercise} = {name}"
            case ast.ClassDef(name=name):
                ways[name] = f"{source}\n\n{exercise} = {name}()"
    return {way: "\n".join([*imports, source]) for way, source in ways.items()}
