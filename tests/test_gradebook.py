"""The gradebook: nbgrader's own database, in which no mark is lost and what a person decided stays."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook as NbgradersGradebook
from nbgrader.preprocessors import GetGrades, SaveCells
from sqlalchemy import create_engine, inspect, text

from autograder.errors import CourseError
from autograder.feedback.people import Part, People, Remark
from autograder.gradebook import Gradebook, database
from autograder.master import CHECK, Master, MasterCell, read_master
from autograder.returned import returned
from autograder.verdict import Status
from tests.course import ASSIGNMENT, MASTER, POINTS, QUESTION, RELEASED, verdict
from tests.postgresql import alone

MORNING = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tmp_path


def url(course: Path) -> str:
    return f"sqlite:///{course}/gradebook.db"


on_both = pytest.mark.parametrize(
    "db_url", ["sqlite", pytest.param("postgresql", marks=alone)], indirect=True
)
"""For tests of what the two kinds of database might do in two ways."""


@pytest.fixture
def db_url(request: pytest.FixtureRequest, course: Path) -> str:
    """The address of the gradebook."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return url(course)
    address: str = request.getfixturevalue("on_postgresql")
    return address


@pytest.fixture
def gradebook(course: Path, db_url: str) -> Iterator[Gradebook]:
    with Gradebook(course, db_url) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
        yield gradebook


@pytest.fixture
def theirs(db_url: str, gradebook: Gradebook) -> Iterator[NbgradersGradebook]:
    """The same database as nbgrader's own tools see it, open at the same time."""
    with NbgradersGradebook(db_url) as theirs:
        yield theirs


def grade(theirs: NbgradersGradebook, exercise: str, student: str = "ada") -> Any:
    theirs.db.commit()  # writes what was changed, and forgets what was read
    return theirs.find_grade(CHECK + exercise, MASTER.name, ASSIGNMENT, student)


def comment(theirs: NbgradersGradebook, exercise: str, student: str = "ada") -> Any:
    theirs.db.commit()
    return theirs.find_comment(exercise, MASTER.name, ASSIGNMENT, student)


def dump(db_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    engine = create_engine(db_url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")) for name in tables}  # noqa: S608  # its own names
        found = {name: sorted(map(tuple, its), key=repr) for name, its in rows.items()}
    engine.dispose()
    return found


# --- What is written --------------------------------------------------------------------------------


@on_both
def test_nbgrader_finds_the_assignment_as_it_was_released(theirs: NbgradersGradebook) -> None:
    assignment = theirs.find_assignment(ASSIGNMENT)
    (notebook,) = assignment.notebooks
    assert (notebook.name, assignment.max_score) == ("sliding-window", 22.0)
    assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {
        CHECK + name: points for name, points in POINTS.items()
    } | {QUESTION: 2.0}
    assert {cell.name for cell in notebook.solution_cells} == {*POINTS, QUESTION}
    source = theirs.find_source_cell("check_window", MASTER.name, ASSIGNMENT)
    assert (source.locked, source.source) == (True, MASTER.cell("check_window").source)
    assert source.checksum == MASTER.cell("check_window").nbgrader["checksum"]
    assert not theirs.find_source_cell("window", MASTER.name, ASSIGNMENT).locked
    assert theirs.find_source_cell("imports", MASTER.name, ASSIGNMENT).locked


def test_the_rows_are_those_that_generate_assignment_makes(
    course: Path, gradebook: Gradebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))  # nbgrader starts the program alembic
    other = course / "other"
    other.mkdir()
    names = {"notebook": MASTER.name, "assignment": ASSIGNMENT, "student": ".", "db_url": url(other)}
    with NbgradersGradebook(url(other), "convolution") as theirs:
        theirs.add_assignment(ASSIGNMENT)
    SaveCells().preprocess(nbformat.read(RELEASED, 4), {"nbgrader": names})
    for table, columns in {
        "course": "id",
        "assignment": "name, duedate, course_id",
        "notebook": "name, kernelspec",
        "base_cell": "name, type",
        "grade_cells": "max_score, cell_type",
        "source_cell": "name, cell_type, locked, source, checksum",
        "alembic_version": "version_num",
    }.items():
        query = f"SELECT {columns} FROM {table} ORDER BY {columns}"  # noqa: S608  # our own names
        with (
            sqlite3.connect(course / "gradebook.db") as ours,
            sqlite3.connect(other / "gradebook.db") as made,
        ):
            expected = made.execute(query).fetchall()
            if table == "course":
                expected.remove(("default_course",))  # the preprocessor opens the database without a name
            assert ours.execute(query).fetchall() == expected


@on_both
def test_a_submission_gets_a_mark_and_a_message_for_each_exercise(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG), message="Look again."), MORNING)
    submission = theirs.find_submission(ASSIGNMENT, "ada")
    assert (submission.score, submission.max_score) == (18.0, 22.0)
    assert not submission.needs_manual_grade
    assert grade(theirs, "window").auto_score == 0.0
    assert grade(theirs, "conv2d_single").auto_score == 6.0
    assert comment(theirs, "window").comment == "Look again."


