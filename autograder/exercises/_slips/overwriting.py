"""Slips in which a function writes to the arrays or lists that it was given."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Mistake
from autograder.exercises._slips.models import output_shape, pair
from autograder.exercises._slips.sliding import told
from autograder.language import N_


def overwriting(*models: Callable[..., Any]) -> tuple[Mistake, ...]:
    """The slip, made in each of these ways."""
    return told(
        "inputs-overwritten",
        N_("You change the arrays or lists that you were given."),
        N_(
            "A slice of an array is no copy: what becomes of the whole when you write to the slice, or "
            "change it with `*=`? And who else holds the list that you take items from?"
        ),
        *models,
    )


def single(x: Any, kernel: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w'); each window, a view of x (h, w, …), is multiplied in place by the kernel (kh, kw, …)."""
    (height, width), (down, right) = kernel.shape[:2], pair(stride)
    out = np.zeros(output_shape(x, kernel, stride))
    for row, col in np.ndindex(out.shape):
        part = x[row * down :, col * right :][:height, :width]
        part *= kernel
        out[row, col] = part.sum()
    return out


def on_floats(model: Callable[..., Any]) -> Callable[..., Any]:
    """The same, after a conversion that copies integers and leaves floats where they are."""
    return lambda x, kernel, *more, stride=1: model(np.asarray(x, float), kernel, *more, stride=stride)


def by_channel(x: Any, kernel: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w', c): each channel on its own."""
    return np.stack([single(x[..., c], kernel[..., c], stride) for c in range(x.shape[2])], axis=-1)


def by_kernel(x: Any, kernels: Any, stride: Any = 1) -> NDArray[Any]:
    """(h', w', c_out): one kernel after the other, each on what the one before it has left."""
    return np.stack([single(x, kernels[..., n], stride) for n in range(kernels.shape[3])], axis=-1)


def by_image(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> NDArray[Any]:
    """(batch, h', w', c_out)."""
    maps = np.stack([by_kernel(image, kernels, stride) for image in x])
    return maps if bias is None else maps + bias
