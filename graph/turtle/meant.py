"""What a person meant by what Turtle cannot read: slips known by their look, with their remedy.

A fault is first told as the grammar sees it ("`x` cannot stand here"). Where the text at its place
looks like a known slip, such as a number with its unit, the slip is told instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from graph.turtle.faults import Fault
from graph.vocabulary import PREFIXES

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
#: How far from a fault the slip may begin and end.
_NEAR = 120
#: Where a value may begin: after white space or a separator.
_BEGIN = r"(?<![^\s,;(\[])"
#: Where it may end.
_END = r"(?=[\s,;.)\]]|$)"
_GENERIC = frozenset(
    {
        "syntax-unexpected",
        "syntax-unexpected-word",
        "syntax-missing-comma",
        "syntax-missing-object",
        "syntax-missing-semicolon",
        "syntax-literal-predicate",
        "syntax-unterminated-string",
        "syntax-unterminated-iri",
        "syntax-bad-name",
        "syntax-bad-datatype",
        "syntax-undefined-prefix",
        "syntax-turtle-1-2",
        "syntax-missing-iri",
        "syntax-missing-predicate",
        "syntax-bad-prefix",
    }
)


class Told(NamedTuple):
    """How a slip is told, once its text is known.

    Attributes:
        message: what is wrong.
        remedy: what to write instead.
        replacement: what to put in its place, if that is certain.
    """

    message: str
    remedy: str
    replacement: str | None = None


class Slip(NamedTuple):
    """A kind of slip.

    Attributes:
        code: name of the rule.
        pattern: how it looks within its line.
        tell: words for one match.
    """

    code: str
    pattern: re.Pattern[str]
    tell: Callable[[re.Match[str]], Told]


def _write(message: str, better: str) -> Told:
    return Told(message, f"Write {better}.", better)


def _date(match: re.Match[str]) -> Told:
    kind = "date" if match["day"] else "gYearMonth"
    return _write(
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
    return _write("A number is written without marks between its digits.", better)


def _minus(match: re.Match[str]) -> Told:
    return _write("This is a typographic minus or dash, not the sign of a number.", f"-{match[1]}")


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
    return _write("A number is written without a fraction bar.", f"{float(match[1]) / below:.6g}")


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


def _between(match: re.Match[str]) -> Told:
    return Told(
        f"Nothing stands between a property and its value, and `{match['sign']}` does.",
        f"Remove `{match['sign']}`.",
        "",
    )


def _nothing(match: re.Match[str]) -> Told:
    return Told(
        f"`{match['word']}` is no value.",
        "Leave the property out if its value is not known, or has no limit.",
    )


def _two_separators(match: re.Match[str]) -> Told:
    return Told(
        f"A full stop and a `{match['kept']}` stand side by side.",
        f"Keep the `{match['kept']}` if the statement goes on, the full stop if it ends here.",
        match["kept"],
    )


def _truth(match: re.Match[str]) -> Told:
    better = "true" if match["word"].lower() in ("yes", "on") else "false"
    return _write("A truth value is `true` or `false`.", better)


def _and(match: re.Match[str]) -> Told:
    return Told(f"`{match[0]}` joins no values in Turtle.", "Write a comma here.", ",")


def _value_behind_semicolon(match: re.Match[str]) -> Told:
    return Told(
        f"A value follows this semicolon, which separates properties: {match['value']}",
        "Put a comma instead of this semicolon.",
        ",",
    )


def _class(match: re.Match[str]) -> Told:
    found = match["at"]
    return Told(
        f"Nothing says that {match['name']} is of the class {found}.",
        f"Write `a` between the two: {match['name']} a {found}",
        f"a {found}",
    )


def _is(match: re.Match[str]) -> Told:
    return Told(f"`{match['word']}` is no property.", "Write `a` for what a thing is.", "a")


def _caret(match: re.Match[str]) -> Told:
    return Told("A datatype follows two carets.", f"Write ^^{match['type']}.", "^^")


def _datatype_word(match: re.Match[str]) -> Told:
    return Told(
        f"The datatype `{match['word']}` has no prefix.",
        f"Write ^^xsd:{match['word']}.",
        f"^^xsd:{match['word']}",
    )


def _tag(match: re.Match[str]) -> Told:
    tag = match["tag"].replace("_", "-")
    return Told(
        f"`@{match['tag']}` is no language tag: its parts are joined by hyphens.",
        f"Write @{tag}.",
        f"@{tag}",
    )


def _quoted_tag(match: re.Match[str]) -> Told:
    return Told(
        "A language tag is written without quotes.",
        f"Write @{match['tag']}, directly after the text.",
        f"@{match['tag']}",
    )


def _dash(match: re.Match[str]) -> Told:
    better = re.sub(r"[‐‑‒–—―−]", "-", match[0])
    return Told(
        "A name cannot hold a typographic dash.",
        f"Write a hyphen, as the keyboard gives it: {better}",
        better,
    )


def _sign_in_name(match: re.Match[str]) -> Told:
    better = re.sub(r"[^\w:.-]+", "-", match[0]).rstrip("-.")
    return Told(
        f"A name cannot hold `{match['sign']}`.", f"Write a hyphen instead, as in {better}", better
    )


def _split_name(match: re.Match[str]) -> Told:
    better = match["prefix"] + match["local"]
    return Told("No space may stand within a name.", f"Write {better}", better)


def _glued_name(match: re.Match[str]) -> Told:
    better = f"{match['prefix']}:{match['local']}"
    return Told(f"`{match[0]}` is no name: it lacks the colon.", f"Did you mean {better}?", better)


def _spaced_name(match: re.Match[str]) -> Told:
    better = f"{match['name']}-{match['more']}"
    return Told(
        "No space may stand within a name.",
        f"Join its words by hyphens, as in {better}; put a text in quotes.",
        better,
    )


def _opening_quote(match: re.Match[str]) -> Told:
    quote = match["quote"]
    return Told(
        f"The text that ends with {quote} does not begin with one.",
        f"Put {quote} before the text.",
        quote + match["word"],
    )


def _bare_address(match: re.Match[str]) -> Told:
    return Told(
        "This address is not between < and >.",
        f"Write <{match[0]}>.",
        f"<{match[0]}>",
    )


def _slip(code: str, pattern: str, tell: Callable[[re.Match[str]], Told]) -> Slip:
    return Slip(code, re.compile(pattern), tell)


_PREFIX_WORDS = "|".join(sorted((name for name in PREFIXES if name), key=len, reverse=True))
_UNITS = r"[xX×%‰]|[A-Za-zµ°]+"
#: The kinds of slip, the more special before the more general.
SLIPS = (
    _slip("syntax-bare-address", r"https?://[^\s<>\"]*[^\s<>\".,;]", _bare_address),
    _slip(
        "syntax-unquoted-date",
        rf"{_BEGIN}\d{{4}}-(?:0[1-9]|1[0-2])(?P<day>-\d{{2}})?{_END}",
        _date,
    ),
    _slip("syntax-grouped-number", rf"{_BEGIN}[+-]?\d+(?:[_'’]\d+)+(?:\.\d+)?", _grouped),
    _slip("syntax-minus", rf"{_BEGIN}[−–—]({_NUMBER})", _minus),
    _slip(
        "syntax-range",
        rf"{_BEGIN}(?P<low>{_NUMBER})\s*(?:[-–—]|\.\.+|to|±)\s*(?P<high>\d+(?:\.\d+)?){_END}",
        _range,
    ),
    _slip("syntax-fraction", rf"{_BEGIN}({_NUMBER})\s*/\s*(?P<below>\d+(?:\.\d+)?)", _fraction),
    _slip("syntax-two-points", rf"{_BEGIN}[+-]?\d+\.\d+(?:\.\d+)+", _two_points),
    _slip("syntax-unfinished-power", rf"{_BEGIN}(?P<number>{_NUMBER})[eE][+-]?{_END}", _unfinished),
    _slip(
        "syntax-number-with-unit",
        rf"{_BEGIN}(?P<number>{_NUMBER})[ \u00a0]?(?P<unit>{_UNITS})(?=[ \t]*(?:[,;.)\]]|$))",
        _with_unit,
    ),
    _slip(
        "syntax-limit-sign",
        rf"{_BEGIN}(?P<sign><=|>=|[<>≤≥~≈±])\s*(?P<number>{_NUMBER})",
        _limit,
    ),
    _slip("syntax-currency", rf"{_BEGIN}[$€£¥]\s*(?P<number>{_NUMBER})", _currency),
    _slip("syntax-sign-between", r"(?<=\s)(?P<sign>:=|=>|->|=|:(?=\s))", _between),
    _slip("syntax-truth", r"(?i)(?<=\s)(?P<word>yes|no|on|off)(?=\s*[;.,])", _truth),
    _slip("syntax-and", r"(?<=\s)(?:and|or|und|&|\|)(?=\s+[\w:<\"])", _and),
    _slip(
        "syntax-semicolon-for-comma",
        r"(?<=\S)\s*(?P<at>;)[ \t]*(?P<value>:[\w-]+|\"[^\"]*\"(?:@\w+)?)[ \t]*[.;]",
        _value_behind_semicolon,
    ),
    _slip("syntax-two-separators", r"\.[ \t]*(?P<kept>[;,])", _two_separators),
    _slip(
        "syntax-no-value",
        r"(?i)(?<=\s)(?P<word>null|none|nil|n/a|na|nan|unknown|tbd|todo|xxx|[+-]?inf(?:inity)?|\?+|-)(?=[\s,;.]|$)",
        _nothing,
    ),
    _slip(
        "syntax-class-without-a",
        r"(?:^|(?<=\.\s))\s*(?P<name><[^<>\s]*>|[\w.-]*:[\w.-]+)\s+(?P<at>[\w-]*:[A-Z]\w*)"
        r"\s*[;.]",
        _class,
    ),
    _slip(
        "syntax-missing-quote",
        r"(?<=\s)(?P<at>(?P<word>(?![\w.-]*:)[^\s\"'<>;,]+))(?:[ \t]+[^\"'\n;<>]*)?"
        r"(?P<quote>[\"'])(?=@|\s*[;.,^])",
        _opening_quote,
    ),
    _slip(
        "syntax-is",
        r"(?<=\s)(?P<word>(?:[Ii]s|[Aa]re)(?:[ \t]+(?:an?|the))?|[Ii]sa|A|[Tt]ype)(?=\s)",
        _is,
    ),
    _slip("syntax-one-caret", r"(?<=[\"'])\s*(?P<at>\^)(?!\^)\s*(?P<type>\w*:\w+)", _caret),
    _slip("syntax-datatype-without-prefix", r"\^\^\s*(?P<word>[A-Za-z]+)(?![\w:])", _datatype_word),
    _slip(
        "syntax-bad-language",
        r"(?<=[\"'])@(?P<tag>[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)+)",
        _tag,
    ),
    _slip("syntax-bad-language", r"(?<=[\"'])@\s*[\"'](?P<tag>[A-Za-z-]+)[\"']", _quoted_tag),
    _slip("syntax-dash-in-name", r"[\w.-]*:[\w.‐‑‒–—―−-]*[‐‑‒–—―−][\w‐‑‒–—―−-]*", _dash),
    _slip(
        "syntax-space-in-name",
        rf"\b(?P<prefix>(?:{_PREFIX_WORDS}):)\s+(?P<local>[a-zA-Z][\w-]*)",
        _split_name,
    ),
    _slip(
        "syntax-space-in-name",
        rf"\b(?P<prefix>(?:{_PREFIX_WORDS}))\s+:(?P<local>[a-zA-Z][\w-]*)",
        _glued_name,
    ),
    _slip(
        "syntax-name-without-colon",
        rf"(?<=\s)(?P<prefix>{_PREFIX_WORDS})[.\-_/]?(?P<local>[A-Za-z][\w-]+)(?=[\s;.])",
        _glued_name,
    ),
    _slip(
        "syntax-sign-in-name",
        r"(?<![\w\"'<])[\w-]*:[\w-]+(?P<sign>[/+&()!*=?#%$|~])[^\s;,]*",
        _sign_in_name,
    ),
    _slip(
        "syntax-space-in-name",
        r"^[ \t]+[\w-]*:?[\w-]+[ \t]+(?P<at>(?P<name>\w*:[a-z][\w-]*)[ \t]+"
        r"(?P<more>(?!(?i:true|false|a)\b)[A-Za-z][\w-]*))(?=[ \t]*[;.,])",
        _spaced_name,
    ),
)


def meant(fault: Fault, text: str) -> Fault:
    r"""Return a fault as the slip that it is, if the text at its place looks like one.

    Args:
        fault: as the grammar tells it.
        text: the whole text.

    Returns:
        The slip, at the place where it begins; else the fault as it was.

    >>> meant(Fault("syntax-unexpected-word", 16, "", ""), ":a loop:low 1.91x ;").remedy
    'Write 1.91 alone; the metric says the unit.'
    >>> meant(Fault("syntax-unexpected", 2, "?", "!"), ":a ] .").message
    '?'
    """
    if fault.code not in _GENERIC:
        return fault
    # A slip is short; a line may be as long as a file.
    begin = max(text.rfind("\n", 0, fault.offset) + 1, fault.offset - _NEAR)
    end = text.find("\n", fault.offset, fault.offset + _NEAR)
    line = text[begin : end if end != -1 else fault.offset + _NEAR]
    column = fault.offset - begin
    for slip in SLIPS:
        for match in slip.pattern.finditer(line):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if start <= column <= match.end() and (
                column < match.end() or column == len(line.rstrip())
            ):
                return _told(slip, match, begin)
            if start > column:
                break
    return fault


def _told(slip: Slip, match: re.Match[str], begin: int) -> Fault:
    told = slip.tell(match)
    blank = len(match[0]) - len(match[0].lstrip())
    start, end = match.start() + blank, match.end()
    if "at" in match.re.groupindex:
        start, end = match.span("at")
    return Fault(slip.code, begin + start, told.message, told.remedy, told.replacement, end - start)
