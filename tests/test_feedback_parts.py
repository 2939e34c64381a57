"""What feedback is made of: cleaned text, coloured code, and two values beside each other."""

import io
import keyword
import time
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from autograder import feedback
from autograder.feedback.highlight import highlighted
from autograder.feedback.untrusted import LONGEST_TEXT, one_line, visible
from tests.verdicts import harmless


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


# Text that came from a student.


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_cleaned_text_holds_nothing_that_hides_moves_or_reorders(anything: str) -> None:
    assert all(map(harmless, visible(anything)))
    assert visible(visible(anything)) == visible(anything)
    assert "\n" not in one_line(anything) and "\t" not in one_line(anything)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert visible(plain) == plain


@pytest.mark.parametrize(
    "name", ["Zoë Ångström", "Nguyễn Thị Ánh", "李小龍", "سارة", "Ольга", "e\u0301", "❤️ √2 ≠ 1"]
)
def test_names_and_signs_of_other_languages_stay_as_they_are(name: str) -> None:
    assert one_line(name) == name


def test_characters_that_cannot_be_seen_are_spelled_out() -> None:
    assert visible("a\u202eb\u3164c\u200dd") == "a<U+202E>b<U+3164>c<U+200D>d"


def test_line_ends_of_any_system_are_one_newline() -> None:
    assert visible("a\r\nb\rc\n") == "a\nb\nc\n"


def test_marks_stacked_on_a_letter_are_thinned_out() -> None:
    assert len(visible("Z" + "\u0351" * 500)) == 5


def test_long_text_is_cut() -> None:
    assert visible("x" * (LONGEST_TEXT + 1)) == "x" * LONGEST_TEXT + "…"
    assert visible("é" * (LONGEST_TEXT + 1)) == "é" * LONGEST_TEXT + "…"


# Their code in colour.


@given(st.text(alphabet=st.sampled_from(list("#'\"\\\nfrb0.x def{}\t<&é")), max_size=60))
def test_colour_changes_nothing_in_the_code(code: str) -> None:
    assert soup(f"<pre>{highlighted(code)}</pre>").get_text() == visible(code)


def test_code_is_coloured_as_python_reads_it() -> None:
    for path in sorted(Path(feedback.__file__).parent.glob("*.py")):
        code = path.read_text(encoding="utf-8")[:LONGEST_TEXT]
        spans = soup(f"<pre>{highlighted(code)}</pre>").select("span")
        ours = [(span["class"], span.get_text()) for span in spans if span["class"] != ["b"]]
        assert ours == [([colour], token) for colour, token in coloured(code)]


def coloured(code: str) -> Iterator[tuple[str, str]]:
    """The tokens of a module that have a colour, by Python's own tokenizer."""
    kinds = {tokenize.STRING: "s", tokenize.NUMBER: "n", tokenize.COMMENT: "c"}
    before, begun = "", None
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        name = tokenize.tok_name[token.type]
        if name == "FSTRING_START":  # from Python 3.12 on, an f-string is many tokens
            begun = token.start
        elif name == "FSTRING_END":
            assert begun is not None
            yield "s", between(code, begun, token.end)
            begun = None
        elif begun is None and token.type in kinds:
            yield kinds[token.type], token.string
        elif begun is None and token.type == tokenize.NAME:
            if keyword.iskeyword(token.string):
                yield "k", token.string
            elif before in ("def", "class"):
                yield "f", token.string
        before = token.string


def between(code: str, start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one (line, column) to another."""
    lines = code.splitlines(keepends=True)[start[0] - 1 : end[0]]
    lines[-1] = lines[-1][: end[1]]
    return "".join(lines)[start[1] :]


@pytest.mark.parametrize(
    "piece",
    ["(", "'", '"""', '"""a', "\\", 'f"{', "a.", "1_", 'rb"', "'\\\n", "#", "\n", "def ", "é", "x" * 50],
)
def test_hostile_code_is_coloured_in_linear_time(piece: str) -> None:
    code = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    start = time.process_time()
    highlighted(code)
    assert time.process_time() - start < 0.5
