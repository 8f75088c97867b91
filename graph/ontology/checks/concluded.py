"""What a reasoning comes to: the number at its end, or the product of the two it is made of."""

from __future__ import annotations

import re
from math import isclose
from typing import NamedTuple

from graph.ontology.checks.told_numbers import NUMBER, factor_of, to_float

#: What a number at the end of a text is its result by, whatever stands behind the number.
_STRONG = (
    r"=>|=|≈|→|->|⇒|\bi\.\s?e\.,?|\b(?:so|ie|that is|that makes|makes(?: it)?|making|hence"
    r"|therefore|thus|comes? to|came to|gives?|giving|yields?|equals?|results? in|amounts? to)\b,?"
)
#: And by what, if its unit stands behind it.
_WEAK = r"~|:|\b(?:about|roughly|around|some|ca|approximately|takes?|took|or|nearly|almost)\b"
_FILLERS = (
    r"(?:\s*(?:a (?:factor|share|total|speed-up|speedup) of|about|roughly|only|some|in all|ca\."
    r"|~|≈)\s*)*"
)
_BEHIND = (
    r"(?:\s+(?:in all|altogether|in total|all told|as (?:fast|many|much)|faster|together|overall))*"
)
_ENDING = re.compile(
    rf"(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK})|(?P<start>^|[;:.,]\s))\s*{_FILLERS}\s*"
    rf"(?<![\d.,])(?P<number>{NUMBER})[\s-]*"
    rf"(?P<unit>%|per\s?cent|[a-zA-Z×]+(?: [a-z]+)??)??"
    rf"(?P<behind>{_BEHIND})\s*[.!)]*\s*$",
    re.IGNORECASE,
)
_ADJECTIVES = re.compile(r"^(?:working|calendar|more|full|whole|person|such)[\s-]")
_PAIR = re.compile(
    rf"^\D{{0,24}}?(?P<first>{NUMBER})(?P<between>\D{{2,40}}?)(?P<second>{NUMBER})(?P<behind>\D{{0,60}})$"
)
#: Words by which two numbers in one short sentence are multiplied.
_MULTIPLIED = re.compile(r"\b(?:of|at|each|times|every|per|à|after another|in a row)\b|[x×*]")
_MOST_WORDS = 14
_ROUNDING = 0.02


class Conclusion(NamedTuple):
    """What a text comes to.

    Attributes:
        text: as it stands there.
        value: in the unit of the metric.
    """

    text: str
    value: float


def concluded(text: str, unit: str) -> Conclusion | None:
    """Return the number that a text ends in as its result, if it ends in one.

    Args:
        text: a reasoning.
        unit: of the metric, such as days, ratio or share.

    >>> concluded("Two people, three rounds; so 18 days.", "days")
    Conclusion(text='so 18 days', value=18.0)
    >>> concluded("Half of that, i.e. 2.5x", "ratio").value, concluded("≈ 3 weeks", "days").value
    (2.5, 21.0)
    >>> concluded("A team of 5 people.", "days") is None
    True
    """
    found = _ENDING.search(text.rstrip())
    if found is None:
        return None
    word = _ADJECTIVES.sub("", (found["unit"] or "").strip().lower())
    factor = factor_of(word, unit)
    if factor is None:
        return None
    bare = not word and not found["strong"]
    if bare or (found["start"] is not None and not word):
        return None
    if (found["start"] or "").startswith(",") and not found["behind"]:
        # A number behind a comma is one of several.
        return None
    shown = found[0].strip(" .,;:)")
    return Conclusion(shown, to_float(found["number"].rstrip(",")) * factor)


def _has_unit(text: str, unit: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    return any(len(word) > 2 and factor_of(word, unit) is not None for word in words)


def _shared_out(one: float, other: float, first_is_span: bool) -> float:
    """Return a span shared out among a count: of two people six days take three."""
    span, count = (one, other) if first_is_span else (other, one)
    return span / count if count else span


def _digits_exchanged(value: float, product: float) -> bool:
    """Return whether a number has the digits of a product in another order.

    >>> _digits_exchanged(3384, 3348), _digits_exchanged(3350, 3348)
    (True, False)
    """
    return value != product and sorted(f"{value:g}") == sorted(f"{product:g}")


def multiplied(text: str, unit: str, value: float) -> Conclusion | None:
    """Return the product of the two numbers a short text is made of, if the value is not of them.

    Args:
        text: a reasoning, such as "3 rounds of 6 days".
        unit: of the metric.
        value: the number that it is the reasoning of.

    >>> multiplied("3 rounds of 6 days.", "days", 20)
    Conclusion(text='3 rounds of 6 days = 18', value=18.0)
    >>> multiplied("3 rounds of 6 days.", "days", 6) is None
    True
    """
    if len(text.split()) > _MOST_WORDS:
        return None
    pair = _PAIR.match(text.strip())
    if pair is None or not _MULTIPLIED.search(pair["between"] + pair["behind"]):
        return None
    words = re.findall(r"[a-z]+", (pair["between"] + " " + pair["behind"]).lower())
    factors = {
        factor for word in words if len(word) > 2 and (factor := factor_of(word, unit)) is not None
    }
    if len(factors) != 1:
        return None
    (factor,) = factors
    one, other = to_float(pair["first"]), to_float(pair["second"])
    product = one * other * factor
    made_of = [one, other, one * factor, other * factor, product]
    if _has_unit(pair["between"], unit) == _has_unit(pair["behind"], unit):
        # Two spans can be added; a count and a span cannot.
        made_of += [(one + other) * factor, abs(one - other) * factor]
    made_of.append(_shared_out(one, other, _has_unit(pair["between"], unit)) * factor)
    whole = factor == 1 and one.is_integer() and other.is_integer()
    if any(isclose(value, made, rel_tol=_ROUNDING) for made in made_of) and not (
        whole and _digits_exchanged(value, product)
    ):
        return None
    return Conclusion(f"{pair[0].strip(' .')} = {product:.6g}", product)
