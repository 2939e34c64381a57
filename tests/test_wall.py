"""Each layer of the wall stops an attack that nothing else stops, and searches for secrets do find one."""

import os
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grade import Grader
from autograder.sandbox import End, Sandbox, harden, landlock, reach
from tests import exam, layers
from tests.bait import Bait, canary
from tests.corpus import ATTACKS
from tests.making import notebook
from tests.siege import ENVIRONMENT, FULL, KEY, LIMITS, facts, faults, seen_from_outside, wall

pytestmark = pytest.mark.xdist_group("attacks")

BY_NAME = {attack.name: attack for attack in ATTACKS}

# For each layer one attack, or more, that gets through when it alone is missing. All others: docs/wall.md.
WITNESSES = {
    "descriptors": ["G22-finds-the-control-socket"],
    "folder": ["G31-looks-at-its-folder"],
    "memory": ["C52-takes-memory"],
    "files": ["C57-opens-many-files"],
    "landlock": ["B37-opens-what-it-knows-by-name", "B36-walks-the-disk"],
    "seccomp": [
        "C50-storm-of-processes",
        "B44-opens-sockets",
        "B43-leaves-a-message",
        "D75-becomes-a-daemon",
    ],
    ENVIRONMENT: ["B35-reads-environments"],
}


@pytest.fixture(scope="module")
def bait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    with Bait(tmp_path_factory.mktemp("bait")) as bait:
        yield bait


@pytest.fixture(scope="module")
def sandbox(bait: Bait) -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


# What each layer is for.


@pytest.mark.parametrize("layer", WITNESSES)
def test_without_a_layer_an_attack_gets_through(layer: str, bait: Bait) -> None:
    for name in WITNESSES[layer]:
        with wall(without={layer}) as sandbox:
            assert faults(BY_NAME[name], bait, sandbox) != [], name


# A supervisor at a terminal, whose student counts how often Control-C is pressed.
AT_A_TERMINAL = """
import fcntl, os, signal, sys, termios
from autograder.sandbox import Sandbox
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_IGN)
cell = '''
import signal, time
pressed = []
signal.signal(signal.SIGINT, lambda *arguments: pressed.append(1))
def f():
    end = time.monotonic() + 1
    while time.monotonic() < end and not pressed:
        time.sleep(0.05)
    return len(pressed)
'''
with Sandbox(without=sys.argv[1:]) as sandbox, sandbox.run([cell]) as run:
    run.call("g", ())
    os.write(1, b"press")
    print("", run.call("f", ()).value, "times")
"""


def test_without_a_session_of_its_own_a_child_gets_what_is_typed_at_the_terminal() -> None:
    """Control-C goes to all of the terminal's processes: a student's could catch it, and stay."""
    for without, count in (([], "0 times"), (["session"], "1 times")):
        keyboard, terminal = os.openpty()
        command = [sys.executable, "-c", AT_A_TERMINAL, *without]
        with subprocess.Popen(command, stdin=terminal, stdout=terminal, start_new_session=True) as process:
            os.close(terminal)
            printed = _until(keyboard, "press")
            os.write(keyboard, b"\x03")
            printed += _until(keyboard, "times")
            assert process.wait() == 0
        os.close(keyboard)
        assert count in printed


def _until(terminal: int, word: str) -> str:
    """What is printed, up to a word or the end."""
    printed = b""
    with suppress(OSError):  # how a terminal says that nobody is there any more
        while word.encode() not in printed and (more := os.read(terminal, 1024)):
            printed += more
    return printed.decode()


def test_without_a_bound_on_processor_time_only_the_supervisor_could_end_a_loop() -> None:
    """The supervisor may be stopped, with Control-Z: the kernel's own bound still holds."""
    endless = "def f():\n    while True: pass"
    patient = replace(LIMITS, call_cpu=60.0, call_wall=2.5, submission_cpu=1)
    for without, end in (((), End.DIED), ({"cpu"}, End.OVERTIME)):
        with wall(patient, without=without) as sandbox, sandbox.run([endless]) as run:
            assert run.call("f", ()).end is end


