"""Files put where nbgrader looks for them, in `autograded/` and in `feedback/`.

A file is there whole or not at all, and beside it is what nbgrader wants to find there: the submission's
time, by which the formgrader knows what is graded, and its secret, by which feedback is released.
Submissions are what others wrote: links in them are never followed, nor anything opened that is no file.
"""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

from autograder.errors import CourseError
from autograder.language import _

_COMPANIONS = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's exchange lays beside a submission."""

_COMPANION_BYTES = 1_000


class Figures:
    """The figures of an assignment, to be laid beside the notebooks of a class.

    They are copied once, and the other folders get further names of the same files (hard links): copies for
    a class of 400 would fill a hundred megabytes. Symbolic links would not do: the formgrader follows none
    that lead out of the course. Nor would names of the assignment's own files: nbgrader may change the mode
    of what lies in `autograded/`.
    """

    def __init__(self, released: Path) -> None:
        """Finds them.

        Args:
            released: the assignment's folder.
        """
        self._figures = [(path, path.stat().st_size) for path in sorted(released.glob("images/*.*"))]
        self._laid: dict[str, Path] = {}

    def lay(self, folder: Path) -> None:
        """Lays them beside a notebook, each whole or not at all.

        Raises:
            CourseError: the folder cannot be written.
        """
        for figure, size in self._figures:
            copy = folder / "images" / figure.name
            with _said_in_a_sentence(copy):
                if _size(copy) != size:
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    self._lay(figure, copy)

    def _lay(self, figure: Path, copy: Path) -> None:
        with suppress(KeyError, OSError):  # none yet, one that is gone by now, or no hard links on this disk
            copy.hardlink_to(self._laid[figure.name])
            return
        _write(copy, figure.read_bytes())
        self._laid[figure.name] = copy


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def hand_back(
    content: bytes, folder: Path, name: str, submitted: Path, figures: Figures | None = None
) -> None:
    """Puts a file where nbgrader looks for it, whole or not at all, with what it wants to find beside it.

    Args:
        folder: `autograded/<student>/<assignment>` or the same in `feedback/`; made if it is not there.
        name: such as "sliding-window.ipynb" or "sliding-window.html".
        submitted: the submission's folder, which has the time and the secret.
        figures: to show a notebook with them.

    Raises:
        CourseError: the folder cannot be written; a file that was there before is still there.
    """
    with _said_in_a_sentence(folder / name):
        folder.mkdir(parents=True, exist_ok=True)
        _lay_companions(folder, submitted)
        if figures is not None:
            figures.lay(folder)
        # Last: when it is there, all is there.
        _write(folder / name, content)


def clear(folder: Path, submitted: Path) -> None:
    """Takes everything out of a folder but what nbgrader wants to find beside a file.

    nbgrader copies whatever lies in a submission to `autograded/`, from there to `feedback/`, and releases
    each page that it finds: a page of the student's that runs a script, or what a link of theirs led to.

    Raises:
        CourseError: the folder cannot be written.
    """
    with _said_in_a_sentence(folder):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        _lay_companions(folder, submitted)


def _lay_companions(folder: Path, submitted: Path) -> None:
    for companion in _COMPANIONS:
        text = _small_file(submitted / companion)
        if text is None:
            (folder / companion).unlink(missing_ok=True)
        else:
            _write(folder / companion, text)


@contextmanager
def _said_in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CourseError(
            _(
                "{path} cannot be written ({reason}). Make room or give yourself the right, then grade again."
            ).format(path=path, reason=error.strerror)
        ) from error


def _write(path: Path, content: bytes) -> None:
    descriptor, name = mkstemp(prefix=".", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(descriptor, 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _small_file(path: Path) -> bytes | None:
    """The bytes of an ordinary small file; None for links, pipes and whatever else may be there."""
    with suppress(OSError):
        # Not blocking: a pipe would never open.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            ordinary = stat.S_ISREG(os.fstat(descriptor).st_mode)
            content = file.read(_COMPANION_BYTES + 1) if ordinary else b""
        return content if ordinary and len(content) <= _COMPANION_BYTES else None
    return None


_NBGRADERS_OWN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC", re.ASCII)
"""How its exchange writes a time. Others need a library that reads any date: 20 ms to import."""


def handed_in(timestamp: str) -> datetime | None:
    """When a submission was handed in, in UTC and without a time zone; None if the text does not say.

    Args:
        timestamp: what stands in its timestamp.txt.

    To the formgrader a submission is graded if it finds the same time in the database, so this reads it as
    `nbgrader.utils.parse_utc` does: a third word is the name of a time zone, or a number of *seconds*.
    """
    with suppress(ValueError):
        if _NBGRADERS_OWN.fullmatch(timestamp):
            return datetime.fromisoformat(timestamp.removesuffix(" UTC"))
    from dateutil import parser, tz  # type: ignore[import-untyped]

    date, clock, zone = [*timestamp.split(" "), "", "", ""][:3]
    try:
        if timestamp.count(" ") == 2:
            shift = int(zone) if re.fullmatch(r"[+-]?\d+", zone) else tz.gettz(zone)
            found: datetime = parser.parse(f"{date} {clock} TZ", tzinfos={"TZ": shift})
        else:
            found = parser.parse(timestamp)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
