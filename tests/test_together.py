"""Calls that are likely to be asked for are made together, and end as each would alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from autograder.sandbox import End, Ending, Limits, Request, Sandbox
from autograder.sandbox.child import Child

# On the clock there is time enough: what runs out is processor time, on a busy machine too.
LIMITS = Limits(call_cpu=1.0, call_wall=30.0)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@pytest.fixture
def frames_sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What children are sent, cells included."""
    sent: list[bytes] = []
    real = Child.ask

    def ask(child: Child, body: bytes, *limits: Any) -> Any:
        sent.append(body)
        return real(child, body, *limits)

    monkeypatch.setattr(Child, "ask", ask)
    return sent


def endings(sandbox: Sandbox, cell: str, *ns: int) -> list[Ending]:
    """How calls of `f` end, each told of those that follow it."""
    requests = [Request("f", (n,)) for n in ns]
    with sandbox.run([cell]) as run:
        return [run.ask(each, requests[place:]) for place, each in enumerate(requests, start=1)]


def alone(sandbox: Sandbox, cell: str, *ns: int) -> list[Ending]:
    with sandbox.run([cell]) as run:
        return [run.call("f", (n,)) for n in ns]


SEEN = "seen = []\ndef f(n):\n    seen.append(n)\n    return seen[:]"


def test_a_function_is_sent_all_that_it_is_likely_to_be_asked(
    sandbox: Sandbox, frames_sent: list[bytes]
) -> None:
    assert [ending.value for ending in endings(sandbox, SEEN, 3, 5, 8)] == [[3], [3, 5], [3, 5, 8]]
    assert len(frames_sent) == 2  # the cell, and the calls


def test_what_is_left_out_costs_no_other_its_answer(sandbox: Sandbox, frames_sent: list[bytes]) -> None:
    first, *following = [Request("f", (n,)) for n in (3, 5, 8, 9)]
    with sandbox.run([SEEN]) as run:
        assert run.ask(first, following).value == [3]
        assert run.ask(following[1]).value == [3, 5, 8]
        assert run.ask(following[2]).value == [3, 5, 8, 9]
        assert len(frames_sent) == 2
        assert run.ask(following[0]).value == [3, 5, 8, 9, 5], "it was left out"


@pytest.mark.parametrize(
    "cell",
    [
        "def f(n):\n    return [None, {1}, 1 / (n - 2), n][n]",
        "def f(n):\n    assert n, 'text'\n    return object() if n == 1 else [n] * n",
        "def f(n):\n    raise [MemoryError, SystemExit, NotImplementedError, KeyError][n](n)",
        "def g(n): return n",
        "def f(n):\n    d = []\n    for _ in range(3 + n):\n        d = [d]\n    return d",
        "def f(n): return [0] * (7_000 if n < 3 else 20_000)",
        "import numpy as np\ndef f(n): return np.zeros(2**16 * n)",
    ],
    ids=["values", "exceptions", "exits", "missing", "deep", "long", "large"],
)
def test_calls_that_are_made_together_end_as_each_would_alone(sandbox: Sandbox, cell: str) -> None:
    assert repr(endings(sandbox, cell, 0, 1, 2, 3)) == repr(alone(sandbox, cell, 0, 1, 2, 3))


@pytest.mark.parametrize(
    ("bad", "end"),
    [
        ("while True: pass", End.OVERTIME),
        ("os._exit(0)", End.DIED),
        ("os.write(max(filter(is_pipe, range(64))), b'garbage' * 9); time.sleep(60)", End.REFUSED),
    ],
    ids=["a loop", "a death", "garbage"],
)
def test_a_call_that_takes_the_process_with_it_is_charged_to_itself(
    sandbox: Sandbox, bad: str, end: End
) -> None:
    cell = (
        "import os, stat, time\ndef is_pipe(n):\n    try: return stat.S_ISFIFO(os.fstat(n).st_mode)\n"
        f"    except OSError: return False\ndef f(n):\n    if n == 2:\n        {bad}\n    return n"
    )
    found = endings(sandbox, cell, 0, 1, 2, 3, 4)
    assert [ending.end for ending in found] == [End.VALUE, End.VALUE, end, End.VALUE, End.VALUE]
    assert [ending.value for ending in found] == [0, 1, None, 3, 4]


def test_each_call_has_all_of_its_time(sandbox: Sandbox) -> None:
    slow = (
        "import time\ndef f(n):\n    end = time.process_time() + 0.3\n    while time.process_time() < end: 0"
    )
    assert [ending.end for ending in endings(sandbox, slow, 1, 2, 3, 4)] == [End.VALUE] * 4


def test_who_lost_a_process_is_asked_one_call_after_another(
    sandbox: Sandbox, frames_sent: list[bytes]
) -> None:
    requests = [Request("f", (n,)) for n in range(4)]
    with sandbox.run(["import os", "def f(n):\n    if n == 1: os._exit(0)\n    return n"]) as run:
        assert [run.ask(each, requests[n + 1 :]).end for n, each in enumerate(requests[:2])] == [
            End.VALUE,
            End.DIED,
        ]
        frames_sent.clear()
        assert [run.ask(each, requests[n + 3 :]).value for n, each in enumerate(requests[2:])] == [2, 3]
    assert len(frames_sent) == 4  # two cells in a fresh process, and two calls


