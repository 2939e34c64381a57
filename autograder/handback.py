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
from tempfile import NamedTemporaryFile

from autograder.errors import CourseError
from autograder.language import _

_COMPANIONS = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader's exchange lays beside a submission."""

_COMPANION_BYTES = 1_000


def hand_back(content: bytes, folder: Path, name: str, submitted: Path, released: Path | None = None) -> None:
    """Puts a file where nbgrader looks for it, whole or not at all, with what it wants to find beside it.

    Args:
        folder: `autograded/<student>/<assignment>` or the same in `feedback/`; made if it is not there.
        name: such as "sliding-window.ipynb" or "sliding-window.html".
        submitted: the submission's folder, which has the time and the secret.
        released: the assignment's folder, to show a notebook with its figures.

    Raises:
        CourseError: the folder cannot be written; a file that was there before is still there.
    """
    with _said_in_a_sentence(folder / name):
        folder.mkdir(parents=True, exist_ok=True)
        _lay_companions(folder, submitted)
        if released is not None:
            lay_figures(folder, released)
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


def lay_figures(folder: Path, released: Path) -> None:
    """Lays copies of an assignment's figures beside a notebook.

    Links would not do: the formgrader follows none that lead out of the course.

    Raises:
        CourseError: the folder cannot be written.
    """
    for figure in released.glob("images/*.*"):
        copy = folder / "images" / figure.name
        with _said_in_a_sentence(copy):
            if not copy.exists() or copy.stat().st_size != figure.stat().st_size:
                copy.parent.mkdir(parents=True, exist_ok=True)
                _write(copy, figure.read_bytes())


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
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.close()
            temporary.chmod(0o644)
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


def handed_in(timestamp: str) -> datetime | None:
    """When a submission was handed in, in UTC and without a time zone; None if the text does not say.

    Args:
        timestamp: what stands in its timestamp.txt.

    To the formgrader a submission is graded if it finds the same time in the database, so this reads it as
    `nbgrader.utils.parse_utc` does: a third word is the name of a time zone, or a number of *seconds*.
    """
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
