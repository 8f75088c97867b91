"""What has a cause in common moves together: estimates, exact numbers, draws and suppositions."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from uncertain_maps import about, edge, single, uncertain_map

from graph.cli.application import run
from graph.errors import UsageError
from graph.estimates import NORMAL_95, Basis, Estimate, Scale
from graph.evidence.following import Key
from graph.loop.central import central_loop
from graph.loop.sample import Array, draw, floor_share, spread
from graph.loop.sampled import draw_loop
from graph.loop.study import Study
from graph.loop.variance import contributions, input_numbers
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.questions.sensitivity.compute import sensitivity

TESTS = Path(__file__).parents[1]
SHARED = TESTS / "ontologies" / "shared-causes.ttl"
ONE_FILE = TESTS / "ontologies" / "one-file.ttl"
#: Log of a factor of two: the half-width of an interval from half to double, in deviations.
DOUBLING = math.log(2) / NORMAL_95


@cache
def shared() -> Study:
    """Return the study of the map in which numbers follow from others."""
    return Study(read_ontology([SHARED]))


def values(study: Study, subject: str, metric: str, count: int = 512) -> Array:
    """Return the draws of one number, as many as there are draws."""
    found = draw(study, count, 1).values(study, subject, metric)
    assert found is not None
    return np.broadcast_to(found, (count,))


# ---- Estimates ----


@pytest.mark.parametrize(
    ("subject", "metric", "expected"),
    [
        ("coding", "baseline-days", 18.0),  # 12 rounds x 1.5 days
        ("review", "baseline-days", 12.0),  # 12 rounds x 2 days / 2 side by side
        ("review", "floor-days", 6.0),  # half of these
        # 1.5 x 3 a year x (one year and 18 days) = 4.5 x 383.25 / 365.25
        ("review-orders-site", "lag", 4.5 * 383.25 / 365.25),
    ],
)
def test_a_number_follows_from_its_causes(subject: str, metric: str, expected: float) -> None:
    """The formula at the medians, by hand; that is what the exact loop is timed with as well."""
    estimate = shared().estimate(subject, metric)
    assert estimate is not None
    assert estimate.median == pytest.approx(expected, rel=1e-12)
    assert estimate.basis is Basis.DERIVED
    loop = central_loop(shared())
    central = {
        "baseline-days": {item.id: item.baseline_days for item in loop.components},
        "floor-days": {item.id: item.floor_days for item in loop.components},
        "lag": {arc.key: arc.lag for arc in loop.arcs},
    }
    assert float(central[metric][subject]) == pytest.approx(expected, rel=1e-9)


def test_its_deviation_is_that_of_its_causes_by_first_order() -> None:
    """Variances of logs add up; a share of one half moves its logarithm half as far as its logit.

    Review: days per round and lines each lie within a factor of two, the rounds from 8 to 24,
    which is ln 3 / 2 on either side on average. The share from 0.2 to 0.95 has a logit from -ln 4
    to ln 19.
    """
    baseline = shared().estimate("review", "baseline-days")
    floor = shared().estimate("review", "floor-days")
    assert baseline is not None
    assert floor is not None
    rounds = math.log(3) / 2 / NORMAL_95
    variance = 2 * DOUBLING**2 + rounds**2
    assert baseline.deviation == pytest.approx(math.sqrt(variance))
    share = (math.log(19) + math.log(4)) / 2 / NORMAL_95
    assert floor.deviation == pytest.approx(math.sqrt(variance + (share / 2) ** 2))


def test_what_two_parts_of_a_lead_time_share_is_counted_as_one() -> None:
    """A lead time of two parts on one driver moves with it in full: slopes add, not squares.

    With exact days per round, lines and rate only the reserve and the rounds are left: the lag is
    proportional to either.
    """
    model = read_ontology([SHARED])
    order = replace(model.dependencies["review-orders-site"], lead_time_of=("coding", "review"))
    orders = {**model.dependencies, order.id: order}
    study = Study(replace(model, dependencies=orders)).supposing(
        ["coding.days-per-round=1", "review.days-per-round=5", "lines.count=1", "a-year.count=3"]
    )
    lag = study.estimate(order.id, "lag")
    reserve = study.estimate(order.id, "reserve")
    rounds = study.estimate("rounds", "count")
    assert lag is not None
    assert reserve is not None
    assert rounds is not None
    assert lag.deviation == pytest.approx(math.hypot(reserve.deviation, rounds.deviation))


def test_it_rests_on_the_observations_of_its_causes() -> None:
    """All three are named, the widest first, and the formula is told in words."""
    pool = shared().estimates.pool("review", "baseline-days")
    assert pool is not None
    assert pool.derived
    assert pool.weighing_observation_ids[-1] == "rounds-count"
    assert set(pool.weighing_observation_ids) == {
        "review-days-per-round",
        "rounds-count",
        "lines-count",
    }
    assert sum(item.weight for item in pool.weights) == pytest.approx(1)
    assert "review.days-per-round x rounds.count / lines.count" in (pool.note or "")


def test_a_number_told_directly_besides_weighs_nothing() -> None:
    """The rounds stand: 12 x 1 / 2 = 6 days, and the 30 days told are listed with weight 0."""
    study = Study(read_ontology([TESTS / "ontologies" / "told-twice.ttl"]))
    estimate = study.estimate("coding", "baseline-days")
    pool = study.estimates.pool("coding", "baseline-days")
    assert estimate is not None
    assert pool is not None
    assert estimate.median == 6
    (told,) = [item for item in pool.weights if item.observation_id == "coding.baseline-days"]
    assert told.weight == 0
    assert "follows from other numbers" in (told.reason_excluded or "")


# ---- Draws ----


def test_parts_on_one_driver_move_with_it_in_every_draw() -> None:
    """Days / days per round is the number of rounds, one and the same in both parts."""
    study = shared()
    rounds = values(study, "rounds", "count")
    coding = values(study, "coding", "baseline-days") / values(study, "coding", "days-per-round")
    review = (
        values(study, "review", "baseline-days")
        * values(study, "lines", "count")
        / values(study, "review", "days-per-round")
    )
    assert np.allclose(coding, rounds, rtol=1e-12)
    assert np.allclose(review, rounds, rtol=1e-12)
    assert np.corrcoef(coding, review)[0, 1] == pytest.approx(1)
    assert np.ptp(rounds) > 10


def test_no_floor_is_above_its_baseline_in_any_draw() -> None:
    """Neither one that is told as a share nor one that is told in days, however wide both are."""
    study = shared()
    for part in ("review", "site"):
        floor = values(study, part, "floor-days", 4096)
        assert (floor < values(study, part, "baseline-days", 4096)).all()
        assert (floor > 0).all()


def test_a_floor_told_in_days_moves_with_its_baseline() -> None:
    """Floor / baseline has nothing to do with the baseline, and its median is that of the map."""
    study = shared()
    baseline = values(study, "site", "baseline-days", 4096)
    share = values(study, "site", "floor-days", 4096) / baseline
    assert np.median(share) == pytest.approx(320 / 365.25, rel=2e-3)
    assert abs(np.corrcoef(np.log(baseline), np.log(share / (1 - share)))[0, 1]) < 0.02


@pytest.mark.parametrize("part", [0.02, 0.5, 0.95])
def test_a_floor_in_days_as_a_share_keeps_its_low_end(part: float) -> None:
    """At -1.645 deviations the share is what the floor's own 5th percentile is of the baseline."""
    whole = Estimate(10.0, None, None, "days", Scale.LOG, 0.3, Basis.ASSUMED)
    floor = Estimate(10 * part, None, None, "days", Scale.LOG, 0.4, Basis.ASSUMED)
    share = floor_share(floor, whole)
    assert share is not None
    low, middle = spread(share, np.array([-NORMAL_95, 0.0]))
    assert low == pytest.approx(part * math.exp(-0.4 * NORMAL_95))
    assert middle == pytest.approx(part)
    # d logit = d ln share / (1 - share)
    assert share.spread_above == pytest.approx(0.4 / (1 - part))


