"""The exercises: what stands in their files, the cases they draw, and whom these tell apart."""

import inspect
import itertools
import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autograder
from autograder.compare import judge
from autograder.diagnosis import changed
from autograder.errors import UsageError
from autograder.exercise import Answer, Case, Exercise, Group
from autograder.exercises import assignments, exercises, notebook_name
from autograder.exercises._inputs import impulse, sizes
from autograder.key import Key, Question
from autograder.sandbox import frames
from tests import right, wrong
from tests.masters import TABLE

ALL = [exercise for assignment in assignments() for exercise in exercises(assignment)]
each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)

# Slips that have a name (a further way to make one has a number), and those that have none.
WRONG = {name: f for name, f in vars(wrong).items() if "__" in name.strip("_")}
for _exercise in ALL:
    for _mistake in _exercise.mistakes:
        _name = f"{_exercise.name}__{_mistake.name}"
        _ways = sum(name.partition("#")[0] == _name for name in WRONG)
        WRONG[f"{_name}#{_ways + 1}" if _ways else _name] = _mistake.model

# A plain Python loop over that many products takes about 4 ms.
MOST_PRODUCTS = 8_000


def draw(group: Group, seed: int = 1) -> list[Case]:
    return list(group.cases(np.random.default_rng(seed)))


def flat(value: object) -> list[object]:
    """A call's arguments as something that can be compared."""
    if isinstance(value, np.ndarray):
        return [value.dtype, value.shape, *value.ravel().tolist()]
    if isinstance(value, list | tuple):
        return [type(value), *(flat(item) for item in value)]
    return [type(value), value]


def calls(exercise: Exercise, *, public: bool, seed: int) -> list[object]:
    return [
        [group.name, flat(case.args), flat(sorted(case.kwargs.items()))]
        for group in exercise.groups
        for case in draw(group, seed)
        if case.public is public
    ]


def by_name(name: str) -> Exercise:
    return next(exercise for exercise in ALL if exercise.name == name)


def questions(keys: Mapping[str, Key], exercise: Exercise) -> list[Question]:
    return [question for question in keys[exercise.assignment].questions if question.exercise is exercise]


def failing_groups(function: Callable[..., Any], asked: list[Question]) -> dict[str, str]:
    """Groups that the function does not pass, with the first reason."""
    failed: dict[str, str] = {}
    for question in asked:
        args = deepcopy(question.case.args)
        try:
            with np.errstate(all="ignore"):
                got = function(*args, **question.case.kwargs)
                if question.case.twice:
                    got = function(*args, **question.case.kwargs)
        except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
            # A slip may end in one.
            reason = str(error) or "an exception"
        else:
            # Through the wall's own encoding: what is judged is what crossed.
            got = frames.decode(frames.encode(1, _scalar_as_array(got))[frames.HEADER.size :])
            mismatch = judge(question.exercise.answer, question.expected, got, public=question.case.public)
            reason = mismatch.message if mismatch else ", ".join(changed(question, args))
        if reason:
            failed.setdefault(question.group.name, reason)
    return failed


def _scalar_as_array(got: Any) -> Any:
    if isinstance(got, list):
        return [_scalar_as_array(item) for item in got]
    return np.asarray(got) if isinstance(got, np.generic) else got


# --- What stands in the files --------------------------------------------------------------------------


def test_the_course_is_as_it_was_designed() -> None:
    found = {a: {e.signature.replace('"', "'"): e.points for e in exercises(a)} for a in assignments()}
    assert [list(signatures.items()) for signatures in found.values()] == [
        list(signatures.items()) for signatures in TABLE.values()
    ]
    assert list(found) == list(TABLE)
    assert [sum(signatures.values()) for signatures in found.values()] == [20, 20, 20]


def test_an_unknown_assignment_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(UsageError, match=r"“04-pooling”.*01-parameter-counting, 02-sliding-window"):
        exercises("04-pooling")
    with pytest.raises(UsageError, match="04-pooling"):
        notebook_name("04-pooling")


@each_exercise
def test_an_exercise_tells_a_student_what_to_think_about(exercise: Exercise) -> None:
    assert exercise.hint.endswith((".", "?"))
    assert exercise.section.startswith("10.")
    assert bool(exercise.tolerance) == (exercise.answer in (Answer.NUMBER, Answer.ARRAY))
    for group in exercise.groups:
        assert group.title[0].islower() and not group.title.endswith("."), "goes on after “cases with”"
        assert (group.points * 2).is_integer(), "a student can add halves"


