"""What was measured, in build/bench.json; and docs/benchmarks.md, which is made from it."""

import json
import subprocess
from collections.abc import Callable, Collection
from typing import Any

from autograder.course import PROJECT
from benchmarks.machine import machine, others
from benchmarks.page import page
from benchmarks.tables import Table

FILE = PROJECT / "build" / "bench.json"
PAGE = PROJECT / "docs" / "benchmarks.md"


def measured(name: str, run: Callable[..., list[Table]], *, small: bool) -> list[Table]:
    """Measures, and notes in the file what was found, at which commit and beside how much else."""
    before = others()
    tables = run(small=small)
    found = _read()
    found[name] = {
        "commit": _commit(),
        "machine": machine(),
        "others": before,
        "small": small,
        "tables": [table.as_json() for table in tables],
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({"format": 1, "benchmarks": found}, indent=1) + "\n", encoding="utf-8")
    return tables


def write_page(names: Collection[str]) -> bool:
    """Writes the page, if all of these have been measured in full."""
    found = _read()
    whole = all(name in found and not found[name]["small"] for name in names)
    if whole:
        PAGE.write_text(page({name: found[name] for name in names}), encoding="utf-8")
    return whole


def _read() -> dict[str, Any]:
    if not FILE.exists():
        return {}
    benchmarks: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["benchmarks"]
    return benchmarks


def _commit() -> str:
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "no commit"
