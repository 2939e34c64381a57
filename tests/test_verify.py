"""`verify`: the course as it is has no fault, and each fault that it could have is found and told."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from autograder import cli, verify
from autograder.course import PROJECT, released, solution
from autograder.errors import WallError
from autograder.exercise import Exercise, Mistake
from autograder.exercises import assignments, exercises
from autograder.key import Key
from autograder.lessons import Say, lesson
from autograder.sandbox import Limits, Sandbox
from autograder.verify import Check, Kind, answers, junit, mistakes, notebooks, report, stated

ASSIGNMENT = "02-sliding-window"
SINGLE = next(exercise for exercise in exercises(ASSIGNMENT) if exercise.name == "conv2d_single")


@pytest.fixture
def key(keys: Mapping[str, Key]) -> Key:
    return keys[ASSIGNMENT]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits()) as sandbox:
        yield sandbox


def faults(checks: Sequence[Check]) -> dict[str, str]:
    return {check.name: "; ".join(check.faults) for check in checks if not check.ok}


def printed(checks: Sequence[Check], width: int = 80) -> str:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(report.report(checks))
    return "\n".join(map(str.rstrip, captured.get().splitlines()))


# The whole


@pytest.fixture(scope="module")
def whole(keys: Mapping[str, Key], state: Path) -> list[Check]:
    """What is found in the course as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "STATE", state)
        return list(verify.verify(device="cpu"))


@pytest.mark.xdist_group("verify")
def test_the_course_as_it_is_has_no_fault(whole: list[Check]) -> None:
    assert faults(whole) == {}


@pytest.mark.xdist_group("verify")
def test_everything_is_checked_and_each_thing_once(whole: list[Check]) -> None:
    named = [(check.group, check.exercise, check.kind, check.name) for check in whole]
    assert len(set(named)) == len(named)
    assert list(dict.fromkeys(check.group for check in whole)) == [*assignments(), "assignments/"]
    for assignment in assignments():
        its = [check for check in whole if check.group == assignment]
        assert [check.found for check in its if check.name == "the solution"] == ["20 of 20"]
        assert [check.found for check in its if check.name == "the untouched notebook"] == ["0 of 20"]
        for exercise in exercises(assignment):
            models = [c for c in its if c.exercise == exercise.name and c.kind is Kind.MISTAKE]
            assert len(models) == len(exercise.mistakes) > 0
            assert all(check.caught for check in models)
            tried = [c.name for c in its if c.exercise == exercise.name and c.kind is Kind.RIGHT]
            assert tried == list(answers.right_answers(exercise.name))


@pytest.mark.xdist_group("verify")
def test_the_table_has_a_line_for_each_exercise_and_the_sums_at_its_end(whole: list[Check]) -> None:
    lines = printed(whole).splitlines()
    rows = {line.split()[1]: line.split()[2:] for line in lines if line.startswith("ok ")}
    of_all = [rows[exercise.name] for assignment in assignments() for exercise in exercises(assignment)]
    modelled, caught, right, wrong, accepted, tried = (
        sum(int(row[column]) for row in of_all) for column in (0, 1, 2, 3, 4, 6)
    )
    assert modelled == caught == right > 0
    assert (wrong, accepted) == (0, tried)
    end = " ".join(" ".join(lines[-8:]).split())
    assert f"mistakes modelled {modelled} caught {caught} named right {right} named wrong 0 " in end
    assert f"right answers accepted {accepted} of {tried} seconds " in end
    assert end.endswith("No fault was found.")


@pytest.mark.xdist_group("verify")
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_its_width_and_nothing_in_it_is_cut_off(whole: list[Check], width: int) -> None:
    assert max(map(len, printed(whole, width).splitlines())) <= width
    assert "…" not in printed(whole, width)


# Mistakes


