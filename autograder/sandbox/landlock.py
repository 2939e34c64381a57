"""Landlock: which files a process can reach, kept by the kernel (5.13 or later) without any privilege.

Only what is listed can be read and nothing can be written; where the kernel can, connecting and binding
TCP sockets is denied too, and signals and abstract Unix sockets stay inside. What Landlock does not cover
(stat, chdir, chmod, chown, utime) is the system call filter's to deny.

See landlock(7) and Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.libc import PR_SET_NO_NEW_PRIVS, prctl, syscall

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1

_FS_READ_FILE = 1 << 2
_FS_READ_DIR = 1 << 3
# How many file system rights each version of the interface knows.
_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_RIGHTS = 0b11  # bind and connect TCP, from version 4
_SCOPES = 0b11  # abstract Unix sockets and signals, from version 6


def version() -> int:
    """The kernel's version of Landlock, from 1.

    Raises:
        OSError: the kernel has none (ENOSYS), it was switched off at boot (EOPNOTSUPP), or a container's
            filter denies the call (EPERM, or ENOSYS again).
    """
    return syscall(_CREATE_RULESET, 0, 0, _VERSION_FLAG)


def ruleset(readable: Iterable[Path], abi: int) -> int:
    """A ruleset as a descriptor: everything handled is denied, but reading `readable` and what is below.

    Args:
        readable: files and folders; those that do not exist are left out.
        abi: the version of Landlock to ask for, at most what `version` says.

    Raises:
        OSError: the kernel refused.
    """
    rights = (1 << _FS_RIGHTS[min(abi, max(_FS_RIGHTS))]) - 1
    attr = struct.pack("=QQQ", rights, _NET_RIGHTS if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    # Older kernels know a shorter struct and refuse a longer one only if its tail is not zero.
    buffer = ctypes.create_string_buffer(attr, len(attr))
    rules = syscall(_CREATE_RULESET, ctypes.addressof(buffer), len(attr), 0)
    for path in readable:
        try:
            beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            is_folder = stat.S_ISDIR(os.fstat(beneath).st_mode)
            allowed = _FS_READ_FILE | (_FS_READ_DIR if is_folder else 0)
            rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, beneath), 12)
            syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, ctypes.addressof(rule), 0)
        finally:
            os.close(beneath)
    return rules


def restrict(rules: int) -> None:
    """Binds this process, for good, to a ruleset.

    Raises:
        OSError: the kernel refused.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    syscall(_RESTRICT_SELF, rules, 0)
