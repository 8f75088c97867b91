"""What the explorer shows in a folder without a map: a way to begin one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.editing.begin import FIRST_FILE, begin_map
from graph.errors import UsageError
from graph.views.escaping import code, plain
from graph.views.ontology_files import why_read_only

_REFUSED = "beginning_refused"


def show_beginning(folder: Path) -> None:
    """Offer to begin a map.

    Args:
        folder: in which none stands yet.
    """
    st.header("Begin a map", anchor=False)
    st.markdown(
        f"There is no map in {code(str(folder))} yet. A small loop to start from has four parts: "
        "planning, coding, review and release, with days that you change to yours on the page "
        "'Build', or in any editor."
    )
    parent = folder if folder.is_dir() else folder.parent
    refusal = why_read_only((parent,))
    if refusal:
        st.info(plain(refusal), icon=":material/lock:")
    st.button(
        f"Write {FIRST_FILE}",
        icon=":material/add:",
        disabled=refusal is not None,
        on_click=_begin,
        args=(folder,),
    )
    if told := st.session_state.get(_REFUSED):
        st.error(plain(told), icon=":material/error:")


def _begin(folder: Path) -> None:
    """Write the first file; for callbacks."""
    st.session_state.pop(_REFUSED, None)
    try:
        begin_map(folder)
    except UsageError as error:
        st.session_state[_REFUSED] = str(error)
