"""Numbers, dates and truth values from literals, strictly: what is ill-typed is told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date

from graph.ontology.names import nearest, prefixed
from graph.records import record
from graph.turtle.document import Blank, Literal, Term
from graph.vocabulary import LOOP, MAP, RDF, XSD

STRING = XSD + "string"
_INTEGER_NAMES = """
    integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger
    negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte
"""
#: The datatypes of whole numbers.
INTEGERS = frozenset(XSD + name for name in _INTEGER_NAMES.split())
_FLOATS = frozenset({XSD + "double", XSD + "float"})
_DECIMAL = XSD + "decimal"
_INTEGER_TEXT = re.compile(r"[+-]?[0-9]+")
_DECIMAL_TEXT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE_TEXT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
#: What a number of each datatype looks like.
_NUMBER_TEXTS = {
    **dict.fromkeys(INTEGERS, _INTEGER_TEXT),
    **dict.fromkeys(_FLOATS, _DOUBLE_TEXT),
    _DECIMAL: _DECIMAL_TEXT,
}
_NOT_FINITE = frozenset({"INF", "+INF", "-INF", "NaN"})
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DATES = {
    XSD + "date": re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})" + _ZONE),
    XSD + "gYearMonth": re.compile(r"([0-9]{4}-[0-9]{2})" + _ZONE),
    XSD + "gYear": re.compile(r"([0-9]{4})" + _ZONE),
}


@record
class Misfit:
    """Why a value cannot be taken, and what to write instead."""

    code: str
    message: str
    remedy: str


def written(value: Term) -> str:
    """Return a value about as it stands in the file.

    >>> written(Literal("2", XSD + "integer"))
    '2'
    """
    if isinstance(value, Blank):
        return "a nameless node"
    if not isinstance(value, Literal):
        return prefixed(value)
    text = value.lexical if len(value.lexical) <= 60 else value.lexical[:57] + "..."
    if value.language:
        return f'"{text}"@{value.language}'
    if value.datatype == STRING:
        return f'"{text}"'
    bare = value.datatype in (XSD + "integer", _DECIMAL, XSD + "boolean")
    plain = re.fullmatch(r"[+-]?[0-9.]+|true|false", text) is not None
    return text if bare and plain else f'"{text}"^^{prefixed(value.datatype)}'


def is_plain_integer(value: Term) -> bool:
    """Return whether a value is written as a bare whole number, as 2 is and 2.0 is not.

    To everything that goes by types, 2.0 is another kind of value than 2.

    >>> is_plain_integer(Literal("2", XSD + "integer")), is_plain_integer(Literal("2.0", _DECIMAL))
    (True, False)
    """
    return isinstance(value, Literal) and value.datatype == XSD + "integer"


def read_number(value: Term) -> float | Misfit:
    """Return the number that a literal stands for, or why it stands for none.

    >>> read_number(Literal("0.5", XSD + "decimal"))
    0.5
    >>> read_number(Literal("INF", XSD + "double")).code
    'number-not-finite'
    """
    if not isinstance(value, Literal):
        return Misfit("number-expected", f"{written(value)} is no number.", "Write a number.")
    usual = _NUMBER_TEXTS.get(value.datatype)
    if usual is not None and value.language is None and usual.fullmatch(value.lexical):
        number = float(value.lexical)
        return number if math.isfinite(number) else _not_finite(value)
    text, datatype = value.lexical.strip(" \t\r\n"), value.datatype
    if datatype == STRING or value.language:
        better = f"{text} without quotes" if _DOUBLE_TEXT.fullmatch(text) else "a number"
        return Misfit(
            "number-expected", f"{written(value)} is a text, not a number.", f"Write {better}."
        )
    if datatype not in _NUMBER_TEXTS:
        return Misfit("number-expected", f"{written(value)} is no number.", "Write a number.")
    if datatype in _FLOATS and text in _NOT_FINITE:
        return _not_finite(value)
    if not _NUMBER_TEXTS[datatype].fullmatch(text):
        return Misfit(
            "ill-typed",
            f'"{text}" does not stand for a value of {prefixed(datatype)}.',
            "Write a number without quotes, such as 2 or 0.5.",
        )
    number = float(text)
    return number if math.isfinite(number) else _not_finite(value)


def _not_finite(value: Term) -> Misfit:
    return Misfit(
        "number-not-finite",
        f"{written(value)} is not a finite number.",
        "Write a finite number; leave the property out if there is none.",
    )


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})(?:[T ].*)?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        # Of day and month only one order can be meant where one of the two is above 12.
        r"(?P<day>1[3-9]|2\d|3[01])[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[-/](?P<day>1[3-9]|2\d|3[01])[-/](?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})[- ](?P<name>[A-Za-z]{3,9})[- ](?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})",
        r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?P<year>\d{4})[-/. ]?(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
        r"(?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})",
        r"(?P<year>\d{4})",
    )
)


def _date_meant(text: str) -> str | None:
    """Return how a date that is written in another way is written here, if that is certain.

    >>> _date_meant("2025-7-24"), _date_meant("June 2026"), _date_meant("04/05/2026")
    ('"2025-07-24"^^xsd:date', '"2026-06"^^xsd:gYearMonth', None)
    >>> _date_meant("11/22/2026"), _date_meant("22/11/2026")
    ('"2026-11-22"^^xsd:date', '"2026-11-22"^^xsd:date')
    """
    plain = re.sub(r"[‐‑‒–—―−]", "-", re.sub(r"\^\^.*|@\w+$", "", text)).strip(" \"'")
    if re.search(r"\d", plain):
        plain = re.sub(r"(?<=\d)[oO]|[oO](?=\d)", "0", plain)
        plain = re.sub(r"(?<=[\d-])[lI]|[lI](?=\d)", "1", plain)
    for form in _DAY_FORMS:
        found = form.fullmatch(plain)
        if found is None:
            continue
        parts = found.groupdict()
        month = parts.get("month")
        if parts.get("name"):
            name = parts["name"][:3].lower()
            month = str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"
        if month is None:
            return f'"{parts["year"]}"^^xsd:gYear'
        if not 1 <= int(month) <= 12:
            return None
        if parts.get("day") is None:
            return f'"{parts["year"]}-{int(month):02d}"^^xsd:gYearMonth'
        return f'"{parts["year"]}-{int(month):02d}-{int(parts["day"]):02d}"^^xsd:date'
    return None


def read_date(value: Term) -> str | Misfit:
    """Return a date, month or year as its text, or why the value is none.

    >>> read_date(Literal("2026-08", XSD + "gYearMonth"))
    '2026-08'
    >>> read_date(Literal("2026-13-45", XSD + "date")).code
    'date-wrong'
    """
    remedy = (
        'Write "2026-08-15"^^xsd:date, "2026-08"^^xsd:gYearMonth or "2026"^^xsd:gYear, '
        "as precise as the source."
    )
    pattern = _DATES.get(value.datatype) if isinstance(value, Literal) else None
    found = pattern.fullmatch(value.lexical) if pattern and isinstance(value, Literal) else None
    if found is None:
        better = _date_meant(value.lexical) if isinstance(value, Literal) else None
        if better is not None:
            remedy = f"Write {better}."
        return Misfit("date-wrong", f"{written(value)} is not a date.", remedy)
    text = found.group(1)
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return Misfit("date-wrong", f"{written(value)} is not in the calendar.", remedy)
    return text


def read_flag(value: Term) -> bool | Misfit:
    """Return a truth value, or why the value is none.

    >>> read_flag(Literal("true", XSD + "boolean"))
    True
    """
    if isinstance(value, Literal) and value.datatype == XSD + "boolean":
        if value.lexical in ("true", "1"):
            return True
        if value.lexical in ("false", "0"):
            return False
    meant = _meant_flag(value)
    quoted = f"Write {meant} as a bare word, without quotation marks."
    remedy = quoted if isinstance(value, Literal) else f"Write {meant}."
    return Misfit("flag-wrong", f"{written(value)} is neither true nor false.", remedy)


def _meant_flag(value: Term) -> str:
    """Return the truth value that somebody may have meant by another word or number."""
    text = value.lexical.strip().lower() if isinstance(value, Literal) else ""
    return "false" if text in ("false", "no", "off", "0", "n", "f") else "true"


def read_text(value: Term) -> str | Misfit:
    """Return a text, or why the value is none."""
    if isinstance(value, Literal) and (
        value.language or value.datatype in (STRING, RDF + "langString", XSD + "anyURI")
    ):
        return value.lexical
    unknown = _unknown_datatype(value.datatype) if isinstance(value, Literal) else None
    return unknown or Misfit(
        "text-expected", f"{written(value)} is no text.", "Put the text between double quotes."
    )


def ill_typed(value: Term) -> Misfit | None:
    """Return why a literal does not stand for a value of its own datatype; ``None`` if it does.

    Only numbers, dates and truth values are judged.

    >>> ill_typed(Literal("abc", XSD + "decimal")).code
    'ill-typed'
    """
    if not isinstance(value, Literal):
        return None
    if value.datatype in _DATES:
        found: object = read_date(value)
    elif value.datatype == XSD + "boolean":
        found = read_flag(value)
    elif value.datatype in INTEGERS or value.datatype in _FLOATS or value.datatype == _DECIMAL:
        found = read_number(value)
    else:
        return _unknown_datatype(value.datatype)
    return found if isinstance(found, Misfit) and found.code != "number-not-finite" else None


_XSD_NAMES = frozenset(
    XSD + name
    for name in (
        "string boolean decimal float double duration dateTime time date gYearMonth gYear "
        "gMonthDay gDay gMonth hexBinary base64Binary anyURI QName NOTATION normalizedString token "
        "language NMTOKEN Name NCName ID IDREF ENTITY dateTimeStamp dayTimeDuration "
        "yearMonthDuration "
        f"anySimpleType anyAtomicType untypedAtomic {_INTEGER_NAMES}"
    ).split()
)


def _unknown_datatype(name: str) -> Misfit | None:
    """Return that a datatype is none, if it is a word of a vocabulary that has no such datatype."""
    if name in _XSD_NAMES or not name.startswith((XSD, LOOP, MAP)):
        return None
    near = nearest(name[len(XSD) :], (one[len(XSD) :] for one in _XSD_NAMES), 1)
    if name[len(XSD) :] in ("en", "de", "fr", "es"):
        remedy = f"Write the language of a text as @{name[len(XSD) :]}."
    elif name.startswith(XSD) and near:
        remedy = f"Did you mean xsd:{near[0]}?"
    else:
        remedy = "Write a datatype such as xsd:date, or the text alone."
    return Misfit("ill-typed", f"there is no datatype {prefixed(name)}.", remedy)


def preferred_text(found: Iterable[tuple[str, str | None]]) -> str | None:
    """Return the English one of some texts, else the one without a language, else the first.

    Args:
        found: texts with their language tags.

    >>> preferred_text([("Daten", "de"), ("data", "en-gb"), ("x", None)])
    'data'
    >>> preferred_text([]) is None
    True
    """

    def preference(one: tuple[str, str | None]) -> tuple[int, str, str]:
        text, language = one
        if language is None:
            return (2, "", text)
        if language == "en":
            return (0, "", text)
        return (1 if language.startswith("en-") else 3, language, text)

    return min(found, key=preference, default=("", None))[0] or None
