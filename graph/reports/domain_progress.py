"""How fast AI gets better in the domains, and whether their scores foretold it, in words."""

from __future__ import annotations

from collections import Counter

from graph.estimates import Interval
from graph.questions.domains.answer import Domains
from graph.questions.domains.progress import Verdict
from graph.reports.numbers import MISSING, interval_of, percent, significant
from graph.reports.quantities import count_of
from graph.reports.report import Block, Paragraph, Table, left, right


def score_text(value: float | None) -> str:
    """Return a small number, or that it is unknown."""
    return MISSING if value is None else significant(value, 2)


def progress_blocks(result: Domains) -> list[Block]:
    """Return how fast AI gets better where that is known, and whether the scores foretold it."""
    if not result.progress:
        return []
    by_id = result.by_id
    rows = tuple(
        (
            by_id[item.domain].label,
            f"{percent(item.first)} in {(item.first_date or '?')[:7]}",
            f"{percent(item.last)} in {(item.last_date or '?')[:7]}",
            "-" if item.log_odds_per_year is None else significant(item.log_odds_per_year, 2),
            score_text(by_id[item.domain].weakest_score),
            item.reason_left_out or "",
        )
        for item in result.progress
        if item.first is not None
    )
    columns = (
        left("Domain"),
        left("from"),
        left("to"),
        right("log odds a year"),
        right("weakest score"),
        left("left out because"),
    )
    note = (
        "Several are vendors' own results in set-ups that changed. A month or year means its last "
        "day. Speed is the change of ln(share / (1 - share))."
    )
    table = Table("Results on one benchmark over time", columns, rows, note)
    return [table, Paragraph(test_text(result))]


def test_text(result: Domains) -> str:
    """Return whether the weakest property foretells progress, in plain words."""
    test = result.test
    found = (
        f"Does the weakest property foretell the speed of progress better than the mean? Over "
        f"{count_of(len(test.domains), 'domain')}, the rank correlation is "
        f"{_correlation(test.weakest)} for the weakest and {_correlation(test.mean)} for the "
        f"mean; the difference is {_correlation(test.difference)}."
    )
    if test.verdict is Verdict.CANNOT_TELL:
        return f"{found} The data cannot tell{_why(result)}"
    return f"{found} {test.verdict.value.capitalize()}, on these domains."


def _why(result: Domains) -> str:
    scores = Counter(result.by_id[name].weakest_score for name in result.test.domains)
    without = len(result.domains) - len(result.test.domains)
    lacking = count_of(without, "domain has", "domains have")
    parts = [f": {lacking} no two results on one benchmark"]
    if scores:
        value, count = scores.most_common(1)[0]
        parts.append(f"{count} of the {scores.total()} share the weakest score {score_text(value)}")
    return ", and ".join(parts) + ". The exponent of the ranking stays an assumption."


def _correlation(interval: Interval | None) -> str:
    return "undefined" if interval is None else interval_of(interval)
