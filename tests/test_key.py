"""Keys: what they depend on, and that they survive what happens to files."""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import CourseError, ReferenceUnavailable, UsageError
from autograder.exercises import assignments
from autograder.key import Key, basis, load_key, secret, store, stored_key
from autograder.reference import prepare
from tests.keys import SECRET, fixed_state

uses_tensorflow = pytest.mark.xdist_group("tensorflow")

ASSIGNMENT = "03-multi-kernel"  # the quickest to make
COMPUTING = f"computing the answers of {ASSIGNMENT}"


@pytest.fixture
def own_state(state: Path, tmp_path: Path) -> Path:
    """A copy of the shared state folder, to be changed."""
    return Path(shutil.copytree(state, tmp_path / "state"))


@pytest.fixture
def made(caplog: pytest.LogCaptureFixture) -> Callable[[], int]:
    """Counts how many times a key was computed."""
    caplog.set_level(logging.INFO, logger="autograder.key")
    return lambda: sum(record.getMessage().startswith(COMPUTING) for record in caplog.records)


def key_file(state: Path, assignment: str = ASSIGNMENT) -> Path:
    (file,) = (state / "keys").glob(f"{assignment}.*.npz")
    return file


def contents(key: Key, *, public: bool) -> list[str]:
    return [
        str((q.exercise.name, q.group.name, q.number, q.case.args, dict(q.case.kwargs), q.expected))
        for q in key.questions
        if q.case.public is public
    ]


# --- A key at hand ---------------------------------------------------------------------------------------


def test_a_stored_key_is_what_was_computed(state: Path, keys: Mapping[str, Key]) -> None:
    for assignment, key in keys.items():
        again = load_key(assignment, state, "cpu")
        assert contents(again, public=True) == contents(key, public=True)
        assert contents(again, public=False) == contents(key, public=False)
        assert (again.assignment, again.device) == (assignment, "cpu")


def test_questions_come_in_the_order_of_exercises_groups_and_cases(keys: Mapping[str, Key]) -> None:
    for key in keys.values():
        places = [(q.exercise.order, q.exercise.groups.index(q.group), q.number) for q in key.questions]
        assert places == sorted(places)
        assert {number for _, _, number in places} >= {1, 2}


def test_a_key_at_hand_is_read_without_tensorflow(state: Path, keys: Mapping[str, Key]) -> None:
    code = (
        "import sys; from pathlib import Path; from autograder.key import load_key\n"
        "state, *assignments = sys.argv[1:]\n"
        "for each in assignments: print(len(load_key(each, Path(state), 'cpu').questions))\n"
        "print('tensorflow' in sys.modules, 'keras' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, state, *assignments()], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [*(str(len(key.questions)) for key in keys.values()), "False", "False"]


def test_where_no_key_is_at_hand_none_is_made_to_be_asked_for(tmp_path: Path) -> None:
    assert stored_key(assignments()[0], tmp_path) is None
    assert not list(tmp_path.iterdir())


def test_versions_are_those_that_packages_tell_of_themselves() -> None:
    for name in ("numpy", "keras", "jupyterlab-pygments"):
        assert basis._installed(name) == [f"{name} {metadata.version(name)}"]


def test_a_key_at_hand_is_read_in_milliseconds(state: Path, keys: Mapping[str, Key]) -> None:
    for assignment in keys:
        times = []
        for _ in range(10):
            start = time.process_time()
            load_key(assignment, state, "cpu")
            times.append(time.process_time() - start)
        assert min(times) < 0.040, "measured: 6 to 9 ms"


def test_a_key_at_hand_is_read_from_a_folder_that_cannot_be_written(state: Path, own_state: Path) -> None:
    own_state.joinpath("keys").chmod(0o500)
    own_state.chmod(0o500)
    before = sorted(path.stat().st_mtime_ns for path in own_state.rglob("*"))
    assert load_key(ASSIGNMENT, own_state, "cpu").questions
    assert sorted(path.stat().st_mtime_ns for path in own_state.rglob("*")) == before


def test_arrays_of_a_key_cannot_be_changed(keys: Mapping[str, Key]) -> None:
    for question in keys[ASSIGNMENT].questions:
        flat: list[object] = [question.expected.value, question.expected.slack]
        for value in question.case.args:
            flat += value if isinstance(value, list) else [value]
        assert not any(value.flags.writeable for value in flat if isinstance(value, np.ndarray))


# --- The secret ------------------------------------------------------------------------------------------


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        made = secret.read(tmp_path / "state")
    finally:
        os.umask(old)
    file = tmp_path / "state" / "secret"
    assert len(made) == secret.SIZE
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert secret.read(tmp_path / "state") == made
    assert secret.read(tmp_path / "other") != made
    assert [path.name for path in file.parent.iterdir()] == ["secret"], "nothing else is left behind"


def test_processes_that_start_together_agree_on_a_secret(tmp_path: Path) -> None:
    for attempt in range(20):
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(secret.read, [tmp_path / str(attempt)] * 8))
        assert len(found) == 1


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    state = fixed_state(tmp_path / "state")
    for mode in (0o640, 0o604, 0o602):
        (state / "secret").chmod(mode)
        with pytest.raises(CourseError, match=r"Other users can read .*secret"):
            load_key(ASSIGNMENT, state, "cpu")


