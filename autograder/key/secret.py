"""The course secret, from which the hidden cases are drawn."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from autograder.errors import CourseError
from autograder.key.files import beside, to_disk
from autograder.language import _

SIZE = 32
"""Bytes of randomness."""


def read(state: Path) -> bytes:
    """The course secret, made at first use.

    Raises:
        CourseError: others can read it, or it is shorter than it was made.
    """
    path = state / "secret"
    if not path.exists():
        _make(path)
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        secret = file.read()
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CourseError(
            _(
                "Other users can read {path}, from which the hidden cases are drawn. If nobody has read it, "
                "`chmod 600` it; else delete it, and new cases will be drawn."
            ).format(path=path)
        )
    if len(secret) < SIZE:
        raise CourseError(
            _(
                "{path}, from which the hidden cases are drawn, has {found} bytes instead of {expected}. "
                "Restore it from a copy, or delete it, and new cases will be drawn."
            ).format(path=path, found=len(secret), expected=SIZE)
        )
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with beside(path) as new:
        new.write_bytes(secrets.token_bytes(SIZE))
        to_disk(new)
        # A link never replaces anything, and the secret is there whole or not at all. If another process
        # was first, its secret is the course's.
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
