"""A student and an instructor go the whole way, each in a JupyterLab of their own, and an exchange between.

Each step leaves a picture in build/screenshots/, to be looked at; `make walkthrough` takes those in docs/.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from autograder.course import PROJECT
from tests.course import ASSIGNMENT, MASTER, QUESTION
from tests.labs import Person
from tests.servers import TOKEN

PICTURES = Path(os.environ.get("SCREENSHOTS") or PROJECT / "build" / "screenshots")
SOON = 60_000  # milliseconds; a busy machine starts a kernel slowly

RIGHT = """\
def output_size(n: int, k: int, stride: int = 1) -> int:
    return (n - k) // stride + 1"""
ANSWER = "Training looks for the numbers of the kernel. If it is turned, the turned one is found instead."
COMMENT = "Well seen. And when is a kernel given beforehand?"

CONFIGURATION = f"""
c = get_config()
load_subconfig("nbgrader_config.py", path={str(PROJECT)!r})
"""


class Screen:
    """A browser's window, of which pictures are taken."""

    def __init__(self, browser: Browser, address: str) -> None:
        context = browser.new_context(
            viewport={"width": 1100, "height": 720}, extra_http_headers={"Authorization": f"token {TOKEN}"}
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SOON)
        self.address = address

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def lab(self, path: str = "") -> Page:
        self.page.goto(f"{self.address}lab{path}?reset")
        self.page.get_by_role("menuitem", name="Nbgrader").wait_for()
        return self.page

    def assignments(self) -> Page:
        page = self.lab()
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_role("menuitem", name="Assignment List").click()
        page.get_by_text("Released assignments", exact=True).wait_for()
        return page

    def formgrader(self, path: str) -> Page:
        self.page.goto(f"{self.address}formgrader/{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def said(self, button: str, sentence: str) -> None:
        """Presses one of the formgrader's buttons and waits for what it says."""
        self.page.locator(f"td.{button} a").click()
        expect(self.page.get_by_text(sentence)).to_be_visible(timeout=2 * SOON)
        expect(self.page.locator(".modal.show, .modal.in")).to_have_css("opacity", "1")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """An instructor's folder, with one assignment."""
    folder = tmp_path / "instructor" / "course"
    for part in ("solutions", "assignments"):
        shutil.copytree(PROJECT / part / ASSIGNMENT, folder / part / ASSIGNMENT)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    return folder


@dataclass(frozen=True)
class Classroom:
    """Two people at work.

    Attributes:
        work: the folder in which the student keeps what they fetch.
    """

    instructor: Person
    teaching: Screen
    learning: Screen
    course: Path
    work: Path


@pytest.fixture
def classroom(tmp_path: Path, course: Path, browser: Browser) -> Iterator[Classroom]:
    instructor, student = Person(tmp_path / "instructor"), Person(tmp_path / "student")
    work = tmp_path / "student" / "work"
    work.mkdir(parents=True)
    for person in (instructor, student):
        person.types("autograder", "exchange", "--me", str(tmp_path / "exchange"), at=person.home)
    with instructor.jupyterlab(course) as there, student.jupyterlab(work) as here:
        expect.set_options(timeout=SOON)
        teaching, learning = Screen(browser, there.address()), Screen(browser, here.address())
        yield Classroom(instructor, teaching, learning, course, work)
        teaching.page.context.close()
        learning.page.context.close()
        expect.set_options(timeout=5_000)  # Playwright's own


def write(page: Page, cell: Locator, text: str) -> None:
    """Replaces what stands in a cell and runs it."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")


@pytest.mark.browser
def test_the_whole_way_from_release_to_feedback(classroom: Classroom) -> None:
    teaching, learning, work = classroom.teaching, classroom.learning, classroom.work

    # The instructor releases.
    teaching.formgrader("manage_assignments")
    teaching.said("release", "Successfully released")
    teaching.picture("released")

    # The student fetches, solves, and has it validated.
    page = learning.assignments()
    page.get_by_role("button", name="Fetch", exact=True).wait_for()
    learning.picture("to-fetch")
    page.get_by_role("button", name="Fetch", exact=True).click()
    page.get_by_role("button", name="Submit", exact=True).wait_for()
    learning.picture("fetched")
    notebook = f"{ASSIGNMENT}/{MASTER.name}.ipynb"
    assert (work / notebook).is_file()

    page = learning.lab(f"/tree/{notebook}")
    # What looks idle before it has a kernel asks for one when a cell is run.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=2 * SOON)
    write(page, page.locator(".jp-Cell", has_text="import numpy as np").first, "import numpy as np")
    write(page, page.locator(".jp-Cell", has_text="def output_size(").first, RIGHT)
    page.keyboard.press("Shift+Enter")
    expect(
        page.get_by_text("Well done! output_size: the examples come out right.", exact=True)
    ).to_be_visible()
    learning.picture("solved")
    answer = page.locator(".jp-MarkdownCell", has_text="YOUR ANSWER HERE")
    for _scroll in range(60):  # JupyterLab draws the cells that are near
        if answer.count():
            break
        page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollBy(0, 1000)")
        page.wait_for_timeout(50)
    answer.locator(".jp-MarkdownOutput").dblclick()
    write(page, page.locator(".jp-Cell.jp-mod-active"), ANSWER)
    expect(page.locator(".jp-MarkdownOutput", has_text="Training looks for")).to_be_visible()
    learning.picture("answered")
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    page.get_by_role("button", name="Validate").click()
    validated = page.locator(".jp-Dialog")
    expect(validated).to_contain_text("Validation Results", timeout=2 * SOON)
    learning.picture("validated")
    assert "conv2d_single" in validated.inner_text()
    assert "output_size(5, 3)" not in validated.inner_text(), "what is right is not complained of"

    page = learning.assignments()
    page.get_by_role("button", name="Submit", exact=True).click()
    page.get_by_role("button", name="Fetch Feedback").wait_for()
    learning.picture("submitted")

    # The instructor collects, has it graded, and marks the answer.
    teaching.formgrader("manage_assignments")
    teaching.said("collect", "Successfully collected")
    teaching.picture("collected")
    page = teaching.formgrader(f"manage_submissions/{ASSIGNMENT}")
    expect(page.locator("tbody tr")).to_contain_text("needs autograding")
    teaching.said("autograde", "Successfully autograded")
    page = teaching.formgrader(f"manage_submissions/{ASSIGNMENT}")
    expect(page.locator("tbody tr")).to_contain_text("needs manual grading")
    expect(page.locator("tbody tr")).to_contain_text("2 / 22")
    teaching.picture("needs-a-mark")
    page = teaching.formgrader(f"gradebook/{ASSIGNMENT}/{MASTER.name}")
    page.get_by_text("Submission #1").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#notebook").first).to_contain_text(ANSWER)
    score, comment = page.locator(f"#{QUESTION}"), page.locator(f"#{QUESTION}-comment")
    with page.expect_response(re.compile("/formgrader/api/grade/")):
        score.fill("1.5")
        score.press("Tab")
    with page.expect_response(re.compile("/formgrader/api/comment/")):
        comment.fill(COMMENT)
        comment.press("Tab")
    score.scroll_into_view_if_needed()
    teaching.picture("marked")

    # Grading again, by the other command, keeps the mark and shows it on the page.
    report = json.loads(
        classroom.instructor.types("autograder", "grade", ASSIGNMENT, "--json", at=classroom.course)
    )
    assert [one["score"] for one in report["submissions"]] == [2.0]
    (told,) = (classroom.course / "feedback").rglob("*.html")
    assert COMMENT in told.read_text()

    # Feedback goes back.
    page = teaching.formgrader(f"manage_submissions/{ASSIGNMENT}")
    expect(page.locator("tbody tr")).to_contain_text("3.5 / 22")
    expect(page.locator("tbody tr")).not_to_contain_text("needs")
    teaching.said("generate-feedback", "Successfully generated feedback")
    page = teaching.formgrader(f"manage_submissions/{ASSIGNMENT}")
    teaching.said("release-feedback", "Successfully released feedback")
    teaching.picture("feedback-released")

    page = learning.assignments()
    page.get_by_role("button", name="Fetch Feedback").click()
    page.get_by_text("(view feedback)").wait_for()
    learning.picture("feedback-fetched")
    page.get_by_text("(view feedback)").click()
    page.locator(".jp-DirListing-item", has_text=f"{MASTER.name}.html").dblclick()
    shown = page.frame_locator("iframe.jp-HTMLViewer-iframe, .jp-HTMLViewer iframe")
    expect(shown.locator("body")).to_contain_text("3.5")
    expect(shown.locator("body")).to_contain_text(COMMENT)
    learning.picture("feedback")
    shown.get_by_text(COMMENT).scroll_into_view_if_needed()
    learning.picture("feedback-mark")