def test_without_its_limit_a_crash_would_leave_its_memory_on_disk() -> None:
    with wall() as whole, wall(without={"core"}) as sandbox:
        assert seen_from_outside(whole)["core"] == ["0", "0"]
        if os.geteuid() == 0:  # others may have been denied dumps already
            assert seen_from_outside(sandbox)["core"] != ["0", "0"]


def test_a_crash_is_not_dumped_even_where_a_program_takes_the_dumps() -> None:
    """Such a program is not bound by the limit, but nothing is dumped of a process that says so."""
    dumpable = "import ctypes\ndef f(): return ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)"
    for without, value in (({"seccomp"}, 0), ({"seccomp", "core", "user"}, 1)):
        with wall(without=without) as sandbox, sandbox.run([dumpable]) as run:
            assert run.call("f", ()).value == value


def test_as_nobody_a_child_does_not_see_what_is_roots_alone(bait: Bait) -> None:
    looking = f"import os\ndef f(): return os.path.exists({str(bait.secrets[0])!r})"
    with wall() as sandbox, sandbox.run([looking]) as run:
        if sandbox.user is None:
            pytest.skip("children stay who they are: not root, or the interpreter is not for all to read")
        assert run.call("f", ()).value is False
    with wall(without={"user"}) as sandbox, sandbox.run([looking]) as run:
        assert run.call("f", ()).value is True


def test_as_root_without_capabilities_a_child_is_bound_by_modes(bait: Bait) -> None:
    """Where the interpreter lies in root's home, root stays root: then this layer alone makes it small."""
    if os.geteuid() != 0:
        pytest.skip("we are not root, and have no capabilities to give up")
    attack = BY_NAME["G33-asks-whether-a-file-is-there"]
    with wall(without={"user"}) as sandbox:
        assert faults(attack, bait, sandbox) == []
    with wall(without={"user", "capabilities"}) as sandbox:
        assert faults(attack, bait, sandbox) != []


def test_a_child_is_what_the_wall_makes_of_it(sandbox: Sandbox) -> None:
    seen = seen_from_outside(sandbox)
    assert seen["session"] is True
    assert seen["cpu"] == [str(LIMITS.submission_cpu)] * 2
    assert seen["files"] == [str(LIMITS.open_files)] * 2
    assert seen["core"] == ["0", "0"]
    assert seen["user"] == {str(os.geteuid() if sandbox.user is None else sandbox.user)}
    assert seen["capabilities"] == {0}
    assert (seen["landlock"], seen["seccomp"]) == ("1", "2")
    memory = seen["memory"]
    assert isinstance(memory, list) and LIMITS.memory < int(memory[0]) < LIMITS.memory + 2**30
    assert (seen.get("descriptors", 5), seen.get("folder", "empty")) == (5, "empty")


def test_every_layer_is_shown_to_be_needed() -> None:
    assert {*WITNESSES, *layers.TESTS, "capabilities"} == {*harden.LAYERS, ENVIRONMENT}
    assert all(test in globals() for test in layers.TESTS.values())


# What the searches are worth: each finds a secret that is put where it looks.


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("B33-walks-objects-for-a-secret", "planted = ['{}']"),
        ("B34-scans-memory-for-a-secret", "planted = bytearray(b'{}' * 1000)"),
        ("B34-scans-memory-for-a-secret", "planted = np.frombuffer(b'{}', np.uint8).repeat(1) + 0"),
        ("B35-reads-environments", "os.environ['X'] = '{}'"),
        ("B45-reads-the-submission-before", "# {}"),
    ],
)
def test_a_search_finds_what_is_there(name: str, planted: str, bait: Bait, sandbox: Sandbox) -> None:
    attack = BY_NAME[name]
    cell = {"source": planted.format(canary()), "trick": {}, "fields": {}}
    found = replace(attack, cells=(cell, *attack.cells))
    verdict = Grader(KEY, sandbox).grade(found.notebook(facts(bait, sandbox)))
    assert {exercise.name: exercise.status.value for exercise in verdict.exercises}[
        "hadamard_sum"
    ] == "passed"


