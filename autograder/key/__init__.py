"""The key of an assignment: all questions, and TensorFlow's answers to them, stored.

In the state folder of the course lie

    secret                            32 random bytes, made at first use: hidden cases are drawn from them
    keys/<assignment>.<digest>.npz    the answers, under a digest of all that they depend on
    keys/lock                         held while a key is made

All of it is readable by its owner alone. The cases themselves are not stored but drawn again from the secret,
so a key by itself tells no inputs. Where the digest has changed (an exercise, a reference, the secret, NumPy,
TensorFlow, the device) or a file is damaged, the key is made anew; only then is TensorFlow imported.
"""

import hmac
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import CourseError, UsageError
from autograder.exercise import Case, Exercise, Expected, Group
from autograder.exercises import exercises
from autograder.key import secret, store
from autograder.key.basis import digest, likely_device
from autograder.key.files import lock
from autograder.language import _
from autograder.reference import answer, prepare

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One case that a function is asked, with its answer.

    Attributes:
        number: its place in the group, from 1.
    """

    exercise: Exercise
    group: Group
    number: int
    case: Case
    expected: Expected


PROBES = Group("probes", "", 0.0, lambda _rng: ())
"""Stands for a group in questions that belong to none: they earn nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """All questions of an assignment, in the order of its exercises, their groups and cases.

    Attributes:
        device: that computed the answers, "cpu" or "gpu".
        seed: of the inputs that laws are tried with, from the course's secret.
        probes: tiny public cases (`Exercise.probes`), with their answers.
    """

    assignment: str
    device: str
    questions: tuple[Question, ...]
    seed: bytes = b""
    probes: tuple[Question, ...] = ()


def load_key(assignment: str, state: Path, device: str = "auto") -> Key:
    """The key of an assignment: read if it is there and up to date, else made.

    Args:
        assignment: such as "02-sliding-window".
        state: the folder that the grader keeps for itself; made if it is not there.
        device: "cpu", "gpu" or "auto". Auto takes the GPU where /dev has a node for an NVIDIA one and the
            TensorFlow installed is not its CPU-only distribution: both can be seen without importing it.
            Should TensorFlow then find no GPU that it can use, the CPU computes.

    Raises:
        UsageError: there is no such assignment, or no such device.
        CourseError: the secret or the folder cannot be used.
        ReferenceUnavailable: a key has to be made, and TensorFlow or the GPU asked for is not there.
    """
    if key := stored_key(assignment, state, device):
        return key
    likely = _likely(device)
    try:
        course_secret = secret.read(state)
        cases = tuple(_draw(exercises(assignment), course_secret))
        path = _path(assignment, state, course_secret, likely)
        with lock(path.parent / "lock"):
            try:
                # Another process may have made it while this one waited.
                key = _stored(path, assignment, device, cases)
            except ValueError as error:
                _log.warning("the stored answers of %s are damaged (%s) and are made anew", assignment, error)
            if key is None:
                wanted = "auto" if device == "auto" and likely == "gpu" else likely
                key = _made(path, assignment, wanted, cases)
    except OSError as error:
        raise _unusable(state, error) from error
    return _seeded(key, course_secret)


def stored_key(assignment: str, state: Path, device: str = "auto") -> Key | None:
    """The key, if it is there and up to date; else None: only `load_key` makes one, and that may take long.

    Raises:
        UsageError: there is no such assignment, or no such device.
        CourseError: the secret cannot be used.
    """
    likely = _likely(device)
    members = exercises(assignment)
    try:
        if not (state / "secret").exists():
            return None
        course_secret = secret.read(state)
        path = _path(assignment, state, course_secret, likely)
        if not path.exists():
            return None
        key = _stored(path, assignment, device, tuple(_draw(members, course_secret)))
    except (OSError, ValueError):
        return None  # who needs it is told why by `load_key`
    return key and _seeded(key, course_secret)


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """A key as bytes, for a grader on another machine: who has it can compute all cases and their answers.

    Attributes:
        secret: the course's, from which the cases are drawn again.
        answers: the stored file's content.
    """

    assignment: str
    secret: bytes
    answers: bytes

    def key(self) -> Key:
        """The same key as `load_key` gives where the parcel was packed.

        Raises:
            CourseError: it is not what this version of the course would have packed.
        """
        cases = tuple(_draw(exercises(self.assignment), self.secret))
        try:
            device, answers = store.read_from(io.BytesIO(self.answers))
            key = _key(self.assignment, device, cases, answers)
        except ValueError as error:
            raise CourseError(
                _("The answers of {assignment} arrived damaged, or of another version: {error}.").format(
                    assignment=self.assignment, error=error
                )
            ) from error
        return _seeded(key, self.secret)


