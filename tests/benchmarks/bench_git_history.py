"""How fast a git history is read beside git's own log of the same fields, and in how much memory.

``uv run python tests/benchmarks/bench_git_history.py [COMMITS] [PATH]`` makes a history of so many
commits by ``git fast-import`` (50,000 unless said otherwise; a squash or a merge for every three),
or takes a repository that is there. The peer is what anybody would write: the names of all commits
that a ref names, and a log of the same fields from them. Processor seconds of a process and its
children; both run in turn, five times each, and the least of each counts. What it takes to start is
left out of ours: it is that of a history of one commit, libraries and rules of attribution read.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

from git_histories import PEOPLE, GitHistory, environment  # noqa: E402

from graph.measuring.git.history import FORMAT  # noqa: E402

ROUNDS = 5
#: Reads the history and links its changes, and says how much memory that took.
CODE = """
import re, sys
from pathlib import Path
from graph.measuring.sources.git import GitSource
read = GitSource(Path(sys.argv[1]))._history()
status = Path("/proc/self/status").read_text()
print(sum(read.history.seen), len(read.changes.changes),
      int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024)
"""


def many(commits: int) -> GitHistory:
    """A history of so many commits: squashes and merges in turn, three commits each."""
    made = GitHistory()
    at, number = made.commit("Start", 0), 0
    while made.marks < commits:
        number += 1
        begun, who = number * 600, PEOPLE[number % 5]
        mark = "\n\nCo-authored-by: Claude <noreply@anthropic.com>" if number % 4 == 0 else ""
        one = made.commit(f"Begin {number}\n\nWhy it is done.", begun, by=who, parents=[at])
        two = made.commit(f"End {number}{mark}", begun + 200, by=who, parents=[one])
        if number % 2:
            made.ref(f"refs/pull/{number}/head", two)
            at = made.commit(f"Change (#{number})", begun + 500, by=who, parents=[at])
        else:
            subject = f"Merge pull request #{number} from x/topic"
            at = made.commit(subject, begun + 500, by=who, parents=[at, two])
        if number % 500 == 0:
            made.ref(f"refs/tags/v1.{number}", at)
    made.ref("refs/heads/main", at)
    return made


def seconds(command: list[str], given: bytes = b"") -> tuple[float, str]:
    """Processor seconds of a command with its children, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, input=given, stdout=subprocess.PIPE, check=True, env=environment()
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, done.stdout[:200].decode("utf-8", "replace")


def git_alone(folder: Path) -> float:
    """Processor seconds of git's names of all refs and of its log of the same fields."""
    git = ["git", f"--git-dir={folder}"]
    listing = [*git, "for-each-ref", "--format=%(objectname)"]
    refs = subprocess.run(listing, capture_output=True, check=True, env=environment()).stdout
    log = [*git, "log", "-z", FORMAT, "--ignore-missing", "--stdin"]
    return seconds(listing)[0] + seconds(log, refs)[0]


def compare(folder: Path) -> None:
    """Print both, and their ratio."""
    ours, peer, start = [], [], []
    with tempfile.TemporaryDirectory() as name:
        small = many(1).write(Path(name) / "r")
        for _ in range(ROUNDS):
            used, said = seconds([sys.executable, "-c", CODE, str(folder)])
            ours.append(used)
            peer.append(git_alone(folder))
            start.append(seconds([sys.executable, "-c", CODE, str(small)])[0])
    commits, changes, memory = map(int, re.findall(r"\d+", said))
    print(f"{commits:,} commits, {changes:,} changes, {memory} MB at the peak")
    print(f"ours, git's log in it: {min(ours):.2f} s, of which {min(start):.2f} s to start")
    print(f"git alone, the same fields: {min(peer):.2f} s")
    print(f"ours as fast as git, start left out: {min(peer) / (min(ours) - min(start)):.2f}x")


def main() -> None:
    """Make or take a repository, and compare."""
    if len(sys.argv) > 2:
        compare(Path(sys.argv[2]))
        return
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        compare(many(commits).write(Path(name) / "r"))


if __name__ == "__main__":
    main()
