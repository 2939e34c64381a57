"""One attack on one wall: what, if anything, went wrong."""

import ast
import json
import os
import re
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from autograder.grade import Grader, Material
from autograder.sandbox import Limits, Sandbox, observe
from autograder.sandbox.child import Child
from autograder.verdict import Verdict
from tests import exam
from tests.bait import Bait, canary
from tests.corpus import Attack
from tests.making import notebook

LIMITS = Limits(call_cpu=0.5, call_wall=1.5, cell_cpu=0.5, cell_wall=1.5, memory=256 * 2**20)
KEY = exam.key()
FULL = 20.0


def _material() -> Material:
    """The course's own functions, which run beside a submission's where those are wrong.

    Each says what no verdict may tell, where whoever has the function finds it.
    """
    solutions = {}
    for node in ast.parse(exam.RIGHT).body:
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.Expr(ast.Constant("7391")))
            solutions[node.name] = f"import numpy\n\n{ast.unparse(node)}"
    return Material(solutions=solutions)


MATERIAL = _material()

# Each of these in what a student is shown would be a leak: a canary, what an attack says it must not say, or
# what is in the course's own functions.
_FORBIDDEN = re.compile(r"CANARY-[0-9a-f]{16}|7391")

_SHOWN_BYTES = 300_000  # integers as large as may be shown, as many as may be shown, in all exercises
_LATE = 1.0  # seconds over a limit
_GROWTH = 64 * 2**20  # bytes of memory in the supervisor, of which an answer may take a few times a MiB
_WORK = 5.0  # seconds of processor time in the supervisor, where a right submission takes 0.1

ENVIRONMENT = "environment"
"""A layer of its own: the zygote is started with an environment that was made for it."""


def facts(bait: Bait, sandbox: Sandbox) -> Mapping[str, Any]:
    public: Counter[str] = Counter()
    examples: dict[str, set[bytes]] = {}
    for question in KEY.questions:
        if question.case.public:
            name, first = question.exercise.name, question.case.args[0]
            public[name] += 2 if question.case.twice else 1
            examples.setdefault(name, set()).add(np.asarray(first).tobytes())
    return bait.facts(sandbox) | {"PUBLIC": dict(public), "EXAMPLES": examples}


def right_neighbour() -> bytes:
    """A submission with right answers and, for others to find, a canary."""
    return notebook(f"mine = '{canary()}'", exam.RIGHT)


def faults(attack: Attack, bait: Bait, sandbox: Sandbox) -> list[str]:
    """What went wrong when an attack, and the right submission after it, were graded: nothing if all held.

    Whatever the attack left behind is removed.
    """
    grader = Grader(KEY, sandbox, MATERIAL)
    found = []
    memory, work = _peak(), time.process_time()
    try:
        with _lateness() as late:
            verdict = grader.grade(attack.notebook(facts(bait, sandbox)))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is an answer to the question
        return [f"grading raised {error!r}", *bait.traces(sandbox)]
    memory, work = _peak() - memory, time.process_time() - work
    found += bait.traces(sandbox)
    if attack.changes_nothing:
        without = grader.grade(attack.notebook(facts(bait, sandbox), tricks=False))
        if verdict.as_json() != without.as_json():
            found.append(f"the trick changed the verdict: {verdict.as_json()}")
    else:
        found += _wrong_words(attack, verdict)
    shown = json.dumps(verdict.as_json(), allow_nan=False) + repr(verdict)
    if leak := _FORBIDDEN.search(shown):
        found.append(f"the verdict tells {leak.group()!r}")
    found += [
        f"{what}: {much} > {most}"
        for what, much, most in (
            ("bytes in the verdict", len(shown), _SHOWN_BYTES),
            ("seconds over the limit", max(late), _LATE),
            ("bytes more in the supervisor", memory, _GROWTH),
            ("seconds of work for the supervisor", work, _WORK),
        )
        if much > most
    ]
    if grader.grade(right_neighbour()).score != FULL:
        found.append("the right submission after it did not get full marks")
    return found


def _wrong_words(attack: Attack, verdict: Verdict) -> Iterator[str]:
    for exercise in verdict.exercises:
        allowed = attack.allowed(exercise.name)
        if exercise.status.value not in allowed:
            yield (
                f"{exercise.name} is {exercise.status.value}, expected {'/'.join(sorted(allowed))}: "
                f"{exercise.message[:200]}"
            )
        elif (exercise.score == exercise.max_score) is not (exercise.status.value == "passed"):
            yield f"{exercise.name} is {exercise.status.value} with {exercise.score} points"


def _peak() -> int:
    """The most memory that this process, the supervisor, has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@contextmanager
def _lateness() -> Iterator[list[float]]:
    """By how many seconds each cell and call overran its limit on the clock."""
    found = [0.0]
    real = Child.ask

    def timed(child: Child, body: bytes, cpu: float, wall: float, count: int = 1) -> Any:
        start = time.monotonic()
        ending = real(child, body, cpu, wall, count)
        found.append(time.monotonic() - start - wall)
        return ending

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Child, "ask", timed)
        yield found


@contextmanager
def wall(limits: Limits = LIMITS, *, without: Collection[str] = ()) -> Iterator[Sandbox]:
    """A sandbox that lacks some layers; `ENVIRONMENT` may be one of them."""
    with pytest.MonkeyPatch.context() as patch:
        if ENVIRONMENT in without:
            real: Any = subprocess.Popen

            def inheriting(*args: Any, env: Mapping[str, str], **kwargs: Any) -> Any:
                return real(*args, env={**os.environ, **env}, **kwargs)

            patch.setattr(subprocess, "Popen", inheriting)
        with Sandbox(limits, without=set(without) - {ENVIRONMENT}) as sandbox:
            patch.undo()
            yield sandbox


def seen_from_outside(sandbox: Sandbox) -> dict[str, object]:
    """What the kernel says of a child that has run a cell, by the layer that made it so."""
    with sandbox.run(["def f(): pass"]) as run:
        run.call("f", ())
        assert run._child is not None
        return observe.seen_from_outside(run._child.process)
