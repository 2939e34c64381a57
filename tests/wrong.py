"""Wrong solutions that students hand in, each with one slip: `<exercise>__<the slip>`.

All but the slip is right, so that a test which tells them apart has seen that slip.
"""

import itertools
import math
from typing import Any

import numpy as np

from tests import right
from tests.right import output_size, pair, sigmoid

# --- 01-parameter-counting -----------------------------------------------------------------------------


def dense_params__one_bias_whatever_is_asked(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + 1


def dense_params__printed_and_not_returned(n_in: int, n_out: int, bias: bool = True) -> None:
    right.dense_params(n_in, n_out, bias)


def mlp_params__beyond_the_last_width(widths: list[int], bias: bool = True) -> list[int]:
    return [right.dense_params(widths[i], widths[i + 1], bias) for i in range(len(widths))]


def mlp_params__rows_of_a_table(widths: list[int], bias: bool = True) -> list[list[int]]:
    return [[a, b, right.dense_params(a, b, bias)] for a, b in itertools.pairwise(widths)]


def memory_bytes__megabytes_as_text(n_params: int, dtype: str = "float32") -> str:
    return f"{right.memory_bytes(n_params, dtype) / 1e6:.2f} MB"


def memory_bytes__bits_of_a_float32_whatever_is_asked(n_params: int, dtype: str = "float32") -> int:
    return n_params * 32


def dense_forward__shapes_that_do_not_fit(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(x.T @ w.T + b)


def dense_forward__rounded(x: Any, w: Any, b: Any) -> Any:
    return np.round(right.dense_forward(x, w, b), 3)


def dense_forward__sums_cut_at_ten(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(np.clip(x @ w + b, -10, 10))


def dense_forward__float16(x: Any, w: Any, b: Any) -> Any:
    half = np.float16
    return sigmoid(x.astype(half) @ w.astype(half) + b.astype(half))


def topk_forward__importance_above_a_half(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.dense_forward(x, w * (importance > 0.5), b)


def topk_forward__lowest_and_without_bias(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.topk_forward(x, w, 0 * b, -importance, k)


def receptive_field_mask__names_of_pixels(height: int, width: int, row: int, col: int, k: int) -> Any:
    return np.argwhere(right.receptive_field_mask(height, width, row, col, k))


def receptive_field_mask__inside_out_in_numbers(height: int, width: int, row: int, col: int, k: int) -> Any:
    return 1 - right.receptive_field_mask(height, width, row, col, k).astype(int)


def layer_weights__local_at_every_place_of_the_image(k: int, n_in: int, n_out: int, kind: str) -> int:
    """As if the image were a square, and the windows that hang over its border were cut off."""
    side = math.isqrt(n_in)
    places = sum(right.receptive_field_mask(side, side, i // side, i % side, k).sum() for i in range(side**2))
    return int(places) if kind == "local" else right.layer_weights(k, n_in, n_out, kind)


def layer_weights__shared_and_local_as_one_window(k: int, n_in: int, n_out: int, kind: str) -> int:
    return right.layer_weights(k, n_in, n_out, kind) if kind == "dense" else k * n_out


def conv_params__channels_and_biases_forgotten(
    kernel_size: Any, c_in: int, c_out: int, bias: bool = True
) -> int:
    return right.conv_params(kernel_size, 1, c_out, bias=False)


def conv_params__height_alone(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params((pair(kernel_size)[0], 1), c_in, c_out, bias)


# --- 02-sliding-window ---------------------------------------------------------------------------------


def conv2d_single__float16(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return _in_dtype(x, kernel, stride, np.float16)


def conv2d_single__summed_in_8_bits(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return (
        right.conv2d_single(x, kernel, stride)
        if _fractions(x, kernel)
        else _in_dtype(x, kernel, stride, np.int8)
    )


def conv2d_single__summed_in_16_bits(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return (
        right.conv2d_single(x, kernel, stride)
        if _fractions(x, kernel)
        else _in_dtype(x, kernel, stride, np.int16)
    )


def _fractions(x: Any, kernel: Any) -> bool:
    return bool(np.result_type(x, kernel).kind == "f")


def _in_dtype(x: Any, kernel: Any, stride: Any, dtype: Any) -> Any:
    sh, sw = pair(stride)
    with np.errstate(over="ignore", invalid="ignore"):
        x, kernel = np.asarray(x).astype(dtype), np.asarray(kernel).astype(dtype)
        windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::sh, ::sw]
        return (windows * kernel).sum(axis=(2, 3), dtype=dtype)


def conv2d_single__clipped_at_2048(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d_single(x, kernel, stride), -2048, 2048)


def conv2d_single__steps_of_four_at_most(x: Any, kernel: Any, stride: Any = 1) -> Any:
    full, short = pair(stride), tuple(min(step, 4) for step in pair(stride))
    out = right.conv2d_single(x, kernel, short)
    shape = (output_size(n, k, s) for n, k, s in zip(x.shape, kernel.shape, full, strict=True))
    return out[tuple(slice(n) for n in shape)]


def channel_maps__clipped_at_2048(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.channel_maps(x, kernel, stride), -2048, 2048)


def conv2d_channels__clipped_at_2048(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d_channels(x, kernel, stride), -2048, 2048)


# --- 03-multi-kernel -----------------------------------------------------------------------------------


def stack_maps__a_plain_list(maps: list[Any]) -> Any:
    return maps


def stack_maps__a_frame_of_zeros(maps: list[Any]) -> Any:
    return np.pad(right.stack_maps(maps), ((1, 1), (1, 1), (0, 0)))


def conv2d__clipped_at_2048(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d(x, kernels, stride), -2048, 2048)


def conv2d__image_taken_for_channels_first(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return right.conv2d(np.moveaxis(x, 0, -1), kernels, stride)


def conv2d__float16(x: Any, kernels: Any, stride: Any = 1) -> Any:
    with np.errstate(over="ignore", invalid="ignore"):
        return right.conv2d(x.astype(np.float16), kernels.astype(np.float16), stride).astype(np.float16)


def conv2d__flipped_and_maps_first(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.moveaxis(right.conv2d(x, kernels[::-1, ::-1], stride), -1, 0)


def conv2d_batch__a_bias_of_one_whatever_is_given(
    x: Any, kernels: Any, bias: Any = None, stride: Any = 1
) -> Any:
    return right.conv2d_batch(x, kernels, None if bias is None else np.ones(len(bias)), stride)


def conv2d_batch__each_image_less_the_mean_of_all(
    x: Any, kernels: Any, bias: Any = None, stride: Any = 1
) -> Any:
    return right.conv2d_batch(x - x.mean(axis=0), kernels, bias, stride)


def conv_layer__softplus(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.logaddexp(right.conv2d_batch(x, kernels, bias, stride), 0)


def conv_layer__capped_at_six(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.minimum(right.conv_layer(x, kernels, bias, stride), 6)


def conv_layer__divided_by_the_largest(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    out = right.conv_layer(x, kernels, bias, stride)
    return out / max(out.max(), 1)
