"""The file that a page is put in: whole, or not at all."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from autograder.errors import UsageError
from autograder.language import _


def usual(course_dir: Path, assignment: str, *, anonymous: bool) -> Path:
    """Where a page is put unless another place is named: beside nothing that is handed out.

    >>> usual(Path("course"), "02-sliding-window", anonymous=True).as_posix()
    'course/reports/02-sliding-window-anonymous.html'
    """
    return course_dir / "reports" / f"{assignment}{'-anonymous' if anonymous else ''}.html"


def write(path: Path, html: str, *, private: bool) -> None:
    """Puts a page where it is wanted.

    Args:
        path: of a file, or of what takes text, such as /dev/stdout. Its folder is made if it is not there.
        private: whether only its owner may read it.

    Raises:
        UsageError: that cannot be written; what was there before is still there.
    """
    content = html.encode("utf-8", "replace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe or a device: there is nothing to be replaced
            return
        with NamedTemporaryFile(dir=path.resolve().parent, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.close()
                temporary.chmod(0o600 if private else 0o644)
                temporary.replace(path.resolve())
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UsageError(
            _("{path} cannot be written ({reason}). Name another file with --output.").format(
                path=path, reason=error.strerror
            )
        ) from error
