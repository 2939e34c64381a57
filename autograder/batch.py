"""An assignment of a whole course: from `submitted/` to the gradebook, `autograded/` and `feedback/`.

One writer: verdicts are made by many workers and written down here, one after another. Each submission is
written down before the next is shown, so what was finished stays when grading is stopped.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.course import STATE, Submission, material, overlooked, released, submissions
from autograder.engine import grade_all
from autograder.feedback.html import page
from autograder.feedback.reading import headings
from autograder.gradebook import Gradebook
from autograder.handback import Figures, hand_back
from autograder.key import load_key
from autograder.language import speaking
from autograder.late import late_rule
from autograder.limits import Limits
from autograder.master import read_master
from autograder.returned import Returned, fingerprint, returned
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from autograder.settings import language_of, limits_of
from autograder.verdict import Verdict

_log = logging.getLogger(__name__)


def sandbox(limits: Limits, *, isolated: bool = True) -> Sandbox:
    """A sandbox with every layer, or (`--no-sandbox`) with none.

    Raises:
        WallError: the wall cannot stand on this machine.
    """
    return Sandbox(limits, without=() if isolated else LAYERS)


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
        """Finds the submissions.

        Raises:
            UsageError: no such assignment, folder or student.
            CourseError: what the instructor has set cannot be.
        """
        self.course_dir = course_dir.resolve()
        self.assignment = assignment
        self.submissions = submissions(self.course_dir, assignment, students)
        for sentence in [] if students else overlooked(self.course_dir, assignment):
            _log.warning("%s", sentence)
        self._released = released(assignment)
        self._master = read_master(self._released)
        self._headings = headings(self._master)
        self._figures = Figures(self._released.parent)
        self._device = device
        self._limits = limits_of(self.course_dir)
        self._language = language_of(self.course_dir)
        self._late = late_rule(self.course_dir)

    def grade(
        self, *, jobs: int | None = None, isolated: bool = True
    ) -> Iterator[tuple[Submission, Verdict]]:
        """Grades and writes down, in the order in which submissions are finished.

        There may be no key yet; to make it takes TensorFlow a while.

        Raises:
            WallError: the wall cannot stand on this machine; nothing was computed, graded or written.
            ReferenceUnavailable: there is no key yet, and no TensorFlow or no such device to make one.
            CourseError: the gradebook cannot be written to; what was graded before is saved.
        """
        with self._judging(jobs=jobs, isolated=isolated) as judged:
            yield from self.write(judged)

    def judge(
        self, *, jobs: int | None = None, isolated: bool = True
    ) -> Iterator[tuple[Submission, Verdict]]:
        """Grades and writes nothing down, in the order in which submissions are finished.

        Raises:
            WallError: the wall cannot stand on this machine.
            ReferenceUnavailable: there is no key yet, and no TensorFlow or no such device to make one.
        """
        with self._judging(jobs=jobs, isolated=isolated) as judged:
            yield from judged

    def write(self, judged: Iterable[tuple[Submission, Verdict]]) -> Iterator[tuple[Submission, Verdict]]:
        """Writes down what was judged, one submission after another.

        Raises:
            CourseError: the gradebook cannot be written to; what was written before stays.
        """
        with Gradebook(self.course_dir) as gradebook:
            gradebook.prepare(self.assignment, self._master)
            for submission, verdict in judged:
                data = submission.content(self._limits.notebook_bytes)
                with speaking(self._language):
                    # One that could not be read was not graded either, and said why.
                    given = None if data is None else returned(data, verdict, self._master)
                    known = self._write_notebook(submission, given, verdict) if given else ()
                    # After the notebook, so that a row in the gradebook means that it is there.
                    gradebook.record(
                        submission.student,
                        self.assignment,
                        verdict,
                        submission.timestamp,
                        answered=given.answered if given else (),
                        unchanged=known,
                        late=self._late,
                    )
                    if given:
                        self._write_page(submission, given, verdict, gradebook)
                yield submission, verdict

    def fingerprint(self, submission: Submission) -> str:
        """What tells whether a submission is still the one that was graded; "" if it cannot be read."""
        data = submission.content(self._limits.notebook_bytes)
        return "" if data is None else fingerprint(data)

    @contextmanager
    def _judging(self, *, jobs: int | None, isolated: bool) -> Iterator[Iterator[tuple[Submission, Verdict]]]:
        # The first wall stands before all else: where it cannot, nobody waits and nothing is made.
        with sandbox(self._limits, isolated=isolated) as first:
            key = load_key(self.assignment, STATE, self._device)
            standing = [first]
            yield grade_all(
                self.submissions,
                self._read,
                key,
                material=material(self.assignment),
                language=self._language,
                jobs=jobs,
                sandbox=lambda: standing.pop() if standing else sandbox(self._limits, isolated=isolated),
            )

    def _read(self, submission: Submission) -> bytes:
        return submission.read(self._limits.notebook_bytes)

    def _write_notebook(self, submission: Submission, given: Returned, verdict: Verdict) -> Collection[str]:
        """Writes the notebook that is given back; returns what is as it was when this was last graded."""
        folder = self.course_dir / "autograded" / submission.student / self.assignment
        file = folder / submission.notebook
        before = file.read_bytes() if file.exists() else None
        # What was written when it could be graded stays, as its mark does.
        if verdict.score is not None or before is None:
            hand_back(given.content, folder, file.name, submission.folder, self._figures)
        return given.unchanged(before or b"")

    def _write_page(
        self, submission: Submission, given: Returned, verdict: Verdict, gradebook: Gradebook
    ) -> None:
        """Writes the feedback page, with what people added."""
        name, student = submission.notebook, submission.student
        folder = self.course_dir / "feedback" / student / self.assignment
        file = f"{Path(name).stem}.html"
        if verdict.score is None and (folder / file).exists():
            return
        html = page(
            verdict,
            student,
            given.code,
            notebook=name,
            headings=self._headings,
            people=gradebook.people(student, self.assignment),
        )
        hand_back(html.encode(), folder, file, submission.folder)