def test_where_cells_take_long_nothing_is_risked_that_would_run_them_again(frames_sent: list[bytes]) -> None:
    with Sandbox(replace(LIMITS, call_wall=1.0)) as hasty:
        found = endings(hasty, "import time; time.sleep(0.2)\n" + SEEN, 3, 5)
    assert [ending.value for ending in found] == [[3], [3, 5]]
    assert len(frames_sent) == 3


def test_what_was_foreseen_and_is_not_asked_for_is_forgotten(sandbox: Sandbox) -> None:
    first, skipped, other = Request("f", (1,)), Request("f", (2,)), Request("f", (3,))
    with sandbox.run([SEEN]) as run:
        assert run.ask(first, [skipped]).value == [1]
        assert run.ask(other).value == [1, 2, 3]
        assert run.ask(skipped).value == [1, 2, 3, 2]


def test_afresh_forgets_what_was_foreseen_too(sandbox: Sandbox) -> None:
    first, second = Request("f", (1,)), Request("f", (2,))
    with sandbox.run([SEEN]) as run:
        assert run.ask(first, [second]).value == [1]
        run.afresh()
        assert run.ask(second).value == [2]


FORGING = """
import inspect, os, stat, time
from autograder.sandbox import frames
def is_pipe(n):
    try: return stat.S_ISFIFO(os.fstat(n).st_mode)
    except OSError: return False
def f(n):
    said = b"".join(frames.encode(2, each) for each in SAID)
    os.write(max(filter(is_pipe, range(64))), said)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    "said",
    [
        "[('value', 7)] * 3",
        "[('value', 7), ('all', 'passed')]",
        "[('value', 7), [('value', 7)]]",
        "[('value', 7), None]",
        "[[('value', 7), ('value', 7)]]",
    ],
)
def test_other_than_an_answer_to_each_call_is_none_to_any(said: str) -> None:
    """The first frame is for the cell, the second for both calls, or, in a fresh process, for one."""
    with Sandbox(replace(LIMITS, call_wall=1.0)) as hasty:
        found = endings(hasty, FORGING.replace("SAID", said), 0, 1)
    assert [ending.end for ending in found] == [End.REFUSED] * 2


def test_an_answer_to_all_calls_in_place_of_the_honest_one_is_compared_like_any(sandbox: Sandbox) -> None:
    found = endings(sandbox, FORGING.replace("SAID", "[('value', 7), ('value', 8)]"), 0, 1)
    assert [ending.value for ending in found] == [7, 8]


def test_an_answer_to_one_call_is_none_to_several() -> None:
    """In a fresh process it is one to the first, and nothing answers the second."""
    with Sandbox(replace(LIMITS, call_wall=1.0)) as hasty:
        found = endings(hasty, FORGING.replace("SAID", "[('value', 7)]"), 0, 1)
    assert [(ending.end, ending.value) for ending in found] == [(End.VALUE, 7), (End.OVERTIME, None)]


# --- What was right before --------------------------------------------------------------------------------


def test_the_very_same_answer_is_right_again_and_any_other_is_read(sandbox: Sandbox) -> None:
    request = Request("f", (3,))
    with sandbox.run(["import itertools\nn = itertools.count()\ndef f(x): return next(n) // 2"]) as run:
        found = run.ask(request)
        request.ended_right(found)
        assert run.ask(request).right
        assert [(run.ask(request).right, ending.right) for ending in [run.ask(request)]] == [(False, False)]


def test_what_is_right_for_one_call_is_not_for_another(sandbox: Sandbox) -> None:
    one, other = Request("f", (3,)), Request("f", (4,))
    with sandbox.run(["def f(x): return 7"]) as run:
        one.ended_right(run.ask(one))
        assert (run.ask(one).right, run.ask(other).right, run.ask(other).value) == (True, False, 7)


@pytest.mark.parametrize("ended", ["1 / 0", "return {1}", "import os; os._exit(0)"])
def test_what_is_no_answer_is_never_right_again(sandbox: Sandbox, ended: str) -> None:
    request = Request("f", (3,))
    with sandbox.run([f"def f(x): {ended}"]) as run:
        request.ended_right(run.ask(request))
        assert not run.ask(request).right


def test_a_few_right_answers_are_known_and_no_large_one(sandbox: Sandbox) -> None:
    request = Request("f", (3,))
    with sandbox.run(["n = [0]\ndef f(x):\n    n[0] += 1\n    return n[0]", "def g(): n[0] = 0"]) as run:
        for _ in range(100):
            request.ended_right(run.ask(request))
        run.call("g", ())
        known = [run.ask(request).right for _ in range(100)]
    assert known == [True] * 8 + [False] * 92
    large = Request("f", (3,))
    with sandbox.run(["import numpy as np\ndef f(x): return np.zeros(20_000)"]) as run:
        large.ended_right(run.ask(large))
        assert not run.ask(large).right
