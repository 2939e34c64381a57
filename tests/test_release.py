"""Releasing: assignments/ is what the masters give, byte for byte, and gives no answer away."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder import release
from autograder.course import PROJECT
from autograder.errors import CourseError
from tests import masters

SMALL = "03-multi-kernel"
MASTER = f"solutions/{SMALL}/multi-kernel.ipynb"
RELEASED = f"assignments/{SMALL}/multi-kernel.ipynb"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one assignment, up to date."""
    shutil.copytree(PROJECT / "solutions" / SMALL, tmp_path / "solutions" / SMALL, symlinks=True)
    shutil.copytree(PROJECT / "assignments" / SMALL, tmp_path / "assignments" / SMALL)
    shutil.copytree(PROJECT / "images", tmp_path / "images", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "looking", tmp_path / "looking", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("exercises", "reference"):
        shutil.copytree(PROJECT / "autograder" / folder, tmp_path / "autograder" / folder)
    shutil.copy(PROJECT / "nbgrader_config.py", tmp_path)
    return tmp_path


def listing(project: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()}


def append(project: Path, notebook: str, cell: str, text: str) -> None:
    """Add lines to a cell of a notebook."""
    path = project / notebook
    content = json.loads(path.read_text(encoding="utf-8"))
    (found,) = [each for each in content["cells"] if each["id"] == cell]
    found["source"] = "".join(found["source"]) + text
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


# --- What students get ------------------------------------------------------------------------------


def test_assignments_are_up_to_date_and_give_nothing_away() -> None:
    assert release.findings() == []


def test_the_same_masters_give_the_same_bytes() -> None:
    first, second = release.released(SMALL), release.released(SMALL)
    assert first == second
    assert [path for path in sorted(first) if not path.startswith("looking/")] == [
        "images/10_20.png",
        "images/10_21.png",
        "multi-kernel.ipynb",
    ]
    modules = [f"looking/{path.name}" for path in sorted((PROJECT / "looking").glob("*.py"))]
    assert [path for path in sorted(first) if path.startswith("looking/")] == sorted(
        [*modules, "looking/examples.json"]
    )


@pytest.mark.parametrize("assignment", masters.ASSIGNMENTS)
def test_a_released_notebook_differs_from_its_master_by_the_stubs_alone(assignment: str) -> None:
    region = re.compile(r"( *)### BEGIN SOLUTION\n.*?### END SOLUTION", re.DOTALL)
    before, after = masters.graded(assignment), masters.graded(assignment, "assignments")
    assert {
        name: region.sub(r"\1raise NotImplementedError", source) for name, source in before.items()
    } == after
    assert sum(source.count("raise NotImplementedError") for source in after.values()) == len(
        masters.TABLE[assignment]
    )


def test_figures_are_copies_and_no_links() -> None:
    for assignment in masters.ASSIGNMENTS:
        for figure in (PROJECT / "assignments" / assignment / "images").iterdir():
            assert not figure.is_symlink()
            assert (PROJECT / "solutions" / assignment / "images" / figure.name).is_symlink()
            assert figure.read_bytes() == (PROJECT / "images" / figure.name).read_bytes()


def test_an_instructor_who_runs_nbgrader_gets_the_same_files(project: Path) -> None:
    shutil.rmtree(project / "assignments")
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", SMALL, "--no-db"],
        cwd=project,
        check=True,
        capture_output=True,
    )
    assert listing(project / "assignments") == {
        str(project / "assignments" / SMALL / path): data for path, data in release.released(SMALL).items()
    }


# --- Finding what is wrong --------------------------------------------------------------------------


def test_nothing_is_found_and_nothing_touched_when_all_is_well(project: Path) -> None:
    before = listing(project)
    assert release.findings(project) == []
    assert release.write(project) == []
    assert listing(project) == before


def test_an_edited_a_missing_and_an_orphaned_file_are_each_named(project: Path) -> None:
    append(project, RELEASED, "title-en", "\nAn edit.")
    (project / f"assignments/{SMALL}/images/10_20.png").unlink()
    (project / "assignments/old.txt").write_text("left behind")
    assert sorted(release.findings(project)) == [
        f"assignments/{SMALL}/images/10_20.png is missing. Run: make release",
        f"{RELEASED} is not what its master gives. Run: make release",
        "assignments/old.txt comes from nothing in solutions/. Run: make release",
    ]
    assert sorted(release.write(project)) == [
        f"assignments/{SMALL}/images/10_20.png",
        RELEASED,
        "assignments/old.txt",
    ]
    assert release.findings(project) == []


def test_an_assignment_without_a_master_is_an_orphan(project: Path) -> None:
    shutil.copytree(project / "assignments" / SMALL, project / "assignments" / "04-padding")
    orphans = [path for path in (project / "assignments" / "04-padding").rglob("*") if path.is_file()]
    orphans = [path for path in orphans if "__pycache__" not in path.parts]
    found = release.findings(project)
    assert len(found) == len(orphans) > 0
    assert all("04-padding" in finding for finding in found)


