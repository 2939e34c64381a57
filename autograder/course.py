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

from autograder.entries import CHECKPOINTS, can_be_written, entries, is_folder, notebooks
from autograder.errors import CourseError, UnreadableNotebook, UsageError
from autograder.exercises import assignments, exercises, notebook_name
from autograder.feedback.untrusted import fits_nbgraders_pages, visible
from autograder.grade import Material
from autograder.handback import handed_in
from autograder.language import _
from autograder.limits import DEFAULTS
from autograder.master import read_master
from autograder.notebook import read, too_large

PROJECT = Path(__file__).parent.parent
"""The folder of this project, with the masters."""

STATE = PROJECT / ".autograder"
"""What the grader keeps for itself: the course secret and the keys."""

LONGEST_NAME = 128
"""Characters of a student's name for which nbgrader's tables have room; PostgreSQL refuses more."""


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

    def read(self, most: int = DEFAULTS.notebook_bytes) -> bytes:
        """The notebook's bytes: the file of the right name, or the only one that can be meant.

        Args:
            most: bytes that it may have.

        Raises:
            UnreadableNotebook: there is no such file, or too many, or it is none that can be read.
            CourseError: the folder or the file may not be read.
        """
        return read_file(self.file(), most)

    def content(self, most: int = DEFAULTS.notebook_bytes) -> bytes | None:
        """The bytes that were graded: b"" for what is no notebook; None for what could not be graded at all.

        Args:
            most: as in `read`.
        """
        try:
            return self.read(most)
        except UnreadableNotebook:
            return b""
        except CourseError:
            return None

    def file(self) -> Path:
        """The file that `read` reads.

        Raises:
            UnreadableNotebook: there is none, or too many.
            CourseError: the folder may not be read.
        """
        if os.path.lexists(self.folder / self.notebook):
            return self.folder / self.notebook
        found = notebooks(self.folder)
        if not found and os.path.lexists(self.folder / CHECKPOINTS):
            raise UnreadableNotebook(
                _(
                    "There is no notebook in this submission, only the folder in which JupyterLab keeps "
                    "copies of older states ({folder}). Submit the file {name} itself."
                ).format(folder=CHECKPOINTS, name=self.notebook)
            )
        if not found:
            raise UnreadableNotebook(
                _("There is no notebook in this submission. Submit the file {name}.").format(
                    name=self.notebook
                )
            )
        others = {notebook_name(assignment) for assignment in assignments()} - {self.notebook}
        for meant in (
            found,
            [path for path in found if path.name.lower() == self.notebook],
            [path for path in found if path.name not in others],
        ):
            if len(meant) == 1:
                return meant[0]
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


def read_file(path: Path, most: int = DEFAULTS.notebook_bytes) -> bytes:
    """An ordinary file's bytes.

    Args:
        most: bytes that it may have.

    Raises:
        UnreadableNotebook: it is not there, or is a link, a folder, a pipe or a device, or has more bytes.
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
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableNotebook(_not_ordinary(path))
        if found.st_size > most:
            raise UnreadableNotebook(too_large(found.st_size, most))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most)  # and no more, should it grow meanwhile
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
        if not unfit_name(folder.name) and is_folder(folder) and is_folder(folder / assignment)
    ]
    if students:
        known = {submission.student for submission in found}
        for student in students:
            if not student or ("," in student and student not in known):
                raise UsageError(_("Give --student once for each student, with their id."))
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


def unfit_name(student: str) -> str:
    """Why a student cannot be graded under this name, as a sentence; "" if it does no harm."""
    if not can_be_written(student):
        return _("{name} is not graded: rename it in UTF-8.").format(name=ascii(student))
    if len(student) > LONGEST_NAME:
        return _("{name} is not graded: a student's name may have {count} characters in a gradebook.").format(
            name=visible(student), count=LONGEST_NAME
        )
    if not fits_nbgraders_pages(student):
        return _(
            "{name} is not graded: in the formgrader's pages such a name could run a script. Rename "
            'the folder, without " < > \\ and without characters that cannot be seen.'
        ).format(name=visible(student))
    return ""


def overlooked(course_dir: Path, assignment: str) -> list[str]:
    """A sentence for each thing in `submitted/` that looks like work for an assignment and is not graded."""
    name = notebook_name(assignment)
    found = []
    for folder in sorted((course_dir / "submitted").iterdir()):
        if sentence := unfit_name(folder.name):
            found.append(sentence)
        elif folder.suffix == ".ipynb" or (
            os.path.lexists(folder / assignment) and not is_folder(folder / assignment)
        ):
            found.append(
                _("{path} is not graded: it should be submitted/<student>/{assignment}/<notebook>.").format(
                    path=folder if folder.suffix == ".ipynb" else folder / assignment, assignment=assignment
                )
            )
        elif is_folder(folder / assignment):
            found += _beside(Submission(folder.name, assignment, folder / assignment, name))
        elif is_folder(folder) and not os.path.lexists(folder / assignment):
            others = {entry.name for entry in entries(folder)} - set(assignments())
            near = get_close_matches(assignment, others, cutoff=0.8)
            near += sorted(name for name in others if name.endswith(".ipynb"))
            if near:
                found.append(
                    _("{student} holds {found} and no {assignment}: not graded.").format(
                        student=folder.name, found=", ".join(near), assignment=assignment
                    )
                )
    return found


def _beside(submission: Submission) -> list[str]:
    """A sentence about the notebooks that lie beside the one that is graded, if there are any."""
    try:
        graded = submission.file()
        others = [path.name for path in notebooks(submission.folder) if path != graded]
    except (CourseError, UnreadableNotebook):
        return []  # a verdict will say so
    if not others:
        return []
    return [
        _("{student} handed in {others} beside {name}: only {name} is graded.").format(
            student=submission.student, others=visible(", ".join(others)), name=visible(graded.name)
        )
    ]


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


def material(assignment: str) -> Material:
    """What the course itself has written for an assignment, for the grader.

    Raises:
        CourseError: a notebook of the course's own cannot be read.
    """
    try:
        solved = read(solution(assignment))
    except UnreadableNotebook as error:
        raise CourseError(str(error)) from error
    names = [exercise.name for exercise in exercises(assignment)]
    return Material(read_master(released(assignment)).checks, solved.definitions(names))


def released(assignment: str) -> Path:
    """The notebook that students get."""
    return PROJECT / "assignments" / assignment / notebook_name(assignment)
