"""Pages in which nothing acts: what was written by students is text in them, whatever it is."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from autograder.feedback.untrusted import visible
from autograder.language import _, sentences, tag


def environment(folder: Path, styles: Iterable[Path]) -> jinja2.Environment:
    """What templates of a folder are filled in by, in whichever language is spoken then.

    All that they are given is escaped, and shown with what cannot be seen. `style` is for a style element,
    and `policy` lets that one act and nothing else. `prose` makes code of what stands between backticks, and
    `sentences` joins as the language does.

    Args:
        styles: files of ours, one after another.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        finalize=_cleaned,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "".join(path.read_text(encoding="utf-8") for path in styles)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made.globals.update(
        _=_,
        language=tag,
        sentences=sentences,
        style=Markup(style),  # noqa: S704  files of ours
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )
    made.filters.update(prose=_prose)
    return made


def _prose(text: str) -> Markup:
    """A sentence, with what stands between backticks as code."""
    pieces = re.split(r"`([^`\n]+)`", visible(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece for place, piece in enumerate(pieces)
    )


def _cleaned(value: Any) -> Any:
    """What an expression of the template gave, before it is escaped; markup of our own stays as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
