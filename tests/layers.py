"""Which attacks need which layer of the wall: `python -m tests.layers` writes docs/wall.md.

Every layer is left out in turn, and every attack tried: a quarter of an hour. As root, with an interpreter
that all users can read, all layers have something to do; elsewhere some lines of the table are empty.
"""

import re
import sys
import tempfile
from pathlib import Path

from autograder.sandbox import harden
from tests.bait import Bait
from tests.corpus import ATTACKS
from tests.siege import ENVIRONMENT, faults, seen_from_outside, wall

PAGE = Path(__file__).parents[1] / "docs" / "wall.md"

_HEAD = """\
# Which attack needs which layer

Made by `python -m tests.layers`: each layer of the wall is left out in turn, and every attack in
`tests/attacks/` tried. An attack is listed where it then no longer gets its word, or leaves something
behind. What is not listed here is stopped by more than one layer, or by the way in which answers are read
and judged, which is no layer that could be left out.

`environment` is the zygote's start with an environment made for it. `capabilities` was left out where root
stays root: whoever becomes nobody loses them with that. Four layers guard against what no submission can do
by itself in the way that attacks are tried here (Control-C at the terminal, a supervisor that was stopped,
names of files that only root may see, a program that takes dumps): in their place stands the test, in
`tests/test_wall.py`, that fails without the layer.

| layer | attacks, or the test, that need it | seen from outside, with it → without it |
|---|---|---|
"""

TESTS = {
    "session": "test_without_a_session_of_its_own_a_child_gets_what_is_typed_at_the_terminal",
    "cpu": "test_without_a_bound_on_processor_time_only_the_supervisor_could_end_a_loop",
    "user": "test_as_nobody_a_child_does_not_see_what_is_roots_alone",
    "core": "test_a_crash_is_not_dumped_even_where_a_program_takes_the_dumps",
}
"""Of layers that no attack needs alone."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Bait(Path(folder)) as bait:
        rows = []
        with wall() as sandbox:
            whole, becomes = seen_from_outside(sandbox), sandbox.user
        unharmed = _needing({"user"}, bait) if becomes is not None else []
        for layer in (*harden.LAYERS, ENVIRONMENT):
            without = {layer}
            if layer == "capabilities":
                without.add("user")
            names = [
                name for name in _needing(without, bait) if layer != "capabilities" or name not in unharmed
            ]
            with wall(without=without) as sandbox:
                changed = seen_from_outside(sandbox).get(layer)
            seen = "" if changed == whole.get(layer) else f"{_text(whole[layer])} → {_text(changed)}"
            needing = ", ".join(names) or f"`{TESTS[layer]}`"
            rows.append(f"| {layer} | {needing} | {seen} |")
            sys.stderr.write(rows[-1] + "\n")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _needing(without: set[str], bait: Bait) -> list[str]:
    """The attacks at which a wall without these layers fails."""
    names: list[str] = []
    rest = list(ATTACKS)
    while rest:
        with wall(without=without) as sandbox:
            while rest:
                attack = rest.pop(0)
                if faults(attack, bait, sandbox):
                    names.append(attack.name)
                    break  # with a layer missing, it may have broken the wall for all that follow
    return names


def _text(seen: object) -> str:
    """In words, without the numbers and names that differ from run to run."""
    text = "/".join(sorted({str(part) for part in seen})) if isinstance(seen, set | list) else str(seen)
    return re.sub(r"\d{7,}|(?<=autograder-)\w+", "…", text)


if __name__ == "__main__":
    main()
