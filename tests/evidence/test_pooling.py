"""Observations of one thing pooled: values, errors, sources, limits, and what weighs nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.estimates import NORMAL_95, Basis, Estimate
from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.pooling import Pool
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Observation
from graph.statistics.bounds import Limit, apply_limits
from graph.statistics.random_effects import Effect
from graph.vocabulary import Bound, MetricName

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]
DAYS = MetricName.BASELINE_DAYS


def pooled(model: LoopModel, metric: str = DAYS, **standpoint: str) -> Pool:
    """Return the pool of ``review``, which must be there."""
    pool = estimate_loop(model, Standpoint(**standpoint)).pool("review", metric)
    assert pool is not None
    return pool


def estimated(model: LoopModel, metric: str = DAYS, **standpoint: str) -> Estimate:
    """Return the estimate of ``review``, which must be there."""
    estimate = pooled(model, metric, **standpoint).estimate
    assert estimate is not None
    return estimate


def reason(pool: Pool, identifier: str) -> str | None:
    """Return why an observation weighs nothing."""
    return next(w.reason_excluded for w in pool.weights if w.observation_id == identifier)


# One observation ----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0.1, 3.3, 7.0, 1e-9, 123456.789])
def test_a_single_value_comes_back_to_the_last_bit(
    map_of: MapOf, observed: Observed, value: float
) -> None:
    """One observation is its own median, not the exponential of its logarithm."""
    assert estimated(map_of(observed("a", value))).median == value


def test_without_an_interval_the_grade_gives_the_spread(map_of: MapOf, observed: Observed) -> None:
    """A trial without interval has deviation 0.2 on the log scale."""
    estimate = estimated(map_of(observed("a", 10.0)))

    assert estimate.deviation == pytest.approx(0.2)
    assert estimate.low == pytest.approx(10 * math.exp(-0.2 * NORMAL_95))
    assert estimate.high == pytest.approx(10 * math.exp(0.2 * NORMAL_95))
    assert estimate.basis is Basis.MEASURED
    assert (estimate.source_count, estimate.assumed_share) == (1, 0.0)


def test_an_interval_counts_at_its_own_level(map_of: MapOf, observed: Observed) -> None:
    """A 95 % interval from 5 to 20 is ln 4 over 2 * 1.96 deviations."""
    estimate = estimated(map_of(observed("a", 10.0, low=5.0, high=20.0, interval_level=0.95)))

    assert estimate.deviation == pytest.approx(math.log(4) / (2 * 1.959963985))


def test_an_interval_at_ninety_percent_comes_back(map_of: MapOf, observed: Observed) -> None:
    """The shown interval is the source's own if it is at the shown level and symmetric."""
    estimate = estimated(map_of(observed("a", 10.0, low=5.0, high=20.0)))

    assert (estimate.low, estimate.high) == (pytest.approx(5.0), pytest.approx(20.0))


@pytest.mark.parametrize(("end", "value"), [("low", 5.0), ("high", 20.0)])
def test_one_end_alone_gives_the_spread(
    map_of: MapOf, observed: Observed, end: str, value: float
) -> None:
    """From 10 to either end is ln 2, over 1.645 deviations."""
    estimate = estimated(map_of(observed("a", 10.0, **{end: value})))

    assert estimate.deviation == pytest.approx(math.log(2) / NORMAL_95)


@pytest.mark.parametrize(
    "changes",
    [
        {"low": 10.0, "high": 10.0},
        {"low": 10.0},
        {"low": 0.0},
        {"low": math.nan, "high": math.inf},
        {"low": 5.0, "high": 20.0, "interval_level": 95.0},
        {"low": 5.0, "high": 20.0, "interval_level": 0.0},
    ],
)
def test_an_interval_that_says_nothing_leaves_the_grade(
    map_of: MapOf, observed: Observed, changes: dict[str, float]
) -> None:
    """No width, no place on the scale or no level: the grade's spread, never zero."""
    assert estimated(map_of(observed("a", 10.0, **changes))).deviation == pytest.approx(0.2)


