"""What is judged by several things or by many: it waits until slips in their text are mended."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import Severity
from graph.ontology.roles import Role
from graph.ontology.statements import Finding
from graph.ontology.terms import Property
from graph.ontology.things import Context
from graph.turtle.document import Iri

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


def drop_judgements(context: Context) -> None:
    """Take away what may follow from a slip in the text: what is judged of things it touches.

    Args:
        context: all statements, and the findings, which are changed.
    """
    findings = context.findings
    causes = [
        one
        for one in findings.findings
        if one.focus
        and one.problem.severity is Severity.ERROR
        and (one.problem.code in _OF_TEXT or _is_lost(context, one))
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


def _is_lost(context: Context, found: Finding) -> bool:
    """Return whether a number is lost because its paragraph lacks what it needs to be one."""
    if found.problem.code != "value-missing":
        return False
    return context.roles.by_subject.get(found.focus or "") is Role.EVIDENCE


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
