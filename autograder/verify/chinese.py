"""What the Chinese text of the notebooks states, computed, as `verify.stated` does for the English.

In the order of the English phrases. Names of what is computed are those of the solutions.
"""

from collections.abc import Callable, Mapping

import numpy as np

from autograder import book
from autograder.verify.computed import Names, counting, sliding, stacking


def _in_01(the: Names) -> list[str]:
    widths, counts, total, size, disc, window, small, large = counting(the)
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
        f"圆里有 {disc} 个像素，窗口里有 {window} 个",
        f'| `"dense"` | 对每个输入一个权值 | {small[0]:,} | {large[0]:,} |',
        f'| `"local"` | 对窗口中每个像素一个权值 | {small[1]:,} | {large[1]:,} |',
        f'| `"shared"` | 与所有其他输出相同的权值 | {small[2]} | {large[2]} |',
        f"一共有 {the['conv_params'](3, 3, 32)} 个参数",
        f"每一层下面写着它的参数量，合计 {total:,}",
        f"与 9 个输出中的每一个相连：共 {small[0]} 个权值",
        f"九个输出共有 {small[1]} 个权值",
    ]


def _in_02(the: Names) -> list[str]:
    grey, written_sum, summed, side, first, second = sliding(the)
    return [
        f"${written_sum} = {summed}$",
        f"输出以 {grey[0, 0]} 开头。向右移动一个位置，同样的步骤得到 {grey[0, 1]}。",
        f"输出有 ${side} \\times {side}$ 个数",
        f"各通道的和依次为 {first[0]}、{first[1]} 和 {first[2]}。".replace("-", "−"),
        f"{first[0]} + ({first[1]}) + ({first[2]}) = {first.sum()}",
        f"{second[0]} + {second[1]} + {second[2]} = {second.sum()}",
    ]


def _in_03(the: Names) -> list[str]:
    first, second, bias, shifted, late, given, weights = stacking(the)
    return [
        f"形状为 ${book.KERNELS.shape}$",
        f"0 号卷积核给出 {first[0]}，1 号卷积核给出 {first[1]}；在第二个位置，分别给出 {second[0]} 和 "
        f"{second[1]}。".replace("-", "−"),
        f"{first[0]} 和 {first[1]} 加上偏置 {bias[0]} 和 {bias[1]} 得到 {shifted[0]} 和 {shifted[1]}，"
        f"所以两者最后都是 {given.max():g}。".replace("-", "−"),
        f"就会得到 {late[0]} 和 {late[1]}，".replace("-", "−"),
        f"= {weights}$ 个权值和 {book.KERNELS.shape[-1]} 个偏置，一共 {weights + 2} 个参数",
    ]


PHRASES: Mapping[str, Callable[[Names], list[str]]] = {
    "01-parameter-counting": _in_01,
    "02-sliding-window": _in_02,
    "03-multi-kernel": _in_03,
}
