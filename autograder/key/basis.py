"""What a key depends on, and the device that computes it."""

import hashlib
import json
import sys
from functools import cache
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


@cache  # what is installed does not change under a running program
def _tensorflow() -> list[str]:
    """Name and version of the installed distributions of TensorFlow, without importing any."""
    known = [*_installed("tensorflow"), *_installed("tensorflow-cpu")]
    if known:
        return known
    # Another build of it, under a name that only a search of all packages tells: slow, and rare.
    from importlib import metadata

    names = metadata.packages_distributions().get("tensorflow", ())
    return [f"{name} {metadata.version(name)}" for name in names]


def _installed(distribution: str) -> list[str]:
    version = _versions().get(distribution)
    return [] if version is None else [f"{distribution} {version}"]


@cache
def _versions() -> dict[str, str]:
    """The version of each installed distribution, by its name.

    Told by the folders that installers leave, name-version.dist-info. `importlib.metadata` would tell it as
    well, and takes longer to import than all else takes that finding a key wants.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        for folder in Path(place).glob("*-*.dist-info"):
            name, _dash, version = folder.name.removesuffix(".dist-info").partition("-")
            found.setdefault(name.replace("_", "-").lower(), version)
    return found


def likely_device() -> str:
    """The device that "auto" means: a GPU only if there is one, and a TensorFlow made for GPUs."""
    made_for_gpus = any(not name.split()[0].endswith("-cpu") for name in _tensorflow())
    return "gpu" if made_for_gpus and any(Path("/dev").glob("nvidia[0-9]*")) else "cpu"
