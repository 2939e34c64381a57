"""The checks as a table: how many mistakes were caught, and how many right answers accepted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.language import _, ngettext
from autograder.verify.check import Check, Kind


def report(checks: Sequence[Check]) -> RenderableType:
    """All that was looked at, by assignment, and what it comes to."""
    parts: list[RenderableType] = []
    for group, found in groupby(checks, key=lambda check: check.group):
        parts += Text(f"\n{group}", "bold"), *_group(list(found))
    faults = [check for check in checks if not check.ok]
    parts += Text("\n" + _("In all"), "bold"), _totals(checks)
    parts.append(
        Text(
            "\n"
            + (
                ngettext("{count} fault was found.", "{count} faults were found.", len(faults)).format(
                    count=len(faults)
                )
                if faults
                else _("No fault was found.")
            )
        )
    )
    return Group(*parts)


def _group(checks: Sequence[Check]) -> Iterator[RenderableType]:
    whole = [check for check in checks if not check.exercise]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=5)
    table.add_column(width=26)
    table.add_column(overflow="fold")
    for check in whole:
        table.add_row(_mark([check]), check.name, check.found)
    yield table
    exercises = {check.exercise: None for check in checks if check.exercise}
    if exercises:
        yield Text()
        yield _exercises(checks, exercises)
    yield from _faults([check for check in checks if not check.ok])


def _exercises(checks: Sequence[Check], names: Iterable[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    table.add_column(width=5)
    table.add_column(_("exercise"), min_width=20)
    for heading in (_("mistakes"), _("caught"), _("named"), _("misnamed"), _("right answers")):
        table.add_column(heading, justify="right", no_wrap=True)
    for name in names:
        its = [check for check in checks if check.exercise == name]
        counts = _Counts(its)
        table.add_row(
            _mark(its),
            name,
            str(counts.modelled),
            str(counts.caught),
            str(counts.right),
            str(counts.wrong),
            counts.accepted,
        )
    return table


class _Counts:
    """What checks of mistakes and right answers come to."""

    def __init__(self, checks: Iterable[Check]) -> None:
        checks = list(checks)
        mistakes = [check for check in checks if check.kind is Kind.MISTAKE]
        answers = [check for check in checks if check.kind is Kind.RIGHT]
        self.modelled = len(mistakes)
        self.caught = sum(check.caught for check in mistakes)
        self.right = sum(check.ok for check in mistakes)
        # What has no name at all is not named wrong.
        self.wrong = sum(check.caught and bool(check.named) and not check.ok for check in mistakes)
        self.accepted = _("{count} of {all}").format(count=sum(c.ok for c in answers), all=len(answers))


def _totals(checks: Sequence[Check]) -> Table:
    counts = _Counts(checks)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for what, count in (
        (_("mistakes modelled"), counts.modelled),
        (_("caught"), counts.caught),
        (_("named right"), counts.right),
        (_("named wrong"), counts.wrong),
        (_("right answers accepted"), counts.accepted),
        (_("seconds"), round(sum(check.seconds for check in checks))),
    ):
        table.add_row(what, str(count))
    return table


def _faults(checks: Sequence[Check]) -> Iterator[RenderableType]:
    """Each with what to do, which is said once for faults in a row that want the same."""
    for remedy, found in groupby(checks, key=lambda check: check.remedy):
        yield Text()
        for check in found:
            what = f"{check.exercise}, {check.name}" if check.exercise else check.name
            for fault in check.faults:
                yield Text.assemble((_("FAULT"), "bold red"), "  ", (what, "bold"), f": {fault}")
        yield Padding(Text(_("Remedy: {remedy}").format(remedy=remedy), "italic"), (0, 0, 0, 7))


def _mark(checks: Iterable[Check]) -> Text:
    return Text(_("ok"), "green") if all(check.ok for check in checks) else Text(_("FAULT"), "bold red")
