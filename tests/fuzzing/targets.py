"""What is fuzzed: each target takes any bytes, and raises if a promise does not hold for them."""

import builtins
import json
import math
import os
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from autograder import notebook, wording
from autograder.compare import judge, shown
from autograder.errors import UnreadableNotebook
from autograder.exercise import Answer, Expected
from autograder.sandbox import End, Ending, Limits, frames
from autograder.sandbox.child import Child
from autograder.sandbox.endings import ending

FLOOR = 32 * 1024  # bytes that any input may cost: exceptions and tracebacks
PIPE_FLOOR = 96 * 1024  # and a buffer for one read from the pipe
NOTEBOOK_FLOOR = 64 * 1024  # and regular expressions, which are compiled when they are first used
FRAME_GROWTH = 24
"""Bytes of memory that a byte of an answer may cost its reader. The worst is a list of arrays without
dimensions: two hundred bytes for twelve."""

NOTEBOOK_GROWTH = 40
"""The same for a notebook's reader: `json` makes a dict of some hundred bytes of each `{"":0},`."""


@contextmanager
def bounded(data: bytes, growth: int, floor: int = FLOOR) -> Iterator[None]:
    """Holds what is done inside to an amount of memory that goes by the length of the data."""
    # Python keeps a little each time that tracing starts and ends, so whoever does this often leaves it on.
    traced = tracemalloc.is_tracing()
    if not traced:
        tracemalloc.start()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    try:
        yield
    finally:
        cost = tracemalloc.get_traced_memory()[1] - before
        if not traced:
            tracemalloc.stop()
        # What watches each line (a debugger, coverage, `corpus.steps_of`) takes memory for its notes.
        watched = sys.gettrace() is not None
        assert watched or cost <= floor + growth * len(data), f"{len(data)} bytes cost {cost}"


def read_frame(data: bytes) -> None:
    """A frame's body: it is refused, or it is a value that could be sent."""
    with bounded(data, FRAME_GROWTH):
        try:
            value = frames.decode(data)
        except frames.FrameError:
            return
    sent = frames.encode(1, value)
    assert frames.encode(1, frames.decode(sent[frames.HEADER.size :])) == sent


# --- What comes out of the pipe ------------------------------------------------------------------------

ANSWER_BYTES = 1024
_LARGEST = ANSWER_BYTES + 4096
_PACKETS = 15  # a pipe holds 16
_PACKET = 4096


def read_stream(data: bytes) -> None:
    """What a child writes, in as many pieces as the first byte says, before it dies.

    A real pipe, and the number of a real process, which is dead already.
    """
    count = data[0] % _PACKETS + 1 if data else 1
    said = data[1 : count * _PACKET]
    step = max(1, math.ceil(len(said) / count))
    pieces = [said[at : at + step] for at in range(0, len(said), step)]
    with bounded(data, FRAME_GROWTH, PIPE_FLOOR):
        got, ended = _ask(pieces)
    wanted, more = _first_answer(said)
    broken = Ending(End.REFUSED, text="frame")
    # More than one answer is refused, if the rest has arrived by then.
    assert repr(got) == repr(wanted) or (more and got == broken), f"{got}, not {wanted}"
    assert ended or repr(got) == repr(wanted)
    assert len(got.text) <= frames.TEXT_LENGTH or got.end is End.REFUSED
    assert {type(place) for place in (got.line, got.cell)} <= {int, type(None)}
    assert all(0 <= place < 10**6 for place in (got.line, got.cell) if place is not None)
    assert not got.exception or issubclass(getattr(builtins, got.exception), BaseException)
    for sentence in _sentences(got):
        assert len(sentence) <= 2 * frames.TEXT_LENGTH
        sentence.encode()


def _sentences(got: Ending) -> Iterator[str]:
    """All that a student could be told of an ending, whichever it is."""
    limits = Limits(answer_bytes=ANSWER_BYTES)
    for with_text in (False, True):
        yield wording.raised(got, notebook.Notebook(()), {}, with_text=with_text)
        yield wording.refused(got, limits, with_text=with_text)
        yield wording.over_memory(got, limits, with_text=with_text)
    yield wording.over_time(got, limits)


def _ask(pieces: list[bytes]) -> tuple[Ending, bool]:
    theirs, calls = os.pipe()
    # O_DIRECT: each write stays a piece of its own.
    answers, ours = os.pipe2(os.O_DIRECT)
    for piece in pieces:
        os.write(ours, piece)
    os.close(ours)
    process, pidfd = _dead()
    child = Child(process, os.dup(pidfd), calls, answers, ANSWER_BYTES)
    try:
        # The limits must not be what ends it, however slow the machine.
        answer = child.ask(frames.body(("missing",)), 3600.0, 3600.0)
        return answer if isinstance(answer, Ending) else ending(answer[0]), child.ended
    finally:
        child.kill()
        os.close(theirs)


