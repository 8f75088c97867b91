"""Numbers as people read them: rounded alike everywhere, never without unit or interval."""

from __future__ import annotations

import math
from fractions import Fraction

from graph.estimates import Interval

#: What stands where a number is missing; it is never 0 or 1.
MISSING = "unknown"


def significant(value: float | Fraction, digits: int = 3) -> str:
    """Return a number to so many significant digits, without an exponent where that can be read.

    >>> significant(0.8449), significant(1674.2), significant(12.0), significant(0)
    ('0.845', '1,674', '12', '0')
    """
    number = float(value)
    if number == 0:
        return "0"
    if math.isinf(number):
        return "infinite"
    magnitude = math.floor(math.log10(abs(number)))
    if magnitude >= 6 or magnitude < -4:
        return f"{number:.{digits - 1}e}"
    decimals = max(0, digits - 1 - magnitude)
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def days(value: float | Fraction | None) -> str:
    """Return days with their unit.

    >>> days(12.04), days(None)
    ('12 d', 'unknown')
    """
    return MISSING if value is None else f"{significant(value)} d"


def times(value: float | Fraction | None) -> str:
    """Return a ratio as "so many times".

    >>> times(1.35), times(math.inf)
    ('1.35x', 'without limit')
    """
    if value is None:
        return MISSING
    return "without limit" if math.isinf(value) else f"{significant(value)}x"


def percent(value: float | Fraction | None) -> str:
    """Return a share as per cent.

    >>> percent(0.204), percent(0.0004), percent(0)
    ('20 %', '<0.1 %', '0 %')
    """
    if value is None:
        return MISSING
    share = float(value) * 100
    if 0 < share < 0.1:
        return "<0.1 %"
    return f"{share:.1f} %".replace(".0 %", " %") if share < 10 else f"{share:.0f} %"


def interval_of(interval: Interval | None, unit: str = "") -> str:
    """Return a number with its 5th to 95th percentile.

    >>> interval_of(Interval(2.0, 1.5, 3.0), "x"), interval_of(Interval(2.0)), interval_of(None)
    ('2x (1.5–3)', '2', 'unknown')
    >>> interval_of(Interval(math.inf, math.inf, math.inf), "x")
    'without limit'
    """
    if interval is None:
        return MISSING
    if math.isinf(interval.median):
        return "without limit"
    centre = significant(interval.median) + unit
    if interval.low is None or interval.high is None:
        return centre
    return f"{centre} ({significant(interval.low)}–{significant(interval.high)})"


def names(items: tuple[str, ...], limit: int = 6) -> str:
    """Return names as a sentence would list them.

    >>> names(("a", "b", "c")), names(("a", "b", "c"), 2)
    ('a, b and c', 'a, b and 1 more')
    """
    shown = list(items[:limit])
    if len(items) > limit:
        shown.append(f"{len(items) - limit} more")
    return (
        shown[0]
        if len(shown) == 1
        else ", ".join(shown[:-1]) + " and " + shown[-1]
        if shown
        else "none"
    )
