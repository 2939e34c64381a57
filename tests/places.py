"""Places where the grader may have to run, made by bubblewrap: namespaces, containers, what they lack.

python -m tests.places NAME...    inside such a place: grades a right submission, and these attacks
"""

import errno
import json
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.course import PROJECT
from autograder.grade import Grader
from tests.bait import Bait
from tests.corpus import ATTACKS
from tests.siege import KEY, faults, right_neighbour, wall

BWRAP = shutil.which("bwrap")
NO_BWRAP = "bubblewrap cannot make a place here; on Debian and Ubuntu: apt install bubblewrap"

# A container engine's usual rights for root.
_CAPABILITIES = "CHOWN DAC_OVERRIDE FOWNER KILL SETGID SETUID SETPCAP NET_BIND_SERVICE SYS_CHROOT".split()

PLACES: dict[str, list[str]] = {
    # One user is known inside, whoever it is outside: there is no nobody to become.
    "a user namespace, as root": ["--unshare-user", "--uid", "0", "--gid", "0"],
    "a user namespace, as a user": ["--unshare-user", "--uid", "1000", "--gid", "1000"],
    "a container without rights": [
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--cap-drop",
        "ALL",
    ],
}
if os.geteuid() == 0:
    PLACES["a container as root"] = [
        *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"),
        *(part for name in _CAPABILITIES for part in ("--cap-add", f"CAP_{name}")),
    ]

# Numbers on x86-64 and on aarch64.
_NUMBERS = {
    "capset": (126, 91),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
    "pidfd_open": (434, 434),
    "seccomp": (317, 277),
}
LANDLOCK = tuple(name for name in _NUMBERS if name.startswith("landlock"))


def run(
    command: Sequence[str | Path],
    *options: str | Path,
    denied: Sequence[str] = (),
    error: int = errno.ENOSYS,
    tmp: bool = True,
    proc: bool = True,
) -> subprocess.CompletedProcess[str]:
    """A command in a place: all is there for reading, and /tmp for writing.

    Args:
        options: bubblewrap's, after those that make the place.
        denied: names of system calls that a filter of the place denies with `error`.
        tmp: whether /tmp can be written to; so or so it holds nothing of ours but this project.
        proc: whether there is a /proc.
    """
    assert BWRAP is not None
    place: list[str | Path] = [BWRAP, "--ro-bind", "/", "/", "--dev", "/dev", "--die-with-parent"]
    place += ["--proc", "/proc"] if proc else ["--tmpfs", "/proc"]
    place += ["--tmpfs", "/tmp"] if tmp else []  # noqa: S108  # the place's own
    for path in {each.resolve() for each in (PROJECT, Path(sys.prefix), Path(sys.base_prefix))}:
        if path.is_relative_to("/tmp"):  # noqa: S108  # which hides it
            place += ["--ro-bind", path, path]
    if "--chdir" not in options:
        place += ["--chdir", PROJECT]
    place += ["--setenv", "PYTHONDONTWRITEBYTECODE", "1", *options]
    with tempfile.TemporaryFile() as program:
        program.write(_filter(denied, error))
        program.seek(0)
        if denied:
            place += ["--seccomp", str(program.fileno())]
        return subprocess.run(
            [*place, *command],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            pass_fds=[program.fileno()],
        )


def can_be_made() -> bool:
    """Whether bubblewrap is there and may do what it does."""
    return BWRAP is not None and all(run(["true"], *options).returncode == 0 for options in PLACES.values())


def _filter(denied: Sequence[str], error: int) -> bytes:
    """A filter as an old container engine's: calls that it does not know fail."""
    load, jump_equal, give = 0x20, 0x15, 0x06
    allow, fail = 0x7FFF0000, 0x00050000
    program = [(load, 0, 0, 0)]
    for name in denied:
        number = _NUMBERS[name][platform.machine() == "aarch64"]
        program += [(jump_equal, 0, 1, number), (give, 0, 0, fail | error)]
    program.append((give, 0, 0, allow))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def main() -> None:
    """Says as JSON what a right submission got, and what went wrong at each attack."""
    by_name = {attack.name: attack for attack in ATTACKS}
    with tempfile.TemporaryDirectory() as folder, Bait(Path(folder)) as bait, wall() as sandbox:
        found = {
            "user": sandbox.user,
            "why": sandbox.why_user,
            "right": Grader(KEY, sandbox).grade(right_neighbour()).score,
            "faults": {name: faults(by_name[name], bait, sandbox) for name in sys.argv[1:]},
        }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
