"""Real git repositories with a map in them, made for one test each."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: Nobody's configuration has a say in a test, and every commit is made by nobody.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "A test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
}


@dataclass(frozen=True)
class TestRepository:
    """A repository on this disk.

    Attributes:
        root: the top of its work tree.
    """

    root: Path

    __test__ = False

    def git(self, *arguments: str) -> str:
        """Run git in it, and return what it printed."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **ENVIRONMENT},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> Path:
        """Write a file of the work tree."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def commit(self, message: str = "A change") -> str:
        """Commit everything, and return the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


def new_repository(root: Path) -> TestRepository:
    """Make an empty repository with the branch ``main``."""
    root.mkdir(parents=True, exist_ok=True)
    repository = TestRepository(root)
    repository.git("init", "--quiet", "--initial-branch=main")
    return repository
