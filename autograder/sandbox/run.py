"""One submission's run: cells, then calls, in as many children as it takes."""

import time
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from autograder.sandbox.child import Child
from autograder.sandbox.endings import End, Ending

if TYPE_CHECKING:
    from autograder.sandbox.supervisor import Sandbox


class Run:
    """One submission: a child with the notebook's cells run in it, forked anew whenever one is lost.

    Of a cell that hangs or kills its child the next child runs the definitions alone, and if those do it
    again, the one after that none of it. So it costs itself, and not the function that it defines.
    """

    def __init__(self, sandbox: "Sandbox", cells: list[str], deadline: float | None = None) -> None:
        self._sandbox = sandbox
        self._cells = cells
        self._child: Child | None = None
        self._deadline = deadline or time.monotonic() + sandbox.limits.submission_wall
        self.cell_endings: dict[int, Ending] = {}
        """How each cell that did not end well ended, by its place among all cells."""
        self._left_out: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_child()

    def call(
        self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any] | None = None, *, twice: bool = False
    ) -> Ending:
        """Calls a function of the student's by name, in a fresh child if the last one was lost.

        Args:
            twice: calls it again with the same objects. An honest child then gives a list: the second
                answer, and the list of positional arguments as they are after it.

        Raises:
            WallError: our own side of the wall failed.
        """
        while self._child is None:
            if time.monotonic() > self._deadline:
                return Ending(End.OVERTIME, text="submission")
            self._begin()
        limits = self._sandbox.limits
        message = ("call", name, list(args), [list(pair) for pair in (kwargs or {}).items()], twice)
        calls = 2 if twice else 1
        ending = self._ask(message, calls * limits.call_cpu, calls * limits.call_wall)
        # Places count only the cells that this child ran.
        ran = [place for place in range(len(self._cells)) if place not in self._left_out]
        if ending.cell is not None and ending.cell < len(ran):
            return replace(ending, cell=ran[ending.cell])
        return ending

    def afresh(self) -> None:
        """Has the next call answered by a fresh child, with the memory of none before it."""
        self._end_child()

    @property
    def _lost(self) -> set[int]:
        fatal = (End.OVERTIME, End.DIED, End.REFUSED)
        return {place for place, ending in self.cell_endings.items() if ending.end in fatal}

    def _begin(self) -> None:
        """Forks a child and runs the cells in it; leaves none if a cell killed it."""
        child = self._child = self._sandbox.fork(plots=any("matplotlib" in cell for cell in self._cells))
        limits = self._sandbox.limits
        lost = self._lost
        for place, cell in enumerate(self._cells):
            if place in self._left_out:
                continue
            how = "define" if place in lost else "run"
            ending = self._ask((how, cell), limits.cell_cpu, limits.cell_wall)
            if place in lost and child.ended:
                self._left_out.add(place)
            elif place not in lost and ending.end is not End.VALUE:
                self.cell_endings[place] = ending
            if child.ended:
                return

    def _ask(self, message: tuple[Any, ...], cpu: float, wall: float) -> Ending:
        assert self._child is not None
        left = max(0.0, self._deadline - time.monotonic())
        ending = self._child.ask(message, cpu, min(wall, left))
        if left < wall and ending == Ending(End.OVERTIME, text="wall"):
            ending = Ending(End.OVERTIME, text="submission")
        if self._child.ended:
            self._end_child()
        return ending

    def _end_child(self) -> None:
        if self._child is not None:
            child, self._child = self._child, None
            self._sandbox.end(child)
