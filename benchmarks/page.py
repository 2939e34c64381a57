"""docs/benchmarks.md: what was measured, how, and what cannot be compared."""

from collections.abc import Mapping
from typing import Any

from benchmarks.tables import Table


def page(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The page.

    Args:
        found: by benchmark, what build/bench.json has of it.
    """
    return "\n".join(
        [_HEAD, *(_section(name, text, found[name]) for name, text in SECTIONS.items() if name in found)]
    )


def _section(name: str, text: str, found: Mapping[str, Any]) -> str:
    tables = [Table.from_json(table).markdown() for table in found["tables"]]
    where = (
        f"`make bench ARGS={name}` at {found['commit']}, on {found['machine']}; "
        f"{found['others']:.1f} other processes were computing when it began."
    )
    return "\n".join([text, *tables, where, ""])


_HEAD = """\
# What grading costs

`make bench` measures and writes this page, from `build/bench.json`; it takes most of an hour. Times depend
on the machine, so what is to be quoted are ratios: to a peer in the same run, or to what it takes this
machine to start Python and import NumPy.

**On the clock** is what an instructor waits for. **Processor time** is that of a command and of all that it
starts, as the kernel counts it; a busy machine hardly changes it. **Memory** is the most that was seen of
all processes of a command together, four times a second, where a page that several share counts once. All
files are in the caches.
"""

SECTIONS: Mapping[str, str] = {
    "peers": """\
## Ours beside its peers

The same assignment, `02-sliding-window`, and the same files, byte for byte: ten students of the demo, three
of them right, six wrong, each in its way, and one untouched notebook. Left out is the endless loop, of
which time limits would be measured (nbgrader gives up after 30 seconds for each cell, otter-grader never,
and ours after 2 for each call), and the file that is no notebook. Ours gets each student twenty times, in
no two files alike.

Each grades by its own command, as an instructor would give it, and may use all cores. Ours uses them all,
by itself. nbgrader grades one after another. otter-grader's `otter grade` wants a Docker engine; here it is
`otter run`, its own way without containers, with as many at a time as there are cores (`xargs`), which
leaves out what building, starting and removing a container costs. It has an environment of its own, pinned
in `requirements/peers.txt`.

In hidden tests a handful of cases for each function are compared with a reference: TensorFlow's convolution
in float64, called in the test; or, for nbgrader once more, arrays that were computed beforehand and are
read from a file. Ours compares with TensorFlow's answers, computed beforehand by `autograder key`: the
second table has what that takes. After each run the marks are looked at: right is full marks, untouched is
none, wrong is something between.

Each begins with a gradebook that holds no marks, as there is one from the day an assignment is released; the
second table has what making it takes. They take turns in three rounds, after one that does not count. *For
one more* is the difference between a large and a small class, by the number of submissions between them:
without what a command needs to start.

What cannot be compared is what is done in that time:

- **Isolation.** Ours forks a process for each submission and closes it in behind a wall. The peers run the
  student's code and the hidden tests in one process, with the rights of whoever grades; `otter grade` would
  put both into one container.
- **What is checked.** The peers check a handful of calls. Ours puts more calls to each function, in groups
  that earn part marks, some twice to see whether inputs were changed; it tries laws, tells which mistake
  explains what is wrong, grades again with a right function in the place of a wrong one, and looks for the
  smallest case that fails.
- **What is made.** Ours writes marks, the notebook to be returned, and the feedback page. nbgrader's pages
  are another command (`nbgrader generate_feedback`), and otter-grader's tables and PDFs are left out.
""",
    "scaling": """\
## A large class

One command grades the class, with all cores. No two files are alike.
""",
    "stages": """\
## Where the time goes

Of the class of ten above, graded again and again, one submission after another: three are right, and in
most of the others functions that call a wrong one are graded again, with a right one in its place. The very
same answer that was found right before is not read and judged again: here that is so for nearly all right
answers, as in a class of hundreds, and for none in the first few submissions of a run.
""",
    "processor": """\
## A right submission, without what is written down
""",
    "startup": """\
## What a command takes to start

`check` grades the solution here, whose own code is in it.
""",
    "cluster": """\
## On several machines
""",
    "wall": """\
## What the wall costs

All kinds of wall are up at the same time and take turns.
""",
    "submission": """\
## A submission by itself
""",
    "limits": """\
## Room below the limits

[limits.md](limits.md) says what each is.
""",
}