def test_an_unreadable_submission_gets_zero_and_not_nothing(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(otherwise=Status.MISSING, problem="The file is a PDF."))
    assert {grade(theirs, name).auto_score for name in POINTS} == {0.0}
    assert not theirs.find_submission(ASSIGNMENT, "ada").needs_manual_grade


@pytest.mark.parametrize(
    "moment", [MORNING, MORNING.astimezone(timezone(timedelta(hours=8))), MORNING.replace(tzinfo=None)]
)
def test_times_are_kept_in_utc_as_nbgrader_does(
    gradebook: Gradebook, theirs: NbgradersGradebook, moment: datetime
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), moment)
    assert theirs.find_submission(ASSIGNMENT, "ada").timestamp == MORNING.replace(tzinfo=None)


def test_students_keep_the_names_that_the_instructor_gave_them(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    theirs.add_student("ada", first_name="Ada", last_name="Lovelace")
    gradebook.record("ada", ASSIGNMENT, verdict())
    theirs.db.expire_all()
    assert theirs.find_student("ada").last_name == "Lovelace"


@pytest.mark.parametrize("student", ["o'neil; DROP TABLE grade;--", "李雷", "a" * 128, "=cmd"])
def test_any_name_is_just_a_name(gradebook: Gradebook, theirs: NbgradersGradebook, student: str) -> None:
    gradebook.record(student, ASSIGNMENT, verdict())
    assert theirs.find_submission(ASSIGNMENT, student).score == 20.0


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("yours [1, 2], expected [[3]]: a < b & c", "yours [1, 2], expected [[3]]: a < b & c"),
        ("ValueError: <script>alert(1)</script>", "ValueError: < script>alert(1)< /script>"),
        ("[x](javascript:alert(1))", "[x] (javascript:alert(1))"),
        ("[x]: javascript:alert(1)", "[x] : javascript:alert(1)"),
        (r"$\href{javascript:alert(1)}{x}$", r"$\ href{javascript:alert(1)}{x}$"),
        ("&lt;script&#62;", "& lt;script& #62;"),
        ("\x1b[2J\u202ecod.exe", "<U+202E>cod.exe"),
    ],
)
def test_a_message_is_text_and_nothing_else(
    gradebook: Gradebook, theirs: NbgradersGradebook, message: str, kept: str
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.CRASHED), message=message))
    found = comment(theirs, "window").auto_comment
    assert found.replace("< U+", "<U+") == kept


@on_both
def test_grading_the_same_again_changes_nothing(db_url: str, gradebook: Gradebook) -> None:
    judged = verdict(("window", Status.WRONG), ("conv2d_single", Status.BROKEN))
    gradebook.record("ada", ASSIGNMENT, judged, MORNING)
    before = dump(db_url)
    gradebook.prepare(ASSIGNMENT, MASTER)
    gradebook.record("ada", ASSIGNMENT, judged, MORNING)
    assert dump(db_url) == before


@on_both
def test_several_assignments_and_students_keep_apart(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    folder = RELEASED.parent.parent / "03-multi-kernel"
    gradebook.prepare("03-multi-kernel", read_master(folder / "multi-kernel.ipynb"))
    gradebook.record("ada", ASSIGNMENT, verdict())
    gradebook.record("bob", ASSIGNMENT, verdict(otherwise=Status.MISSING))
    assert [theirs.find_submission(ASSIGNMENT, student).score for student in ("ada", "bob")] == [20.0, 0.0]
    assert theirs.assignment_submissions("03-multi-kernel") == []


# --- What people decided ----------------------------------------------------------------------------


@on_both
def test_a_manual_mark_and_comment_survive_a_new_grading(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG)), MORNING)
    manual = grade(theirs, "window")
    manual.manual_score, manual.extra_credit, manual.needs_manual_grade = 1.5, 0.25, False
    comment(theirs, "window").manual_comment = "A nice try."
    theirs.db.commit()

    gradebook.record("ada", ASSIGNMENT, verdict(), EVENING)
    found = grade(theirs, "window")
    assert (found.manual_score, found.extra_credit, found.score) == (1.5, 0.25, 1.75)
    assert found.auto_score == 2.0
    assert found.needs_manual_grade, "what the mark was given for has changed: a person should look again"
    assert comment(theirs, "window").comment == "A nice try."
    assert comment(theirs, "window").auto_comment == "About window."


