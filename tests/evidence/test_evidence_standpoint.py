"""Whose loop, and when: settings that borrow, dates that hide, assumptions that yield."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from graph.errors import UsageError
from graph.estimates import Basis
from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.pooling import Pool
from graph.evidence.standpoint import Standpoint
from graph.model import LoopModel, Observation, Setting, Source
from graph.vocabulary import Bound, MetricName

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]
DAYS = MetricName.BASELINE_DAYS


def pooled(model: LoopModel, setting: str = "frontier-lab", as_of: str | None = None) -> Pool:
    """Return the pool of ``review``'s days, which must be there."""
    pool = estimate_loop(model, Standpoint(setting, as_of)).pool("review", DAYS)
    assert pool is not None
    return pool


def median(pool: Pool) -> float | None:
    """Return the median, if there is an estimate."""
    return pool.estimate.median if pool.estimate else None


def reason(pool: Pool, identifier: str) -> str | None:
    """Return why an observation weighs nothing."""
    return next(w.reason_excluded for w in pool.weights if w.observation_id == identifier)


# Settings ---------------------------------------------------------------------------------------


def test_only_the_chosen_setting_counts(map_of: MapOf, observed: Observed) -> None:
    """A laboratory's number and the industry's are not mixed."""
    model = map_of(
        observed("lab", 2.0, settings=("frontier-lab",)),
        observed("firm", 8.0, settings=("industry",)),
    )

    assert median(pooled(model)) == 2.0
    assert median(pooled(model, "industry")) == 8.0
    assert reason(pooled(model), "firm") == "about another setting: industry"
    assert reason(pooled(model, "industry"), "lab") == "about another setting: frontier-lab"
    assert pooled(model).borrowed_from is None


def test_what_holds_for_all_counts_everywhere(map_of: MapOf, observed: Observed) -> None:
    """An observation without a setting, or with several, counts in each."""
    model = map_of(
        observed("all", 4.0), observed("both", 4.0, settings=("open-source", "industry"))
    )

    assert [w.weight for w in pooled(model).weights] == [1.0, 0.0]
    assert [w.weight for w in pooled(model, "industry").weights] == [0.5, 0.5]
    assert [w.weight for w in pooled(model, "open-source").weights] == [0.5, 0.5]


def test_a_setting_without_evidence_borrows(map_of: MapOf, observed: Observed) -> None:
    """The industry's number stands in, wider by the transfer: 0.04 + 0.09."""
    pool = pooled(map_of(observed("firm", 8.0, settings=("industry",))))

    assert pool.estimate is not None
    assert pool.estimate.median == 8.0
    assert pool.estimate.deviation == pytest.approx(math.sqrt(0.13))
    assert pool.borrowed_from == "industry"
    assert pool.weights[0].weight == 1.0


def test_borrowing_goes_on_until_something_is_found(map_of: MapOf, observed: Observed) -> None:
    """Two steps add both transfers in quadrature: 0.04 + 0.09 + 0.16."""
    model = map_of(observed("far", 8.0, settings=("elsewhere",)))
    model = LoopModel(
        components=model.components,
        dependencies={},
        observations=model.observations,
        metrics=model.metrics,
        grades=model.grades,
        settings={
            "frontier-lab": Setting("frontier-lab", "lab", "industry", 0.3),
            "industry": Setting("industry", "industry", "elsewhere", 0.4),
            "elsewhere": Setting("elsewhere", "elsewhere", "frontier-lab", 9.0),  # a circle
        },
    )
    pool = pooled(model)

    assert pool.estimate is not None
    assert pool.estimate.deviation == pytest.approx(math.sqrt(0.29))
    assert pool.borrowed_from == "elsewhere"


def test_nothing_is_borrowed_where_no_loan_is_declared(map_of: MapOf, observed: Observed) -> None:
    """The industry does not borrow from a laboratory."""
    pool = pooled(map_of(observed("lab", 2.0, settings=("frontier-lab",))), "industry")

    assert pool.estimate is None
    assert reason(pool, "lab") == "about another setting: frontier-lab"


def test_an_assumption_on_the_setting_comes_before_a_loan(
    map_of: MapOf, observed: Observed
) -> None:
    """What we assume about this setting stands before evidence about another."""
    pool = pooled(
        map_of(
            observed("guess", 3.0, grade="our-assumption", settings=("frontier-lab",)),
            observed("firm", 8.0, settings=("industry",)),
        )
    )

    assert median(pool) == 3.0
    assert pool.borrowed_from is None


