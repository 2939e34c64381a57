"""How much a submission may use.

Chosen so that code which is right but slow (nested Python loops, a slow laptop's habits) stays far below
every limit, and code that is stuck costs a class seconds, not minutes. The slowest case in the course
takes a naive loop about 10 ms.
"""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one submission; each says its unit and what happens at it.

    Attributes:
        call_cpu: seconds of processor time for one call of a student's function; then `overtime`.
        call_wall: seconds on the clock for one call, for code that waits instead of computing; then
            `overtime`. Longer than `call_cpu`, so that a busy machine is never held against a student.
        cell_cpu: seconds of processor time for one notebook cell; then the cell is skipped.
        cell_wall: seconds on the clock for one notebook cell; then the cell is skipped.
        submission_cpu: whole seconds of processor time for one child, kept by the kernel.
        submission_wall: seconds on the clock for everything; all calls still to come are `overtime`.
        memory: bytes of address space above what the interpreter itself takes; then Python raises
            MemoryError, and the call is `overmemory`.
        answer_bytes: of one answer; a larger one is `refused`.
        open_files: descriptors; then opening fails inside.
    """

    call_cpu: float = 2.0
    call_wall: float = 6.0
    cell_cpu: float = 5.0
    cell_wall: float = 10.0
    submission_cpu: int = 60
    submission_wall: float = 60.0
    memory: int = 1024 * MIB
    answer_bytes: int = 1 * MIB
    open_files: int = 64
