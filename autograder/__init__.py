"""An auto-graded course on convolution.

The modules, in the order of the data; each imports only from those before it:

    language         the words people read, in their language
    limits           how much a submission may use
    errors           what can go wrong, and whose fault it is
    verdict          what a submission earned, and why
    exercise         the shape of an exercise: cases, groups, points, tolerance, mistakes, laws, hint
    book             the worked example that figures, notebooks and cases share
    compare/         one answer against one expected value
    counterexample   a failing case, as code to paste
    exercises/       one file for each function that students write
    reference/       TensorFlow's answers
    key/             those answers, stored
    diagnosis        which mistake explains all that is wrong
    opened           bytes in, JSON out
    notebook         JSON in, code cells out
    sandbox/         the wall: where a student's code runs
    wording/         how a call ended, in words for a student
    judging          how one call ended, against what was asked
    laws             the laws of an exercise, tried on a submission
    marking          questions put to one submission, and what its answers earn
    grade            a notebook becomes a verdict
    master           the released notebook, against which returned ones are held
    feedback/        a verdict becomes a page, or text
    returned         the notebook given back
    gradebook/       a verdict becomes rows in nbgrader's database
    handback         files put where nbgrader looks for them
    entries          what lies in folders that others filled
    course           the folders of a course
    settings         what an instructor has set
    translated       a master in one language
    engine           many submissions at once
    batch            a whole course: from submitted/ to marks and pages
    preprocessors    the same, inside nbgrader's own commands
    finding          one thing that `doctor` looked at
    progress         a bar, while there is long work
    cli/             the commands; demo/, doctor/, verify/, explain and release are one each
"""

__version__ = "0.1.0"
