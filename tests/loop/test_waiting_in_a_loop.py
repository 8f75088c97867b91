"""Waiting in a loop: it stands beside the work, and settles with the pace, people and speed."""

from __future__ import annotations

import itertools
import json
import math
from functools import cache

import numpy as np
import pytest
from turtle_maps import HEAD

from graph.cli.application import run
from graph.cycles.certificate import certificate
from graph.errors import UsageError
from graph.loop.central import central_loop
from graph.loop.sampled import draw_loop
from graph.loop.study import Study
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.questions.explain.compute import explain
from graph.questions.what_if.compute import what_if
from graph.reports.critical_path import critical_path_report
from graph.reports.report import to_markdown
from graph.reports.what_if import what_if_report

#: One desk at which an item waits a day and is in work for a day, so that its load is 1/2; eight
#: days of everything else; one round at a time. Beside it an archive that nothing waits for.
DESK = (
    HEAD
    + """
:rest a loop:Coding ; rdfs:label "Rest"@en ; loop:baselineDays 8 .
:desk a loop:Review ; rdfs:label "Desk"@en ; loop:baselineDays 1 ;
    loop:queueTime 1 ; loop:capacity 1 .
:archive a loop:Infra ; rdfs:label "Archive"@en ;
    loop:baselineDays 0.1 ; loop:load 0.5 ; loop:capacity 1 .
:rest-gates-desk a loop:Dependency ; loop:from :rest ; loop:to :desk ; loop:kind loop:Gates .
:desk-gates-rest a loop:Dependency ; loop:from :desk ; loop:to :rest ; loop:kind loop:Gates ;
    loop:lag 1 .
:desk-gates-archive a loop:Dependency ; loop:from :desk ; loop:to :archive ; loop:kind loop:Gates .
"""
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The study of the map above."""
    return studied(tmp_path_factory, DESK)


def studied(tmp_path_factory, text):
    """Write a map and read it."""
    path = tmp_path_factory.mktemp("map") / "desk.ttl"
    path.write_text(text, encoding="utf-8")
    return Study(read_ontology([path]))


def period(study, *supposed):
    """The central period, with what is supposed."""
    return critical_path(study.supposing(supposed)).period_days.median


def test_waiting_is_added_to_the_work(desk):
    """8 days of the rest, 1 of waiting, 1 of work: a round every 10 days, told apart."""
    result = critical_path(desk)
    (at_desk,) = (item for item in result.waiting if item.id == "desk")

    assert result.period_days.median == 10
    assert at_desk.waiting_days.median == 1
    assert result.component("desk").days.median == 1
    # rho / (1 - rho) = 1 day of waiting over 1 day of work.
    assert at_desk.load.median == pytest.approx(0.5, rel=1e-9)
    assert result.critical_cycle_delay_days == 1


def test_a_faster_loop_brings_more_and_what_comes_waits_longer(desk):
    """The rest at 3 days: rho = 0.5 x 10 / t and t = 3 + 1 + rho / (1 - rho) = 4 + 5 / (t - 5).

    (t - 4) (t - 5) = 5, t = (9 + sqrt 21) / 2 = 6.79 and not 5 days, as if waiting stayed.
    """
    assert period(desk, "rest.baseline-days=3") == pytest.approx((9 + 21**0.5) / 2, rel=1e-9)


def test_a_second_person_takes_most_of_the_waiting_away(desk):
    """Rho = 2.5 / t at two people: t = 9 + rho^(sqrt 6 - 1) / (2 (1 - rho)), found by halving."""
    low, high = 9.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        rho = 2.5 / middle
        over = 9 + rho ** (6**0.5 - 1) / (2 * (1 - rho)) > middle
        low, high = (middle, high) if over else (low, middle)

    assert period(desk, "desk.capacity=2") == pytest.approx(low, rel=1e-9)


def test_faster_work_saves_its_days_and_most_of_the_waiting(desk):
    """Half a day of work: rho = 2.5 / t, t = 8.5 + 0.5 x 2.5 / (t - 2.5).

    (t - 8.5) (t - 2.5) = 1.25, t = (11 + sqrt 41) / 2 = 8.70.
    """
    assert period(desk, "desk.speedup=2") == pytest.approx((11 + 41**0.5) / 2, rel=1e-9)


def test_without_ai_the_waiting_is_that_of_the_slower_loop(desk):
    """Rest 4x faster than 8 days, so 2: t = 3 + 5 / (t - 5); without AI the 10 days of today.

    t = 3 + 5 / (t - 5) gives t^2 - 8 t + 10 = 0, t = 4 + sqrt 6; the pace is 10 / 6.45.
    """
    result = critical_path(desk.supposing("rest.speedup=4"))

    assert result.period_days.median == pytest.approx(4 + 6**0.5, rel=1e-9)
    assert result.baseline_period_days.median == pytest.approx(10, rel=1e-9)


def test_what_a_part_blocks_counts_its_waiting_too(desk):
    """With no work at the desk nothing waits there: 8 of 10 days are left, 20 % shorter."""
    blocking = {item.id: item.blocking_share for item in critical_path(desk).components}

    assert blocking["desk"] == pytest.approx(0.2, rel=1e-9)
    # Without the rest: t = 1 + 5 / (t - 5), t = 3 + sqrt 9 = 6... (t - 1) (t - 5) = 5, t = 6.
    assert blocking["rest"] == pytest.approx(1 - (3 + 9**0.5) / 10, rel=1e-9)


def test_what_a_part_blocks_over_the_draws_counts_its_waiting_too(desk):
    """Draw by draw: without work at the desk nothing waits, and the days of the rest are left."""
    drawn = draw_loop(desk, 64, 1)
    at, rest = drawn.loop.index["desk"], drawn.loop.index["rest"]

    assert drawn.blocking_shares[at] == pytest.approx(
        1 - drawn.uncertain.days[rest] / drawn.period_days, rel=1e-9
    )


def test_what_waits_keeps_nobody_busy(desk):
    """The capacity holds the work alone: its own arc has no delay, the one into the desk has."""
    delays = {arc.key: arc.delay for arc in central_loop(desk).now.arcs}

    assert delays["desk"] == 0
    assert delays["rest-gates-desk"] == 1
    assert delays["desk-gates-rest"] == 0


def test_the_proof_of_the_period_holds_with_waiting_in_it(desk):
    """Exact numbers: every dependency is met, waiting included, and the cycle takes 10 days."""
    loop = central_loop(desk)
    from graph.cycles.cycle_ratio import maximum_cycle_ratio

    ratio = maximum_cycle_ratio(loop.now)
    proof = certificate(loop.now, ratio)

    assert proof.period == 10
    start = proof.potentials
    assert start["desk"] >= start["rest"] + 8 + 1


@pytest.mark.parametrize(
    "supposed", ["rest.baseline-days=3", "desk.capacity=3", "desk.speedup=0.7", "rest.speedup=3"]
)
def test_every_draw_keeps_the_law(desk, supposed):
    """Draw by draw the period is the sum of work and of the waiting at the load of that period.

    The load today of each draw follows from its own waiting, work and people; the period today is
    the sum of its own days. What is supposed has no part in these.
    """
    now = draw_loop(desk, 64, 1)
    later = draw_loop(desk.supposing(supposed), 64, 1)
    at, rest = now.loop.index["desk"], now.loop.index["rest"]
    waited = now.waited["desk"]
    was = now.period_days
    load = waited / (waited + now.uncertain.days[at])  # rho / (1 - rho) = waiting over work
    servers = 3.0 if "capacity" in supposed else 1.0
    days = later.uncertain.days
    rho = load * days[at] / now.uncertain.days[at] / servers * was / later.period_days
    waiting = days[at] * rho ** (math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - rho))

    assert was == pytest.approx(now.uncertain.days[at] + now.uncertain.days[rest] + waited)
    assert (rho < 1).all()
    assert later.period_days == pytest.approx(days[at] + days[rest] + waiting, rel=1e-7)


def test_more_people_never_slow_the_loop_and_faster_work_neither(desk):
    """Laws over the draws: the period falls with each person and each speed-up, or stays."""
    for steps in (
        [(), ("desk.capacity=2",), ("desk.capacity=3",), ("desk.capacity=9",)],
        [(), ("rest.speedup=2",), ("rest.speedup=4",), ("rest.speedup=400",)],
        [("desk.queue-time=3",), ("desk.queue-time=1",), ("desk.queue-time=0",)],
    ):
        periods = [draw_loop(desk.supposing(step), 64, 2).period_days for step in steps]
        for slower, faster in itertools.pairwise(periods):
            assert (faster <= slower * (1 + 1e-9)).all(), steps


def test_one_that_waits_for_nothing_waits_without_end_and_stops_nobody(desk):
    """The archive at 0.3 of its speed: its load would be 1.7, and the loop goes on as before."""
    result = critical_path(desk.supposing("archive.speedup=0.3"), draws=16, seed=1)
    (archive,) = (item for item in result.waiting if item.id == "archive")

    assert archive.without_end
    assert result.period_days.median == critical_path(desk, draws=16, seed=1).period_days.median
    assert "without end" in to_markdown(critical_path_report(result))


def test_the_same_supposed_changes_nothing_at_all(desk):
    """A capacity as it is: no number moves, not by what settling leaves undone either."""
    result = what_if(desk.supposing("desk.capacity=1"), draws=32)

    assert all(not item.mean_difference for item in result.answers)


def test_where_there_is_room_that_is_said(tmp_path_factory):
    """Coding takes 5 at once, and 1 / 2.5 = 0.4 are there: a sixth changes nothing at all."""
    study = studied(
        tmp_path_factory,
        HEAD
        + """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 1 ; loop:capacity 5 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 1.5 .
:on a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:back a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:us a loop:Map ; <http://purl.org/dc/terms/title> "Us"@en ; loop:roundWord "change" .
""",
    )
    text = to_markdown(what_if_report(what_if(study.supposing("coding.capacity=6"), draws=0)))

    assert (
        "No change at all: Coding has room. On average 0.4 changes are in work there"
        in " ".join(text.split())
    )


def test_loads_and_items_tell_waiting_where_no_queue_time_does(tmp_path_factory):
    """M/M/1: a load of 3/4, or 3 items, are a wait of 3 services; of 2 days each, 6 days."""
    for told in ("loop:load 0.75", "loop:itemsInProgress 3"):
        study = studied(
            tmp_path_factory,
            HEAD + f':desk a loop:Review ; rdfs:label "D"@en ; loop:baselineDays 2 ; {told} ; '
            "loop:capacity 1 .\n"
            ":on a loop:Dependency ; loop:from :desk ; loop:to :desk ; loop:kind loop:Gates ; "
            "loop:lag 1 .\n",
        )
        (found,) = critical_path(study).waiting

        assert found.waiting_days.median == pytest.approx(6, rel=1e-8)
    # Half as uneven, half as long.
    half = critical_path(study.supposing("desk.variability=0.5"))
    assert half.waiting[0].waiting_days.median < found.waiting_days.median


def test_waiting_without_people_stays_what_it_is(tmp_path_factory):
    """Nothing tells how many are at work: three days of waiting stay three, and that is said."""
    study = studied(
        tmp_path_factory, DESK.replace("loop:queueTime 1 ; loop:capacity 1", "loop:queueTime 3")
    )

    assert period(study) == 12
    assert period(study, "rest.baseline-days=2") == 6
    facts = {fact.name: fact.text for fact in explain(study, "desk").facts}
    assert "stays so whatever changes" in facts["Waits"]


def test_explain_shows_the_formula_and_what_it_takes_for_granted(desk):
    """Load, formula, assumptions and variability stand beside the waiting."""
    facts = {fact.name: fact.text for fact in explain(desk, "desk").facts}

    assert facts["Waits"].startswith("1 d per generation")
    assert facts["Load"].startswith("50 % of the time of 1")
    for words in ("load^(sqrt(2(c + 1)) - 1)", "Kingman", "nobody gives up", "Variability: 1"):
        assert words in facts["Reckoned"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("desk.load=1", "must be below 1: at 1 there is more to do than time to do it"),
        ("desk.queue-time=-1", "finite number of 0 or more"),
        ("rest.load=0.5", "nothing says how many are at work side by side"),
        ("rest.variability=2", "nothing says that work waits at rest"),
        ("desk.pass-time=1", "its days now follow from them"),
        ("desk.items-in-progress=0", "finite number above 0"),
    ],
)
def test_what_cannot_be_supposed_is_refused_with_the_reason(desk, text, says):
    """Each refusal names what is wrong and what would do."""
    with pytest.raises(UsageError, match=says):
        desk.supposing(text)


@cache
def waiting_free():
    """A map on which nothing waits."""
    return read_ontology(["tests/ontologies/worked-loop.ttl"])


def test_a_map_on_which_nothing_waits_is_as_exact_as_ever():
    """No queue, no delay: the arcs are those of the dependencies, and draws have no waiting."""
    study = Study(waiting_free())

    assert central_loop(study).waiting is None
    assert draw_loop(study, 4, 0).queues is None
    assert critical_path(study).waiting == ()


def test_the_command_line_says_it_with_exit_code_2(tmp_path, capsys):
    """A load of 1 is a slip of the user: words on stderr, nothing on stdout, code 2."""
    path = tmp_path / "desk.ttl"
    path.write_text(DESK, encoding="utf-8")
    code = run(["what-if", "--ontology", str(path), "--set", "desk.load=1"])
    said = capsys.readouterr()

    assert code == 2
    assert said.out == ""
    assert "grows without end" in said.err


def test_the_json_holds_the_waiting(tmp_path, capsys):
    """One list at the top, with interval, load and people."""
    path = tmp_path / "desk.ttl"
    path.write_text(DESK, encoding="utf-8")
    run(["critical-path", "--ontology", str(path), "--draws", "32", "--format", "json"])
    (desk, archive) = json.loads(capsys.readouterr().out)["waiting"]

    assert (archive["id"], desk["id"]) == ("archive", "desk")
    assert desk["servers"] == 1
    assert desk["waiting_days"]["low"] < 1 < desk["waiting_days"]["high"]
    assert 0 < desk["load"]["low"] < desk["load"]["high"] < 1
    assert np.isclose(desk["load"]["median"], 0.5, atol=0.15)
