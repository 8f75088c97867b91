"""Where the pace's uncertainty comes from, in words: the answer first, then number by number."""

from __future__ import annotations

from graph.number_words import (
    interval_of,
    metric_words,
    percent,
    percent_of_runs,
    significant,
    times,
    variance_text,
)
from graph.questions.sensitivity.compute import NumberSensitivity, Sensitivity
from graph.reports.heading import facts, remarks
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of

#: A part of the variance that is not worth a line of its own is smaller.
_WORTH_TELLING = 0.001

#: Rows shown of each table; the rest is in the JSON and the CSV.
_ROWS = 10

#: Rows of the first screen.
_FIRST_ROWS = 6


def sensitivity_report(result: Sensitivity) -> Report:
    """Return where the uncertainty comes from as a report for people."""
    if not result.numbers:
        text = "Nothing on this map is uncertain, so there is nothing to measure."
        return make_report("What is worth measuring", text)
    return make_report(
        "What is worth measuring",
        _headline(result),
        _worth(result),
        details=(
            _facts(result),
            _options(result),
            _explains(result),
            _remarks(result),
        ),
    )


def _remarks(result: Sensitivity) -> Listing:
    return remarks(
        f"{len(result.numbers)} numbers are uncertain; all of them are in --format json.",
        "A measurement is taken as perfect, so its worth is an upper bound.",
        "Asked here: which number is most worth measuring. Which part holds the loop up most: "
        "'loopmap critical-path'. What a change would give: 'loopmap what-if'.",
    )


def _headline(result: Sensitivity) -> str:
    if not result.options:
        return (
            "No single part made twice as fast would change the pace, so no measurement can help "
            "to choose one."
        )
    best = result.options[0]
    now = (
        f"Knowing no more than now, {best.label} is the part to make twice as fast next: "
        f"{times(best.mean_pace)} the pace on average instead of {times(result.mean_pace)}, and "
        f"the best choice in {percent_of_runs(best.probability_best, result.draws)} of the runs."
    )
    found = _most_worth(result)
    if found is None:
        return f"{now} No single measurement would improve that choice beyond the noise."
    often = percent_of_runs(found.changes_decision, result.draws)
    return (
        f"The measurement most worth making is {found.label} "
        f"({metric_words(found.metric, result.words.rounds)}): known "
        f"exactly, it would lead to another choice with a probability of {often} and "
        f"bring {significant(found.information_value, 2)}x of pace on average. {now}"
    )


def _most_worth(result: Sensitivity) -> NumberSensitivity | None:
    found = (
        row
        for row in result.numbers
        if f"{row.subject}.{row.metric}" == result.most_worth_measuring
    )
    return next(found, None)


def _facts(result: Sensitivity) -> Facts:
    return facts(
        result,
        ("Pace", f"{interval_of(result.pace, 'x')} against no AI"),
        (
            "Our view",
            f"{percent(result.assumed_variance_share)} of the doubt about the pace is about them",
        ),
        (
            "Capability",
            f"{percent(result.common_factor)}: how able the models are, which speed-ups that stand "
            f"alone share (a correlation of {significant(result.capability_correlation)}, assumed)"
            if result.common_factor >= _WORTH_TELLING
            else None,
        ),
        (
            "Together",
            f"{variance_text(result.unexplained)} of it comes only from numbers acting together",
        ),
        (
            "Everything",
            f"known exactly would be worth {significant(result.perfect_information, 2)}x of pace "
            "for the choice of what to speed up",
        ),
        ("Runs", f"{result.draws:,}, seed {result.seed}"),
        supposed=result.suppositions,
    )


def _worth(result: Sensitivity) -> Table:
    ranked = sorted(result.numbers, key=lambda row: (-row.information_value, row.subject))
    return table_of(
        "What is worth measuring, for the next choice",
        [row for row in ranked[:_ROWS] if row.information_value > 0],
        (left("Number"), lambda row: row.label),
        (left("what"), lambda row: metric_words(row.metric, result.words.rounds)),
        (right("as known now", rank=8), lambda row: f"{interval_of(row.value)} {row.unit}".strip()),
        (left("rests on", rank=9), lambda row: row.basis),
        (right("worth of knowing it"), _value_of),
        (
            right("changes the choice"),
            lambda row: percent_of_runs(row.changes_decision, result.draws),
        ),
        note="The gain in mean pace if the number were known exactly before choosing what to make "
        "twice as fast; the choice is made on some runs and valued on others.",
        row_limit=_FIRST_ROWS,
    )


def _value_of(row: NumberSensitivity) -> str:
    return f"{significant(row.information_value, 2)}x ± {significant(row.information_error, 1)}"


def _options(result: Sensitivity) -> Table:
    return table_of(
        "The choice",
        result.options[:_ROWS],
        (left("Made twice as fast"), lambda row: row.label),
        (right("mean pace then"), lambda row: times(row.mean_pace)),
        (right("in 9 of 10 runs"), lambda row: interval_of(row.pace, "x")),
        (
            right("the best choice in"),
            lambda row: percent_of_runs(row.probability_best, result.draws),
        ),
    )


def _explains(result: Sensitivity) -> Table:
    return table_of(
        "Where the doubt about the pace comes from",
        sorted(result.numbers, key=lambda row: (-row.own_part, row.subject))[:_ROWS],
        (left("Number"), lambda row: row.label),
        (left("what"), lambda row: metric_words(row.metric, result.words.rounds)),
        (
            right("of the doubt, if known"),
            lambda row: f"{variance_text(row.first_order)} ± {percent(row.first_order_error)}",
        ),
        (right("of its own"), lambda row: variance_text(row.own_part)),
        (right("moves with the pace, -1 to 1"), lambda row: f"{row.rank_correlation:+.2f}"),
        (right("our view"), lambda row: percent(row.assumed_share)),
        note="By how much less doubt there would be if the number were known (first-order shares "
        "of the variance of ln pace). A speed-up that is known tells how able the models are too; "
        "'of its own' leaves that out.",
    )
