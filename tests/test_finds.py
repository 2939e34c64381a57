"""What fuzzing has found stays mended, and what it has reached stays reached; see `tests/fuzzing/`."""

import dis
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from autograder.sandbox import endings, frames
from tests.fuzzing.corpus import FINDS, failure_of, kept, seeds, smallest, steps_of
from tests.fuzzing.targets import FLOOR, FRAME_GROWTH, TARGETS, bounded

FOUND = sorted(FINDS.glob("*.bin"))


@pytest.mark.parametrize("find", FOUND, ids=lambda find: find.stem)
def test_what_was_found_stays_mended(find: Path) -> None:
    TARGETS[find.name.partition("-")[0]](find.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_whatever_earlier_runs_reached_every_promise_holds(target: str) -> None:
    inputs = [*seeds(target), *kept(target)]
    assert len(inputs) > 10
    for data in inputs:
        TARGETS[target](data)


def lines(code: CodeType) -> Iterator[int]:
    """The lines that run when a function does, with those of what is inside of it."""
    yield from (line for _, line in dis.findlinestarts(code) if (line or 0) > code.co_firstlineno)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from lines(inner)


@pytest.mark.parametrize(
    ("target", "reader"),
    [
        ("frame", frames.decode),
        ("frame", frames._decode),
        ("frame", frames._end),
        ("frame", frames._decode_array),
        ("stream", endings.ending),
    ],
    ids=lambda value: getattr(value, "__qualname__", value),
)
def test_the_corpus_reaches_every_line(target: str, reader: FunctionType) -> None:
    """A new branch wants an input that takes it: `make fuzz ARGS=--keep`."""
    code = reader.__code__
    steps = {step for data in kept(target) for step in steps_of(TARGETS[target], data)}
    reached = {line for file, *ends in steps if file == code.co_filename for line in ends}
    assert set(lines(code)) <= reached


# The instruments themselves.


def broken(data: bytes) -> None:
    if b"b" in data and data.endswith(b"d"):
        raise ZeroDivisionError


def test_a_find_is_made_as_short_as_it_goes() -> None:
    assert failure_of(broken, b"aaabbbcccd") is not None
    assert failure_of(broken, b"bc") is None
    assert smallest(broken, b"aaabbbcccd" * 20) == b"bd"
    assert smallest(broken, b"abc") == b"abc"


def greedy(data: bytes) -> None:
    bytearray(1000 * len(data))


@pytest.mark.parametrize(("check", "fails"), [(greedy, True), (len, False)])
def test_memory_beyond_what_the_input_is_worth_is_seen(check: Callable[[bytes], None], fails: bool) -> None:
    def measured(data: bytes) -> None:
        with bounded(data, FRAME_GROWTH):
            check(data)

    assert (failure_of(measured, bytes(FLOOR)) is not None) is fails