@pytest.mark.parametrize("length", [0, 31])
def test_a_secret_that_is_too_short_is_refused_and_kept(tmp_path: Path, length: int) -> None:
    state = fixed_state(tmp_path / "state", SECRET[:length])
    with pytest.raises(CourseError, match=f"has {length} bytes instead of 32"):
        load_key(ASSIGNMENT, state, "cpu")
    assert (state / "secret").read_bytes() == SECRET[:length]


def test_a_state_folder_that_is_none_is_said_to_be_at_fault(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(CourseError, match="own folder cannot be used"):
        load_key(ASSIGNMENT, tmp_path / "state", "cpu")


# --- What a key depends on -------------------------------------------------------------------------------


def test_every_source_of_questions_and_answers_counts(tmp_path: Path) -> None:
    package = Path(basis.__file__).parent.parent
    copy = tmp_path / "autograder"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = basis.sources(copy)
    assert before == basis.sources(package)
    assert {"book.py", "exercises/conv2d.py", "exercises/_inputs.py", "reference/tolerance.py"} <= set(before)
    for name in before:
        text = (copy / name).read_text()
        (copy / name).write_text(text + "\n")
        assert basis.sources(copy) != before, name
        (copy / name).write_text(text)
    (copy / "exercises" / "max_pool.py").touch()
    assert basis.sources(copy) != before


def test_a_key_has_another_name_for_all_that_it_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def names() -> set[str]:
        return {
            basis.digest(assignment, key_secret, device)
            for assignment in assignments()
            for key_secret in (SECRET, SECRET[::-1])
            for device in ("cpu", "gpu")
        }

    before = names()
    assert len(before) == 12
    assert names() == before
    monkeypatch.setattr(np, "__version__", "0.0")
    assert not names() & before


@uses_tensorflow
def test_another_secret_draws_other_hidden_cases_and_the_same_public_ones(
    keys: Mapping[str, Key], own_state: Path, made: Callable[[], int]
) -> None:
    old_file = key_file(own_state)
    others = [key_file(own_state, assignment) for assignment in assignments() if assignment != ASSIGNMENT]
    fixed_state(own_state, SECRET[::-1])
    key = load_key(ASSIGNMENT, own_state, "cpu")
    assert made() == 1
    assert contents(key, public=True) == contents(keys[ASSIGNMENT], public=True)
    assert not set(contents(key, public=False)) & set(contents(keys[ASSIGNMENT], public=False))
    assert not old_file.exists(), "the old key is of no use"
    assert key_file(own_state).stat().st_mode & 0o777 == 0o600
    assert all(file.exists() for file in others)
    # And back again: the same secret, the same cases.
    fixed_state(own_state)
    again = load_key(ASSIGNMENT, own_state, "cpu")
    assert contents(again, public=False) == contents(keys[ASSIGNMENT], public=False)


# --- What happens to files -------------------------------------------------------------------------------


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x10
    file.write_bytes(data)


def one_answer_less(file: Path) -> None:
    device, answers = store.read(file)
    store.write(file, device, answers[:-1])


def pickled(file: Path) -> None:
    with file.open("wb") as opened:
        np.savez(opened, head=np.array([print], object), numbers=np.zeros(0))


def no_archive(file: Path) -> None:
    with file.open("wb") as opened:
        np.save(opened, np.zeros(3))


@uses_tensorflow
@pytest.mark.parametrize("damage", [cut, empty, flip, one_answer_less, pickled, no_archive])
def test_a_damaged_key_is_made_anew(
    keys: Mapping[str, Key],
    own_state: Path,
    made: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
) -> None:
    whole = key_file(own_state).read_bytes()
    damage(key_file(own_state))
    key = load_key(ASSIGNMENT, own_state, "cpu")
    assert made() == 1
    assert "are damaged" in caplog.text
    assert contents(key, public=False) == contents(keys[ASSIGNMENT], public=False)
    assert len(key_file(own_state).read_bytes()) == len(whole)
    load_key(ASSIGNMENT, own_state, "cpu")
    assert made() == 1


@uses_tensorflow
def test_of_those_who_need_a_key_at_once_one_makes_it(tmp_path: Path, made: Callable[[], int]) -> None:
    state = fixed_state(tmp_path / "state")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: load_key(ASSIGNMENT, state, "cpu"), range(4)))
    assert made() == 1
    assert len({tuple(contents(key, public=False)) for key in found}) == 1


