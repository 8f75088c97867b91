"""The second rater in words: what the rule gives, and how far raters and rule agree."""

from __future__ import annotations

from graph.estimates import Interval
from graph.number_words import count_of, or_dash, percent, quantity, significant
from graph.questions.domains.answer import DomainResult, Domains
from graph.questions.domains.second_rater import PropertyAgreement, RuleScore
from graph.reports.report import Table, left, right, table_of


def rater_table(result: Domains) -> Table:
    """Return how far raters and rule agree, property by property."""
    return table_of(
        "Raters and rule: how far they agree",
        result.property_agreements,
        (left("Property"), lambda item: item.label),
        (left("rule scores from"), lambda item: item.metric or "nothing measured"),
        (right("pairs"), _pairs),
        (left("alpha"), _alpha),
        (right("equal"), lambda item: or_dash(percent, item.same_share)),
        (right("within one"), lambda item: or_dash(percent, item.within_one_share)),
        (right("rule less rater"), lambda item: or_dash(_signed, item.mean_difference)),
        (left("spread of a rating"), _spread),
        note="Krippendorff's alpha for ordinal scores, with its 5th to 95th percentile by the "
        "jackknife: 1 is full agreement, 0 that of chance. In brackets, pairs on numbers with "
        "a source of their own; the others were counted from a list of the first rater's and are "
        "no independent check. The spread, in steps, comes from the pairs where at least "
        f"{significant(result.pairs_for_spread)} of them rest on such numbers, as the root of "
        "half of the mean square difference; else it stays assumed.",
    )


def agreement_text(result: Domains) -> str:
    """Return how far raters agree, or that nobody can know."""
    if not result.raters:
        return "Nobody has scored anything by then."
    if not result.agreements:
        return "One rating only: how far people would agree is unknown."
    return " ".join(
        f"{item.raters[0]} and {item.raters[1]} on {count_of(item.score_count, 'score')}: "
        f"weighted kappa {or_dash(_short, item.weighted_kappa)}, {percent(item.same_share)} equal, "
        f"{percent(item.within_one_share)} within one step."
        for item in result.agreements
    )


def _short(value: float) -> str:
    return significant(value, 2)


def _pairs(item: PropertyAgreement) -> str:
    return f"{item.pair_count} ({item.sourced_pair_count})" if item.pair_count else "0"


def _alpha(item: PropertyAgreement) -> str:
    if not item.pair_count:
        return "-"
    return "undefined" if item.alpha is None else _interval(item.alpha)


def _interval(alpha: Interval) -> str:
    if alpha.low is None or alpha.high is None:
        return f"{alpha.median:.2f} (too few pairs for an interval)"
    return f"{alpha.median:.2f} ({alpha.low:.2f} to {alpha.high:.2f})"


def _signed(value: float) -> str:
    return f"{value:+.2f}"


def _spread(item: PropertyAgreement) -> str:
    basis = "from the pairs" if item.is_spread_measured else "assumed"
    return f"{item.spread:.2f}, {basis}"


def rater_sentence(result: Domains) -> str:
    """Return who the second rater is and how many scores it gave."""
    if not result.rule_scores:
        return "Nothing is measured from which a rule could score as a second rater."
    sourced = sum(item.is_sourced for item in result.rule_scores)
    properties = len({item.property for item in result.rule_scores})
    scores = count_of(len(result.rule_scores), "score")
    return (
        f"Second rater: {result.rule_scores[0].rater}, {scores} by rule on "
        f"{count_of(properties, 'property', 'properties')}, {sourced} of them from numbers with a "
        "source of their own."
    )


def rule_table(result: Domains, item: DomainResult) -> Table:
    """Return what the rule gives one domain, beside the scores as judged."""
    judged = {score.property: score for score in item.scores}
    rows = [one for one in result.rule_scores if one.domain == item.id]

    def by_raters(one: RuleScore) -> str:
        score = judged[one.property].score
        return "-" if score is None else significant(score.median)

    return table_of(
        "By rule",
        rows,
        (left("Property"), lambda one: judged[one.property].label),
        (right("by rule"), lambda one: str(one.score)),
        (right("as judged"), by_raters),
        (left("measured"), lambda one: f"{one.metric} {quantity(one.value, one.unit)}"),
        (left("rule"), lambda one: one.rule),
        (left("where"), lambda one: one.observation_id),
        note="Scores by rule are shown beside the judged ones and do not enter the rank.",
    )
