"""Makes `assignments/` from `solutions/`, and says when it is out of date or gives an answer away.

    python -m autograder.release                    write assignments/
    python -m autograder.release --check            say what is wrong with it, a line each, and change nothing
    python -m autograder.release --language zh_CN   write it in that language, and not in the course's
    python -m autograder.release --to FOLDER        write another folder, for those who read another language

nbgrader's own generate_assignment does the work, with this project's `nbgrader_config.py`, in a folder that
is thrown away and without a gradebook. So the same masters give the same bytes, on any machine.
Beside each master lies `looking/`, by which its check cells draw and say what differs. Its modules are links
to the folder of that name; `examples.json`, with the targets, is computed here (`autograder.targets`).
Nothing is written, and nothing counts as right, while the text for students holds a line of a solution, of
a hidden case, of a reference or of a right answer.
"""

import argparse
import io
import json
import re
import shutil
import sys
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from autograder import targets
from autograder.course import PROJECT
from autograder.errors import CourseError, GraderError
from autograder.exercises import notebook_name
from autograder.language import LANGUAGES, _, known
from autograder.settings import language_of

# What nbgrader cuts out of a master: solutions, and tests that students must not see.
_REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS)[^\n]*\n(.*?)\n[^\n]*END \1", re.DOTALL)

# Shorter statements, such as `return result`, say nothing: they may stand in any text.
_TELLING = 12

# Left beside a notebook that was opened, or a module that was imported; git ignores them as well.
_IGNORED = (".ipynb_checkpoints", "__pycache__")

EXAMPLES = "looking/examples.json"
"""What the check cells of an assignment try, in its folder."""


def released(assignment: str, project: Path = PROJECT, language: str | None = None) -> dict[str, bytes]:
    """The files of an assignment as students get them, made anew from its master.

    Args:
        language: what they are to read; None for the course's.

    Returns:
        The content of each file by its path below `assignments/<assignment>/`, such as "images/10_01.png".

    Raises:
        CourseError: nbgrader could not make it, or a figure is missing.
    """
    # These take a second to import.
    from nbgrader.apps.api import NbGraderAPI
    from traitlets.config.loader import PyFileConfigLoader

    with TemporaryDirectory(prefix="release-") as name:
        # The real path, since nbgrader matches paths by their text.
        root = Path(name).resolve()
        config = PyFileConfigLoader("nbgrader_config.py", path=str(project)).load_config()
        config.CourseDirectory.root = str(root)
        # As `--no-db` does: the release needs no gradebook, and must not touch the course's.
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
        config.OneLanguage.project = str(project)
        config.OneLanguage.language = language or language_of(project)
        source, target = config.CourseDirectory.source_directory, config.CourseDirectory.release_directory
        master = project / source / assignment
        try:
            # Follows links: a figure is kept once, in images/, and each folder gets a copy.
            shutil.copytree(master, root / source / assignment, ignore=shutil.ignore_patterns(*_IGNORED))
        except (OSError, shutil.Error) as error:
            raise CourseError(
                _("{folder} cannot be copied: is a figure missing in images/? Try: make figures").format(
                    folder=master.relative_to(project)
                )
            ) from error
        (root / source / assignment / EXAMPLES).write_bytes(examples(assignment, project))
        outcome: dict[str, Any] = NbGraderAPI(config=config).generate_assignment(assignment)
        if not outcome["success"]:
            raise CourseError(
                _("nbgrader could not make {assignment}: {reason}").format(
                    assignment=assignment, reason=_reason(outcome.get("log", "") + outcome["error"])
                )
            )
        return _files(root / target / assignment)


def examples(assignment: str, project: Path = PROJECT) -> bytes:
    """What the check cells of an assignment try, with the targets that its master gives.

    Raises:
        CourseError: the solution does not run, or an example cannot be called.
    """
    master = project / "solutions" / assignment / notebook_name(assignment)
    return targets.examples(assignment, master.read_bytes())


