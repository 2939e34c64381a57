"""What people added to a verdict, where an exercise is explained, and what failed elsewhere, on the page."""

import pytest
from bs4 import BeautifulSoup, Tag

from autograder.exercises import assignments, exercises
from autograder.feedback.html import page
from autograder.feedback.people import Part, People, Remark
from autograder.feedback.reading import explained, headings
from autograder.master import read_master
from autograder.verdict import Status
from tests.masters import path
from tests.states import PEOPLE
from tests.verdicts import INJECTIONS, harmless, verdict


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def seen(part: Tag | None) -> str:
    assert part is not None
    return " ".join(part.get_text(" ").split())


# Marks and comments of people.


def test_without_people_a_page_says_nothing_of_them() -> None:
    assert page(verdict(), "ada", {}, people=People()) == page(verdict(), "ada", {})
    assert "person" not in seen(soup(page(verdict(), "ada", {})).main)


def test_a_page_shows_what_a_person_graded_and_their_comment() -> None:
    html = soup(page(verdict(), "ada", {}, people=PEOPLE))
    part = html.select_one("#part-1")
    assert part is not None
    assert seen(part.find_parent("section")) == (
        "Why share weights? Graded by a person 2.5 / 3 A person's comment Well argued. "
        "A digit in the corner would have been an example."
    )


def test_a_page_says_what_still_waits_for_a_person() -> None:
    html = soup(page(verdict(), "ada", {}, people=PEOPLE))
    part = html.select_one("#part-2")
    assert part is not None
    assert seen(part.find_parent("section")).startswith("What padding is for Waiting for a person – / 2")
    assert "So far. Points that still wait for a person: 2." in seen(html.select_one(".contents"))


def test_a_page_says_what_was_not_answered() -> None:
    html = soup(page(verdict(), "ada", {}, people=PEOPLE))
    part = html.select_one("#part-3")
    assert part is not None
    assert seen(part.find_parent("section")) == (
        "A kernel of your own Not answered 0 / 1 Nothing was written here, so there was nothing to read."
    )


def test_a_page_lists_the_parts_of_people_after_the_exercises() -> None:
    html = soup(page(verdict(), "ada", {}, people=PEOPLE))
    assert [link["href"] for link in html.select(".contents a")] == [
        *("#exercise-1", "#exercise-2", "#part-1", "#part-2", "#part-3")
    ]


def test_a_mark_of_a_person_holds_in_place_of_the_graders_and_says_so() -> None:
    people = People(remarks={"conv2d_single": Remark(5.0, 0.5, "Only a slip.")})
    html = soup(page(verdict(), "ada", {}, people=people))
    assert seen(html.select_one(".total")) == "7.5 / 8 points"
    [passed, remarked] = html.select("details")
    assert seen(remarked.select_one(".points")) == "5.5 / 6"
    assert "Marked by a person: 5 of 6 points. The grader had given 2." in seen(remarked)
    assert "Points of extra credit by a person: 0.5." in seen(remarked)
    assert seen(remarked.select_one("blockquote")) == "A person's comment Only a slip."
    assert not passed.select("blockquote")


def test_an_exercise_with_a_persons_comment_is_open_even_if_it_passed() -> None:
    people = People(remarks={"output_size": Remark(comment="Short and clear.")})
    folds = soup(page(verdict(), "ada", {}, people=people)).select("details")
    assert [fold.has_attr("open") for fold in folds] == [True, True]


@pytest.mark.parametrize(
    ("people", "score"),
    [
        (People(), 4.0),
        (People((Part("a", 3.0, 2.5), Part("b", 2.0))), 6.5),
        (People(remarks={"conv2d_single": Remark(6.0)}), 8.0),
        (People(remarks={"conv2d_single": Remark(extra=1.0)}), 5.0),
        (People(remarks={"conv2d_single": Remark(0.0)}), 2.0),
        (People(penalty=1.5), 2.5),
        (People(penalty=10.0), 0.0),
    ],
)
def test_the_total_is_that_of_grader_and_people(people: People, score: float) -> None:
    assert people.score(verdict()) == score


def test_a_person_can_give_the_mark_that_the_grader_failed_to_give() -> None:
    broken = verdict(status=Status.BROKEN)
    assert People(remarks={"conv2d_single": Remark(extra=1.0)}).score(broken) is None
    assert People(remarks={"conv2d_single": Remark(3.0)}).score(broken) == 5.0


@pytest.mark.parametrize("injection", INJECTIONS)
def test_nothing_in_a_title_a_comment_or_an_aside_becomes_part_of_the_page(injection: str) -> None:
    def built(text: str) -> str:
        people = People((Part(text, 1.0, 1.0, text),), {"output_size": Remark(1.0, 0.0, text)})
        found = {"output_size": text}
        return page(verdict(asides=(text,)), "ada", {}, people=people, headings=found, notebook="a.ipynb")

    html = built(INJECTIONS[injection])
    assert all(map(harmless, html))
    plain = soup(built("plain"))
    assert [each.name for each in soup(html).find_all(True)] == [each.name for each in plain.find_all(True)]


# What failed outside of the exercises.


def test_what_failed_elsewhere_is_told_even_with_full_marks() -> None:
    html = soup(page(verdict(status=Status.PASSED, asides=("Cell 3 raised NameError: `x`.",)), "ada", {}))
    assert seen(html.select_one(".asides li")) == "Cell 3 raised NameError: x ."
    assert html.select(".asides li code")
    assert not soup(page(verdict(), "ada", {})).select(".asides")


# Where to read on.


def test_every_exercise_names_its_section_and_a_heading_of_its_notebook() -> None:
    for assignment in assignments():
        master = read_master(path(assignment, "assignments"))
        text = "\n".join(cell.source for cell in master.cells if cell.kind == "markdown")
        found = headings(master)
        for exercise in exercises(assignment):
            assert f"# {found[exercise.name]}\n" in text + "\n"
            assert explained(exercise.name, "a.ipynb", found) == (
                f"Explained in a.ipynb under “{found[exercise.name]}”, "
                f"and in section {exercise.section} of the chapter."
            )


def test_without_a_notebook_the_section_is_named_alone() -> None:
    assert explained("conv2d_single", "", {"conv2d_single": "x"}) == (
        "Explained in section 10.2.1 of the chapter."
    )
    assert explained("unknown", "a.ipynb", {}) == ""


def test_the_heading_of_a_function_is_the_nearest_of_its_level() -> None:
    found = headings(read_master(path("02-sliding-window", "assignments")))
    # Below it stands "Is the kernel turned round?", a heading of the third level.
    assert found["conv2d_single"] == "The whole convolution"


def test_a_page_names_where_each_exercise_is_explained() -> None:
    html = page(verdict(), "ada", {}, notebook="a.ipynb", headings={"conv2d_single": "The whole convolution"})
    assert [seen(line) for line in soup(html).select(".reading")] == [
        "Explained in section 10.2.4 of the chapter.",
        "Explained in a.ipynb under “The whole convolution”, and in section 10.2.1 of the chapter.",
    ]
