"""One thing that the course is held to, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was tried."""

    COURSE = "course"  # the notebooks, and whether there is enough of everything
    MISTAKE = "mistake"  # the model of one
    RIGHT = "right answer"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the course is held to.

    Attributes:
        group: the assignment, or "assignments/" for what students are given.
        name: such as "flipped-kernel", or "the solution"; no other of its exercise and kind has it.
        exercise: "" for what concerns a whole assignment.
        found: what there is to say, well or ill, such as "20 of 20".
        faults: what is wrong, a sentence or phrase each; none if nothing is.
        remedy: what to do then.
        caught: of a mistake, whether it lost points.
        named: of a mistake, the name that it was called by; "" for none.
        seconds: that it took.
    """

    group: str
    name: str
    kind: Kind = Kind.COURSE
    exercise: str = ""
    found: str = ""
    faults: tuple[str, ...] = ()
    remedy: str = ""
    caught: bool = False
    named: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.faults
