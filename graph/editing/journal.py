"""What was written last, kept on the user's own disk, so that it can be undone."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.disk_cache import cache_folder
from graph.editing.writing import (
    ChangedMeanwhileError,
    FileChange,
    digest_of,
    locked,
    write_changes,
)
from graph.errors import UsageError
from graph.ontology.checks.unfinished import LEFT_TO_DO
from graph.records import record

#: Edits of one map that can be undone.
MOST_EDITS: Final = 20


@record
class Edit:
    """One act of writing.

    Attributes:
        title: the command, as people call it.
        changes: the files before and after.
    """

    title: str
    changes: tuple[FileChange, ...]

    @property
    def left_to_write(self) -> int:
        """How many texts it leaves for a person to write, fewer than 0 if it wrote some."""
        mark = f'"{LEFT_TO_DO}'.encode()
        return sum(
            (one.new or b"").count(mark) - (one.old or b"").count(mark) for one in self.changes
        )


def _path(root: Path) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    return folder / "undo" / f"{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:32]}.json"


def remember(root: Path, edit: Edit) -> bool:
    """Keep an edit before it is written; return whether it can be undone then.

    Args:
        root: the folder of the map.
        edit: what is about to be written.
    """
    path = _path(root)
    if path is None:
        return False
    entries = [*_entries(path), _entry(edit)][-MOST_EDITS:]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}.new")
        with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(entries, file)
        os.replace(scratch, path)
    except OSError:
        return False
    return True


def forget_last(root: Path) -> None:
    """Forget the last edit: it was not written, or was undone."""
    path = _path(root)
    entries = _entries(path) if path else []
    if path and entries:
        with suppress(OSError):
            path.write_text(json.dumps(entries[:-1]), encoding="utf-8")


def last_edit(root: Path) -> Edit | None:
    """Return the last edit of a map; ``None`` if none is kept."""
    path = _path(root)
    entries = _entries(path) if path else []
    return _edit(entries[-1]) if entries else None


def undo(root: Path, *, dry_run: bool = False) -> Edit:
    """Take the last edit of a map back.

    A file that the edit did not come to change stays, so that an edit that was cut off in the
    middle is taken back too.

    Args:
        root: the folder of the map.
        dry_run: whether nothing is written.

    Returns:
        The edit that undoes it, with the files that change.

    Raises:
        UsageError: there is none.
        ChangedMeanwhileError: a file was changed since.
    """
    with locked([root]):
        edit = last_edit(root)
        if edit is None:
            raise UsageError(f"Nothing that loopmap wrote to '{root}' is kept to be undone.")
        back = tuple(one for one in map(_back, edit.changes) if one is not None)
        if not dry_run:
            with locked({one.path.parent for one in back}):
                write_changes(back)
            forget_last(root)
    return Edit(edit.title, back)


def _back(change: FileChange) -> FileChange | None:
    now = change.path.read_bytes() if change.path.exists() else None
    if digest_of(now) == change.old_digest:
        return None
    if digest_of(now) != change.new_digest:
        raise ChangedMeanwhileError(
            f"{change.label} was changed since; nothing was undone. What changed since:\n"
            + FileChange(change.path, change.label, change.new, now).diff()
        )
    return change.reversed


def _entries(path: Path) -> list[dict[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _entry(edit: Edit) -> dict[str, object]:
    return {
        "title": edit.title,
        "files": [
            [str(one.path), one.label, _packed(one.old), _packed(one.new)] for one in edit.changes
        ],
    }


def _edit(entry: dict[str, object]) -> Edit | None:
    files = entry.get("files")
    try:
        changes = tuple(
            FileChange(Path(path), label, _unpacked(old), _unpacked(new))
            for path, label, old, new in (files if isinstance(files, Sequence) else ())
        )
    except (TypeError, ValueError, zlib.error):
        return None
    return Edit(str(entry.get("title", "")), changes)


def _packed(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(zlib.compress(data)).decode()


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else zlib.decompress(base64.b64decode(text))
