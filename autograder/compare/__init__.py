"""One answer against one expected value.

`judge` looks at these in this order and stops at the first that fails:

    1. is it a value that can be judged: a number, an array of numbers, or rectangular lists of numbers?
       None, text, complex numbers, ragged lists and anything else are *refused*; all below is *wrong*.
    2. the shape, exactly: nothing is ever broadcast, and one number is no array of one number
    3. the kind of number
           counts          integers; 3.0 is no count
           real numbers    integers or floats of any size, by their value; never bools
           masks           bools; 0 and 1 are none
    4. NaN and infinity, which must stand where the expected value has them (none of the course's do)
    5. the values: counts and masks exactly, real numbers within the slack that comes with the expected
       value, element by element, in float64

Python's numbers, NumPy's and arrays without dimensions count alike, and so do lists, tuples and arrays.

What `judge` says about a hidden case is one of a fixed list of sentences. Nothing in it could be set by a
submission so as to carry an input out: no value, no shape, no axis, no place, and not how many values differ.
Nor does it hold anything of the case, whose expected shape would tell the sizes of its inputs. A submission
can still choose among the sentences, as it can among the statuses: too few or too many axes, another shape,
another kind of number or value, NaN or infinity, other values.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.compare.numbers import Kind, NotNumbersError, Numbers, numbers
from autograder.compare.showing import integer_text, shown
from autograder.exercise import Answer, Expected
from autograder.language import N_, _, ngettext, sentences
from autograder.verdict import Status

__all__ = ["Mismatch", "judge", "shown"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why an answer does not pass.

    Attributes:
        status: WRONG, or REFUSED for what cannot be judged.
        message: a sentence for the student that goes on after "In cases with …:".
    """

    status: Status
    message: str


def judge(answer: Answer, expected: Expected, got: object, *, public: bool = False) -> Mismatch | None:
    """Compare what a student's function gave with what was expected; None if it passes.

    Never raises for anything in `got`.

    Args:
        answer: the kind of value that was asked for.
        expected: the reference's value and its slack.
        got: what came back through the wall.
        public: whether numbers may be told: yours, and the expected ones.
    """
    try:
        yours = numbers(got)
    except NotNumbersError as error:
        return Mismatch(Status.REFUSED, _refused(str(error), answer))
    message = (
        _shape_message(yours.shape, expected.shape, public=public)
        or _kind_message(yours.kind, answer)
        or _value_message(yours, expected, answer, public=public)
    )
    return Mismatch(Status.WRONG, message) if message else None


_WANTED = {
    Answer.INTEGER: N_("an int"),
    Answer.INTEGERS: N_("a list of int"),
    Answer.NUMBER: N_("a number"),
    Answer.ARRAY: N_("an array of numbers"),
    Answer.MASK: N_("an array of bool"),
}


def _refused(what: str, answer: Answer) -> str:
    if what == "None":
        return _("yours is None, expected {wanted}: did you forget `return`?").format(
            wanted=_(_WANTED[answer])
        )
    return _("yours is {what}, expected {wanted}.").format(what=_(what), wanted=_(_WANTED[answer]))


def _shape_message(yours: tuple[int, ...], wanted: tuple[int, ...], *, public: bool) -> str:
    if yours == wanted:
        return ""
    if not wanted or not yours:
        return _("yours is {yours}, expected {expected}.").format(yours=_form(yours), expected=_form(wanted))
    if public:
        return _("yours has the shape {yours}, expected {expected}.").format(yours=yours, expected=wanted)
    if len(yours) < len(wanted):
        return _("yours has too few axes.")
    if len(yours) > len(wanted):
        return _("yours has too many axes.")
    return _("yours has another shape than expected.")


def _form(shape: tuple[int, ...]) -> str:
    if not shape:
        return _("a single number")
    return _("a list or vector") if len(shape) == 1 else _("an array")


def _kind_message(yours: Kind, answer: Answer) -> str:
    match answer, yours:
        case ((Answer.INTEGER | Answer.INTEGERS), Kind.FLOAT):
            return _(
                "yours is of kind float, expected int, even if it is a whole number: `/` gives a float, `//` "
                "an int."
            )
        case ((Answer.INTEGER | Answer.INTEGERS), Kind.BOOL):
            return _("yours is of kind bool, expected int.")
        case ((Answer.NUMBER | Answer.ARRAY), Kind.BOOL):
            return _("yours is of kind bool, expected numbers.")
        case Answer.MASK, (Kind.INT | Kind.FLOAT):
            return _("yours is of kind {yours}, expected bool (True and False).").format(yours=yours.value)
    return ""


def _value_message(yours: Numbers, expected: Expected, answer: Answer, *, public: bool) -> str:
    if answer in (Answer.NUMBER, Answer.ARRAY):
        # Differences of infinities, and float64 numbers whose difference is none: not our warning to give.
        with np.errstate(all="ignore"):
            return _float_message(yours.as_float64(), expected, public=public)
    pairs = list(zip(yours.as_list(), expected.exact, strict=True))
    differing = [place for place, (a, b) in enumerate(pairs) if a != b]
    if not differing:
        return ""
    a, b = pairs[differing[0]]
    return _differ_message(yours.shape, differing, (integer_text(a), integer_text(b)), public=public)


def _float_message(yours: NDArray[np.float64], expected: Expected, *, public: bool) -> str:
    wanted, slack = expected.real
    # Written as what must hold: a comparison with NaN is never true, and so never passes.
    near = np.abs(yours - wanted) <= slack
    if expected.finite and near.all():
        return ""  # as nearly all answers are: within a finite distance of a number is a number
    finite = np.isfinite(wanted)
    special = np.where(finite, np.isfinite(yours), (yours == wanted) | (np.isnan(yours) & np.isnan(wanted)))
    close = np.where(finite, near, True)
    for fits in (special, close):
        differing = np.flatnonzero(~fits).tolist()
        if differing:
            a, b = float(yours.flat[differing[0]]), float(wanted.flat[differing[0]])
            message = _differ_message(yours.shape, differing, _float_texts(a, b), public=public)
            if fits is special:
                advice = _(
                    "NaN and inf are no numbers: look for a division by 0, an overflow, or a cell never set."
                )
                message = sentences(message, advice)
            return message
    return ""


def _differ_message(
    shape: tuple[int, ...], differing: Sequence[int], texts: tuple[str, str], *, public: bool
) -> str:
    """How many of the values differ, and how the first of them does."""
    yours, expected = texts
    if not public:
        return (
            _("yours has other values than expected.")
            if shape
            else _("yours is another number than expected.")
        )
    if not shape:
        return _("yours is {yours}, expected {expected}.").format(yours=yours, expected=expected)
    total = math.prod(shape)
    first = ", ".join(str(int(i)) for i in np.unravel_index(differing[0], shape))
    return ngettext(
        "yours differs in {count} of {total} value: at [{first}] it is {yours}, expected {expected}.",
        "yours differs in {count} of {total} values: first at [{first}], where it is {yours}, "
        "expected {expected}.",
        total,
    ).format(count=len(differing), total=total, first=first, yours=yours, expected=expected)


def _float_texts(yours: float, expected: float) -> tuple[str, str]:
    """Two numbers, with as many digits as it takes to tell them apart."""
    for digits in (6, 9, 17):
        a, b = f"{yours:.{digits}g}", f"{expected:.{digits}g}"
        if a != b:
            break
    return a, b
