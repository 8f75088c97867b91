"""The server of the explorer: Streamlit's, which has the first answers ready before anybody asks.

Started by ``loopmap explore`` as ``python -m graph.views.server APP [FLAGS]``, with the flags of
``streamlit run``.
"""

from __future__ import annotations

import importlib
import sys
import threading

from graph.errors import LoopmapError
from graph.model import LoopModel

#: How long the server waits for the map; a large one is then worked out beside it.
_PATIENCE_SECONDS = 4.0


def prepare(mapped: threading.Event) -> bool:
    """Read the map and work out what the first screen shows, so that it opens at once.

    Args:
        mapped: set once the map can be drawn, or once it is clear that none can.

    Returns:
        Whether there is a map that gives answers; files that cannot be used are told on the page.
    """
    from graph.views.ontology_files import watched_files

    try:
        model = watched_files().edition().model
        return model is not None and _first_answers(model, mapped)
    except LoopmapError:
        return False
    finally:
        mapped.set()


def _first_answers(model: LoopModel, mapped: threading.Event) -> bool:
    from graph.loop.worked_out import keep_worked_out, recall_worked_out
    from graph.views.answers import answers_for, begin_slow_answers, is_answered_at_once, study_for
    from graph.views.url_state import Choices, default_setting

    chosen = Choices(setting=default_setting(model))
    if is_answered_at_once(model):
        begin_slow_answers(model, chosen)
    known = recall_worked_out(study_for(model, chosen))
    answers = answers_for(model, chosen)
    importlib.import_module("graph.views.loop_page")
    _ = answers.map, answers.active, answers.human
    # The rest is worked out while the browser loads.
    mapped.set()
    begin_slow_answers(model, chosen)
    keep_worked_out(study_for(model, chosen), known)
    if model.domains:
        _ = answers.domains
    return True


def main() -> None:
    """Serve the explorer until it is ended; Streamlit reads the rest of the command line."""
    from graph.views.background import aside

    # It loads what it needs while the map is read here.
    aside().start()
    from streamlit.web.cli import main as streamlit

    mapped = threading.Event()
    threading.Thread(target=prepare, args=(mapped,), daemon=True).start()
    mapped.wait(_PATIENCE_SECONDS)
    sys.argv = ["streamlit", "run", *sys.argv[1:]]
    streamlit()


if __name__ == "__main__":
    main()
