"""A map on which nothing comes back to where it began: what that means, and what would close it."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.consistency import Records, Standing
from graph.ontology.findings import Mark
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.things import Context
from graph.vocabulary import MAP, MetricName

_SHOWN = 6


def note_open_loop(context: Context, records: Records, numbers: Standing) -> None:
    """Note that no chain of gates comes back, with the dependency that would close one.

    Args:
        context: the statements and where problems go.
        records: whose gates form no cycle.
        numbers: what is said of them.
    """
    message = "no chain of dependencies of the kind loop:Gates comes back to where it began."
    limited = sorted(name for name in records.components if (name, MetricName.CAPACITY) in numbers)
    if limited:
        more = ", ..." if len(limited) > _SHOWN else ""
        message += (
            " What is left is how fast one round can follow another through what takes only so "
            f"many at once: {', '.join(limited[:_SHOWN])}{more}."
        )
    first, last = _ends(records)
    if last is None or first is None:
        documents = context.statements.documents
        context.findings.add(
            "loop-open",
            message,
            "Close the loop with one that has a lag: what a finished generation does for a later "
            "one.",
            at=Mark(documents[0], 0) if documents else None,
            severity=Severity.WARNING,
        )
        return
    thing = context.thing(Role.COMPONENT, last)
    thing.complain(
        "loop-open",
        message,
        "Close the loop with what a finished generation does for a later one, such as "
        f"{_closing(thing.name, context.thing(Role.COMPONENT, first).name)}",
        severity=Severity.WARNING,
    )


def _ends(records: Records) -> tuple[str | None, str | None]:
    """Return a component that waits for none, and one behind it for which none waits."""
    following: dict[str, list[str]] = {}
    for gate in records.gates:
        if gate.target in records.components:
            following.setdefault(gate.source, []).append(gate.target)
    waiting = {name for targets in following.values() for name in targets}
    first = min((name for name in following if name not in waiting), default=None)
    last = first
    # No cycle, so every way through it comes to an end.
    while last in following:
        last = min(following[last])
    return first, last


def _closing(last: str, first: str) -> str:
    local = [name.removeprefix(MAP) for name in (last, first)]
    name = f":{local[0]}-feeds-{local[1]}" if last.startswith(MAP) and first.startswith(MAP) else ""
    return (
        f"{name or ':the-way-back'} a loop:Dependency ; loop:from {prefixed(last)} ; "
        f"loop:to {prefixed(first)} ; loop:kind loop:Gates ; loop:lag 1 ."
    )
