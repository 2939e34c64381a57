"""The smallest failing case, as code: what a student pastes is what the grader asked."""

from collections.abc import Mapping

import numpy as np
import pytest

from autograder.counterexample import counterexample, parameters
from autograder.exercise import Answer, Case, Exercise, Expected, Group
from autograder.exercises import assignments, exercises
from autograder.key import Key

EVERY = [exercise for assignment in assignments() for exercise in exercises(assignment)]


def exam(signature: str) -> Exercise:
    group = Group("all", "everything", 1.0, lambda rng: [])
    return Exercise("f", "00-exam", 1, signature, Answer.ARRAY, (group,), "Think.", "1")


def asked(code: str, name: str) -> tuple[tuple[object, ...], dict[str, object]]:
    """Runs the pasted lines; gives the arguments with which they call the function."""
    calls: list[tuple[tuple[object, ...], dict[str, object]]] = []
    namespace = {name: lambda *args, **kwargs: calls.append((args, kwargs)), "np": np}
    exec(code, namespace)  # noqa: S102  # our own code
    (call,) = calls
    return call


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def test_every_public_case_of_the_course_can_be_pasted(keys: Mapping[str, Key]) -> None:
    count = 0
    for key in keys.values():
        for question in key.questions:
            if not question.case.public:
                continue
            example = counterexample(question.exercise, question.case, question.expected, None)
            args, kwargs = asked(example.code, question.exercise.name)
            assert same(args, question.case.args), example.code
            assert same(list(kwargs.items()), list(question.case.kwargs.items()))
            assert example.code.endswith(example.call)
            count += 1
    assert count > 100


def test_a_hidden_case_is_never_shown() -> None:
    with pytest.raises(ValueError, match="hidden"):
        counterexample(exam("f(x)"), Case((1,)), Expected(1), None)


@pytest.mark.parametrize(
    "value",
    [
        np.array([0.1, 1 / 3, 1e-30, 123456789.123456789]),
        np.array([[1.5, -2.0]], dtype=np.float32),
        np.arange(2000).reshape(40, 50),
        np.array([True, False]),
        np.zeros((2, 0, 3)),
        [np.ones((2, 2)), np.zeros((1, 2))],
        "float32",
        (2, 3),
        7,
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_digit_arrives(value: object) -> None:
    example = counterexample(
        exam("f(x, stride=1)"), Case((value,), {"stride": (1, 2)}, public=True), Expected(1), None
    )
    args, kwargs = asked(example.code, "f")
    assert same(args, (value,))
    assert kwargs == {"stride": (1, 2)}


@pytest.mark.parametrize("exercise", EVERY, ids=[exercise.name for exercise in EVERY])
def test_parameters_are_those_of_the_signature(exercise: Exercise) -> None:
    names = parameters(exercise)
    assert len(set(names)) == len(names)
    assert exercise.signature.startswith(f"{exercise.name}({names[0]}")
