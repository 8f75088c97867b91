"""Numbers as people read them: rounded alike everywhere, never without unit or interval."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from graph.estimates import Interval
from graph.loop.automation import PooledShare
from graph.ontology.names import count_of as count_of
from graph.vocabulary import Bound

Value = TypeVar("Value")

#: Noise of low, median and high where all three are worked out.
_NONE = (0.0, 0.0, 0.0)

#: What stands where a number is missing; it is never 0 or 1.
MISSING = "unknown"

#: What stands before a number that may be only a limit, by the word for it.
LIMIT_WORDS: dict[str, str] = {
    Bound.EXACT: "",
    Bound.LOWER: "at least ",
    Bound.UPPER: "at most ",
}


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


#: What adding up shares in floats may leave, in per cent.
_DUST = 1e-7


def percent(value: float | Fraction | None) -> str:
    """Return a share as per cent.

    What is not quite all is not rounded to all; what adding up in floats leaves is nothing.

    >>> percent(0.204), percent(0.0004), percent(0), percent(0.9996), percent(1)
    ('20 %', '<0.1 %', '0 %', '>99 %', '100 %')
    >>> percent(0.7 + 0.1 + 0.1 + 0.1), percent(0.1 + 0.2 - 0.3)
    ('100 %', '0 %')
    """
    if value is None:
        return MISSING
    share = float(value) * 100
    if _DUST < share < 0.1:
        return "<0.1 %"
    if 99.5 <= share < 100 - _DUST:
        return ">99 %"
    return f"{share:.1f} %".replace(".0 %", " %") if share < 10 else f"{share:.0f} %"


def percent_within(share: float | None, error: float | None) -> str:
    """Return a share as per cent, without the digits that are noise.

    Args:
        share: 0 to 1.
        error: its standard error; ``None`` or 0 for a share that was worked out.

    >>> percent_within(0.0252, 0.002), percent_within(0.43, 0.0155), percent_within(0.001, 0.004)
    ('2.5 %', '45 %', '<1 %')
    >>> percent_within(0.999, 0.002), percent_within(0.43, None), percent_within(0.0, 0.001)
    ('>99.5 %', '43 %', '0 %')
    """
    if share is None or not error or not _DUST / 100 < share < 1 - _DUST / 100:
        return percent(share)
    step = _step(200 * error)
    if step < 0.1:
        return percent(share)
    nearest = round(share * 100 / step) * step
    if nearest <= 0:
        return f"<{significant(step)} %"
    if nearest >= 100:
        return f">{significant(100 - step)} %"
    return f"{significant(nearest)} %"


def percent_of_runs(share: float | None, draws: int) -> str:
    """Return in how many runs something is so, as per cent, without the digits that are noise.

    Args:
        share: of the runs, 0 to 1.
        draws: how many there were; 0 for a share that was not counted.

    >>> percent_of_runs(0.089, 1024), percent_of_runs(0.43, 1024), percent_of_runs(0.43, 0)
    ('10 %', '45 %', '43 %')
    """
    if share is None or not draws or not 0 < share < 1:
        return percent(share)
    return percent_within(share, math.sqrt(share * (1 - share) / draws))


def chance(share: float | None, draws: int) -> str:
    """Return a probability counted over draws, in words where per cent would say never or always.

    A probability of 0 or 1 that rests on assumed widths is none: it says how many draws there were.

    Args:
        share: of the draws, 0 to 1.
        draws: how many; 0 for the central estimate alone, of which there is no probability.

    >>> chance(0.25, 1024), chance(0.0, 1024), chance(1.0, 1024), chance(0.9993, 4096)
    ('25 %', 'none of 1,024 runs', 'all of 1,024 runs', '4,093 of 4,096 runs')
    >>> chance(0.0, 0), chance(None, 1024)
    ('not in the central run', 'unknown')
    """
    if share is None:
        return MISSING
    if not draws:
        return "in the central run" if share >= 0.5 else "not in the central run"
    if percent(share) not in ("0 %", "<0.1 %", ">99 %", "100 %"):
        return percent_of_runs(share, draws)
    count = round(share * draws)
    number = {0: "none", draws: "all"}.get(count, f"{count:,}")
    return f"{number} of {draws:,} runs"


def chance_given(share: float | None, draws: int, assumed_share: float) -> str:
    """Return the same with what it is conditional on, where it would be 0 or 1.

    Args:
        share: of the draws, 0 to 1.
        draws: how many.
        assumed_share: part of the numbers behind it that are assumptions, 0 to 1.

    >>> chance_given(0.0, 1024, 0.85)
    'none of 1,024 runs; 85 % of these numbers are our own view'
    """
    shown = chance(share, draws)
    if not shown.endswith("runs"):
        return shown
    return f"{shown}; {percent(assumed_share)} of these numbers are our own view"


def interval_of(interval: Interval | None, unit: str = "") -> str:
    """Return a number with its 5th to 95th percentile, without the digits that are noise.

    >>> interval_of(Interval(2.0, 1.5, 3.0), "x"), interval_of(Interval(2.0)), interval_of(None)
    ('2x (1.5–3)', '2', 'unknown')
    >>> interval_of(Interval(math.inf, math.inf, math.inf), "x")
    'without limit'
    """
    if interval is None:
        return MISSING
    if math.isinf(interval.median):
        return "without limit"
    if interval.low is None or interval.high is None:
        return significant(interval.median) + unit
    low, centre, high = (
        rounded(value, noise)
        for value, noise in zip(
            (interval.low, interval.median, interval.high), interval.noise or _NONE, strict=True
        )
    )
    return f"{centre}{unit} ({low}–{high})"


def middle_of(interval: Interval, unit: str = "") -> str:
    """Return the central value alone, for a sentence that gives its interval elsewhere.

    >>> middle_of(Interval(126.3, 103.0, 158.0, noise=(1.0, 0.8, 1.4)), " days")
    '125 days'
    """
    if math.isinf(interval.median):
        return "without limit"
    return rounded(interval.median, (interval.noise or _NONE)[1]) + unit


def rounded(value: float | Fraction, noise: float, digits: int = 3) -> str:
    """Return a number without the digits that are noise: to steps of 1 or 5 of some digit.

    The step is the least that is no smaller than two standard errors.

    Args:
        value: the number.
        noise: its standard error, 0 or more.
        digits: how many there are at most, however small the noise.

    >>> rounded(126.3, 0.8), rounded(1.214, 0.0057), rounded(126.3, 0.0), rounded(0.3, 4)
    ('125', '1.2', '126', '0.3')
    """
    number = float(value)
    if not noise > 0 or not math.isfinite(number):
        return significant(value, digits)
    step = _step(2 * noise)
    nearest = round(number / step) * step
    # A number smaller than its noise still says of which size it is.
    return significant(nearest, digits) if nearest else significant(number, 1)


def _step(least: float) -> float:
    """Return the least of 1, 5, 10, 50, ... and their tenths that is no smaller."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step for step in (power, 5 * power, 10 * power) if step >= least * (1 - 1e-9))


