"""Grading on more machines: a Dask cluster's workers, each with sandboxes of its own.

The client reads submissions and writes down verdicts, as on one machine (`engine`). To each worker travels,
once, the recipe (`recipe`): with it a worker makes the same key, to the bit, and needs neither TensorFlow nor
the course's folders, only this package in the same version. Then each submission's bytes, and a verdict back.

Whoever can reach the scheduler can run code on all of it and read the recipe: see docs/scale.md.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from functools import cache, partial
from types import TracebackType
from typing import Any, Self, TypeVar

from autograder.engine import Judged, Workshop, grade_on
from autograder.errors import CourseError, UsageError, WallError
from autograder.grade import Grader
from autograder.key import Key, Parcel
from autograder.language import _
from autograder.recipe import Recipe, version
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from autograder.verdict import Verdict

T = TypeVar("T")

_log = logging.getLogger(__name__)

CONNECT_SECONDS = 10

_COUNT_SECONDS = 5.0  # between looks at how many workers there are


class Cluster:
    """A Dask cluster that others have set up; a context manager that leaves it as it was."""

    def __init__(self, address: str) -> None:
        """Connects.

        Args:
            address: of its scheduler, such as "tcp://10.0.0.5:8786".

        Raises:
            UsageError: Dask is not installed, nobody answers there, or there is no worker.
        """
        try:
            import distributed
        except ImportError:
            raise UsageError(
                _("--scheduler needs Dask, which is not installed here. Install it: pip install distributed")
            ) from None
        # It tells of each lost connection in pages; what matters is told by us.
        for name in logging.root.manager.loggerDict:
            if name.startswith(("distributed", "tornado")):
                logging.getLogger(name).setLevel(logging.CRITICAL)
        self._address = address
        try:
            connect: Any = distributed.Client
            self._client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                _(
                    "No scheduler of Dask answers at {address}. Start one (dask scheduler --no-dashboard), "
                    "and give its address, such as tcp://10.0.0.5:8786."
                ).format(address=address)
            ) from error
        self._counted = -_COUNT_SECONDS
        self._threads = 0
        if not self._workers():
            self._client.close()
            raise UsageError(
                _(
                    "The scheduler at {address} has no workers. "
                    "Start some: dask worker {address} --no-dashboard"
                ).format(address=address)
            )

    def grade_all(
        self, submissions: Iterable[T], read: Callable[[T], bytes], key: Key, recipe: Recipe
    ) -> Generator[list[Judged[T]]]:
        """Grades submissions there; see `engine.grade_on`.

        Args:
            key: the one in the recipe.

        Raises:
            WallError: the sandbox cannot stand on a worker.
            CourseError: a worker has another version of the grader, or the scheduler is gone.
        """
        from distributed.client import ClosedClientError
        from distributed.comm.core import CommClosedError

        try:
            # A task of its own, on which all others depend: Dask sends what it gives to each worker that
            # needs it, once, makes it again should it get lost, and forgets it when this program ends.
            workshop = self._client.submit(_workshop, recipe, pure=False)
            executor = self._client.get_executor(pure=False)
            yield from grade_on(
                partial(executor.submit, _mark, workshop),
                submissions,
                read,
                key,
                workers=self._workers,
                isolated=recipe.isolated,
                language=recipe.language,
            )
        except (CancelledError, ClosedClientError, CommClosedError, TimeoutError) as error:
            raise CourseError(
                _(
                    "The scheduler at {address} is gone. What was graded is saved: start it anew, and give "
                    "the same command again, or give it without --scheduler."
                ).format(address=self._address)
            ) from error

    def _workers(self) -> int:
        """How many submissions it can grade at a time."""
        if time.monotonic() - self._counted > _COUNT_SECONDS:
            self._threads = sum(self._client.nthreads().values())
            self._counted = time.monotonic()
        return self._threads

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


# What follows runs on a worker.


def _workshop(recipe: Recipe) -> Workshop:
    return Workshop(partial(_grader, recipe), recipe.language)


def _mark(workshop: Workshop, data: bytes) -> Verdict:
    from distributed import get_worker

    try:
        return workshop.mark(data)
    except WallError as error:
        raise WallError(f"{get_worker().address}: {error}", error.layer, error.reason) from None


def _grader(recipe: Recipe) -> Grader:
    if recipe.version != version():
        from distributed import get_worker

        raise CourseError(
            _(
                "The worker {address} has another version of the grader, of Python or of NumPy. Install the "
                "same on all machines, then start its workers anew."
            ).format(address=get_worker().address)
        )
    sandbox = Sandbox(recipe.limits, without=() if recipe.isolated else LAYERS)
    return Grader(_key(recipe.parcel), sandbox, recipe.material)


@cache
def _key(parcel: Parcel) -> Key:
    """One for all graders of a worker."""
    return parcel.key()
