"""Submissions to mark without a wall: functions that answer here, questions about them, and the results."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from autograder.exercise import Answer, Case, Exercise, Expected, Group
from autograder.key import Question
from autograder.limits import Limits
from autograder.marking import Marking
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, Request
from autograder.verdict import ExerciseResult, Status

NO_NOTEBOOK = Notebook(())
SMALL, LARGE, HUGE = (
    Group(name, f"{name} numbers", n, lambda rng: [])
    for n, name in ((1.0, "small"), (2.0, "large"), (3.0, "huge"))
)
DOUBLE = Exercise("double", "00-exam", 1, "double(n)", Answer.INTEGER, (SMALL, LARGE), "Count again.", "1.1")
SQUARE = Exercise("square", "00-exam", 2, "square(n)", Answer.INTEGER, (SMALL,), "Multiply.", "1.2")
RIGHT: Mapping[str, Callable[[Any], Any]] = {"double": lambda n: 2 * n, "square": lambda n: n * n}

OVERTIME = Ending(End.OVERTIME, text="cpu")
ENDINGS = {
    Status.OVERTIME: OVERTIME,
    Status.OVERMEMORY: Ending(End.OVERMEMORY),
    Status.CRASHED: Ending(End.DIED),
    Status.MISSING: Ending(End.MISSING),
    Status.REFUSED: Ending(End.REFUSED, text="type", detail="set"),
}


def raising(name: str, text: str = "", cell: int | None = None, line: int | None = None) -> Ending:
    return Ending(End.RAISED, exception=name, text=text, cell=cell, line=line)


class Answers:
    """A run whose functions are here: each gives a value, or says how the call ended."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        self.cell_endings: Mapping[int, Ending] = MappingProxyType({})
        self.asked: list[tuple[str, Any]] = []
        self.foreseen: list[list[tuple[str, Any]]] = []  # with each call, those that are likely to follow
        self._functions = {**RIGHT, **functions}

    def afresh(self) -> None:
        pass

    def ask(self, request: Request, ahead: Iterable[Request] = (), /) -> Ending:
        self.foreseen.append([(each.name, each.args[0]) for each in ahead])
        name, kwargs = request.name, request.kwargs
        args = deepcopy(request.args)  # a student's function never has the course's own
        self.asked.append((name, args[0] if len(args) == 1 else args))
        found = self._functions[name](*args, **kwargs)
        if request.twice and not isinstance(found, Ending):
            found = [self._functions[name](*args, **kwargs), list(args)]
        return found if isinstance(found, Ending) else Ending(End.VALUE, found)


def ask(exercise: Exercise, group: Group, *numbers: int, public: bool = False) -> list[Question]:
    right = RIGHT[exercise.name]
    return [
        Question(exercise, group, place, Case((n,), public=public), Expected(right(n)))
        for place, n in enumerate(numbers, start=1)
    ]


# double: one public case of each group, and two hidden ones; square: one of each.
QUESTIONS = [
    *ask(DOUBLE, SMALL, 3, public=True),
    *ask(DOUBLE, SMALL, 5, 7),
    *ask(DOUBLE, LARGE, 100, public=True),
    *ask(DOUBLE, LARGE, 1000, 1234),
    *ask(SQUARE, SMALL, 4, public=True),
    *ask(SQUARE, SMALL, 9),
]


def mark(run: Answers, questions: list[Question] = QUESTIONS, **more: Any) -> dict[str, ExerciseResult]:
    marking = Marking(questions, more.pop("notebook", NO_NOTEBOOK), run, Limits(), **more)
    return {result.name: result for result in marking.results()}


def groups(result: ExerciseResult) -> list[tuple[str, Status, float]]:
    return [(group.name, group.status, group.score) for group in result.groups]
