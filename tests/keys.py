"""Keys that tests share.

TensorFlow takes seconds to import, so the keys of all assignments are made once for a run of the whole suite.
Hidden cases come from a fixed secret: what a test sees today it sees everywhere.
"""

import fcntl
from collections.abc import Mapping
from pathlib import Path

from autograder.exercises import assignments
from autograder.key import Key, load_key
from autograder.key.secret import SIZE

SECRET = bytes(range(SIZE))


def fixed_state(state: Path, secret: bytes = SECRET) -> Path:
    """A state folder whose secret is known."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = state / "secret"
    file.touch(mode=0o600)
    file.write_bytes(secret)
    return state


def shared_keys(folder: Path) -> Mapping[str, Key]:
    """The keys of all assignments; the first process to ask makes them, and the others wait."""
    with (folder / "keys-for-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = folder / "state"
        if not state.exists():
            fixed_state(state)
        return {assignment: load_key(assignment, state, "cpu") for assignment in assignments()}
