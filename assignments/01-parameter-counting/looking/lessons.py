"""What each check tries and says, read from `examples.json`: calls, targets and sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .answers import Difference, difference

FILE = Path(__file__).parent / "examples.json"


@dataclass(frozen=True)
class Remark:
    """What is said beside the facts.

    Attributes:
        about: as `Difference` has it.
        within: the elements of which the first that differs must be one, counted as one reads; None for any.
        like: what yours must be for it; None for anything.
    """

    about: str
    says: str
    within: Sequence[int] | None
    like: Any = None


@dataclass(frozen=True)
class Example:
    """One call, with what it should give.

    Attributes:
        call: as a student would type it.
        setup: statements that define what the call names and the notebook does not; often none.
        given: the arguments by the names of their parameters, as JSON has them.
        positional: how many of them the call gives without their names.
        target: an array, a number, or a list of numbers.
        view: what a picture needs to know beside that.
    """

    call: str
    setup: str
    given: Mapping[str, Any]
    positional: int
    target: Any
    remarks: Sequence[Remark]
    view: Mapping[str, Any]

    def args(self) -> dict[str, Any]:
        """The arguments by their parameters' names; new each time, since a function may write to them."""
        return {name: _value(given) for name, given in self.given.items()}

    def call_of(self, function: Callable[..., Any]) -> Any:
        """Call a student's function, as `call` says it."""
        args = self.args()
        by_place = [args.pop(name) for name in list(args)[: self.positional]]
        return function(*by_place, **args)

    def remark(self, found: Difference, yours: Any) -> Remark | None:
        """What to say beside a difference: the first remark that fits.

        Args:
            found: how yours differs.
            yours: as an array, if it is one.
        """
        for remark in self.remarks:
            if remark.like is not None:
                fits = yours is not None and difference("number", remark.like, yours) is None
            else:
                fits = remark.about == found.about and (remark.within is None or found.first in remark.within)
            if fits:
                return remark
        return None


@dataclass(frozen=True)
class Lesson:
    """What the check of an exercise tries and says.

    Attributes:
        answer: the kind of value that is asked for, see `difference`.
        first_step: for who has not begun yet.
        say: the words of all checks.
    """

    name: str
    answer: str
    first_step: str
    examples: Sequence[Example]
    say: Mapping[str, str]


@cache
def _file() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


@cache
def lesson(name: str) -> Lesson:
    """What the check of this function tries and says."""
    content = _file()["lessons"][name]
    examples = [
        Example(
            example["call"],
            example["setup"],
            example["given"],
            example["positional"],
            _value(example["target"]),
            [Remark(**{**remark, "like": _value(remark.get("like"))}) for remark in example["remarks"]],
            example["view"],
        )
        for example in content["examples"]
    ]
    return Lesson(name, content["answer"], content["first_step"], examples, _file()["words"])


def _value(given: Any) -> Any:
    """A value as JSON has it: arrays and pairs are marked as what they are."""
    if isinstance(given, dict) and "array" in given:
        return np.array(given["array"], dtype=given["dtype"]).reshape(given["shape"])
    if isinstance(given, dict) and "pair" in given:
        return tuple(given["pair"])
    if isinstance(given, list):
        return [_value(each) for each in given]
    return given
