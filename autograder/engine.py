"""Many submissions at once.

Each worker has a sandbox of its own and takes the next submission when it has finished one. The executor
is `concurrent.futures`' own, so that another that speaks the same can take its place. Verdicts come back
in the order in which they are finished; writing them down is the caller's, in one place.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from typing import TypeVar

from autograder.errors import GraderError, UnreadableNotebook
from autograder.grade import Grader, Material
from autograder.key import Key
from autograder.language import ENGLISH, speaking
from autograder.sandbox import Sandbox
from autograder.verdict import Verdict

T = TypeVar("T")

_log = logging.getLogger(__name__)


def grade_all(
    submissions: Iterable[T],
    read: Callable[[T], bytes],
    key: Key,
    *,
    material: Material | None = None,
    language: str = ENGLISH,
    jobs: int | None = None,
    sandbox: Callable[[], Sandbox] = Sandbox,
) -> Iterator[tuple[T, Verdict]]:
    """Grades submissions, `jobs` at a time.

    Args:
        read: gives a submission's bytes; `UnreadableNotebook` becomes its verdict's `problem`, and
            any other `GraderError` is our own fault: the verdict is `broken`, and the rest goes on.
        material: as `Grader` takes it.
        language: what students are spoken to in.
        jobs: workers; None for one a processor.
        sandbox: makes a sandbox for each worker.

    Raises:
        WallError: the sandbox cannot stand on this machine; nothing was graded.
    """
    waiting = list(submissions)
    if not waiting:
        return
    count = max(1, min(jobs or os.cpu_count() or 1, len(waiting)))
    local = threading.local()
    with ExitStack() as stack:
        # Made here and not in the workers, so that a wall that cannot stand is one clear error.
        graders = [Grader(key, stack.enter_context(sandbox()), material) for _worker in range(count)]
        pool = stack.enter_context(ThreadPoolExecutor(count))

        def mark(submission: T) -> Verdict:
            if not hasattr(local, "grader"):
                local.grader = graders.pop()
            grader: Grader = local.grader
            with speaking(language):
                try:
                    data = read(submission)
                except UnreadableNotebook as unreadable:
                    return grader.unreadable(str(unreadable))
                except GraderError as error:
                    _log.error("%s", error)  # one sentence says it all
                    return grader.broken()
                return grader.grade(data)

        futures: dict[Future[Verdict], T] = {pool.submit(mark, s): s for s in waiting}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)