def test_an_exact_floor_stays_what_it_is() -> None:
    """4 days exactly are 4 days, unless the whole is drawn below them: then they are the whole."""
    loop = draw_loop(Study(single("a", (5.0, 0.5), floor_days=4.0)), 512, 1).uncertain
    assert np.array_equal(loop.floor_days, np.minimum(4.0, loop.baseline_days))


def test_doubling_a_lead_time_doubles_the_lag_in_every_draw() -> None:
    """Twice as long a build is ordered twice as far ahead, so that it does not bind by itself.

    Both parts of the lead time are doubled: that of coding by its days per round.
    """
    study = shared().supposing(["site.baseline-days=400", "coding.days-per-round=2"])
    longer = study.supposing(["site.baseline-days=800", "coding.days-per-round=4"])
    lag = values(study, "review-orders-site", "lag")
    assert np.ptp(lag) > 1
    assert np.allclose(values(longer, "review-orders-site", "lag"), 2 * lag, rtol=1e-12)


def test_the_lag_follows_the_days_drawn_and_not_their_median() -> None:
    """Lag x 365.25 / (reserve x rate) is the lead time of the very draw."""
    study = shared()
    lead = values(study, "site", "baseline-days") + values(study, "coding", "baseline-days")
    factor = values(study, "review-orders-site", "reserve") * values(study, "a-year", "count")
    found = values(study, "review-orders-site", "lag") * 365.25 / factor
    assert np.allclose(found, lead, rtol=1e-12)


