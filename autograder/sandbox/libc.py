"""System calls that Python's standard library does not offer, through ctypes."""

import ctypes
import os

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.syscall.argtypes = [ctypes.c_long] * 7


def syscall(number: int, *args: int) -> int:
    """One system call.

    Raises:
        OSError: it failed; errno says why.
    """
    padded = (*args, *(0,) * (6 - len(args)))
    result = int(_libc.syscall(number, *padded))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), f"system call {number}")
    return result


def prctl(option: int, value: int = 0) -> None:
    """prctl(2) with one value.

    Raises:
        OSError: it failed.
    """
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), f"prctl {option}")
