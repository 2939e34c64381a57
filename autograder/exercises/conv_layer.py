"""A convolutional layer: convolution, bias and ReLU (chapter 10.2.3)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograder.book import IMAGE, KERNELS
from autograder.exercise import Answer, Case, Exercise, Group, Mistake
from autograder.exercises import _laws, _probes
from autograder.exercises._inputs import (
    AGAIN,
    BLUR,
    COUNTING,
    SUMMATION,
    Stride,
    distinct,
    pattern,
    real,
    sizes,
    strided,
    twice,
    whole,
)
from autograder.exercises._slips.batches import bias_afterwards, biases, images
from autograder.exercises._slips.convolution import convolution
from autograder.exercises._slips.models import conv2d_batch, conv_layer, sigmoid
from autograder.exercises._slips.notebook import from_the_notebook
from autograder.exercises._slips.overwriting import by_image, overwriting
from autograder.exercises._slips.sliding import told
from autograder.language import N_

_TWO = np.stack([IMAGE, -IMAGE])
_BIAS = np.array([3, -2])
_COUNTING = np.stack([COUNTING, -COUNTING], axis=-1)[:, :, np.newaxis]
"""(3, 3, 1, 2)"""


def _drawn(rng: np.random.Generator, *, leftover: bool = False, **kwargs: Stride) -> Case:
    size = sizes(rng, stride=kwargs.get("stride", 1), leftover=leftover)
    c_in, c_out = size.channels
    x, kernels = whole(rng, size.batch, *size.image, c_in), whole(rng, *size.kernel, c_in, c_out)
    return Case((x, kernels, whole(rng, c_out)), kwargs)


def _book(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((IMAGE[np.newaxis], KERNELS, np.zeros(2, np.int64)), public=True)
    yield Case((_TWO, KERNELS, _BIAS), public=True)
    yield Case((whole(rng, 2, 5, 5, 3), whole(rng, 3, 3, 3, 2), whole(rng, 2)))


def _biases(rng: np.random.Generator) -> Iterator[Case]:
    black = np.zeros((2, 3, 3, 2), np.int64)
    yield Case((black, np.ones((2, 2, 2, 3), np.int64), np.array([1, -10, 100])), public=True)
    yield Case((np.zeros((3, 4, 5, 2), np.int64), whole(rng, 2, 3, 2, 4), whole(rng, 4)))


def _negative(rng: np.random.Generator) -> Iterator[Case]:
    ones = np.ones((1, 2, 2, 1), np.int64)
    # The sum is -2 each time; the bias decides whether anything is left.
    yield Case((ones, np.array([[[[-1]], [[-1]]], [[[1]], [[-1]]]]), np.array([5])), public=True)
    yield Case((ones, np.array([[[[-1]], [[-1]]], [[[1]], [[-1]]]]), np.array([1])), public=True)
    x, kernels = np.abs(whole(rng, 2, 4, 4, 2)), np.abs(whole(rng, 2, 2, 2, 3))
    yield Case((-x, kernels, np.array([200, 500, 900])))
    yield Case((x, kernels, np.array([-900, -500, -200])))


def _sizes(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((pattern(3, 4, 7, 2), pattern(2, 3, 2, 5), pattern(5)), public=True)
    yield Case((pattern(1, 3, 3, 1), pattern(2, 2, 1, 1), pattern(1)), public=True)
    yield Case((pattern(3, 2, 2, 5), pattern(1, 1, 5, 2), _BIAS), public=True)
    yield Case((pattern(2, 3, 3, 2), pattern(3, 3, 2, 3), pattern(3)), public=True)
    yield Case((pattern(2, 4, 7, 1), _COUNTING, _BIAS), public=True)
    yield Case((pattern(2, 7, 4, 1), _COUNTING, _BIAS), public=True)
    yield Case((pattern(2, 5, 5, 1), _COUNTING[:2], _BIAS), public=True)
    yield Case((pattern(2, 5, 5, 1), _COUNTING[:, :2], _BIAS), public=True)
    yield Case((pattern(2, 2, 6, 1), pattern(1, 4, 1, 2), _BIAS), public=True)
    yield Case((pattern(2, 6, 2, 1), pattern(4, 1, 1, 2), _BIAS), public=True)
    for _ in range(2):
        yield _drawn(rng)


def _fractions(rng: np.random.Generator) -> Iterator[Case]:
    blur = np.stack([BLUR, -BLUR], axis=-1)[:, :, np.newaxis]
    yield Case((IMAGE[np.newaxis, ..., :1], blur, np.array([0.5, 0.25])), public=True)
    # A result of the kernel's dtype would lose the halves.
    yield Case((_TWO / 2, KERNELS, _BIAS), public=True)
    # Of an image and kernels of integers, only the bias brings the fractions.
    yield Case((_TWO, KERNELS, np.array([0.5, -0.25])), public=True)
    # No fixed number of decimals and no fixed tolerance is right for both.
    yield Case((_TWO / 3e6, KERNELS, np.array([1e-6, -3e-6])), public=True)
    yield Case((_TWO * 1e6, KERNELS / 8, _BIAS), public=True)
    yield Case((real(rng, 2, 5, 5, 3), real(rng, 3, 3, 3, 2), real(rng, 2)))
    arrays = (real(rng, 2, 5, 5, 2), real(rng, 3, 3, 2, 3), real(rng, 3))
    yield Case(tuple(array.astype(np.float32) for array in arrays))
    yield Case((real(rng, 2, 4, 5, 2) * 1e-6, real(rng, 3, 2, 2, 3), real(rng, 3) * 1e-6))
    yield Case((real(rng, 2, 4, 5, 2) * 1e6, real(rng, 3, 2, 2, 3), real(rng, 3) * 1e6))


def _stride(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS, _BIAS), 2)
    yield from strided((pattern(2, 6, 6, 2), pattern(3, 3, 2, 2), _BIAS), 2)
    yield from strided((pattern(2, 8, 8, 2), pattern(3, 3, 2, 2), _BIAS), 5)
    yield from strided((pattern(2, 5, 7, 2), pattern(1, 1, 2, 3), pattern(3)), 2)
    # Room for one window only: what is left over is less than a step.
    yield from strided((_TWO, KERNELS, _BIAS), 3)
    # Cut off at the border, a window of two would be broadcast.
    yield from strided((pattern(2, 5, 5, 2), pattern(2, 2, 2, 3), pattern(3)), 2)
    yield _drawn(rng, stride=3)
    yield _drawn(rng, stride=5)
    yield _drawn(rng, stride=2, leftover=True)


def _stride_pair(rng: np.random.Generator) -> Iterator[Case]:
    yield from strided((_TWO, KERNELS, _BIAS), (1, 2), (2, 1))
    yield from strided((pattern(3, 6, 8, 2), pattern(2, 3, 2, 4), pattern(4)), (3, 2))
    vertical, horizontal = distinct(rng, 2, 2, 5)
    yield _drawn(rng, stride=(vertical, horizontal))
    yield _drawn(rng, stride=(horizontal, vertical), leftover=True)


def _again(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((_TWO, KERNELS, _BIAS), public=True, twice=True)
    yield twice(_drawn(rng))


def _activated(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """A layer with another activation than ReLU."""
    return lambda x, kernels, bias, stride=1: function(conv2d_batch(x, kernels, bias, stride))


def _rectified(batch: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: np.maximum(batch(*args, **kwargs), 0)


def _leaky(slope: float, z: Any) -> Any:
    return np.where(z > 0, z, slope * z)


def _stride_as_bias(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.maximum(conv2d_batch(x, kernels) + np.asarray(stride) + bias, 0)


def _relu_twice(x: Any, kernels: Any, bias: Any, stride: Any = 1) -> Any:
    return np.maximum(conv_layer(x, kernels, None, stride) + bias, 0)


_NONE_HERE = {"absolute-values", "negatives-clipped"}


EXERCISE = Exercise(
    name="conv_layer",
    assignment="03-multi-kernel",
    order=4,
    signature="conv_layer(x, kernels, bias, stride=1)",
    answer=Answer.ARRAY,
    groups=(
        Group("book", N_("the sizes of the chapter's example"), 0.5, _book),
        Group("biases", N_("images of zero, where only the biases speak"), 0.5, _biases),
        Group("negative", N_("sums below zero"), 0.5, _negative),
        Group("sizes", N_("sizes that differ, and axes of length one"), 0.5, _sizes),
        Group("fractions", N_("numbers that are not whole"), 0.5, _fractions),
        Group("stride", N_("strides above one"), 0.5, _stride),
        Group("stride-pair", N_("a stride of its own for each direction"), 0.5, _stride_pair),
        Group("again", AGAIN, 0.5, _again),
    ),
    hint=N_(
        "Take a sum of -3 and a bias of 5. What is left if the bias comes before the ReLU, and what if it "
        "comes after? Only one of the two orders is a layer."
    ),
    section="10.2.3",
    tolerance=SUMMATION,
    mistakes=(
        # What is negative is to become 0 here.
        *(slip for slip in convolution(conv_layer, axis=1) if slip.name not in _NONE_HERE),
        *images(conv_layer),
        *(replace(slip, model=_rectified(slip.model)) for slip in bias_afterwards()),
        *biases(conv_layer),
        Mistake(
            "bias-twice",
            N_("You add the biases twice."),
            N_("Does `conv2d_batch` add the biases already? What do you hand over to it?"),
            lambda x, kernels, bias, stride=1: conv_layer(x, kernels, 2 * bias, stride),
        ),
        Mistake(
            "stride-as-bias",
            N_("You hand the stride over where the bias is expected."),
            N_("In which order does `conv2d_batch` take its arguments, and what do you give it third?"),
            _stride_as_bias,
        ),
        Mistake(
            "relu-forgotten",
            N_("Your layer has no ReLU: it gives negative values."),
            N_("What does a layer do with each number once the bias has been added?"),
            _activated(lambda z: z),
        ),
        Mistake(
            "relu-before-the-bias",
            N_("Your ReLU comes before the bias."),
            N_("Take a sum of -3 and a bias of 5: what is left in either order?"),
            lambda x, kernels, bias, stride=1: conv_layer(x, kernels, None, stride) + bias,
        ),
        Mistake(
            "relu-twice",
            N_("Negative sums become 0 before the bias is added, and once more after it."),
            N_("Does one of the functions that you use cut off negative values already?"),
            _relu_twice,
        ),
        Mistake(
            "relu-on-the-image",
            N_("You make the negative pixels of the image 0, and not the negative values of the result."),
            N_("What does ReLU work on: on what goes into a layer, or on what comes out of the sums?"),
            lambda x, kernels, bias, stride=1: conv2d_batch(np.maximum(x, 0), kernels, bias, stride),
        ),
        Mistake(
            "absolute-values",
            N_("You make negative values positive."),
            N_("What does ReLU make of -5?"),
            _activated(np.abs),
        ),
        Mistake(
            "positives-cut",
            N_("You keep the negative values, and make the positive ones 0."),
            N_("Which of two numbers does `max` give, which one `min`? What does ReLU make of 7?"),
            _activated(lambda z: np.minimum(z, 0)),
        ),
        Mistake(
            "maximum-over-the-images",
            N_("You take the largest value of all images at each place."),
            N_("What is the second argument of `np.max`? Try `np.max([-1, 2], 0)`. Is it what you want?"),
            _activated(lambda z: np.max(z, 0)),
        ),
        *told(
            "builtin-max",
            N_("You ask which of 0 and a whole array is larger."),
            N_("What is `np.array([-1, 1]) > 0`? Is that one answer to the question of which is larger?"),
            _activated(lambda z: max(0, z)),
            _activated(lambda z: [max(0, image) for image in z]),
        ),
        Mistake(
            "negatives-removed",
            N_("You take negative values out of the result, where each should become a 0."),
            N_("How many numbers go into a ReLU, and how many come out of it?"),
            _activated(lambda z: z[z > 0]),
        ),
        Mistake(
            "sigmoid-not-relu",
            N_("Your activation is a sigmoid."),
            N_("What does ReLU make of 7? What does your function make of it?"),
            _activated(sigmoid),
        ),
        Mistake(
            "tanh-not-relu",
            N_("Your activation is tanh."),
            N_("Can tanh give a 7? Can it give a negative value?"),
            _activated(np.tanh),
        ),
        *told(
            "step-not-relu",
            N_("You make every positive value 1."),
            N_("What does ReLU make of 7? Is `z > 0` that number, or the answer to a question?"),
            _activated(lambda z: 1.0 * (z > 0)),
            _activated(lambda z: z > 0),
        ),
        *told(
            "leaky-relu",
            N_("Your ReLU leaks: it lets a part of each negative value through."),
            N_("What should a ReLU leave of a negative value, by the chapter's formula?"),
            *(_activated(partial(_leaky, slope)) for slope in (0.01, 0.1, 0.2, 0.3)),
        ),
        Mistake(
            "clipped-to-one",
            N_("You clip values to 0 … 1."),
            N_("What does ReLU make of 7? Does it have an upper end?"),
            _activated(lambda z: np.clip(z, 0, 1)),
        ),
        *from_the_notebook(conv_layer, IMAGE[np.newaxis], KERNELS, axis=1),
        *overwriting(lambda x, kernels, bias, stride=1: np.maximum(by_image(x, kernels, bias, stride), 0)),
    ),
    laws=_laws.CONV_LAYER,
    probes=_probes.LAYER,
)
