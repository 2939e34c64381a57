"""What the Chinese text of the notebooks states, computed, as `verify.stated` does for the English.

In the order of the English phrases. Names of what is computed are those of the solutions.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder import book


def _in_01(the: Mapping[str, Any]) -> list[str]:
    widths = list(book.WIDTHS)
    counts = the["mlp_params"](widths)
    total = sum(counts)
    size = the["memory_bytes"](total)
    mask = the["receptive_field_mask"](7, 7, 3, 3, 3)
    steps = range(-3, 4)
    disc = [(r, c) for r in steps for c in steps if np.hypot(r, c) <= 3 / np.sqrt(2)]
    small, large = [
        [the["layer_weights"](3, n_in, n_out, kind) for kind in ("dense", "local", "shared")]
        for n_in, n_out in ((25, 9), (784, 784))
    ]
    bytes_ = f"{total:,} \\cdot 4 \\text{{ 字节}} = {size:,} \\text{{ 字节}} \\approx {size / 1e6:.2f}"
    rows = enumerate(zip(widths, widths[1:], counts, strict=False), start=1)
    return [
        f"$28 \\cdot 28 = {28 * 28}$",
        f"`{widths}`",
        " \\to ".join(map(str, widths)),
        *(f"| {place} | {n_in} | {n_out} | {count:,} |" for place, (n_in, n_out, count) in rows),
        f"**{total:,}**",
        bytes_.replace(",", "{,}"),
        f"同样大小的内存就成了 {size / 2**20:.2f}。",
        f"$4 \\cdot {size / 1e6:.2f} \\text{{ MB}} \\approx {4 * size / 1e6:.2f} \\text{{ MB}}$",
        f"圆的半径约为 {3 / np.sqrt(2):.2f}",
        f"圆里有 {len(disc)} 个像素，窗口里有 {mask.sum()} 个",
        f'| `"dense"` | 对每个输入一个权值 | {small[0]:,} | {large[0]:,} |',
        f'| `"local"` | 对窗口中每个像素一个权值 | {small[1]:,} | {large[1]:,} |',
        f'| `"shared"` | 与所有其他输出相同的权值 | {small[2]} | {large[2]} |',
        f"一共有 {the['conv_params'](3, 3, 32)} 个参数",
        f"每一层下面写着它的参数量，合计 {total:,}",
        f"与 9 个输出中的每一个相连：共 {small[0]} 个权值",
        f"九个输出共有 {small[1]} 个权值",
    ]


def _in_02(the: Mapping[str, Any]) -> list[str]:
    grey = the["conv2d_single"](book.GREY, book.KERNEL).astype(int)
    maps = the["channel_maps"](book.IMAGE, book.KERNELS[..., 0]).astype(int)
    first, second = maps[0, 0], maps[0, 1]
    products = (book.GREY[:3, :3] * book.KERNEL).ravel()
    written_sum = re.sub(r" \+ -", " - ", " + ".join(map(str, products)))
    side = the["output_size"](5, 3)
    return [
        f"${written_sum} = {products.sum()}$",
        f"输出以 {grey[0, 0]} 开头。向右移动一个位置，同样的步骤得到 {grey[0, 1]}。",
        f"输出有 ${side} \\times {side}$ 个数",
        f"各通道的和依次为 {first[0]}、{first[1]} 和 {first[2]}。".replace("-", "−"),
        f"{first[0]} + ({first[1]}) + ({first[2]}) = {first.sum()}",
        f"{second[0]} + {second[1]} + {second[2]} = {second.sum()}",
    ]


def _in_03(the: Mapping[str, Any]) -> list[str]:
    both = the["conv2d"](book.IMAGE, book.KERNELS).astype(int)
    first, second = both[0, 0], both[0, 1]
    bias = np.array([1, -10])
    shifted, late = first + bias, np.maximum(first, 0) + bias
    given = the["conv_layer"](book.IMAGE[np.newaxis], book.KERNELS, bias)[0, 0, 0]
    weights = book.KERNELS.size
    return [
        f"形状为 ${book.KERNELS.shape}$",
        f"0 号卷积核给出 {first[0]}，1 号卷积核给出 {first[1]}；在第二个位置，分别给出 {second[0]} 和 "
        f"{second[1]}。".replace("-", "−"),
        f"{first[0]} 和 {first[1]} 加上偏置 {bias[0]} 和 {bias[1]} 得到 {shifted[0]} 和 {shifted[1]}，"
        f"所以两者最后都是 {given.max():g}。".replace("-", "−"),
        f"就会得到 {late[0]} 和 {late[1]}，".replace("-", "−"),
        f"= {weights}$ 个权值和 {book.KERNELS.shape[-1]} 个偏置，一共 {weights + 2} 个参数",
    ]


PHRASES: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "01-parameter-counting": _in_01,
    "02-sliding-window": _in_02,
    "03-multi-kernel": _in_03,
}
