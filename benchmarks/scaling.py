"""What a submission costs in a small class and in a large one: `make bench ARGS=scaling`.

Nothing that grows with the class may grow a submission's price. The class is the demo's, as often as it
takes; no two files are alike.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.classroom import submit
from benchmarks.measured import Cost, yardstick
from benchmarks.peers.ours import grade_anew
from benchmarks.tables import Table, Value

SIZES = (10, 100, 1_000, 10_000)
SMALL = (10, 30)


def main(*, small: bool = False) -> list[Table]:
    """Grades a class of each size once; thousands of submissions are steady enough."""
    unit = yardstick()
    found = {size: _graded(size) for size in (SMALL if small else SIZES)}
    return [table(found, unit)]


def _graded(size: int) -> tuple[Cost, dict[str, int]]:
    """What grading a class took, and the bytes that it left."""
    with TemporaryDirectory(prefix="scaling-") as name:
        course = Path(name)
        submit(course, size)
        took = grade_anew(course)
        return took, {made: _bytes(course / made) for made in ("gradebook.db", "autograded", "feedback")}


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file())


def table(found: dict[int, tuple[Cost, dict[str, int]]], unit: float) -> Table:
    """A row for each size, and what one more submission took from each to the next."""
    rows: list[list[Value]] = []
    before, seconds = 0, 0.0
    for size, (took, made) in sorted(found.items()):
        rows.append(
            [
                f"{size:,}",
                took.wall / size,
                took.cpu / size,
                (took.cpu - seconds) / (size - before) if before else "",
                took.cpu / size / unit,
                took.memory / 2**20,
                *(bytes_ / size / 2**10 for bytes_ in made.values()),
            ]
        )
        before, seconds = size, took.cpu
    return Table(
        "A class of 10 to 10,000",
        [
            ("submissions", ""),
            ("seconds each", ".3f"),
            ("processor seconds each", ".3f"),
            ("for one more than in the row above", ".3f"),
            ("processor, × `import numpy`", ".2f"),
            ("memory, MiB", ",.0f"),
            ("gradebook.db, KiB each", ",.1f"),
            ("autograded/, KiB each", ",.0f"),
            ("feedback/, KiB each", ",.0f"),
        ],
        rows,
        f"To start Python and import NumPy took {1000 * unit:.0f} ms of processor time.",
    )
