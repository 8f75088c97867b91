"""Which domains talk back as code does, in words and tables: all of them, and one on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from graph.estimates import Interval
from graph.number_words import (
    MISSING,
    count_of,
    interval_of,
    named,
    names,
    or_dash,
    percent,
    percent_of_runs,
    significant,
)
from graph.questions.domains.answer import DomainResult, Domains
from graph.questions.domains.feedback_quality import Tier
from graph.questions.domains.gains import LoopGain
from graph.questions.domains.progress import Verdict
from graph.reports.domain_raters import agreement_text, rater_sentence, rater_table
from graph.reports.heading import facts
from graph.reports.report import (
    Facts,
    Paragraph,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)

#: Rows of the first screen.
_ROWS = 3

#: Below this a gain in pace is told as none.
_FELT = 1.0005


def domains_report(result: Domains) -> Report:
    """Return the whole answer."""
    title = "Which domains talk back as code does"
    if not result.domains:
        none = "The map has no domains: nothing is defined as a loop:Domain."
        return make_report(title, none)
    return make_report(
        title,
        _answer(result),
        ranking_table(result),
        details=(
            facts_table(result),
            lifting_table(result),
            gain_table(result),
            skill_table(result),
            rater_table(result),
            *progress_blocks(result),
        ),
    )


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
        f"{_best(result)} {count_of(len(near), 'domain has', 'domains have')} code-like feedback."
    ]
    far = [item for item in ordered if item.tier not in (None, Tier.CODE_LIKE)]
    told = (_helps_often if result.draws else _helps_centrally)(result, near, far)
    return " ".join([*parts, *told])


def _helps_often(
    result: Domains, near: Sequence[DomainResult], far: Sequence[DomainResult]
) -> Iterator[str]:
    """Yield which domains would help the loop, over the runs: what helps in one may not in all."""
    for items, which in ((near, "these"), (far, "the others")):
        best = max(items, key=lambda item: item.gain.gain_probability or 0.0, default=None)
        if best is None:
            continue
        share = best.gain.gain_probability
        if share:
            yield (
                f"Of {which}, {best.label} would help the loop most often: in "
                f"{percent_of_runs(share, result.draws)} of the runs, at the very best "
                f"{gain_at_minimum(best.gain)} the pace."
            )
        else:
            yield f"None of {which} would help the loop in any run."


def _helps_centrally(
    _: Domains, near: Sequence[DomainResult], far: Sequence[DomainResult]
) -> Iterator[str]:
    idle = [item for item in near if not _helps(item)]
    if idle:
        yield (
            f"{count_of(len(idle), 'of these feeds', 'of these feed')} nothing that holds the "
            "loop up at central numbers."
        )
    best = max(filter(_helps, far), key=lambda item: item.gain.pace_at_floor or 1.0, default=None)
    if best is not None:
        yield (
            f"Of the others, {best.label} would give the loop most: at the very best "
            f"{gain_at_minimum(best.gain)} the pace."
        )


def _best(result: Domains) -> str:
    first = result.domains[0]
    tier = tuple(item.label for item in result.domains if item.rank_tier == 1)
    of_all = f"of {count_of(len(result.domains), 'domain')}"
    if len(tier) < 2:
        return f"{first.label} talks back most clearly {of_all}."
    best = names(tier, 3)
    return (
        f"{best} talk back most clearly {of_all}: {count_of(len(tier), 'domain')} that the scores "
        "cannot tell apart."
    )


def _helps(item: DomainResult) -> bool:
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
    return facts(
        result,
        ("Feedback quality", f"power mean of the scores, exponent {exponent}; 1 is the top of all"),
        ("Weights", weighing),
        ("Runs", drawn),
        (
            "Tiers",
            "the next begins with the first domain that stands behind the first of this one in "
            f"{percent(result.rank_tier_probability)} of the runs",
        ),
        ("Raters", f"{raters}. {agreement_text(result)} {rater_sentence(result)}"),
    )


def _of_runs(share: float | None, draws: int) -> str:
    return "-" if share is None else percent_of_runs(share, draws)


def ranking_table(result: Domains) -> Table:
    """Return the domains in order, with how sure that order is."""
    return table_of(
        "Best feedback first",
        result.domains,
        (right("rank"), rank_text),
        (left("Domain"), lambda item: item.label + (" (new)" if item.is_new else "")),
        (left("feedback, 0 to 1"), lambda item: interval_of(item.feedback_quality)),
        (left("kind"), tier_text),
        (
            right("like code"),
            lambda item: (
                "code"
                if item.id == result.reference
                else _of_runs(item.at_least_code, result.draws)
            ),
        ),
        (right("tier"), lambda item: or_dash(str, item.rank_tier)),
        (left("because"), lambda item: item.tier_reason),
        note="Ranks within a tier are not told apart." if result.draws else "",
        row_limit=_ROWS,
    )


def rank_text(item: DomainResult) -> str:
    """Return the rank with its range."""
    place = "open" if item.rank is None else str(item.rank)
    span = item.rank_range
    if span is None or span.low is None or span.high is None or span.low == span.high:
        return place
    return f"{place} ({span.low:.0f}–{span.high:.0f})"


def tier_text(item: DomainResult) -> str:
    """Return the tier, or that it is open."""
    return item.tier.value if item.tier else "open"


def lifting_table(result: Domains) -> Table:
    """Return what holds each domain back, and where it would stand with that one step better."""
    return table_of(
        "What holds it back, and what one step would do",
        result.domains,
        (left("Domain"), lambda item: item.label),
        (left("weakest"), _weakest),
        (left("one step up is"), _one_step_up),
        (right("rank now"), _rank_now),
        (right("then"), lambda item: str(item.lift_one.rank) if item.lift_one else "-"),
        (right("all of them"), lambda item: str(item.lift_all.rank) if item.lift_all else "-"),
        note="The step shown is that of the first of the weakest properties.",
    )


def _rank_now(item: DomainResult) -> str:
    if not item.weakest:
        return rank_text(item)
    return "open" if item.rank is None else str(item.rank)


def _weakest(item: DomainResult) -> str:
    if not item.weakest:
        return MISSING
    labels = {score.property: score.label for score in item.scores}
    text = f"{named(labels, item.weakest, 3)} at {significant(item.weakest_score or 0.0)}"
    if item.missing:
        text += f"; {count_of(len(item.missing), 'score')} missing"
    return text


def _one_step_up(item: DomainResult) -> str:
    if item.lift_one is None:
        return "-"
    labels = {score.property: score.label for score in item.scores}
    return f'{labels[item.lift_one.properties[0]]}: "{item.lift_one.meanings[0]}"'


def gain_table(result: Domains) -> Table:
    """Return what each domain would give the loop through the components that it serves."""
    ordered = sorted(
        (item for item in result.domains if item.gain.components),
        key=lambda item: -(item.gain.pace_at_floor or 1.0),
    )
    unserving = tuple(item.label for item in result.domains if not item.gain.components)
    note = (
        "At central numbers, everything else as it is now; in brackets where 9 of 10 runs lie. "
        "Gains in: how many of them gain anything at all."
        if result.draws
        else "At central numbers, everything else as it is now."
    )
    if unserving:
        note += f" These serve no part of the loop: {names(unserving, 20)}."
    return table_of(
        "What it would give the loop",
        ordered,
        (left("Domain"), lambda item: item.label),
        (left("serves"), lambda item: named(result.labels, item.gain.components, 4)),
        (right("pace at 2x"), lambda item: gain_at_half(item.gain)),
        (right("at most"), lambda item: gain_at_minimum(item.gain)),
        (right("gains in"), lambda item: _of_runs(item.gain.gain_probability, result.draws)),
        (left("that is"), lambda item: item.gain.note),
        note=note,
    )


def gain_at_half(gain: LoopGain) -> str:
    """Return the pace if the parts that a domain serves took half their days."""
    return gain_text(gain.pace_at_double_speed, gain.pace_at_double_speed_range)


def gain_at_minimum(gain: LoopGain) -> str:
    """Return the pace if the parts that a domain serves took only their minimum time."""
    return gain_text(gain.pace_at_floor, gain.pace_at_floor_range)


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
    skills = dict.fromkeys(name for item in result.domains for name in item.skills)
    order = sorted(skills, key=result.called)
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


def _skill_word(item: DomainResult, skill: str) -> str:
    if skill in item.skills_in_use:
        return "used"
    if skill in item.transferring_skills:
        return "yes"
    return "own" if skill in item.skills else "-"


def score_text(value: float | None) -> str:
    """Return a small number, or that it is unknown."""
    return MISSING if value is None else significant(value, 2)


def progress_blocks(result: Domains) -> tuple[Table, Paragraph] | tuple[()]:
    """Return how fast AI gets better where that is known, and whether the scores foretold it."""
    if not result.progress:
        return ()
    by_id = result.by_id
    table = table_of(
        "Results on one benchmark over time",
        [item for item in result.progress if item.first is not None],
        (left("Domain"), lambda item: by_id[item.domain].label),
        (left("from"), lambda item: f"{percent(item.first)} in {(item.first_date or '?')[:7]}"),
        (left("to"), lambda item: f"{percent(item.last)} in {(item.last_date or '?')[:7]}"),
        (
            right("log odds a year"),
            lambda item: or_dash(score_text, item.log_odds_per_year),
        ),
        (right("weakest score"), lambda item: score_text(by_id[item.domain].weakest_score)),
        (left("left out because"), lambda item: item.reason_left_out or ""),
        note="Several are vendors' own results in set-ups that changed. A month or year means its "
        "last day. Speed is the change of ln(share / (1 - share)).",
    )
    return table, Paragraph(test_text(result))


def test_text(result: Domains) -> str:
    """Return whether the weakest property foretells progress, in plain words."""
    test = result.test
    found = (
        f"Does the weakest property foretell the speed of progress better than the mean? Over "
        f"{count_of(len(test.domains), 'domain')}, the two orders agree by "
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
