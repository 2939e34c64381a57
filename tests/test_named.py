"""One slip of the pen in code as students write it, and the grader calls it by its name."""

from collections.abc import Iterator, Mapping

import pytest

from autograder.exercise import Exercise
from autograder.exercises import exercises
from autograder.grade import Grader
from autograder.key import Key
from autograder.sandbox import Sandbox
from autograder.verdict import ExerciseResult, Status
from tests.making import notebook

ASSIGNMENT = "02-sliding-window"

SLICED = """\
import numpy as np

def conv2d_single(x, kernel, stride=1):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    kh, kw = kernel.shape
    height = (x.shape[0] - kh) // sh + 1
    width = (x.shape[1] - kw) // sw + 1
    out = np.zeros((height, width))
    for row in range(height):
        for col in range(width):
            window = x[row * sh : row * sh + kh, col * sw : col * sw + kw]
            out[row, col] = np.sum(window * kernel)
    return out
"""

INDEXED = """\
import numpy as np

def conv2d_single(x, kernel, stride=1):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    kh, kw = kernel.shape
    height = (x.shape[0] - kh) // sh + 1
    width = (x.shape[1] - kw) // sw + 1
    out = np.zeros((height, width))
    for row in range(height):
        for col in range(width):
            total = 0
            for i in range(kh):
                for j in range(kw):
                    total += x[row * sh + i, col * sw + j] * kernel[i, j]
            out[row, col] = total
    return out
"""

MAPS = """\
def channel_maps(x, kernel, stride=1):
    maps = [conv2d_single(x[:, :, c], kernel[:, :, c], stride) for c in range(x.shape[2])]
    return np.stack(maps, axis=-1)
"""

CHANNELS = """\
def conv2d_channels(x, kernel, stride=1):
    return np.sum(channel_maps(x, kernel, stride), axis=-1)
"""

SIZE = """\
def output_size(n, k, stride=1):
    return (n - k) // stride + 1
"""

WINDOW = """\
def window(x, row, col, kernel_size, stride=1):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    return x[row * sh : row * sh + kh, col * sw : col * sw + kw]
"""

HADAMARD = """\
import numpy as np

def hadamard_sum(window, kernel):
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
    return total
"""

BOTH_STRIDES = "sh, sw = (stride, stride) if isinstance(stride, int) else stride"
CUT = "row * sh : row * sh + kh, col * sw : col * sw + kw"

