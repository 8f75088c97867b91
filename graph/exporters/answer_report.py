"""The answer as Markdown with the sources it rests on, to be quoted and checked."""

from __future__ import annotations

import re

from graph.exporters.export_source import ExportSource
from graph.exporters.safe_text import web_address
from graph.files import loopmap_version
from graph.model import LoopModel, Observation, Source
from graph.number_words import significant, times
from graph.reports.critical_path import critical_path_report
from graph.reports.glossary import explained
from graph.reports.report import plain, to_markdown
from graph.vocabulary import MetricName

#: The numbers of a component that the answer rests on.
_METRICS = (
    MetricName.SPEEDUP,
    MetricName.BASELINE_DAYS,
    MetricName.PASS_TIME,
    MetricName.QUEUE_TIME,
    MetricName.FLOOR_DAYS,
    MetricName.CAPACITY,
)


def to_report(export: ExportSource) -> str:
    """Return the answer as Markdown: the report, its sources, and how to get the same again.

    Args:
        export: what to report on.
    """
    answer = export.answer
    report = export.report or explained(critical_path_report(answer), answer.words)
    lines = [to_markdown(report), *_sources(export)]
    lines += [
        "",
        "## How to get this answer again",
        "",
        f"- Setting: {plain(answer.setting)}; evidence as of {answer.as_of or 'no date'}.",
        f"- Ontology (SHA-256): `{answer.ontology}`.",
        f"- Runs: {answer.draws}; seed {export.seed}.",
        f"- loopmap {loopmap_version()}.",
    ]
    if export.command:
        named = f"export report --setting {export.study.standpoint.setting}"
        asked = export.command
        if "--setting" not in asked:
            asked = asked.replace("export report", named, 1)
        lines.append(f"- Command: {_code(asked)}.")
    if export.suppositions:
        lines.append(f"- Supposed: {plain(', '.join(export.suppositions))}.")
    lines += ["", "## How to cite it", "", _how_to_cite(export)]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """Return text as code on one line; a fence longer than any in it cannot be ended by it."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    flat = " ".join(text.split())
    return f"{fence}{flat}{fence}" if len(fence) == 1 else f"{fence} {flat} {fence}"


def _how_to_cite(export: ExportSource) -> str:
    as_of = export.answer.as_of
    dated = f", evidence as of {as_of}" if as_of else ""
    return (
        f"The loopmap authors. loopmap, version {loopmap_version()}. Map "
        f"{export.ontology_digits}{dated}. Cite the sources above for the numbers that are theirs."
    )


def _sources(export: ExportSource) -> list[str]:
    used = _observations_used(export)
    model = export.study.model
    by_source: dict[str, list[Observation]] = {}
    for one in used:
        if one.source is not None and one.source in model.sources:
            by_source.setdefault(one.source, []).append(one)
    title = "Sources of days and speed-ups" if export.report else "Sources"
    lines = [f"## {title}", ""]
    for identifier in sorted(by_source, key=lambda key: model.sources[key].title.casefold()):
        lines.append(f"- {_citation(model.sources[identifier])}")
        lines += [f"  - {_said(model, one)}" for one in by_source[identifier]]
    if not by_source:
        lines.append("No number of this answer has a source yet.")
    assumed = sum(1 for one in used if one.source is None)
    if assumed:
        lines += [
            "",
            f"{assumed} of the {len(used)} numbers used are assumptions without a source.",
        ]
    return lines


def _observations_used(export: ExportSource) -> list[Observation]:
    study = export.study
    found: dict[str, None] = {}
    for item in export.answer.components:
        for metric in _METRICS:
            estimate = study.estimate(item.id, metric)
            found |= dict.fromkeys(estimate.observation_ids if estimate else ())
    return [study.model.observations[key] for key in found if key in study.model.observations]


def _citation(source: Source) -> str:
    publisher = source.publisher if source.publisher != source.authors else None
    parts = [source.authors, source.title, publisher, source.issued]
    words = " ".join(_sentence(part) for part in parts if part)
    address = web_address(source.address)
    return f"{words} <{address}>" if address else words


def _sentence(text: str) -> str:
    return plain(text) if text.endswith((".", "?", "!")) else f"{plain(text)}."


def _said(model: LoopModel, one: Observation) -> str:
    metric = model.metrics.get(one.metric)
    what = metric.label if metric else one.metric
    number = times(one.value) if metric and metric.unit == "ratio" else significant(one.value)
    unit = f" {metric.unit}" if metric and metric.unit != "ratio" else ""
    words = f"{plain(model.label(one.subject))}, {plain(what)}: {number}{plain(unit)}"
    return f"{words}, “{plain(one.quote)}”" if one.quote else words
