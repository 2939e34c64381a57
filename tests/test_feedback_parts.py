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
from autograder.feedback.matrix import MOST_SLICES, Slice, Tone, comparison
from autograder.feedback.untrusted import LONGEST_TEXT, one_line, visible
from tests.verdicts import EXPECTED, example, harmless


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


# Two values beside each other.


def cells(matrix: Slice) -> list[list[str]]:
    return [[cell.text + "*" * cell.differs for cell in row] for row in matrix.rows]


def test_an_image_is_laid_out_in_a_matrix_for_each_channel() -> None:
    laid_out = comparison(example([[[1, 20], [3, 40]]], [[[1, 2], [3, 4]]]))
    assert laid_out.yours is not None
    assert [(each.place, cells(each)) for each in laid_out.yours.slices] == [
        ("[:, :, 0]", [["1", "3"]]),
        ("[:, :, 1]", [["20*", "40*"]]),
    ]


def test_a_batch_is_laid_out_by_picture_and_channel_and_what_differs_comes_first() -> None:
    expected = [[[[10 * n + c for c in range(4)]]] for n in range(3)]  # (3, 1, 1, 4)
    yours = [*expected[:2], [[[20, 21, 22, -23]]]]
    laid_out = comparison(example(yours, expected))
    places = [each.place for each in laid_out.expected.slices]
    assert places == [
        "[2, :, :, 3]",
        *("[0, :, :, 0]", "[0, :, :, 1]", "[0, :, :, 2]", "[0, :, :, 3]"),
        "[1, :, :, 0]",
    ]
    assert len(places) == MOST_SLICES
    assert laid_out.expected.left_out == 6


def test_values_of_other_shapes_are_not_compared_cell_by_cell() -> None:
    laid_out = comparison(example([[1.0, 2.0]], EXPECTED))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1", "2"]]
    assert not laid_out.differing


def test_infinities_and_nan_have_a_place_in_the_grid() -> None:
    laid_out = comparison(example([["nan", "inf", -0.0]], [["nan", "-inf", 0.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["nan", "inf*", "0"]]
    assert [cell.tone for cell in laid_out.yours.slices[0].rows[0]] == [Tone.NONE, Tone.POSITIVE, Tone.ZERO]


def test_rounding_in_the_last_digits_is_not_drawn_as_a_difference() -> None:
    laid_out = comparison(example([[0.1 + 0.2, 5.0]], [[0.3, 6.0]]))
    assert laid_out.yours is not None
    assert [cell.differs for cell in laid_out.yours.slices[0].rows[0]] == [False, True]


def test_a_small_difference_is_given_the_digits_that_show_it() -> None:
    laid_out = comparison(example([[1.00002, 2.0]], [[1.0, 2.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1.000020*", "2.000000"]]
    laid_out = comparison(example([[1.0 + 2**-52, 2.0]], [[1.0, 2.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0])[0][0] == "1.0000000000000002*"


def test_numbers_of_a_matrix_have_one_number_of_decimals() -> None:
    laid_out = comparison(example([[0.35, -2.606]], [[12.0, 0.5]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["0.35*", "-2.61*"]]
    assert cells(laid_out.expected.slices[0]) == [["12.00*", "0.50*"]]


def test_very_small_and_very_large_numbers_keep_their_digits() -> None:
    laid_out = comparison(example([[1e-9, 12345.678]], [[1e-9, 2.0]]))
    assert laid_out.yours is not None
    assert cells(laid_out.yours.slices[0]) == [["1e-09", "1.235e+04*"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (True, "True"),
        (None, "None"),
        (0.25, "0.250"),
        ("text", "text"),
        ([], "[]"),
        ([1, [2, 3]], "[1, [2, 3]]"),
        ([[[[[1, 2]]]]], "[[[[[1, 2]]]]]"),
        (["x"] * 5000, "[" + "x, " * 4999 + "x]"),
        (2**128 - 1, str(2**128 - 1)),
        (-(10**150), "-1" + "0" * 150),
    ],
)
def test_what_is_no_table_is_written_out(value: object, written: str) -> None:
    yours = comparison(example(value, 1.0)).yours
    assert yours is not None
    assert (yours.slices, yours.text) == ((), written)
