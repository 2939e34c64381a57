"""The wall, tried for real: what runs inside ends as it should, and nothing gets out."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import WallError
from autograder.launch import launch
from autograder.sandbox import End, Ending, Limits, Sandbox, frames, harden, landlock

LIMITS = Limits(call_cpu=0.5, call_wall=1.0, cell_cpu=0.5, cell_wall=1.0)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


def call(sandbox: Sandbox, *cells: str, name: str = "f", args: tuple[object, ...] = ()) -> Ending:
    """Runs cells, then calls `f`."""
    with sandbox.run(cells) as run:
        return run.call(name, args)


def body(sandbox: Sandbox, statements: str) -> Ending:
    """Calls a function with this body."""
    return call(sandbox, "def f():\n" + "\n".join("    " + line for line in statements.splitlines()))


# What comes back.


def test_a_function_is_called_with_copies_of_what_it_is_given(sandbox: Sandbox) -> None:
    x = np.arange(6.0).reshape(2, 3)
    ending = call(sandbox, "def f(x):\n    x *= 2\n    return x", args=(x,))
    assert ending.end is End.VALUE
    np.testing.assert_array_equal(ending.value, 2 * np.arange(6.0).reshape(2, 3))
    assert x[0, 1] == 1.0


def test_a_second_call_gets_the_same_objects_and_tells_how_they_were_left(sandbox: Sandbox) -> None:
    cell = "def f(x, names, *, n):\n    x += n\n    names.append('b')\n    return x.sum()"
    with sandbox.run([cell]) as run:
        answer, args = run.call("f", (np.zeros(3, np.int64), ["a"]), {"n": 1}, twice=True).value
    assert answer == 6
    np.testing.assert_array_equal(args[0], [2, 2, 2])
    assert args[1] == ["a", "b", "b"]


def test_a_call_made_twice_may_take_twice_the_time() -> None:
    slow = (
        "import time\ndef f():\n    end = time.process_time() + 0.7\n    while time.process_time() < end: 0"
    )
    with Sandbox(Limits(call_cpu=1.0)) as sandbox, sandbox.run([slow]) as run:
        assert run.call("f", (), twice=True).end is End.VALUE


def test_a_fresh_child_remembers_nothing(sandbox: Sandbox) -> None:
    with sandbox.run(["seen = []\ndef f():\n    seen.append(1)\n    return len(seen)"]) as run:
        assert [run.call("f", ()).value, run.call("f", ()).value] == [1, 2]
        run.afresh()
        assert run.call("f", ()).value == 1


def test_keyword_arguments_arrive(sandbox: Sandbox) -> None:
    with sandbox.run(["def f(n, *, stride): return [n, stride]"]) as run:
        assert run.call("f", (3,), {"stride": (2, 1)}).value == [3, (2, 1)]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("np.float32(1.5)", np.array(1.5, np.float32)),
        ("np.arange(6).reshape(2, 3).T", np.array([[0, 3], [1, 4], [2, 5]])),
        ("np.broadcast_to(np.float64(1), (2, 2))", np.ones((2, 2))),
        ("np.array([1, 2], dtype='>i4')", np.array([1, 2], np.int32)),
        ("np.ones(2, dtype=np.longdouble)", np.ones(2)),
        ("1 + 2j", np.array(1 + 2j)),
    ],
)
def test_arrays_arrive_in_ordinary_form(sandbox: Sandbox, source: str, value: np.ndarray) -> None:
    ending = call(sandbox, f"import numpy as np\ndef f(): return {source}")
    assert ending.value.dtype == value.dtype
    np.testing.assert_array_equal(ending.value, value)


@pytest.mark.parametrize(
    "definition",
    [
        "f = lambda: 7",
        "class C:\n    def __call__(self): return 7\nf = C()",
        "import functools\nf = functools.partial(lambda x: x, 7)",
        "exec('def f(): return 7')",
        "def f(): return 1\ndef f(): return 7",
        "%matplotlib inline\nimport matplotlib.pyplot as plt\ndef f(): return 7",
        "%timeit -n1 -r1 0\ndef f(): return 7",
        "%time n = 7\ndef f(): return n",
        "%%capture\ndef f(): return 7",
        ">>> def f():\n...     return 7",
        "    def f(): return 7",
        "\n\ndef f(): return 7\n\n",
        "names = !ls\ndef f(): return 7",
        "async def later(): return 7\nn = await later()\ndef f(): return n",
        "from __future__ import annotations\ndef f(x: unknown = 7): return x",
        "1 / 0; f = lambda: 7",
        "class E(Exception):\n    def __bool__(self): return False\nraise E\ndef f(): return 7",
    ],
)
def test_a_function_is_found_however_it_was_made(sandbox: Sandbox, definition: str) -> None:
    assert call(sandbox, definition).value == 7


def test_the_last_definition_counts_and_cells_share_one_namespace(sandbox: Sandbox) -> None:
    assert call(sandbox, "import math", "def f(): return 1", "def f(): return math.floor(2.5)").value == 2


@pytest.mark.parametrize(
    "value",
    [
        "{1}",
        "object()",
        "b'x'",
        "(i for i in [1])",
        "np.ma.ones(2)",
        "np.matrix([[1]])",
        "np.array([None])",
        "f",
    ],
)
def test_what_cannot_be_judged_is_refused(sandbox: Sandbox, value: str) -> None:
    assert call(sandbox, f"import numpy as np\ndef f(): return {value}").end is End.REFUSED


# How calls end.


def test_an_exception_says_which_and_where(sandbox: Sandbox) -> None:
    ending = call(sandbox, "a = 1", "def f():\n    x = 1\n    return [][x]")
    assert ending.end is End.RAISED
    assert (ending.exception, ending.cell, ending.line) == ("IndexError", 1, 3)
    assert "list index" in ending.text


def test_lines_are_those_that_the_student_sees(sandbox: Sandbox) -> None:
    ending = call(sandbox, "\n\ndef f():\n    return [][1]")
    assert (ending.cell, ending.line) == (0, 4)


@pytest.mark.parametrize("magic", ["%matplotlib inline", "%%time", "%%capture out", "!ls", "pwd?", "# \f"])
@pytest.mark.parametrize("above", ["", "\n", "  \n\n\t\n"])
def test_lines_keep_their_numbers_beside_magics(sandbox: Sandbox, above: str, magic: str) -> None:
    ending = call(sandbox, f"{above}{magic}\ndef f():\n    return [][1]")
    assert (ending.exception, ending.line) == ("IndexError", 3 + above.count("\n"))


def test_the_first_error_of_a_cell_is_told(sandbox: Sandbox) -> None:
    with sandbox.run(["class E(KeyError):\n    def __bool__(self): return False\nraise E\n1 / 0"]) as run:
        run.call("f", ())
        assert run.cell_endings[0].exception == "KeyError"


def test_a_cells_source_can_be_looked_up(sandbox: Sandbox) -> None:
    looking = "import inspect\ndef f(): return inspect.getsource(f)"
    assert call(sandbox, looking).value == "def f(): return inspect.getsource(f)\n"


@pytest.mark.parametrize(
    "raising",
    [
        "raise SystemExit(0)",
        "raise KeyboardInterrupt",
        "raise GeneratorExit",
        "import sys; sys.exit(0)",
        "exit()",
        "class E(BaseException): pass\nraise E",
        "f(1)",
        "raise ExceptionGroup('x', [ValueError()])",
    ],
)
def test_no_exception_is_mistaken_for_an_end(sandbox: Sandbox, raising: str) -> None:
    assert body(sandbox, raising).end in (End.RAISED, End.VALUE)


def test_an_exceptions_name_is_one_of_pythons_own(sandbox: Sandbox) -> None:
    ending = body(sandbox, "class Secret12345(KeyError): pass\nraise Secret12345")
    assert ending.exception == "KeyError"


def test_a_name_that_is_not_there_is_missing(sandbox: Sandbox) -> None:
    assert call(sandbox, "g = 1").end is End.MISSING
    assert call(sandbox, "f = 1").end is End.MISSING


@pytest.mark.parametrize(
    "dying", ["import os; os._exit(0)", "import ctypes; ctypes.string_at(0)", "import os; os.abort()"]
)
def test_a_process_that_ends_itself_died(sandbox: Sandbox, dying: str) -> None:
    assert body(sandbox, dying).end is End.DIED


@pytest.mark.parametrize(
    "stuck",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import signal\nfor s in (2, 15, 24): signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "10**10**9",
        "import threading\nl = threading.Lock(); l.acquire(); l.acquire()",
        "class C:\n    def __del__(self):\n        while True: pass\nC()",
    ],
)
def test_what_does_not_end_is_stopped_in_time(sandbox: Sandbox, stuck: str) -> None:
    start = time.monotonic()
    assert body(sandbox, stuck).end is End.OVERTIME
    assert time.monotonic() - start < LIMITS.call_wall + 1


def test_memory_has_a_bound(sandbox: Sandbox) -> None:
    assert body(sandbox, "import numpy as np\nreturn np.ones(2**40)").end is End.OVERMEMORY
    assert body(sandbox, "x = []\nwhile True: x.append(bytes(10**7))").end is End.OVERMEMORY


def test_an_answer_has_a_bound(sandbox: Sandbox) -> None:
    assert body(sandbox, "import numpy as np\nreturn np.broadcast_to(0, (10**6, 10**6))").end is End.REFUSED
    assert body(sandbox, "import numpy as np\nreturn np.ones(10**7)").end is End.REFUSED


def test_a_flood_of_output_costs_nothing(sandbox: Sandbox) -> None:
    flood = "import sys\nfor _ in range(10**5): print('x' * 100)\nsys.stderr.write('y' * 10**7)\nreturn 7"
    assert body(sandbox, flood).value == 7


def test_reading_input_ends_at_once(sandbox: Sandbox) -> None:
    assert body(sandbox, "input()").end is End.RAISED


@pytest.mark.parametrize(
    "cells",
    [
        ["def f(): return 7", "f = f()"],
        ["def g(): return 7", "g = g()", "def f(): return g"],
        ["def g(): return 1", "def h(): return 2", "g, h = 3, 4", "def f(): return g + h"],
    ],
)
def test_a_name_that_was_given_to_something_else_is_a_function_again_where_it_is_called(
    sandbox: Sandbox, cells: list[str]
) -> None:
    assert call(sandbox, *cells).value == 7


@pytest.mark.parametrize("use", ["return g()", "import functools; return functools.partial(g)()"])
def test_so_is_one_that_others_call(sandbox: Sandbox, use: str) -> None:
    """Whatever was asked before, and however it is called: nothing has to fail for it first."""
    cells = ["def g(): return 7", f"def f():\n    try: {use}\n    except TypeError: return 0", "g = g() - 7"]
    for names, value in ((["f", "g"], 7), (["f"], 0)):
        with sandbox.run(cells, names=names) as run:
            assert run.call("f", ()).value == value


def test_what_never_was_a_function_cannot_be_called(sandbox: Sandbox) -> None:
    for cells in (["n = 7", "def f(): return n()"], ["def g(): return 7", "g = g()", "def f(): return 7()"]):
        ending = call(sandbox, *cells)
        assert (ending.exception, ending.text) == ("TypeError", "'int' object is not callable")


# What a bad call or cell costs.


def test_after_a_lost_call_the_cells_are_run_again_and_the_rest_answers(sandbox: Sandbox) -> None:
    with sandbox.run(["import os", "def bad(): os._exit(1)", "def f(): return 7"]) as run:
        assert run.call("f", ()).value == 7
        assert run.call("bad", ()).end is End.DIED
        assert run.call("f", ()).value == 7


@pytest.mark.parametrize(
    "bad", ["while True: pass", "import os; os._exit(0)", "1/0", "def f(:", "import scipy"]
)
def test_a_bad_cell_costs_itself_alone(sandbox: Sandbox, bad: str) -> None:
    with sandbox.run(["def f(): return 7", bad, "def g(): return f()"]) as run:
        assert run.call("g", ()).value == 7
        assert list(run.cell_endings) == [1]


def test_everything_together_has_a_bound() -> None:
    limits = Limits(call_cpu=0.4, call_wall=0.5, submission_wall=1.0)
    with Sandbox(limits) as sandbox, sandbox.run(["import time\ndef f(): time.sleep(9)"]) as run:
        start = time.monotonic()
        assert [run.call("f", ()).end for _ in range(5)] == [End.OVERTIME] * 5
        assert time.monotonic() - start < 2.0


# What a child may say.


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (r"b'\x00\x00\x00\x04garbage!'", End.REFUSED),
        (r"b'\xff\xff\xff\xff\x00\x00\x00\x01'", End.REFUSED),
        ("frames.encode(2, ('value', 7))", End.REFUSED),
        ("frames.encode(1, 'all passed')", End.REFUSED),
        ("frames.encode(3, ('value', 7))", End.REFUSED),
        ("frames.encode(2, ('value', 7)) * 2", End.REFUSED),
        ("frames.encode(2, ('raised', 1, 2, 3, 4))", End.REFUSED),
        ("frames.encode(2, ('value', 7))[:9]", End.OVERTIME),
    ],
)
def test_a_forged_frame_is_at_most_an_answer(sandbox: Sandbox, said: str, end: End) -> None:
    """The first frame is for the cell, the second for the call; a forger may well answer the second alone."""
    forging = (
        "import os, sys\nfrom autograder.sandbox import frames\n"
        "pipes = [n for n in range(3, 64) if is_pipe(n)]\n"
        f"os.write(pipes[-1], {said})\n"
        "import time; time.sleep(60)"
    )
    is_pipe = (
        "import os, stat\ndef is_pipe(n):\n    try: return stat.S_ISFIFO(os.fstat(n).st_mode)\n"
        "    except OSError: return False"
    )
    ending = call(sandbox, is_pipe + "\ndef f():\n" + "\n".join("    " + x for x in forging.splitlines()))
    expected = {"frames.encode(2, ('value', 7))": End.VALUE}.get(said, end)
    assert ending.end is expected


def test_of_what_a_child_says_no_more_is_kept_than_people_read(sandbox: Sandbox) -> None:
    hooked = (
        "import autograder.sandbox.runtime as r\nr._run = lambda *_: ('refused', 'x' * 10**5, 'y' * 10**5)"
    )
    with sandbox.run([hooked, "1", "raise ValueError('z' * 10**6)"]) as run:
        run.call("f", ())
        assert len(run.cell_endings) == 2
        for ending in run.cell_endings.values():
            assert max(len(ending.text), len(ending.detail)) == frames.TEXT_LENGTH


# The wall itself.


ESCAPES = {
    "read a file of the system": "open('/etc/passwd').read()",
    "read this package": "import autograder; open(autograder.__path__[0] + '/verdict.py').read()",
    "list a folder": "import os; os.listdir('/')",
    "read the memory of a process": "import os; open('/proc/self/mem', 'rb')",
    "read an environment": "import os; open(f'/proc/{os.getppid()}/environ', 'rb')",
    "write a file to disk": "import os; os.open('x', os.O_CREAT | os.O_WRONLY)",
    "truncate a file": "import os, numpy; os.open(numpy.__file__, os.O_TRUNC)",
    "make a folder": "import os; os.mkdir('x')",
    "remove a file": "import os, numpy; os.unlink(numpy.__file__)",
    "change a mode": "import os, numpy; os.chmod(numpy.__file__, 0o777)",
    "start a process": "import os; os.fork()",
    "start a thread": "import threading; threading.Thread(target=print).start()",
    "run a program": "import os; os.execv('/bin/true', ['true'])",
    "run a command": "import subprocess; subprocess.run(['true'])",
    "open a socket": "import socket; socket.socket()",
    "open a local socket": "import socket; socket.socketpair()",
    "share memory": "from multiprocessing import shared_memory as s; s.SharedMemory(create=True, size=1)",
    "lock a file": "import fcntl, numpy, os; fcntl.flock(os.open(numpy.__file__, 0), fcntl.LOCK_EX)",
    "raise a limit": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (999, 999))",
    "pin a processor": "import os; os.sched_setaffinity(0, {0})",
    "change the working folder": "import os; os.chdir('/')",
    "become another user": "import os; os.setuid(12345)",
}


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES.keys())
def test_no_one_inside_can(sandbox: Sandbox, escape: str) -> None:
    ending = body(sandbox, escape)
    assert ending.end is End.RAISED
    assert ending.exception in (
        "PermissionError",
        "OSError",
        "RuntimeError",
        "BlockingIOError",
        "ValueError",
    ), ending


def test_a_signal_does_not_reach_another_process(sandbox: Sandbox) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as decoy:
        ending = body(sandbox, f"import os; os.kill({decoy.pid}, 9)")
        assert ending.exception == "PermissionError"
        assert decoy.poll() is None
        decoy.communicate(b"\n")


def test_a_listener_on_this_machine_hears_nothing(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        port = listener.getsockname()[1]
        assert (
            body(sandbox, f"import socket; socket.create_connection(('127.0.0.1', {port}))").end is End.RAISED
        )
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_environment_holds_nothing_of_ours(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "secret")
    with Sandbox(LIMITS) as fresh:
        names = body(fresh, "import os; return sorted(os.environ)").value
    assert set(names) <= {"HOME", "IPYTHONDIR", "LANG", "LC_CTYPE", "MPLBACKEND", "MPLCONFIGDIR",
                          "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"}  # fmt: skip


def test_the_modules_inside_are_not_those_that_know_answers(sandbox: Sandbox) -> None:
    names = body(sandbox, "import sys; return [m for m in sys.modules if m.startswith('autograder')]").value
    ours = {name for name in names if not name.startswith("autograder.sandbox")}
    known = {"autograder", *(f"autograder.{name}" for name in ("errors", "language", "launch", "limits"))}
    assert ours <= known


def test_one_submission_leaves_nothing_for_the_next(sandbox: Sandbox) -> None:
    assert call(sandbox, "import numpy\nnumpy.left = 7\ndef f(): return numpy.left").value == 7
    assert call(sandbox, "import numpy\ndef f(): return hasattr(numpy, 'left')").value is False


def test_a_file_that_a_cell_writes_can_be_read_back_but_is_not_on_disk(sandbox: Sandbox) -> None:
    writing = (
        "import numpy as np\nnp.save('a.npy', np.arange(3))\nwith open('b.txt', 'w') as b: b.write('hi')"
    )
    reading = "def f(): return [np.load('a.npy'), open('b.txt').read()]"
    array, text = call(sandbox, writing, reading).value
    assert array.tolist() == [0, 1, 2]
    assert text == "hi"
    assert body(sandbox, "import os; return os.listdir('.')").value == []


def test_a_plot_can_be_drawn_and_saved(sandbox: Sandbox) -> None:
    assert body(
        sandbox,
        "import matplotlib.pyplot as plt\nplt.imshow([[1, 2]]); plt.savefig('p.png'); return True",
    ).value


def test_garbage_of_a_student_is_collected(sandbox: Sandbox) -> None:
    assert body(sandbox, "import gc\nreturn gc.isenabled()").value is True


@pytest.mark.parametrize("library", ["tensorflow", "torch", "scipy", "pandas"])
def test_other_libraries_are_refused_in_words(sandbox: Sandbox, library: str) -> None:
    ending = body(sandbox, f"import {library}.x")
    assert ending.exception == "ModuleNotFoundError"
    assert "only NumPy" in ending.text


@pytest.mark.parametrize("library", ["numpy", "pylab"])
def test_all_of_a_library_can_be_imported_at_once(library: str) -> None:
    """NumPy and Matplotlib look for others, which may be installed here, and can do without them."""
    with Sandbox() as sandbox:
        ending = call(sandbox, f"from {library} import *", "def f(): return arange(3)")
    assert ending.value.tolist() == [0, 1, 2]


def test_what_is_installed_and_not_for_students_is_not_there(sandbox: Sandbox) -> None:
    ending = body(sandbox, "import pytest")
    assert (ending.exception, ending.text) == ("ModuleNotFoundError", "No module named 'pytest'")
    without = "try:\n    import pytest\nexcept ImportError:\n    pytest = 'without'"
    assert call(sandbox, without, "def f(): return pytest").value == "without"
    assert body(sandbox, "import importlib.util\nreturn importlib.util.find_spec('pytest')").value is None


def test_nothing_is_left_behind() -> None:
    with Sandbox(LIMITS) as sandbox:
        zygote = sandbox._zygote
        assert zygote is not None and zygote.home.is_dir()
        call(sandbox, "def f(): return 1")
        assert children(zygote.process.pid) == []
    assert not zygote.home.exists()
    assert zygote.process.poll() is not None


def test_a_zygote_that_was_launched_before_is_the_one_that_forks() -> None:
    with launch() as zygote, Sandbox(LIMITS, zygote=zygote) as sandbox:
        run = sandbox.run(["def f(): return 7"])
        with run:
            assert run.call("f", ()).value == 7
            assert len(children(zygote.process.pid)) == 1
    assert zygote.process.poll() is not None


def test_a_zygote_that_is_wanted_no_more_ends_by_itself() -> None:
    with launch() as zygote:
        zygote.control.close()
        assert zygote.process.wait(60) == 0


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.parametrize(
    ("moment", "whom", "sent"),
    [
        ("launch()", "itself", signal.SIGKILL),
        ("s = Sandbox()", "itself", signal.SIGKILL),
        ("s = Sandbox(); c = s.fork()", "itself", signal.SIGKILL),
        ("s = Sandbox(); c = s.fork(plots=True)", "itself", signal.SIGKILL),
        # As a terminal that is closed, or a service that is stopped, would end all that runs there.
        ("s = Sandbox(); c = s.fork()", "its group", signal.SIGHUP),
        ("s = Sandbox(); c = s.fork()", "its group", signal.SIGTERM),
        ("s = Sandbox(); c = s.fork()", "its group", signal.SIGQUIT),
    ],
)
def test_a_zygote_and_its_folder_end_with_a_supervisor_that_is_ended(
    moment: str, whom: str, sent: signal.Signals, tmp_path: Path
) -> None:
    end = {"itself": "os.kill(os.getpid(), {})", "its group": "os.killpg(os.getpid(), {})"}[whom]
    script = (
        "import os, signal; from autograder.launch import launch; from autograder.sandbox import Sandbox\n"
        f"os.setsid(); {moment}; {end.format(int(sent))}"
    )
    supervisor = subprocess.run([sys.executable, "-c", script], env={"TMPDIR": str(tmp_path)}, check=False)
    assert supervisor.returncode == -sent
    deadline = time.monotonic() + 20
    while (left := [*tmp_path.iterdir(), *_running_in(tmp_path)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def test_a_zygote_lives_on_where_its_supervisor_is_not_to_hear_that_the_terminal_is_gone() -> None:
    script = (
        "import os, signal; from autograder.sandbox import Sandbox\n"
        "os.setsid(); signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with Sandbox() as s, s.run(['def f(): return 7']) as run:\n"
        "    os.killpg(os.getpid(), signal.SIGHUP); print(run.call('f', ()).value)"
    )
    supervisor = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (supervisor.returncode, supervisor.stdout) == (0, "7\n")


def _running_in(folder: Path) -> list[str]:
    """Processes whose working folder is below this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile, or is another's
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append(process.name)
    return found


