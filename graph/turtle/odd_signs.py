"""Signs that stand where one of Turtle belongs: they look like it, or lie on its key elsewhere."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from graph.turtle import repair_messages as words
from graph.turtle.faults import Fault
from graph.turtle.messages import show
from graph.turtle.tokens import TEXT

#: What looks like a sign of Turtle, by that sign.
_ALIKE = {
    ";": "\u037e؛⁏",
    ",": "、،‚﹐",
    ".": "。…·․",
    ":": "∶ː꞉",
    '"': "“”„‟«»″「」『』‘’‛′",
    "<": "‹〈⟨",
    ">": "›〉⟩",
    "-": "‐‑‒–—―−",
    "a": "аàáâɑα",
}
#: What the keys of Turtle's signs write on the keyboards of other countries.
_KEYS = {";": "öñç", ":": "ÖÑÇ", '"': "Ä"}
_SIGNS = {";": "a semicolon", ",": "a comma", ".": "a full stop", ":": "a colon"}
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,6});")
_TAG = re.compile(r"</?(?:a|b|br|code|div|em|i|li|p|pre|span|strong|td|tr|u|ul)\b[^<>]*>", re.I)
_LINK = re.compile(r"<a\s[^<>]*?href=[\"']?(?P<address>[^\"'<>\s]+)[^<>]*>.*?</a>", re.I)
_SKIPPED = re.compile(TEXT)


class Rewriting(NamedTuple):
    """A stretch of a line, what takes its place, and how that is told."""

    start: int
    end: int
    text: str
    told: Fault


def _table(signs: dict[str, str]) -> dict[int, str]:
    return {ord(odd): sign for sign, odds in signs.items() for odd in odds}


_LOOKS = _table(_ALIKE)
_LOOKS |= {0xFF01 + one: chr(0x21 + one) for one in range(94)}
_TYPED = _table(_KEYS)


def _look(sign: str) -> str:
    meant = _LOOKS.get(ord(sign))
    if meant is None and not sign.isascii() and unicodedata.category(sign) == "Nd":
        return str(unicodedata.digit(sign))
    return meant or sign


def _typed(sign: str) -> str:
    return _TYPED.get(ord(sign), sign)


def as_meant(text: str) -> str:
    """Return a text with the signs of Turtle for those that look like them.

    >>> as_meant("：code－review １２")
    ':code-review 12'
    """
    return "".join(map(_look, text))


def rewritings(line: str, begin: int) -> Iterator[Rewriting]:
    """Return what the odd signs of a line may stand for, the likelier first.

    Args:
        line: without its end.
        begin: its offset in the text.

    >>> [one.text for one in rewritings(":a :b :c ；", 0)]
    [';']
    """
    yield from _web(line, begin)
    yield from _translated(line, begin, _look)
    yield from _translated(line, begin, _typed)


def _translated(line: str, begin: int, meaning: Callable[[str], str]) -> Iterator[Rewriting]:
    quoted = [match.span() for match in _SKIPPED.finditer(line)]
    odd = [
        at
        for at, sign in enumerate(line)
        if meaning(sign) != sign and not any(start < at < end - 1 for start, end in quoted)
    ]
    runs = [(at, at + 1) for at in odd]
    if len(odd) > 1:
        runs.insert(0, (odd[0], odd[-1] + 1))
    for start, end in runs:
        within = set(odd)
        new = "".join(meaning(line[at]) if at in within else line[at] for at in range(start, end))
        yield Rewriting(begin + start, begin + end, new, _odd_sign(line, begin, start, end, new))


def _odd_sign(line: str, begin: int, start: int, end: int, new: str) -> Fault:
    left = len(line[:start]) - len(re.split(r"[\s\"]", line[:start])[-1]) - start
    behind = re.split(r"[\s\"]", line[end:])[0]
    if '"' in new:
        return words.odd_quotes(begin + start)
    whole = line[start + left : start] + new + behind
    written = line[start + left : end] + behind
    if all(sign in _ALIKE["-"] for sign in line[start:end]):
        number = re.fullmatch(r"-[\d.]+[;,.]?", whole)
        code = "syntax-minus" if number else "syntax-dash-in-name"
        message = f"A typographic dash or minus stands in {show(written)}."
        remedy = f"Write the hyphen of the keyboard: {whole}"
        return Fault(code, begin + start, message, remedy, new, end - start)
    what = "`, `".join(dict.fromkeys(one for one in line[start:end] if not one.isascii()))
    message = f"`{what}` is no sign of Turtle, though it may look like one."
    remedy = f"Write {whole}, as the keyboard gives it."
    if whole in _SIGNS:
        remedy = f"Write {_SIGNS[whole]} (`{whole}`)."
    return Fault("syntax-odd-sign", begin + start, message, remedy, new, end - start)


def _web(line: str, begin: int) -> Iterator[Rewriting]:
    """Return a line without the entities and the tags of a page of the web."""
    for pattern, what, meaning in (
        (_LINK, "a link", lambda match: f"<{match['address']}>"),
        (_ENTITY, "an entity", lambda match: html.unescape(match[0]).replace("\u00a0", " ")),
        (_TAG, "a tag", lambda _: ""),
    ):
        found = list(pattern.finditer(line))
        if not found:
            continue
        start, end = found[0].start(), found[-1].end()
        new = pattern.sub(meaning, line[start:end])
        told = Fault(
            "syntax-web-page",
            begin + start,
            f"`{found[0][0]}` is {what} of a web page, and no Turtle.",
            f"Write {new.strip() or 'a plain space'}." if what != "a tag" else "Remove the tag.",
            new,
            end - start,
        )
        yield Rewriting(begin + start, begin + end, new, told)
