"""Right answers of many kinds, as students write them: `right/<exercise>.py`, one function or class each.

The files are read here and never imported: what they hold is run where a student's code is run.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.counterexample import parameters
from autograder.exercise import Exercise
from autograder.key import Key
from autograder.language import _
from autograder.marking import Marking
from autograder.notebook import Cell, Notebook
from autograder.sandbox import Sandbox
from autograder.verdict import Status
from autograder.verify.check import Check, Kind

FEWEST = 4
FEWEST_CONVOLUTIONS = 12  # there are many ways to write one

_FOLDER = Path(__file__).parent / "right"


def right_answers(exercise: str) -> dict[str, str]:
    """The source of a notebook's cell that solves an exercise, by the name of the way in which it does.

    Raises:
        OSError: there is no file of this name.
        SyntaxError: the file is no Python.
    """
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


def checks(exercise: Exercise, key: Key, sandbox: Sandbox) -> Iterator[Check]:
    """A check for each right answer, run behind the wall, and one for whether there are enough."""
    fault, ways = "", {}
    try:
        ways = right_answers(exercise.name)
    except (OSError, SyntaxError, ValueError) as error:
        fault = _("right/{exercise}.py cannot be read ({reason})").format(
            exercise=exercise.name, reason=str(error) or type(error).__name__
        )
    for way, source in ways.items():
        yield _check(exercise, way, source, key, sandbox)
    takes = set(parameters(exercise))
    convolves = "stride" in takes and bool(takes & {"kernel", "kernels"})
    fewest = FEWEST_CONVOLUTIONS if convolves else FEWEST
    if not fault and len(ways) < fewest:
        fault = _("{count} of at least {fewest}").format(count=len(ways), fewest=fewest)
    yield Check(
        exercise.assignment,
        _("right answers of many kinds"),
        exercise=exercise.name,
        found=str(len(ways)),
        faults=(fault,) if fault else (),
        remedy=_("Write in autograder/verify/right/{exercise}.py how students may solve it.").format(
            exercise=exercise.name
        ),
    )


def _check(exercise: Exercise, way: str, source: str, key: Key, sandbox: Sandbox) -> Check:
    questions = [question for question in key.questions if question.exercise is exercise]
    with sandbox.run([source]) as run:
        [result] = Marking(questions, Notebook((Cell(source, 1),)), run, sandbox.limits).results()
    passed = result.status is Status.PASSED and result.score == exercise.points
    return Check(
        exercise.assignment,
        way,
        Kind.RIGHT,
        exercise.name,
        faults=() if passed else (result.message,),
        remedy=_("No right answer may be rejected: mend the case, its reference or its tolerance."),
    )