# ---- The shape of an interval ----


@pytest.mark.parametrize(
    ("subject", "metric", "ends"),
    [
        ("rounds", "count", (8, 12, 24)),
        ("coding", "days-per-round", (1, 1.5, 3)),
        ("review", "floor-share", (0.2, 0.5, 0.95)),
        ("site", "baseline-days", (200, 365.25, 900)),
    ],
)
def test_the_draws_of_an_assumption_have_its_very_interval(
    subject: str, metric: str, ends: tuple[float, float, float]
) -> None:
    """5, 50 and 95 % of the draws lie below low, value and high, however lopsided these are."""
    drawn = values(shared(), subject, metric, 8192)
    assert np.quantile(drawn, (0.05, 0.5, 0.95)) == pytest.approx(ends, rel=2e-3)
    estimate = shared().estimate(subject, metric)
    assert estimate is not None
    assert (estimate.low, estimate.median, estimate.high) == pytest.approx(ends)
    exact = spread(estimate, np.array([-NORMAL_95, 0.0, NORMAL_95]))
    assert exact == pytest.approx(ends, rel=1e-12)


def test_two_observations_are_pooled_to_a_symmetric_interval() -> None:
    """What rests on more than one number, be it of one source, has no one's shape."""
    two = [
        about("a", "baseline-days", (10.0, 0.3), id="one", source="s", grade="trial"),
        about("a", "baseline-days", (10.0, 0.4), id="two", source="s", grade="trial"),
    ]
    lopsided = [replace(item, direct=False, high=2 * (item.high or 0)) for item in two]
    model = uncertain_map({"a": {}}, [edge("a", "a")], [*lopsided, about("a-a", "lag", 1.0)])
    estimate = Study(model).estimate("a", "baseline-days")
    assert estimate is not None
    assert len(estimate.observation_ids) == 2
    assert estimate.deviation_below is None
    assert estimate.spread_below == estimate.spread_above == estimate.deviation


# ---- Suppositions ----


def test_supposing_a_driver_moves_all_that_follow_from_it() -> None:
    """6 rounds instead of 12 halve the days of both parts, in the estimate and in every draw."""
    study = shared()
    half = study.supposing("rounds.count=6")
    for part in ("coding", "review"):
        before, after = (one.estimate(part, "baseline-days") for one in (study, half))
        assert before is not None
        assert after is not None
        assert after.median == pytest.approx(before.median / 2)
    ratio = values(study, "coding", "baseline-days") / values(half, "coding", "baseline-days")
    assert np.allclose(ratio, values(study, "rounds", "count") / 6, rtol=1e-12)
    assert float(central_loop(half).components[0].baseline_days) == 9


def test_a_supposed_number_overrides_what_it_would_follow_from() -> None:
    """20 days are 20 days, whatever the rounds; the floor is then a share of these 20."""
    study = shared().supposing("review.baseline-days=20")
    assert set(values(study, "review", "baseline-days")) == {20.0}
    share = values(study, "review", "floor-share")
    assert np.allclose(values(study, "review", "floor-days"), 20 * share)
    floor = study.estimate("review", "floor-days")
    assert floor is not None
    assert floor.median == 10


