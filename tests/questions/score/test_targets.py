"""Whether a target is met: at its very edges, and where nothing can be said."""

from __future__ import annotations

import pytest

from graph.estimates import Interval
from graph.questions.score.answer import (
    Assumptions,
    ReleaseForecast,
    ReleaseScore,
    Rival,
    SeriesScore,
    SpeedupScore,
)
from graph.questions.score.targets import all_targets

NOTHING = Assumptions("It takes draws.")
NO_SPEEDUPS = SpeedupScore("There are none.", 0, ())
NO_RELEASES = ReleaseScore("There are none.")


def method(name: str, coverage: float, skill: float | None = None, gain: float | None = None):
    """A way of forecasting with so much coverage, and how the map's own does against it."""
    skills = None if skill is None else Interval(skill)
    return Rival(name, 1.0, Interval(coverage), skills, None if gain is None else Interval(gain))


def releases(skills: tuple[float, float], coverage: float, count: int) -> ReleaseScore:
    """So many gaps, forecast so well."""
    gap = ReleaseForecast("A", "2024-01-01", "2024-02-01", 31, Interval(31), True, 0.1, (0.2,), 3)
    rivals = tuple(method(str(skill), 0.9, skill) for skill in skills)
    return ReleaseScore(None, ("A",), count + 1, ("A",), (method("own", coverage), *rivals),
                        (gap,) * count)  # fmt: skip


def series(won: bool | None, name: str = "one") -> SeriesScore:
    """A series that was won, lost, or too short."""
    origins = 0 if won is None else 5
    return SeriesScore(name, "share", "logit", "A table", origins + 4, origins, (), won)


def verdict(what: str, found) -> bool | None:
    """The verdict on one target."""
    return next(item.met for item in found if what in item.what)


@pytest.mark.parametrize(
    ("skills", "met"), [((0.1, 0.4), True), ((0.4, 0.1), True), ((0.4, 0.09), False)]
)
def test_the_better_rival_decides(skills, met):
    """0.10 over the worse skill is enough; 0.40 over one rival does not make up for the other."""
    found = all_targets(releases(skills, 0.9, 25), NO_SPEEDUPS, (), "None.", NOTHING)

    assert verdict("skill over", found) is met


@pytest.mark.parametrize(
    ("coverage", "met", "why"),
    [(0.8, True, ""), (0.97, True, ""), (0.79, False, "narrow"), (0.98, False, "wide")],
)
def test_too_wide_is_missed_as_too_narrow_is(coverage, met, why):
    """80 and 97 % are inside."""
    found = all_targets(releases((1, 1), coverage, 25), NO_SPEEDUPS, (), "None.", NOTHING)
    target = next(item for item in found if "gaps inside" in item.what)

    assert target.met is met
    assert why in target.why
    assert met or f"{round(25 * coverage)} of 25 held" in target.why


def test_too_few_is_a_miss_and_none_at_all_is_open():
    """24 gaps, 59 speed-ups, 7 series; and a map that has no such data."""
    some = SpeedupScore(None, 59, (method("own", 0.9), method("none", 0.9, gain=0.1)))
    found = all_targets(releases((1, 1), 0.9, 24), some, [series(True)] * 7, None, NOTHING)
    empty = all_targets(NO_RELEASES, NO_SPEEDUPS, (), "None.", NOTHING)

    for what in ("gaps forecast", "held out", "long enough"):
        assert verdict(what, found) is False
        assert verdict(what, empty) is None
    assert verdict("no change and a straight line", found) is True
    assert all(item.met is None and item.why for item in empty)


def test_a_gain_over_one_pooling_is_not_enough():
    """The lesser gain decides, and 0 is no gain."""
    for gains, met in (((0.2, 0.1), True), ((0.2, 0.0), False), ((-0.1, 0.2), False)):
        rivals = tuple(method(str(gain), 0.9, gain=gain) for gain in gains)
        score = SpeedupScore(None, 60, (method("own", 0.9), *rivals))
        found = all_targets(NO_RELEASES, score, (), "None.", NOTHING)
        assert verdict("log score gained", found) is met


def test_rivals_alone_are_no_score_of_the_map():
    """While the map's model is not tried, its targets are open, whatever the rivals do."""
    score = SpeedupScore("Not tried.", 60, (method("a", 0.9), method("b", 0.9, gain=0.3)))
    found = all_targets(NO_RELEASES, score, (), "None.", NOTHING)

    assert verdict("speed-ups inside", found) is None
    assert verdict("log score gained", found) is None
    assert verdict("held out", found) is True


def test_lost_and_short_series_are_named():
    """Who misses the target is told which series did it."""
    found = all_targets(
        NO_RELEASES, NO_SPEEDUPS, [series(False, "lost one"), series(None, "short one")], None,
        NOTHING,
    )  # fmt: skip
    target = next(item for item in found if "straight line" in item.what)

    assert "lost one" in target.why
    assert "short one" in target.why


@pytest.mark.parametrize(("share", "met"), [(0.5, True), (0.51, False)])
def test_half_of_the_critical_days_may_rest_on_assumption(share, met):
    """50 % is the most; a variance that is not known is open."""
    found = all_targets(NO_RELEASES, NO_SPEEDUPS, (), "None.", Assumptions(None, share, None, ()))

    assert verdict("slowest loop", found) is met
    assert verdict("doubt", found) is None
    assert "nothing in it is uncertain" in next(x.why for x in found if "doubt" in x.what)
