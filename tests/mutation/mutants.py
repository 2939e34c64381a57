"""What became of each mutant, as mutmut has written it down."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_KILLED = {1, 3}  # pytest's exit statuses: a test failed, or pytest itself did
_ENDLESS = {-24, 24, 152, 36}  # stopped: its processor time ran out
_UNTESTED = {5, 33}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of our code.

    Attributes:
        file: such as "autograder/compare/numbers.py".
        name: mutmut's, for `mutmut show`; empty for one of `by_hand`.
        fate: "killed", "endless" (which is as good), "survived", "untested" (no test calls it), "failed"
            (mutmut could not say) or "waiting".
    """

    file: str
    name: str
    fate: str


def mutants(tree: Path) -> Iterator[Mutant]:
    """All that mutmut has made in a copy of this project, by file."""
    for meta in _metas(tree):
        file = meta.relative_to(tree / "mutants").as_posix().removesuffix(".meta")
        for name, status in json.loads(meta.read_text())["exit_code_by_key"].items():
            yield Mutant(file, name, _fate(status))


def forget(tree: Path) -> None:
    """Has mutmut try again what no test has killed, and find anew which tests a function has."""
    for meta in _metas(tree):
        content = json.loads(meta.read_text())
        statuses = content["exit_code_by_key"]
        content["exit_code_by_key"] = {
            name: status if _fate(status) in ("killed", "endless") else None
            for name, status in statuses.items()
        }
        meta.write_text(json.dumps(content))
    (tree / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)


def _metas(tree: Path) -> list[Path]:
    return sorted((tree / "mutants").rglob("*.py.meta"))


def _fate(status: int | None) -> str:
    if status is None:
        return "waiting"
    for fate, statuses in (("killed", _KILLED), ("endless", _ENDLESS), ("untested", _UNTESTED)):
        if status in statuses:
            return fate
    return "failed" if status else "survived"


def change(tree: Path, mutmut: str, mutant: Mutant) -> str:
    """What a mutant changes, in a line that stays the same while other code moves."""
    done = subprocess.run([mutmut, "show", mutant.name], cwd=tree, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    removed = [line[1:].strip() for line in lines if re.match(r"-(?!--)", line)]
    added = [line[1:].strip() for line in lines if re.match(r"\+(?!\+\+)", line)]
    function = re.sub(r"^.*\.x_?|__mutmut_\d+$", "", mutant.name).replace("ǁ", ".").strip(".")
    return f"{mutant.file}: {function}: {' '.join(removed)} → {' '.join(added) or 'nothing'}"
