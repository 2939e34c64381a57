"""One submission's run: cells, then calls, in as many children as it takes."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from autograder.sandbox import frames
from autograder.sandbox.child import Child
from autograder.sandbox.endings import NO_ANSWER, RIGHT, End, Ending, ending

if TYPE_CHECKING:
    from autograder.sandbox.supervisor import Sandbox

_PART = (
    8  # of the time for one call, in which several that are made together are over, or are made one by one
)


# Right answers to a call that are known by their bytes: a handful, as many as there are ways to add.
_MOST_KNOWN = 8
_MOST_BYTES = 100_000


@dataclass(frozen=True, eq=False)
class Request:
    """A call to be made, of one submission or of many.

    Attributes:
        name: of the student's function.
        twice: whether it is called again with the same objects. An honest child then gives a list: the second
            answer, and the list of positional arguments as they are after it.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    twice: bool = False
    _right: set[bytes] = field(default_factory=set, init=False, repr=False)

    def ended_right(self, ending: Ending) -> None:
        """Takes note of a right answer: the same from others needs neither reading nor judging again."""
        if 0 < len(ending.said) <= _MOST_BYTES and len(self._right) < _MOST_KNOWN:
            self._right.add(ending.said)

    def ending(self, said: bytes) -> Ending:
        """What an answer to it says, as it crossed the wall."""
        return RIGHT if said in self._right else ending(said)

    @cached_property
    def body(self) -> bytes:
        """The call as it crosses the wall; the same bytes for all who are asked."""
        pairs = [list(pair) for pair in self.kwargs.items()]
        return frames.body(("call", self.name, list(self.args), pairs, self.twice))


