"""What a git repository holds at a revision, read into memory; its work tree is never touched.

A repository may come from anybody, and its configuration may name programs. So git is asked for
objects and names alone (``cat-file``, ``for-each-ref``, ``log`` without a difference of texts),
which run no hook, filter or pager, and it is started with the care of ``git_process.py``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import IO

from graph.git_process import GitError, GitProcess, git_program, safe_environment, told
from graph.records import record

#: Bytes of a file up to which it is read.
MOST_BYTES = 64_000_000

#: Links that are followed one after the other before it is called a circle.
_MOST_LINKS = 8

_TREE, _BLOB = "tree", "blob"
_FOLDER, _LINK, _MODULE = "40000", "120000", "160000"


class RevisionError(GitError):
    """A repository does not hold what was asked of it; the message says what it holds."""


@record
class RevisionFile:
    """One file as a revision has it.

    Attributes:
        name: relative to the folder that was asked for; of a single file its own name.
        path: relative to the repository.
        data: its bytes.
    """

    name: str
    path: str
    data: bytes


@record
class Revision:
    """Some files of a repository at one revision.

    Attributes:
        name: the revision as it was asked for.
        commit: the full name of what it stands for.
        path: what was asked for, relative to the repository; empty for all of it.
        files: the files that were wanted, in order of their paths.
    """

    name: str
    commit: str
    path: str
    files: tuple[RevisionFile, ...]


@record
class Commit:
    """One step of the history.

    Attributes:
        name: full.
        day: of its author, as ``YYYY-MM-DD``.
        subject: the first line of what was said of it.
    """

    name: str
    day: str
    subject: str


@record
class Repository:
    """A git repository on this machine.

    Attributes:
        root: the top folder of its work tree.
    """

    root: Path

    def inside(self, path: Path | str) -> str:
        """Return a path of the work tree relative to the repository, with slashes.

        Raises:
            RevisionError: it lies outside the repository.
        """
        whole = Path(os.path.abspath(path))
        for top in (self.root, self.root.resolve()):
            for place in (whole, whole.resolve()):
                if place.is_relative_to(top):
                    found = place.relative_to(top).as_posix()
                    return "" if found == "." else found
        raise RevisionError(
            f"{path} lies outside the repository {self.root}, so that no revision of it holds "
            "it. Name a path inside, or compare two folders."
        )

    def read(self, revision: str, path: str, suffix: str) -> Revision:
        """Return the files with an ending at or below a path, as a revision has them.

        Hidden files and folders are left out. A link is followed while it stays inside.

        Args:
            revision: a branch, tag, commit or anything else that git knows by a name.
            path: a folder or file relative to the repository; empty for all of it.
            suffix: of the names, in small letters, such as ``.ttl``; a single file may have any.

        Raises:
            RevisionError: there is no such revision or path, or a file is too large.
        """
        if not revision or any(sign in revision + path for sign in "\n\r\0"):
            raise RevisionError(f"'{revision}' is no name of a revision.")
        with _objects(self.root) as objects:
            top = objects.ask(revision + "^{tree}")
            if top is None or top.kind != _TREE:
                raise RevisionError(self._no_revision(revision))
            commit = objects.ask(revision + "^{commit}")
            walk = _Walk(objects, top.oid, revision)
            files = tuple(walk.files(path, suffix))
        return Revision(revision, (commit or top).oid, path, files)

    def names(self) -> tuple[str, ...]:
        """Return the branches and tags, by their short names."""
        shown = _run(self.root, "for-each-ref", "--format=%(refname:short)")
        return tuple(sorted({"HEAD", *shown.split()}))

    def commits(self, path: str, most: int) -> tuple[Commit, ...]:
        """Return the newest commits that changed something at or below a path, the newest first.

        Args:
            path: relative to the repository; empty for all of it.
            most: how many are looked for.

        Returns:
            Nothing where there is no commit yet.
        """
        try:
            shown = _run(
                self.root, "log", f"-{most}", "--format=%H%x00%as%x00%s%x00", "--", path or "."
            )
        except RevisionError:
            return ()
        fields = shown.replace("\0\n", "\0").split("\0")[:-1]
        return tuple(Commit(*fields[at : at + 3]) for at in range(0, len(fields), 3))

    @property
    def is_shallow(self) -> bool:
        """Whether the clone holds only the last part of the history."""
        found = _run(self.root, "rev-parse", "--git-path", "shallow").strip()
        return bool(found) and (self.root / found).is_file()

    def _no_revision(self, revision: str) -> str:
        if revision == "HEAD":
            return f"The repository {self.root} has no commit yet. Commit once, then compare."
        text = f"The repository {self.root} has no revision '{revision}'."
        near = get_close_matches(revision, self.names(), n=3, cutoff=0.5)
        if near:
            text += f" Did you mean {' or '.join(near)}?"
        if self.is_shallow:
            text += (
                " This clone is shallow: it holds only the newest commits. Fetch the rest with "
                "'git fetch --unshallow' (in a workflow: fetch-depth: 0)."
            )
        return text


def find_repository(start: Path | str) -> Repository:
    """Return the repository that a file or folder is in.

    Args:
        start: where to begin; the folders above are looked at up to the top.

    Raises:
        RevisionError: it is in none, or git is not installed.
    """
    whole = Path(os.path.abspath(start))
    for folder in (whole, *whole.parents):
        if (folder / ".git").exists():
            git_program()
            return Repository(folder)
    raise RevisionError(
        f"{whole} is in no git repository, so there is no revision to compare with. Name two "
        "folders or files: loopmap diff BEFORE AFTER."
    )


@record
class _Object:
    oid: str
    kind: str
    data: bytes


class _Objects:
    """A running ``git cat-file --batch``: a name in, an object out."""

    def __init__(self, process: subprocess.Popen[bytes], into: IO[bytes], out: IO[bytes]) -> None:
        self._process, self._into, self._out = process, into, out

    def ask(self, name: str) -> _Object | None:
        """Return an object; ``None`` if there is none of that name.

        Raises:
            RevisionError: it is too large, or git ended.
        """
        try:
            self._into.write(name.encode("utf-8", "surrogateescape") + b"\n")
            self._into.flush()
        except BrokenPipeError:
            raise self._ended(name) from None
        head = self._out.readline()
        if not head:
            raise self._ended(name)
        parts = head.decode("utf-8", "replace").split()
        if len(parts) < 3 or not parts[-1].isdigit() or parts[-2] not in (_TREE, _BLOB, "commit"):
            return None
        size = int(parts[-1])
        if size > MOST_BYTES:
            raise RevisionError(
                f"{name} has {size:,} bytes; loopmap reads files of up to {MOST_BYTES:,}."
            )
        data = self._out.read(size)
        self._out.read(1)
        return _Object(parts[-3], parts[-2], data)

    def _ended(self, name: str) -> RevisionError:
        error = self._process.stderr.read() if self._process.stderr else b""
        return RevisionError(told(error) or f"git ended before it gave {name}.")


@contextmanager
def _objects(root: Path) -> Iterator[_Objects]:
    with subprocess.Popen(
        GitProcess(root).command("cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=safe_environment(),
    ) as process:
        into, out = process.stdin, process.stdout
        if into is None or out is None:
            raise RevisionError("git could not be started.")
        try:
            yield _Objects(process, into, out)
        finally:
            process.kill()


@record
class _Entry:
    mode: str
    oid: str


class _Walk:
    """Walks the folders of one revision."""

    def __init__(self, objects: _Objects, top: str, revision: str) -> None:
        self._objects, self._top, self._revision = objects, top, revision

    def files(self, path: str, suffix: str) -> Iterator[RevisionFile]:
        entry = self._find(path)
        if entry.mode == _MODULE:
            raise RevisionError(
                f"'{path}' is a repository of its own (a submodule). Compare inside it."
            )
        if entry.mode != _FOLDER:
            yield self._file(PurePosixPath(path).name, path, entry)
            return
        yield from self._below(path, "", entry, suffix)

    def _below(self, path: str, under: str, folder: _Entry, suffix: str) -> Iterator[RevisionFile]:
        for name, entry in sorted(self._entries(folder.oid).items()):
            if name.startswith("."):
                continue
            inner, whole = (f"{start}/{name}" if start else name for start in (under, path))
            if entry.mode == _FOLDER:
                yield from self._below(whole, inner, entry, suffix)
            elif entry.mode != _MODULE and name.lower().endswith(suffix):
                yield self._file(inner, whole, entry)

    def _file(self, name: str, path: str, entry: _Entry) -> RevisionFile:
        found = self._objects.ask(self._followed(path, entry).oid)
        if found is None or found.kind != _BLOB:
            raise RevisionError(
                f"The repository does not hold '{path}' of {self._revision}: the clone is partial, "
                "or damaged. 'git fsck' says which."
            )
        return RevisionFile(name, path, found.data)

    def _followed(self, path: str, entry: _Entry) -> _Entry:
        for _ in range(_MOST_LINKS):
            if entry.mode != _LINK:
                return entry
            found = self._objects.ask(entry.oid)
            to = found.data.decode("utf-8", "replace") if found else ""
            target = os.path.normpath(os.path.join(os.path.dirname(path), to)).replace("\\", "/")
            if to.startswith("/") or target == ".." or target.startswith("../"):
                raise RevisionError(
                    f"At {self._revision}, '{path}' is a link to {to}, outside the repository."
                )
            path, entry = target, self._find(target)
        raise RevisionError(f"At {self._revision}, '{path}' is a link that leads in a circle.")

    def _find(self, path: str) -> _Entry:
        entry, seen = _Entry(_FOLDER, self._top), ""
        for name in PurePosixPath(path).parts:
            inside = self._entries(entry.oid) if entry.mode == _FOLDER else {}
            if name not in inside:
                near = get_close_matches(name, inside, n=3, cutoff=0.5)
                there = [f"{seen}{one}" for one in near or sorted(inside)[:6]]
                offer = (
                    f" Did you mean {' or '.join(there)}?" if near
                    else f" It holds {', '.join(there)}." if there else ""
                )  # fmt: skip
                raise RevisionError(
                    f"Revision {self._revision} has no '{path}'.{offer} Name what to read as "
                    f"git:{self._revision}:PATH."
                )
            entry, seen = inside[name], f"{seen}{name}/"
        return entry

    def _entries(self, oid: str) -> dict[str, _Entry]:
        found = self._objects.ask(oid)
        return {} if found is None else _parsed(found.data, len(oid) // 2)


def _parsed(tree: bytes, width: int) -> dict[str, _Entry]:
    r"""Return the entries of a tree object: mode, name and the bytes of an object's name.

    >>> _parsed(b"100644 a.ttl\0" + b"\x01" * 20, 20)["a.ttl"].oid == "01" * 20
    True
    """
    entries: dict[str, _Entry] = {}
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        mode, _, name = tree[at:end].partition(b" ")
        at = end + 1 + width
        oid = tree[end + 1 : at].hex()
        entries[name.decode("utf-8", "surrogateescape")] = _Entry(mode.decode(), oid)
    return entries


def _run(root: Path, *arguments: str) -> str:
    try:
        return GitProcess(root).text(*arguments)
    except GitError as error:
        raise RevisionError(str(error)) from None
