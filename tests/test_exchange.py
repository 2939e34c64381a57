"""One command sets up the exchange; and collecting from it follows nothing that a student laid there."""

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps.api import NbGraderAPI
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.cli import main
from autograder.course import PROJECT
from autograder.errors import UsageError
from autograder.exchange import set_up
from tests.course import ASSIGNMENT, MASTER, as_bytes, released

NAME = f"{MASTER.name}.ipynb"
INBOUND = f"ada+{ASSIGNMENT}+2026-03-01 12:00:00.000000 UTC"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter's settings of somebody; and an installation that nobody else uses."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "installation"))
    return tmp_path


def settings(file: Path) -> Config:
    config: Config = PyFileConfigLoader(file.name, path=str(file.parent)).load_config()
    return config


# --- Setting up -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("me", "place"), [(False, "installation/etc/jupyter"), (True, "home")])
def test_it_makes_the_folder_and_tells_jupyter_of_it(home: Path, me: bool, place: str) -> None:
    made = set_up(home / "ex change", me=me)
    assert stat.S_IMODE(made.root.stat().st_mode) == 0o777
    assert made.file == home / place / "nbgrader_config.py"
    config = settings(made.file)
    assert (config.Exchange.root, config.CourseDirectory.course_id) == (
        str(home / "ex change"),
        "convolution",
    )


def test_given_again_it_names_the_new_folder_and_keeps_what_is_in_the_old(home: Path) -> None:
    first = set_up(home / "a")
    (first.root / "convolution").mkdir()
    set_up(home / "a")
    assert (first.root / "convolution").is_dir()
    assert settings(set_up(home / "b").file).Exchange.root == str(home / "b")


def test_a_file_that_somebody_wrote_stays_as_it_is(home: Path) -> None:
    file = home / "home" / "nbgrader_config.py"
    file.parent.mkdir()
    file.write_text("c = get_config()\n")
    with pytest.raises(UsageError, match=r"stays as it is\. Add to it:\nc\.Exchange\.root = '.*/a'\n"):
        set_up(home / "a", me=True)
    assert file.read_text() == "c = get_config()\n"
    assert not (home / "a").exists()


def test_what_holds_for_all_is_said_to_go_before_what_one_sets_for_oneself(home: Path) -> None:
    set_up(home / "a")
    assert set_up(home / "a", me=True).root == home / "a"
    with pytest.raises(UsageError, match=r"installation/.* holds for all who use this installation"):
        set_up(home / "b", me=True)
    assert not (home / "b").exists()


def test_a_file_in_place_of_the_folder_is_said_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "a").write_text("")
    assert main(["exchange", str(home / "a")]) == 2
    assert capsys.readouterr().err == (
        f"autograder: {home / 'a'} cannot be made an exchange (File exists). Name another folder.\n"
    )


def test_a_folder_that_others_cannot_reach_is_told_of(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "mine").mkdir(mode=0o700)
    assert main(["exchange", str(home / "mine" / "exchange")]) == 0
    told = capsys.readouterr()
    assert f"Exchange          {home}/mine/exchange\n" in told.out
    assert f"{home}/mine may be entered by its owner alone" in told.err


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_a_normal_user_is_told_how_to_use_what_they_may_not_change(home: Path) -> None:
    for above in (home, *home.parents):
        if above == Path(tempfile.gettempdir()):
            break
        above.chmod(0o755)
    made = set_up(home / "exchange")
    (home / "home").mkdir()
    os.chown(home / "home", 65534, 65534)
    os.seteuid(65534)
    try:
        with pytest.raises(UsageError, match=r"cannot be written \(Permission denied\)\. With --me"):
            set_up(home / "exchange")
        assert set_up(home / "exchange", me=True).root == made.root
        made.root.joinpath("mine").mkdir()
    finally:
        os.seteuid(0)
    made.root.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(UsageError, match=r"You may not write to .*exchange"):
            set_up(home / "exchange", me=True)
    finally:
        os.seteuid(0)


# --- Collecting -------------------------------------------------------------------------------------


def collected(course: Path) -> tuple[Path, str]:
    """What the formgrader's button does: gives the submission's folder, and the log."""
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(PROJECT)).load_config()
    config.CourseDirectory.root = str(course)
    config.Exchange.root = str(course / "exchange")
    outcome: dict[str, Any] = NbGraderAPI(config=config).collect(ASSIGNMENT)
    assert outcome["success"], outcome
    return course / "submitted" / "ada" / ASSIGNMENT, str(outcome["log"])


@pytest.fixture
def inbound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a student submitted, in the exchange."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))  # nbgrader starts the program alembic
    folder = tmp_path / "exchange" / "convolution" / "inbound" / INBOUND
    folder.mkdir(parents=True)
    (tmp_path / "exchange").chmod(0o777)
    (folder / NAME).write_bytes(as_bytes(released()))
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    (folder / "data").mkdir()
    (folder / "data" / "notes.txt").write_text("mine")
    return folder


def test_ordinary_files_are_collected(tmp_path: Path, inbound: Path) -> None:
    folder, _log = collected(tmp_path)
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert found == ["data/notes.txt", NAME, "timestamp.txt"]
    assert (folder / NAME).read_bytes() == (inbound / NAME).read_bytes()


def test_a_link_to_the_solution_is_not_collected_as_ones_own_work(tmp_path: Path, inbound: Path) -> None:
    (inbound / NAME).unlink()
    (inbound / NAME).symlink_to(PROJECT / "solutions" / ASSIGNMENT / NAME)
    (inbound / "others").symlink_to(tmp_path, target_is_directory=True)
    (inbound / "zero").symlink_to("/dev/zero")
    os.mkfifo(inbound / "pipe")
    folder, log = collected(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["data", "timestamp.txt"]
    for name in (NAME, "others", "zero", "pipe"):
        assert f"{name!r} was not collected: it is a link, or no ordinary file." in log


def test_a_link_in_place_of_a_whole_submission_is_not_followed(tmp_path: Path, inbound: Path) -> None:
    inbound.rename(tmp_path / "work of bob")
    inbound.symlink_to(tmp_path / "work of bob", target_is_directory=True)
    folder, _log = collected(tmp_path)
    assert list(folder.iterdir()) == []
