"""What is seen of an example: its arguments, the target and yours; and blocks that draw what goes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .answers import texts
from .parts import kernels, layer
from .sheet import Block, beside, sign, titled
from .tables import MOST_SLICES, Words, labelled, table

NOTHING = object()
"""Yours, before anything is written."""


@dataclass(frozen=True)
class Seen:
    """What is drawn.

    Attributes:
        target: an array or a number, and so is `yours`, if it can be drawn.
        differs: which elements do, in the target's shape; None if that cannot be said.
        wrong: the first element that does, of all in the order of reading; None if there is none.
    """

    args: Mapping[str, Any]
    target: Any
    yours: Any
    view: Mapping[str, Any]
    differs: Any = None
    wrong: int | None = None

    @property
    def place(self) -> tuple[int, ...]:
        """Where the first wrong element lies, or else the first of all."""
        shape = np.shape(self.target)
        return tuple(int(n) for n in np.unravel_index(self.wrong or 0, shape)) if shape else ()


def _sliding(seen: Seen, say: Words) -> Block:
    """The image, with the window that makes the first wrong element, and the kernel that it meets."""
    view, place = seen.view, seen.place
    row, col = place[-3:-1] if len(place) > 2 else place[-2:]
    image = np.asarray(seen.args[view["image"]])
    image = image[place[0]] if image.ndim == 4 else image
    # Of an answer of another shape, no element can be named that the window makes.
    named = seen.wrong is not None or seen.yours is NOTHING
    window = (view["tops"][row], view["lefts"][col], *view["window"]) if named else None
    channels = [place[-1]] if view["apart"] else range(1 if image.ndim == 2 else image.shape[2])
    images = [_channel(image, channel, say, window) for channel in list(channels)[:MOST_SLICES]]
    name = say["image"] if len(place) < 4 else say["image_of"].format(index=place[0])
    blocks = [titled(name, beside(images, gap=0.5))]
    if (kernel := kernel_of(seen)) is not None:
        tables = [_channel(kernel, channel, say) for channel in list(channels)[:MOST_SLICES]]
        which = say["kernel_of"].format(index=place[-1]) if "kernels" in seen.args else say["kernel"]
        blocks += [sign("⊙"), titled(which, beside(tables, gap=0.5))]
    return beside(blocks, gap=0.4)


def kernel_of(seen: Seen) -> Any:
    """The kernel that makes the element: (height, width) or (height, width, channels)."""
    if "kernels" in seen.args:
        return np.asarray(seen.args["kernels"])[..., seen.place[-1]]
    return np.asarray(seen.args["kernel"]) if "kernel" in seen.args else None


def _channel(array: Any, channel: int, say: Words, window: tuple[int, int, int, int] | None = None) -> Block:
    matrix = array if array.ndim == 2 else array[:, :, channel]
    block = table(matrix, np.asarray(texts(matrix), object).reshape(matrix.shape), window=window)
    return block if array.ndim == 2 else labelled(say["channel"].format(index=channel), block)


def _window(seen: Seen, say: Words) -> Block:
    """The image, with the window that is asked for."""
    image = np.asarray(seen.args[seen.view["image"]])
    return titled(say["image"], _channel(image, 0, say, tuple(seen.view["frame"])))


def _products(seen: Seen, say: Words) -> Block:
    """The window and the kernel that is laid on it."""
    return beside(
        [
            titled(say["window"], _channel(np.asarray(seen.args["window"]), 0, say)),
            sign("⊙"),
            titled(say["kernel"], _channel(np.asarray(seen.args["kernel"]), 0, say)),
        ],
        gap=0.4,
    )


def _tables(seen: Seen, say: Words) -> Block:
    """The arrays that go in, by the names of their parameters."""
    arrays = [
        (name, np.atleast_2d(value)) for name, value in seen.args.items() if isinstance(value, np.ndarray)
    ]
    return beside([titled(name, _channel(array, 0, say)) for name, array in arrays], gap=0.9)


INPUTS: Mapping[str, Callable[[Seen, Words], Block]] = {
    "sliding": _sliding,
    "window": _window,
    "products": _products,
    "tables": _tables,
    "layer": lambda seen, _say: layer(seen.view),
    "kernels": lambda seen, say: kernels(seen.view, say),
}
