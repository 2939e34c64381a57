"""Progress on long work, on standard error: a bar on a terminal, nothing elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from autograder.language import _

T = TypeVar("T")


class _Rate(ProgressColumn):
    """How many a second, or how many seconds for one."""

    def render(self, task: Task) -> Text:
        if not task.speed:
            return Text()
        if task.speed >= 1:
            return Text(_("{rate:.1f} a second").format(rate=task.speed))
        return Text(_("{seconds:.1f} s each").format(seconds=1 / task.speed))


def progress(
    items: Iterable[T], *, total: int | None, what: str, told: Callable[[], str] = str
) -> Iterator[T]:
    """The items, while a bar shows how many have come, how fast, and how long the rest will take.

    Args:
        total: of them; None where that is not known beforehand.
        what: stands before the bar.
        told: what else there is to tell, asked after each item.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, told="")
        for item in items:
            yield item
            bar.update(task, advance=1, told=told())
