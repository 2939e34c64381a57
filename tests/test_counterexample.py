"""The smallest failing case, as code: what a student pastes is what the grader asked."""

import statistics
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pytest

from autograder.compare import judge, shown
from autograder.counterexample import counterexample, parameters, size
from autograder.diagnosis import outcome
from autograder.exercise import Answer, Case, Exercise, Expected, Group, Mistake
from autograder.exercises import assignments, exercises
from autograder.exercises._probes import MOST
from autograder.key import Key, Question
from autograder.limits import Limits
from autograder.marking import Marking
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, Request, Sandbox
from autograder.verify.answers import right_answers

EVERY = [exercise for assignment in assignments() for exercise in exercises(assignment)]


def exam(signature: str) -> Exercise:
    group = Group("all", "everything", 1.0, lambda rng: [])
    return Exercise("f", "00-exam", 1, signature, Answer.ARRAY, (group,), "Think.", "1")


def asked(code: str, name: str) -> list[tuple[tuple[object, ...], dict[str, object]]]:
    """Runs the pasted lines; gives the arguments with which they call the function, each time."""
    calls: list[tuple[tuple[object, ...], dict[str, object]]] = []
    namespace = {name: lambda *args, **kwargs: calls.append((args, kwargs)), "np": np}
    exec(code, namespace)  # noqa: S102  # our own code
    return calls


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def test_every_public_case_of_the_course_can_be_pasted(keys: Mapping[str, Key]) -> None:
    count = 0
    for key in keys.values():
        for question in (*key.questions, *key.probes):
            if not question.case.public:
                continue
            example = counterexample(question.exercise, question.case, question.expected, None)
            (args, kwargs), *second = asked(example.code, question.exercise.name)
            assert len(second) == question.case.twice
            assert all(a is b for call in second for a, b in zip(args, call[0], strict=True))
            assert same(args, question.case.args), example.code
            assert same(list(kwargs.items()), list(question.case.kwargs.items()))
            assert example.code.endswith(example.call)
            count += 1
    assert count > 100


def test_a_case_of_two_calls_is_pasted_as_two_calls() -> None:
    example = counterexample(
        exam("f(n)"), Case(([1, 2],), {"k": 3}, public=True, twice=True), Expected(1), None
    )
    assert example.code == "n = [1, 2]\nf(n, k=3)\nf(n, k=3)"
    assert example.call == "f(n, k=3)"


def test_of_an_argument_that_was_changed_its_old_and_new_values_are_shown() -> None:
    case = Case((np.array([1, 2]), 5), public=True, twice=True)
    example = counterexample(exam("f(x, n)"), case, Expected(7), shown(np.array([1, 0])), changed="x")
    assert example.code == "import numpy as np\n\nx = np.array([1, 2])\nf(x, 5)\nf(x, 5)\nx"
    assert example.call == "x"
    assert example.yours is not None
    assert (example.yours.values, example.expected.values) == ([1, 0], [1, 2])


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
    [(args, kwargs)] = asked(example.code, "f")
    assert same(args, (value,))
    assert kwargs == {"stride": (1, 2)}


@pytest.mark.parametrize("exercise", EVERY, ids=[exercise.name for exercise in EVERY])
def test_parameters_are_those_of_the_signature(exercise: Exercise) -> None:
    names = parameters(exercise)
    assert len(set(names)) == len(names)
    assert exercise.signature.startswith(f"{exercise.name}({names[0]}")


# --- Arrays in code ------------------------------------------------------------------------------------


def test_pixels_of_a_row_stand_beside_each_other() -> None:
    image = np.arange(1, 13).reshape(2, 2, 3)
    example = counterexample(exam("f(x)"), Case((image,), public=True), Expected(1), None)
    assert example.code.splitlines()[2:4] == [
        "x = np.array([[[ 1,  2,  3], [ 4,  5,  6]],",
        "              [[ 7,  8,  9], [10, 11, 12]]])",
    ]


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 2, 3, 4), (1, 1, 1, 2), (3, 40, 2), (2, 3, 1, 1, 2)])
@pytest.mark.parametrize("scale", [1, 1 / 3], ids=["whole", "real"])
def test_compact_or_not_every_digit_arrives(shape: tuple[int, ...], scale: float) -> None:
    image = np.arange(np.prod(shape)).reshape(shape) * scale
    example = counterexample(exam("f(x)"), Case((image,), public=True), Expected(1), None)
    assert same(asked(example.code, "f")[0][0], (image,))
    assert "\n\n " not in example.code
    fits = max(len(str(n)) for n in image.ravel()) * shape[-1] < 40
    assert max(map(len, example.code.splitlines())) <= 100 or not fits


# --- The smallest one ----------------------------------------------------------------------------------


