"""Text that came from a student, made fit to be looked at.

Names, code, exception texts and strings that a function gave back can carry anything: sequences that
clear a terminal, characters that reverse the order of a line, letters without width. Whatever leaves
this module is made of printable characters, spaces, tabs and line ends only. It is not HTML: the page
escapes it (`page`), and the terminal gets it without markup (`terminal`).
"""

import re
import unicodedata

LONGEST_LINE = 1_000
"""Characters of a name or a sentence that are shown."""
LONGEST_TEXT = 20_000
"""Characters of code that are shown: some hundred lines, more than any exercise needs."""

# Runs of what needs a look at each character.
_NOT_PLAIN = re.compile(r"[^\n\t -~]+")
_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
# Printable by Unicode's categories, and yet nothing to see: fillers and an empty Braille pattern.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MARKS_ON_A_LETTER = 4  # Hebrew and Vietnamese need three; "Zalgo" text stacks hundreds


def visible(text: str, limit: int = LONGEST_TEXT) -> str:
    r"""The text with nothing in it that hides, moves or reorders.

    Colour sequences vanish; every other character without a shape of its own is written as `<U+202E>`;
    line ends become one newline. Text over `limit` characters is cut and ends in "…".

    >>> visible("\x1b[31mred\x1b[0m \u202e \x07")
    'red <U+202E> <U+0007>'
    """
    # Most text is a name or a number in plain ASCII, and needs no second look.
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    cut = len(text) > limit
    text = text[:limit] if cut else text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _NOT_PLAIN.search(text):
        text = _NOT_PLAIN.sub(lambda run: _spelled_out(run.group()), _COLOURS.sub("", text))
    return text + "…" if cut else text


def one_line(text: str, limit: int = LONGEST_LINE) -> str:
    r"""As `visible`, on a single line: what a student wrote can't start a line of ours.

    >>> one_line("oops\nSCORE: 100/100")
    'oops SCORE: 100/100'
    """
    return " ".join(visible(text, limit).split())


def fits_nbgraders_pages(name: str) -> bool:
    r"""Whether a student's name does nothing in the pages of nbgrader's formgrader.

    They put it between double quotes in a script, and between tags, as it is (nbgrader 0.9.6).

    >>> fits_nbgraders_pages("Zoë O'Neil & 李雷"), fits_nbgraders_pages('";alert(1);"')
    (True, False)
    """
    return name.isprintable() and not set('"\\<>') & set(name)


def _spelled_out(text: str) -> str:
    shown = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category.startswith("M") else 0
        if marks > _MARKS_ON_A_LETTER:
            continue
        seen = character.isprintable() or category == "Zs"
        shown.append(character if seen and character not in _BLANK else f"<U+{ord(character):04X}>")
    return "".join(shown)
