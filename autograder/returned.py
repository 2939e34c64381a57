"""The notebook given back in `autograded/`: what the student wrote, in the form that nbgrader needs.

nbgrader's tools find cells by their metadata, and students damage it: split, merged and deleted cells,
metadata stripped, ids doubled, points forged. So none of a student's metadata is kept. The notebook is
built anew from their sources and the master's cells, by one rule:

- Each of the student's cells stays, in its order, with its text as they wrote it and without outputs.
- The last cell that defines a function is that exercise's solution cell. Behind it stands the check cell from
  the master, with our sentence as its output. What no cell defines gets an empty cell at the end.
- The cell that answers a question for a person (`answers`) is that question's cell, as Markdown.
- A copy of a check cell in the student's notebook gives way to the master's, unless they changed it: then
  it is a cell of theirs like any other.

Whoever opens it sees text of a stranger in a browser (the formgrader puts Markdown's HTML into its page as it
is), so what is not plain text in a Markdown cell is shown as it was typed. The verdict travels in the
notebook's metadata: `autograded/` is the course's own, so it can be believed there.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from autograder.answers import Answer, answers
from autograder.feedback.untrusted import one_line
from autograder.feedback.words import not_isolated, points
from autograder.language import _, sentences
from autograder.master import CHECK, Master, MasterCell
from autograder.notebook import NOT_GRADED, Notebook, read
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Shown, Status, Verdict


@dataclass(frozen=True, slots=True)
class Returned:
    """What is made of a submission that was graded.

    Attributes:
        content: the notebook's bytes.
        written: the source of each cell for a solution or an answer, by the cell's name.
        answered: the questions for a person that something was written to.
        code: the source of the cell that defines each function, by the function's name, as far as one does.
    """

    content: bytes
    written: Mapping[str, str]
    answered: frozenset[str]
    code: Mapping[str, str]

    def unchanged(self, before: bytes) -> frozenset[str]:
        """As the function of this name; the same bytes need not be read to tell."""
        return frozenset(self.written) if before == self.content else unchanged(self.written, before)


def returned(data: bytes, verdict: Verdict, master: Master) -> Returned:
    """The notebook given back: valid nbformat 4.5 and nbgrader metadata, whatever the student's was.

    Args:
        data: the submitted file; not looked at when the verdict names a problem with it.

    Raises:
        CourseError: the master has no cells for an exercise.
    """
    results = {result.name: result for result in verdict.exercises}
    cells: list[dict[str, Any]] = []
    found: Mapping[str, Answer] = {}
    code: Mapping[str, str] = {}
    if verdict.problem is not None:
        title = _("This submission could not be read")
        cells.append(_markdown(f"# {title}\n\n{inert(one_line(verdict.problem))}"))
    else:
        notebook = read(data)
        found = answers(notebook, master)
        code = notebook.definitions(results)
        cells += _students_cells(notebook, results, found, master)
    for result in results.values():
        cells += _exercise(_code(_nothing_there(result.name)), result, master)
    there = {cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells}
    cells += [_question(q, found.get(q.name, Answer())) for q in master.questions if q.name not in there]
    if not verdict.isolated:
        cells.insert(0, _markdown(f"**{not_isolated()}**"))
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    back = {
        "cells": cells,
        "metadata": {
            **master.metadata,
            "autograder": {"verdict": verdict, "submitted": fingerprint(data)},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # On one line, which takes a fifth of the time: with an indent, `json` does all in Python.
    # "replace", because half a surrogate pair in what a student's function gave can be written nowhere.
    content = (json.dumps(back, ensure_ascii=False, default=_fields) + "\n").encode("utf-8", "replace")
    texts = written(back)
    return Returned(content, texts, answered(texts, master), code)


def fingerprint(data: bytes) -> str:
    """What tells whether a submitted file is still the one that a notebook was returned for."""
    return hashlib.sha256(data).hexdigest()


def verdict_of(notebook: Mapping[str, Any]) -> Verdict | None:
    """The verdict in a notebook's metadata, as `returned` put it there; None if it has none.

    Args:
        notebook: from `autograded/`, never from a student.
    """
    content = notebook["metadata"].get("autograder", {}).get("verdict")
    if content is None:
        return None
    return Verdict(
        assignment=content["assignment"],
        exercises=tuple(_result(exercise) for exercise in content["exercises"]),
        problem=content["problem"],
        isolated=content["isolated"],
        asides=tuple(content.get("asides", ())),
        seconds=content.get("seconds"),
    )


def written(back: Mapping[str, Any]) -> dict[str, str]:
    """The source of each cell for a solution or an answer, by its name.

    Args:
        back: a notebook that `returned` made.
    """
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in back["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def answered(written: Mapping[str, str], master: Master) -> frozenset[str]:
    """The questions that something was written to.

    Args:
        written: as the function of this name gives it.
    """
    return frozenset(cell.name for cell in master.questions if written.get(cell.name) != cell.source)


def unchanged(written: Mapping[str, str], before: bytes) -> frozenset[str]:
    """The exercises and questions to which the same was written as last time.

    Args:
        written: as the function of this name gives it.
        before: the notebook that was given back then; anything else, such as no file, is like nothing.
    """
    old = _written_before(before)
    return frozenset(name for name, text in written.items() if old.get(name) == text)


def _written_before(before: bytes) -> dict[str, str]:
    try:
        return written(json.loads(before))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}  # damaged, or of another program's making


def _fields(value: Any) -> dict[str, Any]:
    """A dataclass, for `json`."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _students_cells(
    notebook: Notebook, results: dict[str, ExerciseResult], found: Mapping[str, Answer], master: Master
) -> Iterable[dict[str, Any]]:
    """The student's cells; an exercise that has its place among them is taken out of `results`."""
    checks = master.checks
    notebook = notebook.without(checks)
    graded = {cell.place for cell in notebook.cells}
    defines: dict[int, list[ExerciseResult]] = {}
    for name in list(results):
        cell = notebook.defining(name)
        if cell is not None:
            defines.setdefault(cell.place, []).append(results.pop(name))
    texts = [cell for cell in master.cells if cell.kind == "markdown" and not cell.manual]
    ours = {text: cell for cell in texts for text in cell.texts}
    questions = {found[question.name].place: question for question in reversed(master.questions)}
    for cell in notebook.every:
        if cell.place in questions and cell.place not in defines:
            question = questions[cell.place]
            yield _question(question, found[question.name])
        elif cell.kind != "code":
            yield _text(cell.source, ours.get(cell.source) if cell.kind == "markdown" else None)
        elif cell.place in defines:
            first, *others = defines[cell.place]
            yield from _exercise(_code(cell.source), first, master)
            for result in others:
                yield from _exercise(_code(_defined_above(result.name, first.name)), result, master)
        elif cell.source not in checks:
            left_out = cell.source.strip() and cell.place not in graded
            yield _code(cell.source, {"tags": [NOT_GRADED]} if left_out else {})


