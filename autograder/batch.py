"""An assignment of a whole course: from `submitted/` to the gradebook, `autograded/` and `feedback/`.

One writer: verdicts are made by many workers and written down here, a handful at a time: first the notebooks
that are given back, then the rows of all in one transaction, then the pages, and at last lines in the journal
(`journal`) that say so. Each is shown when that is done, so what was shown stays, whatever dies.
"""

import logging
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, Unpack

from autograder.course import STATE, Submission, material, overlooked, released, submissions
from autograder.engine import Judged, grade_all
from autograder.errors import UsageError
from autograder.feedback.html import page
from autograder.feedback.people import People
from autograder.feedback.reading import headings
from autograder.gradebook import Gradebook
from autograder.gradebook.ledger import read_ledger
from autograder.handback import Figures, hand_back
from autograder.journal import Journal, one_at_a_time
from autograder.key import Key, packed_key
from autograder.language import _, speaking
from autograder.late import late_rule
from autograder.limits import Limits
from autograder.master import read_master
from autograder.recipe import Recipe, version
from autograder.records import record
from autograder.returned import Returned, fingerprint, returned
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from autograder.settings import gradebook_of, language_of, limits_of, read_settings
from autograder.verdict import Verdict

_log = logging.getLogger(__name__)


def sandbox(limits: Limits, *, isolated: bool = True) -> Sandbox:
    """A sandbox with every layer, or (`--no-sandbox`) with none.

    Raises:
        WallError: the wall cannot stand on this machine.
    """
    return Sandbox(limits, without=() if isolated else LAYERS)


class Way(TypedDict, total=False):
    """Where and how submissions are judged.

    Attributes:
        jobs: submissions at a time on this machine; None for one a processor.
        isolated: whether behind the wall.
        scheduler: address of a Dask cluster's, to grade there; None for this machine.
    """

    jobs: int | None
    isolated: bool
    scheduler: str | None


