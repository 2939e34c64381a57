"""Answers to the exercises of 01-parameter-counting: counted on layers that Keras has built."""

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from autograder.exercise import Expected
from autograder.reference import tolerance

# What the weights are does not matter where they are counted; zeros are the quickest to make.
_ZEROS = "zeros"


def dense_params(n_in: int, n_out: int, bias: bool = True) -> Expected:
    return Expected(_dense(n_in, n_out, bias).count_params())


def mlp_params(widths: Sequence[int], bias: bool = True) -> Expected:
    layers = [tf.keras.layers.Dense(n, use_bias=bias, kernel_initializer=_ZEROS) for n in widths[1:]]
    model = tf.keras.Sequential([tf.keras.Input((widths[0],)), *layers])
    return Expected([layer.count_params() for layer in model.layers])


def memory_bytes(n_params: int, dtype: str = "float32") -> Expected:
    return Expected(n_params * tf.as_dtype(dtype).size)


def dense_forward(x: Any, w: Any, b: Any) -> Expected:
    x, w, b = (tf.convert_to_tensor(array, tf.float64) for array in (x, w, b))
    magnitudes = tf.matmul(tf.abs(x), tf.abs(w)) + tf.abs(b)
    slack = tolerance.of_sums(magnitudes, terms=x.shape[1] + 1)
    sums = tf.matmul(x, w) + b
    return Expected(tf.sigmoid(sums).numpy(), tolerance.of_sigmoid(slack, sums))


def topk_forward(x: Any, w: Any, b: Any, importance: Any, k: int) -> Expected:
    x, w, b, importance = (tf.convert_to_tensor(array, tf.float64) for array in (x, w, b, importance))
    chosen = tf.math.top_k(tf.transpose(importance), k).indices  # (n_out, k)
    inputs = tf.gather(x, chosen, axis=1)  # (batch, n_out, k)
    weights = tf.gather(tf.transpose(w), chosen, axis=1, batch_dims=1)  # (n_out, k)
    magnitudes = tf.einsum("bok,ok->bo", tf.abs(inputs), tf.abs(weights)) + tf.abs(b)
    slack = tolerance.of_sums(magnitudes, terms=k + 1)
    sums = tf.einsum("bok,ok->bo", inputs, weights) + b
    return Expected(tf.sigmoid(sums).numpy(), tolerance.of_sigmoid(slack, sums))


def receptive_field_mask(height: int, width: int, row: int, col: int, k: int) -> Expected:
    centre = tf.one_hot(row * width + col, height * width, dtype=tf.float64)
    window = tf.ones((k, k, 1, 1), tf.float64)
    # A window that has the pixel in its middle is seen from just those places that the window covers.
    seen = tf.nn.conv2d(tf.reshape(centre, (1, height, width, 1)), window, strides=1, padding="SAME")
    return Expected((seen[0, :, :, 0] > 0.5).numpy())


def layer_weights(k: int, n_in: int, n_out: int, kind: str) -> Expected:
    match kind:
        case "dense":
            return Expected(_dense(n_in, n_out, bias=False).count_params())
        case "shared":
            return Expected(_convolution((k, k), 1, 1, bias=False).count_params())
        case "local":
            # A strip with n_out places for the window, and weights of its own for each of them.
            strip = tf.zeros((1, k, k + n_out - 1, 1))
            windows = tf.image.extract_patches(strip, (1, k, k, 1), (1, 1, 1, 1), (1, 1, 1, 1), "VALID")
            weights = tf.Variable(tf.zeros_like(windows[0, 0]))  # (n_out, k·k)
            outputs = tf.reduce_sum(windows[0, 0] * weights, axis=-1)
            tf.debugging.assert_equal(tf.size(outputs), n_out)
            return Expected(int(tf.size(weights)))
    raise ValueError(f"there is no layer of kind {kind!r}")


def conv_params(kernel_size: int | tuple[int, int], c_in: int, c_out: int, bias: bool = True) -> Expected:
    return Expected(_convolution(kernel_size, c_in, c_out, bias=bias).count_params())


def _dense(n_in: int, n_out: int, bias: bool) -> Any:
    layer = tf.keras.layers.Dense(n_out, use_bias=bias, kernel_initializer=_ZEROS)
    layer.build((None, n_in))
    return layer


def _convolution(kernel_size: int | tuple[int, int], c_in: int, c_out: int, bias: bool) -> Any:
    layer = tf.keras.layers.Conv2D(c_out, kernel_size, use_bias=bias, kernel_initializer=_ZEROS)
    layer.build((None, None, None, c_in))
    return layer
