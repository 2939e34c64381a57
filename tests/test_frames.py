"""What crosses the wall: values go through unchanged, and nothing else is let through."""

import math
import struct
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp

from autograder.limits import MIB
from autograder.sandbox import End, Limits, Sandbox, frames

dtypes = st.sampled_from(frames.DTYPES)
arrays = dtypes.flatmap(
    lambda dtype: stnp.arrays(dtype, stnp.array_shapes(min_dims=0, min_side=0, max_side=4))
)
plain = (
    st.none() | st.booleans() | st.integers(-(2**500), 2**500) | st.floats() | st.text(max_size=50) | arrays
)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner), max_leaves=10
)


def body(value: object) -> bytes:
    return frames.encode(1, value)[frames.HEADER.size :]


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray):
        return (
            isinstance(b, np.ndarray)
            and a.dtype == b.dtype
            and a.shape == b.shape
            and a.tobytes() == b.tobytes()
        )
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and math.isnan(a):
        return isinstance(b, float) and math.isnan(b)
    return type(a) is type(b) and a == b


@given(values)
def test_every_value_that_may_cross_arrives_unchanged(value: object) -> None:
    assert same(value, frames.decode(body(value)))


@given(st.lists(values, max_size=3))
def test_bodies_that_are_made_one_by_one_make_a_list(items: list[object]) -> None:
    assert frames.list_of("calls", list(map(body, items))) == body(("calls", items))


@given(values)
def test_an_answer_arrives_as_any_pair_does(value: object) -> None:
    """What it begins with is known by its bytes."""
    assert same(("value", value), frames.decode(body(("value", value))))
    assert same(("valu", value), frames.decode(body(("valu", value))))


@pytest.mark.parametrize("word", ["value", "other"])
def test_the_bounds_on_depth_and_items_hold_in_an_answer_too(word: str) -> None:
    deepest: list[object] = []
    for _list in range(frames.MAX_DEPTH - 2):
        deepest = [deepest]
    most = [0] * frames.ANSWER_ITEMS
    for fits in (deepest, most):
        assert frames.decode(body((word, fits))) == (word, fits)
    with pytest.raises(frames.FrameError):
        frames.decode(body((word, [*most, 0])))
    deeper = body((word, None))[:-1] + b"L\x00\x00\x00\x01" * frames.MAX_DEPTH + b"N"
    with pytest.raises(frames.FrameError):
        frames.decode(deeper)


@pytest.mark.parametrize("value", [2**511 - 1, -(2**511), 127, 128, -128, -129, 0, -1])
def test_the_largest_integers_arrive_and_no_byte_is_wasted(value: int) -> None:
    assert frames.decode(body(value)) == value
    assert len(body(value)) == 2 + next(
        n for n in range(1, 65) if -(2 ** (8 * n - 1)) <= value < 2 ** (8 * n - 1)
    )


@pytest.mark.parametrize("value", [2**511, -(2**511) - 1])
def test_integers_beyond_them_do_not_cross(value: int) -> None:
    with pytest.raises(frames.FrameError):
        body(value)


def test_fortran_order_strides_and_foreign_byte_order_arrive_as_equal_values() -> None:
    array = np.arange(12.0).reshape(3, 4)
    for variant in (np.asfortranarray(array), np.repeat(array, 2, axis=1)[:, ::2], array.astype(">f8")):
        arrived = frames.decode(body(variant))
        assert arrived.flags.c_contiguous
        assert arrived.dtype == np.float64
        assert (arrived == array).all()


def test_an_array_that_arrives_owns_its_memory_and_can_be_written_to() -> None:
    arrived = frames.decode(body(np.zeros(3)))
    arrived[0] = 1.0
    assert arrived.base is None or arrived.base.flags.owndata


