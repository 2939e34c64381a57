"""Tries on this machine all that grading needs, and says for each thing what was found.

Not a check of versions: the wall is built and walked into, TensorFlow computes, the gradebook is opened.
"""

import os
import platform
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from autograder.course import STATE
from autograder.errors import GraderError
from autograder.finding import Finding
from autograder.language import N_, _
from autograder.sandbox import End, Sandbox, landlock

# What a submission must not be able to do, and how it would try: each must raise inside.
_ATTEMPTS = {
    N_("read files"): "open('/etc/passwd').read()",
    N_("write files"): "import os; os.open('x', os.O_CREAT | os.O_WRONLY)",
    N_("start processes"): "import os; os.fork()",
    N_("open sockets"): "import socket; socket.socket()",
    N_("send signals"): "import os; os.kill(os.getpid(), 0)",
    N_("change modes"): "import os; os.chmod('.', 0o700)",
}


def examine(course_dir: Path) -> Iterator[Finding]:
    """Looks at this machine, from the kernel up."""
    yield _kernel()
    yield _landlock()
    yield from _wall()
    yield _tensorflow()
    yield _folder(_("the grader's own folder"), STATE)
    yield _course(course_dir.resolve())
    yield _gradebook(course_dir.resolve() / "gradebook.db")


def _kernel() -> Finding:
    found = f"{platform.system()} {platform.release()}, {platform.machine()}"
    known = platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64")
    return Finding(_("kernel"), known, found, _("Grade on Linux, on x86-64 or 64-bit ARM."))


def _landlock() -> Finding:
    version = landlock.version()
    return Finding(
        "Landlock",
        version > 0,
        _("version {version}").format(version=version) if version else _("not available"),
        _("Use a kernel from 5.13 on with `landlock` in its list of security modules (boot option lsm=)."),
    )


def _wall() -> Iterator[Finding]:
    remedy = _("Grading refuses to start. In a container, allow the landlock and seccomp system calls.")
    try:
        with Sandbox() as sandbox:
            cells = [f"def attempt_{i}():\n    {source}" for i, source in enumerate(_ATTEMPTS.values())]
            with sandbox.run(["def hello(): return 42", *cells]) as run:
                answer = run.call("hello", ())
                stands = answer.end is End.VALUE and answer.value == 42
                yield Finding(_("sandbox"), stands, _("stands") if stands else answer.end.value, remedy)
                yield Finding(_("user inside"), True, _user(sandbox))
                for i, what in enumerate(_ATTEMPTS):
                    ending = run.call(f"attempt_{i}", ())
                    denied = ending.end is End.RAISED
                    yield Finding(
                        _("submission tries to {what}").format(what=_(what)),
                        denied,
                        _("denied ({error})").format(error=ending.exception) if denied else _("not denied"),
                        remedy,
                    )
    except GraderError as error:
        yield Finding(_("sandbox"), False, str(error), remedy)


def _user(sandbox: Sandbox) -> str:
    if sandbox.user is not None:
        return _("changed from root to {user}").format(user=sandbox.user)
    if os.geteuid() != 0:
        return _("{user}, as outside").format(user=os.geteuid())
    return _(
        "root without any capability: others cannot read this interpreter, or the user cannot be changed"
    )


def _tensorflow() -> Finding:
    from autograder.reference import prepare

    try:
        found, ok = _("computes on {device}").format(device=prepare("auto")), True
    except GraderError as error:
        found, ok = str(error), False
    return Finding("TensorFlow", ok, found, _("Install it: `make demo` does."))


def _folder(what: str, path: Path) -> Finding:
    there = path if path.exists() else path.parent
    ok = os.access(there, os.W_OK)
    return Finding(what, ok, str(path), _("It cannot be written to: change its owner, or choose another."))


def _course(path: Path) -> Finding:
    if not path.is_dir():
        return Finding(
            _("course folder"),
            False,
            _("{path} is not there").format(path=path),
            _("Make it, or give --course-dir."),
        )
    return _folder(_("course folder"), path)


def _gradebook(path: Path) -> Finding:
    remedy = _("Close the program that holds it, or restore it from a copy.")
    if not path.exists():
        return Finding(_("gradebook"), True, _("none yet; made at first use"))
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=2) as database:
            database.execute("BEGIN IMMEDIATE")
            (students,) = database.execute("SELECT count(*) FROM student").fetchone()
            database.rollback()
    except sqlite3.Error as error:
        return Finding(_("gradebook"), False, f"{path}: {error}", remedy)
    return Finding(_("gradebook"), True, _("{path}, {count} students").format(path=path, count=students))
