"""Wrong solutions that students hand in, each with one slip: `<exercise>__<the slip>`.

All but the slip is right, so that a test which tells them apart has seen that slip.
"""

import itertools
import math
from typing import Any

import numpy as np

from tests import right
from tests.right import output_size, pair, sigmoid, window

# --- 01-parameter-counting -----------------------------------------------------------------------------


def dense_params__biases_forgotten(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out


def dense_params__a_bias_for_each_input(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + (n_in if bias else 0)


def dense_params__one_bias_in_all(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + bias


def dense_params__units_added_not_multiplied(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in + n_out + (n_out if bias else 0)


def dense_params__switch_ignored(n_in: int, n_out: int, bias: bool = True) -> int:
    return n_in * n_out + n_out


def dense_params__a_float(n_in: int, n_out: int, bias: bool = True) -> float:
    return float(right.dense_params(n_in, n_out, bias))


def dense_params__counted_in_float32(n_in: int, n_out: int, bias: bool = True) -> int:
    return int(np.float32(right.dense_params(n_in, n_out, bias)))


def mlp_params__last_layer_left_out(widths: list[int], bias: bool = True) -> list[int]:
    return right.mlp_params(widths, bias)[:-1]


def mlp_params__only_the_total(widths: list[int], bias: bool = True) -> int:
    return sum(right.mlp_params(widths, bias))


def mlp_params__one_bias_a_layer(widths: list[int], bias: bool = True) -> list[int]:
    return [a * b + bias for a, b in itertools.pairwise(widths)]


def mlp_params__always_from_the_image(widths: list[int], bias: bool = True) -> list[int]:
    return [right.dense_params(widths[0], n, bias) for n in widths[1:]]


def mlp_params__counted_in_float32(widths: list[int], bias: bool = True) -> list[int]:
    return [int(count) for count in np.array(right.mlp_params(widths, bias), np.float32)]


def memory_bytes__eight_bytes_each(n_params: int, dtype: str = "float32") -> int:
    return n_params * 8


def memory_bytes__bits(n_params: int, dtype: str = "float32") -> int:
    return n_params * np.dtype(dtype).itemsize * 8


def memory_bytes__dtype_ignored(n_params: int, dtype: str = "float32") -> int:
    return n_params * 4


def memory_bytes__megabytes(n_params: int, dtype: str = "float32") -> float:
    return n_params * np.dtype(dtype).itemsize / 1e6


def memory_bytes__a_32_bit_counter(n_params: int, dtype: str = "float32") -> Any:
    with np.errstate(over="ignore"):
        return np.uint32(n_params & 0xFFFFFFFF) * np.uint32(np.dtype(dtype).itemsize)


def memory_bytes__by_way_of_a_float(n_params: int, dtype: str = "float32") -> int:
    return int(float(n_params) * np.dtype(dtype).itemsize)


def dense_forward__sigmoid_forgotten(x: Any, w: Any, b: Any) -> Any:
    return x @ w + b


def dense_forward__bias_forgotten(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(x @ w)


def dense_forward__bias_after_the_sigmoid(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(x @ w) + b


def dense_forward__relu(x: Any, w: Any, b: Any) -> Any:
    return np.maximum(x @ w + b, 0)


def dense_forward__overflows_to_nan(x: Any, w: Any, b: Any) -> Any:
    with np.errstate(all="ignore"):
        z = np.exp(x @ w + b)
        return z / (1 + z)


def dense_forward__only_the_first_input(x: Any, w: Any, b: Any) -> Any:
    return sigmoid(x[:1] @ w + b)


def topk_forward__importance_ignored(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.dense_forward(x, w, b)


def topk_forward__lowest_instead_of_highest(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.topk_forward(x, w, b, -importance, k)


def topk_forward__one_choice_for_all_outputs(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.topk_forward(x, w, b, np.repeat(importance[:, :1], w.shape[1], axis=1), k)


def topk_forward__by_absolute_importance(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return right.topk_forward(x, w, b, abs(importance), k)


def topk_forward__importance_times_a_mask(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    threshold = np.sort(importance, axis=0)[-k]
    return sigmoid(x @ (w * (importance > threshold)) + b)


def topk_forward__chosen_marked_with_minus_one(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return _by_largest(x, w, b, importance, k, mark=-1)


def topk_forward__chosen_marked_with_minus_nine(x: Any, w: Any, b: Any, importance: Any, k: int) -> Any:
    return _by_largest(x, w, b, importance, k, mark=-9)


def _by_largest(x: Any, w: Any, b: Any, importance: Any, k: int, mark: float) -> Any:
    """Takes the largest k times; what was taken gets a number that should never be the largest again."""
    left, heard = np.array(importance, float), np.zeros_like(w)
    for j in range(w.shape[1]):
        for _ in range(k):
            best = left[:, j].argmax()
            heard[best, j], left[best, j] = w[best, j], mark
    return sigmoid(x @ heard + b)


def receptive_field_mask__disc(height: int, width: int, row: int, col: int, k: int) -> Any:
    rows, cols = np.indices((height, width))
    return np.hypot(rows - row, cols - col) <= k / math.sqrt(2)


def receptive_field_mask__disc_to_the_corners(height: int, width: int, row: int, col: int, k: int) -> Any:
    rows, cols = np.indices((height, width))
    return (rows - row) ** 2 + (cols - col) ** 2 <= 2 * (k // 2) ** 2


def receptive_field_mask__radius_k(height: int, width: int, row: int, col: int, k: int) -> Any:
    return right.receptive_field_mask(height, width, row, col, 2 * k + 1)


def receptive_field_mask__wraps_around(height: int, width: int, row: int, col: int, k: int) -> Any:
    out = np.zeros((height, width), bool)
    half = k // 2
    out[row - half : row + half + 1, col - half : col + half + 1] = True
    return out


def receptive_field_mask__rows_and_columns_swapped(
    height: int, width: int, row: int, col: int, k: int
) -> Any:
    return right.receptive_field_mask(height, width, col, row, k)


def receptive_field_mask__zeros_and_ones(height: int, width: int, row: int, col: int, k: int) -> Any:
    return right.receptive_field_mask(height, width, row, col, k).astype(int)


def layer_weights__local_without_windows(k: int, n_in: int, n_out: int, kind: str) -> int:
    return k * k if kind == "local" else right.layer_weights(k, n_in, n_out, kind)


def layer_weights__shared_counted_at_each_place(k: int, n_in: int, n_out: int, kind: str) -> int:
    return right.layer_weights(k, n_in, n_out, "local" if kind == "shared" else kind)


def layer_weights__local_from_every_input(k: int, n_in: int, n_out: int, kind: str) -> int:
    return k * k * n_in if kind == "local" else right.layer_weights(k, n_in, n_out, kind)


def conv_params__channels_forgotten(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params(kernel_size, 1, c_out, bias)


def conv_params__biases_forgotten(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params(kernel_size, c_in, c_out, bias=False)


def conv_params__one_bias_in_all(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params(kernel_size, c_in, c_out, bias=False) + bias


def conv_params__a_bias_for_each_channel(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params(kernel_size, c_in, c_out, bias=False) + bias * c_in * c_out


def conv_params__square_kernels_only(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return right.conv_params(pair(kernel_size)[0], c_in, c_out, bias)


def conv_params__counted_in_float32(kernel_size: Any, c_in: int, c_out: int, bias: bool = True) -> int:
    return int(np.float32(right.conv_params(kernel_size, c_in, c_out, bias)))


# --- 02-sliding-window ---------------------------------------------------------------------------------


def output_size__without_plus_one(n: int, k: int, stride: int = 1) -> int:
    return (n - k) // stride


def output_size__plus_one_inside(n: int, k: int, stride: int = 1) -> int:
    return (n - k + 1) // stride


def output_size__rounded_up(n: int, k: int, stride: int = 1) -> int:
    return math.ceil((n - k) / stride) + 1


def output_size__rounded(n: int, k: int, stride: int = 1) -> int:
    return round((n - k) / stride) + 1


def output_size__a_float(n: int, k: int, stride: int = 1) -> float:
    return (n - k) / stride + 1


def output_size__stride_ignored(n: int, k: int, stride: int = 1) -> int:
    return n - k + 1


def output_size__symmetric_border(n: int, k: int, stride: int = 1) -> int:
    return (n - 2 * (k // 2) - 1) // stride + 1


def window__stride_forgotten(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    return window(x, row, col, kernel_size)


def window__end_not_moved(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return x[row * sh : row + kh, col * sw : col + kw]


def window__one_pixel_too_many(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return x[row * sh : row * sh + kh + 1, col * sw : col * sw + kw + 1]


def window__rows_and_columns_swapped(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    return window(x, col, row, kernel_size, stride)


def window__dilated(x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1) -> Any:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return x[row : row + kh * sh : sh, col : col + kw * sw : sw]


def window__directions_of_the_stride_swapped(
    x: Any, row: int, col: int, kernel_size: Any, stride: Any = 1
) -> Any:
    return window(x, row, col, kernel_size, pair(stride)[::-1])


def hadamard_sum__not_summed(window: Any, kernel: Any) -> Any:
    return window * kernel


def hadamard_sum__matrix_product(window: Any, kernel: Any) -> Any:
    return (window @ kernel).sum() if window.shape[1] == kernel.shape[0] else np.sum(window * kernel)


def hadamard_sum__mean(window: Any, kernel: Any) -> Any:
    return np.mean(window * kernel)


def hadamard_sum__kernel_flipped(window: Any, kernel: Any) -> Any:
    return np.sum(window * kernel[::-1, ::-1])


def hadamard_sum__cut_to_an_integer(window: Any, kernel: Any) -> int:
    return int(np.sum(window * kernel))


def hadamard_sum__nine_products_only(window: Any, kernel: Any) -> Any:
    return sum(
        window[i, j] * kernel[i, j] for i in range(min(3, len(window))) for j in range(min(3, len(kernel[0])))
    )


def hadamard_sum__in_the_dtype_of_the_kernel(window: Any, kernel: Any) -> Any:
    return kernel.dtype.type(np.sum(window * kernel))


def conv2d_single__kernel_flipped(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel[::-1, ::-1], stride)


def conv2d_single__kernel_transposed(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel.T if kernel.shape[0] == kernel.shape[1] else kernel, stride)


def conv2d_single__output_transposed(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, stride).T


def conv2d_single__stride_ignored(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel)


def conv2d_single__start_not_moved(x: Any, kernel: Any, stride: Any = 1) -> Any:
    every = right.conv2d_single(x, kernel)
    shape = right.conv2d_single(x, kernel, stride).shape
    return every[: shape[0], : shape[1]]


def conv2d_single__stride_two_whatever_is_asked(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, stride if stride == 1 else 2)


def conv2d_single__one_stride_for_both_directions(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, pair(stride)[0])


def conv2d_single__windows_over_the_border(x: Any, kernel: Any, stride: Any = 1) -> Any:
    sh, sw = pair(stride)
    padded = np.pad(x, ((0, sh - 1), (0, sw - 1)))
    return right.conv2d_single(padded, kernel, stride)


def conv2d_single__integer_buffer(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, stride).astype(int)


def conv2d_single__width_from_the_height(x: Any, kernel: Any, stride: Any = 1) -> Any:
    side = min(x.shape)
    return right.conv2d_single(x[:side, :side], kernel, stride)


def conv2d_single__kernel_of_three_taken_for_granted(x: Any, kernel: Any, stride: Any = 1) -> Any:
    three = np.zeros((3, 3))
    three[: kernel.shape[0], : kernel.shape[1]] = kernel[:3, :3]
    sh, sw = pair(stride)
    shape = output_size(x.shape[0], kernel.shape[0], sh), output_size(x.shape[1], kernel.shape[1], sw)
    return right.conv2d_single(np.pad(x, (0, 3)), three, stride)[: shape[0], : shape[1]]


def conv2d_single__mean_of_the_products(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, stride) / kernel.size


def conv2d_single__last_row_and_column_dropped(x: Any, kernel: Any, stride: Any = 1) -> Any:
    out = right.conv2d_single(x, kernel, stride)
    out[-1], out[:, -1] = 0, 0
    return out


def conv2d_single__sum_never_reset(x: Any, kernel: Any, stride: Any = 1) -> Any:
    out = right.conv2d_single(x, kernel, stride)
    return np.cumsum(out).reshape(out.shape)


def conv2d_single__clipped_to_bytes(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d_single(x, kernel, stride), 0, 255)


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


def conv2d_single__in_the_dtype_of_the_kernel(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x, kernel, stride).astype(kernel.dtype)


def conv2d_single__steps_of_four_at_most(x: Any, kernel: Any, stride: Any = 1) -> Any:
    full, short = pair(stride), tuple(min(step, 4) for step in pair(stride))
    out = right.conv2d_single(x, kernel, short)
    shape = (output_size(n, k, s) for n, k, s in zip(x.shape, kernel.shape, full, strict=True))
    return out[tuple(slice(n) for n in shape)]


def channel_maps__summed(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_channels(x, kernel, stride)


def channel_maps__channels_first(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.moveaxis(right.channel_maps(x, kernel, stride), -1, 0)


def channel_maps__first_slice_of_the_kernel_for_all(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x, np.repeat(kernel[..., :1], kernel.shape[-1], axis=-1), stride)


def channel_maps__three_channels_taken_for_granted(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x[..., :3], kernel[..., :3], stride)


def channel_maps__axis_of_one_channel_dropped(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.squeeze(right.channel_maps(x, kernel, stride))


def channel_maps__in_the_dtype_of_the_kernel(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x, kernel, stride).astype(kernel.dtype)


def channel_maps__clipped_at_2048(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.channel_maps(x, kernel, stride), -2048, 2048)


def conv2d_channels__not_summed(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x, kernel, stride)


def conv2d_channels__averaged(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x, kernel, stride).mean(axis=-1)


def conv2d_channels__first_channel_only(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x[..., 0], kernel[..., 0], stride)


def conv2d_channels__channels_reversed(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_channels(x[..., ::-1], kernel, stride)


def conv2d_channels__channels_summed_first(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_single(x.sum(axis=-1), kernel.sum(axis=-1), stride)


def conv2d_channels__multiplied(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.channel_maps(x, kernel, stride).prod(axis=-1)


def conv2d_channels__kernel_flipped(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_channels(x, kernel[::-1, ::-1], stride)


def conv2d_channels__in_the_dtype_of_the_kernel(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return right.conv2d_channels(x, kernel, stride).astype(kernel.dtype)


def conv2d_channels__clipped_at_2048(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d_channels(x, kernel, stride), -2048, 2048)


# --- 03-multi-kernel -----------------------------------------------------------------------------------


def stack_maps__maps_first(maps: list[Any]) -> Any:
    return np.stack(maps)


def stack_maps__glued_side_by_side(maps: list[Any]) -> Any:
    return np.concatenate(maps, axis=-1)


def stack_maps__reshaped_instead_of_moved(maps: list[Any]) -> Any:
    return np.array(maps).reshape(*maps[0].shape, len(maps))


def stack_maps__rows_and_columns_swapped(maps: list[Any]) -> Any:
    return np.array(maps).T


def stack_maps__in_the_dtype_of_the_first(maps: list[Any]) -> Any:
    return np.stack(maps, axis=-1).astype(maps[0].dtype)


def stack_maps__a_plain_list(maps: list[Any]) -> Any:
    return maps


def conv2d__first_kernel_for_all(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return right.conv2d(x, np.repeat(kernels[..., :1], kernels.shape[-1], axis=-1), stride)


def conv2d__maps_first(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.moveaxis(right.conv2d(x, kernels, stride), -1, 0)


def conv2d__channels_in_and_out_swapped(x: Any, kernels: Any, stride: Any = 1) -> Any:
    if kernels.shape[2] != kernels.shape[3]:
        return right.conv2d(x, kernels, stride)
    return right.conv2d(x, kernels.swapaxes(2, 3), stride)


def conv2d__reshaped_instead_of_moved(x: Any, kernels: Any, stride: Any = 1) -> Any:
    out = right.conv2d(x, kernels, stride)
    return np.moveaxis(out, -1, 0).reshape(out.shape)


def conv2d__kernel_flipped(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return right.conv2d(x, kernels[::-1, ::-1], stride)


def conv2d__axis_of_one_kernel_dropped(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.squeeze(right.conv2d(x, kernels, stride))


def conv2d__depthwise(x: Any, kernels: Any, stride: Any = 1) -> Any:
    maps = [right.channel_maps(x, kernels[..., n], stride) for n in range(kernels.shape[3])]
    return np.concatenate(maps, axis=-1)


def conv2d__relu_inside(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.maximum(right.conv2d(x, kernels, stride), 0)


def conv2d__in_the_dtype_of_the_kernels(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return right.conv2d(x, kernels, stride).astype(kernels.dtype)


def conv2d__clipped_at_2048(x: Any, kernels: Any, stride: Any = 1) -> Any:
    return np.clip(right.conv2d(x, kernels, stride), -2048, 2048)


def conv2d_batch__first_image_only(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x[:1], kernels, bias, stride)


def conv2d_batch__first_image_for_all(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(np.repeat(x[:1], len(x), axis=0), kernels, bias, stride)


def conv2d_batch__images_summed(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, bias, stride).sum(axis=0)


def conv2d_batch__bias_forgotten(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, None, stride)


def conv2d_batch__first_bias_for_all(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, None if bias is None else bias[0], stride)


def conv2d_batch__bias_in_every_channel(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, None if bias is None else bias * x.shape[-1], stride)


def conv2d_batch__axes_of_length_one_dropped(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return np.squeeze(right.conv2d_batch(x, kernels, bias, stride))


def conv2d_batch__stride_only_downwards(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, bias, (pair(stride)[0], 1))


def conv2d_batch__in_the_dtype_of_the_kernels(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, bias, stride).astype(kernels.dtype)


def conv2d_batch__in_the_dtype_of_image_and_kernels(
    x: Any, kernels: Any, bias: Any = None, stride: Any = 1
) -> Any:
    return right.conv2d_batch(x, kernels, bias, stride).astype(np.result_type(x, kernels))


def conv_layer__relu_forgotten(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return right.conv2d_batch(x, kernels, bias, stride)


def conv_layer__relu_before_the_bias(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.maximum(right.conv2d_batch(x, kernels, None, stride), 0) + bias


def conv_layer__absolute_value(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return abs(right.conv2d_batch(x, kernels, bias, stride))


def conv_layer__bias_subtracted(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return right.conv_layer(x, kernels, -bias, stride)


def conv_layer__sigmoid(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return sigmoid(right.conv2d_batch(x, kernels, bias, stride))


def conv_layer__stride_ignored(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return right.conv_layer(x, kernels, bias)


def conv_layer__in_the_dtype_of_the_kernels(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return right.conv_layer(x, kernels, bias, stride).astype(kernels.dtype)


def conv_layer__in_the_dtype_of_image_and_kernels(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return right.conv_layer(x, kernels, bias, stride).astype(np.result_type(x, kernels))
