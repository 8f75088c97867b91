# ruff: noqa: ARG005, E501 - a kind stands on a line of its own, and odd signs are what it is about
"""More kinds of faults of the text, by where they come from: keyboards, other programs, other languages."""

# fmt: off - a kind stands on a line of its own
from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from text_faults import Act, Kind, Make, Source, own_line, within_block

Change = Callable[[str], str | None]


def _token(
    name: str, where: str, change: Change, remedy: str | Callable[[str], str] | None = None
) -> Kind:
    """Return a kind that writes a token otherwise; by itself the remedy is the token as it was."""

    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        word = source.written(at)
        new = change(word)
        if new is None or new == word or "\n" in word:
            return None
        told = remedy or (lambda text: rf"(?<![\w:.-]){re.escape(text)}(?![\w-])")
        return source.replace(at, new, told if isinstance(told, str) else told(word))

    return Kind(name, tuple(where.split()), make)


def _plain(change: Change) -> Change:
    """Do it to a text that has neither a datatype nor quotes or backslashes within."""
    return lambda text: change(text) if re.fullmatch(r'"[^"\\\n]{8,}"(@en)?', text) else None


def _tagged(change: Change) -> Change:
    return lambda text: change(text[:-3]) if re.fullmatch(r'"[^"\\\n]{8,}"@en', text) else None


def _typed(change: Change) -> Change:
    return lambda text: change(text) if re.fullmatch(r'"[\d-]+"\^\^xsd:\w+', text) else None


