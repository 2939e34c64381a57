"""`python -m tests.fuzzing [TARGET …] [--seconds 60] [--keep]`: a run of each target.

What a run reaches stays in `build/fuzz/`, where the next one goes on. An input that breaks a promise is made
as short as it goes and put into `tests/finds/`, where it is a test from then on. Exit status 1 if there was
one.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
import warnings
from hashlib import sha256
from pathlib import Path

from tests.fuzzing.corpus import FINDS, keep, kept, seeds, smallest
from tests.fuzzing.targets import TARGETS

WORK = Path("build/fuzz")

_SETTINGS = (
    "-max_len=2000",
    "-rss_limit_mb=1000",  # of the whole process; what an input may cost is counted by the targets
    "-timeout=10",  # seconds for one input
    "-use_value_profile=1",  # lengths and tags are compared, and near is better than far
    "-print_final_stats=1",
)

# What chance alone would take long to spell.
_FLOATS = (b"\1\0\x80\x7f", b"\0\0\xc0\x7f", b"\x01\x7c", b"\x7f\xf0" + bytes(6), bytes(6) + b"\xf0\x7f")
_TEXTS = (
    '"cells"', '"worksheets"', '"cell_type"', '"code"', '"markdown"', '"raw"', '"source"', '"input"',
    '"metadata"', '"tags"', '"no-grading"', '[{"', '"}]', '":"', '":["', '"]', '":null', "{}", "[]",
    r"\ud83d", r"\ude42", r"\u0000", "1e999", "NaN", "-1", "def conv2d", "conv2d =", "<<<<<<< ", "%PDF", "PK",
)  # fmt: skip
_WORDS = {"judge": _FLOATS, "notebook": tuple(map(str.encode, _TEXTS))}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description="Fuzz what reads answers.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target; default: 60")
    parser.add_argument("--keep", action="store_true", help="write tests/finds/corpus.json anew")
    options = parser.parse_args()
    targets = options.targets or list(TARGETS)
    if unknown := set(targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    if importlib.util.find_spec("atheris") is None:
        parser.error("atheris is not here: make fuzz; it is made for Linux on x86-64 alone")
    warnings.simplefilter("error")
    found = [path for target in targets for path in fuzz(target, options.seconds)]
    if options.keep and not found:
        keep({target: [*seeds(target), *kept(target), *_reached(target)] for target in TARGETS})
    for path in found:
        print(f"Found {path}: see `pytest tests/test_finds.py`, and name the file by what is wrong.")
    return 1 if found else 0


def fuzz(target: str, seconds: int) -> list[Path]:
    """Runs the engine, prints a line of what it did, and puts away what it found."""
    folder, artifacts, log = WORK / target, WORK / "found" / target, WORK / f"{target}.log"
    for place in (folder, artifacts):
        place.mkdir(parents=True, exist_ok=True)
    for data in (*seeds(target), *kept(target)):
        (folder / sha256(data).hexdigest()[:16]).write_bytes(data)
    command = [sys.executable, "-m", "tests.fuzzing.engine", target, str(folder), *_SETTINGS]
    command += [f"-max_total_time={seconds}", f"-artifact_prefix={artifacts}/"]
    if target in _WORDS:
        words = WORK / f"{target}.dict"
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in _WORDS[target]))
        command.append(f"-dict={words}")
    with log.open("wb") as output:
        engine = subprocess.run(command, stdout=output, stderr=output, check=False)
    print(f"{target:10}{_summary(log.read_text(errors='replace'))}; see {log}")
    found = []
    for artifact in sorted(artifacts.iterdir()):
        data = artifact.read_bytes()
        if artifact.name.startswith("crash-"):
            data = smallest(TARGETS[target], data)
        if not artifact.name.startswith("slow-unit-"):
            FINDS.mkdir(exist_ok=True)
            path = FINDS / f"{target}-{sha256(data).hexdigest()[:8]}.bin"
            path.write_bytes(data)
            found.append(path)
        artifact.unlink()
    if engine.returncode and not found:
        raise SystemExit(f"The engine failed, and not by an input: see {log}")
    return found


def _reached(target: str) -> list[bytes]:
    folder = WORK / target
    return [path.read_bytes() for path in folder.iterdir()] if folder.is_dir() else []


def _summary(log: str) -> str:
    tried, pace, branches, memory = (
        (re.findall(pattern, log, re.MULTILINE) or ["?"])[-1]
        for pattern in (r"^#(\d+)", r"exec/s: (\d+)", r"cov: (\d+)", r"rss: (\d+)")
    )
    return f"{tried} inputs tried, {pace} a second; {branches} branches reached; {memory} MB"


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(main())
