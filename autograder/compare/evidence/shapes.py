"""What an answer of another shape shows, from the most specific on."""

import itertools
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from autograder.compare.evidence.pair import Array, Fact, Pair
from autograder.compare.evidence.parts import AXES
from autograder.language import N_, _

_SURE: frozenset[Hashable] = frozenset(range(3))  # a shape is seen in any case


def shapes(
    wanted: Sequence[int], yours: Sequence[int], pair: tuple[Array, Array, Array] | None
) -> Iterator[Fact]:
    """What an answer of another shape shows.

    Args:
        pair: what was expected, its slack, and yours, if they are at hand.
    """
    if not wanted or not yours:
        return
    if sorted(wanted) == sorted(yours):
        if pair and _is_transposed(*pair):
            text = (
                _("it is what was expected, transposed")
                if len(wanted) == 2
                else _("it is what was expected, with its axes in another order")
            )
            yield Fact(text, _numbers(pair[0]))
        yield Fact(_("the axes have the right lengths, but in another order"), _SURE)
    elif np.prod(wanted) == np.prod(yours):
        if [n for n in wanted if n != 1] == [n for n in yours if n != 1] and len(wanted) != len(yours):
            few = len(yours) < len(wanted)
            yield Fact(
                _("an axis of length 1 is missing") if few else _("it has an axis of length 1 too many"),
                _SURE,
            )
        yield Fact(_("it has as many values as expected, in another shape"), _SURE)
    elif len(wanted) == len(yours):
        yield from _one_off(wanted, yours, pair)


def _numbers(array: Array) -> frozenset[Hashable]:
    """The different numbers of an array: of zeros alone, any order is the right one."""
    return frozenset(f"{number:.6g}" for number in array.ravel())


def _is_transposed(expected: Array, slack: Array, yours: Array) -> bool:
    orders = itertools.permutations(range(expected.ndim))
    return any(
        not Pair(expected.transpose(order), slack.transpose(order), yours).differs.any()
        for order in orders
        if expected.transpose(order).shape == yours.shape
    )


_OFF = {
    "value": (N_("one value too few"), N_("one value too many")),
    "row": (N_("one row too few"), N_("one row too many")),
    "column": (N_("one column too few"), N_("one column too many")),
    "channel": (N_("one channel too few"), N_("one channel too many")),
    "image": (N_("one image too few"), N_("one image too many")),
}


def _one_off(
    wanted: Sequence[int], yours: Sequence[int], pair: tuple[Array, Array, Array] | None
) -> Iterator[Fact]:
    names = AXES.get(len(wanted), ())
    off = [(name, b - a) for name, a, b in zip(names, wanted, yours, strict=False) if a != b]
    if not 1 <= len(off) <= 2 or any(abs(by) != 1 for _name, by in off):
        return
    parts = [_(_OFF[name][by > 0]) for name, by in off]
    what = parts[0] if len(parts) == 1 else _("{one} and {other}").format(one=parts[0], other=parts[1])
    if pair:
        both = tuple(slice(min(a, b)) for a, b in zip(wanted, yours, strict=True))
        expected, slack, got = (array[both] for array in pair)
        if not Pair(expected, slack, got).differs.any():
            text = _("it has {what}, and is right where both have values").format(what=what)
            yield Fact(text, _numbers(expected))
    yield Fact(_("it has {what}").format(what=what), _SURE)
