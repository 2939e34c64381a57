"""A real JupyterLab in a folder, for tests that look at notebooks as a student does."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.servers import PATH, TOKEN, serving

_SETTINGS = "jupyter/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"


@contextmanager
def lab(folder: Path, home: Path) -> Iterator[str]:
    """JupyterLab with a folder open; gives its address, which ends in a slash.

    Args:
        folder: that holds the notebooks.
        home: an empty folder, for what Jupyter keeps: an own one knows and trusts no notebook.
    """
    settings = home / _SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    environment = {"PATH": PATH, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "jupyter")}
    with serving("jupyterlab", folder, environment | _temporary(), home / "log") as server:
        yield server.address()


def _temporary() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name == "TMPDIR"}


def opened(page: Page, address: str, notebook: str) -> None:
    """Open a notebook, without those of before."""
    page.goto(f"{address}lab/tree/{notebook}?token={TOKEN}&reset")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=90_000)


def run_all(page: Page) -> Locator:
    """Run all cells; gives the last code cell, when it has an output."""
    cell = page.locator(".jp-CodeCell").last
    waiting = re.compile(r"^\[ \]:$")
    for _attempt in range(5):  # a page that is still busy with itself does not hear the first
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        with suppress(AssertionError):
            expect(cell.locator(".jp-InputPrompt")).not_to_have_text(waiting, timeout=10_000)
            break
    expect(cell.locator(".jp-OutputArea-output").last).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=90_000)
    return cell
