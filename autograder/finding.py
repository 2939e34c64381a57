"""One thing that was looked at, by `doctor` or by `verify`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what was found.

    Attributes:
        ok: whether it is as it should be.
        remedy: what to do, if it is not.
    """

    what: str
    ok: bool
    found: str
    remedy: str = ""
