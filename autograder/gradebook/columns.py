"""What is written into a grade and a comment, and what people wrote there."""

import re
from typing import Any

from autograder.feedback.people import Part, Remark
from autograder.feedback.untrusted import one_line
from autograder.feedback.words import not_isolated
from autograder.language import sentences
from autograder.verdict import ExerciseResult, Verdict


def grade(old: Any | None, result: ExerciseResult, *, same: bool) -> dict[str, Any]:
    """The columns of an exercise's grade.

    Args:
        same: whether the same was handed in when it was last graded.
    """
    if result.score is None:
        # Our own fault: a mark that is there stays, and a person is asked to look.
        return {"auto_score": None if old is None else old.auto_score, "needs_manual_grade": True}
    changes: dict[str, Any] = {"auto_score": result.score, "needs_manual_grade": False}
    if old is not None and old.manual_score is not None:
        # A manual score holds; when what it was given for has changed, a person is asked to look again.
        same = same and old.auto_score == result.score
        changes["needs_manual_grade"] = not same or old.needs_manual_grade
    return changes


def answer(old: Any | None, *, blank: bool, same: bool) -> dict[str, Any]:
    """The columns of the grade for an answer that a person marks, as nbgrader would fill them.

    Where nothing was written there is nothing to read: no points, and nobody is asked. A mark that a person
    gave holds; they are asked to look again when the answer has changed.
    """
    asked = not blank
    if old is not None and old.manual_score is not None:
        asked = not same or bool(old.needs_manual_grade)
    return {"auto_score": 0.0 if blank else None, "needs_manual_grade": asked}


def part(title: str, mark: Any | None, words: Any | None, points: float) -> Part:
    """A question that a person marks, as the feedback page tells of it."""
    said = None if words is None else words.manual_comment
    if mark is None:
        return Part(title, points, comment=said or "")
    given = mark.auto_score if mark.manual_score is None else mark.manual_score
    return Part(
        title,
        points,
        score=None if given is None else given + (mark.extra_credit or 0.0),
        comment=said or "",
        blank=mark.manual_score is None and mark.auto_score is not None,
    )


def remark(mark: Any | None, words: Any | None) -> Remark:
    """What a person added to an exercise; nothing in it where they added nothing."""
    said = None if words is None else words.manual_comment
    if mark is None:
        return Remark(comment=said or "")
    return Remark(mark.manual_score, mark.extra_credit or 0.0, said or "")


# Where Markdown, or TeX within it, takes a sign for more than itself: before a tag, an entity, a macro, the
# address of a link, and the address of a link that is defined at the start of a line.
_MARKUP = re.compile(
    r"<(?=[A-Za-z/!?])|&(?=[#A-Za-z])|\\(?=\S)|\](?=[(\[])|^\W*\[[^\]]*\](?=:)|!(?=\[)|://|\bwww(?=\.)"
)


def comment(result: ExerciseResult, verdict: Verdict) -> str:
    """The exercise's message and hint, in which nothing is markup: nbgrader renders comments as Markdown.

    A message can quote what a student's code raised. It is put on one line, since headings, lists and
    definitions begin lines, and a space is put where other markup, or an address, would begin.
    """
    text = _MARKUP.sub(r"\g<0> ", one_line(sentences(result.message, result.hint)))
    return text if verdict.isolated else sentences(text, not_isolated())
