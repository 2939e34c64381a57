"""Laws that every right answer keeps, whatever it is given.

Inputs are small integers where sums are compared, so that they are exact in float32 and in any order.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Call, Law
from autograder.exercises._inputs import whole
from autograder.language import N_

_EXACT = 1e-3  # sums of whole numbers: what is off by less was computed in another order or by transforms


def equal(yours: NDArray[np.float64], wanted: NDArray[np.float64]) -> bool:
    """Whether two results are the same, shape and all."""
    with np.errstate(all="ignore"):
        return yours.shape == wanted.shape and bool((np.abs(yours - wanted) <= _EXACT).all())


def _numbers(rng: np.random.Generator, count: int, low: int = 2, high: int = 50) -> list[int]:
    return [int(n) for n in rng.integers(low, high, count)]


# --- Counts ----------------------------------------------------------------------------------------------


def _dense_adds(call: Call, rng: np.random.Generator) -> bool:
    a, b, n = _numbers(rng, 3)
    return equal(call(a + b, n, bias=False), call(a, n, bias=False) + call(b, n, bias=False))


def _dense_biases(call: Call, rng: np.random.Generator) -> bool:
    a, n = _numbers(rng, 2)
    return equal(call(a, n) - call(a, n, bias=False), np.array(float(n)))


DENSE_PARAMS = (
    Law(N_("Inputs in two parts must have as many weights as together."), _dense_adds),
    Law(N_("Each output must have one bias."), _dense_biases),
)


def _layers_in_a_row(call: Call, rng: np.random.Generator) -> bool:
    widths = _numbers(rng, 4)
    return equal(call(widths), np.concatenate([call(widths[:3]), call(widths[2:])]))


MLP_PARAMS = (Law(N_("A network cut in two at a layer must have the layers of both."), _layers_in_a_row),)


def _bytes_add(call: Call, rng: np.random.Generator) -> bool:
    a, b = _numbers(rng, 2, 10**3, 10**6)
    return equal(call(a + b, "float16"), call(a, "float16") + call(b, "float16"))


def _float64_is_twice_float32(call: Call, rng: np.random.Generator) -> bool:
    [n] = _numbers(rng, 1, 10**3, 10**6)
    return equal(call(n, "float64"), 2 * call(n, "float32"))


MEMORY_BYTES = (
    Law(N_("Two lots of numbers must take as many bytes as both in one."), _bytes_add),
    Law(N_("A float64 must take twice the bytes of a float32."), _float64_is_twice_float32),
)


def _local_is_shared_times_outputs(call: Call, rng: np.random.Generator) -> bool:
    k, more, n_out = _numbers(rng, 3)
    n_in = k * k + n_out + more  # a window fits into the image, and no more outputs than inputs
    return equal(call(k, n_in, n_out, "local"), n_out * call(k, n_in, n_out, "shared"))


def _dense_is_symmetric(call: Call, rng: np.random.Generator) -> bool:
    n_in, n_out = rng.choice(50, 2, replace=False) + 10  # a window of 3 × 3 fits into either
    there = call(3, int(n_in), int(n_out), "dense")
    return equal(there, call(3, int(n_out), int(n_in), "dense")) and equal(
        there, np.array(float(n_in * n_out))
    )


LAYER_WEIGHTS = (
    Law(
        N_("Own windows must have the weights of a shared one, once for each output."),
        _local_is_shared_times_outputs,
    ),
    Law(N_("A dense layer must have as many weights in either direction."), _dense_is_symmetric),
)


def _kernels_add(call: Call, rng: np.random.Generator) -> bool:
    height, width, c_in, a, b = _numbers(rng, 5)
    size = (height, width)
    return equal(call(size, c_in, a + b), call(size, c_in, a) + call(size, c_in, b))


CONV_PARAMS = (
    Law(N_("Two layers' kernels must have as many parameters as all of them in one layer."), _kernels_add),
)


def _one_step_longer(call: Call, rng: np.random.Generator) -> bool:
    k, more, stride = _numbers(rng, 3, 2, 9)
    return equal(call(k + more + stride, k, stride), call(k + more, k, stride) + 1)


def _longer_by_the_window(call: Call, rng: np.random.Generator) -> bool:
    k, more, stride = _numbers(rng, 3, 2, 9)
    return equal(call(k + more + 1, k + 1, stride), call(k + more, k, stride))


OUTPUT_SIZE = (
    Law(N_("A strip that is one step longer must have room for one more window."), _one_step_longer),
    Law(N_("A strip and a window both longer by 1 must have as many places."), _longer_by_the_window),
)

# --- Layers, windows and maps ----------------------------------------------------------------------------


def _layer(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    return rng.normal(size=(3, 4)), rng.normal(size=(4, 5)), rng.normal(size=5)


def _rows_are_inputs(call: Call, rng: np.random.Generator) -> bool:
    x, w, b = _layer(rng)
    order = rng.permutation(3)
    return equal(call(x[order], w, b), call(x, w, b)[order])


def _opposite_weights(call: Call, rng: np.random.Generator) -> bool:
    x, w, b = _layer(rng)
    return equal(call(x, -w, -b), 1 - call(x, w, b))


DENSE_FORWARD = (
    Law(N_("Inputs in another order must give the outputs in that order."), _rows_are_inputs),
    Law(N_("Weights and biases of the opposite sign must give 1 minus the outputs."), _opposite_weights),
)


def _columns_are_outputs(call: Call, rng: np.random.Generator) -> bool:
    x, w, b = _layer(rng)
    importance, order = rng.random(w.shape), rng.permutation(w.shape[1])
    return equal(
        call(x, w[:, order], b[order], importance[:, order], 2), call(x, w, b, importance, 2)[:, order]
    )


def _all_inputs(call: Call, rng: np.random.Generator) -> bool:
    x, w, b = _layer(rng)
    importance = rng.random(w.shape)
    return equal(call(x, w, b, importance, 4), call(x, w, b, 1 - importance, 4))


TOPK_FORWARD = (
    Law(N_("Outputs in another order must be the same outputs."), _columns_are_outputs),
    Law(N_("If each output listens to all inputs, importance must not matter."), _all_inputs),
)


def _moves_with_its_centre(call: Call, rng: np.random.Generator) -> bool:
    row, col = _numbers(rng, 2, 0, 6)
    return equal(call(8, 9, row + 1, col, 5)[1:], call(8, 9, row, col, 5)[:-1])


def _turned_by_a_diagonal(call: Call, rng: np.random.Generator) -> bool:
    row, col = _numbers(rng, 2, 0, 6)
    return equal(call(8, 9, row, col, 3), call(9, 8, col, row, 3).T)


RECEPTIVE_FIELD_MASK = (
    Law(N_("The window must move with its centre."), _moves_with_its_centre),
    Law(N_("With rows and columns swapped, the mask must be transposed."), _turned_by_a_diagonal),
)


def _window_of_a_part(call: Call, rng: np.random.Generator) -> bool:
    x = whole(rng, 9, 11)
    return equal(call(x, 2, 1, (3, 2), (2, 3)), call(x[4:, 3:], 0, 0, (3, 2), (2, 3)))


def _window_of_a_sum(call: Call, rng: np.random.Generator) -> bool:
    x, y = whole(rng, 6, 7), whole(rng, 6, 7)
    return equal(call(x + y, 1, 2, (2, 3)), call(x, 1, 2, (2, 3)) + call(y, 1, 2, (2, 3)))


WINDOW = (
    Law(
        N_("The first window of what lies below and to the right must be the same window."), _window_of_a_part
    ),
    Law(N_("The window of a sum of images must be the sum of their windows."), _window_of_a_sum),
)


def _factors_swapped(call: Call, rng: np.random.Generator) -> bool:
    a, b = whole(rng, 3, 4), whole(rng, 3, 4)
    return equal(call(a, b), call(b, a))


def _sum_adds(call: Call, rng: np.random.Generator) -> bool:
    a, b, c = (whole(rng, 3, 4) for _ in range(3))
    return equal(call(2 * a + b, c), 2 * call(a, c) + call(b, c))


HADAMARD_SUM = (
    Law(N_("Window and kernel swapped must give the same."), _factors_swapped),
    Law(N_("Twice a window plus another must give twice the sum plus the other's."), _sum_adds),
)


def _maps_reordered(call: Call, rng: np.random.Generator) -> bool:
    maps, order = [whole(rng, 3, 4) for _ in range(5)], rng.permutation(5)
    return equal(call([maps[n] for n in order]), call(maps)[..., order])


def _maps_first(call: Call, rng: np.random.Generator) -> bool:
    maps = [whole(rng, 3, 4) for _ in range(3)]
    return equal(call(maps)[..., :2], call(maps[:2]))


STACK_MAPS = (
    Law(N_("Maps in another order must be stacked in that order."), _maps_reordered),
    Law(N_("The first maps of a stack must be the stack of the first maps."), _maps_first),
)

# --- Convolutions ----------------------------------------------------------------------------------------


def _batch(rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return whole(rng, 3, 5, 6, 2), whole(rng, 2, 3, 2, 4), whole(rng, 4)


def _images_reordered(call: Call, rng: np.random.Generator) -> bool:
    (x, kernels, bias), order = _batch(rng), rng.permutation(3)
    return equal(call(x[order], kernels, bias), call(x, kernels, bias)[order])


def _bias_adds(call: Call, rng: np.random.Generator) -> bool:
    x, kernels, bias = _batch(rng)
    return equal(call(x, kernels, bias), call(x, kernels) + bias)


def _scales(call: Call, rng: np.random.Generator) -> bool:
    x, kernels, bias = _batch(rng)
    return equal(call(3 * x, kernels, 3 * bias), 3 * call(x, kernels, bias))


def _kernels_reordered(call: Call, rng: np.random.Generator) -> bool:
    (x, kernels, bias), order = _batch(rng), rng.permutation(4)
    return equal(call(x, kernels[..., order], bias[order]), call(x, kernels, bias)[..., order])


def _not_both(call: Call, rng: np.random.Generator) -> bool:
    x, kernels, bias = _batch(rng)
    one, other = call(x, kernels, bias), call(-x, kernels, -bias)
    return equal(np.minimum(one, other), np.zeros_like(one)) and bool(np.any(one))


BATCH = (
    Law(N_("Images in another order must give the results in that order."), _images_reordered),
    Law(N_("A bias must be added to each map, once."), _bias_adds),
)

CONV_LAYER = (
    Law(N_("Images in another order must give the results in that order."), _images_reordered),
    Law(N_("Three times the image and the bias must give three times the result."), _scales),
    Law(N_("Kernels and biases in another order must give the maps in that order."), _kernels_reordered),
    Law(N_("Where the opposite image and bias give something, there must be 0."), _not_both),
)


def convolution(
    image: Sequence[int], kernel: Sequence[int], *, axis: int = 0, maps: bool = False
) -> tuple[Law, ...]:
    """The laws of a convolution without bias and activation.

    Args:
        image: axes after height and width, such as (3,) for channels; a batch stands before: see `axis`.
        kernel: axes after height and width.
        axis: of an image's rows.
        maps: whether the last axis of the kernel tells the maps of the result apart.
    """
    before: tuple[Any, ...] = (slice(None),) * axis

    def draw(rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        height, width = (int(n) for n in rng.choice([5, 6, 7], 2, replace=False))
        return whole(rng, *(2,) * axis, height, width, *image), whole(rng, 2, 3, *kernel)

    def linear_in_the_image(call: Call, rng: np.random.Generator) -> bool:
        x, weights = draw(rng)
        y = whole(rng, *x.shape)
        return equal(call(2 * x + y, weights), 2 * call(x, weights) + call(y, weights))

    def linear_in_the_kernel(call: Call, rng: np.random.Generator) -> bool:
        x, weights = draw(rng)
        others = whole(rng, *weights.shape)
        return equal(call(x, weights - 3 * others), call(x, weights) - 3 * call(x, others))

    def moves_with_the_image(call: Call, rng: np.random.Generator) -> bool:
        x, weights = draw(rng)
        part = (*before, slice(1, None), slice(2, None))
        return equal(call(x[part], weights), call(x, weights)[part])

    def stride_leaves_out(call: Call, rng: np.random.Generator) -> bool:
        x, weights = draw(rng)
        part = (*before, slice(None, None, 2), slice(None, None, 3))
        return equal(call(x, weights, stride=(2, 3)), call(x, weights)[part])

    def kernels_are_maps(call: Call, rng: np.random.Generator) -> bool:
        x, weights = draw(rng)
        order = rng.permutation(weights.shape[-1])
        return equal(call(x, weights[..., order]), call(x, weights)[..., order])

    return (
        Law(
            N_("Twice an image plus another must give twice the result plus the other's."),
            linear_in_the_image,
        ),
        Law(N_("A difference of kernels must give the difference of their results."), linear_in_the_kernel),
        Law(N_("A part of the image must give that part of the result."), moves_with_the_image),
        Law(N_("A stride must leave values out, and change none."), stride_leaves_out),
        *(
            [Law(N_("Kernels in another order must give the maps in that order."), kernels_are_maps)]
            if maps
            else []
        ),
    )
