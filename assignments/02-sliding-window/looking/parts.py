"""Drawings for exercises that count: a strip with its windows, the lines of a layer, a row of kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .sheet import DIFFERS, INK, PIXEL, QUIET, RULE, WINDOW, Block, Sheet, above, beside, words

_MOST_PLACES = 12


def strip(view: Mapping[str, Any], count: float, say: Mapping[str, str], *, wrong: bool = False) -> Block:
    """A strip of pixels, and below it a window at each of so many places.

    Args:
        view: `n` pixels of the strip, `k` of the window, and the pixels where it `starts`, also where it
            would hang over.
        count: how many places there are said to be.
        say: the words.
        wrong: whether that is another number than the target.
    """
    n, k, starts = view["n"], view["k"], view["starts"]
    places = starts[: int(max(0, min(count, _MOST_PLACES)))]
    size, step = 0.8, 0.5
    right = max([n, *(start + k for start in places)])
    shown = say["places"].format(count=f"{count:g}".replace("-", "−"))

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for pixel in range(n):
            sheet.fill(x + pixel * size, y, size, size, PIXEL)
            sheet.frame(x + pixel * size, y, size, size, RULE, 0.02)
            sheet.text(x + (pixel + 0.5) * size, y + size / 2, str(pixel), 0.3, QUIET)
        for row, start in enumerate(places):
            top = y + size + 0.2 + row * step
            over = start + k > n
            sheet.frame(x + start * size, top, k * size, 0.32, DIFFERS if over else WINDOW, 0.08, dashed=over)
            if over:
                sheet.text(x + (start + k) * size + 0.3, top + 0.16, "≠", 0.34, DIFFERS, bold=True)
        colour = DIFFERS if wrong else INK
        sheet.text(x, y + size + 0.55 + len(places) * step, shown, 0.4, colour, bold=True, align="left")

    return Block(right * size + 0.6, size + 0.9 + len(places) * step, draw)


def layer(view: Mapping[str, Any]) -> Block:
    """A fully connected layer: a line for each weight, and a ring beside each output for its bias."""
    n_in, n_out, bias = view["n_in"], view["n_out"], view["bias"]
    high = max(n_in, n_out)

    def draw(sheet: Sheet, x: float, y: float) -> None:
        left = [(x + 0.4, y + (row + 0.5 + (high - n_in) / 2)) for row in range(n_in)]
        right = [(x + 3.4, y + (row + 0.5 + (high - n_out) / 2)) for row in range(n_out)]
        for a in left:
            for b in right:
                sheet.line((a, b), INK, 0.03)
        for at in (*left, *right):
            sheet.disc(*at, 0.28, PIXEL, INK)
        if bias:
            for px, py in right:
                sheet.line(((px + 0.26, py), (px + 0.7, py)), WINDOW, 0.05)
                sheet.text(px + 0.92, py, "b", 0.4, WINDOW, bold=True)

    return Block(5.0 if bias else 4.0, float(high), draw)


def kernels(view: Mapping[str, Any], say: Mapping[str, str]) -> Block:
    """Kernels beside each other: a square for each weight, one table for each channel, and the bias."""
    high, wide, c_in, c_out, bias = (view[name] for name in ("height", "width", "c_in", "c_out", "bias"))
    size = 0.42

    def tables(sheet: Sheet, x: float, y: float) -> None:
        for channel in range(c_in):
            top = y + channel * (high * size + 0.25)
            for row in range(high):
                for col in range(wide):
                    sheet.fill(x + col * size, top + row * size, size, size, PIXEL)
                    sheet.frame(x + col * size, top + row * size, size, size, RULE, 0.02)
            sheet.frame(x, top, wide * size, high * size, INK, 0.035)
        if bias:
            sheet.text(
                x + wide * size / 2, y + c_in * (high * size + 0.25) + 0.15, "b", 0.4, WINDOW, bold=True
            )

    tall = c_in * (high * size + 0.25) + (0.4 if bias else 0.0)
    each = [
        above(
            [words(say["kernel_of"].format(index=n), 0.3, QUIET), Block(wide * size, tall, tables)], gap=0.05
        )
        for n in range(c_out)
    ]
    return beside(each, gap=0.6)
