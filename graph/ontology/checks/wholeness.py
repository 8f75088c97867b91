"""Whether the parts make a loop that can start and comes round."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.consistency import Records, Standing, central_lags
from graph.ontology.checks.deadlocks import Deadlock, find_deadlocks, has_cycle
from graph.ontology.checks.open_loop import note_open_loop
from graph.ontology.checks.rework import note_endless_rework
from graph.ontology.findings import Mark
from graph.ontology.roles import Role
from graph.ontology.things import Context
from graph.vocabulary import LOOP, word

_SHOWN = 6
_SHOWN_IN_RING = 24


def check_wholeness(context: Context, records: Records, numbers: Standing) -> None:
    """Note what keeps the parts from being a loop: knots, loose parts, no way back."""
    if not context.roles.of(Role.COMPONENT):
        if context.roles.of(Role.UNCLEAR):
            return
        _note_whole(
            context,
            "no-component",
            "there is no component in it.",
            'Write one, such as :coding a loop:Coding ; rdfs:label "Coding"@en ; '
            "loop:baselineDays 12 .",
        )
        return
    lags = central_lags(context, records, numbers)
    deadlocks = find_deadlocks(records.gates, lags, records.alternatives.values())
    for deadlock in deadlocks:
        _note_deadlock(context, deadlock)
    note_endless_rework(context, records, numbers)
    _note_isolated(context, records)
    # An error may hide the very dependency that closes the loop.
    if not context.findings.errors and not has_cycle(records.gates):
        note_open_loop(context, records, numbers)


def _note_whole(context: Context, code: str, message: str, remedy: str) -> None:
    documents = context.statements.documents
    at = Mark(documents[0], 0) if documents else None
    context.findings.add(code, message, remedy, at=at)


def _note_deadlock(context: Context, deadlock: Deadlock) -> None:
    cycle = deadlock.cycle
    if len(cycle) > _SHOWN_IN_RING:
        cut = f"... ({len(cycle)} components in all)"
        cycle = (*cycle[: _SHOWN_IN_RING // 2], cut, *cycle[-_SHOWN_IN_RING // 2 :])
    ring = " -> ".join((*cycle, cycle[0]))
    thing = context.thing(Role.DEPENDENCY, deadlock.entry)
    thing.complain(
        "lag-0-cycle",
        f"within one generation each waits for the one before, so none can start: {ring}.",
        _cure(deadlock),
    )


def _cure(deadlock: Deadlock) -> str:
    cures = deadlock.cures
    if len(cures[0]) == 1:
        names = [names[0] for names in cures]
        listed = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        return (
            f"Give it a lag of 1 or more (loop:lag 1): {listed}."
            if len(names) == 1
            else f"Give one of these a lag of 1 or more (loop:lag 1): {listed}."
        )
    more = f", ... ({len(cures[0])} in all)" if len(cures[0]) > _SHOWN else ""
    listed = ", ".join(cures[0][:_SHOWN]) + more
    if not deadlock.fewest:
        return f"A lag of 1 or more on all of these is enough: {listed}."
    others = f" ({len(cures) - 1} other sets would do)" if len(cures) > 1 else ""
    return (
        f"At least {len(cures[0])} dependencies need a lag of 1 or more, "
        f"for example {listed}{others}."
    )


def _note_isolated(context: Context, records: Records) -> None:
    # From the statements: a dependency that could not be built still joins its ends.
    joined = {
        word(str(statement.value))
        for end in ("from", "to")
        for statement in context.statements.with_predicate(LOOP + end)
    }
    for name in records.components:
        if name not in joined:
            context.thing(Role.COMPONENT, name).complain(
                "component-isolated",
                "no dependency begins or ends here, so it can neither block nor be blocked.",
                "Say who waits for it, or for whom it waits.",
                severity=Severity.WARNING,
            )
