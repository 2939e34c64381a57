"""`make bench` runs all benchmarks; some: `make bench ARGS="wall peers"`; in a minute: `ARGS=--small`.

The tables go to standard output as Markdown, and to build/bench.json. There what was measured before stays
beside it, so that one benchmark can be run again by itself; each says at which commit it was. Once all have
been measured in full, docs/benchmarks.md is written; what was last measured with --small has to be again.
"""

import argparse
import sys

from benchmarks import cluster, limits, peers, processor, record, scaling, stages, startup, submission, wall

BENCHMARKS = {
    "peers": peers.main,
    "scaling": scaling.main,
    "stages": stages.main,
    "cluster": cluster.main,
    "wall": wall.main,
    "startup": startup.main,
    "submission": submission.main,
    "processor": processor.main,
    "limits": limits.main,
}

IN_A_MINUTE = ("peers", "scaling", "stages")

parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure how fast it grades.")
parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; default: all")
parser.add_argument(
    "--small", action="store_true", help="few submissions and rounds: does it run, and how about"
)
chosen = parser.parse_args()
if unknown := set(chosen.names) - set(BENCHMARKS):
    parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
for name in chosen.names or (IN_A_MINUTE if chosen.small else BENCHMARKS):
    print(f"measuring: {name}", file=sys.stderr)
    tables = record.measured(name, BENCHMARKS[name], small=chosen.small)
    print(*(table.markdown() for table in tables), sep="\n", flush=True)
if not chosen.small and record.write_page(BENCHMARKS):
    print(f"wrote {record.PAGE}", file=sys.stderr)
