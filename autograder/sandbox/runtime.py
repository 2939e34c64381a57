"""Inside the wall: runs a notebook's cells, then answers calls.

Everything here happens in a process that belongs to the student from the first cell on, so nothing that it
says is believed. An honest child answers each frame with one frame of the same number, or one for each call:

    ("run", source, names)
                        → ("ran",) or ("raised", …)
    ("define", source, names)
                        → the same; runs the cell's definitions alone
    ("call", name, args, kwargs, twice)
                        → ("value", value), ("missing",), ("raised", …) or ("refused", why, what)
    ("calls", [("call", …), …])
                        → a frame for each, all at once

with `kwargs` as a list of pairs and ("raised", exception's name, text, line or None, cell or None). The names
are those that functions are called by, from here and by each other: for a call, each that a cell gave to
something else, as in `window = window(x, 0, 0, 3)`, names its function again. What is called twice gets the
same objects twice, and answers with [its second value, the arguments as they are then].
"""

import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType, TracebackType
from typing import Any, NoReturn

import numpy as np

from autograder.errors import builtin_name
from autograder.sandbox import frames, scratch
from autograder.sandbox.reach import ABSENT

_OVERHEAD = 4096  # bytes of a frame beside an array's numbers; the reader allows as many


class _Readable(PathFinder):
    """Finds the modules that the wall lets through; what else lies on this machine is not there.

    Else an `except ImportError` would not help where a library is installed but cannot be read, NumPy's own
    included. For a library that students reach for, it says in words why it cannot be imported.
    """

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(
                f"{fullname} cannot be imported while your work is graded: "
                "only NumPy, Matplotlib and Python's standard library can",
                name=fullname,
            )
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            try:
                os.close(os.open(spec.origin, os.O_RDONLY))
            except OSError:
                return None
        return spec


def serve(shell: Any, calls: int, answers: int, answer_bytes: int) -> NoReturn:
    """Answers frames until the other side closes its pipe; never returns.

    Args:
        shell: an IPython shell that no cell has run in.
        calls: descriptor to read frames from.
        answers: descriptor to write frames to.
        answer_bytes: of the largest array that is worth sending.
    """
    sys.meta_path[:] = [_Readable if finder is PathFinder else finder for finder in sys.meta_path]
    scratch.install()
    shell.user_ns.pop("open", None)  # IPython's own, which keeps the real one
    shell.user_ns["np"] = np  # what the first cell of every assignment does, and what gets lost with it
    ran, names = 0, list[str]()
    with open(calls, "rb") as reader:
        while header := reader.read(frames.HEADER.size):
            size, number = frames.HEADER.unpack(header)
            match frames.decode(reader.read(size)):
                case ("run" | "define" as how, source, list(names)):
                    shell.definitions_only = how == "define"
                    shell.compile.name = cell_name(ran)
                    ran += 1
                    found = [_run(shell, source)]
                case ("call", *call):
                    found = [_call(shell, names, answer_bytes, *call)]
                case ("calls", list(several)):
                    found = [_call(shell, names, answer_bytes, *call) for _word, *call in several]
                case _:
                    os._exit(1)
            _send(answers, b"".join([_frame(number, each, answer_bytes) for each in found]))
    os._exit(0)


def _frame(number: int, answer: tuple[Any, ...], answer_bytes: int) -> bytes:
    try:
        frame = frames.encode(number, answer)
    except frames.FrameError:
        return frames.encode(number, ("refused", "depth", "list"))
    except MemoryError as error:
        return frames.encode(number, _raised(error))
    size = len(frame) - frames.HEADER.size
    # An array has a few bytes more than its numbers: its shape, and what says that it is an answer.
    if size > answer_bytes + _OVERHEAD:
        return frames.encode(number, ("refused", "size", str(size)))
    return frame


def _send(answers: int, frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(answers, view) :]


def cell_name(number: int) -> str:
    """The file name under which tracebacks know a cell's code; cells count from 0."""
    return f"<cell {number}>"


