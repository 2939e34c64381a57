"""How far below its limits the slowest honest work stays: `make bench ARGS=limits`. See docs/limits.md.

Everything is right and as slow as students write it. Seconds are of processor time, which a busy machine
hardly changes; what counts is the ratio to the limit: it should leave room for a laptop that is much slower.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course import STATE, released, solution
from autograder.exercises import assignments
from autograder.key import load_key
from autograder.limits import Limits
from autograder.notebook import read
from autograder.sandbox import End, Ending, Run, Sandbox
from benchmarks.tables import Table

# Far away, so that what is measured is the work and not the limit.
FAR = Limits(
    call_cpu=600, call_wall=1200, cell_cpu=600, cell_wall=1200, submission_cpu=3000, submission_wall=3000
)

LOOPS = """\
import numpy as np

def pair(stride):
    return (stride, stride) if isinstance(stride, int) else stride

def conv2d_batch(x, kernels, bias=None, stride=1):
    down, across = pair(stride)
    images, height, width, c_in = x.shape
    k_height, k_width, _, c_out = kernels.shape
    out = np.zeros((images, (height - k_height) // down + 1, (width - k_width) // across + 1, c_out))
    for n in range(images):
        for row in range(out.shape[1]):
            for col in range(out.shape[2]):
                for o in range(c_out):
                    for i in range(k_height):
                        for j in range(k_width):
                            for c in range(c_in):
                                pixel = x[n, row * down + i, col * across + j, c]
                                out[n, row, col, o] += pixel * kernels[i, j, c, o]
    return out if bias is None else out + bias

def conv_layer(x, kernels, bias, stride=1):
    return np.maximum(conv2d_batch(x, kernels, bias, stride), 0)

def conv2d(x, kernels, stride=1):
    return conv2d_batch(x[None], kernels, None, stride)[0]

def conv2d_channels(x, kernel, stride=1):
    return conv2d(x, kernel[..., None], stride)[..., 0]

def conv2d_single(x, kernel, stride=1):
    return conv2d_channels(x[..., None], kernel[..., None], stride)

def channel_maps(x, kernel, stride=1):
    maps = [conv2d_single(x[..., c], kernel[..., c], stride) for c in range(x.shape[-1])]
    return np.stack(maps, axis=-1)

def dense_forward(x, w, b):
    out = np.zeros((x.shape[0], w.shape[1]))
    for n in range(x.shape[0]):
        for o in range(w.shape[1]):
            for i in range(w.shape[0]):
                out[n, o] += x[n, i] * w[i, o]
            out[n, o] = 1 / (1 + np.exp(-(out[n, o] + b[o])))
    return out
"""

CELLS = {
    "a plot: the first import of Matplotlib, 16 maps": """\
import matplotlib.pyplot as plt
figure, axes = plt.subplots(4, 4)
for ax in axes.flat:
    ax.imshow(np.random.rand(28, 28), cmap="gray")
figure.savefig("maps.png")
plt.show()
""",
    "3 × 3 on an image of 256 × 256, in loops": """\
photo = np.random.rand(256, 256)
edges = conv2d_single(photo, np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]))
""",
    "3 × 3 on a colour image of 256 × 256, in loops": """\
colour = np.random.rand(256, 256, 3)
edges = conv2d_channels(colour, np.ones((3, 3, 3)))
""",
    "time by hand: 3 × 3 to 11 × 11 on 64 × 64, in loops": """\
import time
for size in (3, 5, 7, 9, 11):
    start = time.perf_counter()
    conv2d_single(np.random.rand(64, 64), np.ones((size, size)))
    print(size, time.perf_counter() - start)
""",
    "64 colour images of 64 × 64, their windows as one array": """\
