"""A child as its supervisor knows it: two pipes, a pidfd, and a clock.

What comes out of the pipe is bytes from a stranger. Nothing is allocated for them beyond a limit, and nothing
they say is believed.
"""

import math
import os
import select
import signal
import time
from contextlib import suppress

from autograder.errors import WallError
from autograder.language import _
from autograder.sandbox import frames
from autograder.sandbox.endings import End, Ending

_LOOK_SECONDS = 0.1  # between looks at a busy child's processor time


class Child:
    """One forked process, its two pipes and its pidfd."""

    def __init__(self, process: int, pidfd: int, calls: int, answers: int, answer_bytes: int) -> None:
        """Takes over what a fork gave.

        Args:
            process: its number; a signal goes to `pidfd`, which can never mean another process.
            calls: descriptor to write frames to.
            answers: descriptor to read frames from.
            answer_bytes: of the largest answer that is read.
        """
        self.process = process
        self._pidfd, self._calls, self._answers = pidfd, calls, answers
        self._answer_bytes = answer_bytes
        self._number = 0
        self._buffer = bytearray()
        self.ended = False
        """Whether it can be asked no more: it died, ran over, or broke the protocol."""
        os.set_blocking(self._calls, False)
        os.set_blocking(self._answers, False)
        self._poll = select.poll()
        self._poll.register(self._answers, select.POLLIN)
        self._poll.register(self._pidfd, select.POLLIN)

    def greet(self, seconds: float) -> None:
        """Waits until it says that it has given up everything; before that it is told nothing.

        Raises:
            WallError: it could not; the message names the layer.
        """
        said = self._exchange(b"", 1, seconds, seconds)
        # Nothing of a student's has run in it yet.
        match said if isinstance(said, Ending) else frames.decode(said[0]):
            case ("hardened",):
                return
            case ("fallen", str(layer), str(reason)):
                raise fallen(layer, reason)
            case other:
                raise WallError(
                    _("The sandbox cannot start: its first process said {what}.").format(
                        what=repr(other)[:200]
                    )
                )

    def ask(self, body: bytes, cpu: float, wall: float, count: int = 1) -> list[bytes] | Ending:
        """Sends a frame and takes what is answered, or the `Ending` that came instead.

        Args:
            body: of the frame (`frames.body`).
            cpu: seconds of processor time.
            wall: seconds on the clock.
            count: of the frames that are an answer, together no larger than one may be.

        Returns:
            Their bodies, which may be anything.
        """
        self._number += 1
        return self._exchange(frames.numbered(self._number, body), count, cpu, wall)

    def kill(self) -> None:
        """Kills the process if it lives; whoever forked it has still to wait for it."""
        try:
            # Without a zygote the process was killed with it, and has been waited for by another.
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        finally:
            for descriptor in (self._calls, self._answers, self._pidfd):
                os.close(descriptor)

    def _cpu(self) -> float:
        """Seconds of processor time that the child has used so far."""
        try:
            # The clock of another process, as clock_getcpuclockid(3) makes its number.
            return time.clock_gettime((~self.process << 3) | 2)
        except OSError:  # a child that ended is there until it is reaped, and only its zygote may do that
            raise zygote_ended() from None

    def _exchange(self, frame: bytes, count: int, cpu: float, wall: float) -> list[bytes] | Ending:
        """Writes a frame and reads some, within limits; an `Ending` if that failed.

        The same loop does both: a child that does not read must not keep us from the clock.
        """
        if wall <= 0:
            self.ended = True
            return Ending(End.OVERTIME, text="wall")
        deadline = time.monotonic() + wall
        left = wall
        # Nearly every answer is there at the first look, and nobody has to ask for its processor time. What
        # was used until then is not counted: a tenth of a second at most, in the student's favour.
        cpu_limit = math.inf
        unsent = self._written(memoryview(frame))
        if unsent:
            self._poll.register(self._calls, select.POLLOUT)
        while True:
            ready = {descriptor for descriptor, _event in self._poll.poll(min(left, _LOOK_SECONDS) * 1000)}
            if self._calls in ready:
                unsent = self._written(unsent)
                if not unsent:
                    self._poll.unregister(self._calls)
            if self._answers in ready:
                if self._read() and (answer := self._taken(count)) is not None:
                    return answer
            elif self._pidfd in ready:
                self.ended = True
                over = self._cpu() > cpu_limit
                return Ending(End.OVERTIME, text="cpu") if over else Ending(End.DIED)
            left, used = deadline - time.monotonic(), self._cpu()
            cpu_limit = min(cpu_limit, used + cpu)
            if left <= 0 or used > cpu_limit:
                self.ended = True
                return Ending(End.OVERTIME, text="wall" if left <= 0 else "cpu")

    def _written(self, unsent: memoryview) -> memoryview:
        """What is left after as much was written as the pipe takes."""
        try:
            return unsent[os.write(self._calls, unsent) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:
            return unsent[:0]

    def _read(self) -> bool:
        """Whether something more came out of the pipe."""
        try:
            got = os.read(self._answers, 1 << 16)
        except BlockingIOError:
            # A child can open its pipe for reading by way of /proc, and take back what it wrote.
            return False
        if not got:
            # Closed: nothing can come any more, and all that is left to learn is how it ends.
            self._poll.unregister(self._answers)
            return False
        self._buffer += got
        return True

    def _taken(self, count: int) -> list[bytes] | Ending | None:
        """The bodies of so many frames, which are all that was said; None if they are not whole yet."""
        header, most = frames.HEADER, frames.HEADER.size + self._answer_bytes + 4096
        bodies, end = [], 0
        for _frame in range(count):
            if len(self._buffer) < end + header.size:
                return None
            size, number = header.unpack_from(self._buffer, end)
            begin, end = end + header.size, end + header.size + size
            if end > most:
                return self._refused("size", str(size))
            if number != self._number:
                return self._refused("frame")
            if len(self._buffer) < end:
                return None
            bodies.append((begin, end))
        if len(self._buffer) > end:
            return self._refused("frame")
        said = bytes(self._buffer)
        self._buffer.clear()
        return [said[begin:end] for begin, end in bodies]

    def _refused(self, why: str, what: str = "") -> Ending:
        """How it ends that broke the protocol: with an answer to another question, or more than one."""
        self.ended = True
        return Ending(End.REFUSED, text=why, detail=what)


def fallen(layer: str, reason: str) -> WallError:
    """The error for a layer that does not stand."""
    return WallError(
        _(
            "The wall cannot stand on this machine, so nothing was run: layer “{layer}” failed ({reason}). "
            "Run `autograder doctor`."
        ).format(layer=layer, reason=reason[:300]),
        layer,
        reason[:300],
    )


def zygote_ended() -> WallError:
    """The error for a zygote that is gone."""
    return WallError(_("The sandbox's own process ended. Nothing was lost: give the same command again."))
