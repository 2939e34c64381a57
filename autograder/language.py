"""The words people read, in their language.

Every sentence for a student or an instructor goes through `_`. English stands in the source; other
languages come from gettext catalogues in `autograder/locale/`.
"""

import gettext
from pathlib import Path

_catalogue = gettext.translation("autograder", Path(__file__).parent / "locale", fallback=True)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext


def N_(text: str) -> str:  # noqa: N802  gettext's customary name: xgettext and pybabel look for it
    """The text itself, marked for translation where it stands; `_` translates it where it is shown."""
    return text


tag: str = _catalogue.info().get("language", "en").replace("_", "-")
"""What pages declare in `<html lang>`, such as "en" or "zh-CN"."""
