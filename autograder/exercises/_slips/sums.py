"""Slips in what becomes of a window and a kernel that lie on each other, in every kind of convolution."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.models import pair
from autograder.exercises._slips.sliding import Convolution, told
from autograder.language import N_


def sums(conv: Convolution) -> tuple[Mistake, ...]:
    """The slips in multiplying and adding up, each the same as a kernel with other numbers.

    Args:
        conv: the right function, from `models`.
    """

    def weighted(change: Callable[[Any], Any]) -> Convolution:
        """The convolution with a kernel that is changed."""
        return lambda x, kernel, *bias, stride=1: conv(x, change(kernel), *bias, stride=stride)

    def without(rows: Any, cols: Any) -> Convolution:
        """The convolution with a kernel that has lost some of its numbers."""

        def change(kernel: Any) -> Any:
            kernel = np.array(kernel)
            height, width = kernel.shape[:2]
            kernel[rows(height)] = kernel[:, cols(width)] = 0
            return kernel

        return weighted(change)

    return (
        *told(
            "kernel-transposed",
            N_("Rows and columns of your kernel are swapped."),
            N_("Which number of the kernel meets the pixel to the right of the window's first one?"),
            weighted(lambda kernel: kernel.swapaxes(0, 1)),
            weighted(_transposed_under_a_window),
            weighted(_transposed_by_index),
        ),
        *told(
            "matrix-product",
            N_("You take the matrix product of window and kernel."),
            N_("Does each pixel meet exactly one number of the kernel? What is `*`, and what is `@`?"),
            weighted(_as_by_a_matrix_product),
        ),
        *told(
            "kernel-ignored",
            N_("You add up the pixels of a window, whatever the kernel."),
            N_("Make the kernel twice as large: does your result change?"),
            weighted(np.ones_like),
        ),
        *told(
            "centre-only",
            N_("Only the centre of the kernel is used."),
            N_("Of nine products, how many are in your sum? Which are missing?"),
            without(
                lambda n: [row for row in range(n) if row != n // 2],
                lambda n: [col for col in range(n) if col != n // 2],
            ),
        ),
        *told(
            "centre-left-out",
            N_("The centre of the kernel is left out."),
            N_("Of nine products, how many are in your sum? Which one is missing?"),
            weighted(_without_its_centre),
        ),
        *told(
            "kernel-last-row-left-out",
            N_("You leave out the last row and column of the kernel."),
            N_("Which numbers does `range(3)` run through, and which does `range(3 - 1)`?"),
            without(lambda n: [n - 1], lambda n: [n - 1]),
        ),
        *told(
            "kernel-first-row-left-out",
            N_("You leave out the first row and column of the kernel."),
            N_("With which number do the rows of an array begin? With which do your loops begin?"),
            without(lambda n: [0], lambda n: [0]),
        ),
        *told(
            "last-product-only",
            N_("Only the last product of each window is in your result."),
            N_("What becomes of the products that your loops have computed before it?"),
            without(lambda n: range(n - 1), lambda n: range(n - 1)),
        ),
        *told(
            "diagonal-only",
            N_("Only the diagonal of the kernel is used."),
            N_("Of nine products, how many are in your sum? How many loops does it take to reach them all?"),
            weighted(_diagonal),
        ),
        *told(
            "sums-multiplied",
            N_("You add up the window and the kernel before you multiply."),
            N_("Is (a + b)·(c + d) the same as a·c + b·d? Does each pixel meet exactly one number?"),
            weighted(lambda kernel: np.broadcast_to(kernel.sum((0, 1)), kernel.shape)),
        ),
        *told(
            "divided-by-the-kernel",
            N_("You divide by the sum of the kernel."),
            N_("Did the task ask for a weighted mean or for a weighted sum? What if the kernel's sum is 0?"),
            weighted(lambda kernel: kernel / kernel.sum((0, 1))),
        ),
        *told(
            "returned-too-early",
            N_("Your function returns before its loops have ended."),
            N_("How far is your `return` indented? How often is it reached?"),
            without(lambda n: range(1, n), lambda n: range(1, n)),
            without(lambda n: range(1, n), lambda n: range(0)),
        ),
    )


def _transposed_under_a_window(kernel: Any) -> Any:
    """What `window * kernel.T` comes to.

    Raises:
        ValueError: the kernel is no square, and no broadcasting makes it one.
    """
    if kernel.shape[0] != kernel.shape[1] and 1 not in kernel.shape[:2]:
        raise ValueError("operands could not be broadcast together")
    if kernel.shape[0] == kernel.shape[1]:
        return kernel.swapaxes(0, 1)
    return np.broadcast_to(kernel.sum((0, 1)), kernel.shape)


def _transposed_by_index(kernel: Any) -> Any:
    """What `kernel[col, row]` comes to.

    Raises:
        IndexError: the kernel is no square.
    """
    if kernel.shape[0] != kernel.shape[1]:
        raise IndexError("index out of bounds")
    return kernel.swapaxes(0, 1)


def _as_by_a_matrix_product(kernel: Any) -> Any:
    """The kernel whose products with a window add up to what those of `window @ kernel` do.

    Raises:
        ValueError: the kernel is no square.
    """
    if kernel.shape[0] != kernel.shape[1]:
        raise ValueError("matmul: mismatch in its core dimension")
    return np.broadcast_to(kernel.sum(1), kernel.shape)


def _diagonal(kernel: Any) -> Any:
    """The kernel with zeros but for its diagonal.

    Raises:
        IndexError: it is higher than wide.
    """
    height, width = kernel.shape[:2]
    if height > width:
        raise IndexError("index out of bounds")
    return kernel * np.eye(height, width, dtype=int).reshape(height, width, *[1] * (kernel.ndim - 2))


def _without_its_centre(kernel: Any) -> Any:
    kernel = np.array(kernel)
    kernel[kernel.shape[0] // 2, kernel.shape[1] // 2] = 0
    return kernel


def products(x: Any, kernel: Any, stride: Any = 1) -> tuple[Any, Any]:
    """Windows (h', w', …, kh, kw) of an image (h, w, …), and the kernel (…, kh, kw) that meets them."""
    down, right = pair(stride)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], (0, 1))[::down, ::right]
    return windows, np.moveaxis(kernel, (0, 1), (-2, -1))


def met(reduce: Callable[[Any, Any], Any]) -> Convolution:
    """A model by what is made of windows (…, kh, kw) and the kernel that meets them."""
    return lambda x, kernel, stride=1: reduce(*products(x, kernel, stride))


NOT_SUMS = (
    *told(
        "max-not-sum",
        N_("You keep the largest product of a window."),
        N_("Which of the nine products have a say in your result? Which should?"),
        met(lambda windows, kernel: (windows * kernel).max((-2, -1))),
    ),
    *told(
        "products-multiplied",
        N_("You multiply the products of a window with each other."),
        N_("What is your result if a single number of the kernel is 0? What should it be?"),
        met(lambda windows, kernel: (windows * kernel).prod((-2, -1))),
    ),
    *told(
        "added-not-multiplied",
        N_("You add the kernel to the window."),
        N_("What does the sign ⊙ of the text stand for? What is left of a pixel under a 0 of the kernel?"),
        met(lambda windows, kernel: (windows + kernel).sum((-2, -1))),
    ),
)
"""The slips that no kernel stands for, for images (h, w) or, without adding up the channels, (h, w, c)."""
