"""What tests in more than one file rely on."""

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import URL

from autograder.key import Key
from tests import postgresql
from tests.keys import shared_keys

# A shell's jobs in the background ignore Control-C, and so would all that tests start and press it for.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Tests read English, whatever language their developer does.
os.environ["LANGUAGE"] = "en"

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), None)
NO_CHROMIUM = "there is no Chromium here; on Debian and Ubuntu: apt install chromium"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium, tests marked `browser` are skipped; on CI, where skipped means unseen, they fail."""
    if CHROMIUM is None and item.get_closest_marker("browser"):
        _go_without(NO_CHROMIUM)


def _go_without(missing: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """A PostgreSQL server; mark its tests `postgresql.alone`, so that one process starts one for all."""
    if not postgresql.installed():
        _go_without(postgresql.NONE_HERE)
    with postgresql.server() as address:
        yield address


@pytest.fixture(scope="session")
def _gradebook_there(server: URL) -> URL:
    return postgresql.database(server, "gradebook")


@pytest.fixture
def on_postgresql(_gradebook_there: URL) -> str:
    """The address of a gradebook in PostgreSQL that has nobody in it."""
    return postgresql.emptied(_gradebook_there).render_as_string()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, one for all tests of a process; take a `new_page` for each test."""
    with sync_playwright() as playwright:
        # Chromium's own sandbox wants user namespaces, which root and containers lack; our pages are inert.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with a fixed secret and the keys of all assignments, for reading only."""
    base = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in that of the run.
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    shared_keys(folder)
    return folder / "state"


@pytest.fixture(scope="session")
def keys(state: Path) -> Mapping[str, Key]:
    """The keys of all assignments; TensorFlow was imported at most once for them, in whichever process."""
    return shared_keys(state.parent)
