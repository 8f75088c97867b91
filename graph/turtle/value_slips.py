"""Slips in numbers, dates and other values, the more special before the more general."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from graph.turtle.slip import NUMBER, Told, in_words, slip, write

#: Where a value may begin: after white space or a separator.
_BEGIN = r"(?<![^\s,;(\[])"
#: Where it may end.
_END = r"(?=[\s,;.)\]]|$)"
_UNITS = r"[xX×%‰*†‡§¹²³€$£¥+]|\[\w{1,3}\]|@[a-z]{2,3}|-(?=\s)|[A-Za-zµ°]+(?:[ \t]\d+[A-Za-z]+)?"


def _date(match: re.Match[str]) -> Told:
    kind = "date" if match["day"] else "gYearMonth" if "-" in match["date"] else "gYear"
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
        f"The number {number} carries a unit or a sign (`{unit}`).",
        f"Write {number} alone, and remove `{unit}`; the metric says the unit.",
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


def _range(match: re.Match[str]) -> Told:
    if ".." in match[0] and " " not in match[0]:
        better = f"{match['low']}.{match['high']}"
        return Told(
            f"{match[0]} holds two full stops.",
            f"Write {better}; of a range write one number, and the ends beside it: "
            f"loop:low {match['low']} ; loop:high {match['high']} ;",
        )
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
        f"Before the number {match['number']} stands a sign or a word: `{match['sign'].strip()}`.",
        f"Write {match['number']} alone; the metric says the unit.",
        match["number"],
    )


def _truth(match: re.Match[str]) -> Told:
    better = "true" if match["word"].lower() in ("yes", "on") else "false"
    return write("A truth value is `true` or `false`.", better)


def _bare_address(match: re.Match[str]) -> Told:
    address = match["address"]
    if match["where"] is not None:
        address = f"{_WHERE[match['where'].lower()]}{address}"
    return write("This address is not between < and >.", f"<{address}>")


#: Where to find what is called by a name of its own, not by an address.
_WHERE = {"www.": "https://www.", "doi:": "https://doi.org/", "arxiv:": "https://arxiv.org/abs/"}


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


def _sheet(match: re.Match[str]) -> Told:
    if match["at"][0] == "#":
        return Told(
            f"`{match['at']}` is an error of a spreadsheet, and no value; # begins a comment.",
            "Write the number, or leave the property out if its value is not known.",
        )
    return Told(
        f"`{match['at']}` is a formula of a spreadsheet, and Turtle does not compute.",
        "Write the number that comes out of it.",
    )


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


def _unquoted(match: re.Match[str]) -> Told:
    number = match["number"] or match["second"]
    return Told("A number stands without quotes.", f"Write {number} without quotes.", number)


_DIGITS = str.maketrans("OolI", "0011")


def _letters(match: re.Match[str]) -> Told:
    better = match["word"].translate(_DIGITS)
    return write(f"`{match['word']}` holds a letter where a digit belongs.", better)


def _nearly_true(match: re.Match[str]) -> Told:
    better = "true" if match["word"][0] in "tT" else "false"
    return write(f"`{match['word']}` is no truth value.", better)


VALUE_SLIPS = (
    slip(
        "syntax-grouped-number",
        r"(?<=\s)(?P<first>[1-9]\d{0,2})(?!\s(?P=first)\b)(?:[ \u00a0\u202f]\d{3})+"
        r"(?=\s*[;.,)\]]|$)",
        _spaced_digits,
    ),
    slip(
        "syntax-odd-quotes",
        rf"{_BEGIN}[\"'](?P<number>{NUMBER})(?=[ \t]*[;.,]?[ \t]*$|[ \t]+[;.,])|{_BEGIN}(?<![\"'])"
        rf"(?P<second>{NUMBER})[\"'](?=[ \t]*[;.,])",
        _unquoted,
    ),
    slip(
        "syntax-limit-sign",
        rf"(?i){_BEGIN}(?P<word>c\.|ca\.?|circa|approx(?:\.|imately)?|about|around|roughly|some|nearly|"
        rf"almost|over|under|up to|at least|at most|more than|less than)[ \t]*(?P<number>{NUMBER})",
        in_words(
            "A value cannot begin with `{word}`.",
            "Write {number} alone; say how unsure it is with loop:low and loop:high.",
            "{number}",
        ),
    ),
    slip(
        "syntax-odd-quotes",
        rf"{_BEGIN}(?P<number>{NUMBER})(?P<type>\^\^xsd:\w+)",
        in_words(
            "A value with a datatype stands in quotes.",
            'Write "{number}"{type}.',
            '"{number}"{type}',
        ),
    ),
    slip(
        "syntax-number-word",
        rf"{_BEGIN}(?P<word>[+-]?(?:[\dOolI]+\.)?[\dOolI]*[OolI][\dOolI]*(?:\.\d+)?|\d+\.[\dOolI]+)"
        r"(?=[ \t]*[;.,)\]])",
        _letters,
    ),
    slip(
        "syntax-grouped-number",
        rf"{_BEGIN}(?P<whole>\d+)(?:[ \t]*;[ \t]*|\.[ \t]+|[ \t]+)(?P<part>(?!(?P=whole)\b)\d+)"
        r"(?=[ \t]*[;.,])",
        in_words(
            "`{0}` is no number: between its digits stands a point alone.",
            "Write {whole}.{part}; put a comma between the two if they are two values.",
            "{whole}.{part}",
        ),
    ),
    slip(
        "syntax-truth",
        r"(?i)(?<=\s)(?P<word>t[rue]{1,4}|f[alse]{2,5})(?=\s*[;.,\])])",
        _nearly_true,
    ),
    slip(
        "syntax-formula",
        r"(?P<at>=[ \t]?[-A-Z(][^\s;,\"]*|#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!))",
        _sheet,
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
    slip(
        "syntax-bare-address",
        r"(?i)(?:(?P<where>www\.|doi:[ \t]?|arxiv:[ \t]?)|(?=https?://))(?P<address>[^\s<>\"]*[^\s<>\".,;)])>?",
        _bare_address,
    ),
    slip(
        "syntax-unquoted-date",
        rf"{_BEGIN}(?P<date>\d{{4}}-(?:0[1-9]|1[0-2])(?P<day>-\d{{2}})?|\d{{4}}(?=\?))(?:\^\^\w*:?\w+|\?)?{_END}",
        _date,
    ),
    slip("syntax-grouped-number", rf"{_BEGIN}[+-]?\d+(?:[_'’]\d+)+(?:\.\d+)?", _grouped),
    slip(
        "syntax-range",
        rf"{_BEGIN}(?P<low>{NUMBER})\s*(?:[-–—]|\.\.+|to|±|\+/?-)\s*(?P<high>\d+(?:\.\d+)?){_END}",
        _range,
    ),
    slip("syntax-fraction", rf"{_BEGIN}({NUMBER})\s*/\s*(?P<below>\d+(?:\.\d+)?)", _fraction),
    slip(
        "syntax-two-points",
        rf"{_BEGIN}[+-]?\d+\.\d+(?:\.\d+)+",
        in_words("{0} is no number.", "Write a number with one decimal point, such as 0.5."),
    ),
    slip(
        "syntax-unfinished-power",
        rf"{_BEGIN}(?P<number>{NUMBER})[eE][+-]?{_END}",
        in_words(
            "{0} is a number without its power of ten.",
            "Write {number}, or the power after the e, as in {number}e3.",
        ),
    ),
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
    slip(
        "syntax-currency",
        rf"{_BEGIN}(?P<sign>[$€£¥#]|[A-Z]{{3}}[ \t]|[A-Za-z][ \t]?=|[iIl](?=\d))[ \t]?"
        rf"(?P<number>{NUMBER})",
        _currency,
    ),
    slip("syntax-truth", r"(?i)(?<=\s)(?P<word>yes|no|on|off)(?=\s*[;.,])", _truth),
    slip(
        "syntax-bracketed-list",
        rf"\[[ \t]*(?P<value>{NUMBER}|\"[^\"]*\"(?:@[\w-]+|\^\^[\w:]+)?)[ \t]*\]",
        in_words(
            "A value stands without brackets around it.", "Remove the brackets: {value}", "{value}"
        ),
    ),
)
