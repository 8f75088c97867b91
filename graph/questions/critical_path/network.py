"""The answer to "what blocks the loop" as a networkx graph, from which anybody can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.loop.network import loop_network
from graph.loop.study import Study
from graph.model import LoopModel
from graph.questions.critical_path.answer import ComponentResult, CriticalPath

if TYPE_CHECKING:
    from graph.loop.network import Network

Attribute = str | float | bool


def answer_network(study: Study | LoopModel, answer: CriticalPath) -> Network:
    """Return the loop as a graph whose nodes say what AI accelerates and what blocks the rest.

    Nodes carry, besides what ``loop_network`` says: ``status``, ``acceleration`` (with ``_low``
    and ``_high`` behind the name for its 5th and 95th percentile), ``days`` (likewise),
    ``elasticity``, ``blocking_share``, ``permanent_slack_days``, ``criticality`` (the probability
    of being on a critical cycle) and ``on_critical_cycle``. Edges that alternatives stand for
    carry ``taken``. The graph itself carries period, pace and what they were asked of. What is
    unknown is left out.

    Args:
        study: what the question was asked of, or the map alone.
        answer: to that question.

    Raises:
        OntologyError: work is redone as fast as it gets done, so that no pass ever ends.
    """
    study = Study(study) if isinstance(study, LoopModel) else study
    network = loop_network(study)
    critical = frozenset(answer.critical_cycle)
    for item in answer.components:
        network.nodes[item.id].update(_known(item), on_critical_cycle=item.id in critical)
    taken = frozenset(answer.alternatives_taken.values())
    for _, _, key, attributes in network.edges(keys=True, data=True):
        if "alternatives" in attributes:
            attributes["taken"] = key in taken
    network.graph.update(
        setting=answer.setting,
        ontology=answer.ontology,
        period_days=answer.period_days.median,
        pace=answer.pace.median,
    )
    if answer.as_of:
        network.graph["as_of"] = answer.as_of
    if answer.suppositions:
        network.graph["supposed"] = "; ".join(answer.suppositions)
    return network


def _known(item: ComponentResult) -> dict[str, Attribute]:
    said: dict[str, Attribute | None] = {
        "status": item.status,
        "elasticity": item.elasticity,
        "blocking_share": item.blocking_share,
        "permanent_slack_days": item.permanent_slack_days,
        "criticality": item.criticality,
    }
    for name, interval in (("acceleration", item.acceleration), ("days", item.days)):
        if interval is not None:
            said |= {
                name: interval.median,
                f"{name}_low": interval.low,
                f"{name}_high": interval.high,
            }
    return {name: value for name, value in said.items() if value is not None}
