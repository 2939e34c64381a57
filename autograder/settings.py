"""What an instructor has set in `nbgrader_config.py`, for every command alike.

    c.AutograderLimits.call_cpu = 5.0
    c.AutograderLanguage.tag = "zh_CN"
    c.CourseDirectory.db_url = "postgresql+psycopg://grader@localhost/convolution"    # nbgrader's own

    settings = read_settings(course_dir)
    limits_of(settings), language_of(settings), gradebook_of(settings)

It is the file in the course folder where there is one, else this project's. Python of the instructor's, run
as nbgrader runs it, with what it includes by `load_subconfig`. A file that lies among submissions is never
run: a student may have written it. What is set wrongly is said before anything is graded.
"""

import sys
import traceback
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import Field, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import PROJECT
from autograder.errors import CourseError
from autograder.language import ENGLISH, LANGUAGES, N_, _, known
from autograder.limits import DEFAULTS, Limits, in_seconds, kernels, settable

if TYPE_CHECKING:
    from sqlalchemy import URL

FILE = "nbgrader_config.py"

SECTION = "AutograderLimits"

LANGUAGE = "AutograderLanguage"

_WRITTEN_BY_OTHERS = ("submitted", "autograded", "feedback", "downloaded")
"""nbgrader's folders in which students' files lie."""

_NOT_SHORTER = (
    ("call_wall", "call_cpu"),
    ("cell_wall", "cell_cpu"),
    ("submission_wall", "cell_wall"),
    ("submission_wall", "call_wall"),
)


UNITS = (N_("seconds"), N_("bytes"), N_("files"), N_("cells"), N_("characters"))
"""Those of `limits`, for translators to find."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a course's `nbgrader_config.py` sets.

    Attributes:
        course_dir: whose it is.
        file: that was read.
        sections: what it sets, by section.
    """

    course_dir: Path
    file: Path
    sections: Mapping[str, Any]


def limits_of(course: Path | Settings = PROJECT) -> Limits:
    """The limits for submissions in a course folder: those set there, and defaults for the others.

    Args:
        course: its folder, or what `read_settings` gave for it: then the file is not run once more.

    Raises:
        CourseError: the file cannot be run, or sets something that is no limit.
    """
    settings = _settings(course)
    file, config = settings.file, settings.sections
    given = config.get(SECTION, {})
    if not isinstance(given, Mapping):
        raise _wrong(file, SECTION, given, _("a section: write c.AutograderLimits.call_cpu = 2.0"))
    known = {each.name: each for each in settable()}
    for name in given:
        if name not in known:
            raise CourseError(_unknown(file, name, list(known)))
    values = {name: _value(file, known[name], value) for name, value in given.items()}
    all_values = {name: values.get(name, getattr(DEFAULTS, name)) for name in known}
    for longer, shorter in _NOT_SHORTER:
        if all_values[longer] < all_values[shorter]:
            least = _("at least {shorter}, which is {time}").format(
                shorter=shorter, time=in_seconds(all_values[shorter])
            )
            raise _wrong(file, f"{SECTION}.{longer}", given.get(longer, all_values[longer]), least)
    return Limits(**all_values, submission_cpu=kernels(all_values["submission_wall"]))


def language_of(course: Path | Settings = PROJECT) -> str:
    """The language in which a course speaks to its students, such as "en" or "zh_CN".

    Not the environment's: a page must read the same whoever graded it, and on whatever machine.

    Args:
        course: as for `limits_of`.

    Raises:
        CourseError: the file cannot be run, or sets no language that we have.
    """
    settings = _settings(course)
    file, config = settings.file, settings.sections
    section = config.get(LANGUAGE, {})
    for name in section:
        if name != "tag":
            raise CourseError(
                _("{file}: there is no c.{section}.{name}; write c.{section}.tag.").format(
                    file=file, section=LANGUAGE, name=name
                )
            )
    given = section.get("tag", ENGLISH)
    found = known(given) if isinstance(given, str) else None
    if found is None:
        names = ", ".join(f'"{tag}" ({name})' for tag, name in LANGUAGES.items())
        raise _wrong(file, f"{LANGUAGE}.tag", given, _("one of {names}").format(names=names))
    return found


