"""One subject and everything said of it, asked for typed values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from graph.errors import Place, Severity
from graph.ontology.literals import (
    Misfit,
    is_plain_integer,
    preferred_text,
    read_date,
    read_flag,
    read_number,
    read_text,
    written,
)
from graph.ontology.names import did_you_mean, nearest, one_of, prefixed
from graph.ontology.ranges import NumberRange
from graph.ontology.roles import TYPE, Role, Roles
from graph.ontology.statements import Findings, Mark, Statement, Statements
from graph.turtle.document import Iri, Literal
from graph.vocabulary import RDF, RDFS, RESULT, word

Value = TypeVar("Value", str, float, bool)
#: After so many dangling names the search for like ones stops: it grows with the map.
_SUGGESTION_LIMIT = 200
#: How things of a kind may be called, where a message asks for a name.
_NAMES = {Role.EVIDENCE: ":coding-speedup-trial", Role.DEPENDENCY: ":coding-gates-review"}


@dataclass
class Context:
    """What every builder shares.

    Attributes:
        statements: what the files say.
        roles: what each subject is.
        findings: where problems go.
        suggestions: how many times like names were looked for.
    """

    statements: Statements
    roles: Roles
    findings: Findings
    suggestions: int = 0
    _things: dict[Role, tuple[Thing, ...]] = field(default_factory=dict, init=False, repr=False)
    _ids_of: dict[Role, dict[str, str]] = field(default_factory=dict, init=False, repr=False)
    _ids: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _by_id: dict[Role, dict[str, Thing]] = field(default_factory=dict, init=False, repr=False)

    def forget_things(self) -> None:
        """Let go of what was made of the statements: each thing knows the context that keeps it."""
        self._things.clear()
        self._by_id.clear()

    def suggest(self, name: str, names: Mapping[str, str]) -> tuple[str, ...]:
        """Return the IRIs with the nearest names, or none after very many of them.

        Args:
            name: what was written.
            names: what exists, with the IRI of each.
        """
        self.suggestions += 1
        if self.suggestions > _SUGGESTION_LIMIT:
            return ()
        return tuple(names[found] for found in nearest(name, names))

    def id_of(self, name: str) -> str:
        """Return the id of a thing by its IRI: the word for it, one and the same text each time."""
        found = self._ids.get(name)
        if found is None:
            found = self._ids[name] = word(name)
        return found

    def ids(self, role: Role) -> Mapping[str, str]:
        """Return the ids of the members of a role, by their IRIs."""
        found = self._ids_of.get(role)
        if found is None:
            found = self._ids_of[role] = {name: self.id_of(name) for name in self.roles.of(role)}
        return found

    def thing(self, role: Role, identifier: str) -> Thing:
        """Return the member of a role with this id."""
        members = self._by_id.get(role)
        if members is None:
            members = self._by_id[role] = {thing.id: thing for thing in self.things(role)}
        return members[identifier]

    def things(self, role: Role) -> tuple[Thing, ...]:
        """Return the members of a role, in the order of their names."""
        found = self._things.get(role)
        if found is None:
            made = (Thing(self, name, role) for name in self.roles.of(role))
            found = self._things[role] = tuple(made)
        return found


class Thing:
    """A subject: gives its values, and notes what is wrong with them."""

    def __init__(self, context: Context, name: str, role: Role) -> None:
        self.context = context
        self.name = name
        self.role = role
        self.id = context.id_of(name)
        self._said = context.statements.by_subject.get(name, {})

    def said(self, predicate: str) -> Sequence[Statement]:
        """Return the statements with a property, each value once, in the order of the files."""
        found = self._said.get(predicate, ())
        if len(found) < 2:
            return found
        return list({statement.value: statement for statement in reversed(found)}.values())[::-1]

    def has_any(self, predicates: Collection[str]) -> bool:
        """Return whether anything is said with one of some properties."""
        return not self._said.keys().isdisjoint(predicates)

    @property
    def predicates(self) -> tuple[str, ...]:
        """The properties that it has."""
        return tuple(self._said)

    @property
    def mark(self) -> Mark | None:
        """Where it is first said what it is."""
        typed = self._said.get(TYPE) or next(iter(self._said.values()), None)
        return typed[0].at_subject if typed else None

    @property
    def place(self) -> Place | None:
        """File, line and column of that."""
        typed = self._said.get(TYPE)
        if typed is None:
            mark = self.mark
            return mark.document.place(mark.offset) if mark else None
        triple, document = typed[0]
        return document.place(triple[3])

    def complain(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        about: Statement | None = None,
        predicate: str | None = None,
        severity: Severity = Severity.ERROR,
        meant: str | None = None,
    ) -> None:
        """Note a problem with one of its values, or with the thing as a whole."""
        self.context.findings.add(
            code,
            message,
            remedy,
            subject=None if self.name.startswith("_:") else self.id,
            at=about.at_value if about else self.mark,
            severity=severity,
            focus=self.name,
            predicate=about.triple.predicate if about else predicate,
            about_value=about is not None,
            meant=meant,
            value=str(about.value) if about and isinstance(about.value, Iri) else None,
        )

    def unfit(self, misfit: Misfit, predicate: str, about: Statement) -> None:
        """Note that a value cannot be taken."""
        message = f"{prefixed(predicate)}: {misfit.message}"
        self.complain(misfit.code, message, misfit.remedy, about=about)

    def named(self) -> bool:
        """Return whether it has a name; a nameless thing is a problem."""
        if not self.name.startswith("_:"):
            return True
        self.complain(
            "name-missing",
            f"this {self.role} has no name, so nothing can point at it.",
            f"Give it a name, such as {_NAMES.get(self.role, ':code-review')}, instead of [ ].",
            predicate=TYPE,
        )
        return False

    def only(self, predicate: str) -> Statement | None:
        """Return the one statement with a property; two that differ are a problem."""
        found: Sequence[Statement] = self._said.get(predicate, ())
        if len(found) > 1 and len(found := self.said(predicate)) > 1:
            self.twice(predicate, found[0], found[1])
        return found[0] if found else None

    def twice(self, predicate: str, first: Statement, second: Statement) -> None:
        """Note that a property has two values where there is one to be."""
        if self.context.findings.excused(self.name):
            return
        self.complain(
            "value-twice",
            f"{prefixed(predicate)} is {written(second.value)} here "
            f"and {written(first.value)} at {first.place}.",
            "Keep one of the two.",
            about=second,
        )

    def missing(self, predicate: str, remedy: str) -> None:
        """Note that a property is missing, unless a problem with it is known already."""
        if not self.context.findings.has(self.name, predicate):
            self.complain(
                "value-missing", f"{prefixed(predicate)} is missing.", remedy, predicate=predicate
            )

    def _read(
        self, predicate: str, read: Callable[[object], Value | Misfit]
    ) -> tuple[Statement, Value] | None:
        found = self._said.get(predicate)
        if found is None:
            return None
        if len(found) == 1:
            only = read(found[0].value)
            if not isinstance(only, Misfit):
                return found[0], only
        good: list[tuple[Statement, Value]] = []
        for statement in self.said(predicate):
            value = read(statement.value)
            if isinstance(value, Misfit):
                self.unfit(value, predicate, statement)
            else:
                good.append((statement, value))
        for statement, value in good[1:]:
            if value != good[0][1]:
                self.twice(predicate, good[0][0], statement)
        return good[0] if good else None

    def number(self, predicate: str, allowed: NumberRange) -> tuple[Statement, float] | None:
        """Return a number within a range and where it stands; ``None`` without a usable one."""
        found = self._read(predicate, read_number)  # type: ignore[arg-type]
        if found is None:
            return None
        value, number = found[0].value, found[1]
        code, more, remedy = "number-out-of-range", ".", "Correct the number."
        if allowed.allows(number):
            if not allowed.whole or is_plain_integer(value):
                return found
            code, more = "number-not-written-whole", ", without a decimal point or a type."
            remedy = f"Write {number:.0f} instead."
        elif allowed.noun in ("a share", "a level") and 1 < number <= 100:
            code = "percentage-for-share"
            remedy = f"Write {number / 100:.6g} for {number:g} per cent."
        if predicate == RESULT and code != "number-not-written-whole":
            remedy = f"{remedy[:-1]}, or name another metric."
        message = f"{prefixed(predicate)} is {written(value)}; it must be {allowed.words}{more}"
        self.complain(code, message, remedy, about=found[0])
        return None

    def plain_number(self, predicate: str, allowed: NumberRange) -> float | None:
        """Return a number within a range; ``None`` without a usable one."""
        found = self.number(predicate, allowed)
        return found[1] if found else None

    def date(self, predicate: str) -> str | None:
        """Return a date, month or year as text."""
        found = self._read(predicate, read_date)  # type: ignore[arg-type]
        return found[1] if found else None

    def flag(self, predicate: str) -> bool:
        """Return whether a flag is set; what is not said is not set."""
        found = self._read(predicate, read_flag)  # type: ignore[arg-type]
        return found[1] if found else False

    def text(self, predicate: str) -> str | None:
        """Return a text: the English one, else the one without a language, else the first."""
        found = self._said.get(predicate)
        if found is None:
            return None
        if len(found) == 1 and isinstance(text := read_text(found[0].value), str):
            return text or None
        return preferred_text(self._texts(predicate, alone=True))

    def texts(self, predicate: str) -> tuple[str, ...]:
        """Return all texts of a property, sorted."""
        if predicate not in self._said:
            return ()
        return tuple(sorted({text for text, _ in self._texts(predicate, alone=False)}))

    def _texts(self, predicate: str, *, alone: bool) -> list[tuple[str, str | None]]:
        found: dict[tuple[str | None, str], Statement] = {}
        by_language: dict[str | None, Statement] = {}
        for statement in self.said(predicate):
            text = read_text(statement.value)
            if isinstance(text, Misfit):
                self.unfit(text, predicate, statement)
                continue
            language = statement.value.language if isinstance(statement.value, Literal) else None
            earlier = by_language.setdefault(language, statement)
            if alone and earlier.value != statement.value:
                self.twice(predicate, earlier, statement)
            found[language, text] = statement
        return [(text, language) for language, text in found]

    def label(self) -> str:
        """Return what people call it; without a label its id, and advice."""
        text = self.text(RDFS + "label")
        if text and text.strip():
            return text
        if not self.context.findings.has(self.name, RDFS + "label"):
            self.complain(
                "label-missing",
                f"this {self.role} has no label.",
                f'Add rdfs:label "{self.id.replace("-", " ").capitalize()}"@en .',
                predicate=RDFS + "label",
                severity=Severity.ADVICE,
            )
        return self.id.replace("-", " ")

    def reference(self, predicate: str, *roles: Role) -> str | None:
        """Return the id of the one thing a property points at; it must have one of the roles."""
        found = self._said.get(predicate)
        if found is None:
            return None
        statement = found[0] if len(found) == 1 else self.only(predicate)
        return self._resolved(statement, roles) if statement is not None else None

    def required_reference(self, predicate: str, remedy: str, *roles: Role) -> str | None:
        """Return the id of the one thing a property points at; that there is none is a problem."""
        found = self.reference(predicate, *roles)
        if found is None:
            self.missing(predicate, remedy)
        return found

    def references(self, predicate: str, *roles: Role) -> tuple[str, ...]:
        """Return the ids of all things a property points at, sorted."""
        if predicate not in self._said:
            return ()
        resolved = (self._resolved(statement, roles) for statement in self.said(predicate))
        return tuple(sorted(found for found in resolved if found))

    def _resolved(self, statement: Statement, roles: tuple[Role, ...]) -> str | None:
        value, context = statement[0][2], self.context
        if isinstance(value, Iri):
            for wanted_role in roles:
                found = context.ids(wanted_role).get(value)
                if found is not None:
                    return found
        role = context.roles.by_subject.get(value) if isinstance(value, Iri) else None
        if isinstance(value, Iri) and (role in roles or role is Role.UNCLEAR):
            return context.id_of(value)
        wanted = one_of(roles)
        if isinstance(value, Iri):
            if role is None and value not in self.context.statements.by_subject:
                self._dangling(statement, value, roles)
                return None
            code = "reference-of-wrong-kind"
            message = f"{prefixed(value)}, which is not {wanted}"
            message += f" but {one_of([role])}." if role else "."
            remedy = f"Name {wanted}, or correct what {prefixed(value)} is."
        else:
            code = "name-expected"
            message = f"{written(value)}; it must be the name of {wanted}."
            remedy = self._name_for(value, roles) or "Write a name, such as :code-review."
            if self.context.statements.of(str(value), RDF + "first"):
                remedy = "Write the values one after another with commas, without brackets."
        message = f"{prefixed(statement.triple.predicate)} is {message}"
        self.complain(code, message, remedy, about=statement)
        return None

    def _name_for(self, value: object, roles: tuple[Role, ...]) -> str | None:
        """Return what to write for a name that is written as a text, if such a thing is there."""
        text = value.lexical.rpartition(":")[2].strip() if isinstance(value, Literal) else ""
        for name in (name for role in roles for name in self.context.roles.of(role)):
            if text and name.endswith(text) and name[-len(text) - 1] in "/#":
                return f"Write {prefixed(name)}, without quotes."
        return None

    def _dangling(self, statement: Statement, value: Iri, roles: tuple[Role, ...]) -> None:
        wanted = one_of(roles)
        names = {word(name): name for role in roles for name in self.context.roles.of(role)}
        # Of an address the last part is the name.
        near = self.context.suggest(word(re.split(r"[/#]", value)[-1]), names)
        question = did_you_mean(tuple(map(prefixed, near)))
        self.complain(
            "reference-dangling",
            f"{prefixed(statement.triple.predicate)} is {prefixed(value)}, "
            f"and nothing of that name is defined.",
            f"{question}{'Else define' if question else 'Define'} it, as {wanted}.",
            about=statement,
            meant=near[0] if near else None,
        )
