"""One submission's feedback as a web page.

The page is one file that loads nothing and runs nothing: no script, no picture, no font; its content
security policy allows the one style sheet inside it, by digest, and nothing else. Every expression in
`page.html` is cleaned and then escaped, because the environment does both, not because each place
remembers to.
"""

import base64
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from autograder.feedback import words
from autograder.feedback.highlight import highlighted
from autograder.feedback.matrix import comparison
from autograder.feedback.untrusted import one_line, visible
from autograder.language import _, language, ngettext, tag
from autograder.verdict import Status, Verdict

_HERE = Path(__file__).parent
_GAP = 6.0  # between two parts of the bar, in thousandths of its length


def page(verdict: Verdict, student: str, code: Mapping[str, str], *, notebook: str = "") -> str:
    """The feedback page of one submission, HTML in UTF-8.

    Args:
        student: whose submission it is, as nbgrader knows them.
        code: the source of the cell that defines each function, by the function's name; any may be absent.
        notebook: the name of the file that was graded, if it is to be shown.
    """
    return _template(language()).render(
        verdict=verdict,
        student=one_line(student),
        code=code,
        notebook=one_line(notebook),
        title=words.title(one_line(verdict.assignment)),
        score=words.points(verdict.score),
        max_score=words.points(verdict.max_score),
        overview=words.overview(verdict),
        bar=_bar(verdict),
    )


@functools.cache
def _template(_language: str) -> jinja2.Template:
    # One for each language: what it is given here is already in it.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_cleaned,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals.update(
        _=_,
        language=tag(),
        style=Markup(style),  # noqa: S704  a file of ours
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        words={status: _(word) for status, word in words.STATUS.items()},
        marks={status: _mark(status) for status in Status},
        differs=_("differs"),
        not_isolated=words.not_isolated(),
    )
    environment.filters.update(
        points=words.points,
        translated=_translated,
        more_slices=_more_slices,
        comparison=comparison,
        highlighted=highlighted,
    )
    return environment.get_template("page.html")


def _cleaned(value: Any) -> Any:
    """What an expression of the template gave, before it is escaped; markup of our own stays as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _mark(status: Status) -> Markup:
    """The shape that goes with a status; `page.html` draws each once."""
    return Markup('<svg class="mark {0}" aria-hidden="true"><use href="#{0}"/></svg>').format(status)


def _translated(title: str) -> str:
    # An empty text stands for the catalogue's header in gettext.
    return _(title) if title else title


def _more_slices(count: int) -> str:
    sentence = ngettext("{count} more slice is not shown.", "{count} more slices are not shown.", count)
    return sentence.format(count=count)


@dataclass(frozen=True, slots=True)
class _Part:
    """One exercise's part of the bar at the top, in thousandths of its length."""

    start: float
    width: float
    earned: float


def _bar(verdict: Verdict) -> list[_Part]:
    """A part for each exercise, as long as its points weigh, filled as far as they were earned."""
    parts: list[_Part] = []
    total = verdict.max_score
    scale = (1000 - _GAP * (len(verdict.exercises) - 1)) / total if total > 0 else 0.0
    start = 0.0
    for exercise in verdict.exercises:
        width = exercise.max_score * scale
        earned = (exercise.score or 0.0) * scale
        parts.append(_Part(round(start, 2), round(width, 2), round(earned, 2)))
        start += width + _GAP
    return parts
