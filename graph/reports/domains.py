"""Which domains talk back as code does, in words and tables."""

from __future__ import annotations

from collections import Counter

from graph.estimates import Interval
from graph.questions.domains.answer import Domains, DomainStanding
from graph.questions.domains.closeness import Tier
from graph.questions.domains.progress import Verdict
from graph.reports.numbers import MISSING, count_of, interval_of, names, percent, significant
from graph.reports.report import Block, Facts, Paragraph, Report, Table, left, right

#: Below this a gain in pace is told as none.
_FELT = 1.0005


def domains_report(result: Domains) -> Report:
    """Return the whole answer.

    Args:
        result: where the domains stand.
    """
    if not result.domains:
        return Report("Which domains talk back as code does", (Paragraph(_NONE),))
    blocks: list[Block] = [
        Paragraph(_answer(result)),
        facts_table(result),
        ranking_table(result),
        lifting_table(result),
        gain_table(result),
        skill_table(result),
        *progress_blocks(result),
    ]
    return Report("Which domains talk back as code does", tuple(blocks))


_NONE = "The map has no domains: nothing is defined as a loop:Domain."


def _answer(result: Domains) -> str:
    ordered = result.domains
    first = ordered[0]
    if first.rank is None:
        return (
            f"Open: no score of any of the {count_of(len(ordered), 'domain')} is complete enough "
            "to give it a place."
        )
    near = [item for item in ordered if item.tier is Tier.CODE_LIKE]
    parts = [
        f"{first.label} talks back most clearly of {count_of(len(ordered), 'domain')}. "
        f"{count_of(len(near), 'domain is', 'domains are')} code-like by rule."
    ]
    idle = tuple(item.label for item in near if not _helps(item))
    if idle:
        parts.append(
            f"{count_of(len(idle), 'of these feeds', 'of these feed')} nothing that blocks the "
            f"loop now: {names(idle, 4)}."
        )
    far = [item for item in ordered if _helps(item) and item.tier not in (None, Tier.CODE_LIKE)]
    if far:
        best = max(far, key=lambda item: item.gain.pace_at_floor or 1.0)
        most = gain_text(best.gain.pace_at_floor, best.gain.pace_at_floor_range)
        parts.append(
            f"Of those that do not talk back so, {best.label} would give the loop most: "
            f"{most} the pace at the very best; it is {tier_text(best)}."
        )
    return " ".join(parts)


def _helps(item: DomainStanding) -> bool:
    return (item.gain.pace_at_floor or 1.0) > _FELT


def facts_table(result: Domains) -> Facts:
    """Return what the ranking rests on, as pairs."""
    exponent = significant(result.exponent) if result.exponent > -1e300 else "minus infinity"
    weighing = (
        "drawn evenly from all that are possible"
        if result.weights is None
        else ", ".join(f"{name} {significant(value)}" for name, value in result.weights.items())
    )
    drawn = f"{result.draws:,}, seed {result.seed}" if result.draws else "none: central scores only"
    raters = names(result.raters) if result.raters else "none"
    return Facts(
        (
            ("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}"),
            ("Closeness", f"power mean of the scores, exponent {exponent}; 1 is the top of all"),
            ("Weights", weighing),
            ("Draws", drawn),
            ("Raters", f"{raters}. {agreement_text(result)}"),
        )
    )


def agreement_text(result: Domains) -> str:
    """Return how far raters agree, or that nobody can know."""
    if not result.raters:
        return "Nobody has scored anything by then."
    if not result.agreements:
        return "One rating only: how far raters would agree is unknown."
    return " ".join(
        f"{item.raters[0]} and {item.raters[1]} on {count_of(item.score_count, 'score')}: "
        f"weighted kappa {score_text(item.weighted_kappa)}, {percent(item.same_share)} equal, "
        f"{percent(item.within_one_share)} within one step."
        for item in result.agreements
    )


def ranking_table(result: Domains) -> Table:
    """Return the domains in order, with how sure that order is."""
    rows = tuple(
        (
            rank_text(item),
            item.label + (" (new)" if item.is_new else ""),
            interval_of(item.closeness),
            "code" if item.id == result.reference else share_text(item.at_least_code),
            tier_text(item),
            item.tier_reason,
        )
        for item in result.domains
    )
    columns = (
        left("rank"),
        left("Domain"),
        left("closeness"),
        right("P(>= code)"),
        left("tier"),
        left("because"),
    )
    note = (
        "Rank by mean rank over weights and noise, with its 5th to 95th percentile. Code itself "
        "is among them."
    )
    return Table("Nearest to code first", columns, rows, note)


