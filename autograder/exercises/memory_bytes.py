"""Bytes that parameters take in memory (chapter 10.1)."""

import sys
from collections.abc import Callable, Iterator

import numpy as np

from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws
from autograder.exercises._slips.counting import Count, numbers
from autograder.exercises._slips.models import memory_bytes
from autograder.exercises._slips.sliding import told
from autograder.language import N_

_BOOK = 335_114
_DTYPES = (
    "float16",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_BOOK,), public=True)
    yield Case((1,), public=True)
    yield Case((int(rng.integers(1000, 1_000_000)),))


def _dtypes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_BOOK, "float32"), public=True)
    for dtype in ("float16", "float64", "int8"):
        yield Case((1000,), {"dtype": dtype}, public=True)
    # Whose name ends in two digits, as those of floats do.
    yield Case((1000,), {"dtype": "int16"}, public=True)
    # One of those that the text does not name.
    yield Case((1000,), {"dtype": "uint16"}, public=True)
    for dtype in rng.permutation(_DTYPES):
        yield Case((int(rng.integers(1000, 1_000_000)),), {"dtype": str(dtype)})


def _large(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((3_000_000_000,), public=True)
    # Above 2**53, where a float no longer holds every integer.
    yield Case((2**53 + 1,), {"dtype": "float16"}, public=True)
    # And one that a float64 holds, but no float32.
    yield Case((5_000_000_001,), public=True)
    yield Case((int(rng.integers(2**57, 2**58)) * 2 + 1,), {"dtype": "float16"})


def _told_as(change: Callable[[int], float]) -> Count:
    """The function that makes this of the bytes."""
    return lambda n_params, dtype="float32": change(memory_bytes(n_params, dtype))


EXERCISE = Exercise(
    name="memory_bytes",
    assignment="01-parameter-counting",
    order=3,
    signature='memory_bytes(n_params, dtype="float32")',
    answer=Answer.INTEGER,
    groups=(
        Group("book", N_("float32 parameters"), 0.5, _book),
        Group("dtypes", N_("other dtypes"), 1.0, _dtypes),
        Group("large", N_("more parameters than a 32-bit number can count"), 0.5, _large),
    ),
    hint=N_(
        "The digits in a dtype's name count bits. How many of those make a byte? And the answer is asked in "
        "bytes: neither in bits, nor in millions."
    ),
    section="10.1",
    mistakes=(
        *numbers(memory_bytes),
        Mistake(
            "counted-in-float64",
            N_("You count in floats on the way, which have no room for every whole number above 2**53."),
            N_("What does float(2**53) + 1 give? Where does a float come into your calculation?"),
            lambda n_params, dtype="float32": int(float(n_params) * np.dtype(dtype).itemsize),
        ),
        Mistake(
            "a-32-bit-counter",
            N_("You count with 32 bits, and begin at 0 again after 4,294,967,295."),
            N_("Try 3,000,000,000 parameters: which dtype holds your count?"),
            lambda n_params, dtype="float32": memory_bytes(n_params, dtype) % 2**32,
        ),
        Mistake(
            "bits-not-bytes",
            N_("You give bits, and not bytes."),
            N_("What does the 32 in float32 count, and how many of these make a byte?"),
            lambda n_params, dtype="float32": memory_bytes(n_params, dtype) * 8,
        ),
        Mistake(
            "eight-bytes-each",
            N_("You take 8 bytes for each number, whatever its type."),
            N_("Which type has Python's own float, and which one does Keras use?"),
            lambda n_params, dtype="float32": n_params * 8,
        ),
        Mistake(
            "four-bytes-each",
            N_("You take 4 bytes for each number, whatever its type."),
            N_("Which line of your code looks at `dtype`?"),
            lambda n_params, dtype="float32": n_params * 4,
        ),
        Mistake(
            "others-as-float32",
            N_("You know float16 and float64, and take every other type for float32."),
            N_("What happens in your code to a type that no `if` asks for, such as int8?"),
            lambda n_params, dtype="float32": n_params * {"float16": 2, "float64": 8}.get(dtype, 4),
        ),
        Mistake(
            "no-entry-for-a-dtype",
            N_("Your table of types lacks some of them."),
            N_("Is there anybody who knows how wide every type of NumPy is?"),
            lambda n_params, dtype="float32": n_params * {"float16": 2, "float32": 4, "float64": 8}[dtype],
        ),
        Mistake(
            "floats-only",
            N_("Your code can only read the width of floats."),
            N_("How does your code get from a name to a width? Try it with int16."),
            lambda n_params, dtype="float32": n_params * int(dtype.removeprefix("float")) // 8,
        ),
        Mistake(
            "two-digits-only",
            N_("You take the last two characters of a type's name for its bits."),
            N_("Print the last two characters of each name, from int8 to float64."),
            lambda n_params, dtype="float32": n_params * int(dtype[-2:]) // 8,
        ),
        Mistake(
            "divided-before-multiplied",
            N_("You divide the numbers by 8 before you multiply, and lose a remainder."),
            N_("What is 1 // 8 * 32, and what 1 * 32 // 8?"),
            lambda n_params, dtype="float32": n_params // 8 * int(np.dtype(dtype).itemsize * 8),
        ),
        Mistake(
            "size-of-a-python-int",
            N_("You give the size of the object in which Python keeps the count."),
            N_("Does it grow when there are more parameters? Compare 1,000 of them with 2,000."),
            lambda n_params, dtype="float32": sys.getsizeof(n_params),
        ),
        Mistake(
            "training-counted-too",
            N_("You count what training keeps beside the parameters."),
            N_("A gradient is a number of its own: was it among those that you were asked about?"),
            lambda n_params, dtype="float32": memory_bytes(n_params, dtype) * 4,
        ),
        *told(
            "kilobytes",
            N_("You give kilobytes, and not bytes."),
            N_("How many bytes does a single float32 take? Try n_params = 1."),
            _told_as(lambda n: n / 1000),
            _told_as(lambda n: n / 1024),
        ),
        *told(
            "megabytes",
            N_("You give megabytes, and not bytes."),
            N_("In which unit is the answer asked, and in which is it told beside that?"),
            _told_as(lambda n: n / 10**6),
            _told_as(lambda n: round(n / 10**6, 2)),
            _told_as(lambda n: n // 10**6),
            _told_as(lambda n: n / 2**20),
        ),
    ),
    laws=_laws.MEMORY_BYTES,
)
