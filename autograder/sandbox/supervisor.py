"""The trusted side: starts the zygote, and has it fork children and wait for them."""

import json
import os
import socket
from collections.abc import Collection
from dataclasses import asdict
from types import TracebackType
from typing import Self

from autograder.errors import WallError
from autograder.language import _
from autograder.launch import Zygote, launch
from autograder.limits import Limits
from autograder.sandbox.child import Child, fallen, zygote_ended
from autograder.sandbox.run import Run

_START_SECONDS = 60.0  # for a cold disk; warm it takes one
_MESSAGE_BYTES = 4096
_OBEY_SECONDS = 10.0  # for the zygote to fork or reap
_FORK_PLOTS_SECONDS = 60.0  # the first import of Matplotlib builds its list of fonts


class Sandbox:
    """A zygote and what it takes to run submissions in its children, one at a time.

    A context manager; `close` ends the zygote and every child. Not for use from two threads at once: give
    each its own.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        without: Collection[str] = (),
        abi: int | None = None,
        zygote: Zygote | None = None,
    ) -> None:
        """Has a zygote put up the wall, and waits until it stands.

        Args:
            without: layers of the wall to leave out (`harden.LAYERS`), for its own tests and `--no-sandbox`.
            abi: use at most this version of Landlock, to imitate an older kernel; None for the newest.
            zygote: one that was launched before, to be warm by now; None to launch one.

        Raises:
            WallError: the wall cannot stand on this machine; the message names the layer.
        """
        self.limits = limits or Limits()
        self.without = frozenset(without)
        self._abi = abi
        self.user: int | None = None
        """The numeric user that children change to; None if they stay who we are."""
        self.why_user = ""
        """Why they stay: "not root", "unreadable: …" (the interpreter, as nobody) or "error: …"."""
        self._zygote: Zygote | None = zygote
        self.abandoned = False
        """Whether nobody waits any more for what runs in it."""
        try:
            self._start()
        except OSError as error:
            self.close()
            raise _cannot_start(str(error)) from error
        except BaseException:
            self.close()
            raise

    @property
    def isolated(self) -> bool:
        """Whether the whole wall stands."""
        return not self.without

    def run(self, cells: Collection[str], deadline: float | None = None, names: Collection[str] = ()) -> Run:
        """A submission's run: its cells, then calls of what they define.

        Args:
            deadline: on the monotonic clock; None for the limit on a submission from now on.
            names: that functions call each other by. Where a cell gave one to something else, it names the
                function again before any call; the name that is called does so in any case.
        """
        return Run(self, list(cells), deadline, names)

    def restart(self) -> None:
        """Ends the zygote and starts another, after a `WallError`.

        Raises:
            WallError: it does not start again, or was abandoned.
        """
        if self.abandoned:
            raise zygote_ended()
        self.close()
        self._zygote = None
        self._start()

    def abandon(self) -> None:
        """Ends whatever runs in it, from any thread: whoever uses it meets a `WallError`."""
        self.abandoned = True
        if self._zygote is not None:
            self._zygote.process.kill()

    def close(self) -> None:
        """Ends the zygote, and with it every child."""
        if self._zygote is not None:
            self._zygote.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> None:
        zygote = self._zygote = self._zygote or launch()
        settings = {
            "limits": asdict(self.limits),
            "without": sorted(self.without),
            "folder": str(zygote.home / "empty"),
            "abi": self._abi,
        }
        assert zygote.process.stderr is not None
        with zygote.process.stderr as complaints:
            try:
                self._tell(json.dumps(settings).encode())
                report, _fds = self._receive(_START_SECONDS)
            except WallError:
                zygote.process.kill()
                words = complaints.read().decode(errors="replace").strip().splitlines()
                raise _cannot_start(words[-1] if words else "no answer") from None
        match json.loads(report):
            case {"fallen": [layer, reason]}:
                raise fallen(layer, reason)
            case {"user": user, "why": why}:
                self.user, self.why_user = user, why
        # Every layer is tried before a submission is read: better no marks than some.
        self.end(self.fork())

    def _receive(self, seconds: float, descriptors: int = 0) -> tuple[bytes, list[int]]:
        """The zygote's next message, and the descriptors that came with it."""
        assert self._zygote is not None
        control = self._zygote.control
        control.settimeout(seconds)
        try:
            message, found, _flags, _address = socket.recv_fds(control, _MESSAGE_BYTES, 1)
        except OSError:
            message, found = b"", []
        if not message:
            raise WallError(
                _("The sandbox's own process ended or hangs. Nothing was lost: give the same command again.")
            )
        if len(found) != descriptors:
            reason = _("too many open files?") if message.isdigit() else message.decode(errors="replace")
            raise WallError(
                _("The sandbox's own process could not start another: {reason}").format(reason=reason)
            )
        return message, found

    def _tell(self, message: bytes, *descriptors: int) -> None:
        assert self._zygote is not None
        try:
            socket.send_fds(self._zygote.control, [message], descriptors)
        except OSError:
            raise zygote_ended() from None

    def fork(self, *, plots: bool = False) -> Child:
        """A fresh child behind the wall, which has said so.

        Args:
            plots: whether it will want Matplotlib.

        Raises:
            WallError: a layer did not stand, or the zygote is gone.
        """
        calls_in, calls = os.pipe()
        answers, answers_out = os.pipe()
        try:
            self._tell(b"fork+plots" if plots else b"fork", calls_in, answers_out)
            message, [pidfd] = self._receive(_FORK_PLOTS_SECONDS if plots else _OBEY_SECONDS, 1)
        except BaseException:
            os.close(calls)
            os.close(answers)
            raise
        finally:
            os.close(calls_in)
            os.close(answers_out)
        child = Child(int(message), pidfd, calls, answers, self.limits.answer_bytes)
        try:
            child.greet(_OBEY_SECONDS)
        except BaseException:
            self.end(child)
            raise
        return child

    def end(self, child: Child) -> None:
        """Kills a child if it lives, and waits until it is no more.

        Raises:
            WallError: the zygote is gone, and the child with it.
        """
        child.kill()
        self._tell(f"reap {child.process}".encode())
        self._receive(_OBEY_SECONDS)


def _cannot_start(reason: str) -> WallError:
    return WallError(
        _("The sandbox cannot start on this machine: {reason}. Run `autograder doctor`.").format(
            reason=reason
        ),
        reason=reason,
    )
