"""The feedback page as a browser shows it: inert, legible, and at home on any screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Page

from autograder.course import PROJECT
from tests.states import STATES
from tests.verdicts import INJECTIONS, everything, with_everywhere

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
Show = Callable[..., Page]

LOOKS: dict[str, tuple[int, Scheme, list[str]]] = {
    "light": (1200, "light", []),
    "dark": (1200, "dark", ["color-contrast", "link-in-text-block"]),
    "phone": (360, "light", ["scrollable-region-focusable", "target-size"]),
}
"""Width in pixels, colour scheme, and the rules of axe that this look may break where the first kept them."""

PICTURES = PROJECT / "build" / "screenshots"
"""Where a picture of each state in each look is left, for people to look at."""


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Any:
    """Opens a page from a file; whatever it tries beyond showing itself fails the test at its end."""
    tried: list[str] = []
    contexts = []

    def dismissed(dialog: Dialog) -> None:
        tried.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(html: str, *, width: int = 1200, scheme: Scheme = "light") -> Page:
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
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
    # A page is its own first request.
    assert [what for what in tried if what != f"request: {(tmp_path / 'page.html').as_uri()}"] == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def unreadable() -> str:
    bad = " ".join(text for name, text in INJECTIONS.items() if name != "surrogate")
    return with_everywhere(bad)["problem"].page()


@pytest.mark.parametrize("html", [everything().page(), unreadable()], ids=["graded", "unreadable"])
def test_nothing_a_student_writes_runs_or_loads_anything(show: Show, html: str) -> None:
    page = show(html)
    unfold(page)
    page.mouse.move(300, 300)
    for _ in range(30):
        page.keyboard.press("Tab")
    assert page.evaluate("document.scripts.length + document.images.length + frames.length") == 0
    assert page.locator("h1").all_inner_texts() == ["Sliding window"]


def test_the_policy_lets_our_own_style_through(show: Show) -> None:
    page = show(everything().page())
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "auto"


@pytest.mark.parametrize(
    "slipped",
    [
        "<script>document.title = 'theirs'</script>",
        "<svg onload=\"document.title = 'theirs'\"></svg>",
        '<img src="http://127.0.0.1:9/beacon.png">',
        "<style>body { display: none }</style>",
        '<p style="position: fixed">100/100</p>',
        '<iframe src="http://127.0.0.1:9/page.html"></iframe>',
    ],
)
def test_the_policy_alone_would_stop_what_slipped_through(
    browser: Browser, tmp_path: Path, slipped: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text(everything().page().replace("</main>", f"{slipped}</main>"), encoding="utf-8")
    page = browser.new_page()
    requested: list[str] = []
    page.on("response", lambda response: requested.append(response.url))
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.goto(file.as_uri())
    assert page.title() != "theirs"
    assert page.get_by_role("main").is_visible()
    assert [url for url in requested if url.startswith("http")] == []
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1200])
@pytest.mark.parametrize("state", ["hostile", "long-names", "people"])
def test_only_code_and_tables_scroll_sideways(show: Show, width: int, state: str) -> None:
    page = show(everything().page() if state == "hostile" else STATES[state](), width=width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(each =>
            !each.closest('.scroll, .unseen, svg') && each.getBoundingClientRect().right > innerWidth
        ).map(each => each.outerHTML.slice(0, 200))"""
    )
    assert outside == []


