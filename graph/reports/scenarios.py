"""All scenarios side by side, in words."""

from __future__ import annotations

from graph.questions.what_if.scenarios import ScenarioOutcome, Scenarios
from graph.reports.numbers import interval_of, names
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right
from graph.reports.what_if import change_of


def scenarios_report(result: Scenarios) -> Report:
    """Return the scenarios of a map as a report for people."""
    if not result.outcomes:
        text = "This map has no scenario. Suppose something with --set or --scenario FILE."
        return Report("What would change", (Paragraph(text),))
    blocks: list[Block] = [_headline(result), _facts(result), _table(result), _means(result)]
    return Report("What would change, scenario by scenario", tuple(blocks))


def _headline(result: Scenarios) -> Paragraph:
    first, last = result.outcomes[0], result.outcomes[-1]
    still = tuple(row.label for row in result.outcomes if not row.period_days.moved)
    tail = f" {names(still)}: no move beyond the noise." if still else ""
    return Paragraph(
        f"A generation takes least under '{first.label}' ({interval_of(first.period_days.after)} "
        f"days) and most under '{last.label}' ({interval_of(last.period_days.after)})."
        f"{tail}"
    )


def _facts(result: Scenarios) -> Facts:
    pairs = [("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}")]
    if result.draws:
        pairs.append(("Draws", f"{result.draws:,}, seed {result.seed}, the same for all"))
    return Facts(tuple(pairs))


def _table(result: Scenarios) -> Table:
    rows = tuple(
        (
            row.id,
            interval_of(row.period_days.after),
            change_of(row.period_days),
            interval_of(row.pace.after, "x"),
            interval_of(row.ceiling_pace.after, "x"),
            _binds(row, result.labels),
            names(tuple(result.labels[key] for key in row.top_blockers)),
        )
        for row in result.outcomes
    )
    columns = (
        left("Scenario"),
        right("period, days"),
        right("its mean change"),
        right("pace"),
        right("ceiling"),
        left("binds"),
        left("blocks most"),
    )
    return Table(
        "Side by side", columns, rows, "'loopmap what-if --scenario NAME' shows one whole."
    )


def _binds(row: ScenarioOutcome, labels: dict[str, str]) -> str:
    return row.critical_cycle_name or names(tuple(labels[key] for key in row.critical_cycle), 3)


def _means(result: Scenarios) -> Listing:
    points = tuple(f"{row.id}: {row.definition or row.label}" for row in result.outcomes)
    return Listing("What each supposes", points)