def test_a_manual_mark_is_not_questioned_when_nothing_changed(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG)), MORNING)
    manual = grade(theirs, "window")
    manual.manual_score, manual.needs_manual_grade = 1.5, False
    theirs.db.commit()
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG)), MORNING)
    assert not grade(theirs, "window").needs_manual_grade


def test_a_question_about_a_manual_mark_stays_until_a_person_answers_it(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.WRONG)), MORNING)
    manual = grade(theirs, "window")
    manual.manual_score, manual.needs_manual_grade = 1.5, False
    theirs.db.commit()
    for _again in range(2):
        gradebook.record("ada", ASSIGNMENT, verdict(), EVENING)
        assert grade(theirs, "window").needs_manual_grade


TITLE = "A question to answer in words"


@on_both
def test_what_people_and_rules_added_can_be_read_back(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    assert gradebook.people("ada", ASSIGNMENT) == People()
    gradebook.record("ada", ASSIGNMENT, verdict(), answered={QUESTION})
    assert gradebook.people("ada", ASSIGNMENT) == People((Part(TITLE, 2.0),))
    grade(theirs, "window").manual_score = 0.0
    grade(theirs, "conv2d_single").extra_credit = 1.0
    comment(theirs, "conv2d_single").manual_comment = "Very clear."
    theirs.find_submission_notebook(MASTER.name, ASSIGNMENT, "ada").late_submission_penalty = 2.0
    theirs.db.commit()
    remarks = {"window": Remark(score=0.0), "conv2d_single": Remark(extra=1.0, comment="Very clear.")}
    assert gradebook.people("ada", ASSIGNMENT) == People((Part(TITLE, 2.0),), remarks, penalty=2.0)


def test_the_mark_for_an_answer_is_read_back_with_its_extra_credit(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), answered={QUESTION})
    marked(theirs, 1.5)
    asked(theirs).extra_credit = 0.25
    theirs.db.commit()
    assert gradebook.people("ada", ASSIGNMENT).parts == (Part(TITLE, 2.0, 1.75, "Well put."),)


def test_a_question_without_an_answer_has_its_nought_at_once(gradebook: Gradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict())
    assert gradebook.people("ada", ASSIGNMENT).parts == (Part(TITLE, 2.0, 0.0, blank=True),)


# --- Questions that a person marks -------------------------------------------------------------------


def asked(theirs: NbgradersGradebook) -> Any:
    theirs.db.commit()
    return theirs.find_grade(QUESTION, MASTER.name, ASSIGNMENT, "ada")


def marked(theirs: NbgradersGradebook, score: float) -> None:
    """What the formgrader writes when a person marks an answer."""
    row = asked(theirs)
    row.manual_score, row.needs_manual_grade = score, False
    comment(theirs, QUESTION).manual_comment = "Well put."
    theirs.db.commit()


def test_an_answer_waits_for_a_person(gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), MORNING, answered={QUESTION})
    found = asked(theirs)
    assert (found.auto_score, found.needs_manual_grade, found.max_score) == (None, True, 2.0)
    assert comment(theirs, QUESTION).comment is None
    submission = theirs.find_submission(ASSIGNMENT, "ada")
    assert (submission.score, submission.max_score, submission.needs_manual_grade) == (20.0, 22.0, True)


def test_where_nothing_was_answered_nobody_is_asked(gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), MORNING)
    found = asked(theirs)
    assert (found.auto_score, found.needs_manual_grade) == (0.0, False)
    assert comment(theirs, QUESTION).comment == "No response."
    assert not theirs.find_submission(ASSIGNMENT, "ada").needs_manual_grade


def test_the_mark_for_an_answer_survives_and_is_not_asked_for_again(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), MORNING, answered={QUESTION})
    marked(theirs, 1.5)
    gradebook.record("ada", ASSIGNMENT, verdict(), EVENING, answered={QUESTION}, unchanged={QUESTION})
    assert (asked(theirs).score, asked(theirs).needs_manual_grade) == (1.5, False)
    assert comment(theirs, QUESTION).comment == "Well put."
    assert theirs.find_submission(ASSIGNMENT, "ada").score == 21.5


