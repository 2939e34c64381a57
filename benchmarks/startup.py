"""How long a command takes that has hardly anything to do: `make bench ARGS=startup`.

Each round starts Python with NumPy and IPython, which a notebook's cells cannot do without, and then each
command, so that a busy minute of the machine falls on all alike. What is told is the median over all rounds,
and of each command's ratio to what its own round began with.
"""

import resource
import statistics
import subprocess
import sys
import time

from autograder.course import PROJECT, STATE
from autograder.exercises import assignments, notebook_name
from autograder.key import load_key
from benchmarks.tables import Table

ROUNDS = 15


def main(*, small: bool = False) -> list[Table]:
    assignment = assignments()[1]
    load_key(assignment, STATE)  # it may take TensorFlow a while, once
    notebook = PROJECT / "solutions" / assignment / notebook_name(assignment)
    check = ["-m", "autograder", "check", str(notebook), "--assignment", assignment]
    yardstick = "start Python, import numpy and IPython"
    commands = {
        yardstick: ["-c", "import numpy, IPython"],
        "autograder check": check,
        "autograder check --json": [*check, "--json"],
        "autograder --help": ["-m", "autograder", "--help"],
    }
    times: dict[str, list[tuple[float, float]]] = {what: [] for what in commands}
    for turn in range((3 if small else ROUNDS) + 1):
        for what, arguments in commands.items():
            took = _took([sys.executable, *arguments])
            if turn:  # the first may have to compile
                times[what].append(took)
    rows = []
    for what, taken in times.items():
        row: list[str | float] = [what]
        for which in (0, 1):
            figures = [each[which] for each in taken]
            ratios = [figure / begun[which] for figure, begun in zip(figures, times[yardstick], strict=True)]
            row += statistics.median(figures), statistics.median(ratios)
        rows.append(row)
    columns = [("", ""), ("clock, ms", ",.0f"), ("ratio", ".2f"), ("processor, ms", ",.0f"), ("ratio", ".2f")]
    return [Table("What a command takes to start and to end", columns, rows)]


def _took(command: list[str]) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor by the command and all that it started."""
    before, start = _processor(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start), 1000 * (_processor() - before)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
