"""Where the answers come from: TensorFlow, which computes here, and the keys that are stored already."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from autograder.course import STATE
from autograder.errors import CourseError, GraderError
from autograder.exercises import assignments, exercises
from autograder.finding import Finding
from autograder.key import stored_key
from autograder.language import _

_SECONDS = 300.0  # for a cold disk and a GPU that has to be woken; warm it takes ten


def examine() -> Iterator[Finding]:
    """TensorFlow, its devices, and how much grading still needs it."""
    try:
        stored = [assignment for assignment in assignments() if stored_key(assignment, STATE)]
    except (OSError, CourseError):
        stored = []  # what is wrong with the folder or its secret is said where they are
    all_stored = len(stored) == len(assignments())
    found = _tried()
    if "error" in found:
        words = str(found["error"])
        if all_stored:
            words = _("{error}. All answers are stored, so grading works without it.").format(error=words)
        yield Finding("TensorFlow", all_stored, words, _remedy(str(found["error"])))
    else:
        yield Finding("TensorFlow", True, _("version {version}, computes").format(version=found["version"]))
        yield Finding(_("devices"), True, ", ".join(found["devices"]))
    yield Finding(
        _("answers"),
        True,
        _("stored for all {count} assignments").format(count=len(stored))
        if all_stored
        else _(
            "stored for {stored} of {count} assignments; computed at first use, or by: autograder key"
        ).format(stored=len(stored), count=len(assignments())),
    )


def _tried() -> dict[str, Any]:
    """What TensorFlow says in a process of its own, which it may end or clutter as it likes."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "autograder.doctor.answers"],
            check=False,
            capture_output=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"error": str(error)}
    if done.returncode < 0:
        return {"error": _("its process ended by {name}").format(name=signal.Signals(-done.returncode).name)}
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return {"error": said[-1] if said else _("its process said nothing")}
    return found


def _remedy(error: str) -> str:
    if "No module named" in error:
        return _("Install it: `make demo` does.")
    # Where addresses end, its import ends in many ways: MemoryError, SystemError, a library not mapped.
    few_addresses = resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
    if few_addresses or "MemoryError" in error or "SIGABRT" in error or "SIGKILL" in error:
        return _(
            "Mend the faults above first. Then give it more memory, or more addresses: ulimit -v unlimited"
        )
    if "SIGILL" in error:
        return _(
            "It was built for newer processors (with AVX). Compute the answers on another machine with "
            "`autograder key`, and copy .autograder/ here."
        )
    return _("Mend what the error names. To install it anew: make clean, then make demo")


def _compute() -> dict[str, Any]:
    """One convolution by TensorFlow, on the device that grading would take."""
    import numpy as np

    from autograder.reference import answer, devices, prepare

    device = prepare()
    exercise = next(e for e in exercises("02-sliding-window") if e.name == "conv2d_single")
    case = next(iter(exercise.groups[0].cases(np.random.default_rng(0))))
    answer(exercise.name, case, device)
    version, seen = devices()
    return {"version": version, "devices": seen}


def _main() -> None:
    # Whatever TensorFlow and its libraries print comes before the one line that counts.
    try:
        found = _compute()
    except GraderError as error:
        found = {"error": str(error)}
    except Exception as error:  # noqa: BLE001  # MemoryError, or whatever an import may raise
        found = {"error": f"{type(error).__name__}: {error}".removesuffix(": ")}
    sys.stdout.write("\n" + json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)  # at its end TensorFlow may still fall over, and that is no fault of grading


if __name__ == "__main__":
    _main()
