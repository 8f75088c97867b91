"""How much of the expected critical days, and of the pace's variance, rests on assumption."""

from __future__ import annotations

from math import fsum

from graph.errors import LoopmapError
from graph.loop.study import Study
from graph.questions.critical_path.standing import assumed_share
from graph.questions.score.answer import AssumedPart, Assumptions


def assumptions(study: Study, draws: int, seed: int) -> Assumptions:
    """Return how much of the answers rests on assumption, from the draws they are given by.

    ``sum_v E[days_v; v critical] a_v / sum_v E[days_v; v critical]`` with a_v the share of the
    uncertainty of a component's days that is assumption; and that share of the variance of
    ``ln pace``.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: 1 or more; with 0 nothing is said.
        seed: of them.
    """
    if not draws:
        return Assumptions("It takes draws: leave out --draws 0.")
    # NumPy takes longer to load than what stands above.
    import numpy as np

    from graph.loop.sampled import draw_loop
    from graph.loop.sampled_variance import assumed_variance_share

    try:
        drawn = draw_loop(study, draws, seed)
        days = (drawn.uncertain.days * drawn.is_critical).mean(axis=1)
        with np.errstate(divide="ignore"):
            variance = assumed_variance_share(drawn.draws, study, np.log(drawn.pace))
    except LoopmapError as error:
        return Assumptions(f"The loop has no answer: {error}")
    parts = tuple(
        AssumedPart(item.id, study.model.label(item.id), critical, assumed_share(study, item))
        for item, critical in zip(drawn.loop.components, days.tolist(), strict=True)
        if critical > 0
    )
    total = fsum(item.critical_days for item in parts)
    share = fsum(item.critical_days * item.assumed for item in parts) / total if total else None
    order = sorted(parts, key=lambda item: (-item.critical_days * item.assumed, item.id))
    return Assumptions(None, share, variance, tuple(order))
