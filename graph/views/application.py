"""The explorer as a whole: reads the map, watches its files, and opens the page asked for."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable
from functools import partial
from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.editing.begin import is_room_for_a_map
from graph.editing.file_findings import files_in
from graph.model import LoopModel
from graph.views import OLD_NAMES, PAGES, PageEntry, session
from graph.views.answers import WAITING, background, newest_date
from graph.views.beginning import show_beginning
from graph.views.controls import show_controls
from graph.views.escaping import plain
from graph.views.ontology_files import Edition, OntologyFiles, watched_files
from graph.views.troubles import boundary, show_problems
from graph.views.viewer import mount_history
from graph.views.watcher import TabView, watcher

#: The page that shows files as they are written, whether they make a map or not.
_FILES = "ontology"


def main(first_page: str = "loop") -> None:
    """Run the explorer; Streamlit calls this anew at every click.

    Args:
        first_page: name of the page that the bare address opens.
    """
    st.set_page_config("loopmap", "🔁", layout="wide")
    files = watched_files()
    edition = files.edition()
    pages = {entry.name: _page(entry, first_page) for entry in PAGES}
    moved = [_moved(old, pages[new], first_page) for old, new in OLD_NAMES.items()]
    page = st.navigation([*pages.values(), *moved], position="top")
    if (wanted := session.page_wanted()) in pages:
        st.switch_page(pages[str(wanted)])
    if edition.model is None and is_room_for_a_map(files.paths[0]):
        show_beginning(files.paths[0])
    elif edition.problems:
        show_problems(edition)
    try:
        if edition.model is not None:
            with boundary(edition.model):
                _open(page, edition.model)
        elif edition.problems:
            _open_files(page, pages[_FILES], files)
    finally:
        # Whatever went wrong above, because an edit may mend it.
        _watch(files, edition)


def _open(page: st.Page, model: LoopModel) -> None:
    chosen = session.begin(model)
    show_controls(model, newest_date(model, chosen))
    if notes := session.notes():
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    page.run()
    # After a fault too: what is chosen stays in the address.
    session.write_address(model)
    mount_history()


def _open_files(page: st.Page, of_files: st.Page, files: OntologyFiles) -> None:
    """Show of files that never made a map what can be shown: each with its findings."""
    if page is of_files:
        session.begin_without_map(files_in(files.paths))
        page.run()
    else:
        st.page_link(of_files, label="See each finding at its line", icon=":material/rule:")


def _page(entry: PageEntry, first_page: str) -> st.Page:
    module = f"graph.views.{entry.module}"

    def run() -> None:
        show = cast(Callable[[], None], importlib.import_module(module).show)
        with boundary(session.current_model()):
            show()

    return st.Page(
        run,
        title=entry.title,
        icon=entry.icon,
        url_path=entry.name,
        default=entry.name == first_page,
    )


def _moved(old: str, page: st.Page, first_page: str) -> st.Page:
    def run() -> None:
        # What the address asked for is kept by the session.
        st.switch_page(page)

    return st.Page(
        run, title=page.title, url_path=old, default=old == first_page, visibility="hidden"
    )


def _watch(files: OntologyFiles, edition: Edition) -> None:
    waiting = st.session_state.pop(WAITING, None)
    context = get_script_run_ctx()
    if context is not None:
        ready = partial(_is_any_settled, waiting) if waiting else None
        watcher().look_after(context.session_id, TabView(files, edition.stamp, ready))
    _rest_memory()


def _is_any_settled(keys: tuple[str, ...]) -> bool:
    return any(map(background().is_settled, keys))


@st.cache_resource(show_spinner=False)
def _rest_memory() -> None:
    # The map, its answers and all modules stay: looking through them for garbage after every
    # click would take longer than most clicks.
    gc.freeze()
