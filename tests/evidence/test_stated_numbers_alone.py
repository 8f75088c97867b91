"""Numbers that stand alone, exact or not, pooled the short way and the long way."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.pooling import Pooling
from graph.ontology.reading import read_ontology

ONTOLOGIES = Path(__file__).parents[1] / "ontologies"


@pytest.mark.parametrize("name", ["worked-loop.ttl", "rich.ttl", "shared-causes.ttl"])
def test_a_number_that_stands_alone_is_pooled_as_any_other(monkeypatch, name):
    """The long way is the oracle, for every number of a map: estimate, weights and judgement."""
    model = read_ontology([ONTOLOGIES / name])
    keys = {(item.subject, item.metric) for item in model.observations.values()}
    short_ways = []
    stands_alone = Pooling._stands_alone

    def noticed(*asked):
        short_ways.append(stands_alone(*asked))
        return short_ways[-1]

    monkeypatch.setattr(Pooling, "_stands_alone", noticed)
    short = estimate_loop(model)
    found = {key: short.pool(*key) for key in keys}
    assert any(short_ways)
    deviations = {pool.estimate.deviation > 0 for pool in found.values() if pool.estimate}
    assert deviations == {False, True}
    monkeypatch.setattr(Pooling, "_stands_alone", lambda *_: False)
    long = estimate_loop(model)
    assert found == {key: long.pool(*key) for key in keys}
