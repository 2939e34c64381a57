"""Files that a notebook writes, held in memory.

Behind the wall nothing can be written to disk. A cell that saves a plot or an array should not fail for
that, so `open` for writing gives a file in memory, and opening the same name later reads it back. It is a
convenience for honest notebooks and guards nothing; its size counts towards the memory limit.
"""

import builtins
import io
import os
from typing import Any


class _Kept(io.BytesIO):
    """A file in memory that leaves what was written behind when it is closed."""

    def __init__(self, files: dict[str, bytes], path: str, start: bytes) -> None:
        super().__init__(start)
        self._files, self._path = files, path
        files[path] = start

    def close(self) -> None:
        if not self.closed:
            self._files[self._path] = self.getvalue()
        super().close()


def install() -> None:
    """Replaces `open` and `io.open` in this process."""
    files: dict[str, bytes] = {}
    real_open = io.open

    def scratch_open(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> Any:
        if isinstance(file, int):
            return real_open(file, mode, buffering, encoding, errors, newline, *rest, **named)
        path = os.path.abspath(os.fsdecode(file))  # noqa: PTH100  # resolve() would look at the disk
        writes = any(letter in mode for letter in "wax+")
        if not writes and path not in files:
            return real_open(file, mode, buffering, encoding, errors, newline, *rest, **named)
        if "x" in mode and path in files:
            raise FileExistsError(f"[Errno 17] File exists: {file!r}")
        if "r" in mode and path not in files:
            raise FileNotFoundError(f"[Errno 2] No such file or directory: {file!r}")
        raw = _Kept(files, path, b"" if "w" in mode or "x" in mode else files.get(path, b""))
        if "a" in mode:
            raw.seek(0, io.SEEK_END)
        if "b" in mode:
            return raw
        return io.TextIOWrapper(raw, encoding or "utf-8", errors, newline, write_through=True)

    builtins.open = scratch_open
    io.open = scratch_open
