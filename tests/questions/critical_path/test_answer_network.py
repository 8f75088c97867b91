"""The answer as a networkx graph: what AI accelerates, what blocks the rest, by hand."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.questions.critical_path.network import answer_network

WORKED = Path(__file__).parents[2] / "ontologies" / "worked-loop.ttl"


@pytest.fixture(scope="module")
def model():
    """The worked loop."""
    return read_ontology((WORKED,))


@pytest.fixture(scope="module")
def network(model):
    """The answer to it at the central estimate."""
    return answer_network(model, critical_path(Study(model)))


def test_what_ai_accelerates_is_on_the_nodes(network):
    """Coding went from 12 days to 2; nothing is known of the others, so nothing is said."""
    coding = network.nodes["C"]

    assert (coding["acceleration"], coding["days"], coding["baseline_days"]) == (6.0, 2.0, 12.0)
    assert [name for name in network if "acceleration" in network.nodes[name]] == ["C"]
    assert network.nodes["R"]["status"] == "unknown"


def test_what_blocks_is_on_the_nodes(network):
    """I, E and D take 4 + 3 + 3 = 10 days a round; coding could take 3 more."""
    cycle = [name for name, on_it in network.nodes(data="on_critical_cycle") if on_it]

    assert cycle == ["D", "E", "I"]
    assert network.nodes["C"]["permanent_slack_days"] == 3.0
    assert network.nodes["C"]["blocking_share"] == 0.0
    assert network.nodes["D"]["permanent_slack_days"] == 0.0
    assert network.nodes["D"]["elasticity"] == pytest.approx(0.3)
    # Without D's 3 days the next cycle binds, C-R-I-E with 17 / 2 = 8.5 days.
    assert network.nodes["D"]["blocking_share"] == pytest.approx(0.15)
    assert (network.graph["period_days"], network.graph["setting"]) == (10.0, "frontier-lab")


def test_without_draws_nothing_is_said_of_draws(network):
    """Unknown is absent: neither 0 nor nothing stands for it."""
    for _, attributes in network.nodes(data=True):
        assert not {"criticality", "days_low", "days_high"} & attributes.keys()
        assert None not in attributes.values()


def test_with_draws_there_are_intervals_and_probabilities(model):
    """They are those of the answer, and D is on the critical cycle in more draws than R."""
    study = Study(model)
    answer = critical_path(study, draws=64)
    network = answer_network(study, answer)
    known = network.nodes["D"]

    assert 1 >= known["criticality"] > network.nodes["R"]["criticality"] >= 0
    assert known["days_low"] < known["days"] < known["days_high"]
    for item in answer.components:
        assert network.nodes[item.id]["criticality"] == item.criticality
        assert network.nodes[item.id]["days_high"] == item.days.high


def test_networkx_can_write_what_it_holds(network):
    """Every attribute is a text, a number or yes and no, as GraphML wants them."""
    text = "\n".join(nx.generate_graphml(network))

    assert nx.parse_graphml(text, force_multigraph=True).nodes["C"]["acceleration"] == 6.0