@each_exercise
def test_every_case_can_be_called_as_the_signature_says(exercise: Exercise) -> None:
    signature = inspect.signature(getattr(right, exercise.name))
    assert f"{exercise.name}({', '.join(signature.parameters)})" == _without_defaults(exercise.signature)
    for group in exercise.groups:
        for case in draw(group):
            signature.bind(*case.args, **case.kwargs)


def _without_defaults(signature: str) -> str:
    name, _, inside = signature.rstrip(")").partition("(")
    return f"{name}({', '.join(part.partition('=')[0].strip() for part in inside.split(','))})"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    ignored = shutil.ignore_patterns("__pycache__", "demo")
    return Path(shutil.copytree(Path(autograder.__file__).parent, tmp_path / "autograder", ignore=ignored))


def listed(package: Path) -> str:
    """The names of the exercises that a fresh Python finds, or what it raises."""
    code = (
        "from autograder.exercises import assignments, exercises\n"
        "print(*(exercise.name for assignment in assignments() for exercise in exercises(assignment)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=package.parent, capture_output=True, text=True, check=False
    )
    return done.stdout or done.stderr.splitlines()[-1]


def test_to_add_an_exercise_is_to_add_one_file(package: Path) -> None:
    source = (package / "exercises" / "output_size.py").read_text()
    new = source.replace('"output_size', '"rotate').replace("order=1", "order=7")
    (package / "exercises" / "rotate.py").write_text(new)
    names = [exercise.name for exercise in ALL]
    names.insert(names.index("conv2d_channels") + 1, "rotate")
    assert listed(package).split() == names


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("EXERCISE =", "exercise =", "exercises/window.py defines no EXERCISE"),
        ('name="window"', 'name="windows"', "exercises/window.py: its name must be the file's"),
        ('"window(x', '"windows(x', "exercises/window.py: its signature must begin with its name"),
        (
            'Group("stride-pair"',
            'Group("stride"',
            "exercises/window.py: it needs groups of cases, each named",
        ),
        ("0.5, _book", "0.0, _book", "exercises/window.py: each group must be worth a positive"),
        ("0.5, _book", 'float("nan"), _book', "exercises/window.py: each group must be worth a positive"),
        ("order=2", "order=3", "The exercises of 02-sliding-window are not numbered 1, 2, 3"),
    ],
)
def test_a_file_that_breaks_the_rules_is_named(package: Path, old: str, new: str, fault: str) -> None:
    file = package / "exercises" / "window.py"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert listed(package).startswith(f"autograder.errors.CourseError: {fault}")


# --- The cases -------------------------------------------------------------------------------------------


@each_exercise
def test_public_cases_are_constant_and_hidden_ones_drawn(exercise: Exercise) -> None:
    shown, hidden = (calls(exercise, public=public, seed=1) for public in (True, False))
    assert calls(exercise, public=True, seed=2) == shown
    assert calls(exercise, public=False, seed=1) == hidden
    again = calls(exercise, public=False, seed=2)
    # Two drawn from a small set may agree by chance (a window of 2×2 in a layer of 2 units): never most.
    assert sum(a == b for a, b in zip(hidden, again, strict=True)) <= len(hidden) // 4


@each_exercise
def test_no_group_can_be_earned_by_answers_to_the_public_cases(exercise: Exercise) -> None:
    for group in exercise.groups:
        kinds = [case.public for case in draw(group)]
        assert kinds.count(False) >= 1, group.name
        assert kinds.count(True) >= 1, f"{group.name}: nothing that a student could be shown"
    assert sum(not case.public for group in exercise.groups for case in draw(group)) >= 2


@each_exercise
def test_every_case_can_cross_the_wall(exercise: Exercise) -> None:
    for group in exercise.groups:
        for case in draw(group):
            values = [list(case.args), list(case.kwargs.values())]
            assert flat(frames.decode(frames.encode(1, values)[frames.HEADER.size :])) == flat(values)


