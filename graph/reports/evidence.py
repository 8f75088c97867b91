"""How well the answers are supported, in words: coverage, age, conflicts, and who moves what."""

from __future__ import annotations

from graph.estimates import Basis
from graph.loop.outside_pace import OutsideEstimate
from graph.loop.variance import Contribution
from graph.number_words import (
    LIMIT_WORDS,
    change,
    count_of,
    days,
    interval_of,
    names,
    or_dash,
    percent,
    short,
    significant,
    times,
    variance_text,
)
from graph.questions.evidence.compute import EvidenceReview
from graph.questions.evidence.influence import SourceInfluence
from graph.reports.heading import facts, remarks
from graph.reports.report import Facts, Report, Table, left, make_report, right, table_of

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 15

_UNKNOWN = "unknown"


def evidence_report(result: EvidenceReview) -> Report:
    """Return a review of the evidence as a report for people."""
    moving, apart = result.contributions, sum(1 for item in result.disagreements if item.apart)
    return make_report(
        "What the answers rest on",
        _headline(result),
        _coverage_table(result),
        details=(
            _facts(result),
            _age_table(result),
            contribution_table(moving, result.draws) if moving else None,
            _left_out_table(result) if result.left_out else None,
            source_table(result.sources) if result.sources else None,
            outside_table(result.outside),
            _conflict_table(result),
            _disagreement_table(result),
            _single_source_table(result),
            remarks(
                f"{count_of(apart, 'number')} on which evidence and our view differ by more than "
                "both intervals allow.",
                "What a number or a source moves is worked out at central numbers.",
                "'loopmap explain NAME' shows every observation behind a number, a source or an "
                "answer.",
            ),
        ),
    )


def _headline(result: EvidenceReview) -> str:
    found = result.coverage
    first = (
        f"{found.evidenced_components} of {found.component_count} AI speed-ups rest on more than "
        f"our own view, {found.components[_UNKNOWN]} are unknown"
    )
    if not result.variance_shares:
        return f"{first}. {result.obstacle or 'Nothing in the answers is uncertain.'}"
    assumed = percent(max(0.0, result.variance_shares[Basis.ASSUMED.value]))
    return f"{first}. {assumed} of the doubt about the pace is about our own view. {_hang(result)}"


def _hang(result: EvidenceReview) -> str:
    """Return in one sentence on which source the answers hang most."""
    if not result.sources or result.sources[0].size == 0:
        return "No single source moves an answer."
    top = result.sources[0]
    if top.answers is None:
        return f"Without '{top.title}' there is no answer: {top.obstacle}"
    return (
        f"The source that moves most is '{top.title}': without it the pace would change by "
        f"{change(top.pace_change)} at the central numbers."
    )


def _facts(result: EvidenceReview) -> Facts:
    answers, found = result.answers, result.coverage
    central = (
        f"period {days(answers.period_days)}, pace {times(answers.pace)}, "
        f"ceiling {times(answers.ceiling)}: what the changes below are worked out from"
        if answers
        else None
    )
    pace = f"{interval_of(result.pace, 'x')} over {result.draws:,} runs, seed {result.seed}"
    known = f"{sum(found.observations.values()):,} known"
    if found.left_out:
        known += f"; {found.left_out:,} replaced, withdrawn or not known yet"
    return facts(
        result,
        ("Pace", pace if answers and result.draws else None),
        ("Central", central),
        ("No answer", None if answers else result.obstacle),
        ("Observations", known),
        ("Of sources", _counted(found.readings)),
        ("Quoted by", f"{found.quoting_pages:,} by a page that is named"),
        ("Unconfirmed", f"{found.unconfirmed:,} stand in no copy that could be read"),
        ("Designs", _counted(found.grades)),
        ("Badge", result.badge),
        supposed=result.suppositions,
    )


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in counts.items()) or "none"


def _coverage_table(result: EvidenceReview) -> Table:
    found, shares = result.coverage, result.variance_shares
    total = sum(found.numbers.values())
    return table_of(
        "Measured, stated, judged, derived or assumed",
        found.components,
        (left("Rests on"), str),
        (
            right("speed-ups"),
            lambda basis: _of(found.components.get(basis, 0), found.component_count),
        ),
        (
            right("numbers of the answers"),
            lambda basis: _of(found.numbers[basis], total) if basis != _UNKNOWN else "-",
        ),
        (right("of the doubt about the pace"), lambda basis: or_dash(percent, shares.get(basis))),
        (
            right("observations"),
            lambda basis: f"{found.observations[basis]:,}" if basis != _UNKNOWN else "-",
        ),
        note="A number counts by its best evidence; its part of the doubt counts as assumed by the "
        "part of its weight that is our own view.",
    )


def _left_out_table(result: EvidenceReview) -> Table:
    return table_of(
        "Speed-ups without each source",
        result.left_out,
        (left("Part"), lambda item: item.label),
        (left("without"), lambda item: short(item.title, 48)),
        (right("now"), lambda item: interval_of(item.value, "x")),
        (right("then"), lambda item: interval_of(item.without, "x")),
        (right("change"), lambda item: change(item.change)),
        note="For the parts to which others gave a number; worked out, not estimated from runs.",
        row_limit=_ROWS,
    )


