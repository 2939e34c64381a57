"""The file that holds the answers of an assignment: a .npz without pickles.

`head` is JSON with the device and, for each answer in order, a count's value or an array's kind and shape;
`numbers` holds the elements of all arrays, each followed by their slack.
"""

import json
import math
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Expected
from autograder.key.files import beside, to_disk


class DamagedError(ValueError):
    """The file is not what `write` wrote."""


def write(path: Path, device: str, answers: Sequence[Expected]) -> None:
    """Store answers in one step: readers see the old file, the new one, or none."""
    entries: list[dict[str, Any]] = []
    numbers: list[NDArray[np.float64]] = []
    for expected in answers:
        if isinstance(expected.value, int | list):
            entries.append({"count": expected.value})  # in JSON an integer may have any size
            continue
        value = np.asarray(expected.value)
        entries.append({"dtype": value.dtype.name, "shape": value.shape})
        numbers += [value.astype(np.float64).ravel(), np.broadcast_to(expected.slack, value.shape).ravel()]
    head = json.dumps({"device": device, "answers": entries}).encode()
    with beside(path) as new:
        with new.open("wb") as file:
            np.savez(file, head=np.frombuffer(head, np.uint8), numbers=np.concatenate([*numbers, []]))
        to_disk(new)
        new.replace(path)


def read(path: Path) -> tuple[str, list[Expected]]:
    """The device and the answers that were stored.

    Raises:
        FileNotFoundError: there is no such file.
        DamagedError: it was cut short or changed.
    """
    try:
        # Opened here and not by NumPy, which would leave a file open that is no archive.
        with path.open("rb") as file:
            return read_from(file)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamagedError(str(error)) from error


def read_from(file: BinaryIO) -> tuple[str, list[Expected]]:
    """The device and the answers that a file holds.

    Raises:
        DamagedError: it was cut short or changed.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            head, numbers = json.loads(stored["head"].tobytes()), stored["numbers"]
        return str(head["device"]), list(_answers(head["answers"], numbers))
    except (OSError, EOFError, LookupError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedError(str(error)) from error


def _answers(entries: list[dict[str, Any]], numbers: NDArray[np.float64]) -> Iterator[Expected]:
    at = 0
    for entry in entries:
        if "count" in entry:
            yield Expected(entry["count"])
            continue
        shape = tuple(entry["shape"])
        size = math.prod(shape)
        value, slack = (numbers[start : start + size].reshape(shape) for start in (at, at + size))
        at += 2 * size
        if entry["dtype"] == "bool":
            yield Expected(value.astype(np.bool_))
        elif shape:
            yield Expected(value, slack)
        else:
            yield Expected(float(value), float(slack))
    if at != numbers.size:
        raise ValueError("there are more numbers than answers")
