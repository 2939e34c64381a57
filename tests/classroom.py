"""Classes for tests: one that is written down as if it had been graded, and one of forty notebooks to grade.

The forty are the notebooks of tests/submissions/ for one assignment, a file that is none, and students who
make the mistakes that exercises model, in code as students write it (`test_named`).
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.course import PROJECT
from autograder.exercises import notebook_name
from autograder.gradebook import Gradebook
from autograder.master import Master, read_master
from autograder.returned import returned
from autograder.verdict import Verdict
from tests.course import ASSIGNMENT, MASTER
from tests.goldens import FOLDER
from tests.making import notebook
from tests.test_named import CHANNELS, HADAMARD, MAPS, SIZE, SLICED, SLIPS, WINDOW

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def masters() -> Mapping[str, Master]:
    found = (PROJECT / "assignments").glob("*/*.ipynb")
    return {path.parent.name: read_master(path) for path in found}


def submit(
    course: Path, student: str, data: bytes, when: datetime | None = MORNING, assignment: str = ASSIGNMENT
) -> None:
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    (folder / notebook_name(assignment)).write_bytes(data)
    if when is not None:
        (folder / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC")


def written_down(
    course: Path,
    verdicts: Mapping[str, Verdict],
    *,
    times: Mapping[str, datetime] | None = None,
    assignment: str = ASSIGNMENT,
    in_words: Collection[str] = (),
) -> None:
    """Submissions, their marks and returned notebooks, as `grade` would have left them.

    Args:
        in_words: students who have answered the question in words.
    """
    master = MASTER if assignment == ASSIGNMENT else masters()[assignment]
    data = notebook("1")
    with Gradebook(course) as gradebook:
        gradebook.prepare(assignment, master)
        for student, verdict in verdicts.items():
            when = (times or {}).get(student, MORNING)
            submit(course, student, data, when, assignment)
            folder = course / "autograded" / student / assignment
            folder.mkdir(parents=True, exist_ok=True)
            (folder / notebook_name(assignment)).write_bytes(returned(data, verdict, master).content)
            questions = [cell.name for cell in master.questions] if student in in_words else []
            gradebook.record(student, assignment, verdict, when, answered=questions)


_GIVEN = (
    "ada bao carla deniz emil farah goran hana ines jonas kofi lena mei nils olga pavel quinn rosa selim "
    "tuva uma viktor wanda xenia yusuf zoe aiko boris chiara dilan elif finn greta hugo ida jakub klara luca "
    "mara noor"
).split()
_RIGHT = (SIZE, WINDOW, HADAMARD, SLICED, MAPS, CHANNELS)
_NO_STRIDE = (
    SIZE.replace("// stride", "// 1"),
    WINDOW.replace("sh, sw = (stride, stride) if isinstance(stride, int) else stride", "sh = sw = 1"),
    HADAMARD,
    SLICED.replace("sh, sw = (stride, stride) if isinstance(stride, int) else stride", "sh = sw = 1"),
    MAPS.replace(", stride)", ")"),
    CHANNELS.replace(", stride)", ")"),
)


def _slipped(source: str, changes: list[str]) -> str:
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        source = source.replace(old, new)
    return source


def with_slips(*numbers: int) -> bytes:
    """Right functions but for the slips with these numbers; the last of a function counts."""
    cells = list(_RIGHT)
    for number in numbers:
        source, changes, _name = SLIPS[number]
        if source in _RIGHT:
            cells[_RIGHT.index(source)] = _slipped(source, changes)
    return notebook(*cells)


def forty() -> Iterator[tuple[str, bytes, datetime]]:
    """A class of forty: student, file and when it was handed in."""
    goldens = [path for path in sorted(FOLDER.glob("*/*.ipynb")) if path.name == notebook_name(ASSIGNMENT)]
    files = [path.read_bytes() for path in goldens]
    files += [b"%PDF-1.7 the wrong file", notebook(*_NO_STRIDE), notebook(*_NO_STRIDE)]
    flips = [number for number, slip in enumerate(SLIPS) if slip[2] == "flipped-kernel"]
    files += [with_slips(flips[0])] * 5 + [with_slips()] * 8
    # Every fourth slip, and for some one more: classes make many mistakes once and few often.
    numbers = range(0, len(SLIPS), 4)
    files += [with_slips(number, *([len(SLIPS) - 12] if number % 8 else [])) for number in numbers]
    for place, (name, data) in enumerate(zip(_GIVEN, files, strict=False)):
        yield name, data, MORNING + timedelta(hours=2 * place, minutes=7 * place)


def hand_in_forty(course: Path) -> None:
    for student, data, when in forty():
        submit(course, student, data, when)
