"""Where a submission's time goes, from its bytes to its page: `make bench ARGS=stages`.

One after another, in one thread, so that a stage has the clock for itself. A stage that is called by
another does not count twice. Students' code computes in another process, while the grader waits: running it
has the processor time of that process too.

What the students' own code takes is measured by itself: the same cells and the same calls, here, with no wall
and nothing to be compared. It is the demo's, so it may.
"""

import functools
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import numpy as np
import psutil

from autograder import notebook as notebooks
from autograder.batch import Batch
from autograder.course import STATE, Submission, material
from autograder.demo import ASSIGNMENT
from autograder.engine import Judged
from autograder.grade import Grader
from autograder.key import load_key
from autograder.notebook import Notebook
from autograder.sandbox import Ending, Request, Run, Sandbox
from benchmarks.classroom import submit
from benchmarks.measured import yardstick
from benchmarks.processor import quiet
from benchmarks.tables import Table

ROUNDS = 9
THE_CLASS = 10

RUN = "run it: fork, cells, calls"
# What belongs to each, by the names under which they are called.
STAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "read the file": ("autograder.course.Submission.read", "autograder.notebook.read"),
        RUN: ("autograder.sandbox.run.Run.ask", "autograder.sandbox.run.Run.__exit__"),
        "judge: compare, name the mistake, find words": ("autograder.grade.Grader.grade",),
        "write rows to the gradebook": ("autograder.writer.Writer._rows",),
        "make the returned notebook": ("autograder.writer.returned",),
        "make the feedback page": ("autograder.writer.page",),
        "write both, and the figures": ("autograder.writer.hand_back",),
    }
)
ELSE = "all else"


class Stopwatch:
    """Seconds by stage, on the clock and of this thread's processor time, while functions call each other."""

    def __init__(self) -> None:
        self.wall = dict.fromkeys([*STAGES, ELSE], 0.0)
        self.cpu = dict.fromkeys([*STAGES, ELSE], 0.0)
        self._running = [ELSE]
        self._last = time.perf_counter(), time.thread_time()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The clock runs for this stage, until it ends or calls another."""
        self.stop()
        self._running.append(name)
        try:
            yield
        finally:
            self.stop()
            self._running.pop()

    def stop(self) -> None:
        """Gives what has passed since the last time to the stage that is running."""
        now = time.perf_counter(), time.thread_time()
        self.wall[self._running[-1]] += now[0] - self._last[0]
        self.cpu[self._running[-1]] += now[1] - self._last[1]
        self._last = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **named)

        return call


def main(*, small: bool = False) -> list[Table]:
    """Grades the demo's class again and again."""
    unit = yardstick()
    rounds = 1 if small else ROUNDS
    with TemporaryDirectory(prefix="stages-") as name, Sandbox() as wall:
        grader = Grader(load_key(ASSIGNMENT, STATE), wall, material(ASSIGNMENT))
        # The first fills the caches, and tells what is asked.
        own = _Own()
        with patch(
            "autograder.sandbox.run.Run.ask", own.noted(resolve_name("autograder.sandbox.run.Run.ask"))
        ):
            _round(Path(name) / "first", grader, wall, own)
        theirs, found = [], []
        for number in range(rounds):
            found.append(_round(Path(name) / str(number), grader, wall))
            theirs.append(own.seconds())
    rows = []
    for stage in (*STAGES, ELSE):
        walls, cpus = ([getattr(each, kind)[stage] / THE_CLASS for each in found] for kind in ("wall", "cpu"))
        rows.append((stage, statistics.median(walls), statistics.median(cpus)))
    rows.append(("together", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    total, students = rows[-1][2], statistics.median(theirs)
    rows.append(("of that the students' own code", students, students))
    rows.append(("above it", rows[-2][1] - students, total - students))
    return [
        Table(
            "The stages of one submission",
            [
                ("", ""),
                ("ms", ".1f"),
                ("processor ms", ".1f"),
                ("of all", ".0%"),
                ("× `import numpy`", ".2f"),
            ],
            [(stage, 1000 * wall, 1000 * cpu, cpu / total, cpu / unit) for stage, wall, cpu in rows],
            f"Medians of {rounds}, of a class of {THE_CLASS}, one after another; the last two columns are of "
            f"processor time. To start Python and import NumPy took {1000 * unit:.0f} ms of it.",
        )
    ]


class _Own:
    """What each submission's own code does while it is graded, to be done here."""

    def __init__(self) -> None:
        self._does: list[tuple[Notebook, list[Request]]] = []

    def begin(self, data: bytes) -> None:
        """What is asked from now on is asked of this submission."""
        ours = material(ASSIGNMENT)
        self._does.append((notebooks.read(data).without(ours.checks), []))

    def noted(self, ask: Callable[..., Ending]) -> Callable[..., Ending]:
        def noting(run: Run, request: Request, ahead: Iterable[Request] = ()) -> Ending:
            self._does[-1][1].append(request)
            return ask(run, request, ahead)

        return noting

    def seconds(self) -> float:
        """Of processor time, for one of them."""
        start = time.process_time()
        with quiet():
            for notebook, asked in self._does:
                names: dict[str, Any] = {"np": np}
                for cell in notebook.cells:
                    with suppress(Exception):
                        exec(compile(cell.source, "cell", "exec"), names)  # noqa: S102
                for request in asked:
                    for _time in range(1 + request.twice):
                        with suppress(Exception):
                            names[request.name](*request.args, **request.kwargs)
        return (time.process_time() - start) / len(self._does)


def _round(course: Path, grader: Grader, wall: Sandbox, own: _Own | None = None) -> Stopwatch:
    """What each stage takes, to grade a class that has not been graded before."""
    submit(course, THE_CLASS)
    batch = Batch(course, ASSIGNMENT)
    with ExitStack() as stack:
        stopwatch = Stopwatch()
        for stage, names in STAGES.items():
            for name in names:
                # A name that is no more is an error here: then this list has to follow.
                stack.enter_context(patch(name, stopwatch.timed(stage, resolve_name(name))))
        before = _others(wall)
        for _graded in batch.write(_judged(batch, grader, own)):
            pass
        stopwatch.stop()
        stopwatch.cpu[RUN] += _others(wall) - before
    return stopwatch


def _others(wall: Sandbox) -> float:
    """Seconds of processor time that the zygote and its children have taken."""
    assert wall._zygote is not None
    times = psutil.Process(wall._zygote.process.pid).cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def _judged(batch: Batch, grader: Grader, own: _Own | None) -> Iterator[list[Judged[Submission]]]:
    for submission in batch.submissions:
        data = submission.read()
        if own is not None:
            own.begin(data)
        yield [Judged(submission, data, grader.grade(data))]
