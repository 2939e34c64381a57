"""Takes the pictures in `docs/` anew: `make screenshots`, or `python -m tests.screenshots NAME` for some.

Each shows what somebody sees who uses the course: nothing is drawn for the picture. Look at each before you
commit it.
"""

import io
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.batch import Batch
from autograder.course import PROJECT
from autograder.demo import ASSIGNMENT, make_class
from tests.conftest import CHROMIUM, NO_CHROMIUM
from tests.fetched import fetched
from tests.jupyter import lab, opened, run_all

DOCS = PROJECT / "docs"
_SCALE = 2  # pixels of the picture for one of the page
_COLOURS = 256


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture.

    Attributes:
        name: of the file in `docs/`, without ".png".
        show: brings a page of the browser to what is to be seen.
        size: width and height of the window, in pixels.
        scheme: of colours.
    """

    name: str
    show: Callable[[Page], object]
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"


def _feedback(student: str) -> Callable[[Page], object]:
    """The feedback page of a student of the demo, as `autograder grade` writes it."""

    def show(page: Page) -> None:
        with TemporaryDirectory() as folder:
            course = Path(folder)
            make_class(course)
            for _graded in Batch(course, ASSIGNMENT, students=[student]).grade():
                pass
            (file,) = (course / "feedback" / student / ASSIGNMENT).glob("*.html")
            page.goto(file.as_uri())

    return show


def _check(written: str) -> Callable[[Page], object]:
    """A check cell in JupyterLab, after a student has run it."""

    def show(page: Page) -> None:
        until_taken = ExitStack()
        page.on("close", lambda _page: until_taken.close())
        name = until_taken.enter_context(TemporaryDirectory())
        folder, home = Path(name) / "course", Path(name) / "home"
        home.mkdir()
        fetched(folder)
        address = until_taken.enter_context(lab(folder, home))
        opened(page, address, f"{written}.ipynb")
        run_all(page).scroll_into_view_if_needed()
        page.wait_for_timeout(1_000)

    return show


SHOTS = (
    Shot("feedback", _feedback("deniz"), (960, 2020)),
    Shot("check", _check("flipped"), (1180, 900)),
)


def take(browser: Browser, shot: Shot) -> Path:
    """Takes a picture and gives its file."""
    width, height = shot.size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=shot.scheme, device_scale_factor=_SCALE
    )
    shot.show(page)
    file = DOCS / f"{shot.name}.png"
    content = page.screenshot()
    page.close()
    # Pages have few colours, and their edges many between: with a palette it is less than half as large.
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    # Colours from all over, so that those of few pixels are among them; then moved to what they stand for.
    few = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def main(names: Sequence[str]) -> int:
    """Takes the pictures with these names, or all; the exit status."""
    known = [shot.name for shot in SHOTS]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no picture {unknown[0]}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    if CHROMIUM is None:
        print(NO_CHROMIUM, file=sys.stderr)
        return 2
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False)
        for shot in SHOTS:
            if not names or shot.name in names:
                print(take(browser, shot).relative_to(PROJECT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
