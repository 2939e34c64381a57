"""Each mistake that the course knows is caught, and named for what it is."""

import itertools
from collections.abc import Mapping

import numpy as np
import pytest

from autograder.compare import judge
from autograder.diagnosis import Outcome, Suspects, _same, outcome
from autograder.exercise import Exercise, Mistake
from autograder.exercises import assignments, exercises
from autograder.key import Key, Question

ALL = [exercise for assignment in assignments() for exercise in exercises(assignment)]
MODELS = [
    pytest.param(exercise, mistake, id=f"{exercise.name}-{mistake.name}")
    for exercise in ALL
    for mistake in exercise.mistakes
]


def suspects(keys: Mapping[str, Key], exercise: Exercise, mistake: Mistake) -> Suspects:
    """What is known after a mistake's own answers, in the order in which the grader asks."""
    found, failed = Suspects(exercise), set()
    questions = [q for q in keys[exercise.assignment].questions if q.exercise is exercise]
    for question in sorted(questions, key=lambda question: not question.case.public):
        if question.group.name in failed and not question.case.public:
            continue
        made = outcome(mistake, question)
        if passes(made, question):
            found.passed(question)
        else:
            found.failed(question, made)
            failed.add(question.group.name)
    assert failed, "it passes every case"
    return found


def passes(made: Outcome, question: Question) -> bool:
    if made.exception or made.changed:
        return False
    return judge(question.exercise.answer, question.expected, made.value) is None


@pytest.mark.parametrize(("exercise", "mistake"), MODELS)
def test_a_mistake_is_caught_and_named(exercise: Exercise, mistake: Mistake, keys: Mapping[str, Key]) -> None:
    named = suspects(keys, exercise, mistake).found()
    assert named is not None, "more than one mistake explains it"
    assert named.name == mistake.name


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_mistakes_of_an_exercise_have_names_titles_and_hints_of_their_own(exercise: Exercise) -> None:
    # One that can be made in several ways stands there once for each.
    told = {(mistake.name, mistake.title, mistake.hint) for mistake in exercise.mistakes}
    for texts in zip(*told, strict=True):
        assert len(set(texts)) == len(texts)
        assert all(texts)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_no_two_models_of_an_exercise_are_alike(exercise: Exercise, keys: Mapping[str, Key]) -> None:
    questions = [q for q in keys[exercise.assignment].questions if q.exercise is exercise]
    for one, other in itertools.combinations(exercise.mistakes, 2):
        alike = all(_same(outcome(one, q), outcome(other, q), q) for q in questions)
        assert not alike, f"{one.name} and {other.name}"


def test_a_name_means_the_same_everywhere() -> None:
    titles: dict[str, set[str]] = {}
    for exercise in ALL:
        for mistake in exercise.mistakes:
            titles.setdefault(mistake.name, set()).add(mistake.title)
    assert {name: found for name, found in titles.items() if len(found) > 1} == {}


def test_two_mistakes_at_once_are_called_neither(keys: Mapping[str, Key]) -> None:
    exercise = next(e for e in ALL if e.name == "conv2d_single")
    flipped = next(m for m in exercise.mistakes if m.name == "flipped-kernel")
    found = Suspects(exercise)
    for question in keys[exercise.assignment].questions:
        if question.exercise is exercise:
            value = outcome(flipped, question).value
            made = Outcome(np.asarray(value) / 2)
            if not passes(made, question):
                found.failed(question, made)
    assert found.found() is None
