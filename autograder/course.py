"""The folders of a course: masters in this project, submissions wherever an instructor keeps them.

Layout is nbgrader's: `submitted/<student>/<assignment>/<notebook>.ipynb`. Names of students and files come
from people, and what lies in a submission from a student: links are never followed, and nothing but an
ordinary file is ever opened.
"""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from autograder.errors import CourseError, UnreadableNotebook, UsageError
from autograder.exercises import assignments, notebook_name
from autograder.handback import handed_in
from autograder.language import _
from autograder.notebook import MAX_BYTES

PROJECT = Path(__file__).parent.parent
"""The folder of this project, with the masters."""

STATE = PROJECT / ".autograder"
"""What the grader keeps for itself: the course secret and the keys."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in for one assignment.

    Attributes:
        folder: `submitted/<student>/<assignment>`.
        notebook: the name that the file should have.
    """

    student: str
    assignment: str
    folder: Path
    notebook: str

    def read(self) -> bytes:
        """The notebook's bytes: the file of the right name, or the only notebook there is.

        Raises:
            UnreadableNotebook: there is no such file, or too many, or it is none that can be read.
            CourseError: the folder or the file may not be read.
        """
        return read_file(self._file())

    def _file(self) -> Path:
        if os.path.lexists(self.folder / self.notebook):
            return self.folder / self.notebook
        try:
            found = sorted(path for path in self.folder.iterdir() if path.suffix.lower() == ".ipynb")
        except OSError as error:
            raise CourseError(
                _("{path} may not be read by you: change its mode or owner.").format(path=self.folder)
            ) from error
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnreadableNotebook(
                _("There is no notebook in this submission. Submit the file {name}.").format(
                    name=self.notebook
                )
            )
        raise UnreadableNotebook(
            _(
                "There are {count} notebooks in this submission and none is named {name}. "
                "Submit just the one, under that name."
            ).format(count=len(found), name=self.notebook)
        )

    @property
    def timestamp(self) -> datetime | None:
        """When it was handed in, in UTC, as nbgrader's exchange wrote it down; None if it did not."""
        try:
            return handed_in(read_file(self.folder / "timestamp.txt")[:100].decode().strip())
        except (UnreadableNotebook, UnicodeDecodeError):
            return None


def read_file(path: Path) -> bytes:
    """An ordinary file's bytes, one more than a notebook may have at most.

    Raises:
        UnreadableNotebook: it is not there, or is a link, a folder, a pipe or a device.
        CourseError: it may not be read.
    """
    try:
        # Not blocking: a pipe that someone left there would never open.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError as error:
        # Whoever set up the folders did that, not the student.
        raise CourseError(
            _("{path} may not be read by you: change its mode or owner.").format(path=path)
        ) from error
    except OSError:
        raise UnreadableNotebook(_not_ordinary(path)) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableNotebook(_not_ordinary(path))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _not_ordinary(path: Path) -> str:
    return _("{name} is not an ordinary file that can be read. Submit the notebook itself.").format(
        name=path.name
    )


def submissions(course_dir: Path, assignment: str, students: Sequence[str] | None = None) -> list[Submission]:
    """What was handed in for an assignment, by student.

    Args:
        students: only these; None for all.

    Raises:
        UsageError: no such assignment or folder, or a student who handed in nothing.
    """
    name = notebook_name(assignment)
    submitted = course_dir / "submitted"
    if not submitted.is_dir():
        raise UsageError(
            _("There is no folder {folder}. Collect the submissions first, or give --course-dir.").format(
                folder=submitted
            )
        )
    found = [
        Submission(folder.name, assignment, folder / assignment, name)
        for folder in sorted(submitted.iterdir())
        if _can_be_written(folder.name) and _is_folder(folder) and _is_folder(folder / assignment)
    ]
    if students:
        known = {submission.student for submission in found}
        for student in students:
            if student not in known:
                raise UsageError(
                    _("{student} has not submitted {assignment}.").format(
                        student=student, assignment=assignment
                    )
                )
        return [submission for submission in found if submission.student in students]
    if not found:
        raise UsageError(
            _("Nobody has submitted {assignment} in {folder}.").format(
                assignment=assignment, folder=submitted
            )
        )
    return found


def overlooked(course_dir: Path, assignment: str) -> list[str]:
    """A sentence for each thing in `submitted/` that looks like work for an assignment and is not graded."""
    found = []
    for folder in sorted((course_dir / "submitted").iterdir()):
        if not _can_be_written(folder.name):
            found.append(_("{name} is not graded: rename it in UTF-8.").format(name=ascii(folder.name)))
        elif folder.suffix == ".ipynb" or (
            os.path.lexists(folder / assignment) and not _is_folder(folder / assignment)
        ):
            found.append(
                _("{path} is not graded: it should be submitted/<student>/{assignment}/<notebook>.").format(
                    path=folder if folder.suffix == ".ipynb" else folder / assignment, assignment=assignment
                )
            )
        elif _is_folder(folder) and not os.path.lexists(folder / assignment):
            others = {entry.name for entry in _entries(folder)} - set(assignments())
            near = get_close_matches(assignment, others, cutoff=0.8)
            near += sorted(name for name in others if name.endswith(".ipynb"))
            if near:
                found.append(
                    _("{student} holds {found} and no {assignment}: not graded.").format(
                        student=folder.name, found=", ".join(near), assignment=assignment
                    )
                )
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _can_be_written(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_folder(path: Path) -> bool:
    """Whether it is a folder and no link to one; one that may not be looked into counts, and fails later."""
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError:
        return True


def solution(assignment: str) -> bytes:
    """The solved notebook that an assignment is made from.

    Raises:
        CourseError: it is not there.
    """
    path = PROJECT / "solutions" / assignment / notebook_name(assignment)
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(
            _("The course's own notebook {path} cannot be read: {reason}.").format(
                path=path, reason=error.strerror
            )
        ) from error


def released(assignment: str) -> Path:
    """The notebook that students get."""
    return PROJECT / "assignments" / assignment / notebook_name(assignment)
