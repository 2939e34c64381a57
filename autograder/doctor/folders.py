"""The folders that grading reads and writes, each tried by writing to it."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import STATE
from autograder.errors import CourseError
from autograder.finding import Finding
from autograder.key import secret
from autograder.language import _, ngettext

_TRIED_BYTES = 1 << 20  # more than a page and a notebook take


def examine(course_dir: Path) -> Iterator[Finding]:
    """The course folder, the grader's own, and the secret in it."""
    try:
        course = course_dir.resolve(strict=True)
        if not course.is_dir():
            raise NotADirectoryError
    except (OSError, RuntimeError):
        yield Finding(
            _("course folder"),
            False,
            _("{path} is not there, or is no folder").format(path=course_dir),
            _("Make it, or give --course-dir."),
        )
    else:
        yield _folder(_("course folder"), course)
        yield _submitted(course)
    # It is made at first use, in the project's folder.
    yield _folder(_("grader's own folder"), STATE if STATE.exists() else STATE.parent)
    yield _secret(STATE / "secret")


def _folder(what: str, path: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(bytes(_TRIED_BYTES))
            file.flush()
        free = shutil.disk_usage(path).free
    except OSError as error:
        return Finding(
            what,
            False,
            _("{path} cannot be written to: {reason}").format(path=path, reason=error.strerror),
            _("Make it yours (chown, chmod), free some space, or choose another."),
        )
    return Finding(what, True, _("{path}, {free:.1f} GiB free").format(path=path, free=free / 2**30))


def _submitted(course: Path) -> Finding:
    folder = course / "submitted"
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return Finding(_("submissions"), True, _("no folder {folder} yet").format(folder=folder))
    except OSError as error:
        return Finding(
            _("submissions"),
            False,
            _("{path} cannot be read: {reason}").format(path=folder, reason=error.strerror),
            _("Change its mode or owner."),
        )
    found = ngettext("{count} student in {folder}", "{count} students in {folder}", len(names))
    return Finding(_("submissions"), True, found.format(count=len(names), folder=folder))


def _secret(path: Path) -> Finding:
    what, remedy = _("course secret"), _("Make it yours again (chown), or restore it from a copy.")
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        secret.read(path.parent)
    except FileNotFoundError:
        return Finding(what, True, _("none yet; made at first use"))
    except CourseError as error:
        return Finding(what, False, _("mode {mode:04o}").format(mode=mode), str(error))
    except OSError as error:
        return Finding(what, False, str(error), remedy)
    return Finding(what, True, _("mode {mode:04o}: nobody else can read it").format(mode=mode))