def test_an_interval_with_one_end_at_zero_uses_the_other(map_of: MapOf, observed: Observed) -> None:
    """The logarithm of 0 is no end; the upper one still counts."""
    estimate = estimated(map_of(observed("a", 10.0, low=0.0, high=20.0)))

    assert estimate.deviation == pytest.approx(math.log(2) / NORMAL_95)


def test_an_exact_number_has_no_interval(map_of: MapOf, observed: Observed) -> None:
    """What is declared exact comes back with deviation 0 and no percentiles."""
    estimate = estimated(map_of(observed("a", 3.0, exact=True, low=1.0, high=9.0)))

    assert (estimate.median, estimate.deviation) == (3.0, 0.0)
    assert (estimate.low, estimate.high) == (None, None)


def test_an_exact_number_sets_the_others_aside(map_of: MapOf, observed: Observed) -> None:
    """Beside an exact number an uncertain one weighs nothing."""
    pool = pooled(map_of(observed("a", 3.0, exact=True), observed("b", 9.0)))

    assert pool.estimate is not None
    assert pool.estimate.median == 3.0
    assert reason(pool, "b") == "an exact number is known"


def test_two_exact_numbers_that_differ_are_not_exact(map_of: MapOf, observed: Observed) -> None:
    """They cannot both be so; the spread between them shows."""
    estimate = estimated(map_of(observed("a", 2.0, exact=True), observed("b", 8.0, exact=True)))

    assert estimate.median == pytest.approx(4.0)
    assert estimate.deviation > 0.2


# Several observations -----------------------------------------------------------------------


def test_two_sources_that_agree_by_hand(map_of: MapOf, observed: Observed) -> None:
    """Deviations 0.1 and 0.2 at the same value: precision 100 + 25, weights 0.8 and 0.2."""
    half = 0.1 * NORMAL_95
    narrow = observed("a", 10.0, low=10 * math.exp(-half), high=10 * math.exp(half))
    pool = pooled(map_of(narrow, observed("b", 10.0)))

    assert pool.estimate is not None
    assert pool.estimate.median == 10.0
    assert pool.estimate.deviation == pytest.approx(1 / math.sqrt(125))
    assert [w.weight for w in pool.weights] == pytest.approx([0.8, 0.2])
    assert pool.estimate.observation_ids == ("a", "b")
    assert pool.heterogeneity == 0.0


def test_two_sources_that_disagree_by_hand(map_of: MapOf, observed: Observed) -> None:
    """At distance D = ln 9 with errors 0.2: tau squared is D*D/2 - 0.04, deviation D/2."""
    pool = pooled(map_of(observed("a", 3.0), observed("b", 27.0)))
    distance = math.log(9)

    assert pool.estimate is not None
    assert pool.estimate.median == pytest.approx(9.0)
    assert pool.heterogeneity == pytest.approx(math.sqrt(distance**2 / 2 - 0.04))
    assert pool.estimate.deviation == pytest.approx(distance / 2)


def test_ten_rows_of_one_report_weigh_like_one(map_of: MapOf, observed: Observed) -> None:
    """Repeating a number in its own report makes it no surer against another source."""
    rows = [observed(f"row-{i}", 5.0, source="report") for i in range(10)]
    other = observed("other", 6.0)
    many, one = estimated(map_of(*rows, other)), estimated(map_of(rows[0], other))

    assert many.median == pytest.approx(one.median)
    assert many.deviation == pytest.approx(one.deviation)
    assert many.source_count == 2


def test_the_rows_of_a_report_share_its_weight(map_of: MapOf, observed: Observed) -> None:
    """Four equal rows of one of two equal sources weigh an eighth each."""
    rows = [observed(f"row-{i}", 5.0, source="report") for i in range(4)]
    pool = pooled(map_of(*rows, observed("other", 5.0)))

    assert [w.weight for w in pool.weights] == pytest.approx([0.5, 0.125, 0.125, 0.125, 0.125])


def test_rows_that_contradict_each_other_widen(map_of: MapOf, observed: Observed) -> None:
    """One report with 2 and 8: mean 4, variance 0.04 + (ln 2)^2."""
    estimate = estimated(
        map_of(observed("a", 2.0, source="report"), observed("b", 8.0, source="report"))
    )

    assert estimate.median == pytest.approx(4.0)
    assert estimate.deviation == pytest.approx(math.sqrt(0.04 + math.log(2) ** 2))


