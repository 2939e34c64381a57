"""One submission's feedback as a web page.

The page is one file that loads nothing and runs nothing: no script, no picture, no font; its content
security policy allows the one style sheet inside it, by digest, and nothing else. Every expression in
`page.html` is cleaned and then escaped, because the environment does both, not because each place
remembers to.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import jinja2
from markupsafe import Markup

from autograder.feedback import words
from autograder.feedback.drawing import drawing
from autograder.feedback.highlight import highlighted
from autograder.feedback.inert import environment
from autograder.feedback.people import People
from autograder.feedback.reading import explained
from autograder.feedback.untrusted import one_line
from autograder.language import _, language
from autograder.verdict import Status, Verdict

_HERE = Path(__file__).parent
_GAP = 6.0  # between two stretches of the bar, in thousandths of its length
_NOBODY = People()
_PARTS = ("earned", "groups")  # of groups.html


def page(
    verdict: Verdict,
    student: str,
    code: Mapping[str, str],
    *,
    notebook: str = "",
    headings: Mapping[str, str] = MappingProxyType({}),
    people: People = _NOBODY,
) -> str:
    """The feedback page of one submission, HTML in UTF-8.

    Args:
        student: whose submission it is, as nbgrader knows them.
        code: the source of the cell that defines each function, by the function's name; any may be absent.
        notebook: the name of the file that was graded, if it is to be shown.
        headings: of the assignment's notebook, as `reading.headings` finds them.
        people: what people added.
    """
    notebook = one_line(notebook)
    return _template(language()).render(
        verdict=verdict,
        student=one_line(student),
        code=code,
        notebook=notebook,
        explained={each.name: explained(each.name, notebook, headings) for each in verdict.exercises},
        people=people,
        title=words.title(one_line(verdict.assignment)),
        score=words.points(people.score(verdict)),
        max_score=words.points(people.max_score(verdict)),
        overview=words.overview(verdict),
        bar=_bar(verdict, people),
    )


@functools.cache
def _template(_language: str) -> jinja2.Template:
    # One for each language: what it is given here is already in it.
    made = environment(_HERE, [_HERE / "page.css"])
    made.globals.update(
        words=words,
        marks={name: _mark(name) for name in (*Status, "person", "waiting")},
        differs=_("differs"),
    )
    made.filters.update(points=words.points, translated=_translated, drawing=drawing, highlighted=highlighted)
    parts = made.get_template("groups.html").module
    # A class earns the same few things again and again, and a third of a page says so.
    made.globals.update({name: functools.lru_cache(maxsize=1_000)(getattr(parts, name)) for name in _PARTS})
    return made.get_template("page.html")


def _mark(name: str) -> Markup:
    """The shape that goes with a status; `page.html` draws each once."""
    return Markup('<svg class="mark {0}" aria-hidden="true"><use href="#{0}"/></svg>').format(name)


def _translated(title: str) -> str:
    # An empty text stands for the catalogue's header in gettext.
    return _(title) if title else title


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One exercise's stretch of the bar at the top, in thousandths of its length."""

    start: float
    width: float
    earned: float


def _bar(verdict: Verdict, people: People) -> list[_Stretch]:
    """A stretch for each exercise and part: as long as its points weigh, filled as far as it earned them."""
    pieces = [(each.max_score, people.points(each)) for each in verdict.exercises]
    pieces += [(part.max_score, part.score) for part in people.parts]
    total = people.max_score(verdict)
    scale = (1000 - _GAP * (len(pieces) - 1)) / total if total > 0 else 0.0
    bar: list[_Stretch] = []
    start = 0.0
    for possible, score in pieces:
        earned = min(possible, max(0.0, score or 0.0))
        bar.append(_Stretch(round(start, 2), round(possible * scale, 2), round(earned * scale, 2)))
        start += possible * scale + _GAP
    return bar
