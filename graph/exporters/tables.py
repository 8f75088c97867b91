"""The map as tables for a spreadsheet: components, dependencies, observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.exporters.export_source import ExportSource
from graph.exporters.layout import title_over
from graph.exporters.map_edges import critical_dependencies, delay_of, lags_of
from graph.exporters.safe_text import web_address
from graph.model import LoopModel, Observation
from graph.questions.critical_path.answer import ComponentResult
from graph.reports.plain import Cell, rows_csv

Row = Mapping[str, Cell]


def to_csv(export: ExportSource) -> str:
    """Return one table of the map as CSV; what is unknown is an empty cell.

    Text that a spreadsheet would take for a formula begins with "'". Where anything is supposed,
    the last columns of components and dependencies say what, and from which standpoint.

    Args:
        export: ``table`` says which of the three.
    """
    if export.table == "dependencies":
        return _text(_with_suppositions(export, _dependency_rows(export)))
    if export.table == "observations":
        model = export.study.model
        return _text(_observation(model, one) for one in model.observations.values())
    return _text(_with_suppositions(export, _component_rows(export)))


def _with_suppositions(export: ExportSource, rows: Iterable[Row]) -> list[Row]:
    if not export.supposed:
        return list(rows)
    study = export.study
    last: Row = {
        "setting": study.standpoint.setting,
        "as_of": study.estimates.as_of,
        "supposed": export.supposed,
        "ontology": export.ontology_digits,
    }
    return [{**row, **last} for row in rows]


def _text(rows: Iterable[Row]) -> str:
    found = list(rows)
    heads = list(found[0]) if found else ["id"]
    return rows_csv(heads, ({key: _cell(value) for key, value in row.items()} for row in found))


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _component_rows(export: ExportSource) -> list[Row]:
    answer = export.answer_if_any
    standings = {item.id: item for item in answer.components} if answer else {}
    cycle = frozenset(answer.critical_cycle) if answer else frozenset()
    return [
        {
            "id": item.id,
            "label": item.label,
            "family": item.group,
            "stage": title_over(item, export.study.model),
            "phases": " ".join(item.phases),
            "definition": item.definition,
            **_standing(standings.get(item.id), item.id in cycle),
        }
        for item in export.study.model.components.values()
    ]


def _standing(item: ComponentResult | None, critical: bool) -> Row:
    speed = item.acceleration if item else None
    return {
        "status": item.status if item else None,
        "critical": critical if item else None,
        "baseline_days": item.baseline_days.median if item else None,
        "days": item.days.median if item else None,
        "days_low": item.days.low if item else None,
        "days_high": item.days.high if item else None,
        "floor_days": item.floor_days if item else None,
        "acceleration": speed.median if speed else None,
        "acceleration_low": speed.low if speed else None,
        "acceleration_high": speed.high if speed else None,
        "blocking_share": item.blocking_share if item else None,
        "criticality": item.criticality if item else None,
        "sources": item.source_count if item else None,
        "assumed_share": item.assumed if item else None,
    }


def _dependency_rows(export: ExportSource) -> list[Row]:
    model, answer = export.study.model, export.answer_if_any
    hits = critical_dependencies(answer) if answer else None
    lags = lags_of(model)
    return [
        {
            "id": edge.id,
            "from": edge.source,
            "to": edge.target,
            "kind": edge.kind.value,
            "lag": lags[edge.id],
            "delay_days": delay_of(model, edge.id),
            "critical": None if hits is None else edge.id in hits,
            "uses": " ".join(edge.resources),
            "reason": edge.reason,
        }
        for edge in model.dependencies.values()
    ]


def _observation(model: LoopModel, one: Observation) -> Row:
    metric = model.metrics.get(one.metric)
    source = model.sources.get(one.source or "")
    has_interval = one.low is not None or one.high is not None
    return {
        "id": one.id,
        "subject": one.subject,
        "metric": one.metric,
        "value": one.value,
        "unit": metric.unit if metric else None,
        "low": one.low,
        "high": one.high,
        "interval_level": one.interval_level if has_interval else None,
        "bound": one.bound.value,
        "as_of": one.as_of,
        "settings": " ".join(one.settings),
        "grade": one.grade,
        "notion": one.notion,
        "sample_size": one.sample_size,
        "retracted": one.retracted,
        "replaced_by": one.replaced_by,
        "source": one.source,
        "source_title": source.title if source else None,
        "source_date": source.issued if source else None,
        "source_address": web_address(source.address) if source else None,
        "quote": one.quote,
        "caveat": one.caveat,
        "reasoning": one.reasoning,
    }
