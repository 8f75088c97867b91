"""Slips in names, texts and what stands between them, the more special before the more general."""

from __future__ import annotations

import re

from graph.turtle.slip import Told, in_words, slip, write
from graph.vocabulary import PREFIX_WORDS


def _bracketed_list(match: re.Match[str]) -> Told:
    items = ", ".join(one.strip() for one in re.split(r"[,;]", match["items"]))
    return Told(
        f"Brackets {match['open']} ... {match['close']} make no list of values in Turtle.",
        f"Write the values with commas and without brackets: {items.replace(',', ' ,')}",
        items.replace(",", " ,"),
    )


def _well_known(match: re.Match[str]) -> Told:
    better = f"{_HOMES[match['word']]}:{match['word']}"
    return write(f"The property `{match['at']}` has no prefix.", better)


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


_ITEM = r"(?:[\w-]*:[\w.-]*\w|\"[^\"]*\"(?:@[\w-]+)?|<[^<>\s]*>)"
WORD_SLIPS = (
    slip(
        "syntax-bare-address",
        r"\[[^\[\]]*\]\((?P<address>https?://[^\s()]*)\)",
        in_words("Turtle knows no links in [ ] and ( ).", "Write <{address}>.", "<{address}>"),
    ),
    slip(
        "syntax-comment-sign",
        r"^(?P<at>[;%!])(?=[ \t]*[\w-])",
        in_words("`{at}` begins no comment in Turtle.", "Begin the comment with #.", "#"),
    ),
    slip(
        "syntax-colon-for-semicolon",
        r"[\"'\w>\])][ \t]*(?P<at>:)[ \t]*$",
        in_words(
            "A colon ends this line, where a semicolon belongs.",
            "Put a semicolon instead of this colon.",
            ";",
        ),
    ),
    slip(
        "syntax-list-mark",
        r"^[ \t]*(?P<at>[-*•+–—])(?=[ \t]*[\w\"<]*:|[ \t]+\")",
        in_words(
            "`{at}` marks no list in Turtle.",
            "Remove it; several values are written one after another with commas between them.",
            "",
        ),
    ),
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
        in_words(
            "`{word}` is a variable or a place to fill in, and no value.",
            "Write the name or the value that is meant; a question mark or a sign of another "
            "language cannot stand here.",
        ),
    ),
    slip(
        "syntax-text-added",
        r"[\"'](?:@[\w-]+)?[ \t]*(?P<at>\+)[ \t]*[\"']",
        in_words(
            "Texts are not added in Turtle.",
            "Write one text between one pair of quotes; three quotes on either side for several "
            "lines.",
            ",",
        ),
    ),
    slip(
        "syntax-comment-sign",
        r"^(?P<at>(?:[-=*~_]{2,}|[A-Z][a-z]*[ \t]+[a-z]+[ \t]+[a-z]+)[^\n:;\"<>]*?)[ \t]*$",
        in_words(
            "This line is no statement; it reads like a comment.",
            "Put # before a comment.",
            "# {at}",
        ),
    ),
    slip(
        "syntax-property-without-prefix",
        rf"^[ \t]*(?P<at>(?P<word>{'|'.join(_HOMES)}):?)(?=[ \t]+[\"'<:\w])",
        _well_known,
    ),
    slip(
        "syntax-odd-quotes",
        r"(?P<at>(?P<quote>``|''|`)(?P<text>[^`'\"]+)(?:``|''|`))",
        in_words(
            "A text stands between straight quotes, not between {quote}.",
            'Write "{text}".',
            '"{text}"',
        ),
    ),
    slip(
        "syntax-space-missing",
        rf"(?<=\s)(?P<at>(?P<name>\w+:[A-Za-z]+?)(?P<value>[+-]?\d[\d.]*|(?:{PREFIX_WORDS})?:[\w-]+))"
        r"[ \t]*[;,.]",
        in_words(
            "A space is missing between a property and its value.",
            "Write {name} {value}",
            "{name} {value}",
        ),
    ),
    slip(
        "syntax-missing-quote",
        r"(?<=\s)(?P<word>[^\W\d][\w-]*)@(?P<tag>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)"
        r"(?=[ \t]*(?:[;.,)\]]|$))",
        in_words("A text stands between quotes.", 'Write "{word}"@{tag}.', '"{word}"@{tag}'),
    ),
    slip(
        "syntax-sign-between",
        r"(?P<name>\w*:[\w-]+)(?P<at>[=:])(?P<value>[\d\"':<][^\s;,]*)",
        in_words(
            "Nothing stands between a property and its value, and `{at}` does.",
            "Write a space instead, as in {name} {value}",
            " ",
        ),
    ),
    slip(
        "syntax-sign-between",
        r"^[ \t]*(?P<at>\"?(?P<word>[A-Za-z]\w*)\"?[ \t]*(?:=[ \t]*|:[ \t]+)"
        r"(?P<value>\"[^\"]*\"|[^\s,;\"]+)[ \t]*[,;]?)[ \t]*$",
        in_words(
            "This line is of JSON, YAML or another language, and no Turtle.",
            "Write loop:{word} {value} ;",
            "loop:{word} {value} ;",
        ),
    ),
    slip("syntax-list-mark", r"^[ \t]*(?P<at>\d+[:.)|]?)(?=[ \t]+(?:\S*:|a\b))", _numbered),
    slip(
        "syntax-and",
        r"(?<=\s)(?:and|or|und|&|\|)(?=\s+[\w:<\"])",
        in_words("`{0}` joins no values in Turtle.", "Write a comma here.", ","),
    ),
    slip(
        "syntax-two-separators",
        r"\.[ \t]*(?P<kept>[;,])",
        in_words(
            "A full stop and a `{kept}` stand side by side.",
            "Keep the `{kept}` if the statement goes on, the full stop if it ends here.",
            "{kept}",
        ),
    ),
    slip(
        "syntax-no-value",
        r"(?i)(?<=[^\s.;,]\s)(?P<word>null|none|nil|n/?a|nan|unknown|undefined|missing|void|tb[dac]|todo|xxx|"
        r"[+-]?inf(?:inity)?|\?+|-+(?=\s*[,;.])|\.{3,}|…)(?=[\s,;.]|$)",
        in_words(
            "`{word}` is no value.",
            "Leave the property out if its value is not known, or has no limit.",
        ),
    ),
    slip(
        "syntax-class-without-a",
        r"(?:^|(?<=\.\s))\s*(?P<name><[^<>\s]*>|[\w.-]*:[\w.-]+)\s+(?P<at>[\w-]*:[A-Z]\w*)"
        r"\s*[;.]",
        in_words(
            "Nothing says that {name} is of the class {at}.",
            "Write `a` between the two: {name} a {at}",
            "a {at}",
        ),
    ),
    slip(
        "syntax-is",
        r"(?<=\s)(?P<word>(?:[Ii]s|[Aa]re)(?:[ \t]+(?:an?|the))?|[Ii]sa|A|[Aa]n|:a|==?|:=|[Tt]ype)"
        r"(?=\s)",
        in_words("`{word}` is no property.", "Write `a` for what a thing is.", "a"),
    ),
    slip(
        "syntax-sign-between",
        r"(?<=\s)(?P<sign>:=|=>|->|==?|:(?=\s)|-(?=\s+\w*:)|(?:is|are|equals|has)(?=\s))[ \t]*",
        in_words(
            "Nothing stands between a property and its value, and `{sign}` does.",
            "Remove `{sign}`.",
            "",
        ),
    ),
)