#: What a metric is called in a sentence, where its short name is no plain word.
_METRIC_WORDS = {
    "speedup": "AI speed-up",
    "baseline-days": "days without AI",
    "days-per-round": "days per round",
    "floor-days": "minimum time",
    "floor-share": "minimum time, as a share",
    "lag": "{rounds} it may lie back",
    "delay-days": "days of waiting",
    "rework-share": "share done again",
    "booked-ahead-days": "days booked ahead",
}


def metric_words(metric: str, rounds: str = "generations") -> str:
    """Return what a metric is called in a sentence.

    Args:
        metric: its name as a word.
        rounds: what the map calls several rounds.

    >>> metric_words("floor-days"), metric_words("capacity")
    ('minimum time', 'capacity')
    """
    return _METRIC_WORDS.get(metric, metric.replace("-", " ")).replace("{rounds}", rounds)


def names(items: tuple[str, ...], limit: int = 6, *, none: str = "none") -> str:
    """Return names as a sentence would list them.

    >>> names(("a", "b", "c")), names(("a", "b", "c"), 2), names((), none="-")
    ('a, b and c', 'a, b and 1 more', '-')
    """
    shown = list(items[:limit])
    if len(items) > limit:
        shown.append(f"{len(items) - limit} more")
    if len(shown) > 1:
        return ", ".join(shown[:-1]) + " and " + shown[-1]
    return shown[0] if shown else none


