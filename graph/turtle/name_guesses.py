"""Names that something unreadable may stand for: those of the text, then what it looks like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from graph.turtle.faults import Fault
from graph.turtle.messages import show
from graph.turtle.odd_signs import as_meant
from graph.vocabulary import PREFIX_WORDS

_NAME = re.compile(r"(?<![\w:/#.-])([A-Za-z][\w-]*)?:[\w-]*\w")
_SPLIT = re.compile(rf"[\W_]*(?P<prefix>{PREFIX_WORDS})[^A-Za-z]*(?P<local>[A-Za-z][\w-]*)\W*")
_OWN = re.compile(r"[^\w\s]*(?P<local>[A-Za-z][\w-]*)[\W]*")
_END = re.compile(r"[ \t]*(?:[;,.][ \t]*$|[ \t][;,.\])][ \t]|$)|[ \t]+a[ \t]")
#: What begins no name, however odd it looks.
_NEVER = re.compile(r"_:|<<|\[(?:\s|\Z)|@?(?:prefix|base)\b|(?:a|true|false)\Z")
_QUOTED = re.compile(r"[\"'][\w-]+[\"']")
_IN_TEXT = re.compile(r"^[^\"]*(?:\"[^\"]*\"[^\"]*)*\"[^\"]*\Z|(?<!\w)'[^']*\Z")
_WORD = re.compile(r"[-‐-―−/&]|[\w:'’‘&/‐-―−-]*[^\W\d][\w:'’&/‐-―−-]*")
_MOST_WORDS = 12


class Guess(NamedTuple):
    """What stands between two offsets, and the name that it may be."""

    start: int
    end: int
    name: str


class KnownNames:
    """The names of a text, to be found by their letters alone.

    Args:
        text: the whole text.
    """

    def __init__(self, text: str) -> None:
        self._like: dict[str, Counter[str]] = {}
        for match in _NAME.finditer(text):
            local = match[0].partition(":")[2]
            for letters in {_letters(match[0]), _letters(local)}:
                self._like.setdefault(letters, Counter())[match[0]] += 1

    def like(self, written: str) -> tuple[str, ...]:
        """Return the names of the same letters, those most often written first.

        >>> KnownNames(":code-review a loop:Review .").like("Code Review")
        (':code-review',)
        """
        found = self._like.get(_letters(written), Counter())
        own = written.lstrip().startswith(":")
        names = [name for name, _ in found.most_common() if name != written]
        return tuple(name for name in names[:3] if not own or name.startswith(":"))


def _letters(written: str) -> str:
    return re.sub(r"[\W_]+", "", as_meant(written)).lower()


def guesses(line: str, column: int, known: KnownNames) -> Iterator[Guess]:
    """Return the names that may be meant at a place of a line, the likelier first.

    Args:
        line: without its end.
        column: index of what cannot be read.
        known: the names of the text.

    >>> text = ":a loop:dependsOn Code Review ."
    >>> [one.name for one in guesses(text, 18, KnownNames(":code-review ."))][:1]
    [':code-review']
    """
    stretches = [
        (start, end)
        for start, end in _stretches(line, column)
        if not _NEVER.match(line, start, end) and not _IN_TEXT.search(line, 0, start)
        # Quotes around a word make it a text, but for the subject of a statement.
        if line[start] not in "\"'" or (start == 0 and _QUOTED.fullmatch(line, start, end))
    ]
    for start, end in stretches:
        for name in known.like(line[start:end]):
            yield Guess(start, end, name)
    for start, end in stretches:
        verb = None if line[:start].strip() else start > 0
        for name in _spelt(line[start:end], verb=verb):
            yield Guess(start, end, name)


def _stretches(line: str, column: int) -> Iterator[tuple[int, int]]:
    """Return what may be one name: the word at a place, and the words around it."""
    words = [match.span() for match in re.finditer(r"\S+", line)]
    words = [(start, end - len(_sign_behind(line[start:end]))) for start, end in words]
    words = [(start, end) for start, end in words if start < end]
    at = next((at for at, (_, end) in enumerate(words) if end > column), len(words) - 1)
    if at < 0:
        return
    for first in (at, at - 1):
        if first < 0:
            continue
        start, end = words[first]
        yield start, end
        if first + 1 < len(words) and _WORD.fullmatch(line[slice(*words[first + 1])]):
            yield start, words[first + 1][1]
        stop = _END.search(line, end)
        if stop is not None and stop.start() > end and line[end : stop.start()].strip():
            words_within = line[start : stop.start()].split()
            plain = all(_WORD.fullmatch(one) for one in words_within)
            if plain and len(words_within) <= _MOST_WORDS:
                yield start, stop.start()


def _sign_behind(word: str) -> str:
    match = re.search(r"[;,.]+$", word)
    return match[0] if match and word != match[0] else ""


def _spelt(written: str, *, verb: bool | None) -> Iterator[str]:
    """Return names as a stretch of text spells them, its odd signs left out or made hyphens.

    Args:
        written: the stretch.
        verb: whether a property is likelier than a thing; ``None`` within a line.
    """
    plain = re.sub(r"(?<=\w)['’`´]s?$", "", written.strip())
    plain = plain if verb is None else re.sub(r"^[\"'“]([\w-]+)[\"'”]$", r"\1", plain)
    plain = as_meant(plain)
    if re.search(r"[\"'<>]|[;,.][ \t]|https?:|\w@[a-z]{2,3}(?:-\w+)*$", plain):
        return
    own = _OWN.fullmatch(plain)
    split = _SPLIT.fullmatch(plain)
    if split:
        yield f"{split['prefix']}:{split['local']}"
    if own and own["local"] in ("a", "true", "false"):
        return
    if own and verb and ":" not in plain:
        yield f"loop:{own['local']}"
    if own:
        yield f":{own['local']}"
        yield f":{own['local'].lower()}"
    joined = re.sub(r"[^\w:-]+", "-", plain.replace("&", "-and-")).strip("-.")
    joined = re.sub(r"-{2,}", "-", joined)
    if re.fullmatch(r"\w*:[A-Za-z][\w-]*", joined):
        yield joined
    if re.fullmatch(r"[A-Za-z][\w-]*", joined):
        yield f":{joined.lower()}"


def nearly_name(offset: int, written: str, name: str) -> Fault:
    """Return the fault of something that is nearly a name.

    >>> nearly_name(3, "code review", ":code-review").remedy
    'Write :code-review; words of a name are joined by hyphens, a text stands in quotes.'
    """
    around = written.partition(name)
    if around[1] and (around[0] or around[2]):
        odd = "` and `".join(one for one in (around[0].strip(), around[2].strip()) if one)
        message = f"{show(written)} is a name with signs around it that do not belong to it."
        remedy = f"Remove `{odd}`, and write {name}."
        return Fault("syntax-sign-in-name", offset, message, remedy, name, len(written))
    remedy = f"Write {name}."
    if re.search(r"\s", written.strip()):
        code, message = "syntax-space-in-name", "No space may stand within a name."
        remedy = f"Write {name}; words of a name are joined by hyphens, a text stands in quotes."
    elif re.search(r"[‐‑‒–—―−]", written):
        code, message = "syntax-dash-in-name", "A name cannot hold a typographic dash."
    elif written[:1] in "\"'":
        code, message = "syntax-literal-subject", "The name of a thing stands without quotes."
    elif ":" not in written:
        code = "syntax-name-without-colon"
        message = f"{show(written)} is no name: it lacks the colon."
        remedy = f"Write {name}, or put quotes around it if it is a text."
    else:
        code, message = "syntax-sign-in-name", f"{show(written)} is no name as it is written."
    return Fault(code, offset, message, remedy, name, len(written))