def packed_key(assignment: str, state: Path, device: str = "auto") -> tuple[Key, Parcel]:
    """The key of an assignment, as `load_key` gives it, and what another machine needs to have the same.

    Raises:
        UsageError, CourseError, ReferenceUnavailable: as `load_key` does.
    """
    key = load_key(assignment, state, device)
    try:
        course_secret = secret.read(state)
        path = _path(assignment, state, course_secret, _likely(device))
        return key, Parcel(assignment, course_secret, path.read_bytes())
    except OSError as error:
        raise _unusable(state, error) from error


def _unusable(state: Path, error: OSError) -> CourseError:
    return CourseError(
        _("The grader's own folder cannot be used ({error}). Make {state} yours, or free some space.").format(
            error=error, state=state
        )
    )


def _likely(device: str) -> str:
    if device not in ("auto", "cpu", "gpu"):
        raise UsageError(_("There is no device “{device}”: it is auto, cpu or gpu.").format(device=device))
    return likely_device() if device == "auto" else device


def _path(assignment: str, state: Path, course_secret: bytes, likely: str) -> Path:
    return state / "keys" / f"{assignment}.{digest(assignment, course_secret, likely)}.npz"


def _seeded(key: Key, course_secret: bytes) -> Key:
    # Not the secret itself: who holds a key needs none of the cases drawn again.
    return replace(key, seed=hmac.digest(course_secret, b"laws", "sha256"))


_Asked = tuple[Exercise, Group, int, Case]
"""A question without its answer."""


def _stored(path: Path, assignment: str, device: str, cases: tuple[_Asked, ...]) -> Key | None:
    """The key in a file; None if it is not there, or not of the device asked for.

    Raises:
        ValueError: it is damaged (`store.DamagedError`), or holds other answers than there are cases.
    """
    try:
        found, answers = store.read(path)
    except FileNotFoundError:
        return None
    # Made for "auto" it may be the CPU's although a GPU was likely; who asks for a GPU gets one.
    return _key(assignment, found, cases, answers) if device in ("auto", found) else None


def _made(path: Path, assignment: str, wanted: str, cases: tuple[_Asked, ...]) -> Key:
    """A key made now and stored, in place of older ones of its assignment."""
    _log.info("computing the answers of %s with TensorFlow, once", assignment)
    device = prepare(wanted)
    answers = [answer(exercise.name, case, device) for exercise, _group, _number, case in cases]
    store.write(path, device, answers)
    for old in path.parent.glob(f"{assignment}.*.npz"):
        if old != path:
            old.unlink(missing_ok=True)
    return _key(assignment, device, cases, answers)


def _key(assignment: str, device: str, cases: tuple[_Asked, ...], answers: list[Expected]) -> Key:
    questions = []
    for asked, expected in zip(cases, answers, strict=True):
        _protect(expected.value)
        _protect(expected.slack)
        questions.append(Question(*asked, expected))
    return Key(
        assignment,
        device,
        tuple(question for question in questions if question.group is not PROBES),
        probes=tuple(question for question in questions if question.group is PROBES),
    )


def _draw(members: tuple[Exercise, ...], course_secret: bytes) -> Iterator[_Asked]:
    """All cases, in order: the same ones for the same secret."""
    for exercise in members:
        for group in exercise.groups:
            seed = hmac.digest(course_secret, f"{exercise.name}/{group.name}".encode(), "sha256")
            rng = np.random.Generator(np.random.PCG64(int.from_bytes(seed)))
            for number, case in enumerate(group.cases(rng), start=1):
                yield exercise, group, number, _protected(case)
        for number, case in enumerate(exercise.probes, start=1):
            yield exercise, PROBES, number, _protected(case)


def _protected(case: Case) -> Case:
    for value in (*case.args, *case.kwargs.values()):
        _protect(value)
    return case


def _protect(value: Any) -> None:
    """Make arrays unwritable: they are asked again and again, of every submission."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, list):
        for item in value:
            _protect(item)
