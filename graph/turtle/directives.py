"""Declarations of prefixes and of the base, with ``@`` or in the way of SPARQL."""

from __future__ import annotations

from graph.turtle import directive_messages, messages, recovery
from graph.turtle import tokens as kind
from graph.turtle.document import Iri
from graph.turtle.state import State, Step


class Directives(State):
    """Reads declarations."""

    def _directive(self, at: int) -> Step | None:
        word = self._texts[at].lower().removeprefix("@")
        plain = self._kinds[at] == kind.WORD
        if plain and word not in ("prefix", "base"):
            return None
        if not plain and self._texts[at] not in ("@prefix", "@base"):
            meant = messages.closest(f"@{word}", ("@prefix", "@base"))
            self._fault(directive_messages.bad_directive(self._starts[at], self._texts[at], meant))
            if meant is None:
                return self._recover(at + 1)
            word = meant[1:]
        self._after_plain_directive = plain
        return self._base(at + 1, plain) if word == "base" else self._prefix(at + 1, plain)

    def _prefix(self, at: int, plain: bool) -> Step:
        text = self._texts[at]
        prefix = text.partition(":")[0]
        if self._kinds[at] != kind.NAME or text.index(":") < len(text) - 1:
            self._fault(directive_messages.bad_declaration(self._starts[at], text))
            return self._repaired_prefix(at, prefix, plain)
        namespace = self._address(at + 1)
        # Declared in any case: one fault, not one for every later use of the prefix.
        self._terms.declare(prefix, namespace or f"{prefix}:")
        return self._recover(at + 1) if namespace is None else self._end_directive(at + 2, plain)

    def _repaired_prefix(self, at: int, prefix: str, plain: bool) -> Step:
        for near in range(at, at + 4):
            if self._kinds[near] == kind.IRI and self._tokens.same_line(at, near):
                self._terms.declare(prefix, self._address(near) or f"{prefix}:")
                return self._end_directive(near + 1, plain)
            if self._kinds[near] == kind.END:
                break
        return self._recover(at)

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
        self._fault(directive_messages.missing_iri(self._tokens.end_before(at)))
        return None

    def _end_directive(self, at: int, plain: bool) -> Step:
        if plain:
            return self._go(at, self._statement)
        if self._texts[at] == ".":
            return self._go(at + 1, self._statement)
        self._fault(messages.missing_dot(self._tokens.end_before(at)))
        if self._tokens.first_in_line(at) or recovery.is_directive(self._tokens, at):
            return self._go(at, self._statement)
        return self._recover(at)
