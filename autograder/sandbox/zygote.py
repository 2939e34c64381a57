"""The zygote: a clean, warm interpreter that forks one child a submission.

Started by exec with an empty environment, before answers or the gradebook exist in the process that starts
it, so there is nothing in its memory that a child could find. It runs nothing of a student's. It imports what
notebooks need, and then obeys its supervisor over one socket, a message at a time:

    settings of the wall                       →  the user that children become, or the layer that fails
    ("fork" | "fork+plots") + two descriptors  →  the child's number and its pidfd
    ("reap", child's number)                   →  its number again, when it is no more
"""

import gc
import json
import os
import resource
import shutil
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from autograder.limits import Limits
from autograder.sandbox import frames, harden, landlock, reach, runtime, seccomp
from autograder.sandbox.libc import PR_SET_PDEATHSIG, prctl
from autograder.sandbox.shell import Shell, new_shell

CONTROL = 3  # the descriptor of the socket to the supervisor
MESSAGE_BYTES = 4096

# That its supervisor died, or that whoever started both ends them: at a terminal, or a service.
_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def main(home: str) -> None:
    """Serves the supervisor until it closes the socket or dies, which may be without a last word.

    Args:
        home: the zygote's folder, which is taken away then.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed at a terminal, it is for the supervisor
    zygote = os.getpid()

    def end(*_signal: object) -> None:
        # A child has the same handlers until it begins to live; the folder is none of its business.
        if os.getpid() == zygote:
            shutil.rmtree(home, ignore_errors=True)
        os._exit(0)

    for number in _ENDS:
        # Under `nohup`, what hangs up a terminal ends neither the supervisor nor this; its death always does.
        if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    # SIGKILL would leave the folder. Who is stopped and cannot heed this, has it waiting for when it goes on.
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        _serve()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _serve() -> None:
    control = socket.socket(fileno=CONTROL)
    shell = new_shell()
    told = control.recv(MESSAGE_BYTES)
    if not told:
        return
    settings = json.loads(told)
    limits, without = Limits(**settings["limits"]), frozenset(settings["without"])
    try:
        _try_pidfd()
        folder = Path(settings["folder"])
        readable = [path for path in (folder, *reach.readable()) if path.exists()]
        walled = "landlock" not in without
        user, why = _user_to_become(readable)
        plan = harden.Plan(
            folder=folder,
            limits=limits,
            base_memory=_mapped_bytes() if "memory" not in without else 0,
            user=user,
            rules=_rules(readable, settings["abi"]) if walled else os.open(os.devnull, os.O_RDONLY),
            program=_filter() if "seccomp" not in without else b"",
        )
    except harden.LayerFailed as fallen:
        control.send(json.dumps({"fallen": [fallen.layer, fallen.reason]}).encode())
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    control.send(json.dumps({"user": user, "why": why}).encode())
    gc.freeze()  # children share these pages; a collection in one would copy them
    gc.enable()  # `launch` has switched it off
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 2)
        match message.split():
            case []:
                return
            case [(b"fork" | b"fork+plots") as kind]:
                if kind == b"fork+plots":
                    import matplotlib.pyplot  # noqa: F401  # half a second, once, and only if wanted

                    gc.freeze()
                    # It stays for all children to come, and takes nothing from what they may use.
                    if "memory" not in without:
                        plan = replace(plan, base_memory=_mapped_bytes())
                try:
                    child = os.fork()
                except OSError as error:  # no memory, or as many processes as this user may have
                    child = -1
                    control.send(str(error).encode())
                if child == 0:
                    try:
                        _live(shell, plan, without, *descriptors)
                    finally:
                        os._exit(1)  # what is the zygote's to do at its end is no child's
                for descriptor in descriptors:
                    os.close(descriptor)
                if child == -1:
                    continue
                pidfd = os.pidfd_open(child)
                socket.send_fds(control, [str(child).encode()], [pidfd])
                os.close(pidfd)
            case [b"reap", child_number]:
                os.waitpid(int(child_number), 0)
                control.send(child_number)


def _live(shell: Shell, plan: harden.Plan, without: frozenset[str], calls: int, answers: int) -> NoReturn:
    """The child's life: harden, say so, serve."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as any Python starts with
    for number in _ENDS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    try:
        harden.harden(plan, (calls, answers), without)
    except BaseException as error:
        layer, reason = (
            (error.layer, error.reason) if isinstance(error, harden.LayerFailed) else ("", repr(error))
        )
        os.write(answers, frames.encode(0, ("fallen", layer, reason)))
        os._exit(1)
    os.write(answers, frames.encode(0, ("hardened",)))
    runtime.serve(shell, calls, answers, plan.limits.answer_bytes)


def _mapped_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError as error:
        raise harden.LayerFailed("memory", str(error)) from error
    return pages * resource.getpagesize()


def _try_pidfd() -> None:
    """No layer, but children are killed by it; a container's filter may deny it."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        raise harden.LayerFailed("pidfd", str(error)) from error


def _rules(readable: list[Path], abi: int | None) -> int:
    try:
        available = landlock.version()
        return landlock.ruleset(readable, available if abi is None else min(abi, available))
    except OSError as error:
        raise harden.LayerFailed("landlock", str(error)) from error


def _filter() -> bytes:
    machine = os.uname().machine
    try:
        return seccomp.compile_filter(machine)
    except KeyError:
        raise harden.LayerFailed("seccomp", f"no table of system calls for {machine}") from None


def _user_to_become(readable: list[Path]) -> tuple[int | None, str]:
    """`nobody`, if we are root and the interpreter can still be read as nobody; else None, and why.

    Under a home that others cannot enter it cannot, and in some containers no user can be changed to.
    Tried in a child, since there is no way back. The reason is "not root", "error: …" or "unreadable: …".
    """
    if os.geteuid() != 0:
        return None, "not root"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            harden.become(harden.NOBODY)
            # A path that is there for root must be there, and readable, for nobody.
            hidden = next((path for path in readable if not os.access(path, os.R_OK)), None)
            why = "" if hidden is None else f"unreadable: {hidden}"
        except OSError as error:
            why = f"error: {error}"
        os.write(writing, os.fsencode(why)[: MESSAGE_BYTES // 2])
        os._exit(0)
    os.close(writing)
    why = os.fsdecode(os.read(reading, MESSAGE_BYTES))  # all of it, or nothing where it died
    os.close(reading)
    died = os.waitpid(child, 0)[1] != 0
    return (None, why or "error: it died") if why or died else (harden.NOBODY, "")
