"""What the files of a map are called on a page."""

from __future__ import annotations

from pathlib import Path


def short_names(files: tuple[str, ...]) -> tuple[str, ...]:
    """Return file names without the folders that all of them share.

    >>> short_names(("/a/b/c.ttl", "/a/b/d/e.ttl")), short_names(("x.ttl",))
    (('c.ttl', 'd/e.ttl'), ('x.ttl',))
    """
    if len(files) < 2:
        return tuple(Path(name).name for name in files)
    parts = [Path(name).parts for name in files]
    shared = 0
    while all(len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts):
        shared += 1
    return tuple("/".join(part[shared:]) for part in parts)
