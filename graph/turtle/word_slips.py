"""Slips in names, texts and what stands between them, the more special before the more general."""

from __future__ import annotations

import re

from graph.turtle.slip import Told, slip, write
from graph.vocabulary import PREFIX_WORDS


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


def _and(match: re.Match[str]) -> Told:
    return Told(f"`{match[0]}` joins no values in Turtle.", "Write a comma here.", ",")


def _class(match: re.Match[str]) -> Told:
    found = match["at"]
    return Told(
        f"Nothing says that {match['name']} is of the class {found}.",
        f"Write `a` between the two: {match['name']} a {found}",
        f"a {found}",
    )


def _is(match: re.Match[str]) -> Told:
    return Told(f"`{match['word']}` is no property.", "Write `a` for what a thing is.", "a")


def _list_mark(match: re.Match[str]) -> Told:
    return Told(
        f"`{match['at']}` marks no list in Turtle.",
        "Remove it; several values are written one after another with commas between them.",
        "",
    )


def _bracketed_list(match: re.Match[str]) -> Told:
    items = ", ".join(one.strip() for one in re.split(r"[,;]", match["items"]))
    return Told(
        f"Brackets {match['open']} ... {match['close']} make no list of values in Turtle.",
        f"Write the values with commas and without brackets: {items.replace(',', ' ,')}",
        items.replace(",", " ,"),
    )


def _variable(match: re.Match[str]) -> Told:
    return Told(
        f"`{match['word']}` is a variable or a place to fill in, and no value.",
        "Write the name or the value that is meant; a question mark or a sign of another language "
        "cannot stand here.",
    )


def _text_plus(_: re.Match[str]) -> Told:
    return Told(
        "Texts are not added in Turtle.",
        "Write one text between one pair of quotes; three quotes on either side for several lines.",
        ",",
    )


def _note(match: re.Match[str]) -> Told:
    return Told(
        "This line is no statement; it reads like a comment.",
        "Put # before a comment.",
        f"# {match['at']}",
    )


def _well_known(match: re.Match[str]) -> Told:
    better = f"{_HOMES[match['word']]}:{match['word']}"
    return write(f"The property `{match['at']}` has no prefix.", better)


def _odd_quotes(match: re.Match[str]) -> Told:
    return Told(
        f"A text stands between straight quotes, not between {match['quote']}.",
        f'Write "{match["text"]}".',
        f'"{match["text"]}"',
    )


def _bare_text(match: re.Match[str]) -> Told:
    return write("A text stands between quotes.", f'"{match["word"]}"@{match["tag"]}')


def _sign_for_space(match: re.Match[str]) -> Told:
    return Told(
        f"Nothing stands between a property and its value, and `{match['at']}` does.",
        f"Write a space instead, as in {match['name']} {match['value']}",
        " ",
    )


def _no_space(match: re.Match[str]) -> Told:
    better = f"{match['name']} {match['value']}"
    return Told("A space is missing between a property and its value.", f"Write {better}", better)


def _foreign_property(match: re.Match[str]) -> Told:
    better = f"loop:{match['word']} {match['value']} ;"
    return Told(
        "This line is of JSON, YAML or another language, and no Turtle.",
        f"Write {better}",
        better,
    )


def _numbered(match: re.Match[str]) -> Told:
    return Told(
        f"A number stands before this line: `{match['at'].strip()}`.",
        "Remove it; a number stands behind a property.",
        "",
    )


#: Well-known properties by their local names, and the prefix that each goes with.
_HOMES = {
    **dict.fromkeys(("label", "comment", "subClassOf", "domain", "range", "seeAlso"), "rdfs"),
    **dict.fromkeys(("definition", "prefLabel", "altLabel", "notation", "note"), "skos"),
    **dict.fromkeys(("title", "publisher", "issued", "modified", "creator"), "dcterms"),
    **dict.fromkeys(("hasFeatureOfInterest", "observedProperty", "hasSimpleResult"), "sosa"),
    **dict.fromkeys(("hadPrimarySource", "wasDerivedFrom"), "prov"),
}


def _colon_at_end(_: re.Match[str]) -> Told:
    return Told(
        "A colon ends this line, where a semicolon belongs.",
        "Put a semicolon instead of this colon.",
        ";",
    )


def _markdown_link(match: re.Match[str]) -> Told:
    better = f"<{match['address']}>"
    return write("Turtle knows no links in [ ] and ( ).", better)


def _other_comment(match: re.Match[str]) -> Told:
    return Told(f"`{match['at']}` begins no comment in Turtle.", "Begin the comment with #.", "#")