_CELL_NAME = re.compile(r"<cell (\d+)>")


def _run(shell: Any, source: str) -> tuple[Any, ...]:
    try:
        error = shell.run(source)
    except BaseException as raised:
        error = raised
    return ("ran",) if error is None else _raised(error)


def _call(
    shell: Any,
    names: list[str],
    answer_bytes: int,
    name: str,
    args: list[Any],
    pairs: list[Any],
    twice: bool,
) -> tuple[Any, ...]:
    try:
        for each in (name, *names):
            if not callable(shell.user_ns.get(each)) and callable(known := shell.functions.get(each)):
                shell.user_ns[each] = known
        function = shell.user_ns.get(name)
        if not callable(function):
            return ("missing",)
        kwargs = dict(pairs)
        value = function(*args, **kwargs)
        if twice:
            value = [function(*args, **kwargs), args]
    except BaseException as raised:
        return _raised(raised)
    try:
        sent = plain(value, answer_bytes)
        if (items := _items(sent)) > frames.ANSWER_ITEMS:
            return ("refused", "items", str(items))
        return ("value", sent)
    except Unsendable as refused:
        return ("refused", *refused.args)
    except BaseException as raised:
        return _raised(raised)


def _raised(error: BaseException) -> tuple[Any, ...]:
    try:
        text = str(error)[: frames.TEXT_LENGTH]
    except BaseException:
        text = ""
    line = cell = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        if found := _CELL_NAME.fullmatch(trace.tb_frame.f_code.co_filename):
            line, cell = trace.tb_lineno, int(found[1])
        trace = trace.tb_next
    return ("raised", builtin_name(type(error)), text, line, cell)


class Unsendable(Exception):
    """A value that cannot be judged, with why and what: two words, such as "type" and "set"."""


def plain(value: Any, answer_bytes: int) -> Any:
    """The value as one that may cross the wall.

    NumPy's scalars become arrays without dimensions, arrays of a foreign byte order or of long doubles
    become ordinary ones, subclasses of int, float and str lose their class.

    Raises:
        Unsendable: there is no such value.
    """
    match value:
        case None | bool():
            return value
        case np.generic():
            return _plain_array(np.asarray(value), answer_bytes)
        case np.ndarray():
            if type(value) is not np.ndarray:
                raise Unsendable("type", type(value).__name__)
            return _plain_array(value, answer_bytes)
        case int():
            if int(value).bit_length() >= 8 * frames.MAX_INT_BYTES - 1:
                raise Unsendable("int", "int")
            return int(value)
        case float():
            return float(value)
        case complex():
            return np.asarray(complex(value))
        case str():
            return str(value)[: frames.TEXT_LENGTH]
        case list():
            return list(_plain_items(value, answer_bytes))
        case tuple():
            return tuple(_plain_items(value, answer_bytes))
    raise Unsendable("type", type(value).__name__)


def _items(value: Any) -> int:
    """The items of all lists in a value."""
    return len(value) + sum(map(_items, value)) if isinstance(value, list | tuple) else 0


def _plain_items(items: Iterable[Any], answer_bytes: int) -> Iterable[Any]:
    return (plain(item, answer_bytes) for item in items)


def _plain_array(array: np.ndarray[Any, Any], answer_bytes: int) -> np.ndarray[Any, Any]:
    if array.dtype == np.longdouble and array.dtype.itemsize > 8:
        array = array.astype(np.float64) if array.nbytes <= 2 * answer_bytes else array
    elif array.dtype == np.clongdouble and array.dtype.itemsize > 16:
        array = array.astype(np.complex128) if array.nbytes <= 2 * answer_bytes else array
    if array.dtype.newbyteorder("=") not in frames.DTYPES:
        raise Unsendable("dtype", array.dtype.name)
    if array.nbytes > answer_bytes:
        raise Unsendable("size", str(array.nbytes))
    if array.ndim > frames.MAX_NDIM:
        raise Unsendable("depth", "array")
    return array