def test_the_same_fact_told_twice_counts_once(map_of: MapOf, observed: Observed) -> None:
    """Two sources that report one measurement are one, in whichever direction the link goes."""
    first = observed("a", 5.0)
    for second in (
        [observed("b", 5.0, same_fact_as=("a",))],
        [observed("b", 5.0, same_fact_as=("c",)), observed("c", 5.0, same_fact_as=("a",))],
        [observed("b", 5.0, same_fact_as=("gone",)),
         observed("gone", 5.0, retracted=True, same_fact_as=("a",))],
    ):  # fmt: skip
        estimate = estimated(map_of(first, *second))

        assert estimate.deviation == pytest.approx(0.2)


def test_other_things_and_other_metrics_stay_out(map_of: MapOf, observed: Observed) -> None:
    """Only observations of the very thing and metric are in a pool."""
    pool = pooled(
        map_of(
            observed("a", 5.0),
            observed("b", 50.0, subject="coding"),
            observed("c", 500.0, metric="floor-days"),
        )
    )

    assert [w.observation_id for w in pool.weights] == ["a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ai-share-of-lines", "ai-share-of-person-time"),
        ("ai-share-of-person-time", "ai-share-of-decisions"),
        ("time-horizon-50", "time-horizon-80"),
        ("benchmark-speedup", "speedup"),
    ],
)
def test_what_looks_alike_is_not_pooled(
    map_of: MapOf, observed: Observed, one: str, other: str
) -> None:
    """Kinds of share, horizons at 50 and 80 %, benchmark and labour speed keep apart."""
    loop = estimate_loop(map_of(observed("a", 0.8, metric=one), observed("b", 0.26, metric=other)))

    for metric, identifier in ((one, "a"), (other, "b")):
        pool = loop.pool("review", metric)
        assert pool is not None
        assert [w.observation_id for w in pool.weights] == [identifier]


# Bias, age, ends of scales --------------------------------------------------------------------


def test_self_reports_are_shifted_and_widened(map_of: MapOf, observed: Observed) -> None:
    """A survey's speed-up of 3 with bias ln 2 means 1.5; variances 0.16 + 0.09 = 0.25."""
    estimate = estimated(map_of(observed("a", 3.0, metric="speedup", grade="survey")), "speedup")

    assert estimate.median == pytest.approx(1.5)
    assert estimate.deviation == pytest.approx(0.5)


def test_bias_is_about_speed_and_share_not_about_days(map_of: MapOf, observed: Observed) -> None:
    """The same survey's 3 days are 3 days, with the survey's own spread."""
    estimate = estimated(map_of(observed("a", 3.0, grade="survey")))

    assert (estimate.median, estimate.deviation) == (3.0, pytest.approx(0.4))


def test_weight_halves_with_every_half_life(map_of: MapOf, observed: Observed) -> None:
    """With a half-life of two years, four years make the variance four times as large."""
    old = observed("old", 5.0, metric="ageing-days", as_of="2022-01-01")
    new = observed("new", 5.0, metric="ageing-days", as_of="2026-01-01")
    pool = pooled(map_of(old, new), "ageing-days")

    assert [w.deviation for w in pool.weights] == pytest.approx([0.2, 0.4], rel=1e-3)
    assert [w.weight for w in pool.weights] == pytest.approx([0.8, 0.2], rel=1e-3)


def test_a_metric_without_half_life_does_not_age(map_of: MapOf, observed: Observed) -> None:
    """Days without AI keep their weight."""
    pool = pooled(map_of(observed("a", 5.0, as_of="1990"), observed("b", 5.0, as_of="2026-01-01")))

    assert [w.weight for w in pool.weights] == pytest.approx([0.5, 0.5])


def test_a_number_without_place_on_the_scale_is_listed(map_of: MapOf, observed: Observed) -> None:
    """A measured 0 days, -3 days or no number weigh nothing and say why."""
    pool = pooled(
        map_of(
            observed("a", 5.0),
            observed("zero", 0.0),
            observed("minus", -3.0),
            observed("nan", math.nan),
        )
    )

    assert pool.estimate is not None
    assert pool.estimate.median == 5.0
    assert reason(pool, "zero") == "0 has no place on a log scale"
    assert reason(pool, "minus") == "-3 has no place on a log scale"
    assert reason(pool, "nan") == "not a number that can be pooled"


