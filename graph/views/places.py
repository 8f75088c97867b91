"""Where things stand in the files: a text to copy, and a link that opens the editor there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import quote

import streamlit as st

from graph.errors import Place
from graph.questions.evidence.provenance import short_place
from graph.records import record
from graph.views import session
from graph.views.file_text import short_name, show_in_file

#: Names the editor whose links are offered, by its command: "code", "zed", ...; "none" for none.
EDITOR_VARIABLE = "LOOPMAP_EDITOR"


@record
class Editor:
    """An editor that opens a file at a line when its own kind of address is followed.

    Attributes:
        command: by which it is known to be on this machine.
        name: what people call it.
        address: with ``{path}``, ``{line}`` and ``{column}``.
    """

    command: str
    name: str
    address: str


EDITORS: tuple[Editor, ...] = (
    Editor("code", "VS Code", "vscode://file{path}:{line}:{column}"),
    Editor("codium", "VSCodium", "vscodium://file{path}:{line}:{column}"),
    Editor("cursor", "Cursor", "cursor://file{path}:{line}:{column}"),
    Editor("windsurf", "Windsurf", "windsurf://file{path}:{line}:{column}"),
    Editor("zed", "Zed", "zed://file{path}:{line}:{column}"),
    Editor("idea", "IntelliJ IDEA", "idea://open?file={path}&line={line}&column={column}"),
    Editor("pycharm", "PyCharm", "pycharm://open?file={path}&line={line}&column={column}"),
    Editor("mate", "TextMate", "txmt://open?url=file://{path}&line={line}&column={column}"),
)


def editor() -> Editor | None:
    """Return the editor to offer: the one named in the environment, else the first found here."""
    named = os.environ.get(EDITOR_VARIABLE)
    if named is not None:
        return next((item for item in EDITORS if item.command == named), None)
    return next((item for item in EDITORS if shutil.which(item.command)), None)


def editor_address(chosen: Editor, place: Place) -> str:
    """Return the address that opens a place in an editor.

    >>> editor_address(EDITORS[0], Place("/maps/my loop.ttl", 3, 7))
    'vscode://file/maps/my%20loop.ttl:3:7'
    """
    path = quote(Path(place.file).absolute().as_posix(), safe="/:")
    if not path.startswith("/"):
        path = f"/{path}"
    return chosen.address.format(path=path, line=max(place.line, 1), column=place.column)


def show_place(place: Place | None, key: str) -> None:
    """Put on the page where a thing is written: file and line to copy, and a way to the editor.

    Args:
        place: where it stands; nothing is shown for ``None``.
        key: tells it from every other on the page.
    """
    if place is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        st.markdown(":small[Written in]", width="content")
        # As code, which has a button to copy it and no sign in it that cannot be seen.
        st.code(short_place(place) or place.file, language=None, width="content")
        if short_name(session.current_model(), place.file) is not None:
            st.button(
                "Show in the file",
                key=f"{key}_file",
                icon=":material/description:",
                type="tertiary",
                on_click=show_in_file,
                args=(place,),
            )
        found = editor()
        if found is not None:
            st.link_button(
                f"Open in {found.name}",
                editor_address(found, place),
                icon=":material/edit:",
                type="tertiary",
            )
