"""How well the answers are supported, in words: coverage, age, conflicts, and who moves what."""

from __future__ import annotations

from graph.estimates import Basis
from graph.loop.outside_pace import OutsideEstimate
from graph.loop.variance import Contribution
from graph.questions.evidence.compute import EvidenceReview
from graph.questions.evidence.conflicts import Conflict
from graph.questions.evidence.influence import SourceInfluence
from graph.reports.numbers import (
    change,
    count_of,
    days,
    interval_of,
    names,
    percent,
    short,
    significant,
    times,
)
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 15

_UNKNOWN = "unknown"


def evidence_report(result: EvidenceReview) -> Report:
    """Return a review of the evidence as a report for people."""
    blocks: list[Block] = [Paragraph(_headline(result)), _facts(result), _coverage_table(result)]
    blocks.append(_age_table(result))
    if result.contributions:
        blocks.append(contribution_table(result.contributions, result.draws))
    if result.sources:
        blocks.append(source_table(result.sources))
    blocks.append(outside_table(result.outside))
    blocks += [_conflict_table(result), _disagreement_table(result), _single_source_table(result)]
    blocks.append(_remarks(result))
    return Report("What the answers rest on", tuple(blocks))


def _headline(result: EvidenceReview) -> str:
    found = result.coverage
    first = (
        f"{found.evidenced_components} of {found.component_count} speed-ups rest on more than our "
        f"assumption, {found.components[_UNKNOWN]} are unknown"
    )
    if not result.variance_shares:
        return f"{first}. {result.obstacle or 'Nothing in the answers is uncertain.'}"
    assumed = percent(result.variance_shares[Basis.ASSUMED.value])
    return (
        f"{first}. {assumed} of the uncertainty of the pace comes from assumptions. {_hang(result)}"
    )


def _hang(result: EvidenceReview) -> str:
    """Return in one sentence on which source the answers hang most."""
    if not result.sources or result.sources[0].size == 0:
        return "No single source moves an answer."
    top = result.sources[0]
    if top.answers is None:
        return f"Without '{top.title}' there is no answer: {top.obstacle}"
    now = result.answers.pace if result.answers else None
    return (
        f"The source that moves most is '{top.title}': without it the pace would be "
        f"{times(top.answers.pace)} instead of {times(now)}."
    )


def _facts(result: EvidenceReview) -> Facts:
    pairs = [("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}")]
    if result.answers is not None:
        pairs.append(
            (
                "Answers",
                f"period {days(result.answers.period_days)}, pace {times(result.answers.pace)}, "
                f"ceiling {times(result.answers.ceiling)}, at the central estimate",
            )
        )
        if result.draws:
            pairs.append(
                (
                    "Pace",
                    f"{interval_of(result.pace, 'x')} over {result.draws:,} draws, seed "
                    f"{result.seed}",
                )
            )
    elif result.obstacle:
        pairs.append(("No answer", result.obstacle))
    found = result.coverage
    pairs.append(("Observations", _heard(result)))
    readings = ", ".join(f"{count:,} {word}" for word, count in found.readings.items())
    pairs.append(("Of sources", readings or "none"))
    grades = ", ".join(f"{count:,} {word}" for word, count in found.grades.items())
    pairs.append(("Designs", grades or "none"))
    pairs.append(("Badge", result.badge))
    if result.suppositions:
        pairs.append(("Supposed", names(result.suppositions, 12)))
    return Facts(tuple(pairs))


def _heard(result: EvidenceReview) -> str:
    found = result.coverage
    known = sum(found.observations.values())
    left_out = (
        f"; {found.left_out:,} replaced, withdrawn or not known yet" if found.left_out else ""
    )
    return f"{known:,} known{left_out}"


def _coverage_table(result: EvidenceReview) -> Table:
    found = result.coverage
    rows = tuple(
        (
            basis,
            _of(found.components.get(basis, 0), found.component_count),
            _of(found.numbers[basis], sum(found.numbers.values())) if basis != _UNKNOWN else "-",
            percent(result.variance_shares[basis]) if basis in result.variance_shares else "-",
            f"{found.observations[basis]:,}" if basis != _UNKNOWN else "-",
        )
        for basis in found.components
    )
    columns = (
        left("Rests on"),
        right("speed-ups"),
        right("numbers of the answers"),
        right("variance of the pace"),
        right("observations"),
    )
    note = (
        "A number counts by its best evidence; its variance counts as assumed by the part of its "
    )
    note += "weight that is assumption."
    return Table("Measured, stated, judged, derived or assumed", columns, rows, note)


def _of(count: int, total: int) -> str:
    return f"{count:,} ({percent(count / total)})" if total else f"{count:,}"


def _age_table(result: EvidenceReview) -> Table:
    ages = result.coverage.ages
    total = sum(ages.values())
    rows = tuple((age, _of(count, total)) for age, count in ages.items())
    return Table(
        "How old the sources' observations are", (left("Age"), right("observations")), rows
    )


