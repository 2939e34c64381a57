"""What an answer of the right shape shows, from the most specific on."""

from collections.abc import Callable, Hashable, Iterator

import numpy as np

from autograder.compare.evidence.pair import NONE, Array, Fact, Pair
from autograder.compare.evidence.parts import only_right, regions
from autograder.language import N_, _


def values(pair: Pair) -> Iterator[Fact]:
    """What an answer of the right shape shows."""
    yield from _rearranged(pair)
    makings = list(_makings(pair))
    for text, support, everywhere in makings:
        if everywhere:
            yield Fact(_("every value is {making}").format(making=text), support)
    yield from _of_truth(pair) if pair.mask else _of_signs(pair)
    if _is_shuffled(pair):
        enough = pair.places if len(pair.numbers) > 2 else NONE
        yield Fact(_("all values are right, but in other places"), enough)
    parts = list(regions(pair))
    for place, support in parts:
        for text, seen, _everywhere in makings:
            both = support if support and seen else NONE
            yield Fact(
                _("only {place} differs, and what differs there is {making}").format(
                    place=place, making=text
                ),
                both,
            )
    for place, support in parts:
        yield Fact(_("only {place} differs").format(place=place), support)
    yield from only_right(pair)
    for text, support, _everywhere in makings:
        yield Fact(_("each value that differs is {making}").format(making=text), support)
    if not pair.mask and (factor := _factor(pair)) is not None and factor[1]:
        # To be seen in two cases, each of which shows it alone: in one, the factor has been told.
        support = frozenset([(pair.serial, 1), (pair.serial, 2)]) if len(pair.numbers) > 2 else NONE
        yield Fact(_("all values of a case are too large or too small by the same factor"), support)


# --- Turned, mirrored, transposed ------------------------------------------------------------------------

_Turn = tuple[str, Callable[[Array], Array]]


def _turns(ndim: int) -> list[_Turn]:
    if ndim == 1:
        return [(N_("it is what was expected, in reverse order"), np.flip)]
    rows = 1 if ndim == 4 else 0
    axes = (rows, rows + 1)
    turns: list[_Turn] = [
        (N_("it is what was expected, transposed"), lambda a: np.swapaxes(a, *axes)),
        (N_("it is what was expected, upside down"), lambda a: np.flip(a, rows)),
        (N_("it is what was expected, mirrored"), lambda a: np.flip(a, rows + 1)),
        (N_("it is what was expected, turned by half a turn"), lambda a: np.flip(a, axes)),
        (N_("it is what was expected, turned by a quarter to the left"), lambda a: np.rot90(a, 1, axes)),
        (N_("it is what was expected, turned by a quarter to the right"), lambda a: np.rot90(a, -1, axes)),
    ]
    if ndim > 2:
        turns.append((N_("it is what was expected, with its channels in reverse order"), _flip_last))
    if ndim == 4:
        turns.append((N_("it is what was expected, with its images in reverse order"), _flip_first))
    return turns


def _flip_last(array: Array) -> Array:
    return np.flip(array, -1)


def _flip_first(array: Array) -> Array:
    return np.flip(array, 0)


def _rearranged(pair: Pair) -> Iterator[Fact]:
    if not 1 <= pair.yours.ndim <= 4:
        return
    found = []
    for text, turn in _turns(pair.yours.ndim):
        wanted = turn(pair.expected)
        if wanted.shape == pair.yours.shape:
            turned = Pair(wanted, turn(pair.slack), pair.yours)
            if not turned.differs.any():
                found.append(text)
    support = pair.places if len(found) == 1 else NONE
    yield from (Fact(_(text), support) for text in found)


def _is_shuffled(pair: Pair) -> bool:
    order = np.argsort(pair.expected, axis=None, kind="stable")
    wanted, slack = pair.expected.ravel()[order], pair.slack.ravel()[order]
    return not Pair(wanted, slack, np.sort(pair.yours, axis=None)).differs.any()


# --- What the values are made of what was expected -------------------------------------------------------

_Making = tuple[str, frozenset[Hashable], bool]
"""What each value is that differs, what it is seen by, and whether it is so of all values."""


