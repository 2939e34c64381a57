"""Files in `autograded/` and `feedback/`: whole, with what nbgrader wants beside them, and nothing else."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from autograder.errors import CourseError
from autograder.handback import Figures, hand_back, handed_in


@pytest.fixture
def submitted(tmp_path: Path) -> Path:
    folder = tmp_path / "submitted" / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    (folder / "submission_secret.txt").write_text("a1b2")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_is_put_beside_the_time_and_the_secret_of_its_submission(
    tmp_path: Path, submitted: Path
) -> None:
    folder = tmp_path / "feedback" / "ada" / "ps1"
    hand_back(b"<html>", folder, "x.html", submitted)
    assert (folder / "x.html").read_bytes() == b"<html>"
    assert (folder / "timestamp.txt").read_text() == "2026-03-01 12:00:00.000000 UTC"
    assert (folder / "submission_secret.txt").read_text() == "a1b2"
    assert names(folder) == {"x.html", "timestamp.txt", "submission_secret.txt"}


def test_a_file_takes_the_place_of_an_older_one_that_may_not_be_written(
    tmp_path: Path, submitted: Path
) -> None:
    folder = tmp_path / "autograded"
    hand_back(b"old", folder, "x.ipynb", submitted)
    (folder / "x.ipynb").chmod(0o444)  # as nbgrader leaves it
    hand_back(b"new", folder, "x.ipynb", submitted)
    assert (folder / "x.ipynb").read_bytes() == b"new"


def test_a_submission_without_a_time_takes_the_old_time_away(tmp_path: Path, submitted: Path) -> None:
    folder = tmp_path / "autograded"
    hand_back(b"", folder, "x.ipynb", submitted)
    (submitted / "timestamp.txt").unlink()
    hand_back(b"", folder, "x.ipynb", submitted)
    assert names(folder) == {"x.ipynb", "submission_secret.txt"}


def test_when_a_file_cannot_be_put_there_nothing_half_is_left(tmp_path: Path, submitted: Path) -> None:
    folder = tmp_path / "autograded"
    (folder / "x.ipynb" / "in the way").mkdir(parents=True)
    with pytest.raises(CourseError, match=r"x\.ipynb cannot be written \(Is a directory\)"):
        hand_back(b"new", folder, "x.ipynb", submitted)
    assert names(folder) == {"x.ipynb", "timestamp.txt", "submission_secret.txt"}
    assert names(folder / "x.ipynb") == {"in the way"}


@pytest.mark.parametrize("what", ["link", "pipe", "folder", "too large"])
def test_what_is_no_small_file_in_a_submission_is_not_copied(
    tmp_path: Path, submitted: Path, what: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the course's own")
    file = submitted / "timestamp.txt"
    file.unlink()
    match what:
        case "link":
            file.symlink_to(secret)
        case "pipe":
            os.mkfifo(file)
        case "folder":
            file.mkdir()
        case _:
            file.write_text("2026-03-01" + " " * 2000)
    folder = tmp_path / "autograded"
    hand_back(b"", folder, "x.ipynb", submitted)
    assert names(folder) == {"x.ipynb", "submission_secret.txt"}


@pytest.fixture
def released(tmp_path: Path) -> Path:
    folder = tmp_path / "assignments" / "ps1"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "1.png").write_bytes(b"png")
    (folder / "x.ipynb").write_bytes(b"")
    return folder


def test_the_assignments_figures_lie_beside_a_notebook(
    tmp_path: Path, submitted: Path, released: Path
) -> None:
    folder = tmp_path / "autograded"
    hand_back(b"", folder, "x.ipynb", submitted, Figures(released))
    assert (folder / "images" / "1.png").read_bytes() == b"png"
    (released / "images" / "1.png").write_bytes(b"drawn anew")
    hand_back(b"", folder, "x.ipynb", submitted, Figures(released))
    assert (folder / "images" / "1.png").read_bytes() == b"drawn anew"
    assert names(folder / "images") == {"1.png"}


def test_a_class_shares_one_copy_of_a_figure_and_never_the_courses_own(
    tmp_path: Path, submitted: Path, released: Path
) -> None:
    figures = Figures(released)
    first, second, third = (tmp_path / "autograded" / name / "images" / "1.png" for name in "abc")
    for figure in (first, second):
        hand_back(b"", figure.parents[1], "x.ipynb", submitted, figures)
    assert second.samefile(first)
    assert not second.samefile(released / "images" / "1.png")
    first.unlink()
    hand_back(b"", third.parents[1], "x.ipynb", submitted, figures)
    assert third.read_bytes() == second.read_bytes() == b"png"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 12:00:00.123456 UTC",
        "2026-03-01 12:00:00 Europe/Berlin",
        "2026-03-01 12:00:00 Nowhere/Land",
        "2026-03-01 12:00:00 +0000",
        "2026-03-01 12:00:00 +0100",
        "2026-03-01 12:00:00 -3600",
        "2026-03-01T12:00:00+01:00",
        "2026-03-01 12:00:00",
        "2026-03-01",
    ],
)
def test_times_are_read_as_the_formgrader_reads_them(text: str) -> None:
    expected: datetime = parse_utc(text)
    assert handed_in(text) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01 00:00:00 UTC", "99999999999999999999", "a b c", "\0"]
)
def test_what_is_no_time_gives_none(text: str) -> None:
    assert handed_in(text) is None
