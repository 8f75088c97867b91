"""Which TOML files belong to a map: found by name, read by nobody yet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

#: The settings of a whole Python project, of which a map has only a table.
PROJECT = "pyproject.toml"
#: Codes that say that nothing of a file could be read.
UNREADABLE = frozenset({"toml-syntax", "not-utf-8", "path-missing"})


def is_toml(path: str | Path) -> bool:
    """Return whether a path ends as TOML files do.

    >>> is_toml("presets/kwa.toml"), is_toml("sources.ttl")
    (True, False)
    """
    return str(path).lower().endswith(".toml")


def toml_files_below(folder: str | Path) -> Iterator[str]:
    """Return the TOML files in a folder and below, in order; hidden names are left out."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_toml(name) and not name.startswith(".") and name != PROJECT:
                yield os.path.join(here, name).removeprefix("./")