def test_a_borrowed_judgement_is_wider_too(map_of: MapOf, observed: Observed) -> None:
    """What we assume about the industry, seen from a laboratory: 0.36 + 0.09."""
    guess = observed("guess", 8.0, grade="our-assumption", settings=("industry",))
    pool = pooled(map_of(guess))

    assert pool.judgement is not None
    assert pool.judgement.deviation == pytest.approx(math.sqrt(0.45))
    assert pool.estimate == pool.judgement


def test_a_limit_narrows_what_is_borrowed(map_of: MapOf, observed: Observed) -> None:
    """The setting's own limit works on the borrowed value."""
    firm = observed("firm", 8.0, settings=("industry",))
    limit = observed("limit", 10.0, bound=Bound.LOWER, settings=("frontier-lab",))
    pool = pooled(map_of(firm, limit))

    assert pool.estimate is not None
    assert pool.estimate.median > 8.0
    assert pool.borrowed_from == "industry"
    assert sum(w.weight for w in pool.weights) == pytest.approx(1.0)


def test_an_unknown_setting_is_refused(map_of: MapOf) -> None:
    """The message names those that exist."""
    with pytest.raises(UsageError, match="frontier-lab, open-source, industry"):
        estimate_loop(map_of(), Standpoint("frontierlab"))


# Dates ------------------------------------------------------------------------------------------


def test_the_future_weighs_nothing(map_of: MapOf, observed: Observed) -> None:
    """What became known after the date is listed and not used."""
    model = map_of(
        observed("early", 2.0, as_of="2024-05-01"), observed("late", 8.0, as_of="2026-05-01")
    )
    then = pooled(model, as_of="2025-01-01")

    assert median(then) == 2.0
    assert reason(then, "late") == "not known yet on 2025-01-01"
    assert median(pooled(model)) == pytest.approx(4.0)


def test_a_number_is_known_once_its_source_is_out(map_of: MapOf, observed: Observed) -> None:
    """A measurement of May that was published in July was not known in June."""
    item = observed("a", 2.0, as_of="2025-05-01", source="paper")
    model = map_of(item, sources=[Source("paper", "Paper", issued="2025-07-10")])

    assert median(pooled(model, as_of="2025-06-01")) is None
    assert median(pooled(model, as_of="2025-07-10")) == 2.0


def test_a_number_counted_until_it_was_replaced(map_of: MapOf, observed: Observed) -> None:
    """Before the newer one was known, the old one was the number."""
    model = map_of(
        observed("old", 2.0, as_of="2024-01-01", replaced_by="new"),
        observed("new", 8.0, as_of="2026-01-01"),
    )

    assert median(pooled(model, as_of="2025-01-01")) == 2.0
    assert median(pooled(model, as_of="2026-01-01")) == 8.0


@pytest.mark.parametrize(
    ("as_of", "known"), [("2024", False), ("2025-05", True), ("2025-05-30", False), ("2025", True)]
)
def test_a_month_and_a_year_mean_their_end(
    map_of: MapOf, observed: Observed, as_of: str, known: bool
) -> None:
    """As of May includes the last day of May."""
    model = map_of(observed("a", 2.0, as_of="2025-05-31"))

    assert (median(pooled(model, as_of=as_of)) is not None) is known


def test_age_counts_from_the_date_asked_about(map_of: MapOf, observed: Observed) -> None:
    """Seen from its own day, an old number is not old."""
    model = map_of(observed("a", 5.0, metric="ageing-days", as_of="2022-01-01"))
    seen = {
        day: estimate_loop(model, Standpoint(as_of=day)).get("review", "ageing-days")
        for day in ("2022-01-01", "2026-01-01")
    }

    deviations = [e.deviation for e in seen.values() if e]
    assert deviations == pytest.approx([0.2, 0.4], rel=1e-3)


def test_the_date_used_is_the_newest_in_the_evidence(map_of: MapOf, observed: Observed) -> None:
    """Asked for no date, the map speaks of its newest; asking for that day changes nothing."""
    model = map_of(
        observed("year", 2.0, as_of="2026"),
        observed("day", 3.0, as_of="2026-11-22"),
        observed("none", 4.0),
    )
    default = estimate_loop(model)

    assert default.as_of == "2026-11-22"
    again = estimate_loop(model, Standpoint(as_of=default.as_of))
    assert again.pool("review", DAYS) == default.pool("review", DAYS)


@pytest.mark.parametrize("text", ["tomorrow", "", "2026-13", "15.8.2026"])
def test_a_date_that_is_none_is_refused(map_of: MapOf, text: str) -> None:
    """The message says how to write one."""
    with pytest.raises(UsageError, match="2026-08-15"):
        estimate_loop(map_of(), Standpoint(as_of=text))


