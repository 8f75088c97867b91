"""Observations as people read them: number, source, date, grade, quote, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import LoopModel
from graph.questions.evidence.provenance import ObservationRow
from graph.reports.numbers import percent, quantity
from graph.reports.observations import BOUND_WORDS, interval_ends, remarks
from graph.views.escaping import link, plain


def testimonies_markdown(model: LoopModel, items: Iterable[ObservationRow], limit: int) -> str:
    """Return observations as a Markdown list; no text of the ontology can add markup.

    Args:
        model: holds metrics, grades and settings.
        items: what to show, in this order.
        limit: how many at most.
    """
    return "\n".join(testimony_markdown(model, item) for item in [*items][:limit])


def testimony_markdown(model: LoopModel, item: ObservationRow) -> str:
    """Return one observation as a Markdown list item with a line for each thing to say."""
    lines = [
        f"- **{plain(number(model, item))}** · {_source(item)}",
        plain(" · ".join(_circumstances(model, item))),
    ]
    if item.quote:
        lines.append(f"“{plain(item.quote)}”")
    lines += [plain(remark) for remark in remarks(item)]
    lines.append(plain(" · ".join(_standing(item))))
    return "  \n  ".join(line for line in lines if line)


def number(model: LoopModel, item: ObservationRow) -> str:
    """Return the number with its metric, unit and its source's own interval."""
    metric = model.metrics.get(item.metric)
    unit = metric.unit if metric else ""
    label = metric.label if metric else item.metric
    ends = interval_ends(item)
    span = f" ({ends})" if ends else ""
    return f"{label}: {BOUND_WORDS.get(item.bound, '')}{quantity(item.value, unit)}{span}"


def _source(item: ObservationRow) -> str:
    if item.source is None:
        return "our assumption"
    who = f", {plain(item.publisher)}" if item.publisher else ""
    return f"{link(item.source_title or item.source, item.address)}{who}"


def _circumstances(model: LoopModel, item: ObservationRow) -> list[str]:
    grade = model.grades.get(item.grade)
    settings = (model.settings.get(one) for one in item.settings)
    whose = ", ".join(one.label for one in settings if one)
    found = [
        f"grade: {grade.label if grade else item.grade}",
        f"of {item.as_of}" if item.as_of else "",
        f"published {item.issued}" if item.issued else "",
        whose,
        f"sample: {item.sample_size}" if item.sample_size else "",
        f"source {item.read_as}, not read" if item.read_as not in (None, "read") else "",
    ]
    return [part for part in found if part]


def _standing(item: ObservationRow) -> list[str]:
    parts = []
    if item.reason_excluded:
        parts.append(f"left out: {item.reason_excluded}")
    elif item.weight is not None:
        parts.append(f"counts {percent(item.weight)}")
    if item.place:
        parts.append(item.place)
    return parts
