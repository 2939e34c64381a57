"""What a Dask cluster gains and costs: `make bench ARGS=cluster`.

Scheduler, workers and the command that hands out the work share one machine here, so this shows what Dask
costs beside this machine's own threads, and whether a second worker helps; not how far a cluster goes.
"""

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.classroom import submit
from benchmarks.measured import spread
from benchmarks.peers.ours import grade_anew
from benchmarks.tables import Table, Value
from tests.clusters import LocalCluster

CLASS, ROUNDS = 100, 3


def main(*, small: bool = False) -> list[Table]:
    size, rounds = (10, 1) if small else (CLASS, ROUNDS)
    with TemporaryDirectory(prefix="cluster-") as name:
        folder = Path(name)
        course = folder / "class"
        submit(course, size)
        logs = {workers: folder / f"logs-{workers}" for workers in (1, 2)}
        for log in logs.values():
            log.mkdir()
        with LocalCluster(logs[1], 1) as one, LocalCluster(logs[2], 2) as two:
            ways = {
                "here, one at a time": ("--jobs", "1"),
                "here, two at a time": ("--jobs", "2"),
                "Dask, one worker": ("--scheduler", one.address),
                "Dask, two workers": ("--scheduler", two.address),
            }
            took: dict[str, list[float]] = {way: [] for way in ways}
            for turn in range(rounds + 1):
                for way, options in ways.items():
                    wall = grade_anew(course, *options).wall
                    if turn:  # the first has workers make their graders
                        took[way].append(wall / size)
    first = statistics.median(took["here, one at a time"])
    rows: list[list[Value]] = [
        [way, statistics.median(found), spread(found, ".3f"), first / statistics.median(found)]
        for way, found in took.items()
    ]
    columns = [
        ("", ""),
        ("seconds each", ".3f"),
        ("least to most", ""),
        ("times as fast as one at a time", ".2f"),
    ]
    return [Table(f"A Dask cluster on one machine: a class of {size}", columns, rows)]
