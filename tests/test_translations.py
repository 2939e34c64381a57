"""The catalogues: complete, up to date, and saying what the English says, with the same code and numbers."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from bs4 import BeautifulSoup
from rich.console import Console

from autograder.exercises import assignments, exercises, notebook_name
from autograder.explain import explained
from autograder.feedback.html import page
from autograder.feedback.terminal import text
from autograder.grade import Grader
from autograder.key import Key
from autograder.language import catalogue as compiled
from autograder.language import speaking
from autograder.release import released
from autograder.sandbox import Sandbox
from autograder.translated import DOMAIN, sayings, speaks, spoken, strings_in_language
from tests import masters, translations
from tests.goldens import FOLDER, LIMITS, assignment_of

FILES = list(translations.written())
CATALOGUES = [(path, catalogue) for path, _content, catalogue in FILES if path.suffix == ".po"]
each_catalogue = pytest.mark.parametrize(
    "catalogue", [pytest.param(catalogue, id=path.stem) for path, catalogue in CATALOGUES]
)


def pairs(catalogue: Catalog) -> Iterator[tuple[Message, str, str]]:
    """Each message, every English text of it, and its translation."""
    for message in catalogue:
        string = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        if message.id:
            texts = [message.id] if isinstance(message.id, str) else message.id
            yield from ((message, one, string) for one in texts)


# --- Complete ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path, _content, _catalogue in FILES])
def test_a_catalogue_is_up_to_date(path: Path) -> None:
    wanted = next(content for each, content, _catalogue in FILES if each == path)
    assert path.read_bytes() == wanted, "run: make translations"


@each_catalogue
def test_nothing_is_left_to_be_translated(catalogue: Catalog) -> None:
    assert translations.lacking(catalogue) == []


def test_no_text_of_a_notebook_has_left_its_translation_behind() -> None:
    assert list(translations.left_behind()) == [], "bring it up to date, then: make translations ARGS=<name>"
    for path in translations.MASTERS:
        assert '"lang": "zh_CN"\n' not in path.read_text(encoding="utf-8"), "run: make translations"


def test_a_translation_is_left_behind_when_its_english_changes_and_until_somebody_has_seen_to_it() -> None:
    def cell(name: str, language: str, source: str) -> dict[str, Any]:
        return {"id": name, "metadata": {"lang": language}, "source": [source]}

    notebook = {"cells": [cell("a-en", "en", "One."), cell("a-zh", "zh_CN", "一。")]}
    assert translations.mark(notebook) == []
    assert translations.mark(notebook) == []
    notebook["cells"][0]["source"] = ["Two."]
    assert translations.mark(notebook) == ["a-zh"]
    notebook["cells"][1]["source"] = ["二。"]
    assert translations.mark(notebook) == ["a-zh"]
    assert translations.mark(notebook, ["a-zh"]) == []
    assert translations.mark(notebook) == []


def test_every_marked_text_is_found_by_the_command_that_collects_them() -> None:
    """Where pybabel is blind, as in f-strings, we must not be."""
    known = {
        one for _message, one, _string in pairs(dict(CATALOGUES)[translations.file("zh_CN", "autograder")])
    }
    for path in translations.PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = {"_": 1, "N_": 1, "ngettext": 2}.get(node.func.id, 0)
                for argument in node.args[:count]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        assert argument.value in known, (path, argument.lineno)


def test_what_is_said_of_an_exercise_is_marked_for_translation() -> None:
    for assignment in assignments():
        for exercise in exercises(assignment):
            said = [
                exercise.hint,
                *(group.title for group in exercise.groups),
                *(part for mistake in exercise.mistakes for part in (mistake.title, mistake.hint)),
                *(law.title for law in exercise.laws),
            ]
            assert all(compiled("zh_CN").gettext(each) != each for each in said)


def test_a_sentence_that_goes_keeps_its_translation_for_when_it_comes_back() -> None:
    source = translations.said()
    source.delete("Every exercise passed.")
    without = translations.updated("zh_CN", "autograder", source)
    assert without.get("Every exercise passed.") is None
    assert without.obsolete["Every exercise passed."].string == "所有练习都通过了。"
    kept = [gone for gone in without.obsolete if gone != "Every exercise passed."]
    if kept:
        source.add(kept[0])
        again = translations.updated("zh_CN", "autograder", source).get(kept[0])
        assert again is not None and again.string and not again.fuzzy


# --- True to the English ----------------------------------------------------------------------------


def parts(catalogue: Catalog, text: str) -> list[str]:
    """What must be the same in every language: what is filled in, and code."""
    if catalogue.domain == DOMAIN:  # an f-string: what stands in it is code, which may be written otherwise
        found = [ast.unparse(ast.parse(f'f"{each}"')) for each in re.findall(r"\{[^{}]*\}", text)]
        return sorted(found) if found else sorted(set(re.findall(r"[a-z]+_[a-z_]+", text)))
    return sorted({*re.findall(r"\{[^{}]*\}|%\(?\w+\)?[rs]?", text), *re.findall(r"`[^`]*`", text)})


@each_catalogue
def test_a_translation_holds_the_same_placeholders_and_the_same_code(catalogue: Catalog) -> None:
    for message, english, translated in pairs(catalogue):
        if not message.pluralizable or "{count}" in english or "{names}" in english:
            assert set(parts(catalogue, english)) <= set(parts(catalogue, translated)), english
        allowed = [
            part
            for one in (message.id if message.pluralizable else [english])
            for part in parts(catalogue, one)
        ]
        assert set(parts(catalogue, translated)) <= set(allowed), english


@each_catalogue
def test_a_translation_has_full_width_marks_beside_chinese(catalogue: Catalog) -> None:
    for _message, _english, translated in pairs(catalogue):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]", translated), translated
        assert not re.search(r"[\u4e00-\u9fff]\.(?!\w)", translated), translated


@each_catalogue
def test_you_are_ni_and_a_question_stays_a_question(catalogue: Catalog) -> None:
    for _message, english, translated in pairs(catalogue):
        assert "您" not in translated
        if english.endswith("?"):
            assert translated.endswith("？"), translated


# --- What students and instructors see --------------------------------------------------------------

_ENGLISH = re.compile(r"(?:[A-Za-z][a-z']+[ ,:;]+){3,}[A-Za-z][a-z']+")
"""Four words in a row: names stand alone."""


def english_in(html_or_text: str) -> list[str]:
    """Sentences that are English; code and what a student's code raised are none of ours."""
    soup = BeautifulSoup(html_or_text, "html.parser")
    for code in soup.select("pre, code, style, script"):
        code.extract()
    # JupyterLab's menus are English without a language pack.
    told = re.sub("Restart Kernel and Run All Cells|Clear Outputs of All Cells", "", soup.get_text(" "))
    return [found[0] for found in _ENGLISH.finditer(told)]