def gradebook_of(course: Path | Settings) -> "URL":
    """Where a course's gradebook is: as set for nbgrader, else gradebook.db in its folder.

    Args:
        course: as for `limits_of`.

    Raises:
        CourseError: the file cannot be run, or what it sets is no database's address. That is not repeated:
            it may hold a password.
    """
    # With SQLAlchemy: only for those who open it.
    from autograder.gradebook.database import address

    settings = _settings(course)
    db_url = settings.sections.get("CourseDirectory", {}).get("db_url")
    try:
        return address(settings.course_dir, db_url)
    except CourseError as error:
        raise CourseError(f"{settings.file}: {error}") from None


def _settings(course: Path | Settings) -> Settings:
    settings = course if isinstance(course, Settings) else read_settings(course)
    _told_apart(settings.file, settings.sections)
    return settings


def read_settings(course_dir: Path) -> Settings:
    """What is set for a course folder: the file that holds for it is run.

    Raises:
        CourseError: the file cannot be run, or lies among submissions.
    """
    file = course_dir.resolve() / FILE
    if not file.exists():
        file = PROJECT / FILE
    elif not {*_WRITTEN_BY_OTHERS}.isdisjoint(file.parts) and file.parent != PROJECT:
        raise CourseError(
            _(
                "{file} was not read: it lies among submissions, so a student may have written it. "
                "Give the command in the course folder, or name that with --course-dir."
            ).format(file=file)
        )
    # With logging.config and the like it takes some 15 ms: only for those who grade.
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

    try:
        # What it prints is no result of ours.
        with redirect_stdout(sys.stderr):
            config = PyFileConfigLoader(file.name, str(file.parent)).load_config()
            return Settings(course_dir, file, config)
    except ConfigFileNotFound:
        if not file.exists():
            return Settings(course_dir, file, {})
        raise CourseError(
            _("{file} may not be read by you: change its mode or owner.").format(file=file)
        ) from None
    except (Exception, SystemExit) as error:
        raise CourseError(
            _("{file} cannot be run: {error} (line {line}). Mend it, or take that line out.").format(
                file=file, error=_in_a_line(error), line=_line(error, file)
            )
        ) from error


def _in_a_line(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _line(error: BaseException, file: Path) -> object:
    """The line of the file at which it went wrong; "?" if it is another file's."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    return lines[-1] if lines else "?"


def _told_apart(file: Path, config: Mapping[str, Any]) -> None:
    """Raises for a section that is ours by its look and not by its name: nothing in it would be heeded."""
    for name in config:
        sections = {section.lower(): section for section in (SECTION, LANGUAGE)}
        near = get_close_matches(name.lower(), list(sections), n=1, cutoff=0.8)
        if not near and name.lower().startswith("autograder"):
            known = ", ".join(f"c.{section}" for section in sections.values())
            raise CourseError(
                _("{file}: there is no c.{name}. There are {known}.").format(
                    file=file, name=name, known=known
                )
            )
        if near and sections[near[0]] != name:
            raise CourseError(
                _("{file}: there is no c.{name}; write c.{section}.").format(
                    file=file, name=name, section=sections[near[0]]
                )
            )


def _unknown(file: Path, name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return _("{file}: there is no limit {name}. Did you mean {near}?").format(
            file=file, name=name, near=near[0]
        )
    return _("{file}: there is no limit {name}. There are {known}.").format(
        file=file, name=name, known=", ".join(known)
    )


def _value(file: Path, limit: "Field[object]", given: object) -> float:
    """A limit's value, if it is one that it may have."""
    whole = limit.type is int
    least, most, unit = (limit.metadata[key] for key in ("least", "most", "unit"))
    # True is a number to Python, and 2e9 a whole one to people.
    if isinstance(given, int | float) and not isinstance(given, bool) and least <= given <= most:
        if not whole:
            return float(given)
        if given == int(given):
            return int(given)
    if whole:
        text = _("a whole number of {unit} from {least} to {most}")
    else:
        text = _("a number of {unit} from {least} to {most}")
    text = text.format(unit=_(unit), least=f"{least:g}" if least < 1 else least, most=most)
    raise _wrong(file, f"{SECTION}.{limit.name}", given, text)


def _wrong(file: Path, setting: str, given: object, allowed: str) -> CourseError:
    return CourseError(
        _("{file}: c.{setting} is {given}, and must be {allowed}.").format(
            file=file, setting=setting, given=" ".join(repr(given).split())[:60], allowed=allowed
        )
    )
