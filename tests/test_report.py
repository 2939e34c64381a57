"""The report on a class: what counts, who needs a word, what may be projected, and where it is put."""

import os
import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook as NbgradersGradebook

from autograder.cli import main
from autograder.exercises import exercises, notebook_name
from autograder.gradebook.ledger import Entry, Ledger, Mark, read_ledger
from autograder.master import CHECK
from autograder.report import Classroom, classroom, page
from autograder.report.classroom import Done, Work
from autograder.report.difficulty import counted, rows
from autograder.report.findings import concerns, misconceptions
from autograder.report.in_words import Question
from autograder.report.notices import notices
from autograder.verdict import Status, Verdict
from tests.classroom import MORNING, submit, written_down
from tests.course import ASSIGNMENT, MASTER, POINTS, QUESTION, verdict
from tests.injections import INJECTIONS

# nbgrader adds submissions to the database in an order that SQLAlchemy has been warning of.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

MADE = datetime(2026, 3, 9, 12, 0, tzinfo=UTC).replace(tzinfo=None)
EARLIER = "01-parameter-counting"


def mistaken(mistake: str, *names: str) -> Verdict:
    """A verdict on someone who makes one mistake in some exercises."""
    judged = verdict(*((name, Status.WRONG) for name in names))
    return replace(
        judged,
        exercises=tuple(
            replace(result, mistake=mistake) if result.name in names else result
            for result in judged.exercises
        ),
    )


def earlier(share: str) -> Verdict:
    """A verdict on the assignment before: on all of its points, or on none."""
    status = {"all": Status.PASSED, "none": Status.WRONG}[share]
    results = tuple(
        replace(verdict(otherwise=status).exercises[0], name=each.name, max_score=each.points)
        for each in exercises(EARLIER)
    )
    whole = tuple(
        replace(result, groups=(replace(result.groups[0], points=result.max_score, status=status),))
        for result in results
    )
    return Verdict(EARLIER, whole)


def enrol(course: Path, *students: str, **names: str) -> None:
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for student in students:
            gradebook.update_or_create_student(student, **names)


def decide(course: Path, student: str, exercise: str, **columns: float) -> None:
    """A person's mark, given with nbgrader's own means."""
    with NbgradersGradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade(CHECK + exercise, MASTER.name, ASSIGNMENT, student)
        for column, value in columns.items():
            setattr(grade, column, value)
        gradebook.db.commit()


def whom(room: Classroom) -> dict[str, tuple[str, ...]]:
    return {each.rule: each.students for each in concerns(room) if each.students}


def noticed(room: Classroom) -> dict[str, tuple[str, ...]]:
    return {sentence: tuple(students) for sentence, students in notices(room)}