@uses_tensorflow
def test_what_a_killed_process_left_is_swept_away(own_state: Path, made: Callable[[], int]) -> None:
    left = own_state / "keys" / ".new-abc"
    left.write_bytes(b"half a key")
    key_file(own_state).unlink()
    load_key(ASSIGNMENT, own_state, "cpu")
    assert made() == 1
    assert not left.exists()


# --- Devices and other arguments -------------------------------------------------------------------------


def test_unknown_assignments_and_devices_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no assignment “04-pooling”"):
        load_key("04-pooling", tmp_path)
    with pytest.raises(UsageError, match="no device “tpu”"):
        load_key(ASSIGNMENT, tmp_path, "tpu")
    assert not list(tmp_path.iterdir())


@uses_tensorflow
def test_a_key_of_the_cpu_does_not_serve_who_asks_for_a_gpu(own_state: Path) -> None:
    if prepare("auto") == "gpu":
        assert load_key(ASSIGNMENT, own_state, "gpu").device == "gpu"
        return
    with pytest.raises(ReferenceUnavailable, match="sees no GPU"):
        load_key(ASSIGNMENT, own_state, "gpu")
    assert load_key(ASSIGNMENT, own_state, "cpu").device == "cpu", "the key that was there still is"


@uses_tensorflow
def test_where_a_likely_gpu_does_not_work_the_cpu_answers_once(
    own_state: Path, made: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if prepare("auto") == "gpu":
        pytest.skip("the GPU here does work")
    # A driver without a GPU, or a GPU without the libraries that TensorFlow wants.
    monkeypatch.setattr("autograder.key.likely_device", lambda: "gpu")
    assert load_key(ASSIGNMENT, own_state).device == "cpu"
    assert made() == 1
    assert load_key(ASSIGNMENT, own_state).device == "cpu"
    assert made() == 1, "the second time it is read"


def test_auto_means_the_cpu_where_no_gpu_can_be_seen() -> None:
    if any(Path("/dev").glob("nvidia[0-9]*")):
        pytest.skip("there is an NVIDIA GPU here")
    assert basis.likely_device() == "cpu"
