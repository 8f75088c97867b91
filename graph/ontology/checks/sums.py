"""Sums that a text writes out, such as "6 kernels x 20 days / 3 engineers = 40 days"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.ontology.checks.told_numbers import NUMBER, SECONDS, to_float

#: Words between a number and the sign behind it.
_WORDS = r"(?:\s?%|[ -][a-zA-Z][a-zA-Z'-]*){0,8}?"
_OPERAND = rf"{NUMBER}{_WORDS}"
_SUM = re.compile(
    rf"(?<![\w.,^(/-])(?P<sum>{_OPERAND}(?:\s+[x×*/+−-]\s+{_OPERAND})+)"
    rf"\s*(?:=|≈|\bmakes\b|\bgives\b|\bcomes? to\b)\s*(?:about |roughly |some )?"
    rf"(?P<result>{NUMBER})(?P<unit>\s?%|\s[a-z]+)?(?P<more>\s*(?:[x×*/^]\s*\d|to\s+\d|or\s+\d))?"
)
_PART = re.compile(rf"({NUMBER})(\s?%)?|\s([x×*/+−-])\s")
#: What makes of a number the beginning of a range, or part of a power.
_RANGE = re.compile(r"(?:\bto|\bor|\bbetween|[-–^(/x×*])\s*$")
_ROUNDING, _ABOUT = 0.03, 0.1
_WORKING_DAYS = 5.0


class Sum(NamedTuple):
    """A sum as it is written out, with what it comes to.

    Attributes:
        text: as it stands there.
        made: what it comes to.
        stated: what the text says that it comes to.
        shown: that number as it is written.
    """

    text: str
    made: float
    stated: float
    shown: str

    @property
    def agrees(self) -> bool:
        """Whether it comes to what is stated, in some unit of time, as far as that is rounded."""
        decimals = len(self.shown.partition(".")[2])
        rounding = _ABOUT if "about" in self.text else _ROUNDING
        within = max(0.5000001 * 10**-decimals, rounding * abs(self.stated))
        return any(abs(self.made * factor - self.stated) <= within for factor in self._factors)

    @property
    def _factors(self) -> Iterator[float]:
        yield 1.0
        named = {one for one in SECONDS if re.search(rf"\b{one}s?\b", self.text)}
        for one in named:
            yield from (SECONDS[one] / SECONDS[other] for other in SECONDS)
        if "working week" in self.text:
            yield _WORKING_DAYS
        if "%" in self.text:
            yield from (0.01, 100.0)


def sums_in(text: str) -> Iterator[Sum]:
    """Yield the sums of a text that are written out with their result.

    Products and quotients go before sums and differences, from the left.

    >>> [(one.made, one.agrees) for one in sums_in("6 kernels x 20 days / 4 people = 40 days.")]
    [(30.0, False)]
    >>> [one.agrees for one in sums_in("1 round x 3 weeks = 21 days, 365 / 67 = 5.")]
    [True, True]
    """
    for found in _SUM.finditer(text):
        if found["more"] or _RANGE.search(text[: found.start()]):
            continue
        made = _made(found["sum"])
        if made is not None:
            shown = found["result"].rstrip(",")
            yield Sum(found[0].strip(), made, to_float(shown), shown)


def _made(text: str) -> float | None:
    total, factor, sign, waiting = 0.0, None, 1.0, ""
    for number, per_cent, operator in _PART.findall(text):
        if operator:
            if waiting:
                return None
            waiting = operator
            continue
        value = to_float(number.rstrip(",")) / (100 if per_cent else 1)
        if factor is None:
            factor = value
        elif waiting in "x×*" and waiting:
            factor *= value
        elif waiting == "/" and value:
            factor /= value
        elif waiting in "+−-" and waiting:
            total, sign, factor = total + sign * factor, 1.0 if waiting == "+" else -1.0, value
        else:
            # Two numbers without a sign between them.
            return None
        waiting = ""
    return None if factor is None or waiting else total + sign * factor
