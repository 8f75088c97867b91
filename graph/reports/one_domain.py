"""One domain on a page, in words and tables: where it stands, what holds it back, its scores."""

from __future__ import annotations

from graph.number_words import (
    MISSING,
    count_of,
    interval_of,
    named,
    names,
    percent_of_runs,
    significant,
)
from graph.questions.domains.answer import DomainResult, Domains, Lift
from graph.questions.domains.gains import LoopGain
from graph.reports.domain_raters import rule_table
from graph.reports.domains import (
    facts_table,
    gain_at_half,
    gain_at_minimum,
    rank_text,
    ranking_table,
    tier_text,
)
from graph.reports.report import Block, Facts, Report, Table, left, make_report, right, table_of

#: Ranks that a domain takes less often than this are not listed.
_SELDOM = 0.005


def domain_report(result: Domains, identifier: str) -> Report:
    """Return everything about one domain, by its id."""
    item = result.by_id[identifier]
    return make_report(item.label, _place_of(result, item), *_page(result, item))


def new_domains_report(result: Domains) -> Report:
    """Return the domains of an added file, each on its page, and all in order behind them."""
    pages: list[Block | str] = []
    for item in (one for one in result.domains if one.is_new):
        pages.append(f"{item.label}: {_place_of(result, item)}")
        pages += _page(result, item)
    return make_report("Your domain among the others", *pages, ranking_table(result))


def _place_of(result: Domains, item: DomainResult) -> str:
    held = "" if item.at_least_code is None else _held(item, result.draws)
    place = (
        f"{'open: ' if item.rank is None else ''}rank {rank_text(item)} of {len(result.domains)}"
    )
    text = f"{place}, {tier_text(item)}: {item.tier_reason}.{held}"
    if item.missing:
        text += (
            f" {count_of(len(item.missing), 'score is', 'scores are')} missing and taken as open "
            "over the whole scale, not as zero."
        )
    text += f" For the loop: {item.gain.note}."
    return text[0].upper() + text[1:]


def _held(item: DomainResult, draws: int) -> str:
    if item.origin == "reference":
        return " It is the yardstick."
    often = percent_of_runs(item.at_least_code, draws)
    return f" It talks back at least as well as code in {often} of the runs."


def _page(result: Domains, item: DomainResult) -> list[Block]:
    blocks: list[Block] = [_facts(result, item), facts_table(result), score_table(item)]
    by_rule = rule_table(result, item)
    if by_rule.rows:
        blocks.append(by_rule)
    if item.rank_shares:
        blocks.append(_rank_table(item, result.draws))
    return blocks


def _facts(result: Domains, item: DomainResult) -> Facts:
    return Facts(
        (
            ("What it is", item.definition or "not said"),
            ("Feedback quality", interval_of(item.feedback_quality)),
            ("Behind code", _distance(item, result)),
            ("Talks back by", names(item.channels, 8)),
            ("One step up", _lift(item.lift_one, item)),
            ("All weakest up", _lift(item.lift_all, item)),
            ("Serves", named(result.labels, item.gain.components, 8)),
            ("Loop's pace", _pace(item.gain, result.draws)),
            ("From code", named(result.labels, item.transferring_skills, 7)),
            ("Loop would use", named(result.labels, item.skills_in_use, 7)),
        )
    )


def _pace(gain: LoopGain, draws: int) -> str:
    text = f"{gain_at_half(gain)} if these took half their days, {gain_at_minimum(gain)} at most"
    if gain.gain_probability is None:
        return text
    return f"{text}; {percent_of_runs(gain.gain_probability, draws)} of the runs gain anything"


def _distance(item: DomainResult, result: Domains) -> str:
    if result.reference is None:
        return "no domain is the yardstick"
    if item.behind_code is None:
        return MISSING
    if item.behind_code < 0:
        return f"ahead by {significant(-item.behind_code)}"
    return significant(item.behind_code)


def _lift(lift: Lift | None, item: DomainResult) -> str:
    if lift is None:
        return "open while scores are missing" if item.missing else "-"
    by_name = {score.property: score.label for score in item.scores}
    steps = [
        f'{by_name[name]}: "{meaning}"'
        for name, meaning in zip(lift.properties, lift.meanings, strict=True)
    ]
    quality = significant(lift.feedback_quality)
    return f"rank {lift.rank}, feedback quality {quality} with {names(tuple(steps), 8)}"


def score_table(item: DomainResult) -> Table:
    """Return the scores of a domain with their words and the observations behind them."""
    return table_of(
        "Scores",
        item.scores,
        (left("Property"), lambda score: score.label),
        (right("score"), lambda score: interval_of(score.score)),
        (
            left("that is"),
            lambda score: score.meaning or "" if score.score else f"open, 0 to {score.top}",
        ),
        (left("explain"), lambda score: names(score.observation_ids, 3) if score.score else "-"),
        note="loopmap explain NAME gives reason and evidence.",
    )


def _rank_table(item: DomainResult, draws: int) -> Table:
    shares = enumerate(item.rank_shares, 1)
    return table_of(
        "How often it takes each rank",
        [(place, share) for place, share in shares if share >= _SELDOM],
        (right("rank"), lambda row: str(row[0])),
        (right("of the runs"), lambda row: percent_of_runs(row[1], draws)),
    )