# In which code, what is changed (old, new, old, new, …), and what that is called.
SLIPS = [
    (SLICED, ["* kernel)", "* kernel[::-1, ::-1])"], "flipped-kernel"),
    (SLICED, ["* kernel)", "* kernel[::-1])"], "kernel-upside-down"),
    (SLICED, ["* kernel)", "* kernel.T)"], "kernel-transposed"),
    (SLICED, ["window * kernel", "window @ kernel"], "matrix-product"),
    (SLICED, ["window * kernel", "window + kernel"], "added-not-multiplied"),
    (SLICED, ["window * kernel", "window"], "kernel-ignored"),
    (SLICED, ["np.sum(", "np.mean("], "mean-not-sum"),
    (SLICED, ["np.sum(", "np.max("], "max-not-sum"),
    (SLICED, ["np.sum(", "round(np.sum(", "* kernel)", "* kernel), 2)"], "rounded"),
    (SLICED, ["* kernel)", "* kernel) / np.sum(kernel)"], "divided-by-the-kernel"),
    (SLICED, ["// sh + 1", "// sh", "// sw + 1", "// sw"], "last-row-dropped"),
    (SLICED, ["- kh) // sh + 1", "- kh + 1) // sh", "- kw) // sw + 1", "- kw + 1) // sw"],
     "plus-one-divided"),
    (SLICED, ["(x.shape[0] - kh) // sh", "-((kh - x.shape[0]) // sh)"], None),  # in one direction only
    (SLICED, ["// sh + 1", "// sh - 1", "// sw + 1", "// sw - 1"], "two-rows-dropped"),
    (SLICED, ["kh, kw = kernel.shape", "kw, kh = kernel.shape"], "kernel-sides-swapped"),
    (SLICED, ["kh, kw = kernel.shape", "kh = kw = len(kernel)"], "square-kernels-only"),
    (SLICED, ["kh, kw = kernel.shape", "kh = kw = 3"], "three-by-three-only"),
    (SLICED, ["x.shape[1]", "x.shape[0]"], "square-images-only"),
    (SLICED, ["x.shape[0]", "x.shape[2]", "x.shape[1]", "x.shape[0]", "x.shape[2]", "x.shape[1]"],
     "image-sides-swapped"),
    (SLICED, ["range(width)", "range(height)"], "both-loops-alike"),
    (SLICED, ["range(height)", "range(1, height)", "range(width)", "range(1, width)"], "first-row-zero"),
    (SLICED, ["range(height)", "range(height - 1)", "range(width)", "range(width - 1)"], "last-row-zero"),
    (SLICED, ["range(height)", "range(0, height, sh)", "range(width)", "range(0, width, sw)"],
     "loops-with-steps-over-the-result"),
    (SLICED, ["out[row, col]", "out[col, row]"], "output-transposed"),
    (SLICED, ["return out", "return out.T"], "output-transposed"),
    (SLICED, ["return out", "return np.squeeze(out)"], "axes-of-one-dropped"),
    (SLICED, ["    return out", "        return out"], "returned-too-early"),
    (SLICED, ["    return out", "            return out"], "returned-too-early"),
    (SLICED, ["width))", "width), dtype=int)"], "integer-buffer"),
    (SLICED, ["width))", "width), dtype=x.dtype)"], "image-dtype-buffer"),
    (SLICED, ["width))", "width), dtype=kernel.dtype)"], "kernel-dtype-buffer"),
    (SLICED, ["return out", "return np.maximum(out, 0)"], "negatives-clipped"),
    (SLICED, ["return out", "return np.clip(out, 0, 255)"], "clipped-to-bytes"),
    (SLICED, ["np.zeros((height, width))", "np.zeros(x.shape)"], "as-large-as-the-image"),
    (SLICED, [BOTH_STRIDES, "sh = sw = 1"], "stride-ignored"),
    (SLICED, [BOTH_STRIDES, "sh = sw = stride"], "stride-is-one-number"),
    (SLICED, [BOTH_STRIDES, "sh, sw = stride"], "stride-is-a-pair"),
    (SLICED, ["sh, sw =", "sw, sh ="], "strides-swapped"),
    (SLICED, ["else stride", "else (stride[0], stride[0])"], "vertical-stride-only"),
    (SLICED, [CUT, "row : row + kh, col : col + kw"], "start-not-moved"),
    (SLICED, [CUT, "row * sh : row + kh, col * sw : col + kw"], "end-not-moved"),
    (SLICED, [CUT, "row * sh : row * sh + kh + 1, col * sw : col * sw + kw + 1"], "one-pixel-too-many"),
    (SLICED, [CUT, "row : row + kh * sh : sh, col : col + kw * sw : sw"], "dilated"),
    (SLICED, [CUT, "row * sh * sh : row * sh * sh + kh, col * sw * sw : col * sw * sw + kw"],
     "stride-used-twice"),
    (SLICED, [CUT, "col * sh : col * sh + kh, row * sw : row * sw + kw"], "output-transposed"),
    (SLICED, [CUT, ":kh, :kw"], "always-the-first-window"),
    (INDEXED, ["            total = 0\n", "", "    for row", "    total = 0\n    for row"],
     "sum-never-reset"),
    (INDEXED, ["+=", "="], "last-product-only"),
    (INDEXED, ["kernel[i, j]", "kernel[j, i]"], "kernel-transposed"),
    (INDEXED, ["kernel[i, j]", "kernel[-i - 1, -j - 1]"], "flipped-kernel"),
    (INDEXED, ["kernel[i, j]", "kernel[-i, -j]"], None),  # the corner stays: no mistake that is known
    (INDEXED, ["range(kh)", "range(kh - 1)", "range(kw)", "range(kw - 1)"], "kernel-last-row-left-out"),
    (INDEXED, ["range(kh)", "range(1, kh)", "range(kw)", "range(1, kw)"], "kernel-first-row-left-out"),
    (INDEXED, ["range(kh)", "range(3)", "range(kw)", "range(3)"], "three-by-three-only"),
    (INDEXED, ["range(kw)", "range(kh)"], "square-kernels-only"),
    (INDEXED, ["range(kh)", "range(x.shape[0])", "range(kw)", "range(x.shape[1])"], None),
    (INDEXED, ["row * sh + i", "row + i * sh", "col * sw + j", "col + j * sw"], "dilated"),
    (INDEXED, ["row * sh + i", "row * sh + i - kh // 2", "col * sw + j", "col * sw + j - kw // 2"],
     "window-centred"),
    (INDEXED, ["x.shape[1]", "x.shape[0]"], "square-images-only"),
    (INDEXED, ["row * sh + i", "row * sh * sh + i", "col * sw + j", "col * sw * sw + j"],
     "row-that-is-not-there"),
    (INDEXED, ["out[row, col]", "out[row * sh, col * sw]"], "row-that-is-not-there"),
    (MAPS, ["kernel[:, :, c]", "kernel[:, :, 0]"], "first-kernel-slice-for-all"),
    (MAPS, ["x[:, :, c]", "x[:, :, 0]"], "first-image-channel-for-all"),
    (MAPS, ["x[:, :, c]", "x[c]", "kernel[:, :, c]", "kernel[c]"], "rows-for-channels"),
    (MAPS, ["range(x.shape[2])", "range(3)"], "three-channels-only"),
    (MAPS, ["np.stack(maps, axis=-1)", "np.array(maps)"], "maps-first"),
    (MAPS, ["np.stack(maps, axis=-1)", "np.array(maps).reshape(*maps[0].shape, -1)"], "reshaped-not-moved"),
    (MAPS, ["np.stack(maps, axis=-1)", "np.hstack(maps)"], "glued-side-by-side"),
    (MAPS, ["np.stack(maps, axis=-1)", "sum(maps)"], "channels-added-up"),
    (CHANNELS, ["np.sum(", "np.mean("], "channels-averaged"),
    (CHANNELS, ["np.sum(", "np.prod("], "channels-multiplied"),
    (CHANNELS, ["np.sum(", "np.max("], "largest-channel-only"),
    (CHANNELS, ["axis=-1", "axis=0"], "rows-or-columns-added-up"),
    (CHANNELS, [", axis=-1", ""], "everything-added-up"),
    (CHANNELS, ["axis=-1", "axis=-1, keepdims=True"], "axis-of-the-channels-kept"),
    (CHANNELS, ["np.sum(channel_maps(x, kernel, stride), axis=-1)", "channel_maps(x, kernel, stride)"],
     "channels-not-added-up"),
    (CHANNELS, ["np.sum(channel_maps(x, kernel, stride), axis=-1)",
                "conv2d_single(x.sum(axis=2), kernel.sum(axis=2), stride)"], "channels-summed-first"),
    (CHANNELS, ["stride)", "(1, 1))"], "stride-ignored"),
    (SIZE, ["// stride + 1", "/ stride + 1"], "count-as-a-float"),
    (SIZE, ["(n - k)", "n - k"], "brackets-missing"),
    (SIZE, [" + 1", ""], "one-place-too-few"),
    (SIZE, ["(n - k) // stride", "round((n - k) / stride)"], "windows-rounded"),
    (SIZE, ["(n - k) // stride + 1", "(n - k + 1) // stride"], "plus-one-divided"),
    (WINDOW, ["+ kh, col", "+ kh][col"], "cut-twice-in-rows"),
    (WINDOW, ["row * sh + kh", "row + kh", "col * sw + kw", "col + kw"], "end-not-moved"),
    (WINDOW, ["(x, row, col,", "(x, col, row,"], "place-transposed"),
    (WINDOW, ["+ kh", "+ kh - 1", "+ kw", "+ kw - 1"], "one-pixel-too-few"),
    (HADAMARD, ["+=", "="], "last-product-only"),
    (HADAMARD, ["    return", "        return"], "returned-too-early"),
    (HADAMARD, ["    return", "            return"], "returned-too-early"),
    (HADAMARD, ["window.shape[0]", "3", "window.shape[1]", "3"], "three-by-three-only"),
    (HADAMARD, ["return total", "return sum(window * kernel)"], "columns-added-up"),
    (HADAMARD, ["return total", "return int(total)"], "integer-buffer"),
]  # fmt: skip


