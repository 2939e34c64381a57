"""A class's work on an assignment as one page, for whoever teaches it.

    classroom    what is known of each student, gathered
    in_words     answers that a person marks, counted
    statistics   numbers on marks and exercises
    findings     mistakes that students share, and who needs a word
    charts       bars, laid out
    page         the page (with report.html and report.css)

Everything is computed once for each student and each exercise: a class of ten thousand costs ten thousand
times what one student does. Without names, the page is made from counts alone.
"""

from autograder.report.classroom import Classroom, classroom
from autograder.report.page import page
from autograder.report.statistics import Summary, summary

__all__ = ["Classroom", "Summary", "classroom", "page", "summary"]
