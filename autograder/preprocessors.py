"""Our grader inside nbgrader's own commands, and so behind the formgrader's buttons.

`nbgrader_config.py` puts these classes in the place of nbgrader's:

    nbgrader autograde          GradedNotebook reads a submission, grades it and gives the notebook to return;
                                SaveVerdict writes the marks, where SaveAutoGrades would
    nbgrader generate_feedback  FeedbackPage gives our page, where nbconvert's HTML would be

No kernel is started, and nothing that a student wrote is run by nbgrader or believed by it: not cells that
print their own mark, nor metadata. Marks are those of `autograder grade`.
"""

import atexit
import functools
import json
from datetime import datetime
from glob import glob
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course import STATE, Submission, released
from autograder.errors import CourseError, GraderError, UnreadableNotebook
from autograder.exercises import exercises, notebook_name
from autograder.feedback import page
from autograder.grade import Grader
from autograder.gradebook import Gradebook
from autograder.handback import handed_in, lay_figures
from autograder.key import load_key
from autograder.language import _
from autograder.master import Master, read_master
from autograder.notebook import read
from autograder.returned import returned, verdict_of
from autograder.sandbox import Sandbox
from autograder.verdict import Verdict


@functools.cache
def _grader(assignment: str) -> Grader:
    """A grader that lives as long as the process: the formgrader autogrades one student at a time."""
    key = load_key(assignment, STATE)
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return Grader(key, sandbox, _master(assignment).checks)


@functools.cache
def _master(assignment: str) -> Master:
    return read_master(released(assignment))


class GradedNotebook(NotebookExporter):
    """What `nbgrader autograde` reads notebooks with.

    A preprocessor could not do it: it is given a notebook, and a submission may be none.
    """

    def __init__(self, **arguments: Any) -> None:
        """Gets ready for all submissions, so that what stands in their way is said once.

        Raises:
            NbGraderException: the assignment is not one of ours, the wall cannot stand, or the gradebook
                cannot be written.
        """
        super().__init__(**arguments)
        course = self._course
        try:
            exercises(course.assignment_id)  # is there such an assignment?
            _grader(course.assignment_id)
            with Gradebook(Path(course.root), course.db_url) as gradebook:
                gradebook.prepare(course.assignment_id, _master(course.assignment_id))
        except GraderError as error:
            self.log.error("%s", error)  # noqa: TRY400  # one sentence says it all
            raise NbGraderException(str(error)) from error
        self._take_any_name()

    def _take_any_name(self) -> None:
        """Has nbgrader look for the right name in every submission, where it would leave others out.

        Which file is meant, or that none is, is decided when it is read, as for `autograder grade`.
        """
        converter: Any = self.parent
        course = self._course
        pattern = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
        for folder in glob(pattern):  # noqa: PTH207  # nbgrader's own patterns, read as it reads them
            if Path(folder).is_dir():
                converter.assignments[folder] = [str(Path(folder) / notebook_name(course.assignment_id))]

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The notebook to return, for a file in `submitted/`; any other file as it is.

        nbgrader comes twice: with what was submitted, and with what this made of it.
        """
        resources = resources or {}
        names, file, course = resources["nbgrader"], Path(filename), self._course
        folder = course.format_path(course.submitted_directory, names["student"], names["assignment"])
        if file.parent != Path(folder):
            return super().from_filename(filename, resources, **arguments)
        data, verdict = _graded(Submission(names["student"], names["assignment"], file.parent, file.name))
        content = returned(data, verdict, _master(names["assignment"]))
        target = course.format_path(course.autograded_directory, names["student"], names["assignment"])
        lay_figures(Path(target), released(names["assignment"]).parent)
        resources["metadata"] = {"name": file.stem, "path": folder}
        notebook: NotebookNode = nbformat.from_dict(json.loads(content))
        output: tuple[Any, dict[str, Any]] = self.from_notebook_node(notebook, resources, **arguments)
        return output

    @property
    def _course(self) -> Any:
        """Nbgrader's CourseDirectory: an exporter's parent is the converter that made it."""
        converter: Any = self.parent
        return converter.coursedir


def _graded(submission: Submission) -> tuple[bytes, Verdict]:
    grader = _grader(submission.assignment)
    try:
        data = submission.read()
    except UnreadableNotebook as unreadable:
        return b"", grader.unreadable(str(unreadable))
    return data, grader.grade(data)


class SaveVerdict(NbGraderPreprocessor):
    """Writes a returned notebook's verdict into the gradebook; all of it, or nothing."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        verdict = verdict_of(nb)
        if verdict is None:
            raise CourseError(
                _(
                    "The notebook of {student} was not graded by autograder. Autograde it again, by force."
                ).format(student=names["student"])
            )
        folder = Path(resources["metadata"]["path"])
        with Gradebook(folder, names["db_url"]) as gradebook:
            gradebook.prepare(names["assignment"], _master(names["assignment"]))
            gradebook.record(names["student"], names["assignment"], verdict, _timestamp(folder))
        return nb, resources


def _timestamp(folder: Path) -> datetime | None:
    try:
        return handed_in((folder / "timestamp.txt").read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None


class FeedbackPage(HTMLExporter):
    """What `nbgrader generate_feedback` makes its pages with.

    Where a person changed a mark or wrote a comment, nbgrader's own page is the right one: it shows both.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[Any, dict[str, Any]]:
        names = (resources or {})["nbgrader"]
        data = Path(filename).read_bytes()
        verdict = verdict_of(json.loads(data))
        if verdict is None or self._is_reviewed(names):
            return super().from_filename(filename, resources, **arguments)
        code = read(data).definitions(result.name for result in verdict.exercises)
        html = page(verdict, names["student"], code, notebook=notebook_name(names["assignment"]))
        return html, self._init_resources(resources)

    def _is_reviewed(self, names: dict[str, str]) -> bool:
        with Gradebook(Path(), names["db_url"]) as gradebook:
            gradebook.prepare(names["assignment"], _master(names["assignment"]))
            return bool(gradebook.review(names["student"], names["assignment"]))
