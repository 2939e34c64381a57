"""TensorFlow's answers beside numbers that people know and sums done by hand; how far others may be off."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.book import GREY, IMAGE, KERNEL, KERNELS, WIDTHS
from autograder.compare import judge
from autograder.errors import CourseError, ReferenceUnavailable
from autograder.exercise import Answer, Case, Expected
from autograder.key import Key, Question
from autograder.reference import answer, prepare, tolerance
from tests import right

# Tests that call TensorFlow in their own process: one worker runs them all, and imports it once.
uses_tensorflow = pytest.mark.xdist_group("tensorflow")


@pytest.fixture(scope="module")
def device() -> str:
    return prepare("auto")


def known(keys: Mapping[str, Key], name: str) -> Iterator[Question]:
    """The questions of an exercise."""
    return (q for key in keys.values() for q in key.questions if q.exercise.name == name)


def public(keys: Mapping[str, Key], name: str, *args: Any, **kwargs: Any) -> Any:
    """What the key gives for a public case with these arguments."""
    for question in known(keys, name):
        case = question.case
        if case.public and str((list(case.args), dict(case.kwargs))) == str((list(args), kwargs)):
            value = question.expected.value
            return value.tolist() if isinstance(value, np.ndarray) else value
    raise LookupError(f"no public case of {name} has these arguments")


# --- Numbers that people know ----------------------------------------------------------------------------


def test_the_parameters_of_the_chapters_network(keys: Mapping[str, Key]) -> None:
    layers = public(keys, "mlp_params", list(WIDTHS))
    assert layers == [200_960, 65_792, 65_792, 2_570]
    assert sum(layers) == 335_114
    assert public(keys, "dense_params", 784, 256) == 200_960
    assert public(keys, "memory_bytes", 335_114) == 1_340_456


def test_the_parameters_of_convolutional_layers(keys: Mapping[str, Key]) -> None:
    assert public(keys, "conv_params", 3, 3, 32) == 896
    assert public(keys, "conv_params", 3, 3, 32, bias=False) == 864
    kinds = {kind: public(keys, "layer_weights", 3, 25, 9, kind) for kind in ("dense", "local", "shared")}
    assert kinds == {"dense": 225, "local": 81, "shared": 9}


def test_the_results_of_the_chapters_convolutions(keys: Mapping[str, Key]) -> None:
    assert public(keys, "hadamard_sum", GREY[:3, :3], KERNEL) == 7
    assert public(keys, "conv2d_single", GREY, KERNEL)[0][:2] == [7, 10]
    maps = public(keys, "channel_maps", IMAGE, KERNELS[..., 0])
    assert maps[0][:2] == [[7, -11, -1], [10, 20, 20]]
    assert public(keys, "conv2d_channels", IMAGE, KERNELS[..., 0])[0][:2] == [-5, 50]
    assert [pixel[0] for pixel in public(keys, "conv2d", IMAGE, KERNELS)[0][:2]] == [-5, 50]


def test_the_window_of_a_pixel_is_no_disc(keys: Mapping[str, Key]) -> None:
    # Two steps to the right lie within k/√2 of the centre and outside the window.
    mask = public(keys, "receptive_field_mask", 5, 5, 2, 2, 3)
    assert mask == [[1 <= row <= 3 and 1 <= col <= 3 for col in range(5)] for row in range(5)]


# --- Sums done by hand -----------------------------------------------------------------------------------


def loops(x: Any, kernels: Any, bias: Any, stride: Any) -> Any:
    """Convolution by its definition, in Python's own numbers, for (batch, height, width, in) images."""
    down, across = stride if isinstance(stride, tuple) else (stride, stride)
    batch, height, width, _ = x.shape
    kh, kw, c_in, c_out = kernels.shape
    shape = batch, (height - kh) // down + 1, (width - kw) // across + 1, c_out
    x, kernels = x.tolist(), kernels.tolist()
    out = np.zeros(shape)
    for n, i, j, f in itertools.product(*map(range, shape)):
        out[n, i, j, f] = sum(
            x[n][i * down + a][j * across + b][c] * kernels[a][b][c][f]
            for a, b, c in itertools.product(range(kh), range(kw), range(c_in))
        )
    return out if bias is None else out + bias


