"""The trusted side: starts the zygote, keeps the clock, and takes a child's answers for what they are.

It never imports, unpickles, evaluates or compiles anything of a student's. A child is known by its pidfd,
so a signal can never reach another process that was given the same number.
"""

import builtins
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.errors import WallError
from autograder.language import _
from autograder.sandbox import frames
from autograder.sandbox.limits import Limits

_START_SECONDS = 60.0  # for a cold disk; warm it takes one
_OBEY_SECONDS = 10.0  # for the zygote to fork or reap
_FORK_PLOTS_SECONDS = 60.0  # the first import of Matplotlib builds its list of fonts
_LOOK_SECONDS = 0.1  # between looks at a busy child's processor time


class End(StrEnum):
    """How a call, or a cell, ended."""

    VALUE = "value"
    RAISED = "raised"
    MISSING = "missing"
    REFUSED = "refused"  # what came back is no value of a kind that may cross
    OVERTIME = "overtime"
    OVERMEMORY = "overmemory"
    DIED = "died"  # the process ended: a signal, or an exit


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call, or a cell, ended, and with what.

    All of it comes from the student: to be judged, not believed.

    Attributes:
        value: with VALUE, what came back.
        exception: with RAISED, the name of one of Python's own exceptions.
        text: with RAISED, the exception's text; with REFUSED, the reason in one word.
        detail: with REFUSED, the name of the type or dtype that was refused.
        line: with RAISED, the line in the student's cell, from 1, if it was raised there.
        cell: with RAISED, the cell's place among the cells that ran, from 0.
    """

    end: End
    value: Any = None
    exception: str = ""
    text: str = ""
    detail: str = ""
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class _Usage:
    status: int
    cpu: float
    memory: int


class Sandbox:
    """A zygote and what it takes to run submissions in its children, one at a time.

    A context manager; `close` ends the zygote and every child. Not for use from two threads at once: give
    each its own.
    """

    def __init__(
        self, limits: Limits | None = None, *, without: Collection[str] = (), abi: int | None = None
    ) -> None:
        """Starts a zygote.

        Args:
            without: layers of the wall to leave out (`harden.LAYERS`), for its own tests and `--no-sandbox`.
            abi: use at most this version of Landlock, to imitate an older kernel; None for the newest.

        Raises:
            WallError: the wall cannot stand on this machine; the message names the layer.
        """
        self.limits = limits or Limits()
        self.without = frozenset(without)
        self._abi = abi
        self.user: int | None = None
        """The numeric user that children change to; None if they stay who we are."""
        self._home: Path | None = None
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        try:
            self._start()
        except OSError as error:
            self.close()
            raise WallError(_("The sandbox cannot start: {reason}.").format(reason=error)) from error
        except BaseException:
            self.close()
            raise

    @property
    def isolated(self) -> bool:
        """Whether the whole wall stands."""
        return not self.without

    def run(self, cells: Collection[str]) -> "Run":
        """A submission's run: its cells, then calls of what they define."""
        return Run(self, list(cells))

    def restart(self) -> None:
        """Ends the zygote and starts another, after a `WallError`.

        Raises:
            WallError: it does not start again.
        """
        self.close()
        self._start()

    def close(self) -> None:
        """Ends the zygote, and with it every child."""
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
        if self._home is not None:
            # No child could ever write here, so there is nothing of a student's to stumble over.
            shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="autograder-"))
        self._home.chmod(0o711)  # a child that is no longer root must still reach its folder
        folder = self._home / "empty"
        folder.mkdir(mode=0o555)
        folder.chmod(0o555)
        settings = {
            "limits": asdict(self.limits),
            "without": sorted(self.without),
            "folder": str(folder),
            "abi": self._abi,
        }
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            self._zygote = subprocess.Popen(
                # -I: neither the environment nor the working folder adds modules.
                [sys.executable, "-I", "-c", _ZYGOTE, _ROOT, str(theirs.fileno()), json.dumps(settings)],
                env={
                    "HOME": str(self._home),
                    "IPYTHONDIR": str(self._home / "ipython"),
                    "LANG": "C.UTF-8",
                    "MPLBACKEND": "Agg",
                    "MPLCONFIGDIR": str(self._home / "matplotlib"),
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                    "MKL_NUM_THREADS": "1",
                },
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # why it could not start; the zygote closes it before any fork
                pass_fds=[theirs.fileno()],
            )
        assert self._zygote.stderr is not None
        with self._zygote.stderr as complaints:
            try:
                report, _fds = self._receive(_START_SECONDS)
                hello = json.loads(report)
                error, self.user = hello["error"], hello.get("user")
            except WallError:
                self._zygote.kill()
                error = (complaints.read().decode(errors="replace").strip().splitlines() or ["no answer"])[-1]
        if error:
            raise WallError(
                _("The sandbox cannot start on this machine: {reason}. Run `autograder doctor`.").format(
                    reason=error
                )
            )

    def _receive(self, seconds: float) -> tuple[bytes, list[int]]:
        assert self._control is not None
        self._control.settimeout(seconds)
        try:
            message, descriptors, _flags, _address = socket.recv_fds(self._control, 4096, 1)
        except OSError:
            message, descriptors = b"", []
        if not message:
            raise WallError(
                _("The sandbox's own process ended or hangs. Nothing was lost: give the same command again.")
            )
        return message, descriptors

    def _tell(self, message: bytes, *descriptors: int) -> None:
        assert self._control is not None
        try:
            socket.send_fds(self._control, [message], descriptors)
        except OSError:
            raise _zygote_ended() from None

    def _fork(self, calls: int, answers: int, *, plots: bool) -> tuple[int, int]:
        self._tell(b"fork+plots" if plots else b"fork", calls, answers)
        message, descriptors = self._receive(_FORK_PLOTS_SECONDS if plots else _OBEY_SECONDS)
        if len(descriptors) != 1:
            raise WallError(_("The sandbox's own process could not pass a process on: too many open files?"))
        return int(message), descriptors[0]

    def _reap(self, child: int) -> _Usage:
        self._tell(f"reap {child}".encode())
        message, _fds = self._receive(_OBEY_SECONDS)
        return _Usage(*json.loads(message))


