"""Everything the map says of one thing, down to quote and source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph.errors import LoopmapError, UsageError
from graph.estimates import Interval
from graph.loop.answer import heading
from graph.loop.central import TimedComponent
from graph.loop.inputs import OF_COMPONENTS, OF_DEPENDENCIES
from graph.loop.outside_pace import outside_estimates
from graph.loop.study import Study
from graph.loop.variance import pace_uncertainty
from graph.model import LoopModel
from graph.number_words import days, interval_of, percent_of_runs, percent_within
from graph.questions.critical_path.answer import Absorption
from graph.questions.critical_path.compute import ceiling, critical_path
from graph.questions.critical_path.solved_loop import SolvedLoop, solve_loop, why_no_period
from graph.questions.evidence.influence import influences
from graph.questions.evidence.provenance import Provenance, provenance_of
from graph.questions.explain.answer import (
    DRAWN,
    LOOP_RATIO,
    Explanation,
    Fact,
    LookupEntry,
    LookupKind,
    look_up,
)
from graph.questions.explain.parts import fact, numbers_of, related
from graph.questions.explain.parts import links_to as _links
from graph.questions.explain.waiting import days_text, waiting_facts
from graph.vocabulary import METRIC_ALIASES, MetricName

#: How much of a part's AI speed-up the loop uses, in words.
_USED = {
    Absorption.NOT_SHOWN: "not shown to be faster with AI",
    Absorption.LOAD_BEARING: "the loop uses all of its AI speed-up",
    Absorption.PARTLY: "the loop uses a part of its AI speed-up",
    Absorption.FULLY: "the loop uses none of its AI speed-up and waits elsewhere",
}

#: Kinds of things of which the draws say where they stand.
_DRAWN_KINDS = frozenset({LookupKind.COMPONENT})


def explain(study: Study, name: str, *, draws: int = 0, seed: int = 0) -> Explanation:
    """Return everything the map says of one thing; the pace, R_loop and parts are drawn.

    Args:
        study: the map, the standpoint and what is supposed.
        name: ``pace``, ``period``, ``ceiling`` or ``r-loop``; the id or label of anything on the
            map; or one number, as ``code-review.speedup``.
        draws: for the pace, R_loop and where a part stands; 0 for the central estimate alone.
        seed: of the draws.

    Raises:
        UsageError: nothing has that name; the message offers the nearest three.
        LoopmapError: an answer was asked for and the loop has none.
    """
    entry, metric = _named(study.model, name)
    drawn = entry.id in DRAWN if entry.kind is LookupKind.ANSWER else entry.kind in _DRAWN_KINDS
    if not drawn or (entry.kind in _DRAWN_KINDS and why_no_period(study)):
        draws = 0
    bare = Explanation(
        *heading(study, draws=draws, seed=seed),
        kind=entry.kind.value,
        id=entry.id,
        label=entry.label,
        definition=entry.definition,
        place=entry.place,
        suppositions=tuple(map(str, study.suppositions)),
    )
    found = _BY_KIND[entry.kind](study, bare)
    if metric is not None:
        return replace(found, numbers=(provenance_of(study, entry.id, metric),), terms=())
    return found


def _named(model: LoopModel, name: str) -> tuple[LookupEntry, str | None]:
    """Return what a name means, and the one metric of it that is asked about, if one is."""
    try:
        return look_up(model, name), None
    except UsageError:
        subject, stop, word = name.rpartition(".")
        metric = str(METRIC_ALIASES.get(word.strip(), word.strip()))
        if not stop or metric not in model.metrics:
            raise
        return look_up(model, subject), metric


def _component(study: Study, bare: Explanation) -> Explanation:
    identifier = bare.id
    model = study.model
    component = model.components[identifier]
    links = [
        related(model, relation, LookupKind.COMPONENT, other, dependency.id)
        for dependency in model.dependencies.values()
        for relation, own, other in (
            (f"{dependency.kind.value}", dependency.source, dependency.target),
            (f"{dependency.kind.value} it", dependency.target, dependency.source),
        )
        if own == identifier
    ]
    links += _links(model, "domain", LookupKind.DOMAIN, component.domains)
    links += _links(model, "skill", LookupKind.SKILL, component.skills)
    links += _links(model, "counts rounds of", LookupKind.DRIVER, component.rounds_of)
    links += _links(model, "side by side", LookupKind.DRIVER, component.side_by_side)
    loops = [item.id for item in model.loops.values() if identifier in item.component_ids]
    links += _links(model, "on the loop", LookupKind.LOOP, loops)
    word = "Column" if component.column else "Family"
    facts = [Fact(word, model.group_label(component)), *fact("Phases", component.phases)]
    facts += _in_the_loop(study, bare)
    facts += [Fact("Note", note) for note in component.notes]
    return replace(
        bare,
        facts=tuple(facts),
        related=tuple(links),
        numbers=numbers_of(study, identifier, tuple(map(str, OF_COMPONENTS))),
    )


def _in_the_loop(study: Study, bare: Explanation) -> list[Fact]:
    """Return where a component stands in the loop; nothing if it takes no part or none turns."""
    try:
        result = critical_path(study, draws=bare.draws, seed=bare.seed or 0)
    except LoopmapError:
        return []
    found = next((item for item in result.components if item.id == bare.id), None)
    if found is None:
        return [Fact("In the loop", "takes no part: its days without AI are unknown")]
    took = f"{days_text(found.baseline_days)} without AI, {days_text(found.days)} now"
    often = (
        f"; on the slowest loop in {percent_of_runs(found.criticality, result.draws)} of the runs"
        if found.criticality is not None
        else ", at the central numbers"
    )
    return [
        Fact("Days", f"{took}, of which {days(found.floor_days)} are its minimum time"),
        *waiting_facts(study, result, bare.id),
        Fact("Status", f"{found.status}; {_USED[found.absorption]}"),
        Fact(
            "Holds up",
            f"shortens the loop by {percent_within(found.blocks, found.blocking_share_error)} in "
            f"its minimum time{often}",
        ),
    ]


def _dependency(study: Study, bare: Explanation) -> Explanation:
    identifier = bare.id
    model = study.model
    found = model.dependencies[identifier]
    facts = [Fact("Kind", found.kind.value)]
    facts += [
        Fact("Alternative", f"one of the ways of '{group.label}'; the earliest suffices")
        for group in model.alternatives.values()
        if identifier in group.dependency_ids
    ]
    links = [
        related(model, "from", LookupKind.COMPONENT, found.source),
        related(model, "to", LookupKind.COMPONENT, found.target),
    ]
    links += _links(model, "uses", LookupKind.RESOURCE, found.resources)
    links += _links(model, "lead time of", LookupKind.COMPONENT, found.lead_time_of)
    rate = (found.ordered_at_rate,) if found.ordered_at_rate else ()
    links += _links(model, "ordered at the rate of", LookupKind.DRIVER, rate)
    return replace(
        bare,
        facts=tuple(facts),
        related=tuple(links),
        numbers=numbers_of(study, identifier, tuple(map(str, OF_DEPENDENCIES))),
    )


def _alternative(study: Study, bare: Explanation) -> Explanation:
    ways = study.model.alternatives[bare.id].dependency_ids
    return replace(bare, related=_links(study.model, "one way", LookupKind.DEPENDENCY, ways))


def _resource(study: Study, bare: Explanation) -> Explanation:
    model = study.model
    users = [item.id for item in model.dependencies.values() if bare.id in item.resources]
    links = _links(model, "used by", LookupKind.DEPENDENCY, users)
    return replace(bare, related=links, numbers=numbers_of(study, bare.id))


def _driver(study: Study, bare: Explanation) -> Explanation:
    """Return a shared cause with everything that moves with it."""
    model = study.model
    parts = model.components.values()
    multiplied = [item.id for item in parts if bare.id in item.rounds_of]
    divided = [item.id for item in parts if bare.id in item.side_by_side]
    ordered = [i.id for i in model.dependencies.values() if i.ordered_at_rate == bare.id]
    return replace(
        bare,
        related=(
            *_links(model, "multiplies the days of", LookupKind.COMPONENT, multiplied),
            *_links(model, "divides the days of", LookupKind.COMPONENT, divided),
            *_links(model, "sets the lag of", LookupKind.DEPENDENCY, ordered),
        ),
        numbers=numbers_of(study, bare.id, (str(MetricName.COUNT),)),
    )


def _domain(study: Study, bare: Explanation) -> Explanation:
    model = study.model
    domain = model.domains[bare.id]
    channels = [
        model.channels[item].label if item in model.channels else item for item in domain.channels
    ]
    return replace(
        bare,
        facts=(*fact("Feedback channels", channels), *fact("Named in", (domain.origin,))),
        related=(
            *_links(model, "exercises", LookupKind.SKILL, domain.skills),
            *_links(model, "serves", LookupKind.COMPONENT, domain.serves),
        ),
        numbers=numbers_of(study, bare.id),
    )


def _loop(study: Study, bare: Explanation) -> Explanation:
    members = study.model.loops[bare.id].component_ids
    accelerations = [
        provenance_of(study, item, MetricName.SPEEDUP, leave_out=False) for item in members
    ]
    return replace(
        bare,
        related=_links(study.model, "passes through", LookupKind.COMPONENT, members),
        numbers=(*accelerations, *numbers_of(study, bare.id)),
    )


def _stock(study: Study, bare: Explanation) -> Explanation:
    from graph.questions.explain.growth import explain_stock

    return explain_stock(study, bare)


def _skill(study: Study, bare: Explanation) -> Explanation:
    model = study.model
    components = [item.id for item in model.components.values() if bare.id in item.skills]
    domains = [item.id for item in model.domains.values() if bare.id in item.skills]
    return replace(
        bare,
        related=(
            *_links(model, "exercised by", LookupKind.COMPONENT, components),
            *_links(model, "exercised by", LookupKind.DOMAIN, domains),
        ),
        numbers=numbers_of(study, bare.id),
    )


def _metric(study: Study, bare: Explanation) -> Explanation:
    identifier = bare.id
    metric = study.model.metrics[identifier]
    facts = [Fact("Unit", metric.unit), Fact("Pooled on", f"the {metric.scale.value} scale")]
    if metric.half_life_years:
        facts.append(Fact("Ages", f"counts half after {metric.half_life_years:g} years"))
    if metric.overstated:
        facts.append(Fact("Bias", "reports of it tend to flatter; each grade takes its bias off"))
    subjects = sorted(
        {item.subject for item in study.model.observations.values() if item.metric == identifier}
    )
    return replace(
        bare,
        facts=tuple(facts),
        numbers=tuple(provenance_of(study, item, identifier, leave_out=False) for item in subjects),
    )


def _source(study: Study, bare: Explanation) -> Explanation:
    identifier = bare.id
    source = study.model.sources[identifier]
    said = (
        ("By", source.authors),
        ("Published by", source.publisher),
        ("Issued", source.issued),
        ("Address", source.address),
    )
    about = sorted(
        {
            (item.subject, item.metric)
            for item in study.model.observations.values()
            if item.source == identifier
        }
    )
    numbers = []
    for key in about:
        number = provenance_of(study, *key, leave_out=False)
        of_source = tuple(item for item in number.observations if item.source == identifier)
        numbers.append(replace(number, observations=of_source))
    try:
        sources = influences(study, (identifier,))
    except LoopmapError:
        sources = ()
    return replace(
        bare,
        facts=tuple(Fact(name, text) for name, text in said if text),
        numbers=tuple(numbers),
        sources=sources,
    )


def _observation(study: Study, bare: Explanation) -> Explanation:
    identifier = bare.id
    found = study.model.observations[identifier]
    number = provenance_of(study, found.subject, found.metric)
    alone = tuple(item for item in number.observations if item.id == identifier)
    return replace(
        bare,
        facts=tuple(fact("Weighs nothing", (study.estimates.refusal(identifier),))),
        numbers=(replace(number, observations=alone),),
    )


#: The metrics that a component's days are made of.
_DAYS_METRICS = (MetricName.SPEEDUP, MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS)


def _answer(study: Study, bare: Explanation) -> Explanation:
    """Return what stands behind an answer; without draws each number moves alone."""
    if bare.id == LOOP_RATIO:
        # Growth loads what no other explanation needs.
        from graph.questions.explain.growth import explain_loop_ratio

        return explain_loop_ratio(study, bare)
    solved = solve_loop(study)
    if bare.id == "ceiling":
        return _ceiling(study, solved, bare)
    period, before = solved.ratio.period, solved.ratio_before.period
    cycle, old = solved.ratio.nodes, solved.ratio_before.nodes
    now = _sum("Now", solved, cycle, "days")
    binding = _links(study.model, "on the slowest loop", LookupKind.COMPONENT, cycle)
    sources = influences(study)
    if bare.id == "period":
        return replace(
            bare,
            facts=(now,),
            related=binding,
            numbers=_numbers(study, cycle),
            value=Interval(float(period)),
            sources=sources,
        )
    formula = (
        f"{float(before):.4g} d without AI / {float(period):.4g} d now = "
        f"{float(before / period):.3g} at central numbers"
    )
    without = _sum("Without AI", solved, old, "baseline_days")
    found = pace_uncertainty(study, float(before / period), bare.draws, bare.seed or 0)
    return replace(
        bare,
        facts=(Fact("Formula", formula), now, without, *_over_draws(found.pace, bare)),
        related=binding,
        numbers=_numbers(study, tuple(dict.fromkeys(cycle + old))),
        value=found.pace,
        contributions=found.contributions,
        sources=sources,
        outside=outside_estimates(study, found.pace),
    )


def _over_draws(pace: Interval, bare: Explanation) -> list[Fact]:
    if not bare.draws or pace.low is None or pace.high is None:
        return []
    return [Fact("Over the runs", f"{interval_of(pace)}, {bare.draws:,} runs, seed {bare.seed}")]


def _ceiling(study: Study, solved: SolvedLoop, bare: Explanation) -> Explanation:
    found = ceiling(study, solved)
    if found is None:
        return replace(bare, facts=(Fact("Why unknown", "nothing is shown to be faster with AI"),))
    then = found.critical_cycle
    return replace(
        bare,
        facts=(
            Fact(
                "Formula",
                f"{float(solved.ratio_before.period):.4g} d without AI / "
                f"{found.period_days.median:.4g} d with all that AI speeds up at its minimum time",
            ),
        ),
        related=_links(study.model, "would be on the slowest loop", LookupKind.COMPONENT, then),
        numbers=_numbers(study, then),
        value=found.pace,
        sources=influences(study),
    )


def _sum(name: str, solved: SolvedLoop, cycle: tuple[str, ...], attribute: str) -> Fact:
    """Return how the days of a cycle add up to its period."""
    ratio = solved.ratio if name == "Now" else solved.ratio_before
    choice = solved.now if name == "Now" else solved.before
    parts: list[TimedComponent] = [solved.loop.components[solved.loop.index[x]] for x in cycle]
    arcs = [choice.graph.arcs[index] for index in ratio.cycle]
    total = " + ".join(f"{float(getattr(part, attribute)):.4g}" for part in parts)
    delay = sum(float(arc.delay) for arc in arcs)
    waiting = f" + {delay:.4g} waiting" if delay else ""
    lag = sum(float(arc.lag) for arc in arcs)
    return Fact(
        name, f"({total}{waiting}) d / {lag:g} = {float(ratio.period):.4g} d: {', '.join(cycle)}"
    )


def _numbers(study: Study, members: tuple[str, ...]) -> tuple[Provenance, ...]:
    return tuple(
        provenance_of(study, member, metric, leave_out=False)
        for member in members
        for metric in _DAYS_METRICS
    )


_BY_KIND: dict[LookupKind, Callable[[Study, Explanation], Explanation]] = {
    LookupKind.ANSWER: _answer,
    LookupKind.COMPONENT: _component,
    LookupKind.DEPENDENCY: _dependency,
    LookupKind.ALTERNATIVE: _alternative,
    LookupKind.RESOURCE: _resource,
    LookupKind.DRIVER: _driver,
    LookupKind.DOMAIN: _domain,
    LookupKind.LOOP: _loop,
    LookupKind.STOCK: _stock,
    LookupKind.SKILL: _skill,
    LookupKind.METRIC: _metric,
    LookupKind.SOURCE: _source,
    LookupKind.OBSERVATION: _observation,
}
