"""`python -m tests.mutation [NAME …] [--resume]`: changes our judging code, and sees whether a test fails.

mutmut works in `build/mutation/`, a copy of this folder. Names are mutmut's, with wildcards, such as
"autograder.compare.*". Without any, all are tried from the start, since a test that changed could let go of
any of them, and those of `by_hand` too; then docs/mutation.md is written. --resume goes on where a run was
stopped: what a test has killed is not tried again, unless its function has changed.

What survives must stand in `survivors.toml` with a reason, and what stands there must survive. Exit status 1
if not.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from tests.mutation.by_hand import by_hand
from tests.mutation.mutants import Mutant, change, forget, mutants

WORK = Path("build/mutation").resolve()
REASONS = Path("tests/mutation/survivors.toml")
PAGE = Path("docs/mutation.md")
GIT = shutil.which("git") or "git"
MUTMUT = str(Path(sys.executable).parent / "mutmut")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Test the tests.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutmut's; default: all")
    parser.add_argument("--resume", action="store_true", help="keep what was tried before")
    parser.add_argument("--jobs", type=int, default=2, help="tests that run at once; default: 2")
    options = parser.parse_args()
    if importlib.util.find_spec("mutmut") is None:
        parser.error("mutmut is not here: make mutants")
    tree = WORK / "tree"
    if options.resume:
        forget(tree)
    elif not options.names:
        shutil.rmtree(tree, ignore_errors=True)
    copy(tree)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [MUTMUT, "run", "--max-children", str(options.jobs), *options.names]
    if subprocess.run(command, cwd=tree, env=environment, check=False).returncode:
        raise SystemExit("mutmut failed: see above.")
    found = list(mutants(tree))
    alive = {
        change(tree, MUTMUT, each): each
        for each in found
        if each.fate not in ("killed", "endless", "waiting")
    }
    if options.names:
        print(*alive, sep="\n")
        return 0
    for each, text in by_hand(tree):
        found.append(each)
        if each.fate != "killed":
            alive[text] = each
    reasons = explained()
    wrong = faults(found, alive, reasons)
    print(*wrong, sep="\n")
    if not wrong:
        PAGE.write_text(page(found, alive, reasons))
    return 1 if wrong else 0


def copy(tree: Path) -> None:
    """Makes a folder as this one is, but for what git ignores; files that did not change keep their time."""
    listed = subprocess.run(
        [GIT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
    )
    files = {Path(os.fsdecode(name)) for name in listed.stdout.split(b"\0") if name}
    files = {file for file in files if file.is_file() and file.parts[0] != "mutants"}
    for old in [*tree.glob("*.*"), *(tree / top for top in {file.parts[0] for file in files})]:
        for path in [old, *old.rglob("*")] if old.exists() else ():
            if path.is_file() and path.relative_to(tree) not in files:
                path.unlink()
    # mutmut copies tests into its folder, but takes none away.
    shutil.rmtree(tree / "mutants" / "tests", ignore_errors=True)
    for file in files:
        target = tree / file
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != file.read_bytes():
            shutil.copy2(file, target)


def explained() -> dict[str, str]:
    """Why each mutant may survive."""
    groups = tomllib.loads(REASONS.read_text())["because"]
    return {mutant: group["why"] for group in groups for mutant in group["mutants"]}


def faults(found: Iterable[Mutant], alive: Mapping[str, Mutant], reasons: Mapping[str, str]) -> list[str]:
    """What is to be done, in a line each."""
    return [
        *(f"{each.name} was not tried to its end: run it again." for each in found if each.fate == "waiting"),
        *(
            f"{each.fate}, and no reason says why: {text}"
            for text, each in alive.items()
            if text not in reasons
        ),
        *(
            f"Does not survive, so {REASONS} need not explain it: {text}"
            for text in reasons
            if text not in alive
        ),
    ]


def page(found: list[Mutant], alive: Mapping[str, Mutant], reasons: Mapping[str, str]) -> str:
    """docs/mutation.md."""
    commit = subprocess.run(
        [GIT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=True
    )
    rows = []
    for file in [*sorted({each.file for each in found}), ""]:
        these = [each for each in found if not file or each.file == file]
        killed = sum(each.fate in ("killed", "endless") for each in these)
        name = f"`{file}`" if file else "together"
        rows.append(
            f"| {name} | {len(these)} | {killed} | {len(these) - killed} | {killed / len(these):.1%} |"
        )
    hand = [each for each in found if not each.name]
    groups: dict[str, list[str]] = {}
    for text in alive:
        groups.setdefault(reasons[text], []).append(text)
    survivors = [
        line for why, texts in groups.items() for line in (f"\n{why}\n", *(f"- `{t}`" for t in texts))
    ]
    return _PAGE.format(
        version=version("mutmut"),
        commit=commit.stdout.strip(),
        hand=len(hand),
        rows="\n".join(rows),
        survivors="\n".join(survivors).strip(),
    )


_PAGE = """\
# Are the tests of what judges any good?

`make mutants` changes the code that decides on marks, in one small way at a time: a `<` becomes a `<=`, an
argument is left out, a text is another. For each such mutant a test must fail. This page is what it wrote,
with mutmut {version}, at {commit}. {hand} of the mutants are made by hand (`tests/mutation/by_hand.py`), of
what mutmut leaves out: constants, properties, and functions that are cached.

Not mutated: what goes to a log, and `autograder/compare/evidence/`, which decides no mark.

| | mutants | killed | survived | score |
|---|---|---|---|---|
{rows}

A mutant that never ends is killed: the time that its tests may take runs out.

## What survives, and why it may

`tests/mutation/survivors.toml` has the reasons. `make mutants` fails where one is missing, and where one is
left over.

{survivors}
"""


if __name__ == "__main__":
    sys.exit(main())