photos = np.random.rand(64, 64, 64, 3)
windows = np.lib.stride_tricks.sliding_window_view(photos, (5, 5), axis=(1, 2))
columns = np.ascontiguousarray(windows).reshape(-1, 75) @ np.random.rand(75, 16)
""",
    "50,000 lines printed": "for number in range(50_000): print(number, np.pi)",
}

Row = tuple[str, str, float, float]
"""What was done, the limit, what it took, and what it may take."""


def main(*, small: bool = False) -> list[Table]:  # noqa: ARG001  # it takes seconds
    """What the slowest and the largest honest work takes of each limit."""
    limits = Limits()
    rows = [*_work(limits), *_sizes(limits)]
    return [
        Table(
            title,
            [("", ""), ("limit", ""), ("takes", form), ("may take", ",.0f"), ("room, ×", ",.0f")],
            [(*row, row[3] / row[2]) for row in rows if row[1].endswith(("_cpu", "_wall")) is timed],
        )
        for title, form, timed in (
            ("The slowest honest work, in seconds", ",.4f", True),
            ("The largest, in bytes, cells or characters", ",.0f", False),
        )
    ]


def _work(limits: Limits) -> Iterator[Row]:
    with Sandbox(FAR) as sandbox:
        for assignment in assignments():
            load_key(assignment, STATE)  # it may take TensorFlow a while, which is nobody's submission
            started = time.monotonic()
            cells = [cell.source for cell in read(solution(assignment)).cells]
            slowest, name = _calls(sandbox, assignment, [*cells, LOOPS])
            yield f"{name}, seven loops, its largest case", "call_cpu", slowest, limits.call_cpu
            whole = f"{assignment} in loops, checks and all"
            yield whole, "submission_wall", time.monotonic() - started, limits.submission_wall
        whole = "all the cells below, each in a notebook of its own"
        started = time.monotonic()
        rows = list(_cells(sandbox, limits))
        yield whole, "submission_wall", time.monotonic() - started, limits.submission_wall
        yield from rows


def _calls(sandbox: Sandbox, assignment: str, cells: Sequence[str]) -> tuple[float, str]:
    """Seconds of the slowest call, and which function's it was."""
    took = []
    with sandbox.run(cells) as run:
        for question in load_key(assignment, STATE).questions:
            case, name = question.case, question.exercise.name
            run.call("pair", (1,))
            assert run._child is not None
            before = run._child._cpu()
            ending = run.call(name, case.args, dict(case.kwargs))
            assert ending.end is End.VALUE, ending
            took.append((run._child._cpu() - before, name))
    return max(took)


def _cells(sandbox: Sandbox, limits: Limits) -> Iterator[Row]:
    """Each cell by itself, behind the cell with the loops; the memory of all."""
    peak, most = "", 0
    for what, cell in CELLS.items():
        with sandbox.run([LOOPS, cell, "def nothing(): pass"]) as run:
            took: list[float] = []
            run._one = partial(_timed, run, run._one, took)  # type: ignore[method-assign]
            run.call("nothing", ())
            assert not run.cell_endings, run.cell_endings
            assert run._child is not None
            assert sandbox._zygote is not None
            yield what, "cell_cpu", took[1] - took[0], limits.cell_cpu
            memory = _status(run._child.process, "VmPeak") - _status(sandbox._zygote.process.pid, "VmSize")
            if memory > most:
                peak, most = what, memory
    yield f"the most memory: {peak}", "memory", most, limits.memory


def _timed(run: Run, ask: Callable[..., Ending], took: list[float], *message: Any) -> Ending:
    """Asks, and notes the seconds that the child has computed so far."""
    ending = ask(*message)
    assert run._child is not None
    took.append(run._child._cpu())
    return ending


def _status(process: int, name: str) -> int:
    """Bytes, from what the kernel says of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def _sizes(limits: Limits) -> Iterator[Row]:
    answers = [
        (np.asarray(question.expected.value).astype(np.float64).nbytes, question.exercise.name)
        for assignment in assignments()
        for question in load_key(assignment, STATE).questions
    ]
    most, name = max(answers)
    yield f"the largest answer, of {name}, in float64", "answer_bytes", most, limits.answer_bytes
    files = [released(assignment).read_bytes() for assignment in assignments()]
    contents = [json.loads(data)["cells"] for data in files]
    yield "the largest notebook, as released", "notebook_bytes", max(map(len, files)), limits.notebook_bytes
    yield "the longest notebook", "notebook_cells", max(map(len, contents)), limits.notebook_cells
    code = [sum(len(cell.source) for cell in read(solution(a)).cells) for a in assignments()]
    yield "the most code, with solutions and checks", "notebook_code", max(code), limits.notebook_code


if __name__ == "__main__":
    main()
