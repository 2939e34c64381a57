"""The wall, built on this machine: what the kernel says of a child, and what that child can do.

Where a layer does not stand, it is left out and the rest is tried all the same, so that one look tells of
every fault.
"""

import os
import tempfile
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

from autograder.doctor import remedies
from autograder.errors import WallError
from autograder.finding import Finding
from autograder.language import N_, _
from autograder.limits import DEFAULTS, Limits, in_units
from autograder.sandbox import End, Ending, Sandbox, harden, landlock, observe


class _Attempt(NamedTuple):
    """What a submission must not be able to do, and the layers that keep it from that, in their order."""

    what: str
    source: str
    layers: tuple[str, ...]


# A file that all may read and write, so that no mode or owner is in the way, is there as `path`.
_ATTEMPTS = (
    _Attempt(N_("reads a file"), "os.close(os.open(path, os.O_RDONLY))", ("landlock",)),
    _Attempt(N_("lists a folder"), "os.listdir('/')", ("landlock",)),
    _Attempt(N_("writes a file"), "os.close(os.open(path, os.O_WRONLY))", ("seccomp", "landlock")),
    _Attempt(N_("touches a file"), "os.utime(path)", ("seccomp",)),
    _Attempt(N_("starts a process"), "os.fork() or os._exit(0)", ("seccomp",)),
    _Attempt(N_("opens a socket"), "socket.socket().close()", ("seccomp",)),
    _Attempt(N_("sends a signal"), "os.kill(os.getpid(), 0)", ("seccomp",)),
    _Attempt(N_("opens many files"), "for n in range(files): os.dup(0)", ("files",)),
    _Attempt(N_("takes memory"), "numpy.empty(2 * memory, 'uint8')", ("memory",)),
)

# Each layer says no in its own way, so that it can be told which one did. Memory has an ending of its own.
_DENIES = {"landlock": "[Errno 13]", "seccomp": "[Errno 1]", "files": "[Errno 24]"}


def examine(limits: Limits = DEFAULTS) -> Iterator[Finding]:
    """Each layer as the kernel keeps it for a child, and an attempt at what each keeps from it."""
    fallen: dict[str, WallError] = {}
    while True:
        try:
            with Sandbox(limits, without=set(fallen)) as sandbox:
                yield from _layers(sandbox, fallen)
                yield from _attempts(sandbox, fallen)
                return
        except WallError as error:
            if error.layer in fallen or error.layer not in harden.LAYERS:
                yield from map(_fault, fallen.values())
                yield _fault(error)
                return
            fallen[error.layer] = error


def filtered() -> bool:
    """Whether a system call filter lies on us, as in most containers; False where /proc does not say."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return False
    return any(line.split() == ["Seccomp:", "2"] for line in lines)


def _fault(error: WallError) -> Finding:
    reason = error.reason or str(error)
    return Finding(error.layer or _("start"), False, reason, remedies.of(error.layer, reason, filtered()))


def _layers(sandbox: Sandbox, fallen: dict[str, WallError]) -> Iterator[Finding]:
    child = sandbox.fork()
    try:
        seen = observe.seen_from_outside(child.process)
    except OSError as error:
        if not Path("/proc/self/status").exists():
            yield from map(_fault, fallen.values())
            yield Finding(_("seen from outside"), False, str(error), remedies.of("", str(error), filtered()))
            return
        seen = {}  # mounted with hidepid=: processes that may not be dumped are hidden from all but root
    finally:
        sandbox.end(child)
    wanted = {
        "session": True,
        "descriptors": 5,
        "folder": "empty",
        "memory": seen.get("memory"),  # judged by what it can take: it depends on what Python itself has
        "cpu": [str(sandbox.limits.submission_cpu)] * 2,
        "files": [str(sandbox.limits.open_files)] * 2,
        "user": {str(os.geteuid() if sandbox.user is None else sandbox.user)},
        "capabilities": {0},
        "core": ["0", "0"],
        "landlock": "1",
        "seccomp": "2",
    }
    words = _words(sandbox, seen, fallen)
    for layer in harden.LAYERS:
        if layer in fallen:
            yield _fault(fallen[layer])
        elif layer not in seen:
            yield Finding(layer, True, _("made, but only root can see that from outside"))
        else:
            ok = seen[layer] == wanted[layer]
            found = words[layer] if ok else _("the kernel says {found}").format(found=seen[layer])
            yield Finding(layer, ok, found, remedies.of(layer, "", filtered()))


def _words(sandbox: Sandbox, seen: dict[str, object], fallen: Container[str]) -> dict[str, str]:
    """What a layer that stands gives, in words, with the kernel's figures."""
    limits = sandbox.limits
    match seen.get("memory"):
        case [str(most), *_rest]:
            total = in_units(int(most)) if most.isdecimal() else most
        case _:
            total = "?"
    return {
        "session": _("its own: no terminal, no process group that it shares"),
        "descriptors": _("5: two pipes, and /dev/null three times"),
        "folder": _("an empty one"),
        "memory": _("{total} of addresses: {free} for a submission, the rest is Python's own").format(
            total=total, free=in_units(limits.memory)
        ),
        "cpu": _("{seconds} s of processor time").format(seconds=limits.submission_cpu),
        "files": _("{count} may be open").format(count=limits.open_files),
        "user": _user(sandbox),
        "capabilities": _("none"),
        "core": _("no dump of memory"),
        "landlock": "" if "landlock" in fallen else _landlock(),
        "seccomp": _("a filter of system calls"),
    }


