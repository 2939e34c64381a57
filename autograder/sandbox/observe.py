"""What the kernel says of a child, seen from outside: nothing that the child says is in it."""

import os
from pathlib import Path


def seen_from_outside(process: int) -> dict[str, object]:
    """What a process is, by the layer of the wall that made it so.

    Where the kernel does not say it to us, nothing is in its place: only root is told what a process has open
    and where it is, once it gave up being dumped.

    Args:
        process: the number of a child that has said that it is hardened.

    Raises:
        OSError: there is no such process, or no /proc.
    """
    folder = Path(f"/proc/{process}")
    status = dict(
        line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
    )
    limits = {
        line[:26].strip(): line[26:].split()[:2] for line in (folder / "limits").read_text().splitlines()
    }
    seen: dict[str, object] = {
        "session": os.getsid(process) == process == os.getpgid(process),
        "memory": limits["Max address space"],
        "cpu": limits["Max cpu time"],
        "files": limits["Max open files"],
        "user": set(status["Uid"].split()),
        "capabilities": {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")},
        "core": limits["Max core file size"],
        "landlock": status["NoNewPrivs"],
        "seccomp": status["Seccomp"],
    }
    try:
        seen["descriptors"] = len(list((folder / "fd").iterdir()))
        seen["folder"] = (folder / "cwd").readlink().name
    except PermissionError:
        pass
    return seen
