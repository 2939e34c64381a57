"""What attacks in tests are given to attack, and the traces that they leave.

Everything is the test's own: a process that does nothing, sockets on which nobody speaks, files with a
canary. Whatever an attack might make bears a name that nothing else has, so that it is found and removed.
"""

import contextlib
import ctypes
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

from autograder.sandbox import Sandbox

CANARY = "CANARY-"

# Where anyone can make a file, and two places where nobody should.
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/dev/mqueue", "/", ".")  # noqa: S108


def canary() -> str:
    """A secret that can be told from all others; what looks for it knows only how it begins."""
    return CANARY + secrets.token_hex(8)


class _State(NamedTuple):
    """What someone could change in a file besides what it holds."""

    mode: int
    modified: int
    links: int
    owner: tuple[int, int]
    attributes: tuple[str, ...]


def _state(path: Path) -> _State:
    status = path.stat()
    owner = status.st_uid, status.st_gid
    return _State(status.st_mode, status.st_mtime_ns, status.st_nlink, owner, tuple(os.listxattr(path)))


@dataclass
class Bait:
    """A context manager; made before the sandbox, so that what it holds could have been inherited."""

    folder: Path
    token: str = field(default_factory=lambda: f"attack-{secrets.token_hex(6)}")
    ipc_key: int = field(default_factory=lambda: secrets.randbelow(2**30) + 2**28)
    _closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def __enter__(self) -> Self:
        # In this process's memory and in its environment, for as long as anything is tried.
        self.in_memory = canary()
        os.environ["A_SECRET"] = canary()
        self._closing.callback(os.environ.pop, "A_SECRET")
        self.secrets = [self._secret("private", 0o700), self._secret("public", 0o755)]
        self.closed = self._secret("closed", 0o000)
        self._kept = [(path.read_bytes(), _state(path)) for path in self.secrets]
        self.decoy = subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE)
        self._closing.callback(self._end_decoy)
        self.listeners = self._listen()
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.close()
        self.closed.parent.chmod(0o700)

    def _secret(self, name: str, mode: int) -> Path:
        folder = self.folder / name
        folder.mkdir()
        path = folder / "secret.txt"
        path.write_text(canary() + "\n")
        path.chmod(0o644)
        folder.chmod(mode)
        return path

    def _end_decoy(self) -> None:
        with self.decoy:
            self.decoy.kill()

    def _listen(self) -> dict[str | int, socket.socket]:
        """Sockets by port or name."""
        listeners: dict[str | int, socket.socket] = {}
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        listeners |= {"tcp": tcp, "udp": udp}
        for name in (str(self.folder / "socket"), f"\0{self.token}-heard"):
            local = socket.socket(socket.AF_UNIX)
            local.bind(name)
            local.listen()
            listeners[name] = local
        for listener in listeners.values():
            self._closing.enter_context(listener)
        return listeners

    def facts(self, sandbox: Sandbox) -> dict[str, Any]:
        """What an attacker is told, by the names that `attacks/_tools.py` explains."""
        return {
            "DECOY": self.decoy.pid,
            "PORTS": {kind: self.listeners[kind].getsockname()[1] for kind in ("tcp", "udp")},
            "SOCKETS": [name for name in self.listeners if name not in ("tcp", "udp")],
            "SECRETS": [str(path) for path in self.secrets],
            "CLOSED": str(self.closed),
            "LIMIT": sandbox.limits.memory,
            "TOKEN": self.token,
            "IPC_KEY": self.ipc_key,
            "START": time.monotonic(),
        }

    def traces(self, sandbox: Sandbox) -> list[str]:
        """What an attack has left or changed; removes it, so that the next one is not blamed."""
        return [
            *self._changed(),
            *self._heard(),
            *(f"process {pid}" for pid in _end(processes(sandbox))),
            *(f"file {path}" for path in _remove(self._files(sandbox))),
            *self._ipc(),
        ]

    def _changed(self) -> Iterator[str]:
        if self.decoy.poll() is not None:
            yield f"the decoy ended: {self.decoy.returncode}"
        for path, (content, state) in zip(self.secrets, self._kept, strict=True):
            if path.read_bytes() != content or _state(path) != state:
                yield f"{path} was changed"
                self._restore(path, content, state)

    def _restore(self, path: Path, content: bytes, state: _State) -> None:
        path.unlink()
        path.write_bytes(content)
        path.chmod(state.mode)
        os.utime(path, ns=(state.modified, state.modified))

    def _heard(self) -> Iterator[str]:
        for name, listener in self.listeners.items():
            while select.select([listener], [], [], 0)[0]:
                yield f"someone spoke to {name!r}"
                if name == "udp":
                    listener.recv(100)
                else:
                    listener.accept()[0].close()

    def _files(self, sandbox: Sandbox) -> Iterator[Path]:
        """Whatever bears the token, in the folders that anyone can write to, and all that is in the box."""
        assert sandbox._zygote is not None
        import numpy

        beside = [Path(sys.prefix), Path(numpy.__file__).parent, Path(numpy.__file__).parents[1], Path.home()]
        places = [Path(place) for place in (*_PLACES, *sys.path)]
        for place in {*places, *beside, self.folder, *(path.parent for path in self.secrets)}:
            with contextlib.suppress(OSError):
                yield from (path for path in place.iterdir() if self.token in path.name)
        known = {"empty", "ipython", "matplotlib"}
        yield from (path for path in sandbox._zygote.home.iterdir() if path.name not in known)
        yield from (sandbox._zygote.home / "empty").iterdir()

    def _ipc(self) -> Iterator[str]:
        """System V objects and local sockets."""
        libc = ctypes.CDLL(None)
        remove: dict[str, Callable[[int], object]] = {
            "shm": lambda number: libc.shmctl(number, 0, None),
            "msg": lambda number: libc.msgctl(number, 0, None),
            "sem": lambda number: libc.semctl(number, 0, 0),
        }
        for kind, end in remove.items():
            table = Path(f"/proc/sysvipc/{kind}")
            for line in table.read_text().splitlines()[1:] if table.exists() else ():
                key, number = map(int, line.split()[:2])
                if key == self.ipc_key:
                    end(number)
                    yield f"{kind} {number}"
        for line in Path("/proc/net/unix").read_text().splitlines():
            if self.token in line and f"{self.token}-heard" not in line:
                yield f"socket {line.split()[-1]}"


def processes(sandbox: Sandbox) -> list[int]:
    """Processes that come from a sandbox's zygote, however far they have run from it."""
    assert sandbox._zygote is not None
    zygote, home = sandbox._zygote.process.pid, os.fsencode(str(sandbox._zygote.home))
    parents, found = {}, set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            # The arguments that its zygote was started with name the wall's folder, whoever its parent is.
            if home in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    found |= {pid for pid, parent in parents.items() if parent == zygote or parent in found}
    return sorted(found - {zygote})


def _end(pids: list[int]) -> list[int]:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return pids


def _remove(paths: Iterator[Path]) -> list[Path]:
    found = list(paths)
    for path in found:
        with contextlib.suppress(OSError):
            # A folder of folders may have been made; nothing here follows a link.
            subprocess.run(["rm", "-rf", "--", str(path)], check=True)  # noqa: S607
    return found
