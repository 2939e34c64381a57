"""A verdict is written down: rows in the gradebook, the notebook that is given back, the feedback page.

The rows come first, those of a handful in one transaction. What a student wrote is compared with the notebook
that was given back last, to ask a person to look again where an answer changed: until the rows say so, that
notebook has to stay. Whatever is interrupted can be written again, and nothing is counted twice.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from autograder.course import Submission, released
from autograder.engine import Judged
from autograder.feedback.html import page
from autograder.feedback.people import People
from autograder.feedback.reading import headings
from autograder.gradebook import Gradebook
from autograder.gradebook.late import LateRule
from autograder.handback import Figures, hand_back
from autograder.returned import Returned, returned
from autograder.translated import master_in


class Writer:
    """Writes down verdicts on one assignment of a course; there may be no other at the same time."""

    def __init__(
        self, course_dir: Path, assignment: str, gradebook: Gradebook, late: LateRule | None, language: str
    ) -> None:
        """Gets ready.

        Args:
            late: the course's rule for late work.
            language: what students are spoken to in.

        Raises:
            CourseError: the gradebook cannot be written to.
        """
        self._course_dir, self._assignment = course_dir, assignment
        self._gradebook, self._late = gradebook, late
        self._master = master_in(assignment, language)
        self._headings = headings(self._master)
        self._figures = Figures(released(assignment).parent)
        gradebook.prepare(assignment, self._master)

    def write(self, some: Sequence[Judged[Submission]]) -> None:
        """Writes down some submissions.

        Raises:
            CourseError: the gradebook or a file cannot be written; what was written before stays.
        """
        # One that could not be graded, by our own fault, has said why, and keeps what it had.
        back = [
            None if each.data is None else returned(each.data, each.verdict, self._master) for each in some
        ]
        people = self._rows(some, back)
        for each, given, added in zip(some, back, people, strict=True):
            if given is not None:
                self._files(each, given, added)

    def _rows(self, some: Sequence[Judged[Submission]], back: Sequence[Returned | None]) -> list[People]:
        """Writes the rows of all, or none; gives what people added to each."""
        with self._gradebook.together():
            for each, given in zip(some, back, strict=True):
                self._gradebook.record(
                    each.submission.student,
                    self._assignment,
                    each.verdict,
                    each.submission.timestamp,
                    answered=given.answered if given else (),
                    unchanged=self._unchanged(each.submission, given) if given else (),
                    late=self._late,
                )
            return [self._gradebook.people(each.submission.student, self._assignment) for each in some]

    def _unchanged(self, submission: Submission, given: Returned) -> Collection[str]:
        """What is as it was when it was last graded."""
        try:
            return given.unchanged(
                (self._folder("autograded", submission) / submission.notebook).read_bytes()
            )
        except FileNotFoundError:
            return given.unchanged(b"")

    def _files(self, judged: Judged[Submission], given: Returned, people: People) -> None:
        submission, verdict = judged.submission, judged.verdict
        notebook = self._folder("autograded", submission) / submission.notebook
        html = self._folder("feedback", submission) / f"{Path(submission.notebook).stem}.html"
        # What was written when it could be graded stays, as its mark does.
        if verdict.score is not None or not notebook.exists():
            hand_back(given.content, notebook.parent, notebook.name, submission.folder, self._figures)
        if verdict.score is not None or not html.exists():
            content = page(
                verdict,
                submission.student,
                given.code,
                notebook=submission.notebook,
                headings=self._headings,
                people=people,
            )
            hand_back(content.encode(), html.parent, html.name, submission.folder)

    def _folder(self, kind: str, submission: Submission) -> Path:
        return self._course_dir / kind / submission.student / self._assignment
