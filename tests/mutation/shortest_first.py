"""A plugin of pytest's: of the tests that could kill a mutant, the shortest come first.

Those of one file stay together, as they share what they have set up.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import pytest

_STATS = Path("mutmut-stats.json")  # where mutmut runs tests; not there while it writes it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    seconds: Mapping[str, float] = (
        json.loads(_STATS.read_text())["duration_by_test"] if _STATS.exists() else {}
    )
    took = {item: seconds.get(item.nodeid, 0.0) for item in items}
    files = {item.path for item in items}
    usual = {file: mean(took[item] for item in items if item.path == file) for file in files}
    items.sort(key=lambda item: (usual[item.path], item.path, took[item]))
