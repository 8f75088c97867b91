"""Event logs drawn by chance, with every fault and oddity that a row can have."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from graph.measuring.event import AiMark, Event
from graph.measuring.stages import Role, Stage

STAGES = {
    stage.name: stage
    for stage in (
        Stage("to do", "coding", Role.WAITING),
        Stage("doing", "coding", Role.WORK),
        Stage("Ready", "review", Role.WAITING),
        Stage("review", "review", Role.WORK),
        Stage("ship", "release", Role.WORK),
        Stage("merge", "gate", Role.WAITING),
        Stage("Done", None, Role.LEFT_OUT),
    )
}


def odd_log(rng: random.Random, items: int) -> list[Event]:
    """Rows that overlap, lack an end, end before they start, stand twice, name no stage."""
    found: list[Event] = []
    for number in range(items):
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(400 * 86_400))
        actor = rng.choice([None, *range(8)]) if rng.random() < 0.5 else rng.randrange(8)
        kept = {
            "ai": rng.choice([None, *AiMark]),
            "actor": actor,
            "merged": rng.choice([None, True, False]),
            "reviewed": rng.choice([None, True, False]),
            "kind": "run" if rng.random() < 0.1 else "change",
        }
        for _ in range(rng.randrange(1, 7)):
            length = timedelta(seconds=rng.choice([0, 60, 3600, rng.randrange(10 * 86_400)]))
            end = None if rng.random() < 0.05 else at + length
            end = at - timedelta(seconds=5) if rng.random() < 0.03 else end
            queued = at - timedelta(seconds=rng.randrange(-1000, 90_000))
            event = Event(
                f"item {number}",
                rng.choice([*STAGES, "odd"]),
                at if rng.random() > 0.01 else datetime(1971, 1, 1, tzinfo=UTC),
                end,
                waiting=rng.choice([None, None, None, True, False]),
                queued=queued if rng.random() < 0.3 else None,
                bot=rng.random() < 0.02,
                **kept,
            )
            found += [event, event] if rng.random() < 0.05 else [event]
            at += length * rng.choice([1, 1, 1, 0.5])
            at = (at + timedelta(seconds=rng.choice([0, 0, 3000, 90_000]))).replace(microsecond=0)
    rng.shuffle(found)
    return found
