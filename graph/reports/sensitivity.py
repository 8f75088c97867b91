"""Where the pace's uncertainty comes from, in words: the answer first, then number by number."""

from __future__ import annotations

from graph.questions.sensitivity.compute import NumberSensitivity, Sensitivity
from graph.reports.numbers import interval_of, names, percent, significant, times
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right

#: Rows shown of each table; the rest is in the JSON and the CSV.
_ROWS = 10


def sensitivity_report(result: Sensitivity) -> Report:
    """Return where the uncertainty comes from as a report for people."""
    if not result.numbers:
        text = "Nothing on this map is uncertain, so there is nothing to measure."
        return Report("What is worth measuring", (Paragraph(text),))
    blocks: list[Block] = [_headline(result), _facts(result), _worth(result), _options(result)]
    blocks += [_explains(result), _remarks(result)]
    return Report("What is worth measuring", tuple(blocks))


def _headline(result: Sensitivity) -> Paragraph:
    if not result.options:
        return Paragraph(
            "No single part made twice as fast would change the pace, so no measurement can help "
            "to choose one."
        )
    best = result.options[0]
    now = (
        f"Knowing no more than now, {best.label} is the part to make twice as fast next: "
        f"{times(best.mean_pace)} the pace on average instead of {times(result.mean_pace)}, and "
        f"the best choice in {percent(best.probability_best)} of the draws."
    )
    found = _most_worth(result)
    if found is None:
        return Paragraph(f"{now} No single measurement would improve that choice beyond the noise.")
    return Paragraph(
        f"The measurement most worth making is {_what(found)}: known exactly, it would lead to "
        f"another choice with a probability of {percent(found.changes_decision)} and bring "
        f"{significant(found.information_value, 2)}x of pace on average. {now}"
    )


def _most_worth(result: Sensitivity) -> NumberSensitivity | None:
    return next(
        (
            row
            for row in result.numbers
            if f"{row.subject}.{row.metric}" == result.most_worth_measuring
        ),
        None,
    )


def _what(row: NumberSensitivity) -> str:
    return f"{row.label} ({row.metric})"


def _facts(result: Sensitivity) -> Facts:
    pairs = [
        ("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}"),
        ("Pace", f"{interval_of(result.pace, 'x')} against no AI"),
        ("Assumptions", f"{percent(result.assumed_variance_share)} of the pace's variance"),
        (
            "Capability",
            f"{percent(result.common_factor)}: how able the models are, which all speed-ups share "
            f"(a correlation of {significant(result.capability_correlation)}, assumed)",
        ),
        ("Together", f"{percent(result.unexplained)} comes only from numbers acting together"),
        (
            "Everything",
            f"known exactly would be worth {significant(result.perfect_information, 2)}x of pace "
            "for the choice of what to speed up",
        ),
        ("Draws", f"{result.draws:,}, seed {result.seed}"),
    ]
    if result.suppositions:
        pairs.append(("Supposed", names(result.suppositions, 12)))
    return Facts(tuple(pairs))


def _worth(result: Sensitivity) -> Table:
    ranked = sorted(result.numbers, key=lambda row: (-row.information_value, row.subject))
    rows = tuple(
        (
            row.label,
            row.metric,
            f"{interval_of(row.value)} {row.unit}".strip(),
            row.basis,
            f"{significant(row.information_value, 2)}x ± {significant(row.information_error, 1)}",
            percent(row.changes_decision),
        )
        for row in ranked[:_ROWS]
        if row.information_value > 0
    )
    columns = (
        left("Number"),
        left("what"),
        right("as known now"),
        left("rests on"),
        right("worth of knowing it"),
        right("changes the choice"),
    )
    note = (
        "The gain in mean pace if the number were known exactly before choosing what to make twice "
        "as fast; the choice is made on some draws and valued on others."
    )
    return Table("What is worth measuring, for the next choice", columns, rows, note)


def _options(result: Sensitivity) -> Table:
    rows = tuple(
        (
            row.label,
            times(row.mean_pace),
            interval_of(row.pace, "x"),
            percent(row.probability_best),
        )
        for row in result.options[:_ROWS]
    )
    columns = (
        left("Made twice as fast"),
        right("mean pace then"),
        right("median (5–95 %)"),
        right("P(best choice)"),
    )
    return Table("The choice", columns, rows)


def _explains(result: Sensitivity) -> Table:
    rows = tuple(
        (
            row.label,
            row.metric,
            f"{percent(row.first_order)} ± {percent(row.first_order_error)}",
            percent(row.own_part),
            f"{row.rank_correlation:+.2f}",
            percent(row.assumed_share),
        )
        for row in sorted(result.numbers, key=lambda row: (-row.own_part, row.subject))[:_ROWS]
    )
    columns = (
        left("Number"),
        left("what"),
        right("of variance, if known"),
        right("of its own"),
        right("rank correlation"),
        right("assumed"),
    )
    note = (
        "First-order shares of the variance of the logarithm of the pace. A speed-up that is known "
        "tells about the common capability too; 'of its own' leaves that out."
    )
    return Table("What makes the pace uncertain", columns, rows, note)


def _remarks(result: Sensitivity) -> Listing:
    points = [
        f"{len(result.numbers)} numbers are uncertain; all of them are in --format json.",
        "A measurement is taken as perfect, so its worth is an upper bound.",
    ]
    return Listing("Read this with it", tuple(points))
