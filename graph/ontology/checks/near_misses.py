"""Numbers that are nearly what a text beside them says: digits exchanged, a point elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import isclose
from typing import NamedTuple

from graph.ontology.checks.told_numbers import (
    SPEED_UP,
    Told,
    Weight,
    told_besides,
    told_numbers,
)

#: So near a number that is not the one that is said is rounded, and not mistyped.
_ROUNDED = 0.021
#: So far off a number may be that is rounded to one digit.
_ABOUT = 0.13
#: So many digits a number has of which one may be mistyped and the rest still tell it.
_TELLING = 3


class Words(NamedTuple):
    """What is said beside a number.

    Attributes:
        text: the words.
        quoted: whether they were chosen because they carry the number, as a quote is.
        alone: whether the number rests on them alone, as an assumption does on its reasoning.
    """

    text: str
    quoted: bool = False
    alone: bool = False

    @property
    def carries(self) -> bool:
        """Whether the number is to be found in them."""
        return self.quoted or self.alone


class Bounds(NamedTuple):
    """Between what a number was to lie, as far as that is told."""

    low: float = -math.inf
    high: float = math.inf


#: Where no interval is told.
ANYWHERE = Bounds()


def near_miss(
    value: float, unit: str, words: Words, others: Sequence[str] = (), within: Bounds = ANYWHERE
) -> float | None:
    """Return the number of a text that a value was to be, if a slip of the hand made it another.

    Args:
        value: the number.
        unit: of its metric.
        words: what is said beside it.
        others: further texts; where the value stands in one of them, it is no slip.
        within: between what ends it was to lie.

    Returns:
        What the value was to be; ``None`` where the texts say it, or it is not near.

    >>> near_miss(0.243, "share", Words("at a lower rate (16.6% vs. 23.4%)"))
    0.234
    >>> near_miss(0.12, "share", Words("21 % of changes"))
    0.21
    >>> near_miss(5, "days", Words("a range of 4 to 6 days")) is None
    True
    """
    if value <= 0 or _stands_in(words.text, value):
        return None
    told = told_numbers(words.text, unit)
    if words.carries and len(told) == 1 and not told[0].values and not _is_date(told[0].number):
        # The one number of such a text is a value, whatever it counts.
        told = (told[0]._replace(values=(told[0].number,), weight=Weight.FITTING),)
    half = _rounding(value)
    if any(_is_surely_said(one, value, half) for one in told):
        return None
    slips = _slips(value, unit, words, told, within)
    if not slips:
        return None
    others = (words.text, *others)
    every = [
        one for text in others for one in (*told_numbers(text, unit), *told_besides(text, unit))
    ]
    said_by = [one for one in every if _says(one, value, half)]
    if any(_is_surely_said(one, value, half) for one in said_by):
        return None
    slip = min(slips, key=lambda one: (-one.told.weight, abs(math.log(one.meant / value))))
    weight = slip.told.weight
    surely = weight is Weight.RESULT or (words.carries and weight > Weight.BARE)
    if not surely and said_by:
        return None
    stated = surely or weight is Weight.STATED
    beside = sorted((*told, *told_besides(words.text, unit)), key=lambda one: one.at)
    if not (weight is Weight.RESULT or (stated and slip.alone)) and _follows(value, half, beside):
        return None
    return float(f"{slip.meant:.10g}")


def _stands_in(text: str, value: float) -> bool:
    """Return whether a number of two digits or more stands in a text just as it is written.

    >>> _stands_in("after 12.5 days", 12.5), _stands_in("after 112.5 days", 12.5)
    (True, False)
    """
    shown = f"{value:.10g}"
    at = text.find(shown) if len(_significant(value)) > 1 else -1
    if at < 0:
        return False
    before, behind = text[max(0, at - 1) : at], text[at + len(shown) :][:2]
    return (
        not (before.isalnum() or before in ("-", ",", "."))
        and not behind[:1].isdigit()
        and not (behind[:1] in (".", ",") and behind[1:].isdigit())
    )


class _Slip(NamedTuple):
    """A number of a text that a value may have been before a slip of the hand."""

    told: Told
    meant: float
    alone: bool


def _slips(
    value: float, unit: str, words: Words, told: Sequence[Told], within: Bounds
) -> list[_Slip]:
    # Of several numbers that a text states one may be another's: those tell less.
    weights = [one.weight for one in told if one.values]
    slips = []
    for one in told:
        alone = sum(weight >= one.weight for weight in weights) == 1
        for meant in one.values or (one.number,):
            if not within.low <= meant <= within.high or (unit == "share" and meant > 1):
                continue
            if _slipped(value, meant, one, words, alone, unit):
                slips.append(_Slip(one, meant, alone))
    return slips


def _rounding(value: float) -> float:
    """Return how far off a number may be that is written as this one."""
    return float(min(0.5000001 * 10 ** -_decimals(value), _ABOUT * value))


def _is_surely_said(told: Told, value: float, half: float) -> bool:
    """Return whether a number is the value, and neither an article nor a count of something."""
    surely = bool(told.weight) or len(_significant(told.number)) > 1
    return surely and _says(told, value, half)


def is_told(value: float, unit: str, texts: Iterable[str]) -> bool:
    """Return whether a text gives a number as a value of its unit, rounded or not.

    Args:
        value: the number.
        unit: of its metric.
        texts: what is said beside it.

    >>> is_told(0.84, "speed-up", ["tasks took 18.8 % longer"]), is_told(8, "days", ["8 people"])
    (True, False)
    """
    half = _rounding(value)
    return any(
        one.weight and _says(one, value, half) for text in texts for one in told_numbers(text, unit)
    )


def _is_date(number: float) -> bool:
    return number.is_integer() and 1900 <= number <= 2100


def _decimals(value: float) -> int:
    return len(f"{value:.10f}".rstrip("0").partition(".")[2])


def _says(told: Told, value: float, half: float) -> bool:
    """Return whether a number of a text is the value, as far as either is rounded."""
    if any(abs(value - one) <= half for one in told.values or (told.number,)):
        return True
    # What is rounded to two digits or more may be known more closely.
    rounded = told.exact if told.number >= 10 * told.exact else 0.0
    return half < rounded and any(abs(value - one) <= rounded for one in told.values)


def _follows(value: float, half: float, told: Sequence[Told]) -> bool:
    """Return whether a value comes of two numbers that stand side by side in a text."""
    numbers = [one.number for one in told]
    pairs = (*pairwise(numbers), *zip(numbers, numbers[2:], strict=False))
    return any(abs(value - made) <= half for pair in pairs for made in _made(*pair))


def _made(one: float, other: float) -> Iterator[float]:
    if 1 in (one, other):
        # Of an article and a count of one nothing follows but the reverse.
        yield 1 / (one * other or 1)
        return
    yield from (one * other, one + other, abs(one - other), (one + other) / 2)
    yield math.sqrt(abs(one * other))
    for first, second in ((one, other), (other, one)):
        if second:
            yield from (first / second, 1 - first / second)


def _slipped(value: float, meant: float, told: Told, words: Words, alone: bool, unit: str) -> bool:
    """Return whether a slip of the hand made the value of what a text says."""
    if meant <= 0 or meant == value:
        return False
    shift = math.log10(value / meant)
    if isclose(shift, round(shift), abs_tol=1e-9):
        # The same digits with the point elsewhere; by thousands, a unit may be larger by that much.
        plain = told.weight > Weight.FITTING or round(shift) % 3
        return bool(plain and (told.weight or len(_significant(meant)) > 1))
    gained = round(meant - 1, 9) == round(told.number, 9)
    if gained and unit == SPEED_UP and isclose(value, told.number):
        return True
    stated = told.weight >= Weight.STATED or (words.carries and told.weight >= Weight.FITTING)
    surely = stated and (words.carries or (alone and not gained))
    if told.converted:
        return False
    most = words.quoted or told.weight is Weight.RESULT
    magnitude = most or 0.1 < value / meant < 10
    if not magnitude or _decimals(value) != _decimals(meant):
        return surely and not gained and _is_dropped(value, meant)
    one, other = _aligned(value, meant)
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        return one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
    if len(differ) != 1:
        return surely and not gained and _is_dropped(value, meant)
    (at,) = differ
    # Nought is what stands there where a number is rounded, or smaller.
    if not (other[: at + 1].strip("0") and other[at:].strip("0")) and not (most or words.carries):
        return False
    kept = sum(sign != "0" for place, sign in enumerate(other) if place != at)
    # The 1 of a ratio tells nothing: most begin with it.
    kept -= unit in ("ratio", SPEED_UP) and 1 < meant < 2 and told.weight is not Weight.RESULT
    if kept >= _TELLING - 1:
        return stated or not isclose(value, meant, rel_tol=_ROUNDED)
    short = most or len(_significant(told.number)) == 1
    return surely and (kept > 0 or (alone and short))


def _significant(number: float) -> str:
    return re.sub(r"\D", "", f"{abs(number):.10g}").strip("0")


def _aligned(value: float, meant: float) -> tuple[str, str]:
    """Return two numbers as they are written one under the other.

    >>> _aligned(2.5, 12)
    ('025', '120')
    """
    decimals = max(_decimals(value), _decimals(meant))
    one, other = (f"{number:.{decimals}f}" for number in (value, meant))
    width = max(len(one), len(other))
    return one.zfill(width).replace(".", ""), other.zfill(width).replace(".", "")


def _is_dropped(value: float, meant: float) -> bool:
    """Return whether one number is the other with a digit left out, and three are left of them.

    >>> _is_dropped(1.4, 1.04), _is_dropped(14.5, 145)
    (True, False)
    """
    short, long = sorted((_significant(one) for one in (value, meant)), key=len)
    if len(long) < _TELLING or len(short) != len(long) - 1:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
