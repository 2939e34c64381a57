"""Tries on this machine all that grading needs, and says for each thing what was found.

Not a check of versions: the wall is built and walked into, TensorFlow computes, the gradebook is opened.
Whatever goes wrong is a finding; nothing here ends in a traceback.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from autograder.doctor import answers, folders, nbgrader, wall
from autograder.errors import CourseError
from autograder.finding import Finding
from autograder.language import LANGUAGES, N_, _
from autograder.limits import DEFAULTS, Limits, in_units
from autograder.settings import language_of, limits_of, read_settings


def examine(course_dir: Path) -> Iterator[Finding]:
    """Looks at this machine, from the kernel up.

    Args:
        course_dir: the folder with `submitted/` and the gradebook; it need not be there.
    """
    groups: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        (N_("This machine"), _machine),
        (N_("Limits of one submission"), lambda: _limits(course_dir)),
        (N_("The wall"), lambda: _wall(course_dir)),
        (N_("Answers"), answers.examine),
        (N_("Course"), lambda: folders.examine(course_dir)),
        (N_("nbgrader"), lambda: nbgrader.examine(course_dir)),
    )
    for title, look in groups:
        for finding in _safely(look):
            yield replace(finding, group=finding.group or _(title))


def _safely(look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What was found; where looking itself failed, that is a fault like any other."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001  # a doctor that falls ill helps nobody
        yield Finding(
            _("looking further"),
            False,
            f"{type(error).__name__}: {error}".removesuffix(": "),
            _("The doctor itself failed here: mend the faults above first, and if it stays, report it."),
        )


def _machine() -> Iterator[Finding]:
    known = platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64")
    yield Finding(
        _("system kernel"),
        known,
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        _("Grade on Linux, on x86-64 or 64-bit ARM."),
    )
    yield Finding(
        _("Python"),
        (3, 11) <= sys.version_info < (3, 14),
        f"{platform.python_version()}, {sys.executable}",
        _("Use Python 3.11, 3.12 or 3.13: make clean, then make PYTHON=/path/to/python3.12 demo"),
    )
    user = _("root") if os.geteuid() == 0 else str(os.geteuid())
    confined = wall.filtered()
    yield Finding(
        _("run by"),
        True,
        _("user {user}, under a system call filter of a container or service").format(user=user)
        if confined
        else _("user {user}, under no system call filter").format(user=user),
    )


def _limits(course_dir: Path) -> Iterator[Finding]:
    """What holds for this course, as its instructor set it."""
    try:
        settings = read_settings(course_dir)
        limits = limits_of(settings)
        language = language_of(settings)
    except CourseError as error:
        yield Finding(_("limits"), False, str(error), _("Until then, nothing is graded."))
        return
    where = (
        _("{file}, and defaults")
        if "AutograderLimits" in settings.sections
        else _("{file} sets none: all are defaults")
    )
    yield Finding(_("set in"), True, where.format(file=settings.file))
    yield Finding(_("language"), True, _("{name}, for students").format(name=LANGUAGES[language]))
    times = _("{cpu:g} s of processor time, {wall:g} s on the clock")
    yield Finding(_("a call"), True, times.format(cpu=limits.call_cpu, wall=limits.call_wall))
    yield Finding(_("a cell"), True, times.format(cpu=limits.cell_cpu, wall=limits.cell_wall))
    yield Finding(_("all of it"), True, _("{wall:g} s on the clock").format(wall=limits.submission_wall))
    sizes = _("{memory} of memory, {answer} for an answer, {files} open files")
    yield Finding(
        _("space"),
        True,
        sizes.format(
            memory=in_units(limits.memory), answer=in_units(limits.answer_bytes), files=limits.open_files
        ),
    )
    notebook = _("{size}, {cells} cells, {code} characters of code")
    yield Finding(
        _("a notebook"),
        True,
        notebook.format(
            size=in_units(limits.notebook_bytes), cells=limits.notebook_cells, code=limits.notebook_code
        ),
    )


def _wall(course_dir: Path) -> Iterator[Finding]:
    limits: Limits = DEFAULTS
    with suppress(CourseError):  # said above
        limits = limits_of(course_dir)
    yield from wall.examine(limits)
