"""Which parts count as active, and on what footing: small maps by hand, and the shipped one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from shipped_map import shipped_model
from small_maps import assumed, edge, exactly, seen, small_map

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.active.answer import Footing
from graph.questions.active.compute import active
from graph.questions.critical_path.compute import critical_path
from graph.reports.active import active_report
from graph.reports.terminal_text import to_text


def answer(*observations, names="a", study_of=None, **parts):
    """Return the answer for a map with these observations."""
    model = small_map(names, observations, **parts)
    return active(Study(model, study_of or Standpoint()))


def the(result, identifier="a"):
    """Return one component of an answer."""
    return next(item for item in result.components if item.id == identifier)


@pytest.fixture(scope="module")
def shipped():
    """The shipped map."""
    return shipped_model()


# A trial or assumption without interval has deviation 0.2 on the log scale, so that
# P(a > 1) = Phi(ln a / 0.2): 0.9 at a = exp(0.2 * 1.28155) = 1.2922.
BORDER = math.exp(0.2 * 1.2815515655446004)


def test_the_probability_of_being_faster_is_that_of_the_pool():
    """At the border of nine in ten it is 0.9; at 1 it is one half."""
    assert the(answer(seen("x", "a", "speedup", BORDER))).probability_faster == pytest.approx(0.9)
    assert the(answer(seen("x", "a", "speedup", 1.0))).probability_faster == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("observation", "expected"),
    [
        (seen("x", "a", "speedup", 3.0), Footing.BY_EVIDENCE),
        (assumed("x", "a", "speedup", 3.0), Footing.ON_ASSUMPTION),
        (seen("x", "a", "speedup", 1.1), Footing.UNPROVEN),
        (assumed("x", "a", "speedup", 1.1), Footing.UNPROVEN),
        (seen("x", "a", "speedup", 0.5), Footing.SLOWED),
        (seen("x", "a", "baseline-days", 3.0), Footing.UNKNOWN),
    ],
)
def test_what_an_acceleration_rests_on_is_told_beside_its_status(observation, expected):
    """Evidence and assumption are told apart; no evidence is unknown, not unproven."""
    result = answer(observation)
    assert the(result).footing is expected
    field = {
        Footing.BY_EVIDENCE: "shown_by_evidence",
        Footing.ON_ASSUMPTION: "on_our_assumption",
    }.get(expected, expected.value)
    assert getattr(result.counts, field) == 1
    assert result.counts.accelerated == (expected in tuple(Footing)[:3])


def sources_of_a(*observations):
    """How many sources the result of a counts, in a ring of a and b."""
    ring = edge("a", "b"), edge("b", "a")
    days_of_b = exactly("b", "baseline-days", 1.0)
    model = small_map("ab", (*observations, days_of_b), ring, lags=("b-gates-a",))
    return critical_path(Study(model)).component("a").source_count


@pytest.mark.parametrize("speedup", [None, assumed("x", "a", "speedup", 3.0)])
def test_sources_of_the_days_are_none_of_the_acceleration(speedup):
    """Two sources give the days, none the speed-up, which is unknown or assumed: 0 sources."""
    days = seen("y", "a", "baseline-days", 3.0), seen("z", "a", "baseline-days", 4.0)
    assert sources_of_a(*days, *([speedup] if speedup else [])) == 0


def test_sources_of_the_acceleration_count_once_each():
    """Two trials give the speed-up; the source of the days is no third."""
    trials = seen("x", "a", "speedup", 3.0), seen("y", "a", "speedup", 3.0)
    assert sources_of_a(*trials, seen("z", "a", "baseline-days", 4.0)) == 2


def test_an_assumption_narrowed_by_a_limit_stays_an_assumption():
    """A source that gives only a limit does not turn our judgement into evidence."""
    from graph.vocabulary import Bound

    limit = seen("y", "a", "speedup", 2.0, bound=Bound.LOWER)
    item = the(answer(assumed("x", "a", "speedup", 2.0), limit))
    assert item.source_count == 1
    assert item.footing is Footing.ON_ASSUMPTION


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2.0, Footing.SUPPOSED), (1.0, Footing.UNPROVEN), (0.5, Footing.SLOWED)],
)
def test_what_is_supposed_is_never_shown_as_evidence(value, expected):
    """A supposed speed-up has its own group and names no source, notion or setting."""
    model = small_map("a", [seen("x", "a", "speedup", 5.0)])
    study = Study(model).supposing((Supposition("a", "speedup", value),))
    item = the(active(study))
    assert item.footing is expected
    assert (item.acceleration.median, item.source_count, item.notion) == (value, 0, None)


def test_without_evidence_everything_is_missing_and_nothing_is_one():
    """An unknown component has no acceleration, probability, basis, share or level."""
    item = the(answer())
    assert item.acceleration is None
    assert item.probability_faster is None
    assert item.basis is None
    assert item.ai_share_of_lines is None
    assert item.automation_level is None
    assert item.useful_speedup is None


def test_the_three_kinds_of_share_never_stand_for_each_other():
    """A share of lines says nothing of person-time, decisions or level."""
    item = the(answer(seen("x", "a", "ai-share-of-lines", 0.8)))
    assert item.ai_share_of_lines.median == pytest.approx(0.8)
    assert item.ai_share_of_person_time is None
    assert item.ai_share_of_decisions is None
    assert item.automation_level is None


@pytest.mark.parametrize(
    ("shares", "level", "read_from"),
    [
        ({"full-autonomy-share": 0.6}, "AL5", "levels"),
        ({"full-autonomy-share": 0.1, "autonomy-share": 0.6}, "AL4", "levels"),
        ({"collaboration-share": 0.6}, "AL3", "levels"),
        ({"autonomy-share": 0.3}, "below AL4", "levels"),
        ({"ai-share-of-person-time": 0.95}, "AL3", "person-time"),
        ({"ai-share-of-person-time": 0.3}, "AL2", "person-time"),
        ({"ai-share-of-person-time": 0.05}, "AL1", "person-time"),
        ({"ai-share-of-person-time": 0.005}, "AL0", "person-time"),
        ({"collaboration-share": 0.3, "ai-share-of-person-time": 0.6}, "AL2", "person-time"),
    ],
)
def test_the_level_is_what_half_of_the_person_time_has_reached(shares, level, read_from):
    """Levels that were observed come first; a share of time alone never tells more than AL3."""
    observations = [seen(name, "a", name, value) for name, value in shares.items()]
    found = the(answer(*observations)).automation_level
    assert (found.level, found.read_from) == (level, read_from)


def test_notions_are_shown_beside_and_not_mixed():
    """Serial speed 3x and throughput 1.1x: the first counts, the second stands beside it."""
    item = the(
        answer(
            seen("x", "a", "speedup", 3.0),
            seen("y", "a", "speedup", 1.1, notion="throughput"),
        )
    )
    assert (item.acceleration.median, item.notion) == (pytest.approx(3.0), "serial speed")
    (other,) = item.other_notions
    assert (other.notion, other.value.median) == ("throughput", pytest.approx(1.1))


def test_our_judgement_is_shown_beside_the_evidence():
    """The evidence says 2x, we said 4x: the pool is 2x and both are there."""
    item = the(answer(seen("x", "a", "speedup", 2.0), assumed("y", "a", "speedup", 4.0)))
    assert item.acceleration.median == pytest.approx(2.0)
    assert item.our_judgement.median == pytest.approx(4.0)


LOOP = {
    "names": "ab",
    "edges": (edge("a", "b"), edge("b", "a")),
    "lags": ("b-gates-a",),
}
DAYS = (exactly("a", "baseline-days", 12.0), exactly("b", "baseline-days", 8.0))


def test_how_much_the_loop_uses_comes_from_the_critical_path():
    """On a cycle of two with lag 1 both parts bind, so that all of 12/4 = 3 days is used."""
    item = the(answer(*DAYS, seen("x", "a", "speedup", 4.0), **LOOP))
    assert item.useful_speedup == pytest.approx(4.0)
    assert item.effective_acceleration == pytest.approx(4.0)
    assert item.absorption == "load-bearing"


def test_a_floor_limits_what_the_acceleration_does_but_not_what_it_is():
    """4x on 12 days with a floor of 6: effective 12/6 = 2, pooled still 4."""
    floor = exactly("a", "floor-days", 6.0)
    item = the(answer(*DAYS, floor, seen("x", "a", "speedup", 4.0), **LOOP))
    assert item.acceleration.median == pytest.approx(4.0)
    assert item.effective_acceleration == pytest.approx(2.0)


def test_a_map_without_a_loop_is_answered_and_says_what_is_missing():
    """Nothing closes a loop: accelerations are told, their use is unknown and the reason given."""
    result = answer(*DAYS, seen("x", "a", "speedup", 4.0), names="ab", edges=(edge("a", "b"),))
    assert the(result).footing is Footing.BY_EVIDENCE
    assert the(result).useful_speedup is None
    assert "No cycle" in result.use_unknown_because
    assert "No cycle" in to_text(active_report(result))


def test_each_year_knows_only_what_was_known_then():
    """Evidence of June 2024: shown from then on; of the years before nothing is said."""
    early = seen("x", "a", "speedup", 3.0, as_of="2024-06")
    result = answer(early, seen("y", "a", "ai-share-of-lines", 0.2, as_of="2025-02"))
    footings = {item.year: item.footing for item in result.history}
    assert footings == {
        2024: Footing.BY_EVIDENCE,
        2025: Footing.BY_EVIDENCE,
    }
    assert [year.counts.unknown for year in result.by_year] == [0, 0]
    assert result.by_year[-1].as_of == result.as_of


def test_suppositions_change_nothing_in_the_past():
    """A supposed speed-up holds for the last year alone."""
    lines = [
        seen(name, "a", "ai-share-of-lines", 0.2, as_of=f"{year}-06")
        for name, year in (("x", 2022), ("y", 2024))
    ]
    result = active(Study(small_map("a", lines)).supposing((Supposition("a", "speedup", 9.0),)))
    assert [item.acceleration for item in result.history[:-1]] == [None, None]
    assert result.history[-1].acceleration.median == 9.0


def test_without_dates_there_is_no_history():
    """A map whose numbers bear no date is not spread over years."""
    result = answer(exactly("a", "speedup", 2.0))
    assert (result.by_year, result.history) == ((), ())


def test_coding_in_frontier_labs_is_shown_by_borrowed_evidence_and_on_which_condition(shipped):
    """Trials of industry speak of labs, and what that hangs on stands beside it.

    By a prototype with fewer rows: 1.36x (1.03-1.80) with P(faster) 96.5 % if labs are taken to be
    not far below industry, and 69 to 92 % if that is left open.
    """
    result = active(Study(shipped))
    coding = the(result, "coding")
    assert coding.footing is Footing.BY_BORROWED_EVIDENCE
    assert coding.basis.value == "measured"
    assert coding.source_count > 10
    alone = coding.by_evidence
    assert alone.acceleration.median == pytest.approx(1.36, rel=0.1)
    assert 0.9 < alone.probability_faster < 0.97
    assert alone.borrowed_across == ("setting", "notion")
    assert 0.69 < alone.if_setting_left_open < 0.92
    assert {other.notion for other in coding.other_notions} >= {"throughput", "volume"}
    line = next(x for x in to_text(active_report(result)).split("\n") if x.startswith("- Coding:"))
    assert "throughput" in line


def test_industry_and_frontier_labs_differ(shipped):
    """In industry coding rests on measurements of several sources, in labs on a judgement."""
    industry = the(active(Study(shipped, Standpoint("industry"))), "coding")
    assert industry.basis.value == "measured"
    assert industry.source_count > 1
    assert industry.acceleration != the(active(Study(shipped)), "coding").acceleration


def test_the_whole_loop_is_shown_as_published_and_is_no_input(shipped):
    """Without what was observed of the whole loop no component changes."""
    result = active(Study(shipped))
    shares = {item.label: item.value for item in result.whole_loop}
    assert shares["autonomy share"] == 0.26
    kept = {
        name: item for name, item in shipped.observations.items() if item.subject != "whole-loop"
    }
    without = active(Study(replace(shipped, observations=kept), Standpoint(as_of=result.as_of)))
    assert without.whole_loop == ()
    assert without.components == result.components


def test_the_first_lines_give_the_counts(shipped):
    """The answer stands in the first two lines and adds up to all components."""
    result = active(Study(shipped))
    counts = result.counts
    text = to_text(active_report(result)).split("\n")
    shown = counts.shown_by_evidence + counts.shown_by_borrowed_evidence
    assert text[3].startswith(
        f"{shown} of {len(result.components)} parts are shown to be faster with AI"
    )
    total = counts.accelerated + counts.unproven + counts.slowed + counts.unknown
    assert total == len(result.components)