def _landlock() -> str:
    version = landlock.version()
    if version >= 6:
        return _("version {version}").format(version=version)
    # What it lacks, the filter denies as well: no socket can be had, and no signal sent.
    return _("version {version}; that it knows nothing of {what} is made up for by seccomp").format(
        version=version, what=_("signals") if version >= 4 else _("TCP and signals")
    )


def _user(sandbox: Sandbox) -> str:
    kind, _colon, detail = sandbox.why_user.partition(": ")
    if sandbox.user is not None:
        return _("changed from root to {user}, nobody").format(user=sandbox.user)
    if kind == "not root":
        return _(
            "stays {user}: only root can change users. A submission sees which files there are where you "
            "can look, and can open none of them."
        ).format(user=os.geteuid())
    if kind == "unreadable":
        return _(
            "stays root, without its rights: nobody else can read {path}, which Python needs. A submission "
            "sees which files root has, and can open none; with a Python that all can read it would not."
        ).format(path=detail)
    return _(
        "stays root, without its rights: the user cannot be changed here ({error}). A submission sees which "
        "files root has, and can open none."
    ).format(error=detail)


def _attempts(sandbox: Sandbox, fallen: dict[str, WallError]) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="autograder-doctor-") as name:
        path = Path(name) / "open-to-all"
        path.write_text("")
        path.parent.chmod(0o755)
        path.chmod(0o666)
        attempts = [attempt for attempt in _ATTEMPTS if not set(attempt.layers) <= fallen.keys()]
        known = f"import numpy, os, socket\npath, memory, files = {str(path)!r}, {sandbox.limits.memory}, "
        known += f"{sandbox.limits.open_files}\ndef answer(): return 42"
        for attempt in attempts:
            # Each in a child of its own: whatever it spoils, the next is spared.
            with sandbox.run([known, f"def attempt():\n    {attempt.source}"]) as run:
                answer, ending = run.call("answer", ()), run.call("attempt", ())
            if answer.end is not End.VALUE or answer.value != 42:
                yield Finding(
                    _("a call"), False, answer.text or answer.end.value, remedies.of("", "", filtered())
                )
                return
            yield _tried(attempt, ending)


def _tried(attempt: _Attempt, ending: Ending) -> Finding:
    what = _("a child {tries}").format(tries=_(attempt.what))
    for layer in attempt.layers:
        if ending.end is End.OVERMEMORY if layer == "memory" else _DENIES[layer] in ending.text:
            return Finding(what, True, _("denied by {layer}").format(layer=layer))
    first = attempt.layers[0]
    if ending.end is End.VALUE:
        found = _("not denied")
    else:
        found = _("denied, but not by {layer}: {error}").format(
            layer=first, error=ending.text or ending.end.value
        )
    return Finding(what, False, found, remedies.of(first, "", filtered()))
