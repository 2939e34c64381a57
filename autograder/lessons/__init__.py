"""What check cells teach: a first step, examples, and what to say where they do not come out.

One file for each exercise, named as the function, which defines `LESSON`. The targets of the examples are
no part of it: `make release` computes them with the course's own solution (`autograder.targets`). All that
stands here is given to students.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from autograder.errors import CourseError
from autograder.language import _


@dataclass(frozen=True, slots=True)
class Say:
    """What is said beside the facts, when an example does not come out.

    Attributes:
        text: an explanation, and a question that leads on; untranslated. The facts (the call, the place, the
            value expected and yours) stand before it and need no repeating.
        where: the part of the target that it is about, as an index such as "[0]" or "[:, :, 1]": it is said
            when the first number that differs lies there. The first that fits is said; empty fits everywhere.
        like: an expression such as "conv2d(IMAGE, KERNELS[::-1])": it is said when yours is what a right
            function would give for that, whatever else is told. For slips that show in no other way.
    """

    text: str
    where: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """One call of the student's function.

    Attributes:
        call: as a student would type it below their function, with the names that the notebook defines.
        values: what to say where a value differs.
        shape: what to say where the shape differs, or the number of values.
        setup: statements that define more names for the call.
        draw: what is drawn beside the target, see `autograder.targets`; empty for a sentence alone.
    """

    call: str
    values: tuple[Say, ...] = ()
    shape: str = ""
    setup: str = ""
    draw: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the check cell of an exercise teaches.

    Attributes:
        first_step: for a student who has not begun: small, to be done at once, and no solution; untranslated.
        examples: from the simplest on; a check stops at the first that does not come out.
        kind: what to say where the kind of number is wrong.
    """

    first_step: str
    examples: tuple[Example, ...]
    kind: str = ""


@cache
def lesson(exercise: str) -> Lesson:
    """The lesson of an exercise.

    Raises:
        CourseError: its file is missing, or defines none.
    """
    try:
        found = import_module(f"{__name__}.{exercise}")
    except ModuleNotFoundError:
        found = None
    if not isinstance(getattr(found, "LESSON", None), Lesson):
        raise CourseError(_("lessons/{exercise}.py must define a LESSON.").format(exercise=exercise))
    return found.LESSON  # type: ignore[union-attr,no-any-return]
