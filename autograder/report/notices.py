"""What to know or to do before the numbers on a class are read."""

from collections.abc import Sequence

from autograder.language import ngettext
from autograder.report.classroom import Classroom, Work


def notices(room: Classroom) -> list[tuple[str, Sequence[str]]]:
    """What to know or do before the numbers are read, each with whom it is about; those that hold."""
    works = room.works
    broken = [work.student for work in works if work.entry.score is None]
    look = [
        work.student
        for work in works
        if work.entry.to_mark or any(mark.to_look_at for mark in work.entry.marks.values())
    ]
    unknown = [work.student for work in works if not work.done]
    decided = [work.student for work in works if _is_decided(work)]
    told = [
        (
            ngettext(
                "{count} submission is not graded yet, and does not count here. Grade it: {command}",
                "{count} submissions are not graded yet, and do not count here. Grade them: {command}",
                len(room.waiting),
            ),
            room.waiting,
        ),
        (
            ngettext(
                "{count} student has handed in another file since theirs was graded. Grade again: {command}",
                "{count} students have handed in another file since theirs was graded. "
                "Grade again: {command}",
                len(room.anew),
            ),
            room.anew,
        ),
        (
            ngettext(
                "{count} submission has no mark, because the grader itself failed. Grade again: {command}",
                "{count} submissions have no mark, because the grader itself failed. Grade again: {command}",
                len(broken),
            ),
            broken,
        ),
        (
            ngettext(
                "{count} submission waits for a person to look at it, in the formgrader.",
                "{count} submissions wait for a person to look at them, in the formgrader.",
                len(look),
            ),
            look,
        ),
        (
            ngettext(
                "Of {count} submission only the marks are known, and not what led to them: its notebook in "
                "autograded/ is missing, or is left from another grading. Grade again: {command}",
                "Of {count} submissions only the marks are known, and not what led to them: their notebooks "
                "in autograded/ are missing, or are left from another grading. Grade again: {command}",
                len(unknown),
            ),
            unknown,
        ),
        (
            ngettext(
                "In {count} submission a person has decided on a mark: it counts here as they decided.",
                "In {count} submissions a person has decided on marks: they count here as they decided.",
                len(decided),
            ),
            decided,
        ),
    ]
    command = f"autograder grade {room.assignment}"
    return [
        (sentence.format(count=len(students), command=command), students)
        for sentence, students in told
        if students
    ]


def _is_decided(work: Work) -> bool:
    return any(mark.manual is not None or mark.extra for mark in work.entry.marks.values())
