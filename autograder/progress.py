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
from rich.table import Column
from rich.text import Text

from autograder.language import _

T = TypeVar("T")

_WIDE = 80  # columns; with less there is room for how many, how fast and how long


class _Rate(ProgressColumn):
    """How many a second, or how many seconds for one."""

    def render(self, task: Task) -> Text:
        if not task.speed:
            return Text()
        if task.speed >= 1:
            return Text(_("{rate:.1f} a second").format(rate=task.speed))
        return Text(_("{seconds:.1f} s each").format(seconds=1 / task.speed))


def progress(
    items: Iterable[T],
    *,
    total: int | None,
    what: str,
    told: Callable[[], str] = str,
    ready: Callable[[], int] = int,
) -> Iterator[T]:
    """The items, while a bar shows how many have come, how fast, and how long the rest will take.

    Args:
        total: of them; None where that is not known beforehand.
        what: stands before the bar.
        told: what else there is to tell, asked after each item.
        ready: how many of those that come first were there before; they say nothing about the time left.
    """
    console = Console(stderr=True)
    columns: tuple[ProgressColumn, ...] = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),  # what is left of the line
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        _Rate(table_column=Column(no_wrap=True)),
        TimeRemainingColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[told]}"),
    )
    if console.width < _WIDE:
        columns = columns[2:-1]
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, told="")
        for count, item in enumerate(items, start=1):
            yield item
            if count <= ready():
                bar.reset(task, completed=count, told=told())  # forgets how fast it was
            else:
                bar.update(task, completed=count, told=told())