def as_batch(question: Question) -> tuple[Any, Any, Any, Any]:
    """The arguments of any convolution, as those of `conv2d_batch`: x, kernels, bias, stride."""
    x, kernels, *rest = question.case.args
    bias = np.asarray(rest[0]) if rest and rest[0] is not None else None
    if question.exercise.name in ("hadamard_sum", "conv2d_single"):
        x, kernels = x[np.newaxis, :, :, np.newaxis], kernels[:, :, np.newaxis, np.newaxis]
    elif question.exercise.name == "conv2d_channels":
        x, kernels = x[np.newaxis], kernels[..., np.newaxis]
    elif question.exercise.name == "conv2d":
        x = x[np.newaxis]
    return x, kernels, bias, question.case.kwargs.get("stride", 1)


SUMS = ("hadamard_sum", "conv2d_single", "conv2d_channels", "conv2d", "conv2d_batch", "conv_layer")


@pytest.mark.parametrize("name", SUMS)
def test_convolutions_are_the_sums_of_their_definition(keys: Mapping[str, Key], name: str) -> None:
    for question in known(keys, name):
        out = loops(*as_batch(question))
        if name == "conv_layer":
            out = np.where(out > 0, out, 0)
        value = np.asarray(question.expected.value)
        np.testing.assert_allclose(value, out.reshape(value.shape), rtol=1e-12, atol=1e-12)


def test_masks_are_the_pixels_within_half_a_window(keys: Mapping[str, Key]) -> None:
    for question in known(keys, "receptive_field_mask"):
        height, width, row, col, k = question.case.args
        inside = [
            [2 * abs(i - row) < k and 2 * abs(j - col) < k for j in range(width)] for i in range(height)
        ]
        assert question.expected.value.tolist() == inside


def test_output_sizes_are_the_places_that_fit(keys: Mapping[str, Key]) -> None:
    for question in known(keys, "output_size"):
        n, k, *rest = question.case.args
        stride = rest[0] if rest else question.case.kwargs.get("stride", 1)
        assert question.expected.value == len([start for start in range(0, n, stride) if start + k <= n])


# --- How far a right answer may be off -------------------------------------------------------------------

Order = Callable[[Any], Any]


def one_by_one(products: Any) -> Any:
    total = np.zeros(products.shape[:-1], products.dtype)
    for k in range(products.shape[-1]):
        total = total + products[..., k]
    return total


ORDERS: dict[str, Order] = {
    "forwards": one_by_one,
    "backwards": lambda products: one_by_one(products[..., ::-1]),
    "largest first": lambda products: one_by_one(
        np.take_along_axis(products, np.argsort(-abs(products), axis=-1), axis=-1)
    ),
    "negative first": lambda products: one_by_one(np.sort(products, axis=-1)),
    "in pairs": lambda products: products.sum(axis=-1, dtype=products.dtype),
}


def products_of(question: Question, dtype: type[np.floating[Any]]) -> Any:
    """What each element sums, (…, K), all of it rounded to a dtype."""
    x, kernels, bias, stride = as_batch(question)
    down, across = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(dtype), (kh, kw), axis=(1, 2))
    windows = np.moveaxis(windows[:, ::down, ::across], 3, -1)[..., np.newaxis, :, :, :]
    each = windows * np.moveaxis(kernels.astype(dtype), -1, 0)  # (batch, h', w', out, kh, kw, in)
    each = each.reshape(*each.shape[:4], -1)
    if bias is not None:
        last = np.broadcast_to(bias.astype(dtype)[:, np.newaxis], (*each.shape[:4], 1))
        each = np.concatenate([each, last], axis=-1)
    return each


def passes(question: Question, value: Any) -> bool:
    shape = np.shape(question.expected.value)
    return judge(question.exercise.answer, question.expected, np.reshape(value, shape)) is None


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", SUMS)
def test_any_order_of_summation_in_float32_passes(keys: Mapping[str, Key], name: str, order: str) -> None:
    for question in known(keys, name):
        out = ORDERS[order](products_of(question, np.float32))
        assert out.dtype == np.float32
        assert passes(question, np.maximum(out, 0) if name == "conv_layer" else out), question.group.name


