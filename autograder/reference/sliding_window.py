"""Answers to the exercises of 02-sliding-window: TensorFlow's convolution, with one kernel."""

from typing import Any

import tensorflow as tf

from autograder.exercise import Expected
from autograder.reference import tolerance

Pair = int | tuple[int, int]


def output_size(n: int, k: int, stride: int = 1) -> Expected:
    strip, kernel = tf.zeros((1, n, 1, 1), tf.float64), tf.zeros((k, 1, 1, 1), tf.float64)
    return Expected(int(convolve(strip, kernel, (stride, 1)).shape[1]))


def window(x: Any, row: int, col: int, kernel_size: Pair, stride: Pair = 1) -> Expected:
    (height, width), (vertical, horizontal) = pair(kernel_size), pair(stride)
    windows = tf.image.extract_patches(
        tf.convert_to_tensor(x, tf.float64)[tf.newaxis, :, :, tf.newaxis],
        sizes=(1, height, width, 1),
        strides=(1, vertical, horizontal, 1),
        rates=(1, 1, 1, 1),
        padding="VALID",
    )
    values = tf.reshape(windows[0, row, col], (height, width))
    return Expected(values.numpy(), tolerance.of_sums(tf.abs(values), terms=1))


def hadamard_sum(window: Any, kernel: Any) -> Expected:
    products = tf.convert_to_tensor(window, tf.float64) * tf.convert_to_tensor(kernel, tf.float64)
    slack = tolerance.of_sums(tf.reduce_sum(tf.abs(products)), terms=int(tf.size(products)))
    return Expected(float(tf.reduce_sum(products)), float(slack))


def conv2d_single(x: Any, kernel: Any, stride: Pair = 1) -> Expected:
    x, kernel = tf.convert_to_tensor(x, tf.float64), tf.convert_to_tensor(kernel, tf.float64)
    return conv2d_channels(x[:, :, tf.newaxis], kernel[:, :, tf.newaxis], stride)


def channel_maps(x: Any, kernel: Any, stride: Pair = 1) -> Expected:
    # TensorFlow's depthwise convolution knows one stride for both directions only.
    x, kernel = tf.convert_to_tensor(x, tf.float64), tf.convert_to_tensor(kernel, tf.float64)
    maps = [conv2d_single(x[:, :, c], kernel[:, :, c], stride) for c in range(x.shape[2])]
    return Expected(
        tf.stack([one.value for one in maps], axis=-1).numpy(),
        tf.stack([one.slack for one in maps], axis=-1).numpy(),
    )


def conv2d_channels(x: Any, kernel: Any, stride: Pair = 1) -> Expected:
    x = tf.convert_to_tensor(x, tf.float64)[tf.newaxis]
    kernel = tf.convert_to_tensor(kernel, tf.float64)[..., tf.newaxis]
    magnitudes = convolve(tf.abs(x), tf.abs(kernel), stride)[0, :, :, 0]
    slack = tolerance.of_sums(magnitudes, terms=int(tf.size(kernel)))
    return Expected(convolve(x, kernel, stride)[0, :, :, 0].numpy(), slack)


def convolve(x: Any, kernels: Any, stride: Pair) -> Any:
    """TensorFlow's convolution.

    Args:
        x: (batch, height, width, c_in) float64.
        kernels: (kernel_height, kernel_width, c_in, c_out) float64.
        stride: for both directions, or (vertical, horizontal).

    Returns:
        (batch, height', width', c_out) float64.
    """
    return tf.nn.conv2d(x, kernels, strides=pair(stride), padding="VALID")


def pair(size: Pair) -> tuple[int, int]:
    """A size for each direction."""
    return size if isinstance(size, tuple) else (size, size)
