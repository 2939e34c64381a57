"""JupyterLab servers for tests, each with a home and a folder of its own, as each person has."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
    def jupyterlab(self, folder: Path) -> Iterator["Server"]:
        """A server in a folder; it may still be starting."""
        news = self.home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
        news.mkdir(parents=True, exist_ok=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        log = self.home / "log"
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
            ) as process,
        ):
            try:
                yield Server(log, process)
            finally:
                process.terminate()


@dataclass(frozen=True)
class Server:
    """A JupyterLab server."""

    log: Path
    process: "subprocess.Popen[bytes]"

    def address(self) -> str:
        """Where it answers, with a slash at the end; waits until it does."""
        while self.process.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", self.log.read_text()):
                return found[0]
            try:
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(self.log.read_text())
