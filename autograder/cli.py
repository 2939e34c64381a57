"""The commands.

Results go to standard output, progress and logs to standard error. Exit status: 0 graded, whatever the
marks; 1 `verify` or `doctor` found a fault; 2 something could not be graded, or the call was wrong, with one
line that says what and what to do.

Each command's own imports are inside it: `check` must not wait for what only `grade` needs.
"""

import argparse
import atexit
import gc
import io
import json
import logging
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from autograder import __version__
from autograder.errors import GraderError, UnreadableNotebook, UsageError
from autograder.language import _, ngettext, translate_argparse

if TYPE_CHECKING:
    from rich.console import RenderableType

    from autograder.batch import Batch, Way
    from autograder.finding import Finding
    from autograder.launch import Zygote
    from autograder.verdict import Verdict

_log = logging.getLogger(__name__)

GRADED, FAULT_FOUND, NOT_GRADED = 0, 1, 2

_NARROWEST = 40  # columns; less than that cannot be read, or a terminal does not know its size
_MOST_NAMES = 20  # of students in a line


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other mistake, instead of the whole usage."""
        raise UsageError(_("{message}. See `{program} --help`.").format(message=message, program=self.prog))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    # Whoever closed them wants to hear nothing; Python then has None there.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where a terminal knows no ✓
    handler = logging.StreamHandler()  # to standard error
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    # Ours alone: nbgrader reports every file that it copies.
    logger = logging.getLogger("autograder")
    logger.handlers, logger.level = [handler], logging.INFO
    translate_argparse()
    # NumPy's threads for sums of millions: to start them takes as long as all else that it imports.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Before it ends, Python would look for garbage in all that was imported: that takes as long as to grade.
    atexit.register(gc.freeze)
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()  # so that a pipe that is closed, or a disk that is full, is found here
        return status
    except GraderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return NOT_GRADED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # whoever read our output may have seen enough
            print(f"autograder: {error}", file=sys.stderr)
        # Python writes what is left when it ends: to nowhere, or it would fail again and change the status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return NOT_GRADED
    except KeyboardInterrupt:
        print(_("autograder: stopped; what was graded so far is saved."), file=sys.stderr)
        return NOT_GRADED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="autograder", description=_("Grades a course on convolution."))
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"), parser_class=_Parser)

    grade = commands.add_parser("grade", help=_("grade what was submitted for an assignment"))
    grade.add_argument(
        "assignment", metavar="ASSIGNMENT", type=_assignment, help=_("such as 02-sliding-window")
    )
    grade.add_argument(
        "--course-dir",
        metavar="D",
        type=Path,
        default=Path(),
        help=_("holds submitted/, and gets autograded/, feedback/ and gradebook.db (default: here)"),
    )
    grade.add_argument(
        "--student", metavar="ID", action="append", help=_("only this student; may be given more than once")
    )
    grade.add_argument(
        "--jobs", metavar="N", type=_positive, help=_("submissions at a time (default: one a processor)")
    )
    grade.add_argument(
        "--scheduler", metavar="ADDRESS", help=_("grade on a Dask cluster, such as tcp://10.0.0.5:8786")
    )
    grade.add_argument(
        "--regrade",
        action="store_true",
        help=_("after a case was mended: show whose mark would change and why, and ask before it is written"),
    )
    grade.add_argument("--yes", action="store_true", help=_("with --regrade: write without asking"))
    _common(grade)
    grade.set_defaults(run=_grade)

    report = commands.add_parser("report", help=_("make a page on a class's work on an assignment"))
    report.add_argument(
        "assignment", metavar="ASSIGNMENT", type=_assignment, help=_("such as 02-sliding-window")
    )
    report.add_argument(
        "--course-dir", metavar="D", type=Path, default=Path(), help=_("holds gradebook.db (default: here)")
    )
    report.add_argument(
        "--anonymous", action="store_true", help=_("counts alone, without a name: to be projected")
    )
    report.add_argument(
        "--output",
        metavar="FILE",
        type=Path,
        help=_("where the page is put (default: reports/<assignment>.html in the course's folder)"),
    )
    report.set_defaults(run=_report)

    check = commands.add_parser("check", help=_("grade one notebook, without a gradebook"))
    check.add_argument("notebook", metavar="NOTEBOOK", type=Path)
    check.add_argument(
        "--assignment", metavar="A", type=_assignment, required=True, help=_("such as 02-sliding-window")
    )
    check.add_argument(
        "--course-dir",
        metavar="D",
        type=Path,
        help=_("whose nbgrader_config.py sets the limits (default: this project's)"),
    )
    _common(check)
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help=_("say what an exercise asks and how it is marked"))
    explain.add_argument(
        "exercise", metavar="EXERCISE", nargs="?", help=_("such as conv2d_single (default: list them all)")
    )
    explain.set_defaults(run=_explain)

    verify = commands.add_parser("verify", help=_("let the course check itself"))
    verify.add_argument(
        "--junit", metavar="FILE", type=Path, help=_("write what was found as JUnit XML as well, for a CI")
    )
    _device(verify)
    verify.set_defaults(run=_verify)

    key = commands.add_parser("key", help=_("compute the answers to all cases, with TensorFlow"))
    key.add_argument("assignment", metavar="ASSIGNMENT", nargs="*", help=_("only these (default: all)"))
    _device(key)
    key.set_defaults(run=_key)

    doctor = commands.add_parser("doctor", help=_("try on this machine all that grading needs"))
    doctor.add_argument("--course-dir", metavar="D", type=Path, default=Path())
    doctor.set_defaults(run=_doctor)

    exchange = commands.add_parser(
        "exchange", help=_("set up the folder through which students fetch and submit, in JupyterLab")
    )
    exchange.add_argument("folder", metavar="FOLDER", type=Path, help=_("made if it is not there"))
    exchange.add_argument(
        "--me", action="store_true", help=_("for you alone (default: for all who use this installation)")
    )
    exchange.set_defaults(run=_exchange)

    demo = commands.add_parser("demo", help=_("grade a small class that is made up on the spot"))
    demo.add_argument(
        "--course-dir", metavar="D", type=Path, default=Path("demo"), help=_("made anew (default: demo)")
    )
    demo.set_defaults(run=_demo)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print verdicts as JSON"))
    parser.add_argument(
        "--no-sandbox",
        action="store_true",
        help=_("run students' code without the wall; every verdict made so says that it was"),
    )
    _device(parser)


def _device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device",
        choices=("auto", "cpu", "gpu"),
        default="auto",
        help=_("where TensorFlow computes the answers (default: a GPU if there is one)"),
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("give a whole number from 1, not “{text}”").format(text=text))
    return int(text)


def _assignment(text: str) -> str:
    """A name, as it comes when a terminal completes a folder's."""
    return text.rstrip("/")


