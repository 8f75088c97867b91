"""Slips in numbers, dates and other values, the more special before the more general."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from graph.turtle.slip import NUMBER, Told, slip, write

#: Where a value may begin: after white space or a separator.
_BEGIN = r"(?<![^\s,;(\[])"
#: Where it may end.
_END = r"(?=[\s,;.)\]]|$)"
_UNITS = r"[xX×%‰]|[A-Za-zµ°]+"


def _date(match: re.Match[str]) -> Told:
    kind = "date" if match["day"] else "gYearMonth"
    return write(
        f"The date {match['date']} is not in quotes"
        f"{'.' if '^' in match[0] else ', and has no datatype.'}",
        f'"{match["date"]}"^^xsd:{kind}',
    )


def _with_unit(match: re.Match[str]) -> Told:
    number, unit = match["number"], match["unit"]
    if unit == "%":
        return _share(number)
    return Told(
        f"The number {number} carries a unit (`{unit}`) or a sign.",
        f"Write {number} alone; the metric says the unit.",
        number,
    )


def _share(number: str) -> Told:
    share = f"{float(number) / 100:.10g}"
    return Told(
        f"The number {number} carries a per cent sign.",
        f"Write a share as a number from 0 to 1: {share}.",
        share,
    )


def _grouped(match: re.Match[str]) -> Told:
    better = re.sub(r"[_'’]", "", match[0])
    return write("A number is written without marks between its digits.", better)


def _minus(match: re.Match[str]) -> Told:
    return write("This is a typographic minus or dash, not the sign of a number.", f"-{match[1]}")


def _range(match: re.Match[str]) -> Told:
    return Told(
        f"{match[0]} is a range, and a value is one number.",
        f"Write one number, and the ends beside it: loop:low {match['low']} ; "
        f"loop:high {match['high']} ;",
    )


def _fraction(match: re.Match[str]) -> Told:
    below = float(match["below"])
    if not below:
        return Told("A fraction cannot be written.", "Write the number with a decimal point.")
    return write("A number is written without a fraction bar.", f"{float(match[1]) / below:.6g}")


def _limit(match: re.Match[str]) -> Told:
    sign, number = match["sign"], match["number"]
    upper = sign in ("<", "≤", "<=")
    bound = "loop:bound loop:UpperBound" if upper else "loop:bound loop:LowerBound"
    if sign in ("~", "≈", "±"):
        return Told(
            f"A value cannot begin with `{sign}`.",
            f"Write {number} alone; say how unsure it is with loop:low and loop:high.",
            number,
        )
    return Told(
        f"A value cannot begin with `{sign}`.",
        f"Write {number} alone, and say that it is only a limit: {bound} ;",
        number,
    )


def _currency(match: re.Match[str]) -> Told:
    return Told(
        f"The number {match['number']} carries the sign of a currency.",
        f"Write {match['number']} alone; the metric says the unit.",
        match["number"],
    )


def _two_points(match: re.Match[str]) -> Told:
    return Told(f"{match[0]} is no number.", "Write a number with one decimal point, such as 0.5.")


def _unfinished(match: re.Match[str]) -> Told:
    return Told(
        f"{match[0]} is a number without its power of ten.",
        f"Write {match['number']}, or the power after the e, as in {match['number']}e3.",
    )


def _truth(match: re.Match[str]) -> Told:
    better = "true" if match["word"].lower() in ("yes", "on") else "false"
    return write("A truth value is `true` or `false`.", better)


def _bare_address(match: re.Match[str]) -> Told:
    return Told(
        "This address is not between < and >.",
        f"Write <{match[0]}>.",
        f"<{match[0]}>",
    )


def _spaced_digits(match: re.Match[str]) -> Told:
    better = match[0].replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    return write("A number is written without spaces between its digits.", better)


def _half(match: re.Match[str]) -> Told:
    part = _PARTS[match["part"]]
    better = f"{float(match['whole'] or 0) + part:.6g}"
    return write(f"`{match['part']}` is a sign of its own, and no part of a number.", better)


def _power(match: re.Match[str]) -> Told:
    better = f"{float(match['number']) * 10 ** int(match['power']):.10g}"
    return write("A power of ten is not written with a multiplication sign.", better)


def _number_word(match: re.Match[str]) -> Told:
    return write("A number is written in digits.", str(_COUNTED.index(match["word"].lower())))


def _computed(match: re.Match[str]) -> Told:
    return write("Turtle does not compute: a formula is no number.", f"{_result(match):.6g}")


def _result(match: re.Match[str]) -> float:
    """Return what a formula of one function or one sign comes to."""
    if match["name"]:
        return float(_FUNCTIONS[match["name"].lower()](float(match["of"])))
    left, right = float(match["left"]), float(match["right"])
    return left**right if match["sign"] in ("^", "**") else left * right


def _log(number: float, base: float = math.e) -> float:
    return math.log(number, base) if number > 0 else math.nan


_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "ln": _log,
    "log": _log,
    "log10": lambda number: _log(number, 10),
    "log2": lambda number: _log(number, 2),
    "exp": math.exp,
    "sqrt": lambda number: math.sqrt(abs(number)),
}
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
VALUE_SLIPS = (
    slip(
        "syntax-grouped-number",
        r"(?<=\s)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?=\s*[;.,)\]]|$)",
        _spaced_digits,
    ),
    slip("syntax-fraction", rf"{_BEGIN}(?P<whole>\d*)\s?(?P<part>[{''.join(_PARTS)}])", _half),
    slip(
        "syntax-formula",
        rf"(?i){_BEGIN}(?:(?P<name>{'|'.join(_FUNCTIONS)})\s*\(?\s*(?P<of>\d{{1,3}}(?:\.\d+)?)\s*\)?"
        rf"|(?P<left>{NUMBER})\s*(?P<sign>\*\*|[*^×·])\s*(?P<right>\d{{1,2}}(?:\.\d+)?)){_END}",
        _computed,
    ),
    slip(
        "syntax-power",
        rf"{_BEGIN}(?P<number>{NUMBER})\s*[x×*·]\s*10\^?(?P<power>[+-]?\d{{1,2}}){_END}",
        _power,
    ),
    slip(
        "syntax-number-word",
        rf"(?i)(?<=\s)(?P<word>{'|'.join(_COUNTED)})(?=\s*[;.,])",
        _number_word,
    ),
    slip("syntax-bare-address", r"https?://[^\s<>\"]*[^\s<>\".,;]", _bare_address),
    slip(
        "syntax-unquoted-date",
        rf"{_BEGIN}(?P<date>\d{{4}}-(?:0[1-9]|1[0-2])(?P<day>-\d{{2}})?)(?:\^\^\w*:?\w+)?{_END}",
        _date,
    ),
    slip("syntax-grouped-number", rf"{_BEGIN}[+-]?\d+(?:[_'’]\d+)+(?:\.\d+)?", _grouped),
    slip("syntax-minus", rf"{_BEGIN}[−–—]({NUMBER})", _minus),
    slip(
        "syntax-range",
        rf"{_BEGIN}(?P<low>{NUMBER})\s*(?:[-–—]|\.\.+|to|±)\s*(?P<high>\d+(?:\.\d+)?){_END}",
        _range,
    ),
    slip("syntax-fraction", rf"{_BEGIN}({NUMBER})\s*/\s*(?P<below>\d+(?:\.\d+)?)", _fraction),
    slip("syntax-two-points", rf"{_BEGIN}[+-]?\d+\.\d+(?:\.\d+)+", _two_points),
    slip("syntax-unfinished-power", rf"{_BEGIN}(?P<number>{NUMBER})[eE][+-]?{_END}", _unfinished),
    slip(
        "syntax-number-with-unit",
        rf"{_BEGIN}(?P<number>{NUMBER})[ \u00a0]?(?P<unit>{_UNITS})(?=[ \t]*(?:[,;.)\]]|$))",
        _with_unit,
    ),
    slip(
        "syntax-limit-sign",
        rf"{_BEGIN}(?P<sign><=|>=|[<>≤≥~≈±])\s*(?P<number>{NUMBER})",
        _limit,
    ),
    slip("syntax-currency", rf"{_BEGIN}[$€£¥]\s*(?P<number>{NUMBER})", _currency),
    slip("syntax-truth", r"(?i)(?<=\s)(?P<word>yes|no|on|off)(?=\s*[;.,])", _truth),
)
