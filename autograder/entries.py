"""What lies in folders that others filled: by name and kind, nothing is opened and no link is followed."""

from pathlib import Path

from autograder.errors import CourseError
from autograder.language import _

CHECKPOINTS = ".ipynb_checkpoints"
"""The folder in which JupyterLab keeps older states of notebooks."""

_DEPTH = 3  # folders in folders, as they come out of archives


def notebooks(folder: Path) -> list[Path]:
    """The files that are notebooks by their names: in the folder, or else in the folders nearest below it.

    What is hidden, as JupyterLab's older states and macOS's companion files are, is none. A name that goes on
    behind ".ipynb" (".ipynb.txt", ".ipynb.zip") counts where there is no other: browsers and phones add that.

    Raises:
        CourseError: a folder may not be read.
    """
    level = [folder]
    for _depth in range(1 + _DEPTH):
        shown = [
            entry
            for each in level
            for entry in _readable(each)
            if not entry.name.startswith(".") and entry.name != "__MACOSX"
        ]
        level = [entry for entry in shown if is_folder(entry)]
        named = [entry for entry in shown if ".ipynb" in entry.name.lower() and entry not in level]
        if found := [entry for entry in named if entry.suffix.lower() == ".ipynb"] or named:
            return found
    return []


def _readable(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise CourseError(
            _("{path} may not be read by you: change its mode or owner.").format(path=folder)
        ) from error


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, in order; nothing if it may not be read."""
    try:
        return _readable(folder)
    except CourseError:
        return []


def can_be_written(name: str) -> bool:
    """Whether a name is text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_folder(path: Path) -> bool:
    """Whether it is a folder and no link to one; one that may not be looked into counts, and fails later."""
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError:
        return True
