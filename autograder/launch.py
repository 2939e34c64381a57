"""A zygote's process, as its supervisor holds it: from its launch to its end.

Apart from the `sandbox`, which puts up the wall with it: there NumPy is imported, and by then a zygote that
was launched first is half ready.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self


class Zygote(NamedTuple):
    """The process that imports what notebooks need, and waits to be told which wall to put up.

    Nothing is graded by it until a `Sandbox` has it, and with it a wall that stands. A context manager; `end`
    ends it, and every child of it.

    Attributes:
        home: a folder of its own, in which "empty" is the children's.
        control: the socket to it; see `sandbox.zygote`.
    """

    home: Path
    process: subprocess.Popen[bytes]
    control: socket.socket

    def end(self) -> None:
        self.control.close()
        self.process.kill()
        self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()
        # No child could ever write here, so there is nothing of a student's to stumble over.
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()


def launch() -> Zygote:
    """Starts a zygote and does not wait for it: it warms up while its supervisor does other things.

    From a thread that stays: the kernel ends a zygote together with the thread that launched it.

    Raises:
        OSError: no process can be started.
    """
    home = Path(tempfile.mkdtemp(prefix="autograder-"))
    try:
        home.chmod(0o711)  # a child that is no longer root must still reach its folder
        empty = home / "empty"
        empty.mkdir(mode=0o555)
        empty.chmod(0o555)
        return _started(home)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def _started(home: Path) -> Zygote:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        with theirs:
            process = subprocess.Popen(
                # -I: neither the environment nor the working folder adds modules.
                [sys.executable, "-I", "-c", _PROGRAM, _ROOT, str(theirs.fileno()), str(home)],
                env={
                    "HOME": str(home),
                    "IPYTHONDIR": str(home / "ipython"),
                    "LANG": "C.UTF-8",
                    "MPLBACKEND": "Agg",
                    "MPLCONFIGDIR": str(home / "matplotlib"),
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                    "MKL_NUM_THREADS": "1",
                },
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # why it could not start; the zygote closes it before any fork
                pass_fds=[theirs.fileno()],
            )
    except BaseException:
        ours.close()
        raise
    return Zygote(home, process, ours)


# Last in the path: the zygote needs this package, and needs it to hide nothing of the standard library.
_ROOT = os.fspath(Path(__file__).parents[1])

# Moves the socket to the place where the zygote expects it, whatever number it had here. There is no garbage
# in what it imports, and to look for it again and again takes a sixth of its start.
_PROGRAM = (
    "import gc, os, sys\n"
    "gc.disable()\n"
    "sys.path.append(sys.argv.pop(1))\n"
    "number = int(sys.argv.pop(1))\n"
    "if number != 3: os.dup2(number, 3); os.close(number)\n"
    "from autograder.sandbox.zygote import main\n"
    "main(sys.argv.pop(1))\n"
)
