"""The course checks itself: it can be solved, right answers are accepted, wrong ones caught and named."""

from collections.abc import Iterator, Mapping
from typing import Any

from autograder import release
from autograder.counterexample import parameters
from autograder.course import STATE, material, released, solution
from autograder.diagnosis import outcome
from autograder.exercise import Exercise, Mistake
from autograder.exercises import assignments, exercises
from autograder.finding import Finding
from autograder.grade import Grader
from autograder.key import Key, load_key
from autograder.language import _
from autograder.limits import Limits
from autograder.marking import Marking
from autograder.notebook import Cell, Notebook
from autograder.sandbox import End, Ending, Sandbox, frames
from autograder.sandbox.runtime import Unsendable, plain
from autograder.settings import limits_of
from autograder.verdict import ExerciseResult, Status, Verdict
from autograder.verify.answers import right_answers

FEWEST_RIGHT_ANSWERS = 4
FEWEST_CONVOLUTIONS = 12  # there are many ways to write one


def verify(*, device: str = "auto") -> Iterator[Finding]:
    """Looks at every assignment.

    Raises:
        CourseError: what is set in nbgrader_config.py cannot be.
        WallError: the wall cannot stand on this machine.
        ReferenceUnavailable: there is no key, and no TensorFlow to make one.
    """
    with Sandbox(limits_of()) as sandbox:
        for assignment in assignments():
            key = load_key(assignment, STATE, device)
            # Every cell is run here, the checks too: they must hold for the solution.
            yield _solved(assignment, Grader(key, sandbox).grade(solution(assignment)))
            stub = Grader(key, sandbox, material(assignment)).grade(released(assignment).read_bytes())
            yield _untouched(assignment, stub)
            for exercise in exercises(assignment):
                yield _mistakes(exercise, key)
                yield _right(exercise, key, sandbox)
    found = release.findings()
    yield Finding(
        _("assignments/"),
        not found,
        "; ".join(found) or _("what solutions/ make, with no secret in them"),
        _("Run `make release`, look at the difference, and commit it."),
        _("What students are given"),
    )


def _solved(assignment: str, verdict: Verdict) -> Finding:
    wrong = [f"{e.name}: {e.message}" for e in verdict.exercises if e.status is not Status.PASSED]
    return Finding(
        _("the solution"),
        not wrong and verdict.score == verdict.max_score,
        " ".join([_points(verdict), *wrong]),
        _("Mend the solution in solutions/, or the exercise's cases."),
        assignment,
    )


def _untouched(assignment: str, verdict: Verdict) -> Finding:
    earning = [e.name for e in verdict.exercises if e.status is not Status.MISSING or e.score]
    return Finding(
        _("the untouched notebook"),
        not earning and verdict.problem is None and verdict.score == 0,
        " ".join([_points(verdict), *earning]),
        _("Each stub must end in `raise NotImplementedError` and nothing else."),
        assignment,
    )


def _points(verdict: Verdict) -> str:
    score = "–" if verdict.score is None else f"{verdict.score:g}"
    return _("{score} of {max_score:g}").format(score=score, max_score=verdict.max_score)


class _Answers:
    """A run that answers as the model of a mistake does."""

    def __init__(self, mistake: Mistake, key: Key) -> None:
        self.cell_endings: Mapping[int, Ending] = {}
        self._mistake = mistake
        self._questions = {_call(q.case.args, q.case.kwargs): q for q in key.questions}

    def call(self, _name: str, args: tuple[Any, ...], kwargs: dict[str, Any] | None = None, /) -> Ending:
        question = self._questions.get(_call(args, kwargs or {}))
        if question is None:  # a law, which is tried only on what passes every case
            return Ending(End.MISSING)
        made = outcome(self._mistake, question)
        if made.exception:
            return Ending(End.RAISED, exception=made.exception)
        try:
            # Through the wall's own encoding: what is judged is what would have crossed.
            frame = frames.encode(1, plain(made.value, Limits().answer_bytes))
        except Unsendable as unsendable:
            why, what = unsendable.args
            return Ending(End.REFUSED, text=why, detail=what)
        return Ending(End.VALUE, frames.decode(frame[frames.HEADER.size :]))


def _call(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[int, str]:
    """What tells the calls of a key apart: arrays are not compared, but are they the same?"""
    return id(args), repr(sorted(kwargs.items()))


def _mistakes(exercise: Exercise, key: Key) -> Finding:
    faults = []
    for mistake in exercise.mistakes:
        result = _marked(exercise, key, _Answers(mistake, key))
        if result.score == exercise.points:
            faults.append(_("{mistake} earns full marks").format(mistake=mistake.name))
        elif result.mistake != mistake.name:
            named = result.mistake or _("nothing")
            faults.append(_("{mistake} is called {named}").format(mistake=mistake.name, named=named))
    count = len(exercise.mistakes)
    return Finding(
        _("mistakes in {exercise}").format(exercise=exercise.name),
        not faults and count > 0,
        "; ".join(faults) or _("{count} caught and named").format(count=count),
        _("Add a public case that tells it from what is right, or from the other mistake."),
        exercise.assignment,
    )


def _marked(exercise: Exercise, key: Key, run: _Answers) -> ExerciseResult:
    questions = [question for question in key.questions if question.exercise is exercise]
    questions.sort(key=lambda question: not question.case.public)
    [result] = Marking(questions, Notebook(()), run, Limits()).results()
    return result


def _right(exercise: Exercise, key: Key, sandbox: Sandbox) -> Finding:
    faults = []
    ways = right_answers(exercise.name)
    questions = [question for question in key.questions if question.exercise is exercise]
    questions.sort(key=lambda question: not question.case.public)
    for way, source in ways.items():
        with sandbox.run([source]) as run:
            [result] = Marking(questions, Notebook((Cell(source, 1),)), run, sandbox.limits).results()
        if result.status is not Status.PASSED:
            faults.append(f"{way}: {result.message}")
    takes = set(parameters(exercise))
    convolves = "stride" in takes and bool(takes & {"kernel", "kernels"})
    fewest = FEWEST_CONVOLUTIONS if convolves else FEWEST_RIGHT_ANSWERS
    if len(ways) < fewest:
        faults.append(_("only {count} of at least {fewest}").format(count=len(ways), fewest=fewest))
    return Finding(
        _("right answers to {exercise}").format(exercise=exercise.name),
        not faults,
        "; ".join(faults) or _("{count} accepted").format(count=len(ways)),
        _("Mend the case, its reference or its tolerance: no right answer may be rejected."),
        exercise.assignment,
    )
