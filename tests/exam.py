"""The questions of 02-sliding-window with answers by NumPy, for tests of the wall.

What is tried there is the wall, not the answers; so that it can be tried where there is no TensorFlow, they
are computed here, from a secret that no grader has.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.exercise import Expected
from autograder.exercises import exercises
from autograder.key import Key, Question
from autograder.reference import tolerance

ASSIGNMENT = "02-sliding-window"

RIGHT = """\
import numpy
import numpy as np

def output_size(n, k, stride=1):
    return (n - k) // stride + 1

def window(x, row, col, kernel_size, stride=1):
    (height, width), (down, across) = numpy.broadcast_to(kernel_size, 2), numpy.broadcast_to(stride, 2)
    return x[row * down : row * down + height, col * across : col * across + width]

def hadamard_sum(window, kernel):
    return numpy.sum(window * kernel)

def conv2d_single(x, kernel, stride=1):
    down, across = numpy.broadcast_to(stride, 2)
    views = numpy.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return numpy.einsum("ijkl,kl", views, kernel)[::down, ::across]

def channel_maps(x, kernel, stride=1):
    down, across = numpy.broadcast_to(stride, 2)
    views = numpy.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(0, 1))
    return numpy.einsum("ijckl,klc->ijc", views, kernel)[::down, ::across]

def conv2d_channels(x, kernel, stride=1):
    down, across = numpy.broadcast_to(stride, 2)
    views = numpy.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(0, 1))
    return numpy.einsum("ijckl,klc->ij", views, kernel)[::down, ::across]
"""
"""Every function of the assignment, none using another: what happens to one costs no other."""


def key() -> Key:
    """One public and one hidden question of each group: enough to tell a right function from a wrong one."""
    return Key(ASSIGNMENT, "cpu", tuple(_questions()))


def _questions() -> Iterator[Question]:
    functions: dict[str, Callable[..., Any]] = {}
    exec(RIGHT, functions)  # noqa: S102  # our own, just above
    rng = np.random.default_rng(20)
    for exercise in exercises(ASSIGNMENT):
        function = functions[exercise.name]
        for group in exercise.groups:
            cases = {case.public: case for case in group.cases(rng)}
            for number, case in enumerate(cases.values(), start=1):
                value = function(*case.args, **case.kwargs)
                expected = Expected(value)
                if exercise.name != "output_size":
                    # What each element sums, were nothing to cancel: the same call with magnitudes.
                    arrays = [abs(a) if isinstance(a, np.ndarray) else a for a in case.args]
                    sizes = function(*arrays, **case.kwargs)
                    terms = 1 if exercise.name == "window" else np.size(case.args[1])
                    expected = Expected(np.asarray(value, np.float64), tolerance.of_sums(sizes, terms))
                yield Question(exercise, group, number, case, expected)
