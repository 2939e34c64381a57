"""Every word that stands in a figure, in a table for each language.

What stands in braces is filled in with numbers that `worked` computes. Names that students type (`X`) and
the signs of arithmetic are the same in every language and are not here.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from autograder.language import ENGLISH, language

_ENGLISH: Final[dict[str, str]] = {
    "bytes": "as float32, {each} bytes each: {bytes} bytes ≈ {megabytes:.2f} MB",
    "channel": "channel {index}",
    "dense_count": "{inputs} inputs · {outputs} outputs = {weights} weights",
    "disc": "not the disc: distance ≤ k/√2 ≈ {radius:.2f}",
    "disc_count": "{count} pixels, {extra} too many",
    "flattened": "flattened",
    "image": "image {side}×{side}",
    "input": "input {side}×{side}",
    "inputs": "inputs",
    "kernel": "kernel {side}×{side}",
    "layer": "layer {index}",
    "local_count": "{outputs} outputs · {kernel}·{kernel} weights each = {weights} weights",
    "maps": "one map a channel",
    "negative": "negative",
    "network_input": "input",
    "output": "output {side}×{side}",
    "outputs": "outputs",
    "positive": "positive",
    "previous": "window before",
    "products": "products",
    "shared_count": "{kernel}·{kernel} = {weights} weights for all outputs",
    "stride": "stride {stride}",
    "total": "= {total} parameters (weights + biases)",
    "window": "window",
    "window_at": "window at row {row}, column {column}",
    "window_rule": "window: {kernel}×{kernel} around the centre",
    "window_size": "k = {kernel}",
    "window_count": "{count} pixels",
    "written": "its output",
    "zero": "zero",
    # Under the stacks
    "stack_image": "image",
    "stack_kernel": "one kernel",
    "stack_kernel_of": "kernel {index}",
    "stack_map_of": "map {index}",
    "stack_maps": "one map a channel",
    "stack_output": "output",
    "stack_sum": "one output",
    "stacked": "stack",
    "over_channels": "channels",
    "over_window": "window",
    "one_kernel_one_map": "one kernel gives one map, however many channels",
    "kernels_are_channels": "{count} kernels give {count} output channels",
}

_CHINESE: Final[dict[str, str]] = {
    "bytes": "以 float32 存放，每个 {each} 字节：{bytes} 字节 ≈ {megabytes:.2f} MB",
    "channel": "通道 {index}",
    "dense_count": "{inputs} 个输入 · {outputs} 个输出 = {weights} 个权值",
    "disc": "不是圆：距离 ≤ k/√2 ≈ {radius:.2f}",
    "disc_count": "{count} 个像素，多了 {extra} 个",
    "flattened": "打平",
    "image": "图像 {side}×{side}",
    "input": "输入 {side}×{side}",
    "inputs": "输入",
    "kernel": "卷积核 {side}×{side}",
    "layer": "第 {index} 层",
    "local_count": "{outputs} 个输出 · 各 {kernel}·{kernel} 个权值 = {weights} 个权值",
    "maps": "各通道的中间矩阵",
    "negative": "负数",
    "network_input": "输入",
    "output": "输出 {side}×{side}",
    "outputs": "输出",
    "positive": "正数",
    "previous": "上一个窗口",
    "products": "乘积",
    "shared_count": "{kernel}·{kernel} = {weights} 个权值，所有输出共用",
    "stride": "步长 {stride}",
    "total": "= {total} 个参数（权值 + 偏置）",
    "window": "窗口",
    "window_at": "窗口位于第 {row} 行、第 {column} 列",
    "window_rule": "窗口：中心周围的 {kernel}×{kernel}",
    "window_size": "k = {kernel}",
    "window_count": "{count} 个像素",
    "written": "对应的输出",
    "zero": "零",
    # Under the stacks
    "stack_image": "图像",
    "stack_kernel": "一个卷积核",
    "stack_kernel_of": "{index} 号卷积核",
    "stack_map_of": "{index} 号特征图",
    "stack_maps": "各通道的中间矩阵",
    "stack_output": "输出",
    "stack_sum": "一个输出",
    "stacked": "堆叠",
    "over_channels": "通道",
    "over_window": "窗口",
    "one_kernel_one_map": "无论多少个通道，一个卷积核只给出一张特征图",
    "kernels_are_channels": "{count} 个卷积核给出 {count} 个输出通道",
}

TABLES: Final = {ENGLISH: _ENGLISH, "zh_CN": _CHINESE}


class _Spoken(Mapping[str, str]):
    """The words of the language that is spoken where they are asked for."""

    def __getitem__(self, key: str) -> str:
        return TABLES[language()][key]

    def __iter__(self) -> Iterator[str]:
        return iter(_ENGLISH)

    def __len__(self) -> int:
        return len(_ENGLISH)


WORDS: Final[Mapping[str, str]] = _Spoken()