class Run:
    """One submission: a child with the notebook's cells run in it, forked anew whenever one is lost.

    Of a cell that hangs or kills its child the next child runs the definitions alone, and if those do it
    again, the one after that none of it. So it costs itself, and not the function that it defines.
    """

    def __init__(
        self, sandbox: "Sandbox", cells: list[str], deadline: float | None = None, names: Iterable[str] = ()
    ) -> None:
        self._sandbox = sandbox
        self._cells = cells
        self._names = list(names)
        self._child: Child | None = None
        self._deadline = deadline or time.monotonic() + sandbox.limits.submission_wall
        self.cell_endings: dict[int, Ending] = {}
        """How each cell that did not end well ended, by its place among all cells."""
        self._left_out: set[int] = set()
        self._known: deque[tuple[Request, Ending]] = deque()  # of calls that were made together
        self._may_be_together = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_child()

    def call(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any] | None = None,
        *,
        twice: bool = False,
    ) -> Ending:
        """Calls a function of the student's by name; see `ask`."""
        return self.ask(Request(name, args, kwargs or {}, twice=twice))

    def ask(self, request: Request, ahead: Iterable[Request] = ()) -> Ending:
        """Makes a call, in a fresh child if the last one was lost.

        Args:
            ahead: calls that are likely to be asked for next, in this order; some may be left out. They are
                made together with this one, to spare both sides the waiting; each by itself where that does
                not end well.

        Raises:
            WallError: our own side of the wall failed.
        """
        while self._known:
            known, found = self._known.popleft()
            if known is request:
                break
        else:
            found = self._together([request, *ahead]) or self._alone(request)
        if found.cell is None:
            return found
        # Places count only the cells that this child ran.
        ran = [place for place in range(len(self._cells)) if place not in self._left_out]
        return replace(found, cell=ran[found.cell]) if found.cell < len(ran) else found

    def _has_child(self) -> bool:
        """Whether there is a child to be asked, if need be a fresh one; there is none when time is up."""
        while self._child is None:
            if time.monotonic() > self._deadline:
                return False
            self._begin()
        return True

    def _alone(self, request: Request) -> Ending:
        """Makes one call, within its limits."""
        if not self._has_child():
            return Ending(End.OVERTIME, text="submission")
        calls, limits = 2 if request.twice else 1, self._sandbox.limits
        return self._one(request.body, request.ending, calls * limits.call_cpu, calls * limits.call_wall)

    def _together(self, requests: Sequence[Request]) -> Ending | None:
        """Makes several calls and gives how the first ended; None if that has to be found out one by one.

        That is so where anything but an answer to each comes back, or nothing in a small part of the time for
        one call: only a call that is made by itself has all of its time, and is charged with what it did. As
        the child is lost by then, and so much time, it is tried no more; nor where a fresh child would cost
        more than that.
        """
        if len(requests) < 2 or not self._has_child() or not self._may_be_together:
            return None
        limits = self._sandbox.limits
        body = frames.list_of("calls", [each.body for each in requests])
        said = self._answer(body, limits.call_cpu / _PART, limits.call_wall / _PART, len(requests))
        if not isinstance(said, Ending):
            found = [request.ending(each) for request, each in zip(requests, said, strict=True)]
            if NO_ANSWER not in found:
                self._known.extend(zip(requests[1:], found[1:], strict=True))
                return found[0]
        self._may_be_together = False
        self._end_child()
        return None

    def afresh(self) -> None:
        """Has the next call answered by a fresh child, with the memory of none before it."""
        self._known.clear()
        self._end_child()

    def add(self, cell: str) -> None:
        """Has one more cell run after all others, in the child that there is as in each to come.

        Raises:
            WallError: our own side of the wall failed.
        """
        self._known.clear()
        self._cells.append(cell)
        if self._child is not None:
            found = self._run_cell("run", cell)
            if found.end is not End.VALUE:
                self.cell_endings[len(self._cells) - 1] = found

    @property
    def _lost(self) -> set[int]:
        fatal = (End.OVERTIME, End.DIED, End.REFUSED)
        return {place for place, found in self.cell_endings.items() if found.end in fatal}

    def _begin(self) -> None:
        """Forks a child and runs the cells in it; leaves none if a cell killed it."""
        plots = any(name in cell for cell in self._cells for name in ("matplotlib", "pylab"))
        child = self._child = self._sandbox.fork(plots=plots)
        limits, start = self._sandbox.limits, time.monotonic()
        lost = self._lost
        for place, cell in enumerate(self._cells):
            if place in self._left_out:
                continue
            found = self._run_cell("define" if place in lost else "run", cell)
            if place in lost and child.ended:
                self._left_out.add(place)
            elif place not in lost and found.end is not End.VALUE:
                self.cell_endings[place] = found
            if child.ended:
                return
        self._may_be_together &= time.monotonic() - start < limits.call_wall / _PART

    def _run_cell(self, how: str, cell: str) -> Ending:
        """Has the child that there is run a cell ("run"), or its definitions alone ("define")."""
        limits = self._sandbox.limits
        body = frames.body((how, cell, self._names))
        return self._one(body, ending, limits.cell_cpu, limits.cell_wall)

    def _one(self, body: bytes, read: Callable[[bytes], Ending], cpu: float, wall: float) -> Ending:
        """How a cell or a call ended; the child is ended as well if it is lost.

        Args:
            read: gives what the answer says.
        """
        child = self._child
        assert child is not None
        said = self._answer(body, cpu, wall)
        found = said if isinstance(said, Ending) else read(said[0])
        # What is no answer at all ends it too: who knows what it does instead of waiting for the next call.
        child.ended |= found == NO_ANSWER
        if child.ended:
            self._end_child()
        return found

    def _answer(self, body: bytes, cpu: float, wall: float, count: int = 1) -> list[bytes] | Ending:
        """What the child answers, within these limits and that on the submission."""
        assert self._child is not None
        left = max(0.0, self._deadline - time.monotonic())
        answer = self._child.ask(body, cpu, min(wall, left), count)
        if left < wall and isinstance(answer, Ending) and answer == Ending(End.OVERTIME, text="wall"):
            return Ending(End.OVERTIME, text="submission")
        return answer

    def _end_child(self) -> None:
        if self._child is not None:
            child, self._child = self._child, None
            self._sandbox.end(child)
