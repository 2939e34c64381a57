"""A verdict as people read it: a web page for the student, text for a terminal.

    untrusted   text from students, made fit to be looked at
    highlight   their code, coloured
    matrix      two values side by side, and where they differ
    words       the words that the page and the terminal share
    html        the page (with page.html and page.css)
    terminal    text: one submission, or a class

Both are made from the verdict alone, and so can show no more than it holds.
"""

from autograder.feedback.html import page
from autograder.feedback.terminal import summary, text

__all__ = ["page", "summary", "text"]