def _exercise(cell: dict[str, Any], result: ExerciseResult, master: Master) -> list[dict[str, Any]]:
    """A solution cell and its check, marked as the gradebook knows them."""
    solution, check = master.cell(result.name), master.cell(CHECK + result.name)
    cell["metadata"]["nbgrader"] = dict(solution.nbgrader)
    checked = _code(check.source, {"nbgrader": dict(check.nbgrader), "deletable": False, "editable": False})
    sentence = _("{score} of {max_score} points. {message}").format(
        score=points(result.score),
        max_score=points(result.max_score),
        # On one line, or a message that quotes the student could go on with a mark of theirs.
        message=one_line(sentences(result.message, result.hint)),
    )
    checked["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/plain": sentence}}]
    return [cell, checked]


def _question(question: MasterCell, answer: Answer) -> dict[str, Any]:
    """The cell for an answer that a person marks; untouched where there is none, so that nbgrader sees it."""
    # As it was typed means in lines of any length, which the formgrader does not break.
    shown = answer.text if _NOT_PLAIN.search(answer.text) is None else _broken(answer.text)
    cell = _markdown(inert(shown) if answer.text else question.source)
    cell["metadata"]["nbgrader"] = dict(question.nbgrader)
    return cell


def _broken(text: str) -> str:
    """A text in lines that can be read without moving sideways; nothing but spaces is lost."""
    lines = (textwrap.wrap(line, _WIDTH, break_on_hyphens=False) or [""] for line in text.splitlines())
    return "\n".join(part for parts in lines for part in parts)


def _nothing_there(name: str) -> str:
    return "# " + _("No cell of this notebook defines {name}.").format(name=name)


def _defined_above(name: str, other: str) -> str:
    return "# " + _("{name} is defined above, in the cell of {other}.").format(name=name, other=other)


def _code(source: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata or {},
        "outputs": [],
        "source": source,
    }


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _text(source: str, ours: MasterCell | None) -> dict[str, Any]:
    """A Markdown cell: the course's own as it is, with its pictures; a student's so that it does nothing."""
    if ours is None:
        return _markdown(inert(source))
    cell = _markdown(source)
    if ours.attachments:
        cell["attachments"] = dict(ours.attachments)
    return cell


_WIDTH = 100  # characters

# What can begin a tag, an entity, a link, a picture, a macro, a formula, a diagram or an address.
_NOT_PLAIN = re.compile(r"[<&\[\\$]|```|~~~|://|\bwww\.")


def inert(source: str) -> str:
    """Markdown that shows a text and does nothing else: as it is if it is plain, else as it was typed.

    A list of what may not be would never end (`href` in a formula runs a script as well as a tag does);
    a list of the few characters that everything begins with does.
    """
    if not _NOT_PLAIN.search(source):
        return source
    # A fence ends at one as long as itself, so this one is longer than any inside.
    longest = max(map(len, re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{source}\n{fence}"


def _result(content: Mapping[str, Any]) -> ExerciseResult:
    example, groups = content["counterexample"], content["groups"]
    whole = {
        "status": Status(content["status"]),
        "counterexample": example and _counterexample(example),
        "groups": tuple(GroupResult(**{**group, "status": Status(group["status"])}) for group in groups),
        "carried": tuple(content.get("carried", ())),
    }
    return ExerciseResult(**{**content, **whole})


def _counterexample(content: Mapping[str, Any]) -> Counterexample:
    yours = content["yours"]
    shown = {"yours": yours and Shown(**yours), "expected": Shown(**content["expected"])}
    return Counterexample(**{**content, **shown})
