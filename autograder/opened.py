"""A submitted file becomes JSON, or a sentence that says which file it is instead.

Students submit what a browser, an editor, a disk or a merge made of their notebook. Damage that leaves no
doubt about the content is mended here: encodings, what was filled up at the end, one wrapper. Archives are
never opened.
"""

import json
import re
from typing import Any

from autograder.errors import UnreadableNotebook
from autograder.language import N_, _

# Each may cost 250 bytes of memory. Pages of plots, with their scripts, have some hundred thousand.
_MOST_BRACKETS = 1_000_000


def opened(data: bytes) -> dict[str, Any]:
    """The JSON object that a notebook file holds; whether it is a notebook's is for others to see.

    Raises:
        UnreadableNotebook: there is none; the student reads why.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableNotebook(
            _("The file is empty. Save your notebook in JupyterLab and submit it again.")
        )
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    for start, what in _OTHER_FILES.items():
        if head.startswith(start):
            raise UnreadableNotebook(_other_file(what))
    # A disk, or an editor of old, may have filled up the end of the file.
    text = _decode(data).strip("\ufeff\0\x1a \t\r\n")
    if any(marker in text for marker in ("<<<<<<< ", ">>>>>>> ")) and re.search(
        r"^(<<<<<<<|>>>>>>>) ", text, re.MULTILINE
    ):
        raise UnreadableNotebook(
            _(
                "The file holds conflict markers of git (<<<<<<<). "
                "Resolve the conflict, open the notebook once to see that it works, and submit again."
            )
        )
    if not text.startswith("{"):
        is_script = re.search(r"^(?:import [\w.]+|from [\w.]+ import\b|def \w+\()", text, re.MULTILINE)
        raise UnreadableNotebook(_other_file(N_("a Python script")) if is_script else no_notebook())
    if text.count("{") + text.count("[") > _MOST_BRACKETS:
        raise UnreadableNotebook(
            _(
                "The file holds far more lists and objects than a notebook that can be graded. "
                "Clear all outputs (Edit → Clear Outputs of All Cells), save, and submit again."
            )
        )
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableNotebook(_broken(error)) from None
    except (ValueError, RecursionError):  # absurdly long numbers, absurdly deep nesting
        raise UnreadableNotebook(no_notebook()) from None
    # Downloaded by way of Jupyter's contents API, the notebook is wrapped once.
    wrapped = content.get("content")
    if "cells" not in content and isinstance(wrapped, dict):
        return wrapped
    return content  # type: ignore[no-any-return]  # what starts with { is a dict


# How files start, in small letters, that students submit by mistake.
_OTHER_FILES = {
    b"<!": N_("a web page"),
    b"<html": N_("a web page"),
    b"<?xml": N_("a link or a file of another program"),
    b"%pdf": N_("a PDF"),
    b"pk\x03\x04": N_("a zip archive or an office document"),
    b"\x1f\x8b": N_("a compressed file"),
    b"7z\xbc\xaf": N_("a compressed file"),
    b"rar!": N_("a compressed file"),
    b"\xd0\xcf\x11\xe0": N_("an office document"),
    b"{\\rtf": N_("a text document"),
    b"\x89png": N_("a picture"),
    b"\xff\xd8\xff": N_("a picture"),
    b"gif8": N_("a picture"),
    b"#!": N_("a Python script"),
    b"\x00\x05\x16\x07": N_("a companion file of macOS"),
    b"bplist": N_("a link or placeholder of macOS"),
    b"l\0\0\0\x01\x14\x02\0": N_("a shortcut of Windows"),
    b"[internetshortcut]": N_("a shortcut of Windows"),
    b"version https://git-lfs": N_("a pointer of Git LFS"),
}


def _other_file(what: str) -> str:
    return _(
        "The file is {what}, not a notebook. Submit the .ipynb file itself, as JupyterLab saves it."
    ).format(what=_(what))


def no_notebook() -> str:
    """What to tell a student whose file is nothing in particular."""
    return _("The file is not a notebook. Submit the .ipynb file itself, as JupyterLab saves it.")


def _broken(error: json.JSONDecodeError) -> str:
    """Whether a file ends too early or is damaged, which calls for different steps."""
    if error.pos >= len(error.doc) - len("false") or error.msg.startswith("Unterminated"):
        return _(
            "The file ends in the middle of the notebook: it was cut off while it was saved or copied. "
            "Open your notebook in JupyterLab, save it, and submit it again."
        )
    return _(
        "The file is damaged in line {line}, so it is not a notebook that can be opened. "
        "Submit a copy that opens in JupyterLab, or put your code into a fresh copy of the assignment."
    ).format(line=error.lineno)


def _decode(data: bytes) -> str:
    """UTF-8, or UTF-16 or UTF-32 if it begins as they do.

    What is no character in it becomes "\ufffd": in a comment, a text or an output it costs nothing.
    """
    return data.decode(json.detect_encoding(data), "replace")
