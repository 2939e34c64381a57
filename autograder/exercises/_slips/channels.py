"""Slips that students make with channels and with several kernels."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Mistake
from autograder.exercises._slips.models import pair
from autograder.exercises._slips.sliding import Convolution, told
from autograder.language import N_


def channels(conv: Convolution) -> tuple[Mistake, ...]:
    """The slips in adding up what the channels give.

    Args:
        conv: the right function, from `models`, for images (…, c) and kernels (kh, kw, c) or
            (kh, kw, c, c_out).
    """

    def summed_first(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        return conv(x.sum(-1, keepdims=True), kernel.sum(2, keepdims=True), *bias, stride=stride)

    def first_slice(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        return conv(x, np.repeat(kernel[:, :, :1], kernel.shape[2], axis=2), *bias, stride=stride)

    def other_order(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        """Windows read channel by channel, as sliding_window_view gives them, and kernels pixel by pixel."""
        height, width, count, *kernels = kernel.shape
        read = kernel.reshape(count, height, width, *kernels)
        return conv(x, np.moveaxis(read, 0, 2), *bias, stride=stride)

    def three(x: Any, kernel: Any, *bias: Any, stride: Any = 1) -> Any:
        if x.shape[-1] < 3:
            raise IndexError("there is no third channel")
        return conv(x[..., :3], kernel[:, :, :3], *bias, stride=stride)

    return (
        Mistake(
            "first-channel-only",
            N_("You look at the first channel only."),
            N_("Let the channels be 1, 10 and 100 everywhere: which of them do you find in your result?"),
            lambda x, kernel, *bias, stride=1: conv(x[..., :1], kernel[:, :, :1], *bias, stride=stride),
        ),
        Mistake(
            "last-channel-only",
            N_("Only the last channel is left in your result."),
            N_("What becomes of the sum of the first channel when the second one comes?"),
            lambda x, kernel, *bias, stride=1: conv(x[..., -1:], kernel[:, :, -1:], *bias, stride=stride),
        ),
        Mistake(
            "channels-averaged",
            N_("You take the mean of what the channels give, and not the sum."),
            N_("In the chapter's example the channels give 7, -11 and -1, and together -5: what is done?"),
            lambda x, kernel, *bias, stride=1: conv(x, kernel / kernel.shape[2], *bias, stride=stride),
        ),
        Mistake(
            "channels-reversed",
            N_("Your channels meet those of the kernel in reverse order."),
            N_("Which channel of the kernel meets the first channel of the image?"),
            lambda x, kernel, *bias, stride=1: conv(x[..., ::-1], kernel, *bias, stride=stride),
        ),
        Mistake(
            "channels-summed-first",
            N_("You add the channels up before you multiply."),
            N_("Is (a + b)·(c + d) the same as a·c + b·d? Which of the two is a sum over channels?"),
            summed_first,
        ),
        Mistake(
            "first-kernel-slice-for-all",
            N_("You use the weights of the first channel for all channels."),
            N_("Does a kernel look the same on red and on blue? How deep is it?"),
            first_slice,
        ),
        Mistake(
            "unlike-order",
            N_("Your windows and your kernels are lined up in different orders."),
            N_("Do both lists walk through rows, columns and channels in the same order? Print both shapes."),
            other_order,
        ),
        Mistake(
            "three-channels-only",
            N_("You take it for granted that there are three channels."),
            N_("Where does the number 3 come from in your code? What if the image is grey?"),
            three,
        ),
    )


def many_kernels(conv: Convolution, *, axis: int = 0) -> tuple[Mistake, ...]:
    """The slips in using several kernels.

    Args:
        conv: the right function, from `models`, for kernels (kh, kw, c_in, c_out).
        axis: of an image's rows, in the image and in the result; columns are the next one.
    """

    def kernels_reshaped(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
        rows = kernels.reshape(kernels.shape[-1], -1)
        return conv(x, rows.T.reshape(kernels.shape), *bias, stride=stride)

    def columns_not_cut(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
        cols = conv(x, kernels, *bias, stride=stride).shape[axis + 1]
        wide = np.broadcast_to(kernels, (len(kernels), x.shape[axis + 1], *kernels.shape[2:]))
        return np.repeat(conv(x, wide, *bias, stride=(pair(stride)[0], 1)), cols, axis + 1)

    def seats_by_height(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
        """Windows numbered row · height + column, where it should be row · width + column."""
        out = conv(x, kernels, *bias, stride=stride)
        rows, cols, count = out.shape[axis:]
        flat = np.zeros((*out.shape[:axis], rows * cols, count), out.dtype)
        for row in range(rows):
            for col in range(cols):
                flat[..., row * rows + col, :] = out[..., row, col, :]
        return flat.reshape(out.shape)

    def two(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
        if kernels.shape[-1] < 2:
            raise IndexError("there is no second kernel")
        return conv(x, kernels[..., :2], *bias, stride=stride)

    def by(one: Callable[[Any, int], Any], count: int = 3) -> Convolution:
        """The convolution with `one(kernels, n)` for kernel n; axis `count` says how many there are."""

        def model(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
            window = (*kernels.shape[:2], x.shape[-1])
            fitted = [_fitted(one(kernels, n), window) for n in range(kernels.shape[count])]
            return conv(x, np.stack(fitted, axis=-1), *bias, stride=stride)

        return model

    return (
        Mistake(
            "first-kernel-for-all",
            N_("All your maps come from the first kernel."),
            N_("Compare map 0 with map 1: should they be twins?"),
            by(lambda kernels, n: kernels[..., 0]),
        ),
        Mistake(
            "last-kernel-for-all",
            N_("All your maps come from the last kernel."),
            N_("Does something in your loop overwrite the maps that earlier kernels have made?"),
            by(lambda kernels, n: kernels[..., -1]),
        ),
        *told(
            "kernels-on-the-first-axis",
            N_("You take one kernel from the first axis of the kernels, which is their height."),
            N_("Name the four axes of `kernels` aloud: which of them numbers the kernels?"),
            by(lambda kernels, n: kernels[n]),
            by(lambda kernels, n: kernels[n], count=0),
        ),
        Mistake(
            "kernel-axes-reversed",
            N_("You reverse all the axes of a kernel: its channels have become its rows."),
            N_("What is the shape of `np.zeros((2, 3, 4)).T`? Which axes did you want to touch, and why?"),
            by(lambda kernels, n: kernels[..., n].T),
        ),
        Mistake(
            "columns-not-cut",
            N_("You cut rows out of the image and no columns: your windows are as wide as the image."),
            N_("What is the shape of the block under the kernel, and what is the shape of the kernel?"),
            columns_not_cut,
        ),
        *told(
            "channels-in-and-out-swapped",
            N_("You take the channels that go into the kernels for those that come out."),
            N_("Which axis of `kernels` must fit the image, and which one numbers the results?"),
            by(lambda kernels, n: kernels[:, :, n], count=2),
            by(lambda kernels, n: kernels[:, :, n]),
        ),
        Mistake(
            "kernels-reshaped-not-moved",
            N_("The weights of your kernels are mixed up: they were reshaped where their axes had to move."),
            N_("All weights are there, but at the wrong seats: what moves seats, reshape or transpose?"),
            kernels_reshaped,
        ),
        Mistake(
            "sum-goes-on-to-the-next-kernel",
            N_("Your sum goes on from one kernel to the next."),
            N_("What is in your sum when the next kernel begins?"),
            lambda x, kernels, *bias, stride=1: conv(x, kernels.cumsum(axis=-1), *bias, stride=stride),
        ),
        Mistake(
            "two-kernels-only",
            N_("You take it for granted that there are two kernels."),
            N_("Where does the number 2 come from in your code? What if there are four kernels?"),
            two,
        ),
        Mistake(
            "depthwise",
            N_("Each channel makes a map of its own, and the channels are never added up."),
            N_("How many maps does one kernel make, however many channels go in?"),
            depthwise(conv, "abio,ij->abjoi"),
        ),
        Mistake(
            "seats-by-height",
            N_("You count the places of your result by its height, and not by its width."),
            N_("How long is one row of the result? How many places lie before the second row?"),
            seats_by_height,
        ),
    )


def depthwise(conv: Convolution, order: str) -> Convolution:
    """The convolution with a kernel for each channel i of each kernel o.

    Args:
        order: of the maps, "abio,ij->abjoi" for all channels of the first kernel first, or "abio,ij->abjio".
    """

    def model(x: Any, kernels: Any, *bias: Any, stride: Any = 1) -> Any:
        apart = np.einsum(order, kernels, np.eye(kernels.shape[2], dtype=int))
        return conv(x, apart.reshape(*kernels.shape[:3], -1), *bias, stride=stride)

    return model


def _fitted(kernel: NDArray[Any], window: tuple[int, ...]) -> NDArray[Any]:
    """The kernel of a window's shape that gives what NumPy's `window * kernel` does, summed.

    Raises:
        ValueError: NumPy cannot multiply the two.
    """
    for axis, (ours, theirs) in enumerate(zip(kernel.shape, window, strict=True)):
        if theirs == 1 < ours:
            kernel = kernel.sum(axis, keepdims=True)
    return np.broadcast_to(kernel, window)
