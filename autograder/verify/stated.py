"""What the notebooks state, held against what is computed from the solutions and the worked example.

A number that is a result of something (it has decimals, or three digits and more) must stand in a phrase that
is written here with computed numbers. Matrices and arrays are those of the worked example and of its results,
and the examples in docstrings come out as they stand there.
"""

import doctest
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder import book
from autograder.exercises import exercises
from autograder.language import ENGLISH, LANGUAGES, _
from autograder.lessons import lesson
from autograder.notebook import read
from autograder.targets import called
from autograder.translated import in_language
from autograder.verify import chinese
from autograder.verify.computed import Names, counting, sliding, stacking
from autograder.verify.own import names_of

_RESULT = re.compile(r"\d+(?:(?:,|\{,\})\d{3})+|\d+\.\d+|(?<![/\d_])\d{3,}(?!\d*_)")
_MATRIX = re.compile(r"\\begin\{bmatrix\}([-\d.&\\ ]+)\\end")  # of numbers

_WRITTEN_DOWN = {
    "GREY": book.GREY,
    "KERNEL": book.KERNEL,
    "IMAGE": book.IMAGE,
    "KERNELS": book.KERNELS,
    "COLOUR_KERNEL": book.KERNELS[..., 0],
}


def untrue(assignment: str, data: bytes) -> Iterator[str]:
    """A phrase for each thing that a solved notebook states and that does not come out.

    Its cells are run here, not behind the wall: they are the course's own.

    Raises:
        UnreadableNotebook: the bytes are no notebook.
    """
    notebook = read(data)
    try:
        names = names_of(assignment, notebook)
        phrases = {
            language: _PHRASES[language][assignment](names) if assignment in _PHRASES[language] else []
            for language in LANGUAGES
        }
        matrices = _MATRICES[assignment](names) if assignment in _MATRICES else []
    except Exception as error:  # noqa: BLE001  # whatever ails the solution, others are looked at as well
        yield _("the solution ends in {error}").format(error=f"{type(error).__name__}: {error}")
        return
    for language in LANGUAGES:
        text = _text(json.loads(data), language)
        yield from _untrue_numbers(text, phrases[language])
        for body in _MATRIX.findall(text):
            matrix = [[float(number) for number in row.split("&")] for row in body.split(r"\\")]
            if not any(np.array_equal(matrix, right) for right in matrices):
                yield _("stated, but not computed: the matrix {it}").format(it=matrix)
    for name, right in _WRITTEN_DOWN.items():
        if name in names and not np.array_equal(names[name], right):
            yield _("{name} is not the worked example's").format(name=name)
    yield from _untrue_examples(assignment, names)
    yield from _untrue_remarks(assignment, names)


