"""Slips that students make in a layer that weighs, sums, shifts and squashes."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.exercise import Mistake
from autograder.exercises._slips.models import sigmoid
from autograder.language import N_

Sums = Callable[..., NDArray[Any]]
"""Called as (x, w, …) with what else the function takes after b; gives weighted sums (batch, n_out)."""


def activation(sums: Sums, products: Callable[..., int]) -> tuple[Mistake, ...]:
    """The slips in what comes after the weighted sums, or beside them.

    Args:
        sums: right ones.
        products: how many products a sum has; called as `sums` is.
    """

    def after(change: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        """The function that makes this of the sums (batch, n_out) and the biases (n_out,)."""
        return lambda x, w, b, *choice: change(sums(x, w, *choice), b)

    def softmax(z: Any) -> Any:
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    return (
        Mistake(
            "sigmoid-forgotten",
            N_("You give the sums as they are, without the sigmoid."),
            N_("Between which two numbers must every output lie? Do yours?"),
            after(lambda z, b: z + b),
        ),
        Mistake(
            "sigmoid-twice",
            N_("You apply the sigmoid twice."),
            N_("Let inputs and biases be 0: what should come out, and through what did yours go?"),
            after(lambda z, b: sigmoid(sigmoid(z + b))),
        ),
        Mistake(
            "sigmoid-of-the-inputs",
            N_("You apply the sigmoid to the inputs, and not to the sums."),
            N_("In the formula, what stands in the brackets after σ?"),
            lambda x, w, b, *choice: sums(sigmoid(x), w, *choice) + b,
        ),
        Mistake(
            "relu-not-sigmoid",
            N_("You use ReLU, and not the sigmoid."),
            N_("What does σ make of a very large sum, and what does your function?"),
            after(lambda z, b: np.maximum(z + b, 0)),
        ),
        Mistake(
            "tanh-not-sigmoid",
            N_("You use tanh, and not the sigmoid."),
            N_("Two curves have the same shape: which of them goes through 0, and which through 1/2?"),
            after(lambda z, b: np.tanh(z + b)),
        ),
        Mistake(
            "softmax-not-sigmoid",
            N_("You use softmax, and not the sigmoid."),
            N_("If only the weights of one output change, may another output change?"),
            after(lambda z, b: softmax(z + b)),
        ),
        Mistake(
            "slope-of-the-sigmoid",
            N_("You give the slope of the sigmoid, and not its value."),
            N_("Which of the two is needed on the way forward, and which when gradients flow back?"),
            after(lambda z, b: sigmoid(z + b) * (1 - sigmoid(z + b))),
        ),
        Mistake(
            "sigmoid-falls",
            N_("Your sigmoid falls where it should rise."),
            N_("Try a large positive sum: is your result close to 1, or to 0?"),
            after(lambda z, b: sigmoid(-(z + b))),
        ),
        Mistake(
            "one-divided-first",
            N_("You divide 1 by 1, and add the power of e after that."),
            N_("In which order does Python compute 1 / 1 + 2?"),
            after(lambda z, b: 1 + np.exp(-(z + b))),
        ),
        Mistake(
            "minus-before-the-sum-only",
            N_("Your minus sign reaches the weighted sum, and not the bias."),
            N_("What does Python make of -2 + 3, and what of -(2 + 3)?"),
            after(lambda z, b: 1 / (1 + np.exp(-z + b))),
        ),
        Mistake(
            "bias-forgotten",
            N_("You leave the biases out."),
            N_("Feed the layer nothing but zeros: what still decides what comes out?"),
            after(lambda z, b: sigmoid(z)),
        ),
        Mistake(
            "bias-after-the-sigmoid",
            N_("You add the biases after the sigmoid."),
            N_("Is any of your outputs above 1 or below 0? At which of your steps does that happen?"),
            after(lambda z, b: sigmoid(z) + b),
        ),
        Mistake(
            "first-bias-for-every-output",
            N_("You add the first bias to every output."),
            N_("Put in zeros and two different biases: should both outputs come out alike?"),
            after(lambda z, b: sigmoid(z + b[0])),
        ),
        Mistake(
            "biases-added-up-for-every-output",
            N_("You add all the biases to every output."),
            N_("Put in zeros: which of the biases should output 0 have heard of?"),
            after(lambda z, b: sigmoid(z + b.sum())),
        ),
        Mistake(
            "bias-with-every-product",
            N_("You add the bias once for each product, and not once for each sum."),
            N_("How often does your loop come past the line that adds the bias?"),
            lambda x, w, b, *choice: sigmoid(sums(x, w, *choice) + products(x, w, *choice) * b),
        ),
        Mistake(
            "sum-goes-on-to-the-next-output",
            N_("Your sum goes on from one output to the next."),
            N_("What is in your sum when the next output begins?"),
            after(lambda z, b: sigmoid(np.cumsum(z, axis=1) + b)),
        ),
        Mistake(
            "output-transposed",
            N_("Rows and columns of your result are swapped."),
            N_("What does one row of x stand for, and what should one row of the result?"),
            after(lambda z, b: sigmoid(z + b).T),
        ),
        Mistake(
            "only-the-first-input",
            N_("You compute the first input of the batch, and no other."),
            N_("How many rows has x, and how many of them does your code come past?"),
            after(lambda z, b: sigmoid(z + b)[:1]),
        ),
        Mistake(
            "others-left-zero",
            N_("You write the results of the first input of the batch, and leave those of the others at 0."),
            N_("Which rows of your result has your code never written to?"),
            after(lambda z, b: sigmoid(z + b) * (np.arange(len(z)) == 0)[:, np.newaxis]),
        ),
        Mistake(
            "batch-axis-dropped",
            N_("You drop the axis of the batch where it holds one input only."),
            N_("Is a batch of one still a batch? Print the shape of your result."),
            after(lambda z, b: np.squeeze(sigmoid(z + b))),
        ),
    )