@pytest.mark.parametrize("name", SUMS)
def test_float16_does_not_pass(keys: Mapping[str, Key], name: str) -> None:
    failed = []
    for question in known(keys, name):
        if question.group.name == "fractions" and not question.case.public:
            with np.errstate(all="ignore"):
                out = one_by_one(products_of(question, np.float16))
            failed.append(not passes(question, np.maximum(out, 0) if name == "conv_layer" else out))
    assert len(failed) >= 2
    assert all(failed)


@pytest.mark.parametrize("name", SUMS)
def test_factors_rounded_as_in_tensorfloat_32_do_not_pass(keys: Mapping[str, Key], name: str) -> None:
    failed = []
    for question in known(keys, name):
        if question.group.name == "fractions" and not question.case.public:
            x, kernels, bias, stride = as_batch(question)
            out = loops(_tf32(x), _tf32(kernels), bias, stride)
            failed.append(not passes(question, np.maximum(out, 0) if name == "conv_layer" else out))
    assert all(failed)


def _tf32(array: Any) -> Any:
    """Ten bits of mantissa, in float32."""
    bits = np.asarray(array, np.float32).view(np.uint32)
    return ((bits + np.uint32(1 << 12)) & np.uint32(0xFFFFE000)).view(np.float32).astype(np.float64)


SIGMOIDS: dict[str, Callable[[Any], Any]] = {
    "by exp(-z)": lambda z: 1 / (1 + np.exp(-z)),
    "by tanh": lambda z: (1 + np.tanh(z / 2)) / 2,
    "by parts": lambda z: np.where(z > 0, 1 / (1 + np.exp(-abs(z))), np.exp(-abs(z)) / (1 + np.exp(-abs(z)))),
}


@pytest.mark.parametrize("sigmoid", SIGMOIDS)
@pytest.mark.parametrize("name", ["dense_forward", "topk_forward"])
def test_the_usual_sigmoids_pass_in_float32(keys: Mapping[str, Key], name: str, sigmoid: str) -> None:
    for question in known(keys, name):
        with np.errstate(all="ignore"):
            out = SIGMOIDS[sigmoid](sums_of(question, np.float32))
        assert out.dtype == np.float32
        assert passes(question, out), (question.group.name, question.number)


@pytest.mark.parametrize("name", ["dense_forward", "topk_forward"])
def test_a_sigmoid_in_float16_does_not_pass(keys: Mapping[str, Key], name: str) -> None:
    for question in known(keys, name):
        if question.group.name == "batch" and not question.case.public:
            assert not passes(question, SIGMOIDS["by exp(-z)"](sums_of(question, np.float16)))


def sums_of(question: Question, dtype: type[np.floating[Any]]) -> Any:
    """What the sigmoid of a layer is given, computed in a dtype."""
    x, w, b, *choice = question.case.args
    if choice:
        importance, k = choice
        w = np.where(importance >= np.sort(importance, axis=0)[-k], w, 0)
    each = x.astype(dtype)[:, :, np.newaxis] * w.astype(dtype)[np.newaxis]
    return one_by_one(np.moveaxis(each, 1, -1)) + b.astype(dtype)


def test_a_convolution_by_fourier_transforms_passes(keys: Mapping[str, Key]) -> None:
    for question in known(keys, "conv2d_single"):
        x, kernel = question.case.args
        turned = np.fft.rfft2(kernel[::-1, ::-1], x.shape)
        full = np.fft.irfft2(np.fft.rfft2(x) * turned, x.shape)
        every = full[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]
        down, across = right.pair(question.case.kwargs.get("stride", 1))
        assert passes(question, every[::down, ::across]), question.group.name


def test_slack_is_far_below_any_slip(keys: Mapping[str, Key]) -> None:
    # Between results of integers lies at least 1, and of nine times a ninth at least 1/9; if pixels are
    # millions, or millionths, so are these.
    for name in SUMS:
        for question in known(keys, name):
            arrays = [value for value in question.case.args if isinstance(value, np.ndarray)]
            gap = 1 if all(array.dtype.kind in "iu" for array in arrays) else 1 / 9
            largest = float(np.max(np.abs(arrays[0]))) or 1.0
            scale = 1e6 ** round(np.log10(largest) / 6)
            assert np.max(question.expected.slack) < scale * gap / 10, (name, question.group.name)


def test_slack_covers_the_certain_bound_of_few_products() -> None:
    unit = tolerance.EPS32 / 2
    for terms in range(1, 60):
        assert tolerance.of_sums([1.0], terms)[0] >= (terms + 2) * unit


