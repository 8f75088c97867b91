"""One domain on a page: its scores, its rank, what it would give, and what carries over."""

from __future__ import annotations

from graph.questions.domains.answer import Domains, DomainStanding, Lift, Score
from graph.questions.domains.gains import LoopGain
from graph.reports.domains import facts_table, gain_text, rank_text, ranking_table, tier_text
from graph.reports.numbers import MISSING, count_of, interval_of, names, percent, significant
from graph.reports.report import Block, Facts, Paragraph, Report, Table, left, right

#: Ranks that a domain takes less often than this are not listed.
_SELDOM = 0.005


def domain_report(result: Domains, identifier: str) -> Report:
    """Return everything about one domain.

    Args:
        result: where all domains stand.
        identifier: of one of them.
    """
    item = result.by_id[identifier]
    blocks = [Paragraph(_answer(item, len(result.domains))), *_page(result, item)]
    return Report(item.label, tuple(blocks))


def new_domains_report(result: Domains) -> Report:
    """Return the domains of an added file, each on its page, and all in order behind them."""
    blocks: list[Block] = []
    for item in (one for one in result.domains if one.is_new):
        blocks += [Paragraph(f"{item.label}: {_answer(item, len(result.domains))}")]
        blocks += _page(result, item)
    return Report("Your domain among the others", (*blocks, ranking_table(result)))


def _answer(item: DomainStanding, count: int) -> str:
    held = "" if item.at_least_code is None else _held(item)
    place = (
        f"rank {rank_text(item)} of {count}"
        if item.rank is not None
        else f"open: rank {rank_text(item)} of {count}"
    )
    parts = [f"{place}, {tier_text(item)}: {item.tier_reason}.{held}"]
    if item.missing:
        parts.append(
            f"{count_of(len(item.missing), 'score is', 'scores are')} missing and taken as open "
            "over the whole scale, not as zero."
        )
    parts.append(f"For the loop: {item.gain.note}.")
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def _held(item: DomainStanding) -> str:
    if item.origin == "reference":
        return " It is the yardstick."
    return f" It talks back at least as well as code in {percent(item.at_least_code)} of the draws."


def _page(result: Domains, item: DomainStanding) -> list[Block]:
    blocks: list[Block] = [_facts(result, item), facts_table(result), score_table(item)]
    if item.rank_shares:
        blocks.append(_rank_table(item))
    return blocks


def _facts(result: Domains, item: DomainStanding) -> Facts:
    gain = item.gain
    pairs = [
        ("What it is", item.definition or "not said"),
        ("Closeness", interval_of(item.closeness)),
        ("Behind code", _distance(item, result)),
        ("Talks back by", names(item.channels, 8)),
        ("One step up", _lift(item.lift_one, item)),
        ("All weakest up", _lift(item.lift_all, item)),
        ("Serves", names(tuple(map(result.called, gain.components)), 8)),
        ("Loop's pace", _pace(gain)),
        ("From code", names(tuple(map(result.called, item.transferring_skills)), 7)),
        ("Loop would use", names(tuple(map(result.called, item.skills_in_use)), 7)),
    ]  # fmt: skip
    return Facts(tuple(pairs))


def _pace(gain: LoopGain) -> str:
    double = gain_text(gain.pace_at_double_speed, gain.pace_at_double_speed_range)
    most = gain_text(gain.pace_at_floor, gain.pace_at_floor_range)
    text = f"{double} if these took half their days, {most} at most"
    if gain.gain_probability is None:
        return text
    return f"{text}; {percent(gain.gain_probability)} of the draws gain anything"


def _distance(item: DomainStanding, result: Domains) -> str:
    if result.reference is None:
        return "no domain is the yardstick"
    if item.distance_to_code is None:
        return MISSING
    if item.distance_to_code < 0:
        return f"ahead by {significant(-item.distance_to_code)}"
    return significant(item.distance_to_code)


def _lift(lift: Lift | None, item: DomainStanding) -> str:
    if lift is None:
        return "open while scores are missing" if item.missing else "-"
    by_name = {score.property: score.label for score in item.scores}
    steps = [
        f'{by_name[name]}: "{meaning}"'
        for name, meaning in zip(lift.properties, lift.meanings, strict=True)
    ]
    return (
        f"rank {lift.rank}, closeness {significant(lift.closeness)} with {names(tuple(steps), 8)}"
    )


def score_table(item: DomainStanding) -> Table:
    """Return the scores of a domain with their words and the observations behind them."""
    rows = tuple(_score_row(score) for score in item.scores)
    columns = (left("Property"), right("score"), left("that is"), left("explain"))
    return Table("Scores", columns, rows, "loopmap explain NAME gives reason and evidence.")


def _score_row(score: Score) -> tuple[str, ...]:
    if score.score is None:
        return (score.label, MISSING, f"open, 0 to {score.top}", "-")
    return (
        score.label,
        interval_of(score.score),
        score.meaning or "",
        names(score.observation_ids, 3),
    )


def _rank_table(item: DomainStanding) -> Table:
    rows = tuple(
        (str(place), percent(share))
        for place, share in enumerate(item.rank_shares, 1)
        if share >= _SELDOM
    )
    return Table("How often it takes each rank", (right("rank"), right("of the draws")), rows)