class _Text(HTMLParser):
    """The text of a page, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.attributes = "", set[str](), list[tuple[str, str | None]]()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " "
        self.tags.add(tag)
        self.attributes += attrs


# --- Marks, from where they were written down -------------------------------------------------------


def test_marks_are_those_that_nbgrader_itself_counts(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict(), "bob": verdict(("window", Status.WRONG))})
    decide(tmp_path, "bob", "window", manual_score=1.5)
    decide(tmp_path, "ada", "conv2d_single", extra_credit=2.0)
    with sqlite3.connect(tmp_path / "gradebook.db") as db:
        db.execute("UPDATE submitted_notebook SET late_submission_penalty = 0.5")
    entries = read_ledger(tmp_path).entries[ASSIGNMENT]
    assert (entries["ada"].score, entries["bob"].score) == (21.5, 19.0)
    with NbgradersGradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        for student in ("ada", "bob"):
            theirs = gradebook.find_submission(ASSIGNMENT, student)
            score, penalty = theirs.score, theirs.late_submission_penalty
            assert entries[student].score == score - penalty


def test_a_penalty_takes_no_more_than_there_is() -> None:
    assert Entry({"window": Mark(1.0)}, penalty=3.0).score == 0


def test_without_a_gradebook_it_says_so_and_makes_none(tmp_path: Path, capsys: Any) -> None:
    submit(tmp_path, "ada", b"{}")
    assert main(["report", ASSIGNMENT, "--course-dir", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "nothing was graded" in told and told.count("\n") == 1
    assert not list(tmp_path.glob("gradebook.db*"))


def test_to_report_changes_nothing_in_the_course(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.*")) if path.is_file()}
    page(classroom(tmp_path, ASSIGNMENT))
    assert {p: p.read_bytes() for p in before if "gradebook" not in p.name} == {
        p: content for p, content in before.items() if "gradebook" not in p.name
    }
    with sqlite3.connect(tmp_path / "gradebook.db") as db:
        # One more is for the question in words.
        assert len(db.execute("SELECT * FROM grade").fetchall()) == len(POINTS) + 1


def test_an_answer_in_words_that_waits_for_a_person_is_no_failure_and_no_missing_mark(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict(), "bob": verdict()}, in_words=["ada"])
    room = classroom(tmp_path, ASSIGNMENT)
    assert [(work.entry.score, work.entry.to_mark) for work in room.works] == [(20.0, 1), (20.0, 0)]
    assert [work.student for work in counted(room)] == ["ada", "bob"]
    assert [(students, "waits for a person" in said) for said, students in noticed(room).items()] == [
        (("ada",), True)
    ]


def test_answers_in_words_are_counted_with_what_those_that_were_marked_have(tmp_path: Path) -> None:
    students = ("ada", "bob", "cem", "dan", "eve")
    written_down(tmp_path, {student: verdict() for student in students}, in_words=students[:4])
    with NbgradersGradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        for student, points in (("ada", 2.0), ("bob", 1.0)):
            grade = gradebook.find_grade(QUESTION, MASTER.name, ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
    room = classroom(tmp_path, ASSIGNMENT)
    assert room.questions == (Question(QUESTION, 2.0, waiting=2, marked=2, mean=1.5, blank=1),)
    assert f"{QUESTION} 2 2 2 1.5 1" in " ".join(_Text(page(room)).text.split())


def test_an_exercise_without_a_mark_leaves_the_whole_without_one(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict(("window", Status.BROKEN)), "bob": verdict()})
    room = classroom(tmp_path, ASSIGNMENT)
    assert [work.entry.score for work in room.works] == [None, 20.0]
    assert [
        students for sentence, students in noticed(room).items() if "grader itself failed" in sentence
    ] == [("ada",)]
    assert [work.student for work in counted(room)] == ["bob"]
    assert whom(room) == {}


# --- What led to them, if it is known ---------------------------------------------------------------


def test_why_is_read_from_the_returned_notebook(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": mistaken("flipped-kernel", "conv2d_single")})
    [work] = classroom(tmp_path, ASSIGNMENT).works
    assert work.done["conv2d_single"] == Done(Status.WRONG, "flipped-kernel", frozenset())
    assert work.done["window"].passed == {"all"}


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def empty(path: Path) -> None:
    path.write_text("{}")


def fill_with_brackets(path: Path) -> None:
    path.write_text("[" * 200_000)


def make_a_link(path: Path) -> None:
    other = path.with_name("other.ipynb")
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize("spoil", [Path.unlink, truncate, empty, fill_with_brackets, make_a_link])
def test_marks_count_where_the_notebook_is_lost(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    written_down(tmp_path, {"ada": verdict(("window", Status.WRONG)), "bob": verdict()})
    spoil(tmp_path / "autograded" / "ada" / ASSIGNMENT / notebook_name(ASSIGNMENT))
    room = classroom(tmp_path, ASSIGNMENT)
    assert [(work.student, work.entry.score, bool(work.done)) for work in room.works] == [
        ("ada", 18.0, False),
        ("bob", 20.0, True),
    ]
    assert [students for sentence, students in noticed(room).items() if "only the marks" in sentence] == [
        ("ada",)
    ]
    assert "18" in page(room)


def test_a_notebook_from_another_grading_is_not_believed(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": mistaken("flipped-kernel", "conv2d_single")})
    with sqlite3.connect(tmp_path / "gradebook.db") as db:  # an older gradebook was put back
        db.execute("UPDATE grade SET auto_score = 6.0 WHERE auto_score = 0")
    room = classroom(tmp_path, ASSIGNMENT)
    assert not room.works[0].done
    assert misconceptions(room) == []


def test_a_persons_mark_does_not_make_the_notebook_another(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": mistaken("flipped-kernel", "conv2d_single")})
    decide(tmp_path, "ada", "conv2d_single", manual_score=5.0)
    room = classroom(tmp_path, ASSIGNMENT)
    assert room.works[0].done["conv2d_single"].mistake == "flipped-kernel"
    assert rows(room)[3].item.share == pytest.approx(5 / 6)
    assert any("a person has decided" in sentence for sentence in noticed(room))


def test_a_name_from_the_gradebook_leads_to_no_other_folder(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    for name in ("../ada", "ada/.", "..", "x/../ada", "\0"):
        with sqlite3.connect(tmp_path / "gradebook.db") as db:
            db.execute("UPDATE student SET id = ?", (name,))
            db.execute("UPDATE submitted_assignment SET student_id = ?", (name,))
        [work] = classroom(tmp_path, ASSIGNMENT).works
        assert (work.entry.score, work.done) == (20.0, {})


# --- Who handed in what -----------------------------------------------------------------------------


def test_who_is_enrolled_and_handed_in_nothing_is_told(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    enrol(tmp_path, "zoe", first_name="Zoë", last_name="Ng")
    room = classroom(tmp_path, ASSIGNMENT)
    assert whom(room) == {"handed in nothing": ("zoe",)}
    assert "Zoë Ng (zoe)" in _Text(page(room)).text
    assert "graded, of 2 students" in page(room)


def test_what_waits_to_be_graded_is_not_taken_for_nothing(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    submit(tmp_path, "bob", b"{}")
    room = classroom(tmp_path, ASSIGNMENT)
    assert (room.waiting, room.absent) == (("bob",), ())
    [sentence] = noticed(room)
    assert sentence.startswith("1 submission is not graded yet")
    assert sentence.endswith(f"autograder grade {ASSIGNMENT}")


def test_another_file_since_the_grading_is_told(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict(), "bob": verdict()})
    submit(tmp_path, "bob", b'{"another": "file"}')
    room = classroom(tmp_path, ASSIGNMENT)
    assert room.anew == ("bob",)


def test_where_the_notebook_is_lost_the_time_tells_whether_it_is_another_file(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict(), "bob": verdict()})
    shutil.rmtree(tmp_path / "autograded")
    submit(tmp_path, "bob", b"{}", MORNING + timedelta(days=1))
    assert classroom(tmp_path, ASSIGNMENT).anew == ("bob",)


def test_marks_are_told_where_the_submissions_are_gone(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    shutil.rmtree(tmp_path / "submitted")
    room = classroom(tmp_path, ASSIGNMENT)
    assert ([work.student for work in room.works], room.absent, room.anew) == (["ada"], (), ())


def test_late_is_later_than_due_with_extensions_counted(tmp_path: Path) -> None:
    evening = MORNING + timedelta(hours=12)
    times = {"ada": MORNING, "bob": evening, "cem": evening}
    written_down(tmp_path, dict.fromkeys(times, verdict()), times=times)
    with NbgradersGradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=MORNING.replace(tzinfo=None))
        gradebook.grant_extension(ASSIGNMENT, "cem", hours=13)
    room = classroom(tmp_path, ASSIGNMENT)
    assert [work.entry.late for work in room.works] == [timedelta(0), timedelta(hours=12), timedelta(0)]
    text = " ".join(_Text(page(room)).text.split())
    assert "Due was 2026-03-02 09:00 UTC. Late, with extensions counted: 1 student bob" in text


# --- Who needs a word -------------------------------------------------------------------------------


def test_each_rule_names_whom_it_is_about(tmp_path: Path) -> None:
    written_down(tmp_path, {name: earlier("all") for name in ("fell", "fine", "zero")}, assignment=EARLIER)
    written_down(tmp_path, {"rose": earlier("none")}, assignment=EARLIER)
    tried = verdict(("window", Status.CRASHED), otherwise=Status.MISSING)
    written_down(
        tmp_path,
        {
            "blank": verdict(otherwise=Status.MISSING),
            "fell": verdict(("conv2d_single", Status.WRONG)),  # 14 of 20: exactly 30 of 100 less
            "fine": verdict(("channel_maps", Status.WRONG), ("window", Status.WRONG)),  # 15 of 20
            "pdf": verdict(otherwise=Status.MISSING, problem="This is a PDF."),
            "rose": verdict(),
            "same": mistaken("stride-ignored", "output_size", "window", "conv2d_single"),
            "twice": mistaken("stride-ignored", "output_size", "window"),
            "zero": tried,
        },
    )
    enrol(tmp_path, "absent")
    assert whom(classroom(tmp_path, ASSIGNMENT)) == {
        "handed in nothing": ("absent",),
        "handed in a file that could not be read": ("pdf",),
        "handed in the notebook with no exercise written": ("blank",),
        "wrote something and has no point for it": ("zero",),
        "makes the same mistake in 3 exercises or more": ("same",),
        "earned a share of the points that is at least 30 percentage points below that of earlier "
        "assignments": ("fell",),
    }


def test_who_came_so_late_that_nothing_is_left_has_earned_points_all_the_same(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    with sqlite3.connect(tmp_path / "gradebook.db") as db:
        db.execute("UPDATE submitted_notebook SET late_submission_penalty = 20")
    room = classroom(tmp_path, ASSIGNMENT)
    assert room.works[0].entry.score == 0 and whom(room) == {}


def test_the_rules_stand_on_the_page_whether_they_hold_or_not(tmp_path: Path) -> None:
    written_down(tmp_path, {"ada": verdict()})
    room = classroom(tmp_path, ASSIGNMENT)
    assert all(each.rule in page(room) for each in concerns(room))
    assert len(concerns(room)) == 6


# --- Mistakes and exercises -------------------------------------------------------------------------


def test_mistakes_are_ranked_by_how_many_share_them(tmp_path: Path) -> None:
    written_down(
        tmp_path,
        {
            "ada": mistaken("flipped-kernel", "conv2d_single"),
            "bob": mistaken("stride-ignored", "window", "conv2d_single"),
            "cem": mistaken("stride-ignored", "window"),
            "dan": mistaken("no-such-mistake", "window"),
        },
    )
    found = misconceptions(classroom(tmp_path, ASSIGNMENT))
    assert [(each.name, each.students, each.exercises) for each in found] == [
        ("stride-ignored", ("bob", "cem"), (("window", 2), ("conv2d_single", 1))),
        ("flipped-kernel", ("ada",), (("conv2d_single", 1),)),
    ]
    its = next(e for e in exercises(ASSIGNMENT) if e.name == "window").mistakes
    assert found[0].title in {mistake.title for mistake in its if mistake.name == "stride-ignored"}


def test_how_long_grading_took_is_told_of_half_and_of_the_slowest_with_whose(tmp_path: Path) -> None:
    took = {"ada": 1, "bob": 2, "cy": 41, "dot": None}
    written_down(tmp_path, {student: replace(verdict(), seconds=each) for student, each in took.items()})
    room = classroom(tmp_path, ASSIGNMENT)
    told, hidden = (" ".join(_Text(page(room, anonymous=each)).text.split()) for each in (False, True))
    assert "Of 3 submissions of which it is known, half took 2 seconds at most." in told
    assert "The slowest took 41 seconds. Whose cy" in told
    assert "half took 2 seconds at most." in hidden and "slowest" not in hidden


def test_where_all_took_as_long_nobody_is_the_slowest(tmp_path: Path) -> None:
    written_down(tmp_path, {student: replace(verdict(), seconds=1) for student in ("ada", "bob")})
    assert "Whose" not in _Text(page(classroom(tmp_path, ASSIGNMENT))).text


def test_a_file_that_could_not_be_read_tells_nothing_of_exercises(tmp_path: Path) -> None:
    written_down(
        tmp_path,
        {"ada": verdict(), "pdf": verdict(otherwise=Status.MISSING, problem="This is a PDF.")},
    )
    room = classroom(tmp_path, ASSIGNMENT)
    assert {(row.item.share, row.item.solved, row.unwritten, row.known) for row in rows(room)} == {
        (1.0, 1, 0, 1)
    }
    assert sorted(work.entry.score or 0.0 for work in room.works) == [0.0, 20.0]


def test_what_gave_no_answer_is_told_with_where(tmp_path: Path) -> None:
    written_down(
        tmp_path,
        {
            "ada": verdict(("window", Status.CRASHED), ("conv2d_single", Status.CRASHED)),
            "bob": verdict(("window", Status.CRASHED), ("output_size", Status.OVERTIME)),
            "cem": verdict(("window", Status.REFUSED), otherwise=Status.WRONG),
        },
    )
    text = " ".join(_Text(page(classroom(tmp_path, ASSIGNMENT))).text.split())
    assert "Crashed window 2, conv2d_single 1 2 students ada bob" in text
    assert "Out of time output_size 1 1 student bob" in text
    assert "Refused window 1 1 student cem" in text


# --- Without names ----------------------------------------------------------------------------------

IDS = ("mx-4711-ada", "mx-4712-bob", "mx-4713-cem", "mx-4714-dan", "mx-4715-eve")


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A class in which each student stands in some list, with names that are found nowhere by chance."""
    ada, bob, cem, dan, eve = IDS
    written_down(
        tmp_path,
        {
            ada: mistaken("stride-ignored", "output_size", "window", "conv2d_single"),
            bob: verdict(("window", Status.CRASHED), ("output_size", Status.BROKEN)),
            cem: verdict(otherwise=Status.MISSING, problem=f"The file {cem}.pdf is a PDF."),
            eve: mistaken("stride-ignored", "output_size"),
        },
        times={bob: MORNING + timedelta(days=2)},
    )
    enrol(tmp_path, *IDS, first_name="Quintessa", last_name="Vandersloot")
    with NbgradersGradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=MORNING.replace(tzinfo=None))
    submit(tmp_path, eve, b"{}")
    submit(tmp_path, "mx-4716-fay", b"{}")
    decide(tmp_path, eve, "window", manual_score=1.0)
    assert dan not in {path.name for path in (tmp_path / "submitted").iterdir()}
    return tmp_path


