"""What a benchmark found: numbers in tables, for people as Markdown and for programs as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

Value = str | float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers, each with a name.

    Attributes:
        columns: the title of each and how its numbers are written ("" for text), the name's column first.
        rows: as many values as there are columns.
        note: what has to be known to read it; Markdown.
    """

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]
    note: str = ""

    def markdown(self) -> str:
        """The table under its title.

        >>> print(Table("Apples", [("", ""), ("weight, g", ",.0f")], [("small", 90.4)]).markdown())
        ### Apples
        <BLANKLINE>
        | | weight, g |
        |---|---:|
        | small | 90 |
        <BLANKLINE>
        """
        lines = [
            [title for title, _form in self.columns],
            ["---:" if form else "---" for _title, form in self.columns],
            *(
                [_written(value, form) for value, (_, form) in zip(row, self.columns, strict=True)]
                for row in self.rows
            ),
        ]
        text = "\n".join(_line(cells) for cells in lines)
        return "\n".join([f"### {self.title}", "", text, "", *([self.note, ""] if self.note else [])])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        return cls(**found)


def _line(cells: Sequence[str]) -> str:
    if all(set(cell) <= set("-:") and cell for cell in cells):
        return f"|{'|'.join(cells)}|"
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _written(value: Value, form: str) -> str:
    return value if isinstance(value, str) else format(value, form)