def test_only_unusable_numbers_are_unknown(map_of: MapOf, observed: Observed) -> None:
    """There is a pool to explain why, and no estimate."""
    pool = pooled(map_of(observed("zero", 0.0)))

    assert (pool.estimate, pool.heterogeneity, pool.judgement) == (None, None, None)


def test_nothing_is_none(map_of: MapOf) -> None:
    """No observation: no pool, no estimate, no invented number."""
    loop = estimate_loop(map_of())

    assert loop.pool("review", DAYS) is None
    assert loop.get("review", DAYS) is None
    assert loop.get("no-such-thing", DAYS) is None
    assert loop.get("review", "no-such-metric") is None
    assert loop.as_of is None


def test_a_written_zero_is_exact(map_of: MapOf, observed: Observed) -> None:
    """A delay of 0 written on the dependency itself means none, without spread."""
    estimate = estimated(map_of(observed("a", 0.0, metric="delay-days", direct=True)), "delay-days")

    assert (estimate.median, estimate.deviation, estimate.low) == (0.0, 0.0, None)


@pytest.mark.parametrize(("value", "median"), [(1.0, 0.995), (0.0, 0.005)])
def test_a_share_of_all_or_nothing_is_just_inside(
    map_of: MapOf, observed: Observed, value: float, median: float
) -> None:
    """Exact 0 and 1 are read half a hundredth inside, with their interval within 0 and 1."""
    metric = "ai-share-of-lines"
    estimate = estimated(map_of(observed("a", value, metric=metric)), metric)

    assert estimate.median == pytest.approx(median)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 < estimate.low < median < estimate.high < 1


def test_a_share_above_one_is_set_aside(map_of: MapOf, observed: Observed) -> None:
    """80 instead of 0.8 is no share."""
    pool = pooled(map_of(observed("a", 80.0, metric="ai-share-of-lines")), "ai-share-of-lines")

    assert pool.estimate is None
    assert reason(pool, "a") == "80 has no place on a logit scale"


def test_scores_are_pooled_as_they_are(map_of: MapOf, observed: Observed) -> None:
    """On the identity scale 0 and negative numbers are numbers."""
    estimate = estimated(
        map_of(observed("a", 0.0, metric="score"), observed("b", -0.2, metric="score")), "score"
    )

    assert estimate.median == pytest.approx(-0.1)


# Withdrawn, replaced, left out ----------------------------------------------------------------


def test_withdrawn_and_replaced_numbers_stay_visible(map_of: MapOf, observed: Observed) -> None:
    """They weigh nothing and are listed with the reason."""
    pool = pooled(
        map_of(
            observed("old", 2.0, replaced_by="new"),
            observed("new", 5.0),
            observed("gone", 9.0, retracted=True),
        )
    )

    assert pool.estimate is not None
    assert pool.estimate.median == 5.0
    assert reason(pool, "old") == "replaced by new"
    assert reason(pool, "gone") == "withdrawn by its source"


@pytest.mark.parametrize("newer", [None, "unknown-id", "gone"])
def test_a_replacement_that_does_not_stand_replaces_nothing(
    map_of: MapOf, observed: Observed, newer: str | None
) -> None:
    """A missing or withdrawn replacement leaves the old number in force."""
    pool = pooled(
        map_of(observed("old", 2.0, replaced_by=newer), observed("gone", 9.0, retracted=True))
    )

    assert pool.estimate is not None
    assert pool.estimate.median == 2.0


def test_two_that_replace_each_other_both_fall(map_of: MapOf, observed: Observed) -> None:
    """A circle of replacements ends, with nothing left."""
    pool = pooled(map_of(observed("a", 2.0, replaced_by="b"), observed("b", 3.0, replaced_by="a")))

    assert pool.estimate is None


