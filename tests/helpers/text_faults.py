"""Faults of the text itself, made at many places of the shipped map, kind by kind.

A kind says where it can happen and what it does there; what a fair check answers follows from the
place: the line of the act, and the word or sign that stood there before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import NamedTuple

from blind_faults import BlindFault

from graph.files import shipped_ontology
from graph.turtle import tokens as token
from graph.turtle.outline import Outline, outline

SHAPES = "shapes.ttl"


class Act(NamedTuple):
    """What a person does at one place.

    Attributes:
        start: offset of what is replaced.
        end: offset behind it.
        text: what takes its place.
        remedy: a regular expression that a useful remedy matches.
        behind: how far behind ``start``, in the new text, the finding belongs.
        at_most: how many findings are fair.
        also: offsets in the new text, on whose lines the finding may stand as well.
    """

    start: int
    end: int
    text: str
    remedy: str
    behind: int = 0
    at_most: int = 1
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    """A file of the map with what stands where in it.

    Attributes:
        file: its name relative to the folder of the map.
        text: what it holds.
        words: every name of the map, with how often it stands in all files.
    """

    file: str
    text: str
    words: Counter[str]

    @cached_property
    def outline(self) -> Outline:
        """How it is built."""
        return outline(self.text)

    @cached_property
    def roles(self) -> Mapping[str, Sequence[int]]:
        """The tokens by what they are: subject, verb, class, word, name, text, number, mark."""
        found: dict[str, list[int]] = {}
        for group in self.outline.everything():
            if not group.within:
                found.setdefault("subject", []).append(group.subject.first)
            for one in group.properties:
                found.setdefault("verb", []).append(one.verb)
                for value in one.values:
                    if value.first == value.last:
                        role = self._role(value.first, one.verb)
                        found.setdefault(role, []).append(value.first)
        tokens = self.outline.tokens
        for at, kind in enumerate(tokens.kinds):
            if kind == token.MARK:
                found.setdefault(tokens.texts[at], []).append(at)
        found["comment"] = [one.start() for one in re.finditer(r"(?m)^#(?= *[\w-])", self.text)]
        found["block"] = [
            number
            for number, part in enumerate(self.outline.statements)
            if part not in self.outline.directives
        ]
        found["declaration"] = [part.first for part in self.outline.directives]
        found["file"] = [0]
        return {role: sorted(places) for role, places in found.items()}

    def _role(self, at: int, verb: int) -> str:
        text, kind = self.written(at), self.outline.tokens.kinds[at]
        if kind == token.NAME:
            if self.written(verb) == "a":
                return "class"
            return "name" if text.startswith(":") else "word"
        return {token.STRING: "text", token.NUMBER: "number", token.IRI: "address"}.get(
            kind, "truth"
        )

    def block(self, number: int) -> tuple[int, int]:
        """Return where a statement begins and ends, its full stop included."""
        part = self.outline.statements[number]
        return self.start(part.first), self.end(part.last)

    def written(self, at: int) -> str:
        """Return a token as it is written."""
        return self.outline.tokens.texts[at]

    def start(self, at: int) -> int:
        """Return where a token begins."""
        return self.outline.tokens.starts[at]

    def end(self, at: int) -> int:
        """Return where a token ends."""
        return self.start(at) + len(self.written(at))

    def replace(self, at: int, text: str, remedy: str, *, at_most: int = 1) -> Act:
        """Return the act that writes something else for a token."""
        return Act(self.start(at), self.end(at), text, remedy, at_most=at_most)


Make = Callable[[Source, int, Random], Act | None]


class Kind(NamedTuple):
    """A kind of fault.

    Attributes:
        name: what it is.
        where: the roles of the tokens at which it can happen.
        make: what is done there; ``None`` where it would be none.
    """

    name: str
    where: tuple[str, ...]
    make: Make


def sources() -> tuple[Source, ...]:
    """Return the Turtle files of the shipped map."""
    root = shipped_ontology()
    texts = {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.ttl"))
    }
    words = Counter(word for text in texts.values() for word in re.findall(r"[\w-]*:[\w-]+", text))
    return tuple(Source(file, text, words) for file, text in texts.items())


def own_line(words: str, remedy: str) -> Make:
    """Put a line of its own before a block."""

    def make(source: Source, at: int, random: Random) -> Act | None:  # noqa: ARG001
        start, _ = source.block(at)
        return Act(start, start, f"{words}\n", remedy)

    return make


def within_block(words: str, remedy: str) -> Make:
    """Put a line of its own between the lines of a block."""

    def make(source: Source, at: int, random: Random) -> Act | None:
        start, end = source.block(at)
        lines = [one.start() for one in re.finditer(";\n", source.text[start:end])]
        if not lines:
            return None
        place = start + random.choice(lines) + 2
        return Act(place, place, f"{words}\n", remedy, behind=len(words) - len(words.lstrip()))

    return make


def faults(kind: Kind, among: Sequence[Source], count: int, seed: int = 0) -> Iterator[BlindFault]:
    """Return faults of a kind at random places.

    Args:
        kind: what is done.
        among: the files.
        count: how many at most.
        seed: of the places.
    """
    random = Random(f"{seed} {kind.name}")
    made = 0
    files = {one.file: one for one in among if any(one.roles.get(role) for role in kind.where)}
    seen: set[str] = set()
    for _ in range(8 * count):
        if made == count or not files:
            return
        source = files[random.choice(sorted(files))]
        at = random.choice([place for role in kind.where for place in source.roles.get(role, ())])
        act = kind.make(source, at, random)
        name = f"{kind.name} {source.file}:{at}"
        if act is None or name in seen:
            continue
        seen.add(name)
        made += 1
        yield _fault(source, kind, act, name)


def _fault(source: Source, kind: Kind, act: Act, name: str) -> BlindFault:
    text = source.text[: act.start] + act.text + source.text[act.end :]
    places = (act.start + act.behind, *act.also)
    lines = frozenset(text.count("\n", 0, place) + 1 for place in places)
    remedy = re.compile(act.remedy, re.IGNORECASE | re.DOTALL)
    return BlindFault(name, kind.name, source.file, text, lines, remedy, act.at_most)


# Slips of the hand in a word

_NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkkzxcvbnmn", strict=False))


def _dropped(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[: at + 1] + word[at:]


def _exchanged(word: str, random: Random) -> str:
    at = random.randrange(max(1, len(word) - 1))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def _neighbour(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + _NEIGHBOURS.get(word[at], word[at]) + word[at + 1 :]


def _other_case(word: str, random: Random) -> str:
    return random.choice([word[:1].swapcase() + word[1:], word.lower(), word.capitalize()])


def _plural(word: str, random: Random) -> str:  # noqa: ARG001 - as the others
    return word[:-1] if word.endswith("s") else word + "s"


def _joined(word: str, random: Random) -> str:
    if "-" in word:
        parts = word.split("-")
        camel = parts[0] + "".join(part.capitalize() for part in parts[1:])
        return random.choice([word.replace("-", "_"), word.replace("-", ""), camel])
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", word)
    return random.choice([apart.lower(), apart.replace("-", "_"), apart.replace("-", "_").lower()])


def _british(word: str, random: Random) -> str:  # noqa: ARG001 - as the others
    for one, other in (
        ("our", "or"), ("isation", "ization"), ("ise", "ize"), ("ogue", "og"), ("ment", "ement"),
        ("ll", "l"), ("re-", "er-"), ("ce", "se"), ("Judgement", "Judgment"), ("or", "our"),
    ):  # fmt: skip
        if one in word:
            return word.replace(one, other)
    return word


SLIPS: Mapping[str, Callable[[str, Random], str]] = {
    "letter dropped": _dropped,
    "letter doubled": _doubled,
    "letters exchanged": _exchanged,
    "neighbour key": _neighbour,
    "case": _other_case,
    "plural": _plural,
    "hyphen or camel case": _joined,
    "British or American": _british,
}


def word_pattern(word: str) -> str:
    """Return what a remedy matches that says to write this word."""
    return rf"(?:mean|write|writes?|name[sd]?)\b.*(?<![\w-]){re.escape(word)}(?![\w-])"


def _slip(edit: Callable[[str, Random], str], *, named: bool) -> Make:
    def make(source: Source, at: int, random: Random) -> Act | None:
        word = source.written(at)
        prefix, colon, local = word.partition(":")
        if not colon or not local:
            return None
        if named and source.words[word] < 2:
            return None
        new = f"{prefix}:{edit(local, random)}"
        if new == word or new in source.words or new.endswith((":", "-")) or new[-1:] == ".":
            return None
        return source.replace(at, new, word_pattern(word))

    return make


WORD_KINDS = tuple(
    Kind(f"{what}: {slip}", (role,), _slip(edit, named=what == "own name"))
    for what, role in (
        ("property", "verb"),
        ("class", "class"),
        ("word", "word"),
        ("name", "name"),
        ("own name", "subject"),
    )
    for slip, edit in SLIPS.items()
)


def prefix_slip(source: Source, at: int, random: Random) -> Act | None:
    """Misspell the prefix of a name."""
    word = source.written(at)
    prefix, colon, local = word.partition(":")
    if not prefix or not colon:
        return None
    new = random.choice([_dropped, _doubled, _exchanged, _neighbour, _other_case])(prefix, random)
    if new == prefix or re.search(rf"@prefix {new}:", source.text):
        return None
    return source.replace(at, f"{new}:{local}", rf"(?<!\w){prefix}:")


PREFIX_KINDS = (Kind("prefix misspelt", ("verb", "class", "word", "text"), prefix_slip),)
