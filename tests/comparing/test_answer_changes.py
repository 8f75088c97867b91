"""The answers of two maps beside each other: by hand where numbers are exact, by law where not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped_map import shipped_model
from uncertain_maps import about, edge, uncertain_map

from graph.comparing.answer_changes import AnswerChanges, NoAnswer, Ranking, compare_answers
from graph.comparing.comparison import compare
from graph.comparing.conditions import CONDITIONS, chosen_conditions, conditions_met
from graph.errors import UsageError
from graph.loop.study import Study
from graph.reports.comparison import comparison_report, verdict
from graph.reports.terminal_text import to_text


def two(coding=12.0, review=8.0, speedup=6.0, lag=1.0):
    """Coding and review wait for each other; review takes one generation at a time."""
    numbers = {
        "coding": {"baseline-days": coding, "speedup": speedup},
        "review": {"baseline-days": review},
    }
    edges = [edge("coding", "review"), edge("review", "coding")]
    return uncertain_map(numbers, edges, [about("review-coding", "lag", lag)])


def uncertain(middle, width=0.3, **parts):
    """A loop of one part that waits for itself, and parts beside it."""
    numbers = {"one": {"baseline-days": (middle, width), "speedup": (2.0, 0.2)}, **parts}
    edges = [edge("one", "one"), *(edge("one", name) for name in parts)]
    return uncertain_map(numbers, edges, [about("one-one", "lag", 1.0)])


def compared(before, after, draws=0, **more):
    """The comparison of two models."""
    return compare_answers(Study(before), Study(after), draws=draws, seed=2, **more)


def test_exact_numbers_have_an_exact_difference():
    """12/6 + 8 = 10 days now, 20 without AI: pace 2. At speed-up 3: 4 + 8 = 12, pace 20/12."""
    found = compared(two(), two(speedup=3.0))
    period, pace = (found.loop.answer(name) for name in ("period_days", "pace"))

    assert (period.mean_before, period.mean_after) == (10.0, 12.0)
    assert (pace.mean_before, pace.mean_after) == (2.0, pytest.approx(20 / 12))
    assert verdict(period) == "changed"
    assert verdict(found.loop.answer("baseline_period_days")) == "no change"


@pytest.mark.parametrize("draws", [0, 64])
def test_a_map_beside_itself_has_no_change_at_all(draws):
    """Exactly zero, and said so; no part moves, no rank, no status."""
    found = compared(uncertain(10.0), uncertain(10.0), draws)

    assert {verdict(item) for item in found.loop.answers} == {"no change"}
    assert not found.moved
    assert (found.statuses, found.ranks, found.moved_parts) == ((), (), ())


def test_a_number_beside_the_loop_changes_exactly_nothing():
    """A part that nothing waits for takes longer: the law says 0, draw by draw, and so do we."""
    side = {"baseline-days": (3.0, 0.3)}
    slower = {"baseline-days": (4.0, 0.3)}
    found = compared(uncertain(10.0, aside=side), uncertain(10.0, aside=slower), 64)

    for item in found.loop.answers:
        assert (item.mean_difference, item.difference.low, item.difference.high) == (0, 0, 0)
        assert verdict(item) == "no change"


def test_a_small_change_is_told_from_noise_by_common_draws():
    """One per cent more days is one per cent of the period in every draw: 0.01 +- almost nothing.

    The interval of the period itself spans a factor of two.
    """
    found = compared(uncertain(10.0), uncertain(10.1), 128)
    period = found.loop.answer("period_days")

    assert period.moved
    assert period.mean_difference / period.mean_before == pytest.approx(0.01, rel=1e-6)
    assert period.before.high > 2 * period.before.low


def test_a_part_that_came_has_no_number_before():
    """None, not 0; and its status is told as new."""
    with_new = uncertain(10.0, test={"baseline-days": (3.0, 0.3)})
    found = compared(uncertain(10.0), with_new, 64)
    row = next(item for item in found.loop.components if item.id == "test")

    assert row.days.before is None
    assert row.days.after is not None
    assert "test" in found.moved_parts
    assert [(item.id, item.before) for item in found.statuses] == [("test", None)]


def test_what_binds_is_another_when_the_longer_cycle_is():
    """Review waits for itself too, 8 days at lag 1; at 20 days for coding its own cycle is longer.

    Before: coding and review at lag 2 take (12/6 + 8)/2 = 5, so review alone binds with 8. After,
    with coding at 120 days (20 now), both together take (20 + 8)/2 = 14 and bind.
    """

    def with_own(coding):
        made = two(coding=coding, lag=2.0)
        own = edge("review", "review")
        lag = about("review-review", "lag", 1.0)
        return replace(
            made,
            dependencies={**made.dependencies, own.id: own},
            observations={**made.observations, lag.id: lag},
        )

    found = compared(with_own(12.0), with_own(120.0))

    assert found.binds_before == ("review",)
    assert set(found.binds_after) == {"coding", "review"}
    assert found.binding_changed
    ranks = {item.id: (item.before, item.after) for item in found.ranks
             if item.ranking is Ranking.BLOCKING}  # fmt: skip
    assert ranks.get("coding", (0, 0))[1] != ranks.get("coding", (0, 0))[0]


def test_a_map_without_a_loop_is_no_answer_of_that_side():
    """The side is named and the reason given."""
    numbers = {"a": {"baseline-days": 1.0}, "b": {"baseline-days": 1.0}}
    open_chain = uncertain_map(numbers, [edge("a", "b")])
    found, back = compared(two(), open_chain), compared(open_chain, two())

    assert isinstance(found, NoAnswer)
    assert found.before is None
    assert "no cycle" in found.after
    assert back.after is None
    assert back.before


def whole(before, after, draws=0):
    """The comparison with what was changed."""
    return compare(Study(before), Study(after), ("old", "new"), draws=draws)


def met(found, *texts):
    """The conditions that are met, by their names."""
    return [text.split(":")[0] for text in conditions_met(found, chosen_conditions(texts))]


def test_the_pace_may_fall_by_so_much_and_no_more():
    """From 2 to 20/12 = 1.667 is a fall of 16.7 %."""
    found = whole(two(), two(speedup=3.0))

    assert met(found, "pace-worse-than=16%") == ["pace-worse-than"]
    assert met(found, "pace-worse-than=17%") == []
    assert met(found, "pace-worse-than=0.16,period-longer-than=19%,period-longer-than=21%") == [
        "pace-worse-than",
        "period-longer-than",
    ]
    assert met(whole(two(speedup=3.0), two()), "pace-worse-than=0%") == []


def test_every_condition_is_silent_where_nothing_differs():
    """And no condition is met by a map beside itself."""
    names = [item.name + "=0%" * item.takes_limit for item in CONDITIONS]

    assert met(whole(two(), two()), *names) == []


def test_a_lost_loop_meets_every_condition_on_answers():
    """A change that takes the answers away is worse than one that moves them."""
    numbers = {"coding": {"baseline-days": 1.0}, "review": {"baseline-days": 1.0}}
    lost = whole(two(), uncertain_map(numbers, [edge("coding", "review")]))

    assert lost.loop_lost
    assert met(lost, "pace-worse-than=50%", "any-answer", "any-change") == [
        "pace-worse-than",
        "any-answer",
        "any-change",
    ]
    assert "The map after has no answer" in to_text(comparison_report(lost))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pace-worse", "Did you mean pace-worse-than"),
        ("pace-worse-than", "needs a limit"),
        ("pace-worse-than=much", "is no limit"),
        ("pace-worse-than=-5%", "is no limit"),
        ("pace-worse-than=nan", "is no limit"),
        ("any-change=5%", "takes no limit"),
        ("xyzzy", "Choose binding-changes"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(text, said):
    """With the nearest name, or what to write."""
    with pytest.raises(UsageError, match=said):
        chosen_conditions([text])


def test_no_part_is_named_for_noise_among_many():
    """Forty parts beside the loop, of which none changed: none is named, whatever the draws say.

    Only the one number that was changed is: its own days.
    """
    parts = {f"p{number}": {"baseline-days": (3.0, 0.5)} for number in range(40)}
    slower = {**parts, "p7": {"baseline-days": (4.0, 0.5)}}
    found = compared(uncertain(10.0, **parts), uncertain(10.0, **slower), 64)

    assert isinstance(found, AnswerChanges)
    assert found.moved_parts == ("p7",)


def test_among_many_weighed_parts_only_those_beyond_chance_are_named():
    """The gaps between releases are weighed anew on each side, so that every part moves a little.

    Of the shipped map's 57 parts with three numbers each, some lie beyond two standard errors by
    chance; the one that was changed is named, and fewer than those.
    """
    before = shipped_model()
    numbers = dict(before.observations)
    key = "code-review-days-per-round"
    numbers[key] = replace(numbers[key], value=2.5)
    after = replace(before, observations=numbers)
    found = compared(before, after, 256, everything=False)
    beyond_two = {item.id for item in found.loop.components if item.moved}

    assert "code-review" in found.moved_parts
    assert set(found.moved_parts) < beyond_two