def test_what_is_left_out_weighs_nothing(map_of: MapOf, observed: Observed) -> None:
    """Sources and observations can be left out; a left-out replacement replaces nothing."""
    model = map_of(
        observed("a", 2.0, replaced_by="b"), observed("b", 3.0), observed("c", 5.0, source="x")
    )
    loop = estimate_loop(
        model, without_observations=frozenset({"b"}), without_sources=frozenset({"x"})
    )
    pool = loop.pool("review", DAYS)

    assert pool is not None
    assert pool.estimate is not None
    assert pool.estimate.median == 2.0
    assert reason(pool, "b") == reason(pool, "c") == "left out on request"


# Limits -----------------------------------------------------------------------------------------


def test_a_lower_limit_pulls_up(map_of: MapOf, observed: Observed) -> None:
    """At least 12 beside a value of 10 raises it, narrows it and takes part of the weight."""
    value = observed("a", 10.0)
    without = estimated(map_of(value))
    pool = pooled(map_of(value, observed("limit", 12.0, bound=Bound.LOWER)))

    assert pool.estimate is not None
    assert pool.estimate.median > without.median
    assert pool.estimate.deviation < without.deviation
    assert sum(w.weight for w in pool.weights) == pytest.approx(1.0)
    assert all(w.weight > 0 for w in pool.weights)


def test_a_limit_met_by_far_leaves_the_number_as_written(map_of: MapOf, observed: Observed) -> None:
    """At least a day beside 3.3e9 days changes nothing and excludes nothing."""
    pool = pooled(map_of(observed("a", 3.3e9), observed("limit", 1.0, bound=Bound.LOWER)))

    assert pool.estimate is not None
    assert pool.estimate.median == 3.3e9
    assert [(w.weight, w.reason_excluded) for w in pool.weights] == [(1.0, None), (0.0, None)]


def test_ten_limits_of_one_report_count_once(map_of: MapOf, observed: Observed) -> None:
    """Only the tightest of them narrows."""
    value = observed("a", 10.0)
    limits = [
        observed(f"limit-{i}", 12.0 - i, bound=Bound.LOWER, source="report") for i in range(10)
    ]
    many, one = pooled(map_of(value, *limits)), pooled(map_of(value, limits[0]))

    assert many.estimate is not None
    assert one.estimate is not None
    assert many.estimate.median == pytest.approx(one.estimate.median)
    assert reason(many, "limit-3") == "a looser limit than limit-0, same source"


def test_the_tightest_upper_limit_is_the_least(map_of: MapOf, observed: Observed) -> None:
    """Of "at most 5" and "at most 50" in one report the first narrows."""
    pool = pooled(
        map_of(
            observed("a", 10.0),
            observed("five", 5.0, bound=Bound.UPPER, source="report"),
            observed("fifty", 50.0, bound=Bound.UPPER, source="report"),
        )
    )

    assert pool.estimate is not None
    assert pool.estimate.median < 10.0
    assert reason(pool, "fifty") == "a looser limit than five, same source"


def test_a_limit_is_as_unsure_as_sources_differ(map_of: MapOf, observed: Observed) -> None:
    """Beside values that differ by tau, a limit errs by tau as well as by its own."""
    # 3 and 27: mean ln 9, variance (ln 9)^2/4, tau squared (ln 9)^2/2 - 0.04 (see above)
    distance = math.log(9)
    prior = Effect(distance, distance**2 / 4)
    limit = Limit(math.log(20), 0.04 + distance**2 / 2 - 0.04, lower=True)
    estimate = estimated(
        map_of(observed("a", 3.0), observed("b", 27.0), observed("limit", 20.0, bound=Bound.LOWER))
    )

    assert math.log(estimate.median) == pytest.approx(apply_limits(prior, [limit]).effect.mean)


def test_only_limits_are_unknown(map_of: MapOf, observed: Observed) -> None:
    """A limit alone gives no value, and the pool says so."""
    pool = pooled(map_of(observed("limit", 12.0, bound=Bound.LOWER)))

    assert pool.estimate is None
    assert reason(pool, "limit") == "a limit alone gives no value"
    assert pool.note is not None
    assert "unknown" in pool.note


