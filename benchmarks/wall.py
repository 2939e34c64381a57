"""What the wall costs a submission, layer by layer: `make bench ARGS=wall`.

All kinds of wall are up at the same time and take turns, so that a busy minute of the machine falls on all
alike. What a layer costs is the median, over all turns, of what a turn took with the whole wall less what it
took without the layer.
"""

import random
import statistics
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from functools import partial

from autograder.course import STATE, material, solution
from autograder.grade import Grader
from autograder.key import load_key
from autograder.sandbox import Sandbox
from autograder.sandbox.harden import LAYERS
from benchmarks.tables import Table

ASSIGNMENT = "02-sliding-window"
ROUNDS = 150


def main(*, small: bool = False) -> list[Table]:
    """Leaves out one layer at a time."""
    rounds = 15 if small else ROUNDS
    key = load_key(ASSIGNMENT, STATE)
    data = solution(ASSIGNMENT)
    walls: dict[str, Collection[str]] = {"whole": (), **{layer: {layer} for layer in LAYERS}, "none": LAYERS}
    with ExitStack() as stack:
        sandboxes = {name: stack.enter_context(Sandbox(without=without)) for name, without in walls.items()}
        lives = _turns({name: partial(_life, sandbox) for name, sandbox in sandboxes.items()}, rounds)
        graders = {name: Grader(key, sandbox, material(ASSIGNMENT)) for name, sandbox in sandboxes.items()}
        grading = _turns({name: partial(grader.grade, data) for name, grader in graders.items()}, rounds)
    rows = [
        (what, _median(lives[name]), _median(grading[name]))
        for name, what in (("whole", "with the whole wall"), ("none", "without any of it"))
    ]
    for name in (*LAYERS, "none"):
        what = "all of it costs" if name == "none" else f"`{name}` costs"
        life, grade = (_median(map(float.__sub__, times["whole"], times[name])) for times in (lives, grading))
        rows.append((what, life, grade))
    return [
        Table(
            "What each layer of the wall costs",
            [("", ""), ("a child's life, ms", ".2f"), ("grading a right submission, ms", ".2f")],
            rows,
            f"Medians of {rounds} rounds, on the clock. What is below nothing is noise.",
        )
    ]


def _life(sandbox: Sandbox) -> None:
    sandbox.end(sandbox.fork())


def _turns(actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds on the clock of each action, after one round that does not count.

    In an order drawn anew each round: whoever comes after a certain other finds its memory in the caches.
    """
    times: dict[str, list[float]] = {name: [] for name in actions}
    order = random.Random(0)  # noqa: S311
    for turn in range(rounds + 1):
        for name in order.sample(list(actions), len(actions)):
            start = time.perf_counter()
            actions[name]()
            if turn:
                times[name].append(1000 * (time.perf_counter() - start))
    return times


def _median(times: Iterable[float]) -> float:
    return statistics.median(times)