def _zygote_ended() -> WallError:
    return WallError(_("The sandbox's own process ended. Nothing was lost: give the same command again."))


# Last in the path: the zygote needs this package, and needs it to hide nothing of the standard library.
_ROOT = str(Path(__file__).parents[2])

# Moves the socket to the place where the zygote expects it, whatever number it had here.
_ZYGOTE = (
    "import os, sys\n"
    "sys.path.append(sys.argv.pop(1))\n"
    "number = int(sys.argv.pop(1))\n"
    "if number != 3: os.dup2(number, 3); os.close(number)\n"
    "from autograder.sandbox.zygote import main\n"
    "main()\n"
)


class Run:
    """One submission: a child with the notebook's cells run in it, forked anew whenever one is lost.

    A cell that hangs or kills its child is left out of the next child, so that it costs itself alone.
    """

    def __init__(self, sandbox: Sandbox, cells: list[str]) -> None:
        self._sandbox = sandbox
        self._cells = cells
        self._child: _Child | None = None
        self._deadline = time.monotonic() + sandbox.limits.submission_wall
        self.cell_endings: dict[int, Ending] = {}
        """How each cell that did not end well ended, by its place among all cells."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_child()

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any] | None = None) -> Ending:
        """Calls a function of the student's by name, in a fresh child if the last one was lost.

        Raises:
            WallError: our own side of the wall failed.
        """
        while self._child is None:
            if time.monotonic() > self._deadline:
                return Ending(End.OVERTIME, text="submission")
            self._begin()
        limits = self._sandbox.limits
        message = ("call", name, list(args), [list(pair) for pair in (kwargs or {}).items()])
        ending = self._ask(message, limits.call_cpu, limits.call_wall)
        # Places count only the cells that this child ran.
        ran = [place for place in range(len(self._cells)) if place not in self._lost]
        if ending.cell is not None and ending.cell < len(ran):
            return replace(ending, cell=ran[ending.cell])
        return ending

    @property
    def _lost(self) -> set[int]:
        fatal = (End.OVERTIME, End.DIED, End.REFUSED)
        return {place for place, ending in self.cell_endings.items() if ending.end in fatal}

    def _begin(self) -> None:
        """Forks a child and runs the cells in it; leaves none if a cell killed it."""
        child = self._child = _Child(self._sandbox, plots=any("matplotlib" in cell for cell in self._cells))
        limits = self._sandbox.limits
        lost = self._lost
        for place, cell in enumerate(self._cells):
            if place in lost:
                continue
            ending = self._ask(("run", cell), limits.cell_cpu, limits.cell_wall)
            if ending.end is not End.VALUE:
                self.cell_endings[place] = ending
            if child.ended:
                return

    def _ask(self, message: tuple[Any, ...], cpu: float, wall: float) -> Ending:
        assert self._child is not None
        wall = min(wall, max(0.0, self._deadline - time.monotonic()))
        ending = self._child.ask(message, cpu, wall)
        if self._child.ended:
            self._end_child()
        return ending

    def _end_child(self) -> None:
        if self._child is not None:
            child, self._child = self._child, None
            child.close()


class _Child:
    """One forked process, its two pipes and its pidfd."""

    def __init__(self, sandbox: Sandbox, *, plots: bool) -> None:
        self._sandbox = sandbox
        self._number = 0
        self._buffer = bytearray()
        self.ended = False
        calls_in, self._calls = os.pipe()
        self._answers, answers_out = os.pipe()
        try:
            self._process, self._pidfd = sandbox._fork(calls_in, answers_out, plots=plots)
        except BaseException:
            os.close(self._calls)
            os.close(self._answers)
            raise
        finally:
            os.close(calls_in)
            os.close(answers_out)
        os.set_blocking(self._calls, False)
        os.set_blocking(self._answers, False)
        hello = self._exchange(b"", _OBEY_SECONDS, _OBEY_SECONDS)
        if hello != ("hardened",):
            self.close()
            raise WallError(
                _("The wall did not stand ({reason}), so nothing was run. Run `autograder doctor`.").format(
                    reason=hello[1] if isinstance(hello, tuple) and len(hello) == 2 else hello
                )
            )

    def ask(self, message: tuple[Any, ...], cpu: float, wall: float) -> Ending:
        """Sends a frame and takes the answer, or what came instead of one."""
        self._number += 1
        answer = self._exchange(frames.encode(self._number, message), cpu, wall)
        return answer if isinstance(answer, Ending) else _ending(answer)

    def close(self) -> None:
        """Kills the process if it lives, and waits for its end."""
        try:
            # Without a zygote the process was killed with it, and has been waited for by another.
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            self._sandbox._reap(self._process)
        finally:
            for descriptor in (self._calls, self._answers, self._pidfd):
                os.close(descriptor)

    def _cpu(self) -> float:
        """Seconds of processor time that the child has used so far."""
        try:
            # The clock of another process, as clock_getcpuclockid(3) makes its number.
            return time.clock_gettime((~self._process << 3) | 2)
        except OSError:  # a child that ended is there until it is reaped, and only its zygote may do that
            raise _zygote_ended() from None

    def _exchange(self, frame: bytes, cpu: float, wall: float) -> Any:
        """Writes a frame and reads one, within limits; an `Ending` if that failed.

        The same loop does both: a child that does not read must not keep us from the clock.
        """
        limit = frames.HEADER.size + self._sandbox.limits.answer_bytes + 4096
        deadline = time.monotonic() + wall
        cpu_limit = self._cpu() + cpu
        unsent = memoryview(frame)
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        poll.register(self._pidfd, select.POLLIN)
        if unsent:
            poll.register(self._calls, select.POLLOUT)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or self._cpu() > cpu_limit:
                self.ended = True
                return Ending(End.OVERTIME, text="wall" if left <= 0 else "cpu")
            ready = dict(poll.poll(min(left, _LOOK_SECONDS) * 1000))
            if self._calls in ready and unsent:
                try:
                    unsent = unsent[os.write(self._calls, unsent) :]
                except BlockingIOError:
                    pass
                except BrokenPipeError:
                    unsent = memoryview(b"")
                if not unsent:
                    poll.unregister(self._calls)
            if self._answers in ready:
                try:
                    got = os.read(self._answers, 1 << 16)
                except BlockingIOError:
                    # A child can open its pipe for reading by way of /proc, and take back what it wrote.
                    continue
                if not got:
                    # Closed: nothing can come any more, and all that is left to learn is how it ends.
                    poll.unregister(self._answers)
                    continue
                self._buffer += got
                answer = self._take(limit)
                if answer is not None:
                    return answer
            elif self._pidfd in ready:
                self.ended = True
                over = self._cpu() > cpu_limit
                return Ending(End.OVERTIME, text="cpu") if over else Ending(End.DIED)

    def _take(self, limit: int) -> Any:
        """The value of the frame at the head of the buffer; None if it is not whole yet."""
        if len(self._buffer) < frames.HEADER.size:
            return None
        size, number = frames.HEADER.unpack_from(self._buffer)
        if size > limit:
            self.ended = True
            return Ending(End.REFUSED, text="size")
        end = frames.HEADER.size + size
        if len(self._buffer) < end:
            return None
        body = bytes(memoryview(self._buffer)[frames.HEADER.size : end])
        del self._buffer[:end]
        try:
            value = frames.decode(body)
        except frames.FrameError:
            self.ended = True
            return Ending(End.REFUSED, text="frame")
        if number != self._number or self._buffer:
            # An answer to another question, or more than one: this child no longer keeps to the protocol.
            self.ended = True
            return Ending(End.REFUSED, text="frame")
        return value


def _ending(answer: object) -> Ending:
    """What a child's answer says, if it says anything that may be said."""
    match answer:
        case ("ran",):
            return Ending(End.VALUE)
        case ("value", value):
            return Ending(End.VALUE, value=value)
        case ("missing",):
            return Ending(End.MISSING)
        case ("refused", str(why), str(what)):
            return Ending(End.REFUSED, text=why, detail=what)
        case ("raised", str(exception), str(text), line, cell):
            end = End.OVERMEMORY if exception == "MemoryError" else End.RAISED
            return Ending(
                end,
                exception=_exception_name(exception),
                text=text[: frames.TEXT_LENGTH],
                line=_natural(line),
                cell=_natural(cell),
            )
    return Ending(End.REFUSED, text="frame")


def _exception_name(name: str) -> str:
    """The name, if it is one of Python's own; a child could say any text."""
    found = getattr(builtins, name, None)
    is_exception = isinstance(found, type) and issubclass(found, BaseException)
    return name if is_exception else "Exception"


def _natural(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 10**6 else None
