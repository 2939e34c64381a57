"""What a run of `grade` has finished, so that the same command goes on where it ended; and one run at a time.

In the course's folder lies

    .autograder/runs/<assignment>.jsonl    while a run is not at its end: a line on how it grades, and one for
                                           each submission that stands whole in the gradebook and the folders
    .autograder/runs/lock                  held by whoever writes; the kernel lets go of it, however they end

A line is written after all that it speaks of, so what a run was killed in is done again, and nothing else is.
Where how it grades has changed (a case, a limit, the language), nothing is taken over.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from autograder.errors import CourseError, UsageError
from autograder.language import _

_FOLDER = Path(".autograder", "runs")


class Journal:
    """What a run has finished; a context manager that closes the file."""

    def __init__(self, course_dir: Path, assignment: str, basis: str) -> None:
        """Opens what the last run left, if that graded alike; else begins anew.

        Args:
            basis: tells whether two runs grade alike: a digest of all that a verdict depends on but the
                submission.

        Raises:
            CourseError: the folder cannot be written.
        """
        self._path = course_dir / _FOLDER / f"{assignment}.jsonl"
        self.finished: dict[str, str] = {}
        """Fingerprints of the files that the last run finished, by student."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._take_over(basis)
            self._file = self._path.open("a", encoding="utf-8")
            if not self._file.tell():
                self._write([{"basis": basis}])
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _take_over(self, basis: str) -> None:
        """Reads what is there; what was cut short, or is of another run, is taken away."""
        lines = list(_lines(self._path))
        if not lines or lines[0] != {"basis": basis}:
            self._path.unlink(missing_ok=True)
            return
        for line in lines[1:]:
            self.finished[line.get("student", "")] = line.get("submitted", "")

    def add(self, finished: Iterable[tuple[str, str]]) -> None:
        """Notes submissions that are finished: students, and fingerprints of their files.

        Raises:
            CourseError: it cannot be written.
        """
        try:
            self._write({"student": student, "submitted": submitted} for student, submitted in finished)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _write(self, lines: Iterable[dict[str, str]]) -> None:
        # Begins with a line's end: the last run may have been killed in the middle of one.
        self._file.write("".join(f"\n{json.dumps(line)}" for line in lines))
        self._file.flush()

    def end(self) -> None:
        """Everything is finished: the next run grades all anew."""
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        with suppress(OSError):  # a full disk; what matters was flushed
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _lines(path: Path) -> Iterator[dict[str, str]]:
    """The whole lines of a journal."""
    try:
        text = path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return
    for line in filter(None, text.splitlines()):
        with suppress(ValueError):
            content = json.loads(line)
            if isinstance(content, dict):
                yield content


@contextmanager
def one_at_a_time(course_dir: Path) -> Iterator[None]:
    """Inside, no other grader writes to this course.

    Raises:
        UsageError: one is at work.
        CourseError: the folder cannot be written.
    """
    path = course_dir / _FOLDER / "lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(descriptor, 100).decode(errors="replace").strip() or "?"
            raise UsageError(
                _(
                    "Another grader is at work in {folder} (process {process}). "
                    "Wait until it has ended, then give the command again."
                ).format(folder=course_dir, process=who)
            ) from None
        except OSError as error:
            raise _unwritable(path, error) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> CourseError:
    return CourseError(
        _(
            "{path} cannot be written ({reason}). Make room or give yourself the right, then grade again."
        ).format(path=path, reason=error.strerror)
    )
