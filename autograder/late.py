"""The course's rule for late work: nbgrader's plugin, as the instructor has set it in `nbgrader_config.py`.

    c.LateSubmissionPlugin.penalty_method = "zero"
    c.AssignLatePenalties.plugin_class = "late_days.TenPercentADay"    # late_days.py, in the course folder

Due dates and extensions are in the gradebook, where the formgrader and `nbgrader db` put them.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from autograder.errors import CourseError
from autograder.gradebook.late import LateRule
from autograder.language import _
from autograder.settings import Settings, read_settings

_SECTIONS = ("AssignLatePenalties", "LateSubmissionPlugin")

_log = logging.getLogger(__name__)


def late_rule(course: Path | Settings) -> LateRule:
    """The rule of a course; loaded when the first submission is late: importing nbgrader takes seconds.

    Args:
        course: its folder, or what `read_settings` gave for it: then the file is not run once more.

    Raises:
        CourseError: what the instructor has set cannot be run. The rule raises it too: its plugin cannot be
            loaded, or failed for a student.
    """
    settings = course if isinstance(course, Settings) else read_settings(course)
    file, config, course_dir = settings.file, settings.sections, settings.course_dir
    if not any(section in config for section in _SECTIONS):
        return lambda _student, _score, _seconds: None  # nbgrader's own default
    loaded: list[LateRule] = []

    def rule(student: str, score: float, seconds: float) -> float | None:
        with _said_in_a_sentence(file, student), _importing_from(course_dir):
            if not loaded:
                loaded.append(_nbgraders(config))
            return loaded[0](student, score, seconds)

    return rule


def _nbgraders(config: object) -> LateRule:
    from nbgrader.preprocessors import AssignLatePenalties

    preprocessor = AssignLatePenalties(config=config)
    preprocessor.init_plugin()

    def rule(student: str, score: float, seconds: float) -> float | None:
        penalty = preprocessor.plugin_inst.late_submission_penalty(student, score, seconds)
        if penalty is None:
            return None
        taken: float = preprocessor._check_late_penalty(SimpleNamespace(score=score), penalty)
        if taken != penalty:
            _log.warning("the penalty of %s for %s is adjusted to %s", penalty, student, taken)
        return taken

    return rule


@contextmanager
def _importing_from(course_dir: Path) -> Iterator[None]:
    """Finds the plugin in the course folder, as nbgrader does."""
    place = str(course_dir.resolve())
    sys.path.insert(0, place)
    try:
        yield
    finally:
        sys.path.remove(place)


@contextmanager
def _said_in_a_sentence(file: Path, student: str) -> Iterator[None]:
    try:
        yield
    except (Exception, SystemExit) as error:
        raise CourseError(
            _(
                "The rule for late work that {file} names failed for {student} ({error}). "
                "Mend it, or take it out there, then grade again."
            ).format(
                file=file, student=student, error=f"{type(error).__name__}: {' '.join(str(error).split())}"
            )
        ) from error
