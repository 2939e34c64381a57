"""nbgrader's exchange, set up: the folder through which assignments, submissions and feedback pass.

nbgrader finds it by a line in a file that Jupyter reads for everybody who is started from the same
installation, or for one user. That file and the folder are all that it needs.
"""

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError
from autograder.language import _
from autograder.settings import FILE

COURSE = "convolution"  # as in this project's nbgrader_config.py

_MADE = "# Made by `autograder exchange`; give the command again to change it."


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange that was set up.

    Attributes:
        root: its folder.
        file: that tells nbgrader so.
        closed: a folder above it that other users may not enter; None if there is none.
    """

    root: Path
    file: Path
    closed: Path | None


def set_up(root: Path, *, me: bool = False) -> Exchange:
    """Makes the folder, if it is not there, and tells nbgrader of it.

    Args:
        me: tells it for the user alone who gives the command, not for all who use this installation.

    Raises:
        UsageError: the folder cannot be made or used, or nbgrader was told something else by hand.
    """
    root = root.absolute()
    file = _folder(me=me) / FILE
    text = f"{_MADE}\nc = get_config()\n{_settings(root)}"
    if file.exists() and not _read(file).startswith(_MADE):
        raise UsageError(
            _("{file} was not made by this command and stays as it is. Add to it:\n{lines}").format(
                file=file, lines=_settings(root).rstrip()
            )
        )
    _make(root)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            _("{file} cannot be written ({reason}). With --me it is set for you alone.").format(
                file=file, reason=error.strerror
            )
        ) from error
    return Exchange(root, file, next((above for above in root.parents if not _may_enter(above)), None))


def _settings(root: Path) -> str:
    return f"c.Exchange.root = {str(root)!r}\nc.CourseDirectory.course_id = {COURSE!r}\n"


def _folder(*, me: bool) -> Path:
    """Where Jupyter looks for settings: of this installation, or of this user."""
    if not me:
        return Path(sys.prefix) / "etc" / "jupyter"
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir())


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # it may not be read: then it was not made by this command for this user


def _make(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        found = root.stat()
        if found.st_uid == os.geteuid():
            # As nbgrader wants it, and would make it: students write to folders in it.
            root.chmod(stat.S_IMODE(found.st_mode) | 0o777)
    except OSError as error:
        raise UsageError(
            _("{folder} cannot be made an exchange ({reason}). Name another folder.").format(
                folder=root, reason=error.strerror
            )
        ) from error
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
        raise UsageError(
            _("You may not write to {folder}. Ask its owner for: chmod a+rwx {folder}").format(folder=root)
        )


def _may_enter(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)
