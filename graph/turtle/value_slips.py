"""Slips in numbers, dates and other values, the more special before the more general."""

from __future__ import annotations

import re

from graph.turtle.slip import NUMBER, Told, slip, write

#: Where a value may begin: after white space or a separator.
_BEGIN = r"(?<![^\s,;(\[])"
#: Where it may end.
_END = r"(?=[\s,;.)\]]|$)"
_UNITS = r"[xX×%‰]|[A-Za-zµ°]+"


def _date(match: re.Match[str]) -> Told:
    kind = "date" if match["day"] else "gYearMonth"
    return write(
        f"The date {match[0]} is not in quotes, and has no datatype.", f'"{match[0]}"^^xsd:{kind}'
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


VALUE_SLIPS = (
    slip("syntax-bare-address", r"https?://[^\s<>\"]*[^\s<>\".,;]", _bare_address),
    slip(
        "syntax-unquoted-date",
        rf"{_BEGIN}\d{{4}}-(?:0[1-9]|1[0-2])(?P<day>-\d{{2}})?{_END}",
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
