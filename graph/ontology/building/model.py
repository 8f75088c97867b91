"""From statements to the frozen model, with every problem on the way."""

from __future__ import annotations

from graph.model import LoopModel
from graph.ontology.building.components import (
    build_components,
    build_direct_numbers,
    build_loops,
    build_resources,
    build_stocks,
)
from graph.ontology.building.dependencies import build_alternatives, build_dependencies
from graph.ontology.building.domains import (
    build_channels,
    build_domains,
    build_skills,
    build_sources,
)
from graph.ontology.building.evidence import build_evidence
from graph.ontology.building.scenarios import build_scenarios
from graph.ontology.building.vocabulary import build_lists
from graph.ontology.checks.consistency import (
    Records,
    check_baselines,
    check_replacements,
    merge_numbers,
    standing,
)
from graph.ontology.checks.wholeness import check_wholeness
from graph.ontology.findings import Findings
from graph.ontology.roles import assign_roles
from graph.ontology.statements import Statements
from graph.ontology.terms import lint_terms
from graph.ontology.things import Context


def build_model(statements: Statements, findings: Findings) -> LoopModel:
    """Return what the statements say as records; every problem goes to the findings.

    A record that cannot be made of what is said is left out: use the model only if the findings
    hold no error.
    """
    terms = lint_terms(statements, findings)
    context = Context(statements, assign_roles(statements, findings), findings, terms.complete)
    lists = build_lists(context)
    dependencies = build_dependencies(context)
    records = Records(
        build_components(context),
        dependencies,
        build_alternatives(context, dependencies),
        build_direct_numbers(context),
        build_evidence(context, lists.metrics),
    )
    observations = merge_numbers(context, records)
    model = LoopModel(
        components=records.components,
        dependencies=records.dependencies,
        observations=observations,
        alternatives=records.alternatives,
        resources=build_resources(context),
        stocks=build_stocks(context),
        sources=build_sources(context),
        metrics=lists.metrics,
        grades=lists.grades,
        settings=lists.settings,
        notions=lists.notions,
        loops=build_loops(context),
        skills=build_skills(context),
        channels=build_channels(context),
        domains=build_domains(context),
        scenarios=build_scenarios(context, lists.metrics),
        thresholds=lists.thresholds,
    )
    numbers = standing(observations.values())
    check_replacements(context, records.evidence)
    check_baselines(context, records, numbers)
    check_wholeness(context, records, numbers)
    return model
