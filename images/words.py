"""Every word that stands in a figure, in one table, so that a second language is a second table.

What stands in braces is filled in with numbers that `worked` computes. Names that students type (`X`) and
the signs of arithmetic are the same in every language and are not here.
"""

from typing import Final

WORDS: Final[dict[str, str]] = {
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
