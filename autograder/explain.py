"""What an exercise asks and how it is marked, for an instructor; never a hidden input."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from textwrap import indent
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.counterexample import parameters, size
from autograder.course import material, released
from autograder.errors import UsageError
from autograder.exercise import Answer, Case, Exercise, Expected
from autograder.exercises import assignments, exercises
from autograder.feedback.words import points
from autograder.key import Key, stored_key
from autograder.language import N_, _
from autograder.master import read_master
from autograder.reference import tolerance

_GIVES = {
    Answer.INTEGER: N_("a whole number, exactly"),
    Answer.INTEGERS: N_("a list of whole numbers, exactly"),
    Answer.NUMBER: N_("a number"),
    Answer.ARRAY: N_("an array of numbers"),
    Answer.MASK: N_("an array of True and False, exactly"),
}


def listed() -> RenderableType:
    """All exercises, with their points and how much there is of everything."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    table.add_column(_("exercise"), no_wrap=True)
    for heading in (_("points"), _("public"), _("hidden"), _("mistakes"), _("laws")):
        table.add_column(heading, justify="right", no_wrap=True)
    for assignment in assignments():
        table.add_row()
        table.add_row(Text(assignment, "bold"), points(sum(e.points for e in exercises(assignment))))
        for exercise in exercises(assignment):
            cases = [case for group in exercise.groups for case in _cases(group.cases)]
            public = sum(case.public for case in cases)
            table.add_row(
                f"  {exercise.name}",
                points(exercise.points),
                str(public),
                str(len(cases) - public),
                str(len({mistake.name for mistake in exercise.mistakes})),
                str(len(exercise.laws)),
            )
    return Group(
        table,
        Text(),
        Text(_("Public and hidden are cases. More on an exercise: autograder explain EXERCISE")),
    )


def explained(name: str, state: Path) -> RenderableType:
    """All that there is to say about an exercise.

    Args:
        name: of the exercise.
        state: the grader's own folder, where a key may be. None is made.

    Raises:
        UsageError: there is no such exercise.
        CourseError: a notebook of the course is missing or damaged.
    """
    exercise = _found(name)
    its = exercises(exercise.assignment)
    heading = Text.assemble(
        (exercise.name, "bold"),
        "  ",
        _("{assignment}, exercise {order} of {count}, {points} points").format(
            assignment=exercise.assignment,
            order=exercise.order,
            count=len(its),
            points=points(exercise.points),
        ),
    )
    sections = [
        (_("What is asked"), _asked(exercise)),
        (_("Cases"), _groups(exercise)),
        (_("How far an answer may be off"), _tolerance(exercise, state)),
        (
            _("Mistakes that are known by what they give: {count}, modelled in {ways} ways").format(
                count=len({mistake.name for mistake in exercise.mistakes}), ways=len(exercise.mistakes)
            ),
            _mistakes(exercise),
        ),
        (_("Laws, tried on fresh inputs once all cases have passed"), _laws(exercise)),
        (_("Earlier functions"), _earlier(exercise)),
    ]
    parts: list[RenderableType] = [heading]
    for title, content in sections:
        parts += Text(), Text(title, "bold"), *map(_indented, content)
    return Group(*parts)


def _indented(part: RenderableType) -> RenderableType:
    if isinstance(part, Text) and part.no_wrap:  # a Padding would cut its lines off
        return Text(indent(part.plain, "  "), no_wrap=True, overflow="ignore")
    return Padding(part, (0, 0, 0, 2))


def _found(name: str) -> Exercise:
    known = {exercise.name: exercise for assignment in assignments() for exercise in exercises(assignment)}
    if name in known:
        return known[name]
    if name in assignments():
        near = [exercise.name for exercise in exercises(name)]
    else:
        plain = name.lower().replace("-", "_")
        near = [plain] if plain in known else get_close_matches(plain, known, n=3, cutoff=0.5)
    if near:
        raise UsageError(
            _("There is no exercise “{name}”. Do you mean {near}?").format(
                name=name, near=_(" or ").join([", ".join(near[:-1]), near[-1]] if near[1:] else near)
            )
        )
    raise UsageError(
        _("There is no exercise “{name}”: `autograder explain` lists them all.").format(name=name)
    )


def _asked(exercise: Exercise) -> Iterator[Text]:
    yield Text(exercise.signature)
    yield Text(_("gives {what}").format(what=_(_GIVES[exercise.answer])))
    yield Text()
    # Not wrapped: there is code in it, to be copied.
    statement = _statement(exercise) or _("(The released notebook says nothing: it has no docstring.)")
    yield Text(statement, no_wrap=True, overflow="ignore")
    yield Text()
    yield Text(_("Section {section} of the chapter explains it.").format(section=exercise.section))


def _statement(exercise: Exercise) -> str:
    """What students read: the docstring of the stub."""
    source = read_master(released(exercise.assignment)).cell(exercise.name).source
    try:
        nodes = ast.parse(source).body
    except SyntaxError:
        return ""
    return next((ast.get_docstring(node) or "" for node in nodes if isinstance(node, ast.FunctionDef)), "")


def _cases(draw: Any) -> list[Case]:
    # Not from the course's secret: of a hidden case only that there is one is told.
    return list(draw(np.random.default_rng(0)))


