"""Revisions of a repository in memory: right, harmless, and refused in words a person can use."""

from __future__ import annotations

import os
import subprocess

import pytest
from git_repositories import new_repository
from turtle_maps import TWO

from graph.errors import UsageError
from graph.ontology.editions import (
    UnusableEditionsError,
    find_editions,
    read_editions,
)
from graph.revisions import RevisionError, find_repository


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the small loop in two files of a folder, and one commit."""
    made = new_repository(tmp_path / "maps with a space")
    head, *rest = TWO.partition(":coding-gates-review")
    prefixes = "".join(line + "\n" for line in TWO.splitlines() if line.startswith("@prefix"))
    made.write("ontology/parts.ttl", head)
    made.write("ontology/deep/er/edges.ttl", prefixes + "".join(rest))
    made.write("ontology/.hidden.ttl", "no Turtle at all")
    made.write("ontology/shapes.ttl", "no Turtle either")
    made.write("ontology/notes.txt", "not meant")
    made.commit("first")
    monkeypatch.chdir(made.root)
    return made


def read(*names, place=None):
    """Both maps that names mean."""
    return read_editions(find_editions(*names, place=place))


def test_without_names_the_work_tree_is_held_against_head(repository):
    """The map before says 6, the one on the disk 7, and neither index nor file is touched."""
    file = repository.root / "ontology/parts.ttl"
    file.write_text(file.read_text("utf-8").replace("speedup 6", "speedup 7"), "utf-8")
    seen = repository.git("status", "--porcelain"), file.stat().st_mtime_ns
    before, after = read()

    assert before.observations["coding.speedup"].value == 6
    assert after.observations["coding.speedup"].value == 7
    assert before.observations["coding.speedup"].place.file == "HEAD:ontology/parts.ttl"
    assert seen == (repository.git("status", "--porcelain"), file.stat().st_mtime_ns)


@pytest.mark.usefixtures("repository")
def test_a_revision_reads_as_the_folder_that_was_committed():
    """The same model, whether from the disk or from the repository's objects, digest and all."""
    from_disk, from_git = read("ontology", "git:HEAD")

    assert from_git.digest == from_disk.digest
    assert set(from_git.components) == set(from_disk.components) == {"coding", "review"}
    assert len(from_git.files) == 2


@pytest.mark.parametrize("name", ["main", "first-tag", "HEAD", "HEAD~0", "@", "abbreviated"])
def test_a_revision_may_be_called_by_any_of_its_names(repository, name):
    """Branch, annotated tag, relative name, short hash."""
    repository.git("tag", "-a", "first-tag", "-m", "a tag with a text")
    if name == "abbreviated":
        name = repository.git("rev-parse", "--short", "HEAD")
    before, after = read(f"git:{name}", "ontology")

    assert before.digest == after.digest


def test_a_path_may_follow_and_may_be_one_file(repository):
    """From the top of the repository, wherever one stands."""
    repository.write("old/loop.ttl", TWO)
    repository.commit("one file")
    os.chdir(repository.root / "ontology")
    before, after = read("git:main:old/loop.ttl", "git:main:old")

    assert before.digest == after.digest
    assert set(before.components) == {"coding", "review"}


