"""The words of the vocabulary: which are read, which are declared, and which are slips."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from graph.errors import Severity
from graph.ontology.names import did_you_mean, nearest, prefixed, slips_for
from graph.ontology.reused_terms import HOMES
from graph.ontology.roles import CLASS_ROLES, TYPE
from graph.ontology.statements import Findings, Statement, Statements
from graph.turtle.document import Iri, Term
from graph.vocabulary import LOOP, MAP, MEASURED, OWL, RDF, RDFS, SH, word


class Property:
    """The properties of the vocabulary that the reading asks for by name.

    Numbers written directly on things are not among them: the vocabulary itself says by which
    property each is written (``loop:writtenAs``).
    """

    PHASE = LOOP + "phase"
    NEEDS_SKILL = LOOP + "needsSkill"
    IN_DOMAIN = LOOP + "inDomain"
    ROUNDS_OF = LOOP + "roundsOf"
    SIDE_BY_SIDE = LOOP + "sideBySide"
    COLUMN = LOOP + "column"
    ROUND_WORD = LOOP + "roundWord"
    ROUND_WORDS = LOOP + "roundWords"
    ROUND_IN_FULL = LOOP + "roundInFull"
    FROM = LOOP + "from"
    TO = LOOP + "to"
    KIND = LOOP + "kind"
    USES = LOOP + "uses"
    LEAD_TIME_OF = LOOP + "leadTimeOf"
    ORDERED_AT_RATE = LOOP + "orderedAtRate"
    ACCUMULATES_IN = LOOP + "accumulatesIn"
    MEMBER_OF = LOOP + "memberOf"
    MEMBER = LOOP + "member"
    THROUGH = LOOP + "through"
    FED_BY = LOOP + "fedBy"

    INTERVAL_LEVEL = LOOP + "intervalLevel"
    LOW = LOOP + "low"
    HIGH = LOOP + "high"
    SAMPLE_SIZE = LOOP + "sampleSize"
    AS_OF = LOOP + "asOf"
    SETTING = LOOP + "setting"
    GRADE = LOOP + "grade"
    BOUND = LOOP + "bound"
    NOTION = LOOP + "notion"
    QUOTE = LOOP + "quote"
    CAVEAT = LOOP + "caveat"
    REASONING = LOOP + "reasoning"
    RATER = LOOP + "rater"
    LAB = LOOP + "lab"
    READ_AS = LOOP + "readAs"
    RETRACTED = LOOP + "retracted"
    SAME_FACT_AS = LOOP + "sameFactAs"
    QUOTED_BY = LOOP + "quotedBy"
    UNCONFIRMED = LOOP + "unconfirmed"
    STUDY_BIAS = LOOP + "studyBias"
    STUDY_BIAS_DEVIATION = LOOP + "studyBiasDeviation"

    ADDRESS = LOOP + "address"
    READ_AT = LOOP + "readAt"
    WHOLE_SITE = LOOP + "wholeSite"
    PAGE_UNKNOWN = LOOP + "pageUnknown"
    SOURCE_KIND = LOOP + "sourceKind"

    UNIT_WORD = LOOP + "unitWord"
    SCALE = LOOP + "scale"
    HALF_LIFE_YEARS = LOOP + "halfLifeYears"
    OVERSTATED = LOOP + "overstated"
    WRITTEN_AS = LOOP + "writtenAs"
    WRITTEN_EXACTLY = LOOP + "writtenExactly"
    ANCHOR_0 = LOOP + "anchor0"
    ANCHOR_1 = LOOP + "anchor1"
    ANCHOR_2 = LOOP + "anchor2"
    ANCHOR_3 = LOOP + "anchor3"
    ANCHOR_4 = LOOP + "anchor4"
    SCORED_FROM = LOOP + "scoredFrom"
    CUT_1 = LOOP + "cut1"
    CUT_2 = LOOP + "cut2"
    CUT_3 = LOOP + "cut3"
    CUT_4 = LOOP + "cut4"

    BASIS = LOOP + "basis"
    BIAS = LOOP + "bias"
    BIAS_DEVIATION = LOOP + "biasDeviation"
    DEFAULT_DEVIATION = LOOP + "defaultDeviation"
    RANK = LOOP + "rank"
    BORROWS_FROM = LOOP + "borrowsFrom"
    TRANSFER_DEVIATION = LOOP + "transferDeviation"
    VALUE = LOOP + "value"

    EXERCISES = LOOP + "exercises"
    CHANNEL = LOOP + "channel"
    SERVES = LOOP + "serves"
    TRAJECTORY = LOOP + "trajectory"
    NAMED_IN = LOOP + "namedIn"
    SUPPOSES = LOOP + "supposes"


#: All of them.
READ_PROPERTIES = frozenset(
    address for name, address in vars(Property).items() if not name.startswith("_")
)
#: The properties of computed answers, which are written and never read.
COMPUTED_PROPERTIES = frozenset(
    LOOP + name
    for name in (
        "mapDigest",
        "computedForSetting",
        "computedAsOf",
        "draws",
        "seed",
        "evidenceOnly",
        "supposed",
        "bindsNow",
        "standingIn",
        "standingOf",
        "computedStatus",
        "blockingShare",
        "criticalProbability",
        "bindsNext",
        "computedPeriodDays",
        "computedPeriodDaysLow",
        "computedPeriodDaysHigh",
        "computedPace",
        "computedPaceLow",
        "computedPaceHigh",
        "computedSpeedup",
        "computedSpeedupLow",
        "computedSpeedupHigh",
    )
)
_CLASS_TYPES = frozenset({OWL + "Class", RDFS + "Class"})
_PROPERTY_TYPES = frozenset(
    {OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    | {RDF + "Property"}
)


def _declared_terms(statements: Statements) -> tuple[set[str], set[str], set[str]]:
    """Return the classes, properties and other words that the files or the reading know."""
    classes = {LOOP + name for name in CLASS_ROLES}
    properties = set(READ_PROPERTIES)
    others: set[str] = set()
    for subject, said in statements.by_subject.items():
        if not subject.startswith(LOOP):
            continue
        types = {str(statement.value) for statement in said.get(TYPE, ())}
        if types & _CLASS_TYPES:
            classes.add(subject)
        elif types & _PROPERTY_TYPES:
            properties.add(subject)
        elif types:
            others.add(subject)
    return classes, properties, others


def lint_terms(statements: Statements, findings: Findings) -> None:
    """Note every use of a word of the vocabulary that nothing declares."""
    classes, properties, others = _declared_terms(statements)
    used = statements.values_of(TYPE)
    _note_no_classes(statements, used, properties | others, findings)
    unknown_properties = {
        name for name in statements.predicates if name.startswith(LOOP)
    } - properties
    _note_of_map(statements, properties, findings)
    _note_classes_of_map(statements, used, classes, findings)
    known = classes | properties | others
    unknown_values = {name for name in statements.objects if name.startswith(LOOP)} - known
    if not unknown_properties and not unknown_values:
        return
    homes = _homes(statements)
    for said in statements.by_subject.values():
        for predicate, found in said.items():
            if predicate in unknown_properties:
                for statement in found:
                    _note_unknown(
                        findings, statement, predicate, "property", properties, homes=homes
                    )
            for statement in found:
                value = statement.value
                if isinstance(value, str) and value in unknown_values:
                    if predicate == TYPE:
                        _note_unknown(findings, statement, value, "class", classes)
                    elif (own := MAP + value[len(LOOP) :]) in statements.by_subject:
                        _note_wrong_prefix(findings, statement, own)
                    else:
                        fixed = _fixed_list(statements, predicate)
                        # Shapes and declarations speak of classes and properties by name.
                        near = known if predicate.startswith((SH, RDF, RDFS, OWL)) else others
                        _note_unknown(findings, statement, value, "term", fixed or near, fixed)


def _homes(statements: Statements) -> dict[str, str]:
    """Return the properties of other vocabularies by their local names."""
    used = (name for name in sorted(statements.predicates) if not name.startswith((LOOP, MAP)))
    local = {re.split(r"[/#]", name)[-1]: name for name in used}
    return {**local, **{name: home + name for name, home in HOMES.items()}}


def _note_of_map(statements: Statements, properties: set[str], findings: Findings) -> None:
    """Note properties that have the prefix of the map, and are words of a vocabulary."""
    wrong = {
        name
        for name in statements.predicates
        if name.startswith(MAP) and name not in statements.by_subject
    }
    homes = _homes(statements) if wrong else {}
    for name in sorted(wrong):
        local = name[len(MAP) :]
        better = LOOP + local if LOOP + local in properties else homes.get(local)
        better = TYPE if local in ("a", "type") else better
        if better is None:
            continue
        for statement in statements.with_predicate(name):
            findings.about(
                statement,
                "unknown-term",
                f"{prefixed(name)} is no property; the word is of a vocabulary, not of the map.",
                "Write a, without a colon." if better == TYPE else f"Write {prefixed(better)}.",
                of_predicate=True,
                predicate=better,
                meant=better,
            )


def _note_classes_of_map(
    statements: Statements, used: Collection[Term], classes: Collection[str], findings: Findings
) -> None:
    """Note classes that have the prefix of the map, and are classes of the vocabulary."""
    own = {one for one in used if isinstance(one, Iri) and one.startswith(MAP)}
    wrong = {one for one in own if LOOP + one[len(MAP) :] in classes} - statements.by_subject.keys()
    for statement in statements.with_predicate(TYPE) if wrong else ():
        value = str(statement.value)
        if value in wrong:
            better = LOOP + value[len(MAP) :]
            findings.about(
                statement,
                "unknown-term",
                f"{prefixed(value)} is no class; the word is of the vocabulary, not of the map.",
                f"Write {prefixed(better)}.",
                meant=better,
            )


def _note_no_classes(
    statements: Statements, used: Collection[Term], others: set[str], findings: Findings
) -> None:
    """Note things that are said to be of a class that is a word, or a thing of the map."""
    own = {one for one in used if isinstance(one, Iri) and one.startswith(MAP)}
    odd = (own & statements.by_subject.keys()) | {one for one in used if one in others}
    for statement in statements.with_predicate(TYPE) if odd else ():
        value = statement.value
        if value not in odd or findings.has(str(value), TYPE):
            continue
        if RDFS + "subClassOf" in statements.by_subject[str(value)]:
            continue
        kind = next(iter(statements.iris(str(value), TYPE)), None)
        if kind in _CLASS_TYPES:
            continue
        better, remedy = _meant_by(statements, str(value), kind)
        findings.about(
            statement,
            "class-is-none",
            f"it is said to be a {prefixed(str(value))}, which is "
            f"{f'a {prefixed(kind)}' if kind else 'a thing'} and no class.",
            remedy,
            meant=better,
        )


def _meant_by(statements: Statements, value: str, kind: str | None) -> tuple[str | None, str]:
    """Return the class that was meant where a word stands in its place, and what to write."""
    for name, said in statements.by_subject.items() if kind else ():
        if kind in {str(one.value) for one in said.get(RDFS + "range", ())}:
            domain = next(iter(statements.iris(name, RDFS + "domain")), None)
            known = domain is not None and domain[len(LOOP) :] in CLASS_ROLES
            own = f"a {prefixed(str(domain))} ; " if known else "the class, and "
            return (
                str(domain) if known else None,
                f"Write {own}{prefixed(name)} {prefixed(value)} ;",
            )
    return None, "Write a class, such as loop:Coding, loop:Dependency or loop:Evidence."


def _note_wrong_prefix(findings: Findings, statement: Statement, own: str) -> None:
    findings.about(
        statement,
        "unknown-term",
        f"the vocabulary has no term {prefixed(str(statement.value))}, and the map has one of that "
        "name.",
        f"Write {prefixed(own)}, with the prefix of the map.",
        meant=own,
    )


def _note_unknown(
    findings: Findings,
    statement: Statement,
    name: str,
    what: str,
    known: Iterable[str],
    choices: Collection[str] = (),
    homes: Mapping[str, str] = MappingProxyType({}),
) -> None:
    is_property = what == "property"
    better = homes.get(name[len(LOOP) :]) if is_property else None
    if better is not None:
        findings.about(
            statement,
            "unknown-term",
            f"the vocabulary has no {what} {prefixed(name)}; the word is of another one.",
            f"Write {prefixed(better)}.",
            of_predicate=True,
            predicate=better,
            meant=better,
        )
        return
    near = nearest(name[len(LOOP) :], (one[len(LOOP) :] for one in known))
    findings.about(
        statement,
        "unknown-term",
        f"the vocabulary has no {what} {prefixed(name)}.",
        did_you_mean(tuple("loop:" + one for one in near)) + _where_listed(choices),
        of_predicate=is_property,
        meant=LOOP + near[0] if near else None,
        value=name,
    )
    if is_property:
        findings.tell(str(statement.triple.subject), *(LOOP + one for one in near))


#: So many words of a fixed list are named in a remedy.
_CHOICES = 8


def _where_listed(choices: Collection[str]) -> str:
    if 0 < len(choices) <= _CHOICES:
        return f"Write one of {', '.join(sorted(map(prefixed, choices)))}."
    return "ontology/README.md lists every term."


def _fixed_list(statements: Statements, predicate: str) -> set[str]:
    """Return the words that a property takes, if the vocabulary says of which class they are."""
    ranges = set(statements.iris(predicate, RDFS + "range"))
    if predicate == MEASURED:
        ranges = {Iri(LOOP + "Metric"), Iri(LOOP + "FeedbackProperty")}
    return {
        subject
        for subject, said in statements.by_subject.items()
        if subject.startswith(LOOP) and any(one.value in ranges for one in said.get(TYPE, ()))
    }


def lint_unread(statements: Statements, read: Collection[str], findings: Findings) -> None:
    """Note properties of the vocabulary that some files declare and that nothing reads.

    Args:
        statements: what the files say.
        read: IRIs of the properties by which numbers are written directly.
        findings: where problems go.
    """
    for subject, said in statements.by_subject.items():
        known = subject in READ_PROPERTIES or subject in COMPUTED_PROPERTIES
        if not subject.startswith(LOOP) or known or subject in read:
            continue
        declared = [one for one in said.get(TYPE, ()) if str(one.value) in _PROPERTY_TYPES]
        if declared:
            like = [
                one
                for one in READ_PROPERTIES | COMPUTED_PROPERTIES
                if one not in statements.by_subject and slips_for(subject, one)
            ]
            findings.add(
                "property-unread",
                "this property is declared, and nothing reads it: what is written with it "
                "changes no answer.",
                f"Did you mean {prefixed(like[0])}?"
                if like
                else f"Let a metric say that its number is written so (loop:writtenAs "
                f"{prefixed(subject)}), or take the property away.",
                subject=word(subject),
                at=declared[0].at_subject,
                severity=Severity.WARNING,
                focus=subject,
            )