@pytest.mark.parametrize("name", [exercise.name for exercise in ALL if "kernel" in exercise.signature])
def test_a_loop_in_plain_python_has_time_for_every_case(keys: Mapping[str, Key], name: str) -> None:
    for question in questions(keys, by_name(name)):
        if question.exercise.answer is not Answer.ARRAY or name == "window":
            continue  # a count, or a copy
        kernel = np.asarray(question.case.args[1])
        products = question.expected.value.size * math.prod(kernel.shape[:3])
        assert products <= MOST_PRODUCTS, (question.group.name, question.number)


@pytest.mark.parametrize(
    ("stride", "leftover"),
    [(1, False), *itertools.product([2, 3, (2, 3), (3, 2), (4, 2)], [False, True])],
)
def test_drawn_sizes_differ_on_every_axis(stride: int | tuple[int, int], leftover: bool) -> None:
    rng = np.random.default_rng(5)
    down, right_ = stride if isinstance(stride, tuple) else (stride, stride)
    for _ in range(200):
        size = sizes(rng, stride=stride, leftover=leftover)
        c_in, c_out = size.channels
        over = [(n - k) % s for n, k, s in zip(size.image, size.kernel, (down, right_), strict=True)]
        assert all(over) if leftover else not any(over)
        rows, cols = (
            (n - k) // s + 1 for n, k, s in zip(size.image, size.kernel, (down, right_), strict=True)
        )
        for axes in (
            (size.batch, *size.image, c_in),
            (*size.kernel, c_in, c_out),
            (size.batch, rows, cols, c_out),
        ):
            assert len(set(axes)) == len(axes)


def test_every_sign_and_kind_of_number_is_drawn(keys: Mapping[str, Key]) -> None:
    arrays = [
        value
        for key in keys.values()
        for question in key.questions
        for value in question.case.args
        if isinstance(value, np.ndarray)
    ]
    assert {str(array.dtype) for array in arrays} == {"int64", "uint8", "float32", "float64"}
    negative = [q for q in questions(keys, exercises("03-multi-kernel")[1]) if (q.expected.value < 0).any()]
    assert len(negative) > 10


def test_bytes_are_asked_for_every_dtype_whatever_the_secret() -> None:
    (group,) = (group for group in by_name("memory_bytes").groups if group.name == "dtypes")
    for seed in range(20):
        hidden = [case.kwargs["dtype"] for case in draw(group, seed) if not case.public]
        assert sorted(hidden) == [
            *("float16", "float32", "float64"),
            *("int16", "int32", "int64", "int8"),
            *("uint16", "uint32", "uint64", "uint8"),
        ]


@pytest.mark.parametrize("seed", range(20))
def test_a_disc_is_no_window_whatever_the_secret(seed: int) -> None:
    (group,) = (group for group in by_name("receptive_field_mask").groups if group.name == "inside")
    (shape, *_) = hidden = [case.args for case in draw(group, seed) if not case.public]
    height, width, _, _, k = shape
    assert height != width and min(height, width) >= 2 * k + 1 >= 15
    discs = [WRONG["receptive_field_mask__disc-to-the-corners"](*args) for args in hidden]
    windows = [right.receptive_field_mask(*args) for args in hidden]
    assert any((disc != window).any() for disc, window in zip(discs, windows, strict=True))


@pytest.mark.parametrize("name", ["conv2d_single", "channel_maps", "conv2d_channels", "conv2d"])
def test_some_hidden_sums_need_more_than_16_bits_whatever_the_secret(name: str) -> None:
    for seed in range(20):
        hidden = [c for group in by_name(name).groups for c in draw(group, seed) if not c.public]
        largest = [abs(getattr(right, name)(*case.args, **case.kwargs)).max() for case in hidden]
        assert max(largest) > 2**15


@pytest.mark.parametrize(
    "name", ["conv2d_single", "channel_maps", "conv2d_channels", "conv2d", "conv2d_batch", "conv_layer"]
)
def test_some_hidden_windows_move_by_five(name: str) -> None:
    hidden = [case for group in by_name(name).groups for case in draw(group) if not case.public]
    assert any(case.kwargs.get("stride") == 5 for case in hidden)


def test_one_single_pixel_shows_the_kernel_turned_by_half_a_turn() -> None:
    # What the group "orientation" rests on: a flipped kernel would come out as it is.
    kernel = np.arange(1, 10).reshape(3, 3)
    assert right.conv2d_single(impulse(5, 5, 2, 2), kernel).tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


# --- Right and wrong -------------------------------------------------------------------------------------


