"""Which commits say that AI had a part in them: rules that are data, and how they are applied."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import IntEnum, StrEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import ProblemsError, UnreadableError
from graph.measuring.event import AiMark
from graph.records import record

if TYPE_CHECKING:
    from graph.questions.growth.published.toml import TomlFile

#: The rules that are shipped.
SHIPPED_RULES: Final = Path(__file__).with_name("attribution.toml")
#: Bytes of a message that are looked at, from either end: what is longer hides nothing between.
MOST_BYTES: Final = 200_000


class Part(IntEnum):
    """What AI had to do with a commit, from nothing to writing it."""

    NONE = 0
    SUGGEST = 1
    ASSIST = 2
    COAUTHOR = 3
    AUTHOR = 4

    @property
    def mark(self) -> AiMark:
        """The same as an event has it."""
        return AiMark(self.name.lower())


class Where(StrEnum):
    """What a rule looks at."""

    ADDRESS = "address"
    NAME_END = "name-end"
    COAUTHOR = "coauthor"
    NAMED_ONLY = "named-only"
    TRAILER = "trailer"
    TEXT = "text"
    BRANCH = "branch"


class RoleWord(StrEnum):
    """What a rule says of a commit."""

    AUTHOR = "author"
    COAUTHOR = "coauthor"
    ASSIST = "assist"
    SUGGEST = "suggest"
    AUTOMATION = "automation"


@record
class Rule:
    """One way in which commits are marked.

    Attributes:
        id: its name.
        tool: what it is a mark of.
        where: what it looks at.
        roles: what it says; an address that may be an author's or a co-author's has both.
        match: the texts it looks for; letter case does not matter.
        mainline: commits on mainlines that bore it where the rules were counted; branches were not.
        all_refs: likewise in all refs.
    """

    id: str
    tool: str
    where: str
    roles: tuple[str, ...]
    match: tuple[str, ...]
    mainline: int = 0
    all_refs: int = 0


@record
class Rules:
    """A file of rules.

    Attributes:
        version: of the file, quoted with every number.
        source: where the rules come from.
        rules: the first that fits says the tool.
    """

    version: str
    source: str
    rules: tuple[Rule, ...] = field(metadata={"key": "rule"})


def read_rules(path: Path = SHIPPED_RULES) -> Rules:
    """Return the rules of a file.

    Raises:
        UnreadableError: it cannot be read, or a rule makes no sense; all such at once, each with
            its line.
    """
    from graph.questions.growth.published.toml import read_toml

    try:
        toml = read_toml(path)
        rules = toml.record(Rules)
        for at, rule in enumerate(rules.rules):
            _check(toml, at, rule)
        toml.finish()
    except ProblemsError as error:
        raise UnreadableError(error.problems) from None
    return rules


def _check(toml: TomlFile, at: int, rule: Rule) -> None:
    for key, words, known in (("roles", rule.roles, RoleWord), ("where", (rule.where,), Where)):
        for word in words:
            if word not in set(known):
                message = f"'{word}' is not known as {key}."
                remedy = f"Write one of {', '.join(known)}."
                toml.report("attribution-word", ("rule", at, key), message, remedy)
    if not rule.roles or not rule.match or not all(text.strip() for text in rule.match):
        message = "it says nothing, or looks for an empty text, which fits everything."
        toml.report("attribution-empty", ("rule", at, "match"), message, "Write both.")


@cache
def shipped_rules() -> Rules:
    """Return the rules that are shipped."""
    return read_rules()


@record
class Mark:
    """What was found of AI.

    Attributes:
        part: the strongest.
        tool: the number of its tool among ``Marks.tools``; 0 for none.
        automation: whether it says that automation, which is no AI, made the commit.
    """

    part: Part = Part.NONE
    tool: int = 0
    automation: bool = False


NOTHING: Final = Mark()
_AUTOMATION: Final = Mark(automation=True)
_COAUTHOR: Final = re.compile(  # in small letters
    rb"^[ \t]*co-(?:authored|developed)-by[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE
)
_ADDRESS: Final = re.compile(rb"^(.*?)[ \t]*<[ \t]*([^<>]*?)[ \t]*>")
#: Without one of these in small letters no message bears a mark of a co-author.
_COAUTHOR_HINTS: Final = (b"co-authored-by", b"co-developed-by")


class Marks:
    r"""Applies rules to commits.

    >>> marks = Marks(shipped_rules())
    >>> found = marks.of_message(b"Fix it\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    >>> found.part.name, marks.tools[found.tool]
    ('COAUTHOR', 'Claude Code')
    >>> marks.of_author(b"ann@anthropic.com", b"Claude Dupont").part.name
    'NONE'
    """

    def __init__(self, rules: Rules) -> None:
        self.tools: tuple[str, ...] = ("", *dict.fromkeys(rule.tool for rule in rules.rules))
        number = {tool: at for at, tool in enumerate(self.tools)}
        self._authors: dict[bytes, Mark] = {}
        self._coauthors: dict[bytes, Mark] = {}
        self._ends: list[tuple[bytes, Mark]] = []
        self._names: dict[bytes, Mark] = {}
        self._unaddressed: dict[bytes, Mark] = {}
        self._texts: list[tuple[bytes, re.Pattern[bytes] | None, Mark]] = []
        self._branches: list[tuple[bytes, Mark]] = []
        for rule in rules.rules:
            self._take(rule, number[rule.tool])
        # Nearly no message bears a mark: one look through many is enough to know that.
        texts = [text.partition(b":")[0] for text, _, _ in self._texts]
        self._hints = tuple(dict.fromkeys((*_COAUTHOR_HINTS, *texts)))

    def _take(self, rule: Rule, tool: int) -> None:
        given = {RoleWord(word): _mark(RoleWord(word), tool) for word in rule.roles}
        any_mark = next(iter(given.values()))
        for text in (text.casefold().encode() for text in rule.match):
            if rule.where == Where.ADDRESS:
                self._take_address(text, given, any_mark)
            elif rule.where == Where.NAME_END:
                self._ends.append((text, any_mark))
            elif rule.where == Where.COAUTHOR:
                self._names.setdefault(text, any_mark)
            elif rule.where == Where.NAMED_ONLY:
                self._unaddressed.setdefault(text, any_mark)
            elif rule.where == Where.TEXT:
                self._texts.append((text, None, any_mark))
            elif rule.where == Where.TRAILER:
                self._texts.append((text, _line_with(text), any_mark))
            else:
                self._branches.append((text, any_mark))

    def _take_address(self, text: bytes, given: Mapping[RoleWord, Mark], one: Mark) -> None:
        if one.automation or one.part is Part.SUGGEST:
            self._authors.setdefault(text, one)
            self._coauthors.setdefault(text, _AUTOMATION if one.automation else one)
            return
        if RoleWord.AUTHOR in given:
            self._authors.setdefault(text, given[RoleWord.AUTHOR])
        if RoleWord.COAUTHOR in given:
            self._coauthors.setdefault(text, given[RoleWord.COAUTHOR])

    def of_author(self, address: bytes, name: bytes) -> Mark:
        """Return what an author's address and name say.

        Args:
            address: whole, as git has it.
            name: likewise.
        """
        found = self._authors.get(address.strip().lower())
        if found is not None:
            return found
        lower = name.strip().lower()
        return next((mark for end, mark in self._ends if lower.endswith(end)), NOTHING)

    def of_message(self, message: bytes) -> Mark:
        """Return the strongest that the text of a message says.

        Args:
            message: the whole of it; of one longer than twice ``MOST_BYTES`` both ends.
        """
        lower = _ends(message).lower()
        best = NOTHING
        for text, line, mark in self._texts:
            if text in lower and (line is None or line.search(lower)) and mark.part > best.part:
                best = mark
        found = _COAUTHOR.findall(lower)
        return strongest((best, *map(self._of_coauthor, found))) if found else best

    def may_bear(self, messages: Sequence[bytes]) -> set[int]:
        """Return the places of the messages that hold a word of some mark; no other bears one.

        Args:
            messages: without NUL in them.
        """
        texts = [_ends(one) for one in messages] if _long(messages) else messages
        whole = b"\0".join(texts).lower()
        # Where each message begins, and where one after the last would.
        starts = list(accumulate((len(one) + 1 for one in texts), initial=0))
        found: set[int] = set()
        for hint in self._hints:
            at = whole.find(hint)
            while at >= 0:
                place = bisect_right(starts, at)
                found.add(place - 1)
                at = whole.find(hint, starts[place])
        return found

    def of_branch(self, name: bytes) -> Mark:
        """Return what the name of a branch says, such as ``devin/fix-1``."""
        lower = name.lower()
        return next((mark for start, mark in self._branches if lower.startswith(start)), NOTHING)

    def _of_coauthor(self, text: bytes) -> Mark:
        """Return what a co-author's trailer says, given in small letters."""
        parts = _ADDRESS.match(text)
        if parts is None:
            return self._unaddressed.get(text, NOTHING)
        named = self._names.get(parts[1].strip())
        found = named or self._coauthors.get(parts[2], NOTHING)
        # Automation that helps a person leaves the commit the person's.
        return NOTHING if found.automation else found


def _long(messages: Sequence[bytes]) -> bool:
    return max(map(len, messages), default=0) > 2 * MOST_BYTES


def _ends(message: bytes) -> bytes:
    """A message, and of one that is too long both ends."""
    if len(message) <= 2 * MOST_BYTES:
        return message
    return message[:MOST_BYTES] + b"\n" + message[-MOST_BYTES:]


def strongest(marks: Iterable[Mark]) -> Mark:
    """Return the mark that says most; the first of equals.

    >>> strongest((Mark(Part.ASSIST, 1), Mark(Part.AUTHOR, 2))).tool
    2
    """
    best = NOTHING
    for mark in marks:
        if mark.part > best.part:
            best = mark
    return best


def _mark(word: RoleWord, tool: int) -> Mark:
    if word is RoleWord.AUTOMATION:
        return _AUTOMATION
    return Mark(Part[word.name], tool)


def _line_with(text: bytes) -> re.Pattern[bytes]:
    """A trailer by its key, or by key and value: at the start of a line only."""
    key, colon, value = text.partition(b":")
    rest = rb"[ \t]*" + re.escape(value.strip()) + rb"[ \t]*\r?$" if colon else rb".*\S"
    return re.compile(rb"^[ \t]*" + re.escape(key) + rb"[ \t]*:" + rest, re.MULTILINE)