def test_with_names_everyone_stands_there(everything: Path) -> None:
    html = page(classroom(everything, ASSIGNMENT))
    assert all(student in html for student in (*IDS, "mx-4716-fay"))
    assert "not for projecting" in html


def test_without_names_nobody_does(everything: Path) -> None:
    room = classroom(everything, ASSIGNMENT)
    html = page(room, anonymous=True)
    assert "mx-47" not in html and "Quintessa" not in html and "Vandersloot" not in html
    assert "2 students" in html  # who share a mistake
    assert "The first came at" not in html  # whoever was first knows when
    assert str(everything) not in html


def test_without_names_two_classes_who_did_the_same_have_the_same_page(everything: Path) -> None:
    """Whatever is in the page comes from what was done, and nothing of it from who did it."""
    room = classroom(everything, ASSIGNMENT)
    other = dict(zip(sorted(room.names), ("n", "o", "p", "q", "r", "s"), strict=True))
    others = replace(
        room,
        names={other[name]: f"Another {name}" for name in room.names},
        works=tuple(replace(work, student=other[work.student]) for work in room.works),
        waiting=tuple(other[each] for each in room.waiting),
        anew=tuple(other[each] for each in room.anew),
        absent=tuple(other[each] for each in room.absent),
        before={},
    )
    assert page(room, anonymous=True, made=MADE) == page(others, anonymous=True, made=MADE)


