"""A repository that is to be measured: its mainline, what was fetched of it, what it lacks."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.git_process import GitError, GitProcess
from graph.records import record

#: Where a forge keeps the head of every change request.
_HEADS: Final = (
    re.compile(r"refs/(?:remotes/[^/]+/)?pull/(\d{1,9})/head"),
    re.compile(r"refs/(?:remotes/[^/]+/)?pull-requests/(\d{1,9})/from"),
    re.compile(r"refs/(?:remotes/[^/]+/)?merge-requests/(\d{1,9})/head"),
    re.compile(r"refs/remotes/[^/]+/pr/(\d{1,9})"),
)
_HOST, _PATH = r"[A-Za-z0-9][A-Za-z0-9.-]*", r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)+"
_ADDRESS: Final = re.compile(
    rf"(?:https?|ssh|git)://(?:[^@/]*@)?({_HOST})(?::\d+)?/({_PATH})"
    rf"|[^@/:]+@({_HOST}):({_PATH})"
)
_USUAL: Final = ("origin/HEAD", "HEAD", "origin/main", "origin/master", "main", "master")
#: Files of settings, at the top of the repository, that can switch marks of AI off.
_SETTINGS: Final = (".claude/settings.json", ".claude/settings.local.json")
#: What fetches the heads of all change requests.
FETCH_HEADS: Final = {
    "github": "git fetch origin '+refs/pull/*/head:refs/pull/*/head'",
    "gitlab": "git fetch origin '+refs/merge-requests/*/head:refs/merge-requests/*/head'",
}


@record
class Tag:
    """A tag that names a commit.

    Attributes:
        name: of the tag.
        commit: full name of the commit.
        made: seconds since 1970: of the tag itself, or of the commit where it has none.
    """

    name: str
    commit: str
    made: int


@record
class Repository:
    """What there is to read.

    Attributes:
        git: how git is called.
        name: what to call it: OWNER/NAME from its address, else the folder's name.
        address: where it was cloned from, without any user or password; ``None`` if unknown.
        mainline: how the mainline is called.
        tip: full name of its newest commit.
        heads: change request to the full name of its newest commit.
        tags: all that name commits, in order of time.
        shallow: whether the clone holds only the newest commits.
        partial: whether it lacks contents that a clone usually has.
    """

    git: GitProcess
    name: str
    address: str | None
    mainline: str
    tip: str
    heads: dict[int, str]
    tags: tuple[Tag, ...]
    shallow: bool
    partial: bool

    @property
    def fetch_line(self) -> str:
        """What a person can type to fetch the heads of change requests."""
        forge = "gitlab" if self.address and "gitlab" in self.address else "github"
        return FETCH_HEADS[forge]


def open_repository(path: Path, mainline: str | None = None) -> Repository:
    """Return the repository that a folder is in, or that it is.

    Args:
        path: a folder of a work tree, or git's own folder.
        mainline: a branch, tag or commit; without it that of the place it was cloned from, else
            what is checked out.

    Raises:
        GitError: there is none, it has no commit, or the mainline is none of its names.
    """
    git = _process(path)
    name, tip = _mainline(git, mainline)
    address = _address(git)
    heads, tags = _refs(git)
    return Repository(
        git,
        _name(path, address),
        address,
        name,
        tip,
        heads,
        tags,
        git.asked("rev-parse", "--is-shallow-repository") == "true",
        git.asked("config", "--get-regexp", r"^remote\..*\.partialclonefilter$") is not None,
    )


def _process(path: Path) -> GitProcess:
    if not path.exists():
        raise GitError(f"There is no folder {path}.")
    if not path.is_dir():
        raise GitError(f"{path} is a file. Name the folder of a git repository.")
    whole = Path(os.path.abspath(path))
    if _is_git_folder(whole):
        return GitProcess(whole, bare=True)
    top = GitProcess(whole)
    try:
        found = top.text("rev-parse", "--show-toplevel").rstrip("\n")
    except GitError as error:
        if "not a git repository" in str(error):
            raise GitError(
                f"{path} is in no git repository. Name the folder of a checkout, or git's own "
                "folder."
            ) from None
        raise
    return GitProcess(Path(found) if found else whole)


def _is_git_folder(folder: Path) -> bool:
    # Git itself asks for a configuration besides, which a copy may lack.
    return (folder / "HEAD").is_file() and all(
        (folder / name).is_dir() for name in ("objects", "refs")
    )


def _mainline(git: GitProcess, wanted: str | None) -> tuple[str, str]:
    if wanted is not None and (wanted.startswith("-") or not wanted.strip()):
        raise GitError(f"'{wanted}' is no name of a branch.")
    for name in (wanted,) if wanted is not None else _USUAL:
        of_name = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        tip = git.asked("rev-parse", *of_name)
        if tip:
            return _spoken(git, name), tip
    if wanted is not None:
        raise GitError(f"The repository has no branch, tag or commit '{wanted}'.")
    raise GitError("The repository has no commit yet, so there is nothing to measure.")


def _spoken(git: GitProcess, name: str) -> str:
    """Return the name of the branch that HEAD stands for."""
    if not name.endswith("HEAD"):
        return name
    return git.asked("rev-parse", "--abbrev-ref", name) or name


def _address(git: GitProcess) -> str | None:
    found = git.asked("config", "--get", "remote.origin.url")
    if not found:
        return None
    return public_address(found)


def public_address(remote: str) -> str | None:
    """Return where a remote can be looked at; ``None`` for a folder, or what is no address.

    A user's name and password, and a port, are left out.

    >>> public_address("https://ann:secret@forge.example.org/team/tool.git")
    'https://forge.example.org/team/tool'
    >>> public_address("git@forge.example.org:team/tool.git")
    'https://forge.example.org/team/tool'
    >>> public_address("/home/ann/tool") is None
    True
    """
    found = _ADDRESS.fullmatch(remote.strip().rstrip("/").removesuffix(".git"))
    return f"https://{found[1] or found[3]}/{found[2] or found[4]}" if found else None


def _name(path: Path, address: str | None) -> str:
    if address is not None:
        return "/".join(address.split("/")[-2:])
    whole = Path(os.path.abspath(path))
    name = whole.parent.name if whole.name == ".git" else whole.name
    return "".join(sign for sign in name if sign.isprintable()) or "this repository"


def _refs(git: GitProcess) -> tuple[dict[int, str], tuple[Tag, ...]]:
    wanted = "%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(creatordate:unix)"
    heads: dict[int, str] = {}
    tags: list[Tag] = []
    for line in git.text("for-each-ref", f"--format={wanted}").splitlines():
        fields = line.split("\0")
        if len(fields) != 5:
            continue
        ref, oid, kind, peeled, made = fields
        number = next((found[1] for rule in _HEADS if (found := rule.fullmatch(ref))), None)
        if number is not None and kind == "commit":
            heads[int(number)] = oid
        elif ref.startswith("refs/tags/") and made.isdigit():
            commit = peeled if kind == "tag" else oid if kind == "commit" else ""
            if commit:
                tags.append(Tag(ref.removeprefix("refs/tags/"), commit, int(made)))
    return heads, tuple(sorted(tags, key=lambda tag: (tag.made, tag.name)))


def marks_switched_off(repository: Repository) -> Iterator[str]:
    """Yield the files at the mainline's newest commit that say to leave marks of AI off."""
    for name in _SETTINGS:
        try:
            told = json.loads(repository.git.text("cat-file", "blob", f"{repository.tip}:{name}"))
        except (GitError, ValueError, RecursionError):
            continue
        if not isinstance(told, dict):
            continue
        attribution = told.get("attribution")
        silent = isinstance(attribution, dict) and attribution.get("commit") == ""
        if silent or told.get("includeCoAuthoredBy") is False:
            yield name
