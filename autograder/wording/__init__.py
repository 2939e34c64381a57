"""The sentences that tell a student how their functions did.

Each says what happened, where, and what to look at next. Sentences about wrong values are `compare`'s.
"""

from autograder.wording.cells import elsewhere, missing, unwritten, uses_unwritten
from autograder.wording.endings import died, not_to_be_judged, over_memory, over_time, raised, refused
from autograder.wording.results import (
    carried,
    changed,
    failed,
    nothing_to_grade,
    our_fault,
    passed,
    second_time,
    unlawful,
)

__all__ = [
    "carried",
    "changed",
    "died",
    "elsewhere",
    "failed",
    "missing",
    "not_to_be_judged",
    "nothing_to_grade",
    "our_fault",
    "over_memory",
    "over_time",
    "passed",
    "raised",
    "refused",
    "second_time",
    "unlawful",
    "unwritten",
    "uses_unwritten",
]
