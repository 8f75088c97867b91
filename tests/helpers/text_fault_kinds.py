# ruff: noqa: ARG005, E501 - a kind stands on a line of its own
"""The kinds of faults of the text: signs, numbers, dates, texts, tags, comments, lines, blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from text_fault_origins import ORIGIN_KINDS
from text_faults import PREFIX_KINDS, WORD_KINDS, Act, Kind, Make, Source, own_line, within_block

NBSP = "\u00a0"


def _written(
    name: str,
    where: str | tuple[str, ...],
    change: Callable[[str], str | None],
    remedy: str | Callable[[str], str],
    at_most: int = 1,
) -> Kind:
    """Return a kind that writes a token otherwise."""

    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        word = source.written(at)
        new = change(word)
        if new is None or new == word:
            return None
        told = remedy if isinstance(remedy, str) else remedy(word)
        return source.replace(at, new, told, at_most=at_most)

    return Kind(name, (where,) if isinstance(where, str) else where, make)


# Between values


def _unmarked(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Leave a sign away; the space before it goes with it."""
    before = source.end(at - 1)
    return Act(before, source.end(at), "", _SIGNS[source.written(at)], behind=-1)


_SIGNS = {";": "semicolon|;", ",": "comma|,", ".": "full stop|\\."}
_NAMES = {";": "semicolon|;", ",": "comma|,", ".": "full stop"}


def _sign(new: str, remedy: str | None = None) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        old = source.written(at)
        if old == "." and source.roles["."][-1] == at and new in ";,":
            return Act(source.start(at), source.end(at), new, remedy or _NAMES[old])
        # Behind a declaration a full stop is another matter.
        return Act(source.start(at), source.end(at), new, remedy or _NAMES[old])

    return make


MARKS = (
    Kind("semicolon missing", (";",), _unmarked),
    Kind("comma missing", (",",), _unmarked),
    Kind("full stop missing", (".",), _unmarked),
    Kind("comma for semicolon", (";",), _sign(",")),
    Kind("full stop for semicolon", (";",), _sign(".")),
    Kind("colon for semicolon", (";",), _sign(":")),
    Kind("semicolon for comma", (",",), _sign(";")),
    Kind("full stop for comma", (",",), _sign(".")),
    Kind("semicolon for full stop", (".",), _sign(";")),
    Kind("comma for full stop", (".",), _sign(",")),
    Kind("comma twice", (",",), _sign(", ,", "comma")),
    Kind("full stop twice", (".",), _sign("..", "full stop")),
    Kind("full stop and semicolon", (";",), _sign(". ;", "full stop|semicolon|;")),
    Kind("semicolon and full stop within", (";",), _sign("; .", "full stop|semicolon|;")),
    Kind("comma and semicolon", (";",), _sign(", ;", "comma")),
    Kind("semicolon and comma", (";",), _sign("; ,", "comma")),
    Kind("bar for semicolon", (";",), _sign("|", "semicolon|;|Remove")),
    Kind("closing bracket missing", ("]", ")"), lambda s, at, _: Act(s.end(at - 1), s.end(at), "", f"put a `?\\{s.written(at)}", behind=-1)),
    Kind("closing bracket twice", ("]", ")"), lambda s, at, _: Act(s.end(at), s.end(at), f" {s.written(at)}", "remove")),
    Kind("other closing bracket", ("]", ")"), lambda s, at, _: s.replace(at, ")" if s.written(at) == "]" else "]", f"put a `?\\{s.written(at)}|remove")),
    Kind("opening bracket missing", ("[", "("), lambda s, at, _: Act(s.start(at), s.end(at), "", f"\\{s.written(at)}")),
    Kind("brace for bracket", ("[", "("), lambda s, at, _: s.replace(at, "{", "brace|\\[|\\(")),
)  # fmt: skip


# Numbers


