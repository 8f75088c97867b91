"""The server of the explorer: Streamlit's, which has the first answers ready before anybody asks.

Started by ``loopmap explore`` as ``python -m graph.views.server APP [FLAGS]``, with the flags of
``streamlit run``.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading

from graph.errors import LoopmapError
from graph.model import LoopModel

#: How long the server waits for what it prepares; a large map is then worked out beside it.
_PATIENCE_SECONDS = 4.0


def prepare() -> bool:
    """Read the map and work out what the first screen shows, so that it opens at once.

    Returns:
        Whether there is a map that gives answers; files that cannot be used are told on the page.
    """
    from graph.views.application import watched_files

    model = watched_files().edition().model
    if model is None:
        return False
    try:
        _first_answers(model)
    except LoopmapError:
        return False
    return True


def _first_answers(model: LoopModel) -> None:
    from graph.views.answers import answers_for
    from graph.views.choices import Choices, default_setting

    answers = answers_for(model, Choices(setting=default_setting(model)))
    importlib.import_module("graph.views.loop_page")
    _ = answers.map, answers.active, answers.human
    if model.domains:
        _ = answers.domains
    answers.begin_growth()
    # A map without dates has no bottleneck that falls; its first screen does without.
    with contextlib.suppress(LoopmapError):
        _ = answers.succession


def main() -> None:
    """Serve the explorer until it is ended; Streamlit reads the rest of the command line."""
    from streamlit.web.cli import main as streamlit

    preparing = threading.Thread(target=prepare, daemon=True)
    preparing.start()
    preparing.join(_PATIENCE_SECONDS)
    sys.argv = ["streamlit", "run", *sys.argv[1:]]
    streamlit()


if __name__ == "__main__":
    main()
