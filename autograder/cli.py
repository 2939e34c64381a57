"""The commands.

Results go to standard output, progress and logs to standard error. Exit status: 0 graded, whatever the
marks; 1 `verify` or `doctor` found a fault; 2 something could not be graded, or the call was wrong, with one
line that says what and what to do.

Each command's own imports are inside it: `check` must not wait for what only `grade` needs.
"""

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from autograder import __version__
from autograder.errors import GraderError, UsageError
from autograder.finding import Finding
from autograder.language import _
from autograder.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import RenderableType

GRADED, FAULT_FOUND, NOT_GRADED = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other mistake, instead of the whole usage."""
        raise UsageError(_("{message}. See `{program} --help`.").format(message=message, program=self.prog))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where a terminal knows no ✓
    handler = logging.StreamHandler()  # to standard error
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    # Ours alone: nbgrader reports every file that it copies.
    logger = logging.getLogger("autograder")
    logger.handlers, logger.level = [handler], logging.INFO
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
    grade.add_argument("assignment", metavar="ASSIGNMENT", help=_("such as 02-sliding-window"))
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
    _common(grade)
    grade.set_defaults(run=_grade)

    check = commands.add_parser("check", help=_("grade one notebook, without a gradebook"))
    check.add_argument("notebook", metavar="NOTEBOOK", type=Path)
    check.add_argument("--assignment", metavar="A", required=True, help=_("such as 02-sliding-window"))
    _common(check)
    check.set_defaults(run=_check)

    verify = commands.add_parser("verify", help=_("let the course check itself"))
    _device(verify)
    verify.set_defaults(run=_verify)

    key = commands.add_parser("key", help=_("compute the answers to all cases, with TensorFlow"))
    key.add_argument("assignment", metavar="ASSIGNMENT", nargs="*", help=_("only these (default: all)"))
    _device(key)
    key.set_defaults(run=_key)

    doctor = commands.add_parser("doctor", help=_("try on this machine all that grading needs"))
    doctor.add_argument("--course-dir", metavar="D", type=Path, default=Path())
    doctor.set_defaults(run=_doctor)

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


def _grade(options: argparse.Namespace) -> int:
    from autograder.batch import Batch
    from autograder.feedback import summary
    from autograder.progress import progress

    batch = Batch(options.course_dir, options.assignment, students=options.student, device=options.device)
    graded = batch.grade(jobs=options.jobs, isolated=not options.no_sandbox)
    rows = [
        (submission.student, verdict)
        for submission, verdict in progress(graded, total=len(batch.submissions), what=options.assignment)
    ]
    rows.sort(key=lambda row: row[0])
    if options.json:
        submissions = [{"student": student, **verdict.as_json()} for student, verdict in rows]
        _print_json({"format": 1, "assignment": options.assignment, "submissions": submissions})
    else:
        _print(summary(rows))
    return _graded(rows)


def _check(options: argparse.Namespace) -> int:
    from autograder.batch import sandbox
    from autograder.course import STATE, read_file, released
    from autograder.exercises import exercises
    from autograder.feedback import text
    from autograder.grade import Grader
    from autograder.key import load_key
    from autograder.master import read_master

    exercises(options.assignment)  # is there such an assignment?
    if not options.notebook.is_file():
        raise UsageError(_("There is no file “{path}”.").format(path=options.notebook))
    data = read_file(options.notebook.resolve())
    key = load_key(options.assignment, STATE, options.device)
    with sandbox(isolated=not options.no_sandbox) as wall:
        verdict = Grader(key, wall, read_master(released(options.assignment)).checks).grade(data)
    if options.json:
        _print_json(verdict.as_json())
    else:
        _print(text(verdict))
    return _graded([(options.notebook.name, verdict)])


def _graded(rows: Sequence[tuple[str, Verdict]]) -> int:
    """The exit status: whether everything could be graded.

    Raises:
        GraderError: it could not, and not by a student's fault.
    """
    broken = [name for name, verdict in rows if verdict.score is None]
    if broken:
        raise GraderError(
            _(
                "{names}: not graded, by our own fault; the log above says why. Give the command again."
            ).format(names=", ".join(broken))
        )
    return GRADED


def _print(renderable: "RenderableType") -> None:
    """Prints by way of `print`: rich would end the program with 1 where a pipe is closed."""
    from rich.console import Console

    console = Console()
    with console.capture() as captured:
        console.print(renderable)
    print(captured.get(), end="")


def _print_json(value: object) -> None:
    # ASCII, so that it is the same whatever the terminal or the pipe takes for text.
    print(json.dumps(value, allow_nan=False, indent=2))


def _verify(options: argparse.Namespace) -> int:
    from autograder.verify import verify

    return _faults(verify(device=options.device))


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


def _demo(options: argparse.Namespace) -> int:
    from autograder.demo import ASSIGNMENT, make_class

    make_class(options.course_dir)
    options.assignment, options.student, options.jobs, options.json = ASSIGNMENT, None, None, False
    options.device, options.no_sandbox = "auto", False
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


def _faults(findings: Iterable[Finding]) -> int:
    """Prints findings as a table; whether there is a fault among them."""
    from rich.table import Table
    from rich.text import Text

    table = Table(_("What"), _("Found"), box=None, pad_edge=False)
    faults = 0
    for finding in findings:
        mark = Text("ok ", "green") if finding.ok else Text("FAULT ", "bold red")
        table.add_row(finding.what, mark + Text(finding.found))
        if not finding.ok:
            faults += 1
            table.add_row("", Text(finding.remedy, "italic"))
    _print(table)
    return FAULT_FOUND if faults else GRADED
