"""A counterexample as the page draws it: what went in, what came out, and how one value comes about."""

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.feedback.case import case
from autograder.feedback.comparison import Comparison, comparison
from autograder.feedback.matrix import Cell, Side, Tone, picture
from autograder.feedback.worked import Worked, worked
from autograder.verdict import Counterexample

_LARGEST_INPUT = 100  # numbers of an array that is drawn
_MOST_SLICES = 3  # of it


@dataclass(frozen=True, slots=True)
class Drawing:
    """A counterexample, ready to draw.

    Attributes:
        inputs: what the function was called with, by the parameter's name; empty where there is no array, or
            one is larger than anybody wants to look at.
        values: yours and expected.
        worked: one value that differs, worked out; None for what is no small convolution.
    """

    inputs: dict[str, Side]
    values: Comparison
    worked: Worked | None

    @property
    def tones(self) -> frozenset[Tone]:
        """The colours that occur, and so need a key; True and False explain themselves."""
        return frozenset(cell.tone for cell in self._cells() if not cell.truth)

    @property
    def graded(self) -> bool:
        """Whether a colour occurs in more than one strength."""
        return len({cell.heat for cell in self._cells() if cell.heat and not cell.truth}) > 1

    def _cells(self) -> Iterator[Cell]:
        sides = [*self.inputs.values(), self.values.expected, *filter(None, [self.values.yours])]
        for each in (slice_ for side in sides for slice_ in side.slices):
            for row in each.rows:
                yield from row


def drawing(example: Counterexample) -> Drawing:
    """Lay out a counterexample."""
    values = comparison(example)
    found = case(example.code)
    if found is None or not all(1 <= each.ndim <= 4 and each.size for each in found.arrays.values()):
        return Drawing({}, values, None)
    inputs = {}
    if all(each.size <= _LARGEST_INPUT for each in found.arrays.values()):
        inputs = {name: picture(each, kernels=name == "kernels") for name, each in found.arrays.items()}
    if any(len(side.slices) > _MOST_SLICES for side in inputs.values()):
        inputs = {}
    steps = None
    if example.yours is not None and values.first is not None:
        steps = worked(found, example.yours.values, example.expected.values, values.first)
    return Drawing(inputs, values, steps)
