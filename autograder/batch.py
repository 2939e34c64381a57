"""An assignment of a whole course: from `submitted/` to the gradebook, `autograded/` and `feedback/`.

One writer: verdicts are made by many workers and written down here, one after another. Each submission is
written down before the next is shown, so what was finished stays when grading is stopped.
"""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course import STATE, Submission, overlooked, released, submissions
from autograder.engine import grade_all
from autograder.errors import CourseError, UnreadableNotebook
from autograder.feedback import page
from autograder.gradebook import Gradebook
from autograder.handback import hand_back
from autograder.key import load_key
from autograder.master import read_master
from autograder.notebook import read
from autograder.returned import returned
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from autograder.verdict import Verdict

_log = logging.getLogger(__name__)


def sandbox(*, isolated: bool = True) -> Sandbox:
    """A sandbox with every layer, or (`--no-sandbox`) with none.

    Raises:
        WallError: the wall cannot stand on this machine.
    """
    return Sandbox(without=() if isolated else LAYERS)


class Batch:
    """The submissions for one assignment of a course, to be graded.

    Attributes:
        submissions: in order of students' names.
    """

    def __init__(
        self,
        course_dir: Path,
        assignment: str,
        *,
        students: Sequence[str] | None = None,
        device: str = "auto",
    ) -> None:
        """Finds the submissions and gets the key ready, which may take TensorFlow a while.

        Raises:
            UsageError: no such assignment, folder or student.
            ReferenceUnavailable: there is no key yet, and no TensorFlow or no such device to make one.
        """
        self.course_dir = course_dir.resolve()
        self.assignment = assignment
        self.submissions = submissions(self.course_dir, assignment, students)
        for sentence in [] if students else overlooked(self.course_dir, assignment):
            _log.warning("%s", sentence)
        self._released = released(assignment)
        self._master = read_master(self._released)
        self.key = load_key(assignment, STATE, device)

    def grade(
        self, *, jobs: int | None = None, isolated: bool = True
    ) -> Iterator[tuple[Submission, Verdict]]:
        """Grades and writes down, in the order in which submissions are finished.

        Raises:
            WallError: the wall cannot stand on this machine; nothing was graded.
            CourseError: the gradebook cannot be written to; what was graded before is saved.
        """
        with Gradebook(self.course_dir) as gradebook:
            gradebook.prepare(self.assignment, self._master)
            graded = grade_all(
                self.submissions,
                Submission.read,
                self.key,
                checks=self._master.checks,
                jobs=jobs,
                sandbox=lambda: sandbox(isolated=isolated),
            )
            for submission, verdict in graded:
                self._write_files(submission, verdict)
                # Last, so that a row in the gradebook means that its files are there.
                gradebook.record(submission.student, self.assignment, verdict, submission.timestamp)
                yield submission, verdict

    def _write_files(self, submission: Submission, verdict: Verdict) -> None:
        try:
            data = submission.read()
        except UnreadableNotebook:
            data = b""
        except CourseError:
            return  # it was not graded either, and said why
        name, student = submission.notebook, submission.student
        notebook = returned(data, verdict, self._master)
        html = page(verdict, student, code(data, verdict), notebook=name).encode()
        graded = self.course_dir / "autograded" / student / self.assignment
        told = self.course_dir / "feedback" / student / self.assignment
        if verdict.score is None and (graded / name).exists():
            return  # what was written when it could be graded stays, as its mark does
        hand_back(notebook, graded, name, submission.folder, self._released.parent)
        hand_back(html, told, f"{Path(name).stem}.html", submission.folder)


def code(data: bytes, verdict: Verdict) -> dict[str, str]:
    """The student's code for each exercise, to be shown beside its verdict."""
    try:
        notebook = read(data)
    except UnreadableNotebook:
        return {}
    return notebook.definitions(exercise.name for exercise in verdict.exercises)
