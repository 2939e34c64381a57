"""In which language somebody is spoken to, and who decides it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course import PROJECT
from autograder.engine import grade_all
from autograder.errors import CourseError
from autograder.feedback.html import page
from autograder.key import Key
from autograder.language import _, language, sentences, speaking, tag
from autograder.sandbox import Sandbox
from autograder.settings import language_of
from tests import course
from tests.goldens import LIMITS

SAID, CHINESE = "Every exercise passed.", "所有练习都通过了。"


def spoken_in(**variables: str) -> str:
    """What the program says where these variables stand alone in the environment."""
    code = f"from autograder.language import _; print(_({SAID!r}))"
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", **variables}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, check=True
    )
    return run.stdout.decode().strip()


# --- The environment's ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "variables",
    [
        {"LANGUAGE": "zh_CN"},
        {"LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"},
        {"LANGUAGE": "fr:zh", "LANG": "fr_FR.UTF-8"},
        {"LC_ALL": "zh_CN.UTF-8"},
        {"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"},
        {"LANG": "zh_SG.UTF-8"},
    ],
)
def test_who_prefers_chinese_is_spoken_to_in_chinese(variables: Mapping[str, str]) -> None:
    assert spoken_in(**variables) == CHINESE


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"LANG": "C"},
        {"LANG": "de_DE.UTF-8"},
        {"LANG": "zh_TW.UTF-8"},
        {"LANGUAGE": "en_GB:zh_CN", "LANG": "zh_CN.UTF-8"},  # gettext itself would speak Chinese here
        {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"},
    ],
)
def test_everybody_else_is_spoken_to_in_english(variables: Mapping[str, str]) -> None:
    assert spoken_in(**variables) == SAID


def test_a_command_that_is_given_wrongly_is_answered_in_the_language_of_who_gave_it() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "autograder", "check", "x.ipynb"],
        cwd=PROJECT,
        env=os.environ | {"LANGUAGE": "zh_CN", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 2
    assert (
        run.stderr.decode() == "autograder: 缺少以下参数：--assignment。用法见 `autograder check --help`。\n"
    )


# --- The course's -----------------------------------------------------------------------------------


def configured(folder: Path, line: str) -> Path:
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n", encoding="utf-8")
    return folder


def test_a_course_speaks_english_until_its_instructor_says_otherwise(tmp_path: Path) -> None:
    assert language_of() == "en"
    assert language_of(configured(tmp_path, "")) == "en"


@pytest.mark.parametrize("written", ["zh_CN", "zh-CN", "zh", "zh_CN.UTF-8"])
def test_an_instructor_may_write_a_language_as_people_do(tmp_path: Path, written: str) -> None:
    assert language_of(configured(tmp_path, f'c.AutograderLanguage.tag = "{written}"')) == "zh_CN"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'c.AutograderLanguage.tag = "fr"',
            'c.AutograderLanguage.tag is \'fr\', and must be one of "en" (English), "zh_CN" (简体中文).',
        ),
        ("c.AutograderLanguage.tag = 3", "c.AutograderLanguage.tag is 3, and must be one of "),
        ('c.AutograderLanguage = "zh_CN"', "(line 2). Mend it, or take that line out."),
        ('c.AutograderLanguage.language = "zh"', "there is no c.AutograderLanguage.language; write c."),
        (
            'c.AutograderLanguages.tag = "zh"',
            "there is no c.AutograderLanguages; write c.AutograderLanguage.",
        ),
    ],
)
def test_a_language_that_cannot_be_is_one_clear_sentence(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CourseError) as raised:
        language_of(configured(tmp_path, line))
    assert said in str(raised.value)


def test_pages_are_in_the_courses_language_whoever_grades_and_the_terminal_is_not(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.batch.STATE", state)
    monkeypatch.setattr("autograder.batch.limits_of", lambda _folder: LIMITS)
    configured(tmp_path, 'c.AutograderLanguage.tag = "zh_CN"')
    for student, data in (
        ("ada", course.as_bytes(course.answered(course.released()))),
        ("bao", b"no notebook"),
    ):
        folder = tmp_path / "submitted" / student / course.ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / course.RELEASED.name).write_bytes(data)
    assert main(["grade", course.ASSIGNMENT, "--course-dir", str(tmp_path), "--device", "cpu"]) == 0
    told = capsys.readouterr().out
    assert "student" in told and "Wrong" in told and "could not be read" in told and "学生" not in told
    pages = {
        student: (tmp_path / f"feedback/{student}/{course.ASSIGNMENT}/sliding-window.html").read_text("utf-8")
        for student in ("ada", "bao")
    }
    assert all('<html lang="zh-CN">' in html for html in pages.values())
    assert "你的结果是" in pages["ada"] and "一组用例全部通过，才能得到该组的分。" in pages["ada"]
    assert "讲解见 sliding-window.ipynb 中的“完整的卷积”" in pages["ada"], (
        "the heading of the Chinese notebook"
    )
    assert "这个文件不是笔记本。" in pages["bao"]
    returned = (tmp_path / f"autograded/bao/{course.ASSIGNMENT}/sliding-window.ipynb").read_text("utf-8")
    assert "这份提交无法读取" in returned


# --- Here and there ---------------------------------------------------------------------------------


def test_what_is_said_inside_stays_inside_also_in_other_threads() -> None:
    heard: list[str] = []
    with speaking("zh_CN"):
        thread = threading.Thread(target=lambda: heard.append(_(SAID)))
        thread.start()
        thread.join()
        assert (_(SAID), language(), tag()) == (CHINESE, "zh_CN", "zh-CN")
        with speaking("en"):
            assert (_(SAID), tag()) == (SAID, "en")
        assert _(SAID) == CHINESE
    assert heard == [SAID] and _(SAID) == SAID


def test_workers_speak_the_language_they_are_told_and_keys_of_json_none(keys: Mapping[str, Key]) -> None:
    key = keys[course.ASSIGNMENT]
    data = course.as_bytes(course.released())
    verdicts = {}
    for spoken in ("en", "zh_CN"):
        graded = grade_all([1], lambda _n: data, key, language=spoken, sandbox=lambda: Sandbox(LIMITS))
        [[judged]] = list(graded)
        verdicts[spoken] = json.loads(json.dumps(judged.verdict.as_json()))
    for english, chinese in zip(verdicts["en"]["exercises"], verdicts["zh_CN"]["exercises"], strict=True):
        assert english.keys() == chinese.keys()
        assert {name for name in english if english[name] != chinese[name]} == {"message"}
        assert chinese["message"].endswith("还没有写：它以 `raise NotImplementedError` 结尾。")


def test_one_process_makes_pages_in_both_languages() -> None:
    verdict = course.verdict()
    with speaking("zh_CN"):
        chinese = page(verdict, "ada", {})
    assert '<html lang="en">' in page(verdict, "ada", {}) and '<html lang="zh-CN">' in chinese
    assert "滑动窗口" in chinese and "通过" in chinese


def test_sentences_are_joined_as_their_language_does() -> None:
    assert sentences("", "One.", "", "Two?", "Three.") == "One. Two? Three."
    assert sentences("一。", "二？", "三。") == "一。二？三。"
    assert sentences("一。", "One.", "二。") == "一。One. 二。"