def _of(count: int, total: int) -> str:
    return f"{count:,} ({percent(count / total)})" if total else f"{count:,}"


def _age_table(result: EvidenceReview) -> Table:
    ages = result.coverage.ages
    return table_of(
        "How old the sources' observations are",
        ages,
        (left("Age"), str),
        (right("observations"), lambda age: _of(ages[age], sum(ages.values()))),
    )


def _conflict_table(result: EvidenceReview) -> Table:
    return table_of(
        "Conflicts, of which both sides stand",
        result.conflicts,
        (left("What"), lambda item: f"{item.subject}.{item.metric}"),
        (left("one says"), lambda item: _says(item.first_value, item.first_as_of, item.first)),
        (
            left("another says"),
            lambda item: _says(item.second_value, item.second_as_of, item.second),
        ),
        (
            left("why listed"),
            lambda item: "declared" if item.kind == "disputes" else "intervals do not meet",
        ),
        row_limit=_ROWS,
    )


def _says(value: float, as_of: str | None, observation: str) -> str:
    return f"{significant(value)}, {as_of or 'undated'} ({observation})"


def _disagreement_table(result: EvidenceReview) -> Table:
    return table_of(
        "The evidence together beside our view",
        result.disagreements,
        (left("Number"), lambda item: f"{item.subject}.{item.metric}"),
        (right("evidence"), lambda item: interval_of(item.pooled)),
        (right("our view"), lambda item: interval_of(item.judgement)),
        (left("intervals meet"), lambda item: "no" if item.apart else "yes"),
        row_limit=_ROWS,
    )


def _single_source_table(result: EvidenceReview) -> Table:
    single = [item for item in result.numbers if item.single_source]
    return table_of(
        "Numbers that rest on one source",
        single,
        (left("Number"), lambda item: f"{item.subject}.{item.metric}"),
        (right("value"), lambda item: interval_of(item.value)),
        (left("rests on"), lambda item: item.basis),
        (left("the one source"), lambda item: item.sources[0]),
        row_limit=_ROWS,
    )


def source_table(sources: tuple[SourceInfluence, ...]) -> Table:
    """Return what leaving each source out does to the answers, the most moving first."""
    moving = [item for item in sources if item.size > 0 or item.unknown_without]
    still = count_of(len(sources) - len(moving), "more source")
    return table_of(
        "If a source had never been published",
        moving,
        (left("Without"), lambda item: short(item.title)),
        (right("period"), lambda item: change(item.period_change)),
        (right("pace"), lambda item: change(item.pace_change)),
        (right("ceiling"), lambda item: change(item.ceiling_change)),
        (left("the slowest loop is"), _cycle),
        (left("then unknown"), lambda item: names(item.unknown_without, 2, none="-")),
        note=f"{still} carry weight and change none of this." if len(sources) > len(moving) else "",
        row_limit=_ROWS,
    )


def _cycle(item: SourceInfluence) -> str:
    if item.answers is None:
        return "no answer"
    return "another" if item.moves_critical_cycle else "same"


def contribution_table(rows: tuple[Contribution, ...], draws: int = 0) -> Table:
    """Return which uncertain numbers make the pace uncertain, over so many draws or without."""
    note = (
        "The paces are those with this number alone lower or higher by one standard deviation, all "
        "else at its central value."
    )
    if draws:
        note += " The doubt is that of the runs, in which the speed-ups move together."
    return table_of(
        "What makes the pace uncertain",
        rows,
        (left("Number"), lambda row: f"{row.subject}.{row.metric}"),
        (right("value"), lambda row: interval_of(row.value)),
        (left("rests on"), lambda row: row.basis),
        (right("of the doubt"), lambda row: variance_text(row.variance_share)),
        (
            right("pace if low, if high"),
            lambda row: f"{times(row.pace_low)} to {times(row.pace_high)}",
        ),
        note=note,
        row_limit=_ROWS,
    )


def outside_table(outside: tuple[OutsideEstimate, ...]) -> Table:
    """Return what others say of the pace, beside the map's own."""
    return table_of(
        "The whole loop as others see it",
        outside,
        (left("Who"), lambda item: short(item.source_title or "our view")),
        (left("what"), lambda item: item.metric_label),
        (right("says"), lambda item: LIMIT_WORDS[item.bound] + interval_of(item.value, "x")),
        (left("of"), lambda item: item.as_of or "undated"),
        (right("map / it"), lambda item: times(item.ratio)),
        (
            right("deviations apart"),
            lambda item: "-" if item.deviations is None else significant(item.deviations, 2),
        ),
        (left("intervals meet"), lambda item: "yes" if item.agrees else "no"),
        note="None of these enters the map, and no number is adjusted to come closer.",
    )
