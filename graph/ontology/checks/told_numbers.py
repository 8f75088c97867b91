"""The numbers that a text tells, as values of a unit, and how surely each is meant as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

#: Units of time by their word, in seconds.
SECONDS: Mapping[str, float] = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}
#: How a number is written in digits.
NUMBER = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
#: The unit of ratios of speed, of which a percentage says by how much they differ from 1.
SPEED_UP = "speed-up"
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SCALES |= {"b": 1e9, "trillion": 1e12}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {name: float(number) for number, name in enumerate(_COUNTED, 1)}
_WORDS |= {"a": 1.0, "an": 1.0, "twice": 2.0, "double": 2.0, "dozen": 12.0, "half": 0.5}
_WORDS |= {"third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_WORDS |= {"thirds": 2 / 3, "quarters": 0.75}
_SPANS = "|".join(SECONDS)
_NAMED = re.compile(
    rf"\b(?P<word>{'|'.join(one for one in _WORDS if len(one) > 2)}|an?(?=[ ](?:{_SPANS})\b))\b"
    rf"(?:[ -](?:an? )?(?P<unit>{_SPANS})s?\b)?",
    re.IGNORECASE,
)
#: By what a text says that a number is what it comes to.
_RESULT = (
    r"(?:[=≈→⇒]|\b(?:so|taken as|taken for|i\.\s?e\.,?|that makes|makes(?: it)?"
    r"|comes? to|came to|hence|therefore|equals?|rounded(?: up| down)? to))"
)
#: And by what it states it of the thing itself.
_STATED = (
    r"(?:[~<>≥≤]|\b(?:about|roughly|around|nearly|almost|approximately|some|only|at most|at least"
    r"|up to|under|over|above|below|more than|less than|is|was|are|were|lies|median|mean|middle"
    r"|average)(?: of)?)"
)
_FILLERS = rf"(?:(?:{_STATED}|a share of)\s?)*"
#: What may stand before a number within so many letters, and say what it is.
_BEFORE = re.compile(
    rf"(?:(?P<result>{_RESULT}\s*{_FILLERS})|(?P<stated>{_STATED}\s*))?(?P<factor>a factor of )?"
    r"(?P<dollar>\$)?$",
    re.IGNORECASE,
)
_REACH = 40
_TOLD = re.compile(
    rf"(?<![\w.,/^])(?<!\w-)(?P<number>{NUMBER})(?![\w/^]*\d|-\d)"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion|bn|[kKMB])\b)?"
    rf"(?=(?P<range>\s?(?:to|or|and|[-–])\s?\$?{NUMBER}\s?(?P<end>%|per\s?cent\b|[a-zA-Z]+)?)?)"
    r"(?=(?P<unit>\s?%|\s?[pP]er\s?cent\b|\s?percentage points\b|\s?[xX×](?![\w\s])"
    r"|\s?[xX×](?=\s[a-z]|$)|[\s-]?[A-Za-z]+)?)"
)
_OF_NAME = re.compile(r"(?<![.;:!?] )(?<!^)\b[A-Z][\w-]*\s$")
_NAMED_SO = re.compile(r"\s?(?:%|per cent)? (?:is|was) (?:our|the|its|a)\b")
#: What stands before the end of a range.
_RANGE = re.compile(r"(?:\bto|\bor|\band|[-–])\s?\$?$")
_IN_SUM = re.compile(r"\s*[x×*/+−-]\s*\d")
_AT_END = re.compile(r"(?: as (?:fast|many|much)| in all| altogether)?[\s.!)]*$")
_SHORT = {"d": "day", "h": "hour", "hr": "hour", "min": "minute", "s": "second", "wk": "week"}
_PER_CENT = frozenset({"%", "percent", "per cent"})
_PER_CENT_OR_POINTS = _PER_CENT | {"percentage points"}
_TIMES = frozenset({"x", "×", "times", "fold"})
_TIMES_OR_TIME = _TIMES | {"-fold", "time"}
_YEARS = range(1900, 2101)
#: Words behind a number that are no unit of it.
_OF_SENTENCE = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "is", "of", "on", "or", "per"}
    | {"so", "than", "that", "the", "too", "was", "were", "with"}
)
#: A month has 28 to 31 days, and a span in another unit is a round one.
_OF_SPAN = 0.03
_PART = re.compile(
    rf"(?<![\w.,^-])(?P<one>{NUMBER})(?:\s(?:in|of|out of)\s(?:about )?(?:the )?|\s?/\s?)"
    rf"(?P<other>{NUMBER})(?![\d.]*[%\d])"
)


class Weight(IntEnum):
    """How surely a number of a text is meant as a value of the unit."""

    BARE = 0
    FITTING = 1
    STATED = 2
    RESULT = 3


class Told(NamedTuple):
    """A number of a text.

    Attributes:
        number: as it stands there; of a percentage the share.
        values: what it may be as a value of the unit; none where it cannot be one.
        weight: how surely it is meant as one.
        exact: how far a value may be off and still be that number.
        at: where it stands.
        converted: whether it stands there in another unit, as 3 weeks for days.
    """

    number: float
    values: tuple[float, ...]
    weight: Weight
    exact: float
    at: int
    converted: bool = False


def to_float(text: str) -> float:
    """Return a number that may have commas between its thousands.

    >>> to_float("1,250.5")
    1250.5
    """
    return float(text.replace(",", ""))


def factor_of(word: str, unit: str) -> float | None:
    """Return by what a number with a unit in words becomes one in a metric's unit.

    >>> factor_of("weeks", "days"), factor_of("%", "share"), factor_of("people", "days")
    (7.0, 0.01, None)
    """
    if not word:
        return 1.0
    own, told = unit.rstrip("s"), _SHORT.get(word, word.rstrip("s"))
    if own in SECONDS and told in SECONDS:
        return SECONDS[told] / SECONDS[own]
    if unit == "ratio" and word in _TIMES_OR_TIME:
        return 1.0
    if unit == "share" and word in _PER_CENT:
        return 0.01
    return 1.0 if told == own else None


@lru_cache(maxsize=64)
def told_numbers(text: str, unit: str) -> tuple[Told, ...]:
    """Return the numbers that a text tells in digits, in its order, as values of a unit.

    Args:
        text: what is said beside a number, such as a quote.
        unit: of the metric of the number, such as days, ratio or share.

    >>> [one.values for one in told_numbers("down by 20 % in 3 weeks", "days")]
    [(), (21.0,)]
    >>> [(one.number, one.weight.name) for one in told_numbers("2 of 8 rounds = 0.25", "share")]
    [(2.0, 'BARE'), (8.0, 'BARE'), (0.25, 'RESULT')]
    """
    return tuple(_in_digits(text, unit))


def told_besides(text: str, unit: str) -> tuple[Told, ...]:
    """Return the numbers that a text tells in words, and by two others such as 1 in 100.

    >>> [one.values for one in told_besides("half a year, or 3 of 4 weeks", "days")]
    [(182.625,)]
    """
    return (*_in_words(text, unit), *_parts_of(text, unit))


def _in_digits(text: str, unit: str) -> Iterator[Told]:
    for found in _TOLD.finditer(text):
        written, at = found["number"], found.start()
        before = _BEFORE.search(text[max(0, at - _REACH) : at])
        number = to_float(written)
        scale = _SCALES.get((found["scale"] or "").strip().lower(), 1.0)
        exact = 0.5000001 * 10 ** -len(written.partition(".")[2])
        word = _word_behind(found)
        if before and (before["dollar"] or before["factor"]):
            word = "dollars" if before["dollar"] else "times"
        decimal = "." in written and not _OF_NAME.search(text[max(0, at - _REACH) : at])
        values = tuple(round(one, 12) for one in _values(number * scale, word, unit, decimal))
        weight = _weight(text, found, before, bool(values), word, unit)
        if weight and not values:
            values = (number * scale,)
        converted = False
        if values and (span := values[0] / number if number else 1.0) != scale:
            converted = _is_span(word)
            exact = max(exact * span, _OF_SPAN * values[0]) if converted else exact * span
        number = round(number / 100, 12) if word in _PER_CENT_OR_POINTS else number
        yield Told(number, values, weight, exact, at, converted)


def _word_behind(found: re.Match[str]) -> str:
    """Return the word that says what a number counts; of a range that behind its end."""
    word = ((found["end"] if found["range"] else found["unit"]) or "").strip(" -").lower()
    return "" if word in _OF_SENTENCE else word


def _parts_of(text: str, unit: str) -> Iterator[Told]:
    """Yield the shares that a text tells by two numbers, such as 1 in 100."""
    for found in _PART.finditer(text) if unit in ("share", "ratio", SPEED_UP) else ():
        one, other = to_float(found["one"]), to_float(found["other"])
        if other:
            share = one / other
            values = (share, 1 / share) if share and unit != "share" else (share,)
            yield Told(share, values, Weight.BARE, 0.0, found.start(), True)


def _weight(
    text: str,
    found: re.Match[str],
    before: re.Match[str] | None,
    fits: bool,
    word: str,
    unit: str,
) -> Weight:
    is_result = before is not None and before["result"] is not None
    is_stated = before is not None and before["stated"] is not None
    if found["range"] or _IN_SUM.match(text, found.end()) or (not fits and _of_another(word, unit)):
        return Weight.FITTING if fits else Weight.BARE
    if not fits and (word or _is_year(found["number"])) and not is_result:
        return Weight.BARE
    if not fits and _is_year(found["number"]):
        return Weight.BARE
    if is_result:
        return Weight.RESULT
    at_end = _AT_END.match(text, found.end("unit") if word and found["unit"] else found.end())
    if at_end and not _RANGE.search(text[: found.start()]):
        return Weight.RESULT if fits else Weight.STATED
    if is_stated or (fits and _NAMED_SO.match(text, found.end())):
        return Weight.STATED
    return Weight.FITTING if fits else Weight.BARE


def numbers_in_digits(text: str) -> tuple[float, ...]:
    """Return the numbers that a text writes in digits, years of the calendar left out.

    >>> numbers_in_digits("In 2026 about 3.5 of the 1,250 days")
    (3.5, 1250.0)
    """
    written = (found["number"] for found in _TOLD.finditer(text))
    return tuple(to_float(one) for one in written if not _is_year(one))


def _is_year(written: str) -> bool:
    return written.isdigit() and int(written) in _YEARS


def _in_words(text: str, unit: str) -> Iterator[Told]:
    for found in _NAMED.finditer(text):
        number, word = _WORDS[found["word"].lower()], found["unit"] or ""
        values = tuple(_values(number, word, unit, False)) if word else (number,)
        exact = _OF_SPAN * values[0] if values and word else 0.0
        yield Told(number, values, Weight.BARE, exact, found.start(), bool(word))


def _is_span(word: str) -> bool:
    return word.rstrip("s") in SECONDS


def _of_another(word: str, unit: str) -> bool:
    """Return whether a word behind a number is that of another unit."""
    known = word in _PER_CENT_OR_POINTS or word in _TIMES or _is_span(word)
    return known and factor_of(word, "ratio" if unit == SPEED_UP else unit) is None


def _values(number: float, word: str, unit: str, decimal: bool) -> Iterator[float]:
    """Yield what a number with the word behind it may be as a value of a unit."""
    if word in _PER_CENT_OR_POINTS:
        yield from _of_per_cent(number / 100, unit)
    elif unit.rstrip("s") in SECONDS:
        factor = factor_of(word, unit) if word else None
        if factor is not None:
            yield number * factor
    elif _is_span(word):
        return
    elif unit == "share":
        if decimal and number <= 1:
            yield number
    elif unit in ("ratio", SPEED_UP):
        if word in _TIMES or decimal:
            yield number
    elif unit.startswith("count") or decimal or (word and unit.startswith(word.rstrip("s"))):
        yield number


def _of_per_cent(share: float, unit: str) -> Iterator[float]:
    if unit == SPEED_UP:
        # So many per cent of a speed nobody tells: they are more of it, or less time or work.
        yield from (1 + share, 1 / (1 + share))
        if share < 1:
            yield from (1 - share, 1 / (1 - share))
        return
    if unit.rstrip("s") in SECONDS or unit in ("count", "dollars"):
        return
    yield share
    if unit == "share":
        yield 1 - share
    elif unit == "ratio":
        yield 1 + share
        if share < 1:
            yield from (1 - share, 1 / (1 - share))