def test_two_revisions_share_the_path_of_one(repository):
    """``git:A:PATH git:B`` reads the same path of both."""
    repository.git("mv", "ontology", "map")
    repository.commit("moved")
    before, after = read("git:HEAD:map", "git:main")

    assert before.digest == after.digest


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("git:mian",), "Did you mean main?"),
        (("git:HEAD:ontolgy",), "Did you mean ontology?"),
        (("git:HEAD:nothing/like/it",), "It holds ontology."),
        (("git:",), "comes a revision"),
        (("git:--upload-pack=touch x",), "has no revision"),
        (("git:HEAD\nHEAD",), "is no name of a revision"),
        (("", "ontology"), "is no path"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(names, said):
    """The nearest names are offered, and an odd name never becomes an option of git."""
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        find_editions(*names)


def test_outside_a_repository_two_folders_are_asked_for(tmp_path, monkeypatch):
    """There is nothing to compare with, and the message says what would work."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RevisionError, match="loopmap diff BEFORE AFTER"):
        find_editions()


@pytest.mark.usefixtures("repository")
def test_a_path_outside_the_repository_is_refused(tmp_path):
    """No revision holds it."""
    (tmp_path / "elsewhere.ttl").write_text(TWO, "utf-8")
    with pytest.raises(RevisionError, match="in no git repository"):
        find_editions("git:HEAD", str(tmp_path / "elsewhere.ttl"))
    with pytest.raises(RevisionError, match="outside the repository"):
        find_repository(".").inside(tmp_path / "elsewhere.ttl")


def test_a_repository_without_a_commit_says_so(tmp_path, monkeypatch):
    """HEAD names nothing yet."""
    made = new_repository(tmp_path / "new")
    made.write("ontology/loop.ttl", TWO)
    monkeypatch.chdir(made.root)
    with pytest.raises(RevisionError, match="no commit yet"):
        find_editions()


def test_a_shallow_clone_says_how_to_get_the_rest(repository, tmp_path, monkeypatch):
    """The commit exists, only not here."""
    first = repository.git("rev-parse", "HEAD")
    repository.commit("second")
    repository.git(
        "clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "c")
    )
    monkeypatch.chdir(tmp_path / "c")
    with pytest.raises(RevisionError, match="--unshallow"):
        find_editions(f"git:{first}")


def test_a_revision_without_a_map_says_where_to_name_it(repository):
    """The folder came later: an empty side is a finding, told with its revision."""
    repository.git("checkout", "--quiet", "--orphan", "bare")
    repository.git("rm", "-r", "--quiet", "--cached", ".")
    repository.git("commit", "--quiet", "--allow-empty", "-m", "nothing")
    with pytest.raises(RevisionError, match="Revision bare has no 'ontology'"):
        find_editions("git:bare", "ontology")


def test_binary_junk_in_a_revision_is_a_finding_of_that_side(repository):
    """Which side, which file of which revision, and that it is no UTF-8."""
    good = repository.git("rev-parse", "HEAD")
    (repository.root / "ontology/parts.ttl").write_bytes(bytes(range(256)) * 4)
    repository.commit("junk")
    with pytest.raises(UnusableEditionsError) as refused:
        read("git:HEAD", f"git:{good}")

    (side,) = refused.value.editions
    assert side.name.startswith("HEAD (")
    assert side.problems[0].place.file == "HEAD:ontology/parts.ttl"
    assert side.problems[0].code == "not-utf-8"


@pytest.mark.usefixtures("repository")
def test_a_huge_file_is_refused_by_its_size(monkeypatch):
    """It is told before anything is made of it."""
    monkeypatch.setattr("graph.revisions.MOST_BYTES", 300)
    with pytest.raises(RevisionError, match="bytes; loopmap reads files of up to 300"):
        find_editions("git:HEAD", "ontology")


def test_links_are_followed_inside_and_refused_beyond(repository):
    """A link within the repository reads as its target; one that leaves it is named."""
    (repository.root / "ontology/again.ttl").symlink_to("../kept/more.ttl")
    only_coding = TWO.split(":review a")[0].replace(":coding", ":doding")
    repository.write("kept/more.ttl", only_coding)
    repository.commit("a link inside")
    assert "doding" in read("git:HEAD", "git:HEAD")[0].components

    (repository.root / "ontology/out.ttl").symlink_to("/etc/hostname")
    repository.commit("a link outside")
    with pytest.raises(RevisionError, match="link to /etc/hostname, outside the repository"):
        find_editions("git:HEAD", "ontology")


def test_a_hostile_configuration_runs_nothing(repository, tmp_path):
    """Every key by which a repository can name a program leaves no trace, nor do its hooks.

    The marker is first seen to work: the same repository runs it under a plain ``git status``.
    """
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{marker}'\n", "utf-8")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "pager.cat-file", "pager.for-each-ref", "core.sshCommand",
        "core.gitProxy", "core.askPass", "core.editor", "diff.external", "diff.x.textconv",
        "filter.x.smudge", "filter.x.clean", "credential.helper", "uploadpack.packObjectsHook",
        "remote.origin.uploadpack",
    ):  # fmt: skip
        repository.git("config", key, str(program))
    repository.git("config", "protocol.ext.allow", "always")
    repository.git("config", "remote.origin.url", f"ext::{program}")
    repository.write(".gitattributes", "*.ttl filter=x diff=x\n")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc"):
        file = repository.root / ".git/hooks" / hook
        file.write_text(program.read_text("utf-8"), "utf-8")
        file.chmod(0o755)
    subprocess.run(["git", "status"], cwd=repository.root, capture_output=True, check=False)
    assert marker.exists()
    marker.unlink()

    read("git:HEAD", "ontology")
    with pytest.raises(RevisionError):
        find_editions("git:nowhere", "ontology")
    # A partial clone would fetch what is missing by way of the remote above.
    repository.git("config", "core.fsmonitor", "false")
    repository.git("config", "core.repositoryformatversion", "1")
    repository.git("config", "extensions.partialClone", "origin")
    repository.git("config", "--unset", "remote.origin.uploadpack")
    repository.git("config", "remote.origin.promisor", "true")
    blob = repository.git("rev-parse", "HEAD:ontology/parts.ttl")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    subprocess.run(["git", "cat-file", "-p", blob], cwd=repository.root, capture_output=True,
                   check=False)  # fmt: skip
    assert marker.exists()
    marker.unlink()
    with pytest.raises(RevisionError):
        find_editions("git:HEAD", "ontology")
    assert not marker.exists()


@pytest.mark.usefixtures("repository")
def test_where_git_is_told_to_look_by_a_hook_is_not_believed(tmp_path, monkeypatch):
    """A hook of another repository sets GIT_DIR; this one is meant all the same."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))

    assert "main" in find_repository(".").names()
    assert read("git:HEAD", "ontology")[0].components