@pytest.fixture(scope="module")
def grader(keys: Mapping[str, Key]) -> Iterator[Grader]:
    with Sandbox() as sandbox:
        yield Grader(keys[ASSIGNMENT], sandbox)


def asked_of(source: str) -> str:
    """The exercise that a source is about: what it defines."""
    return source.partition("def ")[2].partition("(")[0]


def graded(grader: Grader, source: str, changes: list[str]) -> ExerciseResult:
    changed = source
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in changed, old
        changed = changed.replace(old, new)
    above = {MAPS: [SLICED], CHANNELS: [SLICED, MAPS]}.get(source, [])
    verdict = grader.grade(notebook(*above, changed))
    return next(result for result in verdict.exercises if result.name == asked_of(source))


@pytest.mark.parametrize("source", [SLICED, INDEXED, MAPS, CHANNELS, SIZE, WINDOW, HADAMARD], ids=asked_of)
def test_without_a_slip_it_is_right(source: str, grader: Grader) -> None:
    result = graded(grader, source, [])
    assert (result.status, result.mistake) == (Status.PASSED, None)


@pytest.mark.parametrize(
    ("source", "changes", "name"),
    [pytest.param(*slip, id=f"{asked_of(slip[0])}-{slip[2]}") for slip in SLIPS],
)
def test_a_slip_is_called_by_its_name(
    source: str, changes: list[str], name: str | None, grader: Grader
) -> None:
    result = graded(grader, source, changes)
    assert result.status is not Status.PASSED
    assert result.mistake == name, result.message
    if name:
        mistake = next(m for m in by_name(asked_of(source)).mistakes if m.name == name)
        assert result.message.startswith(mistake.title)
        assert result.hint == mistake.hint


def by_name(name: str) -> Exercise:
    return next(exercise for exercise in exercises(ASSIGNMENT) if exercise.name == name)
