"""loopmap: the open, sourced, editable map of the AI-development loop.

    >>> import loopmap
    >>> study = loopmap.read().study(setting="frontier-lab")
    >>> study.critical_path(draws=0).period_days.low is None
    True

What is named here is imported when it is first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.errors import LoopmapError, OntologyError, Problem, UnreadableError, UsageError
    from graph.evidence.standpoint import Standpoint
    from graph.loop.study import Study
    from graph.model import LoopModel, Supposition
    from graph.notebook import (
        LoopStudy,
        Map,
        StudyAnswer,
        plot,
        read,
        to_frame,
        to_networkx,
        to_rdflib,
    )
    from graph.questions import QUESTIONS

__all__ = [
    "QUESTIONS",
    "LoopModel",
    "LoopStudy",
    "LoopmapError",
    "Map",
    "OntologyError",
    "Problem",
    "Standpoint",
    "Study",
    "StudyAnswer",
    "Supposition",
    "UnreadableError",
    "UsageError",
    "plot",
    "read",
    "to_frame",
    "to_networkx",
    "to_rdflib",
]

#: Where the names of ``__all__`` are defined, if not in ``graph.notebook``.
_MODULES = {
    "QUESTIONS": "graph.questions",
    "LoopModel": "graph.model",
    "Supposition": "graph.model",
    "Study": "graph.loop.study",
    "Standpoint": "graph.evidence.standpoint",
    "LoopmapError": "graph.errors",
    "OntologyError": "graph.errors",
    "Problem": "graph.errors",
    "UnreadableError": "graph.errors",
    "UsageError": "graph.errors",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES.get(name, "graph.notebook")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
