"""Whether the explorer may write to the files that it shows."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

#: Addresses under which only this machine reaches the server.
_OWN = frozenset({"127.0.0.1", "localhost", "::1"})


def why_read_only(paths: tuple[Path, ...]) -> str | None:
    """Return why nothing can be written; ``None`` if it can.

    Args:
        paths: the files and folders that are shown.
    """
    if st.get_option("server.address") not in _OWN:
        return "This server can be reached from other machines, so that it writes nothing."
    folders = {path if path.is_dir() else path.parent for path in paths}
    shut = sorted(str(folder) for folder in folders if not os.access(folder, os.W_OK))
    return f"'{shut[0]}' cannot be written to." if shut else None