def with_mistakes(key: Key, *its: Mistake) -> tuple[Exercise, Key]:
    """The exercise conv2d_single with these mistakes, and a key to it."""
    exercise = replace(SINGLE, mistakes=its)

    def of(asked: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(replace(q, exercise=exercise) for q in asked if q.exercise is SINGLE)

    return exercise, replace(key, questions=of(key.questions), probes=of(key.probes))


def mistake(name: str) -> Mistake:
    return next(mistake for mistake in SINGLE.mistakes if mistake.name == name)


def right(*args: Any, **kwargs: Any) -> Any:
    names: dict[str, Any] = {}
    exec(answers.right_answers("conv2d_single")["window_by_window"], names)  # noqa: S102  # our own
    return names["conv2d_single"](*args, **kwargs)


def test_a_model_that_makes_no_mistake_is_a_fault(key: Key) -> None:
    exercise, its_key = with_mistakes(key, Mistake("none", "You err.", "Do you?", right))
    found = list(mistakes.checks(exercise, its_key))
    assert faults(found) == {"none": "it earns full marks"}
    text = printed(found)
    assert "FAULT  conv2d_single         " in text
    assert "FAULT  conv2d_single, none: it earns full marks\n       Remedy: Add a case" in text
    assert "\n1 fault was found." in text


def test_a_model_that_only_a_law_catches_is_not_named(key: Key) -> None:
    sizes = {q.case.args[0].shape for q in key.questions if q.exercise is SINGLE}

    def fitted(x: Any, kernel: Any, stride: Any = 1) -> Any:
        return right(x, kernel, stride) + (x.shape not in sizes)

    exercise, its_key = with_mistakes(key, Mistake("fitted", "You fit.", "Do you?", fitted))
    assert faults(list(mistakes.checks(exercise, its_key))) == {"fitted": "it is not named"}


def test_a_model_that_is_called_by_anothers_name_is_a_fault(key: Key) -> None:
    flipped = mistake("flipped-kernel")
    exercise, its_key = with_mistakes(key, flipped)
    check = mistakes._check(exercise, replace(flipped, name="mirror-image"), "mirror-image", its_key)
    assert check.faults == ("it is called flipped-kernel",)
    assert check.caught
    assert "named wrong 1 " in " ".join(printed([check]).split())


def test_two_models_that_cannot_be_told_apart_are_faults(key: Key) -> None:
    flipped = mistake("flipped-kernel")
    exercise, its_key = with_mistakes(key, flipped, replace(flipped, name="mirror-image"))
    found = list(mistakes.checks(exercise, its_key))
    assert faults(found) == dict.fromkeys(["flipped-kernel", "mirror-image"], "it is not named")
    assert "2 faults were found." in printed(found)
    assert printed(found).count("Remedy:") == 1  # the same for both


def test_an_exercise_without_mistakes_is_a_fault(key: Key) -> None:
    exercise, its_key = with_mistakes(key)
    assert faults(list(mistakes.checks(exercise, its_key))) == {"mistakes are modelled": "none is"}


def test_a_mistake_that_is_made_in_several_ways_is_checked_in_each(key: Key) -> None:
    ways = [each for each in SINGLE.mistakes if each.name == "output-transposed"]
    exercise, its_key = with_mistakes(key, *ways)
    found = [check.name for check in mistakes.checks(exercise, its_key) if check.kind is Kind.MISTAKE]
    assert found[:3] == ["output-transposed", "output-transposed (2)", "output-transposed (3)"]


# Right answers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where right answers are looked for: the real one's copy."""
    copy = tmp_path / "right"
    shutil.copytree(answers._FOLDER, copy)
    monkeypatch.setattr(answers, "_FOLDER", copy)
    return copy


def test_a_right_answer_that_is_rejected_is_a_fault(folder: Path, key: Key, sandbox: Sandbox) -> None:
    with (folder / "output_size.py").open("a") as file:
        file.write("\n\ndef rounded(n, k, stride=1):\n    return round((n - k) / stride) + 1\n")
        file.write("\n\ndef ended(n, k, stride=1):\n    raise SystemExit\n")
    found = list(answers.checks(exercises(ASSIGNMENT)[0], key, sandbox))
    assert list(faults(found)) == ["rounded", "ended"]
    assert "yours" in faults(found)["rounded"]
    assert f" {len(found) - 3} of {len(found) - 1}\n" in printed(found)


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (Path.unlink, "right/output_size.py cannot be read"),
        (lambda path: path.write_text("def f(:\n"), "right/output_size.py cannot be read"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "right/output_size.py cannot be read"),
        (
            lambda path: path.write_text("def f(n, k, stride=1):\n    return (n - k) // stride + 1\n"),
            "1 of at",
        ),
        (lambda path: path.write_text(""), "0 of at least 4"),
    ],
    ids=["missing", "no Python", "no text", "too few", "empty"],
)
def test_right_answers_that_are_not_there_are_a_fault_and_no_crash(
    harm: Callable[[Path], object], fault: str, folder: Path, key: Key, sandbox: Sandbox
) -> None:
    harm(folder / "output_size.py")
    found = list(answers.checks(exercises(ASSIGNMENT)[0], key, sandbox))
    assert list(faults(found)) == ["right answers of many kinds"]
    assert fault in faults(found)["right answers of many kinds"]


# The notebooks


def edited(data: bytes, cell: str, change: Callable[[str], str]) -> bytes:
    """A notebook with the source of one cell changed."""
    content = json.loads(data)
    [found] = [each for each in content["cells"] if each["id"] == cell]
    before = "".join(found["source"])
    found["source"] = change(before)
    assert found["source"] != before
    return json.dumps(content).encode()


