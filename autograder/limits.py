"""How much a submission may use: each limit with its unit, its default, and what may be set in its place.

Chosen so that code which is right but slow (nested Python loops, a slow laptop's habits) stays far below
every limit, and code that is stuck costs a class seconds. What honest work takes, measured: docs/limits.md. A
course sets its own in `nbgrader_config.py`: see `autograder.settings`.

What a student's code prints has no limit: it goes nowhere, so it costs nothing but its time. Files that it
writes are kept in memory, and count towards `memory`.
"""

import math
from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields

from autograder.language import _, ngettext

KIB, MIB, GIB = 2**10, 2**20, 2**30


def _limit(default: float, unit: str, least: float, most: float) -> float:
    """A field that may be set to a whole or broken number of units, from `least` to `most`."""
    return field(default=default, metadata={"unit": unit, "least": least, "most": most})


def _whole(default: int, unit: str, least: int, most: int) -> int:
    """The same, of whole numbers."""
    return field(default=default, metadata={"unit": unit, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one submission; each says what happens at it.

    Attributes:
        call_cpu: processor time for one call of a student's function; then `overtime`.
        call_wall: time on the clock for one call, for code that waits instead of computing; then `overtime`.
            Longer than `call_cpu`, so that a busy machine is never held against a student.
        cell_cpu: processor time for one notebook cell; then it is stopped, and of it only functions are kept.
        cell_wall: time on the clock for one notebook cell; the same.
        submission_wall: time on the clock for everything; all calls still to come are `overtime`.
        submission_cpu: processor time for one process, kept by the kernel should all else fail; longer than
            `submission_wall`, which comes first. Not to be set: it follows from that.
        memory: address space above what the interpreter itself takes; then Python raises MemoryError, and the
            call is `overmemory`.
        answer_bytes: of one answer; a larger one is `refused`.
        open_files: descriptors; then opening fails inside.
        notebook_bytes: of a submitted file; a larger one is not read.
        notebook_cells: of a notebook, of every kind; a longer one is not graded.
        notebook_code: in all of its code cells; a notebook with more is not graded.
    """

    call_cpu: float = _limit(2.0, "seconds", 0.1, 3600)
    call_wall: float = _limit(10.0, "seconds", 0.1, 3600)
    cell_cpu: float = _limit(30.0, "seconds", 0.1, 3600)
    cell_wall: float = _limit(90.0, "seconds", 0.1, 3600)
    submission_wall: float = _limit(240.0, "seconds", 1, 86400)
    submission_cpu: int = 241
    memory: int = _whole(1 * GIB, "bytes", 256 * MIB, 1024 * GIB)
    answer_bytes: int = _whole(1 * MIB, "bytes", 256 * KIB, 64 * MIB)
    open_files: int = _whole(64, "files", 32, 1024)
    notebook_bytes: int = _whole(20 * MIB, "bytes", 1 * MIB, GIB)
    notebook_cells: int = _whole(2_000, "cells", 200, 100_000)
    notebook_code: int = _whole(1_000_000, "characters", 100_000, 100_000_000)


DEFAULTS = Limits()


def settable() -> Iterator["Field[object]"]:
    """The limits that a course may set, in order, with `unit`, `least` and `most` in their metadata."""
    return (each for each in fields(Limits) if each.metadata)


def kernels(submission_wall: float) -> int:
    """The `submission_cpu` that goes with a `submission_wall`: one process computes no faster than the clock.

    >>> kernels(239.5), kernels(240)
    (241, 241)
    """
    return math.ceil(submission_wall) + 1


def in_seconds(count: float) -> str:
    """A time as people read it.

    >>> in_seconds(1.0), in_seconds(0.5), in_seconds(90)
    ('1 second', '0.5 seconds', '90 seconds')
    """
    return ngettext("{count:g} second", "{count:g} seconds", 1 if count == 1 else 2).format(count=count)


def in_units(size: int) -> str:
    """Bytes as people read them, as NumPy does, and never rounded to less than they are.

    >>> in_units(2**20), in_units(2**20 + 1), in_units(700), in_units(1536 * 2**20), in_units(2**19)
    ('1 MiB', '1.1 MiB', '700 bytes', '1.5 GiB', '512 KiB')
    """
    if size < KIB:
        return _("{size} bytes").format(size=size)
    unit, name = next((u, n) for u, n in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")) if size >= u)
    return f"{math.ceil(10 * size / unit) / 10:g} {name}"


def compared(size: int, limit: int) -> tuple[str, str]:
    """Bytes and a limit that they are over, as people read them, and so that the difference can be seen.

    >>> compared(25 * 2**20, 20 * 2**20), compared(50_001, 50_000)
    (('25 MiB', '20 MiB'), ('50001 bytes', '50000 bytes'))
    """
    texts = in_units(size), in_units(limit)
    if texts[0] != texts[1]:
        return texts
    return _("{size} bytes").format(size=size), _("{size} bytes").format(size=limit)
