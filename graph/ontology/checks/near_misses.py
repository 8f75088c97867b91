"""Numbers that are nearly what a text beside them says: digits exchanged, a point elsewhere."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import product
from math import isclose

from graph.ontology.checks.concluded import NUMBER, SECONDS, to_float

_NUMBERS = re.compile(rf"(?<![\w.,/])(?<!\w-)({NUMBER})(?![\w/]*\d|-\d)")
_CLOSE = 0.021
#: So many digits a number has of which one may be mistyped and the rest still tell it.
_TELLING = 3
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {name: float(number) for number, name in enumerate(_COUNTED, 1)}
_WORDS |= {"twice": 2.0, "double": 2.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2}
_NAMED = re.compile(rf"\b({'|'.join(_WORDS)})\b")


def near_miss(value: float, unit: str, text: str, others: Iterable[str] = ()) -> float | None:
    """Return the number of a text that a value was to be, if a slip of the hand made it another.

    Args:
        value: the number.
        unit: of its metric.
        text: what is said beside it, such as a quote.
        others: further texts; where the value follows from one of them, it is no slip.

    Returns:
        What the value was to be; ``None`` where it follows from the texts, or is not near.

    >>> near_miss(0.243, "share", "at a lower rate (16.6% vs. 23.4%)")
    0.234
    >>> near_miss(0.12, "share", "21 % of changes"), near_miss(5, "days", "a range of 4 to 6 days")
    (0.21, None)
    """
    told = written_numbers(text)
    if not told or value <= 0:
        return None
    every = {*told, *(number for one in (text, *others) for number in numbers_in(one))}
    half = 0.5000001 * 10 ** -len(f"{value:.10f}".rstrip("0").partition(".")[2])
    if any(abs(value - one) <= half for number in every for one in _direct(number)):
        return None
    found = {one for number in told for one in _said_as(number, unit) if _slipped(value, one)}
    if not found:
        return None
    meant = min(found, key=lambda one: abs(math.log(one / value)))
    near = isclose(value, meant, rel_tol=_CLOSE)
    if near and not _exchanged(_digits(value), _digits(meant)):
        # A number so near is rounded, and not mistyped.
        return None
    within = half if near else max(half, _CLOSE * value)
    return None if any(abs(value - one) <= within for one in _follows_from(every, unit)) else meant


def written_numbers(text: str) -> set[float]:
    """Return the numbers of a text that are written in digits."""
    return {to_float(one.rstrip(",")) for one in _NUMBERS.findall(text)}


def numbers_in(text: str) -> set[float]:
    """Return the numbers of a text, in digits and in words.

    >>> sorted(numbers_in("1,250 of 3.5 in half a year"))
    [0.5, 3.5, 1250.0]
    """
    return written_numbers(text) | {_WORDS[one] for one in _NAMED.findall(text.lower())}


def _said_as(number: float, unit: str) -> Iterator[float]:
    """Yield what a number of a text may be as a value of a unit."""
    if unit == "share":
        yield round(number / 100, 10) if number > 1 else number
    elif unit == "ratio":
        yield number
        if 10 <= number < 100:
            yield round(1 + number / 100, 10)
    else:
        yield number


def _direct(number: float) -> tuple[float, ...]:
    """Return what a number of a text says as it stands, as a number or as a percentage."""
    return (number, number / 100, 1 + number / 100, 1 - number / 100)


def _follows_from(numbers: set[float], unit: str) -> Iterator[float]:
    """Yield what may be worked out from the numbers of a text in one step."""
    own = SECONDS.get(unit.rstrip("s"))
    times = [second / own for second in SECONDS.values()] if own else []
    for one in numbers:
        yield from (one, one / 100, 1 + one / 100, 1 - one / 100, one * 1e3, one * 1e6, one * 1e9)
        yield from (one * factor for factor in (*times, 1e12))
        if one:
            yield from (1 / one, 1 / (1 - one / 100) if one != 100 else one)
    for one, other in product(numbers, repeat=2):
        yield from (one * other, one + other, one - other, (one + other) / 2)
        yield from ((one + other) / 200, (abs(one * other)) ** 0.5, (one - other) / 100)
        if other:
            yield from (one / other, 1 - one / other, 100 * one / other)


def _slipped(value: float, meant: float) -> bool:
    """Return whether a slip of the hand makes one number of another.

    >>> _slipped(1175, 1157), _slipped(0.32, 3.2), _slipped(568, 548), _slipped(5, 4)
    (True, True, True, False)
    """
    one, other = (_digits(number) for number in (value, meant))
    if len(other) < 2 or meant == value:
        return False
    if one == other:
        # The same digits with the point elsewhere.
        return not isclose(value, meant)
    magnitude = 0.1 < value / meant < 10
    if _exchanged(one, other):
        return magnitude
    return (
        magnitude
        and len(one) == len(other) >= _TELLING
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )


def _exchanged(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    return sorted(one) == sorted(other) and sum(a != b for a, b in pairs) == 2


def _digits(number: float) -> str:
    return re.sub(r"\D", "", f"{abs(number):.10g}").strip("0")
