"""Bytes to begin with: what is honest, and the few inputs of earlier runs that together reach every branch.

`tests/finds/` holds them: `corpus.json`, written by `python -m tests.fuzzing --keep`, and a file for each
input that once broke a promise.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from autograder.sandbox import frames
from tests.fuzzing.targets import QUESTIONS, TARGETS

FINDS = Path(__file__).parents[1] / "finds"
KEPT = FINDS / "corpus.json"

READERS = (
    "autograder.compare",
    "autograder.compare.numbers",
    "autograder.compare.showing",
    "autograder.notebook",
    "autograder.opened",
    "autograder.sandbox.child",
    "autograder.sandbox.endings",
    "autograder.sandbox.frames",
)
"""The modules that a student's bytes pass through; `targets` has imported them."""

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    -1,
    2**70,
    2.5,
    float("nan"),
    "text",
    "µ🙂",
    [],
    (),
    [1, 2.0, [3]],
    (True, [None, "a"]),
    *(np.ones((1, 2), dtype) for dtype in frames.DTYPES),
    np.array(7, np.uint8),
    np.zeros((0, 2)),
    [np.float32(1.5) * np.ones(2, np.float32), np.array(2.0)],
    *(np.array([np.nan, np.inf, -0.0], f"f{size}") for size in (2, 4, 8)),
    [np.frombuffer(b"\1\0\x80\x7f", np.float32)],  # a NaN that signals
)
ANSWERS: tuple[Any, ...] = (
    ("ran",),
    ("value", 7),
    ("value", np.ones((2, 2))),
    ("missing",),
    ("refused", "type", "set"),
    ("raised", "ValueError", "no", 3, 0),
    ("raised", "MemoryError", "", None, None),
    # What only a forger says.
    ("raised", "eval", "x" * 600, -1, 2**70),
    ("raised", "MemoryError", "Unable to allocate 8.00 GiB for an array with shape (2, 3)", "3", [0]),
    ("refused", "size", "9" * 15),
    ("refused", "items", "٣"),
    ("refused", "dtype", "str999"),
)
_CELL: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
NOTEBOOKS: tuple[Any, ...] = (
    {"cells": [{**_CELL, "source": "def conv2d(x):\n    return x"}], "metadata": {}, "nbformat": 4},
    {"cells": [{**_CELL, "source": ["a = 1\n", "b"], "metadata": {"tags": ["no-grading"]}}]},
    {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Title"}, {**_CELL, "source": ""}]},
    {"worksheets": [{"cells": [{**_CELL, "input": "conv2d = 1"}]}], "nbformat": 3},
)


def seeds(target: str) -> list[bytes]:
    """What an honest student's bytes look like to a target."""
    match target:
        case "frame":
            return [_body(value) for value in (*VALUES, *ANSWERS)]
        case "stream":
            frame = [frames.encode(1, answer) for answer in (*ANSWERS, *VALUES[:8])]
            return [bytes([pieces]) + said for pieces in (0, 2) for said in (*frame, frame[0] * 2)]
        case "judge":
            right = [bytes([place]) + _body(expected.value) for place, (_, expected) in enumerate(QUESTIONS)]
            places = range(len(QUESTIONS))
            return right + [bytes([place + 128]) + _body(value) for value in VALUES for place in places]
        case _:
            texts = [json.dumps(content) for content in NOTEBOOKS]
            return [text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-8-sig", "utf-16")]


def _body(value: Any) -> bytes:
    return frames.encode(1, value)[frames.HEADER.size :]


def kept(target: str) -> list[bytes]:
    """What earlier runs have left for a target."""
    texts = json.loads(KEPT.read_text()).get(target, []) if KEPT.exists() else []
    return [base64.b85decode(text) for text in texts]


def keep(inputs: Mapping[str, Iterable[bytes]]) -> None:
    """Writes the corpus: of these inputs, the few that reach all that they reach together."""
    few = {target: [base64.b85encode(data).decode() for data in _fewest(target, inputs[target])]
           for target in inputs}  # fmt: skip
    KEPT.write_text(json.dumps(few, indent=1) + "\n")


def _fewest(target: str, inputs: Iterable[bytes]) -> list[bytes]:
    """Shortest first, each that takes a step between two lines that none before it took."""
    seen: set[tuple[str, int, int]] = set()
    few = []
    for data in sorted(set(inputs), key=lambda data: (len(data), data)):
        steps = steps_of(TARGETS[target], data)
        if not steps <= seen:
            seen |= steps
            few.append(data)
    return few


def steps_of(check: Callable[[bytes], None], data: bytes) -> set[tuple[str, int, int]]:
    """Each step from a line to the next that the readers of a student's bytes take: file, line, line."""
    steps: set[tuple[str, int, int]] = set()
    files = {sys.modules[name].__file__ for name in READERS}

    def enter(frame: FrameType, _event: str, _arg: object) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        last = 0

        def follow(frame: FrameType, _event: str, _arg: object) -> Any:
            nonlocal last
            steps.add((frame.f_code.co_filename, last, frame.f_lineno))
            last = frame.f_lineno
            return follow

        return follow

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        check(data)
    finally:
        sys.settrace(before)
    return steps


def smallest(check: Callable[[bytes], None], data: bytes) -> bytes:
    """A shorter input on which a target fails in the same way, found by leaving out ever smaller pieces.

    The input itself where it does not fail here: some fail only beside what the engine does.
    """
    failure = failure_of(check, data)
    size = len(data) if failure else 0
    while size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if failure_of(check, shorter) == failure:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def failure_of(check: Callable[[bytes], None], data: bytes) -> tuple[str, int] | None:
    """How a target fails: the kind of exception and the line of the innermost frame; None if it does not."""
    try:
        check(data)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is a find)
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        return type(error).__name__, trace.tb_lineno if trace else 0
    return None
