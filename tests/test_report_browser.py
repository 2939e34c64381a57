"""The report on a class as a browser shows it: inert, legible, and at home on any screen and on paper."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page

from autograder import batch
from autograder.cli import main
from autograder.course import PROJECT
from autograder.report import classroom, page
from tests.classroom import hand_in_forty
from tests.course import ASSIGNMENT
from tests.injections import INJECTIONS
from tests.test_feedback_browser import _FAINT
from tests.test_report import MADE, of

pytestmark = pytest.mark.browser

SCREENSHOTS = PROJECT / "build" / "screenshots"
"""What a person looks at after a change to the page; made anew by these tests."""

Scheme = Literal["light", "dark"]
Show = Callable[..., Page]


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Path:
    """The course of a class of forty, graded by the command."""
    course = tmp_path_factory.mktemp("forty")
    hand_in_forty(course)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "STATE", state)
        assert main(["grade", ASSIGNMENT, "--course-dir", str(course)]) == 0
    return course


@pytest.fixture(scope="module")
def html(forty: Path) -> str:
    return page(classroom(forty, ASSIGNMENT))


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a page from a file; whatever it tries beyond showing itself fails the test at its end."""
    tried: list[str] = []
    contexts = []
    file = tmp_path / "page.html"

    def dismissed(dialog: Dialog) -> None:
        tried.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(html: str, *, width: int = 1200, scheme: Scheme = "light") -> Page:
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        context.expose_function("take", lambda number=0: tried.append(f"ran {number}"))
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", dismissed)
        page.on("console", lambda message: tried.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: tried.append(f"error: {error}"))
        page.on("request", lambda request: tried.append(f"request: {request.url}"))
        page.goto(file.as_uri(), wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [what for what in tried if what != f"request: {file.as_uri()}"] == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def test_a_class_of_forty_is_told(show: Show, html: str, forty: Path) -> None:
    with sqlite3.connect(forty / "gradebook.db") as db:
        marks = [mark for (mark,) in db.execute("SELECT sum(auto_score) FROM grade GROUP BY notebook_id")]
    shown = show(html)
    assert shown.locator(".tiles dd").all_inner_texts() == [
        "40",
        f"{mean(marks):.1f}",
        f"{median(marks):.1f}",
        str(marks.count(20.0)),
    ]
    first = shown.locator(".mistakes > li").first
    assert first.locator("code").first.inner_text() == "windows-rounded"
    word = shown.locator(".concerns tr", has_text="same mistake")
    assert word.locator("bdi").all_inner_texts() == ["ines", "jonas"]


@pytest.mark.parametrize(
    ("name", "width", "scheme", "medium"),
    [
        ("light", 1200, "light", "screen"),
        ("dark", 1200, "dark", "screen"),
        ("phone", 340, "light", "screen"),
        ("print", 760, "dark", "print"),
    ],
)
def test_it_is_there_to_be_looked_at(
    show: Show, html: str, name: str, width: int, scheme: Scheme, medium: Literal["screen", "print"]
) -> None:
    shown = show(html, width=width, scheme=scheme)
    shown.emulate_media(media=medium)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    shown.screenshot(path=SCREENSHOTS / f"report-{name}.png", full_page=True)
    light = min(map(int, shown.evaluate("getComputedStyle(document.body).backgroundColor")[4:-1].split(", ")))
    assert (light > 240) is (name != "dark")


def test_without_names_it_is_there_to_be_looked_at(show: Show, forty: Path) -> None:
    shown = show(page(classroom(forty, ASSIGNMENT), anonymous=True))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    shown.screenshot(path=SCREENSHOTS / "report-anonymous.png", full_page=True)
    assert shown.locator("bdi").count() == 0


@pytest.mark.parametrize("part", range(4))
def test_no_name_runs_or_loads_anything(show: Show, part: int) -> None:
    names = [text for name, text in INJECTIONS.items() if name != "surrogate"][part::4]
    shown = show(page(of(*names), made=MADE))
    unfold(shown)
    shown.mouse.move(300, 300)
    for _ in range(30):
        shown.keyboard.press("Tab")
    assert shown.evaluate("document.scripts.length + document.images.length + frames.length") == 0
    assert shown.locator("h1").all_inner_texts() == ["Sliding window"]
    assert shown.locator(".concerns bdi").count() >= len(names)


@pytest.mark.parametrize("width", [320, 768, 1200])
def test_only_tables_scroll_sideways(show: Show, html: str, width: int) -> None:
    shown = show(html, width=width)
    unfold(shown)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    outside = shown.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(each =>
            !each.closest('.scroll, .unseen, svg') && each.getBoundingClientRect().right > innerWidth
        ).map(each => each.outerHTML.slice(0, 200))"""
    )
    assert outside == []


def test_a_long_name_makes_no_page_wide(show: Show) -> None:
    shown = show(page(of("x" * 300), made=MADE), width=320)
    unfold(shown)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_all_text_stands_out_from_its_background(
    show: Show, html: str, scheme: Scheme, medium: Literal["screen", "print"]
) -> None:
    shown = show(html, scheme=scheme)
    shown.emulate_media(media=medium)
    unfold(shown)
    found = shown.evaluate(_FAINT)
    assert found["seen"] > 200
    assert found["faint"] == []


def test_whoever_sees_no_drawing_is_told_what_it_shows(show: Show, html: str) -> None:
    shown = show(html)
    drawings = shown.get_by_role("img")
    assert drawings.count() == 2
    for drawing in drawings.all():
        title, desc = (drawing.locator(tag).text_content() for tag in ("title", "desc"))
        assert title and desc and drawing.get_attribute("aria-labelledby")
    # Each number that is drawn stands in the table below the drawing.
    for block in ("marks", "times"):
        section = shown.locator(f"section[aria-labelledby={block}]")
        section.get_by_text("The same as a table").click()
        cells = section.locator("td.number").all_inner_texts()
        drawn = section.locator("svg .count").all_text_contents()
        assert [count for count in cells if count != "0"] == drawn
        assert sum(map(int, cells)) == 40


def test_on_paper_everything_is_unfolded(show: Show, html: str) -> None:
    shown = show(html)
    folded = shown.locator(".mistakes bdi").first
    assert not folded.is_visible()
    shown.emulate_media(media="print")
    assert folded.is_visible()


def test_headings_and_landmarks_are_there_to_navigate_by(show: Show, html: str) -> None:
    shown = show(html)
    for role in ("banner", "main", "contentinfo"):
        assert shown.get_by_role(role).count() == 1
    headings: list[Any] = shown.get_by_role("heading", level=2).all_inner_texts()
    assert headings == [
        "Marks",
        "Mistakes that students share",
        "Exercises",
        "Answers in words",
        "Who needs a word before the next lecture",
        "What gave no answer",
        "When it was handed in",
    ]
    assert shown.get_by_role("region", name="Marks").count() == 1
