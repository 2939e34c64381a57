"""The attacks in tests/attacks/, read as text and made into notebooks. Nothing here runs them.

Each file is one submission to 02-sliding-window, in cells that begin with `# %%`. Its first lines say

    # A20 ERROR (window, hadamard_sum) PASS (output_size): what is tried, in a sentence.

the number in the list of attacks (G: our own), and the word that each exercise attacked must get, by
default `hadamard_sum`. All other exercises must pass. With SAME the verdict must be, to the letter, that of
the same file without its tricks:

    # %% trick                      a cell that is there only with the trick
    # %% {"metadata": {…}}          a cell's other fields, beside its source
    # %% {"trick": {"outputs": …}}  fields that it has only with the trick; with null the cell is gone
    # %% {"stretch": 1000}          each … in the cell becomes so many letters

An attack that wants to get something past the wall gives right answers if it has got it, and an error if
not (`pays` in `_tools.py`): were the wall to let it through, the test would see full marks.

Each is harmless by construction, should a layer be down: see "Safety" in `_tools.py`.
"""

import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import exam
from tests.making import code_cell, notebook
from tests.test_seccomp import DENIED

FOLDER = Path(__file__).parent / "attacks"
TOOLS = (FOLDER / "_tools.py").read_text(encoding="utf-8")

# Calls that the wall's own tests have no need to name: on x86-64, on aarch64.
_MORE = {
    "add_key": (248, 217),
    "fanotify_init": (300, 262),
    "inotify_init1": (294, 26),
    "kcmp": (312, 272),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "move_pages": (279, 239),
    "open_by_handle_at": (304, 265),
    "pidfd_getfd": (438, 438),
    "rt_sigqueueinfo": (129, 138),
    "signalfd4": (289, 74),
    "timer_create": (222, 107),
}
_MACHINE = platform.machine()
CALLS = DENIED[_MACHINE] | {name: numbers[_MACHINE == "aarch64"] for name, numbers in _MORE.items()}

STATUSES: Mapping[str, frozenset[str]] = {
    "WRONG": frozenset({"wrong"}),
    "ERROR": frozenset({"crashed", "missing"}),
    "CRASH": frozenset({"crashed"}),
    "TIMEOUT": frozenset({"overtime"}),
    "MEMORY": frozenset({"overmemory"}),
    "BADOUT": frozenset({"refused"}),
    "PASS": frozenset({"passed"}),
}
"""The statuses that each word allows; SAME is compared, not looked up."""

_WORD = r"[A-Z]+(?:\|[A-Z]+)*"
_NAMES = r"\([a-z0-9_, ]+\)"
_HEADER = re.compile(rf"# ([A-D]\d+|G\d+) ({_WORD}(?: {_NAMES})?(?: {_WORD} {_NAMES})*): (.+)")
_CLAIM = re.compile(rf"({_WORD})(?: ({_NAMES}))?")


@dataclass(frozen=True, slots=True)
class Attack:
    """One file.

    Attributes:
        name: of the file, without its ending.
        number: in the list of attacks, such as "B34".
        what: is tried, in a sentence.
        expected: the statuses that an exercise may get, by its name; empty for SAME.
        cells: each with its source and, perhaps, "trick" and other fields of a notebook's cell.
    """

    name: str
    number: str
    what: str
    expected: Mapping[str, frozenset[str]]
    cells: tuple[Mapping[str, Any], ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the verdict must be that of the same notebook without its tricks."""
        return not self.expected

    def allowed(self, exercise: str) -> frozenset[str]:
        """The statuses that an exercise may get, attacked or not."""
        return self.expected.get(exercise, STATUSES["PASS"])

    def notebook(self, facts: Mapping[str, Any], *, tricks: bool = True) -> bytes:
        """The submission: facts and tools for attackers, right functions, then the attack's own cells."""
        known = {"NR": CALLS, **facts}
        lines = "\n".join(f"{name} = {value!r}" for name, value in known.items())
        return notebook(
            f"{lines}\n\n{TOOLS}",
            exam.RIGHT,
            *(cell for part in self.cells if (cell := _cell(part, tricks=tricks)) is not None),
        )


def _cell(part: Mapping[str, Any], *, tricks: bool) -> dict[str, Any] | None:
    trick = part["trick"]
    if (trick == "cell" and not tricks) or (trick is None and tricks):
        return None
    more = trick if isinstance(trick, dict) and tricks else {}
    return code_cell(part["source"], **part["fields"]) | more


def read(path: Path) -> Attack:
    """One attack.

    Raises:
        ValueError: its header says no such thing.
    """
    head, *parts = re.split(r"^# %%(.*)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sentence = " ".join(line.removeprefix("#").strip() for line in head.strip().splitlines())
    found = _HEADER.fullmatch(f"# {sentence}")
    if found is None or not parts:
        raise ValueError(f"{path.name}: the first lines must be as in `# A1 WRONG: what is tried.`")
    number, claims, what = found.groups()
    cells = tuple(_part(title.strip(), source) for title, source in zip(parts[::2], parts[1::2], strict=True))
    return Attack(path.stem, number, what, _expected(claims), cells)


def _expected(claims: str) -> dict[str, frozenset[str]]:
    if claims == "SAME":
        return {}
    expected = {}
    for words, names in _CLAIM.findall(claims):
        statuses = frozenset[str]().union(*(STATUSES[word] for word in words.split("|")))
        for name in (names or "(hadamard_sum)").strip("()").split(","):
            expected[name.strip()] = statuses
    return expected


def _part(title: str, source: str) -> Mapping[str, Any]:
    if title == "trick":
        return {"source": source.strip(), "trick": "cell", "fields": {}}
    fields = json.loads(title) if title else {}
    trick, stretch = fields.pop("trick", {}), fields.pop("stretch", None)
    if stretch:
        source = source.replace("…", "x" * stretch)
    return {"source": source.strip(), "trick": trick, "fields": fields}


ATTACKS = tuple(read(path) for path in sorted(FOLDER.glob("[A-G][0-9]*.py")))
