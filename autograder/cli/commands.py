"""What each command does.

A command's own imports are inside it: `check` must not wait for what only `grade` needs.
"""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from autograder.cli.printing import print_findings, print_json, print_text
from autograder.errors import GraderError, UnreadableNotebook, UsageError
from autograder.language import _

if TYPE_CHECKING:
    from autograder.batch import Batch, Way
    from autograder.launch import Zygote
    from autograder.verdict import Verdict

_log = logging.getLogger(__name__)

GRADED, FAULT_FOUND, NOT_GRADED = 0, 1, 2

_MOST_NAMES = 20  # of students in a line


def grade(options: argparse.Namespace) -> int:
    from autograder.batch import Batch
    from autograder.progress import progress
    from autograder.tally import Tally

    if options.yes and not options.regrade:
        raise UsageError(_("--yes is for --regrade: without that, marks are written and nothing is asked."))
    if options.jobs and options.scheduler:
        raise UsageError(
            _("--jobs is for this machine; a cluster grades as many at a time as its workers can.")
        )
    batch = Batch(options.course_dir, options.assignment, students=options.student, device=options.device)
    way = _way(options)
    if options.regrade:
        return _regrade(batch, options, way)
    tally = Tally(options.assignment, whole=options.json)
    count, what = len(batch.submissions), options.assignment
    graded = progress(
        batch.grade(**way), total=count, what=what, told=tally.so_far, ready=lambda: batch.taken_over
    )
    try:
        for submission, verdict in graded:
            tally.add(submission.student, verdict)
    except KeyboardInterrupt:
        raise GraderError(
            _("stopped; what was graded so far is saved, and the same command goes on from there.")
            if options.run is grade and not options.student
            else _("stopped; what was graded so far is saved.")
        ) from None
    if options.json:
        for piece in tally.as_json():
            print(piece, end="")
    else:
        print_text(tally.table())
    return _all_graded(tally.broken)


def _way(options: argparse.Namespace) -> "Way":
    """Where and how submissions are judged."""
    return {"jobs": options.jobs, "isolated": not options.no_sandbox, "scheduler": options.scheduler}


def _regrade(batch: "Batch", options: argparse.Namespace, way: "Way") -> int:
    from autograder.progress import progress
    from autograder.regrade import regrade, shown

    judged = batch.judge(**way)
    try:
        count, what = len(batch.submissions), options.assignment
        found = regrade(batch, progress(chain.from_iterable(judged), total=count, what=what))
        if not options.json:
            print_text(shown.text(found))
        write = bool(found.count) and (options.yes or (not options.json and _agreed(shown.question(found))))
    except KeyboardInterrupt:
        raise GraderError(_("stopped; nothing was written.")) from None
    if write:
        try:
            for _student in progress(found.write(), total=found.count, what=_("writing")):
                pass
        except KeyboardInterrupt:
            raise GraderError(
                _("stopped; what was written so far stays. For the rest, give the command again.")
            ) from None
    if options.json:
        print_json(shown.as_json(found, written=write))
    else:
        print(shown.outcome(found, written=write), file=sys.stderr)
    return _all_graded(found.broken)