def _reason(log: str) -> str:
    r"""The first exception in what nbgrader logs, without the traceback around it.

    >>> _reason("[ERROR] Traceback\n  File ...\n    RuntimeError: no end solution statement found\n")
    'no end solution statement found'
    """
    found = re.search(r"^ *[\w.]+(?:Error|Exception|Exit): *(.+)$", log, re.MULTILINE)
    return found[1] if found else _("it gave no reason")


def write(project: Path = PROJECT, language: str | None = None, to: Path | None = None) -> list[str]:
    """Make `assignments/` equal to what the masters give; files that come from no master are deleted.

    The examples of the check cells are written beside the masters as well, whose checks need them too.

    Args:
        language: what students are to read; None for the course's.
        to: another folder in its place, in which nothing is deleted.

    Returns:
        The paths that were written or deleted, from the project's folder.

    Raises:
        CourseError: a file would give an answer away, and nothing was written.
    """
    wanted = _release(project, language)
    leaks = list(_leaks(wanted, project))
    if leaks:
        raise CourseError("\n".join(leaks))
    folder = to or project / "assignments"
    present = _files(folder)
    changed = []
    for path in _stale(wanted, project):
        (project / "solutions" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "solutions" / path).write_bytes(examples(path.split("/")[0], project))
        changed.append(f"solutions/{path}")
    for path in sorted(wanted.keys() | present.keys()):
        if path not in wanted:
            if to is not None:
                continue
            (folder / path).unlink()
        elif wanted[path] != present.get(path):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(wanted[path])
        else:
            continue
        changed.append(f"assignments/{path}" if to is None else str(to / path))
    return changed


def findings(project: Path = PROJECT) -> list[str]:
    """What is wrong with `assignments/`, a sentence each; nothing if it is as it should be."""
    return [*outdated(project), *given_away(project)]


def outdated(project: Path = PROJECT) -> list[str]:
    """A sentence for each file of `assignments/` that is not what the masters give."""
    wanted, present = _release(project), _files(project / "assignments")
    found = [
        _("solutions/{path} is not what its master and autograder/lessons/ give. Run: make release").format(
            path=path
        )
        for path in _stale(wanted, project)
    ]
    for path in sorted(wanted.keys() | present.keys()):
        if path not in present:
            found.append(_("assignments/{path} is missing. Run: make release").format(path=path))
        elif path not in wanted:
            found.append(
                _("assignments/{path} comes from nothing in solutions/. Run: make release").format(path=path)
            )
        elif wanted[path] != present[path]:
            found.append(
                _("assignments/{path} is not what its master gives. Run: make release").format(path=path)
            )
    return found


def _stale(wanted: Mapping[str, bytes], project: Path) -> list[str]:
    """The examples beside the masters that are not up to date, by their path below `solutions/`.

    They are English there, whatever language is released.
    """
    return [
        path
        for path in sorted(wanted)
        if path.endswith(f"/{EXAMPLES}")
        and _bytes(project / "solutions" / path) != examples(path.split("/")[0], project)
    ]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def given_away(project: Path = PROJECT) -> list[str]:
    """A sentence for each line of a secret that stands in `assignments/`."""
    return list(_leaks(_files(project / "assignments"), project))


def _release(project: Path, language: str | None = None) -> dict[str, bytes]:
    """All files of all assignments, by their path below `assignments/`."""
    masters = sorted(folder.name for folder in (project / "solutions").iterdir() if folder.is_dir())
    return {
        f"{assignment}/{path}": data
        for assignment in masters
        for path, data in released(assignment, project, language).items()
    }


def _files(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(_IGNORED).intersection(path.parts)
    }


# --- Giving answers away ----------------------------------------------------------------------------


