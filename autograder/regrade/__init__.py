"""Grading again, after a case or a tolerance was mended: first what would change and why, then the writing.

    changes   what a submission has in the gradebook, beside what it would have
    shown     that as text and as JSON

Nothing is written until `Regrading.write`, and then only what differs. What could not be graded is left as it
is; and whoever hands in another file while an instructor reads is left for the next time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder.batch import Batch
from autograder.course import Submission
from autograder.engine import Judged
from autograder.gradebook.ledger import Entry, read_ledger
from autograder.journal import one_at_a_time
from autograder.records import record
from autograder.regrade.changes import Change, change
from autograder.returned import fingerprint
from autograder.verdict import Verdict


@dataclass(frozen=True, slots=True)
class _Anew:
    """A submission whose verdict is to be written: as judged, and of which file."""

    submission: Submission
    verdict: Verdict
    fingerprint: str


@dataclass(slots=True)
class Regrading:
    """What grading again has come to.

    Attributes:
        changes: those whose mark changes, or whose person's mark is called into question; by student.
        reworded: whose mark stays, and whose page says something else.
        unchanged: how many have the same verdict as before.
        broken: could not be graded, by our own fault; nothing of theirs is touched.
        passed_by: handed in another file after they were judged: not written.
    """

    batch: Batch
    changes: list[Change] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    unchanged: int = 0
    broken: list[str] = field(default_factory=list)
    passed_by: list[str] = field(default_factory=list)
    _anew: list[_Anew] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there is something to write for."""
        return len(self._anew)

    def write(self) -> Iterator[str]:
        """Writes what differs; gives each student whose files and rows are written.

        Raises:
            UsageError: another grader is at work in this course.
            CourseError: the gradebook cannot be written to; what was written before stays.
        """
        with one_at_a_time(self.batch.course_dir):
            for submission, _verdict in self.batch.write(self._still()):
                yield submission.student

    def _still(self) -> Iterator[list[Judged[Submission]]]:
        for each in self._anew:
            data = self.batch.content(each.submission)
            if data is not None and fingerprint(data) == each.fingerprint:
                yield [Judged(each.submission, data, each.verdict)]
            else:
                self.passed_by.append(each.submission.student)


def regrade(batch: Batch, judged: Iterable[Judged[Submission]]) -> Regrading:
    """Compares what was judged with what was written down.

    Raises:
        UsageError: there is no gradebook yet.
        CourseError: it cannot be read.
    """
    entries = read_ledger(batch.course_dir, batch.gradebook).entries.get(batch.assignment, {})
    found = Regrading(batch)
    for each in judged:
        _take(found, each, entries.get(each.submission.student, Entry({})))
    found.changes.sort(key=lambda each: each.student)
    found.reworded.sort()
    found.broken.sort()
    found._anew.sort(key=lambda each: each.submission.student)
    return found


def _take(found: Regrading, judged: Judged[Submission], entry: Entry) -> None:
    submission, data, verdict = judged.submission, judged.data, judged.verdict
    student = submission.student
    if data is None or verdict.score is None:
        found.broken.append(student)
        return
    old = record(found.batch.course_dir, verdict.assignment, student, entry)
    another = old.is_of_another(fingerprint(data), submission.timestamp)
    changed = change(student, old, verdict, another=another)
    if changed is not None:
        found.changes.append(changed)
    elif another or not _same(old.content, verdict):
        found.reworded.append(student)
    else:
        found.unchanged += 1
        return
    found._anew.append(_Anew(submission, verdict, fingerprint(data)))


def _same(content: Mapping[str, Any] | None, verdict: Verdict) -> bool:
    """Whether a verdict is the one that was written down: as JSON, in which a tuple is a list."""
    # Half a surrogate pair was written as "?".
    text = json.dumps(asdict(verdict), ensure_ascii=False).encode("utf-8", "replace")
    # How long it took is nothing that it says.
    return content is not None and {**json.loads(text), "seconds": 0} == {**content, "seconds": 0}
