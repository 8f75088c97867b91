"""Several findings that follow from one act are told as one, at the place of the act."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from graph.errors import Severity
from graph.ontology.names import one_of, prefixed, slips_for
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Finding, Findings, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri
from graph.vocabulary import LOOP, SOSA, word

#: What is told of those who name a thing that is not what they take it for.
_WRONG_KIND = frozenset({"reference-of-wrong-kind", "gate-from-resource", "metric-of-wrong-kind"})
#: What follows from a finding about the same thing; nothing else may be said where none is named.
_FOLLOWING: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("interval-disordered", "interval-empty", "interval-half"),
        frozenset({"assumption-exact", "lag-exact", "surer-than-others", "interval-level-low"}),
    ),
    "name-used-twice": frozenset(),
    "unit-of-text": frozenset({"reasoning-disagrees"}),
    "name-disagrees": frozenset({"supposed-twice", "observation-twice"}),
    "class-is-none": frozenset({"value-missing", "label-missing"}),
}
_WORST = (Severity.ERROR, Severity.WARNING, Severity.ADVICE)
_MEASURED = SOSA + "observedProperty"
_ASTRAY = frozenset({"reference-dangling", "name-disagrees"})
#: Findings that some number is missing, and the metrics any of which would mend it.
_ROUNDS = frozenset({"daysperround", "baselinedays"})
_WITHOUT = {
    "rounds-unused": frozenset({"daysperround"}),
    "load-without-capacity": frozenset({"capacity"}),
}
#: Names and words that are not there.
_LOST = frozenset({"reference-dangling", "type-missing", "unknown-term"})
#: The words of a name, and what joins them if that is no hyphen.
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[_:]")
_DISORDERED = "interval-disordered"
#: Findings that a number is not what the words beside it say.
_OF_WORDS = ("reasoning-disagrees", "unit-of-text")
#: So often the same unknown name is told; beyond, one finding stands for all.
_SAME_NAME = 2


#: What is wrong with the text of a thing: a word, a name, a value that cannot be taken.
_OF_TEXT = frozenset(
    {
        "class-is-none",
        "date-wrong",
        "decimal-comma",
        "flag-wrong",
        "ill-typed",
        "metric-of-wrong-kind",
        "name-expected",
        "name-in-brackets",
        "name-in-vocabulary",
        "name-that-nobody-uses",
        "number-expected",
        "number-not-finite",
        "number-out-of-range",
        "reference-dangling",
        "reference-of-wrong-kind",
        "type-missing",
        "unknown-reused-term",
        "unknown-term",
        "word-unknown",
    }
)
#: What is judged by several things, so that it may follow from a slip in the text of another one.
_JUDGED = frozenset(
    {
        "address-of-site",
        "alternative-not-gate",
        "alternative-too-small",
        "assumption-exact",
        "baseline-disagrees",
        "component-isolated",
        "floor-above-baseline",
        "interval-disordered",
        "interval-half",
        "lag-0-cycle",
        "lag-exact",
        "load-without-capacity",
        "loop-open",
        "loop-order",
        "loop-step-missing",
        "loop-takes-no-time",
        "number-disagrees",
        "pass-time-unused",
        "rounds-unused",
        "supposed-in-vain",
        "thing-unused",
        "value-missing",
    }
)
#: What is judged by how many others are alike, so that it may follow from one that was lost.
_COUNTED = frozenset({"metric-of-wrong-kind", "surer-than-others"})


_TOUCHED_ROLES = frozenset(
    {
        Role.COMPONENT,
        Role.DEPENDENCY,
        Role.DOMAIN,
        Role.DRIVER,
        Role.EVIDENCE,
        Role.RESOURCE,
        Role.STOCK,
        Role.UNCLEAR,
    }
)


def gather_causes(context: Context, own: Statements) -> None:
    """Put one finding in the place of several that follow from one act.

    A thing of the wrong class does not fit its own properties, nor those who name it; a name that
    is misspelt where it is given leaves everybody who names it without an answer.

    Args:
        context: all statements, and the findings, which are changed.
        own: the statements of the person; what others declare is not misspelt by this one.
    """
    _gather_wrong_classes(context)
    _gather_lost_names(context, own)
    _gather_outside(context.findings)
    for code, more in _FOLLOWING.items():
        _absorb(context.findings, code, more)
    _gather_twins(context.findings)
    _gather_lost_numbers(context)
    _gather_agreements(context)
    _drop_judgements(context)


def _drop_judgements(context: Context) -> None:
    """Take away what may follow from a slip in the text: what is judged of things it touches."""
    findings = context.findings
    causes = [
        one
        for one in findings.findings
        if one.problem.code in _OF_TEXT and one.problem.severity is Severity.ERROR and one.focus
    ]
    if not causes:
        return
    slipped = {one.focus for one in causes}
    touched = {name for one in causes for name in _touched(context, one)}
    own = {id(one) for one in causes}
    # What evidence may have told: a number, by the property that it is else written with.
    numbers = {str(one.value) for one in context.statements.with_predicate(Property.WRITTEN_AS)}
    findings.drop(
        one
        for one in findings.findings
        if (one.problem.code in _COUNTED and id(one) not in own)
        or (
            one.problem.code in _JUDGED
            and (
                one.problem.code != "value-missing"
                or (one.focus not in slipped and one.predicate in numbers)
            )
            and (one.focus is None or touched & {one.focus, *_named_by(context, one.focus)})
        )
    )


def _touched(context: Context, cause: Finding) -> Iterable[str]:
    """Return the things that what is lost by a slip may have to do with."""
    names = {cause.focus or "", cause.value or "", cause.meant or ""}
    names |= {other for name in names for other in _named_by(context, name)}
    ends = [name for name in names if context.roles.by_subject.get(name) is Role.DEPENDENCY]
    return names | {other for name in ends for other in _named_by(context, name)}


def _named_by(context: Context, name: str) -> set[str]:
    """Return the things of the map that a thing names, its sources left out."""
    return {
        str(one.value)
        for said in context.statements.by_subject.get(name, {}).values()
        for one in said
        if isinstance(one.value, Iri)
        and context.roles.by_subject.get(str(one.value)) in _TOUCHED_ROLES
    }


def _gather_wrong_classes(context: Context) -> None:
    findings = context.findings
    named: dict[str, list[Finding]] = {}
    misplaced: dict[str, list[Finding]] = {}
    lacking: dict[str, list[Finding]] = {}
    for one in findings.findings:
        if one.problem.code in _WRONG_KIND and one.value is not None:
            named.setdefault(one.value, []).append(one)
        elif one.focus is not None and one.problem.code == "property-misplaced":
            misplaced.setdefault(one.focus, []).append(one)
        elif one.focus is not None and one.problem.code == "value-missing":
            lacking.setdefault(one.focus, []).append(one)
    for name, found in named.items():
        own = [*misplaced.get(name, ()), *lacking.get(name, ())]
        role = context.roles.by_subject.get(name)
        typed = context.statements.of(name, TYPE)
        if role is None or not typed or not own or len(found) + len(own) < 3:
            continue
        findings.drop([*found, *own, *_advice_on(findings, name)])
        Thing(context, name, role).complain(
            "class-unfit",
            f"it is {one_of([role])} here, and {_places(found)} {_take(found)} it for something "
            f"else{_and_own(misplaced.get(name, ()))}.",
            _class_remedy(context, found),
            about=typed[0],
        )


def _advice_on(findings: Findings, name: str) -> list[Finding]:
    return [one for one in findings.findings if one.focus == name]


def _take(found: list[Finding]) -> str:
    return "takes" if len(found) == 1 else "take"


def _and_own(misplaced: Iterable[Finding]) -> str:
    names = sorted({prefixed(one.predicate or "") for one in misplaced})
    return f", as {', '.join(names)} on it does" if names else ""


def _class_remedy(context: Context, found: list[Finding]) -> str:
    wanted = {role for one in found if (role := _expected(context, one)) is not None}
    meant = one_of(sorted(wanted)) if wanted else "another class"
    return f"Correct its class: {meant} was meant, or name another thing in those places."


def _expected(context: Context, finding: Finding) -> Role | None:
    """Return what most other values of the same property are."""
    roles = [
        context.roles.by_subject.get(str(statement.value))
        for statement in context.statements.with_predicate(finding.predicate or "")
        if isinstance(statement.value, Iri) and statement.value != finding.value
    ]
    known = [role for role in roles if role not in (None, Role.UNCLEAR)]
    return max(set(known), key=known.count, default=None)


def _absorb(findings: Findings, code: str, following: frozenset[str]) -> None:
    """Take away what follows from a finding about the same thing; it is as bad as that was."""
    for cause in [one for one in findings.findings if one.problem.code == code and one.focus]:
        follows = [
            one
            for one in findings.findings
            if one.focus == cause.focus
            and one.problem.code not in (code, "name-in-vocabulary")
            and (one.problem.code in following or not following)
        ]
        if follows:
            worst = min((cause, *follows), key=lambda one: _WORST.index(one.problem.severity))
            findings.drop([cause, *follows])
            findings.add_again(cause, "", worst.problem.severity)


def _gather_outside(findings: Findings) -> None:
    """Say in one that a number is not what its words say, and lies outside its interval as well."""
    outside = {one.focus: one for one in findings.findings if one.problem.code == _DISORDERED}
    for one in findings.findings:
        other = outside.get(one.focus) if one.problem.code in _OF_WORDS else None
        if other is not None and "the value" in other.problem.message:
            findings.drop([one, other])
            findings.add_again(one, f" Besides, {other.problem.message}", Severity.ERROR)


def _gather_agreements(context: Context) -> None:
    """Take away that a number is not what its evidence says where the evidence is told wrong."""
    findings = context.findings
    wrong = {
        str(about.value)
        for one in findings.findings
        if one.focus and one.problem.code in (_DISORDERED, *_OF_WORDS)
        for about in context.statements.of(one.focus, SOSA + "hasFeatureOfInterest")
    }
    findings.drop(
        one
        for one in findings.findings
        if one.problem.code == "number-disagrees" and one.focus in wrong
    )


def _gather_twins(findings: Findings) -> None:
    """Take away that another thing is like, or follows, one whose own name denies what it says."""
    denied = [
        re.compile(rf"(?<![\w-]){re.escape(word(one.focus))}(?![\w-])")
        for one in findings.findings
        if one.focus and one.problem.code == "name-disagrees"
    ]
    twins = ("observation-twice", "supposed-twice", "successor-of-another")
    findings.drop(
        one
        for one in findings.findings
        if one.problem.code in twins and any(name.search(one.problem.message) for name in denied)
    )


def _gather_lost_numbers(context: Context) -> None:
    """Take away that a number is missing where one of its metric went to the wrong thing."""
    findings = context.findings
    lost = {
        _local(str(measured.value))
        for one in findings.findings
        if one.focus and (one.problem.code in _WRONG_KIND or one.problem.code in _ASTRAY)
        for measured in context.statements.of(one.focus, _MEASURED)
    }
    lacking = [
        one
        for one in findings.findings
        if (one.problem.code == "value-missing" and _local(one.predicate or "") in lost)
        or (one.problem.code in _WITHOUT and _WITHOUT[one.problem.code] & lost)
    ]
    if lacking and lost & _ROUNDS:
        lacking += [
            one
            for one in findings.findings
            if one.problem.code == "value-missing" and _local(one.predicate or "") in _ROUNDS
        ]
    findings.drop(lacking)


def _local(name: str) -> str:
    return word(name).replace("-", "").lower() if name.startswith(LOOP) else name


def _gather_lost_names(context: Context, own: Statements) -> None:
    findings = context.findings
    lost: dict[str, list[Finding]] = {}
    for one in findings.findings:
        if one.problem.code in _LOST and one.value is not None:
            lost.setdefault(one.value, []).append(one)
    for name, found in lost.items():
        given = _given_for(context, own, name, found)
        if given is not None:
            findings.drop([*found, *_advice_on(findings, given)])
            verb = "name" if len(found) > 1 else "names"
            context.findings.add(
                "name-that-nobody-uses",
                f"nothing names it, and {_places(found)} {verb} {prefixed(name)}, which is not "
                "defined.",
                f"Write {prefixed(name)} here, or {prefixed(given)} there.",
                subject=word(given),
                at=context.statements.of(given, TYPE)[0].at_subject,
                focus=given,
                meant=name,
                value=name,
            )
        elif len(found) > _SAME_NAME and found[0].problem.code == "reference-dangling":
            first = found[0]
            findings.drop(found)
            findings.add_again(first, f" {_places(found[1:])} name it too.")


def _given_for(
    context: Context, own: Statements, name: str, found: Sequence[Finding]
) -> str | None:
    """Return the name that was misspelt where it was given, if a name that is not there is right.

    That is one that nobody names. Where only one place names the other, that with words that no
    other name of the map has is the misspelt one.
    """
    statements = context.statements
    same_space = name[: -len(_local_name(name))]
    like = [
        other
        for other in own.by_subject
        if other.startswith(same_space)
        and other not in statements.objects
        and other not in statements.predicates
        and slips_for(_local_name(other), _local_name(name))
        and statements.of(other, TYPE)
    ]
    if len(like) != 1:
        return None
    if len(found) >= _SAME_NAME or (name in statements.by_subject and name in statements.objects):
        return like[0]
    known = Counter(
        part
        for other in statements.by_subject
        if other != like[0]
        for part in _PARTS.findall(_local_name(other))
    )
    given, lost = (
        sum(not known[part] for part in _PARTS.findall(_local_name(one))) for one in (like[0], name)
    )
    return like[0] if given > lost else None


def _local_name(name: str) -> str:
    return re.split(r"[/#]", name)[-1]


def _places(found: list[Finding]) -> str:
    places = [str(one.problem.place) for one in found if one.problem.place]
    shown = " and ".join(places[:2])
    more = len(places) - 2
    return f"{shown} (and {more} more)" if more > 0 else shown
