"""Slips in what follows a text: its language and its datatype."""

from __future__ import annotations

import re

from graph.turtle.slip import Told, in_words, slip

_TAG = r"(?!xsd)(?P<tag>[a-z]{2,3}(?:[-_/][A-Za-z]{2,4})?)"
_TEXT = r"(?P<text>\"[^\"]*\"|'[^']*')"
_TYPES = "date|dateTime|gYear|gYearMonth|decimal|integer|double|float|string|boolean|anyURI"


def _behind(match: re.Match[str], better: str, plain: str, message: str) -> Told:
    """Return what to write behind a text, and what of the slip does not belong there."""
    odd = match["at"].replace(plain, "").strip(" @^_/-")
    also = f", and remove `{odd}`" if odd else ""
    return Told(message, f"Write {better}, directly after the text{also}.", better)


def _type(match: re.Match[str]) -> Told:
    kind = match["type"].replace(" ", "")
    return _behind(match, f"^^{kind}", kind, "A datatype follows two carets.")


def _tag(match: re.Match[str]) -> Told:
    better = f"@{re.sub('[_/]', '-', match['tag'])}"
    message = "The language of a text follows it with an @, its parts joined by hyphens."
    return _behind(match, better, match["tag"], message)


_type_word = in_words("The datatype `{word}` has no prefix.", "Write ^^xsd:{word}.", "^^xsd:{word}")
SUFFIX_SLIPS = (
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>[ \t]*(?:lang(?:uage)?[ \t]*=[ \t]*)?[^\w\s;,]{0,3}[ \t]?"
        rf"{_TAG}[^\w\s;,.]{{0,2}})(?=[ \t]*(?:[;,.)\]]|$))",
        _tag,
    ),
    slip("syntax-bad-language", rf"(?<=[\"'])(?P<at>@{_TAG}(?![\w-])[^\s;.]+)", _tag),
    slip("syntax-bad-language", rf"(?<=[\"'])(?P<at>@{_TAG}\d+)", _tag),
    # As the settings of a computer name a language: en_GB.UTF-8, de_DE@euro.
    slip("syntax-bad-language", rf"(?<=[\"'])(?P<at>@{_TAG}(?:[.@][A-Za-z][\w-]*)+)", _tag),
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>@[a-z]?[0-9][a-z0-9]*)(?![\w-])",
        in_words(
            "`{at}` is no language tag.",
            "Write the two or three letters of a language, such as @en, directly after the text.",
            "@en",
        ),
    ),
    slip(
        "syntax-bad-language", r"(?<=[\"'])(?P<at>\^\^\w*:(?P<tag>en|de|fr|es|it))(?![\w-])", _tag
    ),
    slip(
        "syntax-bad-language",
        rf"@{_TAG}[ \t]?{_TEXT}",
        in_words(
            "The language of a text stands behind it.",
            "Write @{tag} directly after the text.",
            "{text}@{tag}",
        ),
    ),
    slip(
        "syntax-one-caret",
        r"(?<=[\"'])(?P<at>[ \t]*[^\w\s\";,]{0,4}[ \t]?[\"'(<^]?"
        r"(?P<type>xsd:[ ]?\w+)[\"')>]?(?:@\w+)?)",
        _type,
    ),
    slip("syntax-one-caret", r"(?<=[\"'])[ \t]*(?P<at>\^[ \t]*(?P<type>\w*:\w+))", _type),
    slip(
        "syntax-one-caret",
        rf"\(?(?P<type>xsd:\w+)\)?[ \t]*\(?{_TEXT}\)?",
        in_words("A datatype stands behind its text.", "Write {text}^^{type}.", "{text}^^{type}"),
    ),
    slip(
        "syntax-datatype-without-prefix", rf"\^{{1,3}}[ \t]*(?P<word>{_TYPES})(?![\w:])", _type_word
    ),
    slip("syntax-datatype-without-prefix", r"\^\^[ \t]*(?P<word>[A-Za-z]+)(?![\w:])", _type_word),
)
