"""Speed-ups of all parts estimated together: closed forms by hand, laws, the status they give."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import pytest

from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.standpoint import Standpoint
from graph.evidence.status import Status, status_of
from graph.model import LoopModel, Observation
from graph.vocabulary import Bound

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]
Reasoned = Callable[..., tuple[Observation, ...]]


@pytest.fixture
def reasoned(observed: Observed) -> Reasoned:
    """Make the reasoned numbers that tie speed-ups together: all silent unless told otherwise."""

    def make(**changes: float | tuple[float, float, float]) -> tuple[Observation, ...]:
        numbers: dict[str, float | tuple[float, float, float]] = {
            "prior-mean": (0.0, -0.5, 0.5),
            "source-deviation": 0.0,
            "part-deviation": 0.3,
            "family-deviation": 0.0,
        }
        numbers |= {name.replace("_", "-"): value for name, value in changes.items()}
        return tuple(_number(observed, name, value) for name, value in numbers.items())

    return make


def _number(
    observed: Observed, name: str, value: float | tuple[float, float, float]
) -> Observation:
    """Return one reasoned number; ``offset-X`` is the offset of a setting or notion X."""
    middle, low, high = value if isinstance(value, tuple) else (value, None, None)
    about_offset = name.startswith("offset-")
    return observed(
        f"reasoned-{name}",
        middle,
        subject=name.removeprefix("offset-") if about_offset else "speedup",
        metric="offset" if about_offset else name,
        low=low,
        high=high,
        grade="our-assumption",
    )


def trial(observed: Observed, identifier: str, value: float, **changes: object) -> Observation:
    """Return a speed-up observed in the setting asked about, of serial speed."""
    changes.setdefault("settings", ("frontier-lab",))
    return observed(identifier, value, metric="speedup", **changes)


def speedup(model: LoopModel, part: str = "review", **standpoint: object) -> tuple[float, float]:
    """Return mean and deviation of a part's speed-up on the log scale."""
    found = estimate_loop(model, Standpoint(**standpoint)).get(part, "speedup")  # type: ignore[arg-type]
    assert found is not None
    return math.log(found.median), found.deviation