@pytest.mark.parametrize(
    "value",
    [
        {1: 2},
        {1},
        b"bytes",
        object(),
        1j,
        2**600,
        np.array([object()]),
        np.array(["text"]),
        np.array(["2020-01-01"], dtype="M8[D]"),
        np.zeros((1,) * 9),
        [[[[[[[[[[1]]]]]]]]]],
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_else_is_sent(value: object) -> None:
    with pytest.raises(frames.FrameError):
        frames.encode(1, value)


def array_header(code: int, shape: tuple[int, ...], nbytes: int, ndim: int | None = None) -> bytes:
    ndim = len(shape) if ndim is None else ndim
    return struct.pack(f">cBB{len(shape)}QQ", b"A", code, ndim, *shape, nbytes)


FLOAT64 = frames.DTYPES.index(np.dtype("f8"))


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"?",
        b"N" * 2,
        b"I\x00",
        b"I\xff" + b"\x01" * 255,
        b"D\x00",
        b"S\xff\xff\xff\xffabc",
        b"S\x00\x00\x00\x01\xff",
        b"L\xff\xff\xff\xff",
        b"L\x00\x00\x00\x02N",
        b"L\x00\x00\x00\x01" * 20 + b"N",
        b"U\x00\x00\x4e\x20" + b"N" * 20_000,  # exactly at the limit: see the next test
        b"L\x00\x03\x0d\x41" + b"N" * 200_001,
        array_header(FLOAT64, (2,), 8) + bytes(16),
        array_header(FLOAT64, (2**32, 2**32), 0),
        array_header(FLOAT64, (2**62, 4), 0),
        array_header(FLOAT64, (0, 2**63), 0),
        array_header(FLOAT64, (2**40,), 2**43),
        array_header(FLOAT64, (3,), 2**63) + bytes(24),
        array_header(FLOAT64, (3,), 24) + bytes(23),
        array_header(200, (3,), 24) + bytes(24),
        array_header(FLOAT64, (1,), 8, ndim=255) + bytes(8),
        b"cos\nsystem\n(S'true'\ntR.",
        b"\x80\x04\x95",
        b'{"status": "passed", "score": 20}',
    ],
    ids=lambda forged: repr(forged[:12]),
)
def test_forged_bytes_are_refused_without_much_memory(forged: bytes) -> None:
    if forged.startswith(b"U"):
        assert len(frames.decode(forged)) == frames.MAX_ITEMS
        return
    tracemalloc.start()
    with pytest.raises(frames.FrameError):
        frames.decode(forged)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024 + 8 * len(forged)


@given(st.binary(max_size=200))
@example(array_header(FLOAT64, (0, 2**62), 0))
def test_no_bytes_at_all_raise_anything_but_a_frame_error(forged: bytes) -> None:
    with suppress(frames.FrameError):
        frames.decode(forged)


@given(values, st.data())
def test_no_damaged_frame_raises_anything_but_a_frame_error(value: object, data: st.DataObject) -> None:
    frame = bytearray(body(value))
    for _change in range(data.draw(st.integers(1, 3))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with suppress(frames.FrameError):
        frames.decode(bytes(frame))


# With a real child, whatever it writes.

SAY = f"""
import os, stat, struct, time
from autograder.sandbox import frames
def is_pipe(n):
    try:
        return stat.S_ISFIFO(os.fstat(n).st_mode)
    except OSError:
        return False
def say(what):
    view = memoryview(what)
    while view:
        view = view[os.write(max(filter(is_pipe, range(64))), view):]
def head(size):
    return struct.pack(">II", size, 4)
VALUE = b"U" + struct.pack(">I", 2) + b"S" + struct.pack(">I", 5) + b"value"
def value(body):
    return head(len(VALUE) + len(body)) + VALUE + body
MIB = {MIB}
"""


@pytest.mark.parametrize(
    ("floods", "end"),
    [
        pytest.param("while True: say(bytes(MIB))", End.REFUSED, id="zeros without end"),
        pytest.param("while True: say(os.urandom(MIB))", End.REFUSED, id="noise without end"),
        pytest.param("say(head(2**32 - 1))\nwhile True: say(bytes(MIB))", End.REFUSED, id="four gigabytes"),
        pytest.param("say(head(MIB))\nwhile True: say(bytes(MIB))", End.REFUSED, id="more than was said"),
        pytest.param("while True: say(value(b'T') * 1000)", End.REFUSED, id="answers without end"),
        pytest.param("while True: say(head(1) + b'N')", End.REFUSED, id="nothing, without end"),
        pytest.param("say(value(b'L' + b'\\xff' * (MIB - 99)))", End.REFUSED, id="a list of four milliards"),
        pytest.param(
            "say(value(b'L' + struct.pack('>I', 19_998) + (b'A\\1\\0' + bytes(7) + b'\\1x') * 19_998))",
            End.VALUE,
            id="many small arrays",
        ),
        pytest.param(
            "text = ('🙂' + 'a' * (MIB - 99)).encode()\n"
            "say(value(b'S' + struct.pack('>I', len(text)) + text))",
            End.VALUE,
            id="text as wide as it gets",
        ),
    ],
)
def test_nothing_that_a_child_writes_takes_much_memory_of_its_readers(floods: str, end: End) -> None:
    """Five times the largest answer for its value, and once more for its bytes and the pipe's each."""
    body = "\n".join("    " + line for line in floods.splitlines())
    with (
        Sandbox(Limits(call_wall=20.0)) as sandbox,
        sandbox.run([SAY, f"def f():\n{body}\n    time.sleep(60)"]) as run,
    ):
        run.call("g", ())  # the third question; the cells were two
        tracemalloc.start()
        ending = run.call("f", ())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert ending.end is end
    assert peak < 8 * sandbox.limits.answer_bytes
