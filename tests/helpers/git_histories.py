"""Git repositories made for tests: histories with known answers, written by ``git fast-import``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: A Thursday: 1 January 2026, 0:00 UTC.
START = 1_767_225_600
HOUR = 3600
DAY = 24 * HOUR

#: Five people, so that what they do together may be told.
PEOPLE = ("adaquill", "bobrune", "cydvane", "danmoss", "evetarn")


def environment(home: Path | None = None) -> dict[str, str]:
    """An environment in which git sees no configuration but the repository's own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_DATE": f"{START} +0000",
        "GIT_COMMITTER_DATE": f"{START} +0000",
        **({"HOME": str(home)} if home else {}),
    }


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """Run git in a folder and return what it says."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=given, capture_output=True, check=True, env=environment(),
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace").strip()


@dataclass
class GitHistory:
    """A history that is being made up, commit by commit.

    ``commit`` returns a mark by which later commits and refs name it.
    """

    lines: list[bytes] = field(default_factory=list)
    marks: int = 0

    def commit(
        self,
        message: str | bytes,
        at: int,
        *,
        by: str = "ada",
        address: str | None = None,
        written: int | None = None,
        committer: str | None = None,
        parents: Sequence[int] = (),
        files: Mapping[str, str] | None = None,
        branch: str = "refs/heads/scratch",
    ) -> int:
        """Add a commit.

        Args:
            message: the whole of it.
            at: when it was committed, in seconds after ``START``.
            by: the author's name.
            address: the author's, else one made from the name.
            written: when it was written, likewise; the same moment if ``None``.
            committer: address of who committed it; the author's if ``None``.
            parents: marks, the first parent first; none for a commit without any.
            files: path to content; one of its own if ``None``.
            branch: what it is made on; refs are set by ``ref``.
        """
        self.marks += 1
        address = address or f"{by}@example.org"
        text = message.encode() if isinstance(message, str) else message
        head = [f"commit {branch}", f"mark :{self.marks}"]
        head += [f"author {by} <{address}> {START + (at if written is None else written)} +0000"]
        head += [f"committer C <{committer or address}> {START + at} +0000"]
        self.lines.append("\n".join(head).encode() + b"\n")
        self.lines.append(f"data {len(text)}\n".encode() + text + b"\n")
        if parents:
            self.lines.append(f"from :{parents[0]}\n".encode())
            self.lines += [f"merge :{one}\n".encode() for one in parents[1:]]
        for path, content in (files or {f"f{self.marks}": str(self.marks)}).items():
            data = content.encode()
            self.lines.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        return self.marks

    def ref(self, name: str, mark: int) -> None:
        """Let a ref name a commit."""
        self.lines.append(f"reset {name}\nfrom :{mark}\n\n".encode())

    def tag(self, name: str, mark: int, at: int) -> None:
        """Add a tag with a time of its own."""
        self.lines.append(
            f"tag {name}\nfrom :{mark}\ntagger T <t@example.org> {START + at} +0000\n"
            "data 0\n\n".encode()
        )

    def note(self, commit: str, text: str, at: int = 0) -> None:
        """Note something about a commit, by its whole name, at ``refs/notes/ai``."""
        data = text.encode()
        self.lines.append(
            f"commit refs/notes/ai\ncommitter T <t@example.org> {START + at} +0000\ndata 0\n"
            f"M 100644 inline {commit}\ndata {len(data)}\n".encode()
            + data
            + b"\n"
        )

    def write(self, folder: Path) -> Path:
        """Write the history into a repository without a work tree, ``main`` checked out."""
        if not folder.exists():
            folder.mkdir(parents=True)
            git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
        stream = b"".join(self.lines)
        git(folder, "fast-import", "--quiet", "--force", given=stream)
        return folder


def two_quarters(made: GitHistory, first_day: int = 0) -> GitHistory:
    """Add twelve merged changes in each of two quarters, every third with a mark of AI.

    Each takes a day of coding, waits a day for its merge in the first quarter and four in the
    second, and is released with the sixth change after it.
    """
    at = made.commit("Start", (first_day - 10) * DAY, by=PEOPLE[0])
    for n in range(24):
        begun, who = (first_day + n * 7 + 1) * DAY, PEOPLE[n % 5]
        mark = "\n\nCo-authored-by: Claude <noreply@anthropic.com>" if n % 3 == 0 else ""
        one = made.commit(f"Begin {n}", begun, by=who, parents=[at])
        two = made.commit(f"End {n}{mark}", begun + DAY, by=who, parents=[one])
        merged = begun + (2 if n < 12 else 5) * DAY
        at = made.commit(f"Merge pull request #{n} from x/topic", merged, by=who, parents=[at, two])
        if n % 6 == 5:
            made.tag(f"v1.{n}", at, merged + HOUR)
    made.ref("refs/heads/main", at)
    return made
