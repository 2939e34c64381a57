"""Whatever a student writes, and wherever: who looks at it sees text, and nothing else happens."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook as NbgradersGradebook
from nbgrader.apps.api import NbGraderAPI
from playwright.sync_api import Browser, Dialog, Frame, Page, Request
from playwright.sync_api import Error as PlaywrightError
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder import preprocessors
from autograder.cli import main
from autograder.course import PROJECT
from autograder.gradebook import Gradebook
from autograder.verdict import Status
from tests.course import ASSIGNMENT, MASTER, as_bytes, released, verdict
from tests.injections import FILE, INJECTIONS, REFUSED, STUDENT, infested, named
from tests.servers import PATH, TOKEN, serving
from tests.verdicts import harmless

pytestmark = [
    pytest.mark.browser,
    # nbgrader adds submissions to the database in an order that SQLAlchemy has been warning of.
    pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning"),
]

NAME = f"{MASTER.name}.ipynb"
COMMENT = "Look at the *last* column."


# --- A course in which students did their worst -----------------------------------------------------


def configuration(course: Path) -> Config:
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(PROJECT)).load_config()
    config.CourseDirectory.root = str(course)
    return config


def submit(course: Path, student: str, name: str) -> Path:
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / name).write_bytes(infested(released()))
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Path:
    """Autograded, with feedback, by nbgrader's commands; one student's notebook has a person's comment."""
    folder = tmp_path_factory.mktemp("course")
    for student, name in (("bob", NAME), (STUDENT, FILE), (REFUSED, NAME)):
        submitted = submit(folder, student, name)
        (submitted / "page.html").write_text(INJECTIONS["script"])
        (submitted / "images").mkdir()
        (submitted / "images" / "theirs.svg").write_text(INJECTIONS["svg-script"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preprocessors, "STATE", state)
        patch.setenv("PATH", "")  # nbgrader would start the program alembic
        api = NbGraderAPI(config=configuration(folder))
        outcome = api.autograde(ASSIGNMENT, "*")
        assert outcome["success"], outcome
        assert "Rename the folder" in outcome["log"]
        with NbgradersGradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
            comment = gradebook.find_comment("window", MASTER.name, ASSIGNMENT, "bob")
            comment.manual_comment = COMMENT
            gradebook.db.commit()
        outcome = api.generate_feedback(ASSIGNMENT, "*")
        assert outcome["success"], outcome
    return folder


@pytest.fixture(scope="module")
def server(course: Path) -> Iterator[str]:
    """The address of a Jupyter server in the course's folder."""
    log = course / "log"
    (course / "nbgrader_config.py").write_text(
        f'c = get_config()\nload_subconfig("nbgrader_config.py", path={str(PROJECT)!r})\n'
    )
    environment = {
        "PATH": PATH,
        "HOME": str(course),
        "PYTHONPATH": str(PROJECT),
        "JUPYTER_CONFIG_DIR": str(course / "jupyter"),
    }
    with serving("jupyter_server", course, environment, log) as started:
        yield started.address()


# --- A browser that notices -------------------------------------------------------------------------


class Watched:
    """A page, and what happened on it that should not.

    Attributes:
        own: where the page may ask for things; all other requests go nowhere and are noted.
        happened: in words; an injection by its name.
    """

    def __init__(self, browser: Browser, own: str) -> None:
        self.own = own
        self.happened: set[str] = set()
        self._context = browser.new_context(
            extra_http_headers={"Authorization": f"token {TOKEN}"} if own.startswith("http") else {}
        )
        self._context.expose_function("take", lambda number=0: self._note(f"ran {_name(number)}"))
        self._context.route(lambda url: not url.startswith(own), lambda route: route.abort())
        self.page: Page = self._context.new_page()
        self.page.on("requestfinished", lambda request: self._asked(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("dialog", self._spoken)
        self.page.on("download", lambda _download: self._note("a download"))
        self._context.on("page", lambda page: None if page == self.page else self._note("a window"))

    def _note(self, what: str) -> None:
        self.happened.add(what)

    def _spoken(self, dialog: Dialog) -> None:
        self._note("a dialog")
        dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != "csp":  # which was never sent
            self._asked(request.url)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.own, "data:image/png")):
            number = re.search(r"^http://127\.0\.0\.1:9/(\d+)", url)
            self._note(f"asked for {_name(int(number[1])) if number else url}")

    def open(self, address: str) -> Page:
        self.page.goto(address)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Unfolds, focuses, hovers and waits, as a reader might."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for _ in range(10):
            self.page.keyboard.press("Tab")
        self.page.mouse.move(300, 300)
        self.page.wait_for_timeout(200)

    def close(self) -> None:
        self._context.close()


def _name(number: float) -> str:
    return named(int(number)) if 1 <= number <= len(INJECTIONS) else f"number {number}"


# What could act, now or when it is clicked, in a part of a page; and text that MathJax would look at.
_ACTING = """([part, allowed]) => {
    const found = [];
    const root = document.querySelector(part);
    const bad = 'script style link meta base iframe frame object embed form svg math video audio source ' +
        'area template portal dialog noscript title';
    const acts = /^on|^(srcdoc|formaction|ping|background|poster|srcset|autofocus)$/;
    for (const each of root.querySelectorAll('*')) {
        if (each.closest(allowed)) continue;
        const name = each.localName;
        const say = what => found.push(what + ' in ' + each.outerHTML.slice(0, 150));
        if (bad.split(' ').includes(name) || name.includes('-')) say('<' + name + '>');
        for (const {name, value} of each.attributes) {
            if (acts.test(name)) say(name);
            if (name === 'style' && !/^text-align: ?\\w+;?$/.test(value)) say('style');
            if (/href$/.test(name) && !/^#/.test(value)) say(name);
            if (name === 'src' && !/^images\\//.test(value)) say('src');
            if (/mermaid|MathJax/i.test(name + value)) say('class');
        }
    }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.data;
        if (/\\\\\\S/.test(text) && /take\\(|127\\.0\\.0\\.1:9/.test(text) &&
                !walker.currentNode.parentElement.closest('pre, code, textarea, ' + allowed))
            found.push('text for MathJax: ' + text.slice(0, 150));
    }
    return found;
}"""


def acting(page: Page | Frame, part: str, allowed: str = "x-nothing") -> list[str]:
    found: list[str] = page.evaluate(_ACTING, [part, allowed])
    return found


# What acts in attributes, in scripts, in templates, in other encodings or in terminals.
ELSEWHERE = {
    "attribute-double", "attribute-single", "string-script", "string-single", "entity", "zero-width",
    "look-alike", "overlong", "stacked", "terminal-clear", "terminal-title", "terminal-over", "own-line",
    "link-title", "tex-require", "string-line", "template-others",
}  # fmt: skip


@pytest.fixture
def watch(browser: Browser) -> Iterator[Any]:
    opened: list[Watched] = []

    def watched(own: str) -> Watched:
        opened.append(Watched(browser, own))
        return opened[-1]

    yield watched
    for each in opened:
        each.close()


# --- The catalogue ----------------------------------------------------------------------------------


def test_the_injections_act_where_nothing_stops_them(watch: Any, tmp_path: Path) -> None:
    """Each alone in a page, as nbconvert writes Markdown: else the other tests could not fail."""
    (tmp_path / "frames").mkdir()
    attached = {name: {"image/svg+xml": "<svg onload=take()>"} for name in ("x.svg", "y.png")}
    for number, text in enumerate(INJECTIONS.values(), 1):
        renderer = IPythonRenderer(escape=False, attachments=attached)
        html = MarkdownWithMath(renderer=renderer).render(text)
        page = f"<!DOCTYPE html><meta charset=utf-8><body>{html}{text}"
        (tmp_path / "frames" / f"{number}.html").write_text(page, "utf-8", "replace")
    frames = "".join(
        f"<iframe src=frames/{number}.html></iframe>" for number in range(1, len(INJECTIONS) + 1)
    )
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>x</title>{frames}")
    watched = watch(tmp_path.as_uri())
    watched.page.goto((tmp_path / "page.html").as_uri(), wait_until="commit")
    left = INJECTIONS.keys() - ELSEWHERE
    for _ in range(60):
        watched.page.wait_for_timeout(500)
        # What waits for a click, or for MathJax, is seen by the look of it.
        looks = {
            _place(frame.url) for frame in watched.page.frames if _place(frame.url) in left and _acts(frame)
        }
        left -= looks | {what.split()[-1] for what in watched.happened}
        if not left:
            break
    assert left == set()


def _acts(frame: Frame) -> bool:
    """Whether something in a frame could act; no, as yet, if the frame went elsewhere meanwhile."""
    try:
        return bool(acting(frame, "body"))
    except PlaywrightError:
        return False


def _place(url: str) -> str:
    number = re.search(r"frames/(\d+)", url)
    return named(int(number[1])) if number else ""


# --- Our page -----------------------------------------------------------------------------------


def test_our_feedback_page_is_text(watch: Any, course: Path) -> None:
    (file,) = (course / "feedback" / STUDENT / ASSIGNMENT).glob("*.html")
    watched = watch(file.as_uri())
    page = watched.open(file.as_uri())
    assert watched.happened == set()
    assert acting(page, "main", "svg, summary") == []
    assert page.get_by_role("heading", level=1).inner_text() == "Sliding window"
    assert "<script>take(1)</script>" in page.locator("main").inner_text()


# --- The formgrader -----------------------------------------------------------------------------


def test_the_formgrader_shows_a_notebook_as_text(watch: Any, course: Path, server: str) -> None:
    watched = watch(server)
    page = watched.open(f"{server}formgrader/gradebook/{ASSIGNMENT}/{MASTER.name}")
    page.get_by_text("Submission #1").first.click()
    watched.settle()
    assert page.title() == MASTER.name
    assert acting(page, "#notebook", ".panel-heading, .panel-footer") == []
    assert page.locator("#notebook").first.inner_text().count("<script>take(1)</script>") > 10
    assert {what for what in watched.happened if "mathjax" not in what} == set()


@pytest.mark.parametrize(
    "page",
    [
        "manage_students",
        f"manage_submissions/{ASSIGNMENT}",
        f"gradebook/{ASSIGNMENT}/{MASTER.name}",
        f"manage_students/{quote(STUDENT)}",
        f"manage_students/{quote(STUDENT)}/{ASSIGNMENT}",
    ],
)
def test_the_formgrader_shows_a_students_name_as_text(watch: Any, server: str, page: str) -> None:
    watched = watch(server)
    watched.open(f"{server}formgrader/{page}")
    assert STUDENT in watched.page.content().replace("&amp;", "&")
    assert watched.happened == set()


def test_a_name_that_the_formgrader_would_run_is_nowhere_a_link(
    watch: Any, course: Path, server: str
) -> None:
    assert not (course / "autograded" / REFUSED).exists()
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert {student.id for student in gradebook.students} == {"bob", STUDENT}


def test_when_every_name_would_be_run_autograde_says_what_to_do(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preprocessors, "STATE", state)
    submit(tmp_path, REFUSED, NAME)
    outcome = NbGraderAPI(config=configuration(tmp_path)).autograde(ASSIGNMENT, "*")
    assert not outcome["success"]
    assert "Rename the folder" in outcome["log"]


def test_so_is_one_with_a_persons_comment(watch: Any, course: Path) -> None:
    (file,) = (course / "feedback" / "bob" / ASSIGNMENT).glob("*.html")
    watched = watch(file.as_uri())
    page = watched.open(file.as_uri())
    assert watched.happened == set()
    assert acting(page, "main", "svg, summary") == []
    assert COMMENT in (page.locator("main").text_content() or ""), "as it was typed"


# --- nbgrader's page ------------------------------------------------------------------------------


def test_nbgraders_page_of_a_notebook_that_was_graded_without_us_is_text(
    watch: Any, course: Path, tmp_path: Path
) -> None:
    for name in ("autograded", "gradebook.db"):
        copy = shutil.copytree if (course / name).is_dir() else shutil.copy
        copy(course / name, tmp_path / name)
    notebook = tmp_path / "autograded" / "bob" / ASSIGNMENT / NAME
    notebook.chmod(0o644)
    content = json.loads(infested(released()))
    for number, cell in enumerate(content["cells"]):
        cell["id"] = f"cell-{number}"  # nbformat refuses others
    notebook.write_bytes(as_bytes(content))
    assert NbGraderAPI(config=configuration(tmp_path)).generate_feedback(ASSIGNMENT, "bob")["success"]
    file = tmp_path / "feedback" / "bob" / ASSIGNMENT / f"{MASTER.name}.html"
    watched = watch(file.as_uri())
    page = watched.open(file.as_uri())
    assert watched.happened == set()
    assert acting(page, "#notebook") == []
    assert page.get_by_text("Look at the last column.").is_visible()


def test_our_comments_are_text_where_nbgrader_renders_them(watch: Any, tmp_path: Path) -> None:
    html = ""
    with Gradebook(tmp_path) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        for name, text in INJECTIONS.items():
            gradebook.record(name, ASSIGNMENT, verdict(otherwise=Status.WRONG, message=f"It raised: {text}"))
    with NbgradersGradebook(f"sqlite:///{tmp_path}/gradebook.db") as theirs:
        for name in INJECTIONS:
            comment = theirs.find_comment("window", MASTER.name, ASSIGNMENT, name).comment
            html += MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(comment)
    file = tmp_path / "page.html"
    file.write_text(f"<!DOCTYPE html><meta charset=utf-8><main>{html}</main>")
    watched = watch(file.as_uri())
    page = watched.open(file.as_uri())
    assert watched.happened == set()
    assert acting(page, "main") == []


# --- The notebook, opened ------------------------------------------------------------------------


def test_the_notebook_turned_into_html_is_text(watch: Any, course: Path, tmp_path: Path) -> None:
    notebook = course / "autograded" / STUDENT / ASSIGNMENT / NAME
    exporter: Any = HTMLExporter()  # type: ignore[no-untyped-call]
    html, _resources = exporter.from_filename(str(notebook))
    shutil.copytree(notebook.parent / "images", tmp_path / "images")
    (tmp_path / "page.html").write_text(html)
    watched = watch(tmp_path.as_uri())
    page = watched.open((tmp_path / "page.html").as_uri())
    assert acting(page, "main") == []
    assert {what for what in watched.happened if "cdnjs" not in what} == set()


# --- What lies beside -------------------------------------------------------------------------------


@pytest.mark.parametrize("student", ["bob", STUDENT], ids=["bob", "hostile"])
def test_what_else_lay_in_a_submission_is_not_handed_on(course: Path, student: str) -> None:
    for folder, kind in (("autograded", "ipynb"), ("feedback", "html")):
        found = {
            path.name
            for path in (course / folder / student / ASSIGNMENT).rglob("*")
            if path.is_file() and path.suffix != ".png"
        }
        assert found == {f"{MASTER.name}.{kind}", "timestamp.txt"}


# --- The terminal -------------------------------------------------------------------------------


def test_check_writes_nothing_to_a_terminal_but_text_and_colours(
    course: Path,
    state: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.course.STATE", state)
    monkeypatch.setenv("FORCE_COLOR", "1")
    notebook = tmp_path / FILE
    notebook.write_bytes(infested(released()))
    assert main(["check", str(notebook), "--assignment", ASSIGNMENT]) == 0
    told = capsys.readouterr()
    assert "<script>take(1)</script>" in told.out
    assert "\x1b[" in told.out
    for text in (told.out, told.err):
        plain = re.sub(r"\x1b\[[\d;]*m", "", text)
        assert {character for character in plain if not harmless(character)} == set()
        assert not re.search("^SCORE", plain, re.MULTILINE)
