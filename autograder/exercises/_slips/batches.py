"""Slips that students make with a batch of images, and with biases."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import Mistake
from autograder.exercises._slips.maps import stacking
from autograder.exercises._slips.models import conv2d_batch
from autograder.exercises._slips.sliding import Convolution, chosen
from autograder.language import N_


def biases(conv: Convolution) -> tuple[Mistake, ...]:
    """The slips in adding a bias to each map of a batch.

    Args:
        conv: the right function, from `models`; without a bias if that is None.
    """

    def slip(changed: Convolution) -> Convolution:
        """The function with biases (c_out,) changed, knowing x and kernels."""

        def model(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
            wrong = None if bias is None else changed(np.asarray(bias), x, kernels)
            return conv(x, kernels, wrong, stride)

        return model

    def in_place(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
        if bias is not None and not np.can_cast(bias.dtype, np.result_type(x, kernels), "same_kind"):
            raise TypeError("an array of integers cannot take fractions in")
        return conv(x, kernels, bias, stride)

    def as_truth(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
        return conv(x, kernels, bias if bias else None, stride)  # noqa: FURB110  # as students write it

    return (
        Mistake(
            "bias-forgotten",
            N_("You leave the biases out."),
            N_("Of an image that is black all over, what does each map of the result consist of?"),
            slip(lambda bias, x, kernels: None),
        ),
        Mistake(
            "first-bias-for-all",
            N_("You add the first bias to every map."),
            N_("Put in a black image and biases of 1, 10 and 100: what should you read from the maps?"),
            slip(lambda bias, x, kernels: bias[0]),
        ),
        Mistake(
            "last-bias-for-all",
            N_("You add the last bias to every map."),
            N_("Does something in your loop overwrite what an earlier round has made?"),
            slip(lambda bias, x, kernels: bias[-1]),
        ),
        Mistake(
            "biases-added-up",
            N_("You add all the biases to every map."),
            N_("If two kernels make two maps, must both be shifted equally?"),
            slip(lambda bias, x, kernels: bias.sum()),
        ),
        Mistake(
            "bias-subtracted",
            N_("You subtract the biases."),
            N_("A black image and a bias of 5: is the map above zero, or below?"),
            slip(lambda bias, x, kernels: -bias),
        ),
        Mistake(
            "bias-in-every-channel",
            N_("You add the bias once for each channel of the image."),
            N_("Where does the bias enter the sum: before the channels are added up, or after?"),
            slip(lambda bias, x, kernels: bias * kernels.shape[2]),
        ),
        Mistake(
            "bias-in-every-product",
            N_("You add the bias to every product of a window."),
            N_("Of an image that is black all over, what must the answer be? How often do you add the bias?"),
            slip(lambda bias, x, kernels: bias * math.prod(kernels.shape[:3])),
        ),
        Mistake(
            "bias-on-the-rows",
            N_("You add a bias to each row of the result, and not to each map."),
            N_("Which axis of the result do the biases belong to? Which one does NumPy match them with?"),
            slip(lambda bias, x, kernels: bias[:, np.newaxis, np.newaxis]),
        ),
        Mistake(
            "bias-on-the-images",
            N_("You add a bias to each image of the batch, and not to each map."),
            N_("Who owns a bias: an image, or a kernel?"),
            slip(lambda bias, x, kernels: bias[:, np.newaxis, np.newaxis, np.newaxis]),
        ),
        Mistake(
            "bias-as-a-truth",
            N_("You ask whether `bias` is true, which several numbers together cannot be."),
            N_("What does `if np.array([0, 1]):` do? And what is it that you want to know about `bias`?"),
            as_truth,
        ),
        Mistake(
            "bias-in-place",
            N_("You add biases with fractions to an array that holds integers."),
            N_("Which dtype has your result before the bias comes? What does `+=` make of it, and what `+`?"),
            in_place,
        ),
        Mistake(
            "bias-cut-to-integers",
            N_("Your result has the dtype of image and kernels, in which the biases do not fit."),
            N_("Image and kernels of ints, biases of a half: which dtype has the array that you write into?"),
            lambda x, kernels, bias=None, stride=1: conv(x, kernels, bias, stride).astype(
                np.result_type(x, kernels)
            ),
        ),
    )


def images(conv: Convolution) -> tuple[Mistake, ...]:
    """The slips in going through the images of a batch.

    Args:
        conv: the right function, from `models`.
    """

    def chosen(image: int) -> Convolution:
        """The function with one image in the place of all."""
        return lambda x, *args, **kwargs: conv(np.stack([x[image]] * len(x)), *args, **kwargs)

    def result(changed: Callable[[Any], Any]) -> Convolution:
        return lambda *args, **kwargs: changed(conv(*args, **kwargs))

    return (
        Mistake(
            "first-image-only",
            N_("Your result holds the first image of the batch, and no others."),
            N_("What does the third image give? How often does your loop run?"),
            result(lambda out: out[:1]),
        ),
        Mistake(
            "one-image-without-batch",
            N_("Your result is that of the first image, and has no axis for the batch."),
            N_("Where does `return` stand: within the loop over the images, or behind it?"),
            result(lambda out: out[0]),
        ),
        Mistake(
            "last-image-without-batch",
            N_("Your result is that of the last image, and has no axis for the batch."),
            N_("Where is the result of the first image kept while the second has its turn?"),
            result(lambda out: out[-1]),
        ),
        Mistake(
            "first-image-for-all",
            N_("You look at the first image again and again."),
            N_("What in the body of your loop changes from one image to the next?"),
            chosen(0),
        ),
        Mistake(
            "last-image-for-all",
            N_("All results are those of the last image."),
            N_("Does something in your loop overwrite what earlier images have given?"),
            chosen(-1),
        ),
        Mistake(
            "images-added-up",
            N_("You add up the results of the images."),
            N_("Does the second image know about the first?"),
            result(lambda out: out.sum(axis=0)),
        ),
        Mistake(
            "images-averaged",
            N_("You take the mean of the results of the images."),
            N_("Three images go in: how many come out, and does any know of the others?"),
            result(lambda out: out.mean(axis=0)),
        ),
        Mistake(
            "sum-goes-on-to-the-next-image",
            N_("Your sum goes on from one image to the next."),
            N_("What is in your result when the second image begins?"),
            result(lambda out: out.cumsum(axis=0)),
        ),
        Mistake(
            "images-last",
            N_("The batch is the last axis of your result."),
            N_("Which axis of `x` numbers the images? Which one should do so in the result?"),
            result(lambda out: np.moveaxis(out, 0, -1)),
        ),
        Mistake(
            "images-glued",
            N_("The results of the images are glued together, and have no axis of their own."),
            N_("How many axes should the result have? Which of them numbers the images?"),
            result(np.concatenate),
        ),
    )


def bias_afterwards() -> tuple[Mistake, ...]:
    """The slips in putting the results of `conv2d_batch` together, where biases are added to what came out.

    They meet another axis than that of the maps, or none that fits.
    """

    def model(batch: Convolution) -> Convolution:
        def biased(x: Any, kernels: Any, bias: Any = None, stride: Any = 1) -> Any:
            out = batch(x, kernels, None, stride=stride)
            return out if bias is None else out + bias

        return biased

    summed = chosen(images(conv2d_batch), "images-added-up", "sum-goes-on-to-the-next-image", "images-last")
    slips = (*summed, *stacking(conv2d_batch, axis=1))
    return tuple(replace(slip, model=model(slip.model)) for slip in slips)