def test_an_english_sentence_in_a_page_is_found() -> None:
    assert english_in("<p>你的结果是 3。Which axis is the new one?</p>") == ["Which axis is the new one"]
    assert english_in("<p>NumPy 的 int 和 float</p><pre>a b c d e f</pre>") == []


GOLDENS = sorted(FOLDER.iterdir())


@pytest.mark.parametrize("golden", GOLDENS, ids=[golden.name for golden in GOLDENS])
def test_no_english_is_left_in_a_page_or_a_terminal(golden: Path, keys: Mapping[str, Key]) -> None:
    (notebook,) = golden.glob("*.ipynb")
    with Sandbox(LIMITS) as sandbox, speaking("zh_CN"):
        verdict = Grader(keys[assignment_of(golden)], sandbox).grade(notebook.read_bytes())
        html = page(verdict, "学生", {}, notebook=notebook.name)
        console = Console(width=4000)
        with console.capture() as captured:
            console.print(text(verdict))
    assert '<html lang="zh-CN">' in html
    raised = r"(?:\w+Error|Exception): [^。，]*"  # Python's words, and the student's
    assert english_in(re.sub(raised, "", html)) == []
    plain = re.sub(raised, "", captured.get().partition("import numpy")[0])
    assert english_in(plain) == []


def test_a_reader_of_chinese_is_told_all_about_an_exercise(state: Path) -> None:
    for assignment in assignments():
        for exercise in exercises(assignment):
            console = Console(width=4000)
            with speaking("zh_CN"), console.capture() as captured:
                console.print(explained(exercise.name, state))
            lines = captured.get().split("\n\n", 2)[-1].splitlines()
            # The statement is the released stub's, which is English here.
            outside = [line for line in lines if re.search(r"[\u4e00-\u9fff]", line)]
            assert outside and not any(english_in(line) for line in outside)


# --- What a Chinese notebook says -------------------------------------------------------------------


@pytest.mark.parametrize("assignment", masters.ASSIGNMENTS)
def test_a_chinese_notebook_is_graded_as_the_english_one(assignment: str) -> None:
    import json

    kept = {}
    for language in ("en", "zh_CN"):
        cells = json.loads(released(assignment, language=language)[notebook_name(assignment)])["cells"]
        told = [cell for cell in cells if cell["cell_type"] == "markdown" and "lang" in cell["metadata"]]
        assert {cell["metadata"]["lang"] for cell in told} == {language}
        graded = [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]
        kept[language] = [
            (each["grade_id"], each.get("points"), each["checksum"] if each["grade"] else None)
            for each in graded
        ]
    assert kept["en"] == kept["zh_CN"]


@pytest.mark.parametrize("assignment", masters.ASSIGNMENTS)
def test_code_that_speaks_chinese_does_what_it_did(assignment: str) -> None:
    for cell in masters.cells(assignment, "code"):
        if speaks(cell):
            translated = spoken(cell["source"], "zh_CN")
            silent = [ast.dump(_silent(ast.parse(source))) for source in (cell["source"], translated)]
            assert silent[0] == silent[1], cell["id"]
            assert re.findall(r">>>.*|### .*", cell["source"]) == re.findall(r">>>.*|### .*", translated)
            assert not [
                each.text for each in sayings(translated) if _ENGLISH.search(each.text.split(">>>")[0])
            ]


def test_of_a_file_beside_a_notebook_what_people_read_is_translated_and_nothing_else() -> None:
    given = {
        "words": {"passed": "Passed"},
        "first_step": "Passed",
        "kind": "Passed",
        "n": [{"says": "Wrong"}],
    }
    assert strings_in_language(given, "zh_CN") == {
        "words": {"passed": "通过"},
        "first_step": "通过",
        "kind": "Passed",
        "n": [{"says": "错误"}],
    }


def _silent(tree: ast.AST) -> ast.AST:
    """Code without what it says."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"[ :：]|\W$", node.value)
        ):
            node.value = ""
    return tree
