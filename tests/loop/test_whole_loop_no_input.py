"""What others say of the whole loop stands beside the answer and never inside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped_map import shipped_model

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.questions.critical_path.compute import critical_path


@pytest.mark.parametrize("setting", ["frontier-lab", "industry"])
def test_without_observations_of_the_whole_loop_the_answer_is_the_same(setting):
    """On the shipped map every field stays, but for the list of outside estimates itself."""
    model = shipped_model()
    kept = {key: item for key, item in model.observations.items() if item.subject != "whole-loop"}
    assert len(kept) < len(model.observations)
    full = critical_path(Study(model, Standpoint(setting)))
    bare = critical_path(Study(replace(model, observations=kept), Standpoint(setting, full.as_of)))

    assert full.outside_estimates
    assert bare.outside_estimates == ()
    assert replace(full, outside_estimates=()) == bare