@cache
def _dead() -> tuple[int, int]:
    """A process that ended and is not waited for, which keeps its number, and its pidfd."""
    process = os.posix_spawn("/bin/true", ["true"], {})
    pidfd = os.pidfd_open(process)
    os.waitid(os.P_PIDFD, pidfd, os.WEXITED | os.WNOWAIT)
    return process, pidfd


def _first_answer(said: bytes) -> tuple[Ending, bool]:
    """What the first frame says, and whether anything comes after it."""
    if len(said) < frames.HEADER.size:
        return Ending(End.DIED), False
    size, number = frames.HEADER.unpack_from(said)
    if size > _LARGEST:
        return Ending(End.REFUSED, text="size", detail=str(size)), False
    if number != 1:
        return Ending(End.REFUSED, text="frame"), False
    body, rest = said[frames.HEADER.size :][:size], said[frames.HEADER.size + size :]
    if len(body) < size:
        return Ending(End.DIED), False
    return ending(body), bool(rest)


# --- Values that are compared --------------------------------------------------------------------------

QUESTIONS: tuple[tuple[Answer, Expected], ...] = (
    (Answer.INTEGER, Expected(28)),
    (Answer.INTEGERS, Expected([3, 2**70])),
    (Answer.NUMBER, Expected(2.5, 0.01)),
    (Answer.ARRAY, Expected(np.array([[1.0, -2.0], [0.0, 1e300]]), np.array([[0.1, 0.1], [0.0, 1e290]]))),
    (Answer.MASK, Expected(np.array([[True, False]]))),
    (Answer.ARRAY, Expected(np.array([np.nan, np.inf]))),
    (Answer.ARRAY, Expected(np.zeros((0, 2)))),
)


def judge_value(data: bytes) -> None:
    """A value of any kind against what was expected: judged in a sentence, and passed only if it is right.

    The first byte says which question it answers, and whether in public.
    """
    if not data:
        return
    place, hidden = data[0] % len(QUESTIONS), data[0] >= 128
    answer, expected = QUESTIONS[place]
    try:
        got = frames.decode(data[1:])
    except frames.FrameError:
        return
    with bounded(data, FRAME_GROWTH):
        mismatch = judge(answer, expected, got, public=not hidden)
    if mismatch is None:
        assert _is(got, expected), f"{got!r} passes for {expected}"
    else:
        assert mismatch.message.startswith("yours ")
        assert len(mismatch.message) <= 500
        mismatch.message.encode()
    text = json.dumps(shown(got).as_json(), allow_nan=False)
    assert len(text.encode()) <= FLOOR + 50 * len(data)


def _is(got: Any, expected: Expected) -> bool:
    """Whether a value is the expected one, computed in another way: as Python's numbers, one by one."""
    wanted = np.asarray(expected.value, object)
    slack = np.broadcast_to(np.asarray(expected.slack), wanted.shape)
    yours = np.asarray(_plain(got), object)
    if yours.shape != wanted.shape:
        return False
    return all(
        a == b or abs(a - b) <= c or (isinstance(a, float) and math.isnan(a) and math.isnan(b))
        for a, b, c in zip(
            yours.ravel().tolist(), wanted.ravel().tolist(), slack.ravel().tolist(), strict=True
        )
    )


def _plain(got: Any) -> Any:
    if isinstance(got, np.ndarray):
        # An array with a side of 0 would lose its other sides as a list.
        return got.astype(object) if got.size == 0 else got.tolist()
    return [_plain(item) for item in got] if isinstance(got, list | tuple) else got


# --- Notebooks -----------------------------------------------------------------------------------------


def read_notebook(data: bytes) -> None:
    """A submitted file: it is refused in a sentence, or gives text that can be written down again."""
    with bounded(data, NOTEBOOK_GROWTH, NOTEBOOK_FLOOR):
        try:
            read = notebook.read(data)
        except UnreadableNotebook as unreadable:
            sentence = str(unreadable)
            assert sentence.endswith(".")
            assert sentence.isprintable()
            assert len(sentence) <= 300
            return
    for cell in read.every:
        cell.kind.encode()
        cell.source.encode()
    places = [cell.place for cell in read.cells]
    assert places == sorted(set(places))
    for cell in read.cells:
        assert read.every[cell.place - 1] == cell
    found = read.definition("conv2d")
    assert found is None or "conv2d" in found


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "frame": read_frame,
    "stream": read_stream,
    "judge": judge_value,
    "notebook": read_notebook,
}
