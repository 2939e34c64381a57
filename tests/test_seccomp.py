"""The system call filter, as a program: run here by a small machine, for both architectures."""

import errno
import os
import re
import struct
from pathlib import Path

import pytest

from autograder.sandbox import seccomp

ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS


def verdict(machine: str, number: int, *args: int, audit: int | None = None) -> int:
    """What the filter answers to a call: the few instructions of classic BPF that it uses, run in Python."""
    audit = seccomp.ARCHITECTURES[machine].audit if audit is None else audit
    data = struct.pack("<IIQ6Q", number, audit, 0, *args, *[0] * (6 - len(args)))
    program = list(struct.iter_unpack("=HBBI", seccomp.compile_filter(machine)))
    at = accumulator = 0
    while True:
        code, if_true, if_false, constant = program[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x15:
                at += if_true if accumulator == constant else if_false
            case 0x45:
                at += if_true if accumulator & constant else if_false
            case 0x06:
                return int(constant)
            case _:
                raise AssertionError(f"instruction {code:#x} is not one the filter uses")


@pytest.fixture(params=["x86_64", "aarch64"])
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# Numbers on both architectures, from the kernel's tables.
DENIED = {
    "x86_64": {
        "kill": 62, "tgkill": 234, "tkill": 200, "clone": 56, "fork": 57, "vfork": 58, "execve": 59,
        "execveat": 322, "socket": 41, "socketpair": 53, "connect": 42, "ptrace": 101, "shmget": 29,
        "memfd_create": 319, "io_uring_setup": 425, "bpf": 321, "keyctl": 250, "chmod": 90, "fchmodat": 268,
        "chown": 92, "setxattr": 188, "utimensat": 280, "flock": 73, "mount": 165, "unshare": 272,
        "setns": 308, "chroot": 161, "pivot_root": 155, "userfaultfd": 323, "perf_event_open": 298,
        "prctl": 157, "seccomp": 317, "setrlimit": 160, "prlimit64": 302, "sched_setaffinity": 203,
        "setpriority": 141, "process_vm_readv": 310, "open": 2, "creat": 85, "unlink": 87, "mkdir": 83,
        "rename": 82, "symlink": 88, "link": 86, "truncate": 76, "ftruncate": 77, "openat2": 437,
        "mknod": 133, "chdir": 80, "pidfd_open": 434, "msgget": 68, "semget": 64, "personality": 135,
    },
    "aarch64": {
        "kill": 129, "tgkill": 131, "tkill": 130, "clone": 220, "execve": 221, "execveat": 281, "socket": 198,
        "socketpair": 199, "connect": 203, "ptrace": 117, "shmget": 194, "memfd_create": 279,
        "io_uring_setup": 425, "bpf": 280, "keyctl": 219, "fchmodat": 53, "fchownat": 54, "setxattr": 5,
        "utimensat": 88, "flock": 32, "mount": 40, "unshare": 97, "setns": 268, "chroot": 51,
        "pivot_root": 41, "userfaultfd": 282, "perf_event_open": 241, "prctl": 167, "seccomp": 277,
        "prlimit64": 261, "sched_setaffinity": 122, "setpriority": 140, "process_vm_readv": 270,
        "unlinkat": 35, "mkdirat": 34, "renameat": 38, "symlinkat": 36, "linkat": 37, "truncate": 45,
        "ftruncate": 46, "openat2": 437, "mknodat": 33, "chdir": 49, "pidfd_open": 434, "msgget": 186,
        "semget": 190, "personality": 92,
    },
}  # fmt: skip


def test_what_a_notebook_has_no_use_for_is_denied(machine: str) -> None:
    for name, number in DENIED[machine].items():
        assert verdict(machine, number) == EPERM, name


def test_whatever_is_not_on_the_list_is_denied(machine: str) -> None:
    listed = set(seccomp.ARCHITECTURES[machine].calls.values())
    for number in set(range(600)) - listed:
        assert verdict(machine, number) == EPERM


def test_clone3_is_unknown_so_that_the_c_library_falls_back_to_what_is_denied(machine: str) -> None:
    assert verdict(machine, 435) == ENOSYS


def test_another_architectures_numbers_end_the_process(machine: str) -> None:
    assert verdict(machine, 0, audit=0x40000003) == KILL  # 32-bit x86, by int 0x80


def test_the_x32_numbers_end_the_process() -> None:
    assert verdict("x86_64", 0x40000000 | 1) == KILL


def test_files_are_opened_for_reading_only(machine: str) -> None:
    openat = seccomp.ARCHITECTURES[machine].calls["openat"]
    assert verdict(machine, openat, 0, 0, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY) == ALLOW
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_RDWR | os.O_TMPFILE, os.O_ACCMODE):
        assert verdict(machine, openat, 0, 0, flags | os.O_CLOEXEC) == EPERM
        # The kernel takes flags as 32 bits, whatever stands above them.
        assert verdict(machine, openat, 0, 0, flags | 1 << 40) == EPERM


def test_no_file_is_locked_and_no_terminal_is_typed_into(machine: str) -> None:
    calls = seccomp.ARCHITECTURES[machine].calls
    fcntl_getfd, fcntl_setlk, fcntl_setown = 1, 6, 8
    assert verdict(machine, calls["fcntl"], 0, fcntl_getfd) == ALLOW
    assert verdict(machine, calls["fcntl"], 0, fcntl_setlk) == EPERM
    assert verdict(machine, calls["fcntl"], 0, fcntl_setown) == EPERM
    tcgets, tiocsti = 0x5401, 0x5412
    assert verdict(machine, calls["ioctl"], 0, tcgets) == ALLOW
    assert verdict(machine, calls["ioctl"], 0, tiocsti) == EPERM


def test_of_clocks_only_the_systems_and_ones_own_are_read(machine: str) -> None:
    of_process_1 = (~1 << 3 | 2) & 0xFFFFFFFF  # as clock_getcpuclockid(3) makes its number
    for name in ("clock_gettime", "clock_getres", "clock_nanosleep"):
        number = seccomp.ARCHITECTURES[machine].calls[name]
        assert {verdict(machine, number, clock) for clock in range(8)} == {ALLOW}
        assert verdict(machine, number, of_process_1) == EPERM


HEADERS = {
    "x86_64": [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")],
    "aarch64": [Path("/usr/include/asm-generic/unistd.h")],
}


def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = next((path for path in HEADERS[machine] if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed (Debian: linux-libc-dev)")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    for name, number in seccomp.ARCHITECTURES[machine].calls.items():
        known = found.get(name) or found.get({"newfstatat": "fstatat"}.get(name, name))
        assert known is not None and int(known) == number, name


def test_a_program_is_short_enough_for_the_kernel(machine: str) -> None:
    assert len(seccomp.compile_filter(machine)) // 8 < 4096
