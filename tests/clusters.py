"""A Dask cluster on this machine: a scheduler and its workers, each a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

DASK = [sys.executable, "-m", "dask"]


class LocalCluster:
    """A context manager that ends all that it started."""

    def __init__(self, folder: Path, workers: int = 2, environment: Mapping[str, str] | None = None) -> None:
        """Starts the scheduler and its workers, and waits for them.

        Args:
            folder: for their files.
            environment: of the workers, beside this process's.
        """
        self._folder, self._environment = folder, {**os.environ, **(environment or {})}
        self._processes: list[subprocess.Popen[bytes]] = []
        # "tcp://127.0.0.1:0" would be tried anew by each that restarts: a port is found once, and kept.
        self.scheduler = self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0")
        [self.address] = self._said("scheduler", r"Scheduler at:\s+(tcp://\S+)", 1)
        for number in range(workers):
            self.add_worker(f"worker-{number}")
        for number in range(workers):
            self._said(f"worker-{number}", "Registered to", 1)

    def add_worker(self, name: str) -> None:
        self._start(name, "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1")

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self._folder / name).open("wb") as log:
            process = subprocess.Popen(
                [*DASK, *arguments, "--no-dashboard"],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=self._environment,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _said(self, name: str, pattern: str, times: int) -> list[str]:
        deadline = time.monotonic() + 120
        while True:
            log = (self._folder / name).read_text(errors="replace")
            if len(found := re.findall(pattern, log)) >= times:
                return found
            assert time.monotonic() < deadline, log
            time.sleep(0.05)

    def worker_processes(self) -> list[int]:
        """The processes that grade: each is the child of a nanny, which starts another when it dies."""
        found: list[int] = []
        for nanny in self._processes[1:]:
            with suppress(OSError):
                for task in Path(f"/proc/{nanny.pid}/task").iterdir():
                    found += map(int, (task / "children").read_text().split())
        return [process for process in found if _is_worker(process)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Nannies first and by their groups, or they would start their workers anew.
        for process in reversed(self._processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _is_worker(process: int) -> bool:
    with suppress(OSError):
        return b"resource_tracker" not in Path(f"/proc/{process}/cmdline").read_bytes()
    return False
