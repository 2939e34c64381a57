"""The system call filter: what is not on the list fails with EPERM.

The list was found by running what notebooks do (matmul, SVD, FFT, sorting, plots, IPython cells,
tracebacks, %timeit) and is as short as that allows: no process, thread, exec, socket, signal to another,
ptrace, shared memory, io_uring, bpf, keyring, change of mode or owner, no file lock, and no way to open a
file for writing. Some calls are allowed only with arguments that are harmless (`_NARROWED`).

A filter is a program for the kernel's classic BPF machine, see seccomp(2) and
Documentation/userspace-api/seccomp_filter.rst. It is a plain table here so that it can be compiled and
checked for an architecture other than the one it runs on.
"""

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

from autograder.sandbox.libc import PR_SET_NO_NEW_PRIVS, prctl, syscall


@dataclass(frozen=True, slots=True)
class Architecture:
    """Numbers that differ between machines.

    Attributes:
        audit: AUDIT_ARCH_… as the kernel gives it to a filter.
        seccomp: the number of seccomp(2).
        calls: system call number by name; a name that the architecture lacks is absent.
    """

    audit: int
    seccomp: int
    calls: dict[str, int]


def _table(text: str) -> dict[str, int]:
    words = text.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


X86_64 = Architecture(
    audit=0xC000003E,
    seccomp=317,
    calls=_table("""
        read 0 write 1 close 3 fstat 5 poll 7 lseek 8 mmap 9 mprotect 10 munmap 11 brk 12 rt_sigaction 13
        rt_sigprocmask 14 rt_sigreturn 15 ioctl 16 pread64 17 readv 19 writev 20 access 21 select 23
        sched_yield 24 mremap 25 madvise 28 dup 32 nanosleep 35 getpid 39 exit 60 uname 63 fcntl 72
        getcwd 79 readlink 89 gettimeofday 96 getrusage 98 sysinfo 99 times 100 getuid 102 getgid 104
        geteuid 107 getegid 108 getppid 110 sigaltstack 131 gettid 186 futex 202 sched_getaffinity 204
        getdents64 217 restart_syscall 219 clock_gettime 228 clock_getres 229 clock_nanosleep 230
        exit_group 231 openat 257 newfstatat 262 readlinkat 267 faccessat 269 pselect6 270 ppoll 271
        set_robust_list 273 getrandom 318 statx 332 rseq 334 clone3 435 faccessat2 439
    """),
)

AARCH64 = Architecture(
    audit=0xC00000B7,
    seccomp=277,
    calls=_table("""
        getcwd 17 dup 23 fcntl 25 ioctl 29 faccessat 48 openat 56 close 57 getdents64 61 lseek 62 read 63
        write 64 readv 65 writev 66 pread64 67 pselect6 72 ppoll 73 readlinkat 78 newfstatat 79 fstat 80
        exit 93 exit_group 94 futex 98 set_robust_list 99 nanosleep 101 clock_gettime 113
        clock_getres 114 clock_nanosleep 115 sched_getaffinity 123 sched_yield 124 restart_syscall 128
        sigaltstack 132 rt_sigaction 134 rt_sigprocmask 135 rt_sigreturn 139 times 153 uname 160
        getrusage 165 gettimeofday 169 getpid 172 getppid 173 getuid 174 geteuid 175 getgid 176
        getegid 177 gettid 178 sysinfo 179 brk 214 munmap 215 mremap 216 mmap 222 mprotect 226 madvise 233
        getrandom 278 statx 291 rseq 293 clone3 435 faccessat2 439
    """),
)

ARCHITECTURES = {"x86_64": X86_64, "aarch64": AARCH64}

# Allowed only if the argument, without the bits of the mask, is one of the values.
_NARROWED: dict[str, tuple[int, int, tuple[int, ...]]] = {
    # fcntl(fd, command): duplicate a descriptor, read and set close-on-exec, read flags. No locks: a lock
    # on a shared file would be a message to the next submission.
    "fcntl": (1, 0, (0, 1, 2, 3, 1030)),
    # clock_…(clock, …): the system's clocks and this process's own, which are 0 to 7. Other numbers stand for
    # the processor time of any other process.
    "clock_gettime": (0, 7, (0,)),
    "clock_getres": (0, 7, (0,)),
    "clock_nanosleep": (0, 7, (0,)),
    # ioctl(fd, request): is it a terminal, how wide is it, close on exec. No TIOCSTI.
    "ioctl": (1, 0, (0x5401, 0x5413, 0x5451)),
    # openat(dir, path, flags): read only. Landlock below version 3 does not see O_TRUNC.
    "openat": (2, ~(os.O_ACCMODE | os.O_CREAT | os.O_TRUNC) & 0xFFFFFFFF, (0,)),
}

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

_LOAD, _JUMP_EQUAL, _JUMP_SET, _AND, _RETURN = 0x20, 0x15, 0x45, 0x54, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_X32_BIT = 0x40000000


def compile_filter(machine: str) -> bytes:
    """The filter's program, 8 bytes an instruction.

    Args:
        machine: "x86_64" or "aarch64", as `os.uname().machine` names it.

    Raises:
        KeyError: no table for this machine.
    """
    architecture = ARCHITECTURES[machine]
    program: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, architecture.audit),
        (_RETURN, 0, 0, _KILL_PROCESS),  # numbers of another architecture mean other calls
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    if machine == "x86_64":
        program += [(_JUMP_SET, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL_PROCESS)]
    for name, number in architecture.calls.items():
        if name == "clone3":
            # glibc tries clone3 first and falls back to clone, which is denied, only on ENOSYS.
            body = [(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
        elif name in _NARROWED:
            argument, ignored, values = _NARROWED[name]
            # Little-endian: the low half of a 64-bit argument comes first, and these are all ints.
            body = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)]
            if ignored:
                body.append((_AND, 0, 0, ~ignored & 0xFFFFFFFF))
            for left, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
                body.append((_JUMP_EQUAL, left + 1, 0, value))
            body += [(_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
        else:
            body = [(_RETURN, 0, 0, _ALLOW)]
        program += [(_JUMP_EQUAL, 0, len(body), number), *body]
    program.append((_RETURN, 0, 0, _ERRNO | errno.EPERM))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def install(program: bytes) -> None:
    """Binds this process, for good, to a filter.

    Raises:
        OSError: the kernel refused.
    """
    code = ctypes.create_string_buffer(program, len(program))
    fprog = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    set_mode_filter = 1
    syscall(ARCHITECTURES[os.uname().machine].seccomp, set_mode_filter, 0, ctypes.addressof(fprog))
