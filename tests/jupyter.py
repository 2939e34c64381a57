"""A real JupyterLab in a folder, for tests that look at notebooks as a student does."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

TOKEN = "only-on-loopback"  # noqa: S105
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
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
    }
    options = [
        f"--IdentityProvider.token={TOKEN}",
        "--port=0",
        "--ip=127.0.0.1",
        "--no-browser",
        "--allow-root",
    ]
    log = home / "log"
    command = [sys.executable, "-m", "jupyterlab", *options]
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=folder, env=environment | _temporary(), stderr=out) as server,
    ):
        try:
            yield _address(log, server)
        finally:
            server.terminate()


def _temporary() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name == "TMPDIR"}


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text()):
            return found[0]
        with pytest.raises(subprocess.TimeoutExpired):
            server.wait(0.2)
    raise AssertionError(log.read_text())


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