class Batch:
    """The submissions for one assignment of a course, to be graded.

    Attributes:
        submissions: in order of students' names.
        gradebook: its address.
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
        self._students = students
        self.submissions = submissions(self.course_dir, assignment, students)
        for sentence in [] if students else overlooked(self.course_dir, assignment):
            _log.warning("%s", sentence)
        self._released = released(assignment)
        self._master = read_master(self._released)
        self._headings = headings(self._master)
        self._figures = Figures(self._released.parent)
        self._device = device
        settings = read_settings(self.course_dir)
        self._limits = limits_of(settings)
        self._language = language_of(settings)
        self._late = late_rule(settings)
        self.gradebook = gradebook_of(settings)

    def grade(self, **way: Unpack[Way]) -> Iterator[tuple[Submission, Verdict]]:
        """Grades and writes down, and gives what is written, in no order.

        Goes on where a run of the same command ended that did not come to its end, if it graded alike. There
        may be no key yet; to make it takes TensorFlow a while.

        Raises:
            WallError: the wall cannot stand on this machine; nothing was computed, graded or written.
            ReferenceUnavailable: there is no key yet, and no TensorFlow or no such device to make one.
            UsageError: another grader is at work in this course, or there is no such cluster.
            CourseError: the gradebook cannot be written to; what was graded before is saved.
        """
        with one_at_a_time(self.course_dir), self._ready(**way) as work:
            if self._students:
                yield from self.write(work.judge(self.submissions))
                return
            with Journal(self.course_dir, self.assignment, work.basis) as journal:
                finished = yield from self._finished(journal)
                left = [each for each in self.submissions if each.student not in finished]
                broken = 0
                for submission, verdict in self.write(work.judge(left), journal):
                    broken += verdict.score is None
                    yield submission, verdict
                # What could not be graded is all that the next run has to do.
                if not broken:
                    journal.end()

    def judge(self, **way: Unpack[Way]) -> Iterator[list[Judged[Submission]]]:
        """Grades and writes nothing down; gives those that are finished, as they are.

        Raises:
            WallError: the wall cannot stand on this machine.
            ReferenceUnavailable: there is no key yet, and no TensorFlow or no such device to make one.
            UsageError: there is no such cluster.
        """
        with self._ready(**way) as work:
            yield from work.judge(self.submissions)

    def write(
        self, judged: Iterable[Sequence[Judged[Submission]]], journal: Journal | None = None
    ) -> Iterator[tuple[Submission, Verdict]]:
        """Writes down what was judged, each handful in one go, and gives it when it is written.

        Args:
            journal: to note what is finished.

        Raises:
            CourseError: the gradebook cannot be written to; what was written before stays.
        """
        with Gradebook(self.course_dir, self.gradebook) as gradebook:
            gradebook.prepare(self.assignment, self._master)
            for some in judged:
                try:
                    self._write(some, gradebook, journal)
                except KeyboardInterrupt:
                    self._write(some, gradebook, journal)  # they are finished
                    raise
                for each in some:
                    yield each.submission, each.verdict

    def content(self, submission: Submission) -> bytes | None:
        """The bytes that are to be graded; see `Submission.content`."""
        return submission.content(self._limits.notebook_bytes)

    @contextmanager
    def _ready(
        self, *, jobs: int | None = None, isolated: bool = True, scheduler: str | None = None
    ) -> Iterator["_Work"]:
        """Ready to judge, on this machine or on a cluster."""
        if scheduler is not None:
            from autograder.cluster import Cluster

            # First the cluster: where it is not there, nobody waits for a key.
            with Cluster(scheduler) as cluster:
                key, recipe = self._recipe(isolated=isolated)
                yield _Work(recipe.digest, lambda some: cluster.grade_all(some, self._read, key, recipe))
            return
        # The first wall stands before all else: where it cannot, nobody waits and nothing is made.
        with sandbox(self._limits, isolated=isolated) as first:
            key, recipe = self._recipe(isolated=isolated)
            standing = [first]
            yield _Work(
                recipe.digest,
                lambda some: grade_all(
                    some,
                    self._read,
                    key,
                    material=recipe.material,
                    language=self._language,
                    jobs=jobs,
                    sandbox=lambda: standing.pop() if standing else sandbox(self._limits, isolated=isolated),
                ),
            )

    def _recipe(self, *, isolated: bool) -> tuple[Key, Recipe]:
        key, parcel = packed_key(self.assignment, STATE, self._device)
        own = material(self.assignment)
        return key, Recipe(parcel, own, self._limits, isolated, self._language, version())

    def _finished(self, journal: Journal) -> Generator[tuple[Submission, Verdict], None, set[str]]:
        """Gives what an earlier run has finished, as it was written down; returns whose it is.

        What the journal tells is looked for where it was written, and believed if it is there.
        """
        if not journal.finished:
            return set()
        try:
            entries = read_ledger(self.course_dir, self.gradebook).entries.get(self.assignment, {})
        except UsageError:
            return set()  # someone has taken the gradebook away
        found = set()
        for submission in self.submissions:
            student = submission.student
            entry = entries.get(student)
            if student not in journal.finished or entry is None or entry.timestamp != submission.timestamp:
                continue
            written = record(self.course_dir, self.assignment, student, entry)
            if written.verdict is None or written.submitted != journal.finished[student]:
                continue
            if fingerprint(self.content(submission) or b"") == written.submitted:
                found.add(student)
                yield submission, written.verdict
        _log.info(
            _(
                "{done} of {count} were finished by a run that did not come to its end: this one goes on "
                "from there. To grade all of them again, give the command again afterwards."
            ).format(done=len(found), count=len(self.submissions))
        )
        return found

    def _write(
        self, some: Sequence[Judged[Submission]], gradebook: Gradebook, journal: Journal | None
    ) -> None:
        """Writes down some submissions; a second time changes nothing."""
        with speaking(self._language):
            notebooks = [self._returned(each) for each in some]
            # Before the rows, so that a row in the gradebook means that the notebook is there.
            known = [
                self._write_notebook(each.submission, given, each.verdict) if given else ()
                for each, given in zip(some, notebooks, strict=True)
            ]
            people = []
            with gradebook.together():
                for each, given, same in zip(some, notebooks, known, strict=True):
                    student = each.submission.student
                    gradebook.record(
                        student,
                        self.assignment,
                        each.verdict,
                        each.submission.timestamp,
                        answered=given.answered if given else (),
                        unchanged=same,
                        late=self._late,
                    )
                    people.append(gradebook.people(student, self.assignment))
            for each, given, added in zip(some, notebooks, people, strict=True):
                if given:
                    self._write_page(each.submission, given, each.verdict, added)
        if journal is not None:
            journal.add(
                (each.submission.student, fingerprint(each.data))
                for each in some
                if each.data and each.verdict.score is not None and each.verdict.problem is None
            )

    def _read(self, submission: Submission) -> bytes:
        return submission.read(self._limits.notebook_bytes)

    def _returned(self, judged: Judged[Submission]) -> Returned | None:
        """What is made of a submission; None where it was not graded, by our own fault, which was said."""
        return None if judged.data is None else returned(judged.data, judged.verdict, self._master)

    def _write_notebook(self, submission: Submission, given: Returned, verdict: Verdict) -> Collection[str]:
        """Writes the notebook that is given back; returns what is as it was when this was last graded."""
        folder = self.course_dir / "autograded" / submission.student / self.assignment
        file = folder / submission.notebook
        before = file.read_bytes() if file.exists() else None
        # What was written when it could be graded stays, as its mark does.
        if verdict.score is not None or before is None:
            hand_back(given.content, folder, file.name, submission.folder, self._figures)
        return given.unchanged(before or b"")

    def _write_page(self, submission: Submission, given: Returned, verdict: Verdict, people: People) -> None:
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
            people=people,
        )
        hand_back(html.encode(), folder, file, submission.folder)


@dataclass(frozen=True, slots=True)
class _Work:
    """A way to judge submissions.

    Attributes:
        basis: the same for two that judge alike.
    """

    basis: str
    judge: Callable[[Sequence[Submission]], Iterator[list[Judged[Submission]]]]
