"""The words people read, in their language.

Every sentence for a student or an instructor goes through `_`. English stands in the source; other
languages come from gettext catalogues in `autograder/locale/`, which `make translations` keeps up to date.

Whose language it is, is decided where a sentence is made: inside `with speaking(…)`, which is put around all
that a student will read, it is the course's; everywhere else that of the environment, so that whoever typed
the command is spoken to in their own.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).parent / "locale"

ENGLISH: Final = "en"

LANGUAGES: Final = {ENGLISH: "English", "zh_CN": "简体中文"}
"""The languages there are, as gettext writes them, and as their speakers do."""

_ALSO = {"zh": "zh_CN", "zh_hans": "zh_CN", "zh_hans_cn": "zh_CN", "zh_sg": "zh_CN", "c": "en", "posix": "en"}
"""Other tags for them. Not zh_TW: traditional characters are another language to read."""

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def known(tag: str) -> str | None:
    """The language of ours that a tag means; None if there is none.

    >>> known("zh-CN"), known("zh_CN.UTF-8"), known("en_GB"), known("zh_TW")
    ('zh_CN', 'zh_CN', 'en', None)
    """
    plain = tag.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    ours = {name.lower(): name for name in LANGUAGES} | _ALSO
    return ours.get(plain) or (ENGLISH if plain.startswith("en_") else None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, every sentence is in this language, whatever the environment's; a thread starts outside."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The language that sentences are made in here, such as "en" or "zh_CN"."""
    return _spoken.get() or _of_environment()


def tag() -> str:
    """What pages declare in `<html lang>`, such as "en" or "zh-CN"."""
    return language().replace("_", "-")


@cache
def _of_environment() -> str:
    """The first language of the environment that we have, by gettext's variables.

    gettext itself would take the second choice of those who want English first: it looks for catalogues, and
    English has none.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return next(filter(None, map(known, value.split(":"))), ENGLISH)
    return ENGLISH


@cache
def catalogue(language: str, domain: str = "autograder") -> gettext.NullTranslations:
    """What is translated; for English, nothing."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(domain, LOCALE, [language])


def _(text: str) -> str:
    """The text in the language that is spoken here."""
    return catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """One text or another, as the language has it for a number."""
    return catalogue(language()).ngettext(one, many, count)


def sentences(*texts: str) -> str:
    """Sentences one after another; those that are empty are left out.

    >>> sentences("One.", "", "Two."), sentences("一。", "二。")
    ('One. Two.', '一。二。')
    """
    joined = ""
    for text in filter(None, texts):
        # A full-width mark has its blank in itself.
        joined += text if not joined or joined[-1] in "。？！：" else f" {text}"
    return joined


def N_(text: str) -> str:  # noqa: N802  gettext's customary name: xgettext and pybabel look for it
    """The text itself, marked for translation where it stands; `_` translates it where it is shown."""
    return text


_ARGPARSE: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)
"""What argparse may say of our commands, for translators to find."""


def translate_argparse() -> None:
    """Has argparse speak from our catalogue as well: it looks in whichever the program has bound."""
    if language() != ENGLISH:
        gettext.bindtextdomain("autograder", str(LOCALE))
        gettext.textdomain("autograder")
