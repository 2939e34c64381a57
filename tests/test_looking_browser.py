"""Check cells in JupyterLab, as a student sees them: before anything is written, wrong, and right.

Each test leaves a picture in build/screenshots/, to be looked at.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from autograder.course import PROJECT
from tests.fetched import fetched
from tests.jupyter import lab, opened, run_all

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

PICTURES = PROJECT / "build" / "screenshots"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment as a student has fetched it, with a notebook for each state that it may be in."""
    folder = tmp_path_factory.mktemp("student") / "assignment"
    fetched(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with lab(folder, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page from which nothing may be fetched but from JupyterLab itself."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert [url for url in asked if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url)] == []


@pytest.fixture
def checked(page: Page, address: str) -> Callable[[str], Locator]:
    """Opens a notebook, runs it, takes a picture, and gives what its check cell shows."""

    def run(name: str) -> Locator:
        opened(page, address, f"{name}.ipynb")
        cell = run_all(page)
        cell.scroll_into_view_if_needed()
        shows = cell.locator(".jp-OutputArea").first
        expect(shows.locator("img").first).to_be_visible()
        photograph(page, f"check-{name}")
        return shows

    return run


def photograph(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def error(shows: Locator) -> str:
    """What the red part of an output says, on one line."""
    return " ".join(shows.locator("[data-mime-type='application/vnd.jupyter.stderr']").inner_text().split())


def test_a_stub_shows_the_target_and_a_first_step(checked: Callable[[str], Locator]) -> None:
    shows = checked("stub")
    expect(shows.locator("p").first).to_contain_text("nothing is wrong yet")
    expect(shows.locator("p").first).to_contain_text("A first step: make room for the result.")
    assert error(shows) == "conv2d_single is still to be written."
    assert shows.get_by_role("img").evaluate("picture => picture.naturalWidth") > 1000


def test_the_window_goes_where_it_is_sent_by_mouse_and_by_arrow_keys(
    page: Page, checked: Callable[[str], Locator]
) -> None:
    shows = checked("stub")
    window = shows.locator(".window").first

    def place() -> list[int]:
        page.wait_for_timeout(400)  # it glides
        # Within its image, in pixels of the image's cells.
        at: list[int] = window.evaluate(
            "w => { const a = w.getBoundingClientRect(), b = w.parentNode.getBoundingClientRect();"
            " return [Math.round((a.top - b.top) / 30), Math.round((a.left - b.left) / 30)] }"
        )
        return at

    assert place() == [0, 0]
    shows.locator("label").nth(5).click()
    assert place() == [1, 2]
    expect(shows.get_by_text("row 1, column 2: −2 + 1 + 0")).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert place() == [2, 0]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert place() == [1, 1]
    expect(shows.get_by_text("row 1, column 1:")).to_be_visible()
    expect(shows.get_by_text("row 0, column 0:")).to_be_hidden()
    photograph(page, "check-window-moved")


def test_a_flipped_kernel_is_told_and_the_first_wrong_number_named(
    checked: Callable[[str], Locator],
) -> None:
    shows = checked("flipped")
    assert error(shows) == (
        "conv2d_single(GREY, KERNEL): at row 0, column 0 expected 7, yours 6. 8 of 9 numbers differ. That is "
        "what a kernel turned by half a circle gives. In which order do its weights meet the pixels?"
    )
    expect(shows.locator("details")).not_to_have_attribute("open", "")


def test_another_shape_is_told_before_any_number(checked: Callable[[str], Locator]) -> None:
    assert error(checked("shape")).startswith(
        "conv2d_single(GREY, KERNEL): expected the shape (3, 3), yours (5, 5). A 3 × 3 kernel on"
    )


def test_an_error_leads_to_the_students_own_line(checked: Callable[[str], Locator]) -> None:
    told = error(checked("crash"))
    assert "ends in ValueError" in told
    assert "result[row, col] = hadamard_sum(seen, kernel)" in told
    assert "looking/" not in told


def test_a_right_answer_is_praised_in_one_line(checked: Callable[[str], Locator]) -> None:
    shows = checked("right")
    expect(shows).to_have_text(re.compile(r"^\s*Well done! conv2d_single: the examples come out right\.\s*$"))
    assert shows.get_by_role("img").evaluate("picture => picture.width") < 200


def test_where_a_notebook_is_not_trusted_the_picture_is_still_there(
    browser: Browser, checked: Callable[[str], Locator], page: Page, folder: Path, tmp_path: Path
) -> None:
    """Another Jupyter, which has signed nothing, cleans HTML of styles and buttons."""
    checked("flipped")
    page.keyboard.press("Control+s")
    saved = folder / "flipped.ipynb"
    page.wait_for_timeout(2_000)
    assert "image/png" in saved.read_text(encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    with lab(folder, home) as elsewhere:
        other = browser.new_page(viewport={"width": 1280, "height": 1400})
        opened(other, elsewhere, "flipped.ipynb")
        shows = other.locator(".jp-CodeCell").last.locator(".jp-OutputArea").first
        picture = shows.get_by_role("img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        assert picture.evaluate("picture => picture.naturalWidth") > 1000
        assert "target: [[" in (picture.get_attribute("alt") or "")
        assert error(shows).startswith("conv2d_single(GREY, KERNEL): at row 0, column 0 expected 7, yours 6.")
        photograph(other, "check-untrusted")
        other.close()


@pytest.mark.parametrize(("name", "fails"), [("stub", True), ("flipped", True), ("right", False)])
def test_nbgrader_validates_a_right_answer_and_no_other(folder: Path, name: str, fails: bool) -> None:
    """As its button in JupyterLab does."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", f"{name}.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("failed" in done.stdout) == fails, done.stdout
    assert ("Success!" in done.stdout) != fails
    if name == "flipped":
        assert "at row 0, column 0 expected 7, yours 6." in " ".join(done.stdout.split())
        assert "looking/" not in done.stdout