@each_exercise
def test_a_right_solution_passes_every_case(keys: Mapping[str, Key], exercise: Exercise) -> None:
    asked = questions(keys, exercise)
    assert failing_groups(getattr(right, exercise.name), asked) == {}
    assert {question.group.name for question in asked} == {group.name for group in exercise.groups}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_solution_loses_points(keys: Mapping[str, Key], name: str) -> None:
    exercise = by_name(name.partition("__")[0])
    failed = failing_groups(WRONG[name], questions(keys, exercise))
    assert failed
    # What is wrong with it can be shown: it is not a hidden case alone that fails.
    public = [question for question in questions(keys, exercise) if question.case.public]
    assert failing_groups(WRONG[name], public)


def test_every_exercise_has_wrong_solutions_to_tell_apart() -> None:
    of = [name.partition("__")[0] for name in WRONG]
    assert {exercise.name for exercise in ALL} == set(of)
    assert all(of.count(exercise.name) >= 2 for exercise in ALL)


# One slip costs the groups that are about it, and no others.
ONE_CAUSE = {
    "dense_params__bias-switch-ignored": {"no-bias"},
    "memory_bytes__counted-in-float64": {"large"},
    "dense_forward__overflow": {"extremes"},
    "topk_forward__by-the-size-of-importance": {"negative-importance"},
    "layer_weights__shared-at-each-place": {"shared"},
    "conv_params__kernel-height-twice": {"non-square-kernel", "no-bias"},
    "output_size__one-window-too-many": {"stride-leftover"},
    "output_size__windows-rounded": {"stride-leftover"},
    "window__strides-swapped": {"stride-pair"},
    "hadamard_sum__integer-buffer": {"fractions"},
    "conv2d_single__stride-ignored": {"stride", "stride-leftover", "stride-pair"},
    "conv2d_single__over-the-border": {"stride-leftover", "stride-pair"},
    "conv2d_single__vertical-stride-only": {"stride-pair"},
    "conv2d_single__integer-buffer": {"fractions", "stride-pair"},
    # 100,000 is beyond float16.
    "conv2d_single__float16": {"fractions", "whole", "stride-pair"},
    "conv2d_single__summed_in_16_bits": {"whole"},
    "conv2d_single__clipped_at_2048": {"whole"},
    "conv2d_single__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "channel_maps__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "channel_maps__clipped_at_2048": {"channels"},
    "conv2d_channels__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "conv2d_channels__clipped_at_2048": {"one-channel"},
    "conv2d__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "conv2d__clipped_at_2048": {"fractions", "kernels", "whole"},
    "conv2d_batch__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "conv2d_batch__bias-cut-to-integers": {"fractions"},
    "conv_layer__kernel-dtype-buffer": {"fractions", "stride-pair"},
    "conv_layer__bias-cut-to-integers": {"fractions"},
    "hadamard_sum__kernel-dtype-buffer": {"fractions"},
    "topk_forward__taken-marked-below-zero": {"negative-importance"},
    "channel_maps__axes-of-one-dropped": {"channels", "sizes", "stride"},
    "stack_maps__first-dtype-buffer": {"fractions"},
    "conv2d__axes-of-one-dropped": {"kernels", "whole", "stride-leftover"},
    "conv2d_batch__bias-forgotten": {"biases", "single", "fractions", "stride-pair"},
    "conv2d_batch__axes-of-one-dropped": {"book", "single", "stride-leftover"},
    "conv_layer__stride-ignored": {"stride", "stride-pair"},
}


@pytest.mark.parametrize("name", ONE_CAUSE)
def test_a_slip_costs_the_groups_that_are_about_it(keys: Mapping[str, Key], name: str) -> None:
    exercise = by_name(name.partition("__")[0])
    assert set(failing_groups(WRONG[name], questions(keys, exercise))) == ONE_CAUSE[name]


@each_exercise
def test_answers_learnt_by_heart_from_the_public_cases_earn_nothing(
    keys: Mapping[str, Key], exercise: Exercise
) -> None:
    asked = questions(keys, exercise)
    known = {
        str(flat([q.case.args, sorted(q.case.kwargs.items())])): q.expected.value
        for q in asked
        if q.case.public
    }

    def by_heart(*args: Any, **kwargs: Any) -> Any:
        return known.get(str(flat([args, sorted(kwargs.items())])), 0)

    assert set(failing_groups(by_heart, asked)) == {group.name for group in exercise.groups}
