"""Runs of `autograder grade` in processes of their own, which tests may end as they like.

Each is forked from one process that has imported everything, so that a run takes as long as it grades.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_SERVER = """
import os, sys
from pathlib import Path
from autograder import batch, cli
import autograder.feedback.html, autograder.gradebook, autograder.tally
batch.STATE = Path(sys.argv[1])
for line in sys.stdin:
    out, *arguments = line.rstrip("\\n").split("\\t")
    run = os.fork()
    if run == 0:
        for descriptor, mode in ((1, "w"), (2, "w")):
            os.dup2(os.open(f"{out}.{descriptor}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
        os._exit(cli.main(arguments))
    print(run, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(run, 0)[1]), flush=True)
"""


class Runs:
    """Where runs are forked, one at a time; a context manager."""

    def __init__(self, state: Path, out: Path) -> None:
        """Imports everything.

        Args:
            out: the folder for what runs print.
        """
        self._out = out / "printed"
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(state)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *arguments: str) -> "Started":
        """Starts a command."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(self._out, *arguments, sep="\t", file=self._server.stdin, flush=True)
        return Started(int(self._server.stdout.readline()), self._server.stdout, self._out)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.kill()
        self._server.communicate()


class Started:
    """A run: `wait` has to be called once."""

    def __init__(self, process: int, told: IO[str], out: Path) -> None:
        self.process = process
        self._told, self._out = told, out

    def wait(self) -> tuple[int, str, str]:
        """Its exit status (negative: the signal that ended it), and what it printed."""
        status = int(self._told.readline())
        return status, Path(f"{self._out}.1").read_text(), Path(f"{self._out}.2").read_text()

    def children(self) -> Iterator[int]:
        """Its own processes, such as its zygotes."""
        with suppress(OSError):
            for task in Path(f"/proc/{self.process}/task").iterdir():
                yield from map(int, (task / "children").read_text().split())

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.kill(self.process, signal.SIGKILL)
