"""The grammar of Turtle as steps, each of which returns the next; depth costs no recursion."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from graph.turtle import messages, state
from graph.turtle import tokens as kind
from graph.turtle.declarations import declared_in, fault_of
from graph.turtle.document import Blank, Iri
from graph.turtle.faults import Fault
from graph.turtle.state import Frame, Last, State, Step
from graph.vocabulary import RDF


class Directives(State):
    """Reads declarations."""

    def _directive(self, at: int) -> Step | None:
        word = self._texts[at].lower().removeprefix("@")
        plain = self._kinds[at] == kind.WORD
        if plain and word not in ("prefix", "base"):
            return None
        if not plain and self._texts[at] not in ("@prefix", "@base"):
            meant = messages.closest(f"@{word}", ("@prefix", "@base"))
            unknown = messages.bad_directive(self._starts[at], self._texts[at], meant)
            return self._nearly_declared(at, "") or self._tell(unknown, at + 1)
        self._after_plain_directive = plain
        return self._base(at + 1, plain) if word == "base" else self._prefix(at + 1, plain)

    def _tell(self, fault: Fault, at: int) -> Step:
        self._fault(fault)
        return self._recover(at)

    def _nearly_declared(self, at: int, code: str) -> Step | None:
        """Take a line for the declaration that it nearly is, and go on behind it."""
        start, text = self._starts[at], self._tokens.text
        end = text.find("\n", start)
        line = text[start : end if end != -1 else len(text)]
        declared = declared_in(line) if self._tokens.first_in_line(at) else None
        if declared is None:
            return None
        fault = fault_of(declared, start, line)
        self._fault(replace(fault, code=code) if code else fault)
        self._terms.declare(declared.prefix, declared.address)
        while self._kinds[at] != kind.END and self._starts[at] < start + len(line):
            at += 1
        return self._go(at, self._statement)

    def _prefix(self, at: int, plain: bool) -> Step:
        text = self._texts[at]
        prefix = text.partition(":")[0]
        if self._kinds[at] != kind.NAME or text.index(":") < len(text) - 1:
            unreadable = messages.bad_declaration(self._starts[at], text)
            return self._nearly_declared(at - 1, "syntax-bad-prefix") or self._tell(unreadable, at)
        if self._kinds[at + 1] not in (kind.IRI, kind.BAD_IRI):
            nearly = self._nearly_declared(at - 1, "syntax-missing-iri")
            if nearly is not None:
                return nearly
        namespace = self._address(at + 1)
        # Declared in any case: one fault, not one for every later use of the prefix.
        self._terms.declare(prefix, namespace or f"{prefix}:")
        return self._recover(at + 1) if namespace is None else self._end_directive(at + 2, plain)

    def _base(self, at: int, plain: bool) -> Step:
        base = self._address(at)
        if base is None:
            return self._recover(at)
        self._terms.rebase(base)
        return self._end_directive(at + 1, plain)

    def _address(self, at: int) -> Iri | None:
        if self._kinds[at] in (kind.IRI, kind.BAD_IRI):
            found = self._terms.value(at)
            return found if isinstance(found, Iri) else None
        self._fault(messages.MISSING_IRI.at(self._tokens.end_before(at)))
        return None

    def _end_directive(self, at: int, plain: bool) -> Step:
        if plain:
            return self._go(at, self._statement)
        if self._texts[at] == ".":
            return self._go(at + 1, self._statement)
        self._fault(messages.MISSING_DOT.at(self._tokens.end_before(at)))
        if self._tokens.first_in_line(at) or state.is_directive(self._tokens, at):
            return self._go(at, self._statement)
        return self._recover(at)


_FIRST = Iri(f"{RDF}first")
_REST = Iri(f"{RDF}rest")
_NIL = Iri(f"{RDF}nil")


class Grammar(Directives):
    """Reads statements; what to do about a fault is left to the abstract steps."""

    def read(self) -> None:
        """Read the whole text into ``triples``.

        Raises:
            TooManyFaultsError: too much is wrong to go on.
        """
        step: Step | None = self._statement
        try:
            while step is not None:
                step = step()
        finally:
            # A step holds all that was read, and would hold itself until somebody looks for that.
            self._stack.clear()
            del self._after

    # Statements

    def _statement(self) -> Step | None:
        at = self._at
        if self._stack:
            self._stack.clear()
        self._after = self._after_object
        if self._kinds[at] == kind.END:
            return None
        if at:
            self._last = Last(self._subject, self._subject_at, self._statement_token)
        self._statement_token = at
        node = self._terms.node(at)
        if node is None:
            return self._other_statement(at)
        self._subject, self._subject_at = node, self._starts[at]
        self._after_plain_directive = False
        self._at = at + 1
        return self._verb

    def _other_statement(self, at: int) -> Step | None:
        text = self._texts[at]
        if text == "[" or text == "(":
            self._after_plain_directive = False
            self._subject_at = self._starts[at]
            return self._open_subject(at)
        if self._kinds[at] in (kind.AT, kind.WORD):
            return self._directive(at) or self._no_subject(at)
        return self._no_subject(at)

    def _open_subject(self, at: int) -> Step:
        opening, following = self._texts[at], self._texts[at + 1]
        if opening == "[" and following == "]":
            self._subject, self._at = self._terms.fresh(), at + 2
            return self._verb
        if opening == "(" and following == ")":
            self._subject, self._at = _NIL, at + 2
            return self._verb
        self._subject = self._terms.fresh()
        resume = self._verb_or_end if opening == "[" else self._verb
        return self._open(at, self._subject, resume)

    def _verb_or_end(self) -> Step:
        # Only this kind of statement may end without a property of its own.
        return self._after_object if self._texts[self._at] == "." else self._verb

    # Properties and values

    def _verb(self) -> Step:
        at = self._at
        predicate = self._properties.get(self._texts[at]) or self._terms.property(at)
        if predicate is None:
            return self._no_verb(at)
        self._predicate, self._predicate_token = predicate, at
        self._at = at + 1
        return self._object

    def _object(self) -> Step:
        at = self._at
        value = self._values.get(self._texts[at]) or self._terms.value(at)
        if value is None:
            return self._other_object(at)
        self._emit(value, at)
        self._at = at + 1
        return self._after

    def _after_object(self) -> Step:
        at = self._at
        text = self._texts[at]
        if text == ";":
            return self._semicolons(at)
        if text == ",":
            self._at = at + 1
            return self._object
        if text == "." and not self._stack:
            self._at = at + 1
            return self._statement
        if text == "]" and self._stack:
            return self._close(at)
        return self._unseparated(at)

    def _semicolons(self, at: int) -> Step:
        while self._texts[at] == ";":
            at += 1
        self._at = at
        text = self._texts[at]
        if text == "." or text == "]":
            return self._after_object
        return self._verb

    # Brackets

    def _other_object(self, at: int) -> Step:
        opening = self._texts[at]
        if opening not in ("[", "(") or self._kinds[at] != kind.MARK:
            return self._no_object(at)
        following = self._texts[at + 1]
        if opening == "[" and following == "]":
            self._emit(self._terms.fresh(), at)
        elif opening == "(" and following == ")":
            self._emit(_NIL, at)
        else:
            node = self._terms.fresh()
            self._emit(node, at)
            return self._open(at, node, self._after)
        self._at = at + 2
        return self._after

    def _open(self, at: int, node: Blank, resume: Step) -> Step:
        self._stack.append(
            Frame(
                at,
                self._subject,
                self._subject_at,
                self._predicate,
                self._predicate_token,
                self._after,
                resume,
            )
        )
        self._subject, self._subject_at = node, self._starts[at]
        self._at = at + 1
        if self._texts[at] == "[":
            self._after = self._after_object
            return self._verb
        self._after = self._after_item
        self._predicate, self._predicate_token = _FIRST, at + 1
        return self._object

    def _close(self, at: int) -> Step:
        frame = self._stack.pop()
        self._subject, self._subject_at = frame.subject, frame.subject_at
        self._predicate, self._predicate_token = frame.predicate, frame.predicate_token
        self._after = frame.after
        self._at = at + 1
        return frame.resume

    def _after_item(self) -> Step:
        at = self._at
        text = self._texts[at]
        if text == ")":
            self._predicate, self._predicate_token = _REST, at
            self._emit(_NIL, at)
            return self._close(at)
        if self._kinds[at] in (kind.TYPE_MARK, kind.AT) and self._late_suffix(at):
            return self._after
        if self._kinds[at] == kind.MARK and text not in ("[", "("):
            return self._bad_list(at)
        if self._kinds[at] == kind.END:
            return self._unfinished(at)
        node = self._terms.fresh()
        self._predicate, self._predicate_token = _REST, at
        self._emit(node, at)
        self._subject, self._subject_at = node, self._starts[at]
        self._predicate = _FIRST
        return self._object

    @abstractmethod
    def _no_subject(self, at: int) -> Step: ...

    @abstractmethod
    def _no_verb(self, at: int) -> Step: ...

    @abstractmethod
    def _no_object(self, at: int) -> Step: ...

    @abstractmethod
    def _unseparated(self, at: int) -> Step: ...

    @abstractmethod
    def _late_suffix(self, at: int) -> bool: ...

    @abstractmethod
    def _bad_list(self, at: int) -> Step: ...

    @abstractmethod
    def _unfinished(self, at: int) -> Step: ...