def test_slack_holds_for_sums_of_many_products() -> None:
    rng = np.random.default_rng(3)
    for terms in (100, 1_000, 10_000):
        x, w = rng.normal(size=(2, 200, terms))
        slack = tolerance.of_sums((abs(x) * abs(w)).sum(axis=-1), terms)
        for order in ("forwards", "in pairs", "negative first"):
            found = ORDERS[order](x.astype(np.float32) * w.astype(np.float32)).astype(np.float64)
            assert (abs(found - (x * w).sum(axis=-1)) <= slack).all(), (terms, order)


@pytest.mark.parametrize("name", ["window", "stack_maps"])
def test_copies_may_be_rounded_to_float32_and_not_to_float16(keys: Mapping[str, Key], name: str) -> None:
    rounded = {np.float32: True, np.float16: True}
    for question in known(keys, name):
        value = question.expected.value
        for dtype in rounded:
            with np.errstate(all="ignore"):
                rounded[dtype] &= passes(question, value.astype(dtype))
    assert rounded == {np.float32: True, np.float16: False}


# --- TensorFlow itself -----------------------------------------------------------------------------------


@uses_tensorflow
def test_answers_are_of_the_kind_that_the_exercise_asks_for(device: str) -> None:
    count = answer("output_size", Case((5, 3)), device)
    assert type(count.value) is int and count.slack == 0
    counts = answer("mlp_params", Case(([3, 2, 1],)), device)
    assert counts == Expected([8, 3])
    number = answer("hadamard_sum", Case((GREY[:3, :3], KERNEL)), device)
    assert type(number.value) is float and 0 < number.slack < 1e-4
    array = answer("conv2d", Case((IMAGE, KERNELS), {"stride": (1, 2)}), device)
    assert array.value.dtype == np.float64
    assert array.value.shape == array.slack.shape == (3, 2, 2)
    assert answer("receptive_field_mask", Case((5, 5, 2, 2, 3)), device).value.dtype == np.bool_


@uses_tensorflow
def test_references_compute_in_float64(device: str) -> None:
    # In float32 the 1 would be lost beside the 2**30.
    x, kernel = np.array([[2.0**30, 1.0, -(2.0**30)]]), np.ones((1, 3))
    assert answer("conv2d_single", Case((x, kernel)), device).value.tolist() == [[1.0]]
    assert answer("hadamard_sum", Case((x, kernel)), device).value == 1.0


@uses_tensorflow
def test_tensorfloat_32_is_off(device: str) -> None:
    import tensorflow as tf

    assert not tf.config.experimental.tensor_float_32_execution_enabled()
    assert all(
        tf.config.experimental.get_memory_growth(gpu) for gpu in tf.config.list_physical_devices("GPU")
    )


@uses_tensorflow
def test_a_gpu_that_is_not_there_is_said_to_be_missing(device: str) -> None:
    if device == "gpu":
        assert prepare("gpu") == "gpu"
    else:
        with pytest.raises(ReferenceUnavailable, match=r"sees no GPU here\. Use --device cpu"):
            prepare("gpu")
    assert prepare("cpu") == "cpu"


@uses_tensorflow
def test_an_exercise_without_reference_is_a_fault_of_the_course(device: str) -> None:
    with pytest.raises(CourseError, match="max_pool has no reference"):
        answer("max_pool", Case(()), device)


def test_without_tensorflow_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)  # as Python does for what cannot be imported
    with pytest.raises(ReferenceUnavailable, match=r"TensorFlow cannot be imported .* `make demo` does"):
        prepare("cpu")


def test_importing_the_references_does_not_import_tensorflow() -> None:
    code = "import sys, autograder.reference; print('tensorflow' in sys.modules, 'keras' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_every_exercise_has_a_tolerance_that_fits_its_answer(keys: Mapping[str, Key]) -> None:
    for key in keys.values():
        for question in key.questions:
            exact = question.exercise.answer in (Answer.INTEGER, Answer.INTEGERS, Answer.MASK)
            assert exact == (not question.exercise.tolerance)
            if exact:
                assert question.expected.slack == 0
            else:
                assert np.shape(question.expected.slack) == np.shape(question.expected.value)