def _conflict_table(result: EvidenceReview) -> Table:
    rows = tuple(_conflict(item) for item in result.conflicts[:_ROWS])
    columns = (
        left("What"),
        left("one says"),
        left("another says"),
        left("why listed"),
    )
    note = _more(len(result.conflicts))
    return Table("Conflicts, of which both sides stand", columns, rows, note)


def _conflict(item: Conflict) -> tuple[str, ...]:
    return (
        f"{item.subject}.{item.metric}",
        f"{significant(item.first_value)}, {item.first_as_of or 'undated'} ({item.first})",
        f"{significant(item.second_value)}, {item.second_as_of or 'undated'} ({item.second})",
        "declared" if item.kind == "disputes" else "intervals do not meet",
    )


def _disagreement_table(result: EvidenceReview) -> Table:
    rows = tuple(
        (
            f"{item.subject}.{item.metric}",
            interval_of(item.pooled),
            interval_of(item.judgement),
            "no" if item.apart else "yes",
        )
        for item in result.disagreements[:_ROWS]
    )
    columns = (left("Number"), right("pooled"), right("our judgement"), left("intervals meet"))
    note = _more(len(result.disagreements))
    return Table("Pooled evidence beside our judgement", columns, rows, note)


def _single_source_table(result: EvidenceReview) -> Table:
    single = [item for item in result.numbers if item.single_source]
    rows = tuple(
        (
            f"{item.subject}.{item.metric}",
            interval_of(item.value),
            item.basis,
            item.sources[0],
        )
        for item in single[:_ROWS]
    )
    columns = (left("Number"), right("value"), left("rests on"), left("the one source"))
    return Table("Numbers that rest on one source", columns, rows, _more(len(single)))


def _remarks(result: EvidenceReview) -> Listing:
    apart = sum(1 for item in result.disagreements if item.apart)
    return Listing(
        "Read this with it",
        (
            f"{count_of(apart, 'number')} on which evidence and our judgement differ by more than "
            "both intervals allow.",
            "What a number or a source moves is worked out at the central estimate.",
            "'loopmap explain NAME' shows every observation behind a number, a source or an "
            "answer.",
        ),
    )


def _more(count: int) -> str:
    return f"{count - _ROWS} more in --format json." if count > _ROWS else ""


_SOURCES_SHOWN = 15

_BOUNDS = {"lower-bound": "at least ", "upper-bound": "at most "}


def source_table(sources: tuple[SourceInfluence, ...]) -> Table:
    """Return what leaving each source out does to the answers, the most moving first."""
    moving = [item for item in sources if item.size > 0 or item.unknown_without]
    rows = tuple(
        (
            short(item.title),
            change(item.period_change),
            change(item.pace_change),
            change(item.ceiling_change),
            _cycle(item),
            names(item.unknown_without, 2) if item.unknown_without else "-",
        )
        for item in moving[:_SOURCES_SHOWN]
    )
    columns = (
        left("Without"),
        right("period"),
        right("pace"),
        right("ceiling"),
        left("critical cycle"),
        left("then unknown"),
    )
    still = len(sources) - len(moving)
    note = (
        f"{count_of(still, 'more source')} carry weight and change none of this." if still else ""
    )
    return Table("If a source had never been published", columns, rows, note)


def _cycle(item: SourceInfluence) -> str:
    if item.answers is None:
        return "no answer"
    return "another" if item.moves_critical_cycle else "same"


def contribution_table(rows: tuple[Contribution, ...], draws: int = 0) -> Table:
    """Return which uncertain numbers make the pace uncertain, over so many draws or without."""
    cells = tuple(
        (
            f"{row.subject}.{row.metric}",
            interval_of(row.value),
            row.basis,
            percent(row.variance_share),
            f"{times(row.pace_low)} to {times(row.pace_high)}",
        )
        for row in rows[:_SOURCES_SHOWN]
    )
    columns = (
        left("Number"),
        right("value"),
        left("rests on"),
        right("of the variance"),
        right("pace if low, if high"),
    )
    note = (
        "The paces are those with this number alone one standard deviation lower and higher, all "
        "else at the central estimate."
    )
    if draws:
        note += " The variance is that of the draws, in which the speed-ups move together."
    return Table("What makes the pace uncertain", columns, cells, note)


def outside_table(outside: tuple[OutsideEstimate, ...]) -> Table:
    """Return what others say of the pace, beside the map's own."""
    rows = tuple(
        (
            short(item.source_title or "our judgement"),
            item.metric_label,
            f"{_BOUNDS.get(item.bound, '')}{interval_of(item.value, 'x')}",
            item.as_of or "undated",
            times(item.ratio),
            "-" if item.deviations is None else f"{significant(item.deviations, 2)}",
            "yes" if item.agrees else "no",
        )
        for item in outside
    )
    columns = (
        left("Who"),
        left("what"),
        right("says"),
        left("of"),
        right("map / it"),
        right("deviations"),
        left("intervals meet"),
    )
    note = "None of these enters the map, and no number is adjusted to come closer."
    return Table("The whole loop as others see it", columns, rows, note)
