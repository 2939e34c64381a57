"""Draw the figures of the course: `python images/draw.py`, or with names, `python images/draw.py 10_12`.

The same matplotlib draws the same bytes each time, so a figure changes in git only where its drawing did.
Figures in another language than English lie in a folder of its name. They need a font that has its letters;
where there is none, they are left as they are, and that is said.
"""

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:
    sys.path.insert(0, str(HERE.parent))  # `autograder.book`, also where the project is not installed

import matplotlib.style  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from PIL import Image  # noqa: E402

from autograder.book import GREY, IMAGE, KERNELS, WIDTHS  # noqa: E402
from autograder.language import ENGLISH, speaking  # noqa: E402
from images import fonts, networks, receptive, sliding, stacks, worked  # noqa: E402
from images.matrices import number  # noqa: E402
from images.words import TABLES  # noqa: E402

FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "10_01": networks.four_layers,
    "10_02": networks.dense,
    "10_03": receptive.receptive_field,
    "10_04": receptive.local,
    "10_05": receptive.shared,
    "10_12": partial(sliding.one_channel, 0, 0),
    "10_13": partial(sliding.one_channel, 0, 1),
    "10_14": partial(sliding.one_channel, 0, 2),
    "10_15": partial(sliding.one_channel, 1, 0),
    "10_16": partial(sliding.one_channel, 2, 2),
    "10_17": partial(sliding.many_channels, 0, 0),
    "10_18": partial(sliding.many_channels, 0, 1),
    "10_19": partial(sliding.many_channels, 2, 2),
    "10_20": stacks.summary,
    "10_21": stacks.two_kernels,
    "10_22": sliding.stride_of_two,
}

_SIDE, _K, _OUT = GREY.shape[0], worked.SIDE, worked.output_side()
_LAYERS = worked.layer_parameters()
_WEIGHTS = worked.connections()
_MAPS, _SUM = worked.channel_maps(), worked.feature_map()
_STRIDE_TWO = worked.channel_maps(stride=2)[0]


def _one(row: int, col: int) -> str:
    """Describe a step over one channel."""
    return (
        f"A {_SIDE}×{_SIDE} input, a {_K}×{_K} kernel, their products and the {_OUT}×{_OUT} output: "
        f"the window at row {row}, column {col} gives {number(int(_MAPS[0][row, col]))}"
    )


def _many(row: int, col: int) -> str:
    """Describe a step over all channels."""
    terms = ", ".join(number(int(values[row, col])) for values in _MAPS)
    return (
        f"{len(_MAPS)} channels, each with its own channel of the kernel and its own map: the windows at "
        f"row {row}, column {col} give {terms}, and their sum {number(int(_SUM[row, col]))} is the output"
    )


ALT: Final[dict[str, str]] = {
    "10_01": f"A fully connected network {'-'.join(map(str, WIDTHS))}, whose four layers have "
    f"{', '.join(map(number, _LAYERS))} parameters, {number(sum(_LAYERS))} in all.",
    "10_02": f"A {_SIDE}×{_SIDE} image is flattened to {GREY.size} inputs, each connected to all {_OUT**2} "
    f"outputs: {_WEIGHTS['dense']} weights.",
    "10_03": f"The {_K}×{_K} window around a pixel has {_K**2} pixels; the disc of radius k/√2 has "
    f"{len(worked.steps_in_disc(_K))}, so it is not the window.",
    "10_04": f"One of {_OUT}×{_OUT} outputs is connected to its own {_K}×{_K} window of the image only: "
    f"{_WEIGHTS['local']} weights for all outputs.",
    "10_05": f"The top left and the bottom right window use the same weights w11 to w{_K}{_K}: "
    f"{_WEIGHTS['shared']} weights for all outputs.",
    "10_12": f"{_one(0, 0)}.",
    "10_13": f"{_one(0, 1)}.",
    "10_14": f"{_one(0, 2)}.",
    "10_15": f"{_one(1, 0)}.",
    "10_16": f"{_one(2, 2)}; the output is complete.",
    "10_17": f"{_many(0, 0)}.",
    "10_18": f"{_many(0, 1)}.",
    "10_19": f"{_many(2, 2)}; it is complete.",
    "10_20": f"An image {IMAGE.shape} and one kernel {KERNELS.shape[:3]} give one map a channel, and the sum "
    f"of the maps is one output {_SUM.shape}: one kernel gives one map, however many channels.",
    "10_21": f"Two kernels {KERNELS.shape[:3]} turn an image {IMAGE.shape} into two maps {_SUM.shape}, "
    f"stacked to an output {(*_SUM.shape, KERNELS.shape[3])}.",
    "10_22": f"Stride two on a {_SIDE}×{_SIDE} input: the window before is dashed; the window now, two "
    f"columns further, is solid and gives {number(int(_STRIDE_TWO[0, 1]))}; the output is "
    f"{_STRIDE_TWO.shape[0]}×{_STRIDE_TWO.shape[1]}.",
}
"""What each figure shows, in one sentence, for those who cannot see it."""

STYLE: Final[list[str | Path | dict[str, Any]]] = [
    "default",
    {"font.family": "DejaVu Sans", "mathtext.fontset": "dejavusans", "savefig.dpi": "figure"},
]
"""matplotlib's own style and fonts, whatever the user's is set to."""
LETTERS: Final[dict[str, tuple[str, ...]]] = {"zh_CN": fonts.CHINESE}
"""Fonts for what the one above has no letters for, by language."""
COLOURS = 48
"""Few enough for small files, and enough for thin grey lines to stay grey."""


def _style(language: str) -> list[str | Path | dict[str, Any]]:
    return [*STYLE, {"font.family": ["DejaVu Sans", *LETTERS.get(language, ())]}]


def figure(name: str, language: str = ENGLISH) -> Figure:
    """Draw one figure in memory."""
    with matplotlib.style.context(_style(language)), speaking(language):
        return FIGURES[name]()


def png(drawing: Figure, language: str = ENGLISH) -> bytes:
    """Turn a figure into a small PNG: one palette, and no date or program's name in it."""
    raw, small = io.BytesIO(), io.BytesIO()
    with matplotlib.style.context(_style(language)):
        drawing.savefig(raw, format="png")
    picture = Image.open(raw).convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    picture.save(small, format="png", optimize=True)
    return small.getvalue()


def main(names: list[str], folder: Path = HERE) -> int:
    """Draw the named figures, or all of them, into a folder."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"No figure {', '.join(unknown)}; there are {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    for language in TABLES:
        if not fonts.found(LETTERS.get(language, ())):
            print(
                f"No {language} figures: no font has its letters. apt install fonts-noto-cjk", file=sys.stderr
            )
            continue
        place = folder if language == ENGLISH else folder / language
        place.mkdir(exist_ok=True)
        for name in names or FIGURES:
            (place / f"{name}.png").write_bytes(png(figure(name, language), language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