# --- Names are what others wrote --------------------------------------------------------------------


def of(*names: str) -> Classroom:
    """A class in which everyone with these names and ids stands in each list there is."""
    entry = Entry({name: Mark(0.0, to_look_at=True) for name in POINTS}, 0.0, MADE, timedelta(1))
    done = {name: Done(Status.CRASHED, "stride-ignored", frozenset()) for name in POINTS}
    return Classroom(
        ASSIGNMENT,
        exercises(ASSIGNMENT),
        {name: name for name in names},
        tuple(Work(name, entry, done, problem=False) for name in names),
        names,
        names,
        names,
        {},
        MADE,
    )


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_name_is_shown_and_does_nothing(name: str) -> None:
    plain = _Text(page(of("ada"), made=MADE))
    found = _Text(page(of(INJECTIONS[name]), made=MADE))
    assert found.tags == plain.tags
    # Neither an attribute nor a value but those of ours.
    assert [each for each in found.attributes if each not in plain.attributes] == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found.text)
    page(of(INJECTIONS[name])).encode()


def test_a_long_name_is_cut() -> None:
    assert len(page(of("x" * 100_000))) < len(page(of("x"))) + 10_000


# --- Many ---------------------------------------------------------------------------------------------


def calls(of_what: Callable[[], object]) -> int:
    """How many functions are called: what takes the time, and the same whatever the machine."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        of_what()
    finally:
        sys.setprofile(None)
    return count


def test_twice_as_many_students_cost_twice_as_much(tmp_path: Path) -> None:
    page(of("warm"))
    costs = {}
    for count in (50, 100, 200):
        room = of(*(f"student-{number}" for number in range(count)))
        costs[count] = calls(lambda room=room: page(room))  # type: ignore[misc]
    assert costs[200] - costs[100] == pytest.approx(2 * (costs[100] - costs[50]), rel=0.1)


def test_reading_twice_as_many_costs_twice_as_much(tmp_path: Path) -> None:
    written_down(tmp_path, {"warm": verdict()})
    classroom(tmp_path, ASSIGNMENT)
    costs = {}
    for count in (20, 40, 80):
        course = tmp_path / str(count)
        course.mkdir()
        written_down(course, {f"student-{number}": verdict() for number in range(count)})
        costs[count] = calls(lambda course=course: classroom(course, ASSIGNMENT))  # type: ignore[misc]
    assert costs[80] - costs[40] == pytest.approx(2 * (costs[40] - costs[20]), rel=0.1)


# --- The command ------------------------------------------------------------------------------------


def test_the_page_is_put_in_a_folder_of_its_own_and_named_on_the_terminal(
    everything: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", ASSIGNMENT, "--course-dir", str(everything)]) == 0
    path = everything / "reports" / f"{ASSIGNMENT}.html"
    assert capsys.readouterr().out == f"{path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert main(["report", ASSIGNMENT, "--course-dir", str(everything), "--anonymous"]) == 0
    assert stat.S_IMODE(path.with_stem(f"{ASSIGNMENT}-anonymous").stat().st_mode) == 0o644
    assert "mx-4711" in path.read_text() and path.stat().st_size > 10_000


def test_the_page_can_be_put_elsewhere(everything: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = everything / "new" / "page.html"
    arguments = ["report", ASSIGNMENT, "--course-dir", str(everything), "--output"]
    assert main([*arguments, str(path)]) == 0
    assert path.read_text().startswith("<!DOCTYPE html>")
    pipe = everything / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert main([*arguments, str(pipe), "--anonymous"]) == 0
    assert os.read(reader, 20).startswith(b"<!DOCTYPE html>")
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_cannot_be_written_is_said_in_a_line(
    everything: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (everything / "file").touch()
    path = everything / "file" / "page.html"
    assert main(["report", ASSIGNMENT, "--course-dir", str(everything), "--output", str(path)]) == 2
    told = capsys.readouterr().err
    assert "--output" in told and told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["99"], "02-sliding-window"),
        ([], "ASSIGNMENT"),
        ([ASSIGNMENT, "--course-dir", "/no"], "no gradebook"),
    ],
)
def test_a_wrong_call_is_said_in_a_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *arguments]) == 2
    told = capsys.readouterr().err
    assert says in told and told.count("\n") == 1


@pytest.mark.parametrize(
    ("students", "says"),
    [
        ([], "Nobody has handed in anything for 03-multi-kernel: there is nothing to report."),
        (["ada"], "The only submission for 03-multi-kernel is not graded yet. Grade it first: autograder"),
        (["ada", "bob"], "None of 2 submissions for 03-multi-kernel is graded yet. Grade them first: "),
    ],
)
def test_for_an_assignment_without_a_mark_there_is_a_sentence_and_no_page(
    everything: Path, students: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for student in students:
        submit(everything, student, b"{}", assignment="03-multi-kernel")
    assert main(["report", "03-multi-kernel", "--course-dir", str(everything)]) == 2
    told = capsys.readouterr().err
    assert says in told and told.count("\n") == 1
    assert not (everything / "reports").exists()


def test_the_page_speaks_the_courses_language_and_the_terminal_that_of_whoever_asks(
    everything: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (everything / "nbgrader_config.py").write_text('c = get_config()\nc.AutograderLanguage.tag = "zh_CN"\n')
    arguments = ["report", ASSIGNMENT, "--course-dir", str(everything), "--output"]
    assert main([*arguments, str(everything / "page.html")]) == 0
    html = (everything / "page.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in html and "班级报告" in html
    assert main([*arguments, "/dev/null/page.html"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_gradebook_without_anyone_is_one(tmp_path: Path) -> None:
    written_down(tmp_path, {})
    assert read_ledger(tmp_path) == Ledger({})