def test_everything_that_scrolls_can_be_reached_by_keyboard(show: Show) -> None:
    page = show(everything().page(), width=320)
    unfold(page)
    scrolling = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(each =>
            each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX == 'auto'
        ).map(each => [each.tabIndex, each.getAttribute('aria-label') || ''])"""
    )
    assert len(scrolling) > 10
    assert all(index == 0 and label.strip() for index, label in scrolling)


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_page_keeps_anybody_out(show: Show, state: str) -> None:
    """By axe, with all of its rules for WCAG 2.2 and good practice."""
    page = show(STATES[state]())
    axe = Axe()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look, (width, scheme, _rules) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{state}-{look}.png", full_page=True)
    unfold(page)
    for width, scheme, rules in LOOKS.values():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        chosen = {"runOnly": rules} if rules else {"rules": {"target-size": {"enabled": True}}}
        found = axe.run(page, options={"resultTypes": ["violations"], **chosen})
        assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_what_keeps_people_out(show: Show) -> None:
    html = everything().page().replace('tabindex="0"', "").replace(' lang="en"', "")
    found = Axe().run(show(html, width=320))
    assert {each["id"] for each in found.response["violations"]} >= {
        "html-has-lang",
        "scrollable-region-focusable",
    }


def test_one_click_selects_all_of_the_code_to_paste(show: Show) -> None:
    page = show(STATES["flipped-kernel"]())
    page.get_by_label("Code to paste").get_by_text("import").click()
    chosen = page.evaluate("getSelection().toString()")
    assert chosen.startswith("import numpy as np") and chosen.strip().endswith("conv2d_single(x, kernel)")


def test_a_selection_in_the_students_own_code_is_theirs(show: Show) -> None:
    page = show(STATES["flipped-kernel"]())
    page.locator("[open] pre[aria-label='Your code']").get_by_text("range").first.click()
    assert page.evaluate("getSelection().toString()") == ""


def test_on_a_phone_yours_stands_beside_what_was_expected(show: Show) -> None:
    page = show(STATES["three-axes"](), width=360)
    sides = page.locator("figure.side")
    yours, expected = (sides.filter(has_text=name).first.bounding_box() for name in ("yours", "expected"))
    assert yours is not None and expected is not None
    assert yours["y"] == expected["y"]


# Text nodes whose colour stands out too little from what lies behind them (WCAG 2.2, 1.4.3).
_FAINT = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = parts(colour).map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            if (parts(colour)[3] !== 0) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const faint = [];
    let seen = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest('.unseen')) continue;
        seen += 1;
        const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) faint.push([ratio.toFixed(2), element.outerHTML.slice(0, 120)]);
    }
    return {seen, faint};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_all_text_stands_out_from_its_background(
    show: Show, scheme: Scheme, medium: Literal["screen", "print"]
) -> None:
    page = show(everything().page(), scheme=scheme)
    page.emulate_media(media=medium)
    unfold(page)
    found = page.evaluate(_FAINT)
    assert found["seen"] > 500
    assert found["faint"] == []


def test_the_page_is_light_or_dark_as_its_reader_likes_it(show: Show) -> None:
    light, dark = (
        show(everything().page(), scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert min(map(int, light[4:-1].split(", "))) > 240
    assert max(map(int, dark[4:-1].split(", "))) < 40


def test_on_paper_everything_is_light_and_unfolded(show: Show) -> None:
    page = show(with_everywhere("pass")["code"].page(), scheme="dark")
    folded = page.get_by_text("Right, with every case.")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_list_of_exercises_leads_to_each(show: Show) -> None:
    page = show(everything().page())
    page.get_by_role("link", name="overmemory").click()
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 800


def test_paper_has_room_for_code_and_tables(show: Show) -> None:
    """On A4 with Chromium's margins, nothing that scrolls on a screen is cut off."""
    page = show(STATES["partial"](), width=720)
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('pre')].filter(each => each.scrollWidth > each.clientWidth)
            .map(each => each.innerText)"""
    )
    assert cut == []


def test_headings_and_landmarks_are_there_to_navigate_by(show: Show) -> None:
    page = show(with_everywhere("pass")["code"].page())
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("contentinfo").count() == 1
    assert page.get_by_role("region", name="conv2d_single").count() == 1
    assert page.get_by_role("heading", name="Sliding window", level=1).count() == 1
    assert page.get_by_role("heading", name="conv2d_single", level=2).count() == 1
