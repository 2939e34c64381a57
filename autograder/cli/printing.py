"""How commands print their results, to standard output."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from autograder.language import _, ngettext

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autograder.finding import Finding

_NARROWEST = 40  # columns; less than that cannot be read, or a terminal does not know its size
_MARK_WIDTH, _WHAT_WIDTH = 5, 26


def print_text(renderable: "RenderableType") -> None:
    """Prints by way of `print`: rich would end the program with 1 where a pipe is closed."""
    from rich.console import Console

    console = Console()
    console.width = max(_NARROWEST, console.width)
    with console.capture() as captured:
        console.print(renderable, crop=False)  # code to copy may be wider than the terminal
    # Lines of a table are filled up with blanks, which nobody wants to copy or to hear.
    print("\n".join(line.rstrip() for line in captured.get().split("\n")), end="", flush=True)


def print_json(value: object) -> None:
    # ASCII, so that it is the same whatever the terminal or the pipe takes for text.
    print(json.dumps(value, allow_nan=False, indent=2))


def print_findings(findings: Iterable["Finding"]) -> int:
    """Prints findings as a table, each as soon as it is found; gives the number of faults."""
    from rich.table import Table
    from rich.text import Text

    faults, group = 0, ""
    for finding in findings:
        if finding.group != group:
            group = finding.group
            print_text(Text(f"\n{group}", "bold"))
        # Tables of one row, of the same columns: to line up, and not to wait for the last.
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=_MARK_WIDTH)
        row.add_column(width=_WHAT_WIDTH)
        row.add_column(overflow="fold")
        found = Text(finding.found)
        if not finding.ok:
            faults += 1
            found += Text("\n" + _("Remedy: {remedy}").format(remedy=finding.remedy), "italic")
        mark = Text(_("ok"), "green") if finding.ok else Text(_("FAULT"), "bold red")
        row.add_row(mark, Text(finding.what), found)
        print_text(row)
    print_text(
        Text(
            "\n"
            + (
                ngettext("{count} fault was found.", "{count} faults were found.", faults).format(
                    count=faults
                )
                if faults
                else _("No fault was found.")
            )
        )
    )
    return faults