# Assumptions ------------------------------------------------------------------------------------


def test_an_assumption_yields_to_any_evidence(map_of: MapOf, observed: Observed) -> None:
    """It weighs nothing, and stays beside the estimate as our judgement."""
    pool = pooled(
        map_of(observed("guess", 10.0, grade="our-assumption"), observed("a", 2.0, grade="expert"))
    )

    assert median(pool) == 2.0
    assert reason(pool, "guess") == "an assumption, and there is better evidence"
    assert pool.judgement is not None
    assert pool.judgement.median == 10.0
    assert pool.judgement.basis is Basis.ASSUMED


def test_an_assumption_alone_is_the_estimate(map_of: MapOf, observed: Observed) -> None:
    """It says of itself that all of it is assumption."""
    pool = pooled(map_of(observed("guess", 10.0, grade="our-assumption", low=5.0, high=20.0)))

    assert pool.estimate is not None
    assert pool.estimate == pool.judgement
    assert (pool.estimate.assumed_share, pool.estimate.basis) == (1.0, Basis.ASSUMED)
    assert (pool.estimate.source_count, pool.estimate.median) == (0, 10.0)


def test_the_newest_assumption_counts(map_of: MapOf, observed: Observed) -> None:
    """Yearly judgements take each other's place, each in its own time."""
    model = map_of(
        *(
            observed(f"year-{year}", float(year - 2020), grade="our-assumption", as_of=f"{year}")
            for year in (2023, 2025, 2024)
        )
    )

    assert median(pooled(model)) == 5.0
    assert reason(pooled(model), "year-2024") == ("an assumption that year-2025 takes the place of")
    assert median(pooled(model, as_of="2024-12-31")) == 4.0
    assert median(pooled(model, as_of="2022-12-31")) is None


def test_a_number_on_the_thing_itself_comes_last(map_of: MapOf, observed: Observed) -> None:
    """A dated, then an undated assumption stand before it; alone it is the estimate."""
    written = observed("written", 12.0, direct=True, grade="our-assumption")
    undated = observed("undated", 10.0, grade="our-assumption")
    dated = observed("dated", 11.0, grade="our-assumption", as_of="2020")

    assert median(pooled(map_of(written))) == 12.0
    assert median(pooled(map_of(written, undated))) == 10.0
    assert median(pooled(map_of(written, undated, dated))) == 11.0


def test_an_assumption_gives_an_exact_number_its_spread(map_of: MapOf, observed: Observed) -> None:
    """An exact lag on the dependency is uncertain once an assumption says how uncertain."""
    written = observed("written", 12.0, direct=True, exact=True, grade="our-assumption")
    spread = observed("spread", 12.0, low=6.0, high=24.0, grade="our-assumption")
    alone, both = pooled(map_of(written)).estimate, pooled(map_of(written, spread)).estimate

    assert alone is not None
    assert both is not None
    assert (alone.median, alone.low, alone.high) == (12.0, None, None)
    assert (both.median, both.low, both.high) == (12.0, pytest.approx(6.0), pytest.approx(24.0))


def test_an_assumption_that_is_only_a_limit_gives_no_number(
    map_of: MapOf, observed: Observed
) -> None:
    """Assuming at least 5 is no value to run a loop on."""
    pool = pooled(map_of(observed("guess", 5.0, grade="our-assumption", bound=Bound.LOWER)))

    assert pool.estimate is None
    assert pool.judgement is None
    assert reason(pool, "guess") == "an assumption without a value"


def test_an_unknown_grade_is_a_plain_judgement(map_of: MapOf, observed: Observed) -> None:
    """It does not crash, and does not pass for a measurement."""
    pool = pooled(map_of(observed("a", 5.0, grade="hearsay")))

    assert pool.estimate is not None
    assert pool.estimate.basis is Basis.JUDGED


def test_the_basis_is_the_best_among_what_weighs(map_of: MapOf, observed: Observed) -> None:
    """A trial beside an expert makes it measured; the one left out does not count."""
    model = map_of(observed("a", 5.0, grade="expert"), observed("b", 5.0))
    with_trial = pooled(model).estimate
    without = estimate_loop(model, without_observations=frozenset({"b"})).get("review", DAYS)

    assert with_trial is not None
    assert without is not None
    assert with_trial.basis is Basis.MEASURED
    assert without.basis is Basis.JUDGED


def test_a_pool_is_worked_out_once(map_of: MapOf, observed: Observed) -> None:
    """Asking twice gives the same object."""
    loop = estimate_loop(map_of(observed("a", 5.0)))

    assert loop.pool("review", DAYS) is loop.pool("review", "baseline-days")
