"""Submissions collected from nbgrader's exchange without following what students laid there.

nbgrader copies a submission with the rights of whoever collects, and follows links: one that leads to the
instructor's own solved notebook, or to another student's work, would be collected as the student's, and one
that leads to a device fills the disk. `nbgrader_config.py` puts this class in the place of nbgrader's.
"""

import os
import stat
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_SHARED_FILE, _SHARED_FOLDER = 0o660, 0o2770  # for a course whose instructors are a group


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Copies ordinary files and folders; all else is left out, and said."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:  # noqa: ARG002  # nbgrader's
        """Copies a submission's folder.

        Each file is opened from the folder that it was found in, so no link can take its place meanwhile.

        Raises:
            RuntimeError: it holds more than nbgrader's `max_dir_size`.
        """
        course: Any = self.coursedir
        passed_over = ignore_patterns(
            exclude=course.ignore, include=course.include, max_file_size=course.max_file_size, log=self.log
        )
        room = 1000 * int(course.max_dir_size)  # in bytes: nbgrader counts in kilobytes
        Path(dest).mkdir(parents=True)
        for folder, folders, files, here in os.fwalk(src, follow_symlinks=False):
            target = Path(dest, os.path.relpath(folder, src))
            target.mkdir(exist_ok=True)
            ordinary = [name for name in files if self._is(name, here, stat.S_ISREG)]
            passed = passed_over(folder, [*folders, *ordinary])
            folders[:] = [
                name for name in folders if name not in passed and self._is(name, here, stat.S_ISDIR)
            ]
            for name in set(ordinary) - set(passed):
                content = _read(name, here, room + 1)
                if content is None:
                    self.log.warning("%r was not collected: it may not be read.", name)
                    continue
                room -= len(content)
                if room < 0:
                    raise RuntimeError(f"{src} holds more than {1000 * course.max_dir_size} bytes.")
                (target / name).write_bytes(content)
                if course.groupshared:
                    (target / name).chmod((target / name).stat().st_mode | _SHARED_FILE)
            if course.groupshared:
                target.chmod(target.stat().st_mode | _SHARED_FOLDER)

    def _is(self, name: str, here: int, kind: Any) -> bool:
        found = os.stat(name, dir_fd=here, follow_symlinks=False).st_mode
        if not kind(found):
            self.log.warning("%r was not collected: it is a link, or no ordinary file.", name)
        return bool(kind(found))


def _read(name: str, here: int, most: int) -> bytes | None:
    """The first bytes of a file; None where it has become something else since it was looked at."""
    try:
        descriptor = os.open(name, _FLAGS, dir_fd=here)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
