"""What stands behind one thing, in words: its numbers, their observations, and what if not."""

from __future__ import annotations

from graph.number_words import (
    change,
    count_of,
    names,
    percent,
    quantity,
    quantity_range,
    short,
)
from graph.questions.evidence.provenance import Provenance
from graph.questions.explain.answer import LOOP_RATIO, Explanation, LookupKind, Term
from graph.reports.evidence import contribution_table, outside_table, source_table
from graph.reports.heading import facts
from graph.reports.observations import observation_blocks
from graph.reports.report import (
    Block,
    Facts,
    Listing,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)

#: Kinds of things whose numbers are listed side by side instead of one after the other.
_SUMMED_UP = frozenset({LookupKind.ANSWER, LookupKind.METRIC, LookupKind.LOOP})

#: Up to so many numbers of a metric are shown with all that is behind them.
_IN_FULL = 3

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 25


def explain_report(result: Explanation) -> Report:
    """Return an explanation as a report for people."""
    summed_up = result.kind in _SUMMED_UP
    few = result.kind == LookupKind.METRIC and len(result.numbers) <= _IN_FULL
    in_full = result.numbers if few or not summed_up else ()
    moving = result.contributions
    return make_report(
        f"{result.label}: what stands behind it",
        _headline(result),
        _facts(result),
        _term_table(result) if result.terms else None,
        _summary(result) if summed_up and not result.terms else None,
        *(block for item in in_full for block in _number(item)),
        _related(result) if result.related else None,
        contribution_table(moving, result.draws) if moving else None,
        source_table(result.sources) if result.sources else None,
        outside_table(result.outside) if result.outside else None,
    )


def _headline(result: Explanation) -> str:
    if result.kind == LookupKind.ANSWER:
        number = quantity_range(result.value, "ratio")
        if result.id == LOOP_RATIO:
            number = quantity_range(result.value, "")
        elif result.id == "period":
            number = f"{quantity_range(result.value, 'days')} per {result.words.round}"
        return f"The {result.id} is {number}. {result.definition or ''}".strip()
    known = [item for item in result.numbers if item.value is not None and item.pooled]
    said = "; ".join(
        f"{item.metric_label} {quantity_range(item.value, item.unit)}, {_support(item)}"
        for item in known[:3]
        if result.kind not in _SUMMED_UP and result.kind != LookupKind.SOURCE
    )
    heard = sum(len(item.observations) for item in result.numbers)
    heard_of = f"{count_of(heard, 'observation')} on {count_of(len(result.numbers), 'number')}"
    parts = [f"{result.label} ({result.kind}): {said or heard_of}", result.definition or ""]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _facts(result: Explanation) -> Facts:
    of_it = [("Id", result.id)]
    if result.place:
        of_it.append(("Stands in", result.place))
    of_it += [(item.name, item.text) for item in result.facts]
    of_all = facts(
        result,
        ("In brackets", "the truth lies between with a chance of 9 in 10, by the evidence"),
        supposed=result.suppositions,
    )
    return Facts((*of_it, *of_all.pairs))


def _summary(result: Explanation) -> Table:
    return table_of(
        "The numbers behind it",
        result.numbers,
        (left("Of"), lambda item: item.subject_label),
        (left("number"), lambda item: item.metric_label),
        (
            right("value"),
            lambda item: quantity_range(item.value, item.unit) if item.pooled else "each alone",
        ),
        (left("rests on"), lambda item: item.basis or "-"),
        (right("sources"), lambda item: str(item.source_count)),
        (right("observations"), lambda item: str(len(item.observations))),
        row_limit=_ROWS,
    )


def _term_table(result: Explanation) -> Table:
    shown = [item for item in result.terms if item.share is None or item.share > 0]
    idle = len(result.terms) - len(shown)
    note = "b, the share of each part, follows from its days and its AI speed-up: explain the part."
    if idle:
        note += f" {idle} more act on parts that feed no stock; they are in --format json."
    return table_of(
        "What it is made of, down to file and line",
        shown,
        (left(""), lambda item: item.symbol),
        (left("Of"), lambda item: item.subject_label),
        (right("value"), lambda item: quantity_range(item.value, "")),
        (
            right("share of the return"),
            lambda item: "-" if item.share is None else percent(item.share),
        ),
        (left("rests on"), lambda item: item.basis or "-"),
        (left("source"), _term_sources),
        (left("stands in"), lambda item: ", ".join(item.places) or "-"),
        note=note,
    )


def _term_sources(item: Term) -> str:
    return "; ".join(short(title, 40) for title in item.sources) or "-"


def _number(item: Provenance) -> list[Block]:
    title = f"{item.subject_label}: {item.metric_label}"
    blocks: list[Block] = [Facts(_number_facts(item), title)]
    blocks += observation_blocks(item)
    if item.without_sources:
        blocks.append(_without(item))
    return blocks


def _number_facts(item: Provenance) -> tuple[tuple[str, str], ...]:
    if not item.pooled:
        heard = count_of(len(item.observations), "observation")
        return (("Each alone", f"{heard}, of which no mean is taken"),)
    pairs = [("Value", f"{quantity_range(item.value, item.unit)}; {_support(item)}")]
    if item.supposed is not None:
        pairs.append(("Supposed", f"{quantity(item.supposed, item.unit)} instead"))
    if item.judgement is not None and item.basis != "assumed":
        apart = "; the two intervals have no value in common" if item.judgement_apart else ""
        pairs.append(("Our view", quantity_range(item.judgement, item.unit) + apart))
    if item.notion:
        pairs.append(("'Faster' means", item.notion))
    pairs += [
        (
            "By itself" if item.prior_weight is not None else "Not mixed in",
            f"{other.notion}: {quantity_range(other.value, item.unit)}, "
            f"{count_of(other.source_count, 'source')}",
        )
        for other in item.other_notions
    ]
    if item.prior_weight is not None:
        pairs.append(
            (
                "Before any evidence",
                f"{percent(item.prior_weight)} of the weight is what was taken to be so before",
            )
        )
    if item.heterogeneity:
        pairs.append(
            (
                "Between sources",
                f"they scatter by {item.heterogeneity:.2f} on the scale of the mean",
            )
        )
    if item.borrowed_from:
        pairs.append(("Borrowed from", f"{item.borrowed_from}, and widened for it"))
    if item.note:
        pairs.append(("Note", item.note))
    return tuple(pairs)


def _without(item: Provenance) -> Table:
    return table_of(
        "If a source had never been published",
        item.without_sources,
        (left("Without"), lambda row: short(row.title, 72)),
        (right("it would be"), lambda row: quantity_range(row.value, item.unit)),
        (right("change"), lambda row: change(row.change)),
    )


def _related(result: Explanation) -> Listing:
    by_relation: dict[str, list[str]] = {}
    for item in result.related:
        by_relation.setdefault(item.relation, []).append(item.label)
    points = tuple(
        f"{relation}: {names(tuple(found), 12)}" for relation, found in by_relation.items()
    )
    return Listing("On the map", points)


def _support(item: Provenance) -> str:
    """Return in words what a number rests on."""
    if item.value is None:
        return "no evidence that can be used"
    if item.basis == "assumed":
        return "our view, no source"
    return f"{item.basis}, {count_of(item.source_count, 'source')}"
