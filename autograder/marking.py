"""One submission while it is being marked: questions are put to its functions, and answers judged.

Public cases come first: until a child has been given a hidden one it has nothing to give away, so what it
raises there may be shown; after that only the kind of exception is. Where one failed, a smaller one that
fails in the same way is looked for (`Exercise.probes`), before any hidden case is asked and for that reason.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from autograder import wording
from autograder.compare.evidence import evidence
from autograder.counterexample import counterexample, size
from autograder.diagnosis import Suspects
from autograder.exercise import Exercise, Group
from autograder.judging import Failure, Judge, outcome
from autograder.key import PROBES, Question
from autograder.language import _, sentences
from autograder.laws import broken_law
from autograder.limits import Limits
from autograder.notebook import Notebook
from autograder.sandbox import Ending, Request
from autograder.verdict import Counterexample, ExerciseResult, GroupResult, Status

# After these the rest of an exercise is not asked: it would cost the same again, or there is nothing to ask.
_FINAL = frozenset({Status.MISSING, Status.OVERTIME, Status.BROKEN})


class Run(Protocol):
    """What answers: a submission behind the wall (`sandbox.Run`), or a course that checks itself."""

    @property
    def cell_endings(self) -> Mapping[int, Ending]:
        """How each cell that did not end well ended, by its place."""

    def ask(self, request: Request, ahead: Iterable[Request] = (), /) -> Ending:
        """Calls a function; see `sandbox.Run.ask`."""

    def afresh(self) -> None:
        """Has the next call answered by a fresh child."""


class Marking:
    """One submission while it is being marked."""

    def __init__(
        self,
        questions: Sequence[Question],
        notebook: Notebook,
        run: Run,
        limits: Limits,
        seed: int = 0,
        probes: Sequence[Question] = (),
        replaceable: Collection[str] = (),
    ) -> None:
        """Asks all that is to be asked.

        Args:
            questions: public ones are asked first.
            notebook: that the functions come from.
            limits: that the run is held to.
            seed: for the inputs that laws are tried with.
            probes: small public cases, of which one may stand for a larger one that failed.
            replaceable: functions that can be replaced by right ones. What calls one of them that never ends
                is held up: it would take a call's time, and is graded beside a right one anyway. Where that
                does not pass, it is for the caller to have it asked.

        Raises:
            WallError: our own side of the wall failed.
        """
        self._questions, self._notebook, self._run = questions, notebook, run
        self._judge = Judge({question.exercise.name for question in questions}, notebook, limits)
        self._asked = Counter(map(_place, questions))  # cases, by exercise and group
        self._passed: Counter[tuple[str, str]] = Counter()
        self._answered: set[str] = set()  # exercises of which a case was asked
        self._failures: dict[tuple[str, str], Failure] = {}  # the first of each group
        self._public_failures: dict[str, list[Failure]] = {}  # all of them, by exercise
        self._final: dict[str, Failure] = {}  # what ended an exercise early
        self._replaceable = replaceable
        self.held_up: set[str] = set()
        """Exercises that were not asked, as they call a function that never ends."""
        self._suspects = {exercise.name: Suspects(exercise) for exercise in by_order(questions)}
        public = [question for question in questions if question.case.public]
        self._ask_all(public)
        self._shrunk = {
            name: smaller
            for name in self._public_failures
            if (smaller := self._smaller(name, [probe for probe in probes if probe.exercise.name == name]))
        }
        # As they ended before any hidden input was given: afterwards how a cell ends may tell of one.
        self.cell_endings = self._students_cells()
        """How the student's cells ended that did not end well, by their place."""
        self._ask_all([question for question in questions if not question.case.public])
        self._broken_laws = {
            exercise.name: title
            for exercise in by_order(questions)
            if self._has_passed_all(exercise) and (title := broken_law(exercise, run, seed))
        }

    def results(self) -> list[ExerciseResult]:
        """What each exercise earned, in their order."""
        return [self._result(exercise) for exercise in by_order(self._questions)]

    def _ask_all(self, questions: Sequence[Question]) -> None:
        for place, question in enumerate(questions, start=1):
            self._ask(question, self._next(question, questions[place:]))

    def _next(self, question: Question, following: Iterable[Question]) -> Iterator[Request]:
        """What is asked of the same function after a case, unless that ends a group of hidden ones."""
        for other in following:
            if other.exercise is not question.exercise:
                return  # whatever this function does to its process is no business of another
            if self._is_wanted(other):
                yield _request(other)

    def _is_wanted(self, question: Question) -> bool:
        """Whether a case is still to be asked, as far as is known by now."""
        if question.exercise.name in self._final or question.exercise.name in self.held_up:
            return False
        # A group that failed has earned nothing, but its public cases still tell which mistake it was.
        return question.case.public or _place(question) not in self._failures

    def _ask(self, question: Question, ahead: Iterable[Request]) -> None:
        if not self._is_wanted(question):
            return
        name, place = question.exercise.name, _place(question)
        if name not in self._answered and self._notebook.calls(name, self._endless()):
            self.held_up.add(name)
            return
        _ending, failure = self._tried(question, ahead)
        self._answered.add(name)
        if failure is None:
            self._passed[place] += 1
            return
        self._failures.setdefault(place, failure.let_go())
        if question.case.public:
            self._keep(failure, self._public_failures.setdefault(name, []))
        if failure.status in _FINAL:
            self._final[name] = failure

    def _endless(self) -> list[str]:
        """Functions that never ended, or were not asked since they call one."""
        over = [name for name, failure in self._final.items() if failure.status is Status.OVERTIME]
        return [name for name in (*over, *self.held_up) if name in self._replaceable]

    def _keep(self, failure: Failure, failures: list[Failure]) -> None:
        """Adds a failure to others; only the smallest with a status may be shown, and keeps its answer."""
        alike = (place for place, other in enumerate(failures) if other.status is failure.status)
        smallest = min(alike, key=lambda place: _size(failures[place]), default=None)
        if smallest is not None and _size(failure) >= _size(failures[smallest]):
            failure = failure.let_go()
        elif smallest is not None:
            failures[smallest] = failures[smallest].let_go()
        failures.append(failure)

    def _smaller(self, name: str, probes: Sequence[Question]) -> tuple[Failure, Failure] | None:
        """The smallest probe that fails as a public case did, if it is smaller than all of those that did.

        Beside it, that case: what hidden ones come to may make another the one to tell, of another group.
        """
        told = self._telling(name)
        if name in self._final:
            return None
        for probe in sorted(probes, key=_numbers):
            if (False, *_numbers(probe)) >= _size(told):
                return None
            ending, failure = self._tried(probe)
            if failure is None:
                continue
            if failure.way == told.way:
                return failure, told
            if outcome(probe, ending) is None:
                return None  # it ran into a limit, or died: each more would cost as much
        return None

    def _tried(self, question: Question, ahead: Iterable[Request] = ()) -> tuple[Ending, Failure | None]:
        """A question put to the submission; the suspects take note of how it went."""
        name, request = question.exercise.name, _request(question)
        ending = self._run.ask(request, ahead)
        failure = None
        if not ending.right:
            failure = self._judge.failure(
                question, ending, self._students_cells(), asked_before=name in self._answered
            )
        if failure is None:
            request.ended_right(ending)
            self._suspects[name].passed(question)
        else:
            self._suspects[name].failed(question, outcome(question, ending))
        return ending, failure

    def _students_cells(self) -> dict[int, Ending]:
        """How the student's cells ended that did not end well; cells of our own may follow them."""
        count = len(self._notebook.cells)
        return {place: ending for place, ending in self._run.cell_endings.items() if place < count}

    def _has_passed_all(self, exercise: Exercise) -> bool:
        places = [(exercise.name, group.name) for group in exercise.groups]
        return all(self._passed[place] == self._asked[place] for place in places)

    def _result(self, exercise: Exercise) -> ExerciseResult:
        if exercise.name in self.held_up:
            return without_groups(exercise, Status.OVERTIME, "")
        final = self._final.get(exercise.name)
        if final and final.status in (Status.BROKEN, Status.MISSING):
            return without_groups(exercise, final.status, final.message)
        groups = tuple(self._group(exercise, group, final) for group in exercise.groups)
        if title := self._broken_laws.get(exercise.name):
            message = wording.unlawful(title)
            return ExerciseResult(exercise.name, Status.WRONG, exercise.points, message, groups=groups)
        told = self._failure_to_tell(exercise)
        if told is None:
            message = wording.passed(len(groups))
            return ExerciseResult(exercise.name, Status.PASSED, exercise.points, message, groups=groups)
        failures = [
            failure
            for group in exercise.groups
            if (failure := self._failures.get((exercise.name, group.name))) is not None
        ]
        mistake = self._suspects[exercise.name].found()
        found = "" if mistake else self._evidence(told)
        message = wording.failed(
            self._larger(told).question.group,
            sentences(told.message, found),
            failed=len(failures),
            otherwise=sum(failure.status is not told.status for failure in failures),
            untried=sum(group.status is not Status.PASSED for group in groups) - len(failures),
            count=len(groups),
            shrunk=told.question.group is PROBES,
        )
        # What ended otherwise, and by no mistake we know, has been told its own next step.
        hint = _(exercise.hint) if told.status is Status.WRONG else ""
        return ExerciseResult(
            exercise.name,
            told.status,
            exercise.points,
            sentences(_(mistake.title), message) if mistake else message,
            mistake=mistake.name if mistake else None,
            counterexample=_counterexample(told),
            groups=groups,
            hint=_(mistake.hint) if mistake else hint,
        )

    def _group(self, exercise: Exercise, group: Group, final: Failure | None) -> GroupResult:
        place = (exercise.name, group.name)
        if exercise.name in self._broken_laws:
            return GroupResult(group.name, group.title, group.points, Status.WRONG)
        failure = self._failures.get(place)
        if failure is None and self._passed[place] < self._asked[place]:
            failure = final  # not asked in full
        status = failure.status if failure else Status.PASSED
        return GroupResult(group.name, group.title, group.points, status)

    def _evidence(self, told: Failure) -> str:
        """What the wrong answers to public cases show, where no mistake explains them."""
        if told.wrong is None:
            return ""
        others = [each for each in self._public_failures[told.question.exercise.name] if each is not told]
        return evidence(told.wrong, [other.wrong for other in others])

    def _larger(self, told: Failure) -> Failure:
        """The failure of a case in a group: the one that is told, or that which it is an example of."""
        if told.question.group is not PROBES:
            return told
        _smaller, larger = self._shrunk[told.question.exercise.name]
        return larger

    def _telling(self, name: str) -> Failure:
        """The smallest public case that failed, but for ways in which hardly a group did.

        What a mistake explains as a whole is as well told by any of them.
        """
        public = self._public_failures[name]
        if self._suspects[name].found():
            return min(public, key=_size)
        groups = Counter(
            failure.status for (exercise, _group), failure in self._failures.items() if exercise == name
        )
        # An exception in one group of ten says less than what is wrong in the others.
        most = max(groups[failure.status] for failure in public)
        return min((failure for failure in public if 3 * groups[failure.status] >= most), key=_size)

    def _failure_to_tell(self, exercise: Exercise) -> Failure | None:
        """The smallest public case that failed, which can be shown; else the first hidden one."""
        if exercise.name in self._shrunk:
            smaller, _larger = self._shrunk[exercise.name]
            return smaller
        if exercise.name in self._public_failures:
            return self._telling(exercise.name)
        places = ((exercise.name, group.name) for group in exercise.groups)
        return next((self._failures[place] for place in places if place in self._failures), None)


def _counterexample(failure: Failure) -> Counterexample | None:
    question = failure.question
    if not question.case.public:
        return None
    return counterexample(question.exercise, question.case, question.expected, failure.yours, failure.changed)


def _size(failure: Failure) -> tuple[bool, int, int]:
    """For putting failures in order: one that takes two calls comes last."""
    return failure.question.case.twice, *_numbers(failure.question)


@cache
def _numbers(question: Question) -> tuple[int, int]:
    return size(question.case, question.expected)


@cache
def _request(question: Question) -> Request:
    case = question.case
    return Request(question.exercise.name, case.args, case.kwargs, case.twice)


def _place(question: Question) -> tuple[str, str]:
    return question.exercise.name, question.group.name


def by_order(questions: Iterable[Question]) -> list[Exercise]:
    """The exercises that questions are about, in their order."""
    return sorted(
        {q.exercise.name: q.exercise for q in questions}.values(), key=lambda exercise: exercise.order
    )


def without_groups(exercise: Exercise, status: Status, message: str) -> ExerciseResult:
    """The result of an exercise of which nothing was asked."""
    return ExerciseResult(exercise.name, status, exercise.points, message)
