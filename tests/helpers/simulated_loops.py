"""Loops simulated with SimPy whose waiting, rework, capacity and bottleneck are known.

So many items are under way as the loop has rounds; each is coded, reviewed and released, may be
sent back from the review to the coding, and begins anew when it is out. Arrivals are none: the loop
is closed, and its throughput is that of its bottleneck.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import simpy

from graph.loop.study import study_of
from graph.measuring.clock import Counting
from graph.measuring.event import Event
from graph.measuring.evidence_file import evidence_text
from graph.measuring.landing import landing_of
from graph.measuring.measure import measure
from graph.measuring.measurement import Measured, Provenance
from graph.measuring.period import Step
from graph.measuring.source import Records
from graph.measuring.stages import Role, Stage
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path

START = datetime(2025, 1, 6, tzinfo=UTC)
PARTS = ("coding", "review", "release")

#: The map that the simulated events land on; nothing on it is a number but the rounds under way.
MAP = """\
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:coding a loop:Coding ; rdfs:label "Coding"@en {days}.
:review a loop:Review ; rdfs:label "Review"@en {days}.
:release a loop:Infra ; rdfs:label "Release"@en {days}.
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-gates-release a loop:Dependency ;
    loop:from :review ; loop:to :release ; loop:kind loop:Gates .
:release-gates-coding a loop:Dependency ;
    loop:from :release ; loop:to :coding ; loop:kind loop:Gates ; loop:lag {rounds} .
:review-verifies-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Verifies .
"""


@dataclass(frozen=True)
class Loop:
    """What is simulated.

    Attributes:
        days: of one visit, on average, by part.
        people: at work side by side, by part.
        again: the share of reviews that send the item back to coding.
        rounds: items under way.
        length: days that are simulated.
    """

    days: dict[str, float]
    people: dict[str, int]
    again: float
    rounds: int
    length: float = 350.0

    @property
    def visits(self) -> dict[str, float]:
        """How often an item comes through each part: 1/(1 - again) where it is sent back."""
        often = 1 / (1 - self.again)
        return {"coding": often, "review": often, "release": 1.0}

    @property
    def loads(self) -> dict[str, float]:
        """Days of each part per item and person; the greatest is the bottleneck's."""
        return {part: self.visits[part] * self.days[part] / self.people[part] for part in PARTS}

    @property
    def bottleneck(self) -> str:
        """The part that sets the throughput."""
        return max(PARTS, key=lambda part: self.loads[part])


def drawn_loop(rng: random.Random) -> Loop:
    """A loop drawn by chance, whose bottleneck has at least 1.3 times the load of the next."""
    while True:
        loop = Loop(
            {part: rng.uniform(0.3, 3.0) for part in PARTS},
            {part: rng.randint(1, 4) for part in PARTS},
            rng.uniform(0.0, 0.4),
            rng.randint(10, 20),
        )
        first, second, _ = sorted(loop.loads.values(), reverse=True)
        # Of fewer than five people nothing is told.
        if first > 1.3 * second and sum(loop.people.values()) >= 5:
            return loop


@dataclass(frozen=True)
class Simulated:
    """What came of a simulation.

    Attributes:
        events: an item was at work in a part, by whom, from when to when.
        waits: days that each visit to a part waited before, by part, as the simulator saw them.
        sent_back: reviews that sent the item back, and all reviews that were over.
        out: items that were released.
    """

    events: list[Event]
    waits: dict[str, list[float]]
    sent_back: tuple[int, int]
    out: int


def simulated(loop: Loop, seed: int) -> Simulated:
    """Simulate a loop."""
    rng = random.Random(seed)
    env = simpy.Environment()
    staff = {part: simpy.Store(env) for part in PARTS}
    for at, part in enumerate(PARTS):
        for number in range(loop.people[part]):
            staff[part].put(10 * at + number)
    events: list[Event] = []
    waits: dict[str, list[float]] = {part: [] for part in PARTS}
    tally = {"back": 0, "reviews": 0, "out": 0}
    count = iter(range(10**9))

    def visit(item, part):
        came = env.now
        who = yield staff[part].get()
        since = env.now
        yield env.timeout(rng.expovariate(1 / loop.days[part]))
        events.append(
            Event(f"item {item}", part, when(since), when(env.now), kind="change", actor=who)
        )
        waits[part].append(since - came)
        tally["reviews"] += part == "review"
        tally["out"] += part == "release"
        yield staff[part].put(who)

    def rounds():
        while True:
            item = next(count)
            yield from visit(item, "coding")
            yield from visit(item, "review")
            while rng.random() < loop.again:
                tally["back"] += 1
                yield from visit(item, "coding")
                yield from visit(item, "review")
            yield from visit(item, "release")

    for _ in range(loop.rounds):
        env.process(rounds())
    env.run(loop.length)
    return Simulated(events, waits, (tally["back"], tally["reviews"]), tally["out"])


def when(day):
    """A moment of the simulation as a time."""
    return START + timedelta(days=day)


class SimulatedSource:
    """The events of a simulated loop as a source."""

    provenance = Provenance("simulated", "A simulated loop", "simulated 1")
    identifiers = ()
    stages = tuple(Stage(part, part, Role.WORK) for part in PARTS)

    def __init__(self, events):
        self.events = events

    def read(self):
        """All of them."""
        return Records(self.events)


def measured_loop(loop: Loop, events: list[Event], folder: Path) -> tuple[Measured, str]:
    """Measure a loop onto its map, and name what the critical path says blocks it.

    Args:
        loop: that was simulated.
        events: of the simulation.
        folder: where the map and its evidence are written.
    """
    (folder / "map.ttl").write_text(MAP.format(rounds=loop.rounds, days="; loop:passTime 1 "))
    landing = landing_of(read_ontology([folder]))
    measured = measure(SimulatedSource(events), landing, Counting(Step.YEAR)).measured
    (folder / "map.ttl").write_text(MAP.format(rounds=loop.rounds, days=""))
    (folder / "evidence.ttl").write_text(evidence_text(measured))
    found = critical_path(study_of(read_ontology([folder])), draws=0)
    return measured, max(found.components, key=lambda part: part.blocking_share or 0).id
