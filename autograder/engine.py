"""Many submissions at once.

`grade_on` reads submissions, hands each to an executor, and gives back what was judged in the order in which
it is finished; writing it down is the caller's, in one place. It speaks `concurrent.futures.Executor`: with
threads of this process (`grade_all`) as with a cluster's (`cluster`). What is under way is bounded, so that
ten thousand submissions take no more memory than a hundred.
"""

import logging
import os
import weakref
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Generic, Self, TypeVar

from autograder.errors import GraderError, UnreadableNotebook
from autograder.grade import Grader, Material, broken, unreadable
from autograder.key import Key
from autograder.language import ENGLISH, speaking
from autograder.sandbox import Sandbox
from autograder.verdict import Verdict

T = TypeVar("T")

_log = logging.getLogger(__name__)

AHEAD = 2
"""Submissions for each worker that are read before it is free, so that it never waits for a disk."""


@dataclass(frozen=True, slots=True)
class Judged(Generic[T]):
    """A submission and its verdict.

    Attributes:
        data: the file that was judged; b"" where there is none that can be read, and None where that was not
            the student's fault.
    """

    submission: T
    data: bytes | None
    verdict: Verdict


def grade_all(
    submissions: Iterable[T],
    read: Callable[[T], bytes],
    key: Key,
    *,
    material: Material | None = None,
    language: str = ENGLISH,
    jobs: int | None = None,
    sandbox: Callable[[], Sandbox] = Sandbox,
) -> Generator[list[Judged[T]]]:
    """Grades submissions on this machine, `jobs` at a time.

    Args:
        read: as `grade_on` takes it.
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
    count = workers(jobs, len(waiting))
    with Workshop(lambda: Grader(key, sandbox(), material), language) as workshop:
        workshop.open(count)  # now, so that a wall that cannot stand is one clear error
        with ThreadPoolExecutor(count) as threads:
            try:
                yield from grade_on(
                    lambda data: threads.submit(workshop.mark, data),
                    waiting,
                    read,
                    key,
                    workers=lambda: count,
                    isolated=workshop.isolated,
                    language=language,
                )
            finally:
                workshop.abandon()  # or what is under way would be waited for


def workers(jobs: int | None, submissions: int) -> int:
    """How many submissions are graded at a time: as many as was said, else one a processor."""
    return max(1, min(jobs or len(os.sched_getaffinity(0)), submissions))


def grade_on(
    submit: Callable[[bytes], Future[Verdict]],
    submissions: Iterable[T],
    read: Callable[[T], bytes],
    key: Key,
    *,
    workers: Callable[[], int],
    isolated: bool = True,
    language: str = ENGLISH,
) -> Generator[list[Judged[T]]]:
    """Grades submissions on an executor, as many at a time as it has workers.

    Gives all that were finished since it was asked last, so that whoever writes them down falls behind by no
    more than one list, and keeps none waiting.

    Args:
        submit: has an executor grade one file.
        read: gives a submission's bytes; called here. `UnreadableNotebook` becomes its verdict's `problem`,
            and any other `GraderError` is our own fault: the verdict is `broken`, and the rest goes on.
        workers: how many files it grades at a time, which may change.
        isolated: whether it does so behind the wall.
        language: what students are spoken to in.

    Raises:
        GraderError: whatever it raised; what was given before stays.
        CancelledError: it is gone.
    """
    waiting = iter(submissions)
    under_way: dict[Future[Verdict], tuple[T, bytes]] = {}
    try:
        while True:
            taken = list(islice(waiting, max(0, (1 + AHEAD) * workers() - len(under_way))))
            done: list[Judged[T]] = []
            for submission in taken:
                with speaking(language):
                    try:
                        data = read(submission)
                    except UnreadableNotebook as problem:
                        verdict = unreadable(key, str(problem), isolated=isolated)
                        done.append(Judged(submission, b"", verdict))
                        continue
                    except GraderError as error:
                        _log.error("%s", error)  # one sentence says it all
                        done.append(Judged(submission, None, broken(key, isolated=isolated)))
                        continue
                under_way[submit(data)] = submission, data
            if not taken and not under_way:
                return
            for future in wait(under_way, 0 if done else None, FIRST_COMPLETED).done:
                submission, data = under_way.pop(future)
                done.append(Judged(submission, data, _verdict(future) or broken(key, isolated=isolated)))
            yield done
    finally:
        for future in under_way:
            future.cancel()


def _verdict(future: Future[Verdict]) -> Verdict | None:
    """What a worker has found; None where it died of this submission, say."""
    try:
        return future.result()
    except (GraderError, CancelledError):
        raise
    except Exception:  # noqa: BLE001  # whatever an executor raises when a worker dies again and again
        _log.exception("a worker failed")
        return None


class Workshop:
    """Graders, each with a sandbox of its own, for as many threads as ask at a time; a context manager.

    Pickled it is how graders are made, and not those that there are.
    """

    def __init__(self, make: Callable[[], Grader], language: str = ENGLISH) -> None:
        """Has no graders yet.

        Args:
            make: makes one, with a sandbox of its own.
            language: what students are spoken to in.
        """
        self._make, self._language = make, language
        self._graders: list[Grader] = []
        self._free: list[Grader] = []
        # Where nobody closes it, its sandboxes end when it is forgotten.
        self._end = weakref.finalize(self, _close, self._graders)

    def __reduce__(self) -> tuple[type["Workshop"], tuple[Callable[[], Grader], str]]:
        return Workshop, (self._make, self._language)

    @property
    def isolated(self) -> bool:
        """Whether it grades behind the wall."""
        return all(grader.sandbox.isolated for grader in self._graders)

    def open(self, count: int) -> None:
        """Makes graders beforehand.

        Raises:
            WallError: the sandbox cannot stand on this machine.
        """
        self._free += [self._another() for _number in range(count)]

    def mark(self, data: bytes) -> Verdict:
        """Grades one file.

        Raises:
            WallError: there is no grader that is free, and the sandbox cannot stand on this machine.
        """
        try:
            grader = self._free.pop()
        except IndexError:
            grader = self._another()
        try:
            with speaking(self._language):
                return grader.grade(data)
        finally:
            self._free.append(grader)

    def _another(self) -> Grader:
        grader = self._make()
        self._graders.append(grader)
        return grader

    def abandon(self) -> None:
        """Ends what is being graded, at once and from any thread; it is not graded."""
        for grader in self._graders:
            grader.sandbox.abandon()

    def close(self) -> None:
        """Ends all sandboxes; none may be in use."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _close(graders: Iterable[Grader]) -> None:
    for grader in graders:
        grader.sandbox.close()
