"""A window that a student moves over the image: for each place of the target, what lies under the kernel.

Plain HTML and CSS: a radio button for each place, and the window goes where the chosen one says. No script is
needed, so it also works where a page may run none; arrow keys move it, one place after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from secrets import token_hex
from typing import Any

import numpy as np

from .answers import texts
from .seen import Seen, kernel_of

_CELL = 30  # pixels
_MOST = 36  # places
_KEYS = 'data-lm-suppress-shortcuts="true"'  # for us: JupyterLab would go to another cell


def slider(name: str, seen: Seen, say: Mapping[str, str], *, opened: bool) -> str:
    """The image, its window and the places of the target as HTML; "" where nothing slides.

    Args:
        name: of the exercise.
        seen: what the picture beside it shows.
        say: the words.
        opened: whether it lies open at once.
    """
    view = seen.view
    if "sums" not in view:
        return ""
    places = [(row, col) for row in range(len(view["tops"])) for col in range(len(view["lefts"]))]
    if not 1 < len(places) <= _MOST:
        return ""
    mark = f"looking-{name}-{token_hex(4)}"
    place = seen.place
    at = place[-3:-1] if len(place) > 2 else place
    image = np.asarray(seen.args[view["image"]])
    image = image[place[0]] if image.ndim == 4 else image
    planes = _planes(image, seen)
    shape = np.shape(seen.target)
    buttons, moves, sums = [], [], []
    for number, (row, col) in enumerate(places):
        key = f"{mark}-{number}"
        checked = " checked" if (row, col) == tuple(at) else ""
        label = say["place"].format(row=row, column=col)
        buttons.append(
            f'<input type="radio" name="{mark}" id="{key}" {_KEYS} aria-label="{escape(label)}"{checked}>'
        )
        top, left = view["tops"][row] * _CELL, view["lefts"][col] * _CELL
        moves.append(
            f"#{key}:checked ~ .board .window{{top:{top - 2}px;left:{left - 2}px}}"
            f"#{key}:checked ~ .board .s{number}{{display:block}}"
            f'#{key}:checked ~ .board label[for="{key}"]{{background:#00735a;color:#fff}}'
            f'#{key}:focus-visible ~ .board label[for="{key}"]{{outline:3px solid #1b5fa8}}'
        )
        element = _element(shape, place, row, col)
        sums.append(f'<p class="s{number}">{escape(label)}: {escape(view["sums"][element])}</p>')
    target = np.asarray(seen.target)
    cells = [
        f'<label for="{mark}-{number}">{text}</label>'
        for number, text in enumerate(
            texts(np.array([target.ravel()[_element(shape, place, row, col)] for row, col in places]))
        )
    ]
    board = "".join(f'<div class="plane">{_plane(plane)}{_window(view)}</div>' for plane in planes)
    if (kernel := kernel_of(seen)) is not None:
        board += "⊙" + "".join(f'<div class="plane">{_plane(plane)}</div>' for plane in _planes(kernel, seen))
    board += "=" if len(planes) == 1 else "→"
    return (
        f'<details class="{mark}"{" open" if opened else ""}>'
        f"<summary>{escape(say['move'])}</summary>{_style(mark, len(view['lefts']), moves)}"
        f'{"".join(buttons)}<div class="board"><div class="row">{board}'
        f'<div class="places">{"".join(cells)}</div></div>{"".join(sums)}</div></details>'
    )


def _planes(array: Any, seen: Seen) -> list[Any]:
    """The channels of an image or a kernel that take part."""
    if array.ndim == 2:
        return [array]
    if seen.view["apart"]:
        return [array[:, :, seen.place[-1]]]
    return [array[:, :, channel] for channel in range(array.shape[2])]


def _element(shape: tuple[int, ...], place: Sequence[int], row: int, col: int) -> int:
    """Which element of the target a place of the window makes, beside the one that the picture is about."""
    index = list(place)
    rows = len(shape) - 2 if len(shape) == 2 else len(shape) - 3
    index[rows : rows + 2] = [row, col]
    return int(np.ravel_multi_index(index, shape))


def _plane(plane: Any) -> str:
    cells = "".join(
        f'<i class="{"negative" if value < 0 else "positive" if value > 0 else "zero"}">{text}</i>'
        for value, text in zip(plane.ravel().tolist(), texts(plane))  # noqa: B905  # of one length
    )
    return (
        f'<div class="cells" style="grid-template-columns:repeat({plane.shape[1]},{_CELL}px)">{cells}</div>'
    )


def _window(view: Mapping[str, Any]) -> str:
    high, wide = view["window"]
    return f'<b class="window" style="height:{high * _CELL - 2}px;width:{wide * _CELL - 2}px"></b>'


def _style(mark: str, columns: int, moves: Sequence[str]) -> str:
    here = f".{mark}"
    rules = [
        "{position:relative;margin:8px 0;color:#1a1a1a;background:#fff;padding:6px 8px;width:fit-content}",
        " summary{cursor:pointer}",
        " input{position:absolute;opacity:0;pointer-events:none}",
        " .row{display:flex;gap:16px;align-items:center;flex-wrap:wrap;margin:10px 2px}",
        " .plane{position:relative}",
        f" .cells,{here} .places{{display:grid;gap:0;border:2px solid #1a1a1a;width:fit-content}}",
        f" .places{{grid-template-columns:repeat({columns},auto)}}",
        f" i,{here} label{{box-sizing:border-box;height:{_CELL}px;border:1px solid #c9c9c9}}",
        f" i,{here} label{{text-align:center;font:600 13px/{_CELL - 2}px DejaVu Sans,Verdana,sans-serif}}",
        f" label{{cursor:pointer;min-width:{_CELL + 12}px;padding:0 5px}}",
        " .negative{background:repeating-linear-gradient(135deg,#fbdcbc 0 6px,#f3c594 6px 7px)}",
        " .positive{background:#cfe5f5}",
        " .zero{font-weight:400;color:#5c5c5c}",
        " .window{position:absolute;box-sizing:content-box;border:4px solid #00735a;transition:all .25s}",
        " .board p{display:none;margin:4px 2px}",
    ]
    return (
        "<style>"
        + "".join(here + rule for rule in rules)
        + "".join(moves)
        + (f"@media (prefers-reduced-motion:reduce){{{here} .window{{transition:none}}}}</style>")
    )