def _groups(exercise: Exercise) -> Iterator[RenderableType]:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    table.add_column(_("cases with"), ratio=1)
    for heading in (_("points"), _("public"), _("hidden")):
        table.add_column(heading, justify="right", no_wrap=True)
    total = [0, 0]
    for group in exercise.groups:
        cases = _cases(group.cases)
        public = [case for case in cases if case.public]
        counts = [len(public), len(cases) - len(public)]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        if public:
            smallest = call(exercise, min(public, key=lambda case: size(case, Expected(()))))
        else:
            smallest = _("no public case to look at")
        title = Group(_(group.title), Padding(Text(smallest), (0, 0, 0, 2)))
        table.add_row(title, points(group.points), *map(str, counts))
    table.add_row(_("in all"), points(exercise.points), *map(str, total))
    yield table
    yield Text()
    yield Text(_("A group earns its points as a whole. Below each stands its smallest public case."))
    if exercise.probes:
        yield Text(
            _(
                "Where a public case fails, {count} tiny ones, which earn nothing, are tried as well: one "
                "that fails in the same way is what the student is shown."
            ).format(count=len(exercise.probes))
        )


def call(exercise: Exercise, case: Case) -> str:
    """The call of a public case, with arrays by their names and sizes.

    >>> [exercise] = [e for e in exercises("02-sliding-window") if e.name == "conv2d_single"]
    >>> call(exercise, Case((np.zeros((5, 5)), np.zeros((3, 3))), {"stride": 2}, public=True))
    'conv2d_single(x, kernel, stride=2) with x 5×5, kernel 3×3'

    Raises:
        ValueError: the case is hidden, and must not be shown.
    """
    if not case.public:
        raise ValueError(f"a hidden case of {exercise.name} was to be shown")
    names = [*zip(parameters(exercise), case.args, strict=False), *case.kwargs.items()]
    arguments, sizes = [], []
    for place, (name, value) in enumerate(names):
        if isinstance(value, np.ndarray):
            sizes.append(_("{name} {size}").format(name=name, size=_size(value)))
        elif isinstance(value, list) and value and isinstance(value[0], np.ndarray):
            each = _("{name} a list of {count}, each {size}")
            sizes.append(each.format(name=name, count=len(value), size=_size(value[0])))
        else:
            arguments.append(repr(value) if place < len(case.args) else f"{name}={value!r}")
            continue
        arguments.append(name if place < len(case.args) else f"{name}={name}")
    where = _(" with {sizes}").format(sizes=", ".join(sizes)) if sizes else ""
    twice = _(", twice") if case.twice else ""
    return f"{exercise.name}({', '.join(arguments)}){where}{twice}"


def _size(array: np.ndarray[Any, Any]) -> str:
    if array.ndim == 1:
        return _("{count} long").format(count=array.size)
    return "×".join(map(str, array.shape))


def _tolerance(exercise: Exercise, state: Path) -> Iterator[Text]:
    if not exercise.tolerance:
        yield Text(_("Not at all: the answer is exact."))
        return
    yield Text(_(exercise.tolerance))
    key = stored_key(exercise.assignment, state)
    if key is None:
        yield Text(
            _("For numbers, make a key first: `autograder key {assignment}`").format(
                assignment=exercise.assignment
            )
        )
    else:
        allowances = list(_allowances(exercise, key))
        small, large = min(allowances), max(allowances)
        yield Text(
            _(
                "In the public cases that is from {small:.1e}, for a value of {small_value:.3g}, up to "
                "{large:.1e}, for a value of {large_value:.3g}."
            ).format(small=small[0], small_value=small[1], large=large[0], large_value=large[1])
        )
    yield Text(
        _(
            "It is derived and not chosen: a sum of K products may differ from the exact one by "
            "{c:g} · √K · {eps:.2g} times the sum of their sizes, because rounding in float32 alone can come "
            "to about that (Higham and Mary 2019, theorem 3.1; see autograder/reference/tolerance.py)."
        ).format(c=tolerance.C, eps=tolerance.EPS32)
    )


def _allowances(exercise: Exercise, key: Key) -> Iterator[tuple[float, float]]:
    """How far each element of each public answer may be off, and its size."""
    for question in key.questions:
        if question.exercise is exercise and question.case.public:
            values, slack = np.broadcast_arrays(question.expected.value, question.expected.slack)
            yield from zip(slack.ravel().tolist(), np.abs(values).ravel().tolist(), strict=True)


def _mistakes(exercise: Exercise) -> Iterator[RenderableType]:
    told = {mistake.name: mistake for mistake in reversed(exercise.mistakes)}
    ways = [mistake.name for mistake in exercise.mistakes]
    if not ways:
        yield Text(_("None is modelled."))
    for name in dict.fromkeys(ways):
        count = ways.count(name)
        heading = Text(name, "bold")
        if count > 1:
            heading.append(_(", in {count} ways").format(count=count), "not bold")
        yield heading
        yield Padding(Text(_(told[name].title)), (0, 0, 0, 2))
        yield Padding(Text(_("Hint: {hint}").format(hint=_(told[name].hint))), (0, 0, 0, 2))
    yield Text(_("For all that is none of these, the hint is: {hint}").format(hint=_(exercise.hint)))


def _laws(exercise: Exercise) -> Iterable[Text]:
    if not exercise.laws:
        return [Text(_("None is tried."))]
    return [
        *(Text(_(law.title)) for law in exercise.laws),
        Text(_("Who breaks one has fitted the answers to the cases, and earns nothing.")),
    ]


def _earlier(exercise: Exercise) -> Iterable[Text]:
    called = _called(exercise)
    if not called:
        return [Text(_("The course's solution calls none."))]
    return [
        Text(
            _(
                "The course's solution calls {names}. Where a student's calls an earlier function that is "
                "wrong, it is marked a second time with the course's own in its place, and the better marks "
                "count: an error is carried forward, and costs once."
            ).format(names=", ".join(called))
        )
    ]


def _called(exercise: Exercise) -> Sequence[str]:
    source = material(exercise.assignment).solutions.get(exercise.name, "")
    earlier = exercises(exercise.assignment)[: exercise.order - 1]
    return [other.name for other in earlier if re.search(rf"\b{other.name}\(", source)]