def _digits(text: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", text) is not None


def _number(name: str, change: Callable[[str], str | None], remedy: str | None = None) -> Kind:
    return _written(
        name,
        "number",
        lambda text: change(text) if _digits(text) else None,
        remedy or (lambda text: rf"(?<![\d.]){re.escape(text)}(?![\d])"),
    )


NUMBERS = (
    _number("decimal comma", lambda text: text.replace(".", ",") if "." in text else None),
    _number("number with times sign", lambda text: text + "x"),
    _number("number with unit", lambda text: text + " days"),
    _number("number with glued unit", lambda text: text + "d"),
    _number("number with per cent", lambda text: text + "%", r"per cent|share|0\.|from 0 to 1"),
    _number("number with spaced per cent", lambda text: text + " %", r"per cent|share|0\.|from 0 to 1"),
    _number("underscores in a number", lambda text: f"{text[0]}_{text[1:]}" if len(text.split(".")[0]) > 3 else None),
    _number("apostrophe in a number", lambda text: f"{text[0]}'{text[1:]}" if len(text.split(".")[0]) > 3 else None),
    _number("space in a number", lambda text: f"{text[:-3]} {text[-3:]}" if text.isdigit() and len(text) > 3 else None),
    _number("comma in a number", lambda text: f"{text[:-3]},{text[-3:]}" if text.isdigit() and len(text) > 3 else None),
    _number("typographic minus", lambda text: f"−{text}"),
    _number("en dash for minus", lambda text: f"–{text}"),
    _number("number in quotes", lambda text: f'"{text}"'),
    _number("number in single quotes", lambda text: f"'{text}'"),
    _number("number in curly quotes", lambda text: f"“{text}”", 'quotes'),
    _number("number with an opening quote", lambda text: f'"{text}'),
    _number("number with a closing quote", lambda text: f'{text}"'),
    _number("tilde before a number", lambda text: f"~{text}"),
    _number("greater sign", lambda text: f">{text}"),
    _number("less sign", lambda text: f"<{text}"),
    _number("at least", lambda text: f">={text}"),
    _number("about", lambda text: f"ca. {text}", "number|alone|remove"),
    _number("dollar", lambda text: f"${text}"),
    _number("letter O for nought", lambda text: text.replace("0", "O", 1) if "0" in text else None),
    _number("letter l for one", lambda text: text.replace("1", "l", 1) if "1" in text else None),
    _number("two points", lambda text: text.replace(".", "..") if "." in text else None),
    _number("point behind", lambda text: f"{text}." if "." in text else None, "point|full stop"),
    _number("slash for point", lambda text: text.replace(".", "/") if "." in text else None, "number|write"),
    _number("semicolon for point", lambda text: text.replace(".", ";") if "." in text else None),
    _number("space for point", lambda text: text.replace(".", " ") if "." in text else None),
    _number("space behind point", lambda text: text.replace(".", ". ") if "." in text else None),
    _number("range", lambda text: f"{text}-{text}9", "one number"),
    _number("range with dash", lambda text: f"{text}–{text}9", "one number"),
    _number("plus minus", lambda text: f"{text}±1", "one number|low|alone"),
    _number("unfinished power", lambda text: f"{text}e"),
    _number("thousand", lambda text: f"{text}k"),
    _number("number twice", lambda text: f"{text} {text}", "comma|twice|two|remove|take"),
    _number("number with type glued", lambda text: f"{text}^^xsd:decimal", "quotes|alone|without"),
    _number("number in brackets", lambda text: f"[{text}]", "bracket|remove|without"),
    _number("number in round brackets", lambda text: f"({text})", "bracket|list|remove|write"),
    _number("hash before a number", lambda text: f"#{text}", "value|#|number"),
    _number("double of a decimal", lambda text: f"0{text}", None) if False else
    _number("number in words", lambda text: {"1": "one", "2": "two", "3": "three", "10": "ten"}.get(text)),
    _number("no number", lambda text: "n/a", "leave|number|value"),
    _number("question mark", lambda text: "?", "leave|number|value|known"),
    _number("nothing", lambda text: "", "value|number"),
)  # fmt: skip


# Dates, datatypes, truth


def _dated(name: str, change: Callable[[str], str | None], remedy: str | None = None) -> Kind:
    return _written(
        name,
        "text",
        lambda text: change(text) if re.search(r"\^\^xsd:(date|gYear)", text) else None,
        remedy or (lambda text: re.escape(text)),
    )


def _day(text: str) -> str | None:
    found = re.match(r'"(\d{4})-(\d\d)-(\d\d)"', text)
    return f'"{found[3]}.{found[2]}.{found[1]}"^^xsd:date' if found else None


DATES = (
    _dated("date without quotes or type", lambda t: t[1 : t.index('"', 1)]),
    _dated("date without quotes", lambda t: t.replace('"', "")),
    _dated("date without type", lambda t: t[: t.index("^")]),
    _dated("one caret", lambda t: t.replace("^^", "^"), r"\^\^xsd:"),
    _dated("three carets", lambda t: t.replace("^^", "^^^"), r"\^\^xsd:"),
    _dated("no caret", lambda t: t.replace("^^", ""), r"\^\^xsd:"),
    _dated("space for carets", lambda t: t.replace("^^", " "), r"\^\^"),
    _dated("at for carets", lambda t: t.replace("^^", "@"), r"\^\^xsd:"),
    _dated("type without prefix", lambda t: t.replace("xsd:", ""), r"xsd:"),
    _dated("type with point", lambda t: t.replace("xsd:", "xsd."), r"xsd:"),
    _dated("type with hyphen", lambda t: t.replace("xsd:", "xsd-"), r"xsd:"),
    _dated("type with space", lambda t: t.replace("xsd:", "xsd: "), r"xsd:"),
    _dated("type with prefix alone", lambda t: t[: t.index(":") + 1], r"xsd:(date|gYear)|datatype"),
    _dated("carets alone", lambda t: t[: t.index("xsd")], r"xsd:|datatype"),
    _dated("type in capitals", lambda t: t[: t.index(":") + 1] + t[t.index(":") + 1 :].capitalize()),
    _dated("type in small letters", lambda t: t.replace("gYear", "gyear").replace("Month", "month")),
    _dated("prefix xds", lambda t: t.replace("xsd:", "xds:"), r"xsd:"),
    _dated("prefix xs", lambda t: t.replace("xsd:", "xs:"), r"xsd:"),
    _dated("type of a time", lambda t: re.sub(r"xsd:\w+", "xsd:dateTime", t)),
    _dated("type of another precision", lambda t: re.sub(r"xsd:\w+", "xsd:date" if "gYear" in t else "xsd:gYear", t)),
    _dated("type of a text", lambda t: re.sub(r"xsd:\w+", "xsd:string", t)),
    _dated("day first", _day),
    _dated("slashes in a date", lambda t: t.replace("-", "/") if "-" in t else None),
    _dated("month of one digit", lambda t: re.sub(r'"(\d{4})-0', r'"\1-', t)),
    _dated("month 13", lambda t: re.sub(r'"(\d{4})-\d\d', r'"\1-13', t), r"calendar|month|date"),
    _dated("day 32", lambda t: re.sub(r'-\d\d"', '-32"', t) if "xsd:date" in t else None, r"calendar|day|date"),
    _dated("en dash in a date", lambda t: t.replace("-", "–") if "-" in t else None),
    _dated("letter O in a date", lambda t: t.replace("0", "O", 1), r"date|\d{4}"),
    _dated("year of two digits", lambda t: t.replace('"20', '"'), r"date|\d{4}"),
    _dated("year of three digits", lambda t: t.replace('"20', '"2'), r"date|\d{4}"),
    _dated("space in a date", lambda t: t.replace('"20', '" 20')),
    _dated("closing quote of a date missing", lambda t: t.replace('"^', "^"), r'"'),
    _dated("opening quote of a date missing", lambda t: t[1:], r'"'),
    _dated("date in single typographic quotes", lambda t: t.replace('"', "’"), "straight quotes|\""),
    _dated("tag at a date", lambda t: t[: t.index("^")] + "@en"),
    _dated("type misspelt", lambda t: t[:-1]),
    _dated("type as an address without brackets", lambda t: t.replace("xsd:", "http://www.w3.org/2001/XMLSchema#"), r"<|xsd:"),
    _written("truth in capitals", "truth", lambda t: t.upper() if t in ("true", "false") else None, lambda t: f"write `?{t}"),
    _written("truth capitalised", "truth", lambda t: t.capitalize() if t in ("true", "false") else None, lambda t: f"write `?{t}"),
    _written("truth in quotes", "truth", lambda t: f'"{t}"' if t in ("true", "false") else None, lambda t: f"{t}"),
    _written("yes", "truth", lambda t: "yes" if t == "true" else None, "true"),
    _written("truth as a number", "truth", lambda t: "1" if t == "true" else None, "true"),
    _written("truth misspelt", "truth", lambda t: "ture" if t == "true" else None, "true"),
    _written("truth shortened", "truth", lambda t: "tru" if t == "true" else None, "true"),
    _written("truth as a name", "truth", lambda t: ":true" if t == "true" else None, "true"),
)  # fmt: skip


# Texts and language tags


def _text(name: str, change: Callable[[str], str | None], remedy: str) -> Kind:
    return _written(
        name,
        "text",
        lambda text: (
            change(text) if "^^" not in text.rpartition('"')[2] and text.count("\n") == 0 else None
        ),
        remedy,
    )


def _tagged(name: str, change: Callable[[str], str | None], remedy: str = r"@en(?![\w-])") -> Kind:
    return _text(name, lambda text: change(text) if text.endswith('"@en') else None, remedy)


TEXTS = (
    _text("closing quote missing", lambda t: t[: t.rindex('"')] + t[t.rindex('"') + 1 :], '"'),
    _text("opening quote missing", lambda t: t[1:], '"'),
    _text("curly quotes", lambda t: "“" + t[1:].replace('"', "”"), "straight quotes|\""),
    _text("curly opening quote", lambda t: "“" + t[1:], "straight quotes|\""),
    _text("curly closing quote", lambda t: t[: t.rindex('"')] + "”" + t[t.rindex('"') + 1 :], "straight quotes|\""),
    _text("low quotes", lambda t: "„" + t[1:].replace('"', "“"), "straight quotes|\""),
    _text("guillemets", lambda t: "«" + t[1:].replace('"', "»"), "straight quotes|\""),
    _text("single quote closes", lambda t: t[: t.rindex('"')] + "'" + t[t.rindex('"') + 1 :], '"'),
    _text("single quote opens", lambda t: "'" + t[1:], "\"|'"),
    _text("backticks", lambda t: "`" + t[1:].replace('"', "`"), '"'),
    _text("no quotes", lambda t: t.replace('"', ""), '"|quotes'),
    _text("quote within", lambda t: t[:4] + '"' + t[4:] if len(t) > 12 and t[4] != "\\" and t[3] != "\\" else None, r'\\"|quote'),
    _text("two quotes at the end", lambda t: t[: t.rindex('"')] + '"' + t[t.rindex('"') :], r'"|quote'),
    _text("two quotes at the beginning", lambda t: '"' + t, r'"|quote'),
    _text("backslash within", lambda t: t[:4] + "\\" + t[4:] if len(t) > 12 and t[4] not in 'tbnrfuU"\\' and t[3] != "\\" else None, r"\\\\"),
    _text("text twice", lambda t: f"{t} {t}", "comma|twice|two|remove|take"),
    _text("texts added", lambda t: f'{t} + "more"', "one text|not added|comma"),
    _text("text in brackets", lambda t: f"[{t}]", "bracket|remove|without"),
    _text("break within", lambda t: t[: len(t) // 2] + "\n        " + t[len(t) // 2 :] if len(t) > 20 else None, '"""|three|line'),
    _tagged("tag with underscore", lambda t: t[:-3] + "@en_US", "@en-US"),
    _tagged("tag in quotes", lambda t: t[:-3] + '@"en"'),
    _tagged("tag without at", lambda t: t[:-3] + "en"),
    _tagged("tag with a space", lambda t: t[:-3] + " @en"),
    _tagged("tag behind a space in it", lambda t: t[:-3] + "@ en"),
    _tagged("tag ends with a hyphen", lambda t: t[:-3] + "@en-"),
    _tagged("tag in words", lambda t: t[:-3] + "@english"),
    _tagged("tag twice", lambda t: t + "@en", r"@en(?![\w-])|remove|one language"),
    _tagged("two ats", lambda t: t[:-3] + "@@en"),
    _tagged("at alone", lambda t: t[:-3] + "@", r"@en(?![\w-])"),
    _tagged("tag of one letter", lambda t: t[:-3] + "@e"),
    _tagged("tag within the quotes", lambda t: t[:-4] + '@en"'),
    _tagged("carets before the tag", lambda t: t[:-3] + "^^en", r"@en(?![\w-])"),
    _tagged("carets and tag", lambda t: t[:-3] + "^^@en", r"@en(?![\w-])"),
    _tagged("hash before the tag", lambda t: t[:-3] + "#en", r"@en(?![\w-])"),
    _tagged("tag and type", lambda t: t + "^^xsd:string", r"\^\^|@en|language|datatype"),
    _tagged("tag in brackets", lambda t: t[:-3] + "(en)", r"@en(?![\w-])"),
    _tagged("tag with a slash", lambda t: t[:-3] + "@en/gb", r"@en-gb"),
    _tagged("tag with a full stop", lambda t: t[:-3] + "@en.", r"full stop|@en"),
    _tagged("tag with xsd", lambda t: t[:-3] + "^^xsd:en", r"@en(?![\w-])|datatype"),
    _tagged("tag with a digit", lambda t: t[:-3] + "@e2", r"@en(?![\w-])"),
    _tagged("text for a name", lambda t: t[:-3] + "^^loop:text", r"xsd:|datatype|loop:"),
)  # fmt: skip


# Names


def _names(
    name: str,
    change: Callable[[str], str | None],
    remedy: str | None = None,
    where: tuple[str, ...] = ("name",),
) -> Kind:
    return _written(
        name,
        where,
        change,
        remedy or (lambda text: rf"(?<![\w:]){re.escape(text)}(?![\w-])"),
    )


_LOOP = ("verb", "word", "class")
NAMES = (
    _names("name without colon", lambda t: t[1:]),
    _names("name in quotes", lambda t: f'"{t[1:]}"'),
    _names("name with colon in quotes", lambda t: f'"{t}"'),
    _names("name in brackets", lambda t: f"<{t}>"),
    _names("name in brackets without colon", lambda t: f"<{t[1:]}>"),
    _names("name with hash in brackets", lambda t: f"<#{t[1:]}>", None),
    _names("name with two colons", lambda t: f":{t}"),
    _names("space behind the colon", lambda t: f": {t[1:]}"),
    _names("space for hyphen", lambda t: t.replace("-", " ") if "-" in t else None),
    _names("one space for hyphen", lambda t: t.replace("-", " ", 1) if "-" in t else None),
    _names("en dash in a name", lambda t: t.replace("-", "–", 1) if "-" in t else None),
    _names("em dash in a name", lambda t: t.replace("-", "—", 1) if "-" in t else None),
    _names("soft hyphen in a name", lambda t: t.replace("-", "\u2011", 1) if "-" in t else None),
    _names("slash in a name", lambda t: t.replace("-", "/", 1) if "-" in t else None),
    _names("full stop in a name", lambda t: t.replace("-", ".", 1) if "-" in t else None),
    _names("ampersand in a name", lambda t: t.replace("-and-", "&") if "-and-" in t else None),
    _names("apostrophe in a name", lambda t: t + "'s", None),
    _names("loop for the map", lambda t: f"loop{t}"),
    _names("semicolon for colon", lambda t: f";{t[1:]}"),
    _names("dash before a name", lambda t: f"- {t}", "remove|Turtle"),
    _names("name in round brackets", lambda t: f"({t})", "bracket|list|remove|write"),
    _names("name in square brackets", lambda t: f"[ {t} ]", "bracket|list|remove|write"),
    _names("name twice", lambda t: f"{t} {t}", "comma|twice|two|remove|take"),
    _names("no name", lambda t: "", "value"),
    _names("nbsp behind a name", lambda t: t + NBSP, "space"),
    _names("nbsp before a name", lambda t: NBSP + t, "space"),
    _names("invisible space in a name", lambda t: t + "\u200b", "space|character|remove"),
    _names("equals before a name", lambda t: f"= {t}", "remove|between"),
    _names("is before a name", lambda t: f"is {t}", "remove|between"),
    _names("and behind a name", lambda t: f"{t} and {t}2", "comma"),
    _names("full address cut", lambda t: f"<https://w3id.org/loopmap/map/{t[1:]}", ">"),
    _names("address of a neighbour", lambda t: f"<https://w3id.org/loopmap/{t[1:]}>", None),
    _names("address with hash", lambda t: f"<https://w3id.org/loopmap/map#{t[1:]}>", None),
    _names("address http", lambda t: f"<http://w3id.org/loopmap/map/{t[1:]}>", None),
    _names("point for colon", lambda t: t.replace(":", ".") if t != "a" else None, None, _LOOP),
    _names("hyphen for colon", lambda t: t.replace(":", "-") if t != "a" else None, None, _LOOP),
    _names("slash for colon", lambda t: t.replace(":", "/") if t != "a" else None, None, _LOOP),
    _names("hash for colon", lambda t: t.replace(":", "#") if t != "a" else None, None, _LOOP),
    _names("semicolon for colon of a word", lambda t: t.replace(":", ";") if t != "a" else None, None, _LOOP),
    _names("no colon", lambda t: t.replace(":", "") if t != "a" else None, None, _LOOP),
    _names("two colons", lambda t: t.replace(":", "::") if t != "a" else None, None, _LOOP),
    _names("space before colon", lambda t: t.replace(":", " :") if t != "a" else None, None, _LOOP),
    _names("space after colon", lambda t: t.replace(":", ": ") if t != "a" else None, None, _LOOP),
    _names("no prefix", lambda t: t.split(":")[1] if t != "a" else None, None, _LOOP),
    _names("prefix of the map", lambda t: ":" + t.split(":")[1] if t != "a" else None, None, _LOOP),
    _names("prefix in capitals", lambda t: t.replace("loop:", "Loop:").replace("rdfs:", "RDFS:"), "loop:|rdfs:", _LOOP),
    _names("word in brackets", lambda t: f"<{t}>" if t != "a" else None, None, _LOOP),
    _names("word in quotes", lambda t: f'"{t}"' if t != "a" else None, None, _LOOP),
    _names("colon behind", lambda t: f"{t}:" if t != "a" else None, None, _LOOP),
    _names("equals behind a property", lambda t: f"{t} =" if t != "a" else None, "remove", ("verb",)),
    _names("colon sign behind a property", lambda t: f"{t} :" if t != "a" else None, "remove", ("verb",)),
    _names("is behind a property", lambda t: f"{t} is" if t != "a" else None, "remove", ("verb",)),
    _names("property twice", lambda t: f"{t} {t}" if t != "a" else None, "twice|remove|value|take", ("verb",)),
    _names("no property", lambda t: "" if t != "a" else None, "property", ("verb",)),
    _names("a missing", lambda t: "" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("a capital", lambda t: "A" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("is for a", lambda t: "is" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("is a for a", lambda t: "is a" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("isa for a", lambda t: "isa" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("an for a", lambda t: "an" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("type for a", lambda t: "type" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("colon a", lambda t: ":a" if t == "a" else None, "write `?a\\b|rdf:type", ("verb",)),
    _names("rdfs:type for a", lambda t: "rdfs:type" if t == "a" else None, "rdf:type|write `?a\\b|declared", ("verb",)),
    _names("equals for a", lambda t: "=" if t == "a" else None, "write `?a\\b", ("verb",)),
    _names("a twice", lambda t: "a a" if t == "a" else None, "write `?a\\b|remove|take", ("verb",)),
    _names("class without prefix", lambda t: t.split(":")[1], None, ("class",)),
    _names("class in quotes", lambda t: f'"{t}"', None, ("class",)),
    _names("class twice", lambda t: f"{t} {t}", "comma|twice|remove|take", ("class",)),
    _names("class missing", lambda t: "", "value|class", ("class",)),
    _names("subject without colon", lambda t: t[1:] if t.startswith(":") else None, None, ("subject",)),
    _names("subject in brackets", lambda t: f"<{t}>" if t.startswith(":") else None, None, ("subject",)),
    _names("subject with space", lambda t: t.replace("-", " ") if t.startswith(":") and "-" in t else None, None, ("subject",)),
    _names("subject with one space", lambda t: t.replace("-", " ", 1) if t.startswith(":") and "-" in t else None, None, ("subject",)),
    _names("subject with dash", lambda t: t.replace("-", "–", 1) if t.startswith(":") and "-" in t else None, None, ("subject",)),
    _names("subject with slash", lambda t: t.replace("-", "/", 1) if t.startswith(":") and "-" in t else None, None, ("subject",)),
    _names("subject in quotes", lambda t: f'"{t[1:]}"' if t.startswith(":") else None, None, ("subject",)),
    _names("subject with loop", lambda t: f"loop{t}" if t.startswith(":") else None, None, ("subject",)),
    _names("subject missing", lambda t: "" if t.startswith(":") else None, "name", ("subject",)),
    _names("subject twice", lambda t: f"{t} {t}" if t.startswith(":") else None, "twice|remove|take", ("subject",)),
    _names("colon behind a subject", lambda t: f"{t}:" if t.startswith(":") else None, None, ("subject",)),
)  # fmt: skip


# Addresses


def _address(name: str, change: Callable[[str], str | None], remedy: str) -> Kind:
    return _written(name, "address", lambda t: change(t) if "http" in t else None, remedy)


ADDRESSES = (
    _address("address without brackets", lambda t: t[1:-1], "<"),
    _address("address in brackets and quotes", lambda t: f'<"{t[1:-1]}">', "<|remove"),
    _address("address not closed", lambda t: t[:-1], ">"),
    _address("address not opened", lambda t: t[1:], "<"),
    _address("address closed twice", lambda t: t + ">", "remove|>"),
    _address("address opened twice", lambda t: "<" + t, "remove|<"),
    _address("space in an address", lambda t: t[:12] + " " + t[12:], "space|%20"),
    _address("space before an address ends", lambda t: t[:-1] + " >", "space|remove"),
    _address("space behind the opening", lambda t: "< " + t[1:], "space|remove"),
    _address("address without scheme", lambda t: "<" + t.partition("//")[2], "https://"),
    _address("address with one slash", lambda t: t.replace("//", "/", 1), "https?://"),
    _address("address without colon", lambda t: t.replace("://", "//", 1), "https?://"),
    _address("htps", lambda t: t.replace("https:", "htps:", 1) if "https" in t else None, "https://"),
    _address("hhttps", lambda t: t.replace("https:", "hhttps:", 1) if "https" in t else None, "https://"),
    _address("address with a semicolon", lambda t: t.replace("://", ";//", 1), "https?://"),
    _address("address in round brackets", lambda t: f"({t[1:-1]})", "<"),
    _address("link of Markdown", lambda t: f"[link]({t[1:-1]})", "<"),
    _address("address twice", lambda t: f"{t} {t}", "comma|twice|two|remove|take"),
    _address("address with a full stop inside the brackets", lambda t: t[:-1] + " ." + ">", "space|remove"),
)  # fmt: skip


# Lines


def _first_line_gone(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, end = source.block(at)
    behind = source.text.find("\n", start, end)
    if behind == -1:
        return None
    at_indent = len(source.text[behind + 1 : end]) - len(source.text[behind + 1 : end].lstrip())
    return Act(start, behind + 1, "", "name|first line", behind=at_indent)


def _last_line_gone(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, end = source.block(at)
    before = source.text.rfind("\n", start, end)
    if before == -1 or source.text[before - 1] != ";":
        return None
    return Act(before, end, "", "full stop", behind=-1)


def _half_gone(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Lose the end of one block and the beginning of the next."""
    if at + 1 >= len(source.outline.statements):
        return None
    start, end = source.block(at)
    after, _ = source.block(at + 1)
    before = source.text.rfind("\n", start, end)
    if before == -1:
        return None
    line_end = source.text.find("\n", after)
    return Act(before, line_end, "", "full stop|semicolon|twice|name")


def _indented(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, _ = source.block(at)
    return Act(start, start, "    ", "nothing", at_most=0)


def _trailing(words: str, remedy: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        _, end = source.block(at)
        return Act(end, end, words, remedy, behind=1)

    return make


def _behind_mark(words: str, remedy: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        end = source.end(at)
        if source.text[end : end + 1] != "\n":
            return None
        return Act(end, end, words, remedy, behind=1)

    return make


def _hash_gone(new: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        line = source.text[at : source.text.index("\n", at)]
        if source.text[at - 2 : at - 1] == "#" or len(line.split()) < 3:
            return None
        return Act(at, at + 1, new, "#", behind=len(new) - len(new.lstrip()))

    return make


LINES = (
    Kind("first line of a block gone", ("block",), _first_line_gone),
    Kind("last line of a block gone", ("block",), _last_line_gone),
    Kind("words behind a block", ("block",), _trailing(" see above", "#|comment|remove|name")),
    Kind("word behind a block", ("block",), _trailing(" TODO", "#|comment|remove|name")),
    Kind("sentence behind a block", ("block",), _trailing(" Checked in May, still true.", "#|comment|remove|name")),
    Kind("bracketed remark behind a block", ("block",), _trailing(" (see issue 12)", "#|comment|remove")),
    Kind("slashes behind a block", ("block",), _trailing(" // see above", "#")),
    Kind("slashes behind a line", (";",), _behind_mark(" // see above", "#")),
    Kind("star comment behind a line", (";",), _behind_mark(" /* see above */", "#")),
    Kind("double hyphen behind a line", (";",), _behind_mark(" -- see above", "#")),
    Kind("word behind a line", (";",), _behind_mark(" checked", "#|comment|remove|quotes|name")),
    Kind("remark behind a line", (";",), _behind_mark(" (checked twice)", "#|comment|remove")),
    Kind("sentence behind a line", (";",), _behind_mark(" checked twice by hand", "#|comment|remove")),
    Kind("hash of a comment gone", ("comment",), _hash_gone("")),
    Kind("slashes for a hash", ("comment",), _hash_gone("//")),
    Kind("hyphens for a hash", ("comment",), _hash_gone("--")),
    Kind("per cent for a hash", ("comment",), _hash_gone("%")),
    Kind("semicolon for a hash", ("comment",), _hash_gone(";")),
    Kind("slash star for a hash", ("comment",), lambda s, at, r: Act(at, s.text.index("\n", at), "/*" + s.text[at + 1 : s.text.index("\n", at)] + " */", "#")),
    Kind("quote for a hash", ("comment",), _hash_gone('"')),
    Kind("rem line", ("block",), own_line("REM the next one is new", "#|comment")),
    Kind("todo line", ("block",), own_line("TODO check this number again", "#|comment")),
    Kind("sentence line", ("block",), own_line("The next one is from the second report.", "#|comment")),
    Kind("heading of Markdown", ("block",), own_line("=== New ones ===", "#|comment")),
    Kind("rule of Markdown", ("block",), own_line("---", "#|comment")),
    Kind("fence of Markdown", ("block",), own_line("```turtle", "#|comment|remove")),
    Kind("note within a block", ("block",), within_block("    NB: this one is old", "#|comment")),
    Kind("word within a block", ("block",), within_block("    check this again", "#|comment")),
    Kind("graph of TriG", ("block",), own_line("GRAPH :g {", "brace|graph")),
    Kind("SPARQL line", ("block",), own_line("SELECT ?x WHERE", "#|comment|variable|remove")),
)  # fmt: skip


# Merges


def _merge(source: Source, at: int, random: Random, *, base: bool = False) -> Act | None:
    start, end = source.block(at)
    block = source.text[start:end]
    lines = block.split("\n")
    if len(lines) < 4:
        return None
    number = random.randrange(1, len(lines) - 1)
    if not lines[number].rstrip().endswith(";"):
        return None
    line = lines[number]
    common = f"||||||| 1a2b3c4\n{line}\n" if base else ""
    new = f"<<<<<<< HEAD\n{line}\n{common}=======\n{line}\n>>>>>>> other\n"
    place = start + sum(len(one) + 1 for one in lines[:number])
    marks = [place + one.start() for one in re.finditer(r"(?m)^(?:<{7}|\|{7}|={7}|>{7})", new)]
    # Each marker is one finding.
    return Act(
        place,
        place + len(line) + 1,
        new,
        r"\|{7}" if base else "one (?:side|of the two)|keep",
        at_most=len(marks),
        also=tuple(marks),
    )


def _merge_of_blocks(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, end = source.block(at)
    block = source.text[start:end]
    new = f"<<<<<<< HEAD\n{block}\n=======\n{block}\n>>>>>>> other"
    return Act(start, end, new, "one (?:side|of the two)|keep", at_most=3)


def _marker(line: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        start, _ = source.block(at)
        return Act(start, start, f"{line}\n", "merge|side")

    return make


MERGES = (
    Kind("merge within a block", ("block",), _merge),
    Kind("merge with what both came from", ("block",), lambda s, at, r: _merge(s, at, r, base=True)),
    Kind("merge of blocks", ("block",), _merge_of_blocks),
    Kind("marker left: ours", ("block",), _marker("<<<<<<< HEAD")),
    Kind("marker left: theirs", ("block",), _marker(">>>>>>> 12ab34c (Add two)")),
    Kind("marker left: between", ("block",), _marker("=======")),
    Kind("marker left: base", ("block",), _marker("||||||| merged common ancestors")),
)  # fmt: skip


# Blocks


def _pasted(
    *, far: bool, change: Callable[[str, Random], str] = lambda block, _: block, remedy: str
) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:
        if not source.file.startswith(
            (
                "evidence",
                "components",
                "scenarios",
                "dependencies",
                "sources",
                "domains",
                "loops",
                "stocks",
                "drivers",
            )
        ):
            return None
        start, end = source.block(at)
        block = source.text[start:end]
        new = change(block, random)
        if new == "":
            return None
        place = len(source.text) if far else end
        gap = "\n" if far else "\n\n"
        return Act(place, place, f"{gap}{new}" + ("\n" if far else ""), remedy, behind=len(gap))

    return make


def _with_other_value(block: str, random: Random) -> str:
    numbers = list(re.finditer(r"(?<=[ ])\d+(?:\.\d+)?(?= ;)", block))
    if not numbers:
        return ""
    one = random.choice(numbers)
    return block[: one.start()] + str(int(float(one[0])) + 1) + block[one.end() :]


def _with_other_label(block: str, random: Random) -> str:  # noqa: ARG001
    return (
        re.sub(r'(rdfs:label|dcterms:title) "', r'\1 "Again: ', block)
        if "rdfs:label" in block
        else ""
    )


def _renamed(block: str, kinds: str) -> str:
    found = re.match(rf":([\w-]+) a loop:(?:{kinds}) ;", block)
    return block.replace(f":{found[1]} ", f":{found[1]}-again ", 1) if found else ""


BLOCKS = (
    Kind("block pasted again at the end", ("block",), _pasted(far=True, remedy="name|one of the two")),
    Kind("block pasted again below", ("block",), _pasted(far=False, remedy="name|one of the two")),
    Kind("block pasted, a number changed, end", ("block",), _pasted(far=True, change=_with_other_value, remedy="name|one of the two")),
    Kind("block pasted, a number changed, below", ("block",), _pasted(far=False, change=_with_other_value, remedy="name|one of the two")),
    Kind("block pasted, its label changed", ("block",), _pasted(far=True, change=_with_other_label, remedy="name|one of the two")),
    Kind("dependency under a second name, end", ("block",), _pasted(far=True, change=lambda b, _: _renamed(b, "Dependency"), remedy="one of the two|tells them apart")),
    Kind("dependency under a second name, below", ("block",), _pasted(far=False, change=lambda b, _: _renamed(b, "Dependency"), remedy="one of the two|tells them apart")),
    Kind("observation under a second name, end", ("block",), _pasted(far=True, change=lambda b, _: _renamed(b, "Evidence"), remedy="one of the two|sameFact")),
    Kind("observation under a second name, below", ("block",), _pasted(far=False, change=lambda b, _: _renamed(b, "Evidence"), remedy="one of the two|sameFact")),
    Kind("observation under a second name, its label changed", ("block",), _pasted(far=True, change=lambda b, r: _renamed(_with_other_label(b, r), "Evidence"), remedy="one of the two|sameFact")),
    Kind("source under a second name", ("block",), _pasted(far=True, change=lambda b, _: _renamed(b, "Source"), remedy="wherever|one of the two|take")),
)  # fmt: skip


def _line_twice(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start = source.text.rfind("\n", 0, source.start(at)) + 1
    end = source.text.find("\n", start)
    line = source.text[start:end]
    if not line.startswith("    ") or not line.endswith(" ;") or source.end(at) > end:
        return None
    return Act(end, end, f"\n{line}", "one of the two|twice", behind=5)


BLOCKS += (Kind("line twice", ("verb",), _line_twice),)


# Declarations of prefixes


def _declared(
    change: Callable[[str, str, Random], str | None], remedy: str, at_most: int = 1
) -> Make:
    """Write a declaration otherwise; ``{p}`` and ``{a}`` in a remedy stand for prefix and address."""

    def make(source: Source, at: int, random: Random) -> Act | None:
        start = source.start(at)
        end = source.text.find("\n", start)
        found = re.fullmatch(r"@prefix ([\w-]*): <([^>]*)> \.", source.text[start:end])
        if found is None:
            return None
        new = change(found[1], found[2], random)
        if new is None or not re.search(rf"(?<![\w<]){found[1]}:(?! <)\w", source.text):
            return None
        told = remedy.format(p=re.escape(found[1]), a=re.escape(found[2]))
        return Act(start, end, new, told, new.rfind("\n") + 1, at_most)

    return make


def _near(prefix: str, address: str, random: Random) -> str:
    tail = random.randrange(10, len(address))
    return f"@prefix {prefix}: <{address[:tail]}{address[tail + 1 :]}> ."


PREFIXES = (
    Kind("prefix line gone", ("declaration",), lambda s, at, r: _prefix_gone(s, at)),
    Kind("prefix address misspelt", ("declaration",), _declared(_near, "{a}")),
    Kind("prefix address without end sign", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a[:-1]}> .", "{a}")),
    Kind("prefix address with slash for hash", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a[:-1]}{'/' if a[-1] == '#' else '#'}> .", "{a}")),
    Kind("prefix address https for http", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a.replace('http:', 'https:') if 'http:' in a else a.replace('https:', 'http:')}> .", "{a}")),
    Kind("prefix address of example", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <http://example.org/> .", "{a}")),
    Kind("prefix of another", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <http://www.w3.org/ns/org#> .", "{a}")),
    Kind("prefix in capitals", ("declaration",), _declared(lambda p, a, r: f"@PREFIX {p}: <{a}> .", "@prefix")),
    Kind("prefix capitalised", ("declaration",), _declared(lambda p, a, r: f"@Prefix {p}: <{a}> .", "@prefix")),
    Kind("prefix word misspelt", ("declaration",), _declared(lambda p, a, r: f"@perfix {p}: <{a}> .", "@prefix")),
    Kind("prefix word without at", ("declaration",), _declared(lambda p, a, r: f"prefix {p}: <{a}> .", "full stop|@")),
    Kind("prefix word with hash", ("declaration",), _declared(lambda p, a, r: f"# @prefix {p}: <{a}> .", "#|@prefix")),
    Kind("prefix without full stop", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a}>", "full stop")),
    Kind("prefix with semicolon", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a}> ;", "full stop")),
    Kind("prefix without colon", ("declaration",), _declared(lambda p, a, r: f"@prefix {p} <{a}> ." if p else None, "colon|{p}:")),
    Kind("prefix with equals", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}= <{a}> ." if p else None, "colon|{p}:")),
    Kind("prefix with colon and equals", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: = <{a}> .", "=|remove|@prefix {p}:")),
    Kind("prefix address without brackets", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: {a} .", "<")),
    Kind("prefix address in quotes", ("declaration",), _declared(lambda p, a, r: f'@prefix {p}: "{a}" .', "<")),
    Kind("prefix address not closed", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a} .", ">")),
    Kind("prefix address not opened", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: {a}> .", "<")),
    Kind("prefix address missing", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: .", "<|address")),
    Kind("prefix missing in its declaration", ("declaration",), _declared(lambda p, a, r: f"@prefix <{a}> .", "{p}:|prefix")),
    Kind("prefix misspelt in its declaration", ("declaration",), _declared(lambda p, a, r: f"@prefix {p[:-1]}: <{a}> ." if len(p) > 2 else None, "{p}:")),
    Kind("prefix in capitals in its declaration", ("declaration",), _declared(lambda p, a, r: f"@prefix {p.upper()}: <{a}> ." if p else None, "{p}:")),
    Kind("prefix glued", ("declaration",), _declared(lambda p, a, r: f"@prefix{p}: <{a}> ." if p else None, "@prefix")),
    Kind("prefix declared again otherwise", ("declaration",), _declared(lambda p, a, r: f"@prefix {p}: <{a}> .\n@prefix {p}: <http://example.org/> .", "{a}")),
    Kind("xmlns for prefix", ("declaration",), _declared(lambda p, a, r: f'xmlns:{p}="{a}"' if p else None, "@prefix")),
)  # fmt: skip


def _prefix_gone(source: Source, at: int) -> Act | None:
    start = source.start(at)
    end = source.text.find("\n", start) + 1
    found = re.match(r"@prefix ([\w-]*): <([^>]*)>", source.text[start:end])
    if found is None:
        return None
    rest = source.text[end:]
    used = re.search(rf"(?<![\w:<\"/]){found[1]}:(?!\s)[A-Za-z0-9_]", _blank_texts(rest))
    if used is None:
        return None
    return Act(start, end, "", re.escape(found[2]), behind=used.start())


def _blank_texts(text: str) -> str:
    return re.sub(r'#.*|"(?:[^"\\\n]|\\.)*"', lambda match: " " * len(match[0]), text)


# Whole files


def _all(change: Callable[[str], str], remedy: str = "nothing", at_most: int = 0) -> Make:
    return lambda source, at, random: Act(
        0, len(source.text), change(source.text), remedy, at_most=at_most
    )


def _nbsp(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Write a no-break space before a token."""
    start = source.start(at)
    if source.text[start - 1] != " ":
        return None
    return Act(start - 1, start, NBSP, "space")


def _tab(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start = source.start(at)
    return (
        Act(start - 1, start, "\t", "nothing", at_most=0) if source.text[start - 1] == " " else None
    )


def _sign_before(sign: str, remedy: str) -> Make:
    return lambda source, at, random: Act(source.start(at), source.start(at), sign, remedy)


SPACES = (
    Kind("no-break space between", ("verb", "word", "name", "text", "number", ";"), _nbsp),
    Kind("narrow no-break space between", ("verb", "word", "number"), lambda s, at, r: (f := _nbsp(s, at, r)) and f._replace(text="\u202f")),
    Kind("invisible space between", ("verb", "word", "name", "text", "number"), _sign_before("\u200b", "space|character|remove")),
    Kind("byte order mark between", ("verb", "word", "name", "text", "number"), _sign_before("\ufeff", "byte order|remove")),
    Kind("line separator", ("verb", "word", "name", "text", "number"), _sign_before("\u2028", "space|character|remove|line")),
    Kind("zero character", ("verb", "word", "name", "text", "number"), _sign_before("\0", "remove")),
    Kind("form feed", ("verb", "word", "name", "text", "number"), _sign_before("\x0c", "remove|space")),
    Kind("stray letter", ("verb",), lambda s, at, r: Act(s.start(at), s.start(at), "q ", "remove|name|prefix|#")),
    Kind("stray quote", ("verb",), _sign_before('" ', "remove|quote|\"")),
    Kind("stray bracket", ("verb",), _sign_before("] ", "remove")),
    Kind("stray opening bracket", ("verb",), _sign_before("[ ", "remove|\\]")),
    Kind("stray round bracket", ("verb",), _sign_before(") ", "remove")),
    Kind("stray brace", ("verb",), _sign_before("} ", "remove")),
    Kind("stray backslash", ("verb",), _sign_before("\\ ", "remove")),
    Kind("stray at", ("verb",), _sign_before("@ ", "remove|@")),
    Kind("stray star", ("verb",), _sign_before("* ", "remove")),
    Kind("stray dollar", ("verb",), _sign_before("$ ", "remove")),
    Kind("stray hyphen", ("verb",), _sign_before("- ", "remove")),
    Kind("stray comma", ("verb",), _sign_before(", ", "remove|comma|semicolon")),
)  # fmt: skip
SOUND = (
    Kind("CR alone", ("file",), _all(lambda text: text.replace("\n", "\r"))),
    Kind("CRLF", ("file",), _all(lambda text: text.replace("\n", "\r\n"))),
    Kind("byte order mark first", ("file",), _all(lambda text: "\ufeff" + text)),
    Kind("tab between", ("verb", "word", "name", "text", "number", ";"), _tab),
    Kind("block indented", ("block",), _indented),
)  # fmt: skip
SYNTAX_KINDS = (
    *MARKS, *NUMBERS, *DATES, *TEXTS, *NAMES, *ADDRESSES, *LINES, *MERGES, *PREFIXES, *SPACES,
)  # fmt: skip
KINDS = (*WORD_KINDS, *PREFIX_KINDS, *SYNTAX_KINDS, *ORIGIN_KINDS, *BLOCKS, *SOUND)
