"""The shipped map: complete, sourced or reasoned, able to run, and its named loops are loops."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shipped_map import shipped_model as shipped

from graph.errors import OntologyError
from graph.model import Dependency, LoopModel, Observation
from graph.ontology.checks.named_loops import goes_round
from graph.ontology.reading import read_ontology
from graph.vocabulary import Family, Kind, MetricName

ONTOLOGY = Path(__file__).parent.parent / "ontology"
SOURCE_FIELDS = ("title", "publisher", "issued", "address")

#: The metrics that time the loop.
TIMES = {
    MetricName.BASELINE_DAYS,
    MetricName.FLOOR_DAYS,
    MetricName.CAPACITY,
    MetricName.LAG,
    MetricName.DELAY_DAYS,
    MetricName.DAYS_PER_ROUND,
    MetricName.FLOOR_SHARE,
    MetricName.COUNT,
    MetricName.RESERVE,
    MetricName.BOOKED_AHEAD_DAYS,
}

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


def numbers(model: LoopModel, metric: MetricName) -> dict[str, list[Observation]]:
    """Return the observations of one metric, by what they are about."""
    found: dict[str, list[Observation]] = {}
    for item in model.observations.values():
        if item.metric == metric:
            found.setdefault(item.subject, []).append(item)
    return found


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


def test_every_component_is_described() -> None:
    """Every component has a label, a definition and a phase."""
    for component in shipped().components.values():
        assert component.label != component.id, component.id
        assert component.definition, component.id
        assert component.phases, component.id


def test_every_dependency_gives_its_reason() -> None:
    """Every dependency says in one line why it is there."""
    for item in shipped().dependencies.values():
        assert item.reason, item.id
        assert "\n" not in item.reason, item.id


def test_every_dependency_joins_two_components() -> None:
    """Both ends of every dependency are components of the map, and not the same one."""
    model = shipped()
    for item in model.dependencies.values():
        assert item.source in model.components, item.id
        assert item.target in model.components, item.id
        assert item.source != item.target, item.id


def test_no_component_stands_alone() -> None:
    """Every component waits for something, and something waits for it."""
    tails = {item.source for item in gates(shipped())}
    heads = {item.target for item in gates(shipped())}
    assert set(shipped().components) == tails & heads


def test_the_deployed_model_feeds_back_into_every_family() -> None:
    """Gains of a deployed model reach components of all six families, and half of all parts."""
    model = shipped()
    improved = {item.target for item in model.dependencies.values() if item.kind is Kind.IMPROVES}
    assert {model.components[item].family for item in improved} == set(Family)
    assert 2 * len(improved) >= len(model.components)


# ---- Numbers ----


def test_every_component_has_baseline_days() -> None:
    """Every component has an observation of its days without AI, as a whole or by the round."""
    told = (
        numbers(shipped(), MetricName.BASELINE_DAYS),
        numbers(shipped(), MetricName.DAYS_PER_ROUND),
    )
    assert set(shipped().components) <= set().union(*told)


def test_no_shipped_number_is_written_on_a_component() -> None:
    """The shipped map gives the numbers of components as evidence only."""
    components = shipped().components
    direct = [item.id for item in shipped().observations.values() if item.direct]
    assert not [item for item in direct if shipped().observations[item].subject in components]


def test_floors_lie_below_baselines() -> None:
    """What no intelligence shortens is at most what the component takes without AI."""
    baselines = numbers(shipped(), MetricName.BASELINE_DAYS)
    for component, floors in numbers(shipped(), MetricName.FLOOR_DAYS).items():
        for floor in floors:
            assert floor.value <= min(item.value for item in baselines[component]), floor.id


def test_every_long_lag_is_held_to_be_uncertain() -> None:
    """Every lag above 1 has evidence with an interval, and a value equal to the lag."""
    model = shipped()
    lags = numbers(model, MetricName.LAG)
    direct = {item.subject: item.value for group in lags.values() for item in group if item.direct}
    for dependency, lag in direct.items():
        if lag > 1:
            (stated,) = (item for item in lags[dependency] if not item.direct)
            assert stated.value == lag, dependency
            assert stated.low is not None, dependency
            assert stated.high is not None, dependency


def test_assumptions_are_reasoned_and_wide() -> None:
    """Every assumption of ours says why; those that time the loop lie within an interval."""
    for item in shipped().observations.values():
        if item.grade != "our-assumption" or item.direct:
            continue
        assert item.reasoning, item.id
        if item.metric in TIMES:
            assert item.low is not None, item.id
            assert item.high is not None, item.id
        if item.low is not None and item.high is not None:
            assert item.low < item.high, item.id
            assert item.low <= item.value <= item.high, item.id


def test_everything_else_has_a_complete_source() -> None:
    """What is no assumption names a document with title, publisher, date and address."""
    model = shipped()
    for item in model.observations.values():
        if item.grade == "our-assumption":
            continue
        assert item.source in model.sources, item.id
        source = model.sources[item.source]
        missing = [name for name in SOURCE_FIELDS if not getattr(source, name)]
        assert not missing, f"{source.id} lacks {missing}"


def test_quotes_are_short() -> None:
    """No quote is longer than 25 words."""
    for item in shipped().observations.values():
        assert len((item.quote or "").split()) <= 25, item.id


# ---- Loops ----


def test_within_one_generation_nobody_waits_for_himself() -> None:
    """The dependencies without a lag have an order: all gates before what waits for them."""
    model = shipped()
    lags = numbers(model, MetricName.LAG)
    waiting = {item: set() for item in model.components}
    for item in gates(model):
        ahead = item.ordered_at_rate is not None
        if not ahead and not any(lag.value for lag in lags.get(item.id, ())):
            waiting[item.target].add(item.source)
    while free := [item for item, before in waiting.items() if not before]:
        for item in free:
            del waiting[item]
        for before in waiting.values():
            before.difference_update(free)
    assert not waiting


def test_a_path_of_gates_leads_from_everywhere_to_everywhere() -> None:
    """From the deployed model all of the loop is reached, and all of it reaches the next one."""
    forward = {(item.source, item.target) for item in gates(shipped())}
    backward = {(head, tail) for tail, head in forward}
    for steps in (forward, backward):
        reached = {"deployment"}
        while more := {head for tail, head in steps if tail in reached} - reached:
            reached |= more
        assert reached == set(shipped().components)


def test_every_named_loop_is_a_loop() -> None:
    """The components of a named loop can be walked round by dependencies of the map."""
    steps = [
        (item.source, item.target)
        for item in shipped().dependencies.values()
        if item.kind is not Kind.BYPASSES
    ]
    for name in set(shipped().loops) - {"whole-loop"}:
        assert goes_round(shipped().loops[name].component_ids, steps), name


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


# ---- Scenarios ----


def test_scenarios_suppose_what_the_map_has() -> None:
    """Every supposition is about a component, dependency or stock of the map."""
    model = shipped()
    known = {*model.components, *model.dependencies, *model.stocks}
    for scenario in model.scenarios.values():
        assert scenario.definition, scenario.id
        for item in scenario.suppositions:
            assert item.subject in known, item


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
