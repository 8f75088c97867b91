"""How long work waits at a part, how that was reckoned, and what it takes for granted."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.study import Study
from graph.number_words import interval_of, share_interval
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.explain.answer import Fact
from graph.vocabulary import MetricName

#: How waiting is reckoned, and what that takes for granted.
_WAITING_LAW = (
    "waiting = variability x work x load^(sqrt(2(c + 1)) - 1) / (c (1 - load)) for c side by side: "
    "Allen and Cunneen's approximation, which is Kingman's for one. It takes for granted that "
    "items come one by one and in no rhythm, that whoever is free takes the next, that nobody "
    "gives up waiting, and that the load is steady"
)


def waiting_facts(study: Study, result: CriticalPath, identifier: str) -> list[Fact]:
    """Return how long work waits at a component, and how that was reckoned."""
    found = next((item for item in result.waiting if item.id == identifier), None)
    if found is None:
        return []
    told = found.told_by.replace("-", " ")
    per = f"per {result.words.round}"
    if found.load is None:
        how = "It stays so whatever changes: nothing tells how many are at work side by side"
        return [Fact("Waits", f"{days_text(found.waiting_days)} {per}, as told ({told}). {how}")]
    said = study.estimate(identifier, MetricName.VARIABILITY)
    variability = f"{said.median:.3g}" if said else "1, since nothing else is told"
    load = share_interval(found.load)
    return [
        Fact("Waits", f"{days_text(found.waiting_days)} {per} before it is taken up ({told})"),
        Fact("Load", f"{load} of the time of {found.servers:g} side by side"),
        Fact("Reckoned", f"{_WAITING_LAW}. Variability: {variability}"),
    ]


def days_text(value: Interval) -> str:
    """Return days with their interval, if there is one, as every answer tells them."""
    return interval_of(value, " d")
