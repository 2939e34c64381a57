"""What a command costs, with all that it starts: time on the clock, processor time, memory."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.tables import Value

_EVERY = 0.25  # seconds from one look at the memory to the next


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Attributes:
        wall: seconds on the clock.
        cpu: seconds of processor time, of the command and of all that it started and waited for.
        memory: bytes, the most that was seen of all its processes together. What several share counts once.
    """

    wall: float
    cpu: float
    memory: float


def cost(command: Sequence[str], folder: Path, log: Path, variables: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end.

    Args:
        log: gets what it says, to standard output as to standard error.

    Raises:
        RuntimeError: it ended with a status other than 0.
    """
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        ended = threading.Event()
        peak = [0]
        watch = threading.Thread(target=_watch, args=(process.pid, ended, peak))
        watch.start()
        # Not `process.wait`, which does not tell what the process took.
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        ended.set()
        watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        last = log.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)}: status {process.returncode}\n{last}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0])


def environment(programs: Path, home: Path) -> dict[str, str]:
    """Ours, with programs that are found first, and without what someone has set up for Jupyter."""
    own = dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"), str(home))
    return {**os.environ, **own, "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])}


def _watch(pid: int, ended: threading.Event, peak: list[int]) -> None:
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        while not ended.wait(_EVERY):
            peak[0] = max(peak[0], sum(map(_memory, [root, *root.children(recursive=True)])))


def _memory(process: psutil.Process) -> int:
    """Bytes; each page divided by the number of processes that have it."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0  # ended meanwhile


def yardstick(runs: int = 9) -> float:
    """Seconds of processor time that it takes to start Python and import NumPy; the median.

    Not on the clock: that is what a busy machine makes of it.
    """
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-I", "-c", "import numpy"]
        found = [cost(command, Path(folder), Path(folder) / "log").cpu for _run in range(runs + 1)]
    return statistics.median(found[1:])


def spread(values: Iterable[float], form: str = ".2f") -> Value:
    """The least and the most, to stand beside a median.

    >>> spread([1.0, 3.0, 2.0])
    '1.00–3.00'
    """
    found = sorted(values)
    return f"{found[0]:{form}}–{found[-1]:{form}}"
