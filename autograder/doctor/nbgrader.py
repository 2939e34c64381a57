"""What is nbgrader's: the gradebook, and the exchange by which students hand in."""

import importlib.util
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from autograder.errors import CourseError, UsageError
from autograder.finding import Finding
from autograder.gradebook.database import Database
from autograder.gradebook.trouble import place
from autograder.language import _, ngettext
from autograder.settings import gradebook_of, read_settings

_DEFAULT_EXCHANGE = Path("/usr/local/share/nbgrader/exchange")
_BUSY_SECONDS = 2.0


def examine(course_dir: Path) -> Iterator[Finding]:
    """The gradebook is tried by taking the writer's place in it; nothing is written."""
    yield _gradebook(course_dir.absolute())
    yield _exchange(course_dir.absolute())


def _gradebook(course_dir: Path) -> Finding:
    what = _("gradebook")
    try:
        url = gradebook_of(course_dir)
        database = Database(url, creating=False, patience=_BUSY_SECONDS)
        with closing(database), database.transaction() as db:
            students = len(db.rows("student"))
            version = database.version()
    except UsageError:
        return Finding(what, True, _("none yet; made at first use"))
    except CourseError as error:
        return Finding(what, False, str(error), _("Until then, nothing is graded."))
    path, expected = place(url), _schema()
    if version != expected:
        return Finding(
            what,
            False,
            _("{path} has schema {version}, and nbgrader here expects {expected}").format(
                path=path, version=version, expected=expected
            ),
            _("Copy it, then run in its folder: nbgrader db upgrade"),
        )
    found = ngettext(
        "{path}: {count} student, schema {version}", "{path}: {count} students, schema {version}", students
    )
    return Finding(what, True, found.format(path=path, count=students, version=version))


def _schema() -> str:
    """The version of the tables that nbgrader would make, without importing nbgrader, which takes seconds."""
    from alembic.script import ScriptDirectory

    package = importlib.util.find_spec("nbgrader")
    assert package is not None
    assert package.origin is not None
    return ScriptDirectory(str(Path(package.origin).parent / "alembic")).get_current_head() or ""


def _exchange(course_dir: Path) -> Finding:
    what = _("exchange")
    try:
        config = _config(course_dir)
    except CourseError as error:
        return Finding(what, False, _("its settings cannot be read"), str(error))
    if set(config["ExchangeFactory"]):
        return Finding(what, True, _("kept by another program: ExchangeFactory is set"))
    configured = config["Exchange"].get("root")
    path = Path(configured or _DEFAULT_EXCHANGE)
    make = _("Make it, for all to write to: sudo install -d -m 0777 {path}").format(path=path)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        is_folder = path.is_dir()
    except FileNotFoundError:
        if configured:
            return Finding(what, False, _("{path} is not there").format(path=path), make)
        return Finding(
            what,
            True,
            _(
                "none, so students hand in some other way. To let them by nbgrader: "
                "sudo install -d -m 0777 {path}"
            ).format(path=path),
        )
    except OSError as error:
        return Finding(what, False, f"{path}: {error.strerror}", make)
    # With nbgrader's groupshared, who may write is the group's affair.
    if not is_folder or (mode & 0o777 != 0o777 and not config["CourseDirectory"].get("groupshared")):
        return Finding(
            what,
            False,
            _("{path} has mode {mode:04o}: students cannot hand in").format(path=path, mode=mode)
            if is_folder
            else _("{path} is no folder").format(path=path),
            _("Let all write to it: sudo chmod 777 {path}").format(path=path) if is_folder else make,
        )
    return Finding(what, True, _("{path}, mode {mode:04o}").format(path=path, mode=mode))


def _config(course_dir: Path) -> Any:
    """nbgrader's settings as its commands read them in the course folder: the nearest file wins.

    Raises:
        CourseError: the course's own file cannot be run, or lies among submissions.
    """
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config import Config
    from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

    config = Config()
    for folder in reversed(jupyter_config_path()):
        for loader, name in (
            (JSONFileConfigLoader, "nbgrader_config.json"),
            (PyFileConfigLoader, "nbgrader_config.py"),
        ):
            try:
                config.merge(loader(name, path=folder).load_config())
            except ConfigFileNotFound:
                continue
    config.merge(read_settings(course_dir).sections)
    return config
