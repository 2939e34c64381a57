"""The steps by which a fresh child gives up everything that a student's code has no use for.

The order matters: what a later step forbids, an earlier one may still need. Each step is named, so that
the tests can leave out one at a time and show which attack it alone stops.
"""

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox import landlock, seccomp
from autograder.sandbox.libc import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, prctl, syscall

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Plan:
    """What the zygote prepares once for all its children.

    Attributes:
        folder: an empty folder, the child's working folder.
        limits: of the kernel's own keeping: memory, processor time, open files.
        base_memory: bytes of address space that the zygote has mapped.
        user: the numeric user to become; None to stay who we are.
        rules: Landlock ruleset, as a descriptor.
        program: system call filter.
    """

    folder: Path
    limits: Limits
    base_memory: int
    user: int | None
    rules: int
    program: bytes


class LayerFailed(Exception):
    """A layer cannot stand on this machine; the arguments are its name and why."""

    def __init__(self, layer: str, reason: str) -> None:
        super().__init__(layer, reason)
        self.layer, self.reason = layer, reason


LAYERS = (
    "session",
    "descriptors",
    "folder",
    "memory",
    "cpu",
    "files",
    "user",
    "capabilities",
    "core",  # after a change of user, which undoes it
    "landlock",
    "seccomp",
)


def harden(plan: Plan, keep: tuple[int, int], without: Container[str] = ()) -> None:
    """Takes every step, or raises: there is no half wall.

    Args:
        keep: the two descriptors that stay open beside 0, 1 and 2.
        without: names of steps to leave out; for the wall's own tests, and for `--no-sandbox`.

    Raises:
        LayerFailed: a step failed; the child must then end without running anything of a student's.
    """
    steps: dict[str, Callable[[], None]] = {
        "session": _own_session,
        # Landlock needs its ruleset until the step of that name, which closes it.
        "descriptors": lambda: _close_others({0, 1, 2, *keep, plan.rules}),
        "folder": lambda: os.chdir(plan.folder),
        "memory": lambda: _limit(resource.RLIMIT_AS, plan.base_memory + plan.limits.memory),
        "cpu": lambda: _limit(resource.RLIMIT_CPU, plan.limits.submission_cpu),
        "files": lambda: _limit(resource.RLIMIT_NOFILE, plan.limits.open_files),
        "user": lambda: None if plan.user is None else become(plan.user),
        "capabilities": drop_capabilities,
        "core": _no_core,
        "landlock": lambda: landlock.restrict(plan.rules),
        "seccomp": lambda: seccomp.install(plan.program),
    }
    for name in LAYERS:
        try:
            if name == "landlock":
                # Not a layer but a tie to the zygote, and a change of user unties it: hence here.
                prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if name not in without:
                steps[name]()
            if name == "landlock":
                os.close(plan.rules)
        except OSError as error:
            raise LayerFailed(name, str(error)) from error


def _own_session() -> None:
    os.setsid()


def _limit(which: int, value: int) -> None:
    try:
        resource.setrlimit(which, (value, value))
    except ValueError:
        # With less, right code might fail, and the student would be told a limit that is not theirs.
        allowed = resource.getrlimit(which)[1]
        raise OSError(f"{value} is needed, and this machine allows {allowed}: see ulimit") from None


def _no_core() -> None:
    _limit(resource.RLIMIT_CORE, 0)
    # Where the kernel hands dumps to a program (systemd-coredump, apport) it does not look at the limit.
    prctl(PR_SET_DUMPABLE, 0)


def _close_others(keep: set[int]) -> None:
    last = -1
    for descriptor in sorted(keep):
        if last + 1 < descriptor:  # an empty range that starts at 0 would close everything
            os.closerange(last + 1, descriptor)
        last = descriptor
    # Higher than any descriptor that the zygote can have opened under its own limit.
    os.closerange(last + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def become(user: int) -> None:
    """Changes to a numeric user, with a group of the same number and no others, for good.

    Raises:
        OSError: we are not root, or there is no such user here.
    """
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522


def drop_capabilities() -> None:
    """Gives up every capability for good: permitted, effective and inheritable.

    Raises:
        OSError: the kernel refused.
    """
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), 8)
    none = ctypes.create_string_buffer(24)
    syscall(_CAPSET[os.uname().machine], ctypes.addressof(header), ctypes.addressof(none))
