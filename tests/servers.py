"""Jupyter servers on this machine alone, for tests that use what they serve."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TOKEN = "only-on-loopback"  # noqa: S105
PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
"""With the programs of this Python."""

_OPTIONS = (
    f"--IdentityProvider.token={TOKEN}",
    "--port=0",
    "--ip=127.0.0.1",
    "--no-browser",
    "--allow-root",
)


@dataclass(frozen=True)
class Server:
    """A server that was started.

    Attributes:
        log: what it has printed.
    """

    log: Path
    process: "subprocess.Popen[bytes]"

    def address(self) -> str:
        """Where it answers, with a slash at the end; waits until it does."""
        while self.process.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", self.log.read_text()):
                return found[0]
            try:
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(self.log.read_text())


@contextmanager
def serving(program: str, folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """A server in a folder, which may still be starting; it ends with the block.

    Args:
        program: "jupyterlab", or "jupyter_server" where nobody looks at notebooks.
        log: the file that it prints to.
    """
    with (
        log.open("w") as out,
        subprocess.Popen(
            [sys.executable, "-m", program, *_OPTIONS], cwd=folder, env=environment, stdout=out, stderr=out
        ) as process,
    ):
        try:
            yield Server(log, process)
        finally:
            process.terminate()
