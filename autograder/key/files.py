"""Files that appear whole or not at all, and are their owner's alone."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Held by one process at a time; the kernel lets go of it when that process ends, however it does."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in path.parent.glob(".new-*"):  # by a process that was killed while it wrote
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder, of mode 0600; gone afterwards unless it was moved."""
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until a file's contents are on the disk, so that no loss of power leaves its name without them."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
