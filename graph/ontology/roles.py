"""What each subject is: a component, a dependency, an observation, or another kind of thing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from graph.ontology.names import nearest, one_of, prefixed
from graph.ontology.statements import Findings, Said, Statement, Statements
from graph.records import record
from graph.turtle.document import Iri, Literal
from graph.vocabulary import LOOP, MAP, RDF, RDFS, Family, word

TYPE = RDF + "type"


class Role(StrEnum):
    """The kinds of thing a reading builds, named as messages name them."""

    COMPONENT = "component"
    DEPENDENCY = "dependency"
    ALTERNATIVE = "alternative"
    RESOURCE = "resource"
    EVIDENCE = "observation"
    SUPPOSITION = "supposition"
    METRIC = "metric"
    GRADE = "grade"
    SETTING = "setting"
    NOTION = "notion"
    KIND = "kind of dependency"
    BOUND = "bound"
    READING = "way of reading"
    PHASE = "phase"
    AUTOMATION_LEVEL = "automation level"
    SKILL = "skill"
    DOMAIN = "domain"
    CHANNEL = "feedback channel"
    SCENARIO = "scenario"
    LOOP = "named loop"
    SOURCE = "source"
    STOCK = "stock"
    DRIVER = "driver"
    MAP = "map"
    COLUMN = "column"
    THRESHOLD = "threshold"
    UNCLEAR = "thing of unclear kind"


#: Local name of each class of the vocabulary that a reading knows, and what its members are.
CLASS_ROLES: Mapping[str, Role] = {
    "Component": Role.COMPONENT,
    **{family.value.capitalize(): Role.COMPONENT for family in Family},
    "Dependency": Role.DEPENDENCY,
    "Alternative": Role.ALTERNATIVE,
    "Resource": Role.RESOURCE,
    "Evidence": Role.EVIDENCE,
    "Supposition": Role.SUPPOSITION,
    "Metric": Role.METRIC,
    "FeedbackProperty": Role.METRIC,
    "Grade": Role.GRADE,
    "Setting": Role.SETTING,
    "Notion": Role.NOTION,
    "Kind": Role.KIND,
    "Bound": Role.BOUND,
    "Reading": Role.READING,
    "Phase": Role.PHASE,
    "AutomationLevel": Role.AUTOMATION_LEVEL,
    "Skill": Role.SKILL,
    "Domain": Role.DOMAIN,
    "FeedbackChannel": Role.CHANNEL,
    "Scenario": Role.SCENARIO,
    "FeedbackLoop": Role.LOOP,
    "Source": Role.SOURCE,
    "Stock": Role.STOCK,
    "Driver": Role.DRIVER,
    "Map": Role.MAP,
    "Column": Role.COLUMN,
    "Threshold": Role.THRESHOLD,
}
#: Kinds of thing that people name on the map, not in the vocabulary.
MAP_ROLES = frozenset(
    {
        Role.COMPONENT,
        Role.DEPENDENCY,
        Role.ALTERNATIVE,
        Role.RESOURCE,
        Role.DRIVER,
        Role.MAP,
        Role.COLUMN,
        Role.EVIDENCE,
        Role.SOURCE,
        Role.DOMAIN,
        Role.LOOP,
        Role.SCENARIO,
    }
)


@record(slots=False)
class Roles:
    """Who is what.

    Attributes:
        by_subject: IRI (or blank node) to role.
        members: role to its members, sorted.
    """

    by_subject: Mapping[str, Role]
    members: Mapping[Role, tuple[str, ...]]

    def of(self, role: Role) -> tuple[str, ...]:
        """Return the members of a role, sorted; empty if it has none."""
        return self.members.get(role, ())


def class_local_name(statements: Statements, iri: str) -> str | None:
    """Return the class of the vocabulary that a class is, or is below, if there is one."""
    seen, waiting = set(), [iri]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        if current.startswith(LOOP) and current[len(LOOP) :] in CLASS_ROLES:
            return current[len(LOOP) :]
        waiting.extend(statements.iris(current, RDFS + "subClassOf"))
    return None


#: From so much likeness on, a name is taken for another with a slip of the hand.
_MISSPELT = 0.9


class _Assignment:
    def __init__(self, statements: Statements, findings: Findings) -> None:
        self.statements = statements
        self.findings = findings
        self.by_class: dict[str, Role | None] = {}

    def role(self, iri: str) -> Role | None:
        if iri not in self.by_class:
            name = class_local_name(self.statements, iri)
            self.by_class[iri] = CLASS_ROLES[name] if name else None
        return self.by_class[iri]

    def role_of(self, subject: str, said: Said) -> Role | None:
        typed = said.get(TYPE, ())
        if not typed:
            return self._untyped(subject, said)
        if len(typed) == 1 and not subject.startswith(LOOP):
            value = typed[0].value
            usual = self.role(value) if isinstance(value, Iri) else None
            if usual is not None:
                return usual
        found: dict[Role, Statement] = {}
        unknown = False
        for statement in typed:
            role = self.role(statement.value) if isinstance(statement.value, Iri) else None
            if role is not None:
                found.setdefault(role, statement)
            elif isinstance(statement.value, Literal):
                unknown = True
                self._note_text(statement, statement.value.lexical)
            else:
                unknown = unknown or str(statement.value).startswith((LOOP, MAP))
        if Role.SUPPOSITION in found:
            found.pop(Role.EVIDENCE, None)
        if len(found) > 1 and self.findings.excused(subject):
            return Role.UNCLEAR
        if len(found) > 1:
            return self._conflict(found)
        if not found:
            return Role.UNCLEAR if unknown else None
        ((role, statement),) = found.items()
        if role in MAP_ROLES and subject.startswith(LOOP):
            self.findings.add(
                "name-in-vocabulary",
                f"{one_of([role])} of the map has a name of the vocabulary, {prefixed(subject)}.",
                f"Write :{subject[len(LOOP) :]} instead.",
                subject=word(subject),
                at=statement.at_subject,
                focus=subject,
            )
        return role

    def _note_text(self, statement: Statement, text: str) -> None:
        local = text.rpartition(":")[2]
        better = f"loop:{local}" if local in CLASS_ROLES else "a class, such as loop:Coding"
        self.findings.about(
            statement,
            "name-expected",
            f'its class is the text "{text}", and a class is a name.',
            f"Write {better}, without quotes.",
            meant=LOOP + local if local in CLASS_ROLES else None,
        )

    def _untyped(self, subject: str, said: Said) -> Role | None:
        if not subject.startswith(MAP) and not any(
            predicate.startswith(LOOP) for predicate in said
        ):
            return None
        if subject.startswith("_:"):
            return None
        if self.findings.has(subject, TYPE):
            return Role.UNCLEAR
        first = min((found for group in said.values() for found in group), key=_order)
        meant = self._misspelt(subject)
        remedy = f"Give its class, for example {prefixed(subject)} a loop:Coding ."
        self.findings.add(
            "type-missing",
            "nothing says what kind of thing this is.",
            f"Did you mean {prefixed(meant)}? If not: {remedy[0].lower()}{remedy[1:]}"
            if meant
            else remedy,
            subject=word(subject),
            at=first.at_subject,
            focus=subject,
            predicate=TYPE,
            meant=meant,
            value=subject,
        )
        return Role.UNCLEAR

    def _misspelt(self, subject: str) -> str | None:
        """Return the thing that a name without a class misspells by a letter or two, if any."""
        # Takes longer to load than a map without slips takes to read.
        from difflib import SequenceMatcher

        typed = {
            word(other): other
            for other, said in self.statements.by_subject.items()
            if other.startswith(MAP) and said.get(TYPE)
        }
        found = nearest(word(subject), typed, 1)
        near = found and SequenceMatcher(None, word(subject), found[0]).ratio() >= _MISSPELT
        return typed[found[0]] if near else None

    def _conflict(self, found: dict[Role, Statement]) -> Role:
        (role, first), (other, second) = sorted(found.items(), key=lambda one: _order(one[1]))[:2]
        self.findings.about(
            second,
            "type-conflict",
            f"it is {one_of([other])} here and {one_of([role])} at {first.place}.",
            "Let it be one of them, and give the other thing a name of its own.",
        )
        return Role.UNCLEAR


def _order(statement: Statement) -> tuple[str, int]:
    return (statement.document.file, statement.triple.object_at)


def assign_roles(statements: Statements, findings: Findings) -> Roles:
    """Return what every subject is; problems with that go to the findings."""
    assignment = _Assignment(statements, findings)
    by_subject: dict[str, Role] = {}
    members: dict[Role, list[str]] = {}
    for subject, said in statements.by_subject.items():
        role = assignment.role_of(subject, said)
        if role is not None:
            by_subject[subject] = role
            members.setdefault(role, []).append(subject)
    return Roles(by_subject, {role: _in_order(found) for role, found in members.items()})


def _in_order(names: list[str]) -> tuple[str, ...]:
    """Return names in the order of their words."""
    first, last = min(names), max(names)
    # What lies between two names of the map is one: what all of them begin with orders nothing.
    on_map = first.startswith(MAP) and last.startswith(MAP) and len(first) > len(MAP)
    return tuple(sorted(names, key=None if on_map else word))
