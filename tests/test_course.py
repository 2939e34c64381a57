"""What lies in a course's folders: every submission is found, and nothing but an ordinary file is opened."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.course import Submission, overlooked, read_file, submissions
from autograder.errors import CourseError, UnreadableNotebook, UsageError
from autograder.limits import DEFAULTS

ASSIGNMENT = "02-sliding-window"


def submit(course: Path, student: str, assignment: str = ASSIGNMENT, **files: bytes) -> Path:
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_bytes(data)
    return folder


def utc(hour: int, minute: int, second: int, microsecond: int = 0) -> datetime:
    """A time of 2 March 2026, as nbgrader keeps it: in UTC, and without saying so."""
    return datetime(2026, 3, 2, hour, minute, second, microsecond, UTC).replace(tzinfo=None)


def only(course: Path) -> Submission:
    (submission,) = submissions(course, ASSIGNMENT)
    return submission


def test_submissions_come_by_student(tmp_path: Path) -> None:
    for student in ("zoe", "ada", "=cmd|'C calc'!A0", "学生", "-rf"):
        submit(tmp_path, student, sliding_window__ipynb=b"{}")
    submit(tmp_path, "bob", "01-parameter-counting")
    found = [submission.student for submission in submissions(tmp_path, ASSIGNMENT)]
    assert found == sorted(["zoe", "ada", "=cmd|'C calc'!A0", "学生", "-rf"])


def test_only_the_students_who_are_named(tmp_path: Path) -> None:
    for student in ("ada", "bob", "cem"):
        submit(tmp_path, student)
    assert [s.student for s in submissions(tmp_path, ASSIGNMENT, ["cem", "ada"])] == ["ada", "cem"]


@pytest.mark.parametrize(
    ("assignment", "students", "says"),
    [
        ("99-nothing", None, "01-parameter-counting, 02-sliding-window"),
        ("03-multi-kernel", None, "Nobody has submitted"),
        (ASSIGNMENT, ["zoe"], "zoe has not submitted"),
        (ASSIGNMENT, ["zoe,ada"], "once for each student"),
        (ASSIGNMENT, [""], "once for each student"),
    ],
)
def test_a_wrong_call_is_told_what_there_is(
    tmp_path: Path, assignment: str, students: list[str] | None, says: str
) -> None:
    submit(tmp_path, "ada")
    with pytest.raises(UsageError, match=says):
        submissions(tmp_path, assignment, students)


def test_without_a_folder_of_submissions_it_says_which(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--course-dir"):
        submissions(tmp_path, ASSIGNMENT)


def test_the_file_of_the_right_name_is_read(tmp_path: Path) -> None:
    submit(tmp_path, "ada", sliding_window__ipynb=b"right", other__ipynb=b"other")
    assert only(tmp_path).read() == b"right"


def test_a_renamed_notebook_is_read_if_it_is_the_only_one(tmp_path: Path) -> None:
    folder = submit(tmp_path, "ada", notes__txt=b"notes")
    (folder / "sliding-window (1).IPYNB").write_bytes(b"renamed")
    assert only(tmp_path).read() == b"renamed"


def test_what_is_hidden_is_no_notebook(tmp_path: Path) -> None:
    folder = submit(tmp_path, "ada", mine__ipynb=b"mine")
    (folder / "._mine.ipynb").write_bytes(b"macOS")
    assert only(tmp_path).read() == b"mine"


def test_a_notebook_in_a_folder_is_read_where_there_is_none_above(tmp_path: Path) -> None:
    folder = submit(tmp_path, "ada")
    for inner in ("work/old", ".ipynb_checkpoints", "__MACOSX"):
        (folder / inner).mkdir(parents=True)
        (folder / inner / "sliding-window.ipynb").write_bytes(b"old")
    (folder / "work" / "mine.ipynb").write_bytes(b"mine")
    assert only(tmp_path).read() == b"mine"


def test_no_folder_is_entered_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "sliding-window.ipynb").touch()
    (submit(tmp_path, "ada") / "work").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnreadableNotebook, match="no notebook"):
        only(tmp_path).read()


def test_a_notebook_beside_the_one_that_is_graded_is_told(tmp_path: Path) -> None:
    submit(tmp_path, "ada", sliding_window__ipynb=b"{}", old_Copy1__ipynb=b"{}", notes__txt=b"")
    submit(tmp_path, "bob", mine__ipynb=b"{}", parameter_counting__ipynb=b"{}")
    submit(tmp_path, "cem", sliding_window__ipynb=b"{}")
    submit(tmp_path, "dan", a__ipynb=b"{}", b__ipynb=b"{}")  # his verdict will say so
    assert overlooked(tmp_path, ASSIGNMENT) == [
        "ada handed in old-Copy1.ipynb beside sliding-window.ipynb: only sliding-window.ipynb is graded.",
        "bob handed in parameter-counting.ipynb beside mine.ipynb: only mine.ipynb is graded.",
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "no notebook"),
        ({"notes__txt": b""}, "Submit the file sliding-window.ipynb"),
        ({"a__ipynb": b"", "b__ipynb": b""}, "2 notebooks"),
    ],
)
def test_without_one_notebook_the_student_is_told_what_to_submit(
    tmp_path: Path, files: dict[str, bytes], says: str
) -> None:
    submit(tmp_path, "ada", ASSIGNMENT, **files)
    with pytest.raises(UnreadableNotebook, match=says):
        only(tmp_path).read()


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    folder = submit(tmp_path, "ada")
    (folder / "sliding-window.ipynb").symlink_to(secret)
    with pytest.raises(UnreadableNotebook, match="ordinary file"):
        only(tmp_path).read()
    (tmp_path / "submitted" / "eve").symlink_to(tmp_path / "submitted" / "ada")
    assert only(tmp_path).student == "ada"


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_a_pipe_a_folder_or_a_device_hangs_nobody(tmp_path: Path, make: object) -> None:
    folder = submit(tmp_path, "ada")
    make(folder / "sliding-window.ipynb")  # type: ignore[operator]
    with pytest.raises(UnreadableNotebook, match="ordinary file"):
        only(tmp_path).read()


def test_no_more_is_read_than_a_notebook_may_have(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(10 * DEFAULTS.notebook_bytes)
    with pytest.raises(UnreadableNotebook, match="has 200 MiB; a notebook may have up to 20 MiB"):
        read_file(path)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02 14:05:06.789012 UTC", utc(14, 5, 6, 789012)),
        ("2026-03-02 14:05:06", utc(14, 5, 6)),
        ("2026-03-02 14:05:06+08:00\n", utc(6, 5, 6)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_time_is_the_one_that_nbgrader_wrote_down(
    tmp_path: Path, text: str, moment: datetime | None
) -> None:
    submit(tmp_path, "ada", timestamp__txt=text.encode())
    assert only(tmp_path).timestamp == moment


def test_without_a_time_there_is_none(tmp_path: Path) -> None:
    submit(tmp_path, "ada")
    assert only(tmp_path).timestamp is None


def test_what_looks_like_work_and_is_not_graded_is_told(tmp_path: Path) -> None:
    submit(tmp_path, "ada", sliding_window__ipynb=b"{}")
    submit(tmp_path, "bob", "01-parameter-counting")
    assert overlooked(tmp_path, ASSIGNMENT) == []
    submit(tmp_path, "zoe", "02_sliding_window")
    (tmp_path / "submitted" / "loose.ipynb").touch()
    (tmp_path / "submitted" / "cem").mkdir()
    (tmp_path / "submitted" / "cem" / "sliding-window.ipynb").touch()
    (tmp_path / "submitted" / "dan").mkdir()
    (tmp_path / "submitted" / "dan" / ASSIGNMENT).touch()
    os.mkdir(os.fsencode(tmp_path) + b"/submitted/\xff")  # noqa: PTH102  # no path of text can name it
    found = overlooked(tmp_path, ASSIGNMENT)
    assert len(found) == 5
    for word in ("02_sliding_window", "loose.ipynb", "cem holds sliding-window.ipynb", "dan", "UTF-8"):
        assert any(word in sentence for sentence in found), word
    assert [submission.student for submission in submissions(tmp_path, ASSIGNMENT)] == ["ada"]


def test_a_folder_that_may_not_be_read_is_not_the_students_fault(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    folder = submit(tmp_path, "ada", sliding_window__ipynb=b"{}")
    folder.chmod(0)
    try:
        with pytest.raises(CourseError, match="may not be read"):
            only(tmp_path).read()
    finally:
        folder.chmod(0o755)


def test_a_name_for_which_a_gradebook_has_no_room_is_said_and_passed_over(tmp_path: Path) -> None:
    submit(tmp_path, "a" * 128, sliding_window__ipynb=b"{}")
    submit(tmp_path, "b" * 129, sliding_window__ipynb=b"{}")
    assert only(tmp_path).student == "a" * 128
    assert "may have 128 characters" in " ".join(overlooked(tmp_path, ASSIGNMENT))
