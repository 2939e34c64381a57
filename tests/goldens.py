"""Golden submissions.

`tests/submissions/<exercise>-<what-happens>/` holds a notebook and the verdict that it must get.

`make goldens` rewrites the verdicts (`python -m tests.goldens`); a person reads the difference before it is
committed. Hidden cases come from a secret that is fixed here, so that a verdict is the same everywhere.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from autograder.exercises import assignments, notebook_name
from autograder.grade import Grader
from autograder.key import Key, load_key
from autograder.sandbox import Limits, Sandbox

FOLDER = Path(__file__).parent / "submissions"
LIMITS = Limits(call_cpu=1.0, call_wall=20.0)


def assignment_of(golden: Path) -> str:
    """By the notebook's name, which each assignment has its own of."""
    (notebook,) = golden.glob("*.ipynb")
    return next(a for a in assignments() if notebook_name(a) == notebook.name)


def verdict(golden: Path, key: Key, sandbox: Sandbox) -> dict[str, Any]:
    (notebook,) = golden.glob("*.ipynb")
    return Grader(key, sandbox).grade(notebook.read_bytes()).as_json()


def expected(golden: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((golden / "verdict.json").read_text(encoding="utf-8"))
    return found


def main() -> None:
    from tests.keys import fixed_state

    with tempfile.TemporaryDirectory() as state, Sandbox(LIMITS) as sandbox:
        fixed_state(Path(state))
        keys = {assignment: load_key(assignment, Path(state)) for assignment in assignments()}
        for golden in sorted(FOLDER.iterdir()):
            found = verdict(golden, keys[assignment_of(golden)], sandbox)
            text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
            (golden / "verdict.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