def _agreed(question: str) -> bool:
    """Whether someone at a terminal has said yes; nobody is asked elsewhere."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return False
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", _("y"), _("yes"))


def report(options: argparse.Namespace) -> int:
    from autograder.language import speaking
    from autograder.progress import progress
    from autograder.report import classroom, page
    from autograder.report.file import usual, write
    from autograder.settings import language_of

    def through(students: list[str]) -> Iterable[str]:
        return progress(students, total=len(students), what=options.assignment)

    room = classroom(options.course_dir, options.assignment, through)
    path = options.output or usual(options.course_dir, options.assignment, anonymous=options.anonymous)
    # The class's language, as for its feedback pages: the page may be projected, whoever made it.
    with speaking(language_of(options.course_dir)):
        html = page(room, anonymous=options.anonymous)
    write(path, html, private=not options.anonymous)
    if path.is_file():
        print(path)
    return GRADED


def check(options: argparse.Namespace) -> int:
    from autograder.launch import launch

    gc.disable()  # for one notebook: to look for garbage in what is imported takes longer than to grade it
    try:
        # It warms up while we do what needs no wall: the imports of our own, above all.
        with launch() as zygote:
            if options.json:
                verdict = _checked(options, zygote)
                print_json(verdict.as_json())
            else:
                from autograder.feedback.terminal import text

                verdict = _checked(options, zygote)
                print_text(text(verdict))
    finally:
        gc.freeze()  # else the next object that is made has it look through all of them at once
        gc.enable()
    return _all_graded([options.notebook.name] if verdict.score is None else [])


def _checked(options: argparse.Namespace, zygote: "Zygote") -> "Verdict":
    from autograder.course import PROJECT, STATE, material, read_file
    from autograder.exercises import exercises
    from autograder.grade import Grader
    from autograder.key import load_key, stored_key
    from autograder.sandbox import Sandbox
    from autograder.settings import limits_of

    exercises(options.assignment)  # is there such an assignment?
    if not options.notebook.is_file():
        sentence = (
            _("“{path}” is a folder: name the notebook in it.")
            if options.notebook.is_dir()
            else _("“{path}” is no ordinary file: name the notebook.")
            if options.notebook.exists()
            else _("There is no file “{path}”.")
        )
        raise UsageError(sentence.format(path=options.notebook))
    if options.course_dir and not options.course_dir.is_dir():
        raise UsageError(_("There is no folder “{path}”.").format(path=options.course_dir))
    key = stored_key(options.assignment, STATE, options.device)
    rights = material(options.assignment)
    # Not this folder's, unless that is said: it may be one that a student's files were unpacked in.
    limits = limits_of(options.course_dir or PROJECT)
    with Sandbox(limits, without=_left_out(options), zygote=zygote) as wall:
        # Behind a wall that stands: where it cannot, nobody waits for a key.
        grader = Grader(key or load_key(options.assignment, STATE, options.device), wall, rights)
        try:
            return grader.grade(read_file(options.notebook.resolve(), limits.notebook_bytes))
        except UnreadableNotebook as unreadable:
            return grader.unreadable(str(unreadable))


def _left_out(options: argparse.Namespace) -> Collection[str]:
    """The layers of the wall to do without."""
    if not options.no_sandbox:
        return ()
    from autograder.sandbox.harden import LAYERS

    return LAYERS


def _all_graded(broken: Sequence[str]) -> int:
    """The exit status: whether everything could be graded.

    Raises:
        GraderError: it could not, and not by a student's fault.
    """
    if broken:
        names = ", ".join(broken[:_MOST_NAMES])
        if len(broken) > _MOST_NAMES:
            names = _("{names} and {count} others").format(names=names, count=len(broken) - _MOST_NAMES)
        raise GraderError(
            _(
                "{names}: not graded, for a reason that is no student's fault; the log above says which. "
                "See to it, and give the command again."
            ).format(names=names)
        )
    return GRADED


def explain(options: argparse.Namespace) -> int:
    from autograder.course import STATE
    from autograder.explain import explained, listed

    print_text(explained(options.exercise, STATE) if options.exercise is not None else listed())
    return GRADED


def verify(options: argparse.Namespace) -> int:
    from autograder.progress import progress
    from autograder.verify import Check, verify
    from autograder.verify.junit import write
    from autograder.verify.report import report

    checks: list[Check] = []
    # Opened now, so that nobody waits to be told that it cannot be.
    with _opened(options.junit or Path(os.devnull)) as file:
        try:
            checks += progress(verify(device=options.device), total=None, what=_("verifying"))
        except BaseException as error:
            write(file, checks, str(error) or type(error).__name__)
            raise
        write(file, checks)
    print_text(report(checks))
    return GRADED if all(check.ok for check in checks) else FAULT_FOUND


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise UsageError(
            _("“{path}” cannot be written ({reason}). Name another file.").format(
                path=path, reason=error.strerror
            )
        ) from error


def key(options: argparse.Namespace) -> int:
    from autograder.course import STATE
    from autograder.exercises import assignments, exercises
    from autograder.key import load_key

    for assignment in options.assignment:
        exercises(assignment)  # is there such an assignment? Asked of all, before the first takes its time
    for assignment in options.assignment or assignments():
        key = load_key(assignment, STATE, options.device)
        print(
            _("{assignment}: {count} answers, computed on {device}").format(
                assignment=assignment, count=len(key.questions), device=key.device
            )
        )
    return GRADED


def doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import examine

    return FAULT_FOUND if print_findings(examine(options.course_dir)) else GRADED


def exchange(options: argparse.Namespace) -> int:
    from autograder.exchange import set_up

    made = set_up(options.folder, me=options.me)
    print(
        _(
            "Exchange          {root}\n"
            "Said to Jupyter   {file}\n"
            "\n"
            "Start JupyterLab anew. Instructors release and collect in the menu Nbgrader → Formgrader,\n"
            "students fetch and submit in the menu Nbgrader → Assignment List."
        ).format(root=made.root, file=made.file)
    )
    if made.closed:
        _log.warning(
            _("%s may be entered by its owner alone: other users cannot reach the exchange."), made.closed
        )
    return GRADED


def demo(options: argparse.Namespace) -> int:
    from autograder.demo import ASSIGNMENT, make_class

    make_class(options.course_dir)
    options.assignment, options.student, options.jobs, options.json = ASSIGNMENT, None, None, False
    options.device, options.no_sandbox, options.regrade, options.yes = "auto", False, False, False
    options.scheduler = None
    status = grade(options)
    folder = options.course_dir
    print(
        _(
            "\n"
            "Feedback pages    {folder}/feedback/<student>/{assignment}/\n"
            "                  such as {example}\n"
            "Gradebook         {folder}/gradebook.db, for nbgrader\n"
            "Submissions       {folder}/submitted/"
        ).format(
            folder=folder, assignment=ASSIGNMENT, example=next(folder.glob("feedback/deniz/*/*.html"), "")
        )
    )
    return status
