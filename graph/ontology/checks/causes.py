"""Several findings that follow from one act are told as one, at the place of the act."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.errors import Severity
from graph.ontology.checks.judgements import drop_judgements
from graph.ontology.names import one_of, prefixed, slips_for
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Finding, Findings, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri, Literal
from graph.vocabulary import ABOUT, LOOP, MEASURED, RESULT, word

#: What is told of those who name a thing that is not what they take it for.
_WRONG_KIND = frozenset({"reference-of-wrong-kind", "gate-from-resource", "metric-of-wrong-kind"})
#: What is judged by an interval that can be used.
_OF_INTERVALS = frozenset(
    {"assumption-exact", "lag-exact", "surer-than-others", "interval-level-low"}
)
#: What follows from a finding about the same thing; nothing else may be said where none is named.
_FOLLOWING: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("interval-disordered", "interval-empty", "interval-half"),
        _OF_INTERVALS,
    ),
    "name-used-twice": frozenset(),
    "reference-dangling": frozenset({"speedup-as-gain"}),
    "observation-twice": frozenset({"reasoning-disagrees"}),
    "unit-of-text": frozenset({"reasoning-disagrees"}),
    "name-disagrees": frozenset(
        {"supposed-twice", "observation-twice", "dependency-twice", "dependency-on-itself"}
    ),
    "metric-of-wrong-kind": frozenset(
        {
            "property-of-other-kind",
            "number-out-of-range",
            "number-not-written-whole",
            "percentage-for-share",
            "reasoning-disagrees",
            "unit-of-text",
            "sum-wrong",
            "surer-than-others",
            "assumption-exact",
            "benchmark-as-speedup",
        }
    ),
    "assumption-with-source": frozenset({"value-missing", "newer-than-source"}),
    "lag-in-days": frozenset({"lag-exact", "number-overruled", "number-disagrees"}),
    "property-of-other-kind": frozenset({"lag-exact"}),
    "class-is-none": frozenset({"value-missing", "label-missing"}),
}
#: Findings that two numbers do not go together.
_OF_TWO = frozenset({"number-disagrees", "baseline-disagrees", "floor-above-baseline"})
_ENDS = (Property.FROM, Property.TO, Property.KIND)
_WORST = (Severity.ERROR, Severity.WARNING, Severity.ADVICE)
_NAMED_WRONGLY = frozenset({MEASURED, ABOUT})
_ASTRAY = frozenset({"reference-dangling", "name-disagrees", "unlike-others"})
#: What seems to be wrong with a thing that a number went to which is not of it.
_OF_GAINED = frozenset({"value-missing", "number-overruled", *_OF_TWO})
#: Findings that a number cannot be used.
_NO_NUMBER = frozenset(
    [
        "number-out-of-range",
        "percentage-for-share",
        "number-expected",
        "number-not-finite",
        "number-not-written-whole",
        "ill-typed",
        "decimal-comma",
    ]
)
#: Findings that a number lacks what only evidence needs.
_OF_EVIDENCE = frozenset({"value-missing", "evidence-dated", "assumption-exact"})
#: A number with its thousands set apart by commas.
_IN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+")
#: Findings about the parts of a loop, which follow from a dependency that does not join them.
_OF_PARTS = frozenset(
    {"component-one-way", "component-isolated", "loop-step-missing", "loop-order"}
)
#: Findings about a dependency, which follow from its having another kind than was meant.
_OF_KIND = frozenset({"elasticity-misplaced", "property-of-other-kind", "lead-time-not-gate"})
#: Findings that some number is missing, and the metrics any of which would mend it.
_TOGETHER = (
    frozenset({"daysperround", "baselinedays", "roundsof"}),
    frozenset({"leadtime", "leadtimeof", "bookedaheaddays", "reserve", "orderedatrate"}),
)
_WITHOUT = {
    "rounds-unused": frozenset({"daysperround"}),
    "load-without-capacity": frozenset({"capacity"}),
    "lag-exact": frozenset({"lag"}),
    "floor-above-baseline": frozenset({"baselinedays"}),
    "pass-time-unused": frozenset({"speedup"}),
    "number-overruled": frozenset({"floorshare", "floordays", "daysperround"}),
}
_LOST = frozenset({"reference-dangling", "type-missing", "unknown-term"})
#: The words of a name, and what joins them if that is no hyphen.
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[_:]")
_DISORDERED = "interval-disordered"
#: Findings that a number is not what the words beside it say.
_OF_WORDS = ("reasoning-disagrees", "unit-of-text", "speedup-as-gain")
#: So often the same unknown name is told; beyond, one finding stands for all.
_SAME_NAME = 2


def gather_causes(context: Context, own: Statements) -> None:
    """Put one finding in the place of several that follow from one act.

    Args:
        context: all statements, and the findings, which are changed.
        own: the statements of the person; what others declare is not misspelt by this one.
    """
    _gather_wrong_classes(context)
    _gather_lost_names(context, own)
    _gather_outside(context.findings)
    for code, more in _FOLLOWING.items():
        _absorb(context.findings, code, more)
    for code in sorted(_NO_NUMBER):
        _absorb(context.findings, code, _OF_INTERVALS)
    _absorb(context.findings, "name-disagrees", _FOLLOWING["metric-of-wrong-kind"], _NAMED_WRONGLY)
    _gather_twins(context.findings)
    _gather_lost_numbers(context)
    _gather_agreements(context)
    _gather_dependencies(context)
    _gather_thousands(context)
    _drop_of_others(context)
    drop_judgements(context)


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


def _absorb(
    findings: Findings,
    code: str,
    following: frozenset[str],
    predicates: frozenset[str] | None = None,
) -> None:
    """Take away what follows from a finding about the same thing; it is as bad as that was."""
    causes = [one for one in findings.findings if one.problem.code == code and one.focus]
    for cause in causes:
        if predicates is not None and cause.predicate not in predicates:
            continue
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
            remedy = f"{one.problem.remedy} {other.problem.remedy}"
            one = one._replace(problem=replace(one.problem, remedy=remedy))
            findings.add_again(one, f" Besides, {other.problem.message}", Severity.ERROR)


def _gather_thousands(context: Context) -> None:
    """Say of 2,628,000 that it is three numbers in Turtle, not that two of them are too many."""
    twice = [one for one in context.findings.findings if one.problem.code == "value-twice"]
    by_place: dict[tuple[str, str], list[Finding]] = {}
    for one in twice:
        if one.focus and one.predicate:
            by_place.setdefault((one.focus, one.predicate), []).append(one)
    for (focus, predicate), found in by_place.items():
        said = context.statements.by_subject.get(focus, {}).get(predicate, [])
        parts = [one.value.lexical for one in said if isinstance(one.value, Literal)]
        if len(parts) != len(said) or not _IN_THOUSANDS.fullmatch(",".join(parts)):
            continue
        told = replace(
            found[0].problem,
            message=f"{','.join(parts)} are {len(parts)} numbers here: a comma parts values.",
            remedy=f"Write {''.join(parts)}.",
        )
        context.findings.drop(found)
        context.findings.add_again(found[0]._replace(problem=told), "")


def _drop_of_others(context: Context) -> None:
    """Take away what follows from things near by: one copied whole, or one of a wrong class.

    That a thing lacks what all others have is told once nothing else is wrong with it.
    """
    findings = context.findings
    roles = context.roles.by_subject
    wrong = {one.focus for one in findings.findings if one.problem.code != "left-out"}
    copied = any(
        one.problem.code == "name-used-twice" and roles.get(one.focus or "") is Role.SCENARIO
        for one in findings.findings
    )
    no_suppositions = {
        one.value
        for one in findings.findings
        if one.problem.code == "reference-of-wrong-kind" and one.predicate == Property.SUPPOSES
    }
    findings.drop(
        one
        for one in findings.findings
        if (one.problem.code == "left-out" and one.focus in wrong)
        or (one.problem.code == "supposed-twice" and copied)
        or (one.problem.code in _OF_EVIDENCE and one.focus in no_suppositions)
    )


def _gather_agreements(context: Context) -> None:
    """Take away that a number is not what its evidence says where the evidence is told wrong."""
    findings = context.findings
    wrong = {
        about
        for one in findings.findings
        if one.focus and one.problem.code in (_DISORDERED, "sum-wrong", *_OF_WORDS)
        for about in _about(context, one.focus)
    }
    findings.drop(
        one
        for one in findings.findings
        if one.problem.code in _OF_TWO
        and one.focus
        and {one.focus, *_about(context, one.focus)} & wrong
    )


def _about(context: Context, name: str) -> set[str]:
    """Return what a number is about."""
    return {str(one.value) for one in context.statements.of(name, ABOUT)}


def _gather_dependencies(context: Context) -> None:
    """Take away what follows from a dependency with a wrong end or of a wrong kind."""
    findings = context.findings
    wrong = {
        one.focus
        for one in findings.findings
        if one.focus
        and (one.predicate in _ENDS or one.problem.code == "dependency-on-itself")
        and context.roles.by_subject.get(one.focus) is Role.DEPENDENCY
    }
    if not wrong:
        return
    parts = {thing.name for thing in context.things(Role.COMPONENT)}
    ends = {
        str(end.value)
        for name in wrong
        for predicate in _ENDS
        for end in context.statements.of(name, predicate)
    }
    # Its own name speaks of the ends that were meant.
    ends |= {part for part in parts if any(f"-{word(part)}-" in f"-{word(x)}-" for x in wrong)}
    findings.drop(one for one in findings.findings if _follows_from(context, one, wrong, ends))


def _follows_from(context: Context, one: Finding, wrong: set[str], ends: set[str]) -> bool:
    code, focus = one.problem.code, one.focus or ""
    if code in _OF_PARTS:
        through = {str(x.value) for x in context.statements.of(focus, Property.THROUGH)}
        return focus in ends or bool(through & ends)
    if code in _OF_KIND:
        return focus in wrong or bool(_about(context, focus) & wrong)
    return code in ("loop-open", "lag-exact") and (focus in wrong or code == "loop-open")


def _gather_twins(findings: Findings) -> None:
    """Take away that another thing is like, or follows, one whose own name denies what it says."""
    wrong = {
        one.focus
        for one in findings.findings
        if one.focus and one.problem.code in ("name-disagrees", "metric-of-wrong-kind")
    }
    denied = [re.compile(rf"(?<![\w-]){re.escape(word(name))}(?![\w-])") for name in wrong]
    twins = ("observation-twice", "supposed-twice", "successor-of-another", "trajectory-mixed")
    findings.drop(
        one
        for one in findings.findings
        if one.problem.code in twins
        and (one.focus in wrong or any(name.search(one.problem.message) for name in denied))
    )


def _gather_lost_numbers(context: Context) -> None:
    """Take away what follows where a number went to the wrong thing, or is none that counts."""
    findings, lost, gained = context.findings, set[str](), set[str]()
    for one in findings.findings:
        code = one.problem.code
        astray = code in _WRONG_KIND or code in _ASTRAY
        if one.focus and code in _ASTRAY and one.predicate == ABOUT:
            gained |= _about(context, one.focus)
        if one.focus and (astray or (code in _NO_NUMBER and one.predicate == RESULT)):
            lost.update(_local(str(x.value)) for x in context.statements.of(one.focus, MEASURED))
            lost.add(_local(one.meant or ""))
    for together in _TOGETHER:
        if lost & together:
            lost |= together
    findings.drop(
        one
        for one in findings.findings
        if (one.problem.code == "value-missing" and _local(one.predicate or "") in lost)
        or (one.problem.code in _OF_GAINED and one.focus in gained)
        or (one.problem.code in _WITHOUT and _WITHOUT[one.problem.code] & lost)
    )


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
