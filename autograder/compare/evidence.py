"""Being written."""

from collections.abc import Sequence
from typing import Any

Wrong = Any


def wrong(answer: Any, expected: Any, got: Any) -> Any:
    return None


def evidence(told: Any, others: Sequence[Any]) -> str:
    return ""
