"""A small class, made up on the spot.

Right answers in different styles, the commonest mistakes, a blank
notebook, a crash, an endless loop and a broken file.

Each student is a file in `students/`: the functions that differ from the course's own solution. Some have
an answer to the question beside it, in Markdown. Two hand in no work of their own and are made here.
"""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.course import PROJECT, released, solution
from autograder.errors import UsageError
from autograder.exercises import notebook_name
from autograder.language import _
from autograder.master import read_master
from autograder.settings import FILE

ASSIGNMENT = "02-sliding-window"
STUDENTS = Path(__file__).parent / "students"

# In a folder made by `demo`; without it `demo` would not dare to empty the folder.
_MARK = ".made-by-autograder-demo"

# As in the project; but nobody who was made up gets into the gradebook of a real class.
_SETTINGS = """\
c = get_config()
load_subconfig("nbgrader_config.py", path={project!r})
c.CourseDirectory.db_url = "sqlite:///gradebook.db"
"""


def make_class(course_dir: Path) -> None:
    """Makes a course folder with the class's submissions, anew.

    Raises:
        UsageError: the folder holds something that was not made here.
    """
    if course_dir.exists() and (not course_dir.is_dir() or any(course_dir.iterdir())):
        if not (course_dir / _MARK).exists():
            raise UsageError(
                _("{folder} is not empty and was not made by the demo. Give another --course-dir.").format(
                    folder=course_dir
                )
            )
        if others := _others(course_dir):
            raise UsageError(
                _("{folder} holds what the demo has not made: {names}. Give another --course-dir.").format(
                    folder=course_dir, names=", ".join(others)
                )
            )
        shutil.rmtree(course_dir)
    course_dir.mkdir(parents=True, exist_ok=True)
    (course_dir / _MARK).touch()
    (course_dir / FILE).write_text(_SETTINGS.format(project=str(PROJECT)), encoding="utf-8")
    solved = json.loads(solution(ASSIGNMENT))
    for path in sorted(STUDENTS.glob("*.py")):
        written = path.with_suffix(".md")
        answer = written.read_text(encoding="utf-8").strip() if written.exists() else None
        _submit(course_dir, path.stem, _notebook(solved, path.read_text(encoding="utf-8"), answer))
    blank = released(ASSIGNMENT).read_bytes()
    _submit(course_dir, "kofi", blank)
    _submit(course_dir, "lena", blank[: len(blank) // 2])


def _others(course_dir: Path) -> list[str]:
    """Students and assignments that someone has put to those who were made up."""
    ours = {path.stem for path in STUDENTS.glob("*.py")} | {"kofi", "lena"}
    return [
        str(folder.relative_to(course_dir))
        for folder in sorted(course_dir.glob("submitted/*/*"))
        if (folder.parent.name, folder.name) not in {(student, ASSIGNMENT) for student in ours}
    ]


def _submit(course_dir: Path, student: str, data: bytes) -> None:
    folder = course_dir / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / notebook_name(ASSIGNMENT)).write_bytes(data)
    # As nbgrader's exchange writes it.
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    (folder / "timestamp.txt").write_text(now, encoding="utf-8")


def _notebook(solved: dict[str, Any], source: str, answer: str | None) -> bytes:
    """The solved notebook, with a student's functions and answer in place of the course's."""
    questions = {cell.name: answer or cell.source for cell in read_master(released(ASSIGNMENT)).questions}
    functions = _functions(source)
    notebook = json.loads(json.dumps(solved))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in questions:
            cell["source"] = questions[name]
        if cell["cell_type"] != "code" or not cell["metadata"].get("nbgrader", {}).get("solution"):
            continue
        code = functions.pop(name, None) or re.sub(
            r"\n *### (BEGIN|END) SOLUTION", "", "".join(cell["source"])
        )
        cell["source"] = code
    if functions:
        # Helpers that the course's own solution has none of: before the first function that may use them.
        first = next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution"))
        first["source"] = "\n\n\n".join([*functions.values(), first["source"]])
    return json.dumps(notebook, ensure_ascii=False).encode()


def _functions(source: str) -> dict[str, str]:
    """Top-level functions by name; our own files, each `def` at the start of a line."""
    pieces = re.split(r"^(?=def )", source, flags=re.MULTILINE)[1:]
    return {re.match(r"def (\w+)", piece)[1]: piece.strip() for piece in pieces}  # type: ignore[index]