def test_one_trial_is_the_normal_normal_model(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A trial of 1.5 with deviation 0.2; the part is known before as N(0, s0^2) by its family.

    The deviation between parts is integrated: at each node w the variance before is
    s0^2 + w^2 with s0 = 0.5/1.645 = 0.304. With the deviation between parts close to 0 the weight
    is s0^2 / (s0^2 + 0.04) = 0.0924/0.1324 = 0.698, the mean 0.698 * ln 1.5 = 0.283.
    """
    model = map_of(*reasoned(part_deviation=1e-6), trial(observed, "t", 1.5))
    prior = (0.5 / 1.6448536269514722) ** 2
    weight = prior / (prior + 0.04)
    mean, deviation = speedup(model)
    assert mean == pytest.approx(weight * math.log(1.5), abs=1e-6)
    assert deviation == pytest.approx(math.sqrt(weight * 0.04), abs=1e-6)


def test_silent_offsets_and_wide_parts_leave_every_part_alone(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Without offsets, bias and deviation between sources, and with wide parts: no pooling.

    Two agreeing trials of one part then give their plain weighted mean, as pooling alone does.
    """
    trials = (
        trial(observed, "a", 1.5),
        trial(observed, "b", 1.6),
        trial(observed, "c", 3.0, subject="coding"),
    )
    together = map_of(*reasoned(part_deviation=20.0, prior_mean=(0.0, -9.0, 9.0)), *trials)
    alone = map_of(*trials)
    for part in ("review", "coding"):
        assert speedup(together, part) == pytest.approx(speedup(alone, part), abs=0.01)


def test_parts_that_do_not_differ_are_pooled_completely(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """With no deviation between parts or families, two parts have one and the same number."""
    model = map_of(
        *reasoned(part_deviation=1e-7),
        trial(observed, "a", 1.5),
        trial(observed, "c", 3.0, subject="coding"),
    )
    assert speedup(model, "review") == pytest.approx(speedup(model, "coding"), abs=1e-5)


def test_removing_direct_evidence_widens(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A part of which nothing but a judgement of others is left is less certain than before."""
    judged = observed(
        "judged", 1.2, metric="speedup", grade="our-assumption", settings=("frontier-lab",)
    )
    other = trial(observed, "c", 1.4, subject="coding")
    both = map_of(*reasoned(), other, judged, trial(observed, "a", 1.5))
    without = map_of(*reasoned(), other, judged)
    only = {"evidence_only": True}
    assert speedup(without, **only)[1] > speedup(both, **only)[1]
    assert speedup(without)[1] > speedup(both)[1]


def test_a_contradicting_observation_widens(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Three trials agree; a fourth at a fifth of them makes the estimate less certain.

    The deviation between sources is unknown, so that contradiction is read as heterogeneity.
    """
    agreeing = [trial(observed, name, 2.0) for name in "abc"]
    prior = reasoned(source_deviation=0.5)
    before = speedup(map_of(*prior, *agreeing))[1]
    after = speedup(map_of(*prior, *agreeing, trial(observed, "d", 0.4)))[1]
    assert after > before


def test_order_of_observations_does_not_matter(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """The same observations in another order give the same numbers to the last bit."""
    found = [
        *reasoned(source_deviation=0.3),
        trial(observed, "a", 1.5),
        trial(observed, "b", 0.9, settings=("industry",)),
        trial(observed, "c", 3.0, subject="coding"),
    ]
    model = map_of(*found)
    turned = dataclasses.replace(
        model, observations=dict(reversed(list(model.observations.items())))
    )
    assert speedup(model) == speedup(turned)


def test_an_offset_is_taken_off(map_of: MapOf, observed: Observed, reasoned: Reasoned) -> None:
    """A trial of industry stands for a lab by the lab's certain offset of 0.2, and not narrower.

    With certain offsets it is as if the trial had been made in the lab with a result e^0.2 higher.
    """
    of_industry = trial(observed, "a", 1.5, settings=("industry",))
    in_the_lab = trial(observed, "a", 1.5 * math.exp(0.2))
    there = map_of(*reasoned(**{"offset-frontier-lab": 0.2}), of_industry)
    here = map_of(*reasoned(), in_the_lab)
    assert speedup(there) == pytest.approx(speedup(here))
    uncertain = map_of(*reasoned(**{"offset-frontier-lab": (0.2, -0.2, 0.6)}), of_industry)
    assert speedup(uncertain)[1] > speedup(here)[1]


def test_a_notion_without_an_offset_weighs_nothing(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Throughput counts only where the map says how it differs from serial speed."""
    throughput = trial(observed, "b", 9.0, notion="throughput")
    model = map_of(*reasoned(), trial(observed, "a", 1.5), throughput)
    assert speedup(model) == speedup(map_of(*reasoned(), trial(observed, "a", 1.5)))
    pool = estimate_loop(model).pool("review", "speedup")
    assert pool is not None
    reason = next(item.reason_excluded for item in pool.weights if item.observation_id == "b")
    assert reason == "nothing says how throughput differs from serial speed"


def test_age_is_taken_off_by_the_trend(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A trial two years before the newest evidence counts as 2 x 0.1 higher, with a certain trend.

    The newest observation, of another part left open, sets the day; 730 or 731 days are 2 years.
    """
    old = trial(observed, "a", 1.5, as_of="2024-06-30")
    new = trial(observed, "c", 2.0, subject="coding", as_of="2026-06-30")
    aged = map_of(*reasoned(yearly_trend=0.1, part_deviation=20.0), old, new)
    years = 730 / 365.25
    as_new = trial(observed, "a", 1.5 * math.exp(0.1 * years), as_of="2026-06-30")
    fresh = map_of(*reasoned(yearly_trend=0.1, part_deviation=20.0), as_new, new)
    assert speedup(aged) == pytest.approx(speedup(fresh))


def test_a_study_bias_is_taken_off(map_of: MapOf, observed: Observed, reasoned: Reasoned) -> None:
    """A study that lies 0.15 too low counts as 0.15 higher; an unsure bias widens."""
    low = trial(observed, "a", 1.0, study_bias=-0.15)
    plain = trial(observed, "a", math.exp(0.15))
    assert speedup(map_of(*reasoned(), low)) == pytest.approx(speedup(map_of(*reasoned(), plain)))
    unsure = trial(observed, "a", 1.0, study_bias=-0.15, study_bias_deviation=0.3)
    assert speedup(map_of(*reasoned(), unsure))[1] > speedup(map_of(*reasoned(), low))[1]


def test_the_bias_of_a_grade_is_shared(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A hundred surveys do not wash out what all surveys do: the deviation stays above its share.

    A survey's bias has deviation 0.3, half of the variance shared: 0.3 * sqrt(0.5) = 0.21. The part
    is left open before (9/1.645 = 5.5 and more), so that nothing else holds it.
    """
    surveys = [trial(observed, f"s{number:03}", 2.0, grade="survey") for number in range(100)]
    prior = reasoned(shared_bias_share=0.5, prior_mean=(0.0, -9.0, 9.0), part_deviation=5.0)
    deviation = speedup(map_of(*prior, *surveys))[1]
    assert 0.21 < deviation < 0.25


def test_a_limit_narrows_without_being_a_value(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A limit of 1.2 beside a trial of 1.5 lowers the estimate; one of 40 says nothing of it."""
    plain = speedup(map_of(*reasoned(), trial(observed, "a", 1.5)))
    tight = trial(observed, "l", 1.2, bound=Bound.UPPER)
    lowered = speedup(map_of(*reasoned(), trial(observed, "a", 1.5), tight))
    assert lowered[0] < plain[0]
    far = trial(observed, "l", 40.0, bound=Bound.UPPER)
    assert speedup(map_of(*reasoned(), trial(observed, "a", 1.5), far)) == pytest.approx(
        plain, abs=1e-6
    )


def test_a_number_on_the_part_itself_passes_through(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """``loop:speedup 6`` stays 6, whatever was observed of other parts, and moves none of them."""
    written = observed("w", 6.0, metric="speedup", direct=True, exact=True)
    other = trial(observed, "c", 1.4, subject="coding")
    model = map_of(*reasoned(), written, other)
    found = estimate_loop(model).get("review", "speedup")
    assert found is not None
    assert (found.median, found.deviation) == (6.0, 0.0)
    assert speedup(model, "coding") == speedup(map_of(*reasoned(), other), "coding")


def test_weights_and_the_prior_sum_to_one(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """With one trial and nothing else the weight and the prior's part are 1 together."""
    pool = estimate_loop(map_of(*reasoned(), trial(observed, "a", 1.5))).pool("review", "speedup")
    assert pool is not None
    assert pool.prior_weight is not None
    assert sum(item.weight for item in pool.weights) + pool.prior_weight == pytest.approx(1)


def test_one_fact_counts_once(map_of: MapOf, observed: Observed, reasoned: Reasoned) -> None:
    """Two reports of the same fact weigh like the surer of them, and the other says so."""
    first = trial(observed, "a", 1.5)
    again = trial(observed, "b", 1.5, same_fact_as=("a",), grade="expert")
    once, twice = map_of(*reasoned(), first), map_of(*reasoned(), first, again)
    assert speedup(once) == speedup(twice)
    pool = estimate_loop(twice).pool("review", "speedup")
    assert pool is not None
    assert pool.weights[-1].reason_excluded == "tells the same fact as a"


def test_an_unseen_interval_is_never_narrower_than_those_that_were_seen(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Trials that report intervals have deviation 0.5; one that reports none has no less.

    exp(0.5 * 1.645) = 2.276: a 90 % interval of 1/2.276 to 2.276 around the value.
    """
    spread = math.exp(0.5 * 1.6448536269514722)
    wide = [
        trial(observed, name, 1.5, subject="coding", low=1.5 / spread, high=1.5 * spread)
        for name in ("c", "d")
    ]
    silent = trial(observed, "a", 1.5)
    pool = estimate_loop(map_of(*reasoned(), silent, *wide)).pool("review", "speedup")
    assert pool is not None
    own = next(item for item in pool.weights if item.observation_id == "a")
    assert own.deviation == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("settings", "value", "expected"),
    [
        (("frontier-lab",), 3.0, Status.ACCELERATED),
        (("industry",), 3.0, Status.BORROWED),
        (("frontier-lab",), 1.05, Status.UNPROVEN),
        (("frontier-lab",), 0.4, Status.SLOWED),
    ],
)
def test_status_says_whose_evidence_it_is(
    map_of: MapOf,
    observed: Observed,
    reasoned: Reasoned,
    settings: tuple[str, ...],
    value: float,
    expected: Status,
) -> None:
    """A trial of the setting shows it itself, one of another setting is borrowed."""
    model = map_of(*reasoned(), trial(observed, "a", value, settings=settings))
    assert status_of(model, estimate_loop(model), "review") is expected


def test_weak_evidence_of_the_setting_leaves_it_borrowed(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """A weak trial of the lab beside strong ones of industry: shown, and borrowed.

    The lab's own trial of 1.1 with deviation 0.2 is no proof; three of industry at 2 are.
    """
    strong = [trial(observed, name, 2.0, settings=("industry",)) for name in "abc"]
    model = map_of(*reasoned(), trial(observed, "own", 1.1), *strong)
    assert status_of(model, estimate_loop(model), "review") is Status.BORROWED


def test_a_judgement_alone_shows_nothing(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Our own word for 4x makes a part accelerated on judgement; by evidence alone it is not."""
    judged = observed(
        "j", 4.0, metric="speedup", grade="our-assumption", low=3.0, high=6.0,
        settings=("frontier-lab",),
    )  # fmt: skip
    model = map_of(*reasoned(), judged, trial(observed, "c", 1.1, subject="coding"))
    status = status_of(model, estimate_loop(model), "review")
    assert status is Status.JUDGED
    assert status.is_accelerated
    alone = estimate_loop(model, Standpoint(evidence_only=True))
    assert status_of(model, alone, "review") is Status.UNPROVEN


def test_judgements_of_other_parts_do_not_speak_of_a_judged_one(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """What we judge of coding does not pull what we judge of review, and both keep their values."""

    def judged(name: str, value: float, part: str) -> Observation:
        return observed(
            name, value, subject=part, metric="speedup", grade="our-assumption",
            low=value / 1.5, high=value * 1.5, settings=("frontier-lab",),
        )  # fmt: skip

    prior = reasoned(family_deviation=0.3)
    one = map_of(*prior, judged("j", 4.0, "review"))
    both = map_of(*prior, judged("j", 4.0, "review"), judged("k", 1.0, "coding"))
    assert speedup(both) == pytest.approx(speedup(one), abs=1e-6)
    assert speedup(both)[0] == pytest.approx(math.log(4.0), abs=0.01)


def test_what_evidence_says_of_our_judgement_moves_the_rest(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Where a trial shows that we judged one part too high, our other high judgements fall too."""

    def judged(name: str, part: str) -> Observation:
        return observed(
            name, 4.0, subject=part, metric="speedup", grade="our-assumption",
            low=3.0, high=5.3, settings=("frontier-lab",),
        )  # fmt: skip

    prior = reasoned(judgement_deviation=0.25)
    both = judged("j", "review"), judged("k", "coding")
    before = speedup(map_of(*prior, *both))[0]
    after = speedup(map_of(*prior, *both, trial(observed, "c", 1.2, subject="coding")))[0]
    assert after < before


def test_how_observations_hang_together_holds_at_any_date(
    map_of: MapOf, observed: Observed, reasoned: Reasoned
) -> None:
    """Reasoned in 2026, the offsets weigh the evidence of 2024 all the same."""
    later = [dataclasses.replace(item, as_of="2026-11-01") for item in reasoned()]
    model = map_of(*later, trial(observed, "a", 1.5, as_of="2024-03-01"))
    pool = estimate_loop(model, Standpoint(as_of="2024-12")).pool("review", "speedup")
    assert pool is not None
    assert pool.is_joint


def test_without_reasoned_numbers_every_part_stands_alone(
    map_of: MapOf, observed: Observed
) -> None:
    """A map that does not say how its speed-ups hang together pools each by itself, as before."""
    model = map_of(trial(observed, "a", 1.5), trial(observed, "c", 3.0, subject="coding"))
    pool = estimate_loop(model).pool("review", "speedup")
    assert pool is not None
    assert not pool.is_joint
    assert pool.estimate is not None
    assert pool.estimate.median == pytest.approx(1.5)