def test_sizes_count_all_numbers_that_one_has_to_look_at() -> None:
    image, kernel = np.array([[1, 2], [3, 4]]), np.array([[10]])
    assert size(Case((image, kernel), {"stride": (1, 2)}), Expected(np.zeros((2, 1)))) == (9, 10)
    assert size(Case(([image, image], "ab")), Expected([1, 2])) == (11, 12)
    assert size(Case((2, 3)), Expected(6)) < size(Case((20, 3)), Expected(60))
    # What TensorFlow rounds makes no number longer.
    assert size(Case((1,)), Expected(np.array([0.30000000000000004]))) == (2, 4)


@pytest.mark.parametrize("exercise", EVERY, ids=[exercise.name for exercise in EVERY])
def test_probes_are_public_few_and_different(exercise: Exercise) -> None:
    assert len(exercise.probes) <= MOST == 30
    assert all(case.public for case in exercise.probes)
    seen = [counterexample(exercise, case, Expected(0), None).code for case in exercise.probes]
    assert len(set(seen)) == len(seen)
    assert bool(exercise.probes) == (exercise.answer in (Answer.NUMBER, Answer.ARRAY, Answer.MASK))


@pytest.mark.parametrize("assignment", assignments())
def test_what_is_right_is_right_for_every_probe(keys: Mapping[str, Key], assignment: str) -> None:
    """So that a probe which fails tells a fault of the student's."""
    with Sandbox(Limits()) as sandbox:
        for exercise in exercises(assignment):
            probes = [probe for probe in keys[assignment].probes if probe.exercise is exercise]
            for way, source in right_answers(exercise.name).items() if probes else ():
                with sandbox.run([source]) as run:
                    for probe in probes:
                        ending = run.call(exercise.name, probe.case.args, dict(probe.case.kwargs))
                        assert ending.end is End.VALUE, (way, probe.case, ending)
                        found = judge(exercise.answer, probe.expected, ending.value, public=True)
                        assert found is None, (way, probe.case, found)


class Answers:
    """A run that answers as a mistake's model does, and counts how often it is asked."""

    def __init__(self, mistake: Mistake, asked: list[Question]) -> None:
        self.cell_endings: Mapping[int, Ending] = {}
        self.calls: list[Question] = []
        self._mistake = mistake
        self._asked = {(id(q.case.args), str(q.case.kwargs), q.case.twice): q for q in asked}

    def afresh(self) -> None:
        pass

    def ask(self, request: Request, _ahead: Iterable[Request] = (), /) -> Ending:
        question = self._asked.get((id(request.args), str(request.kwargs), request.twice))
        if question is None:  # a law's own inputs
            return Ending(End.MISSING)
        self.calls.append(question)
        made = outcome(self._mistake, question)
        if made.exception:
            return Ending(End.RAISED, exception=made.exception)
        value = np.asarray(made.value) if isinstance(made.value, np.generic) else made.value
        if request.twice:
            names = parameters(question.exercise)
            value = [
                value,
                [None if n in made.changed else a for n, a in zip(names, request.args, strict=False)],
            ]
        return Ending(End.VALUE, value)


def told(exercise: Exercise, mistake: Mistake, key: Key, *, probes: bool) -> tuple[Answers, Question | None]:
    """What is shown of a known mistake, if it fails in a public case."""
    questions = [q for q in key.questions if q.exercise is exercise and q.case.public]
    small = [q for q in key.probes if q.exercise is exercise] if probes else []
    run = Answers(mistake, questions + small)
    marking = Marking(questions, Notebook(()), run, Limits(), probes=small)
    failure = marking._failure_to_tell(exercise)
    return run, failure.question if failure else None


def mistakes() -> Iterator[tuple[Exercise, Mistake]]:
    for exercise in EVERY:
        if exercise.probes:
            yield from ((exercise, mistake) for mistake in exercise.mistakes)


def test_known_mistakes_are_shown_on_a_handful_of_numbers(keys: Mapping[str, Key]) -> None:
    before, after = [], []
    for exercise, mistake in mistakes():
        key = keys[exercise.assignment]
        _run, large = told(exercise, mistake, key, probes=False)
        run, small = told(exercise, mistake, key, probes=True)
        if large is None or small is None:
            assert large is small, "a probe alone makes nothing wrong"
            continue
        before.append(size(large.case, large.expected))
        after.append(size(small.case, small.expected))
        assert after[-1] <= before[-1]
        assert sum(question in key.probes for question in run.calls) <= MOST
    count = [[numbers for numbers, _length in sizes] for sizes in (before, after)]
    assert len(before) > 500
    assert statistics.median(count[0]) >= 20
    assert statistics.median(count[1]) <= 6
    assert max(count[1]) < 100 < max(count[0])
