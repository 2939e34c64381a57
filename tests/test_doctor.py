"""`doctor`: what it says where all is well, and where something is not."""

import os
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from autograder import doctor
from autograder.doctor import answers, folders, nbgrader, remedies, wall
from autograder.finding import Finding
from autograder.gradebook import Gradebook
from autograder.key import Key
from autograder.limits import Limits
from autograder.sandbox import Sandbox, harden


@pytest.fixture
def at_hand(keys: Mapping[str, Key], state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (answers, folders):
        monkeypatch.setattr(module, "STATE", state)


def faults(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings if not finding.ok}


def all_of(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings}


# The whole


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command prints for a sound machine, with TensorFlow and all, into a pipe."""
    done = run_doctor(tmp_path_factory.mktemp("course"))
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""  # TensorFlow's own notices are not for the terminal
    return done.stdout


def run_doctor(folder: Path, before: str = "") -> "subprocess.CompletedProcess[str]":
    """The command, in a process of its own, for a course in a folder that is the grader's own as well."""
    script = (
        "import sys; from pathlib import Path\nfrom autograder import cli\n"
        "from autograder.doctor import answers, folders\n"
        f"answers.STATE = folders.STATE = Path({str(folder)!r})\n"
        f"sys.exit(cli.main(['doctor', '--course-dir', {str(folder)!r}]))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.run(
        ["/bin/bash", "-c", f"{before}\n{shlex.join([sys.executable, '-c', script])}"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )


@pytest.mark.xdist_group("doctor")
def test_a_sound_machine_has_no_fault(page: str) -> None:
    assert page.endswith("\nNo fault was found.\n")
    assert "FAULT" not in page
    for layer in harden.LAYERS:
        assert f"\nok     {layer} " in page


@pytest.mark.xdist_group("doctor")
def test_the_page_fits_80_columns_and_nothing_in_it_is_cut_off(page: str) -> None:
    assert max(map(len, page.splitlines())) <= 80
    assert "…" not in page
    assert all(line == line.rstrip() for line in page.splitlines())


@pytest.mark.xdist_group("doctor")
def test_tensorflow_computes_and_names_its_devices(page: str) -> None:
    rows = dict(line[7:].split(maxsplit=1) for line in page.splitlines() if line.startswith("ok"))
    assert rows["TensorFlow"].endswith("computes")
    assert "CPU" in rows["devices"]


def test_with_few_addresses_it_tells_of_every_fault_and_of_all_else(tmp_path: Path) -> None:
    """TensorFlow's import ends in a MemoryError then, or in the end of its process."""
    done = run_doctor(tmp_path, before="ulimit -v 900000")
    assert (done.returncode, done.stderr) == (1, "")
    assert "FAULT  memory" in done.stdout and "FAULT  TensorFlow" in done.stdout
    assert " ".join(done.stdout.split()).count("ulimit -v unlimited") == 2
    assert "ok     seccomp" in done.stdout
    assert "ok     gradebook" in done.stdout


def test_what_fails_in_the_doctor_itself_is_a_fault_and_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ill() -> Iterable[Finding]:
        raise MemoryError

    monkeypatch.setattr(answers, "examine", ill)
    found = list(doctor.examine(tmp_path))
    fault = faults(found)["looking further"]
    assert (fault.found, fault.group) == ("MemoryError", "Answers")
    assert found[-1].what == "exchange"


# The wall


def test_a_wall_with_a_hole_is_a_fault_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layers that are left out and did not say so: seen from outside, and by what a child can do."""
    hole = {"files", "seccomp"}
    monkeypatch.setattr(wall, "Sandbox", lambda limits, without: Sandbox(limits, without={*without, *hole}))
    found = faults(wall.examine())
    assert hole < found.keys()
    assert {"a child opens many files", "a child starts a process"} < found.keys()
    assert "a child writes a file" not in found  # Landlock stands behind it
    assert all(finding.remedy for finding in found.values())


@pytest.mark.parametrize("layer", ["files", "landlock", "memory", "seccomp"])
def test_without_a_layer_what_it_alone_denies_is_not_denied(
    layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    its_own = tuple(attempt for attempt in wall._ATTEMPTS if attempt.layers == (layer,))
    assert its_own
    monkeypatch.setattr(wall, "_ATTEMPTS", its_own)
    with Sandbox(Limits(), without={layer}) as sandbox:
        found = [finding.found for finding in wall._attempts(sandbox, {})]
    assert found == ["not denied"] * len(its_own)


def test_a_limit_that_the_machine_does_not_allow_is_named_with_its_command() -> None:
    found = faults(wall.examine(Limits(open_files=2**40)))
    assert list(found) == ["files"]
    assert "ulimit -n" in found["files"].remedy


@pytest.mark.parametrize(
    ("layer", "reason", "filtered", "says"),
    [
        ("landlock", "[Errno 38] Function not implemented", False, "5.13"),
        ("landlock", "[Errno 38] Function not implemented", True, "seccomp profile"),
        ("landlock", "[Errno 1] Operation not permitted", False, "seccomp profile"),
        ("landlock", "[Errno 95] Operation not supported", False, "boot option lsm="),
        ("seccomp", "[Errno 22] Invalid argument", False, "CONFIG_SECCOMP_FILTER"),
        ("seccomp", "[Errno 1] Operation not permitted", True, "container"),
        ("memory", "2 is needed, and this machine allows 1: see ulimit", False, "ulimit -v"),
        ("memory", "[Errno 2] No such file or directory: '/proc/self/statm'", False, "Mount /proc"),
        ("cpu", "2 is needed, and this machine allows 1: see ulimit", False, "ulimit -t"),
        ("", "[Errno 2] No usable temporary directory found in ['/tmp']", False, "TMPDIR"),
        ("", "[Errno 2] No such file or directory: '/dev/null'", False, "/dev"),
    ],
)
def test_a_remedy_fits_the_layer_and_the_way_in_which_it_failed(
    layer: str, reason: str, filtered: bool, says: str
) -> None:
    assert says in remedies.of(layer, reason, filtered)


def test_who_a_child_is_and_why_is_said_in_one_reason() -> None:
    with Sandbox() as sandbox:
        if os.geteuid() != 0:
            assert "only root can change users" in wall._user(sandbox)
        sandbox.user, sandbox.why_user = None, "unreadable: /root/python"
        assert "nobody else can read /root/python" in wall._user(sandbox)
        sandbox.why_user = "error: [Errno 1] Operation not permitted"
        assert "cannot be changed here ([Errno 1]" in wall._user(sandbox)
        sandbox.user, sandbox.why_user = 65534, ""
        assert wall._user(sandbox) == "changed from root to 65534, nobody"


# The limits


def test_limits_are_those_of_the_course(tmp_path: Path) -> None:
    config = tmp_path / "nbgrader_config.py"
    config.write_text(
        "c = get_config()\nc.AutograderLimits.call_cpu = 3.5\nc.AutograderLimits.open_files = 48\n"
    )
    found = all_of([*doctor._limits(tmp_path), *doctor._wall(tmp_path)])
    assert str(config) in found["set in"].found
    assert found["a call"].found.startswith("3.5 s of processor time")
    assert found["files"].found == "48 may be open"
    config.write_text("c = get_config()\nc.AutograderLimits.call_cpu = 'long'\n")
    assert "'long'" in faults(doctor._limits(tmp_path))["limits"].found


# The answers


def test_without_tensorflow_it_is_no_fault_while_all_answers_are_stored(
    at_hand: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_tried", lambda: {"error": "No module named 'tensorflow'"})
    found = all_of(answers.examine())
    assert found["TensorFlow"].ok
    assert "grading works without it" in found["TensorFlow"].found
    assert found["answers"].found == "stored for all 3 assignments"
    monkeypatch.setattr(answers, "STATE", tmp_path)
    fault = faults(answers.examine())["TensorFlow"]
    assert "make demo" in fault.remedy
    assert list(tmp_path.iterdir()) == []  # to look for answers makes no secret


@pytest.mark.parametrize(
    ("script", "error", "remedy"),
    [
        ("#!/bin/sh\nkill -ILL $$\n", "SIGILL", "AVX"),
        ("#!/bin/sh\nkill -ABRT $$\n", "SIGABRT", "memory"),
        ("#!/bin/sh\necho 'no such thing' >&2\n", "no such thing", "make"),
        ("#!/bin/sh\n", "said nothing", "make"),
    ],
)
def test_however_tensorflow_ends_it_is_a_fault(
    script: str, error: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(script)
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(answers, "STATE", tmp_path)
    fault = faults(answers.examine())["TensorFlow"]
    assert error in fault.found
    assert remedy in fault.remedy


# The course


def test_folders_that_cannot_be_used_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "STATE", tmp_path)
    assert "course folder" in faults(folders.examine(tmp_path / "none"))
    (tmp_path / "file").touch()
    assert "course folder" in faults(folders.examine(tmp_path / "file"))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "course folder" in faults(folders.examine(loop))
    assert "course folder" in faults(folders.examine(Path("/proc")))  # not even root can write there


def test_the_secret_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "STATE", tmp_path)
    secret = tmp_path / "secret"
    assert "none yet" in all_of(folders.examine(tmp_path))["course secret"].found
    secret.write_bytes(bytes(32))
    secret.chmod(0o600)
    assert "mode 0600" in all_of(folders.examine(tmp_path))["course secret"].found
    secret.chmod(0o644)
    fault = faults(folders.examine(tmp_path))["course secret"]
    assert fault.found == "mode 0644"
    assert "chmod 600" in fault.remedy


def test_students_who_submitted_are_counted(tmp_path: Path) -> None:
    assert "yet" in all_of(folders.examine(tmp_path))["submissions"].found
    for student in ("ada", "bao"):
        (tmp_path / "submitted" / student).mkdir(parents=True)
    assert all_of(folders.examine(tmp_path))["submissions"].found.startswith("2 students")


def gradebook(course_dir: Path) -> Finding:
    return all_of(nbgrader.examine(course_dir))["gradebook"]


def test_a_gradebook_is_opened_and_counted(tmp_path: Path) -> None:
    assert gradebook(tmp_path).found.startswith("none yet")
    Gradebook(tmp_path).close()
    assert gradebook(tmp_path).ok
    assert "0 students, schema " in gradebook(tmp_path).found


def test_a_gradebook_that_cannot_be_used_is_a_fault(tmp_path: Path) -> None:
    Gradebook(tmp_path).close()
    path = tmp_path / "gradebook.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert "is in use" in gradebook(tmp_path).found
    holder.execute("ROLLBACK")
    holder.execute("UPDATE alembic_version SET version_num = 'from before'")
    assert "from before" in gradebook(tmp_path).found
    assert "nbgrader db upgrade" in gradebook(tmp_path).remedy
    holder.close()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert "Restore it from a copy" in gradebook(tmp_path).found
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE student (id TEXT)")
    other.close()
    assert "not nbgrader's" in gradebook(tmp_path).found
    path.unlink()
    path.mkdir()
    assert not gradebook(tmp_path).ok


def exchange(course_dir: Path, settings: str = "") -> Finding:
    (course_dir / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}\n")
    return all_of(nbgrader.examine(course_dir))["exchange"]


def test_no_exchange_is_no_fault_and_how_to_have_one_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nbgrader, "_DEFAULT_EXCHANGE", tmp_path / "exchange")
    found = exchange(tmp_path)
    assert found.ok
    assert f"sudo install -d -m 0777 {tmp_path / 'exchange'}" in found.found


def test_an_exchange_is_for_all_to_write_to(tmp_path: Path) -> None:
    folder = tmp_path / "exchange"
    setting = f"c.Exchange.root = {str(folder)!r}"
    assert "install -d -m 0777" in exchange(tmp_path, setting).remedy
    folder.mkdir()
    folder.chmod(0o755)
    assert exchange(tmp_path, setting).remedy.endswith(f"chmod 777 {folder}")
    assert exchange(tmp_path, f"{setting}\nc.CourseDirectory.groupshared = True").ok
    folder.chmod(0o777)
    assert exchange(tmp_path, setting).ok
    assert "another program" in exchange(tmp_path, "c.ExchangeFactory.exchange = 'ngshare.Exchange'").found


def test_settings_that_cannot_be_read_are_a_fault(tmp_path: Path) -> None:
    assert "division" in exchange(tmp_path, "1 / 0").remedy