def _leaks(files: Mapping[str, bytes], project: Path) -> Iterator[str]:
    """A sentence for each statement of a secret that stands in a file for students."""
    secrets: dict[str, str] = {}
    for statement, place in _secrets(project):
        secrets.setdefault(statement, place)  # solutions come first, and are the clearer place
    for path, data in files.items():
        text = _plain(_text(data))
        for statement, place in secrets.items():
            if statement in text:
                yield _("assignments/{path} gives away a line of {place}: {statement}").format(
                    path=path, place=place, statement=statement
                )


def _secrets(project: Path) -> Iterator[tuple[str, str]]:
    """Each telling statement that students must not be given, and where it stands."""
    for master in sorted((project / "solutions").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in master.parts:
            continue
        for cell in json.loads(master.read_bytes())["cells"]:
            telling = statements if cell["cell_type"] == "code" else sentences
            for region in _REGION.finditer("".join(cell["source"])):
                for statement in telling(region[2]):
                    yield statement, str(master.relative_to(project))
    for folder in ("exercises", "reference", "verify/right"):
        for module in sorted((project / "autograder" / folder).rglob("*.py")):
            if module.name == "__init__.py":
                continue  # sets TensorFlow up, as the notebooks show; answers are in the others
            for statement in statements(module.read_text(encoding="utf-8")):
                yield statement, str(module.relative_to(project))


def statements(source: str) -> Iterator[str]:
    r"""The telling statements of Python code, without spaces and comments.

    Left out is what may stand anywhere: docstrings, imports, the heads of functions and short statements.

    >>> list(statements("def area(w, h):\n    surface = (w  # wide\n               * h)\n    return 0"))
    ['surface=(w*h)']
    """
    line: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(dedent(source)).readline):
        if token.type not in {tokenize.NEWLINE, tokenize.ENDMARKER}:
            # NL ends a line inside brackets, INDENT and DEDENT stand before a statement.
            if token.type not in {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT}:
                line.append(token)
            continue
        head = line[0].string if line else ""
        told = all(part.type == tokenize.STRING for part in line)
        statement = _plain("".join(part.string for part in line))
        if head not in {"import", "from", "def", "class", "@"} and not told and len(statement) >= _TELLING:
            yield statement
        line = []


def sentences(source: str) -> Iterator[str]:
    r"""The telling sentences of a model answer, without spaces.

    >>> list(sentences("It learns once\nfor all places. Why?"))
    ['Itlearnsonceforallplaces.']
    """
    for sentence in re.split(r"(?<=[.?!:])\s+|\n\s*\n", source):
        if len(plain := _plain(sentence)) >= _TELLING:
            yield plain


def _plain(text: str) -> str:
    """Text without what a formatter may change: spaces, the kind of quotes, a comma before a bracket."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"\s+", "", text).replace("'", '"'))


def _text(data: bytes) -> str:
    """All text of a file: of a notebook, its cells with everything in them; of a picture, nothing."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value; a list of texts, as notebooks keep their lines, is one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        if all(isinstance(part, str) for part in value):
            yield "".join(value)
        else:
            for part in value:
                yield from _strings(part)


# --- The command ------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None, project: Path = PROJECT) -> int:
    """Run the command.

    Returns:
        The exit status: 0 all is well; 1 `--check` found something; 2 the release could not be made.
    """
    parser = argparse.ArgumentParser(
        prog="python -m autograder.release", description=_("Make assignments/ from solutions/.")
    )
    parser.add_argument("--check", action="store_true", help=_("change nothing, say what is wrong"))
    parser.add_argument(
        "--language", metavar="TAG", type=_language, help=_("what students read (default: the course's)")
    )
    parser.add_argument(
        "--to", metavar="FOLDER", type=Path, help=_("write this folder instead, and delete nothing in it")
    )
    options = parser.parse_args(arguments)
    try:
        lines = findings(project) if options.check else write(project, options.language, options.to)
    except GraderError as error:
        print(error, file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    return 1 if options.check and lines else 0


def _language(text: str) -> str:
    found = known(text)
    if found is None:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a language of this course: it has {known}").format(
                text=text, known=", ".join(LANGUAGES)
            )
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
