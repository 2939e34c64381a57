"""Ours beside its peers, with the same submissions, in one run on one machine: `make bench ARGS=peers`.

All take turns (A B C A B C), so that a busy minute falls on all alike, after a turn that does not count: it
fills the caches. Each runs by its own command, as an instructor would give it, with all cores to use.
"""

import statistics
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import PROJECT
from autograder.demo import ASSIGNMENT
from benchmarks.measured import Cost, cost, spread, yardstick
from benchmarks.peers import nbgrader, otter, ours
from benchmarks.peers.contender import Contender, check
from benchmarks.tables import Table, Value

ROUNDS = 3
THE_CLASS = 10  # students who differ

# What is made once for a course and kept. Its price, in a folder of its own and with a secret of its own.
_KEY = f"""\
import sys
from pathlib import Path
from autograder.key import load_key
load_key({ASSIGNMENT!r}, Path(sys.argv[1]), "cpu")
"""
_GRADEBOOK = """\
import sys
from pathlib import Path
from autograder.gradebook import Gradebook
with Gradebook(Path(sys.argv[1])):
    pass
"""


def main(*, small: bool = False) -> list[Table]:
    """Grades the class by all.

    Args:
        small: one round with few submissions, and without the slow ones.
    """
    with TemporaryDirectory(prefix="peers-") as name:
        folder = Path(name)
        contenders = [
            ours.contender(folder / "ours", (THE_CLASS, 2 * THE_CLASS if small else 20 * THE_CLASS)),
            nbgrader.contender(folder / "stored", (1, 2 if small else THE_CLASS), tensorflow=False),
        ]
        if not small:
            contenders += [
                nbgrader.contender(folder / "tensorflow", (1, THE_CLASS), tensorflow=True),
                otter.contender(folder / "otter", (1, THE_CLASS)),
            ]
        unit = yardstick()
        found = _turns(contenders, 1 if small else ROUNDS, warm=not small)
        once = {
            what: cost([sys.executable, "-c", program, str(folder)], PROJECT, folder / "log")
            for what, program in (
                (f"the key of {ASSIGNMENT}, with TensorFlow", _KEY),
                ("an empty gradebook, with nbgrader", _GRADEBOOK),
            )
        }
    return [_comparison(contenders, found, unit), _once(once, unit)]


def _turns(contenders: Sequence[Contender], rounds: int, *, warm: bool) -> dict[tuple[str, int], list[Cost]]:
    """What each run took, by contender and size."""
    found: dict[tuple[str, int], list[Cost]] = {}
    for turn in range(1 - warm, rounds + 1):
        for contender in contenders:
            for size in contender.sizes if turn else contender.sizes[:1]:
                took = contender.grade(size)
                done = f"{took.wall:.1f} s, {took.cpu:.1f} s of processor time"
                print(f"{turn}/{rounds} {contender.name}, {size}: {done}", file=sys.stderr)
                check(contender.marks(size))
                if turn:
                    found.setdefault((contender.name, size), []).append(took)
    return found


def _comparison(
    contenders: Sequence[Contender], found: dict[tuple[str, int], list[Cost]], unit: float
) -> Table:
    rows: list[Sequence[Value]] = []
    for contender in contenders:
        few, many = contender.sizes
        whole = [run.wall / many for run in found[contender.name, many]]
        runs = zip(found[contender.name, few], found[contender.name, many], strict=True)
        one_more = statistics.median((more.wall - less.wall) / (many - few) for less, more in runs)
        last = found[contender.name, many]
        rows.append(
            (
                contender.name,
                many,
                statistics.median(whole),
                spread(whole, ".3f"),
                one_more,
                statistics.median(run.cpu / many for run in last),
                statistics.median(run.memory for run in last) / 2**20,
            )
        )
    _name, _many, ours_whole, _spread, ours_more, ours_cpu, _memory = map(_number, rows[0])
    return Table(
        "One submission",
        [
            ("", ""),
            ("submissions", ",.0f"),
            ("seconds each, whole command", ".3f"),
            ("least and most", ""),
            ("seconds for one more", ".3f"),
            ("processor seconds each", ".3f"),
            ("memory, MiB", ",.0f"),
            ("processor, × `import numpy`", ".2f"),
            ("× ours, whole command", ",.0f"),
            ("× ours, one more", ",.0f"),
            ("× ours, processor", ",.0f"),
        ],
        [
            (
                *row,
                _number(row[5]) / unit,
                _number(row[2]) / ours_whole,
                _number(row[4]) / ours_more,
                _number(row[5]) / ours_cpu,
            )
            for row in rows
        ],
        f"Medians of {len(last)}. nbgrader {version('nbgrader')}, otter-grader {otter.version()}. "
        f"To start Python and import NumPy took {1000 * unit:.0f} ms of processor time.",
    )


def _number(value: Value) -> float:
    return value if isinstance(value, float | int) else 0.0


def _once(took: Mapping[str, Cost], unit: float) -> Table:
    return Table(
        "What is made once for a course",
        [("", ""), ("seconds", ".1f"), ("processor seconds", ".1f"), ("processor, × `import numpy`", ".0f")],
        [(what, each.wall, each.cpu, each.cpu / unit) for what, each in took.items()],
    )
