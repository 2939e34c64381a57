"""What may be said on the command line."""

import argparse
from pathlib import Path
from typing import NoReturn

from autograder import __version__
from autograder.cli import commands
from autograder.errors import UsageError
from autograder.language import _


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other mistake, instead of the whole usage."""
        raise UsageError(_("{message}. See `{program} --help`.").format(message=message, program=self.prog))


def parser() -> argparse.ArgumentParser:
    """Reads a command line into options, whose `run` is the command.

    Its `parse_args` raises `UsageError` where a command line is none of ours.
    """
    whole = _Parser(prog="autograder", description=_("Grades a course on convolution."))
    whole.add_argument("--version", action="version", version=f"autograder {__version__}")
    each = whole.add_subparsers(required=True, metavar=_("COMMAND"), parser_class=_Parser)

    grade = each.add_parser("grade", help=_("grade what was submitted for an assignment"))
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
    grade.set_defaults(run=commands.grade)

    report = each.add_parser("report", help=_("make a page on a class's work on an assignment"))
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
    report.set_defaults(run=commands.report)

    check = each.add_parser("check", help=_("grade one notebook, without a gradebook"))
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
    check.set_defaults(run=commands.check)

    explain = each.add_parser("explain", help=_("say what an exercise asks and how it is marked"))
    explain.add_argument(
        "exercise", metavar="EXERCISE", nargs="?", help=_("such as conv2d_single (default: list them all)")
    )
    explain.set_defaults(run=commands.explain)

    verify = each.add_parser("verify", help=_("let the course check itself"))
    verify.add_argument(
        "--junit", metavar="FILE", type=Path, help=_("write what was found as JUnit XML as well, for a CI")
    )
    _device(verify)
    verify.set_defaults(run=commands.verify)

    key = each.add_parser("key", help=_("compute the answers to all cases, with TensorFlow"))
    key.add_argument("assignment", metavar="ASSIGNMENT", nargs="*", help=_("only these (default: all)"))
    _device(key)
    key.set_defaults(run=commands.key)

    doctor = each.add_parser("doctor", help=_("try on this machine all that grading needs"))
    doctor.add_argument("--course-dir", metavar="D", type=Path, default=Path())
    doctor.set_defaults(run=commands.doctor)

    exchange = each.add_parser(
        "exchange", help=_("set up the folder through which students fetch and submit, in JupyterLab")
    )
    exchange.add_argument("folder", metavar="FOLDER", type=Path, help=_("made if it is not there"))
    exchange.add_argument(
        "--me", action="store_true", help=_("for you alone (default: for all who use this installation)")
    )
    exchange.set_defaults(run=commands.exchange)

    demo = each.add_parser("demo", help=_("grade a small class that is made up on the spot"))
    demo.add_argument(
        "--course-dir", metavar="D", type=Path, default=Path("demo"), help=_("made anew (default: demo)")
    )
    demo.set_defaults(run=commands.demo)
    return whole


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
