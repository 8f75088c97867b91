"""A strict reader of Turtle 1.1 that remembers where every term stands and tells every error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from graph.turtle import messages, state
from graph.turtle import tokens as kind
from graph.turtle.document import Document, Literal, Triple
from graph.turtle.faults import Fault, Faults, Piece, TooManyFaultsError
from graph.turtle.foreign import without_foreign, without_line_marks
from graph.turtle.grammar import Grammar
from graph.turtle.invisible import without_invisible
from graph.turtle.newer import without_newer
from graph.turtle.plain import read_plain
from graph.turtle.state import UNKNOWN, Last, Step
from graph.turtle.terms import Terms
from graph.turtle.tokens import Tokens, string_parts
from graph.vocabulary import RDF

_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def read_turtle(text: str, file: str, base: str | None = None) -> Document:
    """Return what a Turtle text says, with the place of every term and every syntax error.

    Never raises for what the text holds. After an error the reading goes on, so the triples of a
    document with problems are incomplete and must not be used for an answer.

    Args:
        text: the text; a byte order mark at its beginning is dropped.
        file: the name by which messages call it.
        base: an absolute IRI that completes relative ones until the text declares another.

    Returns:
        The document; without triples for a text that holds none.

    >>> read_turtle("<urn:a> <urn:b> 1, 2 .", "a.ttl").triples[1].object
    Literal(lexical='2', datatype='http://www.w3.org/2001/XMLSchema#integer', language=None)
    >>> read_turtle("<urn:a> <urn:b> 1", "a.ttl").problems[0].place
    Place(file='a.ttl', line=1, column=18)
    """
    text = text.removeprefix("\ufeff")
    usual = text.isascii() and "\0" not in text
    own = without_foreign(_with_line_ends(text if usual else _UNREADABLE.sub(_replaced, text)))
    older = without_newer(own.text)
    told = (*own.faults, *older.faults, *(() if usual else _broken_characters(text)))
    readable, read = (
        older.text,
        _read(older.text, base, told) if told else _read_right(older.text, base),
    )
    if read.faults:
        # A name may hold signs that nobody sees: only where something is wrong are they odd.
        visible = without_invisible(readable)
        plain = without_line_marks(visible.text)
        more = (*visible.faults, *plain.faults)
        if more:
            readable, read = plain.text, _read(plain.text, base, (*told, *more))
    document = Document(file, text, tuple(read.triples), read.prefixes)
    return replace(document, problems=read.faults.problems(document, readable))


class _Read(NamedTuple):
    """What came of reading a text."""

    triples: list[Triple]
    prefixes: dict[str, str]
    faults: Faults


def _read_right(text: str, base: str | None) -> _Read:
    """Read a text with which nothing is wrong as far as anybody has seen."""
    plain = read_plain(text, base)
    if plain.end:
        read = _read(text, base, (), plain.prefixes, plain.end)
        if not read.faults:
            return read._replace(triples=plain.triples + read.triples)
    # What is wrong is told by all that stands before it.
    return _read(text, base, ())


def _read(
    text: str,
    base: str | None,
    told: Iterable[Fault],
    prefixes: Mapping[str, str] | None = None,
    start: int = 0,
) -> _Read:
    """Read a text, from a statement on, of which something may have been told already."""
    faults = Faults()
    tokens = Tokens(text, start)
    terms = Terms(tokens, base, faults)
    for prefix, namespace in (prefixes or {}).items():
        terms.declare(prefix, namespace)
    grammar = ForgivingGrammar(tokens, terms, faults)
    with suppress(TooManyFaultsError):
        for fault in told:
            faults.add(fault)
        grammar.read()
    return _Read(grammar.triples, terms.prefixes, faults)


def _replaced(match: re.Match[str]) -> str:
    # A zero character is read over: it is told, and nothing follows from it.
    return " " if match[0] == "\0" else "\ufffd"


def read_piece(text: str, prefixes: Mapping[str, str], *, based: bool = False) -> Piece:
    """Return what is wrong in a piece of a text, and what it says.

    Args:
        text: some statements.
        prefixes: those that are declared before it.
        based: whether some base completes relative addresses.

    >>> len(read_piece("<urn:a> <urn:b> 1", {}).faults)
    1
    """
    read = _read(text, "urn:x-base:" if based else None, (), prefixes)
    return Piece(read.faults.found, read.triples)


def _with_line_ends(text: str) -> str:
    """Return a text whose lines end as everywhere; files of old end them with CR alone."""
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def _broken_characters(text: str) -> Iterator[Fault]:
    for match in _UNREADABLE.finditer(text):
        zero = match[0] == "\0"
        what = "A zero character" if zero else "Half a character (a lone surrogate)"
        yield messages.BAD_CHARACTER.at(match.start(), what=what)


_LITERALS = frozenset({kind.STRING, kind.NUMBER, kind.BAD_STRING})
_BROKEN = frozenset({kind.BAD_STRING, kind.BAD_IRI})


class ForgivingGrammar(Grammar):
    """The grammar of Turtle with a remedy for every place where a text can break it."""

    def _unexpected(self, at: int) -> Step:
        text, previous = self._texts[at], self._texts[at - 1] if at else ""
        if text == "<" and self._texts[at + 1].startswith("<"):
            text = "<<"
        self._fault(messages.unexpected(self._starts[at], text, self._kinds[at], previous))
        # Bare, it opens a line like a name: to go on from it would come back to it for ever.
        return self._recover(at + 1 if text == "<<" else at)

    def _is_literal(self, at: int) -> bool:
        return self._kinds[at] in _LITERALS or self._texts[at] in ("true", "false")

    # Subjects and properties

    def _no_subject(self, at: int) -> Step:
        text, start = self._texts[at], self._starts[at]
        if self._continues():
            return self._go_on_with_last()
        declared = self._nearly_declared(at, "")
        if declared is not None:
            return declared
        if text == ".":
            plain, self._after_plain_directive = self._after_plain_directive, False
            wording = messages.DOT_AFTER_PLAIN_DIRECTIVE if plain else messages.STRAY_DOT
            self._fault(wording.at(start))
            return self._go(at + 1, self._statement)
        broken = self._kinds[at] == kind.BAD_STRING
        if broken or (self._is_literal(at) and not state.is_separator(self._tokens, at + 1)):
            if broken:
                self._terms.value(at)
            else:
                self._fault(messages.LITERAL_SUBJECT.at(start, token=messages.show(text)))
            self._subject, self._subject_at = self._terms.fresh(), start
            return self._go(at + 1, self._verb)
        return self._unexpected(at)

    def _continues(self) -> bool:
        last = self._last
        if last is None or state.is_directive(self._tokens, last.token):
            return self._tokens.indent(self._statement_token) > 0 and state.goes_on(
                self._tokens, self._statement_token
            )
        indent = self._tokens.indent(last.token)
        return state.continues_previous(self._tokens, self._statement_token, indent)

    def _go_on_with_last(self) -> Step:
        first = self._statement_token
        if self._tokens.apart(first):
            self._fault(messages.NO_FIRST_LINE.at(self._starts[first]))
            self._headless = True
            self._subject, self._subject_at = self._terms.fresh(), self._starts[first]
            return self._go(first, self._verb)
        last, cut = self._last, self._cut
        if last is not None and cut is not None and cut.token == last.token:
            # What stands before and behind the last statement is one, and it stands within.
            self._faults.take_back()
            start = self._starts[last.token]
            self._fault(replace(messages.WITHIN.at(start), length=1))
            self._subject, self._subject_at = cut.subject, cut.subject_at
            return self._go(first, self._verb)
        self._fault(replace(messages.EARLY_DOT.at(self._starts[first - 1]), replacement=";"))
        if last is not None:
            self._subject, self._subject_at, self._statement_token = last
        return self._go(first, self._verb)

    def _end_wrongly(self, at: int) -> Step:
        """End a statement with the semicolon before token ``at``, with which the next begins."""
        if not self._headless:
            self._fault(messages.wrong_end(self._starts[at - 1], ";"))
            self._cut = Last(self._subject, self._subject_at, at)
        self._headless = False
        return self._go(at, self._statement)

    def _no_verb(self, at: int) -> Step:
        text, tokens = self._texts[at], self._tokens
        if at == self._statement_token + 1:
            if self._continues():
                return self._go_on_with_last()
            declared = self._nearly_declared(at - 1, "")
            if declared is not None:
                return declared
        if self._texts[at - 1] == ";" and (
            self._kinds[at] == kind.END or state.opens_statement(tokens, at, self._indent)
        ):
            return self._end_wrongly(at)
        if self._is_literal(at) or self._kinds[at] == kind.BLANK:
            return self._bad_verb(at)
        if self._kinds[at] == kind.END or text in (".", ";", "]"):
            after = "" if self._texts[at - 1] in ("[", ";") else self._texts[at - 1]
            if self._kinds[at - 1] not in _BROKEN:
                self._fault(messages.missing_predicate(tokens.end_before(at), after))
            ends = text == "." and not self._stack
            return self._go(at + 1, self._statement) if ends else self._resume(at)
        if self._kinds[at] == kind.WORD and state.is_value(tokens, at + 1):
            self._fault(messages.unexpected(self._starts[at], text, kind.WORD, ""))
            self._predicate, self._predicate_token = UNKNOWN, at
            return self._go(at + 1, self._object)
        return self._unexpected(at)

    def _resume(self, at: int) -> Step:
        step = self._statement if self._kinds[at] == kind.END else self._after_object
        return self._go(at, step)

    def _bad_verb(self, at: int) -> Step:
        if self._kinds[at] == kind.BAD_STRING:
            self._terms.value(at)
        else:
            blank = self._kinds[at] == kind.BLANK
            wording = messages.BLANK_PREDICATE if blank else messages.LITERAL_PREDICATE
            self._fault(wording.at(self._starts[at], token=messages.show(self._texts[at])))
        self._predicate, self._predicate_token = UNKNOWN, at
        if state.is_separator(self._tokens, at + 1):
            return self._go(at + 1, self._after)
        return self._go(at + 1, self._object)

    # Values

    def _no_object(self, at: int) -> Step:
        tokens, verb = self._tokens, self._predicate_token
        in_list = self._after == self._after_item
        if at == verb + 1 and not in_list and not self._stack:
            if verb == self._statement_token + 1 and self._continues():
                return self._go_on_with_last()
            if self._wrong_semicolon(verb):
                return self._end_wrongly(verb)
        if in_list and (self._kinds[at] in (kind.MARK, kind.END)):
            return self._go(at, self._after_item)
        if self._kinds[at] in (kind.MARK, kind.END) or state.is_directive(tokens, at):
            self._fault(messages.missing_object(tokens.end_before(at), self._texts[at - 1]))
            marked = self._kinds[at] == kind.MARK
            return self._go(at, self._after if marked else self._statement)
        if self._kinds[at] == kind.WORD and state.is_separator(tokens, at + 1):
            self._fault(messages.unexpected(self._starts[at], self._texts[at], kind.WORD, ""))
            return self._go(at + 1, self._after)
        return self._unexpected(at)

    def _wrong_semicolon(self, verb: int) -> bool:
        if self._texts[verb - 1] != ";":
            return False
        deeper = self._tokens.indent(verb) > self._indent
        return not deeper and state.opens_statement(self._tokens, verb, self._indent)

    def _late_suffix(self, at: int) -> bool:
        """Take a language or a datatype that white space separates from its text."""
        _quoted, language, datatype = string_parts(self._texts[at - 1])
        if self._kinds[at - 1] != kind.STRING or language or datatype:
            return False
        literal = self.triples[-1].object
        if not isinstance(literal, Literal):
            return False
        if self._kinds[at] == kind.AT:
            if not self._tokens.same_line(at - 1, at) and state.is_directive(self._tokens, at):
                return False
            tag = self._texts[at][1:].lower()
            self._replace_value(Literal(literal.lexical, f"{RDF}langString", tag))
            self._at = at + 1
            return True
        typed = self._terms.property(at + 1)
        if typed is None:
            self._fault(messages.BAD_DATATYPE.at(self._starts[at]))
        else:
            self._replace_value(Literal(literal.lexical, typed))
        taken = typed is not None or self._kinds[at + 1] == kind.STRING
        self._at = at + 1 + taken
        return True

    def _replace_value(self, value: Literal) -> None:
        self.triples[-1] = self.triples[-1]._replace(object=value)

    # Separators and brackets

    def _unseparated(self, at: int) -> Step:
        if self._kinds[at] in (kind.TYPE_MARK, kind.AT) and self._late_suffix(at):
            return self._after
        return self._wrong_start(at) or self._wrong_bracket(at) or self._missing_separator(at)

    def _wrong_start(self, at: int) -> Step | None:
        """Notice that a new statement was taken for a property or a value of the old one."""
        verb, value, tokens = self._predicate_token, at - 1, self._tokens
        if self._stack or value <= verb:
            return None
        if value == verb + 1 and self._wrong_semicolon(verb):
            self.triples.pop()
            return self._end_wrongly(verb)
        indent = self._indent
        if tokens.indent(value) > indent or not state.opens_statement(tokens, value, indent):
            return None
        if self._texts[value - 1] == ",":
            self._fault(messages.wrong_end(self._starts[value - 1], ","))
        else:
            offset = tokens.end_before(value)
            self._fault(messages.missing_object(offset, self._texts[value - 1]))
        self.triples.pop()
        return self._go(value, self._statement)

    def _wrong_bracket(self, at: int) -> Step | None:
        text = self._texts[at]
        if self._kinds[at] == kind.END or (text == "." and self._stack):
            return self._unfinished(at)
        if self._kinds[at] != kind.MARK or text not in ("]", ")"):
            return None
        if self._stack and text == ")":
            return self._close_wrongly(at)
        opening = "[" if text == "]" else "("
        self._fault(messages.EXTRA_BRACKET.at(self._starts[at], mark=text, opening=opening))
        return self._go(at + 1, self._after)

    def _close_wrongly(self, at: int) -> Step:
        opened = self._stack[-1].opened
        opening, line = self._texts[opened], self._line(opened)
        self._fault(messages.wrong_bracket(self._starts[at], opening, line, self._texts[at]))
        return self._close(at)

    def _line(self, at: int) -> int:
        return self._tokens.text.count("\n", 0, self._starts[at]) + 1

    def _unfinished(self, at: int) -> Step:
        """End a statement that lacks its full stop, or a bracket before it."""
        offset = self._tokens.end_before(at)
        if self._stack:
            opened = self._stack[-1].opened
            self._fault(messages.missing_bracket(offset, self._texts[opened], self._line(opened)))
        elif self._texts[at - 1] in (";", ","):
            self._fault(messages.wrong_end(self._starts[at - 1], self._texts[at - 1]))
        elif self._kinds[at - 1] not in _BROKEN:
            self._fault(messages.MISSING_DOT.at(offset))
        return self._go(at + (self._texts[at] == "."), self._statement)

    def _missing_separator(self, at: int) -> Step:
        tokens = self._tokens
        if state.opens_statement(tokens, at, self._indent):
            return self._unfinished(at)
        if self._kinds[at] in _BROKEN:
            # What is wrong with it is told when it is read, and that is enough.
            return self._go(at, self._object)
        told = self._kinds[at - 1] in _BROKEN
        offset = tokens.end_before(at)
        behind_comma = self._texts[at - 2] == "," and state.is_property(tokens, at - 1)
        if behind_comma and state.is_value(tokens, at) and self._texts[at] not in ("(", ":"):
            self._fault(replace(messages.WRONG_COMMA.at(self._starts[at - 2]), replacement=";"))
            self.triples.pop()
            return self._go(at - 1, self._verb)
        if state.is_property(tokens, at) and state.is_value(tokens, at + 1):
            if not told:
                self._fault(messages.MISSING_SEMICOLON.at(offset))
            return self._go(at, self._verb)
        if state.is_value(tokens, at) and state.is_separator(tokens, at + 1):
            if not told:
                self._fault(messages.MISSING_COMMA.at(offset))
            return self._go(at, self._object)
        return self._recover(at) if told else self._unexpected(at)

    def _bad_list(self, at: int) -> Step:
        text = self._texts[at]
        if text == ",":
            self._fault(messages.COMMA_IN_LIST.at(self._starts[at]))
            return self._go(at + 1, self._after_item)
        within = len(self._stack) > 1 and self._texts[self._stack[-2].opened] == "["
        if text == "]" and not within:
            return self._close_wrongly(at)
        opened = self._stack[-1].opened
        offset = self._tokens.end_before(at)
        self._fault(messages.missing_bracket(offset, "(", self._line(opened)))
        step = self._close(at)
        return self._go(at, step)
