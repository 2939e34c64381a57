"""What is known of each student's work on an assignment: who handed in, what it earned, how it ended."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.course import Submission, submissions
from autograder.errors import UsageError
from autograder.exercise import Exercise
from autograder.exercises import assignments, exercises
from autograder.gradebook.ledger import Entry, Ledger, read_ledger
from autograder.language import _, ngettext
from autograder.records import Record, record
from autograder.report.in_words import Question, questions
from autograder.returned import fingerprint
from autograder.settings import gradebook_of, limits_of, read_settings
from autograder.verdict import Status


@dataclass(frozen=True, slots=True)
class Done:
    """How one exercise of a submission ended, by its verdict.

    Attributes:
        mistake: the name of the one that explains all that is wrong; "" for none.
        passed: the names of its groups that passed.
    """

    status: Status
    mistake: str
    passed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Work:
    """One submission that was graded.

    Attributes:
        entry: its marks.
        done: by exercise; empty where no verdict is at hand.
        problem: whether the file could not be read.
        seconds: that grading took, rounded up; None where that is not known, or nothing ran.
    """

    student: str
    entry: Entry
    done: Mapping[str, Done]
    problem: bool
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Classroom:
    """A class and its work on an assignment.

    Attributes:
        names: of all who are enrolled or handed in, by id; "" where the gradebook has none.
        works: what was graded, by student.
        waiting: students whose submission was not graded yet.
        anew: students who have handed in another file since theirs was graded.
        absent: students who handed in nothing.
        before: share of the points earned in earlier assignments, of who handed in any.
        due: in UTC; None where the gradebook has no such time.
        questions: that are answered in words, and marked by a person.
    """

    assignment: str
    exercises: tuple[Exercise, ...]
    names: Mapping[str, str]
    works: tuple[Work, ...]
    waiting: tuple[str, ...]
    anew: tuple[str, ...]
    absent: tuple[str, ...]
    before: Mapping[str, float]
    due: datetime | None
    questions: tuple[Question, ...] = ()

    @property
    def points(self) -> float:
        return _points(self.exercises)


def classroom(
    course_dir: Path,
    assignment: str,
    through: Callable[[list[str]], Iterable[str]] = iter,
) -> Classroom:
    """Gathers what is known.

    Args:
        through: given the students whose notebooks are to be read, gives them back one at a time.

    Raises:
        UsageError: there is no such assignment, or nothing of it was graded yet.
        CourseError: the gradebook cannot be read, or what is set in nbgrader_config.py cannot be.
    """
    course_dir = course_dir.resolve()
    its = exercises(assignment)
    settings = read_settings(course_dir)
    gradebook = gradebook_of(settings)
    ledger = read_ledger(course_dir, gradebook)
    entries = ledger.entries.get(assignment, {})
    handed_in = {submission.student: submission for submission in _submissions(course_dir, assignment)}
    most = limits_of(settings).notebook_bytes
    works, anew = [], []
    for student in through(sorted(student for student, entry in entries.items() if entry.marks)):
        found = record(course_dir, assignment, student, entries[student])
        works.append(_work(found))
        if student in handed_in and _is_another(handed_in[student], found, most):
            anew.append(student)
    graded = {work.student for work in works}
    waiting = tuple(sorted((handed_in.keys() | entries.keys()) - graded))
    if not works:
        raise UsageError(_nothing_to_report(assignment, len(waiting)))
    names = {student: ledger.students.get(student, "") for student in {*ledger.students, *handed_in}}
    return Classroom(
        assignment,
        its,
        names,
        tuple(works),
        waiting,
        tuple(anew),
        tuple(sorted(names.keys() - handed_in.keys() - entries.keys())),
        _before(ledger, assignment),
        ledger.due.get(assignment),
        questions(gradebook, assignment),
    )


def _nothing_to_report(assignment: str, waiting: int) -> str:
    if not waiting:
        return _("Nobody has handed in anything for {assignment}: there is nothing to report.").format(
            assignment=assignment
        )
    return ngettext(
        "The only submission for {assignment} is not graded yet. Grade it first: {command}",
        "None of {count} submissions for {assignment} is graded yet. Grade them first: {command}",
        waiting,
    ).format(assignment=assignment, count=waiting, command=f"autograder grade {assignment}")


def _points(its: Iterable[Exercise]) -> float:
    return sum(exercise.points for exercise in its)


def _submissions(course_dir: Path, assignment: str) -> list[Submission]:
    try:
        return submissions(course_dir, assignment)
    except UsageError:
        return []  # nobody's is there any more: what was graded is told all the same


def _work(found: Record) -> Work:
    verdict = found.verdict
    done = {
        result.name: Done(
            result.status,
            result.mistake or "",
            frozenset(group.name for group in result.groups if group.status is Status.PASSED),
        )
        for result in (verdict.exercises if verdict else ())
    }
    unreadable = verdict is not None and verdict.problem is not None
    return Work(found.student, found.entry, done, unreadable, verdict.seconds if verdict else None)


def _is_another(submission: Submission, found: Record, most: int) -> bool:
    """Whether what lies in `submitted/` is not what was graded."""
    data = submission.content(most) if found.submitted else b""
    return data is not None and found.is_of_another(fingerprint(data), submission.timestamp)


def _before(ledger: Ledger, assignment: str) -> dict[str, float]:
    course = assignments()
    shares: dict[str, list[float]] = {}
    for earlier in course[: course.index(assignment)]:
        worth = _points(exercises(earlier))
        for student, entry in ledger.entries.get(earlier, {}).items():
            if (score := entry.score) is not None:
                shares.setdefault(student, []).append(score / worth)
    return {student: sum(each) / len(each) for student, each in shares.items()}
