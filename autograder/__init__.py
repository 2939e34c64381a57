"""An auto-graded course on convolution.

The modules, in the order of the data; each imports only from those before it:

    language     the words people read, in their language
    errors       what can go wrong, and whose fault it is
    verdict      what a submission earned, and why
    exercise     the shape of an exercise: cases, groups, points, tolerance, hint
    compare      one answer against one expected value
    exercises/   one file for each function that students write
    reference/   TensorFlow's answers
    key          those answers, stored
    notebook     bytes in, code cells out
    sandbox/     the wall: where a student's code runs
    grade        a notebook becomes a verdict
    feedback     a verdict becomes a page, or text
    gradebook    a verdict becomes rows in nbgrader's database
    engine       many submissions at once
    course       the folders of a course
    cli          the commands
"""

__version__ = "0.1.0"
