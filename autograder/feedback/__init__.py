"""A verdict as people read it: a web page for the student, text for a terminal.

    untrusted   text from students, made fit to be looked at
    highlight   their code, coloured
    digits      how numbers are written
    matrix      a value as tables of coloured cells
    comparison  two values side by side, and where they differ
    case        what a function was called with
    worked      how one value of a convolution comes about
    drawing     all of a counterexample
    people      what people added to a verdict
    reading     where an exercise is explained
    words       the words that the page and the terminal share
    html        the page (with page.html and page.css)
    class_table  a class, as text
    terminal    one submission, as text

Both are made from the verdict and what people added to it, and so can show no more than these hold.
Nothing is imported here: who asks for clean text must not wait for a page's templates.
"""