def _digits(change: Change) -> Change:
    return lambda text: change(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _long(change: Change) -> Change:
    return lambda text: change(text) if text.isdigit() and len(text) > 3 else None


def _pointed(change: Change) -> Change:
    return lambda text: change(text) if re.fullmatch(r"\d+\.\d+", text) else None


_WIDE = {ord("0") + one: 0xFF10 + one for one in range(10)} | {ord("."): 0xFF0E}
_SPACE = "space|character|invisible|remove"
_ALONE = r"alone|without|remove"


# Keys beside the one that was meant, and keyboards of other countries

KEYBOARDS = (
    _token("letter l for semicolon", ";", lambda t: "l", "semicolon|;"),
    _token("o umlaut for semicolon", ";", lambda t: "ö", "semicolon|;"),
    _token("n tilde for semicolon", ";", lambda t: "ñ", "semicolon|;"),
    _token("quote for semicolon", ";", lambda t: "'", "semicolon|;"),
    _token("slash for semicolon", ";", lambda t: "/", "semicolon|;|remove"),
    _token("backslash for semicolon", ";", lambda t: "\\", "semicolon|;|remove"),
    _token("slash for full stop", ".", lambda t: "/", "full stop|\\."),
    _token("hyphen for full stop", ".", lambda t: "-", "full stop|\\."),
    _token("exclamation mark for full stop", ".", lambda t: "!", "full stop|\\."),
    _token("greater sign for full stop", ".", lambda t: ">", "full stop|\\."),
    _token("colon for full stop", ".", lambda t: ":", "full stop|\\."),
    _token("less sign for comma", ",", lambda t: "<", "comma|,"),
    _token("letter m for comma", ",", lambda t: "m", "comma|,"),
    _token("slash for comma", ",", lambda t: "/", "comma|,"),
    _token("ampersand for comma", ",", lambda t: "&", "comma|,"),
    _token("and for comma", ",", lambda t: "and", "comma|,"),
    _token("plus for comma", ",", lambda t: "+", "comma|,"),
    _token("O umlaut for colon", "name", lambda t: t.replace(":", "Ö")),
    _token(
        "O umlaut for colon of a word", "verb", lambda t: t.replace(":", "Ö") if t != "a" else None
    ),
    _token("A umlaut for quotes", "text", _plain(lambda t: t.replace('"', "Ä")), '"|quotes'),
    _token("quote for at", "text", _tagged(lambda t: t + '"en'), "@en(?![\\w-])"),
    _token("ampersands for carets", "text", _typed(lambda t: t.replace("^^", "&&")), r"\^\^"),
    _token("colons for carets", "text", _typed(lambda t: t.replace("^^", "::")), r"\^\^"),
    _token("letter k glued to a number", "number", _digits(lambda t: t + "k")),
    _token("letter i before a number", "number", _digits(lambda t: "i" + t)),
    _token(
        "space bar not struck behind a",
        "verb",
        lambda t: None if t != "a" else "aa",
        "write `?a\\b",
    ),
    _token("Cyrillic a", "verb", lambda t: None if t != "a" else "а", "write `?a\\b"),
    _token("a with accent", "verb", lambda t: None if t != "a" else "à", "write `?a\\b"),
)


# Signs that look alike, and signs that nobody sees

LOOKALIKES = (
    _token("full-width semicolon", ";", lambda t: "；", "semicolon|;"),
    _token("Greek question mark", ";", lambda t: "\u037e", "semicolon|;"),
    _token("Arabic semicolon", ";", lambda t: "؛", "semicolon|;"),
    _token("full-width comma", ",", lambda t: "，", "comma|,"),
    _token("Chinese comma", ",", lambda t: "、", "comma|,"),
    _token("Arabic comma", ",", lambda t: "،", "comma|,"),
    _token("low quote for comma", ",", lambda t: "‚", "comma|,"),
    _token("full-width full stop", ".", lambda t: "．", "full stop|\\."),
    _token("Chinese full stop", ".", lambda t: "。", "full stop|\\."),
    _token("middle dot for full stop", ".", lambda t: "·", "full stop|\\."),
    _token("ellipsis for full stop", ".", lambda t: "…", "full stop|\\."),
    _token("full-width colon", "name", lambda t: t.replace(":", "：")),
    _token("full-width colon of a word", "verb", lambda t: t.replace(":", "：") if t != "a" else None),
    _token("ratio sign for colon", "name", lambda t: t.replace(":", "∶")),
    _token("full-width digits", "number", _digits(lambda t: t.translate(_WIDE))),
    _token("Arabic digits", "number", _digits(lambda t: "".join(chr(0x660 + int(one)) if one.isdigit() else one for one in t))),
    _token("superscript behind a number", "number", _digits(lambda t: t + "²"), None),
    _token("middle dot in a number", "number", _pointed(lambda t: t.replace(".", "·"))),
    _token("full-width quotes", "text", _plain(lambda t: t.replace('"', "＂")), '"|quotes'),
    _token("primes for quotes", "text", _plain(lambda t: t.replace('"', "″")), '"|quotes'),
    _token("corner brackets for quotes", "text", _plain(lambda t: "「" + t[1:].replace('"', "」")), '"|quotes'),
    _token("single curly quotes", "text", _plain(lambda t: "‘" + t[1:].replace('"', "’")), '"|quotes'),
    _token("inward guillemets", "text", _plain(lambda t: "»" + t[1:].replace('"', "«")), '"|quotes'),
    _token("single guillemets for brackets", "address", lambda t: f"‹{t[1:-1]}›" if "http" in t else None, "<"),
    _token("full-width brackets of an address", "address", lambda t: f"＜{t[1:-1]}＞" if "http" in t else None, "<"),
    _token("full-width at", "text", _tagged(lambda t: t + "＠en"), "@en(?![\\w-])"),
    _token("soft hyphen within a name", "name", lambda t: t[:4] + "\u00ad" + t[4:] if len(t) > 6 else None, _SPACE),
    _token("word joiner within a name", "name", lambda t: t[:4] + "\u2060" + t[4:] if len(t) > 6 else None, _SPACE),
    _token("zero-width space within a name", "name", lambda t: t[:4] + "\u200b" + t[4:] if len(t) > 6 else None, _SPACE),
    _token("byte order mark within a name", "verb", lambda t: t[:4] + "\ufeff" + t[4:] if len(t) > 6 else None, _SPACE),
    _token("left-to-right mark before a name", "name", lambda t: "\u200e" + t, _SPACE),
    _token("soft hyphen within a number", "number", _digits(lambda t: t[:1] + "\u00ad" + t[1:] if len(t) > 1 else None), _SPACE),
    _token("thin space in a number", "number", _long(lambda t: t[:-3] + "\u2009" + t[-3:]), _SPACE),
    _token("replacement character in a name", "name", lambda t: t.replace("-", "\ufffd", 1) if "-" in t else None, "character|hyphen|remove"),
    _token("ideographic space before a value", "word", lambda t: "\u3000" + t, "space|remove"),
    _token("control character before a value", "word", lambda t: "\x01" + t, "character|remove"),
    _token("escape of a terminal before a property", "verb", lambda t: "\x1b[A" + t if t != "a" else None, "character|remove"),
    _token("emoji behind a value", "word name number", lambda t: t + " ✅", "remove"),
    _token("arrow before a value", "word name number", lambda t: "→ " + t, "remove"),
)  # fmt: skip


# From pages of the web, from PDFs and from office programs

OFFICE = (
    _token("entities for quotes", "text", _plain(lambda t: t.replace('"', "&quot;")), '"|quotes'),
    _token(
        "entities for brackets",
        "address",
        lambda t: f"&lt;{t[1:-1]}&gt;" if "http" in t else None,
        "<",
    ),
    _token("entity of a space", "word name number", lambda t: "&nbsp;" + t, "space|remove"),
    _token("break of HTML behind a semicolon", ";", lambda t: ";<br>", "remove"),
    _token("tag of HTML around a name", "name", lambda t: f"<b>{t}</b>", "remove|write"),
    _token(
        "link of HTML",
        "address",
        lambda t: f'<a href="{t[1:-1]}">here</a>' if "http" in t else None,
        "<",
    ),
    _token(
        "footnote in brackets behind a number",
        "number",
        _digits(lambda t: t + "[3]"),
        r"remove|alone",
    ),
    _token("footnote star behind a number", "number", _digits(lambda t: t + "*"), r"remove|alone"),
    _token(
        "footnote dagger behind a number", "number", _digits(lambda t: t + "†"), r"remove|alone"
    ),
    _token("footnote behind a text", "text", _plain(lambda t: t + "[1]"), "remove"),
    _token("spaced footnote behind a value", "text name word", lambda t: t + " [1]", "remove"),
    _token(
        "name broken by a line end",
        "name",
        lambda t: t.replace("-", "-\n    ", 1) if "-" in t else None,
    ),
    _token(
        "address broken by a line end",
        "address",
        lambda t: t[:20] + "\n    " + t[20:] if "http" in t and len(t) > 30 else None,
        "space|line|one",
    ),
    _token(
        "address cut by an ellipsis and not closed",
        "address",
        lambda t: t[:24] + "…" if "http" in t and len(t) > 30 else None,
        ">",
    ),
    _token(
        "address with www alone",
        "address",
        lambda t: "www." + t[1:-1].split("//")[1] if "http" in t else None,
        "<|https://",
    ),
    _token(
        "identifier of a paper",
        "address",
        lambda t: "doi:10.1038/s41586-021-03819-2" if "http" in t else None,
        "<|https://",
    ),
    _token("formula of a spreadsheet", "number", lambda t: "=B4*1.5", "number|formula|comput"),
    _token(
        "formula of a spreadsheet with a function",
        "number",
        lambda t: "=SUM(B4:B9)",
        "number|formula|comput",
    ),
    _token("error of a spreadsheet", "number", lambda t: "#REF!", "value|number|#"),
    _token("error of a spreadsheet, not available", "number", lambda t: "#N/A", "value|number|#"),
    _token(
        "point and comma in a number",
        "number",
        _long(lambda t: f"{t[:-3]}.{t[-3:]},5"),
        lambda t: rf"(?<!\d){t}\.5",
    ),
    _token(
        "comma and point in a number",
        "number",
        _long(lambda t: f"{t[:-3]},{t[-3:]}.5"),
        lambda t: rf"(?<!\d){t}\.5",
    ),
    _token("minus behind a number", "number", _digits(lambda t: t + "-"), r"remove|alone"),
    _token("plus behind a number", "number", _digits(lambda t: t + "+"), r"remove|alone"),
    _token(
        "plus and minus with slash", "number", _digits(lambda t: t + "+/-1"), "one number|low|alone"
    ),
    _token(
        "interval behind a number",
        "number",
        _digits(lambda t: f"{t} [1, {t}9]"),
        "one number|low|alone|remove",
    ),
    _token(
        "interval in round brackets behind a number",
        "number",
        _digits(lambda t: f"{t} (1-{t}9)"),
        "one number|low|alone|remove|#",
    ),
    _token("currency behind a number", "number", _digits(lambda t: t + " €"), r"remove|alone"),
    _token("currency in letters", "number", _digits(lambda t: "USD " + t)),
    _token("millions", "number", _digits(lambda t: t + " million"), None),
    _token("power with times sign", "number", _digits(lambda t: t + "×10^3"), "number|write"),
    _token("two units", "number", _digits(lambda t: t + "d 4h"), "number|alone|unit"),
    _token("n equals before a number", "number", _digits(lambda t: "n=" + t)),
    _token(
        "quoted row of a spreadsheet", "text", _plain(lambda t: t.replace('"', '""')), '"|quote'
    ),
)


# Dates without quotes, as people write them

_DATED = r"date|\d{4}|quotes|\^\^xsd"
BARE_DATES = tuple(
    _token(f"bare date: {written}", "text", _typed(lambda t, written=written: written), _DATED)
    for written in (
        "12.05.2024", "12/05/2024", "2024/05/12", "12-05-2024", "May 2024", "May 12, 2024", "12 May 2024",
        "Q1 2024", "2024-Q1", "2024Q1", "2024-05-12T00:00:00Z", "early 2024", "~2024", "2024?", "c. 2024",
        "2024-05-12 (draft)", "2024–05", "'24", "FY2024",
    )
)  # fmt: skip
DATES = (
    *BARE_DATES,
    _token("datatype in quotes", "text", _typed(lambda t: t.replace("xsd:", '"xsd:') + '"'), r"\^\^xsd:"),
    _token("quote behind the datatype", "text", _typed(lambda t: t + '"'), r'"|quote'),
    _token("datatype before the text", "text", _typed(lambda t: f"{t.split('^^')[1]}({t.split('^^')[0]})"), r"\^\^xsd:"),
    _token("cast of a database", "text", _typed(lambda t: f"({t.split('^^')[1]}){t.split('^^')[0]}"), r"\^\^xsd:"),
    _token("datatype in brackets behind the text", "text", _typed(lambda t: f"{t.split('^^')[0]} ({t.split('^^')[1]})"), r"\^\^xsd:"),
    _token("space between the carets", "text", _typed(lambda t: t.replace("^^", "^ ^")), r"\^\^"),
    _token("datatype and language", "text", _typed(lambda t: t + "@en"), r"@|language|datatype"),
    _token("datatype of a name", "name", lambda t: t + "^^xsd:string", r"\^\^|datatype|remove|without"),
    _token("datatype of a truth value", "truth", lambda t: t + "^^xsd:boolean", r"\^\^|datatype|quotes|without|remove"),
)  # fmt: skip


# Texts: quotes and languages

TEXTS = (
    _token("three quotes open and one closes", "text", _plain(lambda t: '""' + t), '"|quote'),
    _token(
        "three quotes open and two close",
        "text",
        _plain(lambda t: '""' + t.replace("@en", "") + '"'),
        '"|quote',
    ),
    _token(
        "two quotes open and three close",
        "text",
        _plain(lambda t: '"' + t.replace("@en", "") + '""'),
        '"|quote',
    ),
    _token(
        "four quotes close",
        "text",
        _plain(lambda t: '""' + t.replace("@en", "") + '"""'),
        '"|quote',
    ),
    _token(
        "single quotes and an apostrophe",
        "text",
        _plain(
            lambda t: "'" + t.replace("@en", "")[1:6] + "'s " + t.replace("@en", "")[6:-1] + "'"
        ),
        "'|quote",
    ),
    _token(
        "backslash before the closing quote",
        "text",
        _plain(lambda t: t[: t.rindex('"')] + "\\" + t[t.rindex('"') :]),
        r'\\\\|"|quote',
    ),
    _token(
        "backslashes before both quotes",
        "text",
        _plain(lambda t: t.replace('"', '\\"')),
        '"|backslash',
    ),
    _token("path of Windows", "text", _plain(lambda t: t[:3] + "C:\\data\\q " + t[3:]), r"\\\\"),
    _token(
        "texts one behind the other",
        "text",
        _plain(lambda t: t[: len(t) // 2] + '"\n        "' + t[len(t) // 2 :]),
        'one text|"""|comma|two',
    ),
    _token(
        "text over three lines",
        "text",
        _plain(lambda t: t[:4] + "\n" + t[4:7] + "\n" + t[7:]),
        '"""|three|line',
    ),
    _token(
        "quotes around the text and its language", "text", _tagged(lambda t: t + '@en"'), '"|quote'
    ),
    _token("language before the text", "text", _tagged(lambda t: "@en" + t), "@en(?![\\w-])"),
    _token("language in words", "text", _tagged(lambda t: t + " lang=en"), "@en(?![\\w-])"),
    _token("language in angle brackets", "text", _tagged(lambda t: t + "@<en>"), "@en(?![\\w-])"),
    _token("language as a name", "text", _tagged(lambda t: t + "@:en"), "@en(?![\\w-])"),
    _token(
        "language with a space within",
        "text",
        _tagged(lambda t: t + "@e n"),
        "@en(?![\\w-])|remove|language",
    ),
    _token(
        "two languages",
        "text",
        _tagged(lambda t: t + "@en@de"),
        "@en(?![\\w-])|remove|one language",
    ),
    _token(
        "two languages with a comma",
        "text",
        _tagged(lambda t: t + "@en,de"),
        "@|language|remove|comma",
    ),
    _token("language behind a point", "text", _tagged(lambda t: t + ".en"), "@en(?![\\w-])"),
    _token("language of a number", "number", _digits(lambda t: t + "@en"), None),
    _token("language of a name", "name", lambda t: t + "@en", "@|language|remove"),
)


# Names

NAMES = (
    _token(
        "label for a name",
        "name",
        lambda t: t[1:].replace("-", " ").title() if "-" in t else None,
        None,
    ),
    _token("at for a name", "name", lambda t: "@" + t[1:], None),
    _token("ampersand before a name", "name", lambda t: "&" + t[1:], None),
    _token("star before a name", "name", lambda t: "*" + t, "remove"),
    _token("path of a name", "name", lambda t: "./" + t[1:], None),
    _token("colon behind a name", "name", lambda t: t[1:] + ":", None),
    _token("hash for the colon of a name", "name", lambda t: "#" + t[1:], "#|value|:"),
    _token(
        "spaces around a hyphen", "name", lambda t: t.replace("-", " - ", 1) if "-" in t else None
    ),
    _token(
        "space before a hyphen", "name", lambda t: t.replace("-", " -", 1) if "-" in t else None
    ),
    _token(
        "space behind a hyphen", "name", lambda t: t.replace("-", "- ", 1) if "-" in t else None
    ),
    _token("quotes behind the colon", "name", lambda t: f':"{t[1:]}"'),
    _token("brackets behind the colon", "name", lambda t: f":<{t[1:]}>"),
    _token("braces around a name", "name", lambda t: f"{{{t}}}", "remove|bracket|brace"),
    _token("double square brackets", "name", lambda t: f"[[{t[1:]}]]", None),
    _token("backticks around a name", "name word", lambda t: f"`{t}`", None),
    _token("stars around a property", "verb", lambda t: f"**{t}**" if t != "a" else None, None),
    _token("quotes around a property", "verb", lambda t: f'"{t}"' if t != "a" else None, None),
    _token("call of a name", "name", lambda t: t + "()", None),
    _token("remark behind a name", "name", lambda t: t + " (main one)", "#|comment|remove"),
    _token("closing bracket behind a value", "name word number", lambda t: t + ")", "remove"),
    _token(
        "closing square bracket behind a value", "name word number", lambda t: t + "]", "remove"
    ),
    _token("opening bracket before a value", "name word number", lambda t: "(" + t, "remove|\\)"),
    _token("place to fill in", "name", lambda t: "<COMPONENT>", "name|value|fill"),
    _token(
        "place to fill in, in square brackets",
        "name",
        lambda t: "[insert name]",
        "name|value|fill|remove|quotes",
    ),
    _token("group of a pattern", "name", lambda t: "\\1", "remove|name|value"),
    _token("variable of a shell", "name", lambda t: "${NAME}", "name|value|fill"),
)


def _space_lost(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Write a property and the name behind it as one word."""
    end, start = source.end(at), source.start(at + 1)
    if source.text[end:start] != " " or not source.written(at + 1).startswith((":", "loop:")):
        return None
    word = source.written(at)
    return Act(end, start, "", rf"space|(?<![\w:]){re.escape(word)} ") if word != "a" else None


# Lines and blocks of other languages, of chats, mails and patches


def _block(
    change: Callable[[str], str | None], remedy: str, *, at_most: int = 1, behind: int = 0
) -> Make:
    """Write a block otherwise; the finding belongs ``behind`` so many characters."""

    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        start, end = source.block(at)
        new = change(source.text[start:end])
        if new is None:
            return None
        marks = (
            [start + one.start() for one in re.finditer(r"(?m)^```", new)] if at_most > 1 else []
        )
        return Act(start, end, new, remedy, behind, at_most, tuple(marks))

    return make


def _lines(sign: str) -> Callable[[str], str | None]:
    """Put a sign before each line of a block."""
    return lambda block: (
        "\n".join(sign + one for one in block.split("\n")) if "\n" in block else None
    )


def _numbered(block: str) -> str | None:
    lines = block.split("\n")
    return (
        "\n".join(f"{at:>4} {one}" for at, one in enumerate(lines, 12)) if len(lines) > 1 else None
    )


def _line_start(sign: str, remedy: str) -> Make:
    """Put a sign at the very beginning of a line within a block."""

    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        start = source.text.rfind("\n", 0, source.start(at)) + 1
        if source.text[start : source.start(at)].strip() or source.start(at) == start:
            return None
        return Act(start, start, sign, remedy)

    return make


def _line_end(sign: str, remedy: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        end = source.end(at)
        return Act(end, end, sign, remedy) if source.text[end : end + 1] == "\n" else None

    return make


_COMMENT = "#|comment|remove"
LINES = (
    Kind("fence of Markdown around a block", ("block",), _block(lambda b: f"```turtle\n{b}\n```", _COMMENT, at_most=2)),
    Kind("quoted as a mail", ("block",), _block(_lines("> "), "remove|>")),
    Kind("plus signs of a patch", ("block",), _block(_lines("+"), "remove|patch|\\+")),
    Kind("numbers of lines", ("block",), _block(_numbered, "remove|number")),
    Kind("bars of a table", ("block",), _block(_lines("| "), "remove|\\|")),
    Kind("plus sign of a patch before a line", ("verb",), _line_start("+", "remove|\\+")),
    Kind("minus sign of a patch before a line", ("verb",), _line_start("-", "remove|-")),
    Kind("greater sign before a line", ("verb",), _line_start("> ", "remove|>")),
    Kind("number before a line", ("verb",), _line_start("12: ", "remove|number|12")),
    Kind("bar before a line", ("verb",), _line_start("| ", "remove|\\|")),
    Kind("prompt of a shell before a line", ("verb",), _line_start("$ ", "remove")),
    Kind("hunk of a patch", ("block",), own_line("@@ -12,7 +12,8 @@", _COMMENT)),
    Kind("head of a patch", ("block",), own_line("--- a/ontology/map.ttl", _COMMENT)),
    Kind("new head of a patch", ("block",), own_line("+++ b/ontology/map.ttl", _COMMENT)),
    Kind("words of a patch", ("block",), own_line("diff --git a/map.ttl b/map.ttl", _COMMENT)),
    Kind("words of an assistant", ("block",), own_line("Here is the updated block:", _COMMENT)),
    Kind("words of an assistant with a name", ("block",), own_line("Sure! I've added `loop:low` to it.", _COMMENT)),
    Kind("bold words of an assistant", ("block",), own_line("**Changes made:**", _COMMENT)),
    Kind("ellipsis for a block", ("block",), own_line("...", "#|comment|remove|left out")),
    Kind("ellipsis for a line", ("block",), within_block("    ...", "#|comment|remove|left out")),
    Kind("ellipsis in brackets", ("block",), within_block("    [...]", "#|comment|remove|left out")),
    Kind("rest of a block in brackets", ("block",), within_block("    (rest unchanged)", "#|comment|remove")),
    Kind("line of JSON", ("block",), within_block('    "baselineDays": 12,', "loop:baselineDays|JSON|remove|colon|quotes")),
    Kind("line of YAML", ("block",), within_block("    baselineDays: 12", "loop:baselineDays|YAML|remove|declared|semicolon")),
    Kind("line of TOML", ("block",), within_block("    baselineDays = 12", "loop:baselineDays|TOML|remove|=")),
    Kind("object of JSON", ("block",), own_line('{ "name": "code-review", "days": 12 }', "brace|JSON|remove|#")),
    Kind("row of CSV", ("block",), own_line("code-review,baselineDays,12", "#|comment|remove|colon|semicolon")),
    Kind("heading of TOML", ("block",), own_line("[component]", "#|comment|remove")),
    Kind("element of XML", ("block",), own_line('<rdf:Description rdf:about="x">', "#|comment|remove|XML|>")),
    Kind("end of an element of XML", ("block",), own_line("</rdf:Description>", "#|comment|remove|XML")),
    Kind("head of XML", ("block",), own_line('<?xml version="1.0"?>', "#|comment|remove|XML")),
    Kind("head of HTML", ("block",), own_line("<!DOCTYPE html>", "#|comment|remove|HTML")),
    Kind("INSERT of SPARQL", ("block",), _block(lambda b: f"INSERT DATA {{\n{b}\n}}", "remove|brace|SPARQL", at_most=2)),
    Kind("braces around a block", ("block",), _block(lambda b: f"{{\n{b}\n}}", "remove|brace", at_most=2)),
    Kind("import of Python", ("block",), own_line("from rdflib import Graph", _COMMENT)),
    Kind("include", ("block",), own_line('@import "sources.ttl" .', "import|@prefix|remove|#")),
    Kind("remark of BASIC", ("block",), own_line("' the next one is older", _COMMENT)),
    Kind("remark of a batch file", ("block",), own_line("REM the next one is older", _COMMENT)),
    Kind("remark of Pascal", ("block",), own_line("(* the next one is older *)", _COMMENT)),
    Kind("remark of Haskell", ("block",), own_line("{- the next one is older -}", _COMMENT)),
    Kind("remark of Jinja", ("block",), own_line("{# the next one is older #}", _COMMENT)),
    Kind("remark of Lisp", ("block",), own_line(";; the next one is older", _COMMENT)),
    Kind("documentation of Python", ("block",), own_line('"""The next one is older."""', _COMMENT)),
    Kind("remark of Java", ("block",), own_line("/**\n * The next one is older.\n */", _COMMENT)),
    Kind("command of vi", ("block",), own_line(":wq", "#|comment|remove|class|property")),
    Kind("command of vi within a block", ("block",), within_block(":wq", "remove|#|property")),
    Kind("letters of vi", ("block",), own_line("jjj", _COMMENT)),
    Kind("prompt and command of a shell", ("block",), own_line("$ loopmap check", _COMMENT)),
    Kind("date of a journal", ("block",), own_line("2024-05-12: checked with the source", _COMMENT)),
    Kind("issue to do", ("block",), own_line("- [ ] check the number below", _COMMENT)),
    Kind("bullet within a block", ("block",), within_block("    • this one is from the second report", _COMMENT)),
    Kind("marker with six signs", ("block",), own_line("<<<<<< HEAD", "merge|remove|side")),
    Kind("marker with eight signs", ("block",), own_line(">>>>>>>> other", "merge|remove|side")),
    Kind("marker that is indented", ("block",), within_block("    =======", "merge|remove|side|#")),
    Kind("backslash at the end of a line", (";",), _line_end(" \\", "remove")),
    Kind("escaped end of a line", (";",), _line_end("\\n", "remove")),
    Kind("ellipsis at the end of a line", (";",), _line_end(" ...", "remove|#")),
    Kind("arrow and words at the end of a line", (";",), _line_end(" <- from the report", _COMMENT)),
    Kind("words in square brackets at the end of a line", (";",), _line_end(" [checked]", _COMMENT)),
    Kind("words in braces at the end of a line", (";",), _line_end(" {checked}", _COMMENT)),
    Kind("second full stop at the end of a block", (".",), _line_end(" .", "full stop")),
    Kind("space between property and value lost", ("verb",), _space_lost),
)  # fmt: skip


# Places: what is lost, moved, or pasted in the middle of something else


def _swapped(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Write a value before its property."""
    verb, value = source.written(at), source.written(at + 1)
    if not re.fullmatch(r"[\d.]+|\"[^\"\\\n]*\"(?:@en)?", value):
        return None
    return Act(source.start(at), source.end(at + 1), f"{value} {verb}", "property|order|before")


def _semicolon_early(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Put the semicolon before the value."""
    end = source.end(at)
    if (
        source.text[end : end + 1] != " "
        or source.written(at + 2) != ";"
        or source.written(at) == "a"
    ):
        return None
    value = source.written(at + 1)
    return Act(end, source.end(at + 2), f" ; {value}", "semicolon|value|;")


def _comment_joined(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Lose the end of a line of comment, so that the next line belongs to it."""
    end = source.text.index("\n", at)
    behind = source.text[end + 1 : end + 2]
    if behind != ":" or "\n    " not in source.text[end + 1 : end + 300].split("\n\n")[0]:
        return None
    nexts = source.text.index("\n", end + 1) - end
    return Act(end, end + 1, " ", "comment|#|first line|name", also=(end + nexts + 1,))


def _comment_wrapped(source: Source, at: int, random: Random) -> Act | None:
    """Break a line of comment, so that its second half has no sign."""
    end = source.text.index("\n", at)
    spaces = [
        one.start() for one in re.finditer(" ", source.text[at + 20 : max(at + 20, end - 15)])
    ]
    if not spaces:
        return None
    place = at + 20 + random.choice(spaces)
    return Act(place, place + 1, "\n", "#|comment", behind=1)


def _first_commented(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, end = source.block(at)
    behind = source.text.find("\n", start, end)
    if behind == -1:
        return None
    return Act(start, start, "# ", "comment|#|first line|name", also=(behind + 3 + 4,))


def _last_commented(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    start, end = source.block(at)
    last = source.text.rfind("\n", start, end) + 1
    if last == 0 or not source.text[:last].endswith(" ;\n"):
        return None
    return Act(last, last, "# ", "full stop", also=(last - 3,))


def _moved_down(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Move the first line of a block one line down."""
    start, end = source.block(at)
    lines = source.text[start:end].split("\n")
    if len(lines) < 3 or not lines[0].endswith(" ;") or not lines[1].endswith(" ;"):
        return None
    new = "\n".join((lines[1], lines[0], *lines[2:]))
    return Act(
        start,
        end,
        new,
        "first line|name|before",
        also=(start + len(lines[1]) + 1,),
        at_most=1,
        behind=4,
    )


def _last_moved(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
    """Move the last line of a block one line up, with its full stop."""
    start, end = source.block(at)
    lines = source.text[start:end].split("\n")
    if (
        len(lines) < 3
        or not lines[-2].startswith("    ")
        or not lines[-2].endswith(" ;")
        or lines[-1].startswith("     ")
    ):
        return None
    new = "\n".join((*lines[:-2], lines[-1], lines[-2]))
    last = start + len(new) - 1
    return Act(
        start,
        end,
        new,
        "semicolon|full stop",
        at_most=2,
        behind=len(new) - len(lines[-2]) - 2,
        also=(last,),
    )


def _pasted_within(source: Source, at: int, random: Random) -> Act | None:
    """Paste a whole block in the middle of another one."""
    start, end = source.block(at)
    lines = [one.start() for one in re.finditer(";\n", source.text[start:end])]
    if not lines or at + 1 >= len(source.outline.statements):
        return None
    place = start + random.choice(lines) + 2
    other = ':pasted-here a loop:Coding ;\n    rdfs:label "Pasted"@en .\n'
    return Act(
        place,
        place,
        other,
        "within|full stop|middle|block",
        also=(place - 2, place + len(other) + 4),
    )


def _cut(source: Source, at: int, random: Random) -> Act | None:
    """Lose the rest of the file behind some character within a block."""
    start, end = source.block(at)
    place = random.randrange(start + 5, end - 1)
    return Act(
        place,
        len(source.text),
        "",
        'full stop|value|quote|property|"|>|prefix|name|#|semicolon|write',
        behind=-1,
    )


PLACES = (
    Kind("value before its property", ("verb",), _swapped),
    Kind("semicolon before the value", ("verb",), _semicolon_early),
    Kind("comment joined with the next line", ("comment",), _comment_joined),
    Kind("comment wrapped", ("comment",), _comment_wrapped),
    Kind("first line commented out", ("block",), _first_commented),
    Kind("last line commented out", ("block",), _last_commented),
    Kind("first line moved down", ("block",), _moved_down),
    Kind("last line moved up", ("block",), _last_moved),
    Kind("block pasted within a block", ("block",), _pasted_within),
    Kind("file cut off", ("block",), _cut),
)


# Declarations


def _declared(change: Callable[[str, str], str], remedy: str) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        start = source.start(at)
        end = source.text.find("\n", start)
        found = re.fullmatch(r"@prefix ([\w-]*): <([^>]*)> \.", source.text[start:end])
        if found is None or not re.search(rf"(?<![\w<]){found[1]}:(?! <)\w", source.text):
            return None
        told = remedy.format(p=re.escape(found[1]), a=re.escape(found[2]))
        return Act(start, end, change(found[1], found[2]), told)

    return make


DECLARATIONS = tuple(
    Kind(name, ("declaration",), _declared(change, remedy))
    for name, change, remedy in (
        ("PREFIX with a full stop", lambda p, a: f"PREFIX {p}: <{a}> .", "full stop|@"),
        ("Prefix with a full stop", lambda p, a: f"Prefix {p}: <{a}> .", "full stop|@"),
        ("prefix with two full stops", lambda p, a: f"@prefix {p}: <{a}> . .", "full stop"),
        ("prefix with a comma", lambda p, a: f"@prefix {p}: <{a}> ,", "full stop"),
        ("prefix with space before its colon", lambda p, a: f"@prefix {p} : <{a}> ." if p else f"@prefix : : <{a}> .", "space|{p}:|colon"),
        ("prefix with colon before it", lambda p, a: f"@prefix :{p} <{a}> ." if p else f"@prefix <{a}> .", "{p}:"),
        ("prefix with two colons", lambda p, a: f"@prefix {p}:: <{a}> .", "{p}:"),
        ("prefix in quotes", lambda p, a: f'@prefix "{p}": <{a}> .', "{p}:"),
        ("prefix with a semicolon for its colon", lambda p, a: f"@prefix {p}; <{a}> .", "{p}:|colon"),
        ("prefix with colon behind the word", lambda p, a: f"@prefix: {p}: <{a}> .", "@prefix"),
        ("prefix with space behind the at", lambda p, a: f"@ prefix {p}: <{a}> .", "@prefix"),
        ("prefix with full-width at", lambda p, a: f"＠prefix {p}: <{a}> .", "@prefix"),
        ("prefix in the plural", lambda p, a: f"@prefixes {p}: <{a}> .", "@prefix"),
        ("prefix as import", lambda p, a: f"import {p}: <{a}> .", "@prefix"),
        ("prefix as use", lambda p, a: f"@use {p}: <{a}> .", "@prefix"),
        ("prefix with as", lambda p, a: f"@prefix <{a}> as {p} .", "{p}:|@prefix"),
        ("prefix with is", lambda p, a: f"@prefix {p}: is <{a}> .", "remove|@prefix"),
        ("prefix address closed twice", lambda p, a: f"@prefix {p}: <{a}>> .", "remove|>"),
        ("prefix address opened twice", lambda p, a: f"@prefix {p}: <<{a}> .", "remove|<"),
        ("prefix address with a space", lambda p, a: f"@prefix {p}: < {a}> .", "space|remove"),
        ("prefix address in guillemets", lambda p, a: f"@prefix {p}: ‹{a}› .", "<"),
        ("prefix of JSON", lambda p, a: f'"{p}": "{a}",', "@prefix|{p}:"),
        ("prefix of YAML", lambda p, a: f"{p}: {a}", "@prefix|<"),
        ("prefix with no-break space", lambda p, a: f"@prefix\u00a0{p}: <{a}> .", "space"),
        ("prefix line with a byte order mark", lambda p, a: f"\ufeff@prefix {p}: <{a}> .", "byte order|remove"),
    )
)  # fmt: skip


# Signs that came in by mistake


def _stray(sign: str) -> Make:
    return lambda source, at, random: Act(
        source.start(at), source.start(at), f"{sign} ", "remove|#"
    )


STRAY = tuple(
    Kind(f"stray {name}", ("verb",), _stray(sign))
    for name, sign in (
        ("caret", "^"), ("tilde", "~"), ("ampersand", "&"), ("per cent sign", "%"), ("exclamation mark", "!"),
        ("question mark", "?"), ("slash", "/"), ("equals sign", "="), ("less sign", "<"), ("greater sign", ">"),
        ("bar", "|"), ("opening brace", "{"), ("opening round bracket", "("), ("euro sign", "€"), ("section sign", "§"),
        ("ellipsis", "…"), ("single quote", "'"), ("backtick", "`"), ("underscore", "_"), ("colon", ":"), ("plus", "+"),
        ("number", "7"), ("emoji", "🚀"), ("arrow", "→"),
    )
)  # fmt: skip
ORIGIN_KINDS = (
    *KEYBOARDS, *LOOKALIKES, *OFFICE, *DATES, *TEXTS, *NAMES, *LINES, *PLACES, *DECLARATIONS, *STRAY,
)  # fmt: skip
