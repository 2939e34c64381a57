"""The models of an exercise's mistakes, each marked as a submission that makes it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from autograder.counterexample import parameters
from autograder.diagnosis import outcome
from autograder.exercise import Case, Exercise, Expected, Mistake
from autograder.key import PROBES, Key, Question
from autograder.language import _
from autograder.limits import Limits
from autograder.marking import Marking
from autograder.notebook import Notebook
from autograder.sandbox import End, Ending, Request, frames
from autograder.sandbox.runtime import Unsendable, plain
from autograder.verify.check import Check, Kind


class _Answers:
    """A run that answers as the model of a mistake does."""

    def __init__(self, exercise: Exercise, mistake: Mistake, asked: Sequence[Question]) -> None:
        self.cell_endings: Mapping[int, Ending] = {}
        self._exercise, self._mistake = exercise, mistake
        self._asked = {_call(q.case.args, q.case.kwargs, twice=q.case.twice): q for q in asked}

    def ask(self, request: Request, _ahead: Iterable[Request] = (), /) -> Ending:
        args, kwargs, twice = request.args, request.kwargs, request.twice
        question = self._asked.get(_call(args, kwargs, twice=twice))
        if question is None:  # a law's own inputs
            question = Question(self._exercise, PROBES, 0, Case(args, kwargs), Expected(None))
        made = outcome(self._mistake, question)
        if made.exception:
            return Ending(End.RAISED, exception=made.exception)
        value = made.value
        if twice:  # None stands for what an argument has become
            names = parameters(self._exercise)
            left = [None if name in made.changed else arg for name, arg in zip(names, args, strict=False)]
            value = [value, left]
        try:
            # Through the wall's own encoding: what is judged is what would have crossed.
            frame = frames.encode(1, plain(value, Limits().answer_bytes))
        except Unsendable as unsendable:
            why, what = unsendable.args
            return Ending(End.REFUSED, text=why, detail=what)
        return Ending(End.VALUE, frames.decode(frame[frames.HEADER.size :]))

    def afresh(self) -> None:
        """There is nothing to begin anew."""


def _call(args: tuple[Any, ...], kwargs: Mapping[str, Any], *, twice: bool) -> tuple[int, str, bool]:
    """What tells the calls of a key apart: arrays are not compared, but are they the same?"""
    return id(args), repr(sorted(kwargs.items())), twice


def checks(exercise: Exercise, key: Key) -> Iterator[Check]:
    """A check for each model, and one for whether there is any."""
    seen: Counter[str] = Counter()
    for mistake in exercise.mistakes:
        seen[mistake.name] += 1
        # One that is made in several ways stands there once for each.
        number = f" ({seen[mistake.name]})" if seen[mistake.name] > 1 else ""
        yield _check(exercise, mistake, mistake.name + number, key)
    yield Check(
        exercise.assignment,
        _("mistakes are modelled"),
        exercise=exercise.name,
        found=str(len(exercise.mistakes)),
        faults=() if exercise.mistakes else (_("none is"),),
        remedy=_("Write what students get wrong as functions, in the exercise's `mistakes`."),
    )


def _check(exercise: Exercise, mistake: Mistake, name: str, key: Key) -> Check:
    questions, probes = (
        [question for question in asked if question.exercise is exercise]
        for asked in (key.questions, key.probes)
    )
    run = _Answers(exercise, mistake, [*questions, *probes])
    [result] = Marking(questions, Notebook(()), run, Limits(), probes=probes).results()
    caught, named = result.score is not None and result.score < exercise.points, result.mistake or ""
    fault, remedy = "", ""
    if not caught:
        fault = _("it earns full marks") if result.score is not None else result.message
        remedy = _("Add a case on which it gives something wrong.")
    elif named != mistake.name:
        fault = _("it is called {name}").format(name=named) if named else _("it is not named")
        remedy = _("Add a public case that tells it from other mistakes; if none can, make them one.")
    faults = (fault,) if fault else ()
    return Check(exercise.assignment, name, Kind.MISTAKE, exercise.name, "", faults, remedy, caught, named)
