"""Fonts for letters that matplotlib's own have not.

Noto's file of Chinese, Japanese and Korean letters holds a face for each region, and matplotlib sees the
first alone, which is the Japanese: some Chinese characters would stand there in Japanese shapes. So the
Chinese face is taken out of it, once, into matplotlib's cache.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from fontTools.ttLib import TTCollection  # type: ignore[import-untyped]
from matplotlib import font_manager

CHINESE: Final = ("Noto Sans CJK SC",)

_FILES: Final = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")


@cache
def found(families: Sequence[str]) -> bool:
    """Whether matplotlib can draw with these families; makes those known that have to be taken out."""
    for family in families:
        for file in _faces(family):
            font_manager.fontManager.addfont(file)
    known = {font.name for font in font_manager.fontManager.ttflist}
    return known.issuperset(families)


def _faces(family: str) -> list[Path]:
    """The files of a family, taken out of the collections that this machine has."""
    faces = []
    for collection in map(Path, font_manager.findSystemFonts(fontext="ttf")):
        if collection.name in _FILES:
            target = Path(mpl.get_cachedir()) / f"{family.replace(' ', '')}-{collection.stem[12:]}.otf"
            if not target.exists():
                for face in TTCollection(collection).fonts:
                    if face["name"].getDebugName(1).startswith(family):
                        face.save(target)
            faces.append(target)
    return faces
