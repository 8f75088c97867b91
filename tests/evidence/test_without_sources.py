"""A world without a source: what it had no part in is shared, and the rest is as pooled anew."""

from __future__ import annotations

import pytest
from shipped_map import shipped_model

from graph.evidence.loop_estimates import estimate_loop
from graph.loop.study import study_of


@pytest.fixture(scope="module")
def shipped():
    """The map that loopmap ships."""
    return shipped_model()


@pytest.mark.parametrize(
    ("asked", "one_in"), [({}, 12), ({"as_of": "2025-06"}, 36), ({"setting": "open-source"}, 36)]
)
def test_leaving_a_source_out_is_pooling_without_it(shipped, asked, one_in) -> None:
    """The oracle pools every number of the map anew, so that only some sources are tried."""
    study = study_of(shipped, **asked)
    keys = {(item.subject, item.metric) for item in shipped.observations.values()}
    weighing = sorted({item.source for item in shipped.observations.values() if item.source})
    for source in weighing[::one_in]:
        found = study.estimates.without(frozenset({source}))
        anew = estimate_loop(
            shipped,
            study.standpoint,
            without_sources=frozenset({source}),
            timeless_from_today=True,
        )
        assert [found.pool(*key) for key in keys] == [anew.pool(*key) for key in keys]
        assert [found.stands_in(*key) for key in keys] == [anew.stands_in(*key) for key in keys]


def test_two_sources_left_out_one_after_the_other(shipped) -> None:
    """A second one on top: as if both had never been published."""
    first, second = sorted({o.source for o in shipped.observations.values() if o.source})[:2]
    study = study_of(shipped).without(first).without(second)
    anew = estimate_loop(shipped, study.standpoint, without_sources=frozenset({first, second}))
    keys = {(item.subject, item.metric) for item in shipped.observations.values()}
    assert [study.estimates.pool(*key) for key in keys] == [anew.pool(*key) for key in keys]
