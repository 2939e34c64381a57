"""nbgrader's settings for this course; the `nbgrader` commands and `autograder` read them here."""

c = get_config()  # noqa: F821  # nbgrader puts it there

c.CourseDirectory.course_id = "convolution"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"

# --- nbgrader generate_assignment: solutions/ → assignments/ ----------------------------------------

# What students find in place of a solution.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}

# --- nbgrader autograde -----------------------------------------------------------------------------

# Submissions are read and graded by autograder: behind its wall, without a kernel, and whatever the state of
# their metadata. nbgrader's own sanitising, execution and scoring have no part in it.
c.Autograde.exporter_class = "autograder.preprocessors.GradedNotebook"
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "autograder.preprocessors.SaveVerdict",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# --- nbgrader generate_feedback ---------------------------------------------------------------------

c.GenerateFeedback.exporter_class = "autograder.preprocessors.FeedbackPage"
