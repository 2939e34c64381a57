"""A bar on a real terminal: one line, that tells the truth about the time left."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest

# A thousand that were there before, then some that take a twentieth of a second each.
PROGRAM = """\
import logging, time
from autograder.cli import main
from autograder.progress import progress

main(["explain"])

def items():
    yield from range(1000)
    logging.getLogger("autograder").info("1000 were finished")
    for number in range(30):
        time.sleep(0.05)
        yield number

told = lambda: "mean 12.5 of 20, 3 not graded"
for item in progress(items(), total=10_000, what="02-sliding-window", told=told, ready=lambda: 1000):
    pass
"""


def lines(width: int) -> list[str]:
    """What was on the bar's line, one time after another, and what was said beside it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    variables = {"PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=variables) as process:
        os.close(theirs)
        said = b""
        try:
            while some := os.read(ours, 1 << 16):
                said += some
        except OSError:  # that is how a terminal's other end says that nobody has it any more
            pass
    os.close(ours)
    assert process.returncode == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    return [line for line in re.split(r"[\r\n]+", text) if line.strip()]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_is_one_line_on_any_terminal(width: int) -> None:
    bars = [line for line in lines(width) if "a second" in line]
    assert bars
    assert max(map(len, bars)) <= width
    assert "1029/10000" in bars[-1] or "1030/10000" in bars[-1]


def test_what_was_there_before_says_nothing_about_the_time_left() -> None:
    [rate] = re.findall(r"([0-9.]+) a second 0:0(?:[5-9]|1[0-9]):", lines(120)[-1])
    assert 5 < float(rate) < 25  # a thousand at once and thirty more would be hundreds


def test_what_is_logged_meanwhile_has_a_line_of_its_own() -> None:
    assert "INFO: 1000 were finished" in [line.rstrip() for line in lines(100)]
