"""An assignment of a whole course: from `submitted/` to the gradebook, `autograded/` and `feedback/`.

Verdicts are made by many workers, here or on a cluster, and written down by one (`writer`), a few at a time.
Then a line in the journal (`journal`) says so, and only then is a submission shown: what was shown stays,
whatever dies.
"""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from autograder import engine
from autograder.course import STATE, Submission, material, overlooked, submissions
from autograder.engine import Judged, grade_all
from autograder.errors import UsageError
from autograder.gradebook import Gradebook
from autograder.gradebook.ledger import read_ledger
from autograder.journal import Journal, one_at_a_time
from autograder.key import Key, packed_key
from autograder.language import _, speaking
from autograder.late import late_rule
from autograder.launch import launch
from autograder.recipe import Recipe, version
from autograder.records import record
from autograder.returned import fingerprint
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from autograder.settings import gradebook_of, language_of, limits_of, read_settings
from autograder.verdict import Verdict
from autograder.writer import Writer

if TYPE_CHECKING:
    from autograder.cluster import Cluster

_log = logging.getLogger(__name__)


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
        taken_over: of the submissions, how many an earlier run had finished; known when those were given.
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
        self.taken_over = 0
        self.submissions = submissions(self.course_dir, assignment, students)
        for sentence in [] if students else overlooked(self.course_dir, assignment):
            _log.warning("%s", sentence)
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
        with self._standing(**way) as place, one_at_a_time(self.course_dir):
            work = place()
            if self._students:
                with closing(work.judge(self.submissions)) as judged:
                    yield from self.write(judged)
                return
            with Journal(self.course_dir, self.assignment, work.basis) as journal:
                finished = yield from self._finished(journal)
                left = [each for each in self.submissions if each.student not in finished]
                broken = 0
                # Closed whatever happens, so that nobody grades on behind a wall that is taken down.
                with closing(work.judge(left)) as judged:
                    for submission, verdict in self.write(judged, journal):
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
        with self._standing(**way) as place:
            yield from place().judge(self.submissions)

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
            writer = Writer(self.course_dir, self.assignment, gradebook, self._late, self._language)
            for some in judged:
                with speaking(self._language):
                    try:
                        writer.write(some)
                    except KeyboardInterrupt:
                        writer.write(some)  # they are finished
                        raise
                if journal is not None:
                    journal.add(_finished(some))
                for each in some:
                    yield each.submission, each.verdict

    def content(self, submission: Submission) -> bytes | None:
        """The bytes that are to be graded; see `Submission.content`."""
        return submission.content(self._limits.notebook_bytes)

    @contextmanager
    def _standing(
        self, *, jobs: int | None = None, isolated: bool = True, scheduler: str | None = None
    ) -> Iterator[Callable[[], "_Work"]]:
        """A wall that stands, or a cluster that answers; inside, gets ready to judge there.

        Before all else: where there is none, nobody waits for a key, and nothing is made.
        """
        if scheduler is not None:
            from autograder.cluster import Cluster

            with Cluster(scheduler) as cluster:
                yield lambda: self._there(cluster, isolated=isolated)
            return
        layers = () if isolated else LAYERS  # to leave out
        workers = engine.workers(jobs, len(self.submissions))
        with ExitStack() as stack:
            # All at once: each takes half a second to be warm, while the first puts up its wall.
            zygotes = [stack.enter_context(launch()) for _worker in range(workers)]
            standing = [stack.enter_context(Sandbox(self._limits, without=layers, zygote=zygotes.pop()))]

            def another() -> Sandbox:
                if standing:
                    return standing.pop()
                zygote = zygotes.pop() if zygotes else None
                return Sandbox(self._limits, without=layers, zygote=zygote)

            yield lambda: self._here(another, workers, isolated=isolated)

    def _there(self, cluster: "Cluster", *, isolated: bool) -> "_Work":
        key, recipe = self._recipe(isolated=isolated)
        return _Work(recipe.digest, lambda some: cluster.grade_all(some, self._read, key, recipe))

    def _here(self, another: Callable[[], Sandbox], workers: int, *, isolated: bool) -> "_Work":
        key, recipe = self._recipe(isolated=isolated)
        return _Work(
            recipe.digest,
            lambda some: grade_all(
                some,
                self._read,
                key,
                material=recipe.material,
                language=self._language,
                jobs=workers,
                sandbox=another,
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
                self.taken_over = len(found)
                yield submission, written.verdict
        _log.info(
            _(
                "{done} of {count} were finished by a run that did not come to its end: this one goes on "
                "from there. To grade all of them again, give the command again afterwards."
            ).format(done=len(found), count=len(self.submissions))
        )
        return found

    def _read(self, submission: Submission) -> bytes:
        return submission.read(self._limits.notebook_bytes)


@dataclass(frozen=True, slots=True)
class _Work:
    """A way to judge submissions.

    Attributes:
        basis: the same for two that judge alike.
    """

    basis: str
    judge: Callable[[Sequence[Submission]], Generator[list[Judged[Submission]]]]


def _finished(some: Iterable[Judged[Submission]]) -> Iterator[tuple[str, str]]:
    """Those that need not be graded again: students, and fingerprints of their files."""
    for each in some:
        if each.data and each.verdict.score is not None and each.verdict.problem is None:
            yield each.submission.student, fingerprint(each.data)