def test_what_is_supposed_leaves_the_rest_as_drawn() -> None:
    """The draws of what does not follow from the supposed number stay to the last bit."""
    study = shared()
    other = study.supposing(["rounds.count=6", "review.floor-share=0.1"])
    for subject, metric in (("site", "baseline-days"), ("lines", "count"), ("a-year", "count")):
        assert np.array_equal(values(study, subject, metric), values(other, subject, metric))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rounds.count=0", "count must be a finite number above 0"),
        ("round.count=3", "There is no driver 'round' on the map. Did you mean rounds?"),
        ("review.floor-share=1.5", "a floor share must be at most 1"),
        ("site.days-per-round=3", "site counts no rounds on this map"),
        ("coding-gates-review.reserve=2", "follows from no lead time on this map"),
        ("review-orders-site.reserve=0", "reserve must be a finite number above 0"),
        ("review-orders-site.booked-ahead-days=-1", "must be a finite number of 0 or more"),
    ],
)
def test_a_supposition_that_makes_no_sense_is_refused(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is wrong and what would do, in Python and on the command line alike."""
    with pytest.raises(UsageError, match=re.escape(words)):
        shared().supposing(text)
    assert run(["critical-path", "--ontology", str(SHARED), "--set", text]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_days_of_no_component_come_on_top_of_a_lead_time() -> None:
    """18 days more in the booking: 4.5 x 401.25 / 365.25."""
    study = shared().supposing("review-orders-site.booked-ahead-days=18")
    lag = study.estimate("review-orders-site", "lag")
    assert lag is not None
    assert lag.median == pytest.approx(4.5 * 401.25 / 365.25)


# ---- What makes the pace uncertain ----


def test_inputs_are_what_numbers_follow_from_and_not_these() -> None:
    """By hand: every number of the file once, and none that follows from others."""
    names = {item.name for item in input_numbers(shared())}
    assert names == {
        "coding.speedup",
        "coding.days-per-round",
        "review.days-per-round",
        "review.floor-share",
        "site.baseline-days",
        "site.floor-days",
        "review-gates-coding.lag",
        "review-orders-site.reserve",
        "rounds.count",
        "lines.count",
        "a-year.count",
    }


def test_a_driver_can_be_what_matters_most() -> None:
    """Where both parts of the only cycle are exact but for the rounds, these make all of it.

    The pace of a loop of one part at its floor hangs on its speed-up alone, so the days are held
    against the period.
    """
    study = shared().supposing(
        ["coding.days-per-round=1", "review.days-per-round=1", "lines.count=1", "coding.speedup=1"]
    )
    drawn = draw_loop(study, 512, 1)
    rounds = values(study, "rounds", "count")
    on_inner = drawn.is_critical[drawn.loop.index["site"]] == 0
    assert on_inner.any()
    assert np.allclose(drawn.period_days[on_inner], 2 * rounds[on_inner])
    rows = sensitivity(shared(), draws=1024).numbers
    assert rows[0].label == "Rounds in a generation"


def test_moving_a_shared_cause_moves_all_parts() -> None:
    """One deviation up in the driver gives the pace of the loop with that supposition."""
    (row,) = [item for item in contributions(shared()) if item.subject == "rounds"]
    estimate = shared().estimate("rounds", "count")
    assert estimate is not None
    up = estimate.median * math.exp(estimate.spread_above)
    expected = critical_path(shared().supposing({"rounds.count": up})).pace.median
    assert row.pace_high == pytest.approx(expected, rel=1e-6)


def test_a_formula_names_its_inputs() -> None:
    """The supposed number does not follow from anything; all else as the map says."""
    key = Key("review", "baseline-days")
    formula = shared().formula(key)
    assert formula is not None
    assert formula.inputs == (
        ("review", "days-per-round"),
        ("rounds", "count"),
        ("lines", "count"),
    )
    assert shared().supposing("review.baseline-days=3").formula(key) is None


# ---- Maps without any of it ----

#: What the file states, by part and key of the JSON.
STATED = {
    "review": {"baseline_days": 8.0, "days": 8.0},
    "coding": {"baseline_days": 12.0, "acceleration": 6.0},
}


@pytest.mark.parametrize("question", ["critical-path", "sensitivity"])
def test_a_map_of_direct_numbers_answers_as_it_did(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every number to eight digits, as from the program that knew neither drivers nor offsets.

    Keys were added since, and the version of the JSON and the digest of the files differ. A number
    that a person stated is since then given back as its own median with its own interval, not with
    those of the runs: without one, 0.6 of the logarithm either way, of which 1.6449 hold 90 %.
    """
    assert run([question, "--ontology", str(ONE_FILE), "--format", "json", "--draws", "256",
                "--seed", "3"]) == 0  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    name = f"one-file-{question}.json"
    recorded = json.loads((TESTS / "data" / "answers" / name).read_text(encoding="utf-8"))
    for new in ("schema_version", "ontology"):
        recorded[new] = found[new]
    if question == "critical-path":
        for part in recorded["components"]:
            for number, stated in STATED[part["id"]].items():
                reach = math.exp(0.6 * 1.6448536269514722)
                ends = {"median": stated, "low": stated / reach, "high": stated * reach}
                part[number].update({key: pytest.approx(end) for key, end in ends.items()})
    # Matrices have been put together in another order since: the last digits are others.
    assert _shortened(_kept(found, recorded)) == _shortened(recorded)


def _shortened(value: object) -> object:
    """Return an answer with its numbers to eight digits; what is approximate stays."""
    if isinstance(value, float):
        return float(f"{value:.8g}")
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    return [_shortened(one) for one in value] if isinstance(value, list) else value


def _kept(found: object, recorded: object) -> object:
    """Return what was found without the keys that were not recorded."""
    if isinstance(recorded, dict) and isinstance(found, dict):
        return {key: _kept(found.get(key), value) for key, value in recorded.items()}
    if isinstance(recorded, list) and isinstance(found, list) and len(found) == len(recorded):
        return [_kept(*pair) for pair in zip(found, recorded, strict=True)]
    return found
