"""What is known of each student's work on an assignment, from where it was written down.

Marks stand in the gradebook, and what a person decided there holds. Why a mark is what it is stands in the
returned notebook, in `autograded/`, whichever command made it. A notebook that tells other marks than the
gradebook is left from another grading, and is not believed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course import read_file
from autograder.errors import CourseError, UnreadableNotebook
from autograder.exercises import notebook_name
from autograder.gradebook.ledger import Entry, Mark
from autograder.returned import verdict_of
from autograder.verdict import Verdict

# Whatever it is that someone has left in the place of a notebook of ours.
_NOT_TOLD = (
    UnreadableNotebook, CourseError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One student's work on an assignment.

    Attributes:
        entry: in the gradebook.
        verdict: that led to the computed marks; None where it is not known.
        submitted: fingerprint of the file that was graded (`returned.fingerprint`); "" where not known.
        content: the verdict as it was written down.
    """

    student: str
    entry: Entry
    verdict: Verdict | None = None
    submitted: str = ""
    content: Mapping[str, Any] | None = None

    def is_of_another(self, fingerprint: str, timestamp: datetime | None) -> bool:
        """Whether another file was graded than the one with this fingerprint, handed in at this time.

        What was graded before fingerprints were kept is told by its time.
        """
        if self.submitted:
            return self.submitted != fingerprint
        return bool(self.entry.marks) and timestamp != self.entry.timestamp


def record(course_dir: Path, assignment: str, student: str, entry: Entry) -> Record:
    """What is known of one student's work."""
    if Path(student).name != student:  # a name from the gradebook, which anyone may have put there
        return Record(student, entry)
    path = course_dir / "autograded" / student / assignment / notebook_name(assignment)
    try:
        notebook = json.loads(read_file(path))
        verdict = verdict_of(notebook)
        if verdict is None or verdict.assignment != assignment or not _tells(verdict, entry.marks):
            return Record(student, entry)
        ours = notebook["metadata"]["autograder"]
        return Record(student, entry, verdict, str(ours.get("submitted", "")), ours["verdict"])
    except _NOT_TOLD:
        return Record(student, entry)


def _tells(verdict: Verdict, marks: Mapping[str, Mark]) -> bool:
    """Whether a verdict is the one that marks in the gradebook come from."""
    return all(
        result.name in marks and (result.score is None or result.score == marks[result.name].computed)
        for result in verdict.exercises
    )
