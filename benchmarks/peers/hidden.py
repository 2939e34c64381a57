"""Hidden tests as a course would write them: for each function a handful of cases, compared with a reference.

The same cases, drawn from a fixed seed, serve all peers. The reference is TensorFlow in float64, called in
the test; or arrays that were computed beforehand, read from `references.npz`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import indent
from types import MappingProxyType
from typing import Any

import numpy as np

STORED = "references.npz"

# Arguments as they stand in the test; `draw` gives an array of a shape.
CASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "output_size": ("5, 3", "6, 3, 2", "28, 5, 3", "9, 9", "7, 1, 4"),
        "window": (
            "draw((5, 5)), 1, 2, 3",
            "draw((7, 9)), 1, 1, (2, 3), 2",
            "draw((9, 6)), 2, 1, (3, 2), (2, 3)",
            "draw((4, 8)), 0, 5, (4, 1)",
        ),
        "hadamard_sum": (
            "draw((3, 3)), draw((3, 3))",
            "draw((1, 5)), draw((1, 5))",
            "draw((2, 4)), draw((2, 4))",
        ),
        "conv2d_single": (
            "draw((5, 5)), draw((3, 3))",
            "draw((1, 8)), draw((1, 3))",
            "draw((9, 9)), draw((3, 3)), 2",
            "draw((9, 7)), draw((2, 3))",
            "draw((10, 13)), draw((3, 2)), (2, 3)",
            "draw((28, 28)), draw((5, 5))",
        ),
        "channel_maps": (
            "draw((5, 5, 3)), draw((3, 3, 3))",
            "draw((9, 7, 2)), draw((2, 3, 2)), 2",
            "draw((10, 13, 4)), draw((3, 2, 4)), (2, 3)",
        ),
        "conv2d_channels": (
            "draw((5, 5, 3)), draw((3, 3, 3))",
            "draw((8, 8, 1)), draw((3, 3, 1))",
            "draw((9, 7, 2)), draw((2, 3, 2)), 2",
            "draw((10, 13, 4)), draw((3, 2, 4)), (2, 3)",
            "draw((28, 28, 3)), draw((5, 5, 3))",
        ),
    }
)

_TENSORFLOW: Mapping[str, str] = MappingProxyType(
    {
        "output_size": """\
def reference(n, k, stride=1):
    image, kernel = np.zeros((1, n, 1, 1)), np.zeros((k, 1, 1, 1))
    return tf.nn.conv2d(image, kernel, (stride, 1), "VALID").numpy()[0, :, 0, 0].size
""",
        "window": """\
def reference(x, row, col, kernel_size, stride=1):
    sizes, steps = (1, *pair(kernel_size), 1), (1, *pair(stride), 1)
    patches = tf.image.extract_patches(x[None, ..., None], sizes, steps, (1, 1, 1, 1), "VALID")
    return patches.numpy()[0, row, col].reshape(pair(kernel_size))
""",
        "hadamard_sum": """\
def reference(window, kernel):
    return tf.reduce_sum(tf.multiply(window, kernel)).numpy()
""",
        "conv2d_single": """\
def reference(x, kernel, stride=1):
    return tf.nn.conv2d(x[None, ..., None], kernel[..., None, None], pair(stride), "VALID").numpy()[0, ..., 0]
""",
        "channel_maps": """\
def reference(x, kernel, stride=1):
    maps = []
    for c in range(x.shape[2]):
        image, filters = x[None, :, :, c : c + 1], kernel[:, :, c : c + 1, None]
        maps.append(tf.nn.conv2d(image, filters, pair(stride), "VALID").numpy()[0, ..., 0])
    return np.stack(maps, axis=-1)
""",
        "conv2d_channels": """\
def reference(x, kernel, stride=1):
    return tf.nn.conv2d(x[None], kernel[..., None], pair(stride), "VALID").numpy()[0, ..., 0]
""",
    }
)

# Within a function, so that no name of the student's is overwritten.
_TEST = """\
def {header}:
    import numpy as np

{reference}

    draw = np.random.default_rng(1).standard_normal
    cases = [
{cases}
    ]
    for number, arguments in enumerate(cases):
        expected = np.asarray({expected})
        yours = np.asarray({name}(*arguments))
        assert yours.shape == expected.shape, f"case {{number}}: the shape"
        assert np.allclose(yours, expected), f"case {{number}}: the values"
"""

# TensorFlow is told to be silent: nbgrader gives no points to a test that writes to standard error.
_WITH_TENSORFLOW = """\
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import tensorflow as tf

def pair(value):
    return (value, value) if isinstance(value, int) else value

"""

_WITH_STORED = """\
stored = np.load("references.npz")
"""


def test(name: str, header: str, *, tensorflow: bool) -> str:
    """A function that tests a student's.

    Args:
        name: the student's function.
        header: what stands between `def` and the colon.
        tensorflow: whether references are computed in the test, or read from `references.npz` where it runs.
    """
    return _TEST.format(
        name=name,
        header=header,
        reference=indent(
            (_WITH_TENSORFLOW + _TENSORFLOW[name] if tensorflow else _WITH_STORED).strip(), "    "
        ),
        expected="reference(*arguments)" if tensorflow else f'stored[f"{name}_{{number}}"]',
        cases="\n".join(f"        ({case})," for case in CASES[name]),
    )


def store(path: Path) -> None:
    """Writes the references that tests read, computed by NumPy."""
    references = {}
    for name, cases in CASES.items():
        draw = np.random.default_rng(1).standard_normal
        for number, case in enumerate(cases):
            arguments = eval(f"({case})", {"draw": draw})  # noqa: S307  # what stands above
            references[f"{name}_{number}"] = np.asarray(_NUMPY[name](*arguments))
    np.savez(path, allow_pickle=False, **references)


def _pair(value: Any) -> Any:
    return (value, value) if isinstance(value, int) else value


def _windows(x: Any, size: Any, stride: Any) -> Any:
    """(height, width, …, kernel height, kernel width): what each place of the output looks at."""
    down, across = _pair(stride)
    return np.lib.stride_tricks.sliding_window_view(x, _pair(size), axis=(0, 1))[::down, ::across]


def _maps(x: Any, kernel: Any, stride: Any = 1) -> Any:
    return np.einsum("hwcij,ijc->hwc", _windows(x, kernel.shape[:2], stride), kernel)


_NUMPY: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "output_size": lambda n, k, stride=1: (n - k) // stride + 1,
        "window": lambda x, row, col, size, stride=1: _windows(x, size, stride)[row, col],
        "hadamard_sum": lambda window, kernel: np.sum(window * kernel),
        "conv2d_single": lambda x, kernel, stride=1: _maps(x[..., None], kernel[..., None], stride)[..., 0],
        "channel_maps": _maps,
        "conv2d_channels": lambda x, kernel, stride=1: _maps(x, kernel, stride).sum(axis=-1),
    }
)
