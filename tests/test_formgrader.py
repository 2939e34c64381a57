"""The formgrader in a browser: its button grades, the class shows, and a stranger's notebook does nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from autograder.course import PROJECT
from tests.course import ASSIGNMENT, MASTER, as_bytes, released
from tests.making import code_cell
from tests.servers import PATH, TOKEN, serving

STRANGER = (
    "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\">"
)

CONFIGURATION = f"""
c = get_config()
load_subconfig("nbgrader_config.py", path={str(PROJECT)!r})
"""


def submit(course: Path) -> None:
    content = released()
    html = {"output_type": "display_data", "metadata": {}, "data": {"text/html": STRANGER}}
    content["cells"] += [
        {"cell_type": "markdown", "metadata": {}, "source": STRANGER},
        {"cell_type": "raw", "metadata": {}, "source": STRANGER},
        code_cell(f"x = '''{STRANGER}'''", outputs=[html]),
        code_cell("def output_size(n, k, stride=1):\n    return (n - k) // stride + 1"),
        code_cell(f"def window(*args):\n    raise ValueError({STRANGER!r})"),
    ]
    folder = course / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{MASTER.name}.ipynb").write_bytes(as_bytes(content))
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")


@pytest.fixture
def formgrader(tmp_path: Path) -> Iterator[str]:
    """The address of a Jupyter server in a course's folder."""
    course, log = tmp_path / "course", tmp_path / "log"
    submit(course)
    (course / "nbgrader_config.py").write_text(CONFIGURATION)
    environment = {
        "PATH": PATH,
        "HOME": str(tmp_path),
        "PYTHONPATH": str(PROJECT),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"),
    } | {name: value for name, value in os.environ.items() if name.startswith("TF_")}
    with serving("jupyter_server", course, environment, log) as server:
        yield f"{server.address()}formgrader"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


@pytest.mark.browser
def test_its_button_grades_and_what_a_stranger_wrote_does_nothing(browser: Browser, formgrader: str) -> None:
    page = browser.new_page(extra_http_headers={"Authorization": f"token {TOKEN}"})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))

    opened(page, f"{formgrader}/manage_submissions/{ASSIGNMENT}")
    row = page.locator("tr", has_text="ada")
    expect(row).to_contain_text("needs autograding")
    row.locator("td.autograde a").click()
    expect(page.get_by_text("Successfully autograded")).to_be_visible(timeout=120_000)
    page.reload()
    # Their text stands below the question, so it may be meant for an answer.
    expect(row).to_contain_text("needs manual grading")
    expect(row).to_contain_text("2 / 22")

    opened(page, f"{formgrader}/gradebook/{ASSIGNMENT}/{MASTER.name}")
    page.get_by_text("Submission #1").click()
    page.wait_for_load_state("networkidle")
    assert page.title() == MASTER.name
    # Shown four times, as it was typed: in two texts, and in two cells of code.
    notebook = page.locator("#notebook").first
    assert notebook.inner_text().count("<script>document.title") >= 4
    assert notebook.locator("script").count() == 0
    assert page.locator("input.score").count() == 7
    assert page.locator("#check_output_size").get_attribute("placeholder") == "2"
    assert page.locator("#check_window").get_attribute("placeholder") == "0"
    assert "is still to be written" in (
        page.locator("#conv2d_single-comment").get_attribute("placeholder") or ""
    )
    figures = notebook.locator("img").evaluate_all("figures => figures.map(figure => figure.naturalWidth)")
    assert figures
    assert all(figures)
    own = formgrader.removesuffix("formgrader")
    assert {url for url in asked if not url.startswith(own) and "mathjax" not in url} == set()
    page.close()