def _text(master: Mapping[str, Any], language: str) -> str:
    """All that a student reads between the code, on one long line."""
    cells = in_language(master, language)["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.sub(r"\s+", " ", "\n".join(sources))


def _untrue_numbers(text: str, phrases: Sequence[str]) -> Iterator[str]:
    yield from (_("computed, but not stated: {it}").format(it=it) for it in phrases if it not in text)
    for found in _RESULT.finditer(re.sub(r'(src|width)="[^"]*"', "", text)):
        if not any(found[0] in phrase for phrase in phrases):
            yield _("stated, but not computed: {it}").format(it=found[0])


def _untrue_examples(assignment: str, names: dict[str, Any]) -> Iterator[str]:
    for exercise in exercises(assignment):
        for example in doctest.DocTestFinder().find(
            names.get(exercise.name), exercise.name, module=False, globs=names
        ):
            said: list[str] = []
            if doctest.DocTestRunner(verbose=False).run(example, out=said.append).failed:
                yield _("an example of {name} does not come out").format(name=exercise.name)


def _untrue_remarks(assignment: str, names: dict[str, Any]) -> Iterator[str]:
    """A phrase for each result that a check states and that its example neither takes nor gives."""
    for exercise in exercises(assignment):
        for example in lesson(exercise.name).examples:
            bound, _count, target = called(exercise.name, example, names)
            result = np.asarray(target, float).ravel()
            with np.errstate(all="ignore"):
                beyond = [result / 1e6, np.log(result / (1 - result))]  # megabytes, before a sigmoid
            given = [np.ravel(arg) for arg in bound.arguments.values() if np.asarray(arg).dtype.kind in "iuf"]
            known = np.concatenate([result, [result.sum()], *beyond, *given])
            for text in (example.shape, *(said.text for said in example.values)):
                for found in _RESULT.findall(text):
                    value, decimals = float(found.replace(",", "")), len(found.partition(".")[2])
                    if not np.any(np.isclose(np.round(np.abs(known), decimals), value, rtol=1e-9)):
                        yield _("{name}: the check states {it}, which {call} does not give").format(
                            name=exercise.name, it=found, call=example.call
                        )


# --- What they state ---------------------------------------------------------------------------------


def _in_01(the: Names) -> list[str]:
    widths, counts, total, size, disc, window, small, large = counting(the)
    return [
        f"$28 \\cdot 28 = {28 * 28}$",
        f"`{widths}`",
        " \\to ".join(map(str, widths)),
        *(
            f"| {place} | {n_in} | {n_out} | {count:,} |"
            for place, (n_in, n_out, count) in enumerate(
                zip(widths, widths[1:], counts, strict=False), start=1
            )
        ),
        f"**{total:,}**",
        f"{total:,} \\cdot 4 \\text{{ bytes}} = {size:,} \\text{{ bytes}} \\approx {size / 1e6:.2f}".replace(
            ",", "{,}"
        ),
        f"come to {size / 2**20:.2f} for",
        f"$4 \\cdot {size / 1e6:.2f} \\text{{ MB}} \\approx {4 * size / 1e6:.2f} \\text{{ MB}}$",
        f"its radius is about {3 / np.sqrt(2):.2f}",
        f"disc holds {disc} pixels and the window {window}",
        *(
            f'| `"{kind}"` | a weight for every {what} | {few:,} | {many:,} |'
            for kind, what, few, many in zip(
                ("dense", "local"), ("input", "pixel of its window"), small, large, strict=False
            )
        ),
        f"| the same weights as all others | {small[2]} | {large[2]} |",
        f"have {the['conv_params'](3, 3, 32)} parameters together",
        f"how many parameters it has, {total:,} in all",
        f"each of 9 outputs: {small[0]} weights",
        f"Nine outputs have {small[1]} weights",
    ]


def _in_02(the: Names) -> list[str]:
    grey, written_sum, summed, side, first, second = sliding(the)
    return [
        f"${written_sum} = {summed}$",
        f"The output starts with {grey[0, 0]}. One place to the right the same steps give {grey[0, 1]}.",
        f"has ${side} \\times {side}$ numbers",
        f"the sums are {first[0]}, {first[1]} and {first[2]}.".replace("-", "−"),
        f"{first[0]} + ({first[1]}) + ({first[2]}) = {first.sum()}",
        f"{second[0]} + {second[1]} + {second[2]} = {second.sum()}",
    ]


def _in_03(the: Names) -> list[str]:
    first, second, bias, shifted, late, given, weights = stacking(the)
    return [
        f"shape ${book.KERNELS.shape}$",
        f"kernel 0 gives {first[0]} and kernel 1 gives {first[1]}, and at the second {second[0]} and "
        f"{second[1]}.".replace("-", "−"),
        f"{first[0]} and {first[1]} with the biases {bias[0]} and {bias[1]} are {shifted[0]} and "
        f"{shifted[1]}, so both come out as {given.max():g}.".replace("-", "−"),
        f"it would be {late[0]} and {late[1]},".replace("-", "−"),
        f"= {weights}$ weights and {book.KERNELS.shape[-1]} biases, which makes {weights + 2} parameters",
    ]


def _matrices_in_02(the: Names) -> list[NDArray[Any]]:
    corner = book.GREY[:3, :3]
    return [corner, book.KERNEL, corner * book.KERNEL, the["conv2d_single"](book.GREY, book.KERNEL)]


_PHRASES: Mapping[str, Mapping[str, Callable[[Names], list[str]]]] = {
    ENGLISH: {"01-parameter-counting": _in_01, "02-sliding-window": _in_02, "03-multi-kernel": _in_03},
    "zh_CN": chinese.PHRASES,
}
_MATRICES: Mapping[str, Callable[[Names], list[NDArray[Any]]]] = {"02-sliding-window": _matrices_in_02}
