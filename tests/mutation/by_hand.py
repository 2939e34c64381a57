"""Mutants of what mutmut leaves out: constants, properties, and functions that are cached.

Each is a piece of text that stands once in its file, and another in its place. Where it does not, the code
has moved on, and the mutant has to.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.mutants import Mutant

_VERDICT, _MARKING, _DIAGNOSIS = "autograder/verdict.py", "autograder/marking.py", "autograder/diagnosis.py"
_JUDGING = "autograder/judging.py"
_NUMBERS, _SHOWING = "autograder/compare/numbers.py", "autograder/compare/showing.py"
_TOLERANCE = "autograder/reference/tolerance.py"

MUTANTS = [
    (_VERDICT, "self.points if self.status is Status.PASSED else 0.0", "self.points"),
    (
        _VERDICT,
        "self.points if self.status is Status.PASSED",
        "self.points if self.status is not Status.WRONG",
    ),
    (_VERDICT, "if self.status is Status.PASSED else 0.0", "if self.status is Status.PASSED else 1.0"),
    (_VERDICT, "if self.status is Status.BROKEN:", "if self.status is not Status.BROKEN:"),
    (_VERDICT, "if self.status is Status.BROKEN:", "if False:"),
    (_VERDICT, "min(self.max_score, max(0.0, ", "max(self.max_score, max(0.0, "),
    (_VERDICT, "min(self.max_score, max(0.0, ", "min(self.max_score, min(0.0, "),
    (_VERDICT, "min(self.max_score, max(0.0, ", "min(self.max_score, max(-9.0, "),
    (_VERDICT, "max(0.0, math.fsum(group.score for group in self.groups))", "max(0.0, self.max_score)"),
    (_VERDICT, "math.fsum(group.score for", "sum(group.score for"),
    (_VERDICT, "math.fsum(group.score for", "math.fsum(group.points for"),
    (_VERDICT, "total = 0.0", "total = 1.0"),
    (
        _VERDICT,
        "if exercise.score is None:\n                return None",
        "if exercise.score is None:\n                continue",
    ),
    (_VERDICT, "total += exercise.score", "total = exercise.score"),
    (_VERDICT, "math.fsum(exercise.max_score for", "sum(exercise.max_score for"),
    (_VERDICT, "FORMAT = 1", "FORMAT = 2"),
    (_VERDICT, "isolated: bool = True", "isolated: bool = False"),
    (_MARKING, "{Status.MISSING, Status.OVERTIME, Status.BROKEN}", "{Status.OVERTIME, Status.BROKEN}"),
    (_MARKING, "{Status.MISSING, Status.OVERTIME, Status.BROKEN}", "{Status.MISSING, Status.BROKEN}"),
    (_MARKING, "{Status.MISSING, Status.OVERTIME, Status.BROKEN}", "{Status.MISSING, Status.OVERTIME}"),
    (_MARKING, "{Status.MISSING, Status.OVERTIME, Status.BROKEN}", "set(Status)"),
    (_JUDGING, "return self.status, self.exception", 'return self.status, ""'),
    (_JUDGING, "return self.status, self.exception", "return Status.WRONG, self.exception"),
    (_DIAGNOSIS, "_ROUNDING = 1e-6", "_ROUNDING = 1e-4"),
    (_DIAGNOSIS, "_ROUNDING = 1e-6", "_ROUNDING = 0.0"),
    (_DIAGNOSIS, "except Exception as error:", "except ValueError as error:"),
    (_DIAGNOSIS, "Outcome(exception=builtin_name(type(error)))", "Outcome()"),
    (_DIAGNOSIS, "builtin_name(type(error))", "type(error).__name__"),
    (_DIAGNOSIS, "args = deepcopy(case.args)", "args = case.args"),
    (_DIAGNOSIS, "if not case.twice:", "if case.twice:"),
    (_DIAGNOSIS, "changed=changed(question, args)", "changed=()"),
    (_DIAGNOSIS, 'with np.errstate(all="ignore"):\n            value', "if True:\n            value"),
    (_DIAGNOSIS, "@cache\ndef outcome", "def outcome"),
    (_DIAGNOSIS, "if made.exception or made.changed:", "if made.changed:"),
    (_DIAGNOSIS, "if made.exception or made.changed:", "if made.exception:"),
    (_DIAGNOSIS, "question.expected, made.value) is None", "question.expected, made.value) is not None"),
    (_DIAGNOSIS, "np.abs(self.real[np.isfinite(self.real)])", "np.abs(self.real)"),
    (_DIAGNOSIS, "np.abs(self.real[np.isfinite(self.real)])", "self.real[np.isfinite(self.real)]"),
    (_DIAGNOSIS, "np.max(finite, initial=0.0)", "np.max(finite)"),
    (_DIAGNOSIS, "np.max(finite, initial=0.0)", "np.max(finite, initial=1.0)"),
    (_DIAGNOSIS, "np.max(question.expected.slack, initial=0.0)", "np.max(question.expected.slack)"),
    (_DIAGNOSIS, "np.max(question.expected.slack, initial=0.0)", "np.min(question.expected.slack)"),
    (_JUDGING, "shown(*self.answer) if self.answer else None", "None"),
    (_MARKING, "return size(question.case, question.expected)", "return 0, 0"),
    (_NUMBERS, '"b": Kind.BOOL', '"b": Kind.INT'),
    (_NUMBERS, '"i": Kind.INT', '"i": Kind.FLOAT'),
    (_NUMBERS, '"u": Kind.INT', '"u": Kind.FLOAT'),
    (_NUMBERS, '"f": Kind.FLOAT', '"f": Kind.INT'),
    (_NUMBERS, '"f": Kind.FLOAT}', '"f": Kind.FLOAT, "O": Kind.FLOAT}'),
    (_SHOWING, '_SHOWN = (*KINDS, "c")', "_SHOWN = (*KINDS,)"),
    (_SHOWING, "_MAX_SIDE = 16", "_MAX_SIDE = 17"),
    (_SHOWING, "_MAX_TEXT = 200", "_MAX_TEXT = 201"),
    (_SHOWING, "_MAX_BITS = 512", "_MAX_BITS = 513"),
    (_TOLERANCE, "C = 4.0", "C = 2.0"),
    (_TOLERANCE, "C = 4.0", "C = 8.0"),
    (_TOLERANCE, "np.finfo(np.float32).eps", "np.finfo(np.float16).eps"),
    (_TOLERANCE, "np.finfo(np.float64).eps", "np.finfo(np.float32).eps"),
]

_OF_MARKING = ["tests/test_marking.py", "tests/test_marking_laws.py", "tests/test_marking_told.py"]
_TESTS = {
    _VERDICT: ["tests/test_verdict.py"],
    _MARKING: _OF_MARKING,
    _JUDGING: _OF_MARKING,
    _DIAGNOSIS: ["tests/test_diagnosis.py"],
    _NUMBERS: ["tests/test_compare.py"],
    _SHOWING: ["tests/test_compare.py"],
    _TOLERANCE: ["tests/test_tolerance.py"],
}


def by_hand(tree: Path) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and what it changes; its tests run in a copy of this project with its file changed.

    Raises:
        SystemExit: a text is not there once, or the tests fail without any change.
    """
    for file, tests in _TESTS.items():
        if _run(tree, tests) != 0:
            raise SystemExit(f"{' '.join(tests)} fails without any change of {file}.")
    for file, before, after in MUTANTS:
        path = tree / file
        source = path.read_text()
        if source.count(before) != 1:
            raise SystemExit(f"tests/mutation/by_hand.py: “{before}” does not stand once in {file}.")
        try:
            path.write_text(source.replace(before, after))
            status = _run(tree, _TESTS[file])
        finally:
            path.write_text(source)
        fate = "survived" if status == 0 else "killed" if status == 1 else "failed"
        yield Mutant(file, "", fate), f"{file}: {' '.join(before.split())} → {' '.join(after.split())}"


def _run(tree: Path, tests: list[str]) -> int:
    # Two changes within a second have the same size and time: what Python compiled before must not count.
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        *tests,
    ]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONPYCACHEPREFIX": str(tree / "no-cache")}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False).returncode