@pytest.mark.parametrize("now", [{QUESTION}, set()], ids=["other words", "no words any more"])
def test_a_mark_for_another_answer_stays_and_a_person_is_asked_to_look_again(
    gradebook: Gradebook, theirs: NbgradersGradebook, now: set[str]
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(), MORNING, answered={QUESTION})
    marked(theirs, 1.5)
    for known in (set(), {QUESTION}):  # and when it is graded once more, unchanged since
        gradebook.record("ada", ASSIGNMENT, verdict(), MORNING, answered=now, unchanged=known)
        assert (asked(theirs).score, asked(theirs).needs_manual_grade) == (1.5, True)


def test_an_answer_is_looked_at_even_when_the_grader_fails(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(otherwise=Status.BROKEN), MORNING)
    assert (asked(theirs).auto_score, asked(theirs).needs_manual_grade) == (None, True)


# --- Our own fault ----------------------------------------------------------------------------------


def test_what_could_not_be_judged_gets_no_mark_and_is_flagged(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(("window", Status.BROKEN), message="The grader failed."))
    found = grade(theirs, "window")
    assert (found.auto_score, found.needs_manual_grade) == (None, True)
    assert comment(theirs, "window").auto_comment == "The grader failed."
    assert theirs.find_submission(ASSIGNMENT, "ada").needs_manual_grade


@on_both
def test_a_mark_is_never_replaced_by_nothing(gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(message="Well done."), MORNING)
    gradebook.record(
        "ada", ASSIGNMENT, verdict(otherwise=Status.BROKEN, message="The grader failed."), EVENING
    )
    found = grade(theirs, "window")
    assert (found.auto_score, found.needs_manual_grade) == (2.0, True)
    assert comment(theirs, "window").auto_comment == "Well done.", "the words belong to the mark"


def test_after_a_repair_the_flag_goes_down(gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(otherwise=Status.BROKEN))
    gradebook.record("ada", ASSIGNMENT, verdict())
    assert (grade(theirs, "window").auto_score, grade(theirs, "window").needs_manual_grade) == (2.0, False)


@on_both
def test_a_submission_is_written_in_full_or_not_at_all(db_url: str, gradebook: Gradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict(otherwise=Status.WRONG))
    before = dump(db_url)
    unknown = replace(verdict().exercises[0], name="conv9d")
    judged = replace(verdict(), exercises=(*verdict().exercises, unknown))
    for student in ("ada", "new"):
        with pytest.raises(CourseError, match="no cells conv9d and check_conv9d"):
            gradebook.record(student, ASSIGNMENT, judged, EVENING)
    assert dump(db_url) == before


# --- The database's own trouble ---------------------------------------------------------------------


def test_a_database_in_use_is_said_in_one_sentence(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with Gradebook(course) as gradebook, sqlite3.connect(course / "gradebook.db") as other:
        gradebook.prepare(ASSIGNMENT, MASTER)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CourseError, match=r"gradebook\.db is in use: another program"):
            gradebook.record("ada", ASSIGNMENT, verdict())
        other.rollback()
        gradebook.record("ada", ASSIGNMENT, verdict())


def test_a_writer_waits_for_another(course: Path, gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    script = (
        "import sqlite3, sys, time; db = sqlite3.connect(sys.argv[1]); db.execute('BEGIN IMMEDIATE');"
        "print('mine', flush=True); time.sleep(1); db.rollback()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, course / "gradebook.db"], stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        gradebook.record("ada", ASSIGNMENT, verdict())
    assert theirs.find_submission(ASSIGNMENT, "ada").score == 20.0


def test_others_read_while_marks_are_written(course: Path, gradebook: Gradebook) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict())
    with sqlite3.connect(course / "gradebook.db", timeout=0) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM student").fetchone() == (1,)
        gradebook.record("bob", ASSIGNMENT, verdict())
        assert reader.execute("SELECT count(*) FROM student").fetchone() == (1,), "as it was when it began"
        reader.rollback()
        assert reader.execute("SELECT count(*) FROM student").fetchone() == (2,)


def test_a_read_only_database_is_said_in_one_sentence(course: Path) -> None:
    with Gradebook(course) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
    with pytest.raises(CourseError, match=r"gradebook\.db.* cannot be written"):
        Gradebook(course, f"sqlite:///file:{course}/gradebook.db?mode=ro&uri=true").prepare(
            ASSIGNMENT, MASTER
        )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no database at all, but long enough to be read as the head of one" * 20, "file is not a database")],
)
def test_a_file_that_is_no_database_is_said_in_one_sentence(
    course: Path, content: bytes, sentence: str
) -> None:
    (course / "gradebook.db").write_bytes(content)
    with pytest.raises(CourseError, match=sentence):
        Gradebook(course)
    assert (course / "gradebook.db").read_bytes() == content


