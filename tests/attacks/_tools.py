# What attackers share. The test puts it into the first cell, below these facts:
#
# NR            numbers of system calls on this machine, by name
# DECOY         the number of a process of the test's own, whose user is the zygote's
# PORTS         the ports on loopback where the test listens: tcp, udp
# SOCKETS       names of local sockets where the test listens: in a file, and abstract
# SECRETS       files that hold a canary: one in a folder of its owner's alone, one that everyone may read
# CLOSED        a file in a folder that nobody may enter, not even its owner
# LIMIT         bytes of memory above what the interpreter takes
# TOKEN         a part of the name of whatever an attack makes, so that the test can find and remove it
# IPC_KEY       a System V key for whatever an attack makes
# START         time.monotonic() when the submission was made
# PUBLIC        how many public questions each exercise has; all of them come before the first hidden one
# EXAMPLES      the bytes of the first arguments of these
#
# Safety. A layer of the wall may be missing when this runs. So: signals go to DECOY or to oneself; at most
# 64 processes are made, and end by themselves within 3 seconds; memory stops at 4 GiB, files at 256 MiB;
# files of the system are opened for writing, never written; sockets connect to PORTS and SOCKETS alone;
# system calls that would change the machine get arguments that the kernel must refuse, and have got through
# if it is these that it refuses.
import ctypes
import errno
import os
import re
import stat
import sys
import time

CANARY = re.compile(rb"CANARY-[0-9a-f]{16}")

# What no verdict may show. Put together here, so that it stands in no source.
LEAK = "-".join(("LEAK", "7391"))


def hidden(name, first):
    """Whether a function is asked a question that is none of the public ones."""
    return np.asarray(first).tobytes() not in EXAMPLES[name]


class NotFound(LookupError):
    pass


def pays(*attempts):
    """Makes attempts until one succeeds; raises if none does.

    An attempt fails by raising, or by giving False or None.
    """
    failure = NotFound("nothing was found")
    for attempt in attempts:
        try:
            if attempt() not in (None, False):
                return
        except Exception as error:
            failure = error
    raise failure


def syscall(number, *args):
    """One system call; succeeds if the kernel did it, or at least looked at the arguments."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    padded = [ctypes.c_long(a) if isinstance(a, int) else a for a in (*args, *[0] * (6 - len(args)))]
    result = libc.syscall(ctypes.c_long(NR[number] if isinstance(number, str) else number), *padded)
    if result == -1 and ctypes.get_errno() in (errno.EPERM, errno.EACCES, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), f"system call {number}")
    return (result,)


def reads(path):
    """Whether anything of a file can be read."""
    with open(path, "rb") as file:
        return len(file.read(16)) > 0


def pipes():
    """The two pipes that lead out: (calls, answers)."""
    found = []
    for number in range(3, 64):
        try:
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                found.append(number)
        except OSError:
            pass
    return found[0], found[-1]


def say(data):
    """Writes to the pipe for answers."""
    view = memoryview(data)
    while view:
        view = view[os.write(pipes()[1], view) :]


def frame(number, value):
    """An answer as the wall's own code would write it."""
    from autograder.sandbox import frames

    return frames.encode(number, value)


def told(*answer):
    """Lets the wall's own code in this process send this in place of the answer to the call."""
    runtime = sys.modules["autograder.sandbox.runtime"]
    real = runtime._send

    def instead(answers, honest):
        runtime._send = real
        real(answers, frame(int.from_bytes(honest[4:8], "big"), answer))

    runtime._send = instead


def asked():
    """The number of the call that is being answered, from the frame of the runtime that holds it."""
    at = sys._getframe()
    while at is not None:
        if at.f_code.co_name == "serve":
            return at.f_locals["number"]
        at = at.f_back
    raise NotFound("no such frame")


def lies_in_memory(pattern):
    """Whether bytes that fit a pattern lie anywhere in this process's memory.

    Pages are looked for around every object that there is; whether one is mapped is asked of the kernel,
    which says EFAULT for a path that lies where nothing is.
    """
    import gc

    gc.unfreeze()
    libc = ctypes.CDLL(None, use_errno=True)
    here = {id(thing) >> 12 for thing in gc.get_objects()}
    for thing in gc.get_objects():
        here.update(id(part) >> 12 for part in gc.get_referents(thing))
    page, limit = 1 << 12, time.monotonic() + 0.4

    def mapped(number):
        ctypes.set_errno(0)
        libc.access(ctypes.c_void_p(number * page), 0)
        return ctypes.get_errno() != errno.EFAULT

    seen = set()
    for start in sorted(here):
        if start in seen or time.monotonic() > limit:
            continue
        first = last = start
        while first - 1 not in seen and mapped(first - 1):
            first -= 1
        while mapped(last):
            last += 1
        seen.update(range(first, last + 1))
        # A piece at a time, with an overlap: a copy of everything would not fit beside it.
        for piece in range(first, last, 1024):
            size = min(1025, last - piece) * page
            for found in pattern.finditer(ctypes.string_at(piece * page, size)):
                return found.group()
    return False
