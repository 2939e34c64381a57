"""The processor time of grading, above what a right submission itself takes: `make bench ARGS=processor`.

On the clock it would tell how busy the machine is. All that is compared takes turns in one go; medians.
"""

import contextlib
import io
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder import notebook as notebooks
from autograder.course import STATE, material, solution
from autograder.exercises import assignments
from autograder.grade import Grader
from autograder.key import Key, load_key
from autograder.laws import broken_law
from autograder.marking import by_order
from autograder.sandbox import End, Ending, Limits, Request, Sandbox
from autograder.sandbox.child import Child
from autograder.verify.own import names_of
from benchmarks.tables import Table

TURNS = 15


class Measured(Sandbox):
    """A sandbox that adds up what its children have computed, in seconds."""

    children = 0.0

    def end(self, child: Child) -> None:
        self.children += child._cpu()
        super().end(child)

    @property
    def zygote(self) -> float:
        """Seconds that the zygote has computed; forking is charged to it."""
        assert self._zygote is not None
        return time.clock_gettime((~self._zygote.process.pid << 3) | 2)


class _Here:
    """A run whose functions are called here, and that keeps what they are asked."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.asked: list[Request] = []
        self._names = names

    def ask(self, request: Request, _ahead: Iterable[Request] = (), /) -> Ending:
        self.asked.append(request)
        return Ending(End.VALUE, self._names[request.name](*request.args, **request.kwargs))

    def afresh(self) -> None:
        """There is nothing to begin anew."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One assignment's solution, to be graded and to be run here."""

    name: str
    grade: Callable[[], object]
    own: Callable[[], object]


def subject(key: Key, sandbox: Sandbox) -> Subject:
    data, ours = solution(key.assignment), material(key.assignment)
    grader = Grader(key, sandbox, ours)
    notebook = notebooks.read(data, Limits()).without(ours.checks)
    run = _Here(names_of(key.assignment, notebook))
    for exercise in by_order(key.questions):
        assert not broken_law(exercise, run, 1)
    requests = [Request(q.exercise.name, q.case.args, q.case.kwargs) for q in key.questions]
    requests += [Request(q.exercise.name, q.case.args, q.case.kwargs) for q in key.questions if q.case.twice]
    requests += run.asked

    def own() -> None:
        names = names_of(key.assignment, notebook)
        for request in requests:
            names[request.name](*request.args, **request.kwargs)

    return Subject(key.assignment, lambda: grader.grade(data), own)


def yardstick() -> float:
    """Seconds that a new Python takes to import NumPy."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """What solutions print, and what NumPy warns of in them, is not looked at."""
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        yield


def turn(of: Subject, sandbox: Measured) -> tuple[float, float, float]:
    """Seconds of the supervisor, of the child and the zygote, and of the student's own code here."""
    children, zygote, start = sandbox.children, sandbox.zygote, time.process_time()
    of.grade()
    ours = time.process_time() - start
    theirs = sandbox.children - children + sandbox.zygote - zygote
    start = time.process_time()
    with quiet():
        of.own()
    return ours, theirs, time.process_time() - start


def main(*, small: bool = False) -> list[Table]:
    """What grading each solution costs above the solution itself."""
    turns = 3 if small else TURNS
    with Measured() as sandbox:
        with quiet():
            subjects = [subject(load_key(assignment, STATE), sandbox) for assignment in assignments()]
        numpy = []
        took: dict[str, list[tuple[float, float, float]]] = {each.name: [] for each in subjects}
        for number in range(turns + 1):
            numpy.append(yardstick())
            for each in subjects:
                measured = turn(each, sandbox)
                if number:  # the first does not count: it finds nothing warm
                    took[each.name].append(measured)
    unit = 1000 * statistics.median(numpy)
    rows = []
    for name, measured_turns in took.items():
        ours, theirs, own = (1000 * statistics.median(column) for column in zip(*measured_turns, strict=True))
        above = ours + theirs - own
        rows.append((name, ours, theirs, own, above, above / unit))
    return [
        Table(
            "The processor time of a right submission",
            [
                ("", ""),
                ("supervisor, ms", ".1f"),
                ("its process, ms", ".1f"),
                ("of that its own code, ms", ".1f"),
                ("above that, ms", ".1f"),
                ("× `import numpy`", ".2f"),
            ],
            rows,
            f"Medians of {turns} turns; `import numpy` took {unit:.0f} ms of processor time in the same run.",
        )
    ]
