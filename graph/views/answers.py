"""The answers to what a reader chose: worked out by the analyses, and kept for all sessions."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from graph.analysis.critical_path import critical_path
from graph.analysis.critical_path_result import CriticalPath
from graph.analysis.study import Study
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Supposition
from graph.views.choices import EVIDENCE, Choices, suppositions_of

#: Answers kept; the oldest are dropped first, so that long sessions do not grow.
_KEPT = 48


@dataclass(frozen=True)
class Answers:
    """One study and what blocks its loop; the other questions are worked out on request.

    Attributes:
        study: the map, the standpoint and what is supposed.
        blocking: what blocks the loop.
    """

    study: Study
    blocking: CriticalPath


def answers_for(model: LoopModel, choices: Choices) -> Answers:
    """Return the answers to what is chosen.

    Raises:
        LoopmapError: what is supposed makes no loop that can run.
    """
    return _answers(model, choices, choices.suppositions(model))


def compared_answers(model: LoopModel, choices: Choices) -> Answers | None:
    """Return the answers to compare with; ``None`` if no comparison is chosen."""
    if choices.versus is None:
        return None
    scenario = None if choices.versus == EVIDENCE else choices.versus
    return _answers(model, choices, suppositions_of(model, scenario))


def evidence_answers(model: LoopModel, choices: Choices) -> Answers:
    """Return the answers from the evidence alone, with nothing supposed."""
    return _answers(model, choices, ())


def _answers(model: LoopModel, choices: Choices, suppositions: tuple[Supposition, ...]) -> Answers:
    base = _study(model, model.digest, choices.setting, choices.as_of)
    study = base.supposing(suppositions) if suppositions else base
    return Answers(study, _critical_path(study, _key(study)))


def _key(study: Study) -> str:
    supposed = ";".join(
        f"{item.subject}.{item.metric}={item.value!r}" for item in study.suppositions
    )
    standpoint = study.standpoint
    return f"{study.model.digest}|{standpoint.setting}|{standpoint.as_of}|{supposed}"


@st.cache_resource(max_entries=12, show_spinner=False)
def _study(_model: LoopModel, digest: str, setting: str, as_of: str | None) -> Study:  # noqa: ARG001
    return Study(_model, Standpoint(setting, as_of))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _critical_path(_study: Study, key: str) -> CriticalPath:  # noqa: ARG001 (the key of the cache)
    return critical_path(_study)