def test_a_solution_that_is_wrong_is_a_fault(
    key: Key, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = edited(solution(ASSIGNMENT), "output_size", lambda source: source.replace("//", "/"))
    monkeypatch.setattr(notebooks, "solution", lambda assignment: wrong)
    found = faults(list(notebooks.checks(ASSIGNMENT, key, sandbox)))
    assert found["the solution"].startswith("output_size: ")
    assert (
        "of the solution ends in Different: output_size(5, 3): a count is a whole number"
        in found["checks that students run"]
    )


def test_a_stub_that_earns_is_a_fault(
    key: Key, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solved(source: str) -> str:
        return source.replace("raise NotImplementedError", "return (n - k) // stride + 1")

    path = tmp_path / "sliding-window.ipynb"
    path.write_bytes(edited(released(ASSIGNMENT).read_bytes(), "output_size", solved))
    monkeypatch.setattr(notebooks, "released", lambda assignment: path)
    found = list(notebooks.checks(ASSIGNMENT, key, sandbox))
    assert faults(found)["the untouched notebook"] == "output_size: passed, 2 of 2"
    assert "holds for a stub" in faults(found)["checks that students run"]
    assert list(faults(found)) == ["the untouched notebook", "checks that students run"]


def test_a_stub_that_gives_something_wrong_is_a_fault_although_it_earns_nothing(
    key: Key, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sliding-window.ipynb"
    path.write_bytes(
        edited(released(ASSIGNMENT).read_bytes(), "window", lambda s: s.replace("raise Not", "return Not"))
    )
    monkeypatch.setattr(notebooks, "released", lambda assignment: path)
    assert (
        "window: refused"
        in faults(list(notebooks.checks(ASSIGNMENT, key, sandbox)))["the untouched notebook"]
    )


def untrue(assignment: str, cell: str, old: str, new: str) -> list[str]:
    changed = edited(solution(assignment), cell, lambda source: source.replace(old, new))
    return list(stated.untrue(assignment, changed))


def cell_with(assignment: str, text: str) -> str:
    cells = json.loads(solution(assignment))["cells"]
    return str(next(cell["id"] for cell in cells if text in "".join(cell["source"])))


def test_a_number_that_is_wrong_is_told() -> None:
    found = untrue(
        "01-parameter-counting",
        cell_with("01-parameter-counting", "**335,114**"),
        "**335,114**",
        "**335,115**",
    )
    assert found == ["computed, but not stated: **335,114**", "stated, but not computed: 335,115"]


def test_a_number_that_nothing_computes_is_told() -> None:
    place = cell_with(ASSIGNMENT, "The output starts with")
    assert untrue(ASSIGNMENT, place, "The output starts", "A photo has 1024 rows. The output starts") == [
        "stated, but not computed: 1024"
    ]


def test_a_matrix_that_is_wrong_is_told() -> None:
    place = cell_with(ASSIGNMENT, r"\begin{bmatrix}")
    [found] = untrue(ASSIGNMENT, place, r"\begin{bmatrix} 1", r"\begin{bmatrix} 7")
    assert found.startswith("stated, but not computed: the matrix [[7")


def test_an_array_that_is_not_the_books_is_told() -> None:
    changed = edited(
        solution(ASSIGNMENT), "check_conv2d_channels", lambda source: f"{source}\nGREY = 2 * GREY"
    )
    assert list(stated.untrue(ASSIGNMENT, changed)) == ["GREY is not the worked example's"]


def test_a_check_that_states_what_its_example_does_not_give_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lesson("mlp_params")
    first, *others = right.examples
    wrong = replace(first, values=(Say("Together 335,115, which is 1.34 MB in float32s."),))
    changed = replace(right, examples=(wrong, *others))
    monkeypatch.setattr(stated, "lesson", lambda name: changed if name == "mlp_params" else lesson(name))
    assert list(stated.untrue("01-parameter-counting", solution("01-parameter-counting"))) == [
        f"mlp_params: the check states {it}, which {first.call} does not give" for it in ("335,115", "1.34")
    ]


def test_an_example_in_a_docstring_that_does_not_come_out_is_told() -> None:
    found = untrue(ASSIGNMENT, "conv2d_single", "20.5", "20.6")
    assert found == ["an example of conv2d_single does not come out"]


def test_a_solution_that_does_not_run_is_told_and_no_crash() -> None:
    found = untrue(ASSIGNMENT, "output_size", "def output_size", "1 / 0\ndef output_size")
    assert found == ["the solution ends in ZeroDivisionError: division by zero"]


# What students are given


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what is released, and of what it is made from."""
    for folder in ("solutions", "assignments", "autograder"):
        shutil.copytree(
            PROJECT / folder, tmp_path / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    for folder in ("images", "looking"):
        shutil.copytree(PROJECT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "nbgrader_config.py", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("return (n - k) // stride + 1", "solutions/"),
        ("yield Case((large(rng, 5, 5), whole(rng, 3, 3)))", "autograder/exercises/conv2d_single.py"),
        ("return Expected(int(convolve(strip, kernel, (stride, 1)).shape[1]))", "autograder/reference/"),
        ("views = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)", "autograder/verify/right/"),
    ],
    ids=["of a solution", "of a hidden case", "of a reference", "of a right answer"],
)
def test_a_line_that_is_given_away_is_a_fault(line: str, of: str, project: Path) -> None:
    path = project / released(ASSIGNMENT).relative_to(PROJECT)
    path.write_bytes(edited(path.read_bytes(), "title-en", lambda source: f"{source}\n\n    {line}"))
    found = faults(list(verify._assignments(project)))
    assert list(found) == ["up to date", "nothing given away"]
    assert "sliding-window.ipynb gives away a line of " in found["nothing given away"]
    assert of in found["nothing given away"]


def test_what_is_out_of_date_is_a_fault(project: Path) -> None:
    (project / "assignments" / "old.txt").write_text("left behind")
    found = list(verify._assignments(project))
    assert list(faults(found)) == ["up to date"]
    assert "Remedy: Run `make release`" in printed(found)


# The command, and its report for a CI


def course_of(*checks: Check, error: Exception | None = None) -> Callable[..., Iterator[Check]]:
    def verify(*, device: str) -> Iterator[Check]:
        yield from checks
        if error:
            raise error

    return verify


GOOD = Check(
    "02-x", "flipped-kernel", Kind.MISTAKE, "conv", caught=True, named="flipped-kernel", seconds=0.25
)
BAD = Check(
    "02-x",
    "tensordot",
    Kind.RIGHT,
    "conv",
    faults=("Yours is \x00\ud800 <b>&", "Too."),
    remedy="Mend it.",
    seconds=1.5,
)
WHOLE = Check("assignments/", "up to date", found="yes")


def test_a_fault_is_status_1_and_stands_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify, "verify", course_of(GOOD, BAD, WHOLE))
    path = tmp_path / "report.xml"
    assert cli.main(["verify", "--junit", str(path)]) == 1
    assert "1 fault was found." in capsys.readouterr().out
    root = ET.parse(path).getroot()  # noqa: S314  # our own
    assert root.tag == "testsuites"
    assert root.attrib == {
        "name": "autograder verify",
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
        "time": "1.750",
    }
    assert [suite.attrib["name"] for suite in root] == ["02-x", "assignments/"]
    cases = list(root.iter("testcase"))
    assert [(case.attrib["classname"], case.attrib["name"], case.attrib["time"]) for case in cases] == [
        ("02-x.conv", "mistake: flipped-kernel", "0.250"),
        ("02-x.conv", "right answer: tensordot", "1.500"),
        ("assignments/", "up to date", "0.000"),
    ]
    [failure] = root.iter("failure")
    assert failure in cases[1]
    assert failure.attrib == {"message": "Yours is \ufffd\ufffd <b>&", "type": "right answer"}
    assert failure.text == "Yours is \ufffd\ufffd <b>&\nToo.\nMend it."


def test_without_a_fault_the_status_is_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "verify", course_of(GOOD, WHOLE))
    assert cli.main(["verify"]) == 0
    assert cli.main(["verify", "--junit", str(tmp_path / "report.xml")]) == 0
    assert "failure " not in (tmp_path / "report.xml").read_text()


def test_what_stops_it_is_an_error_in_the_report_beside_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "verify", course_of(GOOD, BAD, error=WallError("The wall fell.")))
    path = tmp_path / "report.xml"
    assert cli.main(["verify", "--junit", str(path)]) == 2
    root = ET.parse(path).getroot()  # noqa: S314  # our own
    assert [root.attrib[name] for name in ("tests", "failures", "errors")] == ["3", "1", "1"]
    [error] = root.iter("error")
    assert error.attrib["message"] == "The wall fell."


def test_every_check_of_the_course_is_a_case_of_its_own(whole: list[Check], tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    with path.open("wb") as file:
        junit.write(file, whole)
    cases = [case.attrib for case in ET.parse(path).getroot().iter("testcase")]  # noqa: S314  # our own
    assert len({(case["classname"], case["name"]) for case in cases}) == len(cases) == len(whole)


@pytest.mark.parametrize("path", [".", "none/report.xml", "/proc/report.xml"])
def test_a_report_that_cannot_be_written_is_a_wrong_call_and_nobody_waits(
    path: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verify, "verify", course_of(error=AssertionError("it was begun")))
    assert cli.main(["verify", "--junit", path]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "cannot be written" in error and "Name another file" in error