def share_text(share: float | None) -> str:
    """Return a share as per cent, or a dash where there is none."""
    return "-" if share is None else percent(share)


def rank_text(item: DomainStanding) -> str:
    """Return the rank with its range."""
    place = "open" if item.rank is None else str(item.rank)
    span = item.rank_range
    if span is None or span.low is None or span.high is None or span.low == span.high:
        return place
    return f"{place} ({span.low:.0f}–{span.high:.0f})"


def tier_text(item: DomainStanding) -> str:
    """Return the tier, or that it is open."""
    return item.tier.value if item.tier else "open"


def lifting_table(result: Domains) -> Table:
    """Return what holds each domain back, and where it would stand with that one step better."""
    rows = tuple(_lifting_row(item) for item in result.domains)
    columns = (
        left("Domain"),
        left("weakest"),
        left("one step up is"),
        right("rank now"),
        right("then"),
        right("all of them"),
    )
    note = "The step shown is that of the first of the weakest properties."
    return Table("What holds it back, and what one step would do", columns, rows, note)


def _lifting_row(item: DomainStanding) -> tuple[str, ...]:
    by_name = {score.property: score.label for score in item.scores}
    if not item.weakest:
        return (item.label, MISSING, "-", rank_text(item), "-", "-")
    weakest = names(tuple(by_name[name] for name in item.weakest), 3)
    weakest += f" at {significant(item.weakest_score or 0.0)}"
    if item.missing:
        weakest += f"; {count_of(len(item.missing), 'score')} missing"
    one, every = item.lift_one, item.lift_all
    return (
        item.label,
        weakest,
        f'{by_name[one.properties[0]]}: "{one.meanings[0]}"' if one else "-",
        "open" if item.rank is None else str(item.rank),
        str(one.rank) if one else "-",
        str(every.rank) if every else "-",
    )


def gain_table(result: Domains) -> Table:
    """Return what each domain would give the loop through the components that it serves."""
    ordered = sorted(
        (item for item in result.domains if item.gain.components),
        key=lambda item: -(item.gain.pace_at_floor or 1.0),
    )
    rows = tuple(
        (
            item.label,
            names(tuple(map(result.called, item.gain.components)), 4),
            gain_text(item.gain.pace_at_double_speed, item.gain.pace_at_double_speed_range),
            gain_text(item.gain.pace_at_floor, item.gain.pace_at_floor_range),
            share_text(item.gain.gain_probability),
            item.gain.note,
        )
        for item in ordered
    )
    columns = (
        left("Domain"),
        left("serves"),
        right("pace at 2x"),
        right("at most"),
        right("P(gain)"),
        left("that is"),
    )
    unserving = tuple(item.label for item in result.domains if not item.gain.components)
    note = (
        "From central estimates, everything else as it is now; in brackets the 5th to 95th "
        "percentile of the draws. P(gain): how many of them gain anything at all."
        if result.draws
        else "From central estimates, everything else as it is now."
    )
    if unserving:
        note += f" These serve no part of the loop: {names(unserving, 20)}."
    return Table("What it would give the loop", columns, rows, note)


def gain_text(central: float | None, drawn: Interval | None) -> str:
    """Return a pace at the central estimate with the interval that the draws give it.

    >>> gain_text(1.12, Interval(1.0, 1.0, 1.2)), gain_text(1.12, None), gain_text(None, None)
    ('1.12x (1–1.2)', '1.12x', 'unknown')
    """
    if central is None:
        return MISSING
    return interval_of(
        Interval(central, drawn.low, drawn.high) if drawn else Interval(central), "x"
    )


def skill_table(result: Domains) -> Table:
    """Return which skills of code each domain exercises, and which of them the loop would use."""
    order = tuple(dict.fromkeys(name for item in result.domains for name in item.skills))
    order = tuple(sorted(order, key=lambda name: result.called(name)))
    rows = tuple(
        (item.label, *(_skill_word(item, name) for name in order)) for item in result.domains
    )
    columns = (
        left("Domain"),
        *(left(result.called(name).split()[0].lower()) for name in order),
    )
    whole = ", ".join(result.called(name).lower() for name in order)
    note = (
        f'The skills: {whole}. "used": a part of the loop that the domain serves needs it; "yes": '
        'it carries over, and no such part needs it; "own": code does not teach it.'
    )
    return Table("Which skills carry over from code", columns, rows, note)


def _skill_word(item: DomainStanding, skill: str) -> str:
    if skill in item.skills_in_use:
        return "used"
    if skill in item.transferring_skills:
        return "yes"
    return "own" if skill in item.skills else "-"


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
