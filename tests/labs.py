"""JupyterLab servers for tests, each with a home and a folder of its own, as each person has."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.course import PROJECT

TOKEN = "only-on-loopback"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody at a computer: whose settings and files are under `home`."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(self.home),
            "PYTHONPATH": str(PROJECT),
            "JUPYTER_CONFIG_DIR": str(self.home / ".jupyter"),
        } | {name: value for name, value in os.environ.items() if name.startswith("TF_")}

    def types(self, *command: str, at: Path) -> str:
        """Runs a command; gives what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=at,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def jupyterlab(self, folder: Path) -> Iterator[str]:
        """The address of a server in a folder."""
        log = self.home / "log"
        news = self.home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
        news.mkdir(parents=True, exist_ok=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        options = [
            f"--IdentityProvider.token={TOKEN}",
            "--port=0",
            "--ip=127.0.0.1",
            "--no-browser",
            "--allow-root",
        ]
        with (
            log.open("w") as out,
            subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *options],
                cwd=folder,
                env=self.environment,
                stdout=out,
                stderr=out,
            ) as server,
        ):
            try:
                yield _address(log, server)
            finally:
                server.terminate()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    while server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text()):
            return found[0]
        try:
            server.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(log.read_text())
