"""What crosses the wall: values of a closed set of kinds in length-prefixed frames.

    frame  = length (4 bytes) · number of the call (4 bytes) · value
    value  = tag (1 byte) · what the tag says, see `_encode`

Kinds: none, bool, integer (up to 512 bits), float, text, array with a dtype from a table, and lists and
tuples of these to a small depth. Nothing here can name a class or run code. All integers are big-endian;
array data is little-endian in C order.

The reader trusts nothing: every length is a Python integer and is checked against what has really arrived
before anything is allocated, so a forged frame costs at most its own size and ends in `FrameError`.
"""

import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

MAX_DEPTH = 8  # of lists in lists; the deepest honest answer, a batch as nested lists, has 4
MAX_ITEMS = 20_000  # in lists, in all; each takes the reader some microseconds
ANSWER_ITEMS = MAX_ITEMS - 2  # in the lists of an answer, which is sent as one of a pair
MAX_NDIM = 8
MAX_INT_BYTES = 64
TEXT_LENGTH = 500  # characters of a student's text that are taken

# Index in this table is the code on the wire. No longdouble: its layout differs between machines.
DTYPES = tuple(np.dtype(name) for name in "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split())
_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}
_ON_THE_WIRE = tuple(dtype.newbyteorder("<") for dtype in DTYPES)

HEADER = struct.Struct(">II")
_LENGTH, _FLOAT = struct.Struct(">I"), struct.Struct(">d")
_SIDES = tuple(struct.Struct(f">{ndim}QQ") for ndim in range(MAX_NDIM + 1))  # and the bytes of the data


class FrameError(ValueError):
    """Bytes that are no frame, or a value that may not cross."""


def encode(number: int, value: object) -> bytes:
    """One frame.

    Raises:
        FrameError: the value, or a part of it, is of no kind that may cross.
    """
    return numbered(number, body(value))


def body(value: object) -> bytes:
    """What follows a frame's header, for what is sent again and again under other numbers.

    Raises:
        FrameError: the value, or a part of it, is of no kind that may cross.
    """
    out = bytearray()
    _encode(value, out, 0)
    return bytes(out)


def list_of(word: str, bodies: Sequence[bytes]) -> bytes:
    """The body of (word, [what these bodies say])."""
    return body((word, []))[: -_LENGTH.size] + _LENGTH.pack(len(bodies)) + b"".join(bodies)


def numbered(number: int, body: bytes) -> bytes:
    """One frame with a body that is made."""
    return HEADER.pack(len(body), number) + body


def decode(body: bytes) -> Any:
    """The value in a frame's body (what follows the header), with arrays that own their memory.

    Raises:
        FrameError: the bytes are not exactly one value.
    """
    try:
        # What nearly every answer begins with is not read item by item.
        if body.startswith(_ANSWER):
            value, end = _decode(body, len(_ANSWER), 1, _Items(2))
            value = ("value", value)
        else:
            value, end = _decode(body, 0, 0, _Items(0))
    # What is read byte by byte may leave it to Python to see that there are none left.
    except (IndexError, struct.error):
        raise FrameError("shorter than it says") from None
    if end != len(body):
        raise FrameError("bytes after the value")
    return value


def _encode(value: object, out: bytearray, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise FrameError("nested too deeply")
    if isinstance(value, np.ndarray):
        _encode_array(value, out)
    elif isinstance(value, str):
        # A lone surrogate is no text: it would break the reader.
        text = value.encode("utf-8", "backslashreplace")
        out += b"S" + _LENGTH.pack(len(text)) + text
    elif isinstance(value, list | tuple):
        out += (b"L" if isinstance(value, list) else b"U") + _LENGTH.pack(len(value))
        for item in value:
            _encode(item, out, depth + 1)
    elif value is None:
        out += b"N"
    elif isinstance(value, bool):
        out += b"T" if value else b"F"
    elif isinstance(value, int):
        size = (~value if value < 0 else value).bit_length() // 8 + 1  # of two's complement, with its sign
        if size > MAX_INT_BYTES:
            raise FrameError("integer too large")
        out += b"I" + bytes([size]) + value.to_bytes(size, "big", signed=True)
    elif isinstance(value, float):
        out += b"D" + _FLOAT.pack(value)
    else:
        raise FrameError("not a value that may cross")


def _encode_array(array: np.ndarray[Any, Any], out: bytearray) -> None:
    dtype = array.dtype.newbyteorder("=")
    code = _CODES.get(dtype)
    if code is None:
        raise FrameError("dtype that may not cross")
    if array.ndim > MAX_NDIM:
        raise FrameError("too many dimensions")
    data = array.astype(_ON_THE_WIRE[code], order="C", copy=False).tobytes()
    out += b"A" + bytes([code, array.ndim]) + _SIDES[array.ndim].pack(*array.shape, len(data)) + data


_ANSWER = body(("value", None))[:-1]


class _Items:
    """Counts the items of all lists in a body."""

    __slots__ = ("count",)

    def __init__(self, count: int) -> None:
        self.count = count


def _decode(body: bytes, at: int, depth: int, items: _Items) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends: never behind the end of the body."""
    if depth > MAX_DEPTH:
        raise FrameError("nested too deeply")
    tag = body[at]
    at += 1
    if tag == 0x41:  # A
        return _decode_array(body, at)
    if tag == 0x53:  # S
        (size,) = _LENGTH.unpack_from(body, at)
        at += _LENGTH.size
        try:
            return str(body[at : _end(body, at + size)], "utf-8"), at + size
        except UnicodeDecodeError:
            raise FrameError("text that is not UTF-8") from None
    if tag in (0x4C, 0x55):  # L, U
        (count,) = _LENGTH.unpack_from(body, at)
        at += _LENGTH.size
        items.count += count
        if items.count > MAX_ITEMS:
            raise FrameError("too many items")
        found = []
        for _ in range(count):
            value, at = _decode(body, at, depth + 1, items)
            found.append(value)
        return (found if tag == 0x4C else tuple(found)), at
    if tag == 0x49:  # I
        size = body[at]
        at += 1
        if not 0 < size <= MAX_INT_BYTES:
            raise FrameError("integer too large")
        return int.from_bytes(body[at : _end(body, at + size)], "big", signed=True), at + size
    if tag == 0x44:  # D
        return _FLOAT.unpack_from(body, at)[0], at + _FLOAT.size
    if tag not in _CONSTANTS:
        raise FrameError("unknown tag")
    return _CONSTANTS[tag], at


_CONSTANTS = {0x54: True, 0x46: False, 0x4E: None}  # T, F, N


def _end(body: bytes, end: int) -> int:
    """A place up to which all has arrived."""
    if end > len(body):
        raise FrameError("shorter than it says")
    return end


def _decode_array(body: bytes, at: int) -> tuple[np.ndarray[Any, Any], int]:
    code, ndim = body[at], body[at + 1]
    if code >= len(DTYPES) or ndim > MAX_NDIM:
        raise FrameError("no such dtype, or too many dimensions")
    sides, dtype = _SIDES[ndim], DTYPES[code]
    *shape, nbytes = sides.unpack_from(body, at + 2)
    # math.prod: Python integers, where np.prod would wrap to a small number.
    if nbytes != math.prod(shape) * dtype.itemsize:
        raise FrameError("size does not match shape")
    at += 2 + sides.size
    end = _end(body, at + nbytes)
    try:
        # astype copies: the array owns its memory.
        return np.ndarray(shape, _ON_THE_WIRE[code], body, at).astype(dtype), end
    except (ValueError, OverflowError):  # a side too long for NumPy, beside a side of 0
        raise FrameError("shape that NumPy cannot hold") from None
