"""What a key depends on, and the device that computes it."""

import hashlib
import json
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np

_PACKAGE = Path(__file__).parent.parent


def digest(assignment: str, secret: bytes, device: str) -> str:
    facts = {
        "assignment": assignment,
        "device": device,
        "packages": [f"numpy {np.__version__}", *_installed("keras"), *_tensorflow()],
        "secret": hashlib.sha256(secret).hexdigest(),
        "sources": sources(_PACKAGE),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def sources(package: Path) -> dict[str, str]:
    """Digests of the files that say what is asked and how it is answered, by their place in the package."""
    files = [package / name for name in ("book.py", "exercise.py")]
    for folder in ("exercises", "reference", "key"):
        files += sorted((package / folder).glob("*.py"))
    return {str(f.relative_to(package)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@cache  # what is installed does not change under a running program, and to look takes milliseconds
def _tensorflow() -> list[str]:
    """Name and version of the installed distributions of TensorFlow, without importing any."""
    known = [*_installed("tensorflow"), *_installed("tensorflow-cpu")]
    if known:
        return known
    # Another build of it, under a name that only a search of all packages tells: slow, and rare.
    return [
        found
        for name in metadata.packages_distributions().get("tensorflow", ())
        for found in _installed(name)
    ]


@cache
def _installed(distribution: str) -> list[str]:
    try:
        return [f"{distribution} {metadata.version(distribution)}"]
    except metadata.PackageNotFoundError:
        return []


def likely_device() -> str:
    """The device that "auto" means: a GPU only if there is one, and a TensorFlow made for GPUs."""
    made_for_gpus = any(not name.split()[0].endswith("-cpu") for name in _tensorflow())
    return "gpu" if made_for_gpus and any(Path("/dev").glob("nvidia[0-9]*")) else "cpu"
