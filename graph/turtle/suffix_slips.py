"""Slips in what follows a text: its language and its datatype."""

from __future__ import annotations

import re

from graph.turtle.slip import Told, slip

_TAG = r"[a-z]{2}(?:-[A-Za-z]{2,4})?"


def _caret(match: re.Match[str]) -> Told:
    return Told("A datatype follows two carets.", f"Write ^^{match['type']}.", "^^")


def _datatype_word(match: re.Match[str]) -> Told:
    return Told(
        f"The datatype `{match['word']}` has no prefix.",
        f"Write ^^xsd:{match['word']}.",
        f"^^xsd:{match['word']}",
    )


def _tag(match: re.Match[str]) -> Told:
    tag = re.sub("[_/]", "-", match["tag"])
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


def _bare_tag(match: re.Match[str]) -> Told:
    return Told(
        f"The language tag `{match['tag']}` has no @.",
        f"Write @{match['tag']}, directly after the text.",
        f"@{match['tag']}",
    )


def _bare_type(match: re.Match[str]) -> Told:
    return Told("A datatype follows two carets.", f"Write ^^{match['type']}.", f"^^{match['type']}")


def _tag_cut_off(match: re.Match[str]) -> Told:
    return Told(
        "A language tag does not end with a hyphen.", f"Write @{match['tag']}.", f"@{match['tag']}"
    )


def _wrong_tag(match: re.Match[str]) -> Told:
    return Told(
        "The language of a text follows it with an @ and nothing else.",
        f"Write @{match['tag']}, directly after the text.",
        f"@{match['tag']}",
    )


def _tag_unknown(match: re.Match[str]) -> Told:
    return Told(
        f"`{match['at']}` is no language tag.",
        "Write the two or three letters of a language, such as @en, directly after the text.",
        "@en",
    )


SUFFIX_SLIPS = (
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>[ \t]*(?:\^\^?@?|#|@{2,}|[(\[][ \t]*@?|[:_/\\-])[ \t]*"
        r"(?P<tag>[a-z]{2}(?:-[A-Za-z]{2,4})?)[)\]]?)(?=\s*[;.,]|[ \t]*$)",
        _wrong_tag,
    ),
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>@(?P<tag>[a-z]{2}(?:-[A-Za-z]{2,4})?)(?:@+[\w-]*|\^\^[\w:]*|[0-9)\]*]+))(?![\w-])",
        _wrong_tag,
    ),
    slip("syntax-bad-language", r"(?<=[\"'])(?P<at>@[a-z]?[0-9][a-z0-9]*)(?![\w-])", _tag_unknown),
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>\^\^\w*:(?P<tag>en|de|fr|es|it))(?![\w-])",
        _wrong_tag,
    ),
    slip("syntax-one-caret", r"(?<=[\"'])(?P<at>[ \t]+(?P<type>xsd:\w+))", _bare_type),
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])(?P<at>@(?P<tag>[A-Za-z]{2,3})-)(?![A-Za-z0-9-])",
        _tag_cut_off,
    ),
    slip(
        "syntax-bad-language",
        rf"(?<=[\"'])(?P<at>(?P<tag>{_TAG}))(?=[ \t]*(?:[;.,)\]]|$))",
        _bare_tag,
    ),
    slip("syntax-one-caret", r"(?<=[\"'])(?P<at>(?:@|\^{3,})?(?P<type>xsd:\w+))", _bare_type),
    slip("syntax-one-caret", r"(?<=[\"'])\s*(?P<at>\^)(?!\^)\s*(?P<type>\w*:\w+)", _caret),
    slip("syntax-datatype-without-prefix", r"\^\^\s*(?P<word>[A-Za-z]+)(?![\w:])", _datatype_word),
    slip(
        "syntax-bad-language",
        r"(?<=[\"'])@(?P<tag>[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:[_/][A-Za-z0-9]+)+)",
        _tag,
    ),
    slip("syntax-bad-language", r"(?<=[\"'])@\s*[\"'](?P<tag>[A-Za-z-]+)[\"']", _quoted_tag),
)
