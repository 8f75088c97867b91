"""The changes that may mend a block of a text, the likelier first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from graph.turtle import messages
from graph.turtle import repair_messages as words
from graph.turtle import tokens as kind
from graph.turtle.faults import Fault, Piece
from graph.turtle.meant import slips_in
from graph.turtle.name_guesses import KnownNames, guesses, nearly_name
from graph.turtle.odd_signs import rewritings
from graph.turtle.tokens import Tokens, length_at

#: What the grammar sees in a block, and whether it reads it without a fault.
Read = Callable[[str], Piece]
#: So many characters are read again for one text, at most.
MOST_READ = 400_000
#: Longer lines are left as they are.
_LONGEST_LINE = 3_000
_LONGEST_NAME = 200
_SIGNS = frozenset({"", ";", ",", ".", "[", "]", "(", ")"})
_PROPERTY = re.compile(r"(?m)^(?:\S+)?[ \t]+([\w-]*:[\w-]+)[ \t]+(?=[^\s,;.])")
_NAME = re.compile(r"([\w.-]*):([\w-]*)")


class Change(NamedTuple):
    """A change that may mend a block: what stands between two offsets becomes another text."""

    start: int
    end: int
    text: str
    told: Fault


class BrokenBlock:
    """A block with faults, and the changes that may mend it.

    Args:
        text: the whole text.
        start: where the block begins.
        end: where it ends.
        faults: what is wrong in it, at offsets in the whole text.
        read: reads a piece of the text under its prefixes.
    """

    def __init__(
        self, text: str, start: int, end: int, faults: Sequence[Fault], read: Read
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.faults, self.read = faults, read
        self.cost = 0
        self.tokens = Tokens(text[start:end])
        self.others = set(_PROPERTY.findall(text[:start] + text[end:]))
        # Else the names of things and of properties have the same prefix.
        self.with_vocabulary = bool(self.others) and not any(
            name.startswith(":") for name in self.others
        )
        indents = [len(one) for one in re.findall(r"(?m)^[ \t]+(?=\S)", text[start:end])]
        self.indent = min(indents, default=0)

    def best(self) -> Change | None:
        """Return the first change after which nothing is wrong, else one that mends the most."""
        seen: set[tuple[int, int, str]] = set()
        best, least = None, len(self.read(self.text[self.start : self.end]).faults)
        for change in self.changes():
            key = (change.start, change.end, change.text)
            if key in seen:
                continue
            seen.add(key)
            new = self.text[self.start : change.start] + change.text
            new += self.text[change.end : self.end]
            self.cost += len(new)
            count = self.faults_in(new)
            if not count:
                return change
            # A lone sign that leaves something wrong would be a guess, and what is left its fault.
            if count < least and (change.text == " " or change.text.strip() not in _SIGNS):
                best, least = change, count
            if self.cost > MOST_READ // 4:
                break
        return best

    def faults_in(self, block: str) -> int:
        """Return how much is wrong in a block, unlikely properties and values included."""
        piece = self.read(block)
        return len(piece.faults) + sum(
            not self.likely(block[triple.predicate_at : triple.predicate_at + _LONGEST_NAME])
            or not self.likely_value(block[triple.object_at : triple.object_at + _LONGEST_NAME])
            for triple in piece.triples
        )

    def likely_value(self, rest: str) -> bool:
        """Return whether what stands at the beginning is no property of the rest of the text."""
        match = _NAME.match(rest)
        return match is None or match[0] not in self.others or not match[2][:1].islower()

    def likely(self, rest: str) -> bool:
        """Return whether what stands at the beginning can be a property."""
        match = _NAME.match(rest)
        if match is None or match[0] in self.others or not self.with_vocabulary:
            return True
        return bool(match[1]) and re.fullmatch(r"[a-z][A-Za-z0-9]*", match[2]) is not None

    def changes(self) -> Iterator[Change]:
        """Return the changes to try, the likelier first."""
        for fault in self.faults[:3]:
            if fault.replacement is not None and fault.length is None:
                length = length_at(self.text, fault.offset)
                yield Change(fault.offset, fault.offset + length, fault.replacement, fault)
        lines = list(dict.fromkeys(chain.from_iterable(map(self.lines_of, self.faults[:3]))))
        for start, end in lines:
            for odd in rewritings(self.text[start:end], start):
                yield Change(*odd)
        for start, end in lines:
            yield from self.slips(start, end)
        places = list(dict.fromkeys(map(self.token_at, self.faults[:3])))
        for start, end in lines:
            yield from self.broken(start, end)
        yield from self.names()
        for start, end in lines:
            yield from self.whole_text(start, end)
        for at in places:
            yield from self.signs(at)
        for start, end in (*lines, *self.unbalanced(lines)):
            yield from self.brackets(start, end)
        for at in places:
            yield from self.too_much(at)
        for at in places:
            yield from self.odd_words(at)
        for start, end in lines:
            yield from self.comments(start, end)

    def lines_of(self, fault: Fault) -> Iterator[tuple[int, int]]:
        """Return where the line of a fault begins and ends, and the one before it."""
        end = self.text.find("\n", fault.offset)
        end = len(self.text) if end == -1 else end - (self.text[end - 1] == "\r")
        start = self.text.rfind("\n", 0, fault.offset) + 1
        if end - start <= _LONGEST_LINE:
            yield start, end
        before = self.text.rfind("\n", 0, max(0, start - 1)) + 1
        if self.start <= before < start - 1 and start - before <= _LONGEST_LINE:
            yield before, start - 1 - (self.text[start - 2] == "\r")

    def token_at(self, fault: Fault) -> int:
        """Return the index of the token at a fault, or behind it."""
        return min(
            bisect_right(self.tokens.starts, fault.offset - self.start - 1),
            len(self.tokens.texts) - 4,
        )

    def slips(self, start: int, end: int) -> Iterator[Change]:
        """Return the slips that are known by their look."""
        for told in slips_in(self.text[start:end], start):
            # Where nobody can know what was meant, some value is put there to see that it was all.
            new = "0" if told.replacement is None else told.replacement
            yield Change(told.offset, told.offset + (told.length or 0), new, told)

    def names(self) -> Iterator[Change]:
        """Return the names that may be meant at the faults."""
        known = KnownNames(self.text)
        for fault in self.faults[:3]:
            start, end = next(self.lines_of(fault), (0, 0))
            for one in guesses(self.text[start:end], fault.offset - start, known):
                at, behind = start + one.start, start + one.end
                yield Change(at, behind, one.name, nearly_name(at, self.text[at:behind], one.name))

    def broken(self, start: int, end: int) -> Iterator[Change]:
        """Return a name or an address that goes on in the next line as one word."""
        match = _BROKEN.search(self.text, start, min(len(self.text), end + _LONGEST_NAME))
        if match is not None and match.start() < end:
            whole = match["head"] + match["tail"]
            told_of = words.broken_word(match.start(), whole)
            yield Change(match.start(), match.end(), whole, told_of)

    def unbalanced(self, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Return the other lines of the block in which more brackets open than close."""
        for match in re.finditer(r"[^\n]+", self.text[self.start : self.end]):
            start, end = self.start + match.start(), self.start + match.end()
            line = re.sub(r"\"(?:[^\"\\]|\\.)*\"|<[^<>\s]*>|#.*", "", match[0])
            even = all(line.count(one) == line.count(other) for one, other in ("[]", "()"))
            if not even and (start, end) not in lines:
                yield start, end

    def whole_text(self, start: int, end: int) -> Iterator[Change]:
        """Return the line with one text in straight quotes for whatever quotes there are."""
        match = _TEXT_LINE.match(self.text, start, end)
        if match is None or _SEVERAL.search(match["body"]):
            return
        bare = not match["open"] and not match["close"]
        if '"""' in match[0] or (bare and not _SENTENCE.fullmatch(match["body"].strip())):
            return
        body = re.sub(r'(?<!\\)"', r'\\"', match["body"])
        body = re.sub(r"\\(?![tbnrfuU\"'\\])", r"\\\\", body)
        yield Change(
            match.start("open"),
            match.end("tag") if match["tag"] else match.end("close"),
            f'"{body}"{match["tag"] or ""}',
            _quote_fault(match),
        )

    def signs(self, at: int) -> Iterator[Change]:
        """Return the signs that may be missing, wrong or too many near a token."""
        texts, kinds, starts = self.tokens.texts, self.tokens.kinds, self.tokens.starts
        near = [one for one in (at, at - 1, at + 1, at + 2) if 0 < one < len(texts) - 3]
        for one in near:
            offset = self.start + self.tokens.end_before(one)
            yield Change(offset, offset, " ;", messages.MISSING_SEMICOLON.at(offset))
            if texts[one] != texts[one - 1]:
                yield Change(offset, offset, " ,", messages.MISSING_COMMA.at(offset))
            yield Change(offset, offset, " .", messages.MISSING_DOT.at(offset))
        for one in near:
            if kinds[one - 1] == kind.MARK and texts[one - 1] in ";,.":
                yield from self.other_sign(one - 1)
        for one in near:
            yield from self.in_order(one)
        for one in near:
            if texts[one] in (";", ",", ".", ":", "|", "="):
                start = self.start + starts[one]
                yield Change(start, start + 1, "", words.needless(start, texts[one]))

    def in_order(self, at: int) -> Iterator[Change]:
        """Return ``a`` for a short token before a class, and a value before its semicolon."""
        texts, start = self.tokens.texts, self.start + self.tokens.starts[at]
        text, after = texts[at], texts[at + 1]
        if text == ";" and self.tokens.kinds[at + 1] in _PLAIN_VALUES:
            end = self.start + self.tokens.end_before(at + 2)
            yield Change(start, end, f"{after} ;", words.early_semicolon(start, after))
        if self.is_odd(at) and text[-1].isalpha() and re.fullmatch(r"[\w-]*:[A-Z]\w*", after):
            yield Change(start, start + len(text), "a", words.no_property(start, text))

    def odd_words(self, at: int) -> Iterator[Change]:
        """Return the separators that a short token may stand for."""
        for one in (at, at - 1, at + 1, at + 2):
            if 0 <= one < len(self.tokens.texts) - 4 and self.is_odd(one):
                text, start = self.tokens.texts[one], self.start + self.tokens.starts[one]
                for sign in ";,.":
                    yield Change(start, start + len(text), sign, words.no_sign(start, text, sign))

    def is_odd(self, at: int) -> bool:
        """Return whether a token is short, stands alone, and is nothing of Turtle."""
        text, start = self.tokens.texts[at], self.tokens.starts[at]
        broken = self.tokens.kinds[at] in (kind.BAD_STRING, kind.BAD_IRI) and len(text) > 1
        broken = broken or (text.isalpha() and len(text) > 1)
        if len(text) > _SHORT or self.tokens.kinds[at] not in _ODD or broken:
            return False
        glued = self.tokens.kinds[at - 1] == kind.STRING and self.tokens.end_before(at) == start
        return not glued and not self.is_suffix(at)

    def other_sign(self, at: int) -> Iterator[Change]:
        """Return the signs that may be meant by another one."""
        found, start = self.tokens.texts[at], self.start + self.tokens.starts[at]
        # Values on a line of their own stand further in than properties do.
        apart = not self.tokens.same_line(at, at + 1)
        inner = apart and self.tokens.indent(at + 1) > self.indent + 1
        for sign in ",;.":
            if sign != found and (sign != "," or inner or not apart):
                yield Change(start, start + 1, sign, words.wrong_sign(start, found, sign))

    def brackets(self, start: int, end: int) -> Iterator[Change]:
        """Return the brackets that may be missing, wrong or too many in a line."""
        within = range(
            bisect_right(self.tokens.starts, start - self.start - 1),
            bisect_right(self.tokens.starts, end - self.start - 1),
        )
        if sum(self.tokens.texts[at] in _BRACKETS for at in within) == 0:
            return
        for at in within:
            text, offset = self.tokens.texts[at], self.start + self.tokens.starts[at]
            if text == ")":
                yield Change(offset, offset + 1, "", words.needless_bracket(offset, text))
        for at in within:
            offset = self.start + self.tokens.starts[at]
            behind = self.start + self.tokens.end_before(at)
            for bracket in "[(":
                yield Change(offset, offset, bracket, words.absent_bracket(offset, bracket))
            for bracket in "])":
                told = words.absent_bracket(behind, bracket)
                yield Change(behind, behind, f" {bracket}", told)
        for at in reversed(within):
            text, offset = self.tokens.texts[at], self.start + self.tokens.starts[at]
            if text not in _BRACKETS and text not in ("{", "}"):
                continue
            for other in _BRACKETS:
                if other != text:
                    told = words.other_bracket(offset, text, other)
                    yield Change(offset, offset + 1, other, told)
            yield Change(offset, offset + 1, "", words.needless_bracket(offset, text))

    def too_much(self, at: int) -> Iterator[Change]:
        """Return tokens that may have come in by mistake."""
        texts, kinds = self.tokens.texts, self.tokens.kinds
        for one in (at, at - 1, at + 1, at + 2):
            if not 0 <= one < len(texts) - 4:
                continue
            start = self.start + self.tokens.starts[one]
            twice = one > 0 and texts[one] == texts[one - 1]
            if twice:
                yield Change(start, start + len(texts[one]), "", words.twice(start, texts[one]))
            elif (kinds[one] in _STRAY or texts[one] == "<") and not self.is_suffix(one):
                yield Change(start, start + len(texts[one]), "", words.needless(start, texts[one]))

    def is_suffix(self, at: int) -> bool:
        """Return whether a token is what is left of a language or a datatype."""
        marks = (kind.AT, kind.TYPE_MARK)
        return self.tokens.kinds[at] in marks or self.tokens.texts[at] in ("@", "\\")

    def comments(self, start: int, end: int) -> Iterator[Change]:
        """Return words that may be a comment without its sign, and signs that begin none."""
        line = self.text[start:end]
        for match in re.finditer(r"(?<=\S)#(?=[\w\"])|(?<=[ \t])#(?=[\w\"])", line):
            offset = start + match.start()
            yield Change(offset, offset + 1, "", words.needless_hash(offset))
        name = _HASH_NAME.search(line)
        if name is not None:
            offset = start + name.start()
            yield Change(offset, offset + 1, ":", words.hash_for_colon(offset, name["name"]))
        for pattern in (_NOTE, _BEHIND, _WHOLE):
            note = pattern.search(line)
            if note is None:
                continue
            alone = note["note"] == self.text[self.start : self.end].strip()
            # A name alone is more likely the beginning of a statement than a comment.
            if not alone or not _NAME.match(note["note"]):
                offset = start + note.start("note")
                yield Change(offset, offset, "# ", words.unmarked_comment(offset, note["note"]))