def test_after_the_zygote_died_another_is_started() -> None:
    with Sandbox(LIMITS) as sandbox:
        assert sandbox._zygote is not None
        sandbox._zygote.process.kill()
        with pytest.raises(WallError):
            call(sandbox, "def f(): return 7")
        sandbox.restart()
        assert call(sandbox, "def f(): return 7").value == 7


@pytest.mark.parametrize("abi", [1, 2, 3])
def test_an_older_kernels_landlock_is_enough(abi: int) -> None:
    if landlock.version() < abi:
        pytest.skip(f"this kernel has no Landlock of version {abi}")
    with Sandbox(LIMITS, abi=abi) as sandbox:
        assert call(sandbox, "def f(): return 7").value == 7
        for escape in ESCAPES.values():
            assert body(sandbox, escape).end is End.RAISED


def test_without_its_wall_a_sandbox_says_so() -> None:
    with Sandbox(LIMITS, without=harden.LAYERS) as sandbox:
        assert not sandbox.isolated
        assert "root" in body(sandbox, "return open('/etc/passwd').read()").value


def test_a_wall_that_cannot_stand_refuses_to_start_and_names_the_layer() -> None:
    # A limit on open files above what the machine allows: setrlimit fails inside.
    too_many = Limits(open_files=2**62 if os.geteuid() == 0 else 2**40)
    with pytest.raises(WallError, match="layer “files” failed") as refused:
        Sandbox(too_many)
    assert "nothing was run" in str(refused.value)
