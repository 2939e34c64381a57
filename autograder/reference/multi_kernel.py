"""Answers to the exercises of 03-multi-kernel: TensorFlow's convolution, with a batch and many kernels."""

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from autograder.exercise import Expected
from autograder.reference import tolerance
from autograder.reference.sliding_window import Pair, convolve


def stack_maps(maps: Sequence[Any]) -> Expected:
    stacked = tf.stack([tf.convert_to_tensor(one, tf.float64) for one in maps], axis=-1)
    return Expected(stacked.numpy(), tolerance.of_sums(tf.abs(stacked), terms=1))


def conv2d(x: Any, kernels: Any, stride: Pair = 1) -> Expected:
    batch = conv2d_batch(tf.convert_to_tensor(x, tf.float64)[tf.newaxis], kernels, stride=stride)
    return Expected(batch.value[0], batch.slack[0])


def conv2d_batch(x: Any, kernels: Any, bias: Any = None, stride: Pair = 1) -> Expected:
    x, kernels = tf.convert_to_tensor(x, tf.float64), tf.convert_to_tensor(kernels, tf.float64)
    products = int(tf.size(kernels[..., 0]))
    maps, magnitudes = convolve(x, kernels, stride), convolve(tf.abs(x), tf.abs(kernels), stride)
    if bias is not None:
        bias = tf.convert_to_tensor(bias, tf.float64)
        maps, magnitudes = tf.nn.bias_add(maps, bias), tf.nn.bias_add(magnitudes, tf.abs(bias))
        products += 1
    return Expected(maps.numpy(), tolerance.of_sums(magnitudes, terms=products))


def conv_layer(x: Any, kernels: Any, bias: Any, stride: Pair = 1) -> Expected:
    before = conv2d_batch(x, kernels, bias, stride)
    # ReLU never enlarges a difference, so the slack stays.
    return Expected(tf.nn.relu(before.value).numpy(), before.slack)