def named(labels: Mapping[str, str], identifiers: Iterable[str], limit: int = 6) -> str:
    """Return what people call some things, as a sentence would list them; an id if unnamed.

    >>> named({"a": "A"}, ("a", "b"))
    'A and b'
    """
    return names(tuple(labels.get(identifier, identifier) for identifier in identifiers), limit)


def or_dash(words: Callable[[Value], str], value: Value | None) -> str:
    """Return a value in words; a dash where a table has none to show.

    >>> or_dash(percent, 0.5), or_dash(percent, None)
    ('50 %', '-')
    """
    return "-" if value is None else words(value)


def variance_text(share: float | None) -> str:
    """Return a share of the doubt; what is estimated below 0 is noise about 0.

    >>> variance_text(0.2), variance_text(-0.004), variance_text(None)
    ('20 %', 'about 0', 'unknown')
    """
    return "about 0" if share is not None and share < 0 else percent(share)


def more(count: int, shown: int) -> str:
    """Return the note that so many of the items are not shown; nothing if all are.

    >>> more(10, 8), more(3, 8)
    ('2 more in --format json.', '')
    """
    return f"{count - shown} more in --format json." if count > shown else ""


#: What stands behind the number for each unit; a unit that is missing here is written out.
_SUFFIXES = {"ratio": "x", "days": " d", "count": "", "score": "", "points": ""}


def quantity(value: float | None, unit: str) -> str:
    """Return a number with its unit; a share as per cent.

    >>> quantity(1.4, "ratio"), quantity(0.5, "share"), quantity(None, "days"), quantity(3, "hours")
    ('1.4x', '50 %', 'unknown', '3 hours')
    """
    if value is None:
        return MISSING
    if unit == "share":
        return percent(value)
    return significant(value) + _SUFFIXES.get(unit, f" {unit}" if unit else "")


def quantity_range(interval: Interval | None, unit: str) -> str:
    """Return a number with its unit and its 5th to 95th percentile.

    >>> quantity_range(Interval(1.4, 0.9, 2.5), "ratio"), quantity_range(Interval(0.5), "share")
    ('1.4x (0.9–2.5)', '50 %')
    """
    if interval is None:
        return MISSING
    if unit != "share" or interval.low is None or interval.high is None:
        if interval.low is None:
            return quantity(interval.median, unit)
        return interval_of(
            interval, quantity(interval.median, unit)[len(significant(interval.median)) :]
        )
    return f"{percent(interval.median)} ({percent(interval.low)}–{percent(interval.high)})"


def change(share: float | None) -> str:
    """Return a relative change with its sign.

    >>> change(0.156), change(-0.02), change(0.0), change(None)
    ('+16 %', '-2 %', 'none', '-')
    """
    if share is None:
        return "-"
    if abs(share) < 5e-5:
        return "none"
    return f"{'+' if share > 0 else '-'}{percent(abs(share))}"


def short(title: str | None, width: int = 52) -> str:
    """Return a title cut at a word so that it fits into a table.

    >>> short("A very long title of a report", 16)
    'A very long …'
    """
    return textwrap.shorten(title or "", width, placeholder=" …")


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
