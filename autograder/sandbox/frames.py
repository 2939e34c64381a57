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

HEADER = struct.Struct(">II")


class FrameError(ValueError):
    """Bytes that are no frame, or a value that may not cross."""


def encode(number: int, value: object) -> bytes:
    """One frame.

    Raises:
        FrameError: the value, or a part of it, is of no kind that may cross.
    """
    out = bytearray(HEADER.size)
    _encode(value, out, 0)
    HEADER.pack_into(out, 0, len(out) - HEADER.size, number)
    return bytes(out)


def decode(body: bytes | bytearray | memoryview) -> Any:
    """The value in a frame's body (what follows the header), with arrays that own their memory.

    Raises:
        FrameError: the bytes are not exactly one value.
    """
    reader = _Reader(memoryview(body))
    value = reader.value(0)
    if reader.at != len(reader.body):
        raise FrameError("bytes after the value")
    return value


def _encode(value: object, out: bytearray, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise FrameError("nested too deeply")
    if value is None:
        out += b"N"
    elif isinstance(value, bool):
        out += b"T" if value else b"F"
    elif isinstance(value, int):
        size = (~value if value < 0 else value).bit_length() // 8 + 1  # of two's complement, with its sign
        if size > MAX_INT_BYTES:
            raise FrameError("integer too large")
        out += b"I" + bytes([size]) + value.to_bytes(size, "big", signed=True)
    elif isinstance(value, float):
        out += b"D" + struct.pack(">d", value)
    elif isinstance(value, str):
        # A lone surrogate is no text: it would break the reader.
        text = value.encode("utf-8", "backslashreplace")
        out += b"S" + struct.pack(">I", len(text)) + text
    elif isinstance(value, np.ndarray):
        _encode_array(value, out)
    elif isinstance(value, list | tuple):
        out += (b"L" if isinstance(value, list) else b"U") + struct.pack(">I", len(value))
        for item in value:
            _encode(item, out, depth + 1)
    else:
        raise FrameError("not a value that may cross")


def _encode_array(array: np.ndarray[Any, Any], out: bytearray) -> None:
    dtype = array.dtype.newbyteorder("=")
    code = _CODES.get(dtype)
    if code is None:
        raise FrameError("dtype that may not cross")
    if array.ndim > MAX_NDIM:
        raise FrameError("too many dimensions")
    data = array.astype(dtype.newbyteorder("<"), order="C", copy=False).tobytes()
    out += struct.pack(f">cBB{array.ndim}QQ", b"A", code, array.ndim, *array.shape, len(data))
    out += data


class _Reader:
    """Walks over a body; `at` never passes its end."""

    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.at = 0
        self.items = 0

    def take(self, size: int) -> memoryview:
        if size > len(self.body) - self.at:
            raise FrameError("shorter than it says")
        piece = self.body[self.at : self.at + size]
        self.at += size
        return piece

    def unpack(self, layout: str) -> Sequence[Any]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise FrameError("nested too deeply")
        match bytes(self.take(1)):
            case b"N":
                return None
            case b"T":
                return True
            case b"F":
                return False
            case b"I":
                size = self.take(1)[0]
                if not 0 < size <= MAX_INT_BYTES:
                    raise FrameError("integer too large")
                return int.from_bytes(self.take(size), "big", signed=True)
            case b"D":
                return self.unpack(">d")[0]
            case b"S":
                (size,) = self.unpack(">I")
                try:
                    return str(self.take(size), "utf-8")
                except UnicodeDecodeError:
                    raise FrameError("text that is not UTF-8") from None
            case b"A":
                return self.array()
            case b"L":
                return self.sequence(depth)
            case b"U":
                return tuple(self.sequence(depth))
            case _:
                raise FrameError("unknown tag")

    def sequence(self, depth: int) -> list[Any]:
        (count,) = self.unpack(">I")
        self.items += count
        if self.items > MAX_ITEMS:
            raise FrameError("too many items")
        return [self.value(depth + 1) for _ in range(count)]

    def array(self) -> np.ndarray[Any, Any]:
        code, ndim = self.unpack(">BB")
        if code >= len(DTYPES) or ndim > MAX_NDIM:
            raise FrameError("no such dtype, or too many dimensions")
        *shape, nbytes = self.unpack(f">{ndim}QQ")
        dtype = DTYPES[code]
        # math.prod: Python integers, where np.prod would wrap to a small number.
        if nbytes != math.prod(shape) * dtype.itemsize:
            raise FrameError("size does not match shape")
        data = self.take(nbytes)
        try:
            flat = np.frombuffer(data, dtype.newbyteorder("<"))
            return flat.astype(dtype).reshape(shape)  # astype copies: the array owns its memory
        except (ValueError, OverflowError):  # a side too long for NumPy, beside a side of 0
            raise FrameError("shape that NumPy cannot hold") from None
