"""Our grader inside nbgrader's own commands, and so behind the formgrader's buttons.

`nbgrader_config.py` puts these classes in the place of nbgrader's, and OneLanguage before them: it takes the
other languages out of a master that `nbgrader generate_assignment` releases.

    nbgrader autograde          GradedNotebook reads a submission, grades it and gives the notebook to return;
                                SaveVerdict writes the marks, where SaveAutoGrades would
    nbgrader generate_feedback  FeedbackPage gives our page, where nbconvert's HTML would be

No kernel is started, and nothing that a student wrote is run by nbgrader or believed by it: not cells that
print their own mark, nor metadata. Marks are those of `autograder grade`.
"""

import atexit
import functools
import json
import os
import stat
from datetime import datetime
from glob import glob
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course import PROJECT, STATE, Submission, material, released, unfit_name
from autograder.errors import CourseError, GraderError, UnreadableNotebook
from autograder.exercises import exercises, notebook_name
from autograder.feedback.html import page
from autograder.feedback.people import People
from autograder.feedback.reading import headings
from autograder.feedback.untrusted import visible
from autograder.grade import Grader
from autograder.gradebook import Gradebook
from autograder.handback import Figures, clear
from autograder.journal import one_at_a_time
from autograder.key import load_key
from autograder.language import _, speaking
from autograder.limits import Limits
from autograder.master import Master
from autograder.notebook import read
from autograder.returned import answered, inert, returned, unchanged, verdict_of, written
from autograder.sandbox import Sandbox
from autograder.settings import language_of, limits_of, read_settings
from autograder.translated import in_language, master_in, translate_beside
from autograder.verdict import Verdict


@functools.cache
def _grader(assignment: str, limits: Limits) -> Grader:
    """A grader that lives as long as the process: the formgrader autogrades one student at a time."""
    sandbox = Sandbox(limits)  # first: where the wall cannot stand, nobody waits for a key
    atexit.register(sandbox.close)
    return Grader(load_key(assignment, STATE), sandbox, material(assignment))


@functools.cache
def _master(assignment: str, language: str) -> Master:
    return master_in(assignment, language)


