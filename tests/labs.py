"""JupyterLab servers for tests, each with a home and a folder of its own, as each person has."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import PATH, Server, serving


@dataclass(frozen=True)
class Person:
    """Somebody at a computer: whose settings and files are under `home`."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": PATH,
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
    def jupyterlab(self, folder: Path) -> Iterator[Server]:
        """A server in a folder; it may still be starting."""
        news = self.home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
        news.mkdir(parents=True, exist_ok=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        with serving("jupyterlab", folder, self.environment, self.home / "log") as server:
            yield server
