"""nbgrader's settings for this course; the `nbgrader` commands and `autograder` read them here."""

c = get_config()  # noqa: F821  # nbgrader puts it there

c.CourseDirectory.course_id = "convolution"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"

# Where marks are kept; gradebook.db in the course's folder unless it is said. See docs/instructor.md.

# c.CourseDirectory.db_url = "postgresql+psycopg://grader@db.example.org/convolution"

# --- nbgrader generate_assignment: solutions/ → assignments/ ----------------------------------------

# Masters hold their text in every language; students get the course's, set below.
c.GenerateAssignment.preprocessors.insert(0, "autograder.preprocessors.OneLanguage")

# What students find in place of a solution.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}

# --- nbgrader collect -------------------------------------------------------------------------------

# Links that a student laid into a submission are not followed.
c.ExchangeFactory.collect = "autograder.collect.Collect"

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

# --- Language ---------------------------------------------------------------------------------------

# What students read on their pages and in returned notebooks: "en", or "zh_CN" for simplified Chinese. For
# notebooks in that language as well: make release LANGUAGE=zh_CN.

# c.AutograderLanguage.tag = "en"

# --- Limits -----------------------------------------------------------------------------------------

# How much a submission may use, for `autograder` and `nbgrader autograde` alike. Defaults are shown. To
# change one, take away its "# ". What honest work takes and what a student reads at a limit: docs/limits.md.

# c.AutograderLimits.call_cpu = 2.0  # seconds: processor time for one call of a student's function
# c.AutograderLimits.call_wall = 10.0  # seconds: time on the clock for one call, no less than call_cpu
# c.AutograderLimits.cell_cpu = 30.0  # seconds: processor time for one cell; then it is stopped
# c.AutograderLimits.cell_wall = 90.0  # seconds: time on the clock for one cell, no less than cell_cpu
# c.AutograderLimits.submission_wall = 240.0  # seconds: time on the clock for everything in a submission
# c.AutograderLimits.memory = 1024 * 2**20  # bytes: beside what Python, NumPy and Matplotlib take themselves
# c.AutograderLimits.answer_bytes = 2**20  # bytes: what one call may give back
# c.AutograderLimits.open_files = 64  # files: open at the same time
# c.AutograderLimits.notebook_bytes = 20 * 2**20  # bytes: a submitted file, with its outputs and pictures
# c.AutograderLimits.notebook_cells = 2_000  # cells: of every kind in a notebook
# c.AutograderLimits.notebook_code = 1_000_000  # characters: in all code cells of a notebook

# --- nbgrader generate_feedback ---------------------------------------------------------------------

c.GenerateFeedback.exporter_class = "autograder.preprocessors.FeedbackPage"
