"""A repository from anybody: nothing of it runs, and nothing it says breaks the reading."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from git_histories import DAY, HOUR, PEOPLE, GitHistory, git

from graph.errors import UsageError
from graph.measuring.git.marks import Part
from graph.measuring.sources.git import GitOptions, GitSource


def work_tree(tmp_path, made):
    """A checkout of a history."""
    bare = made.write(tmp_path / "bare")
    tree = tmp_path / "tree"
    git(tmp_path, "clone", "--quiet", str(bare), str(tree))
    return tree


def test_a_hostile_configuration_runs_nothing(tmp_path):
    """Every program that a configuration, hook or attribute may name would leave a file."""
    made = GitHistory()
    first = made.commit("One", 0, files={"a": "1"})
    second = made.commit(
        "Two", HOUR, files={"a": "2", ".gitattributes": "* diff=evil"}, parents=[first]
    )
    made.ref("refs/heads/main", second)
    tree = work_tree(tmp_path, made)
    ran = tmp_path / "ran"
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\necho ran >> '{ran}'\n", encoding="utf-8")
    evil.chmod(evil.stat().st_mode | stat.S_IXUSR)
    for name in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.gitProxy", "core.editor",
        "core.askPass", "core.alternateRefsCommand", "diff.external", "diff.evil.textconv",
        "diff.evil.command", "gpg.program", "gpg.ssh.program", "credential.helper",
        "sequence.editor", "pager.log", "alias.log", "filter.evil.clean", "filter.evil.smudge",
    ):  # fmt: skip
        git(tree, "config", name, f"!{evil}" if name.startswith("alias") else str(evil))
    git(tree, "config", "log.showSignature", "true")
    git(tree, "config", "core.hooksPath", str(tmp_path))
    git(tree, "config", "remote.origin.promisor", "true")
    git(tree, "config", "remote.origin.url", f"ext::{evil}")
    git(tree, "config", "protocol.ext.allow", "always")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
        (tmp_path / hook).symlink_to(evil)
        (tree / ".git" / "hooks" / hook).symlink_to(evil)
    # A commit that says it is signed, so that a check of signatures would start a program.
    raw = git(tree, "cat-file", "commit", "HEAD")
    signed = raw.replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    name = git(tree, "hash-object", "-t", "commit", "-w", "--stdin", given=signed.encode())
    git(tree, "update-ref", "refs/remotes/origin/main", name)
    ran.unlink(missing_ok=True)

    found = GitSource(tree, GitOptions(paths=("a",), rework=True)).read()

    assert list(found.events) == []
    assert not ran.exists()
    # The same configuration does run programs for a plain git, so that this test can fail.
    subprocess.run(["git", "-C", str(tree), "log", "-1", "-p"], capture_output=True, check=False)
    assert ran.exists()


def test_separators_and_controls_in_messages_and_names_are_text(tmp_path):
    """Names and messages may hold any sign but NUL; each commit keeps its own fields."""
    made = GitHistory()
    at = made.commit("Begin", 0)
    odd = (
        "\x1e\x1f\x1b[2Jcommit 0123\nauthor x\n\nCo-authored-by: Claude <noreply@anthropic.com>\r\n"
    )
    at = made.commit(b"\xff\xfe " + odd.encode(), HOUR, by="\x1e|\x1f", parents=[at])
    at = made.commit(b"", 2 * HOUR, parents=[at])
    made.ref("refs/heads/main", at)

    changes = GitSource(made.write(tmp_path / "r"))._history().changes.changes

    assert [one.mark.part for one in changes] == [Part.NONE, Part.COAUTHOR, Part.NONE]


def test_a_huge_message_is_read_like_any_other(tmp_path):
    """Eight megabytes between two commits shift nothing."""
    made = GitHistory()
    at = made.commit("Begin", 0)
    at = made.commit(b"line of text\n" * 600_000, HOUR, parents=[at])
    at = made.commit("End\n\nCo-authored-by: Claude <noreply@anthropic.com>", DAY, parents=[at])
    made.ref("refs/heads/main", at)

    changes = GitSource(made.write(tmp_path / "r"))._history().changes.changes

    assert [one.mark.part for one in changes] == [Part.NONE, Part.NONE, Part.COAUTHOR]


@pytest.mark.parametrize("path", ["../x", "/etc", "a/../../b", "", " ", "a\0b", "a\\..\\..\\b"])
def test_a_path_that_leaves_the_repository_is_refused(path, tmp_path):
    """What is to be measured lies inside."""
    made = GitHistory()
    made.ref("refs/heads/main", made.commit("Begin", 0))

    with pytest.raises(UsageError, match="no path inside the repository"):
        GitSource(made.write(tmp_path / "r"), GitOptions(paths=(path,)))


def test_a_folder_that_is_called_like_an_option_is_a_folder(tmp_path, monkeypatch):
    """Git is never handed it where an option could stand."""
    made = GitHistory()
    made.ref("refs/heads/main", made.commit("Begin", 0))
    made.write(tmp_path / "--exec=touch x")
    monkeypatch.chdir(tmp_path)

    assert GitSource(next(tmp_path.glob("--exec*"))).repository.tip
    assert sorted(os.listdir(tmp_path)) == ["--exec=touch x"]


def test_an_address_with_a_password_is_told_without_it(tmp_path):
    """What stands in the address of a clone may be a secret; a folder of this machine is none."""
    made = GitHistory()
    made.ref("refs/heads/main", made.commit("Begin", 0))
    folder = made.write(tmp_path / "r")
    told = {
        "https://ann:s3cret@forge.example.org/team/tool.git": "https://forge.example.org/team/tool",
        "git@forge.example.org:team/tool.git": "https://forge.example.org/team/tool",
        "ssh://git@forge.example.org/team/tool": "https://forge.example.org/team/tool",
        "/home/ann/secret/tool": None,
        "file:///home/ann/tool": None,
    }
    for given, address in told.items():
        git(folder, "config", "remote.origin.url", given)
        assert GitSource(folder).repository.address == address


def test_what_is_kept_of_a_history_names_nobody(tmp_path):
    """No name, address or word of a message is left in what was read."""
    made, at = GitHistory(), 0
    for n, person in enumerate(PEOPLE * 2):
        at = made.commit(
            f"Secretword{n} (#{n + 1})", n * HOUR, by=person, parents=[at] if at else []
        )
    made.ref("refs/heads/main", at)
    source = GitSource(made.write(tmp_path / "r"))

    kept = repr(source._history()) + repr(source.read()) + repr(source.provenance)

    assert len(kept) > 1000
    for word in (*PEOPLE, "example.org", "Secretword"):
        assert word not in kept.replace(repr(source.repository), "")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says what was used")
def test_a_log_of_many_commits_is_read_in_pieces(tmp_path):
    """Reading grows with the number of commits by some hundred bytes each, not by their texts."""
    code = (
        "import re, sys\nfrom pathlib import Path\n"
        "from graph.measuring.sources.git import GitSource\n"
        "source = GitSource(Path(sys.argv[1]))\nsource._history()\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1]) // 1024)\n"
    )
    made, at = GitHistory(), 0
    text = "word " * 4_000  # twenty kilobytes a message, forty megabytes in all
    for n in range(2_000):
        at = made.commit(f"C{n}\n\n{text}", n * HOUR, by=PEOPLE[n % 5], parents=[at] if at else [])
    made.ref("refs/heads/main", at)
    folder = made.write(tmp_path / "r")

    used = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )

    assert int(used.stdout) < 90
