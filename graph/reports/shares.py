"""Shares as people read them: per cent with an interval, and what stands behind them."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.automation import PooledShare
from graph.reports.numbers import MISSING, percent, significant


def share_interval(share: Interval | None) -> str:
    """Return a share with its 5th to 95th percentile, as per cent.

    >>> share_interval(Interval(0.5, 0.25, 0.75)), share_interval(None)
    ('50 % (25–75)', 'unknown')
    """
    if share is None:
        return MISSING
    if share.low is None or share.high is None:
        return percent(share.median)
    low, high = significant(share.low * 100, 2), significant(share.high * 100, 2)
    return f"{percent(share.median)} ({low}–{high})"


def share_text(share: PooledShare | None) -> str:
    """Return a pooled share, marked where it is assumed or borrowed from another setting."""
    if share is None:
        return MISSING
    marks = [] if share.source_count else ["assumed"]
    if share.borrowed_from:
        marks.append(f"from {share.borrowed_from}")
    shown = share_interval(Interval(share.median, share.low, share.high))
    return f"{shown} {', '.join(marks)}".rstrip()