def test_limits_narrow_what_is_assumed(map_of: MapOf, observed: Observed) -> None:
    """With an assumption to start from, a limit makes an estimate that says so."""
    pool = pooled(
        map_of(
            observed("limit", 12.0, bound=Bound.LOWER),
            observed("guess", 10.0, grade="our-assumption"),
        )
    )

    assert pool.estimate is not None
    assert pool.judgement is not None
    assert pool.judgement.median == 10.0
    assert pool.estimate.median > 10.0
    assert 0 < pool.estimate.assumed_share < 1
    assert pool.estimate.basis is Basis.MEASURED
    assert pool.note is not None


def test_at_least_nothing_says_nothing(map_of: MapOf, observed: Observed) -> None:
    """A lower limit of 0 on a log scale is listed as such."""
    pool = pooled(map_of(observed("a", 5.0), observed("limit", 0.0, bound=Bound.LOWER)))

    assert pool.estimate is not None
    assert pool.estimate.median == 5.0
    assert reason(pool, "limit") == "0 has no place on a log scale"


# Laws -------------------------------------------------------------------------------------------

values = st.lists(st.floats(0.5, 50.0), min_size=1, max_size=6)


@given(values, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_observations_does_not_matter(
    map_of: MapOf, observed: Observed, numbers: list[float], random: object
) -> None:
    """Any order of the same observations gives the same bytes."""
    items = [observed(f"o{i}", number) for i, number in enumerate(numbers)]
    model = map_of(*items)
    shuffled = LoopModel(
        components=model.components,
        dependencies={},
        observations={o.id: o for o in random.sample(items, len(items))},  # type: ignore[attr-defined]
        metrics=model.metrics,
        grades=model.grades,
        settings=model.settings,
    )

    assert pooled(shuffled) == pooled(model)


@given(values)
@settings(max_examples=40, deadline=None)
def test_weights_sum_to_one_and_percentiles_are_in_order(
    map_of: MapOf, observed: Observed, numbers: list[float]
) -> None:
    """Weights are parts of a whole; low <= median <= high; the median lies among the values."""
    pool = pooled(map_of(*(observed(f"o{i}", n) for i, n in enumerate(numbers))))
    estimate = pool.estimate

    assert estimate is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert sum(w.weight for w in pool.weights) == pytest.approx(1.0)
    assert estimate.low <= estimate.median <= estimate.high
    assert min(numbers) * (1 - 1e-9) <= estimate.median <= max(numbers) * (1 + 1e-9)


@given(st.floats(0.5, 50.0), st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_dropping_agreeing_evidence_widens(
    map_of: MapOf, observed: Observed, value: float, count: int
) -> None:
    """With one source less that says the same, the interval is wider."""
    items = [observed(f"o{i}", value) for i in range(count + 1)]

    assert estimated(map_of(*items)).deviation < estimated(map_of(*items[1:])).deviation


@given(st.floats(0.5, 50.0), st.floats(3.0, 30.0))
@settings(max_examples=30, deadline=None)
def test_a_strong_contradiction_widens(
    map_of: MapOf, observed: Observed, value: float, factor: float
) -> None:
    """A source that is far outside makes the answer less sure, not surer."""
    items = [observed("a", value), observed("b", value)]

    assert (
        estimated(map_of(*items, observed("c", value * factor))).deviation
        > estimated(map_of(*items)).deviation
    )


@given(values, st.floats(0.1, 10.0))
@settings(max_examples=30, deadline=None)
def test_a_change_of_unit_changes_only_the_unit(
    map_of: MapOf, observed: Observed, numbers: list[float], factor: float
) -> None:
    """Days counted in hours give the same spread and the median times the factor."""
    one = estimated(map_of(*(observed(f"o{i}", n) for i, n in enumerate(numbers))))
    other = estimated(map_of(*(observed(f"o{i}", n * factor) for i, n in enumerate(numbers))))

    assert other.median == pytest.approx(one.median * factor, rel=1e-6)
    assert other.deviation == pytest.approx(one.deviation, rel=1e-5)


def test_bias_applies_only_where_reports_flatter(map_of: MapOf, observed: Observed) -> None:
    """A survey's share of lines is not marked as overstated here, so it keeps its value."""
    metric = "ai-share-of-lines"
    estimate = estimated(map_of(observed("a", 0.8, metric=metric, grade="survey")), metric)

    assert estimate.median == 0.8
