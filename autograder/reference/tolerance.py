"""How far a right answer may be from the reference, in absolute terms.

A sum of K products, computed in floating point with unit roundoff u, misses the exact one by at most about

    λ·√K·u·Σ|x||w|

whatever the order of summation, with a probability of at least 1 - 2K·exp(-λ²/2) (Higham and Mary, A new
approach to probabilistic rounding error analysis, SIAM Journal on Scientific Computing 41(5), 2019, theorem
3.1). The certain bound has K + 2 in place of λ·√K: K - 1 additions, the product, and the two factors, which
lose as much when a student turns float64 inputs into float32. A bias counts as one more product, with 1.

For float32, u is half of its eps = 2**-23. `C` = 4 means λ = 8:

- up to K = 59 the allowance is above the certain bound, (K + 2)·u ≤ 8·√K·u, so every order of summation in
  float32 passes; the cases of the course that are not of integers sum fewer products;
- beyond, a right answer fails with a probability below 2K·exp(-32), which for K = 1,000 is 1 in 40 billion;
- float16 has a unit roundoff of 2**-11, 1,024 times the allowance for a single product, and TensorFloat-32
  the same. Rounding errors of both signs cancel in part, so they show while K is well below 1,000. Integers
  that float16 holds exactly are right in float16 too: it is the values that are judged.

Errors that are not of one element alone are allowed for as well: a convolution by Fourier transforms in
float64 spreads the rounding of the largest element over all others, so 4·√K·2**-52 of that is added.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

C = 4.0
"""The allowance, in eps of float32, for one product."""

EPS32 = float(np.finfo(np.float32).eps)
EPS64 = float(np.finfo(np.float64).eps)


def of_sums(magnitudes: Any, terms: int) -> NDArray[np.float64]:
    """The slack of elements that each sum products.

    Args:
        magnitudes: Σ|x||w| of each element.
        terms: how many products an element sums, K.
    """
    sizes = np.asarray(magnitudes, np.float64)
    slack: NDArray[np.float64] = C * math.sqrt(terms) * (EPS32 * sizes + EPS64 * sizes.max())
    return slack


def of_sigmoid(slack: NDArray[np.float64], z: Any) -> NDArray[np.float64]:
    """The slack of sigmoid(z), where z has the slack given.

    The sigmoid passes on a difference by its slope at most, which is 1/4 at 0 and falls on both sides: the
    steepest place that z may be at counts. Its own exponential, sum and quotient round a value below 1, and
    the usual ways to write it (with exp(-z), exp(z), tanh(z/2)) stay within 4 eps.
    """
    nearest = np.maximum(np.abs(np.asarray(z, np.float64)) - slack, 0.0)
    value = 1.0 / (1.0 + np.exp(-nearest))
    return slack * value * (1.0 - value) + 4 * EPS32
