"""Every state that a feedback page can be in, for whoever looks at pages.

Sentences are those of the grader; values are what right functions and slips give.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.compare import shown
from autograder.counterexample import counterexample
from autograder.exercise import Case, Expected
from autograder.exercises import exercises, notebook_name
from autograder.exercises._slips import models
from autograder.feedback.html import page
from autograder.feedback.people import Part, People, Remark
from autograder.feedback.reading import headings
from autograder.master import read_master
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Status, Verdict
from tests.masters import path

SLIDING, KERNELS = "02-sliding-window", "03-multi-kernel"

CODE = """def {name}(x, kernel, stride=1):
    # Turn it, as the book on signals does.
    kernel = kernel[::-1, ::-1]
    rows, cols = (x.shape[axis] - kernel.shape[axis] + 1 for axis in (0, 1))
    out = np.zeros((rows, cols))
    for row in range(rows):
        for col in range(cols):
            out[row, col] = np.sum(x[row:row + kernel.shape[0], col:col + kernel.shape[1]] * kernel)
    return out
"""

ASIDES = (
    "Cell 31 (from the top) raised NameError: name 'imge' is not defined.",
    "Cell 34 (from the top) computed for more than 10 seconds and was stopped.",
)
PEOPLE = People(
    parts=(
        Part(
            "Why share weights?", 3.0, 2.5, "Well argued.\nA digit in the corner would have been an example."
        ),
        Part("What padding is for", 2.0),
        Part("A kernel of your own", 1.0, 0.0, blank=True),
    ),
    remarks={
        "output_size": Remark(1.5, comment="You floor where the window does not fit: see me on Monday.")
    },
    penalty=1.0,
)


def _result(
    assignment: str,
    name: str,
    status: Status = Status.PASSED,
    failed: dict[str, Status] | None = None,
    **told: Any,
) -> ExerciseResult:
    """A result with the groups that the exercise has.

    Args:
        failed: how groups ended that did not pass, by name; None for all of them, as the exercise did.
    """
    exercise = next(each for each in exercises(assignment) if each.name == name)
    ends = dict.fromkeys([group.name for group in exercise.groups], status) if failed is None else failed
    groups = [
        GroupResult(group.name, group.title, group.points, ends.get(group.name, Status.PASSED))
        for group in exercise.groups
    ]
    told.setdefault("message", f"Right, in all {len(groups)} groups of cases.")
    if status is Status.WRONG:
        told.setdefault("hint", exercise.hint)
    return ExerciseResult(name, status, exercise.points, groups=tuple(groups), **told)


def _example(name: str, yours: Any, *args: Any, **kwargs: Any) -> Counterexample:
    """A case of an exercise as a student sees it, with what a right function gives.

    Args:
        yours: what the student's function gave; None if that was nothing.
    """
    assignment = next(a for a in (SLIDING, KERNELS) if name in {each.name for each in exercises(a)})
    exercise = next(each for each in exercises(assignment) if each.name == name)
    right = np.asarray(getattr(models, name)(*args, **kwargs), float)
    given = None if yours is None else shown(yours)
    return counterexample(exercise, Case(args, kwargs, public=True), Expected(right), given)


def _verdict(assignment: str, *told: ExerciseResult) -> Verdict:
    """A verdict on every exercise; those that nothing is told of passed."""
    results = {each.name: each for each in told}
    return Verdict(
        assignment,
        tuple(results.get(each.name) or _result(assignment, each.name) for each in exercises(assignment)),
    )


def _shown(verdict: Verdict, student: str = "ada", **more: Any) -> str:
    assignment = verdict.assignment
    return page(
        verdict,
        student,
        {each.name: CODE.format(name=each.name) for each in verdict.exercises},
        notebook=notebook_name(assignment),
        headings=headings(read_master(path(assignment, "assignments"))),
        **more,
    )


def _flipped() -> ExerciseResult:
    x, kernel = np.array([[1, 2]]), np.array([[1, 10]])
    return _result(
        SLIDING,
        "conv2d_single",
        Status.WRONG,
        message="Your kernel is turned by half a turn. In every group of cases, and in the small one that is "
        "shown: yours differs in 1 of 1 value: at [0, 0] it is 12, expected 21.",
        hint="Put a single 1 in the image: in which order do the kernel's numbers come out, and why?",
        mistake="flipped-kernel",
        counterexample=_example("conv2d_single", np.array([[12.0]]), x, kernel),
    )


def _mixed() -> ExerciseResult:
    """Wrong in what is told, and with groups that crashed."""
    rng = np.random.default_rng(3)
    x, kernel = rng.integers(-2, 4, (5, 5)), rng.integers(-1, 4, (3, 3))
    yours = models.conv2d_single(x, kernel).astype(float)
    yours[1:] += [[0, 0, -13], [0, 2, 0]]
    return _result(
        SLIDING,
        "conv2d_single",
        Status.WRONG,
        {
            "book": Status.WRONG,
            "rectangle": Status.CRASHED,
            "sizes": Status.CRASHED,
            "stride": Status.OVERTIME,
        },
        message="In cases with the sizes of the chapter's example: yours differs in 2 of 9 values: first at "
        f"[1, 2], where it is {yours[1, 2]:g}, expected {yours[1, 2] + 13:g}.",
        counterexample=_example("conv2d_single", yours, x, kernel),
    )


def _partial() -> str:
    window = _result(
        SLIDING,
        "window",
        Status.CRASHED,
        message="In every group of cases; for example with the chapter's image, or one like it: it raised "
        "IndexError: too many indices for array, at “return x[row][col, k]” (line 3 of cell 15, from the "
        "top).",
        counterexample=_example("window", None, np.arange(9).reshape(3, 3), 0, 1, 2),
    )
    unwritten = ExerciseResult(
        "conv2d_channels",
        Status.MISSING,
        5.0,
        "conv2d_channels is still to be written: it ends in `raise NotImplementedError`.",
    )
    return _shown(_verdict(SLIDING, window, _mixed(), unwritten))


def _channels() -> str:
    rng = np.random.default_rng(1)
    x, kernel = rng.integers(-2, 4, (4, 5, 6)), rng.integers(-1, 4, (2, 2, 6))
    yours = models.channel_maps(x, kernel).astype(float)
    yours[..., 1] = yours[..., 0]
    yours[2, 3, 4] += 1
    result = _result(
        SLIDING,
        "channel_maps",
        Status.WRONG,
        message="In every group of cases; for example with all sizes different: yours differs.",
        counterexample=_example("channel_maps", yours, x, kernel),
    )
    return _shown(_verdict(SLIDING, result))


def _batch() -> str:
    rng = np.random.default_rng(2)
    x, kernels = rng.integers(-2, 4, (2, 4, 4, 2)), rng.integers(-1, 4, (2, 2, 2, 4))
    yours = models.conv2d_batch(x, kernels[::-1, ::-1])
    small = np.array([[[[1], [2]]]]), np.array([[[[1]], [[10]]]]), np.array([0.5])
    results = (
        _result(
            KERNELS,
            "conv2d_batch",
            Status.WRONG,
            message="In every group of cases: yours differs.",
            counterexample=_example("conv2d_batch", yours, x, kernels),
        ),
        _result(
            KERNELS,
            "conv_layer",
            Status.WRONG,
            message="Your kernel is turned by half a turn.",
            counterexample=_example("conv_layer", np.array([[[[12.5]]]]), *small),
        ),
    )
    return _shown(_verdict(KERNELS, *results))


def _noise() -> str:
    """What rounding leaves of zero, beside a value that is wrong."""
    x = np.array([[0.1, 0.2, -0.3], [0.5, 0.25, 0.125]])
    yours = np.array([[5.551e-17], [-12.125]])
    result = _result(
        SLIDING,
        "conv2d_single",
        Status.WRONG,
        {"fractions": Status.WRONG},
        message="In cases with numbers that are not whole: yours differs in 1 of 2 values: first at [1, 0], "
        "where it is -12.125, expected 0.875.",
        counterexample=_example("conv2d_single", yours, x, np.ones((1, 3))),
    )
    return _shown(_verdict(SLIDING, result))


def _shapes() -> str:
    x, kernel = np.arange(12).reshape(3, 4), np.array([[1, -1]])
    result = _result(
        SLIDING,
        "conv2d_single",
        Status.WRONG,
        message="In every group of cases: yours has the shape (3, 4), expected (3, 3).",
        counterexample=_example("conv2d_single", np.arange(12.0).reshape(3, 4) - 5, x, kernel),
    )
    return _shown(_verdict(SLIDING, result))


def _long() -> str:
    """Names and words longer than any screen."""
    name, word = "convolution_of_an_image_with_a_kernel_" * 6, "unbreakable" * 40
    group = GroupResult("a", f"cases with {word}", 2.0, Status.CRASHED)
    given = _example("conv2d_single", [[word, 1.5]], np.array([[1, 2]]), np.array([[3]]))
    results = (
        ExerciseResult(name, Status.WRONG, 2.0, f"{word}, `{word}`.", None, given, (group,), hint=word),
        ExerciseResult("output_size", Status.PASSED, 2.0, "Right, with every case."),
    )
    people = People((Part(word, 1000.25, 333.33, word),), {name: Remark(0.5, 0.25, word)})
    student = "Wolfeschlegelsteinhausenbergerdorff " * 5
    return page(
        Verdict("04-" + "on-the-length-of-names-" * 4, results, asides=(word,)),
        student,
        {name: f"def {name}(x):\n    return x  # {word}\n"},
        notebook=f"{word}.ipynb",
        people=people,
    )


def _all(status: Status, message: str, **more: Any) -> Verdict:
    results = [ExerciseResult(each.name, status, each.points, message) for each in exercises(SLIDING)]
    return Verdict(SLIDING, tuple(results), **more)


STATES: dict[str, Callable[[], str]] = {
    "full-mark": lambda: _shown(_verdict(SLIDING), "Zoë Ångström"),
    "asides": lambda: _shown(replace(_verdict(SLIDING), asides=ASIDES)),
    "partial": _partial,
    "flipped-kernel": lambda: _shown(_verdict(SLIDING, _flipped())),
    "noise": _noise,
    "shapes": _shapes,
    "three-axes": _channels,
    "four-axes": _batch,
    "people": lambda: _shown(_verdict(SLIDING, _flipped()), people=PEOPLE),
    "blank": lambda: _shown(_all(Status.MISSING, "It ends in `raise NotImplementedError`.")),
    "unreadable": lambda: _shown(
        _all(Status.MISSING, "There was nothing to grade.", problem="The file ends in the middle of a word.")
    ),
    "broken": lambda: _shown(
        _all(Status.BROKEN, "The grader itself failed here. That is not your fault: it will be graded again.")
    ),
    "no-wall": lambda: _shown(dataclasses.replace(_verdict(SLIDING, _flipped()), isolated=False)),
    "long-names": _long,
}
"""Pages by the name of their state."""
