"""`make translations`: brings the catalogues in `autograder/locale/` up to date with what is said in English.

A sentence that is new gets an empty translation, one that was changed its old one, marked fuzzy; a sentence
that is gone is kept at the end (`#~`), should it come back with another branch. Then the `.po`, which people
edit, are compiled to the `.mo`, which Python reads. Both are committed: a clone speaks every language without
a step before, and `tests/test_translations.py` holds them to each other. No line numbers, no dates: a change
in the source changes its own sentences alone.

Text cells of the masters are translated beside the English. Each translation keeps a digest of what it was
made from, so one that was left behind is named; when it has caught up:

    make translations ARGS=sliding-window/stride-zh
"""

import hashlib
import io
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from autograder.course import PROJECT
from autograder.language import ENGLISH, LANGUAGES, LOCALE
from autograder.translated import DOMAIN, sayings, speaks

PACKAGE = PROJECT / "autograder"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
MASTERS = sorted((PROJECT / "solutions").glob("*/*.ipynb"))
TRANSLATED = [language for language in LANGUAGES if language != ENGLISH]


def said() -> Catalog:
    """All that the program says, without translations."""
    catalogue = Catalog(project="autograder", charset="utf-8")
    found = extract_from_dir(
        PACKAGE,
        METHODS,
        keywords=DEFAULT_KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda _folder: True,  # or it would pass over those of an underscore
    )
    for file, _line, text, comments, context in found:
        catalogue.add(text, locations=[(f"autograder/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def taught() -> Catalog:
    """All that the code cells of the masters say."""
    catalogue = Catalog(project="autograder", charset="utf-8")
    for master in MASTERS:
        for cell in json.loads(master.read_bytes())["cells"]:
            if speaks(cell):
                for saying in sayings("".join(cell["source"])):
                    catalogue.add(saying.text, locations=[(str(master.relative_to(PROJECT)), 0)])
    return catalogue


def sources() -> dict[str, Catalog]:
    """What is to be translated, by gettext's domain."""
    return {"autograder": said(), DOMAIN: taught()}


def file(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, language: str, domain: str) -> Catalog:
    """A catalogue as it stands in the file; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language, domain=domain)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=domain)


class _Dateless(Catalog):
    """A catalogue whose header tells no dates, people or programs: it would differ with every run."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        kept = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
        return [(name, value) for name, value in super().mime_headers if name in kept]


def updated(language: str, domain: str, source: Catalog) -> _Dateless:
    """A catalogue with all that its source has, and what is translated of it."""
    old = read(file(language, domain), language, domain)
    for each in list(old.obsolete.values()):
        old[each.id] = each
    old.obsolete.clear()
    old.update(source, update_creation_date=False)
    new = _Dateless(locale=language, domain=domain, fuzzy=False)
    new.header_comment = f"# {LANGUAGES[language]}. What is empty or fuzzy is still to be translated."
    for each in old:
        if each.id:
            new.add(each.id, each.string, each.locations, each.flags, each.auto_comments, each.user_comments)
    for gone in sorted(old.obsolete.values(), key=lambda gone: str(gone.id)):
        if gone.string and not gone.fuzzy:
            new.obsolete[gone.id if isinstance(gone.id, str) else gone.id[0]] = gone
    return new


def lacking(catalogue: Catalog) -> list[str]:
    """What a catalogue has no translation of, or one that was made for another sentence."""
    found = []
    for each in catalogue:
        strings = each.string if isinstance(each.string, tuple) else (each.string,)
        if each.id and (each.fuzzy or not all(strings)):
            found.append(each.id if isinstance(each.id, str) else each.id[0])
    return found


def written() -> Iterator[tuple[Path, bytes, Catalog]]:
    """Each file that there should be, what it should hold, and the catalogue that it is made from."""
    for domain, source in sources().items():
        for language in TRANSLATED:
            catalogue, po, mo = updated(language, domain, source), io.BytesIO(), io.BytesIO()
            write_po(po, catalogue, width=100, sort_by_file=True, include_lineno=False)
            write_mo(mo, catalogue)
            path = file(language, domain)
            yield path, po.getvalue(), catalogue
            yield path.with_suffix(".mo"), mo.getvalue(), catalogue


def mark(notebook: dict[str, Any], seen: Collection[str] = ()) -> list[str]:
    """Writes into each translation of a master which English it is of, where it does not say so yet.

    Args:
        seen: ids of cells that are up to date, whatever they say.

    Returns:
        The ids of those that are of another English than stands above them.
    """
    behind, digest = [], ""
    for cell in notebook["cells"]:
        language = cell["metadata"].get("lang")
        if language == ENGLISH:
            digest = hashlib.sha256("".join(cell["source"]).encode()).hexdigest()[:16]
        elif language is not None:
            if cell["id"] in seen or cell["metadata"].setdefault("translates", digest) == digest:
                cell["metadata"]["translates"] = digest
            else:
                behind.append(cell["id"])
    return behind


def left_behind(seen: Collection[str] = (), *, write: bool = False) -> Iterator[str]:
    """The translations in masters that their English has left behind, such as "sliding-window/stride-zh"."""
    for path in MASTERS:
        notebook = json.loads(path.read_bytes())
        for cell in mark(
            notebook, [name.partition("/")[2] for name in seen if name.startswith(f"{path.stem}/")]
        ):
            yield f"{path.stem}/{cell}"
        if write:
            path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(seen: Sequence[str]) -> int:
    """Write all files, and say what is still to be translated; the exit status."""
    status = 0
    for name in left_behind(seen, write=True):
        print(f"{name}: its English has changed. Mend it where need be, then: make translations ARGS={name}")
        status = 1
    for path, content, catalogue in written():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        for text in lacking(catalogue) if path.suffix == ".po" else []:
            print(f"{path.relative_to(PROJECT)}: to be translated: {text}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
