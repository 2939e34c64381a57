"""The cost of a submission, beside what it takes to start Python with NumPy.

Each figure is the median of several runs, all in one go on one machine; the last column is the one to quote.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from autograder.course import STATE, material, solution
from autograder.exercises import assignments
from autograder.grade import Grader
from autograder.key import load_key
from autograder.sandbox import Sandbox
from benchmarks.tables import Table

RUNS = 15


def median(action: Callable[[], object]) -> float:
    """Milliseconds on the clock, after one run that does not count."""
    action()
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def start_with(imports: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-I", "-c", f"import {imports}"], check=True)


def main(*, small: bool = False) -> list[Table]:  # noqa: ARG001  # it takes seconds
    """What starts once, and what each solution takes."""
    yardstick = median(start_with("numpy"))
    rows = {
        "start Python, import numpy": yardstick,
        "start Python, import numpy and IPython": median(start_with("numpy, IPython")),
        "start a sandbox": median(lambda: Sandbox().close()),
    }
    for assignment in assignments():
        rows[f"load the key of {assignment}"] = median(partial(load_key, assignment, STATE))
        key = load_key(assignment, STATE)
        with Sandbox() as sandbox:
            grade = partial(Grader(key, sandbox, material(assignment)).grade, solution(assignment))
            rows[f"grade the solution of {assignment}"] = median(grade)
    return [
        Table(
            "A right submission, and what starts before it",
            [("", ""), ("ms", ".1f"), ("× `import numpy`", ".2f")],
            [(what, milliseconds, milliseconds / yardstick) for what, milliseconds in rows.items()],
            f"Medians of {RUNS}, on the clock.",
        )
    ]