def test_a_database_of_something_else_is_left_alone(course: Path) -> None:
    with sqlite3.connect(course / "gradebook.db") as db:
        db.execute("CREATE TABLE recipes (name)")
    with pytest.raises(CourseError, match=r"has no table assignment: it is not nbgrader's"):
        Gradebook(course)


def test_a_folder_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"cannot be written\. Check that its folder exists"):
        Gradebook(tmp_path / "nowhere")


def test_a_new_database_needs_no_program_on_the_path(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with Gradebook(course) as gradebook:
        gradebook.prepare(ASSIGNMENT, MASTER)
    with NbgradersGradebook(url(course)) as theirs:
        assert theirs.find_assignment(ASSIGNMENT).max_score == 22.0


def test_a_database_that_is_there_is_used_without_importing_nbgrader(course: Path) -> None:
    with Gradebook(course):
        pass
    script = (
        "import sys; from pathlib import Path; from autograder.gradebook import Gradebook;"
        "Gradebook(Path(sys.argv[1])).close(); sys.exit('nbgrader' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, course], check=True)


# --- A master that changes --------------------------------------------------------------------------


def without(name: str, master: Master = MASTER) -> Master:
    cells = tuple(cell for cell in master.cells if cell.name.removeprefix(CHECK) != name)
    return replace(master, cells=cells)


def with_points(name: str, points: float) -> Master:
    def changed(cell: MasterCell) -> MasterCell:
        is_it = cell.name == CHECK + name
        return replace(cell, nbgrader={**cell.nbgrader, "points": points}) if is_it else cell

    return replace(MASTER, cells=tuple(changed(cell) for cell in MASTER.cells))


def test_points_follow_the_master(gradebook: Gradebook, theirs: NbgradersGradebook) -> None:
    gradebook.prepare(ASSIGNMENT, with_points("window", 3.0))
    assert theirs.find_assignment(ASSIGNMENT).max_score == 23.0


def test_a_cell_that_the_master_lost_goes_when_nobody_has_a_mark_for_it(
    gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    gradebook.prepare(ASSIGNMENT, without("window"))
    assert theirs.find_assignment(ASSIGNMENT).max_score == 20.0
    gradebook.prepare(ASSIGNMENT, MASTER)
    theirs.db.expire_all()
    assert theirs.find_assignment(ASSIGNMENT).max_score == 22.0


@on_both
def test_a_cell_that_the_master_lost_stays_when_students_have_marks_for_it(
    db_url: str, gradebook: Gradebook
) -> None:
    gradebook.record("ada", ASSIGNMENT, verdict())
    before = dump(db_url)
    with pytest.raises(CourseError, match="has a cell check_window that its notebook no longer has"):
        gradebook.prepare(ASSIGNMENT, without("window"))
    assert dump(db_url) == before


def test_a_cell_that_the_master_gained_gets_its_mark_at_the_next_grading(
    db_url: str, theirs: NbgradersGradebook
) -> None:
    with Gradebook(Path(), db_url) as gradebook:
        gradebook.prepare(ASSIGNMENT, without("window"))
        judged = verdict()
        fewer = tuple(exercise for exercise in judged.exercises if exercise.name != "window")
        gradebook.record("ada", ASSIGNMENT, replace(judged, exercises=fewer))
        gradebook.prepare(ASSIGNMENT, MASTER)
        gradebook.record("ada", ASSIGNMENT, judged)
    assert theirs.find_submission(ASSIGNMENT, "ada").score == 20.0


@on_both
def test_nbgraders_own_feedback_finds_every_mark(
    db_url: str, gradebook: Gradebook, theirs: NbgradersGradebook
) -> None:
    judged = verdict(("window", Status.WRONG))
    gradebook.record("ada", ASSIGNMENT, judged)
    content = returned(RELEASED.read_bytes(), judged, MASTER).content.decode()
    names = {"notebook": MASTER.name, "assignment": ASSIGNMENT, "student": "ada", "db_url": db_url}
    back, resources = GetGrades().preprocess(
        nbformat.reads(content, 4),
        {"nbgrader": names},
    )
    assert resources["nbgrader"]["score"] == 18.0
    marks = {c.metadata.nbgrader.grade_id: c.metadata.nbgrader.score for c in back.cells if "score" in str(c)}
    assert marks["check_window"] == 0.0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is missing. Make it with: nbgrader generate_assignment"),
        (b"{", "cannot be read"),
        (b"[]", "cannot be read"),
        (b'{"cells": [{}], "metadata": {}}', "cannot be read"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_released_notebook_that_cannot_be_read_is_the_courses_fault(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / "x.ipynb").write_bytes(content)
    with pytest.raises(CourseError, match=sentence):
        read_master(tmp_path / "x.ipynb")
