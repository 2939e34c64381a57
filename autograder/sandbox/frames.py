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


def decode(body: bytes | bytearray | memoryview) -> Any:
    """The value in a frame's body (what follows the header), with arrays that own their memory.

    Raises:
        FrameError: the bytes are not exactly one value.
    """
    body = bytes(body)
    # What nearly every answer begins with is not read item by item.
    is_answer = body.startswith(_ANSWER)
    reader = _Reader(body, len(_ANSWER), 2) if is_answer else _Reader(body, 0, 0)
    try:
        value = reader.value(1 if is_answer else 0)
    except (IndexError, struct.error):
        raise FrameError("shorter than it says") from None
    if reader.at != len(body):
        raise FrameError("bytes after the value")
    return ("value", value) if is_answer else value


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


class _Reader:
    """Walks over a body; `at` never passes its end.

    Whatever reads one byte, or a length, may leave it to Python to see that it is not there: `decode` knows
    what that means.
    """

    __slots__ = ("at", "body", "items")

    def __init__(self, body: bytes, at: int, items: int) -> None:
        self.body, self.at, self.items = body, at, items

    def take(self, begin: int, size: int) -> bytes:
        """So many bytes, all of which have arrived."""
        self.at = end = begin + size
        if end > len(self.body):
            raise FrameError("shorter than it says")
        return self.body[begin:end]

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise FrameError("nested too deeply")
        body, begin = self.body, self.at + 1
        match body[begin - 1]:
            case 0x41:  # A
                return self.array(begin)
            case 0x53:  # S
                (size,) = _LENGTH.unpack_from(body, begin)
                try:
                    return str(self.take(begin + _LENGTH.size, size), "utf-8")
                except UnicodeDecodeError:
                    raise FrameError("text that is not UTF-8") from None
            case (0x4C | 0x55) as tag:  # L, U
                (count,) = _LENGTH.unpack_from(body, begin)
                self.items += count
                if self.items > MAX_ITEMS:
                    raise FrameError("too many items")
                self.at = begin + _LENGTH.size
                items = [self.value(depth + 1) for _ in range(count)]
                return items if tag == 0x4C else tuple(items)
            case 0x49:  # I
                size = body[begin]
                if not 0 < size <= MAX_INT_BYTES:
                    raise FrameError("integer too large")
                return int.from_bytes(self.take(begin + 1, size), "big", signed=True)
            case 0x44:  # D
                self.at = begin + _FLOAT.size
                return _FLOAT.unpack_from(body, begin)[0]
            case 0x54:  # T
                self.at = begin
                return True
            case 0x46:  # F
                self.at = begin
                return False
            case 0x4E:  # N
                self.at = begin
                return None
            case _:
                raise FrameError("unknown tag")

    def array(self, begin: int) -> np.ndarray[Any, Any]:
        code, ndim = self.body[begin], self.body[begin + 1]
        if code >= len(DTYPES) or ndim > MAX_NDIM:
            raise FrameError("no such dtype, or too many dimensions")
        sides = _SIDES[ndim]
        *shape, nbytes = sides.unpack_from(self.body, begin + 2)
        dtype = DTYPES[code]
        # math.prod: Python integers, where np.prod would wrap to a small number.
        if nbytes != math.prod(shape) * dtype.itemsize:
            raise FrameError("size does not match shape")
        begin += 2 + sides.size
        self.at = begin + nbytes
        if self.at > len(self.body):
            raise FrameError("shorter than it says")
        try:
            there = np.ndarray(shape, _ON_THE_WIRE[code], self.body, begin)
            return there.astype(dtype)  # astype copies: the array owns its memory
        except (ValueError, OverflowError):  # a side too long for NumPy, beside a side of 0
            raise FrameError("shape that NumPy cannot hold") from None