def _makings(pair: Pair) -> Iterator[_Making]:
    wanted, differs = pair.expected, pair.differs
    if pair.mask or not np.all(np.isfinite(pair.yours)) or not np.all(np.isfinite(wanted)):
        return
    if not pair.yours[differs].any():
        yield _("0"), pair.places, not pair.yours.any()
        return  # as a factor or a difference it would be one by chance
    if np.all(pair.yours == np.round(pair.yours)):
        cuts = (
            (N_("what was expected without its decimals"), np.trunc),
            (N_("what was expected, rounded down"), np.floor),
            (N_("what was expected, rounded to a whole number"), np.round),
        )
        for text, cut in cuts:
            # A whole number may be expected, and be off by a rounding: then either side of it will do.
            sides = [cut(wanted - pair.slack), cut(wanted), cut(wanted + pair.slack)]
            if np.all(np.any([pair.yours == side for side in sides], axis=0)):
                yield _(text), pair.places, True
                return
    if (factor := _factor(pair)) is not None:
        yield _times(factor[0]), pair.numbers, factor[1]
    if (shift := _shift(pair)) is not None:
        text = _("{number} more than expected") if shift > 0 else _("{number} less than expected")
        yield text.format(number=f"{abs(shift):.10g}"), pair.numbers, bool(differs.all())


def _factor(pair: Pair) -> tuple[float, bool] | None:
    """What yours are, divided by what was expected, where they differ; and whether it is so everywhere."""
    wanted, differs = pair.expected, pair.differs
    largest = np.argmax(np.where(differs, np.abs(wanted), -1.0))
    if not wanted.flat[largest] or not np.all(np.isfinite(pair.yours)) or not np.all(np.isfinite(wanted)):
        return None
    ratio = float(pair.yours.flat[largest] / wanted.flat[largest])
    if not 1e-300 < abs(ratio) < 1e300:  # neither it nor its inverse is infinite
        return None
    inverse = 1 / round(1 / ratio) if abs(ratio) < 1 and round(1 / ratio) else ratio
    for each in (float(round(ratio)), inverse, float(f"{ratio:.4g}"), float(f"{ratio:.8g}")):
        if each and pair.is_like(each * wanted, differs, abs(each)):
            return each, pair.is_like(each * wanted, None, abs(each))
    return None


def _times(factor: float) -> str:
    if factor == -1:
        return _("what was expected with its sign swapped")
    if abs(factor) < 1 and abs(1 / factor - round(1 / factor)) < 1e-9:
        sign = "-" if factor < 0 else ""
        return _("{fraction} of what was expected").format(fraction=f"{sign}1/{round(abs(1 / factor))}")
    return _("{factor} times what was expected").format(factor=f"{factor:.10g}")


def _shift(pair: Pair) -> float | None:
    shift = float(np.median((pair.yours - pair.expected)[pair.differs]))
    for each in (float(round(shift)), float(f"{shift:.4g}"), float(f"{shift:.8g}")):
        if each and pair.is_like(pair.expected + each, pair.differs):
            return each
    return None


def _of_signs(pair: Pair) -> Iterator[Fact]:
    wanted = pair.expected
    negative, positive = bool(np.any(wanted < -pair.slack)), bool(np.any(wanted > pair.slack))
    seen = pair.places if positive else NONE
    if negative and pair.is_like(np.maximum(wanted, 0)):
        yield Fact(_("where a negative number was expected, yours is 0, and all else is right"), seen)
    if negative and pair.is_like(np.abs(wanted)):
        yield Fact(_("where a negative number was expected, yours has no sign, and all else is right"), seen)
    if not negative and np.all(pair.yours[pair.differs] < 0) and not np.any(wanted[pair.differs] > 0):
        yield Fact(_("where 0 was expected, yours is negative, and all else is right"), seen)


def _of_truth(pair: Pair) -> Iterator[Fact]:
    if pair.differs.all():
        yield Fact(_("True and False are swapped"), pair.places)
        return
    if np.all(pair.yours[pair.differs] == 0):
        yield Fact(_("all that differs is False where True was expected"), pair.places)
    if np.all(pair.yours[pair.differs] == 1):
        yield Fact(_("all that differs is True where False was expected"), pair.places)
