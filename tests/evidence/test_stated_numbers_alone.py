"""Numbers that stand alone, exact or not, pooled the short way and the long way."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.pooling import Pooling
from graph.evidence.standpoint import Standpoint
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


@pytest.mark.parametrize("name", ["worked-loop.ttl", "rich.ttl", "shared-causes.ttl"])
@pytest.mark.parametrize("as_of", [None, "2024-06"])
def test_a_median_alone_is_that_of_the_pool(name, as_of):
    """The pools are the oracle, of what is told and of what could only follow or be derived."""
    model = read_ontology([ONTOLOGIES / name])
    told = {(item.subject, item.metric) for item in model.observations.values()}
    keys = told | {
        (subject, metric)
        for subject in (*model.components, *model.dependencies)
        for metric in ("baseline-days", "floor-days", "lag", "speedup", "capacity")
    }
    asked = Standpoint(as_of=as_of)
    pools = estimate_loop(model, asked, timeless_from_today=True)
    expected = {key: found.median for key in keys if (found := pools.get(*key))}
    alone = estimate_loop(model, asked, timeless_from_today=True)
    medians = {key: alone.median(*key) for key in keys}
    assert {key: value for key, value in medians.items() if value is not None} == expected
    assert expected
    # With today's numbers standing in, none is taken as it is written.
    assert bool(told - alone._pools.keys()) == (as_of is None)