_BRACKETS = ("[", "]", "(", ")")
_BROKEN = re.compile(
    r"(?P<head><https?://[^\s<>\"]+|[\w-]*:[\w-]*-)[ \t]*\n[ \t]*(?P<tail>[^\s<>\"]*\w>?)"
)
_PLAIN_VALUES = frozenset({kind.NUMBER, kind.STRING, kind.NAME, kind.IRI})
_ODD = frozenset({kind.WORD, kind.BAD, kind.BAD_STRING, kind.BAD_IRI, kind.AT, kind.TYPE_MARK})
_SHORT = 3
_STRAY = frozenset({kind.WORD, kind.BAD, kind.AT, kind.TYPE_MARK, kind.MARK, kind.BAD_STRING})
_QUOTE = r"[\"“”„‟«»‹›`´‘’']"
_TEXT_LINE = re.compile(
    rf"(?P<before>[ \t]*(?:[^\s\"]+[ \t]+)?(?:\w*:[\w-]+)[ \t]+)(?P<open>{_QUOTE}{{0,3}})"
    rf"(?P<body>[^\n]*?\w[^\n]*?)(?P<close>{_QUOTE}{{0,3}})(?P<tag>@[A-Za-z-]+|\^\^\w*:\w+)?"
    r"[ \t]*(?:[;.,][ \t]*)?$",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[^\W\d][\w'-]*(?:[.!?]| [^:<>\"\[\](){};]*)")
_SEVERAL = re.compile(
    r"\"(?:@[\w-]+)?(?:[ \t]*(?:[,;+\"^@]|\.[ \t]*\")|[ \t]+[^\w\s\"]{1,2}[ \t]+\")"
)
#: Words of a sentence, or in round brackets, that end a line without the sign of a comment.
_NOTE = re.compile(
    r"(?:^|(?<=[;.,])|(?<=[;.,]\s))[ \t]*(?P<note>[%;]?[ \t]*(?:[-=*]+[ \t]+)?[A-Za-z][\w'’-]*[:,]?"
    r"(?:[ \t]+[\w(][\w'’/+&%.,-]*[:,;)!?]*)+[ \t]*[-=*.!?]*"
    r"|\([^()\"<>]*\)|[Tt][Oo][Dd][Oo])[ \t]*$"
)
_HASH_NAME = re.compile(r"(?<=\s)#(?P<name>[A-Za-z][\w-]*)(?=\s*[;,.]\s*$)")
#: Whatever stands behind the sign that ends a line.
_BEHIND = re.compile(
    r"(?<=[\w\">\])])[ \t]*[;,.][ \t]*(?P<note>(?:[^\s\w:;,.\"]|\.{2,})[^\n:]*?)[ \t]*$"
)
#: A line that begins with no name, or holds nothing but one.
_WHOLE = re.compile(
    r"^[ \t]*(?P<note>(?!\w*:\w|@?prefix|@base|<http|<<|[{}](?![-#]))(?!.*[ \t][;,.][ \t]*$)\S.*?"
    r"|(?!<http)[^\s.;,]+)[ \t]*$"
)


def _quote_fault(match: re.Match[str]) -> Fault:
    opened, closed = match["open"], match["close"]
    if not opened:
        return words.unopened_text(match.start("open"), closed)
    if set(opened) - {'"', "'"} or set(closed) - {'"', "'"}:
        return words.odd_quotes(match.start("open"))
    if closed and opened[0] != closed[0]:
        return words.unequal_quotes(match.start("open"))
    if not closed:
        return messages.UNTERMINATED_STRING.at(match.start("open"), quote=opened[0])
    return words.inner_quote(match.start("open"), match["body"])