def _grade(options: argparse.Namespace) -> int:
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
    for submission, verdict in progress(batch.grade(**way), total=count, what=what, told=tally.so_far):
        tally.add(submission.student, verdict)
    if options.json:
        for piece in tally.as_json():
            print(piece, end="")
    else:
        _print(tally.table())
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
            _print(shown.text(found))
        write = bool(found.count) and (options.yes or (not options.json and _agreed(shown.question(found))))
    except KeyboardInterrupt:
        raise GraderError(_("stopped; nothing was written.")) from None
    if write:
        for _student in progress(found.write(), total=found.count, what=_("writing")):
            pass
    if options.json:
        _print_json(shown.as_json(found, written=write))
    else:
        print(shown.outcome(found, written=write), file=sys.stderr)
    return _all_graded(found.broken)


def _agreed(question: str) -> bool:
    """Whether someone at a terminal has said yes; nobody is asked elsewhere."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return False
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", _("y"), _("yes"))


def _report(options: argparse.Namespace) -> int:
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


def _check(options: argparse.Namespace) -> int:
    from autograder.launch import launch

    gc.disable()  # for one notebook: to look for garbage in what is imported takes longer than to grade it
    try:
        # It warms up while we do what needs no wall: the imports of our own, above all.
        with launch() as zygote:
            if options.json:
                verdict = _checked(options, zygote)
                _print_json(verdict.as_json())
            else:
                from autograder.feedback.terminal import text

                verdict = _checked(options, zygote)
                _print(text(verdict))
    finally:
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
                "{names}: not graded, by our own fault; the log above says why. Give the command again."
            ).format(names=names)
        )
    return GRADED


def _print(renderable: "RenderableType") -> None:
    """Prints by way of `print`: rich would end the program with 1 where a pipe is closed."""
    from rich.console import Console

    console = Console()
    console.width = max(_NARROWEST, console.width)
    with console.capture() as captured:
        console.print(renderable, crop=False)  # code to copy may be wider than the terminal
    # Lines of a table are filled up with blanks, which nobody wants to copy or to hear.
    print("\n".join(line.rstrip() for line in captured.get().split("\n")), end="", flush=True)


def _print_json(value: object) -> None:
    # ASCII, so that it is the same whatever the terminal or the pipe takes for text.
    print(json.dumps(value, allow_nan=False, indent=2))


def _explain(options: argparse.Namespace) -> int:
    from autograder.course import STATE
    from autograder.explain import explained, listed

    _print(explained(options.exercise, STATE) if options.exercise is not None else listed())
    return GRADED


def _verify(options: argparse.Namespace) -> int:
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
    _print(report(checks))
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


def _key(options: argparse.Namespace) -> int:
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


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import examine

    return _faults(examine(options.course_dir))


def _exchange(options: argparse.Namespace) -> int:
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


def _demo(options: argparse.Namespace) -> int:
    from autograder.demo import ASSIGNMENT, make_class

    make_class(options.course_dir)
    options.assignment, options.student, options.jobs, options.json = ASSIGNMENT, None, None, False
    options.device, options.no_sandbox, options.regrade, options.yes = "auto", False, False, False
    options.scheduler = None
    status = _grade(options)
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


_MARK_WIDTH, _WHAT_WIDTH = 5, 26


def _faults(findings: Iterable["Finding"]) -> int:
    """Prints findings as a table, each as soon as it is found; the exit status."""
    from rich.table import Table
    from rich.text import Text

    faults, group = 0, ""
    for finding in findings:
        if finding.group != group:
            group = finding.group
            _print(Text(f"\n{group}", "bold"))
        # Tables of one row, of the same columns: to line up, and not to wait for the last.
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=_MARK_WIDTH)
        row.add_column(width=_WHAT_WIDTH)
        row.add_column(overflow="fold")
        found = Text(finding.found)
        if not finding.ok:
            faults += 1
            found += Text("\n" + _("Remedy: {remedy}").format(remedy=finding.remedy), "italic")
        mark = Text(_("ok"), "green") if finding.ok else Text(_("FAULT"), "bold red")
        row.add_row(mark, Text(finding.what), found)
        _print(row)
    _print(
        Text(
            "\n"
            + (
                ngettext("{count} fault was found.", "{count} faults were found.", faults).format(
                    count=faults
                )
                if faults
                else _("No fault was found.")
            )
        )
    )
    return FAULT_FOUND if faults else GRADED
