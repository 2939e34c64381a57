"""The zygote: a clean, warm interpreter that forks one child a submission.

Started by exec with an empty environment, before answers or the gradebook exist in the process that starts
it, so there is nothing in its memory that a child could find. It runs nothing of a student's. It obeys its
supervisor over one socket, a message at a time:

    ("fork" | "fork+plots") + two descriptors  →  the child's number and its pidfd
    ("reap", child's number)                   →  wait status, seconds of processor time, peak bytes
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.sandbox import frames, harden, landlock, reach, runtime, seccomp
from autograder.sandbox.libc import PR_SET_PDEATHSIG, prctl
from autograder.sandbox.limits import Limits

CONTROL = 3  # the descriptor of the socket to the supervisor
MESSAGE_BYTES = 4096


class _Compiler(CachingCompiler):
    """Names each cell's code by the cell's number, so that tracebacks tell where an error is."""

    name = "<cell>"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self.name


class _Shell(InteractiveShell):
    """IPython without a terminal, a screen or programs to start.

    Errors are handed back, not printed (printing takes 50 ms each). Lines that only set up a notebook for
    looking at (`%matplotlib inline`, `%config`, `!pip install`) do nothing, so that they cost no one the
    function that stands below them.
    """

    compiler_class = Type(_Compiler)

    def init_magics(self) -> None:
        super().init_magics()  # type: ignore[no-untyped-call]
        for name in ("matplotlib", "pylab", "config", "pip", "conda"):
            self.magics_manager.magics["line"][name] = _do_nothing

    def system(self, cmd: str) -> None:
        pass

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str]:
        return []

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        pass

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        pass


def _do_nothing(line: str) -> None:
    pass


def main() -> None:
    """Serves the supervisor until it closes the socket."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    settings = json.loads(sys.argv[1])
    limits, without = Limits(**settings["limits"]), frozenset(settings["without"])
    control = socket.socket(fileno=CONTROL)
    try:
        shell = _shell()
        folder = Path(settings["folder"])
        readable = [path for path in (folder, *reach.readable()) if path.exists()]
        walled = "landlock" not in without
        plan = harden.Plan(
            folder=folder,
            limits=limits,
            base_memory=_mapped_bytes(),
            user=_user_to_become(readable),
            rules=_rules(readable, settings["abi"]) if walled else os.open(os.devnull, os.O_RDONLY),
            program=seccomp.compile_filter(os.uname().machine) if "seccomp" not in without else b"",
        )
    except (OSError, KeyError) as error:
        control.send(json.dumps({"error": repr(error)}).encode())
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    control.send(json.dumps({"error": None, "user": plan.user}).encode())
    gc.collect()
    gc.freeze()  # children share these pages; a collection in one would copy them
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
                    plan = replace(plan, base_memory=_mapped_bytes())
                child = os.fork()
                if child == 0:
                    _live(shell, plan, without, *descriptors)
                for descriptor in descriptors:
                    os.close(descriptor)
                pidfd = os.pidfd_open(child)
                socket.send_fds(control, [str(child).encode()], [pidfd])
                os.close(pidfd)
            case [b"reap", child_number]:
                _, status, usage = os.wait4(int(child_number), 0)
                answer = [status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024]
                control.send(json.dumps(answer).encode())


def _live(
    shell: InteractiveShell, plan: harden.Plan, without: frozenset[str], calls: int, answers: int
) -> NoReturn:
    """The child's life: harden, say so, serve."""
    try:
        harden.harden(plan, (calls, answers), without)
    except BaseException as error:
        os.write(answers, frames.encode(0, ("fallen", repr(error))))
        os._exit(1)
    os.write(answers, frames.encode(0, ("hardened",)))
    runtime.serve(shell, calls, answers, plan.limits.answer_bytes)


def _shell() -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False  # a database, and a thread
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.colors = "nocolor"
    shell = _Shell.instance(config=config)
    # The first cell and the first error import what later ones find ready.
    shell.run_cell("%timeit -n1 -r1 0")  # type: ignore[no-untyped-call]
    shell.run_cell("raise ValueError")  # type: ignore[no-untyped-call]
    shell.reset()  # type: ignore[no-untyped-call]
    return shell


def _mapped_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _rules(readable: list[Path], abi: int | None) -> int:
    available = landlock.version()
    if available == 0:
        raise OSError("Landlock is not available in this kernel")
    return landlock.ruleset(readable, available if abi is None else min(abi, available))


def _user_to_become(readable: list[Path]) -> int | None:
    """`nobody`, if we are root and the interpreter can still be read as nobody; else None.

    Under a home that others cannot enter it cannot, and in some containers no user can be changed to.
    Tried in a child, since there is no way back.
    """
    if os.geteuid() != 0:
        return None
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(harden.NOBODY, harden.NOBODY, harden.NOBODY)
            os.setresuid(harden.NOBODY, harden.NOBODY, harden.NOBODY)
            # A path that is there for root must be there, and readable, for nobody.
            os._exit(0 if all(os.access(path, os.R_OK) for path in readable) else 1)
        except OSError:
            os._exit(1)
    return harden.NOBODY if os.waitpid(child, 0)[1] == 0 else None


if __name__ == "__main__":
    main()
