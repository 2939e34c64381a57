"""What can go wrong, and whose fault it is.

    GraderError
    ├── UsageError            the call was wrong: the caller mends it
    ├── UnreadableNotebook    the student's file is no notebook: becomes a verdict's `problem`
    ├── WallError             the sandbox cannot stand on this machine, or fell
    ├── ReferenceUnavailable  TensorFlow, or the device asked for, is not there
    └── CourseError           the course's own files or gradebook are at fault

What a student's *code* does wrong is never an exception here: it is a status in a verdict.
Every message is one sentence, or two, that says what happened and what to do.
"""

import builtins


class GraderError(Exception):
    """Base of all errors that the grader raises on purpose; the command line prints it as one line."""


class UsageError(GraderError):
    """The call was wrong: an unknown assignment, a folder that is not there, a bad option."""


class UnreadableNotebook(GraderError):
    """The submitted file cannot be read as a notebook; the message is written for the student."""


class WallError(GraderError):
    """The sandbox cannot stand on this machine, or a trusted part of it died.

    Attributes:
        layer: of the wall, that did not stand; "" where none is to blame.
        reason: the machine's own words; "" where there are none.
    """

    def __init__(self, message: str, layer: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.layer, self.reason = layer, reason


class ReferenceUnavailable(GraderError):
    """The reference answers cannot be computed: no TensorFlow, or the device asked for is absent."""


class CourseError(GraderError):
    """A file of the course itself, or its gradebook, is missing, damaged or locked."""


def builtin_name(kind: type[BaseException]) -> str:
    """The name of the nearest of Python's own exceptions.

    A class of a library has a name that says little, and one that a student made could carry any message.

    >>> from json import JSONDecodeError
    >>> builtin_name(JSONDecodeError)
    'ValueError'
    """
    for base in kind.__mro__:
        if getattr(builtins, base.__name__, None) is base:
            return str(base.__name__)
    return "Exception"
