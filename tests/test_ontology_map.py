"""The shipped map: what it is large enough for, and that an editor's mistakes in it are refused.

What every map is held to stands in the rules of ``check``, which finds nothing in this one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shipped_map import shipped_model as shipped

from graph.errors import OntologyError
from graph.model import Dependency, LoopModel
from graph.ontology.checks.named_loops import goes_round
from graph.ontology.reading import read_ontology
from graph.vocabulary import Family, Kind

ONTOLOGY = Path(__file__).parent.parent / "ontology"

#: What the essay calls a bottleneck, by the name that the map gives it.
NAMED_IN_THE_ESSAY = {
    "code-review": "review",
    "training-compute": "compute",
    "power-generation": "energy",
    "data-centre-construction": "data-centre construction",
    "evaluation-quality": "evaluation quality",
    "institutional-trust": "institutional trust",
}


def gates(model: LoopModel) -> tuple[Dependency, ...]:
    """Return the dependencies that make someone wait."""
    return tuple(item for item in model.dependencies.values() if item.kind is Kind.GATES)


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of the shipped map in which one passage of one file reads otherwise."""
    copy = folder / "ontology"
    shutil.copytree(ONTOLOGY, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


def refusal(folder: Path) -> str:
    """Return what reading a map is refused with."""
    with pytest.raises(OntologyError) as caught:
        read_ontology([folder])
    return str(caught.value)


# ---- What the map has ----


def test_the_map_is_large_enough() -> None:
    """At least 52 components in six families, 110 dependencies of four kinds, 8 named loops."""
    model = shipped()
    assert len(model.components) >= 52
    assert {item.family for item in model.components.values()} == set(Family)
    assert len(model.dependencies) >= 110
    assert {item.kind for item in model.dependencies.values()} == set(Kind)
    assert len(model.loops) >= 8
    assert len(model.alternatives) >= 1
    assert len(model.scenarios) >= 8


@pytest.mark.parametrize("component", sorted(NAMED_IN_THE_ESSAY))
def test_every_bottleneck_of_the_essay_stands_under_its_own_name(component: str) -> None:
    """A reader who looks for a bottleneck by the essay's word finds it in the label."""
    assert NAMED_IN_THE_ESSAY[component] in shipped().components[component].label.lower()


def test_the_deployed_model_feeds_back_into_every_family() -> None:
    """Gains of a deployed model reach components of all six families, and half of all parts."""
    model = shipped()
    improved = {item.target for item in model.dependencies.values() if item.kind is Kind.IMPROVES}
    assert {model.components[item].family for item in improved} == set(Family)
    assert 2 * len(improved) >= len(model.components)


# ---- Numbers ----


def test_no_shipped_number_is_written_on_a_component() -> None:
    """The shipped map gives the numbers of components as evidence only."""
    components = shipped().components
    direct = [item.id for item in shipped().observations.values() if item.direct]
    assert not [item for item in direct if shipped().observations[item].subject in components]


# ---- Loops ----


def test_a_path_of_gates_leads_from_everywhere_to_everywhere() -> None:
    """From the deployed model all of the loop is reached, and all of it reaches the next one."""
    forward = {(item.source, item.target) for item in gates(shipped())}
    backward = {(head, tail) for tail, head in forward}
    for steps in (forward, backward):
        reached = {"deployment"}
        while more := {head for tail, head in steps if tail in reached} - reached:
            reached |= more
        assert reached == set(shipped().components)


@pytest.mark.parametrize(
    ("members", "steps", "answer"),
    [
        ("ab", ["ab", "ba"], True),
        ("abc", ["ab", "bc", "ca"], True),
        ("abc", ["ab", "bc", "cb", "ba"], False),  # back and forth passes b twice
        ("ab", ["ab", "bc", "ca"], False),  # only by way of c, which is no member
        ("ab", ["ab"], False),
    ],
)
def test_a_loop_is_told_from_what_is_none(members: str, steps: list[str], answer: bool) -> None:
    """The check on named loops accepts a round trip and nothing less."""
    assert goes_round(set(members), [(step[0], step[1]) for step in steps]) is answer


# ---- An editor's mistakes ----


def test_losing_the_lag_of_a_loop_is_refused(tmp_path: Path) -> None:
    """Without its lag the inner loop would wait for itself: the message names its members."""
    copy = changed(
        tmp_path,
        "dependencies.ttl",
        "    loop:from :integration ;\n    loop:to :specification ;\n"
        "    loop:kind loop:Gates ;\n    loop:lag 1 ;",
        "    loop:from :integration ;\n    loop:to :specification ;\n    loop:kind loop:Gates ;",
    )
    message = refusal(copy)
    assert "specification" in message
    assert "integration" in message
    assert "lag" in message


def test_a_dependency_on_a_misspelt_component_is_refused(tmp_path: Path) -> None:
    """A dependency on something that is not there is told with its name and file."""
    copy = changed(
        tmp_path,
        "dependencies.ttl",
        "loop:from :code-review ;\n    loop:to :merge-approval ;",
        "loop:from :code-revue ;\n    loop:to :merge-approval ;",
    )
    message = refusal(copy)
    assert "code-revue" in message
    assert "dependencies.ttl" in message


def test_a_component_without_baseline_days_is_refused(tmp_path: Path) -> None:
    """A component on a path of gates whose days are taken away is told by name."""
    copy = changed(
        tmp_path,
        "evidence/baselines.ttl",
        "sosa:hasFeatureOfInterest :merge-approval ;\n    sosa:observedProperty loop:DaysPerRound",
        "sosa:hasFeatureOfInterest :merge-approval ;\n    sosa:observedProperty loop:ServiceTime",
    )
    assert "merge-approval" in refusal(copy)


def test_a_lag_that_contradicts_its_evidence_is_refused(tmp_path: Path) -> None:
    """The lag on a dependency and the evidence about it have to agree."""
    copy = changed(
        tmp_path,
        "dependencies.ttl",
        "loop:to :capital-decision ;\n    loop:kind loop:Gates ;\n    loop:lag 3 ;",
        "loop:to :capital-decision ;\n    loop:kind loop:Gates ;\n    loop:lag 9 ;",
    )
    assert "deployment-gates-capital-decision" in refusal(copy)


def test_an_alternative_across_two_targets_is_refused(tmp_path: Path) -> None:
    """Ways to the same thing have to lead to the same component."""
    copy = changed(
        tmp_path,
        "dependencies.ttl",
        ":grid-interconnection-gates-training-compute , ",
        ":chip-design-gates-chip-fabrication , ",
    )
    assert "power-supply" in refusal(copy)


def test_an_assumption_without_reasoning_is_refused(tmp_path: Path) -> None:
    """A number of ours that does not say why is not taken."""
    copy = changed(
        tmp_path,
        "evidence/baselines.ttl",
        'loop:grade loop:OurAssumption ;\n    loop:reasoning "1 determination x 5 days."@en .',
        "loop:grade loop:OurAssumption .",
    )
    assert "capability-thresholds-baseline-days" in refusal(copy)