class OneLanguage(NbGraderPreprocessor):
    """Leaves one language of a master, of which students get a copy, and of the files beside it."""

    language = Unicode(help="What students read; empty for the course's language.").tag(config=True)
    project = Unicode(str(PROJECT), help="Where figures are drawn for each language.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        exporter: Any = self.parent
        course = exporter.parent.coursedir
        language = self.language or language_of(Path(course.root))
        names = resources["nbgrader"]
        folder = course.format_path(course.release_directory, names["student"], names["assignment"])
        translate_beside(Path(folder), language, Path(self.project) / "images")
        return nbformat.from_dict(in_language(nb, language)), resources


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
            # Read anew for each click in the formgrader, which may run for days.
            settings = read_settings(Path(course.root))
            self._limits = limits_of(settings)
            self.language = language_of(settings)
            self._grader = _grader(course.assignment_id, self._limits)
            with one_at_a_time(Path(course.root)):
                pass  # no `autograder grade` is at work
            with Gradebook(Path(), course.db_url) as gradebook:
                gradebook.prepare(course.assignment_id, _master(course.assignment_id, self.language))
        except GraderError as error:
            self.log.error("%s", error)  # noqa: TRY400  # one sentence says it all
            raise NbGraderException(str(error)) from error
        self._take_any_name()
        self.before = self._graded_before()

    def _graded_before(self) -> dict[str, bytes]:
        """The notebooks in `autograded/`, by student; read now, as nbgrader is about to take them away."""
        converter: Any = self.parent
        course = self._course
        found = {}
        for folder in converter.assignments:
            student = Path(folder).parent.name
            target = course.format_path(course.autograded_directory, student, course.assignment_id)
            file = Path(target) / notebook_name(course.assignment_id)
            if file.is_file():
                found[student] = file.read_bytes()
        return found

    def _take_any_name(self) -> None:
        """Has nbgrader look for the right name in every submission, where it would leave others out.

        A student whose name its pages would run is left out: once in the database, the name is a link there.
        So is one in whose submission nbgrader would follow a link.

        Which file is meant, or that none is, is decided when it is read, as for `autograder grade`.
        """
        converter: Any = self.parent
        course = self._course
        pattern = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
        for folder in glob(pattern):  # noqa: PTH207  # nbgrader's own patterns, read as it reads them
            student = Path(folder).parent.name
            if sentence := unfit_name(student) or _led_astray(Path(folder), student):
                self.log.error("%s", sentence)
                converter.assignments.pop(folder, None)
                if not converter.assignments:
                    raise NbGraderException(sentence)
            elif Path(folder).is_dir():
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
        with speaking(self.language):
            data, verdict = self._graded(
                Submission(names["student"], names["assignment"], file.parent, file.name)
            )
            content = returned(data, verdict, _master(names["assignment"], self.language)).content
        target = course.format_path(course.autograded_directory, names["student"], names["assignment"])
        clear(Path(target), file.parent)
        Figures(released(names["assignment"]).parent).lay(Path(target))
        resources["metadata"] = {"name": file.stem, "path": folder}
        notebook: NotebookNode = nbformat.from_dict(json.loads(content))
        output: tuple[Any, dict[str, Any]] = self.from_notebook_node(notebook, resources, **arguments)
        return output

    def _graded(self, submission: Submission) -> tuple[bytes, Verdict]:
        try:
            data = submission.read(self._limits.notebook_bytes)
        except UnreadableNotebook as unreadable:
            return b"", self._grader.unreadable(str(unreadable))
        return data, self._grader.grade(data)

    @property
    def _course(self) -> Any:
        """Nbgrader's CourseDirectory: an exporter's parent is the converter that made it."""
        converter: Any = self.parent
        return converter.coursedir


def _led_astray(folder: Path, student: str) -> str:
    """Why nbgrader may not touch a submission, as a sentence; "" if it does no harm.

    It opens timestamp.txt, and copies whatever lies beside the notebook, before we are asked: what a link
    leads to, with the rights of whoever grades, and a device without end.
    """
    for place, _folders, files in os.walk(folder):
        for name in files:
            path = Path(place, name)
            if path.suffix != ".ipynb" and not stat.S_ISREG(path.lstat().st_mode):
                return _(
                    "{student} is not graded: {path} is a link, or no ordinary file, and nbgrader would "
                    "follow it. Take it away, or use: autograder grade"
                ).format(student=student, path=visible(str(path.relative_to(folder))))
    return ""


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
        exporter: Any = self.parent
        texts = written(nb)
        master = _master(names["assignment"], exporter.language)
        with Gradebook(Path(), names["db_url"]) as gradebook, speaking(exporter.language):
            gradebook.prepare(names["assignment"], master)
            gradebook.record(
                names["student"],
                names["assignment"],
                verdict,
                _timestamp(folder),
                answered=answered(texts, master),
                unchanged=unchanged(texts, exporter.before.get(names["student"], b"")),
                # nbgrader's AssignLatePenalties comes next.
            )
        return nb, resources


def _timestamp(folder: Path) -> datetime | None:
    return Submission("", "", folder, "").timestamp  # which follows no link, and takes any bytes


class FeedbackPage(HTMLExporter):
    """What `nbgrader generate_feedback` makes its pages with.

    It shows marks and comments that a person gave as well. What was graded without us gets nbgrader's page,
    with nothing in it that acts, and a policy besides, and without the course's own text: formulas would want
    a script, figures the files beside it, and the student has both in their notebook.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[Any, dict[str, Any]]:
        names = (resources or {})["nbgrader"]
        file = Path(filename)
        data = file.read_bytes()
        verdict = verdict_of(json.loads(data))
        converter: Any = self.parent
        course = converter.coursedir
        folder = course.format_path(course.feedback_directory, names["student"], names["assignment"])
        clear(Path(folder), file.parent)
        if verdict is None:
            return super().from_filename(filename, resources, **arguments)
        code = read(data).definitions(result.name for result in verdict.exercises)
        with speaking(self._language):
            html = page(
                verdict,
                names["student"],
                code,
                notebook=notebook_name(names["assignment"]),
                headings=headings(_master(names["assignment"], self._language)),
                people=self._people(names),
            )
        return html, self._init_resources(resources)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **arguments: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Nbgrader's page, with a policy by which no browser runs or loads anything for it."""
        names = (resources or {})["nbgrader"]
        cells = _master(names["assignment"], self._language).cells
        own = {text for cell in cells if cell.kind == "markdown" for text in cell.texts}
        nb.cells = [cell for cell in nb.cells if cell.source not in own]
        if verdict_of(nb) is None:
            _disarm(nb)
        html, resources = super().from_notebook_node(nb, resources, **arguments)
        head, found, rest = html.partition("<head>")
        if not found:
            raise CourseError(_("nbgrader's page has changed and cannot be made safe to open."))
        sealed = f"{head}{found}\n{_POLICY}{rest}"
        # Half a surrogate pair can be written nowhere.
        return sealed.encode("utf-8", "replace").decode(), resources

    @property
    def _language(self) -> str:
        converter: Any = self.parent
        return language_of(Path(converter.coursedir.root))

    def _people(self, names: dict[str, str]) -> People:
        with Gradebook(Path(), names["db_url"]) as gradebook:
            gradebook.prepare(names["assignment"], _master(names["assignment"], self._language))
            return gradebook.people(names["student"], names["assignment"])


_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'\">"
)


def _disarm(nb: NotebookNode) -> None:
    """Makes text of a notebook that was graded without us, which is the student's as it was handed in."""
    nb.metadata = NotebookNode()
    for cell in nb.cells:
        nbgrader = cell.metadata.get("nbgrader")
        cell.metadata = NotebookNode({} if nbgrader is None else {"nbgrader": nbgrader})
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.outputs = []
        else:
            cell.cell_type = "markdown"
            cell.source = inert(cell.source)