def test_a_changed_master_makes_its_release_out_of_date(project: Path) -> None:
    append(project, MASTER, "title-en", "\nMore to read.")
    assert release.findings(project) == [f"{RELEASED} is not what its master gives. Run: make release"]
    assert release.write(project) == [RELEASED]
    assert "More to read." in (project / RELEASED).read_text(encoding="utf-8")


# --- Giving answers away ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("stack-maps-en", "\n```\nreturn np.stack( maps,axis = -1, )\n```"),
        ("check_stack_maps", "\n# return np.stack(maps, axis=-1)"),
        ("book", "\ndef give(maps):\n    return np.stack(\n        maps, axis=-1)"),
    ],
    ids=["in the text", "in a comment", "in code for students, laid out anew"],
)
def test_a_line_of_a_solution_is_never_released(project: Path, cell: str, text: str) -> None:
    before = listing(project / "assignments")
    append(project, MASTER, cell, text)
    with pytest.raises(CourseError, match=rf"{RELEASED} gives away a line of {MASTER}: returnnp\.stack"):
        release.write(project)
    assert listing(project / "assignments") == before


def test_a_line_of_a_solution_that_stands_in_an_assignment_is_found(project: Path) -> None:
    append(project, RELEASED, "summary-en", "\n    return np.stack(maps, axis=-1)")
    assert release.findings(project) == [
        f"{RELEASED} is not what its master gives. Run: make release",
        f"{RELEASED} gives away a line of {MASTER}: returnnp.stack(maps,axis=-1)",
    ]


def test_a_sentence_of_a_model_answer_is_never_released(project: Path) -> None:
    append(
        project,
        MASTER,
        "summary-en",
        "\n\nHere is why: with an activation behind it,\nit also makes the network deeper.",
    )
    release.write(project)  # a part of a sentence tells nothing
    append(
        project, MASTER, "summary-en", "\n\nWith an activation behind it, it also makes the\nnetwork deeper."
    )
    with pytest.raises(CourseError, match=rf"gives away a line of {MASTER}: Withanactivationbehindit"):
        release.write(project)


def test_hidden_tests_are_cut_out_and_must_not_stand_elsewhere(project: Path) -> None:
    hidden = "assert stack_maps([np.eye(7)]).shape == (7, 7, 1)"
    append(project, MASTER, "check_stack_maps", f"\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS")
    release.write(project)
    assert "np.eye(7)" not in (project / RELEASED).read_text(encoding="utf-8")
    append(project, MASTER, "summary-en", f"\n{hidden}")
    with pytest.raises(CourseError, match="gives away a line of solutions/"):
        release.write(project)


@pytest.mark.parametrize("folder", ["exercises", "reference"])
def test_a_line_of_a_hidden_case_or_a_reference_is_found(project: Path, folder: str) -> None:
    line = "expected = 3 * tf.nn.relu(hidden_input)"
    (project / "autograder" / folder / "_new.py").write_text(f"import tensorflow as tf\n\n{line}  # yes\n")
    append(project, RELEASED, "summary-en", f"\n{line}")
    assert (
        f"{RELEASED} gives away a line of autograder/{folder}/_new.py: expected=3*tf.nn.relu(hidden_input)"
        in release.findings(project)
    )


def test_statements_are_what_tells_and_nothing_that_may_stand_anywhere() -> None:
    source = '''
import numpy as np
def area(width: int, height: int) -> int:
    """A docstring with words that may be in the text too."""
    # A comment, likewise.
    if width:
        return width
    return width * height + np.sum(
        [1, 2,],  # why
    )
'''
    assert list(release.statements(source)) == ["returnwidth*height+np.sum([1,2])"]


# --- The command ------------------------------------------------------------------------------------


def test_the_command_says_one_line_for_each_finding_and_fails(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(["--check"], project) == 0
    (project / "assignments/old.txt").write_text("left behind")
    append(project, RELEASED, "title-en", "\nAn edit.")
    assert release.main(["--check"], project) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert release.main([], project) == 0
    assert release.main(["--check"], project) == 0


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda p: (p / "images/10_21.png").unlink(), "is a figure missing in images/? Try: make figures"),
        (
            lambda p: append(p, MASTER, "stack_maps", "\n    ### BEGIN SOLUTION\n    pass"),
            "nbgrader could not make 03-multi-kernel: no end solution statement found",
        ),
    ],
    ids=["a figure is missing", "a solution has no end"],
)
def test_a_master_that_cannot_be_released_is_one_line_and_status_2(
    project: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], None], said: str
) -> None:
    harm(project)
    before = listing(project / "assignments")
    assert release.main([], project) == 2
    assert said in capsys.readouterr().err
    assert listing(project / "assignments") == before
