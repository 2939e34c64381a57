"""One thing that `doctor` looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and what was found.

    Attributes:
        group: the title that it stands under; "" for none.
        ok: whether it is as it should be.
        remedy: what to do, if it is not.
    """

    what: str
    ok: bool
    found: str
    remedy: str = ""
    group: str = ""
