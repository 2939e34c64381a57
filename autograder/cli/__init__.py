"""The commands.

Results go to standard output, progress and logs to standard error. Exit status: 0 graded, whatever the
marks; 1 `verify` or `doctor` found a fault; 2 something could not be graded, or the call was wrong, with one
line that says what and what to do.

    options    what may be said on the command line
    commands   what each command does
    printing   how results are printed
"""

import atexit
import gc
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from autograder.cli.commands import NOT_GRADED
from autograder.cli.options import parser
from autograder.errors import GraderError
from autograder.language import _, translate_argparse


class _ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the time: above a bar, while there is one."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, stream: TextIO) -> None:
        """Nothing else can be set."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    # Whoever closed them wants to hear nothing; Python then has None there.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where a terminal knows no ✓
    handler = _ToStandardError()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    # Ours alone: nbgrader reports every file that it copies.
    logger = logging.getLogger("autograder")
    logger.handlers, logger.level = [handler], logging.INFO
    translate_argparse()
    # NumPy's threads for sums of millions: to start them takes as long as all else that it imports.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Before it ends, Python would look for garbage in all that was imported: that takes as long as to grade.
    atexit.register(gc.freeze)
    try:
        options = parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()  # so that a pipe that is closed, or a disk that is full, is found here
        return status
    except GraderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return NOT_GRADED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # whoever read our output may have seen enough
            print(f"autograder: {error}", file=sys.stderr)
        # Python writes what is left when it ends: to nowhere, or it would fail again and change the status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return NOT_GRADED
    except KeyboardInterrupt:
        print(_("autograder: stopped."), file=sys.stderr)
        return NOT_GRADED
