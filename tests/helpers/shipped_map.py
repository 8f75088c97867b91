"""The shipped map, read once for all tests of a process: a frozen value is safe to share."""

from __future__ import annotations

from functools import cache

from graph.files import shipped_ontology
from graph.loop.study import Study
from graph.model import LoopModel
from graph.ontology.reading import read_ontology

#: The scenarios of the shipped map, by their names.
SCENARIOS = (
    "compute-frozen",
    "energy-constrained",
    "physical-build-doubled",
    "review-automated",
    "sceptic",
    "today",
    "trust-withdrawn",
    "vendor-claims",
)


@cache
def shipped_model() -> LoopModel:
    """Return the map that loopmap ships."""
    return read_ontology([shipped_ontology()])


@cache
def shipped_study() -> Study:
    """Return the study of it without anything chosen, with what was asked of it before."""
    return Study(shipped_model())