# What can be read.


def test_what_can_be_read_is_what_is_listed_and_nothing_else() -> None:
    """Everything near the root, near the grader, and beside the packages is tried from inside."""
    package = Path(__file__).parents[1]
    site = Path(sysconfig.get_path("purelib"))
    tried = [
        *_below("/", 3),
        *_below(package, 2),
        *_below(site, 1),
        *_below(sys.prefix, 2),
        *_below(Path.home(), 1),
    ]
    listed = {path.resolve() for path in reach.readable()}
    looking = (
        "import os\n"
        "def f(paths):\n"
        "    return [open_(path) for path in paths]\n"
        "def open_(path):\n"
        "    try:\n"
        "        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))\n"
        "        return True\n"
        "    except OSError:\n"
        "        return False\n"
    )
    # These lead to what the one who asks has open, and inside that is /dev/null.
    paths = sorted({str(path) for path in tried} - {f"/dev/std{end}" for end in ("in", "out", "err")})
    opened: list[str] = []
    with wall(replace(LIMITS, call_cpu=5.0, call_wall=20.0)) as sandbox, sandbox.run([looking]) as run:
        for start in range(0, len(paths), 1000):
            part = paths[start : start + 1000]
            answers = run.call("f", (part,)).value
            opened += [path for path, answer in zip(part, answers, strict=True) if answer]
    assert opened, "the standard library at least"
    unlisted = [path for path in opened if not _within(Path(path).resolve(), listed)]
    assert unlisted == []


def _below(folder: str | Path, depth: int) -> Iterator[Path]:
    """Files and folders down to a depth, a few hundred a folder."""
    try:
        entries = sorted(Path(folder).iterdir())[:300]
    except OSError:
        return
    for entry in entries:
        yield entry
        if depth > 1 and entry.is_dir() and not entry.is_symlink():
            yield from _below(entry, depth - 1)


def _within(path: Path, listed: set[Path]) -> bool:
    return path in listed or any(parent in listed for parent in path.parents)


@pytest.mark.parametrize("abi", [1, 3, 5])
def test_an_older_kernels_landlock_stops_the_same_attacks(abi: int, bait: Bait) -> None:
    if landlock.version() < abi:
        pytest.skip(f"this kernel has no Landlock of version {abi}")
    names = [name for names in WITNESSES.values() for name in names]
    names += [
        "A29-writes-marks-wherever-it-can",
        "D68-opens-the-machines-knobs",
        "D76-signals-another-process",
    ]
    with Sandbox(LIMITS, abi=abi) as sandbox:
        for name in names:
            assert faults(BY_NAME[name], bait, sandbox) == [], name


# When our own side fails.


def test_a_zygote_that_dies_during_a_call_costs_nobody_anything() -> None:
    with Sandbox(LIMITS) as sandbox:
        zygote = sandbox._zygote
        assert zygote is not None
        slow = exam.RIGHT + "\nimport time\ntime.sleep(0.3)"
        killer = threading.Timer(0.15, zygote.process.kill)
        killer.start()
        assert Grader(KEY, sandbox).grade(notebook(slow)).score == FULL
        killer.join()
        assert zygote.process.poll() is not None


def test_plots_of_one_submission_take_no_memory_from_the_next() -> None:
    """The zygote imports Matplotlib for the first who wants it, and keeps it."""
    taking = f"import numpy as np\ndef f(): return np.empty({LIMITS.memory * 9 // 10}, np.uint8).size > 0"
    patient = replace(LIMITS, cell_cpu=20.0, cell_wall=60.0)
    with Sandbox(patient) as sandbox:
        for cells in ([taking], ["import matplotlib.pyplot", taking], [taking]):
            with sandbox.run(cells) as run:
                assert run.call("f", ()).value is True