_ITEM = r"(?:[\w-]*:[\w.-]*\w|\"[^\"]*\"(?:@[\w-]+)?|<[^<>\s]*>)"
WORD_SLIPS = (
    slip("syntax-bare-address", r"\[[^\[\]]*\]\((?P<address>https?://[^\s()]*)\)", _markdown_link),
    slip("syntax-comment-sign", r"^(?P<at>[;%!])(?=[ \t]*[\w-])", _other_comment),
    slip("syntax-colon-for-semicolon", r"[\"'\w>\])][ \t]*(?P<at>:)[ \t]*$", _colon_at_end),
    slip("syntax-list-mark", r"^[ \t]*(?P<at>[-*•+–—])(?=[ \t]*[\w\"<]*:|[ \t]+\")", _list_mark),
    slip(
        "syntax-bracketed-list",
        rf"(?P<open>[\[{{])[ \t]*(?P<items>{_ITEM}(?:[ \t]*[,;][ \t]*{_ITEM})+)[ \t]*"
        r"(?P<close>[\]}])",
        _bracketed_list,
    ),
    slip(
        "syntax-variable",
        r"(?<=\s)(?P<word>[?$][A-Za-z_]\w*|\$\{[^{}\n]*\}|\{\{[^{}\n]*\}\}|%\(?\w+\)?s?"
        r"|<[A-Z][A-Z _-]*>)"
        r"(?=[\s,;.)\]]|$)",
        _variable,
    ),
    slip("syntax-text-added", r"[\"'](?:@[\w-]+)?[ \t]*(?P<at>\+)[ \t]*[\"']", _text_plus),
    slip(
        "syntax-comment-sign",
        r"^(?P<at>(?:[-=*~_]{2,}|[A-Z][a-z]*[ \t]+[a-z]+[ \t]+[a-z]+)[^\n:;\"<>]*?)[ \t]*$",
        _note,
    ),
    slip(
        "syntax-property-without-prefix",
        rf"^[ \t]*(?P<at>(?P<word>{'|'.join(_HOMES)}):?)(?=[ \t]+[\"'<:\w])",
        _well_known,
    ),
    slip(
        "syntax-odd-quotes",
        r"(?P<at>(?P<quote>``|''|`)(?P<text>[^`'\"]+)(?:``|''|`))",
        _odd_quotes,
    ),
    slip(
        "syntax-space-missing",
        rf"(?<=\s)(?P<at>(?P<name>\w+:[A-Za-z]+?)(?P<value>[+-]?\d[\d.]*|(?:{PREFIX_WORDS})?:[\w-]+))"
        r"[ \t]*[;,.]",
        _no_space,
    ),
    slip(
        "syntax-missing-quote",
        r"(?<=\s)(?P<word>[^\W\d][\w-]*)@(?P<tag>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)"
        r"(?=[ \t]*(?:[;.,)\]]|$))",
        _bare_text,
    ),
    slip(
        "syntax-sign-between",
        r"(?P<name>\w*:[\w-]+)(?P<at>[=:])(?P<value>[\d\"':<][^\s;,]*)",
        _sign_for_space,
    ),
    slip(
        "syntax-sign-between",
        r"^[ \t]*(?P<at>\"?(?P<word>[A-Za-z]\w*)\"?[ \t]*(?:=[ \t]*|:[ \t]+)"
        r"(?P<value>\"[^\"]*\"|[^\s,;\"]+)[ \t]*[,;]?)[ \t]*$",
        _foreign_property,
    ),
    slip("syntax-list-mark", r"^[ \t]*(?P<at>\d+[:.)|]?)(?=[ \t]+(?:\S*:|a\b))", _numbered),
    slip("syntax-and", r"(?<=\s)(?:and|or|und|&|\|)(?=\s+[\w:<\"])", _and),
    slip("syntax-two-separators", r"\.[ \t]*(?P<kept>[;,])", _two_separators),
    slip(
        "syntax-no-value",
        r"(?i)(?<=[^\s.;,]\s)(?P<word>null|none|nil|n/?a|nan|unknown|undefined|missing|void|tb[dac]|todo|xxx|"
        r"[+-]?inf(?:inity)?|\?+|-+(?=\s*[,;.])|\.{3,}|…)(?=[\s,;.]|$)",
        _nothing,
    ),
    slip(
        "syntax-class-without-a",
        r"(?:^|(?<=\.\s))\s*(?P<name><[^<>\s]*>|[\w.-]*:[\w.-]+)\s+(?P<at>[\w-]*:[A-Z]\w*)"
        r"\s*[;.]",
        _class,
    ),
    slip(
        "syntax-is",
        r"(?<=\s)(?P<word>(?:[Ii]s|[Aa]re)(?:[ \t]+(?:an?|the))?|[Ii]sa|A|[Aa]n|:a|==?|:=|[Tt]ype)"
        r"(?=\s)",
        _is,
    ),
    slip(
        "syntax-sign-between",
        r"(?<=\s)(?P<sign>:=|=>|->|==?|:(?=\s)|-(?=\s+\w*:)|(?:is|are|equals|has)(?=\s))[ \t]*",
        _between,
    ),
)
