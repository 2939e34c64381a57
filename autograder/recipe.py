"""How an assignment is graded: all that a verdict depends on but the submission, as one value."""

import hashlib
import sys
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from autograder.grade import Material
from autograder.key import Parcel
from autograder.limits import Limits


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an assignment is graded.

    Attributes:
        isolated: whether behind the wall.
        language: what students are spoken to in.
        version: of the grader that it was made by.
    """

    parcel: Parcel
    material: Material
    limits: Limits
    isolated: bool
    language: str
    version: str

    @property
    def digest(self) -> str:
        """The same for two recipes by which the same submission gets the same verdict."""
        found = hashlib.sha256()
        for part in (
            self.parcel.assignment,
            self.parcel.secret,
            self.parcel.answers,
            sorted(self.material.checks),
            sorted(self.material.solutions.items()),
            astuple(self.limits),
            self.isolated,
            self.language,
            self.version,
        ):
            found.update(hashlib.sha256(part if isinstance(part, bytes) else repr(part).encode()).digest())
        return found.hexdigest()


@cache  # what is installed does not change under a running program
def version() -> str:
    """Tells this grader from any other that might judge, or speak, in another way."""
    package = Path(__file__).parent
    found = hashlib.sha256(f"{sys.version_info[:2]} numpy {np.__version__}".encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".mo"):
            found.update(f"{path.relative_to(package)}\0".encode())
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
