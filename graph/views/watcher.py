"""One watcher for all open tabs: it looks at the files, and wakes a tab only if something changed.

A tab that nobody touches costs nothing: no message, no run of the page. The thread looks a few
times a second at the files for all tabs together, and ends when the last tab is gone.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import runtime

from graph.records import record
from graph.views.ontology_files import OntologyFiles, Stamp

if TYPE_CHECKING:
    from streamlit.runtime.app_session import AppSession

#: How often the files are looked at, and how often while a tab waits for an answer, in seconds.
_PAUSE_SECONDS = 0.3
_WAITING_PAUSE_SECONDS = 0.25

#: A tab that is being answered is woken so much later.
_BUSY_SECONDS = 0.2

#: A tab that cannot be reached for so long is forgotten; the server itself keeps it no longer.
_PATIENCE_SECONDS = 180.0


@record
class TabView:
    """What a tab shows, and what would change it.

    Attributes:
        files: of the map that it shows.
        stamp: of the files as they were when the tab was drawn.
        is_ready: whether the answer that it waits for has come; ``None`` if it waits for none.
    """

    files: OntologyFiles
    stamp: Stamp
    is_ready: Callable[[], bool] | None = None


class Watcher:
    """Wakes tabs whose files or answers have changed since they were drawn.

    Args:
        wake: runs a tab's page again; returns ``False`` if the tab cannot be reached now.
        pause_seconds: between two looks at the files.
    """

    def __init__(self, wake: Callable[[str], bool], pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._wake = wake
        self._pause_seconds = pause_seconds
        self._tabs: dict[str, TabView] = {}
        self._out_of_reach: dict[str, float] = {}
        self._state = threading.Condition()
        self._thread: threading.Thread | None = None

    def look_after(self, tab: str, view: TabView) -> None:
        """Wake a tab once what it shows is no longer so; replaces what was known of the tab."""
        with self._state:
            self._tabs[tab] = view
            self._out_of_reach.pop(tab, None)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True, name="watcher")
                self._thread.start()
            self._state.notify_all()

    @property
    def tabs(self) -> tuple[str, ...]:
        """The tabs looked after."""
        with self._state:
            return tuple(self._tabs)

    def look(self) -> None:
        """Look once at all files and answers, and wake the tabs for which one has changed."""
        with self._state:
            views = dict(self._tabs)
        stamps = {id(view.files): view.files for view in views.values()}
        now = {key: files.stamp() for key, files in stamps.items()}
        changed = [
            tab
            for tab, view in views.items()
            if now[id(view.files)] != view.stamp or (view.is_ready is not None and view.is_ready())
        ]
        self._wake_all(changed, views)

    def _wake_all(self, changed: Iterable[str], views: dict[str, TabView]) -> None:
        for tab in changed:
            reached = self._wake(tab)
            with self._state:
                # A tab that drew itself meanwhile is looked after anew.
                if self._tabs.get(tab) is not views[tab]:
                    continue
                since = self._out_of_reach.setdefault(tab, time.monotonic())
                if reached or time.monotonic() - since > _PATIENCE_SECONDS:
                    del self._tabs[tab], self._out_of_reach[tab]

    def _run(self) -> None:
        while True:
            self.look()
            with self._state:
                if not self._tabs:
                    self._thread = None
                    return
                waiting = any(view.is_ready is not None for view in self._tabs.values())
                pause = min(self._pause_seconds, _WAITING_PAUSE_SECONDS) if waiting else None
                self._state.wait(pause or self._pause_seconds)


@st.cache_resource(show_spinner=False)
def watcher() -> Watcher:
    """Return the one watcher of this process."""
    return Watcher(wake)


def wake(tab: str) -> bool:
    """Run a tab's page again, with everything in it as it stands.

    Args:
        tab: id of its session.

    Returns:
        Whether the tab is connected.
    """
    if not runtime.exists():
        return False
    session = runtime.get_instance().get_app_session(tab)
    if session is None:
        return False
    # Sessions belong to the server's own thread.
    session._call_soon_on_event_loop(partial(_run_again, session))
    return True


def _run_again(session: AppSession) -> None:
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    if not runtime.exists() or not runtime.get_instance().is_active_session(session.id):
        return
    if session._scriptrunner is not None:
        # A click, or a step back, is being answered: joined to it, this run would put the address
        # of before in its place.
        asyncio.get_running_loop().call_later(_BUSY_SECONDS, partial(_run_again, session))
        return
    # Without widgets' values: those that the server has are the newest.
    data = RerunData(
        query_string=session._client_state.query_string,
        page_script_hash=session.page_script_hash,
        context_info=session._client_state.context_info,
    )
    session._create_scriptrunner(data)
