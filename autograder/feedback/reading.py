"""Where an exercise is explained: a section of the chapter, and a heading of the assignment's notebook.

Named and not linked: the page is one file that is sent about, and knows no address of either.
"""

import functools
import re
from collections.abc import Mapping

from autograder.exercises import assignments, exercises
from autograder.language import _
from autograder.master import Master


def headings(master: Master) -> dict[str, str]:
    """The heading, of the first or second level, under which each function is asked for, by its name."""
    found: dict[str, str] = {}
    heading = ""
    for cell in master.cells:
        if cell.kind == "markdown":
            for line in re.findall(r"^##? +(.+)$", cell.source, re.MULTILINE):
                heading = re.sub(r"[`*]", "", line).strip()
        elif cell.solution and heading:
            found[cell.name] = heading
    return found


def explained(name: str, notebook: str, headings: Mapping[str, str]) -> str:
    """Where to read on about an exercise, as a sentence; empty for one that nothing is known of."""
    section = _sections().get(name)
    if section is None:
        return ""
    if notebook and name in headings:
        return _(
            "Explained in {notebook} under “{heading}”, and in section {section} of the chapter."
        ).format(notebook=notebook, heading=headings[name], section=section)
    return _("Explained in section {section} of the chapter.").format(section=section)


@functools.cache
def _sections() -> dict[str, str]:
    return {each.name: each.section for name in assignments() for each in exercises(name)}
