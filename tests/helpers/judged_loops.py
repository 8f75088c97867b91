"""A loop of coding and review whose speed-ups are our own judgements, year by year."""

import math

from small_maps import assumed, edge, small_map

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study


def judged(subject, year, value, deviation=0.01):
    """Our judgement of a speed-up at the end of a year, surer the smaller its deviation."""
    reach = math.exp(1.6448536 * deviation)
    return assumed(
        f"{subject}-{year}",
        subject,
        "speedup",
        value,
        as_of=str(year),
        grade="our-assumption",
        low=value / reach,
        high=value * reach,
        interval_level=0.9,
        settings=("frontier-lab",),
    )


def loop(*observations, **standpoint):
    """Coding of 12 d and review of 8 d, one generation at a time; the days are of 2026."""
    days = [
        assumed(
            f"{name}-days", name, "baseline-days", value, as_of="2026-06", grade="our-assumption"
        )
        for name, value in (("coding", 12.0), ("review", 8.0))
    ]
    model = small_map(
        ("coding", "review"),
        (*days, *observations),
        (edge("coding", "review"), edge("review", "coding")),
        lags=("review-gates-coding",),
    )
    return Study(model, Standpoint(**standpoint))
