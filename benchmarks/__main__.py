"""`make bench` runs all benchmarks; one of them: `make bench ARGS=wall`."""

import argparse

from benchmarks import limits, processor, submission, wall

BENCHMARKS = {
    "submission": submission.main,
    "processor": processor.main,
    "wall": wall.main,
    "limits": limits.main,
}

parser = argparse.ArgumentParser(prog="python -m benchmarks")
parser.add_argument("name", nargs="?", choices=[*BENCHMARKS, "all"], default="all")
chosen = parser.parse_args().name
for name, run in BENCHMARKS.items():
    if chosen in (name, "all"):
        run()
